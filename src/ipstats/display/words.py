"""Sentences from the tables of `ipstats.analysis`, Chinese and English from the same facts.

Every function takes a result table (or a row of it) and `language`, and returns a `Prose`; a number in it leads to
its source or says how it was computed. Words are in `definitions/words.yaml`. What an interval does not decide is
said to be undecided.
"""

from ipstats.display.prose import Prose


def growth(grown, language: str = "zh", *, most: int | None = None) -> Prose:
    """Level and growth of each comparable row: 2023年，北京市专利授权量193973件，比2022年下降4.3%."""


def left_out(grown, language: str = "zh") -> Prose:
    """What was not compared, grouped by reason."""


def agreement(grown, language: str = "zh") -> Prose:
    """How published and computed growth agree: how many, which were truncated, which contradict."""


def history(series, language: str = "zh") -> Prose:
    """From the first year to the last of each series, with highest and lowest year and breaks named."""


def annual_average(averages, language: str = "zh") -> Prose:
    """Average annual growth over the years, base year excluded."""


def contributions(parts, language: str = "zh") -> Prose:
    """Which part contributed how many percentage points to the growth of the total."""


def density(years, language: str = "zh") -> Prose:
    """Published against recomputed density of the latest year, and which population year it used; changes named."""


def decomposition(effects, language: str = "zh") -> Prose:
    """How much of a density's change came from patents, how much from population."""


def density_rank(ranked, area: str, language: str = "zh") -> Prose:
    """An area's place among its peers by density."""


def target(targets, language: str = "zh") -> Prose:
    """How far from the plan's target."""


def awards(counts, language: str = "zh") -> Prose:
    """Prizes of an edition: counts, shares of the edition's total, published rank."""


def award_rank(ranked, area: str, language: str = "zh") -> Prose:
    """An area's place among the regions reported in an edition, or why it cannot be ranked."""


def award_movement(moved, area: str, language: str = "zh") -> Prose:
    """An area's places in two editions."""


def rank(ranked, area: str, language: str = "zh") -> Prose:
    """An area's place in a ranked table: 居第1位, 居第2至4位, 与…并列."""


def profile(headlines, language: str = "zh") -> Prose:
    """One or two sentences a director reads first."""


def compare(compared, language: str = "zh") -> Prose:
    """Who led in the latest year, and who grew most."""


def sources(result, language: str = "zh") -> list[str]:
    """The documents a result rests on, as source notes (one string a document)."""
