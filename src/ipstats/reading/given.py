"""What a reader was told of a document and the document's title contradicts: its figures are doubtful."""

import re
from collections.abc import Iterable
from datetime import date

from ipstats.documents.blocks import Block, Context
from ipstats.errors import ParameterError
from ipstats.model import areas
from ipstats.model.doubts import doubt, doubt_words
from ipstats.model.observations import DOUBTFUL
from ipstats.reading.document_context import title_lines, title_period
from ipstats.reading.whom import leading

_YEAR = re.compile(r"^\W*(?:(?:19|20)\d\d年?度?)?")
_APART = 1
"""Years between a title's and the one given that are usual: a paper of 2023 is on 2022."""


def against_title(given: Context, blocks: list[Block]) -> dict[str, str]:
    """Kind of doubt -> what the title says: another place than the area given, or a year far from the one given.

    A title that begins with a larger place (浙江台州市) does not contradict.
    """
    if not (given.area or given.year):
        return {}
    lines = [given.title] if given.title else title_lines(blocks)
    title = lines[0] if lines else ""
    found = {
        "title_of_another_area": _other_area(given.area, title),
        "title_of_another_year": _other_year(given.year, title, given.published),
    }
    return {kind: said for kind, said in found.items() if said}


def _other_year(year: int | None, title: str, published: date | None) -> str:
    """The year that a title names far from the one given, else ""."""
    period = title_period(title, published or date(year + 1, 12, 31)) if year else None
    return str(period.end.year) if year and period is not None and abs(period.end.year - year) > _APART else ""


def _other_area(name: str, title: str) -> str:
    """The name of the place that a title begins with and that the area given does not lie in, else ""."""
    try:
        given = areas.area(name).code if name else ""
    except ParameterError:
        return ""
    code = leading(_YEAR.sub("", title)) if given else ""
    return areas.area(code).name if code and not areas.is_within(given, code) else ""


def marked(rows: Iterable[dict], against: dict[str, str]) -> list[dict]:
    """Rows with the doubts of what was given, where there are any."""
    said = "; ".join(map(doubt, against))
    if not said:
        return list(rows)
    return [
        row | {"trust": DOUBTFUL, "comment_obs": "; ".join(filter(None, (row["comment_obs"], said)))} for row in rows
    ]


def warnings_of(against: dict[str, str]) -> list[str]:
    """A line for each thing that the title contradicts, with what the title says."""
    return [f"{doubt_words()[kind].zh}：{said} ({doubt_words()[kind].en})" for kind, said in against.items()]
