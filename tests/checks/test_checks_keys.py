"""Which figures meet, what each can mean, and which of several statements is asked: keys, ends, moments of claims."""

import numpy as np
import pytest
from claimed import minimal, year_rows

from ipstats.checks import CHECKS
from ipstats.checks.base import nearest
from ipstats.checks.claims import NOWHERE, Claims, base_period, claims_of
from ipstats.checks.inputs import one_table
from ipstats.model.observations import frame
from ipstats.model.periods import Period

GRANTS, STOCK, INF = "专利授权量", "有效发明专利量", float("inf")


def claims(*rows: str, **columns: list) -> Claims:
    return claims_of(one_table([minimal(*rows).assign(**columns)]))


def ends(interval) -> list[float]:
    return [float(interval.lower[0]), float(interval.upper[0])]


@pytest.mark.parametrize(
    ("measure", "printed", "unit", "rounded", "cut", "either"),
    [
        ("growth|yoy", "5.6", "%", (5.55, 5.65), (5.6, 5.7), (5.55, 5.7)),
        ("growth|yoy", "-5.6", "%", (-5.65, -5.55), (-5.7, -5.6), (-5.7, -5.55)),
        ("growth|yoy", "0.0", "%", (-0.05, 0.05), (0.0, 0.1), (-0.05, 0.1)),
        ("level|", "187884", "件", (187884, 187884), (187884, 187884), (187884, 187884)),
        ("level|", "1.2万", "件", (11500, 12500), (12000, 13000), (11500, 13000)),
        ("level|", "超1.2万", "件", (12000, INF), (12000, INF), (12000, INF)),
    ],
)  # fmt: skip
def test_a_figure_may_have_been_rounded_or_cut_off(measure, printed, unit, rounded, cut, either):
    of = claims(f"北京|{GRANTS}|{measure}|2022-01-01|2022-12-31|{printed}|{unit}")
    rows = np.array([0])
    for found, wanted in ((of.interval(rows), rounded), (of.truncated(rows), cut), (of.either(rows), either)):
        assert ends(found) == pytest.approx(wanted)


CUT = {
    "change": ("1.2万", "22800", "10000"), "others": ("12800", "2.2万", "10000"), "none": ("12600", "22500", "10000"),
    "rounded": ("1.2万", "22400", "10000"), "negative": ("-1.2万", "10000", "22800"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "verdict", "cause"),
    [
        ("change", "agrees", "truncation"), ("others", "agrees", "truncation"), ("none", "contradicts", ""),
        ("rounded", "agrees", ""), ("negative", "agrees", "truncation"),
    ],
)  # fmt: skip
def test_an_equation_that_rounding_breaks_may_hold_of_figures_cut_off(name, verdict, cause):
    change, now, then = CUT[name]
    of = claims(*year_rows("北京", GRANTS, {2021: then, 2022: now}),
                f"北京|{GRANTS}|change|yoy|2022-01-01|2022-12-31|{change}|件")  # fmt: skip
    found = CHECKS["implied_change"].run(of)
    assert set(found["verdict"]) == {verdict} and set(found["cause"]) == {cause}


@pytest.mark.parametrize(
    ("period", "comparison", "base"),
    [
        (Period.year(2022), "yoy", "2021"), (Period.parse("2022-Q1"), "yoy", "2021-Q1"),
        (Period.parse("2022-Q1"), "previous_period", "2021-Q4"), (Period.year(2022), "previous_period", "2021"),
        (Period.parse("2022-03"), "previous_period", "2022-02"), (Period.parse("2022-12-31"), "previous_period", None),
        (Period.parse("2022-12-31"), "yoy", "2021-12-31"), (Period.year(2022), "since:2015", "2015"),
        (Period.parse("2022-12-31"), "since:2015", "2015-12-31"), (Period.parse("2022-Q1"), "since:2020-Q1", "2020-Q1"),
        (Period.year(2022), "annual_average:2018-2022", "2018-01-01/P5Y"), (Period.year(2022), "since:someday", None),
        (Period.year(2022), "", None), (None, "yoy", None),
    ],
)  # fmt: skip
def test_the_period_that_a_comparison_is_with(period, comparison, base):
    found = base_period(period, comparison)
    assert (found.time_period if found else None) == base


