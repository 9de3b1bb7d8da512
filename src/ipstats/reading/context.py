"""What is known around a sentence, as frozen values: document, heading, paragraph, and the mentions before."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ipstats.grammar.dates import Clock, Time
from ipstats.grammar.names import Subject
from ipstats.model.periods import Period
from ipstats.reading.award_names import Award
from ipstats.reading.clause_tree import Mention
from ipstats.reading.evidence import Evidence, How

if TYPE_CHECKING:
    from ipstats.reading.resolved import Resolved


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What holds for a whole document.

    `area` is a code ("" when unknown) with its name; `area_how` and `period_how` say where they were found; `doubt`
    why the period is doubtful. `is_compilation` tells dated items; `patents_only` a text that is about patents alone.
    """

    area: str = ""
    area_name: str = ""
    area_how: How = How.DOCUMENT
    published: date | None = None
    title: str = ""
    period: Period | None = None
    period_how: How = How.ASSUMED
    doubt: str = ""
    patents_only: bool = False
    is_compilation: bool = False
    now: int | None = None
    """The year that 今年 means where the text itself tells."""
    body: str = ""
    """What the title is about and is less than the area: a kind of zone, a court; "" where it names none."""
    latest: date | None = None
    """The end of the month that the text gives itself, where it names no day."""

    @property
    def title_period(self) -> Period | None:
        """The period, where the title names it."""
        return self.period if self.period_how is How.TITLE else None

    @property
    def last_day(self) -> date | None:
        """The end of the year after the one that the title is about: what was published is hardly of a later time."""
        return date(self.title_period.end.year + 1, 12, 31) if self.title_period else None

    @property
    def period_is_assumed(self) -> bool:
        """Whether neither title nor text tells the period."""
        return self.period_how is How.ASSUMED


@dataclass(frozen=True, slots=True)
class Heading:
    """What the headings above say: periods they offer, whether goals are spoken of, the day of a dated item, a place, a
    kind of zone or industry, the day on which the section was published."""

    path: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    is_goal: bool = False
    written: date | None = None
    area: str = ""
    scope: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A time that holds for what follows, and where it was said."""

    period: Period
    evidence: Evidence
    time: Time | None = None


_NO_AWARD = Award()


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence can refer to. `after` and `next_paragraph` give the next context; nothing is changed in place."""

    document: DocumentContext
    heading: Heading = Heading()
    cue: Topic | None = None
    """五年来, 过去一年: the time that a paragraph's or sentence's beginning sets until another one or a heading."""
    carried: Topic | None = None
    """The time that the sentences before were about."""
    one_year: bool = False
    """Whether, since a cue of several years, a sentence was about one of them."""
    is_goal: bool = False
    earlier: "tuple[Resolved, ...]" = ()
    whole: Subject | None = None
    whole_row: "Resolved | None" = None
    lead_area: str = ""
    """The code of the place that the paragraph's sentences were about."""
    body: str = ""
    """The company, zone or group of places that the paragraph's last figures were of."""
    award: Award = _NO_AWARD
    """The award that was last named in the section."""
    counted: tuple[tuple[str, Subject], ...] = ()
    """(unit, what the section last counted in it as a whole), for lists of members in sentences of their own."""

    spoken: tuple[Subject, ...] = ()
    """The indicators that the sentence before names without a number."""

    def next_paragraph(self) -> "Context":
        """The context at the beginning of a paragraph; a cue of one before is of the section."""
        of_section = self.cue.evidence._replace(how=How.HEADING, start=-1, end=-1) if self.cue else None
        cue = replace(self.cue, evidence=of_section) if self.cue and of_section else None
        return replace(
            self, carried=None, earlier=(), whole=None, whole_row=None, is_goal=False, lead_area="", body="",
            spoken=(), cue=cue,
        )  # fmt: skip

    def under(self, heading: Heading) -> "Context":
        """The context under a heading path; a cue ends with its section."""
        if heading == self.heading:
            return self
        same = heading.path[:1] == self.heading.path[:1] and heading.periods == self.heading.periods
        award = (self.award if same else _NO_AWARD).then("".join(heading.path))
        return replace(self, heading=heading, cue=self.cue if same else None, award=award, counted=())

    @property
    def last(self) -> "Resolved | None":
        """The figure before in the paragraph, None at its beginning."""
        return self.earlier[-1] if self.earlier else None

    def figure_of(self, mention: Mention | None) -> "Resolved | None":
        """The last figure that a mention before came to, None for no mention."""
        if mention is None:
            return None
        return next((one for one in reversed(self.earlier) if one.mention.token is mention.token), None)

    @property
    def written(self) -> date | None:
        """The day of writing: a dated item's own, else the document's."""
        return self.heading.written or self.document.published

    @property
    def period(self) -> Period | None:
        """The period spoken of unless a sentence says otherwise."""
        if self.cue:
            return self.cue.period
        return self.heading.periods[0] if self.heading.periods else self.document.period

    @property
    def period_is_assumed(self) -> bool:
        """Whether that is the document's, which nothing tells."""
        return self.document.period_is_assumed and self.period is self.document.period

    @property
    def year(self) -> int | None:
        return self.period.end.year if self.period else None

    @property
    def spoken_year(self) -> int | None:
        """The year last spoken of in the paragraph, else the context's; behind years of a section that of the title."""
        if self.carried is not None:
            return self.carried.period.end.year
        title = self.document.title_period
        of_years = self.cue is not None and self.cue.period.kind == "years"
        return title.end.year if of_years and title is not None and title.kind == "year" else self.year

    def clock(self) -> Clock:
        """What a time expression is resolved against."""
        document = self.document
        assumed = self.period_is_assumed
        if self.heading.day is not None:
            year, now = self.year, self.heading.day.year
            return Clock(year, self.written, now, latest=document.latest, is_assumed=assumed)
        year = None if self.heading.written else self.year
        return Clock(year, self.written, self._now(), latest=document.latest, is_assumed=assumed)

    def _now(self) -> int | None:
        """The year that 今年 means."""
        document = self.document
        now = self.written.year if self.written else document.now
        headed = self.heading.periods[0].end.year if self.heading.periods else None
        if headed and now and headed < now - 1 and self.heading.written is None:
            now = headed
        if now is None and document.period and document.title:
            now = document.period.end.year
        return now
