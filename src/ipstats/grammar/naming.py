"""What a figure is of: the indicator that the words name, and a label completed where the text leaves words out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ipstats.grammar.completing import borrowed, completed
from ipstats.grammar.lexicon import any_of, leading, pattern, words
from ipstats.grammar.scan import Token
from ipstats.grammar.wording import clip, trim, trims
from ipstats.model.definitions import normalise
from ipstats.model.indicators import Indicator, elided_names, indicators, match_names, shared_names

KEPT = frozenset("xIoqMVAZSUDGE、")
"""Kinds of tokens whose text can be part of a name."""
_NARROWER = re.compile(
    r"(?:企业|高校|高等学校|机构|院所|单位|个人|产业|行业|领域|示范区|园区|开发区|高新区|自贸区|片区|新区|实验区|港区|国内|国外|在华|境外|海外|外资|制造业|民营|台资|港资|主体|学校|院校|医院|渠道|口岸)"
    r"(?:的|拥有|共|获得|获)?$"
)
_SECTOR = re.compile("(?:规模以上|限额以上|工业|建筑业|服务业|大中型)$")
_GROUP = re.compile(r"^.+(?:产业|行业|企业|[造采矿筑务应售信林牧渔]业)(?=.{2,6}$)")
"""An industry or kind of firms before a short name."""
_LEVEL = re.compile("(?:国家|部|省|市|区|县)级$")
_HELD_BY = re.compile(rf"^.*{_NARROWER.pattern.removesuffix('$')}(?=.{{4}})")
_OF_HOLDERS = frozenset("家户个所人")
_AGENT = re.compile(rf"^(?:{pattern('agent')})+")
_AGENT_IN_ALL = re.compile(rf"^({pattern('agent')}+)(?:共计|共|累计)(?=[^享同])")
_AFTER_LIST = re.compile(r"^.*(?:[”\"》]等|等领域|等方面|等)(?=.{2})")
NEWLY = re.compile(rf"^{pattern('newly')}(?<!新(?=型|一代|材料|能源|兴|质|媒体|品种|药|区|业态|经济|质量))")
_PREDICATE = re.compile("|".join(map(pattern, ("cut", "above", "superlative", "rank_verb", "milestone"))))
_OTHER_OBJECT = re.compile(r"(?:实用新型|外观设计|专利|商标|版权|著作权|地理标志|植物新品种|知识产权|技术)[、和与及]?$")
_ACTING = re.compile(f"{pattern('acting')}$")
ACTS = re.compile(rf"^.{{0,8}}?{pattern('acting')}")
_EXTREME = re.compile("最[高大多小低]的?(?=[一1单])|单[笔件]最")
_OTHER_QUANTITY = re.compile(
    "(?:最高|最大|单笔|平均|人均|户均|日均|月均|每件|每家|单个|每[百千万亿0-9]*[元户家人件]\\w{0,4})$"
)
_OF_RIGHTS, _OF_CASES = words("parallel")[:2]
DEEDS = (*_OF_RIGHTS, *_OF_CASES)
_DONE = re.compile("新?(" + "|".join(DEEDS) + ")(?!量|数)")
STOCK = re.compile(pattern("stock"))
_A_SHARE = re.compile("(.+?)(?:所占比重|所占比例|占比|比重)")
_DEED = any_of([*DEEDS, "转让", "许可"])
_DEED_ALONE = re.compile(f"(?P<newly>{pattern('newly')})?(?:{any_of(DEEDS)})?")
_TWO_DEEDS = re.compile(f"(?!受理){_DEED}[、和与及]?{_DEED}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of: the label as completed, the catalogue's id or "", and the coverage as written.

    `of` is what a share is a share of. `held` says that the words (拥有, 累计) make it a stock where no catalogue does.
    `words` are those of the text where the label is not.
    """

    label: str
    id: str = ""
    scope: str = ""
    of: "Subject | None" = None
    held: bool = False
    words: str = ""

    @property
    def indicator(self) -> Indicator | None:
        return indicators().get(self.id)

    @property
    def name(self) -> str:
        one = self.indicator
        return one.zh if one else self.label

    @property
    def is_stock(self) -> bool:
        """Whether a figure of it holds at a moment."""
        one = self.indicator
        if one:
            return one.is_stock
        if NEWLY.match(self.label) or "奖" in self.label:
            return False
        return bool(self.of and self.of.is_stock) or self.held or bool(STOCK.search(self.label))


