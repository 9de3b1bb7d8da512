"""Which suspected figures are one mistake, what caused it, and what was tested, by lines of evidence made by hand."""

from functools import cache

import pandas as pd
import pytest
from claimed import minimal, year_rows

from ipstats.checks import CHECKS, accept, check, commands
from ipstats.checks.causes import causes
from ipstats.checks.claims import Claims, claims_of
from ipstats.checks.coverage import ANY, LEADING, NONE, coverage
from ipstats.checks.coverage import tested as power
from ipstats.checks.evidence import EVIDENCE
from ipstats.checks.findings import findings
from ipstats.checks.grouping import mistakes
from ipstats.checks.inputs import one_table
from ipstats.checks.workings import working

GRANTS, MARKS = "专利授权量", "商标注册量"
INF = float("inf")


def claims(*rows: str, **columns: list) -> Claims:
    return claims_of(one_table([minimal(*rows).assign(**columns)]))


def lines(*told: dict, **all_of_them) -> pd.DataFrame:
    """Lines of evidence that contradict, each an equation of its own, with what suspects adds."""
    plain = {"check": "implied_base", "role": "level", "row": 0, "lower": 1.0, "upper": 1.0, "claim": True,
             "verdict": "contradicts", "cause": "", "tight": True, "note": "", "slip": "", "others": (),
             "suspect_label": "", "certainty": ""}  # fmt: skip
    return pd.DataFrame([{"relation": n} | plain | all_of_them | one for n, one in enumerate(told)])


PAGE = [
    *year_rows("北京", GRANTS, {2021: "1", 2022: "2"}), *year_rows("北京", MARKS, {2022: "3"}),
    *year_rows("天津", GRANTS, {2022: "4"}), *year_rows("天津", MARKS, {2022: "5"}),
    *year_rows("河北", GRANTS, {2022: "6"}),
]  # fmt: skip
"""Rows 0 and 1 are 北京's grants of two years, 2 its trademarks; 3 and 4 are 天津's, 5 河北's grants."""


@cache
def page() -> Claims:
    return claims(*PAGE)


@pytest.mark.parametrize(
    ("rows", "cause", "labels", "check_id", "errors"),
    [
        ((3, 5, 4), "wrong_unit", "", "counting_unit", [0, 0, 1]),
        ((3, 5, 4), "year_slip", "2021", "copied_column", [0, 0, 1]),
        ((0, 1, 3), "year_slip", "2023", "implied_base", [0, 0, 1]),
        ((1, 2, 3), "label_shift", MARKS, "implied_base", [0, 0, 1]),
        ((3, 4, 1), "label_shift", "河北", "labels", [0, 0, 0]),
        ((3, 4), "label_shift", ("河北", "北京"), "labels", [0, 1]),
        ((3, 4), "label_shift", ("河北;北京", "河北;北京"), "labels", [0, 0]),
        ((0, 1), "label_shift", "天津", "labels", [0, 1]),
        ((1, 1, 2), "", "", "implied_base", [0, 0, 1]),
    ],
    ids=["units of a column", "a copied column", "years of a row", "indicators of a row", "rows of a page",
         "rows that went elsewhere", "one of two labels", "pages of two days", "a figure twice"],
)  # fmt: skip
def test_figures_that_moved_or_were_copied_together_are_one_mistake(rows, cause, labels, check_id, errors):
    names = labels if isinstance(labels, tuple) else [labels] * len(rows)
    told = [{"row": row, "suspect_label": name} for row, name in zip(rows, names, strict=True)]
    found = mistakes(page(), lines(*told, cause=cause, check=check_id))
    assert pd.factorize(found)[0].tolist() == errors


