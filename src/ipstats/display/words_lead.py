"""The parts that conclusions are built of in a notebook: what a figure did, what moved it, where the area stands.

Each function gives one clause (`Prose`, perhaps empty) without a full stop. A notebook joins them with `sentence`, puts
words of its own between, or makes a heading of one (`heading`).
"""

import pandas as pd

from ipstats.display.context import Context, area_name
from ipstats.display.numbers import absent, href
from ipstats.display.phrasing import (
    base_period,
    course,
    edition_name,
    fill,
    listed,
    name,
    num,
    peers,
    period,
    place,
    portion,
    published_rank,
    rank_words,
    read_words,
    records,
    rounded,
    subject,
    template,
    verb,
)  # fmt: skip
from ipstats.display.phrasing import sentence as stopped
from ipstats.display.prose import Inline, Prose
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.awards import editions
from ipstats.model.periods import Period


def title(kind: str, here: Context, topic: str = "", edition: int = 0) -> Prose:
    """The title of a report as an office writes it, with its area and period: a heading of the first level.

    `kind` is a name of `report_titles` in words.yaml; `topic` the indicator and `edition` that of the China Patent
    Award (with the year it was awarded) that a title may name. The nation gives the prizes that areas win.
    """
    given = f"{kind}_given" if here.area == NATION else ""
    kind = given if given in read_words()["report_titles"][here.language] else kind
    about = name({"indicator": topic}, here.language)
    slots = here.words() | {"topic": about, "edition": edition_name(edition, here.language)}
    if edition in editions() and editions()[edition].year:
        slots["when"] = str(editions()[edition].year)
    return fill("report_titles", kind, here.language, **slots).heading(1)


def heading(part: Prose | str, otherwise: str, language: str = "zh", level: int = 2) -> Prose:
    """A clause as a heading; where it is empty the plain noun `otherwise` (a name of `headings` in words.yaml)."""
    usable = isinstance(part, Prose) and part and not part.missing
    said = part if usable else fill("headings", otherwise, language)
    return said.heading(level)


def sentence(language: str, *parts: Prose | str, mark: str = "clause") -> Prose:
    """Clauses, and words of one's own, as one sentence: joined by the language's `clause` mark (or `between`, `list`),
    with a full stop; empty ones are left out. Nothing when all are empty."""
    return stopped(listed([part for part in parts if part], language, mark))


def row_of(rows: pd.DataFrame, indicator: str) -> dict | None:
    """The first row of an indicator that has a level."""
    found = rows[(rows["indicator"] == indicator) & rows["level"].notna()]
    return records(found)[0] if len(found) else None


def subject_of(rows: pd.DataFrame, wanted: str) -> str:
    """The indicator to begin with: the wanted one where it was compared, else the first that was, else the first."""
    compared = rows.loc[rows["comparable"], "indicator"]
    if wanted in set(compared):
        return wanted
    return next(iter(compared), next(iter(rows["indicator"]), wanted))


def change(
    rows: pd.DataFrame, indicator: str, language: str = "zh", *, opening: bool = False, alone: bool = False
) -> Prose:
    """Level and growth of an indicator: 专利授权量193973件，比上年下降4.31%; with `opening` period and area before it.

    The growth is the quantity `rate`. Where there is none, or with `alone`, the level only; where there is no level
    nothing.
    """
    row = row_of(rows, indicator)
    if row is None:
        return Prose(language)
    second_hand = row.get("level_status") == "U"
    level = num(row, "level", language)
    slots = subject(row, language) | {"level": _hearsay(level, language) if second_hand else level}
    kind = "level"
    if not absent(row["rate"]) and not alone:
        kind = "change" if row["comparable"] else "published"
        said = _rate(row, language) if not second_hand else verb(row, "rate", language, about=True)
        slots |= {"verb": said, "base_period": base_period(row, language)}
    return fill("lead", f"opened_{kind}" if opening else kind, language, **slots)


def _rate(row: dict, language: str) -> Prose:
    """The growth of a figure, marked where it, or a level it was computed from, is second-hand (status U)."""
    said = verb(row, "rate", language, about=True)
    status = row.get("rate_status") or ("U" if "U" in (row.get("level_status"), row.get("base_status")) else "")
    return _hearsay(said, language, "on_second_hand") if status == "U" else said


def _hearsay(said: Prose, language: str, kind: str = "second_hand") -> Prose:
    return Prose.fill(language, "{said}" + template("lead", kind, language), said=said)


def moved(rows: pd.DataFrame, indicator: str, language: str = "zh") -> Prose:
    """What an indicator did, without its level, as headings say it: 专利授权量下降4.31%."""
    row = row_of(rows, indicator)
    if row is None or absent(row["rate"]):
        return Prose(language)
    return fill(
        "lead", "moved", language, name=name(row, language), verb=verb(row, "rate", language, about=True, past=True)
    )