@lru_cache(maxsize=65536)
def lookup(name: str, unit: str = "") -> str:
    """The id of the indicator a name means anywhere, or ""; the unit decides between indicators that share it."""
    key = normalise(name)
    if len(key) < 2:
        return ""
    if key in shared_names():
        return match_names(unit).get(key, "") if unit else shared_names()[key][0]
    return match_names().get(key, "")


@lru_cache(maxsize=4096)
def fits(id: str, unit: str) -> bool:
    """Whether a figure in this unit can be a level of the indicator."""
    one = indicators()[id]
    return one.counts_in(unit) or one.unit.split("/")[0] == unit


@lru_cache(maxsize=16384)
def counted(label: str, id: str, unit: str) -> tuple[str, str]:
    """The name and id under which what was spoken of can be counted in the unit, ("", "") when it can not."""
    if id and fits(id, unit):
        return label, id
    one = indicators().get(id)
    for name in (label, *(one.names if one else ())):
        if (other := lookup(name, unit)) and fits(other, unit):
            return name, other
    return "", ""


def text_of(pieces: Sequence[Token], without: str = "A") -> str:
    """The words of the pieces that can be part of a name, but those of some kinds."""
    return "".join([piece.text for piece in pieces if piece.kind in KEPT and piece.kind not in without])


def named(pieces: Sequence[Token], unit: str) -> Subject | None:
    """The subject that pieces before a figure (and the noun after it) name through the catalogue, or None.

    The last name that can be counted in the unit wins; what stands before it narrows it when it is such a word (企业).
    """
    for at in range(len(pieces) - 1, -1, -1):
        if pieces[at].kind != "I":
            continue
        own, tail = pieces[at].text, ""
        if after := pieces[at + 1 :]:
            if _EXTREME.match(tail := text_of(after, without="AEUDGS")):
                return Subject(clip(own + trim(tail)))
            ranked = next((to for to, piece in enumerate(after) if piece.kind in "RF"), len(after))
            tail = trim(text_of(after[:ranked], without="AEUDGS"))
        for name in (own + tail, own) if tail and _PREDICATE.match(tail) else (own + tail,):
            id = lookup(name, unit)
            if id and (not unit or fits(id, unit)):
                before = "".join([piece.text for piece in pieces[max(at - 2, 0) : at]])
                if not _OTHER_OBJECT.search(before):
                    return _narrowed(pieces[:at], name, id, unit)
    return None


def _narrowed(before: Sequence[Token], name: str, id: str, unit: str) -> Subject:
    """A catalogue's indicator with the words before its name: narrower coverage, or a count of new ones."""
    brackets = [piece.text for piece in before if piece.data == "bracket"]
    bracket = brackets[0] if brackets else ""
    text = trim(text_of([piece for piece in before if piece.data != "bracket"] if brackets else before))
    if _SECTOR.search(text) and name.startswith("企业") and (rest := lookup(name[2:], unit)):
        text, name, id = f"{text}企业", name[2:], rest  # 规模以上工业|企业R&D经费
    narrower = text if _NARROWER.search(text) or text in words("scope") else ""
    if level := _LEVEL.search(text):
        narrower = level[0]
    inside = leading("scope", name)
    longer = lookup(narrower + name, unit) if narrower else ""
    if longer and longer != id:
        return Subject(narrower + name, longer, inside)
    label = narrower + name
    raw = text_of(before)
    if _OTHER_QUANTITY.search(raw) and not name.startswith("每"):
        return Subject(clip(raw + name))
    if (deeds := _TWO_DEEDS.search(raw + name)) and deeds.start() < len(raw) < deeds.end():
        return Subject(clip(raw[deeds.start() :] + name), lookup(raw[deeds.start() :] + name, unit))
    if indicators()[id].is_stock and (NEWLY.search(text + name) or _ACTING.search(text)):
        return Subject(clip(text + name))
    return Subject(clip(label), id, (narrower or inside) + (bracket if bracket not in narrower else ""))


