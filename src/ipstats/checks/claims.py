"""Reported figures as claims: the keys by which one is found for another, and their intervals.

Two figures meet only when place, indicator, coverage and the part of the year are the same: the keys see to it.
Targets, thresholds and empty rows are never claims about what happened.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

import numpy as np
import pandas as pd

from ipstats.grammar.lexicon import words
from ipstats.model.definitions import normalise
from ipstats.model.indicators import Indicator, indicators
from ipstats.model.intervals import Interval, last_place
from ipstats.model.observations import DOUBTFUL
from ipstats.model.periods import Period, add_months, as_date

Rows = np.ndarray | list[int] | int
"""Numbers of rows, or one of them."""
NOWHERE = -1
"""The code of what is not in the tables: it matches nothing."""
FIGURE = ["edition", "area", "what", "cover", "moment", "measure", "comparison", "part_of", "rank_scope"]
"""What a figure of one edition is of."""
NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
"""A printed number, and its decimal places."""
FEW, MOSTLY = 5, 0.8
"""From so many figures, and this part of them, a column tells how many decimal places its figures have."""

NEAR = 0.1
"""How far from its number a word of bound (近, 超, 不足) can be meant, as part of it, and no more than a last unit."""


@dataclass(frozen=True, eq=False)
class Claims:
    """Rows of one or more tables, with integer codes for their keys.

    `table` has the observation columns and `area`, `what`, `cover`, `moment`, `unit`, `edition` (codes), `stated`
    (False for targets, thresholds and empty rows), `at` (the end of the period in years, a float). `whats`, `areas`
    and `moments` are what the codes stand for.
    """

    table: pd.DataFrame
    whats: pd.Index
    areas: pd.Index
    covers: pd.Index
    moments: list[Period | None]

    def __len__(self) -> int:
        return len(self.table)

    def column(self, name: str) -> np.ndarray:
        """One column as an array."""
        return self._arrays[name]

    @cached_property
    def _arrays(self) -> dict[str, np.ndarray]:
        return {name: self.table[name].to_numpy() for name in self.table.columns}

    def interval(self, rows: Rows) -> Interval:
        """What the printed figures can mean."""
        return Interval(self.column("obs_lower")[rows], self.column("obs_upper")[rows])

    def near(self, rows: Rows) -> Interval:
        """What they can mean where a word of bound (近, 超) is taken to stand near its number; one of nought (连续三年
        增长) is near nothing, and stays open."""
        value, lower, upper = (self.column(name)[rows] for name in ("obs_value", "obs_lower", "obs_upper"))
        reach = np.where(value == 0, np.inf, np.minimum(self.last_units[rows], NEAR * np.abs(value)))
        return Interval(
            np.where(np.isneginf(lower), value - reach, lower), np.where(np.isposinf(upper), value + reach, upper)
        )

    @cached_property
    def last_units(self) -> np.ndarray:
        """The unit of the last digit of the figures with an open end; nought for others."""
        return last_units(self.table)

    def truncated(self, rows: Rows) -> Interval:
        """What they can mean if further places were cut off; exact and open figures as they are."""
        value, lower, upper = (self.column(name)[rows] for name in ("obs_value", "obs_lower", "obs_upper"))
        step = np.where(np.isfinite(upper - lower), upper - lower, 0.0)
        closed = step > 0
        return Interval(
            np.where(closed, np.where(value < 0, value - step, value), lower),
            np.where(closed, np.where(value < 0, value, value + step), upper),
        )

    def either(self, rows: Rows) -> Interval:
        """What they can mean, rounded or cut off."""
        rounded, cut = self.interval(rows), self.truncated(rows)
        return Interval(np.minimum(rounded.lower, cut.lower), np.maximum(rounded.upper, cut.upper))

    def alike(self, names: Iterable[str], rows: Rows | None = None) -> np.ndarray:
        """A number for each row (of some, or of all) that the rows alike in these columns share."""
        table = self.table[list(names)]
        return (table if rows is None else table.iloc[rows]).groupby(list(names)).ngroup().to_numpy()

    def of(self, *measures: str) -> np.ndarray:
        """Rows of these measures that state a result, each once where a document repeats it."""
        return np.flatnonzero(np.isin(self.column("measure"), measures) & self.column("stated") & ~self._repeated)

    @cached_property
    def _repeated(self) -> np.ndarray:
        """Rows that say again what an earlier row of their document has said."""
        return self.table.duplicated([*FIGURE, "unit", "obs_lower", "obs_upper"]).to_numpy()

    @cached_property
    def places(self) -> np.ndarray:
        """How many decimal places each row is printed with; -1 for words and for what is empty."""
        found = self.table["printed"].astype("str").str.extract(f"({NUMBER.pattern})")
        return np.asarray(found[1].fillna("").str.len().where(found[0].notna(), -1), dtype=int)

    @cached_property
    def usual_places(self) -> np.ndarray:
        """The decimal places of nearly all figures of each row's column, -1 where they differ or are few."""
        table = self.table[["edition", "what", "measure", "unit"]].assign(places=self.places)
        alike = table.groupby(list(table))["places"].transform("size").to_numpy()
        column = table.groupby(list(table.columns[:4]))
        number = column["places"].transform("size").to_numpy()
        usual = table["places"].where((alike >= FEW) & (alike >= MOSTLY * number))
        return usual.groupby(column.ngroup()).transform("max").fillna(-1).to_numpy(dtype=int)

    @cached_property
    def outlooks(self) -> dict[frozenset[int], pd.DataFrame]:
        """What `series.outlook` has worked out, by the rows left out."""
        return {}

    @cached_property
    def levels(self) -> np.ndarray:
        """Rows that state a level."""
        return self.of("level")

    @cached_property
    def indicator_of(self) -> list[Indicator | None]:
        """The catalogue's entry of each `what` code; None for an unknown indicator."""
        return [indicators().get(what) for what in self.whats]

    @cached_property
    def is_ratio(self) -> np.ndarray:
        """Rows of indicators that are worked out of others (densities, intensities)."""
        return self.kind_is("ratio", "rate")

    def kind_is(self, *kinds: str) -> np.ndarray:
        """Rows whose indicator is of these kinds in the catalogue, "" for one that it lacks."""
        true = np.array([(one.kind if one else "") in kinds for one in self.indicator_of], dtype=bool)
        return true[self.column("what")]

    @cached_property
    def read(self) -> np.ndarray:
        """Rows that a reader found in a document's text."""
        return self.table["char_start"].notna().to_numpy()

    @cached_property
    def doubtful(self) -> np.ndarray:
        """Rows of which the reader doubts what they are of (`trust`)."""
        return (self.table["trust"] == DOUBTFUL).to_numpy()

    @cached_property
    def years(self) -> np.ndarray:
        """The year in which each row's period ends."""
        return np.asarray(self.table["period_end"].dt.year)

    def what_code(self, indicator: str) -> int:
        """The code of an indicator id; `NOWHERE` when no row has it."""
        return int(self.whats.get_indexer(pd.Index([indicator]))[0])

    def area_code(self, area: str) -> int:
        """The code of an area; `NOWHERE` when no row has it."""
        return int(self.areas.get_indexer(pd.Index([area]))[0])

    def moment_code(self, moment: Period | None) -> int:
        """The code of a period; `NOWHERE` when no row has it."""
        return self._moment_codes.get(moment, NOWHERE)

    @cached_property
    def _moment_codes(self) -> dict[Period | None, int]:
        return {moment: code for code, moment in enumerate(self.moments)}

    def related(self, rows: Rows, field: str) -> np.ndarray:
        """The code of the indicator that each row's names in a field (`numerator`, `part_of`); `NOWHERE` for none."""
        names = [getattr(one, field) if one else "" for one in self.indicator_of]
        codes = [self.what_code(name) if name else NOWHERE for name in names]
        return np.array([*codes, NOWHERE])[self.column("what")[rows]]

    def keys(self, *codes: np.ndarray | int) -> np.ndarray:
        """One integer a figure from codes of area, indicator, coverage and moment; negative where one is `NOWHERE`."""
        parts = [np.asarray(part, dtype=np.int64) for part in codes]
        sizes = (len(self.areas), len(self.whats), len(self.covers), len(self.moments))
        key = np.zeros(np.broadcast_shapes(*(part.shape for part in parts)), dtype=np.int64)
        missing = np.zeros(key.shape, dtype=bool)
        for part, size in zip(parts, sizes, strict=True):
            key = key * size + part
            missing |= part < 0
        return np.where(missing, NOWHERE, key)

    def find(
        self, rows: np.ndarray, among: np.ndarray, *, without: Sequence[str] = (), **other: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Positions in `rows` and the rows of `among` that have the same key, every pair once.

        Keyword arguments (`area`, `what`, `cover`, `moment`: code arrays as long as `rows`) replace a part of the key;
        parts that it goes `without` may differ.
        """
        names = ("area", "what", "cover", "moment")
        wanted = self.keys(*(0 if name in without else other.get(name, self.column(name)[rows]) for name in names))
        there = self.keys(*(0 if name in without else self.column(name)[among] for name in names))
        i, j = pairs(wanted, there)
        return i, among[j]

    def base_moments(self, rows: np.ndarray) -> np.ndarray:
        """Codes of the moments that the rows compare with (their `comparison`); `NOWHERE` when not in the tables."""
        asked = pd.Series(list(zip(self.column("moment")[rows], self.column("comparison")[rows], strict=True)))
        bases = {
            pair: self.moment_code(base_period(self.moments[pair[0]], pair[1])) for pair in asked.unique().tolist()
        }
        bases = {pair: NOWHERE if base == pair[0] else base for pair, base in bases.items()}
        return asked.map(bases).to_numpy(dtype=np.int64)

    def shifted(self, moments: np.ndarray, years: int) -> np.ndarray:
        """Codes of the same parts of other years."""
        table: np.ndarray = np.array([self.moment_code(m and m.shifted(years)) for m in self.moments] + [NOWHERE])
        return np.asarray(table[moments])


def pairs(wanted: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All (i, j) with `wanted[i] == there[j]`; negative keys match nothing."""
    order = np.argsort(there, kind="stable")
    ordered = there[order]
    first = np.searchsorted(ordered, wanted, "left")
    count = np.where(wanted < 0, 0, np.searchsorted(ordered, wanted, "right") - first)
    i = np.repeat(np.arange(len(wanted)), count)
    nth = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, order[np.repeat(first, count) + nth]


def next_in_line(table: pd.DataFrame, keys: list[str], later: str = "") -> np.ndarray:
    """Places of the lines of a sorted table that follow a line with the same keys (and have more in `later`)."""
    before = table.shift()
    follows = (table[keys] == before[keys]).all(axis=1)
    return np.flatnonzero(follows & (table[later] > before[later]) if later else follows)


def base_period(period: Period | None, comparison: str) -> Period | None:
    """The period a comparison is with: `yoy`, `previous_period`, `since:PERIOD`, `annual_average:PERIOD`."""
    if period is None or not comparison:
        return None
    if comparison == "yoy":
        return period.shifted(-1)
    if comparison == "previous_period":
        return _previous(period)
    words = comparison.partition(":")[2]
    try:
        base = Period.year(*map(int, words.split("-"))) if re.fullmatch(r"\d{4}-\d{4}", words) else Period.parse(words)
    except ValueError:
        return None
    return Period.instant(base.end) if period.is_instant else base


def _previous(period: Period) -> Period | None:
    if period.start is None or period.length is None:
        return None
    return Period(add_months(period.start, -period.length), period.start - timedelta(days=1))


def claims_of(table: pd.DataFrame) -> Claims:
    """Claims of an observation table (rows of several documents and editions under one another)."""
    table = _in_per_cent(table.reset_index(drop=True))
    known = table["indicator"].where(table["indicator"] != "", "~" + table["label"].map(normalise))
    what, whats = pd.factorize(known)
    area, areas = pd.factorize(table["ref_area"].where(table["ref_area"] != "", "~" + table["ref_area_name"]))
    cover, covers = pd.factorize(table["scope"])
    catalogue = [indicators().get(name) for name in whats]
    moment, moments = _moments(table, what, catalogue)
    half = _printed_places(table, what, catalogue)
    table = _with_remainders(table)
    value, ends = table["obs_value"], table["period_end"]
    table = table.assign(
        obs_lower=table["obs_lower"].fillna(value) - half, obs_upper=table["obs_upper"].fillna(value) + half,
        area=area, what=what, cover=cover, moment=moment, unit=_units(table), edition=_editions(table),
        stated=~table["is_target"] & value.notna() & (table["measure"] != "threshold") & (moment >= 0),
        at=ends.dt.year + (ends.dt.day_of_year - 1) / 366, day=ends.astype("int64"),
    )  # fmt: skip
    return Claims(table, pd.Index(whats), pd.Index(areas), pd.Index(covers), moments)


def _in_per_cent(table: pd.DataFrame) -> pd.DataFrame:
    """The table with growth said in 倍 (增长1.4倍) as growth in per cent."""
    times = (table["measure"] == "growth") & (table["unit_measure"] == "倍")
    values = {name: table[name].where(~times, table[name] * 100) for name in ("obs_value", "obs_lower", "obs_upper")}
    words = {"unit_measure": "%", "printed": ""}
    return table.assign(**values, **{name: table[name].where(~times, word) for name, word in words.items()})


def _with_remainders(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an end for 余 and 多, which stand for what is less than a unit of the digit before them."""
    more = "|".join(words("remainder_after"))
    said = table["bound"].isin([">=", "<="]) & (table["obs_text"] + table["printed"]).str.contains(more, regex=True)
    units = last_units(table)
    upper = table["obs_upper"].where(~(said & np.isposinf(table["obs_upper"])), table["obs_value"] + units)
    lower = table["obs_lower"].where(~(said & np.isneginf(table["obs_lower"])), table["obs_value"] - units)
    return table.assign(obs_lower=lower, obs_upper=upper)


def last_units(table: pd.DataFrame) -> np.ndarray:
    """The unit of the last decimal of each figure with an open end, else of its last digit but nought (2000余: 1000;
    2.0万余: 1000); nought for others."""
    value = table["obs_value"].to_numpy()
    units = np.zeros(len(table))
    printed = table["printed"].tolist()
    is_open = (np.isinf(table["obs_lower"]) | np.isinf(table["obs_upper"])) & np.isfinite(value)
    for row in np.flatnonzero(is_open).tolist():
        number, found = Decimal(str(value[row])), NUMBER.search(printed[row])
        digits = Decimal(found[0].replace(",", "")) if found and found[1] else Decimal(0)
        units[row] = float(abs(number / digits).scaleb(-len(found[1])) if found and digits else last_place(number))
    return units


def _editions(table: pd.DataFrame) -> np.ndarray:
    """A number for each document of each file, in order of publication, undated ones in the order given."""
    file = table["file"] if "file" in table else pd.Series(0, index=table.index)
    documents = pd.DataFrame({"file": file, "source": table["source_id"], "vintage": table["vintage"]})
    order = documents.drop_duplicates().sort_values(["vintage", "file"], na_position="first", kind="stable")
    dated = order["vintage"].notna().all()
    order = order if dated else documents.drop_duplicates()
    number = pd.Series(range(len(order)), index=pd.MultiIndex.from_frame(order))
    return number.reindex(pd.MultiIndex.from_frame(documents)).to_numpy()


def _moments(
    table: pd.DataFrame, what: np.ndarray, catalogue: list[Indicator | None]
) -> tuple[np.ndarray, list[Period | None]]:
    """Codes of the periods. A stock holds at a moment, also where a table gives its year a first day."""
    stock = np.array([one is not None and one.is_stock for one in catalogue], dtype=bool)[what]
    starts = table["period_start"].where(~stock, pd.NaT)
    pair = pd.MultiIndex.from_arrays([starts, table["period_end"]])
    code, distinct = pd.factorize(pair)
    days = [(as_date(start), as_date(end)) for start, end in distinct]
    periods = [Period(start, end) if end and (start is None or start <= end) else None for start, end in days]
    known = np.array([period is not None for period in periods], dtype=bool)
    return np.where(known[code], code, NOWHERE), periods


def _printed_places(table: pd.DataFrame, what: np.ndarray, catalogue: list[Indicator | None]) -> np.ndarray:
    """Half a unit of the last printed place for ratios that a reader took for exact counts (14件 每万人), else 0."""
    ratio = np.array([one is not None and one.kind in ("ratio", "rate") for one in catalogue], dtype=bool)[what]
    exact = ratio & (table["obs_lower"] == table["obs_upper"]).to_numpy() & (table["measure"] == "level").to_numpy()
    half = np.zeros(len(table))
    printed = table["printed"].tolist()
    for row in np.flatnonzero(exact).tolist():
        if found := re.fullmatch(r"-?\d+(?:\.(\d+))?", printed[row]):
            half[row] = 0.5 * 10.0 ** -len(found[1] or "")
    return half


def _units(table: pd.DataFrame) -> np.ndarray:
    """Codes of units, one for those that an indicator counts in alike (件 and 项 of one indicator)."""
    pairs = list(zip(table["indicator"], table["unit_measure"], strict=True))
    same = {}
    for indicator, unit in set(pairs):
        entry = indicators().get(indicator)
        same[indicator, unit] = entry.unit if entry and unit and entry.counts_in(unit) else re.sub(r"\s", "", unit)
    return pd.factorize(pd.Series([same[pair] for pair in pairs], dtype="str"))[0]
