"""Subjects that follow from others: new ones of a stock, the stock that new ones joined, a stock a head."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ipstats.grammar import naming
from ipstats.grammar.lexicon import any_of, words
from ipstats.grammar.naming import ACTS, DEEDS, NEWLY, Subject, lookup, totals_first
from ipstats.grammar.scan import Token
from ipstats.model.indicators import indicators

_A_HEAD = re.compile("每(?:一万|1万|万|10000)[名个]?(?:常住|户籍)?(?:人口?|居民)(?:里头?|中|当中|之中|拥有|有|的|，)*$")
_DEED_COUNT = re.compile(f"({any_of(DEEDS)})总?[量数]")
_JOINT = re.compile("、|和|与|及|以及")
_TAKEN_TOGETHER = re.compile("合计|共计|总计|总数|总量|之和|总和|一共|共")


def newly_too(subject: Subject, before: Subject, unit: str) -> Subject:
    """A stock in a list that began with new ones is of new ones too (新增示范企业4家、优势企业6家)."""
    m = NEWLY.match(before.label)
    name = m[0] + subject.label if m and subject.is_stock else ""
    return Subject(name, lookup(name, unit), subject.scope) if name else subject


def acted_on(subject: Subject) -> bool:
    """Whether the label begins with a verb that acts on what it counts (抽查专利代理机构)."""
    return bool(ACTS.search(subject.label)) and not subject.id


def by_deed(name: str, recent: Sequence[Subject]) -> Subject | None:
    """授权量 alone is of the whole spoken of that was granted (专利授权…其中发明专利授权…。授权量居全省第二)."""
    if not (m := _DEED_COUNT.fullmatch(name)):
        return None
    known = (one for one in totals_first(recent) if one.indicator and one.indicator.kind in ("flow", "stock"))
    return next((one for one in known if m[1] in one.name), None)


def density(recent: Sequence[Subject], phrase: str) -> Subject | None:
    """每万人口 alone, after a stock of patents, is that stock a head of ten thousand."""
    for subject in recent:
        if subject.indicator and subject.indicator.kind == "ratio" and subject.indicator.zh.startswith(phrase[:3]):
            return subject
        for one in indicators().values():
            if one.kind == "ratio" and one.numerator == subject.id and one.zh.startswith(phrase[:3]):
                return Subject(one.zh, one.id)
    return None


def a_head(pieces: Sequence[Token], before: str, unit: str) -> Subject | None:
    """A stock a head of ten thousand, the heads named apart, also in the clause before (每万人里头，专利有21件)."""
    at = max((at for at, piece in enumerate(pieces) if piece.kind == "I"), default=0)
    apart = not at and _A_HEAD.search(before)
    if not apart and not _A_HEAD.search(naming.text_of(pieces[:at])):
        return None
    subject = naming.named(pieces[at:], unit)
    return subject and (density([subject], "每万人") or Subject(f"每万人口{subject.label}"))


def in_all(pieces: Sequence[Token], unit: str) -> Subject | None:
    """Several things that one figure is the sum of (保护中心和快速维权中心总数达12家)."""
    *_, first, last = [-1, -1, *(at for at, piece in enumerate(pieces) if piece.kind == "I")]
    if first < 0 or not _JOINT.fullmatch(naming.text_of(pieces[first + 1 : last])):
        return None
    if not _TAKEN_TOGETHER.match(naming.text_of(pieces[last + 1 :])):
        return None
    parts = [naming.named([pieces[at]], unit) for at in (first, last)]
    held = any(part and part.is_stock for part in parts)
    return Subject(naming.clip(naming.text_of(pieces[first : last + 1]) + "合计"), held=held)


def not_only_new(subject: Subject) -> Subject | None:
    """The stock that new ones were added to (新增优势企业78家，总数256家), or None."""
    ending = next((word for word in words("newly") if subject.label.endswith(word)), "")
    m = NEWLY.match(subject.label)
    if m is None and not ending:
        return None
    name = subject.label[m.end() :] if m else subject.label.removesuffix(ending)
    return Subject(name, lookup(name), subject.scope, held=True)


def all_so_far(subject: Subject) -> Subject:
    """The stock that a count of new ones adds up to, where the catalogue has it (累计核准注册地理标志商标)."""
    whole = indicators().get(subject.id.removeprefix("new_"))
    return replace(subject, id=whole.id) if subject.id.startswith("new_") and whole and whole.is_stock else subject