def test_a_slip_of_the_year_in_a_copied_column_is_of_that_mistake_whatever_found_it():
    told = [{"row": 3, "check": "copied_column"}, {"row": 5}, {"row": 4}]
    found = mistakes(page(), lines(*told, cause="year_slip", suspect_label="2021"))
    assert pd.factorize(found)[0].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("printed", "lower", "upper", "slip"),
    [
        ("5000", 5000, 5008, ANY), ("5000", 5000, 5009, LEADING), ("5000", 4992, 5000, ANY),
        ("5000", 4991, 5000, LEADING), ("5000", 5000, 5089, LEADING), ("5000", 5000, 5090, NONE),
        ("5000", 4911, 5000, LEADING), ("5000", 4910, 5000, NONE), ("5000", -INF, 5000, NONE),
        ("5000", 5000, INF, NONE),
        ("5.0万", 50000, 58499, ANY), ("5.0万", 50000, 58500, NONE), ("5.0万", 41501, 50000, ANY),
        ("0", 0, 8, ANY), ("0", 0, 9, NONE),
    ],
)  # fmt: skip
def test_a_slip_shows_where_nine_of_the_last_place_or_of_the_second_leave_what_is_allowed(printed, lower, upper, slip):
    """Exchanged digits change a figure by nine units of some place at least."""
    of = claims(*year_rows("北京", GRANTS, {2022: printed}))
    one = lines({"lower": float(lower), "upper": float(upper)})
    assert power(of, one, [])["slip"].tolist() == [slip]
    assert power(of, one.assign(tight=False), [])["slip"].tolist() == [NONE]
    wider = lines({"lower": float(lower), "upper": float(upper)}, {"lower": 0.0, "upper": 1e6})
    assert power(of, wider, [])["slip"].tolist() == [slip], "the narrowest counts"


def test_a_figure_was_tested_by_the_families_of_what_could_decide_and_by_a_series_that_tells():
    years = dict.fromkeys(range(2019, 2024), "1000")
    of = claims(*year_rows("北京", GRANTS, years), *year_rows("天津", GRANTS, {2022: "5"}))
    found = lines(
        {"row": 0}, {"row": 0, "check": "part_of_total", "verdict": "agrees"}, {"row": 1, "verdict": "cannot_say"},
        {"row": 2, "role": "context"}, {"row": 3, "check": "rank"}, {"row": 5, "check": "share"},
    )  # fmt: skip
    assert power(of, found, [])["tests"].tolist() == ["growth;bounds", "", "", "rank", "", "proportion"]
    by_series = power(of, found, ["magnitude"])["tests"].tolist()
    assert by_series == ["growth;bounds;series", "series", "series", "rank;series", "series", "proportion"]


def test_coverage_counts_the_figures_of_each_document():
    figures = pd.DataFrame({
        "obs_id": list("abcde"), "source_id": ["x", "x", "x", "y", "y"],
        "tests": ["growth;series", "series", "", "sum;growth", "rank"], "slip": [ANY, LEADING, NONE, ANY, NONE],
    })  # fmt: skip
    found = pd.DataFrame({"verdict": ["contradicts", "contradicts", "agrees"], "observation_ids": ["a;b", "a", "d"]})
    names = ["source", "observations", "checked", "sum", "growth", "rank", "series", "slip_any", "slip_leading",
             "contradicted", "share"]  # fmt: skip
    assert coverage(figures, found)[names].to_numpy().tolist() == [
        ["x", 3, 1, 0, 1, 0, 2, 1, 2, 1, 33.3], ["y", 2, 2, 1, 1, 1, 0, 1, 1, 0, 100.0],
        ["total", 5, 3, 1, 2, 1, 2, 2, 3, 1, 60.0],
    ]  # fmt: skip
    assert coverage(figures, found).columns.tolist()[:3] == ["source", "observations", "checked"]
    assert coverage(figures[:0], found)["share"].tolist() == [0.0], "nothing of nothing"


