"""What each check allows each figure of a contradiction: the arithmetic of every role, worked out by hand."""

from math import exp, inf, log

import numpy as np
import pandas as pd
import pytest
from claimed import evidence, minimal, row, year_rows

from ipstats.checks import CHECKS, check
from ipstats.checks.breaks import _otherwise_explained
from ipstats.checks.claims import claims_of
from ipstats.checks.evidence import narrow
from ipstats.checks.findings import _members
from ipstats.checks.inputs import one_table
from ipstats.checks.magnitude import comparable
from ipstats.checks.moved import elsewhere, printed_twice
from ipstats.checks.page_sentences import page_of
from ipstats.checks.parts import _partition
from ipstats.checks.series import outlook, outstanding
from ipstats.checks.statements import reviewed
from ipstats.checks.units import _odd
from ipstats.model.areas import areas
from ipstats.model.observations import frame

GRANTS, PARTS = "专利授权量", ("发明专利授权量", "实用新型专利授权量", "外观设计专利授权量")
RATE, CHANGE = {"measure": "growth", "comparison": "yoy"}, {"measure": "change", "comparison": "yoy"}
NOW, BEFORE = row(GRANTS, "1100"), row(GRANTS, "900", year=2021)
STOCK = {"start": ""}
SHARES = [
    row(what, printed, "%", measure="share") for what, printed in zip(PARTS, ("55.6", "35.5", "9.3"), strict=True)
]
PERCENT, DENSITY = "R&D经费投入强度", "每万人口发明专利拥有量"
AVERAGE = [row(GRANTS, "14000"), row(GRANTS, "10000", year=2019)]
COUNTED = [
    row("登记量", "900", start="2015-01-01", end="2022-06-30"), row("登记量", "1000", start="2015-01-01"),
    row("登记量", "70", end="2022-06-30"), row("登记量", "120"),
]  # fmt: skip
AVERAGE_RATE = {"measure": "growth", "comparison": "annual_average:2019"}
CASES = {
    "parts_add_up": (
        [row(GRANTS, "200"), *(row(*one) for one in zip(PARTS, ("100", "60", "30"), strict=True))],
        {
            "total": (190, 190), "invention_patent_grants": (110, 110), "utility_model_grants": (70, 70),
            "design_grants": (40, 40),
        },
    ),
    "part_of_total": ([row(GRANTS, "200"), row(PARTS[0], "300")], {"part": (-inf, 200), "total": (300, inf)}),
    "area_within_area": (
        [row(GRANTS, "200", place="广东"), row(GRANTS, "300", place="深圳")],
        {"part": (-inf, 200), "total": (300, inf)},
    ),
    "part_year": ([NOW, row(GRANTS, "1200", end="2022-11-30")], {"part": (-inf, 1100), "total": (1200, inf)}),
    "implied_base": (
        [NOW, BEFORE, row(GRANTS, "10.0", "%", **RATE)],
        {
            "growth": (200 / 9, 200 / 9), "level": (900 * 1.0995, 900 * 1.1005),
            "base": (1100 / 1.1005, 1100 / 1.0995),
        },
    ),
    "implied_change": (
        [NOW, BEFORE, row(GRANTS, "100", **CHANGE)],
        {"change": (200, 200), "level": (1000, 1000), "base": (1000, 1000)},
    ),
    "multiple_of_base": (
        [row(GRANTS, "1800"), row(GRANTS, "1000", year=2021),
         row(GRANTS, "2.0", "倍", measure="multiple", comparison="since:2021")],
        {"multiple": (1.8, 1.8), "level": (1950, 2050), "base": (1800 / 2.05, 1800 / 1.95)},
    ),
    "average_growth": (
        [*AVERAGE, row(GRANTS, "10.0", "%", **AVERAGE_RATE)],
        {
            "growth": (100 * (1.4 ** (1 / 3) - 1),) * 2, "level": (10000 * 1.0995**3, 10000 * 1.1005**3),
            "base": (14000 / 1.1005**3, 14000 / 1.0995**3),
        },
    ),
    "average_of_rates": (
        [row(GRANTS, "20.0", "%", **AVERAGE_RATE | {"comparison": "annual_average:2020"}),
         row(GRANTS, "10.0", "%", **RATE), row(GRANTS, "20.0", "%", year=2021, **RATE)],
        {
            "growth": tuple(100 * ((a * b) ** 0.5 - 1) for a, b in ((1.0995, 1.1995), (1.1005, 1.2005))),
            "rate0": (100 * (1.1995**2 / 1.2005 - 1), 100 * (1.2005**2 / 1.1995 - 1)),
            "rate1": (100 * (1.1995**2 / 1.1005 - 1), 100 * (1.2005**2 / 1.0995 - 1)),
        },
    ),
    "point_change": (
        [row(PERCENT, "2.6", "%"), row(PERCENT, "2.5", "%", year=2021),
         row(PERCENT, "0.5", "百分点", measure="point_change", comparison="yoy")],
        {"point_change": (0.0, 0.2), "level": (2.9, 3.1), "base": (2.0, 2.2)},
    ),
    "shares_add_up": (SHARES, {"part0": (55.1, 55.3), "part1": (35.0, 35.2), "part2": (8.8, 9.0)}),
    "multiple_of_nation": (
        [row(GRANTS, "1000"), row(GRANTS, "4000", place="全国"), row(GRANTS, "0.5", "倍", measure="multiple")],
        {"multiple": (0.25, 0.25), "own": (1800, 2200), "other": (1000 / 0.55, 1000 / 0.45)},
    ),
    "ratio": (
        [row("发明专利有效量", "20000", **STOCK), row("常住人口", "1000", "万人", **STOCK),
         row("每万人口发明专利拥有量", "30.0", "件/万人", **STOCK)],
        {
            "ratio": (20000 / 1000.5, 20000 / 999.5), "numerator": (29.95 * 999.5, 30.05 * 1000.5),
            "denominator": (2e8 / 30.05, 2e8 / 29.95),
        },
    ),
    "stock_and_flow": (
        COUNTED, {"later": (950, 950), "later_flow": (170, 170), "earlier": (950, 950), "earlier_flow": (20, 20)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("check_id", CASES)
def test_every_figure_of_a_contradiction_may_be_what_the_others_leave(check_id):
    rows, allowed = CASES[check_id]
    lines = evidence(check_id, *rows)
    assert set(lines["verdict"]) == {"contradicts"} and lines["claim"].sum() == 1
    found = lines.set_index("role")[["lower", "upper"]]
    assert set(found.index) == set(allowed)
    for role, ends in allowed.items():
        assert found.loc[role].tolist() == pytest.approx(ends), role


def test_a_share_of_what_its_row_says():
    rows = [row(GRANTS, "1000"), row(PARTS[0], "300"), row(PARTS[0], "40.0", "%", measure="share")]
    lines = evidence("share", *rows, part_of=["", "", GRANTS]).set_index("role")[["lower", "upper"]]
    assert lines.loc["share"].tolist() == pytest.approx([30, 30])
    assert lines.loc["part"].tolist() == pytest.approx([399.5, 400.5])
    assert lines.loc["total"].tolist() == pytest.approx([300 / 0.4005, 300 / 0.3995])


@pytest.mark.parametrize(
    ("part", "cause"), [("256", "loose_wording"), ("255", ""), ("250", ""), ("245", ""), ("244", "loose_wording")]
)
def test_a_quarter_is_a_way_of_speaking_from_a_tenth_of_its_breadth_on(part, cause):
    """四分之一 means 22.5 to 27.5 %, a tenth of which is half a point."""
    rows = [row(GRANTS, "1000"), row(PARTS[0], part), row(PARTS[0], "四分之一", "%", measure="share")]
    lines = evidence("share", *rows, part_of=["", "", GRANTS])
    assert set(lines["verdict"]) == {"agrees"} and set(lines["cause"]) == {cause}


@pytest.mark.parametrize(
    ("part", "printed", "cause"),
    [
        ("402", "40", "loose_wording"),
        ("400", "40", ""),
        ("502", "50", ""),
        ("402", "40.2", ""),
        ("398", "40", "loose_wording"),
    ],
)
def test_a_share_without_places_is_a_way_of_speaking_below_a_half(part, printed, cause):
    """A unit of the last place is more than a fiftieth of it; 40.2 for 40 is off by more than a tenth of that."""
    rows = [row(GRANTS, "1000"), row(PARTS[0], part), row(PARTS[0], printed, "%", measure="share")]
    lines = evidence("share", *rows, part_of=["", "", GRANTS])
    assert set(lines["verdict"]) == {"agrees"} and set(lines["cause"]) == {cause}


@pytest.mark.parametrize(
    ("more", "number"),
    [
        ([], 1), ([row("商标注册量", "9.4", "%", measure="share")], 1), ([SHARES[1]], 1), ([SHARES[0]] * 2, 1),
        ([SHARES[1].replace("35.5", "36.5")], 0), ([SHARES[0].replace("55.6", "50.6")], 0),
    ],
)  # fmt: skip
def test_shares_are_added_where_each_part_has_one(more, number):
    assert evidence("shares_add_up", *SHARES, *more)["claim"].sum() == number


def test_a_share_of_the_one_part_that_the_catalogue_has_of_a_partition_is_added_to_nothing():
    assert evidence("shares_add_up", row("专利质押融资项目数", "60.0", "%", measure="share")).empty


@pytest.mark.parametrize(
    ("part", "of", "more", "total"),
    [
        ("甲类登记量", "登记量", [], "登记量"), ("甲类登记量", "别的登记量", [], None), ("甲类登记量", "", [], None),
        (PARTS[0], "", [], GRANTS), (PARTS[0], "登记量", [], "登记量"), (PARTS[0], "别的登记量", [], GRANTS),
        ("甲类登记量", "patent_grants", [], GRANTS), 
        ("甲类登记量", "登记量", [row("登记量", "80", "家")], "登记量"),
    ],
)  # fmt: skip
def test_a_part_is_of_what_its_row_says_else_of_what_the_catalogue_does(part, of, more, total):
    rows = [row(GRANTS, "90"), row("登记量", "91"), row(part, "95"), *more]
    claims = claims_of(one_table([minimal(*rows).assign(part_of=["", "", of, *[""] * len(more)])]))
    lines = CHECKS["part_of_total"].run(claims)
    assert claims.column("label")[lines.loc[lines["role"] == "total", "row"]].tolist() == [total] * (total is not None)


def test_a_target_that_a_share_is_of():
    rows = [row(GRANTS, "102"), row(GRANTS, "120", year=2025), row(GRANTS, "90.0", "%", measure="share")]
    columns = {"part_of": ["", "", "规划目标"], "is_target": ["", "1", ""]}
    lines = evidence("plan_progress", *rows, **columns).set_index("role")[["lower", "upper"]]
    assert lines.loc["share"].tolist() == pytest.approx([85, 85])
    assert lines.loc["level"].tolist() == pytest.approx([120 * 0.8995, 120 * 0.9005])
    assert lines.loc["target"].tolist() == pytest.approx([102 / 0.9005, 102 / 0.8995])


@pytest.mark.parametrize(("due", "number"), [(2021, 0), (2022, 1), (2023, 1)])
def test_a_target_is_of_the_year_or_of_a_later_one(due, number):
    rows = [
        row(GRANTS, "102", start=""),
        row(GRANTS, "120", year=due, start=""),
        row(GRANTS, "85.0", "%", measure="share", start=""),
    ]
    rows = [one.replace(GRANTS, "发明专利有效量") for one in rows]
    lines = evidence("plan_progress", *rows, part_of=["", "", "规划目标"], is_target=["", "1", ""])
    assert lines["claim"].sum() == number


@pytest.mark.parametrize(("part", "verdict"), [("12499", "agrees"), ("12501", "contradicts")])
def test_a_bound_is_not_widened_by_what_may_have_been_cut_off(part, verdict):
    rows = [row(GRANTS, "1.2万", place="江苏"), row(GRANTS, part, place="南京")]
    assert set(evidence("area_within_area", *rows)["verdict"]) == {verdict}


def test_each_finding_names_the_figures_of_its_own_relation():
    rows = [
        *AVERAGE,
        row(GRANTS, "10.0", "%", **AVERAGE_RATE),
        NOW.replace("北京", "上海"),
        BEFORE.replace("北京", "上海"),
    ]
    claims = claims_of(one_table([minimal(*rows).assign(source_id=list("abcde"))]))
    lines = pd.DataFrame({"relation": [7, 2], "row": [1, 4]})
    of_relations = pd.DataFrame({"relation": [2, 7, 7, 2, 7], "row": [3, 0, 1, 4, 2]})
    found = _members(claims, of_relations, lines)
    assert found["source_id"].tolist() == ["b;a;c", "e;d"]
    assert found["obs_id"].tolist() == [
        ";".join(claims.column("obs_id")[[1, 0, 2]]),
        ";".join(claims.column("obs_id")[[4, 3]]),
    ]


@pytest.mark.parametrize(
    ("cause", "cell", "label", "expected"),
    [
        ("label_shift", "", "", "reading"), ("label_shift", "", "江苏", "reading_of"),
        ("label_shift", "t1!r2c3", "", "label_shift"),
        ("year_slip", "t1!r2c3", "", "reading"), ("part_year", "", "", "reading"),
        ("decimal_slip", "", "", "decimal_slip"),
        ("other_coverage", "t1!r2c3", "", "reading"), ("", "", "", ""), ("", "t1!r2c3", "", ""),
    ],
)  # fmt: skip
def test_what_another_reading_would_bring_right_goes_to_a_person(cause, cell, label, expected):
    table = one_table([minimal(NOW, BEFORE)]).assign(cell=cell, char_start=pd.array([0, 9], dtype="Int64"))
    wrong = pd.DataFrame({
        "row": [0], "lower": [1000.0], "upper": [1001.0], "cause": [cause], "suspect_label": [label],
        "verdict": ["contradicts"], "check": ["implied_base"],
    })  # fmt: skip
    found = reviewed(claims_of(table), wrong)
    assert found["cause"].tolist() == [expected]
    assert found["verdict"].tolist() == ["cannot_say" if expected.startswith("reading") else "contradicts"]


def test_the_provinces_together_leave_each_what_the_others_do_not_take():
    names = [one.name for one in areas("province")]
    rows = [row(GRANTS, "40" if name == "北京市" else "10", place=name) for name in names]
    lines = evidence("areas_within_nation", row(GRANTS, "300", place="全国"), *rows)
    assert lines["verdict"].eq("contradicts").all() and len(lines) == 32
    assert lines.loc[lines["role"] == "total", ["lower", "upper"]].to_numpy().tolist() == [[340, inf]]
    parts = lines[lines["role"] == "part"].sort_values("row")
    assert parts["upper"].tolist() == [0 if name == "北京市" else -30 for name in names]
    assert evidence("areas_within_nation", row(GRANTS, "340", place="全国"), *rows)["verdict"].eq("agrees").all()
    assert evidence("areas_within_nation", row(GRANTS, "300", place="全国"), *rows[1:]).empty, "one is missing"


@pytest.mark.parametrize(
    ("scope", "count"),
    [("", 1), ("国内", 1), ("国内（不含港澳台）", 1), ("职务", 0)],
    ids=["", "domestic", "less", "other"],
)
def test_the_nations_figure_has_a_coverage_that_holds_every_province(scope, count):
    rows = [row(GRANTS, "10", place=one.name) for one in areas("province")]
    lines = evidence("areas_within_nation", row(GRANTS, "9", place="全国"), *rows, scope=[scope, *[""] * len(rows)])
    assert lines["claim"].sum() == count


def test_prizes_of_a_kind_are_what_the_total_leaves():
    rows = [row("china_patent_award", "20", "项", year=2023), row("china_patent_award_gold", "3", "项", year=2023)]
    rows += [row("china_patent_award_excellence", "18", "项", year=2023)]
    lines = evidence("award_kinds", *rows)
    assert lines[["role", "lower", "upper"]].to_numpy().tolist() == [
        ["total", 21, inf], ["part", -inf, 2], ["part", -inf, 17],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "parts", "total", "lines"),
    [
        (2023, {"gold": "3", "silver": "4"}, "5", [[7, inf], [-inf, 1], [-inf, 2]]),
        (2023, {"gold": "3", "silver": "4", "excellence_patent": "5", "excellence_design": "6"}, "20",
         [[18, 18], [5, 5], [6, 6], [7, 7], [8, 8]]),
        (2017, {"gold": "3", "excellence_patent": "5", "excellence_design": "6"}, "20",
         [[14, 14], [9, 9], [11, 11], [12, 12]]),
        (2023, {"gold": "3", "excellence_patent": "5", "excellence_design": "6"}, "10",
         [[14, inf], [-inf, -1], [-inf, 1], [-inf, 2]]),
    ],
    ids=["two kinds of three", "all kinds", "all before the silver prizes", "without the silver prizes"],
)  # fmt: skip
def test_kinds_of_prizes_are_an_equation_where_all_are_told(year, parts, total, lines):
    rows = [row(f"china_patent_award_{kind}", printed, "项", year=year) for kind, printed in parts.items()]
    found = evidence("award_kinds", row("china_patent_award", total, "项", year=year), *rows)
    assert found[["lower", "upper"]].to_numpy().tolist() == lines
    assert found["claim"].tolist() == [True] + [False] * len(parts)
    assert set(found["tight"]) == {lines[0][1] < inf} and set(found["verdict"]) == {"contradicts"}


def test_a_share_of_an_editions_prizes():
    share = row("china_patent_award_gold", "25", "%", year=2023, measure="share")
    lines = evidence("award_share", row("china_patent_award_gold", "8", "项", year=2023), share)
    claim, context = lines[lines["claim"]], lines[~lines["claim"]]
    assert claim[["lower", "upper"]].to_numpy().tolist()[0] == pytest.approx([800 / 39, 800 / 39])
    assert len(context) == 1 and context["role"].tolist() == ["context"]


def test_growth_of_prizes_since_the_edition_before():
    rows = [row("china_patent_award", "30", "项", year=2018), row("china_patent_award", "60", "项", year=2020)]
    lines = evidence("award_growth", *rows, row("china_patent_award", "41.6", "%", year=2020, **RATE))
    found = lines.set_index("role")[["lower", "upper"]]
    assert found.loc["growth"].tolist() == pytest.approx([100, 100])
    assert found.loc["base"].tolist() == pytest.approx([60 / 1.4165, 60 / 1.4155])


@pytest.mark.parametrize(
    ("what", "comparison", "year", "number"),
    [
        ("china_patent_award", "yoy", 2020, 1), ("china_patent_award", "previous_period", 2020, 1),
        ("china_patent_award", "since:2018", 2020, 0), (GRANTS, "yoy", 2020, 0), ("china_patent_award", "yoy", 2022, 0),
    ],
)  # fmt: skip
def test_only_prizes_of_an_edition_two_years_after_another_are_held_against_that(what, comparison, year, number):
    rows = [row(what, "30", "项", year=year - 2), row(what, "60", "项", year=year)]
    rate = row(what, "41.6", "%", year=year, measure="growth", comparison=comparison)
    assert evidence("award_growth", *rows, rate)["claim"].sum() == number


@pytest.mark.parametrize(("place", "ends"), [("深圳", (0, 39)), ("全国", (38, 40))])
def test_an_area_has_at_most_an_editions_prizes_and_the_nation_all(place, ends):
    lines = evidence("award_edition", row("china_patent_award_gold", "50", "项", year=2023, place=place))
    assert lines[["lower", "upper"]].to_numpy().tolist() == [list(ends)]


@pytest.mark.parametrize("check_id", CASES)
def test_an_equation_is_tight_and_a_bound_is_not(check_id):
    lines = evidence(check_id, *CASES[check_id][0])
    assert set(lines["tight"]) == {all(abs(end) < inf for ends in CASES[check_id][1].values() for end in ends)}


def test_a_citys_prizes_are_no_equation_with_its_provinces():
    lines = evidence("award_within", row("china_patent_award", "9", "项", place="广东"),
                     row("china_patent_award", "10", "项", place="深圳"))  # fmt: skip
    assert set(lines["verdict"]) == {"contradicts"} and not lines["tight"].any()


def test_a_single_part_is_no_partition():
    claims = claims_of(one_table([minimal(NOW, row(PARTS[0], "900"))]))
    assert _partition(claims, "patent_grants", ["invention_patent_grants"]).empty


@pytest.mark.parametrize(
    ("lower", "upper", "tight", "expected"),
    [
        (99.0, 101.0, True, True), (98.9, 101.0, True, False), (-101.0, -99.0, True, True), (0.0, 0.02, True, True),
        (0.0, 0.025, True, False), (99.0, 101.0, False, False), (99.0, inf, True, False), (100.0, 100.0, True, True),
    ],
)  # fmt: skip
def test_an_expectation_a_fiftieth_wide_tells_figures_apart(lower, upper, tight, expected):
    assert narrow(pd.DataFrame({"lower": [lower], "upper": [upper], "tight": [tight]})).tolist() == [expected]


def observed(value: float, printed: str) -> pd.DataFrame:
    """A row of a full table, whose value a reader or a hand may have changed."""
    return frame([{
        "ref_area": "110000", "indicator": "patent_grants", "label": "专利授权量", "measure": "level",
        "period_start": "2022-01-01", "period_end": "2022-12-31", "obs_value": value, "obs_lower": value,
        "obs_upper": value, "unit_measure": "件", "printed": printed, "source_id": "s",
    }])  # fmt: skip


def test_the_page_of_a_figure_has_its_number_where_the_document_has_pages():
    table = observed(365000.0, "36.5万")
    for page, zh, en in ((3, "《s》第3页2022年", "s, page 3, 2022"), (None, "《s》2022年", "s, 2022")):
        claims = claims_of(one_table([table.assign(page=pd.array([page], dtype="Int64"))]))
        assert (page_of(claims, 0, "zh"), page_of(claims, 0, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "printed", "wrong"),
    [
        (365000.0, "36.5万", False), (365000.0, "36.5", False), (365.0, "36.5", True), (3.65e9, "36.5万", True),
        (36.5e8, "36.5", False), (365001.0, "36.5", True),
    ],
)  # fmt: skip
def test_a_scale_may_stand_in_the_tables_head_where_the_cell_has_none(value, printed, wrong):
    assert bool(len(CHECKS["as_printed"].run(claims_of(one_table([observed(value, printed)]))))) == wrong


@pytest.mark.parametrize(("printed", "twice"), [("579", True), ("57", False), ("57.9", True), ("1000", False)])
def test_a_figure_of_three_digits_printed_in_the_next_row_too_was_printed_twice(printed, twice):
    values = (printed, printed, "812", "34", "5", "66")
    names = ("北京", "天津", "河北", "山西", "辽宁", "吉林")
    claims = claims_of(one_table([minimal(*(row("发明专利有效量", value, place=name, **STOCK)
                                            for name, value in zip(names, values, strict=True)))]))  # fmt: skip
    lines = pd.DataFrame({"row": [1, 2], "tight": True})
    assert printed_twice(claims, lines) == ({0: 0} if twice else {})
    assert printed_twice(claims, lines.assign(tight=False)) == {}


@pytest.mark.parametrize(("pairs", "rows", "twice"), [(1, 10, True), (1, 9, False), (3, 16, True), (3, 15, False)])
def test_a_short_figure_was_printed_twice_where_two_rows_of_a_column_are_seldom_alike(pairs, rows, twice):
    """One pair of the 45 of ten rows, or of the 36 of nine: either of two neighbours by chance in 20, or oftener."""
    values = ([n for n in range(57, 57 + pairs) for _ in range(2)] + list(range(20, 40)))[:rows]
    claims = claims_of(one_table([minimal(*(row("发明专利有效量", str(value), place=f"第{n}行", **STOCK)
                                            for n, value in enumerate(values)))]))  # fmt: skip
    assert printed_twice(claims, pd.DataFrame({"row": [1, rows - 1], "tight": True})) == ({0: 0} if twice else {})


@pytest.mark.parametrize(
    ("verdicts", "explained"),
    [
        (["agrees"] * 3 + ["contradicts"] * 2, True), (["agrees"] * 3 + ["contradicts"], False),
        (["agrees"] * 2 + ["contradicts"] * 3, False), (["agrees"] * 3 + ["contradicts"] * 3, False),
    ],
    ids=["most of five", "most of four", "two of five", "half of six"],
)  # fmt: skip
def test_a_break_is_no_reason_where_most_of_five_comparisons_across_it_agree(verdicts, explained):
    rows = [
        row(GRANTS, "10000", place=name) for name in ("北京", "天津", "河北", "山西", "辽宁", "吉林")[: len(verdicts)]
    ]
    claims = claims_of(one_table([minimal(*rows)]))
    lines = pd.DataFrame({"row": range(len(rows)), "check": "implied_base", "verdict": verdicts,
                          "lower": 13333.0, "upper": 14444.0})  # fmt: skip
    assert set(_otherwise_explained(claims, lines)) == {explained}


@pytest.mark.parametrize(("years", "known"), [(range(2018, 2023), True), (range(2019, 2023), False)])
def test_a_series_of_four_steps_tells_how_large_its_figures_may_be(years, known):
    claims = levels_of({"北京": {year: 10_000 + 100 * (year - 2018) for year in years}})
    assert bool(len(comparable(claims))) == known


def test_a_doubtful_figure_makes_a_contradiction_undecided_and_leaves_what_agrees():
    growth = {"measure": "growth", "comparison": "yoy"}
    rows = [row(GRANTS, level, place=place, year=year) for place in ("北京", "天津")
            for year, level in ((2021, "10000"), (2022, "12000"))]  # fmt: skip
    rows += [row(GRANTS, rate, "%", place=place, **growth) for place, rate in (("北京", "30.0"), ("天津", "20.0"))]
    table = one_table([minimal(*rows)])
    for doubtful, expected in (
        (3, {"北京": "contradicts", "天津": "agrees"}),
        (1, {"北京": "cannot_say", "天津": "agrees"}),
    ):
        trust = ["doubtful" if n == doubtful else "sure" for n in range(len(rows))]
        found = check(table.assign(trust=trust), only="implied_base")
        assert dict(zip(found["ref_area_name"], found["verdict"], strict=True)) == expected


def levels_of(values: dict[str, dict[int, float]]):
    rows = [
        row(GRANTS, f"{value}", place=name, year=year) for name, one in values.items() for year, value in one.items()
    ]
    return claims_of(one_table([minimal(*rows)]))


def test_a_step_is_compared_with_the_same_step_of_all_areas_however_long_their_series_are():
    """Six areas grow by 10, 10, 10, 20, 20 and 30 per cent; three of them are known for a year longer."""
    names = ("北京", "天津", "河北", "山西", "辽宁", "吉林")
    known = {name: {2021: 1_000_000, 2022: 1_000_000 + grown} for name, grown in
             zip(names, (100_000, 100_000, 100_000, 200_000, 200_000, 300_000), strict=True)}  # fmt: skip
    for name in names[:3]:
        known[name][2020] = 900_000
    claims = levels_of(known)
    seen = outlook(claims).set_index("row")
    last = claims.table.index[claims.table["ref_area_name"].eq("吉林") & claims.years.__eq__(2022)][0]
    assert seen.loc[last, "support"] == 6
    assert seen.loc[last, "past"] == pytest.approx(log(1_000_000) + (log(1.1) + log(1.2)) / 2)


def test_small_counts_vary_by_chance():
    """From 100 to 110, 110, 110, 120, 120 and 130: the median growth is between those of 110 and 120."""
    names = ("北京", "天津", "河北", "山西", "辽宁", "吉林")
    claims = levels_of(
        {name: {2021: 100, 2022: now} for name, now in zip(names, (110, 110, 110, 120, 120, 130), strict=True)}
    )
    seen = outlook(claims).set_index("row")
    last = len(claims) - 1
    middle = (log(1.2) - log(1.1)) / 2
    assert seen.loc[last, "spread"] == pytest.approx(((1.4826 * middle) ** 2 + 0.01**2 + 1 / 100 + 1 / 130) ** 0.5)


def test_a_level_stands_out_of_its_column_from_five_spreads_on():
    """The median is 10,000; the median distance from it 0.1 in logarithms, so that a spread is 0.15826."""
    away = (-0.1, -0.1, 0.0, 0.1, 0.1, 5 * 0.15826, 7.5 * 0.15826, -12 * 0.15826, -0.1)
    names = ("北京", "天津", "河北", "山西", "辽宁", "吉林", "上海", "江苏", "浙江")
    claims = levels_of({name: {2022: round(1e8 * exp(off))} for name, off in zip(names, away, strict=True)})
    assert outstanding(claims).round(3).tolist() == [0, 0, 0, 0, 0, 0, 0.5, 1, 0]


@pytest.mark.parametrize(("part", "verdict"), [("12499", "agrees"), ("12501", "contradicts"), ("12999", "contradicts")])
def test_the_count_of_a_larger_area_is_rounded_and_not_cut_off(part, verdict):
    """1.2万 are at most 12500, whatever they would be at most if the rest had been dropped."""
    rows = year_rows("江苏", "专利授权量", {2022: "1.2万"}) + year_rows("南京", "专利授权量", {2022: part})
    found = check(minimal(*rows).assign(source_id="report"), only="area_within_area")
    assert found[["verdict", "expected_upper"]].to_numpy().tolist() == [[verdict, 12500.0]]


@pytest.mark.parametrize(
    ("ends", "tight", "wanted", "there"),
    [
        ((67889.0, 67891.0), True, True, ["上海"]), ((50000.0, 70000.0), True, True, []),
        ((67889.0, 67891.0), False, True, []), ((50000.0, 70000.0), True, False, ["天津"]),
        ((50000.0, 70000.0), False, False, []),
    ],
    ids=["wanted", "wanted within wide ends", "wanted of a loose line", "printed twice", "twice, of a loose line"],
)  # fmt: skip
def test_only_narrow_ends_find_what_is_wanted_and_any_find_what_is_printed_twice(ends, tight, wanted, there):
    levels = {"北京": "12345", "上海": "67890", "天津": "12345"}
    rows = [row for place, level in levels.items() for row in year_rows(place, "专利授权量", {2022: level})]
    claims = claims_of(one_table([minimal(*rows)]))
    line = pd.DataFrame({"row": [0], "lower": [ends[0]], "upper": [ends[1]], "tight": [tight]})
    found = elsewhere(claims, line, wanted=wanted)
    assert claims.table["ref_area_name"].iloc[found.get(0, [])].tolist() == there


@pytest.mark.parametrize(
    ("units", "others", "odd"),
    [
        ("件件件家", 3, [3]), ("件件件家", 4, []), ("件件家", 2, [2]), ("件件件家家", 3, []),
        ("件件件件家人", 3, [4, 5]), ("件家", 2, []),
        ("件件", 1, []), ("件家", 1, [0, 1]), ("件", 1, []), ("件件家家", 2, []), ("件件件件件家家家", 4, []),
        ("", 2, []),
    ],
)  # fmt: skip
def test_a_unit_is_odd_where_nearly_all_others_have_another(units, others, odd):
    rows = [row("登记量", "5", unit, year=2010 + n) for n, unit in enumerate(units or "件")]
    claims = claims_of(one_table([minimal(*rows)]))
    assert np.flatnonzero(_odd(claims, np.arange(len(units)), ["area", "what"], others)).tolist() == odd
