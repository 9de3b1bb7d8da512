"""What a change is compared with: the words that say so, the change just spoken of, another place, the year before."""

import re

from ipstats.model.periods import Period
from ipstats.reading import naming
from ipstats.reading.brackets import Brackets
from ipstats.reading.dates import read_time, resolve
from ipstats.reading.naming import Subject
from ipstats.reading.rules import BASES, FROM, OBLIQUE
from ipstats.reading.structure import Said
from ipstats.reading.timing import BEFORE_FIRST, base_period, comparison, since, uncompared, years_averaged

_AGAINST = re.compile(
    r"(?:比|较|与|相对)(?!重)[^，。；]{1,14}(?:高|低|多|少|快|慢|领先|落后)|[高低快慢多少优好]于|领先|落后"
)


class Comparing(Brackets):
    """Adds to the state of a sentence what its changes are compared with."""

    def _began(self, period: Period | None) -> Period | None:
        """When a change began whose beginning names no time: where the years spoken of do, or the year before."""
        time, times = self.time, self.memory.times
        named = resolve(time, times.clock, times.year) if time and period else None
        if named and named.kind == "years":
            year = named.start.year - (time.kind in BEFORE_FIRST)
            return Period.year_end(year) if period.is_instant else Period.year(year)
        return base_period(self.compared.text, period, times) if period and self.compared else None

    def _course(self, subject: Subject) -> tuple[Said, Said] | None:
        """Where the subject's change spoken of right before came from and went to (由1.2万件增至2万件，增长67%)."""
        levels = [one for one in self.said if one.rule not in OBLIQUE][-2:]
        told = len(levels) == 2 and levels[0].rule in FROM and levels[1].subject.name == subject.name
        return (levels[0], levels[1]) if told else None

    def _changed(self, subject: Subject, course: tuple[Said, Said] | None) -> Said | None:
        """The level, said before in the sentence, that a change of the subject is about."""
        levels = (one for one in reversed(self.said) if one.measure == "level" and one.rule not in BASES)
        return course[1] if course else next((one for one in levels if one.subject == subject), None)

    def _compared(
        self, rule: str, period: Period | None, course: tuple[Said, Said] | None
    ) -> tuple[str, Period | None]:
        """What a change is compared with, and its period: of a mean growth, the years it is over."""
        times, word = self.memory.times, self.compared
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
            began = Period.parse(self.said[-1].comparison.removeprefix("since:"))
        course_years = Period.year(began.end.year, period.end.year) if began and period else None
        counted = read_time("近" + word.text.removesuffix("平均"))
        span = years_averaged(times, (counted, self.clause_time, self.time), course_years, period)
        return (f"annual_average:{span.time_period}", span) if span else ("annual_average", period)

    def _is_against_others(self) -> bool:
        """Whether a change is set against another place or subject, not another time (比全国高2.1个百分点)."""
        letters = [piece.kind for piece in self.view.pieces]
        if "Z" in letters:
            return True
        return "C" not in letters and bool(_AGAINST.search(naming.text_of(self.view.pieces, without="T")))
