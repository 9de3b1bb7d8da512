"""Editions of the China Patent Award (中国专利奖): dated entries, no formula; their numbers bound regions' counts."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipstats.errors import DefinitionError, ParameterError
from ipstats.model.definitions import FOLDER, entries

FILE = FOLDER / "awards.yaml"
PRIZES = {
    "all": "china_patent_award",
    "gold": "china_patent_award_gold",
    "silver": "china_patent_award_silver",
    "excellence": "china_patent_award_excellence",
}
"""Prizes and the indicators that count them."""
PARTS = ("patent", "design")
"""Each prize is given for inventions and utility models (中国专利…奖) and for designs (中国外观设计…奖)."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition; a number that is None is not known here, which is not zero."""

    id: str
    edition: int
    source: str
    year: int | None = None
    awarded: str = ""
    total: int | None = None
    gold: int | None = None
    silver: int | None = None
    excellence: int | None = None
    gold_patent: int | None = None
    gold_design: int | None = None
    silver_patent: int | None = None
    silver_design: int | None = None
    excellence_patent: int | None = None
    excellence_design: int | None = None
    note: str = ""
    source_en: str = ""

    def __post_init__(self):
        for prize in ("gold", "silver", "excellence"):
            _adds_up(prize, getattr(self, prize), [getattr(self, f"{prize}_{part}") for part in PARTS])
        _adds_up("total", self.total, [self.gold, self.silver, self.excellence])

    @property
    def zh(self) -> str:
        """第二十三届."""
        tens, ones = divmod(self.edition, 10)
        digits = "零一二三四五六七八九"
        return f"第{(digits[tens] if tens > 1 else '') + '十' if tens else ''}{digits[ones] if ones else ''}届"

    def given(self, indicator: str) -> int | None:
        """How many prizes of an indicator (`china_patent_award_gold`) were given to everyone, None when not known."""
        if indicator == PRIZES["all"]:
            return self.total
        return getattr(self, indicator.removeprefix(f"{PRIZES['all']}_"), None)


def _adds_up(name: str, total: int | None, parts: list[int | None]) -> None:
    if total is not None and None not in parts and total != sum(parts):
        raise ValueError(f"{name} is {total} but its parts add up to {sum(parts)}")


def read_editions(path: Path) -> dict[int, Edition]:
    """The editions of a definition file by number (`DefinitionError` where a number or a year stands twice)."""
    found: dict[int, Edition] = {}
    years: dict[int, int] = {}
    for one in entries(Edition, path).values():
        if one.edition in found or (one.year and one.year in years):
            raise DefinitionError(f"{path.name}: {one.id}: edition {one.edition} or year {one.year} is written twice")
        found[one.edition] = one
        years[one.year or 0] = one.edition
    return found


@lru_cache(maxsize=1)
def editions() -> dict[int, Edition]:
    """All editions by number."""
    return read_editions(FILE)


def edition(number: int) -> Edition:
    """The edition of a number; `ParameterError` when the register has none."""
    if number not in editions():
        raise ParameterError(f"no edition {number} in {FILE.name}, which has {', '.join(map(str, editions()))}; add it")
    return editions()[number]


def edition_of(year: int) -> Edition | None:
    """The edition awarded in a year, None when there was none (or it is not known here)."""
    return next((one for one in editions().values() if one.year == year), None)
