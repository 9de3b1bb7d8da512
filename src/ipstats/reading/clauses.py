"""One sentence read from left to right: each figure with its rule, subject, time, place and what it is compared with."""

import re
from dataclasses import dataclass, replace

from ipstats.model.awards import editions
from ipstats.model.definitions import normalise
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period
from ipstats.model.units import units
from ipstats.reading import naming
from ipstats.reading.dates import Time
from ipstats.reading.figures import Figure
from ipstats.reading.lexicon import pattern, word_set, words
from ipstats.reading.naming import Subject
from ipstats.reading.rules import RULES, Rule, rule_for, sign, signed
from ipstats.reading.scan import Token
from ipstats.reading.timing import Times, comparison

_FILLER = re.compile(f"(?:{pattern('filler')})*")
_LIST_JOINT = re.compile(r"(?:、|和|与|及|以及)*")
_NOT_OWN = re.compile(f"{pattern('with_others')}$")
_INSTITUTION = re.compile(pattern("institution"))
_LEAVES_OUT = re.compile("不含|除外|不包括|含港澳台")
_DENSITY = re.compile("每?[百千]?万人")
_CUMULATIVE = re.compile("累计|历年|总计达")
_RANK = re.compile(rf"(领跑|(?:{pattern('rank_scope')}+(?:\([^)]*\))?)?)(.+)")
_SCOPE_WORDS = re.compile(pattern("rank_scope"))
_STREAK = re.compile(r"连续第?([0-9]+|[二两三四五六七八九十]+)个?(年)度?.*")
_OBLIQUE = frozenset(["growth", "growth-by-noun", "growth-bare", "against-average", "points", "points-of-share", "change", "growth-by-times"])
"""Rules of figures that speak about another figure."""


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
    comparison: str = ""
    part_of: str = ""
    rank_scope: str = ""
    is_target: bool = False
    clause: int = 0


@dataclass(slots=True)
class Memory:
    """What a sentence leaves to the next ones of its section."""

    times: Times
    recent: list[Subject]
    area: str = ""
    """The area that the paragraph is about, when not the document's own."""
    around: str = ""
    """The text just before, in the form names are compared in."""


