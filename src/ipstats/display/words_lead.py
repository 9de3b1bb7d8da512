"""The parts that conclusions are built of in a notebook: what a figure did, what moved it, where the area stands.

Each function gives one clause (`Prose`, perhaps empty) without a full stop. A notebook joins them with `sentence`, puts
words of its own between, or makes a heading of one (`heading`).
"""

import re

import pandas as pd

from ipstats.analysis.compare import OVERVIEW
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
    together,
    verb,
)  # fmt: skip
from ipstats.display.phrasing import sentence as stopped
from ipstats.display.prose import Inline, Prose
from ipstats.model.areas import NATION
from ipstats.model.areas import area as find_area
from ipstats.model.awards import KIND_OF, edition_of, editions


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


def same_source(number: int, language: str = "zh") -> str:
    """The source of a chart whose figures a table of the report has, with its own."""
    return template("tables", "same_source", language).format(number=number)


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
    slots = subject(row, language) | {"level": _level(row, language)}
    kind = "level"
    if not absent(row["rate"]) and not alone:
        kind = "change" if row["comparable"] else "published"
        slots |= {"verb": verb(row, "rate", language, about=True), "base_period": base_period(row, language)}
    return fill("lead", f"opened_{kind}" if opening else kind, language, **slots)


def _level(row: dict, language: str, quantity: str = "level") -> Prose | Inline:
    """The level of a figure, with the population it was worked out on where it was; whether it is second-hand the
    tables tell."""
    said = num(row, quantity, language)
    if row.get(f"{quantity}_status", "") != "E":
        return said
    return Prose.fill(language, "{said}" + template("lead", "worked_out", language), said=said)


def overview(
    rows: pd.DataFrame, told: list[str], language: str = "zh", *, skip: int = 0, most: int | None = None
) -> Prose:
    """Level and growth of the main indicators in an office's order (`OVERVIEW`), a sentence for each group; those in
    `told` are left out, the first `skip` groups, and those after the first `most`."""
    said: list[Prose] = []
    for group in OVERVIEW[skip:most]:
        found = [row for one in group if one not in told and (row := row_of(rows, one))]
        if not found:
            continue
        when = period(found[0]["time_period"], language, opening=True)
        begun = "" if said else fill("lead", "opened", language, period=when)
        said.append(stopped(Prose.join(language, (begun, briefly(found, language)))))
    return together(language, said)


def briefly(rows: list[dict], language: str) -> Prose:
    """Figures and their growth, one clause each, without what it is set against."""
    return listed([_brief(row, language, "_more" * (at > 0)) for at, row in enumerate(rows)], language, "between")


def _brief(row: dict, language: str, more: str) -> Prose:
    """One of several figures; those after the first (`more`) have no verb of their own in English."""
    slots = {"name": name(row, language), "level": _level(row, language)}
    if absent(row["rate"]):
        return fill("lead", f"level{more}", language, **slots)
    return fill("lead", f"brief{more}", language, **slots, verb=verb(row, "rate", language, about=True))


def moved(rows: pd.DataFrame, indicator: str, language: str = "zh") -> Prose:
    """What an indicator did, without its level, as headings say it: 专利授权量下降4.31%."""
    row = row_of(rows, indicator)
    if row is None or absent(row["rate"]):
        return Prose(language)
    return fill(
        "lead", "moved", language, name=name(row, language), verb=verb(row, "rate", language, about=True, past=True)
    )


def bare(parts: pd.DataFrame) -> pd.DataFrame:
    """The parts of a total without their coverage where all have one, which its own sentence names."""
    return parts.assign(scope="") if parts["scope"].nunique() == 1 else parts


