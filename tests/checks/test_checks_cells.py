"""Tables of single values: cells of minimal tables, verdicts on intervals, slips, acceptances, names nobody knows."""

import numpy as np
import pandas as pd
import pytest
from claimed import minimal, year_rows

from ipstats.checks import accept, check
from ipstats.checks.claims import claims_of
from ipstats.checks.evidence import AGREES, CANNOT_SAY, CONTRADICTS, judge
from ipstats.checks.inputs import one_table
from ipstats.checks.minimal import figure_of, unknown_names, vintage
from ipstats.checks.printed import as_printed
from ipstats.checks.series import surprise
from ipstats.checks.slips import digits, exchanged, substituted
from ipstats.errors import TableError
from ipstats.model.intervals import Interval

INF = float("inf")


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        (("前3", "", "rank"), (3, "位", "<=", 1, 3, "前3")),
        (("第五位", "", "rank"), (5, "位", "=", 5, 5, "第五位")),
        (("首位", "", "rank"), (1, "位", "=", 1, 1, "首位")),
        (("列第12", "", "rank"), (12, "位", "=", 12, 12, "列第12")),
        (("187,884", "件", "level"), (187884, "件", "=", 187884, 187884, "187,884")),
        (("36.5", "万件", "level"), (365000, "件", "=", 364500, 365500, "36.5万")),
        (("36.5万", "万件", "level"), (365000, "件", "=", 364500, 365500, "36.5万")),
        (("36.5万", "件", "level"), (365000, "件", "=", 364500, 365500, "36.5万")),
        (("1.5亿元", "万元", "level"), (150000000, "元", "=", 145000000, 155000000, "1.5亿")),
        (("超12亿", "元", "level"), (1200000000, "元", ">", 1200000000, INF, "12亿")),
        (("近10万", "件", "level"), (100000, "件", "<", -INF, 100000, "10万")),
        (("约3千", "件", "level"), (3000, "件", "~", 2500, 3500, "3千")),
        (("14", "件/万人", "level"), (14, "件/万人", "=", 13.5, 14.5, "14")),
        (("下降4.31%", "", "growth"), (-4.31, "%", "=", -4.315, -4.305, "-4.31")),
        (("下降0.5%", "", "growth"), (-0.5, "%", "=", -0.55, -0.45, "-0.5")),
        (("下降约0.5%", "", "growth"), (-0.5, "%", "~", -0.55, -0.45, "-0.5")),
        (("负2.5", "%", "growth"), (-2.5, "%", "=", -2.55, -2.45, "-2.5")),
        (("同比增长5.6", "%", "growth"), (5.6, "%", "=", 5.55, 5.65, "5.6")),
        (("+3.2%", "", "growth"), (3.2, "%", "=", 3.15, 3.25, "3.2")),
        (("−3.2", "%", "growth"), (-3.2, "%", "=", -3.25, -3.15, "-3.2")),
        (("1.1", "百分点", "point_change"), (1.1, "百分点", "=", 1.05, 1.15, "1.1")),
        (("连续3年增长", "%", "growth"), (0, "%", ">", 0, INF, "连续3年增长")),
        (("连续三年下降", "%", "growth"), (0, "%", "<", -INF, 0, "连续三年下降")),
        (("2.2倍", "", "multiple"), (2.2, "倍", "=", 2.15, 2.25, "2.2")),
    ],
)
def test_a_cell_is_this_figure(cell, figure):
    found = figure_of(*cell)
    assert (found.unit, found.bound, found.printed) == (figure[1], figure[2], figure[5])
    assert (found.value, found.lower, found.upper) == pytest.approx((figure[0], figure[3], figure[4]))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-12-31", "2022-12-31"), ("20221231", "2022-12-31"), ("2022/1/9", "2022-01-09"), ("2022", "2022-12-31"),
        ("2022-06", "2022-06-30"), ("2022-Q1", "2022-03-31"), ("44926", None), ("2023-05-04 10:00", "2023-05-04"),
        ("", None), ("someday", None), ("2022年3月1日", "2022-03-01"),
    ],
)  # fmt: skip
def test_a_vintage_is_a_day_or_the_end_of_what_it_names(text, day):
    found = vintage(text)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("name", "hint"),
    [("专利授权两", "; did you mean 专利授权?"), ("专利申", "; did you mean 专利申请?"), ("甲乙丙丁", "")],
)
def test_a_name_at_least_half_of_which_is_known_has_a_hint(name, hint):
    table = one_table([minimal(*year_rows("北京", name, {2022: "12"}))])
    assert unknown_names(table, "en") == [f"unknown indicator {name!r}{hint}; checked by the general rules only"]


