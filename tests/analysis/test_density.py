"""Densities: recomputed on both population years, the one that fits, taken apart, ranked, against the plan."""

import math

import pandas as pd
import pytest
from facts import observation, table
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.analysis import decompose, densities, density, population_candidates, target
from ipstats.analysis.decomposition import log_mean
from ipstats.analysis.density import DENSITY, finest
from ipstats.errors import NotComparable, ParameterError

BEIJING = "110000"


def stock(place, year, printed, **more):
    return observation("invention_patents_in_force", place, f"{year}-12-31", printed, **more)


def people(place, year, printed, **more):
    return observation("resident_population", place, f"{year}-12-31", printed, **more)


def ratio(place, year, printed, **more):
    return observation("invention_patents_per_10k", place, f"{year}-12-31", printed, **more)


@pytest.mark.parametrize(
    ("year", "published", "fits"),
    [(2019, 132.0, "same"), (2020, 155.8, "previous"), (2022, 218.3, "previous"), (2023, 262.9, "previous")],
    ids=["2019", "2020", "2022", "2023"],
)
def test_officially_printed_densities_of_beijing_fit_one_population_year(shipped, year, published, fits):
    found = density(shipped, BEIJING, [year]).iloc[0]
    assert (found["published"], found["fits"]) == (published, fits)
    other = "same" if fits == "previous" else "previous"
    assert found[f"{fits}_fits"] == "yes" and found[f"{other}_fits"] == "no"


def test_change_of_the_population_year_is_noticed(shipped):
    found = density(shipped, BEIJING).set_index("year")
    assert found["changed"][found["changed"]].index.tolist() == [2020]


def test_every_vintage_of_the_population_is_tried(shipped):
    tried = population_candidates(shipped, BEIJING, 2019)
    same = tried[tried["population_year"] == "same"].set_index("population_source")
    assert same.loc["beijing-2019", "fits"] == "yes"
    assert same.loc["province-population-2005-2024", "fits"] == "no"


def test_truncated_density_is_recognised():
    found = density(
        table(stock("北京", 2022, "1599"), people("北京", 2022, "1000000"), ratio("北京", 2022, "15.9")), "北京"
    )
    assert found["same_fits"].tolist() == ["truncated"] and found["fits"].tolist() == ["same"]


@pytest.mark.parametrize(
    ("populations", "fits"),
    [
        ({2022: "100万", 2021: "60万"}, "neither"), ({2022: "100万"}, ""), ({2021: "100万"}, ""), ({}, ""),
        ({2022: "50万"}, "same"), ({2021: "50万"}, "previous"), ({2022: "50万", 2021: "50万"}, "both"),
    ],
    ids=["neither", "same_does_not", "previous_does_not", "none", "same", "previous", "both"],
)  # fmt: skip
def test_a_population_not_reported_leaves_the_fit_open_unless_the_other_fits(populations, fits):
    """2347 patents over half a million are 46.94 a ten thousand; those over a million are not."""
    rows = [people("北京", year, printed) for year, printed in populations.items()]
    found = density(table(stock("北京", 2022, "2347"), ratio("北京", 2022, "46.94"), *rows), "北京").set_index("year")
    assert found.loc[2022, "fits"] == fits


def test_a_population_that_gives_the_rounded_density_is_preferred_to_one_that_gives_it_cut_off():
    """2347 over 100 is 23.47, over 100.2 it is 23.42; 23.4 is printed."""
    rows = table(
        stock(BEIJING, 2022, "2347"), ratio(BEIJING, 2022, "23.4"),
        *(people(BEIJING, year, "100.00万", source="yearbook") for year in (2020, 2022)),
        people(BEIJING, 2022, "100.20万", source="report"),
    )  # fmt: skip
    found = density(rows, BEIJING).set_index("year").loc[2022]
    assert (found["same_population"], found["fits"], found["fitted_population"]) == (1_000_000, "same", 1_002_000)


