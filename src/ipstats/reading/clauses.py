"""One sentence read from left to right: each figure with its rule, subject, time, place and what it is compared with."""

import re
from dataclasses import dataclass, replace

from ipstats.model.areas import NATION
from ipstats.model.awards import editions
from ipstats.model.definitions import normalise
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period
from ipstats.reading import naming, ranks, topics
from ipstats.reading.dates import Time
from ipstats.reading.figures import Figure, rebound
from ipstats.reading.lexicon import pattern, word_set, words
from ipstats.reading.naming import Subject
from ipstats.reading.rules import OBLIQUE, RULES, Rule, rule_for, sign, signed
from ipstats.reading.scan import Token
from ipstats.reading.topics import View
from ipstats.reading.timing import Times, base_period, comparison

_FILLER = re.compile(f"(?:{pattern('before_name')}|{pattern('after_name')})*")
_NOT_OWN = re.compile(f"{pattern('with_others')}$")
_INSTITUTION = re.compile(pattern("institution"))
_LEAVES_OUT = re.compile("不含|除外|不包括|含港澳台")
_CUMULATIVE = re.compile("累计|历年|总计达")
_MARK = re.compile(pattern("mark"))
_GOAL_AHEAD = re.compile(r"(?:以上)?的?(?:[^，。；、,;]{0,6})目标")
_POINTING = tuple(words("pointing"))
_AS_OF = ("至", "截至", "到", "截止")


@dataclass(slots=True)
class Said:
    """One figure as the sentence says it; offsets are those of the flat text."""

    first: int
    last: int
    figure: Figure
    rule: str
    measure: str
    subject: Subject
    value: float
    lower: float
    upper: float
    bound: str
    unit: str
    period: Period | None
    area: str
    scope: str = ""
    comparison: str = ""
    part_of: str = ""
    rank_scope: str = ""
    is_target: bool = False
    clause: int = 0
    timed: bool = False
    """Whether its own sentence names the time."""


@dataclass(slots=True)
class Memory:
    """What a sentence leaves to the next ones of its section."""

    times: Times
    recent: list[Subject]
    area: str = ""
    """The area that the paragraph is about, when not the document's own."""
    zone: str = ""
    """A zone the paragraph is about (中关村示范区): a scope, not an area of its own."""
    around: str = ""

    def next_paragraph(self) -> None:
        self.times.next_paragraph()
        self.area = self.zone = ""


