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
MADE_OF = {"all": ("gold", "silver", "excellence")} | {
    prize: tuple(f"{prize}_{part}" for part in PARTS) for prize in ("gold", "silver", "excellence")
}
"""The kinds that a kind of prize is the sum of, the total first."""
KINDS = {
    kind: PRIZES.get(kind) or f"{PRIZES['all']}_{kind}"
    for whole in ("gold", "silver", "excellence") for kind in (whole, *MADE_OF[whole])
}
KINDS = {"all": PRIZES["all"]} | KINDS
"""Every kind of prize and the indicator that counts it: the total, then each prize before its two parts."""
STATUSES = ("A", "P", "U")
"""SDMX codes of an edition's numbers: as awarded, made public for comment (公示), known at second hand."""
FIRST_WITH_SILVER = 20
"""The edition that introduced silver prizes."""


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
    most: dict[str, int] | None = None
    status: str = "A"
    note: str = ""
    source_en: str = ""

    def __post_init__(self):
        for whole, parts in MADE_OF.items():
            silver = [] if self.edition >= FIRST_WITH_SILVER else ["silver"]
            _adds_up(whole, self._number(whole), [self._number(part) for part in parts if part not in silver])
        if unknown := sorted(set(self.most or {}) - set(KINDS)):
            raise ValueError(f"most names {unknown[0]!r}, which is none of {', '.join(KINDS)}")
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is none of {', '.join(STATUSES)}")

    @property
    def zh(self) -> str:
        """第二十三届."""
        tens, ones = divmod(self.edition, 10)
        digits = "零一二三四五六七八九"
        return f"第{(digits[tens] if tens > 1 else '') + '十' if tens else ''}{digits[ones] if ones else ''}届"

    def given(self, indicator: str) -> int | None:
        """How many prizes of an indicator (`china_patent_award_gold`) were given to everyone, None when not known."""
        return self._number("all" if indicator == PRIZES["all"] else indicator.removeprefix(f"{PRIZES['all']}_"))

    def at_most(self, indicator: str) -> int | None:
        """How many prizes of an indicator there can be: those given, else the notice's ceiling, the sum of its parts'
        ceilings, else None; no silver prize before there were any."""
        given = self.given(indicator)
        kind = next((kind for kind, name in KINDS.items() if name == indicator), "")
        return self._ceiling(kind) if given is None else given

    def _ceiling(self, kind: str) -> int | None:
        if kind.startswith("silver") and self.edition < FIRST_WITH_SILVER:
            return 0
        if self._number(kind) is not None:
            return self._number(kind)
        parts = [self._ceiling(part) for part in MADE_OF.get(kind, ())]
        summed = sum(parts) if parts and None not in parts else None
        return (self.most or {}).get(kind, summed)

    def _number(self, kind: str) -> int | None:
        return self.total if kind == "all" else getattr(self, kind, None) if kind in KINDS else None


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