def test_a_figure_is_no_base_of_its_own():
    rates = [f"北京|{GRANTS}|growth|since:{year}|2022-01-01|2022-12-31|5|%" for year in (2021, 2022, 2020)]
    of = claims(*year_rows("北京", GRANTS, {2021: "1", 2022: "2"}), *rates)
    assert of.base_moments(np.array([2, 3, 4])).tolist() == [of.moment_code(Period.year(2021)), NOWHERE, NOWHERE]


@pytest.mark.parametrize(
    ("places", "usual"),
    [
        ([1] * 5, 1), ([1] * 4, -1), ([1] * 5 + [2], 1), ([1] * 5 + [2, 2], -1), ([1] * 8 + [0, 2], 1), ([2] * 5, 2),
        ([0] * 5, 0),
    ],
)  # fmt: skip
def test_a_column_of_five_figures_most_with_the_same_places_is_printed_with_so_many(places, usual):
    rows = [f"第{n}行|{GRANTS}|growth|yoy|2022-01-01|2022-12-31|{7 + n:.{one}f}|%" for n, one in enumerate(places)]
    assert claims(*rows).usual_places.tolist() == [usual] * len(places)


def test_places_are_those_of_the_number_and_words_have_none():
    rows = [f"北京|{GRANTS}|share||2022-01-01|2022-12-31|{one}|%" for one in ("5.63", "三成", "12", "5.0%", "")]
    assert claims(*rows).places.tolist() == [2, -1, 0, 1, -1]


def test_what_a_document_says_twice_is_one_statement_and_what_two_say_are_two():
    rows = year_rows("北京", GRANTS, {2022: "12"})
    once = claims(*rows, *rows, *year_rows("北京", GRANTS, {2022: "13"}))
    assert once.of("level").tolist() == [0, 2]
    assert claims(*rows, *rows, source_id=["a", "b"]).of("level").tolist() == [0, 1]
    assert claims(*rows, *rows, scope=["", "国内"]).of("level").tolist() == [0, 1]


@pytest.mark.parametrize(("unit", "same"), [("项", True), ("家", False), ("万件", True), ("元", False)])
def test_units_that_an_indicator_counts_in_alike_are_one_unit(unit, same):
    of = claims(*year_rows("北京", GRANTS, {2022: "12"}), *year_rows("北京", GRANTS, {2021: "11"}, unit=unit))
    assert (of.column("unit")[0] == of.column("unit")[1]) == same


def test_a_stock_holds_at_the_end_of_the_year_that_a_table_gives_it():
    rows = [f"北京|{what}|level||2022-01-01|2022-12-31|5|件" for what in (STOCK, GRANTS)]
    rows += [f"北京|{what}|level|||2022-12-31|5|件" for what in (STOCK, GRANTS)]
    moment = claims(*rows).column("moment").tolist()
    assert moment[0] == moment[2] == moment[3] != moment[1]


@pytest.mark.parametrize(
    ("indicator", "measure", "printed", "half"),
    [
        ("invention_patents_per_10k", "level", "14", 0.5), ("invention_patents_per_10k", "level", "14.0", 0.05),
        ("invention_patents_per_10k", "level", "14.00", 0.005), ("invention_patents_per_10k", "growth", "14", 0.0),
        ("patent_grants", "level", "14", 0.0), ("invention_patents_per_10k", "level", "十四", 0.0),
        ("invention_patents_per_10k", "level", "约14", 0.0),
    ],
)  # fmt: skip
def test_a_ratio_taken_for_an_exact_count_has_the_ends_of_its_places(indicator, measure, printed, half):
    table = frame([{"ref_area": "110000", "indicator": indicator, "label": "数", "measure": measure, "printed": printed,
                    "period_end": "2022-12-31", "obs_value": 14.0, "obs_lower": 14.0, "obs_upper": 14.0,
                    "unit_measure": "件/万人", "source_id": "s"}])  # fmt: skip
    assert ends(claims_of(table).interval(np.array([0]))) == pytest.approx([14 - half, 14 + half])


