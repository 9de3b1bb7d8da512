"""Growth of figures: what is computed, what agrees with what was published, what is refused."""

import numpy as np
import pandas as pd
import pytest
from facts import observation, table
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.analysis import annual_average, changes, comparable, growth, history, left_out
from ipstats.errors import NotComparable, ParameterError
from ipstats.model.areas import areas

BEIJING = "110000"


def one(result: pd.DataFrame) -> pd.Series:
    assert len(result) == 1
    return result.iloc[0]


def test_growth_is_computed_with_its_interval_and_sources():
    rows = table(
        observation("patent_grants", "北京", "2022", "20.3万", source="b"),
        observation("patent_grants", "北京", "2021", "198778", source="a"),
    )
    found = one(growth(rows, "北京市", 2022))
    assert found["growth"] == pytest.approx((203000 / 198778 - 1) * 100)
    assert found["growth_lower"] == pytest.approx((202500 / 198778 - 1) * 100)
    assert found["growth_upper"] == pytest.approx((203500 / 198778 - 1) * 100)
    assert (found["level_source"], found["base_source"], found["direction"]) == ("b", "a", "rise")
    assert found["growth_ids"].split() == [found["level_id"], found["base_id"]]


@pytest.mark.parametrize(("end", "period", "published"), [("", None, 26.8), ("-Q4", "2023-Q4", np.nan)])
def test_a_rate_on_the_edition_before_is_one_on_the_year_before(end, period, published):
    """比上届增长26.8% of an award given once a year; that of a quarter is on another quarter."""
    rows = table(
        observation("china_patent_award", "浙江", f"2023{end}", "71"),
        observation("china_patent_award", "浙江", f"2022{end}", "56"),
        observation("china_patent_award", "浙江", f"2023{end}", "26.8", measure="growth", comparison="previous_period"),
    )
    found = one(growth(rows, "浙江", 2023, period=period))
    assert found["published"] == pytest.approx(published, nan_ok=True)
    assert found["rate"] == pytest.approx(26.8 if published == 26.8 else (71 / 56 - 1) * 100)


@pytest.mark.parametrize(
    ("rate", "agreement"),
    [
        ("-4.32", "agrees"),
        ("-4.31", "needs_truncation"),
        ("-4.3", "agrees"),
        ("-4.2", "contradicts"),
        ("4.31", "contradicts"),
    ],
    ids=["rounded", "truncated", "one decimal", "another rate", "another sign"],
)
def test_published_rate_is_tried_rounded_then_truncated(rate, agreement):
    rows = table(
        observation("patent_grants", "北京", "2023", "193973"),
        observation("patent_grants", "北京", "2022", "202722"),
        observation("patent_grants", "北京", "2023", rate, measure="growth"),
    )
    found = one(growth(rows, "北京", 2023))
    assert found["agreement"] == agreement
    assert found["published"] == float(rate)


@pytest.mark.parametrize(
    ("level", "printed", "agreement"),
    [
        ("100060", "0.0", "needs_truncation"), ("100040", "0.0", "agrees"), ("99960", "0.0", "agrees"),
        ("99940", "0.0", "contradicts"), ("99940", "-0.1", "agrees"), ("99830", "-0.1", "needs_truncation"),
        ("99830", "-0.2", "agrees"), ("100160", "0.1", "needs_truncation"), ("100090", "0.0", "needs_truncation"),
    ],
)  # fmt: skip
def test_a_rate_cut_off_lies_nearer_to_nought_and_a_nought_is_of_no_fall(level, printed, agreement):
    rows = table(
        observation("patent_grants", "北京", "2023", level), observation("patent_grants", "北京", "2022", "100000"),
        observation("patent_grants", "北京", "2023", printed, measure="growth"),
    )  # fmt: skip
    assert one(growth(rows, "北京", 2023))["agreement"] == agreement


