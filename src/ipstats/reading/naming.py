"""What a figure is of: the indicator that the words name, and a label completed where the text leaves words out."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ipstats.model.definitions import normalise
from ipstats.model.indicators import Indicator, elided_names, indicators, match_names, shared_names
from ipstats.reading.lexicon import any_of, pattern, words
from ipstats.reading.scan import Token

LONGEST_LABEL = 40
_KEPT = frozenset("xIoqMVA")
_NARROWER = re.compile(
    r"(?:企业|高校|高等学校|机构|院所|单位|个人|产业|行业|领域|示范区|园区|开发区|高新区|自贸区|片区|新区|国内|国外|在华|境外|海外|外资|制造业|民营|台资|港资|主体|学校|医院)"
    r"(?:的|拥有|共|获得|获)?$"
)
_BOUNDED = re.compile(rf"^(?:{pattern('filler')}|[的地得])+|(?:{pattern('filler')}|[的地得])+$")
_LIST = re.compile(r"、|以及|和|与|及")
_AFTER_LIST = re.compile(r"^.*(?:[”\"》]等|等领域|等方面|等)(?=.{2})")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of: the label as completed, the catalogue's id or "", and the coverage as written."""

    label: str
    id: str = ""
    scope: str = ""

    @property
    def indicator(self) -> Indicator | None:
        return indicators().get(self.id)

    @property
    def name(self) -> str:
        one = self.indicator
        return one.zh if one else self.label


@lru_cache(maxsize=65536)
def trim(text: str) -> str:
    """The text without the words that a name does not need at its ends."""
    while (shorter := _BOUNDED.sub("", text)) != text:
        text = shorter
    return text


@lru_cache(maxsize=65536)
def lookup(name: str, unit: str = "") -> str:
    """The id of the indicator a name means anywhere, or ""; the unit decides between indicators that share it."""
    key = normalise(name)
    if len(key) < 2:
        return ""
    if key in shared_names():
        return match_names(unit).get(key, "") if unit else shared_names()[key][0]
    return match_names().get(key, "")


def fits(id: str, unit: str) -> bool:
    """Whether a figure in this unit can be a level of the indicator."""
    one = indicators()[id]
    return one.counts_in(unit) or one.unit.split("/")[0] == unit or (one.unit == "人" and unit == "名")


def content(pieces: list[Token]) -> list[Token]:
    """The pieces of a lead that name something."""
    return [piece for piece in pieces if piece.kind in _KEPT]


def named(pieces: list[Token], unit: str, after: str = "") -> Subject | None:
    """The subject that pieces before a figure (and the noun after it) name through the catalogue, or None.

    The last name that can be counted in the unit wins; what stands before it narrows it when it is such a word (企业).
    """
    for at in range(len(pieces) - 1, -1, -1):
        if pieces[at].kind != "I":
            continue
        tail = "".join(piece.text for piece in pieces[at + 1 :])
        for name in (pieces[at].text + tail, pieces[at].text):
            id = lookup(name, unit)
            if id and (not unit or fits(id, unit)):
                return _narrowed(pieces[:at], pieces[at].text + trim(tail), id)
    return None


def _narrowed(before: list[Token], name: str, id: str) -> Subject:
    text = trim("".join(piece.text for piece in before if piece.kind != "A"))
    narrower = text if _NARROWER.search(text) or text in words("scope") else ""
    inside = next((word for word in words("scope") if name.startswith(word)), "")
    longer = lookup(narrower + name)
    if longer and longer != id:
        return Subject(narrower + name, longer, inside)
    return Subject((narrower + name)[-LONGEST_LABEL:], id, narrower or inside)


def elided(text: str, unit: str, recent: list[Subject], around: str) -> Subject | None:
    """The subject of a name that is whole only beside its total or a word of context (金奖, 发明, 转让)."""
    candidates = elided_names().get(normalise(text), ())
    wholes = [one for subject in recent for one in _wholes(subject.id)]
    found = [id for id in candidates if not unit or fits(id, unit)]
    found.sort(key=lambda id: wholes.index(indicators()[id].part_of) if indicators()[id].part_of in wholes else 99)
    for id in found:
        one = indicators()[id]
        if one.part_of in wholes or any(normalise(word) in around for word in one.context):
            return Subject(one.zh, id, next((subject.scope for subject in recent if subject.scope), ""))
    return None


def _wholes(id: str) -> tuple[str, ...]:
    one = indicators().get(id)
    return () if one is None else (id, one.part_of) if one.part_of else (id,)


