"""What a change is compared with: the words that say so, the change just spoken of, another place, the year before."""

import re
from itertools import pairwise

from ipstats.grammar import naming
from ipstats.grammar.dates import Time, read_time, resolve
from ipstats.grammar.figures import Figure
from ipstats.grammar.naming import Subject
from ipstats.grammar.rules import BASES, FROM, OBLIQUE, PERCENT, POINTS
from ipstats.model.periods import Period
from ipstats.reading import topics
from ipstats.reading.brackets import Brackets
from ipstats.reading.structure import Said
from ipstats.reading.timing import BEFORE_FIRST, base_period, comparison, since, uncompared, years_averaged
from ipstats.reading.whom import whole_area

_AGAINST = re.compile(
    r"(?:比|较|与|相对)(?!重)[^，。；]{1,14}(?:高|低|多|少|快|慢|领先|落后)|[高低快慢多少优好]于|领先|落后"
)


_SUMMED = re.compile("累计|历年|总计达")
_NEW = re.compile("新(?:增|认定|获|设|建|培育|入选|评定|登记|成立|备案|授权|注册|核准)")


class Comparing(Brackets):
    """Adds to the state of a sentence the periods of its figures, and what its changes are compared with."""

    def _is_summed(self, subject: Subject, figure: Figure, at: int) -> bool:
        """Whether a figure is of all so far.

        累计 holds for the clauses that go on with what was done (…授权3万件，注册8万件), until one says its own time.
        """
        if _SUMMED.search(self.view.text, self.clause_start, at):
            self.summed = True
            return True
        within_a_year = self.clause_time or (self.time and self.time.kind == "span")
        if within_a_year or figure.unit in POINTS | PERCENT or _NEW.search(self.view.text, self.clause_start, at):
            self.summed = False
        goes_on = self.summed and bool(naming.trim(naming.text_of(self.view.pieces)))
        return goes_on or bool(_SUMMED.search(subject.label))

    def _placed(
        self, subject: Subject, figure: Figure, rule: str, measure: str, summed: bool
    ) -> tuple[Time | None, Period | None, str]:
        """The time named for a figure, its period, and what it is compared with."""
        times, time = self.memory.times, self.clause_time or self.time
        course = self._course(subject) if rule in OBLIQUE else None
        if time and time is self.memory.lead and not subject.is_stock and topics.is_act(subject, figure):
            time = None
        changed = self._changed(subject, course) if rule in OBLIQUE and not self.clause_time else None
        period = (
            changed.period
            if changed
            else times.period(subject, time, summed and not (time and time.of_text), self.target or self.target_clause)
        )
        begins = rule in FROM or (measure in ("rank", "share") and any(piece.kind == "F" for piece in self.view.pieces))
        if begins and not self.clause_time:
            period = self._began(period)
        if rule == "stated-base" and period and self.compared:
            period = base_period(self.compared.text, period, times)
        compared, period = self._compared(rule, period, course)
        return time, period, compared

    def _began(self, period: Period | None) -> Period | None:
        """When a change began whose beginning names no time: where the years spoken of do, or the year before."""
        time, times = self.time, self.memory.times
        named = resolve(time, times.clock, times.year) if time and period else None
        if named and named.kind == "years":
            year = named.start.year - (time.kind in BEFORE_FIRST)
            return Period.year_end(year) if period.is_instant else Period.year(year)
        if period and self.compared:
            return base_period(self.compared.text, period, times)
        began = next((one.period for one in reversed(self.said) if one.rule in FROM), None)
        return began if began and period and began.is_instant == period.is_instant else None

    def _course(self, subject: Subject) -> tuple[Said, Said] | None:
        """Where the subject's change spoken of right before came from and went to (由1.2万件增至2万件，增长67%)."""
        levels = [one for one in self.said if one.rule not in OBLIQUE]
        courses = [(one, other) for one, other in pairwise(levels) if one.rule in FROM]
        told = (course for course in courses if course[1].subject.name == subject.name)
        return next(told, None) if self.pending else next((course for course in told if course[1] is levels[-1]), None)

    def _changed(self, subject: Subject, course: tuple[Said, Said] | None) -> Said | None:
        """The level, said before in the sentence, that a change of the subject is about."""
        levels = (one for one in reversed(self.said) if one.measure == "level" and one.rule not in BASES)
        return course[1] if course else next((one for one in levels if one.subject == subject), None)

    def _compared(
        self, rule: str, period: Period | None, course: tuple[Said, Said] | None
    ) -> tuple[str, Period | None]:
        """What a change is compared with, and its period: of a mean growth, the years it is over."""
        times, word = self.memory.times, self.compared
        if rule == "multiple":
            return self._multiplied(period), period
        if rule not in OBLIQUE or rule == "against-average" or self._is_against_others():
            return "", period
        began = course[0].period if course else None
        if word is None:
            if course and not self.clause_time:
                return (since(began, period) if began and period else ""), period
            return uncompared(self.clause_time or self.time, times), period
        if word.data != "annual_average":
            return comparison(word.text, word.data, period, times), period
        if began is None and self.said and self.said[-1].comparison.startswith("since:"):
            base = Period.parse(self.said[-1].comparison.removeprefix("since:"))
            began = Period.year(base.end.year + base.is_instant)
        course_years = Period.year(began.end.year, period.end.year) if began and period else None
        counted = read_time("近" + word.text.removesuffix("平均"))
        span = years_averaged(times, (counted, self.clause_time, self.time), course_years, period)
        return (f"annual_average:{span.time_period}", span) if span else ("annual_average", period)

    def _mean(self, unit: str) -> Subject | None:
        """What was spoken of, of another place whose mean the words set beside it (全国平均水平为11.8件)."""
        of = next((piece.text for piece in self.view.pieces if piece.kind == "Z" and piece.text[0] == "全"), "")
        last = self.view.last(unit)
        if not of or not last.id or not naming.fits(last.id, unit) or naming.named(self.view.pieces, unit):
            return None
        self.area_once = whole_area(of, self.own_area)
        return last

    def _multiplied(self, period: Period | None) -> str:
        """The earlier time that a multiple names what it is so many times of (是“十二五”时期的2.3倍、为上年的1.9倍)."""
        times, last = self.memory.times, self.said[-1] if self.said else None
        time = next((piece.data for piece in reversed(self.view.pieces) if piece.kind == "T"), None)
        if time is None:
            return last.comparison if last and (last.rule, last.clause) == ("multiple", self.clause) else ""
        base = resolve(time, times.clock, times.year)
        return since(base, period) if base and period and base.end < period.end else ""

    def _is_against_others(self) -> bool:
        """Whether a change is set against another place or subject, not another time (比全国高2.1个百分点)."""
        letters = [piece.kind for piece in self.view.pieces]
        if "Z" in letters:
            return True
        return "C" not in letters and bool(_AGAINST.search(naming.text_of(self.view.pieces, without="T")))
