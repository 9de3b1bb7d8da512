"""What the years before and after and the other areas let one expect of a figure, and from where on it is off."""

from math import exp, log, sqrt

import numpy as np
import pytest
from claimed import minimal, year_rows

from ipstats.checks import CHECKS
from ipstats.checks.claims import Claims, claims_of
from ipstats.checks.inputs import one_table
from ipstats.checks.magnitude import comparable
from ipstats.checks.series import outlook, outstanding, surprise

NAMES = ("北京", "天津", "河北", "山西", "辽宁", "吉林", "上海", "江苏", "浙江")
TEN = log(10)


def claims(*rows: str) -> Claims:
    return claims_of(one_table([minimal(*rows)]))


def levels(values: dict[str, dict[int, float]], what: str = "商标注册量") -> Claims:
    """Yearly levels by area, from logarithms above a hundred million."""
    return claims(
        *(
            row
            for place, years in values.items()
            for row in year_rows(place, what, {year: str(round(1e8 * exp(off))) for year, off in years.items()})
        )
    )


def off_in(year: int, by: float, spread: float) -> Claims:
    """Nine areas over three years; in one year the last is off by a logarithm where the others' steps spread so."""
    distance = sqrt(spread**2 - 0.01**2) / 1.4826
    away = (0.0, 0.0, 0.0, distance, distance, distance, -distance, -distance, by)
    return levels({name: {2021: 0.0, 2022: 0.0, 2023: 0.0, year: off} for name, off in zip(NAMES, away, strict=True)})


@pytest.mark.parametrize(
    ("year", "by", "spread", "cause"),
    [
        (2022, 0.75, 0.75 / 8.1, [""]), (2022, 0.75, 0.75 / 7.9, []), (2022, -0.75, 0.75 / 8.1, [""]),
        (2022, 0.71, 0.03, [""]), (2022, 0.69, 0.03, []), (2023, 0.75, 0.03, []), (2021, -0.75, 0.03, []),
        (2022, TEN + 0.49, (TEN + 0.49) / 6.1, ["decimal_slip"]), (2022, TEN + 0.49, (TEN + 0.49) / 5.9, []),
        (2022, TEN + 0.51, (TEN + 0.51) / 8.1, [""]), (2022, TEN + 0.51, (TEN + 0.51) / 7.9, []),
        (2022, -TEN - 0.49, 0.3, ["decimal_slip"]), (2022, 4 * TEN - 0.49, 0.3, ["unit_slip"]),
        (2023, TEN - 0.49, 0.2, ["decimal_slip"]), (2021, -4 * TEN, 0.2, ["unit_slip"]), (2023, TEN - 0.51, 0.2, []),
    ],
)  # fmt: skip
def test_a_level_is_out_of_line_from_eight_spreads_and_a_factor_of_two_on_or_near_a_power_of_ten(
    year, by, spread, cause
):
    """Between two years any leap of eight spreads and 0.7 in logarithms; at the ends, and from six spreads on, only one
    within 0.5 of a power of ten."""
    assert CHECKS["magnitude"].run(off_in(year, by, spread))["cause"].tolist() == cause


@pytest.mark.parametrize(
    ("years", "by", "cause"),
    [
        (range(2019, 2024), TEN, ["decimal_slip"]), (range(2020, 2024), TEN, []),
        (range(2020, 2024), 4 * TEN, ["unit_slip"]), (range(2019, 2024), 2 * TEN + 0.51, []),
    ],
)  # fmt: skip
def test_the_last_of_a_series_alone_lost_its_point_after_four_steps_and_its_scale_after_any(years, by, cause):
    alone = levels({"北京": dict.fromkeys(years, 0.0) | {2023: by}})
    found = CHECKS["magnitude"].run(alone)
    assert found["cause"].tolist() == cause
    assert [alone.years[row] for row in found["row"]] == [2023] * len(cause)


def test_the_ends_of_a_long_series_are_comparable_too():
    alone = levels({"北京": dict.fromkeys(range(2019, 2024), 0.0)})
    assert comparable(alone).tolist() == [0, 1, 2, 3, 4]