def test_of_populations_that_fit_alike_the_most_precise_is_named():
    """2347 over 100 (99.5 to 100.5) and over 99.90 are 23.5; the yearbook's 120 is not what was used."""
    rows = table(
        stock(BEIJING, 2022, "2347"), ratio(BEIJING, 2022, "23.5"),
        *(people(BEIJING, year, "120.00万", source="yearbook") for year in (2020, 2022)),
        people(BEIJING, 2022, "100万", source="report"), people(BEIJING, 2022, "99.90万", source="speech"),
    )  # fmt: skip
    found = density(rows, BEIJING).set_index("year").loc[2022]
    assert (found["fits"], found["fitted_population"], found["fitted_population_source"]) == ("same", 999_000, "speech")


@pytest.mark.parametrize(
    ("printed", "more", "taken"),
    [
        ("2184.3万", {}, True), ("2183.5万", {}, False), ("21835000", {}, True), ("21834999", {}, False),
        ("21845000", {}, True), ("21845001", {}, False), ("2184万", {}, False), ("2184.3万", {"bound": "~"}, False),
    ],
)  # fmt: skip
def test_a_statement_with_more_digits_is_taken_where_it_lies_within_the_shorter_one(printed, more, taken):
    """2184万 can mean 21835000 to 21845000."""
    rows = table(people("北京", 2022, "2184万", obs_id="short"), people("北京", 2022, printed, obs_id="long", **more))
    told = rows.assign(width=rows["obs_upper"] - rows["obs_lower"], reliability=0)
    assert finest(told[:1], told)["obs_id"].tolist() == ["long" if taken else "short"]


def test_published_without_coverage_is_tried_on_the_domestic_stock():
    rows = table(
        stock("全国", 2022, "4212188"),
        stock("全国", 2022, "3280000", scope="国内（不含港澳台）"),
        people("全国", 2022, "141175万"),
        ratio("全国", 2022, "23.2"),
    )
    found = density(rows, "全国").iloc[0]
    assert (found["fits"], found["stock_scope"]) == ("same", "国内（不含港澳台）")


NARROW, WIDE = "国内（不含港澳台）", "国内"


def test_one_coverage_of_the_stock_is_held_along_the_line():
    """The year whose stock has other coverage only is marked, and its change is refused with the reason."""
    rows = table(
        *(stock("全国", year, f"{printed}", scope=WIDE) for year, printed in ((2019, 210), (2020, 230), (2021, 280))),
        *(stock("全国", year, f"{printed}", scope=NARROW) for year, printed in ((2020, 200), (2021, 250))),
        *(people("全国", year, "100") for year in range(2018, 2022)),
        ratio("全国", 2020, "20000.00"),
    )
    found = density(rows, "全国").set_index("year")
    assert found["stock_scope"].to_dict() == {2019: WIDE, 2020: NARROW, 2021: NARROW}
    assert found["break_before"].to_dict() == {2019: False, 2020: True, 2021: False}
    parts = decompose(rows, "全国", 2021, 2020).set_index("role")
    assert parts.loc["numerator", ["level", "base", "scope"]].tolist() == [250, 200, NARROW] and len(parts) == 3
    refused = decompose(rows, "全国", 2020, 2019)
    assert refused.empty and NARROW in refused.attrs["reason_zh"] and WIDE in refused.attrs["reason_zh"]


def test_without_a_published_density_the_coverage_of_most_years_is_held():
    rows = table(
        *(stock("全国", year, "210", scope=WIDE) for year in (2019, 2020, 2021)),
        *(stock("全国", year, "200", scope=NARROW) for year in (2020, 2021)),
        *(people("全国", year, "100") for year in range(2018, 2022)),
    )
    assert density(rows, "全国")["stock_scope"].tolist() == [WIDE] * 3