@pytest.mark.parametrize(
    ("fields", "accepted"),
    [
        ({"check": "implied_base"}, ["r", "", ""]), ({"published": "12.5"}, ["r", "", ""]),
        ({"published": "twelve"}, ["", "", ""]), ({"period_end": "2022-12-31"}, ["r", "r", ""]),
        ({"period_end": "2022年末"}, ["", "", ""]), ({"observation_ids": "b"}, ["r", "r", ""]),
        ({"observation_ids": "bc"}, ["", "", ""]), ({"check": "implied_base", "published": "7"}, ["", "", ""]),
        ({"check": "share", "period_end": "2022-12-31"}, ["", "r", ""]),
    ],
)  # fmt: skip
def test_an_acceptance_is_of_the_contradictions_that_all_its_fields_fit_and_stale_without_one(fields, accepted):
    found = pd.DataFrame({
        "verdict": ["contradicts", "contradicts", "agrees"], "check": ["implied_base", "share", "share"],
        "published": [12.5, 7.0, 12.5], "period_end": pd.to_datetime(["2022-12-31"] * 3),
        "observation_ids": ["a;b", "b", "b;c"], "accepted": "",
    })  # fmt: skip
    seen, stale = accept.apply(found, [fields | {"reason": "r"}])
    assert seen["accepted"].tolist() == accepted and bool(stale) == (not any(accepted))


@pytest.mark.parametrize(("area", "stale"), [(None, 1), ("北京", 0)])
def test_an_acceptance_is_stale_of_the_whole_and_of_no_narrower_look(tmp_path, area, stale):
    (tmp_path / "a.yaml").write_text("- {check: rank, reason: r}", "utf-8")
    found = check(minimal(*PAGE), accept=tmp_path / "a.yaml", area=area, only="rank")
    assert len(found.attrs["stale"]) == stale


def of_causes(of: Claims, *told: dict) -> list[list[str]]:
    return causes(of, lines(*told), lines(*told)[EVIDENCE])[["cause", "suspect_label", "certainty"]].values.tolist()


@pytest.mark.parametrize(
    ("check_id", "note", "tight", "expected"),
    [
        ("labels", "1", True, ["label_shift", "天津", "certain"]),
        ("labels", "1#0", True, ["label_shift", "天津", "likely"]),
        ("labels", "1;2", False, ["label_shift", "天津;河北", "likely"]),
        ("copied_column", "@2021", True, ["year_slip", "2021", "certain"]),
        ("unit_of_change", "", True, ["label_shift", "", "likely"]),
    ],
)  # fmt: skip
def test_what_a_check_names_itself_stands_and_is_certain_of_a_whole_page(check_id, note, tight, expected):
    told = {"check": check_id, "note": note, "tight": tight, "cause": expected[0]}
    assert of_causes(page(), told) == [expected]


@pytest.mark.parametrize(
    ("other", "scope", "expected"),
    [
        ("level|||2022-06-30|7777|件", "", ["part_year", "", "likely"]),
        ("level||2022-01-01|2022-12-31|7777|件", "国内", ["other_coverage", "", "likely"]),
        ("level||2021-01-01|2021-06-30|7777|件", "", ["year_slip", "2021-S1", "possible"]),
        ("growth|yoy|2022-01-01|2022-06-30|7777|%", "", ["", "", ""]),
        ("level||2022-01-01|2022-06-30|7778|件", "", ["", "", ""]),
        ("level||2022-01-01|2022-06-30|7777|件", "国内", ["", "", ""]),
        ("level||2022-01-01|2022-06-30|7777|家", "", ["", "", ""]),
    ],
)  # fmt: skip
def test_the_very_figure_of_another_coverage_or_part_of_the_year_is_the_likely_cause(other, scope, expected):
    """The level of 2022 is 7777 where 9000 to 9999 are expected."""
    of = claims(*year_rows("北京", GRANTS, {2022: "7777"}), f"北京|{GRANTS}|{other}", scope=["", scope])
    assert of_causes(of, {"lower": 9000.0, "upper": 9999.0}) == [expected]