STOCK, FLOW, DENSITY, PEOPLE = "有效发明专利量", "商标注册量", "每万人口发明专利拥有量", "常住人口"


def spreads(what: str, unit: str, days: dict[str, float], start: str = "") -> np.ndarray:
    """The spread of each figure of one area, of levels at these days."""
    rows = [f"北京|{what}|level||{start and day[:4] + start}|{day}|{value}|{unit}" for day, value in days.items()]
    return outlook(claims(*rows)).sort_values("row")["spread"].to_numpy()


@pytest.mark.parametrize(
    ("what", "unit", "start", "of_kind"),
    [
        (STOCK, "件", "", 0.12), (FLOW, "件", "-01-01", 0.3), (DENSITY, "件/万人", "", 0.12), (PEOPLE, "人", "", 0.02),
        ("登记量", "件", "", 0.3), ("R&D经费投入强度", "%", "-01-01", 0.3),
    ],
)  # fmt: skip
def test_the_spread_of_a_kind_of_figure_is_known_before_its_series_is(what, unit, start, of_kind):
    """One step tells nothing, so that half as much again is allowed; two steps or three tell little."""
    days = {f"{year}-12-31": 100_000_000 for year in range(2019, 2023)}
    for number, wanted in ((2, 1.5 * of_kind), (3, of_kind), (4, of_kind)):
        found = spreads(what, unit, dict(list(days.items())[:number]), start)
        assert found == pytest.approx([sqrt(wanted**2 + 0.01**2)] * number, rel=2e-3)


@pytest.mark.parametrize(
    ("last", "years"), [("2020-12-31", 1.0), ("2021-12-31", 2.0), ("2020-06-30", 0.5), ("2020-01-31", 0.25)]
)
def test_over_several_years_a_figure_spreads_by_their_root_and_by_half_a_years_at_least(last, years):
    found = spreads(STOCK, "件", {"2019-12-31": 100_000_000, last: 100_000_000})
    assert found == pytest.approx([sqrt((1.5 * 0.12) ** 2 * years + 0.01**2)] * 2, abs=2e-3)


def test_small_counts_spread_by_chance_and_small_ratios_do_not():
    days = {"2021-12-31": 40, "2022-12-31": 50}
    assert spreads(STOCK, "件", days) == pytest.approx([sqrt(0.18**2 + 0.01**2 + 1 / 40 + 1 / 50)] * 2)
    assert spreads(DENSITY, "件/万人", days) == pytest.approx([sqrt(0.18**2 + 0.01**2)] * 2)


@pytest.mark.parametrize(
    ("steps", "usual", "spread"),
    [
        ((0.1, 0.1, 0.1, 0.1), 0.1, 0.15), ((0.1, 0.1, 0.1), 0.0, 0.3),
        ((0.0, 0.2, 0.4, 0.2), 0.2, 0.15), ((0.0, 0.3, 0.6, 0.3, 0.8), 0.3, 1.4826 * 0.3),
    ],
)  # fmt: skip
def test_four_steps_of_its_own_tell_the_growth_of_a_series_and_how_much_it_varies(steps, usual, spread):
    """At least half of what is usual for its kind."""
    seen = outlook(levels({"北京": dict(zip(range(2015, 2024), np.cumsum((0.0, *steps)), strict=False))}))
    last = seen.sort_values("at").iloc[-1]
    assert last["past"] == pytest.approx(log(1e8) + sum(steps[:-1]) + usual, abs=2e-3)
    assert last["spread"] == pytest.approx(sqrt(spread**2 + 0.01**2), rel=3e-3)