def subject_of(text: str, unit: str, recent: Sequence[Subject], around: str, joined: bool = False) -> Subject:
    """The subject that words name; `recent` are those spoken of before, `around` the text before it.

    `joined` says that the words continue a list, so that they may leave out what the item before them said.
    """
    name, spellings = _spellings(text)
    if joined and (subject := _borrowed_from(name, unit, recent[:1])):
        return subject
    for one in spellings:
        if id := lookup(one, unit):
            if unit and not fits(id, unit):
                continue
            return Subject(one, id, leading("scope", one))
        if (turned := _turned(one)) and (id := lookup(turned, unit)) and (not unit or fits(id, unit)):
            return Subject(one, id)
        if recent and (subject := _beside(one, unit, recent[0])) and (subject.id or not recent[0].id):
            return subject
        if subject := _elided(one, unit, recent, around):
            return subject
    if share := _A_SHARE.fullmatch(name):
        base = subject_of(share[1], "", recent, around)
        return replace(share_of(base, ""), label=name)
    found = (
        _borrowed_from(name, unit, totals_first(recent))
        or _of_group(name, unit, recent, around)
        or _within(name, recent, unit)
        or next((part for one in recent[: 3 if unit else 1] if (part := part_of(name, one.of or one, unit))), None)
        or _continued(name, unit, recent)
    )
    if not found and recent and (m := _DEED_ALONE.fullmatch(name)):
        whole = recent[0].label
        return Subject(clip(name + whole if m["newly"] else whole + name), "", recent[0].scope)
    return found or (_completed(name, unit, recent[0]) if recent else None) or Subject(clip(name))


@lru_cache(maxsize=16384)
def _spellings(text: str) -> tuple[str, tuple[str, ...]]:
    """The name in the words of a text, and all that may be one, the longest first."""
    text = _AGENT_IN_ALL.sub(r"\1", text)
    name = trim(text)
    return name, tuple(dict.fromkeys([*trims(text), _AGENT.sub("", name)]))


def _beside(name: str, unit: str, before: Subject) -> Subject | None:
    """What a short name means beside a subject that the catalogue lacks, before any other meaning that it can have."""
    found = _borrowed_from(name, unit, [before]) or (None if before.id else _continued(name, unit, [before]))
    return found or (_completed(name, unit, before) if name.endswith("奖") else None)


def _completed(name: str, unit: str, before: Subject) -> Subject | None:
    """A short name completed by what was spoken of before."""
    if whole := completed(name, before.label):
        id = lookup(whole, unit)
        return Subject(clip(whole), id if id and fits(id, unit) else "", before.scope, held=before.is_stock)
    return None


def _turned(name: str) -> str:
    """登记作品著作权 as 作品著作权登记, 授权周期平均 as 平均授权周期: the same words in another order."""
    if name.endswith("平均"):
        return "平均" + name.removesuffix("平均")
    m = _DONE.match(name)
    return name[m.end() :] + m[1] if m and m.end() < len(name) else ""


def _elided(text: str, unit: str, recent: Sequence[Subject], around: str) -> Subject | None:
    """The subject of a name that is whole only beside its total or a word of context (金奖, 发明, 转让)."""
    best, weight, scope = None, 0, ""
    ids = elided_names().get(normalise(text), ())
    around = normalise(around) if ids else ""
    for id in ids:
        one = indicators()[id]
        if unit and not fits(id, unit):
            continue
        wholes = {one.part_of or one.id, one.id, one.numerator} - {""}
        related = [at for at, subject in enumerate(recent) if wholes & set(_wholes(subject.id))]
        context = max((len(word) for word in one.context if normalise(word) in around), default=0)
        near = (9 - related[0]) * 10 if related else 0
        if near + context > weight:
            best, weight, scope = one, near + context, recent[related[0]].scope if related else ""
    group = scope if best and best.kind == "rate" and _NARROWER.search(scope) else ""
    return Subject(group + best.zh, best.id, scope, words=text) if best else None


def _of_group(name: str, unit: str, recent: Sequence[Subject], around: str) -> Subject | None:
    """A group, and a name whole only beside what was spoken of (医药制造业|投入强度, after R&D经费)."""
    for m in _GROUP.finditer(name):
        if subject := _elided(name[m.end() :], unit, recent, around):
            return replace(subject, label=name, scope=m[0], words=name[m.end() :])
    return None