def test_shipped_domestic_stock_of_the_nation_has_one_coverage(shipped):
    found = density(shipped, "000000", range(2019, 2024))
    assert set(found["stock_scope"]) == {NARROW} and not found["break_before"][1:].any()


def test_patents_of_a_zone_are_not_divided_by_the_city():
    rows = table(stock("北京", 2022, "100", scope="中关村示范区"), people("北京", 2022, "100万"))
    assert density(rows, "北京").empty


def test_without_a_published_figure_the_last_fitting_population_year_is_used():
    rows = table(
        stock("北京", 2021, "1000"), stock("北京", 2022, "1100"),
        people("北京", 2020, "100万"), people("北京", 2021, "110万"), people("北京", 2022, "120万"),
        ratio("北京", 2021, "9.1"),
    )  # fmt: skip
    found = density(rows, "北京").set_index("year")
    assert found.loc[2021, ["fits", "basis"]].tolist() == ["same", "published"]
    assert found.loc[2022, "basis"] == "same"
    assert found.loc[2022, "value"] == pytest.approx(1100 / 120)


def test_missing_population_leaves_the_year_untold():
    found = density(table(stock("北京", 2022, "1000"), ratio("北京", 2022, "9.1")), "北京").iloc[0]
    assert (found["fits"], found["basis"]) == ("", "published") and pd.isna(found["same"])


def test_an_indicator_that_is_no_density_is_refused():
    with pytest.raises(NotComparable, match="专利授权量"):
        density(table(stock("北京", 2022, "1000")), "北京", indicator="patent_grants")


def test_effects_add_up_to_the_change():
    rows = table(
        stock("北京", 2023, "574323"), stock("北京", 2022, "477790"),
        people("北京", 2022, "2184.3万"), people("北京", 2021, "2188.6万"),
    )  # fmt: skip
    found = decompose(rows, "北京", 2023, 2022).set_index("role")
    assert found.loc["total", "effect"] == pytest.approx(574323 / 2184.3 - 477790 / 2188.6)
    assert found.loc[["numerator", "denominator"], "effect"].sum() == pytest.approx(found.loc["total", "effect"])
    assert found.loc["denominator", "effect"] > 0, "fewer people raise the density"


def test_a_revision_of_the_population_is_no_effect_of_it():
    """The first release of one year is not set against the revised series of the next, which has no break in itself."""
    rows = table(
        stock("北京", 2021, "405037"), stock("北京", 2020, "335575"), ratio("北京", 2020, "155.8"),
        people("北京", 2019, "2153.6万", source="digest"),
        people("北京", 2019, "2190万", source="revised"), people("北京", 2020, "2189万", source="revised"),
    )  # fmt: skip
    found = decompose(rows, "北京", 2021, 2020).set_index("role")
    assert found.loc["denominator", ["base", "level"]].tolist() == [21_900_000, 21_890_000]
    assert found.loc["denominator", "reason_zh"] == ""


def test_the_population_of_the_published_density_is_taken():
    rows = table(
        stock("北京", 2023, "574323"), stock("北京", 2022, "477790"), ratio("北京", 2023, "262.9"),
        *(people("北京", year, f"{count}万") for year, count in ((2023, 2185), (2022, 2100), (2021, 2050))),
    )  # fmt: skip
    assert set(decompose(rows, "北京", 2023, 2022)["basis"]) == {"same"}


@pytest.mark.parametrize(
    ("later", "earlier", "basis"),
    [
        ("20.0", "20.0", "same"), ("25.0", "22.5", "previous"), (None, "22.5", "same"), (None, "20.0", "previous"),
        ("20.0", None, "same"), (None, None, "previous"), ("31.4", "22.5", "same"),
    ],
)  # fmt: skip
def test_a_change_is_taken_apart_on_the_population_of_the_later_years_density_else_of_the_earlier(
    later, earlier, basis
):
    """20.0 is 2000 over 100 at the end of 2023 and 25.0 over 80 the year before; 22.5 is 1800 over 80, 20.0 over 90."""
    told = [ratio("北京", year, printed) for year, printed in ((2023, later), (2022, earlier)) if printed]
    rows = table(
        stock("北京", 2023, "2000"), stock("北京", 2022, "1800"), people("北京", 2023, "100.0万"),
        people("北京", 2022, "80.0万"), people("北京", 2021, "90.0万"), *told,
    )  # fmt: skip
    assert set(decompose(rows, "北京", 2023, 2022)["basis"]) == {basis}


