"""A figure and the same figure of an earlier year, side by side: the table every comparison starts from."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ipstats.errors import NotComparable, ParameterError
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import indicator, indicators
from ipstats.model.periods import Period
from ipstats.model.select import reliability, stated, whole_year
from ipstats.model.shown import shown

SERIES = ["ref_area", "indicator", "label_key", "scope", "measure", "unit_measure", "rank_scope", "part"]
"""What two figures share that are one quantity at two times; `part` is the part of the year (`parts`)."""

REPORTED = {
    "obs_value": "", "obs_lower": "_lower", "obs_upper": "_upper", "obs_id": "_id", "source_id": "_source",
    "printed": "_printed", "bound": "_bound", "obs_status": "_status", "comment_obs": "_note",
}  # fmt: skip
"""Column of an observation -> suffix of the quantity it becomes in a result."""

NEEDED = [
    "obs_id", "ref_area", "ref_area_name", "scope", "indicator", "indicator_name", "label", "measure", "comparison",
    "period_start", "period_end", "time_period", "obs_value", "obs_lower", "obs_upper", "bound", "unit_measure",
    "printed", "obs_status", "comment_obs", "rank_scope", "source_id", "vintage", "section",
]  # fmt: skip
"""The columns of an observation that comparing needs; the rest is not carried through the joins."""

CHOOSING = ["series", "year", "source_id", "reliability", "inexact", "width", "vintage", "obs_id"]
"""The columns that the choice of a statement looks at."""

NUMBERS = ("obs_value", "obs_lower", "obs_upper")


def quantity(rows: pd.DataFrame, name: str) -> list[str]:
    """The columns of a quantity: its own and those that go with it (`level`, `level_lower`, `level_source` ...)."""
    return [str(one) for one in rows.columns if one == name or str(one).startswith(f"{name}_")]


def renamed(rows: pd.DataFrame, name: str, new: str) -> dict[str, str]:
    """The columns of a quantity -> those of the quantity of a new name."""
    return {one: one.replace(name, new, 1) for one in quantity(rows, name)}


def called(rows: pd.DataFrame, name: str, new: str, keys: Iterable[str] = ()) -> pd.DataFrame:
    """A quantity under a new name, after some keys."""
    names = renamed(rows, name, new)
    return rows[[*keys, *names]].rename(columns=names)


def blanks_filled(rows: pd.DataFrame, *names: str) -> pd.DataFrame:
    """After a merge: "" in place of NaN in the text columns of the named quantities."""
    texts = [one for name in names for one in quantity(rows, name) if rows[one].dtype.kind != "f"]
    rows[texts] = rows[texts].fillna("")
    return rows


def filled(rows: pd.DataFrame) -> pd.DataFrame:
    """After an outer join: "" in place of NaN in all text columns."""
    return rows.assign(**{str(name): rows[name].fillna("") for name in rows.select_dtypes(["object", "str"])})


def observed(table: pd.DataFrame) -> pd.DataFrame:
    """The table, checked to be an observation table; `ParameterError` names what it lacks."""
    hint = "give the table of ipstats.load() or of ipstats.read(...).table"
    if not isinstance(table, pd.DataFrame):
        raise ParameterError(f"a table of observations was expected, not {type(table).__name__}; {hint}")
    if missing := [name for name in (*NEEDED, "is_target") if name not in table]:
        raise ParameterError(f"the table has no column {', '.join(missing[:3])}; {hint}")
    kinds = dict.fromkeys(NUMBERS, ("f", "numbers")) | dict.fromkeys(("period_start", "period_end"), ("M", "dates"))
    for name, (kind, what) in kinds.items():
        if table[name].dtype.kind not in (kind, "i" if kind == "f" else kind) and len(table):
            raise ParameterError(f"column {name} holds {table[name].dtype}, not {what}; {hint}")
    return table


def years_in(years: Iterable[int] | int) -> list[int]:
    """Years as a list, numpy's and 2023.0 too; `ParameterError` for what is none, years as text among them."""
    found = list(years) if isinstance(years, Iterable) else [years]
    try:
        if any(isinstance(year, str) for year in found):
            raise ParameterError("text")
        return [whole_year(year) for year in found]
    except ParameterError:
        raise ParameterError(f"years {years!r} are not whole numbers; give 2023 or range(2018, 2024)") from None


def on_year_before(rows: pd.DataFrame) -> pd.Series:
    """Whether a change is on the year before: 比上年, and 比上届 of what is counted once a year."""
    whole_year: pd.Series = rows["part"].isin(FULL_YEAR)
    return (rows["comparison"] == "yoy") | ((rows["comparison"] == "previous_period") & whole_year)


