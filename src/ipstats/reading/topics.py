"""What the figure at hand is of, from the words before and after it and from what the sentence spoke of before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ipstats.grammar import naming
from ipstats.grammar.completing import ratio
from ipstats.grammar.figures import Figure
from ipstats.grammar.lexicon import any_of, pattern, word_set, words
from ipstats.grammar.naming import STOCK, Subject
from ipstats.grammar.rules import Rule
from ipstats.grammar.scan import Token, joined
from ipstats.model.indicators import indicators
from ipstats.model.numerals import parse_number
from ipstats.model.units import units
from ipstats.reading import derived

_DENSITY = re.compile("每?[百千]?万人口?")
_SUPERLATIVE = re.compile(f"(?:{pattern('superlative')})$")
_PLACE = re.compile("(?:[区市县州盟旗镇乡]|地区|街道)$")
_SET_AGAINST = re.compile("[比较](?![重例率])")
_IS = re.compile("是|为|相当于|达到|达")
_OF_THEM = re.compile(r"的([^，。；、,;()]{2,20})|(?:为|是|属于|来自)([^，。；、,;()0-9]{2,20})")
_CUT = re.compile(pattern("cut"))
_SUM = re.compile("([两二三四五六])(?:者|项|类|个)?(?:合计|共计|总计|相加|之和|加起来)")
_ITS_GROWTH = re.compile("(?:同比)?(?:增幅|增速|增长率|增长幅度|增量|降幅)")
_WON = re.compile("^(?:项目|成果|专利|企业|单位)?(?:荣获|斩获|获得?)(?=.{2})(?![评批奖])")
_OF_YEAR = re.compile("^20[0-9]{2}年度?")
_FOR_EACH = re.compile("(?:平均)?每[0-9.]+[万亿]?[个家户件名人][^，。；、,;0-9]{0,12}$")
_BECAME = re.compile(r"(?:已|均|全部)?(?:获得?|予以|得到)(授权|注册|登记|受理|核准)(?![\u4e00-\u9fff])")
"""After a number of what was spoken of: what became of so many (其中3105件获得授权)."""
_ALL = re.compile("总数|累计|总量|总计|共有|合计")
_SUMMED = re.compile("合计|共计|总计")
"""Before a short name (合计融资): it is of all that was said, not of what was said last."""
_REST_OF_CLAUSE = re.compile(r"[^，。；、,;()（）]*")
_NO_NOUN = re.compile(f"相比|(?:和(?![谐平])|与|以?及)|(?:分|从|按照?)[^，。；、,;0-9]{{1,10}}看|{pattern('mark')}")
TOGETHER = re.compile("((?:这|上述)?[两二三四五六七八九十]+个?(?:[省市地区县州]|城市|省份)+)?(?:合计|总计|共计|共|合)?")
"""Several places of one figure (三市合计占全省的56%)."""
_ESTIMATED, _PROVISIONAL = re.compile(pattern("estimated")), re.compile(pattern("provisional"))
_UNSURE = re.compile(any_of([*words("estimated"), *words("provisional")]))
_ACT = re.compile("|".join(map(pattern, ("acting", "cut", "newly"))))
_AMONG = re.compile(f"(?:在|全部|[0-9]+个)*(?:{pattern('rank_scope')}|省|市|区|县|国家)+[中里内]?")
_QUOTED = re.compile(r"^(?:[“\"].*?[”\"]、?)+")
FAR_BACK = 30
LONGEST_ELIDED = 6
SHORT_NOUN = 3
"""A noun after a number that is no longer says too little; the label goes on to the end of the clause."""


@dataclass(slots=True)
class View:
    """What a sentence knows where a figure stands."""

    text: str
    tokens: Sequence[Token]
    pieces: list[Token] = field(default_factory=list)
    """The tokens and plain pieces (`x`) since the clause began or the figure before."""
    recent: list[Subject] = field(default_factory=list)
    """Subjects spoken of, the last one first."""
    nearby: str = ""
    """The text of the sentence and just before it."""
    clause_text: str = ""
    """The words of the clause before, when it had no figure."""
    whole: Subject | None = None
    """What 其中 speaks of parts of."""
    row: str = ""
    """The places that the sentence listed last, as written (青岛、济南、潍坊)."""
    in_list: bool = False
    """Whether the words go on with a list begun by the figure before (483家、示范单位146家)."""

    def until(self, kinds: str) -> int:
        """Where the first piece of one of the kinds is, or the number of pieces."""
        return next((at for at, piece in enumerate(self.pieces) if piece.kind in kinds), len(self.pieces))

    @property
    def knows_subject(self) -> bool:
        return bool(self.recent) or any(piece.kind == "I" for piece in self.pieces)

    def subject(self, text: str, unit: str = "") -> Subject:
        whole = derived.by_deed(naming.clean(text), self.recent) if self.whole is None else None
        return whole or naming.subject_of(text, unit, self.recent, self.nearby, self.in_list)

    def last(self, unit: str = "") -> Subject:
        """The subject spoken of last, of those that the unit can count when there is one."""
        if unit:
            for subject in self.recent:
                label, id = naming.counted(subject.label, subject.id, unit)
                if id:
                    return subject if id == subject.id else replace(subject, label=label, id=id)
        return self.recent[0] if self.recent else Subject("")

    def same(self, unit: str) -> Subject:
        """The subject of the figure right before, in another unit (起诉32件69人)."""
        last = self.recent[0]
        if last.id and naming.fits(last.id, unit):
            return last
        found = naming.subject_of(last.words or last.label, unit, self.recent[1:], self.nearby)
        return found if found.id and naming.fits(found.id, unit) else replace(last, id="")


def sum_of(view: View, text: str) -> Subject | None:
    """What 两项合计 is of: the whole that the last two subjects are parts of, else both by name."""
    m = _SUM.search(text)
    parts = [one for one in view.recent if not one.of][: int(parse_number(m[1]).value)][::-1] if m else []
    wholes = {one.indicator.part_of if one.indicator else "" for one in parts}
    if not parts or len(wholes) > 1 or not (whole := wholes.pop()):
        return Subject(naming.clip("、".join(one.label for one in parts) + "合计")) if parts else None
    return Subject(indicators()[whole].zh, whole, parts[0].scope)


def elsewhere(view: View, name: str) -> Subject | None:
    """The share spoken of last, in another place without a code (长株潭占全省的71.4%；洞庭湖区占12.3%)."""
    last = view.last()
    return replace(last, scope=name) if last.of and not last.id and _PLACE.search(name) else None


def listed(view: View, names: list[str]) -> list[Subject]:
    """The subjects of a list; where one item is a place without a code, all are."""
    places = [elsewhere(view, name) for name in names]
    if first := next((place for place in places if place), None):
        return [replace(first, scope=name) for name in names]
    return [view.subject(name) for name in names]


def base(view: View, rule: Rule, figure: Figure) -> Subject:
    """What a growth, a change or a multiple is about: its own subject, or that of the figure before."""
    at = view.until("UDCZ")
    if view.until("S") < len(view.pieces):
        return share(view)
    unit = figure.unit if rule.name == "change" else ""
    against = (to for to, piece in enumerate(view.pieces[:at]) if piece.kind == "x" and _SET_AGAINST.search(piece.text))
    if (to := next(against, None)) is not None:
        own = [*view.pieces[:to], Token("x", 0, 0, _SET_AGAINST.split(view.pieces[to].text)[0])]
    else:
        own = view.pieces[:at]
    if subject := naming.named(own, unit):
        return subject
    raw = naming.text_of(own, without="AG")
    if rule.measure == "multiple":
        raw = _IS.split(raw)[0]
    if _CUT.fullmatch(naming.clean(raw)):
        return view.last(unit)
    if len(naming.clean(raw)) >= 2 or (raw and view.subject(raw).id):
        return view.subject(raw)
    last = view.last(unit)
    return last.of if last.of and rule.measure == "growth" else last


def share(view: View, by_area: bool = False) -> Subject:
    """What a share is of: `<own subject>占<whole>比重`; in a list of areas, the indicator spoken of."""
    at = view.until("S")
    before, after = view.pieces[:at], view.pieces[at:]
    text = naming.clean(naming.text_of(before))
    if id := naming.lookup(text + naming.text_of(after, without="UDGEZ")) or naming.lookup(
        text + "占比" if text else ""
    ):
        return Subject(text + "占比", id, of=naming.named(before, "") or view.last())
    whole = naming.text_of(after, without="SUDEGZ").removeprefix("的").removesuffix("的")
    whole = whole if naming.lookup(whole) else naming.trim(whole)
    last = view.last()
    about = last.of or (last if view.whole or last.label in view.clause_text else None)
    if subject := naming.named(before, "") or sum_of(view, naming.text_of(before)):
        own = subject
    elif (several := _several(text, naming.text_of(before))) and (levels := [one for one in view.recent if not one.of]):
        return replace(naming.share_of(levels[0], whole), scope=several[1] or view.row)
    elif text and about and (part := naming.part_of(text, about, "")):
        own = part
    elif text and (same := elsewhere(view, text)):
        return same
    elif text:
        own = view.subject(text)
    elif view.clause_text:
        own = Subject(_SUPERLATIVE.sub("", view.clause_text))
    else:
        if last.of and not whole and not by_area:
            return last
        own = next((one for one in view.recent if one.id and not one.of), last) if by_area else last.of or last
    if not whole and after and after[0].text.startswith("比例") and not own.id:
        return Subject(f"{own.label}比例", "", own.scope, own)
    total = view.whole.name if view.whole and view.whole.name != own.name else ""
    return naming.share_of(own, "" if whole in total else whole, total)


def counts(unit: str) -> bool:
    """Whether a unit counts things or people."""
    return unit in units() and units()[unit].kind in ("count", "person")


def whole_of(view: View) -> str:
    """What the words say that a share is of (占全省的80%), "" when they say none."""
    return naming.trim(naming.text_of(view.pieces[view.until("S") :], without="SUDEGZ"))


def is_act(subject: Subject, figure: Figure) -> bool:
    """Whether a figure that the catalogue does not know counts what was done (开展活动41场次), or is no count."""
    acts = figure.unit[-1:] in "场次期批起" or bool(_ACT.match(subject.label))
    return not subject.id and (acts or not counts(figure.unit))


def status(text: str, start: int, at: int) -> str:
    """The status that the words of a sentence before a figure give it."""
    if not _UNSURE.search(text, start, at):
        return "A"
    before = text[start:at]
    return "E" if _ESTIMATED.search(before.rpartition("；")[2]) else "P" if _PROVISIONAL.search(before) else "A"


def _several(text: str, raw: str) -> re.Match | None:
    """Whether the words only say that several places are taken together (三市合计, 合计)."""
    return TOGETHER.fullmatch(text) if text or re.search("合计|总计|共计|^合|^共", raw) else None


def level(view: View, figure: Figure, index: int, said_in_clause: bool = False) -> Subject:
    """What a level is of: the name before it, else the noun after it, else what was spoken of before."""
    unit = figure.unit
    summed = derived.in_all(view.pieces, unit) if counts(unit) else None
    if subject := summed or derived.a_head(view.pieces, view.clause_text, unit):
        return subject
    start = view.tokens[index].start
    near = view.text[max(start - FAR_BACK, 0) : start]
    if "每" in near and (m := _FOR_EACH.search(near)):
        return Subject(naming.clip(m[0] + naming.text_of(noun_after(view, index), without="")))
    if (at := view.until("F")) < len(view.pieces) and naming.trim(naming.text_of(view.pieces[:at])):
        view.pieces = view.pieces[:at]
    if subject := naming.named(view.pieces, unit):
        acted = view.in_list and subject.is_stock and view.recent and derived.acted_on(view.recent[0])
        listed = view.in_list and bool(view.recent) and not STOCK.search(naming.text_of(view.pieces))
        subject = derived.newly_too(subject, view.recent[0], unit) if listed else subject
        return replace(subject, id="") if acted else subject
    raw = naming.text_of(view.pieces, without="ASE")
    scopes = [piece.text for piece in view.pieces if piece.kind == "M"]
    if scopes and naming.trim(raw) == "".join(scopes):
        among = view.subject(view.clause_text.replace("的", ""), unit) if view.clause_text else Subject("")
        whole = among if among.id else view.last(unit)
        if whole.id:
            return replace(whole, scope="".join(scopes))
    if not naming.trim(raw) and _SUPERLATIVE.search(view.clause_text):
        return view.subject(_SUPERLATIVE.sub("", view.clause_text), unit)
    if counts(unit) and (after := noun_after(view, index if naming.trim(raw) else _row_end(view, index))):
        return _around(raw, after, unit, view)
    became = None if naming.trim(raw) else _BECAME.match(view.text, view.tokens[index].end)
    if became and (subject := view.subject(became[1], unit)).id:
        return subject
    if (
        _DENSITY.match(raw.lstrip("，、"))
        and len(raw) <= 8
        and (subject := derived.density(view.recent, naming.trim(raw)))
    ):
        return subject
    text = naming.clean(raw)
    if text.endswith("等"):
        rest = _REST_OF_CLAUSE.match(view.text[view.tokens[index].end :])[0]
        return Subject(naming.clip(rest)) if len(rest) > SHORT_NOUN else replace(view.last(unit), id="")
    if subject := sum_of(view, raw):
        return subject
    if unit == "%" and (name := ratio(raw, view.last().name)):
        return Subject(name, naming.lookup(name))
    if unit == "%" and not text and (m := _OF_THEM.match(view.text, view.tokens[index].end)):
        return naming.share_of(Subject(m[1] or m[2]), "", view.whole.name if view.whole else "")
    if (
        (not text or _CUT.fullmatch(text))
        and _ALL.search(naming.text_of(view.pieces))
        and (whole := derived.not_only_new(view.last()))
    ):
        return whole
    found = view.subject(raw, unit) if raw else None
    if found and found.words and found.scope and any(piece.kind == "A" for piece in view.pieces):
        found = Subject(found.indicator.zh, found.id)  # 全省投入强度, after a group's
    if found and found.words and _SUMMED.match(naming.text_of(view.pieces)):
        found = Subject(f"合计{text}")
    if found and (found.id or len(text) >= 2):
        return replace(found, held=True) if not found.id and STOCK.search(raw) else found
    if view.clause_text and not view.recent:
        return Subject(view.clause_text)
    if said_in_clause and view.recent:
        return view.same(unit)
    last = view.last(unit)
    last = last.of if last.of and not last.id else last
    return last if not last.id or naming.fits(last.id, unit) else replace(last, id="")


def _around(raw: str, after: list[Token], unit: str, view: View) -> Subject:
    """A count of the noun after it: 支持|135家|市场主体."""
    held = bool(STOCK.search(raw))
    lead = naming.clean(_QUOTED.sub("", naming.trim(raw)))
    if subject := naming.named(after, unit):
        if not lead or held or lead in word_set("newly"):
            return naming.named([Token("x", 0, 0, lead), *after], unit) or subject
        return Subject(subject.label, scope=lead)
    noun = naming.text_of(after, without="").removeprefix("的")
    if (not lead or held) and len(noun) <= LONGEST_ELIDED and (subject := view.subject(noun, unit)).id:
        return subject
    if len(noun) <= SHORT_NOUN and not lead:
        noun += _REST_OF_CLAUSE.match(view.text[after[-1].end :])[0].rstrip()
    return Subject(naming.clip(lead + _OF_YEAR.sub("", _WON.sub("", noun))), held=held)


def speaks_of_all(text: str) -> bool:
    """Whether the words make a total of it (总数, 累计)."""
    return bool(_ALL.search(text))


def _row_end(view: View, index: int) -> int:
    """The last number of a row (分别有2项、3项和5项专利获奖): the noun of them all stands after it."""
    tokens, last = view.tokens, index
    for at in range(index + 1, len(tokens)):
        if tokens[at].kind == "N" and joined(view.text, tokens[last], tokens[at]):
            last = at
        elif tokens[at].kind != "、":
            break
    return last


def noun_after(view: View, index: int) -> list[Token]:
    """The noun right after a number (135家|市场主体), up to where the clause goes on."""
    at, pieces = view.tokens[index].end, []
    if _NO_NOUN.match(view.text, at):
        return []
    for token in view.tokens[index + 1 : index + 12]:
        if token.start > at:
            pieces.append(Token("x", at, token.start, view.text[at : token.start]))
        at = token.end
        if token.kind == "N" and not pieces:
            continue
        if token.kind == "N" and pieces[-1].kind == "I":
            return pieces[:-1] or pieces
        if token.kind not in "IoqM":
            return pieces if naming.trim(naming.text_of(pieces)) else []
        pieces.append(token)
    if pieces or view.tokens[-1].kind == ".":
        return pieces if naming.trim(naming.text_of(pieces)) else []
    tail = _REST_OF_CLAUSE.match(view.text[at:])[0]
    return [*pieces, Token("x", at, at + len(tail), tail)] if tail else pieces


def ranked(view: View, said_in_clause: bool) -> Subject:
    """What a place in an order is of."""
    own = [piece for piece in view.pieces[: view.until("R") or None] if piece.kind not in "ARE"]
    if subject := naming.named(own, ""):
        return subject
    text = naming.clean(naming.text_of(own))
    if _ITS_GROWTH.fullmatch(text) and (about := view.last().of or view.last()).label:
        return Subject(about.label + text, "", about.scope, about)
    if len(text) >= 2 and not said_in_clause and not _AMONG.fullmatch(text):
        return view.subject(text)
    last = view.last()
    return last.of if last.of and not last.id else last if last.label else Subject("排名")