def test_open_bound_leaves_the_rate_and_its_agreement_undecided():
    rows = table(
        observation("trademarks_in_force", "北京", "2023-12-31", "300万", bound=">"),
        observation("trademarks_in_force", "北京", "2022-12-31", "301万"),
        observation("trademarks_in_force", "北京", "2023-12-31", "5.88", measure="growth"),
    )
    found = one(growth(rows, "北京", 2023))
    assert (found["direction"], found["agreement"]) == ("undecided", "cannot_say")
    assert np.isinf(found["growth_upper"])


@pytest.mark.parametrize(("rate", "agreement"), [("25", "cannot_say"), ("31", "contradicts")], ids=["held", "above"])
def test_an_open_rate_contradicts_what_lies_beyond_its_bound(rate, agreement):
    rows = table(
        observation("ip_pledge_financing", "合肥", "2023", "101亿", bound="<"),
        observation("ip_pledge_financing", "合肥", "2022", "80亿", bound=">"),
        observation("ip_pledge_financing", "合肥", "2023", rate, measure="growth"),
    )
    assert one(growth(rows, "合肥", 2023))["agreement"] == agreement


@pytest.mark.parametrize(
    ("indicator", "years", "rate", "agreement"),
    [
        ("patent_applications", ("2021", "2020"), "9.1", "agrees"),
        ("patent_applications", ("2021", "2020"), "5.8", "cannot_say"),
        ("gdp", ("2022", "2021"), "5.8", "cannot_say"),
    ],
    ids=["agrees over a labelled break", "another basis over a labelled break", "constant prices"],
)
def test_a_rate_on_another_basis_is_not_called_wrong(indicator, years, rate, agreement):
    unit = "亿" if indicator == "gdp" else ""
    rows = table(
        observation(indicator, "无锡", years[0], f"12000{unit}"),
        observation(indicator, "无锡", years[1], f"11000{unit}", source="an earlier edition"),
        observation(indicator, "无锡", years[0], rate, measure="growth"),
    )
    found = one(growth(rows, "无锡", int(years[0])))
    assert (found["agreement"], found["status"]) == (agreement, "labelled")


@pytest.mark.parametrize(
    ("level", "base", "reason"),
    [
        (("patent_grants", "北京", "2022", "10"), ("patent_grants", "北京", "2020", "9"), "no_base"),
        (("patent_grants", "北京", "2022", "10"), ("patent_grants", "北京", "2021-01-01/P11M", "9"), "period"),
        (("专利申请量", "北京", "2017", "185928"), ("专利申请量", "北京", "2016", "189129"), "applications_paid_only"),
        (("patent_grants", "北京", "2022", "10"), ("patent_grants", "北京", "2021", "0"), "not_positive"),
    ],
    ids=["gap of a year", "part of a year", "break of the register", "base of zero"],
)  # fmt: skip
def test_refused_comparisons_keep_their_row_and_say_why(level, base, reason):
    found = left_out(growth(table(observation(*level), observation(*base)), "北京", int(level[2][:4])))
    row = found[found["reason"] == reason].iloc[0]
    assert np.isnan(row["growth"]) and row["direction"] == ""
    assert row["reason_zh"] and row["reason_en"] and "{" not in row["reason_zh"] + row["reason_en"]


def test_another_coverage_is_refused_and_listed_once():
    rows = table(
        observation("invention_patents_in_force", "全国", "2022-12-31", "335.1万", scope="国内"),
        observation("invention_patents_in_force", "全国", "2021-12-31", "270.4万", scope="国内（不含港澳台）"),
    )
    found = one(growth(rows, "全国", 2022))
    assert (found["reason"], found["comparable"]) == ("scope", False)
    assert "国内（不含港澳台）" in found["reason_zh"]


def test_a_target_is_never_a_base_or_a_level():
    rows = table(
        observation("patent_grants", "北京", "2022", "100"),
        observation("patent_grants", "北京", "2021", "90", is_target=True),
    )
    assert one(growth(rows, "北京", 2022))["reason"] == "no_base"