def statements(table: pd.DataFrame, measures: tuple[str, ...] = ("level", "share")) -> pd.DataFrame:
    """Results (no targets) of these measures that have a value, a place and a time, with `year`, `part`, `span`,
    `label_key` and `order`: the best statement of a figure has the least order.

    The order is that of `model.select.preferred`: status, exact bound, narrow interval, late vintage, id.
    """
    table = stated(observed(table))
    keep = table["measure"].isin(measures) & ~table["is_target"] & table["obs_value"].notna()
    keep &= (table["ref_area"] != "") & table["period_end"].notna()
    kept = table.loc[keep & (table["obs_status"] != "O"), NEEDED]
    return kept.assign(
        unit_measure=_one_unit(kept),
        year=kept["period_end"].dt.year,
        part=parts(kept["period_start"], kept["period_end"]),
        label_key=kept["label"].where(kept["indicator"] == "", ""),
        reliability=reliability(kept),
        inexact=kept["bound"] != "=",
        width=kept["obs_upper"] - kept["obs_lower"],
    )


def _one_unit(rows: pd.DataFrame) -> pd.Series:
    """Units with another counting word for the same thing (件 for 项) replaced by the indicator's own."""
    units = rows["unit_measure"]
    for indicator_id, unit in rows[["indicator", "unit_measure"]].drop_duplicates().itertuples(index=False):
        known = indicators().get(indicator_id)
        if known and unit in known.units:
            units = units.where((rows["indicator"] != indicator_id) | (rows["unit_measure"] != unit), known.unit)
    return units


def parts(starts: pd.Series, ends: pd.Series) -> pd.Series:
    """Which part of a year each period is, as a number that is equal for the same part of any year.

    Months and days of both ends and the years between them; the last day of a month counts as day 0, so that the end
    of February is the same in every year. An instant has no start: its number is negative.
    """
    end = _day_of_year(ends)
    start = _day_of_year(starts).fillna(0)
    span = (ends.dt.year - starts.dt.year).fillna(0)
    number = (span * 10_000 + start) * 10_000 + end
    return number.where(starts.notna(), -end).astype("int64")


def _day_of_year(days: pd.Series) -> pd.Series:
    return days.dt.month * 100 + days.dt.day.where(~days.dt.is_month_end, 0)


FULL_YEAR = ((101 * 10_000) + 1200, -1200)
"""The parts that are a calendar year, and the moment that ends one."""


def parts_of(period: str | None, year: int | None = None) -> tuple[int, ...]:
    """The parts that a period of `year` and its last day are (flows and stocks), a calendar year's when left out.

    `period` is in SDMX form (`2022-01-01/P11M`, `2022-S1`); `ParameterError` when it is not, `NotComparable` when it
    does not end in `year` (any year when left out).
    """
    if not period:
        return FULL_YEAR
    try:
        found = Period.parse(period)
    except ValueError as error:
        raise ParameterError(f"period: {error} (时期的写法不认识)") from None
    if year is not None and found.end.year != year:
        raise NotComparable(f"period {period} does not end in {year}; give a period of that year")
    starts, ends = (pd.Series([pd.Timestamp(day) if day else pd.NaT]) for day in (found.start, found.end))
    return tuple(dict.fromkeys(int(parts(one, ends).iloc[0]) for one in (starts, pd.Series([pd.NaT]))))


