"""The frame of a sentence: its clauses, lists, brackets, times, areas and goals, as they come from left to right."""

import re
from decimal import Decimal
from typing import NamedTuple

from ipstats.grammar import naming
from ipstats.grammar.dates import Time
from ipstats.grammar.lexicon import pattern, word_set
from ipstats.grammar.naming import Subject
from ipstats.grammar.rules import FROM
from ipstats.grammar.scan import Token, closing_brackets
from ipstats.model.areas import NATION
from ipstats.model.awards import editions
from ipstats.model.numerals import parse_number
from ipstats.reading import derived, goals, respective, topics
from ipstats.reading.memory import Memory, Said, mentioned
from ipstats.reading.topics import View
from ipstats.reading.whom import whole_area, whole_place

FILLER = re.compile(f'(?:{pattern("before_name")}|{pattern("after_name")}|[“”"])*')
_NOT_OWN = re.compile(f"{pattern('with_others')}$")
_INSTITUTION = re.compile(pattern("institution"))
_AS_OF = ("至", "截至", "到", "截止")
ZONE = re.compile(f"{pattern('zone')}(?:方面)?$")
_TOGETHER = re.compile(r"[两二三四五六七八九十]个?[省市地区县州]|合计|合占|共占|总计|之和")
"""After the last of several places that one figure is of."""
_DEED = re.compile(f"{pattern('newly')}|{pattern('acting')}|建设|打造|创建|成为|成功")
_FRAME = re.compile("^(?:从|按照?|分).{1,14}(?:看|分|划分|统计)$")
"""从专利类型看: how what follows is divided, which is no subject."""
_SET_AGAINST = re.compile("(?:而|超过?了?|[高低多少]于|不及|接近)$")
"""Before the time of a figure that another is only set against (已超过去年全年的12亿元)."""
_AMONG = re.compile("在(?:全部)?([^，。；]{2,14})中[，,]?")
"""在新收案件中: whose parts follow."""
_FIRST_OF_ALL = re.compile("(?:首[个家批例创部单笔次座]|唯一|率先|领先|各地|性)")
"""After 全国, where it only praises (全国首个)."""
_NOT_WHOSE = re.compile(
    "(?<=中国)[—–-](?![—–])|[省市]?(?:专利|发明|科技|科学技术|质量|商标|版权|创新)[^获，。；、]{0,4}奖|的?(?:位次|排名|排位|名次)"
    "|[^，。；、,;0-9]{1,8}(?:、[^，。；、,;0-9]{1,10})*等(?:[0-9]|[一二两三四五六七八九十]+[个项家件])"
)
"""After a place in the name of a prize, a pair (中国—东盟), an order (在全国的位次), one of many (普洱咖啡等24个)."""
_WHICH = re.compile("的(?!目标|任务|发明|专利|商标)|普惠|小额|贷款")
"""After a figure that only says which things are meant."""
_SAME_PART = "同期"
"""After a year: its same months (去年同期为51件)."""
LONGEST_ZONE = 14
LONGEST_GAP = 120
"""Characters of plain text before a token that can still matter to its name."""
AROUND = 400


class Outside(NamedTuple):
    """What a sentence spoke of before a bracket, and goes on with after it."""

    pieces: list[Token]
    area: str
    time: Time | None
    before: Subject | None
    whole: Subject | None
    target: bool


