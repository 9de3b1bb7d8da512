"""Time adds up: part of a year is at most the year, what is counted since a day never falls, stock and flow agree."""

import numpy as np
import pandas as pd

from ipstats.checks.claims import Claims, next_in_line
from ipstats.checks.evidence import relate
from ipstats.checks.parts import AT_MOST
from ipstats.checks.registry import check
from ipstats.model.periods import Period

COUNTED_UP = "累计"
SERIES = ["area", "what", "cover", "unit"]


@check
def part_year(claims: Claims) -> pd.DataFrame:
    """Flows of one document or several, from the same first day, to a later last day."""
    table = _dated(claims, claims.levels[claims.kind_is("flow", "")[claims.levels]])
    return _growing(claims, "part_year", table[table["start"] > 0], [*SERIES, "start"], "end", claim="part")


@check
def counted_up(claims: Claims) -> pd.DataFrame:
    """Figures that their label calls 累计, at later and later moments."""
    labels = claims.table["label"].str.contains(COUNTED_UP).to_numpy()
    table = _dated(claims, claims.levels[labels[claims.levels]], "label", "at")
    table = table[table["start_year"] != table["year"]]
    return _growing(claims, "counted_up", table, [*SERIES, "label", "start"], "at", claim="total")


def _growing(
    claims: Claims, check_id: str, table: pd.DataFrame, keys: list[str], along: str, claim: str
) -> pd.DataFrame:
    """Evidence that of the rows alike in `keys` none is less than the one before it (in `along`)."""
    table = table.sort_values([*keys, along], kind="stable")
    nth, rows = next_in_line(table, keys, along), table["row"].to_numpy()
    members = {"part": rows[nth - 1], "total": rows[nth]}
    return relate(claims, check_id, AT_MOST, members, claim, tight=False, truncates=False)


@check
def stock_and_flow(claims: Claims) -> pd.DataFrame:
    """Cumulative counts (累计, or from before the year) and year-to-date flows of one indicator within a year."""
    table = _dated(claims, claims.levels)
    to_date = (table["start_year"] == table["year"]) & table["from_january"]
    since = (table["start"] > 0) & (table["start_year"] < table["year"])
    both = table[since].merge(table[to_date], on=[*SERIES, "end", "year"], suffixes=("", "_to_date"))
    keys = [*SERIES, "start", "year"]
    both = both.sort_values([*keys, "end"], kind="stable")
    nth, total, flow = next_in_line(both, keys, "end"), both["row"].to_numpy(), both["row_to_date"].to_numpy()
    members = {"later": total[nth], "later_flow": flow[nth], "earlier": total[nth - 1], "earlier_flow": flow[nth - 1]}
    solve = {
        "later": lambda later_flow, earlier, earlier_flow: earlier - earlier_flow + later_flow,
        "earlier": lambda later, later_flow, earlier_flow: later - later_flow + earlier_flow,
        "later_flow": lambda later, earlier, earlier_flow: later - earlier + earlier_flow,
        "earlier_flow": lambda later, later_flow, earlier: later_flow - later + earlier,
    }
    return relate(claims, "stock_and_flow", solve, members, "later")


def _dated(claims: Claims, rows: np.ndarray, *names: str) -> pd.DataFrame:
    """The rows with `year` and their days: `start` and `end` as ordinals (`start` 0 where there is none), `start_year`,
    and whether they count `from_january`."""
    days = [_days(moment) for moment in claims.moments]
    spans = pd.DataFrame(days, columns=["start", "start_year", "from_january", "end"])
    spans = spans.iloc[claims.column("moment")[rows]].set_axis(rows)
    table: pd.DataFrame = pd.concat([claims.table.loc[rows, [*SERIES, *names]], spans], axis=1)
    return table.assign(row=rows, year=claims.years[rows])


def _days(moment: Period | None) -> tuple[int, int, bool, int]:
    if moment is None or moment.start is None:
        return 0, 0, False, moment.end.toordinal() if moment else 0
    start = moment.start
    return start.toordinal(), start.year, (start.month, start.day) == (1, 1), moment.end.toordinal()