def test_part_year_only_is_left_out_of_full_years_and_compared_when_asked():
    rows = table(
        observation("patent_grants", "北京", "2022-01-01/P11M", "187884"),
        observation("patent_grants", "北京", "2021-01-01/P11M", "177869"),
        observation("patent_grants", "北京", "2022-01-01/P11M", "5.63", measure="growth"),
    )
    assert one(growth(rows, "北京", 2022))["reason"] == "part_year"
    found = one(growth(rows, "北京", 2022, period="2022-01-01/P11M"))
    assert (found["agreement"], found["base"]) == ("agrees", 177869)


def test_a_list_headed_by_the_year_holds_no_part_of_it():
    rows = table(
        observation("patent_grants", "北京", "2022-S1", "100000"),
        observation("invention_patents_per_10k", "北京", "2022-06-30", "45.64"),
        observation("pct_applications", "北京", "2022", "6986"),
    )
    grown = growth(rows, "北京", 2022)
    assert left_out(grown, partly=False)["indicator"].tolist() == ["pct_applications"]
    assert len(left_out(grown)) == 3, "none is lost to who asks for all"


def test_part_year_without_any_base_says_that_only_part_is_reported():
    found = one(growth(table(observation("patent_grants", "北京", "2022-01-01/P11M", "187884")), "北京", 2022))
    assert found["reason"] == "part_year" and "2022年1—11月" in found["reason_zh"]


MONTHS = ("2022-01-01/P11M", "2021-01-01/P11M")


@pytest.mark.parametrize(
    ("period", "base", "asked", "reason"),
    [
        (MONTHS[0], {"period": "2021"}, MONTHS[0], "no_base"),
        (MONTHS[0], {"period": "2021-S1"}, MONTHS[0], "no_base"),
        (MONTHS[0], {"period": "2021"}, "", "period"),
        (MONTHS[0], {"period": MONTHS[1], "scope": "国内"}, MONTHS[0], "scope"),
        ("2022", {"period": MONTHS[1]}, "", "period"),
        ("2022", {"period": "2021", "scope": "国内"}, "", "scope"),
    ],
    ids=["whole year", "other months", "only part", "coverage of months", "months for a year", "coverage"],
)  # fmt: skip
def test_a_base_that_does_not_compare_is_the_reason_unless_it_is_of_other_months_than_asked(
    period, base, asked, reason
):
    rows = table(
        observation("patent_grants", "北京", period, "9000"),
        observation("patent_grants", "北京", printed="8000", **base),
    )
    grown = growth(rows, "北京", 2022, **({"period": asked} if asked else {}))
    assert grown.loc[grown["level"].notna(), "reason"].tolist() == [reason]


def test_a_figure_outside_the_catalogue_is_named_by_its_label_and_one_in_it_by_its_name():
    own = [observation("patent_grants", "北京", year, "9", label="授权专利") for year in ("2021", "2022")]
    other = [one | {"indicator": "", "indicator_name": "", "label": "登记量"} for one in own]
    found = growth(table(*own, *other), "北京", 2022)
    assert found["indicator_name"].tolist() == ["专利授权量", "登记量"]
    assert found["indicator_name_en"].tolist() == ["patent grants", "登记量"]


def test_what_indicators_are_set_against_is_listed_unless_it_is_left_aside():
    rows = [observation("resident_population", "北京", f"{year}-12-31", "2000万") for year in (2021, 2022)]
    rows += [observation("gdp", "北京", "2022", "9亿"), observation("pct_applications", "北京", "2022", "9")]
    grown = growth(
        table(*rows, *(observation("patent_grants", "北京", str(year), "9") for year in (2021, 2022))), "北京", 2022
    )
    assert set(comparable(grown)["indicator"]) == {"resident_population", "patent_grants"}
    assert set(comparable(grown, background=False)["indicator"]) == {"patent_grants"}
    assert set(left_out(grown)["indicator"]) == {"gdp", "pct_applications"}
    assert set(left_out(grown, background=False)["indicator"]) == {"pct_applications"}


def test_of_several_parts_of_a_year_the_latest_is_named():
    rows = [observation("patent_grants", "北京", period, "9") for period in ("2022-S1", "2022-01-01/P9M", "2022-Q1")]
    found = one(growth(table(*rows), "北京", 2022))
    assert (found["reason"], found["time_period"]) == ("part_year", "2022-01-01/P9M")