class Sentence:
    """Reads the tokens of one sentence; `said` holds its figures in order."""

    def __init__(self, text: str, tokens: list[Token], start: int, memory: Memory, own_area: str, target: bool = False):
        self.text, self.tokens, self.memory, self.own_area = text, tokens, memory, own_area
        self.start = self.at = start
        self.said: list[Said] = []
        self.pieces: list[Token] = []
        self.stack: list[tuple[list[Token], str]] = []
        self.recent = list(memory.recent)
        self.area = ""
        self.time: Time | None = None
        self.compared: Token | None = None
        self.whole: Subject | None = None
        self.target, self.target_clause = target, False
        self.pending: list[Subject] = []
        self.clause = 0
        self.topic: Subject | None = None
        self.around = memory.around + normalise(text[start : tokens[-1].end if tokens else start])

    def read(self) -> list[Said]:
        """The figures of the sentence."""
        skip_to = -1
        for index, token in enumerate(self.tokens):
            if index <= skip_to:
                continue
            if token.start > self.at:
                self.pieces.append(Token("x", self.at, token.start, self.text[self.at : token.start]))
            self.at = token.end
            if token.kind == "(" and not self._opens_figures(index):
                skip_to = self._closing(index)
                self._bracket(index, skip_to)
            else:
                getattr(self, _HANDLERS.get(token.kind, "_keep"))(index, token)
        self._end_clause()
        return self.said

    def _keep(self, index: int, token: Token) -> None:
        self.pieces.append(token)

    def _comma(self, index: int, token: Token) -> None:
        self._end_clause()
        if token.kind == ";":
            self.whole, self.compared = None, None

    def _end_clause(self) -> None:
        """A clause without a figure may still name what the next ones are about."""
        if any(piece.kind == "I" for piece in self.pieces) and (subject := naming.named(self.pieces, "")):
            self._mention(subject)
            self.topic = subject
        if self.pieces and self.pieces[0].kind == "P":
            self._set_whole()
        self.pieces, self.pending, self.target_clause = [], [], False
        self.clause += 1

    def _mention(self, subject: Subject) -> None:
        self.recent = [subject, *(one for one in self.recent if one != subject)][:8]

    def _time(self, index: int, token: Token) -> None:
        self.pieces.append(token)
        time = token.data
        if time.kind == "day" and not any(piece.text.endswith(("至", "截至", "到")) for piece in self.pieces[-2:-1]):
            return
        self.time = time
        self.memory.times.note(time)
        year = self.memory.times.clock.this_year
        if time.year and year and time.year > year and time.kind in ("span", "instant"):
            self.target = True

    def _edition(self, index: int, token: Token) -> None:
        """第N届中国专利奖: the year it was given in, and what the counts after it are of."""
        number = int(parse_number(re.search("第(.+)届", token.text)[1]).value)
        edition = editions().get(number)
        if edition and edition.year:
            self.time = Time("span", year=edition.year, whole_year=True)
        self.topic = Subject("中国专利奖", "china_patent_award")
        self._mention(self.topic)
        self.pieces.append(token)

    def _area(self, index: int, token: Token) -> None:
        """An area is the figure's when it stands as the subject does: not beside a partner, not in an institution's name."""
        before = self.text[self.start : token.start]
        after = self.text[token.end : token.end + 8]
        inside = self.pieces and self.pieces[-1].kind in "SRCF"
        if inside or _INSTITUTION.match(after) or (not self.stack and _NOT_OWN.search(before[-3:])):
            self.pieces.append(token)
            return
        self.pieces.append(token)
        self.area = self.own_area if token.data == "own_area" else token.data
        if not self.said and not self.stack:
            self.memory.area = "" if token.data == "own_area" else self.area

    def _respectively(self, index: int, token: Token) -> None:
        """分别: the subjects listed before it, or the figures before it, wait for the numbers after it."""
        count = self._numbers_ahead(index)
        names = naming.items(self.pieces)
        if len(names) >= 2:
            self.pending = [self._subject_of(name) for name in names[-count:]]
        else:
            levels = [one.subject for one in self.said if one.measure == "level"]
            self.pending = levels[-count:] if not names or len(levels) >= count else []
        self.pieces = [piece for piece in self.pieces if piece.kind in "SCGT"] + [token]

    def _numbers_ahead(self, index: int) -> int:
        count = 0
        for token in self.tokens[index + 1 :]:
            if token.kind in ",;" or (token.kind == "(" and not count):
                break
            count += token.kind in "NKn"
        return max(count, 1)

    def _subject_of(self, name: str, unit: str = "") -> Subject:
        if id := naming.lookup(name, unit):
            inside = next((word for word in words("scope") if name.startswith(word)), "")
            return Subject(name, id, inside)
        if share := re.fullmatch(r"(.+?)(?:所占比重|所占比例|占比|比重)", name):
            base = self._subject_of(share[1])
            return replace(naming.share_of(base, ""), label=name)
        return naming.elided(name, unit, self.recent, self.around) or naming.completed(name, unit, self.recent)

    def _goal(self, index: int, token: Token) -> None:
        """A word of goals: of the figure right before it, or of those that follow."""
        last = self.said[-1] if self.said else None
        if last and last.clause == self.clause and token.text in word_set("target_after"):
            last.is_target = True
            return
        self.target_clause = True
        if token.text not in word_set("target_after") or self.text[token.end : token.end + 1] in ":：":
            self.target = True
        self.pieces.append(token)

    def _comparison(self, index: int, token: Token) -> None:
        self.compared = token
        self.pieces.append(token)

    def _part(self, index: int, token: Token) -> None:
        self._set_whole()
        self.pieces = []

    def _set_whole(self) -> None:
        level = next((one.subject for one in reversed(self.said) if one.measure == "level"), None)
        self.whole = level or (self.memory.recent[0] if self.memory.recent and not self.said else None)

    def _opens_figures(self, index: int) -> bool:
        close = self._closing(index)
        kinds = {token.kind for token in self.tokens[index + 1 : close]}
        return bool(kinds & set("NK")) or ("n" in kinds and bool(self.said or self.topic))

    def _closing(self, index: int) -> int:
        depth = 0
        for at in range(index, len(self.tokens)):
            depth += (self.tokens[at].kind == "(") - (self.tokens[at].kind == ")")
            if depth <= 0:
                return at
        return len(self.tokens) - 1

    def _bracket(self, index: int, close: int) -> None:
        """A bracket without figures is passed over; it may narrow the scope, or say a year."""
        inside = self.text[self.tokens[index].end : self.tokens[close].start]
        self.at = self.tokens[close].end
        if _LEAVES_OUT.search(inside):
            self.pieces.append(Token("M", self.tokens[index].start, self.at, f"（{inside}）", "bracket"))

    def _open(self, index: int, token: Token) -> None:
        self.stack.append((self.pieces, self.area))
        self.pieces = [piece for piece in self.pieces if piece.kind == "Z"]

    def _close(self, index: int, token: Token) -> None:
        if self.stack:
            self.pieces, self.area = self.stack.pop()

    def _number(self, index: int, token: Token) -> None:
        """A number without unit: a figure only in a bracketed list, in the unit of the figure before it, or after 达."""
        pass

    def _figure(self, index: int, token: Token) -> None:
        figure: Figure = token.data
        letters = self._letters()
        rule = rule_for(figure.unit, letters)
        if rule.name == "from" and not self._reaches(index):
            rule = rule_for(figure.unit, letters.replace("F", "x"))
        previous = self.said[-1] if self.said else None
        if previous and previous.clause == self.clause and not self._said_more(letters) and previous.figure.unit == figure.unit:
            rule = next((one for one in RULES if one.name == previous.rule), rule)
            letters = "D" if previous.value < 0 else "U"
        measure = "threshold" if figure.milestone and rule.measure in ("level", "share") else rule.measure
        for subject in self._subjects(rule, figure, index):
            if figure.unit == "年" and not (subject.indicator and subject.indicator.unit == "年"):
                continue
            self._say(token, rule.name, measure, subject, sign(letters) if rule.name in _OBLIQUE else 1)
        self.pieces = []

    def _said_more(self, letters: str) -> bool:
        """Whether anything but a list's comma stands between a figure and the one before it."""
        return bool(letters) or any(not _LIST_JOINT.fullmatch(piece.text) for piece in self.pieces)

    def _letters(self) -> str:
        """The letters of the words before a figure, without what says nothing."""
        return "".join(
            piece.kind for piece in self.pieces if piece.kind not in "x、o" or (piece.kind != "、" and not _FILLER.fullmatch(piece.text))
        )

    def _reaches(self, index: int) -> bool:
        """Whether the figure after this one is where the change came to."""
        for token in self.tokens[index + 1 :]:
            if token.kind in "EUD":
                return True
            if token.kind in "N,;":
                return False
        return False

    def _subjects(self, rule: Rule, figure: Figure, index: int) -> list[Subject]:
        if self.pending:
            return [self.pending.pop(0)]
        if rule.measure == "share":
            return [self._share(figure)]
        if rule.name in _OBLIQUE or rule.measure == "multiple":
            return [self._base(rule, figure)]
        if any(piece.kind == "L" for piece in self.pieces):
            at = next(at for at, piece in enumerate(self.pieces) if piece.kind == "L")
            names = naming.items(self.pieces[:at])
            if names:
                return [self._subject_of(name, figure.unit) for name in names]
            run = [one.subject for one in self.said if one.unit == figure.unit and one.measure == "level"]
            if run:
                return run
        return [self._level(figure, index)]

    def _base(self, rule: Rule, figure: Figure) -> Subject:
        """What a growth, a change or a multiple is about: its own subject, or that of the figure before."""
        at = next((at for at, piece in enumerate(self.pieces) if piece.kind in "UDCZ"), len(self.pieces))
        own = naming.content(self.pieces[:at])
        unit = figure.unit if rule.name == "change" else ""
        if any(piece.kind == "S" for piece in self.pieces[:at]):
            return self._share(figure)
        if subject := naming.named(own, unit):
            return self._scoped(subject, own)
        text = naming.clean("".join(piece.text for piece in own if piece.kind != "A"))
        if text and not (self.said and self.said[-1].clause == self.clause and len(text) < 2):
            return self._subject_of(text)
        return self._last(unit)

    def _last(self, unit: str = "") -> Subject:
        """The subject spoken of last."""
        if unit:
            for subject in self.recent:
                if subject.id and naming.fits(subject.id, unit):
                    return subject
        return self.recent[0] if self.recent else Subject("")

    def _share(self, figure: Figure) -> Subject:
        at = next((at for at, piece in enumerate(self.pieces) if piece.kind == "S"), len(self.pieces))
        own = naming.content(self.pieces[:at])
        after = [piece for piece in self.pieces[at + 1 :] if piece.kind in "xIoqMA"]
        whole = naming.trim("".join(piece.text for piece in after))
        text = "".join(piece.text for piece in own)
        if lookup := naming.lookup(naming.trim(text) + "".join(p.text for p in self.pieces[at:] if p.kind in "SxIoqMA")):
            return Subject(naming.trim(text) + "占比", lookup)
        base = naming.named(own, "") or (self._subject_of(naming.clean(text)) if naming.clean(text) else self._last())
        return naming.share_of(base, whole or ("" if not self.whole or base == self.whole else ""))

    def _level(self, figure: Figure, index: int) -> Subject:
        own = naming.content(self.pieces)
        unit = figure.unit
        if subject := naming.named(own, unit):
            return self._scoped(subject, own)
        text = naming.clean("".join(piece.text for piece in own if piece.kind != "A"))
        counts = unit in units() and units()[unit].kind in ("count", "person")
        after = self._noun_after(index) if counts else []
        if after:
            if subject := naming.named([*own, *after], unit):
                return subject
            return Subject(naming.around_noun(text, "".join(piece.text for piece in after)))
        if _DENSITY.search(text) and len(text) <= 6 and (subject := naming.density(self.recent, text)):
            return subject
        if len(text) >= 2:
            return self._subject_of(text, unit)
        if any(piece.kind == "Z" for piece in self.pieces) or not text:
            return self._carried(unit)
        return Subject(text)

    def _carried(self, unit: str) -> Subject:
        for subject in self.recent:
            if subject.id and naming.fits(subject.id, unit):
                return subject
        return self.recent[0] if self.recent else Subject("")

    def _scoped(self, subject: Subject, pieces: list[Token]) -> Subject:
        """The scope that a word or bracket right there says."""
        said = "".join(piece.text for piece in pieces if piece.kind == "M")
        return replace(subject, scope=said) if said and not subject.scope else subject

    def _noun_after(self, index: int) -> list[Token]:
        """The noun right after a number (135家|市场主体), up to where the clause goes on."""
        at, pieces = self.tokens[index].end, []
        for token in self.tokens[index + 1 :]:
            if token.start > at:
                pieces.append(Token("x", at, token.start, self.text[at : token.start]))
            at = token.end
            if token.kind == "V" and not pieces:
                pass
            elif token.kind == "N" and pieces and pieces[-1].kind == "I":
                return pieces[:-1] or pieces
            elif token.kind not in "IoqM":
                return pieces
            pieces.append(token)
        end = self.tokens[-1].end if self.tokens else at
        tail = re.match(r"[^，。；、,;()]*", self.text[at:])[0]
        return [*pieces, Token("x", at, at + len(tail), tail)] if tail and end <= at else pieces

    def _say(self, token: Token, rule: str, measure: str, subject: Subject, factor: int = 1) -> None:
        figure: Figure = token.data
        if not subject.label:
            return
        value, lower, upper, bound = signed(figure, factor)
        times = self.memory.times
        cumulative = bool(_CUMULATIVE.search(self.text[self.start : token.start]))
        period = times.period(subject, self.time, cumulative)
        if rule in ("stated-base",) and period:
            period = period.shifted(-1)
        compared = self._compared(rule, period)
        one = subject.indicator
        unit = figure.unit
        if measure in ("level", "change", "threshold") and one and "/" in one.unit and one.unit.split("/")[0] == unit:
            unit = one.unit
        average = any(piece.kind == "Z" for piece in self.pieces)
        self.said.append(Said(
            token.start + figure.first, token.start + figure.last, figure, rule, measure, subject,
            value, lower, upper, bound, unit, period,
            "000000" if average and self.stack else self.area or self.memory.area or self.own_area,
            compared, self.whole.name if self.whole and self.whole != subject else "",
            is_target=self.target or self.target_clause, clause=self.clause,
        ))  # fmt: skip
        if not (average and self.stack):
            self._mention(subject)

    def _compared(self, rule: str, period: Period | None) -> str:
        if rule in ("against-average", "multiple") or rule not in _OBLIQUE:
            return ""
        if any(piece.kind == "Z" for piece in self.pieces):
            return ""
        if self.compared is None:
            return "yoy"
        return comparison(self.compared.text, self.compared.data, period, self.memory.times)

    def _rank(self, index: int, token: Token) -> None:
        """A place in an order: 居全国第一, 排名第五, 从第10位升至第7位."""
        letters = self._letters()
        scope, order = _RANK.fullmatch(token.text).groups() if _RANK.fullmatch(token.text) else ("", token.text)
        follows = self.text[token.end : token.end + 1]
        placed = scope or any(letter in "REFY" for letter in letters)
        if not placed or (follows.isalpha() and follows not in "的和与及且并是为，"):
            self.pieces.append(token)
            return
        digits = re.search(r"[0-9一二三四五六七八九十百]+", order)
        place = float(parse_number(digits[0]).value) if digits and not order.startswith("首") else 1.0
        bound = "<=" if order.startswith("前") else "="
        figure = Figure(place, "位", bound, 1.0 if bound == "<=" else place, place, digits[0] if digits else order)
        for subject in self._ranked(letters):
            self._say(token._replace(data=replace(figure, last=len(token.text))), "rank", "rank", subject)
            self.said[-1:] and setattr(self.said[-1], "rank_scope", scope or self._rank_scope())
        self.pieces = []

    def _ranked(self, letters: str) -> list[Subject]:
        run = [one.subject for one in self.said if one.measure == "level" and (not self.whole or one.part_of)]
        if "L" in letters and run:
            return run
        own = [piece for piece in naming.content(self.pieces) if piece.kind != "A"]
        if subject := naming.named(own, ""):
            return [subject]
        text = naming.clean("".join(piece.text for piece in own))
        if len(text) >= 3 and not self._said_in_clause():
            return [self._subject_of(text)]
        return [self._last()]

    def _said_in_clause(self) -> bool:
        return bool(self.said) and self.said[-1].clause == self.clause

    def _rank_scope(self) -> str:
        """Among whom, when the words stand apart from the place (在副省级城市中排名第四)."""
        text = self.text[self.start : self.at]
        found = _SCOPE_WORDS.findall(text)
        return found[-1] if found else ""

    def _streak(self, index: int, token: Token) -> None:
        """连续N年: for how long a predicate has held."""
        m = _STREAK.fullmatch(token.text)
        if not m or not (self.recent or self.pieces):
            return
        number = parse_number(m[1])
        first, last = m.span(1)[0], m.end(2)
        figure = Figure(float(number.value), "年", "=", float(number.value), float(number.value), m[1], first, last)
        if m[2] != "年":
            return
        own = naming.named(naming.content(self.pieces), "") or self._last()
        predicate = re.match(r"[^，。；、,;()0-9]{0,12}", self.text[token.end :])[0]
        self._say(token._replace(data=figure), "streak", "level", Subject(f"{own.name}连续{naming.trim(predicate)}年数", scope="累计"))
        self.pieces.append(token)


_HANDLERS = {
    ",": "_comma", ";": "_comma", "T": "_time", "A": "_area", "N": "_figure", "n": "_number", "K": "_rank", "Y": "_streak",
    "C": "_comparison", "P": "_part", "Q": "_respectively", "G": "_goal", "e": "_edition", "(": "_open", ")": "_close",
}  # fmt: skip