@pytest.mark.parametrize(
    ("printed", "others", "wanted", "expected"),
    [
        ("7777", 1, 9000.0, ["label_shift", "第1行", "possible"]),
        ("7777", 3, 9000.0, ["label_shift", "第1行;第2行;第3行", "possible"]), ("7777", 4, 9000.0, ["", "", ""]),
        ("777", 1, 9000.0, ["label_shift", "第1行", "possible"]), ("77", 1, 9000.0, ["", "", ""]),
        ("12345", 2, 7777.0, ["label_shift", "第1行;第2行", "likely"]), ("12345", 4, 7777.0, ["", "", ""]),
    ],
)  # fmt: skip
def test_a_figure_that_stands_under_three_other_labels_may_be_theirs_and_under_four_is_no_ones(
    printed, others, wanted, expected
):
    """The others, none of them the next row, print what is wanted of the figure or else the very same."""
    rows = year_rows("北京", GRANTS, {2022: printed}) + year_rows("河北", GRANTS, {2022: "5"})
    other = "7777" if printed == "12345" else printed
    rows += [row for n in range(1, others + 1) for row in year_rows(f"第{n}行", GRANTS, {2022: other})]
    assert of_causes(claims(*rows), {"lower": wanted, "upper": wanted}) == [expected]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ((4.0, 2.0), [["label_shift", "天津", "certain"], ["label_shift", "北京", "certain"]]),
        ((4.0, 9.0), [["", "", ""], ["label_shift", "北京", "likely"]]), ((9.0, 9.0), [["", "", ""]] * 2),
    ],
    ids=["of each other", "of one", "of none"],
)  # fmt: skip
def test_two_suspected_figures_each_what_the_other_should_be_are_exchanged(wanted, expected):
    """北京 prints 2 and 天津 4."""
    told = [{"row": row, "lower": one, "upper": one} for row, one in zip((1, 3), wanted, strict=True)]
    assert of_causes(page(), *told) == expected


@pytest.mark.parametrize(
    ("slip", "width", "others", "expected"),
    [
        ("decimal_slip", 0.0, (), ["decimal_slip", "", "likely"]),
        ("decimal_slip", 0.5, (), ["decimal_slip", "", "possible"]),
        ("misreading", 0.0, (), ["misreading", "", "possible"]),
        ("decimal_slip", 0.0, (3,), ["decimal_slip", "北京2021年专利授权量;天津2022年专利授权量", "possible"]),
    ],
)  # fmt: skip
def test_a_slip_is_likely_against_a_narrow_expectation_that_no_other_figure_shares(slip, width, others, expected):
    told = {"slip": slip, "lower": 9.0, "upper": 9.0 * (1 + width), "others": others}
    assert of_causes(page(), told) == [expected]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"slip": "sign_slip", "upper": 2.0}, {"slip": "digit_slip"}, "digit_slip"),
        ({"cause": "year_slip", "check": "copied_column", "note": "@2021"},
         {"cause": "label_shift", "check": "labels", "note": "1#0"}, "year_slip"),
        ({"slip": "sign_slip", "tight": False}, {"slip": "decimal_slip"}, "decimal_slip"),
        ({}, {"slip": "misreading"}, "misreading"),
        ({"cause": "wrong_unit", "check": "counting_unit"}, {"slip": "decimal_slip"}, "decimal_slip"),
        ({"cause": "points_for_percent", "check": "unit_of_change"}, {"slip": "decimal_slip"}, "points_for_percent"),
    ],
    ids=["the likely", "the certain", "an equation's", "the named", "a known cause", "in their order"],
)  # fmt: skip
def test_a_figure_has_one_cause_the_surest_of_its_equations(first, second, expected):
    found = of_causes(page(), first, second)
    assert [cause for cause, *_ in found] == [expected] * 2


@pytest.mark.parametrize(
    ("levels", "label"),
    [
        ({2020: "100", 2021: "200"}, "2022"), ({2021: "200", 2022: "300"}, "2020"), ({2021: "200"}, "2022;2020"),
        ({2020: "100", 2021: "200", 2022: "300"}, ""),
    ],
)  # fmt: skip
def test_of_two_figures_for_one_year_one_may_be_of_a_year_beside_it_that_has_none(levels, label):
    """The document has figures of 天津 for all three years."""
    rows = [*year_rows("北京", GRANTS, levels), *year_rows("北京", GRANTS, {2021: "250"})]
    rows += year_rows("天津", MARKS, {2020: "1", 2021: "1", 2022: "1"})
    of, at = claims(*rows), list(levels).index(2021)
    told = [{"row": len(levels), "check": "same_figure", "role": "second", "lower": 200.0, "upper": 200.0}]
    evidence = lines(*told, {"relation": 0, "row": at, "check": "same_figure", "role": "first"})[EVIDENCE]
    found = causes(of, lines(*told), evidence.assign(relation=0))
    expected = [["year_slip", label, "possible"]] if label else [["", "", ""]]
    assert found[["cause", "suspect_label", "certainty"]].values.tolist() == expected