class Sentence:
    """Reads the tokens of one sentence; `read` returns its figures in order."""

    def __init__(self, text: str, tokens: list[Token], start: int, memory: Memory, own_area: str, target: bool = False):
        self.memory, self.own_area, self.start, self.at = memory, own_area, start, start
        around = memory.around + normalise(text[start : tokens[-1].end if tokens else start])
        self.view = View(text, tokens, recent=list(memory.recent), around=around)
        self.said: list[Said] = []
        self.stack: list[tuple[list[Token], str]] = []
        self.area, self.clause, self.clause_start = "", 0, start
        self.time: Time | None = None
        self.clause_time: Time | None = None
        self.compared: Token | None = None
        self.whole: Subject | None = None
        self.pending: list[tuple[Subject, str]] = []
        self.orphans: list[tuple[Token, str, str, str]] = []
        self.area_once = ""
        self.bracket: Subject | None = None
        self.left: list[Token] = []
        self.group: list[Subject] = []
        self.target, self.target_clause = target, False

    def read(self) -> list[Said]:
        """The figures of the sentence."""
        view, skip_to = self.view, -1
        for index, token in enumerate(view.tokens):
            if index <= skip_to:
                continue
            if token.start > self.at:
                view.pieces.append(Token("x", self.at, token.start, view.text[self.at : token.start]))
            self.at = token.end
            if token.kind == "(" and not self._opens_figures(index):
                skip_to = self._closing(index)
                self._bracket(index, skip_to)
            elif handler := _HANDLERS.get(token.kind):
                handler(self, index, token)
            else:
                view.pieces.append(token)
        self._end_clause()
        return sorted(self.said, key=lambda one: one.first)

    def _comma(self, index: int, token: Token) -> None:
        self._end_clause()
        if token.kind == ";":
            self.whole, self.compared = None, None

    def _end_clause(self) -> None:
        """A clause without a figure may still name what the next ones are about."""
        view = self.view
        if subject := naming.named(view.pieces, ""):
            self._mention(subject)
        self._adopt()
        self.left = view.pieces
        view.clause_text = "" if self._said_in_clause() else naming.clean(naming.text_of(view.pieces))
        if not self.stack:
            self.clause += 1
            self.clause_start = self.at
            self.clause_time, self.target_clause = None, False
        view.pieces, view.in_list, self.pending = [], False, []

    def _adopt(self) -> None:
        """Figures in brackets that stood before their subject was named (杭州（143件）、南京（125件）每万人…拥有量)."""
        orphans, self.orphans = self.orphans, []
        if orphans and (self._said_in_clause() or self.view.recent):
            subject = self.view.last()
            for token, rule, measure, self.area_once in orphans:
                self._say(token, rule, measure, subject)
        self.area_once = ""

    def _said_in_clause(self) -> bool:
        return bool(self.said) and self.said[-1].clause == self.clause

    def _mention(self, subject: Subject) -> None:
        self.view.recent = [subject, *(one for one in self.view.recent if one != subject)][:8]

    def _list_mark(self, index: int, token: Token) -> None:
        """、 after a figure goes on with a list; what stood between them belonged to the figure before."""
        view = self.view
        if self._said_in_clause() and not any(piece.kind == "I" for piece in view.pieces):
            view.pieces, view.in_list = [], True
        view.pieces.append(token)

    def _time(self, index: int, token: Token) -> None:
        """A time at the head of a clause holds for the sentence, one within it for that clause."""
        pieces, time = self.view.pieces, token.data
        pieces.append(token)
        if (time.kind == "day" and not token.text.startswith(_AS_OF)) or self._is_base(index):
            return
        if all(piece.kind in "ATIMoCP(e" or _FILLER.fullmatch(piece.text) for piece in pieces[:-1]):
            self.time = time
            self.memory.times.note(time)
        self.clause_time = time
        year = self.memory.times.clock.this_year
        if year and time.year and time.year > year and time.last_year is None:
            self.target = True

    def _is_base(self, index: int) -> bool:
        """Whether a time is that of the figure a multiple compares with (是“十二五”时期的2.3倍)."""
        following = self.view.tokens[index + 1 : index + 2]
        return bool(following) and following[0].kind == "N" and following[0].data.unit == "倍"

    def _edition(self, index: int, token: Token) -> None:
        """第N届中国专利奖: the year it was given in, and what the counts after it are of."""
        edition = editions().get(int(parse_number(re.search("第(.+)届", token.text)[1]).value))
        if edition and edition.year:
            self.time = self.clause_time = Time("span", year=edition.year, whole_year=True)
        self._mention(Subject("中国专利奖", "china_patent_award"))

    def _area(self, index: int, token: Token) -> None:
        """An area is the figure's where it stands as the subject does: not beside a partner, nor in an institution's name."""
        view = self.view
        before = view.text[max(self.start, token.start - 3) : token.start]
        head = not view.pieces or all(piece.kind in "TeoP" or _FILLER.fullmatch(piece.text) for piece in view.pieces)
        stray = (view.pieces and view.pieces[-1].kind in "SRCFL") or _INSTITUTION.match(view.text, token.end)
        view.pieces.append(token)
        if stray or (not self.stack and not head and _NOT_OWN.search(before)) or (before and before[-1:] in "与和同对向赴"):
            return
        if token.data != "own_area" and token.data[0] == "Z":
            self.memory.zone = token.text if head else self.memory.zone
            return
        self.area = self.own_area if token.data == "own_area" else token.data
        if head and not self.said and not self.stack:
            self.memory.area = "" if self.area == self.own_area else self.area
            self.memory.zone = ""

    def _respectively(self, index: int, token: Token) -> None:
        """分别: the subjects listed before it, or the figures before it, wait for the numbers after it."""
        view = self.view
        count = self._numbers_ahead(index)
        places = [piece for piece in view.pieces if piece.kind == "A" and piece.data != "own_area"]
        if len(places) == count > 1:
            after = view.pieces[view.pieces.index(places[-1]) + 1 :]
            subject = naming.named(after, "") or view.subject(naming.clean(naming.text_of(after)))
            self.pending = [(subject, place.data) for place in places]
            self.area = self.memory.area = ""
        elif len(names := naming.items(view.pieces)) >= 2:
            self.pending = [(view.subject(name), "") for name in names[-count:]]
            for subject, _ in self.pending:
                self._mention(subject)
        else:
            self._wait_for_levels(count)
        if not self.pending and len(names := naming.items(self.left)) == count:
            self.pending = [(view.subject(name), "") for name in names]
        self.group = [subject for subject, place in self.pending if not place]
        view.pieces = [piece for piece in view.pieces if piece.kind in "SCGTUD"] + [token]

    def _wait_for_levels(self, count: int) -> None:
        levels = [one.subject for one in self.said if one.measure == "level" and one.rule != "streak"]
        if len(levels) < count:
            return
        waiting = levels[-count:]
        if topics.speaks_of_all(naming.text_of(self.view.pieces)):
            waiting = [naming.not_only_new(subject) or subject for subject in waiting]
        self.pending = [(subject, "") for subject in waiting]

    def _numbers_ahead(self, index: int) -> int:
        count = 0
        for token in self.view.tokens[index + 1 :]:
            if token.kind in ",;":
                break
            count += token.kind in "NK"
        return max(count, 1)

    def _goal(self, index: int, token: Token) -> None:
        """A word of goals: of the figure right before it, or of those that follow."""
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

    def _part(self, index: int, token: Token) -> None:
        level = next((one.subject for one in reversed(self.said) if one.measure == "level"), None)
        self.whole = level or (None if self.said else next(iter(self.memory.recent), None))
        self.view.pieces = []

    def _opens_figures(self, index: int) -> bool:
        inside = {token.kind for token in self.view.tokens[index + 1 : self._closing(index)]}
        return bool(inside & set("NK")) or ("n" in inside and bool(self.view.recent))

    def _closing(self, index: int) -> int:
        depth = 0
        for at in range(index, len(self.view.tokens)):
            depth += (self.view.tokens[at].kind == "(") - (self.view.tokens[at].kind == ")")
            if depth <= 0:
                return at
        return len(self.view.tokens) - 1

    def _bracket(self, index: int, close: int) -> None:
        """A bracket without figures is passed over; it may narrow the scope, or say a year."""
        tokens = self.view.tokens
        inside = self.view.text[tokens[index].end : tokens[close].start]
        self.at = tokens[close].end
        if _LEAVES_OUT.search(inside):
            self.view.pieces.append(Token("M", tokens[index].start, self.at, f"（{inside}）", "bracket"))
        if len(tokens[index + 1 : close]) == 1 and tokens[index + 1].kind == "T":
            self._time(index + 1, tokens[index + 1])

    def _open(self, index: int, token: Token) -> None:
        """A bracket with figures: of the area it stands behind, of a part, or of another place's mean."""
        pieces = self.view.pieces
        self.stack.append((pieces, self.area))
        owner = pieces[-1] if pieces else None
        self.view.pieces = []
        self.bracket = self._named_after(index) if owner and self.view.tokens[index + 1].kind == "N" else None
        if owner and owner.kind == "A" and owner.data != "own_area":
            self.area = owner.data
        elif owner and owner.kind == "Z":
            self.area = NATION if owner.text.startswith("全国") else self.area

    def _named_after(self, index: int) -> Subject | None:
        """What a list of figures in brackets is of, when that stands behind it (杭州（143件）、南京（125件）每万人…拥有量)."""
        pieces = []
        for token in self.view.tokens[self._closing(index) + 1 :]:
            if token.kind in ",;N" and not self._within_bracket(token):
                break
            pieces.append(token)
        return naming.named(pieces, "")

    def _within_bracket(self, token: Token) -> bool:
        before = self.view.text[: token.start]
        return before.count("(") > before.count(")")

    def _close(self, index: int, token: Token) -> None:
        self.bracket = None
        if self.stack:
            self.view.pieces, self.area = self.stack.pop()

    def _number(self, index: int, token: Token) -> None:
        """A number without unit is a figure in a bracket behind an area: of the indicator, and in the unit, spoken of."""
        subject = self.view.last()
        if not (self.stack and self.area and subject.indicator):
            self.view.pieces.append(token)
            return
        unit = subject.indicator.unit
        self._say(token._replace(data=replace(token.data, unit=unit)), "level", "level", subject)
        self.view.pieces = []

    def _figure(self, index: int, token: Token) -> None:
        figure, letters = token.data, self._letters()
        if not figure.unit:
            token, figure = self._mark(token)
        rule = rule_for(figure.unit, letters)
        if rule.name == "from" and not self._reaches(index):
            rule = rule_for(figure.unit, letters.replace("F", "x"))
        if self._goes_on(figure, letters):
            previous = self.said[-1]
            rule = next(one for one in RULES if one.name == previous.rule)
            letters = "D" if previous.value < 0 else "U"
        found = self._subjects(rule, figure, index, letters)
        if rule.measure == "level" and found != self.group[:1]:
            self.group = []
        if other := naming.named(self.view.pieces, ""):
            self._mention(other)
        measure = rule.measure
        if measure == "level" and figure.unit == "%" and found and _is_share(found[0]):
            measure = "share"
        if measure in ("level", "share") and (figure.milestone or _MARK.match(self.view.text, token.end) or self._is_condition(token)):
            measure = "threshold"
        if not found:
            self.view.pieces.append(token._replace(kind="x"))
            return
        for subject in found:
            self._say(token, rule.name, measure, subject, sign(letters) if rule.name in OBLIQUE else 1)
        self.area_once = ""
        if rule.name == "from":
            self.clause_time = None
        if not self._is_condition(token):
            self.view.pieces = []
        else:
            self.view.pieces.append(token._replace(kind="x"))

    def _mark(self, token: Token) -> tuple[Token, Figure]:
        """A mark without unit (突破百亿大关) is in the unit of what passed it."""
        subject = naming.named(self.view.pieces, "") or self.view.last()
        unit = subject.indicator.unit.split("/")[0] if subject.indicator else ""
        figure = replace(token.data, unit=unit)
        return token._replace(data=figure), figure

    def _goes_on(self, figure: Figure, letters: str) -> bool:
        """Whether the figure goes on with a list of the one before it (分别增长3%和5%)."""
        if letters or not self._said_in_clause() or self.said[-1].rule == "rank":
            return False
        joined = all(_FILLER.fullmatch(piece.text) for piece in self.view.pieces)
        return joined and self.said[-1].figure.unit == figure.unit and self.said[-1].rule in OBLIQUE | {"share"}

    def _is_condition(self, token: Token) -> bool:
        """Whether the figure says of which things something is told (投入超过千亿元的省有6个), not how many there are."""
        after = self.view.text[token.end : token.end + 3]
        return token.data.bound in (">", ">=", "<=") and token.data.unit in ("元", "件", "人", "%") and bool(
            re.match("的(?!目标|任务|发明|专利|商标)", after)
        )

    def _letters(self) -> str:
        """The letters of the words before a figure, without what says nothing."""
        return "".join(
            piece.kind for piece in self.view.pieces if piece.kind not in "x、o" or not _FILLER.fullmatch(piece.text)
        ).replace("、", "")

    def _reaches(self, index: int) -> bool:
        """Whether the next words say where a change came to."""
        for token in self.view.tokens[index + 1 :]:
            if token.kind in "EUD":
                return True
            if token.kind in "N,;":
                return False
        return False

    def _subjects(self, rule: Rule, figure: Figure, index: int, letters: str) -> list[Subject]:
        view = self.view
        if self.bracket and not view.pieces and naming.fits(self.bracket.id, figure.unit):
            return [self.bracket]
        if self.pending:
            subject, self.area_once = self.pending.pop(0)
            return [naming.share_of(subject, "") if rule.measure == "share" and not _is_share(subject) else subject]
        if figure.unit == "年":
            return [one for one in (naming.named(view.pieces, "年"),) if one]
        if view.pieces and view.pieces[-1].text.endswith(_POINTING):
            return []
        if rule.measure == "share":
            return [topics.share(view, self.whole, bool(self.stack and self.area))]
        if rule.name in OBLIQUE or rule.measure == "multiple":
            if "L" in letters and not naming.trim(naming.text_of(view.pieces, without="AUDEL")):
                return self._run() or [view.last()]
            return [topics.base(view, rule, figure)]
        if _GOAL_AHEAD.match(view.text, self.at) and (subject := topics.goal(view, figure)):
            return [subject]
        if "L" in letters:
            at = view.until("L")
            names = naming.items(view.pieces[:at])
            if names:
                return [view.subject(name, figure.unit) for name in names]
        return [topics.level(view, figure, index, self._said_in_clause())]

    def _run(self) -> list[Subject]:
        """The subjects that 均 speaks of: the parts listed, else all levels of the sentence so far."""
        levels = [one for one in self.said if one.measure == "level" and one.rule != "streak"]
        parts = [one.subject for one in levels if one.part_of]
        return parts if self.whole and parts else [one.subject for one in levels]

    def _rank(self, index: int, token: Token) -> None:
        """A place in an order: 居全国第一, 排名第五, 从第10位升至第7位."""
        view, letters = self.view, self._letters()
        if more := self._ranks_ahead(index):
            self._wait_for_levels(more + 1)
        if self.pending and not letters:
            letters = "R"
        place = ranks.read_rank(token, view.text, self.start, letters)
        if place is None:
            view.pieces.append(token)
            return
        figure, scope = place
        found = [self.pending.pop(0)[0]] if self.pending else self._run() if "L" in letters else self.group if not naming.trim(naming.text_of(view.pieces, "AR")) else []
        for subject in found or [topics.ranked(view, self._said_in_clause())]:
            if self._say(token._replace(data=figure), "rank", "rank", subject):
                self.said[-1].rank_scope = scope
        view.pieces = []

    def _ranks_ahead(self, index: int) -> int:
        """How many bare places a list goes on with (居全国第4位和第5位)."""
        count = 0
        for token in self.view.tokens[index + 1 :]:
            if token.kind == "K" and token.text[0] == "第":
                count += 1
            elif token.kind != "、":
                break
        return count

    def _streak(self, index: int, token: Token) -> None:
        """连续N年: for how long a predicate has held."""
        figure = ranks.read_streak(token)
        own = naming.named(self.view.pieces, "") or self.view.last()
        if figure and own.label:
            predicate = ranks.predicate(self.view.text, token.end)
            subject = Subject(f"{own.name}连续{predicate}年数", held=True)
            self._say(token._replace(data=figure), "streak", "level", subject)
        self.view.pieces.append(token)

    def _say(self, token: Token, rule: str, measure: str, subject: Subject, factor: int = 1) -> bool:
        area = self.area_once or self.area or self.memory.area or self.own_area
        if not subject.label:
            if self.stack:
                self.orphans.append((token, rule, measure, area))
            return False
        view, times = self.view, self.memory.times
        figure = rebound(token.data, naming.text_of(view.pieces, without=""))
        value, lower, upper, bound = signed(figure, factor)
        time = self.clause_time or self.time
        cumulative = not (time and time.of_text) and bool(
            _CUMULATIVE.search(view.text, self.clause_start, token.start) or _CUMULATIVE.search(subject.label)
        )
        period = times.period(subject, time, cumulative)
        if rule == "stated-base" and period and self.compared:
            period = base_period(self.compared.text, period, times)
        one, unit = subject.indicator, figure.unit
        if measure in ("level", "change", "threshold") and one and "/" in one.unit and one.unit.split("/")[0] == unit:
            unit = one.unit
        scope = "".join(dict.fromkeys((self.memory.zone, subject.scope)))
        whole = self.whole.name if self.whole and self.whole != subject and rule != "rank" else ""
        self.said.append(Said(
            token.start + figure.first, token.start + figure.last, figure, rule, measure, subject, value, lower, upper,
            bound, unit, period, area, scope, self._compared(rule, period), whole,
            is_target=self.target or self.target_clause, clause=self.clause, timed=time is not None,
        ))  # fmt: skip
        if subject.of:
            self._mention(subject.of)
        if rule != "streak" and not (self.stack and self.area == NATION != self.own_area):
            self._mention(subject)
        return True

    def _compared(self, rule: str, period: Period | None) -> str:
        if rule not in OBLIQUE or rule == "against-average" or any(piece.kind == "Z" for piece in self.view.pieces):
            return ""
        if self.compared is None:
            return "yoy"
        return comparison(self.compared.text, self.compared.data, period, self.memory.times)


def _is_share(subject: Subject) -> bool:
    return subject.name.endswith(("占比", "比重", "份额")) or subject.label.endswith(("占比", "比重", "份额"))


_HANDLERS = {
    ",": Sentence._comma, ";": Sentence._comma, "、": Sentence._list_mark, "T": Sentence._time, "A": Sentence._area,
    "N": Sentence._figure, "n": Sentence._number, "K": Sentence._rank, "Y": Sentence._streak, "C": Sentence._comparison,
    "P": Sentence._part, "Q": Sentence._respectively, "G": Sentence._goal, "e": Sentence._edition, "(": Sentence._open,
    ")": Sentence._close,
}  # fmt: skip