def test_figure_only_in_the_base_year_is_named():
    found = one(growth(table(observation("patent_grants", "北京", "2021", "5")), "北京", 2022))
    assert (found["reason"], found["base"], found["time_period"]) == ("no_level", 5, "")
    assert np.isnan(found["level"])


def test_rates_change_in_points_not_per_cent():
    rows = table(
        observation("mediation_success_rate", "北京", "2022", "53.3"),
        observation("mediation_success_rate", "北京", "2021", "50.3"),
    )
    found = one(growth(rows, "北京", 2022))
    assert (found["growth_unit"], found["growth"]) == ("百分点", pytest.approx(3.0))
    assert (found["growth_lower"], found["growth_upper"]) == (pytest.approx(2.9), pytest.approx(3.1))


def test_figures_of_one_source_go_together_before_two_vintages_mix():
    rows = table(
        observation("resident_population", "北京", "2020-12-31", "2189万", source="revised"),
        observation("resident_population", "北京", "2019-12-31", "2190万", source="revised"),
        observation("resident_population", "北京", "2019-12-31", "2153.6万", source="as first published"),
        observation("resident_population", "北京", "2020-12-31", "2189.3万", source="census"),
    )
    found = one(growth(rows, "北京", 2020))
    assert (found["level_source"], found["base_source"]) == ("revised", "revised")
    assert (found["reason"], found["mark"], found["comparable"]) == ("", "", True), "one source goes on as one series"


def test_statuses_label_and_mark_a_comparison():
    rows = table(
        observation("patent_grants", "北京", "2022", "100", obs_status="U"),
        observation("patent_grants", "北京", "2021", "90", obs_status="P"),
    )
    found = one(growth(rows, "北京", 2022))
    assert (found["comparable"], found["reason"], found["mark"]) == (True, "second_hand", "UP")
    assert "；" in found["reason_zh"]


@pytest.mark.parametrize(
    ("base", "reason"), [("29", "tiny_base"), ("30", ""), ("1", "tiny_base"), ("0", "not_positive")]
)
def test_a_base_below_thirty_is_tiny(base, reason):
    rows = table(observation("patent_grants", "北京", "2022", "40"), observation("patent_grants", "北京", "2021", base))
    assert one(growth(rows, "北京", 2022))["reason"] == reason


def test_tiny_base_is_flagged_not_refused():
    rows = table(observation("patent_grants", "北京", "2022", "12"), observation("patent_grants", "北京", "2021", "3"))
    found = one(growth(rows, "北京", 2022))
    assert (found["reason"], found["growth"]) == ("tiny_base", 300)


def test_known_area_without_figures_gives_no_rows_and_unknown_one_an_error():
    rows = table(observation("patent_grants", "北京", "2022", "12"))
    assert growth(rows, "西藏", 2022).empty
    with pytest.raises(ParameterError, match="火星"):
        growth(rows, "火星", 2022)


def test_base_year_must_be_earlier_and_period_of_the_year():
    rows = table(observation("patent_grants", "北京", "2022", "12"))
    with pytest.raises(NotComparable, match="2022 is not before 2022"):
        growth(rows, "北京", 2022, 2022)
    with pytest.raises(NotComparable, match="does not end in 2022"):
        growth(rows, "北京", 2022, period="2021-11")


def test_changes_of_all_areas_equal_growth_of_one(shipped):
    every = changes(shipped)
    mine = comparable(growth(shipped, BEIJING, 2022))
    same = every[every["level_id"].isin(mine["level_id"]) & every["comparable"]]
    assert len(same) == len(mine) > 8
    assert same.set_index("level_id")["growth"].to_dict() == pytest.approx(
        mine.set_index("level_id")["growth"].to_dict()
    )


def test_history_never_bridges_a_gap():
    rows = table(*(observation("patent_grants", "北京", str(year), "100") for year in (2018, 2019, 2021)))
    found = history(rows, "北京", "patent_grants")
    assert found["gap"].tolist() == [False, False, True]
    assert found["growth"].isna().tolist() == [True, False, True]