def _wholes(id: str) -> tuple[str, ...]:
    one = indicators().get(id)
    return () if one is None else (id, one.part_of) if one.part_of else (id,)


def totals_first(recent: Sequence[Subject]) -> list[Subject]:
    """The subjects spoken of, parts after what they are parts of: 授权 after 专利申请…其中发明… is of patents."""
    ids = {subject.id for subject in recent}
    return sorted(recent, key=lambda subject: bool(subject.indicator and subject.indicator.part_of in ids))


def _borrowed_from(text: str, unit: str, recent: Sequence[Subject]) -> Subject | None:
    """A name that leaves out what its neighbour said: 注册 beside 商标申请量, 示范单位 beside 国家级试点单位."""
    for subject in (one.of or one for one in recent):
        for whole in dict.fromkeys((subject.label, subject.name)):
            for name in borrowed(text, whole):
                id = lookup(name, unit)
                newly = NEWLY.search(name)
                if id and (not unit or fits(id, unit)) and not (newly and indicators()[id].is_stock):
                    return Subject(name, id, subject.scope)
                if subject in (recent[0], recent[0].of) and whole == subject.label:
                    return Subject(name, "", subject.scope, held=subject.held)
    return None


def _within(text: str, recent: Sequence[Subject], unit: str) -> Subject | None:
    """Words that only narrow what was spoken of (企业 beside 有效发明专利; 企业授权 beside 授权发明专利)."""
    act = next((word for word in DEEDS if text.endswith(word)), "")
    if act and _NARROWER.search(who := text.removesuffix(act)):
        about = next((subject for subject in recent if subject.indicator and act in subject.name), None)
        name = about and who + about.name
        return about and (Subject(name, lookup(name), who) if lookup(name) else Subject(name, about.id, who))
    if not _NARROWER.search(text) or unit in _OF_HOLDERS:
        return None
    for subject in recent:
        if subject.indicator:
            for name in subject.indicator.names:
                if id := lookup(text + name):
                    return Subject(indicators()[id].zh, id, subject.scope)
    return None


def part_of(text: str, whole: Subject, unit: str) -> Subject | None:
    """Who or what field has a part of what was spoken of (高校 beside 企业有效发明专利); `unit` is "" for a share."""
    if not _NARROWER.search(text) or ACTS.search(text) or unit in _OF_HOLDERS:
        return None
    held = _HELD_BY.sub("", whole.label)
    id = lookup(held)
    if not id or indicators()[id].unit in _OF_HOLDERS or (unit and not fits(id, unit)):
        return None
    return Subject(clip(text + held), lookup(text + held), whole.scope, held=whole.is_stock)


def _continued(text: str, unit: str, recent: Sequence[Subject]) -> Subject | None:
    """Words that go on where the name before them left off (专利权质押登记104件，金额9.86亿元)."""
    if not 2 <= len(text) <= 5 or not recent:
        return None
    whole = recent[0].label
    for name in (whole + text, whole.split(text[:2])[0] + text):
        id = lookup(name, unit) if unit else ""
        if id and fits(id, unit):
            return Subject(name, id, recent[0].scope)
    return None


def share_of(subject: Subject, whole: str, part_of: str = "") -> Subject:
    """The subject of a share: its name in the catalogue, or `<subject>占<whole>比重`."""
    narrowed = subject.scope and "国内" not in subject.scope
    names = [subject.label, *(subject.indicator.names if subject.indicator and not narrowed else ())]
    forms = [f"占{whole}的比重", f"占{whole}比重"] if whole else ["占比", "所占比重", "所占比例"]
    for name in names:
        for form in forms:
            if id := lookup(name + form):
                return Subject(indicators()[id].zh, id, subject.scope, subject)
    whole = whole or part_of
    label = f"{subject.label}占{whole}比重" if whole else f"{subject.label}占比"
    return Subject(label, "", subject.scope, subject)


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """A label of the words before a number: what follows the last 等, without what a name does not need.

    Words that only say who acted are no label (南昌法院2840件, after 新收民事案件6011件).
    """
    name = _AFTER_LIST.sub("", trim(text))
    return "" if _AGENT.fullmatch(name) else name