@pytest.mark.parametrize(
    ("editions", "kept"), [("aab", [0]), ("abc", [1]), ("abb", [0, 1]), ("bab", [1])],
    ids=["its own document's", "the latest", "both of the latest", "its own, the later one"],
)  # fmt: skip
def test_of_several_statements_those_of_the_own_document_are_asked_else_of_the_latest(editions, kept):
    """The first is a growth rate, the others are statements of its level."""
    rows = [f"北京|{GRANTS}|growth|yoy|2022-01-01|2022-12-31|5|%", *year_rows("北京", GRANTS, {2022: "12"}) * 2]
    of = claims(*rows, source_id=list(editions), vintage=[f"2023-0{'abc'.index(one) + 1}-01" for one in editions])
    i, j = nearest(of, np.array([0]), np.array([0, 0]), np.array([1, 2]))
    assert (j - 1).tolist() == kept and i.tolist() == [0] * len(kept)


@pytest.mark.parametrize(
    ("bases", "verdict"),
    [
        ({"b": "1000", "c": "1010"}, ["agrees"]), ({"b": "1010", "c": "1000"}, ["agrees"]),
        ({"b": "1010", "c": "1020"}, ["contradicts"]), ({"a": "1010", "c": "1000"}, ["contradicts"]),
    ],
)  # fmt: skip
def test_a_rate_may_rest_on_any_documents_base_but_on_its_owns_first(bases, verdict):
    """Document a has 1100 and 10.0 % of 2022."""
    rows = year_rows("北京", GRANTS, {2022: "1100"}, growth={2022: "10.0"})
    rows += [row for printed in bases.values() for row in year_rows("北京", GRANTS, {2021: printed})]
    days = {"a": "2023-01-01", "b": "2023-02-01", "c": "2023-03-01"}
    sources = ["a", "a", *bases]
    found = CHECKS["implied_base"].run(claims(*rows, source_id=sources, vintage=[days[one] for one in sources]))
    assert found.loc[found["claim"], "verdict"].tolist() == verdict


@pytest.mark.parametrize(
    ("comparison", "printed", "verdict"),
    [
        ("annual_average:2019", "26.0", ["agrees"]), ("annual_average:2020-2022", "26.0", ["agrees"]),
        ("annual_average:2020", "26.0", []), ("annual_average:2022", "26.0", []),
        ("annual_average:2019-12-31", "26.0", ["agrees"]), ("annual_average:2023", "26.0", []),
    ],
)  # fmt: skip
def test_an_average_is_from_its_base_year_or_the_year_before_its_span(comparison, printed, verdict):
    """From 1000 in 2019 to 2000 in 2022: 26.0 % a year."""
    rows = year_rows("北京", GRANTS, {2019: "1000", 2022: "2000"})
    rows.append(f"北京|{GRANTS}|growth|{comparison}|2022-01-01|2022-12-31|{printed}|%")
    found = CHECKS["average_growth"].run(claims(*rows))
    assert found.loc[found["claim"], "verdict"].tolist() == verdict


SPAN = "北京|{}|level||{}|{}|{}|件"


@pytest.mark.parametrize(
    ("what", "first", "second", "verdict"),
    [
        (GRANTS, ("2022-01-01", "2022-06-30", 60), ("2022-01-01", "2022-12-31", 60), ["agrees"]),
        (GRANTS, ("2022-01-01", "2022-06-30", 61), ("2022-01-01", "2022-12-31", 60), ["contradicts"]),
        (GRANTS, ("2022-02-01", "2022-06-30", 61), ("2022-01-01", "2022-12-31", 60), []),
        (GRANTS, ("2022-01-01", "2022-12-31", 61), ("2022-01-01", "2022-12-31", 60), []),
        (GRANTS, ("", "2022-06-30", 61), ("", "2022-12-31", 60), []),
        (STOCK, ("2022-01-01", "2022-06-30", 61), ("2022-01-01", "2022-12-31", 60), []),
        ("登记量", ("2022-01-01", "2022-06-30", 61), ("2022-01-01", "2022-12-31", 60), ["contradicts"]),
        ("R&D经费投入强度", ("2022-01-01", "2022-06-30", 61), ("2022-01-01", "2022-12-31", 60), []),
        (GRANTS, ("2022-01-01", "2022-06-30", 12500), ("2022-01-01", "2022-12-31", "1.2万"), ["agrees"]),
        (GRANTS, ("2022-01-01", "2022-06-30", 12501), ("2022-01-01", "2022-12-31", "1.2万"), ["contradicts"]),
    ],
    ids=["as much", "more", "another first day", "one period", "no first day", "a stock", "not in the catalogue",
         "a rate", "as much as was rounded", "more than was rounded"],
)  # fmt: skip
def test_part_of_a_year_is_at_most_a_longer_part_from_the_same_day(what, first, second, verdict):
    found = CHECKS["part_year"].run(claims(*(SPAN.format(what, *one) for one in (first, second))))
    assert not found["tight"].any()
    assert found.loc[found["claim"], "verdict"].tolist() == verdict


