"""What a person may have meant: the nearest of the names that are known."""

from collections.abc import Iterable
from difflib import get_close_matches

from ipstats.model.definitions import normalise

_SHORT = 2
"""Letters of a name of which one wrong leaves half: such names are like those with the same first letter."""


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names that are like `name`, the nearest first; case, width and quotation marks do not count.

    >>> nearest("苏洲市", ["苏州市", "杭州市", "北京市"])[0]
    '苏州市'
    >>> nearest("江酥", ["江苏", "江西", "浙江"])
    ['江苏', '江西']
    """
    by_form: dict[str, str] = {}
    for one in known:
        by_form.setdefault(normalise(one), one)
    wanted = normalise(name)
    close = get_close_matches(wanted, by_form, n=most, cutoff=0.6)
    inside = [form for form in by_form if wanted and len(wanted) > 1 and (wanted in form) and form not in close]
    of_two = (
        [form for form in by_form if len(wanted) == len(form) == _SHORT and form[0] == wanted[0]] if not close else []
    )
    return [by_form[form] for form in [*close, *sorted(inside, key=len), *of_two][:most]]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message that refuses a name: the nearest names, or nothing."""
    found = nearest(name, known)
    return f"; did you mean {', '.join(found)}?" if found else ""