def of_which(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """The parts of a total with their levels and growth, in the catalogue's order (table of `contributions`)."""
    rows = records(bare(parts[parts["role"] == "part"])) if len(parts) else []
    return fill("lead", "of_which", language, parts=briefly(rows, language)) if rows else Prose(language)


def causes(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """The part that moved a total most of those that went its way, with its contribution (table of `contributions`);
    all that went its way where none of them made half of what they made together."""
    if parts.empty:
        return Prose(language)
    rows = {role: records(of_role) for role, of_role in bare(parts).groupby("role", sort=False)}
    way = course(rows["total"][0], "contribution")
    along = [row for row in rows.get("part", []) if course(row, "contribution") == way]
    if way not in ("rise", "fall") or not along:
        return Prose(language)
    along.sort(key=lambda row: -abs(row["contribution"]))
    reach = sum(abs(row["contribution"]) for row in along)
    named = along[:1] if 2 * abs(along[0]["contribution"]) >= reach else along
    amounts = listed([num(row, "contribution", language, sign=False) for row in named], language, "and")
    names = listed([name(row, language) for row in named], language, "and")
    kind = f"cause_{way}" + "s" * (len(named) > 1)
    return fill("lead", kind, language, names=names, by=amounts)


def mix(parts: pd.DataFrame, language: str = "zh") -> Prose:
    """The share of the first part (of patents the inventions) in the total: from what to what."""
    known = parts[(parts["role"] == "part") & parts["share_change"].notna()] if len(parts) else parts
    if known.empty:
        return Prose(language)
    row = bare(known).iloc[0].to_dict()
    way = course(row, "share_change")
    if way not in ("rise", "fall"):
        return Prose(language)
    slots = {one: num(row, one, language, decimals=1) for one in ("share", "base_share")}
    return fill("lead", f"share_{way}", language, name=name(row, language), **slots)


def stands(
    ranked: pd.DataFrame, area: str, indicator: str, language: str = "zh", *, alone: bool = False, beside: bool = True,
    named: bool = False,
) -> Prose:  # fmt: skip
    """An area's rank among all its peers in the latest year, and who stands before it (behind it, for the first).

    With `named` the indicator is named: a sentence of its own; with `alone` it is and nobody else: a heading. Without
    `beside` nobody else is named.

    `ranked` is a table of `among_peers` or `densities`. Nothing where the area has no rank.
    """
    code = find_area(area).code
    rows = ranked[(ranked["indicator"] == indicator) & ranked["rank"].notna()]
    own = rows[rows["ref_area"] == code]
    if own.empty:
        return Prose(language)
    row = own.sort_values("year").iloc[-1].to_dict()
    slots = {"among": int(row["among"]), "peers": peers(row, language), "place": rank_words(row, language)}
    national = "_nationally" if find_area(code).level == "province" else ""
    kind = "stands_alone" if alone or named else "stands"
    said = fill("lead", f"{kind}{national}", language, **slots, name=name(row | {"scope": ""}, language))
    if alone:
        return said
    others = rows[(rows["year"] == row["year"]) & (rows["scope"] == row["scope"] if "scope" in rows else True)]
    wanted = 2 if row["rank"] == 1 else 1
    found = others[(others["rank"] == wanted) & (others["rank_best"] == others["rank_worst"])]
    if found.empty or not beside:
        return said
    other = found.iloc[0].to_dict()
    kind = "second" if wanted == 2 else "first"
    return Prose.join(
        language, (said, fill("lead", kind, language, area=place(other, language), value=_ranked_by(other, language)))
    )


def _ranked_by(row: dict, language: str) -> Inline:
    """The figure that an area is ranked by: the published one where it is printed alike."""
    value = rounded(row, "value", language)
    if absent(row.get("population_year")):
        return value
    published = Inline("") if absent(row.get("published")) else num(row, "published", language)
    return published if published.text == value.text and row["published_status"] in ("", "A") else value


def trend(series: pd.DataFrame, language: str = "zh") -> Prose:
    """The course of the first series of a table of `history`: its highest year and how long it has fallen since, or
    from what to what it went; nothing with a single year, across a break or from 万件 to 件."""
    if series.empty:
        return Prose(language)
    first = series.iloc[0]
    rows = series[(series["indicator"] == first["indicator"]) & (series["scope"] == first["scope"])]
    rows = rows[rows["level"].notna()].sort_values("year")
    if len(rows) < 2 or rows["break_before"].any():
        return Prose(language)
    then, now = records(rows.iloc[[0, -1]])
    slots = subject(now, language)
    if peak := _peak(rows):
        top, falls = rows[rows["year"] == peak].iloc[0].to_dict(), int(now["year"] - peak)
        when = period(top["time_period"], language, opening=True)
        kind = "peak_then_fall" if falls == 1 else "peak_then_falls"
        return fill("lead", kind, language, **slots, peak=when, top=num(top, "level", language), falls=falls)
    if len({re.sub("[^万亿]", "", row.get("level_printed") or "") for row in (then, now)}) > 1:
        return Prose(language)
    way = "trend_rise" if now["level_lower"] > then["level_upper"] else "trend_fall"
    if way == "trend_fall" and not now["level_upper"] < then["level_lower"]:
        return Prose(language)
    slots |= {"first": num(then, "level", language), "last": num(now, "level", language)}
    return fill("lead", way, language, **slots, first_period=period(then["time_period"], language, opening=True))


def _peak(rows: pd.DataFrame) -> int | None:
    """The highest year of a series (in order) that rose to it and has fallen every year since; None where it has not,
    where years are missing or an interval leaves it open."""
    years, lower, upper = (rows[one].to_numpy() for one in ("year", "level_lower", "level_upper"))
    at = int(rows["level"].to_numpy().argmax())
    whole = years[-1] - years[0] == len(years) - 1
    falling = all(upper[after + 1] < lower[after] for after in range(at, len(years) - 1))
    return int(years[at]) if whole and 0 < at < len(years) - 1 and falling else None


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


def others_in_nation(stood: pd.DataFrame, told: str, language: str = "zh") -> Prose:
    """Share of the nation and rank of the other indicators (table of `standing`), one clause each."""
    said = []
    for row in records(stood[(stood["indicator"] != told) & stood["nation_share"].notna()]):
        slots = {"name": name(row, language), "share": num(row, "nation_share", language)}
        kind = "share_alone" if absent(row["rank"]) else "share_and_rank"
        said.append(fill("lead", kind, language, **slots, place=rank_words(row, language)))
    opening = template("lead", "others_in_nation", language) if said else ""
    return Prose.join(language, (opening, listed(said, language)))


def densities_apart(series: pd.DataFrame, years: pd.DataFrame, language: str = "zh") -> Prose:
    """Which published densities (table of `density`) a row of several years (table of `history`) does not have, because
    they rest on another population than its figures, or it is not known on which."""
    shown = {row["year"]: num(row, "level", language).text for row in records(series) if not absent(row["level"])}
    exact = years["published"].notna() & (years["published_bound"] == "=")
    told = [(row, num(row, "published", language)) for row in records(years[exact].drop_duplicates("year"))]
    apart = [(row, said) for row, said in told if said.text != shown.get(row["year"])]
    if not apart or len(shown) < 2:
        return Prose(language)
    clauses = [fill("lead", "published_of", language, year=row["year"], value=said) for row, said in apart]
    slots = {"name": name(apart[0][0] | {"scope": ""}, language), "published": listed(clauses, language, "and")}
    return stopped(fill("lead", "densities_apart", language, **slots))


def ranks_apart(apart: pd.DataFrame, language: str = "zh") -> Prose:
    """The places that sources state for other indicators (table of `stated_apart`); those by prizes of the China Patent
    Award with its edition."""
    ranks = apart[apart["measure"] == "rank"]
    prizes = ranks["indicator"].isin(KIND_OF) & ranks["year"].map(edition_of).notna()
    said = [_rank_apart(row, language) for row in records(ranks[~prizes])]
    for year, alike in ranks[prizes].groupby("year", sort=False):
        places = [_rank_apart(row, language, "prize_apart") for row in records(alike)]
        given = edition_of(year)
        assert given is not None, "prizes of years with an edition"
        slots = {"edition": edition_name(given.edition, language), "year": year}
        said.append(fill("lead", "prizes_apart", language, **slots, places=listed(places, language, "clause")))
    return Prose.join(language, (template("lead", "as_published", language) if said else "", listed(said, language)))


def _rank_apart(row: dict, language: str, kind: str = "rank_apart") -> Prose:
    """A place that a source states, by an indicator or by a kind of prizes."""
    told = {"published_rank": row["published"], "published_rank_scope": row["rank_scope"]}
    slots = published_rank(told, language) | {"name": name(row | {"measure": ""}, language)}
    if row["indicator"] in KIND_OF:
        slots["prize"] = template("awards", "prize", language)[KIND_OF[row["indicator"]]]
    slots["rank"] = Inline(slots["rank"], href(row, "published"))
    return fill("lead", kind, language, **slots)


def averages(rows: pd.DataFrame, indicators: list[str], language: str = "zh") -> Prose:
    """The average annual growth of some indicators over the same years (table of `longest_average`)."""
    found = [row for one in indicators if (row := row_of(rows, one)) and row["comparable"]]
    if not found:
        return Prose(language)
    said = []
    for row in found:
        way = verb(row, "rate", language, by=rounded(row, "rate", language, sign=False))
        said.append(fill("lead", "average", language, name=name(row, language), verb=way))
    slots: dict = {"first": int(found[0]["year"] - found[0]["years"]), "last": int(found[0]["year"])}
    slots["area"] = place(found[0], language)
    return fill("lead", "averages", language, **slots, parts=listed(said, language, "clause"))


def tally(rows: pd.DataFrame, language: str = "zh") -> Prose:
    """How many indicators of a table of `growth` rose and fell, and which most; nothing of fewer than three.

    Prizes whose number was worked out from a stated growth grew by that: they are counted, and not named.
    """
    known = rows[rows["rate"].notna() & (rows["rate_unit"] == "%")].sort_values("rate", kind="stable")
    if len(known) < 3:
        return Prose(language)
    up, down = records(known[known["rate"] > 0]), records(known[known["rate"] < 0])
    counts = {"up": len(up), "down": len(down), "base_period": base_period(records(known)[0], language)}
    kind = "tally" if up and down else "tally_up" if up else "tally_down"
    told = [[row for row in one if not _is_solved(row)] for one in (up, down)]
    ends = [("most_up", row) for row in told[0][-1:]] + [("most_down", row) for row in told[1][:1]]
    return Prose.join(language, [fill("lead", kind, language, **counts), *(_most(*one, language) for one in ends)])


def _is_solved(row: dict) -> bool:
    """Whether one of the numbers of prizes that grew is worked out."""
    return row["indicator"] in KIND_OF and "E" in f"{row.get('level_status', '')}{row.get('base_status', '')}"


def _most(kind: str, row: dict, language: str) -> Prose:
    """The indicator that rose or fell most, and by how much."""
    rate = num(row, "rate", language, sign=False, about=True)
    return fill("lead", kind, language, name=name(row, language), rate=rate)


def pace(targets: pd.DataFrame, language: str = "zh") -> Prose:
    """What the next target still asks of each year, beside the rise of the last one; nothing once it is reached."""
    rows = [row for row in records(targets) if not absent(row["pace"])] if len(targets) else []
    if not rows:
        return Prose(language)
    row = rows[0]
    slots = {"target": num(row, "target", language), "pace": num(row, "pace", language, about=True)}
    said = fill("lead", "pace", language, due=row["due"], **slots)
    if absent(row["recent"]):
        return said
    digits = [len(str(row[name]).partition(".")[2]) for name in ("level_printed", "before_printed")]
    recent = rounded(row, "recent", language, min(2, max(digits)))
    return Prose.join(language, (said, fill("lead", "recent", language, recent=recent)))


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
    """The first figures of parts of the year, each part named once (table of `parts_of_year`)."""
    said, when = [], ""
    for row in records(parts.head(3)) if len(parts) else []:
        kind = "part_year_more" if row["time_period"] == when else "part_year"
        slots, when = subject(row, language) | {"level": _level(row, language)}, row["time_period"]
        clause = [fill("lead", kind, language, **slots), *_stated_place(row, language)]
        if not absent(row["published"]):
            clause.append(fill("lead", "part_year_growth", language, verb=verb(row, "published", language, about=True)))
        said.append(listed(clause, language, "clause"))
    return listed(said, language)


def where(here: Context) -> str:
    """The report's area by name."""
    return area_name(here.area, here.language)