@pytest.mark.parametrize(
    ("label", "start", "first", "second", "verdict"),
    [
        ("累计登记量", "1985-04-01", 60, 60, ["agrees"]), ("累计登记量", "1985-04-01", 61, 60, ["contradicts"]),
        ("登记量", "1985-04-01", 61, 60, []), ("累计登记量", "", 61, 60, ["contradicts"]),
        ("累计登记量", "2022-01-01", 61, 60, []),
    ],
    ids=["as many", "fewer", "not counted up", "as of a day", "within the year"],
)  # fmt: skip
def test_what_is_counted_up_never_falls(label, start, first, second, verdict):
    rows = [SPAN.format(label, start, day, value) for day, value in (("2022-06-30", first), ("2022-12-31", second))]
    found = CHECKS["counted_up"].run(claims(*rows))
    assert found.loc[found["claim"], "verdict"].tolist() == verdict


@pytest.mark.parametrize(
    ("since", "to_date", "later", "verdict"),
    [
        ("2015-01-01", "2022-01-01", 160, ["agrees"]), ("2015-01-01", "2022-01-01", 161, ["contradicts"]),
        ("2015-01-01", "2022-02-01", 161, []), ("2022-01-01", "2022-01-01", 161, []), ("", "2022-01-01", 161, []),
        ("2021-01-01", "2022-01-01", 159, ["contradicts"]),
    ],
    ids=["equal", "one more", "flows from February", "within the year", "no first day", "one fewer"],
)  # fmt: skip
def test_what_is_counted_since_a_day_grows_by_what_the_year_adds(since, to_date, later, verdict):
    """100 in June, 30 of them of the year; 90 of the year in December."""
    rows = [(since, "2022-06-30", 100), (to_date, "2022-06-30", 30), (to_date, "2022-12-31", 90)]
    found = CHECKS["stock_and_flow"].run(
        claims(*(SPAN.format("登记量", *one) for one in (*rows, (since, "2022-12-31", later))))
    )
    assert found.loc[found["claim"], "verdict"].tolist() == verdict


@pytest.mark.parametrize(
    ("measure", "unit", "cause"),
    [
        ("growth|yoy", "百分点", ["points_for_percent"]), ("growth|yoy", "个百分点", ["points_for_percent"]),
        ("growth|yoy", "%", []), ("point_change|yoy", "%", ["percent_for_points"]),
        ("point_change|yoy", "‰", ["percent_for_points"]), ("point_change|yoy", "百分点", []), ("change|yoy", "%", []),
    ],
)  # fmt: skip
def test_a_rate_in_points_and_points_in_per_cent_are_named(measure, unit, cause):
    rows = [f"北京|研发强度|{measure}|2022-01-01|2022-12-31|1.5|{unit}"]
    assert CHECKS["unit_of_change"].run(claims(*rows))["cause"].tolist() == cause


@pytest.mark.parametrize(
    ("others", "verdict"),
    [
        ({}, ["agrees"]), ({"part_of": ["", "专利授权量", ""]}, []), ({"part_of": ["专利授权量"] * 3}, ["agrees"]),
        ({"scope": ["", "国内", ""]}, []),
    ],
    ids=["alike", "of another whole", "of one whole", "of another coverage"],
)  # fmt: skip
def test_points_are_the_difference_of_two_shares_of_one_whole(others, verdict):
    rows = [
        f"北京|发明专利授权量|share||{year}-01-01|{year}-12-31|{printed}|%"
        for year, printed in ((2022, "43.5"), (2021, "42.0"))
    ]
    rows.append("北京|发明专利授权量|point_change|yoy|2022-01-01|2022-12-31|1.5|百分点")
    found = CHECKS["point_change"].run(claims(*rows, **others))
    assert found.loc[found["claim"], "verdict"].tolist() == verdict