def test_an_unknown_population_year_is_refused():
    with pytest.raises(ParameterError, match="same, previous"):
        decompose(table(stock("北京", 2023, "10")), "北京", 2023, 2022, population="census")


def test_missing_operand_is_named_not_raised():
    found = decompose(table(stock("北京", 2023, "10")), "北京", 2023, 2022)
    assert found.empty and "2023" in found.attrs["reason_zh"] and "2022" in found.attrs["reason_en"]


POSITIVE = st.integers(50, 10**6)


@settings(deadline=None, max_examples=10)
@given(POSITIVE, POSITIVE, st.integers(100, 5000), st.integers(100, 5000))
def test_effects_hold_the_true_ones_within_their_intervals(now, before, people_now, people_before):
    """Whatever population within the printed 万 was the true one, the effects lie in their intervals."""
    rows = table(
        stock("北京", 2023, str(now)), stock("北京", 2022, str(before)),
        people("北京", 2023, f"{people_now}万"), people("北京", 2022, f"{people_before}万"),
    )  # fmt: skip
    found = decompose(rows, "北京", 2023, 2022, population="same").set_index("role")
    for shift in (-0.5, 0.0, 0.5):
        first, last = before / (people_before - shift), now / (people_now + shift)
        mean = log_mean(last, first)
        true = {
            "numerator": mean * math.log(now / before),
            "denominator": -mean * math.log((people_now + shift) / (people_before - shift)),
            "total": last - first,
        }
        for role, effect in true.items():
            room = 1e-6 * max(1.0, abs(effect))
            assert found.loc[role, "effect_lower"] - room <= effect <= found.loc[role, "effect_upper"] + room


def test_provinces_are_ranked_on_one_population_year(shipped):
    found = densities(shipped, 2022)
    assert found["ref_area_name"].tolist()[:2] == ["北京市", "上海市"]
    assert found["value"].iloc[0] == pytest.approx(477790 / 2188.6, abs=0.001), "2188.6 says 2189 with another digit"
    assert len(found) == 31 and found["population_source"].value_counts()["province-population-2005-2024"] == 30


ISSUED = pd.Timestamp(2021, 3, 13)


@pytest.mark.parametrize(
    ("level", "reached"), [("136.95", "yes"), ("80.1", "no"), ("82", "cannot_say")], ids=["passed", "short", "rounded"]
)
def test_distance_to_the_target(level, reached):
    name = "high_value_invention_patents_per_10k"
    rows = table(
        observation(name, "北京", "2025-12-31", "82", is_target=True, vintage=ISSUED),
        observation(name, "北京", "2023-12-31", level),
    )
    found = target(rows, "北京", 2023).iloc[0]
    assert (found["reached"], found["due"]) == (reached, 2025)
    assert found["gap"] == pytest.approx(82 - float(level)) and "index" not in found


def test_target_of_the_nation_stands_in():
    name = "high_value_invention_patents_per_10k"
    rows = table(
        observation(name, "全国", "2025-12-31", "12", is_target=True, vintage=ISSUED),
        observation(name, "江苏", "2023-12-31", "15.1"),
    )
    assert target(rows, "江苏", 2023)[["for_area", "reached"]].to_numpy().tolist() == [["全国", "yes"]]
    assert pd.isna(target(rows, "浙江", 2023)["level"].iloc[0])