def completed(text: str, unit: str, recent: list[Subject]) -> Subject:
    """A label for words that the catalogue does not know, with what it leaves out borrowed from a neighbour."""
    for subject in recent:
        for whole in (subject.label, subject.name):
            for name in _borrowed(text, whole):
                if id := lookup(name, unit):
                    return Subject(name, id, subject.scope)
            if _NARROWER.search(text) and subject.indicator:
                for known in subject.indicator.names:
                    if id := lookup(trim(text) + known):
                        return Subject(indicators()[id].zh, id, subject.scope)
    if recent and len(text) <= 6:
        for name in _borrowed(text, recent[0].label):
            return Subject(name, "", recent[0].scope)
    return Subject(text[-LONGEST_LABEL:])


def _borrowed(text: str, whole: str) -> list[str]:
    """Names that `text` can be short for beside `whole`: 注册 beside 商标申请量 is 商标注册, 示范单位 beside 国家级试点单位 国家级示范单位."""
    found = []
    for family in words("parallel"):
        if text in family:
            found += [whole.replace(word, text) for word in sorted(family, key=len, reverse=True) if word in whole][:1]
    if len(text) >= 3 and len(whole) > len(text) and whole.endswith(text[-2:]) and text not in whole:
        found.append(whole[: -len(text)] + text)
    return [name for name in found if name != whole]


def density(recent: list[Subject], phrase: str) -> Subject | None:
    """每万人口 alone, after a stock of patents, is that stock a head of ten thousand."""
    ratios = [one for one in indicators().values() if one.kind == "ratio" and one.zh.startswith(phrase[:3])]
    for subject in recent:
        for one in ratios:
            if one.numerator and one.numerator == subject.id:
                return Subject(one.zh, one.id)
    return None


def items(pieces: list[Token]) -> list[str]:
    """The subjects a list names before 分别 or 均, each with the words the list shares (小型、微型|企业产业化率)."""
    parts, current = [], ""
    for piece in pieces:
        if piece.kind == "、":
            parts.append(current)
            current = ""
        elif piece.kind == "x":
            first, *rest = _LIST.split(piece.text)
            current += first
            for part in rest:
                parts.append(current)
                current = part
        elif piece.kind in _KEPT and piece.kind != "n":
            current += piece.text
    parts = [trim(part) for part in (*parts, current)]
    parts = [part for part in parts if part]
    return _shared(parts) if len(parts) > 1 else parts


def _shared(parts: list[str]) -> list[str]:
    """Give every item what only the last (or only the first) says."""
    *first, last = parts
    if all(lookup(part) for part in parts):
        return parts
    tail = _tail(first[0], last)
    if tail:
        return [part if part.endswith(tail) or lookup(part) else part + tail for part in first] + [last]
    if not lookup(last) and len(last) < len(parts[0]):
        for name in _borrowed(last, parts[0]):
            return [*first, name]
    return parts


def _tail(first: str, last: str) -> str:
    """The words of the last item that all items share."""
    at = last.find(first[-1])
    if 0 <= at < len(last) - 1 and len(last) > len(first):
        return last[at + 1 :]
    for size in range(2, len(last) - 1):
        if lookup(first + last[size:]):
            return last[size:]
    heads = [at for head in words("heads") if (at := last.find(head)) > 0]
    return last[min(heads) :] if heads else ""


def share_of(subject: Subject, whole: str) -> Subject:
    """The subject of a share: its name in the catalogue, or `<subject>占<whole>比重`."""
    names = [subject.label, *((subject.indicator.names) if subject.indicator else ())]
    forms = [f"占{whole}的比重", f"占{whole}比重"] if whole else ["占比", "所占比重", "所占比例"]
    for name in names:
        for form in forms:
            if id := lookup(name + form):
                return Subject(indicators()[id].zh, id, subject.scope)
    return replace(subject, label=f"{subject.label}占{whole}比重" if whole else f"{subject.label}占比", id="")


def around_noun(lead: str, after: str) -> str:
    """A label of the words on both sides of a number (支持|市场主体)."""
    lead = _AFTER_LIST.sub("", trim(lead))
    return (lead + trim(after))[-LONGEST_LABEL:] if len(lead) + len(after) <= LONGEST_LABEL else trim(after)


def clean(lead: str) -> str:
    """A label of the words before a number: what follows the last 等, and no more than the grammar needs."""
    return _AFTER_LIST.sub("", trim(lead))


CUT = re.compile(any_of(words("cut")))