def test_one_other_digit_keeps_the_sign_and_the_point():
    assert substituted(-7.0) == [-one for one in substituted(7.0)] == [-float(n) for n in range(10) if n != 7]
    assert {2.5, 3.5, 1.4, 1.6} <= set(substituted(1.5)) and len(substituted(1.5)) == 18


def test_only_typed_names_that_nobody_knows_are_told():
    table = one_table([minimal("某地|某数|level||2022-01-01|2022-12-31|5|桶")])
    assert [note.partition(";")[0] for note in unknown_names(table, "en")] == [
        "unknown indicator '某数'",
        "unknown area '某地'",
    ]
    assert unknown_names(table.assign(rule="table"), "en") == []


def test_the_end_of_a_period_is_a_part_of_its_year():
    days = ("2022-01-01", "2022-12-31", "2020-12-31", "2020-02-29")
    claims = claims_of(one_table([minimal(*(f"北京|有效发明专利量|level|||{day}|5|件" for day in days))]))
    assert claims.column("at").tolist() == [2022.0, 2022 + 364 / 366, 2020 + 365 / 366, 2020 + 59 / 366]
    assert claims.years.tolist() == [2022, 2022, 2020, 2020]


@pytest.mark.parametrize(
    ("published", "expected", "is_open", "verdict"),
    [
        ((10, 12), (12, 15), False, AGREES), ((10, 12), (12.1, 15), False, CONTRADICTS),
        ((10, 12), (np.nan, 15), False, CANNOT_SAY), ((np.nan, 12), (10, 15), False, CANNOT_SAY),
        ((10, INF), (12, 15), True, AGREES), ((11, 12), (10, INF), True, AGREES),
        ((10, INF), (5, 15), True, CANNOT_SAY), ((10, INF), (5, 9), True, CONTRADICTS),
    ],
)  # fmt: skip
def test_a_printed_figure_is_judged_by_what_is_expected(published, expected, is_open, verdict):
    one, other = (Interval(np.array([float(low)]), np.array([float(high)])) for low, high in (published, expected))
    assert judge(one, other, np.array([is_open])).tolist() == [verdict]


def test_digits_are_exchanged_and_misread():
    assert exchanged("1234", 1234.0) == [2134.0, 1324.0, 1243.0]
    assert exchanged("10.3", 10.3) == [13.0]
    assert exchanged("1.23万", 12300.0) == [21300.0, 13200.0]
    assert exchanged("100", 100.0) == [] and exchanged("-45", -45.0) == [-54.0]
    assert substituted(0.5)[:2] == [1.5, 2.5] and substituted(-12.0)[0] == -2.0 and len(substituted(345.0)) == 27
    assert [digits(value) for value in (0.03, 1200.0, 1234.5, 7.0)] == [1, 2, 5, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {check: rank, reason: r}\n- {check: rank}", "entry 2: no reason; say why the finding is accepted"),
        ("- {reason: r}", "entry 1: it would accept everything; say at least the check or the figure"),
        ("- {chekc: rank, reason: r}", "entry 1: unknown field 'chekc'; expected reason and some of check"),
        ("check: rank", "expected a list of entries, each with a reason and some of check"),
    ],
)
def test_an_acceptance_that_does_not_say_enough_is_named(tmp_path, text, said):
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(TableError, match=said):
        accept.read(tmp_path / "a.yaml")