class Structure:
    """The state of reading a sentence and what changes it, besides figures (see `clauses.Sentence`)."""

    def __init__(self, text: str, tokens: list[Token], start: int, memory: Memory, own_area: str, target: bool = False):
        self.memory, self.own_area, self.start, self.at = memory, own_area, start, start
        end = tokens[-1].end if tokens else start
        self.marks = [token.start for token in tokens if token.kind == ";"] + [end]
        self.view = View(text, tokens, recent=list(memory.recent))
        self._look_around()
        self.said: list[Said] = []
        self.stack: list[Outside] = []
        self.area, self.zone, self.area_clause, self.clause, self.clause_start = "", memory.zone, -1, 0, start
        self.time = memory.lead
        self.clause_time: Time | None = None
        self.compared: Token | None = None
        self.pending: list[tuple[Subject, str]] = []
        self.row: list[Token] = []
        self.orphans: list[tuple[Token, str, str, str]] = []
        self.area_once = self.of_what = ""
        self.list_unit: tuple[Decimal, str] | None = None
        self.bracket: Subject | None = None
        self.left: list[Token] = []
        self.group: list[Subject] = []
        self.years: list[Time] = []
        self.target, self.target_clause, self.summed = target, False, False
        self.closing = closing_brackets(tokens)

    def _comma(self, index: int, token: Token) -> None:
        self._end_clause()
        if token.kind == ";":
            self.view.whole = self.compared = None
            self.summed = False
            self._look_around()

    def _look_around(self) -> None:
        """The words that may complete a name: those before, and those up to the next semicolon."""
        to = next((mark for mark in self.marks if mark > self.at), self.at)
        self.view.nearby = self.memory.before + self.view.text[self.start : min(to, self.start + AROUND)]

    def _end_clause(self) -> None:
        """A clause without a figure may still name what the next ones are about."""
        view = self.view
        self._mention_named()
        self._adopt()
        self.left = view.pieces
        view.clause_text = "" if self._said_in_clause() else naming.clean(naming.text_of(view.pieces))
        if _FRAME.match(view.clause_text):
            view.clause_text = ""
        if (among := _AMONG.fullmatch(view.text, self.clause_start, self.at)) and (
            whole := next((one for one in view.recent if one.id and one.id == view.subject(among[1]).id), None)
        ):
            self._mention(whole)
        if (
            self.clause == 0
            and len(view.clause_text) <= LONGEST_ZONE
            and ZONE.search(view.clause_text)
            and not _DEED.match(view.clause_text)
        ):
            self.zone = self.memory.zone = view.clause_text
        if not self.stack:
            self.clause += 1
            self.clause_start = self.at
            self.clause_time, self.target_clause = None, False
            self.compared = None if self.compared and self.compared.data == "annual_average" else self.compared
        view.pieces, view.in_list, self.pending, self.years = [], False, [], []

    def _said_in_clause(self) -> bool:
        return bool(self.said) and self.said[-1].clause == self.clause

    def _mention(self, subject: Subject) -> None:
        self.view.recent = mentioned(subject, self.view.recent)

    def _mention_named(self) -> None:
        """Remember the indicator that the words name."""
        if "I" in [piece.kind for piece in self.view.pieces] and (named := naming.named(self.view.pieces, "")):
            self._mention(named)

    def _list_mark(self, index: int, token: Token) -> None:
        """、 after a figure goes on with a list; what stood between them belonged to the figure before."""
        view = self.view
        if self._said_in_clause() and not any(piece.kind == "I" for piece in view.pieces):
            view.pieces, view.in_list = [], True
        view.pieces.append(token)

    def _time(self, index: int, token: Token) -> None:
        """A time at the head of a clause holds for the sentence, one within it for that clause."""
        pieces, time = self.view.pieces, token.data
        if time.whole_year and self.view.text.startswith(_SAME_PART, token.end) and not self._is_base(index):
            before = self.said[-1].period if self.said else None
            self.clause_time = self.memory.times.same_part(time, before, self.time)
            self.at = token.end + len(_SAME_PART)
            pieces.append(token._replace(data=self.clause_time))
            return
        pieces.append(token)
        if (time.kind == "day" and not token.text.startswith(_AS_OF)) or self._is_base(index):
            return
        opening = not self.clause and not self.said and all(piece.kind not in "、F" for piece in pieces)
        against = bool(self.said) and _SET_AGAINST.search(self.view.text, self.start, token.start)
        if not against and (
            opening or all(piece.kind in "ATIMoCP(e" or FILLER.fullmatch(piece.text) for piece in pieces[:-1])
        ):
            self.time = time
            self.memory.times.note(time)
        self.clause_time = time
        year = self.memory.times.clock.this_year
        if year and time.year and time.year > year and time.last_year is None and token.text[0] != "截":
            self.target = True

    def _is_base(self, index: int) -> bool:
        """Whether a time is that of the figure a multiple compares with (是“十二五”时期的2.3倍)."""
        at = index + 1
        while self.view.tokens[at : at + 1] and self.view.tokens[at].kind == "T":
            at += 1
        if self.view.tokens[at : at + 1] and self.view.tokens[at].kind == "(":
            at = self.closing[at] + 1
        following = self.view.tokens[at : at + 1]
        return bool(following) and following[0].kind == "N" and following[0].data.unit == "倍"

    def _edition(self, index: int, token: Token) -> None:
        """第N届中国专利奖: the year it was given in, and what the counts after it are of."""
        edition = editions().get(int(parse_number(re.search("第(.+)届", token.text)[1]).value))
        if edition and edition.year:
            self.time = self.clause_time = Time("span", year=edition.year, whole_year=True)
            if self.memory.times.clock.year is None:
                self.memory.times.note(self.time)
        self._mention(Subject("中国专利奖", "china_patent_award"))

    def _area(self, index: int, token: Token) -> None:
        """An area is the figure's where it stands as the subject: not as a partner, nor in an institution's name."""
        view = self.view
        if token.text == "中国" and (inner := self._in_name(index)):
            token = inner
        if _NOT_WHOSE.match(view.text, token.end) or (
            token.data in (NATION, "own_area") and _FIRST_OF_ALL.match(view.text, token.end)
        ):
            view.pieces.append(token._replace(kind="x"))
            return
        before = view.text[max(self.start, token.start - 3) : token.start]
        head = not view.pieces or all(piece.kind in "TeoP" or FILLER.fullmatch(piece.text) for piece in view.pieces)
        meant = [piece for piece in view.pieces if piece.kind != "x" or not FILLER.fullmatch(piece.text)]
        stray = (meant and meant[-1].kind in "SRCFLUD") or _INSTITUTION.match(view.text, token.end)
        code, zone, self.at = whole_place(token, view.text)
        view.pieces.append(token._replace(data=code))
        self._list_place(view.pieces[-1])
        if len(respective.places_of(view.pieces)) > 1 and _TOGETHER.match(view.text, token.end):
            self.area, self.memory.area, self.zone = "", "", view.row
            return
        if (
            (stray and not zone)
            or (not self.stack and not head and view.pieces[-2].kind != "Q" and _NOT_OWN.search(before))
            or (before and before[-1:] in "与和同对向赴")
            or (zone and not head)
        ):
            return
        own = whole_area(token.text, self.own_area or self.memory.area) if code == "own_area" else code
        about = head and not self._is_listed(index) and not self.stack and self.view.whole is None
        if about and not any(other.kind == "I" for other in view.tokens[:index]):
            several = self.said and self.area not in ("", own)
            self.memory.area = "" if own == self.own_area or several else own
            self.memory.zone = ""
        self.area, self.area_clause, self.zone = own, self.clause, zone if head else ""
        if about and not self.said:
            self.memory.zone = zone

    def _in_name(self, index: int) -> Token | None:
        """The place in the name of a nation's institution there (中国（广东）知识产权保护中心)."""
        tokens = self.view.tokens[index : index + 4]
        if [token.kind for token in tokens] != ["A", "(", "A", ")"] or tokens[0].end != tokens[1].start:
            return None
        return tokens[2]._replace(start=tokens[0].start, end=tokens[3].end)

    def _list_place(self, place: Token) -> None:
        """Remember the places that the sentence lists in a row (青岛、济南、潍坊)."""
        if self.row and self.view.text[self.row[-1].end : place.start] not in respective.AND:
            self.row = []
        self.row.append(place)
        if len(places := respective.places_of(self.row)) > 1:
            self.memory.places = places
            self.view.row = self.view.text[self.row[0].start : place.end]

    def _is_listed(self, index: int) -> bool:
        """Whether an area only begins a list of places (北京（933家）、广东…; 苏州、南京…)."""
        following = self.view.tokens[index + 1 : index + 2]
        return bool(following) and following[0].kind in "(、"

    def _respectively(self, index: int, token: Token) -> None:
        """分别: the subjects listed before it, or the figures before it, wait for the numbers after it."""
        view, time = self.view, self.clause_time or self.time
        count = respective.numbers_ahead(view.tokens, index)
        own = respective.own_subject(view)
        if respective.bring_places(view.tokens, index):
            self.area = self.memory.area = ""
        elif time and time.last_year and count > 1 and time.last_year - time.year + 1 == count:
            self.years = [Time("span", year=year, whole_year=True) for year in range(time.year, time.last_year + 1)]
        elif count > 1 and (listed := self._times_listed(count)):
            self.years = listed
        else:
            self.pending = respective.waiting(view, index, self.left, self._levels(), self.memory.places)
        if any(place for _, place in self.pending):
            self.area = self.memory.area = ""
        for subject in [subject for subject, place in self.pending if not place] or ([own] if own else []):
            self._mention(subject)
        self.group = [subject for subject, place in self.pending if not place]
        self.of_what = topics.whole_of(view)
        view.pieces = [piece for piece in view.pieces if piece.kind in "SCGTUD"] + [token]

    def _times_listed(self, count: int) -> list[Time]:
        """As many times as numbers follow, listed in the clause or in the one before (2021年、2022年，…分别为)."""
        for pieces in (self.view.pieces, self.left):
            times = [piece.data for piece in pieces if piece.kind == "T"]
            if len(times) == count:
                return times
        return []

    def _levels(self) -> list[Subject]:
        """The subjects of the levels said, else of whatever was said."""
        levels = [one.subject for one in self.said if one.measure == "level" and one.rule not in FROM | {"streak"}]
        return levels or [one.subject for one in self.said]

    def _wait_for_levels(self, count: int) -> None:
        levels = self._levels()
        if len(levels) < count:
            return
        waiting = levels[-count:]
        if topics.speaks_of_all(naming.text_of(self.view.pieces)):
            waiting = [derived.not_only_new(subject) or subject for subject in waiting]
        self.pending = [(subject, "") for subject in waiting]

    def _goal(self, index: int, token: Token) -> None:
        """A word of goals: of the figure right before it, or of those that follow."""
        if goals.FULFILLED.match(self.view.text, token.end):
            self.view.pieces.append(token)
            return
        if self._said_in_clause() and token.text in word_set("target_after"):
            self.said[-1].is_target = True
            return
        self.target_clause = True
        if token.text not in word_set("target_after") or self.view.text[token.end : token.end + 1] in ":：":
            self.target = True
        self.view.pieces.append(token)

    def _comparison(self, index: int, token: Token) -> None:
        self.compared = token
        self.view.pieces.append(token)

    def _is_part_of_stock(self, subject: Subject, unit: str) -> bool:
        """Whether what the catalogue lacks is a part of a stock, counted as the whole is."""
        whole = self.view.whole
        fits = whole and (naming.fits(whole.id, unit) if whole.id else "有效" in whole.label)
        return bool(fits and not subject.id and whole.is_stock)

    def _lists_parts_before(self) -> bool:
        """Whether an earlier clause listed the parts (其中发明3件、外观设计5件，查处案件6件)."""
        clauses = [one.clause for one in self.said if one.part_of and one.measure == "level"]
        return any(clause < self.clause and clauses.count(clause) > 1 for clause in clauses)

    def _is_condition(self, token: Token) -> bool:
        """Whether the figure only says which things are spoken of (投入超过千亿元的省有6个)."""
        after = self.view.text[token.end : token.end + 3]
        return (
            token.data.bound in (">", ">=", "<=")
            and token.data.unit in ("元", "件", "人", "%")
            and bool(_WHICH.match(after))
        )

    def _part(self, index: int, token: Token) -> None:
        counted = (token for token in self.view.tokens[index + 1 :] if token.kind == "N")
        unit = next((token.data.unit for token in counted if not self._is_condition(token)), "")
        wholes = [
            (one.unit != unit, one.subject)
            for one in reversed(self.said)
            if one.measure == "level" and (one.unit == unit or _may_hold(one.subject, unit))
        ]
        if not self.said:
            wholes = [(not _may_hold(one, unit), one) for one in self.memory.recent if not one.of]
        following = self.view.text[token.end : token.end + 3].lstrip("，,")
        wholes.sort(key=lambda whole: (whole[0], not following.startswith(whole[1].label[:2])))
        self.view.whole, self.view.pieces = wholes[0][1] if wholes else None, []


def _may_hold(whole: Subject, unit: str) -> bool:
    """Whether what is counted in a unit can be a part of something; nothing is a part of a rate."""
    if unit in ("", "%"):
        return not whole.indicator or whole.indicator.unit != "%"
    return not whole.id or naming.fits(whole.id, unit)