def best(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row for each combination of keys: the most reliable, exact, narrow and late statement."""
    order = ["reliability", "inexact", "width", "vintage", "obs_id"]
    ranked = rows.sort_values(order, ascending=[True, True, True, False, True], kind="stable")
    return ranked[~ranked.duplicated(keys)].sort_index()


def best_ranks(ranks: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The best rank that sources state for each combination of keys, as `published_rank` with its scope and source."""
    names = {
        "obs_value": "published_rank",
        "rank_scope": "published_rank_scope",
        "obs_id": "published_rank_id",
        "source_id": "published_rank_source",
    }
    return best(ranks, keys)[[*keys, *names]].rename(columns=names)


def pairs(rows: pd.DataFrame, years: int) -> pd.DataFrame:
    """Each figure of `rows` (of `statements`) with the same figure `years` earlier, one row a figure.

    Columns of the series, `time_period`, `base_period` and the quantities `level` and `base`. Where one source states
    both, its two statements are taken together (a revised series is not set against a first release), unless another
    states either more reliably; otherwise the best statement of either. A figure without an earlier one keeps an empty
    base.
    """
    rows = rows.assign(series=rows.groupby(SERIES, dropna=False).ngroup()).reset_index(drop=True)
    figures = rows[CHOOSING].assign(row=rows.index)
    level, base = _one_statement(figures, figures.assign(year=figures["year"] + years))
    figure = ["series", "year"]
    found = level[[*figure, "row"]].merge(
        base[[*figure, "row"]], on=figure, how="left", suffixes=("", "_base"), validate="one_to_one"
    )
    return _named(
        rows.loc[found["row"]].reset_index(drop=True),
        rows[[*REPORTED, "time_period", "period_end"]].reindex(found["row_base"]).reset_index(drop=True),
    )


def _one_statement(rows: pd.DataFrame, earlier: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One statement of every figure and of its base; only pairs with several on either side need to be chosen."""
    several = [one.loc[one.duplicated(["series", "year"], keep=False), ["series", "year"]] for one in (rows, earlier)]
    if several[0].empty:
        return rows, earlier
    open_pairs = pd.MultiIndex.from_frame(pd.concat(several))
    level, base = (pd.MultiIndex.from_frame(one[["series", "year"]]).isin(open_pairs) for one in (rows, earlier))
    chosen = _together(rows[level], earlier[base])
    return pd.concat([rows[~level], chosen[0]]), pd.concat([earlier[~base], chosen[1]])


def _together(rows: pd.DataFrame, earlier: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The statements of every figure and its base that belong together: those of one source where there is one."""
    figure = ["series", "year"]
    order = [*figure, "source_id", "reliability", "inexact", "width"]
    level, base = best(rows, [*figure, "source_id"]), best(earlier, [*figure, "source_id"])
    both = level[order].merge(base[order], on=[*figure, "source_id"], suffixes=("", "_base"))
    for end, of in (("", level), ("_base", base)):
        most = of.groupby(figure)["reliability"].min().rename("most")
        both = both.merge(most, on=figure)
        both = both[both[f"reliability{end}"] == both.pop("most")]
    for name in ("reliability", "inexact", "width"):
        both[name] = np.maximum(both[name], both.pop(f"{name}_base"))
    ranked = both.sort_values(["reliability", "inexact", "width", "source_id"], kind="stable")
    chosen = ranked.loc[~ranked.duplicated(figure), [*figure, "source_id"]]
    return _chosen(level, chosen), _chosen(base, chosen)


def _chosen(rows: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: that of the chosen source, else the best."""
    figure = ["series", "year"]
    of_source = rows.merge(chosen, on=[*figure, "source_id"])
    others = best(rows, figure).merge(chosen[figure], on=figure, how="left", indicator=True)
    return pd.concat([of_source, others[others.pop("_merge") == "left_only"]], ignore_index=True)


def _named(levels: pd.DataFrame, bases: pd.DataFrame) -> pd.DataFrame:
    columns = {name: levels[name] for name in ("ref_area", "ref_area_name", "indicator", "indicator_name")}
    columns |= {
        name: levels[name] for name in ("label", "scope", "measure", "unit_measure", "rank_scope", "year", "part")
    }
    columns |= {"time_period": levels["time_period"], "base_period": bases["time_period"].fillna("").astype("str")}
    columns |= {"period_end": levels["period_end"], "base_end": bases["period_end"]}
    for column, suffix in REPORTED.items():
        columns[f"level{suffix}"] = levels[column]
        base = bases[column]
        columns[f"base{suffix}"] = base.astype(float) if column in NUMBERS else base.fillna("").astype("str")
    return pd.DataFrame(columns)


def reported(rows: pd.DataFrame, name: str, keys: Iterable[str] = ()) -> pd.DataFrame:
    """Statements as the quantity `name` of reported figures (value, interval, source, status ...), after some keys."""
    names = {column: f"{name}{suffix}" for column, suffix in REPORTED.items()}
    return rows[[*keys, *names]].rename(columns=names)


def without(paired: pd.DataFrame, name: str) -> pd.DataFrame:
    """The pairs with one of their quantities (`level` or `base`) set to missing."""
    empty = {f"{name}{suffix}": "" for suffix in REPORTED.values()}
    return paired.assign(**empty | dict.fromkeys((name, f"{name}_lower", f"{name}_upper"), np.nan))


def of_area(table: pd.DataFrame, area: str | int) -> pd.DataFrame:
    """The rows of an area given by code or by any of its names (`ParameterError` when it is none); maybe no rows."""
    rows = table if "ref_area" in table else observed(table)
    return rows[rows["ref_area"] == find_area(area).code]


def about(result: pd.DataFrame, area: str, zh: str = "", en: str = "", indicator: str = "") -> pd.DataFrame:
    """The result with `attrs` for its captions: area, indicator, and in both languages why it is empty."""
    result = shown(result)
    result.attrs |= {"area": find_area(area).code, "indicator": indicator, "reason_zh": zh, "reason_en": en}
    return result


def of_indicators(table: pd.DataFrame, names: list[str] | str | None) -> pd.DataFrame:
    """The rows of some indicators given by id or name, all of them when left out."""
    if names is None:
        return table
    ids = [indicator(name).id for name in (names if isinstance(names, list | tuple) else [names]) if name]
    return table[table["indicator"].isin(ids)]


def sorted_by(rows: pd.DataFrame, keys: list[str], **orders: Iterable[str]) -> pd.DataFrame:
    """Rows sorted by some columns; those with an order by the place of their values in it, others last."""
    places = {name: {value: place for place, value in enumerate(order)} for name, order in orders.items()}

    def key(column: pd.Series) -> pd.Series:
        return column.map(places[str(column.name)]) if column.name in places else column

    return rows.sort_values(keys, key=key, kind="stable", ignore_index=True)


def in_catalogue_order(result: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of the catalogue, named in both languages; within an indicator by coverage and time."""
    english = result["indicator"].map({name: one.en for name, one in indicators().items()})
    named = result.assign(indicator_name_en=english.fillna(result["label"]))
    named["indicator_name"] = named["indicator_name"].where(named["indicator_name"] != "", named["label"])
    keys = [name for name in ("indicator", "scope", "measure", "year", "period_end", "part") if name in named]
    return sorted_by(named, keys, indicator=indicators())