def test_an_older_figure_is_not_set_against_a_target_as_though_it_were_of_the_year():
    name = "high_value_invention_patents_per_10k"
    rows = table(
        observation(name, "全国", "2025-12-31", "12", is_target=True, vintage=ISSUED),
        observation(name, "浙江", "2020-12-31", "11"),
    )
    for year, known in ((2023, False), (2020, True)):
        found = target(rows, "浙江", year).iloc[0]
        assert (pd.notna(found["level"]), pd.notna(found["pace"])) == (known, known)


@pytest.mark.parametrize(("year", "count"), [(2018, 0), (2020, 1), (2025, 1), (2026, 0)], ids=str)
def test_only_targets_that_run_in_the_year_are_told(year, count):
    name = "high_value_invention_patents_per_10k"
    rows = table(observation(name, "全国", "2025-12-31", "12", is_target=True, vintage=ISSUED))
    assert len(target(rows, "全国", year)) == count


def test_a_density_that_nobody_publishes_is_worked_out_on_one_basis(shipped):
    """Beijing's figure of 2019 rests on another population: it is no base of a worked-out one, nor has one."""
    from ipstats.analysis import growth, with_densities

    def beijing(year):
        found = growth(with_densities(shipped, "北京", year, year - 1), "北京", year, indicators=[DENSITY])
        return found.iloc[0]

    told = beijing(2019)
    assert told["level"] == 132.0 and pd.isna(told["base"]) and told["rate"] == 17.86
    worked_out = beijing(2021)
    assert (worked_out["level_status"], worked_out["base_status"]) == ("E", "E")
    assert worked_out["growth"] == pytest.approx((405037 / 2189 / (335575 / 2190) - 1) * 100)
    assert beijing(2023)["level"] == 262.9 and beijing(2023)["base"] == 218.3, "published ones that agree are kept"
    assert with_densities(shipped, "深圳") is shipped, "cities have no series of the population"


def test_a_series_of_densities_is_on_one_basis(shipped):
    """Published figures that the series bears out stay, others give way; one that is alone on its basis stays alone."""
    from ipstats.analysis import growth, with_densities

    def series(year):
        every = with_densities(shipped, "北京", year, every=True)
        rows = every[(every["ref_area"] == "110000") & (every["indicator"] == DENSITY) & (every["measure"] == "level")]
        rows = rows[rows["time_period"].str.endswith("12-31")]
        return every, rows.set_index(rows["period_end"].dt.year)

    every, rows = series(2023)
    assert rows.loc[[2022, 2023], "printed"].tolist() == ["218.3", "262.9"]
    worked_out = rows[~rows.index.isin((2022, 2023))]
    assert set(worked_out["obs_status"]) == {"E"} and worked_out["comment_obs"].str.contains("÷").all()
    assert worked_out.loc[2019, "obs_value"] == pytest.approx(284288 / 2192)
    grown = growth(every, "北京", 2023, 2018, indicators=[DENSITY]).iloc[0]
    assert grown["comparable"] and "口径" not in grown["reason_zh"] and "按当年末" not in grown["reason_zh"]
    assert series(2019)[1].index.tolist() == [2019], "its figure rests on another population than all others"


def test_a_published_base_on_another_population_leaves_where_the_year_is_worked_out(shipped):
    from ipstats.analysis import growth, with_densities

    here = with_densities(shipped, "上海", 2018, 2017)
    ends = here[(here["ref_area"] == "310000") & (here["indicator"] == DENSITY)].set_index("time_period")
    assert ends.loc["2018-12-31", "obs_status"] == "E" and "2017-12-31" not in ends.index
    pair = growth(here, "上海", 2018, 2017, indicators=[DENSITY])
    assert pair["growth"].isna().all()
    kept = with_densities(shipped, "上海", 2017, 2016)
    assert "2017-12-31" in set(kept.loc[(kept["ref_area"] == "310000") & (kept["indicator"] == DENSITY), "time_period"])