def test_names_that_nobody_knows_are_told_with_the_nearest():
    table = one_table(
        [minimal(*year_rows("南京是", "专利授权两", {2022: "12"}), *year_rows("北京", "专利授权量", {2022: "1"}))]
    )
    assert unknown_names(table, "en") == [
        "unknown indicator '专利授权两'; did you mean 专利授权?; checked by the general rules only",
        "unknown area '南京是'; did you mean 南京?; checked by the general rules only",
    ]
    assert unknown_names(table.assign(rule="read"), "en") == [], "of typed tables only"


def test_typed_cells_are_not_held_against_themselves():
    table = one_table([minimal(*year_rows("北京", "专利授权量", {2022: "12万"}))])
    assert as_printed(claims_of(table.assign(obs_value=99.0))).empty
    assert len(as_printed(claims_of(table.assign(obs_value=99.0, obs_lower=99.0, obs_upper=99.0, rule="read")))) == 1


def test_a_cell_that_says_na_is_a_name(tmp_path):
    minimal(*year_rows("NA", "专利授权量", {2022: "12"})).to_csv(tmp_path / "a.csv", index=False)
    assert one_table([tmp_path / "a.csv"])["ref_area_name"].tolist() == ["NA"]


def test_what_is_ten_spreads_off_surprises_as_much_as_anything_can():
    years = {2016: "1000", 2017: "1100", 2018: "1210", 2019: "9", 2020: "1464", 2021: "1611", 2022: "1772"}
    told = surprise(claims_of(one_table([minimal(*year_rows("北京", "专利授权量", years))])))
    assert told[3] == 1.0 and told[[0, 1, 5, 6]].max() < 0.5


def test_of_two_figures_for_one_year_one_may_be_of_the_year_before():
    rows = [
        *year_rows("北京", "专利授权量", {2019: "10000", 2021: "12100", 2022: "13310"}),
        "北京|专利授权量|level||2021-01-01|2021-12-31|11000|件", *year_rows("北京", "商标注册量", {2020: "500"}),
    ]  # fmt: skip
    found = check(minimal(*rows), only="same_figure")
    assert found[["verdict", "cause", "certainty", "suspect_label"]].values.tolist() == [
        ["contradicts", "year_slip", "possible", "2020"]
    ]


def test_of_two_statements_that_nothing_tells_apart_the_later_is_suspected_beside_the_first():
    table = minimal(
        *year_rows("北京", "专利授权量", {2022: "10000"}), *year_rows("北京", "专利授权量", {2022: "34567"})
    )
    found = check(table, only="same_figure", language="en")
    assert found[["published", "verdict", "cause"]].values.tolist() == [[34567.0, "contradicts", ""]]
    names = "Beijing, 2022, patent grants (table 1 r3 34567); Beijing, 2022, patent grants (table 1 r2 10000)"
    assert found["explanation"][0].endswith(f"cause not known; one of these is wrong: {names}.")


def test_findings_stand_in_the_order_of_their_gravity():
    from ipstats.checks.findings import FINDINGS, order

    lines = [("agrees", "none", ""), ("cannot_say", "low", "revision"), ("cannot_say", "medium", "reading"),
             ("contradicts", "low", ""), ("contradicts", "medium", ""), ("contradicts", "high", "x")]  # fmt: skip
    table = pd.DataFrame(lines, columns=["verdict", "severity", "cause"]).reindex(columns=FINDINGS)
    table[["accepted", "ref_area", "indicator", "check"]] = ""
    found = order(table)
    assert found[["verdict", "severity"]].values.tolist() == [
        ["contradicts", "high"], ["contradicts", "medium"], ["contradicts", "low"], ["cannot_say", "medium"],
        ["cannot_say", "low"], ["agrees", "none"],
    ]  # fmt: skip