@pytest.mark.parametrize(
    "years",
    [(2015, 2016, 2017, 2018, 2020), (2012, 2014, 2016, 2018, 2020), (2016, 2018, 2019, 2020, 2021), range(2016, 2021)],
)
def test_the_growth_of_a_series_over_a_gap_is_that_of_its_years(years):
    """It grows by 0.1 (a logarithm) a year."""
    seen = outlook(levels({"北京": {year: 0.1 * (year - 2010) for year in years}})).sort_values("at")
    assert seen["past"].iloc[-1] == pytest.approx(log(1e8) + 0.1 * (years[-1] - 2010), abs=2e-3)
    assert seen["spread"].to_numpy() == pytest.approx([sqrt(0.15**2 * gap + 0.01**2) for gap in _gaps(years)], abs=2e-3)


def _gaps(years) -> list[int]:
    """The shorter of the steps before and after each year."""
    steps = np.diff(years)
    return [int(min(steps[max(0, n - 1) : n + 1])) for n in range(len(years))]


def test_areas_that_all_grow_differently_tell_no_more_than_four_times_the_usual_of_their_kind():
    grown = dict(zip(NAMES[:5], (-4.0, -2.0, 0.0, 2.0, 4.0), strict=True))
    seen = outlook(levels({name: {2021: 0.0, 2022: by} for name, by in grown.items()}, STOCK))
    assert seen["spread"].to_numpy() == pytest.approx([sqrt((4 * 0.12) ** 2 + 0.01**2)] * 10, abs=1e-3)


@pytest.mark.parametrize(
    ("before", "now", "after", "deviation"),
    [(0.0, 1.0, 0.4, 0.6), (0.0, 1.0, 1.5, 0.0), (0.4, 1.0, 0.0, 0.6), (0.0, -1.0, -0.3, -0.7), (0.0, 0.5, 0.5, 0.0)],
    ids=["a peak", "a rise", "a peak nearer the past", "a dip", "a lasting rise"],
)
def test_a_figure_is_off_by_the_nearer_of_its_neighbours_and_a_rise_is_not_off(before, now, after, deviation):
    seen = outlook(levels({"北京": {2021: before, 2022: now, 2023: after}})).sort_values("at")
    middle = seen.iloc[1]
    assert seen["support"].tolist() == [1, 1, 1], "two steps of its own tell no more than one"
    assert middle["deviation"] == pytest.approx(deviation, abs=1e-6) and seen["sides"].tolist() == [1, 2, 1]
    centre, room = log(1e8) + now - deviation, 3 * sqrt(0.3**2 + 0.01**2)
    assert [log(middle["lower"]), log(middle["upper"])] == pytest.approx([centre - room, centre + room], abs=1e-6)


def test_surprise_is_a_tenth_a_spread_and_one_at_most():
    alone = levels({"北京": {2021: 0.0, 2022: 0.9}, "天津": {2021: 0.0, 2022: 9.0}, "河北": {2022: 0.0}})
    spread = sqrt((1.5 * 0.3) ** 2 + 0.01**2)
    assert surprise(alone) == pytest.approx([0.09 / spread, 0.09 / spread, 1.0, 1.0, 0.0], abs=1e-6)


def test_a_figure_without_a_neighbour_has_no_support_and_one_of_five_areas_has_theirs():
    seen = outlook(levels({"北京": {2022: 0.0}} | {name: {2021: 0.0, 2022: 0.1} for name in NAMES[1:6]}))
    assert seen.sort_values("row")[["sides", "support"]].to_numpy().tolist() == [[0, 0]] + [[1, 5]] * 10


@pytest.mark.parametrize(("printed", "kept"), [("8", True), ("1", True), ("0", False), ("超8", False), ("约8", True)])
def test_only_figures_above_nought_that_are_no_bounds_make_a_series(printed, kept):
    rows = year_rows("北京", FLOW, {2021: "8", 2022: printed})
    assert len(outlook(claims(*rows))) == 1 + kept


@pytest.mark.parametrize(("number", "known"), [(5, True), (4, False)])
def test_a_column_of_five_areas_tells_which_of_them_stands_out(number, known):
    column = levels({name: {2022: off} for name, off in zip(NAMES, (5.0, 0.1, 0.0, -0.1, 0.05)[:number], strict=False)})
    assert (outstanding(column) > 0).tolist() == [known] + [False] * (number - 1)