@pytest.mark.parametrize(
    ("more", "label"), [({2022: "1"}, "2022"), ({2022: "1", 2021: "1"}, ""), ({2020: "1"}, "2020"), ({2023: "1"}, "")]
)
def test_of_two_documents_the_only_figure_that_one_dates_so_may_be_of_the_year_it_is_about(more, label):
    """Of 北京's grants of 2021 a has 200 and b 250; b has trademarks of 天津 too."""
    rows = [*year_rows("北京", GRANTS, {2021: "200"}), *year_rows("北京", GRANTS, {2021: "250"})]
    of = claims(*rows, *year_rows("天津", MARKS, more), source_id=["a", *"b" * (1 + len(more))])
    told = lines({"row": 1, "check": "same_figure"})
    evidence = lines({"row": 1, "check": "same_figure"}, {"row": 0, "check": "same_figure", "relation": 0})[EVIDENCE]
    expected = ["year_slip", label, "possible"] if label else ["", "", ""]
    assert causes(of, told, evidence)[["cause", "suspect_label", "certainty"]].values.tolist() == [expected]


SPAN = {"lower": 100.0, "upper": 100.0}


@pytest.mark.parametrize(
    ("check_id", "verdict", "cause", "severity"),
    [
        ("implied_base", "contradicts", "", "high"), ("implied_base", "contradicts", "decimal_slip", "high"),
        ("magnitude", "contradicts", "", "medium"), ("magnitude", "contradicts", "unit_slip", "high"),
        ("implied_base", "cannot_say", "changed_caliber", "low"), ("same_figure", "cannot_say", "reading", "medium"),
        ("rank", "cannot_say", "", "none"), ("implied_base", "agrees", "truncation", "none"),
    ],
)  # fmt: skip
def test_broken_arithmetic_is_grave_what_is_out_of_line_less_so_and_a_notice_light(check_id, verdict, cause, severity):
    of, told = page(), lines({"check": check_id, "verdict": verdict, "cause": cause}, **SPAN)
    wrong = told if verdict == "contradicts" else told[:0]
    found = findings(of, told[EVIDENCE], wrong, "zh")
    assert found[["check", "verdict", "severity"]].values.tolist() == [[check_id, verdict, severity]]
    assert found["page"].tolist() == ["《table 1》2021年" if verdict == "contradicts" else ""]


def test_of_one_figures_contradictions_an_equation_leads_and_the_others_follow_it_lightly():
    told = lines({"tight": False, "check": "part_of_total"}, {}, {"check": "implied_change"}, {"row": 3}, **SPAN)
    found = findings(page(), told[EVIDENCE], told, "zh").set_index("check")
    first = page().column("obs_id")[0]
    assert found.loc[["part_of_total", "implied_change"], "follows"].tolist() == [first] * 2
    assert found.loc["implied_base", "follows"].tolist() == ["", ""]
    assert found["severity"].value_counts().to_dict() == {"high": 2, "low": 2}


def test_a_whole_page_leads_before_an_equation_of_one_of_its_rows():
    moved = {"check": "labels", "cause": "label_shift", "note": "2"}
    told = lines({"row": 3}, moved | {"row": 3}, moved | {"row": 4}, **SPAN)
    found = findings(page(), told[EVIDENCE], told, "zh")
    leading = found[found["follows"] == ""]
    assert leading[["check", "severity"]].values.tolist() == [["labels", "high"]]
    assert len(found) == 3 and found.loc[found["check"] == "implied_base", "severity"].tolist() == ["low"]


def test_what_a_reader_should_look_at_follows_nothing():
    """Both lines are of one figure of a text, one of them far from what is expected."""
    of = claims_of(one_table([minimal(*PAGE)]).assign(char_start=pd.array(range(0, 54, 9), dtype="Int64"), cell=""))
    told = lines({"row": 5, "lower": 5.0, "upper": 5.0}, {"row": 5, "lower": 90.0, "upper": 90.0})
    found = findings(of, told[EVIDENCE], told, "zh")
    assert dict(zip(found["verdict"], found["follows"] != "", strict=True))["cannot_say"] is False
    assert found["verdict"].tolist() == ["contradicts", "cannot_say"]