def test_history_marks_the_break_before_a_year():
    rows = table(*(observation("patent_applications", "北京", str(year), "100") for year in (2016, 2017, 2018)))
    assert history(rows, "北京", "专利申请量")["break_before"].tolist() == [False, True, False]


def test_history_keeps_to_one_source_where_it_covers_the_years():
    wide = [
        observation("resident_population", "北京", f"{y}-12-31", "2190万", source="series") for y in range(2015, 2020)
    ]
    rows = table(*wide, observation("resident_population", "北京", "2017-12-31", "2170.7万", source="news"))
    assert set(history(rows, "北京", "resident_population")["level_source"]) == {"series"}


def test_annual_average_is_geometric_and_leaves_the_base_year_out():
    rows = table(
        observation("patent_grants", "北京", "2018", "100"), observation("patent_grants", "北京", "2020", "121")
    )
    found = one(annual_average(rows, "北京", "patent_grants", 2020, 2018))
    assert (found["growth"], found["years"]) == (pytest.approx(10), 2)


def test_annual_average_meets_the_one_that_is_printed():
    rows = table(
        observation("patent_grants", "北京", "2018", "100"),
        observation("patent_grants", "北京", "2020", "121"),
        observation(
            "patent_grants", "北京", "2020", "10.0", measure="growth", comparison="annual_average:2019-01-01/P2Y"
        ),
    )
    assert one(annual_average(rows, "北京", "patent_grants", 2020, 2018))["agreement"] == "agrees"


COUNTS = st.tuples(st.integers(1, 10**7), st.integers(30, 10**7), st.booleans())


@settings(deadline=None, max_examples=15)
@given(st.lists(COUNTS, min_size=10, max_size=31))
def test_true_growth_lies_in_the_interval_of_the_printed_figures(counts):
    """Print any two counts in full or in 万 with one decimal: the growth of the true counts is in the interval."""
    rows, true = [], {}
    for place, (level, base, scaled) in zip(areas("province"), counts, strict=False):
        for year, count in ((2022, level), (2021, base)):
            printed = f"{count / 1e4:.1f}万" if scaled else str(count)
            rows.append(observation("patent_grants", place.code, str(year), printed))
        true[place.code] = (level / base - 1) * 100
    found = changes(table(*rows))
    found = found[found["year"] == 2022].set_index("ref_area")
    for code, rate in true.items():
        lower, upper = found.loc[code, ["growth_lower", "growth_upper"]]
        assert np.isnan(lower) or lower - 1e-6 <= rate <= upper + 1e-6


class TestOfficiallyPrinted:
    """Back-tests: growth rates that an office printed must follow from the levels of the shipped tables."""

    @pytest.mark.parametrize(
        ("indicator", "year", "printed", "agreement"),
        [
            ("patent_grants", 2019, 6.66, "agrees"),
            ("invention_patent_grants", 2019, 13.09, "agrees"),
            ("invention_patents_in_force", 2019, 17.82, "agrees"),
            ("patent_applications", 2019, 7.05, "agrees"),
            ("patent_grants", 2023, -4.31, "needs_truncation"),
            ("invention_patent_grants", 2023, 22.41, "agrees"),
            ("invention_patents_in_force", 2023, 20.20, "agrees"),
        ],
    )
    def test_beijing_chain(self, shipped, indicator, year, printed, agreement):
        rows = growth(shipped, BEIJING, year, indicators=[indicator])
        rows = rows[rows["scope"] == ""]
        rate = observation(indicator, BEIJING, str(year), str(printed), measure="growth", cell="back-test")
        if rows["published"].isna().all():
            base = shipped[(shipped["ref_area"] == BEIJING) & (shipped["indicator"] == indicator)]
            end = rows["time_period"].iloc[0]
            rate |= {"period_start": pd.NaT, "period_end": pd.Timestamp(end)} if "-" in end else {}
            rows = growth(pd.concat([base, table(rate)], ignore_index=True), BEIJING, year)
            rows = rows[rows["scope"] == ""]
        assert one(rows)["agreement"] == agreement
