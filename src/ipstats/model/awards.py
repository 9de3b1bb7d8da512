"""Editions of the China Patent Award (中国专利奖): dated entries, no formula; their numbers bound regions' counts."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ipstats.errors import DefinitionError, ParameterError
from ipstats.model.definitions import FOLDER, entries

FILE = FOLDER / "awards.yaml"
PRIZES = ("gold", "silver", "excellence")
"""Each is given for inventions and utility models (中国专利…奖) and for designs (中国外观设计…奖)."""
MADE_OF = {"all": PRIZES} | {prize: (f"{prize}_patent", f"{prize}_design") for prize in PRIZES}
"""The kinds that a kind of prize is the sum of, the total first."""
KINDS = {"all": "china_patent_award"} | {
    kind: f"china_patent_award_{kind}" for prize in PRIZES for kind in (prize, *MADE_OF[prize])
}
"""Every kind of prize and the indicator that counts it: the total, then each prize before its two parts."""
KIND_OF = {indicator: kind for kind, indicator in KINDS.items()}
STATUSES = ("A", "P", "U")
"""SDMX codes of an edition's numbers: as awarded, made public for comment (公示), known at second hand."""
SOURCES_DIFFER = 1
"""Published totals of one edition differ by so many prizes (958 or 959 for the 23rd)."""
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

    def __post_init__(self) -> None:
        for whole, parts in MADE_OF.items():
            numbers = {part: self._number(part) for part in parts}
            if self.edition < FIRST_WITH_SILVER and numbers.get("silver", 0) is None:
                del numbers["silver"]
            _adds_up("total" if whole == "all" else whole, self._number(whole), list(numbers.values()))
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
        return self._number(KIND_OF.get(indicator, ""))

    def at_most(self, indicator: str) -> int | None:
        """How many prizes of an indicator there can be: those given, else the notice's ceiling, the sum of its parts'
        ceilings, else None; no silver prize before there were any."""
        given = self.given(indicator)
        return self._ceiling(KIND_OF.get(indicator, "")) if given is None else given

    def _ceiling(self, kind: str) -> int | None:
        if kind.startswith("silver") and self.edition < FIRST_WITH_SILVER:
            return 0
        if self._number(kind) is not None:
            return self._number(kind)
        summed = _sum([self._ceiling(part) for part in MADE_OF.get(kind, ())])
        return (self.most or {}).get(kind, summed)

    def _number(self, kind: str) -> int | None:
        return self.total if kind == "all" else getattr(self, kind, None) if kind in KINDS else None


def complete(known: dict[str, float], edition: int) -> dict[str, tuple[float, tuple[str, ...]]]:
    """The kinds of prizes that follow from those known, each with the kinds that it was worked out from.

    A whole is the sum of its parts; the one part that is not told is the rest; parts are none where the rest is.
    """
    found, made = dict(known), {}
    if edition < FIRST_WITH_SILVER:
        found["silver"] = 0
    for _ in KINDS:
        for whole, parts in MADE_OF.items():
            told = tuple(part for part in parts if part in found)
            for kind, number in _follow(whole, parts, found).items():
                made[kind] = number, told if kind == whole else (whole, *told)
                found[kind] = number
    silver = edition >= FIRST_WITH_SILVER
    return {kind: made[kind] for kind in KINDS if kind in made and (silver or not kind.startswith("silver"))}


def _follow(whole: str, parts: tuple[str, ...], known: dict[str, float]) -> dict[str, float]:
    """What one sum says of its whole or its parts that are not known."""
    missing = [part for part in parts if part not in known]
    told = sum(known[part] for part in parts if part in known)
    if whole not in known:
        return {} if missing else {whole: told}
    rest = known[whole] - told
    if rest == 0:
        return dict.fromkeys(missing, 0)
    return {missing[0]: rest} if rest > 0 and len(missing) == 1 else {}


Interval = tuple[float, float]


def within(known: dict[str, Interval], edition: Edition | None) -> dict[str, Interval]:
    """The least and most prizes of every kind that an area can have, from the kinds known (each a least and most) and
    from what its edition gave; an area has each prize at most once."""
    found = {kind: known.get(kind, (0.0, float("inf"))) for kind in KINDS}
    for kind, (least, most) in found.items():
        cap = edition.at_most(KINDS[kind]) if edition else None
        found[kind] = least, most if cap is None or cap < least else min(most, cap)
    for _ in range(4):
        for whole, parts in MADE_OF.items():
            _tighten(found, whole, parts)
    return found


def _tighten(found: dict[str, Interval], whole: str, parts: tuple[str, ...]) -> None:
    """Narrow a whole by its parts and each part by the whole and the others; what contradicts narrows nothing."""
    least, most = (sum(found[part][end] for part in parts) for end in (0, 1))
    found[whole] = _meet(found[whole], (least, most))
    for part in parts:
        others_least, others_most = (sum(found[other][end] for other in parts if other != part) for end in (0, 1))
        room = found[whole][1] - others_least
        rest = found[whole][0] - others_most
        found[part] = _meet(found[part], (rest if rest == rest else 0.0, room))


def _meet(one: Interval, other: Interval) -> Interval:
    both = max(one[0], other[0]), min(one[1], other[1])
    return both if both[0] <= both[1] else one


def _adds_up(name: str, total: int | None, parts: list[int | None]) -> None:
    summed = _sum(parts)
    if None not in (total, summed) and total != summed:
        raise ValueError(f"{name} is {total} but its parts add up to {summed}")


def _sum(parts: list[int | None]) -> int | None:
    """The sum of the parts, None where there are none or one is not known."""
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


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


def edition_year(number: int) -> int | None:
    """The year in which an edition was awarded, None where the edition or its year is not known."""
    found = editions().get(number)
    return found.year if found else None


def edition_of(year: int) -> Edition | None:
    """The edition awarded in a year, None when there was none (or it is not known here)."""
    return next((one for one in editions().values() if one.year == year), None)