def causes(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """Which parts of a total went its way, which against it, with their growth (table of `contributions`)."""
    if parts.empty:
        return Prose(language)
    way = course(next(row for row in records(parts) if row["role"] == "total"), "contribution")
    along, against = _by_way(parts, way)
    if way not in ("rise", "fall") or not along:
        return Prose(language)
    said = fill("lead", "along", language, parts=listed([_moved(row, language) for row in along], language, "and"))
    if not against:
        return said
    other = fill("lead", "against", language, parts=listed([_moved(row, language) for row in against], language, "and"))
    return Prose.join(language, (said, other))


def _by_way(parts: pd.DataFrame, way: str) -> tuple[list[dict], list[dict]]:
    """The parts that went one way, and those that went the other, the largest contribution first."""
    rows = parts[parts["role"] == "part"]
    rows = records(rows.reindex(rows["contribution"].abs().sort_values(ascending=False, kind="stable").index))
    ways = [course(row, "contribution") for row in rows]
    along = [row for row, own in zip(rows, ways, strict=True) if own == way]
    return along, [row for row, own in zip(rows, ways, strict=True) if own in {"rise", "fall"} - {way}]


def _moved(row: dict, language: str) -> Prose:
    """A part and its own growth, its change where it has no rate."""
    quantity = "rate" if not absent(row["rate"]) else "change"
    return fill(
        "lead", "part", language, name=name(row, language), verb=verb(row, quantity, language, about=True, past=True)
    )


def mix(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """The part whose share of the total moved most: from what to what."""
    known = parts[(parts["role"] == "part") & parts["share_change"].notna()] if len(parts) else parts
    if known.empty:
        return Prose(language)
    row = known.loc[known["share_change"].abs().idxmax()].to_dict()
    way = course(row, "share_change")
    if way not in ("rise", "fall"):
        return Prose(language)
    slots = {one: num(row, one, language, decimals=1) for one in ("share", "base_share")}
    return fill("lead", f"share_{way}", language, name=name(row, language), **slots)


def extremes(rows: pd.DataFrame, language: str = "zh") -> Prose:
    """The largest rise and the largest fall in % among the compared rows, where no interval leaves them open."""
    rates = rows[rows["comparable"] & rows["rate"].notna() & (rows["rate_unit"] == "%") & (rows["measure"] == "level")]
    rates = rates[rates["reason"] != "tiny_base"]
    said = []
    for kind, sign in (("top", 1), ("low", -1)):
        ordered = rates.assign(_by=sign * rates["rate"]).sort_values("_by", ascending=False, kind="stable")
        row = ordered.iloc[0].to_dict() if len(ordered) else None
        if row and course(row, "rate") == ("rise" if sign > 0 else "fall"):
            said.append(fill("lead", kind, language, name=name(row, language), verb=_rate(row, language)))
    if not said or len(rates) < 3:
        return Prose(language)
    return fill("lead", "extremes", language, said=listed(said, language, "between"))


def recomputed(ranked: pd.DataFrame, area: str, language: str = "zh") -> Prose:
    """An area's density as worked out for the ranking (`densities`), for areas that publish none."""
    own = ranked[(ranked["ref_area"] == find_area(area).code) & (ranked["rank"].notna())]
    own = own[own["population_year"].notna()] if "population_year" in own else own.iloc[:0]
    if own.empty:
        return Prose(language)
    row = own.sort_values("year").iloc[-1].to_dict()
    which = template("density", "which", language)[row["population_year"]]
    slots = subject(row | {"time_period": f"{int(row['year'])}-12-31", "scope": ""}, language)
    return fill("lead", "recomputed", language, **slots, which=which, value=rounded(row, "value", language))


def stands(ranked: pd.DataFrame, area: str, indicator: str, language: str = "zh", *, alone: bool = False) -> Prose:
    """An area's rank among all its peers in the latest year, and who stands before it (behind it, for the first).

    With `alone` the indicator is named and nobody else is: a heading.

    `ranked` is a table of `among_peers` or `densities`. Nothing where the area has no rank.
    """
    code = find_area(area).code
    rows = ranked[(ranked["indicator"] == indicator) & ranked["rank"].notna()]
    own = rows[rows["ref_area"] == code]
    if own.empty:
        return Prose(language)
    row = own.sort_values("year").iloc[-1].to_dict()
    slots = {"among": int(row["among"]), "peers": peers(row, language), "place": rank_words(row, language)}
    said = fill("lead", "stands", language, **slots)
    if alone:
        return fill("lead", "stands_alone", language, **slots, name=name(row | {"scope": ""}, language))
    others = rows[(rows["year"] == row["year"]) & (rows["scope"] == row["scope"] if "scope" in rows else True)]
    wanted = 2 if row["rank"] == 1 else 1
    beside = others[(others["rank"] == wanted) & (others["rank_best"] == others["rank_worst"])]
    if beside.empty:
        return said
    other = beside.iloc[0].to_dict()
    value = rounded(other, "value", language)
    kind = "second" if wanted == 2 else "first"
    return Prose.join(language, (said, fill("lead", kind, language, area=place(other, language), value=value)))


def trend(series: pd.DataFrame, language: str = "zh") -> Prose:
    """From what to what the first series of a table of `history` went; nothing with a single year or across a break."""
    if series.empty:
        return Prose(language)
    first = series.iloc[0]
    rows = series[(series["indicator"] == first["indicator"]) & (series["scope"] == first["scope"])]
    rows = rows[rows["level"].notna()].sort_values("year")
    if len(rows) < 2 or rows["break_before"].any():
        return Prose(language)
    then, now = records(rows.iloc[[0, -1]])
    way = "trend_rise" if now["level_lower"] > then["level_upper"] else "trend_fall"
    if way == "trend_fall" and not now["level_upper"] < then["level_lower"]:
        return Prose(language)
    slots = subject(now, language) | {"first": num(then, "level", language), "last": num(now, "level", language)}
    return fill("lead", way, language, **slots, first_period=period(then["time_period"], language, opening=True))


def stated_rank(rows: pd.DataFrame, indicator: str, language: str = "zh") -> Prose:
    """The place that a source states for an indicator (table of `profile`)."""
    row = row_of(rows, indicator)
    return Prose.join(language, _stated_place(row, language)) if row else Prose(language)


def _stated_place(row: dict, language: str) -> list[Prose]:
    """The place that a source states for a figure, among whom; none where it states none."""
    if absent(row.get("published_rank")):
        return []
    said = fill("lead", "stated_rank", language, **published_rank(row, language))
    return [Prose(language, (Inline(str(said), href(row, "published_rank")),))]


def in_nation(stood: pd.DataFrame, indicator: str, language: str = "zh") -> Prose:
    """The area's share of the nation and how it changed (table of `standing`)."""
    rows = stood[(stood["indicator"] == indicator) & stood["nation_share"].notna()]
    if rows.empty:
        return Prose(language)
    row = records(rows)[0]
    slots = {"name": name(row, language), "share": num(row, "nation_share", language)}
    way = course(row, "nation_share_change")
    if way not in ("rise", "fall"):
        return fill("lead", "nation_share", language, **slots)
    by = num(row, "nation_share_change", language, sign=False)
    base = base_period(row, language)
    return fill("lead", f"nation_share_{way}", language, **slots, by=by, base_period=base)


def pace(targets: pd.DataFrame, language: str = "zh") -> Prose:
    """What the next target still asks of each year, beside the rise of the last one; nothing once it is reached."""
    rows = [row for row in records(targets) if not absent(row["pace"])] if len(targets) else []
    if not rows:
        return Prose(language)
    row = rows[0]
    said = fill("lead", "pace", language, due=row["due"], pace=num(row, "pace", language, about=True))
    if absent(row["recent"]):
        return said
    return Prose.join(
        language, (said, fill("lead", "recent", language, recent=num(row, "recent", language, about=True)))
    )


def tally(compared: pd.DataFrame, language: str = "zh") -> Prose:
    """How many of the compared figures rose, fell, or did neither for sure; the number is that of the table's rows."""
    if compared.empty:
        return Prose(language)
    ways = [course(row, "rate") for row in records(compared)]
    counts = {kind: sum(way in of for way in ways) for kind, of in TALLIED.items()}
    said = [fill("lead", f"tally_{kind}", language, count=count) for kind, count in counts.items() if count]
    opening = fill("lead", "tally", language, count=len(compared))
    return Prose.join(language, (opening, listed(said, language, "clause")))


TALLIED = {"rise": ("rise",), "fall": ("fall",), "same": ("steady", "flat"), "open": ("undecided", "")}


def stated(published: pd.DataFrame, language: str = "zh") -> Prose:
    """How many growths, changes, shares and ranks sources state, and how they fare (table of `published`)."""
    if published.empty:
        return Prose(language)
    outcomes = published["outcome"]
    known = ["agrees", "needs_truncation", "contradicts", "cannot_say"]
    counts = {kind: int((outcomes == kind).sum()) for kind in known} | {"alone": int((~outcomes.isin(known)).sum())}
    said = [
        fill("lead", f"stated_{kind}", language, count=portion(count, len(published), language))
        for kind, count in counts.items()
        if count
    ]
    opening = fill("lead", "stated", language, count=len(published))
    return Prose.join(language, (opening, listed(said, language, "clause")))


def partly(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """The first figures of parts of the year, the same series' whole year beside each (table of `parts_of_year`)."""
    said = []
    for row in records(parts.head(3)) if len(parts) else []:
        slots = subject(row, language) | {"level": num(row, "level", language)}
        level = [fill("lead", "part_year", language, **slots), *_stated_place(row, language)]
        clause = [listed(level, language, "clause")]
        if not absent(row["published"]):
            clause.append(fill("lead", "part_year_growth", language, verb=verb(row, "published", language, about=True)))
        if not absent(row["whole"]):
            kind = "year_end" if Period.parse(row["time_period"]).is_instant else "whole_year"
            clause.append(fill("lead", kind, language, whole=num(row, "whole", language)))
        said.append(Prose.join(language, clause))
    return listed(said, language)


def where(here: Context) -> str:
    """The report's area by name."""
    return area_name(here.area, here.language)
