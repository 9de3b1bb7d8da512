"""Clauses on several areas side by side (tables of `analysis.side_by_side`); see `display.words_lead`."""

import pandas as pd

from ipstats.display.numbers import absent
from ipstats.display.phrasing import (
    base_period,
    course,
    fill,
    listed,
    name,
    num,
    peers,
    period,
    place,
    rank_words,
    records,
    verb,
)  # fmt: skip
from ipstats.display.prose import Prose

WAYS = {"rise": ("rise",), "fall": ("fall",), "same": ("steady", "flat"), "open": ("undecided", "")}


def areas_tally(rows: pd.DataFrame, language: str = "zh") -> Prose:
    """How many of the listed areas rose and fell; the count is that of the table's rows. Of one area nothing."""
    parts = records(rows[rows["role"] == "part"]) if len(rows) else []
    if len(parts) < 2:
        return Prose(language)
    ways = [course(row, "rate") for row in parts]
    counts = {kind: sum(way in of for way in ways) for kind, of in WAYS.items()}
    when = period(parts[0]["time_period"], language, opening=True)
    slots = {"count": len(parts), "peers": peers(parts[0], language), "period": when}
    alike = next((kind for kind in ("rise", "fall") if counts[kind] == len(parts)), "")
    if alike:
        return fill("lead", f"compared_{alike}", language, **slots)
    said = [fill("lead", f"area_{kind}", language, count=count) for kind, count in counts.items() if count]
    return fill("lead", "compared", language, **slots, said=listed(said, language, "clause"))


def areas_lead(rows: pd.DataFrame, language: str = "zh") -> Prose:
    """Who has most, as far as no interval leaves it open."""
    parts = rows[rows["role"] == "part"] if len(rows) else rows
    return _extreme(parts, "level", True, "most", language) if len(parts) > 1 else Prose(language)


def areas_growth(rows: pd.DataFrame, language: str = "zh") -> Prose:
    """Who rose and who fell most, as far as no interval leaves it open."""
    parts = rows[rows["role"] == "part"] if len(rows) else rows
    if len(parts) < 2:
        return Prose(language)
    said = [_extreme(parts[parts["rate"] > 0], "rate", True, "fastest", language)]
    said.append(_extreme(parts[parts["rate"] < 0], "rate", False, "slowest", language))
    return listed([one for one in said if one], language, "clause")


def _extreme(rows: pd.DataFrame, quantity: str, most: bool, kind: str, language: str) -> Prose:
    known = rows[rows[quantity].notna()].sort_values(quantity, ascending=not most, kind="stable")
    if known.empty:
        return Prose(language)
    top, others = known.iloc[0].to_dict(), known.iloc[1:]
    certain = (
        (others[f"{quantity}_upper"] < top[f"{quantity}_lower"]).all()
        if most
        else (others[f"{quantity}_lower"] > top[f"{quantity}_upper"]).all()
    )
    if not certain:
        return Prose(language)
    slots = {"area": place(top, language), "name": name(top, language)}
    if quantity == "level":
        return fill("lead", kind, language, **slots, level=num(top, "level", language))
    return fill("lead", kind, language, **slots, verb=verb(top, "rate", language, about=True))


def own_place(rows: pd.DataFrame, area: str, language: str = "zh", *, alone: bool = False) -> Prose:
    """The report's own area among those listed: its figure, growth and rank; that it is alone where no other is. With
    `alone` the rank only, for a heading."""
    parts = rows[rows["role"] == "part"] if len(rows) else rows
    own = parts[parts["ref_area"] == area] if len(rows) else rows
    if own.empty or absent(own.iloc[0]["rank"]):
        return Prose(language)
    row = own.iloc[0].to_dict()
    slots = {"area": place(row, language), "level": num(row, "level", language), "place": rank_words(row, language)}
    if alone:
        among = {"among": len(parts), "peers": peers(row, language), "name": name(row, language)}
        return fill("lead", "own_rank", language, **slots, **among) if len(parts) > 1 else Prose(language)
    if len(parts) < 2:
        return fill("lead", "own_alone", language, **slots)
    if absent(row["rate"]):
        return fill("lead", "own_place_level", language, **slots)
    return fill("lead", "own_place", language, **slots, verb=verb(row, "rate", language, about=True))


def areas_total(rows: pd.DataFrame, language: str = "zh") -> Prose:
    """The total of the listed areas and its growth."""
    total = rows[rows["role"] == "total"] if len(rows) else rows
    if total.empty:
        return Prose(language)
    row = total.iloc[0].to_dict()
    slots: dict = {"area": place(row, language), "level": num(row, "level", language)}
    slots["period"] = period(row["time_period"], language, opening=True)
    if absent(row["rate"]):
        return fill("lead", "total_level", language, **slots)
    base = base_period(row, language)
    return fill("lead", "total_of", language, **slots, base_period=base, verb=verb(row, "rate", language, about=True))