@pytest.mark.parametrize(
    ("units", "verdicts"),
    [
        (("家", "", ""), ["cannot_say"]), (("家", "件", ""), ["contradicts"]), (("家", "", "家"), ["cannot_say"] * 2),
        (("项", "件", "个"), []), (("家", "万元", ""), ["cannot_say"]), (("万元", "件", "件"), []),
        (("人", "人", ""), ["cannot_say"] * 2),
    ],
    ids=["alone", "beside another year", "with another area", "counted alike", "beside money", "no counting word",
         "persons"],
)  # fmt: skip
def test_patents_counted_in_households_are_wrong_where_another_figure_of_the_row_is_not(units, verdicts):
    """北京 in 2022 and 2021, and 天津 in 2022."""
    rows = [row for place, year, unit in zip(("北京", "北京", "天津"), (2022, 2021, 2022), units, strict=True) if unit
            for row in year_rows(place, GRANTS, {year: "5"}, unit)]  # fmt: skip
    found = CHECKS["counting_unit"].run(claims(*rows))
    assert found["verdict"].tolist() == verdicts and set(found["cause"]) <= {"wrong_unit"} and found["tight"].all()


@pytest.mark.parametrize(("number", "written_out"), [(6, True), (7, False)])
def test_a_sum_of_six_parts_is_written_out_and_one_of_seven_is_not(number, written_out):
    of = claims(*(row for n in range(number + 1) for row in year_rows("北京", f"登记量{n}", {2022: f"{n + 1}00"})))
    members = {"total": 0} | {f"part{n}": n for n in range(1, number + 1)}
    said = " + ".join(f"{n + 1}00件" for n in range(1, number + 1))
    assert working(of, "parts_add_up", 0, members, "zh") == (said if written_out else "")


@pytest.mark.parametrize(
    ("check_id", "role", "rate", "said"),
    [
        ("implied_base", "level", "5.6", "1000件 × (1 + 5.6%)"),
        ("implied_base", "base", "-5.6", "1100件 ÷ (1 − 5.6%)"),
        ("implied_base", "growth", "5.6", "(1100件 ÷ 1000件 − 1) × 100%"),
        ("average_growth", "growth", "5.6", "((1100件 ÷ 1000件)^(1/3) − 1) × 100%"),
        ("average_growth", "level", "5.6", "1000件 × (1 + 5.6%)^3"), ("implied_change", "base", "5.6", ""),
    ],
)  # fmt: skip
def test_how_the_others_give_a_figure_is_written_with_the_sign_of_the_rate_and_the_years_between(
    check_id, role, rate, said
):
    of = claims(*year_rows("北京", GRANTS, {2019: "1000", 2022: "1100"}, growth={2022: rate}))
    members = {"base": 0, "level": 1, "growth": 2}
    assert working(of, check_id, members[role], members, "zh") == said


@pytest.mark.parametrize(("shown", "more"), [(4, ""), (3, ""), (2, "……另有1处"), (1, "……另有2处")])
def test_the_command_prints_so_many_mistakes_and_says_how_many_more_there_are(
    tmp_path, capsys, monkeypatch, shown, more
):
    rows = []
    for n, place in enumerate(("北京", "天津", "河北"), start=1):
        rows += year_rows(place, GRANTS, {2021: f"{n}1003", 2022: f"{n}7009"}, growth={2022: f"{n + 6}.1"})
    minimal(*rows).to_csv(tmp_path / "t.csv", index=False)
    monkeypatch.setattr(commands, "SHOWN", shown)
    assert commands.check([tmp_path / "t.csv"], output=None, accept=None, as_json=False, quiet=False) == 1
    said = capsys.readouterr().out
    assert said.count("公布为") == min(shown, 3) and ("……另有" in said) == bool(more) and more in said
    assert "核对3次：相符0，矛盾3（3处错误），不可判定0" in said
