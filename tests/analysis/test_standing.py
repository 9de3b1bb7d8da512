"""Areas beside each other and in the nation; what is published; parts of a year; doubtful figures."""

import pandas as pd
import pytest
from facts import observation, table

from ipstats.analysis import (
    among_peers,
    annual_average,
    density,
    growth,
    history,
    members,
    of_period,
    parts_of_year,
    profile,
    published,
    shares_by_year,
    side_by_side,
    standing,
    stated_apart,
    target,
    with_own,
)  # fmt: skip
from ipstats.model.areas import areas
from ipstats.model.select import doubtful, stated

DISTRICTS = {"321202": ("1200", "1000"), "321203": ("900", "1000"), "321204": ("300", "200")}
REST = {"321281": ("10", "10"), "321282": ("20", "10"), "321283": ("30", "30")}


def city(districts: dict, own: tuple[str, str] | None = None) -> pd.DataFrame:
    """Grants of the districts of 泰州市 in two years, and the city's own."""
    rows = [
        observation("patent_grants", code, year, printed)
        for code, values in (districts | ({"321200": own} if own else {})).items()
        for year, printed in zip(("2025", "2024"), values, strict=True)
    ]
    return table(*rows)


def test_the_districts_of_a_city_stand_in_one_table_with_the_city_as_total():
    rows = city(DISTRICTS, ("2500", "2300"))
    codes = members(rows, "泰州市", "patent_grants", 2025)
    assert codes == list(DISTRICTS)
    found = side_by_side(rows, "泰州市", codes, "patent_grants", 2025, 2024)
    assert found["ref_area"].tolist() == ["321202", "321203", "321204", "321200"]
    assert found["role"].tolist() == ["part"] * 3 + ["total"] and found["total_from"].iloc[-1] == "reported"
    assert found["rank"].tolist()[:3] == [1, 2, 3] and found.index.tolist() == [0, 1, 2, 3]
    assert found["change"].tolist() == [200, -100, 100, 200]
    assert found["growth"].iloc[1] == pytest.approx(-10) and found["of_total"].iloc[0] == pytest.approx(48)


def test_one_area_may_stand_alone_and_has_its_figure_per_head():
    people = observation("resident_population", "321202", "2024-12-31", "50万")
    found = side_by_side(pd.concat([city(DISTRICTS), table(people | {"cell": "p1"})]), "泰州市", ["321202"],
                         "patent_grants", 2025, 2024)  # fmt: skip
    assert found["level"].tolist() == [1200] and found["per_head"].tolist() == pytest.approx([24])
    finer = observation("resident_population", "321202", "2024-12-31", "50.04万", source="finer")
    every = pd.concat([city(DISTRICTS), table(people | {"cell": "p1"}, finer | {"cell": "p2"})])
    found = side_by_side(every, "泰州市", ["321202"], "patent_grants", 2025, 2024)
    assert found["per_head"].tolist() == pytest.approx([1200 / 50.04]), "as `densities`: the more precise statement"
    assert found["per_head_unit"].tolist() == ["件/万人"]


@pytest.mark.parametrize(("period", "level"), [(None, [1200, 900, 300]), ("2025-S1", [700, 400, 90])])
def test_areas_side_by_side_are_of_the_year_or_of_one_part_of_it(period, level):
    halves = [observation("patent_grants", code, f"{year}-S1", printed, cell=f"{code}{year}") for year in (2025, 2024)
              for code, printed in zip(DISTRICTS, ("700", "400", "90"), strict=True)]  # fmt: skip
    both = pd.concat([city(DISTRICTS), table(*halves)])
    found = side_by_side(both, "泰州市", list(DISTRICTS), "patent_grants", 2025, 2024, period)
    assert found["level"].tolist() == level


def test_areas_side_by_side_are_of_the_coverage_that_most_of_them_report():
    def rows(code: str, **more):
        return [observation("patent_grants", code, year, "100", **more) for year in ("2025", "2024")]

    mixed = table(*rows("321202"), *rows("321203"), *rows("321204", scope="国内"))
    found = side_by_side(mixed, "泰州市", list(DISTRICTS), "patent_grants", 2025, 2024)
    assert found["ref_area"].tolist() == ["321202", "321203"]


def test_a_sum_is_a_total_only_where_all_parts_are_there():
    partly = city(DISTRICTS)
    found = side_by_side(partly, "泰州市", list(DISTRICTS), "patent_grants", 2025, 2024)
    assert found["role"].tolist() == ["part"] * 3 and found["of_total"].isna().all()
    every = city(DISTRICTS | REST)
    found = side_by_side(every, "泰州市", [*DISTRICTS, *REST], "patent_grants", 2025, 2024)
    total = found.iloc[-1]
    assert (total["role"], total["total_from"], total["level"], total["base"]) == ("total", "sum", 2460, 2250)
    assert total["growth"] == pytest.approx((2460 / 2250 - 1) * 100)
    assert total[["change", "change_lower", "change_upper"]].tolist() == [210, 210, 210]
    assert total[["growth_lower", "growth_upper"]].tolist() == pytest.approx([(2460 / 2250 - 1) * 100] * 2)
    assert len(set(total["growth_ids"].split())) == 12 and len({*total[["growth_ids", "change_ids", "rate_ids"]]}) == 1
    assert found["direction"].tolist()[:2] == ["rise", "fall"] and total[["rank", "rank_best", "among"]].isna().all()


def test_a_zone_of_a_city_is_not_its_total():
    years = (("2025", "600"), ("2024", "500"))
    zone = table(*(observation("patent_grants", "泰州市", year, n, scope="高新区", cell=year) for year, n in years))
    both = table(*(observation("patent_grants", "泰州市", year, n, source="bulletin", cell=year)
                   for year, n in (("2025", "2460"), ("2024", "2250"))))  # fmt: skip
    codes = [*DISTRICTS, *REST]
    whole = city(DISTRICTS | REST, ("2460", "2250"))
    total = side_by_side(pd.concat([whole, zone, both]), "泰州市", codes, "patent_grants", 2025, 2024).iloc[-1]
    assert total[["role", "scope", "level", "base", "total_from"]].tolist() == ["total", "", 2460, 2250, "reported"]
    found = side_by_side(pd.concat([city(DISTRICTS | REST), zone]), "泰州市", codes, "patent_grants", 2025, 2024)
    assert set(found["role"]) == {"part"}, "whether the districts hold the zone is not said"


def test_zones_are_not_divided_by_the_people_of_their_area():
    people = [observation("resident_population", code, "2024-12-31", "50万", cell=code) for code in DISTRICTS]
    rows = pd.concat([city(DISTRICTS).assign(scope="高新区"), table(*people)])
    assert side_by_side(rows, "泰州市", list(DISTRICTS), "patent_grants", 2025, 2024)["per_head"].isna().all()


def test_the_nations_total_is_the_sum_of_its_provinces_and_has_no_rank():
    every = [one.code for one in areas("province") if one.valid_to is None]
    years = (("2023", "100"), ("2022", "90"))
    rows = table(*(observation("patent_grants", code, year, n) for year, n in years for code in [*every, "000000"]))
    total = side_by_side(rows, "北京", every, "patent_grants", 2023, 2022).iloc[-1]
    assert (total["role"], total["total_from"], total["level"]) == ("total", "sum", 100 * len(every))
    assert total[["rank", "rank_best", "among"]].isna().all()


def test_the_direction_of_a_sum_is_its_own():
    steady = {code: ("9", "9") for code in (*REST, "321204")}
    every = city({"321202": ("1200", "1000"), "321203": ("500", "1000")} | steady)
    found = side_by_side(every, "泰州市", [*DISTRICTS, *REST], "patent_grants", 2025, 2024)
    assert found["direction"].iloc[[0, 1, -1]].tolist() == ["rise", "fall", "fall"]


def test_a_district_is_set_beside_its_own_citys_districts():
    rows = city(DISTRICTS, ("2500", "2300"))
    assert members(rows, "海陵区", "patent_grants", 2025) == list(DISTRICTS)


def test_ranks_are_among_all_areas_of_the_parent_or_none():
    partly = city(DISTRICTS)
    assert among_peers(partly, "321202", ["patent_grants"], [2024, 2025]).empty
    every = city(DISTRICTS | REST)
    own = among_peers(every, "321202", ["patent_grants"], [2024, 2025])
    own = own[(own["ref_area"] == "321203")].set_index("year")
    assert own["rank"].tolist() == [1, 2] and own["among"].tolist() == [6, 6]
    headlines = profile(every, "321203", 2025)
    assert (headlines["rank"].iloc[0], headlines["base_rank"].iloc[0], headlines["moved"].iloc[0]) == (2, 1, -1)


def test_the_share_of_the_nation_is_of_the_sum_of_all_provinces_of_one_source():
    """The nation's own figures of the source hold Hong Kong, Macao and Taiwan too."""
    every = [one.code for one in areas("province") if one.valid_to is None]

    def all_of(year, own, other, missing=0):
        given = dict.fromkeys(every[missing:], other) | {"110000": own}
        own_source = [observation("patent_grants", code, year, n, source="yearbook") for code, n in given.items()]
        return [*own_source, observation("patent_grants", "全国", year, "9999", source="yearbook", scope="国内")]

    rows = table(*all_of("2023", "193", "100"), *all_of("2022", "202", "90"))
    found = standing(rows, profile(rows, "北京", 2023)).iloc[0]
    assert len(every) == 31 and (found["nation"], found["nation_base"]) == (3193, 2902)
    assert found["nation_share"] == pytest.approx(100 * 193 / 3193)
    assert found["nation_share_change"] == pytest.approx(100 * (193 / 3193 - 202 / 2902))
    partly = table(*all_of("2023", "193", "100", missing=2), *all_of("2022", "202", "90"))
    assert pd.isna(standing(partly, profile(partly, "北京", 2023)).iloc[0]["nation_share"])


def test_shares_are_of_a_total_that_the_parts_add_up_to():
    names = ("patent_grants", "invention_patent_grants", "utility_model_grants", "design_grants")
    values = {"2022": ("100", "40", "40", "20"), "2023": ("100", "50", "30", "20"), "2021": ("100", "50", "30", "10")}
    rows = table(*(observation(n, "北京", y, v) for y, vs in values.items() for n, v in zip(names, vs, strict=True)))
    found = shares_by_year(rows, "北京", "patent_grants", list(names[1:]), range(2021, 2024))
    assert sorted(set(found["year"])) == [2022, 2023], "2021 leaves ten over"
    assert found.groupby("year")["share"].sum().tolist() == pytest.approx([100, 100])


def test_shares_of_zones_are_not_among_those_of_their_city():
    names = ("patent_grants", "invention_patent_grants", "design_grants")
    cities = [observation(n, "徐州", "2024", v, cell=n) for n, v in zip(names, ("100", "60", "40"), strict=True)]
    zones = [observation(n, "徐州", "2024", v, cell=f"z{n}", scope="高新区")
             for n, v in zip(names, ("10", "9", "1"), strict=True)]  # fmt: skip
    found = shares_by_year(table(*cities, *zones), "徐州", "patent_grants", list(names[1:]), range(2023, 2025))
    assert found["share"].tolist() == [60, 40]
    alone = shares_by_year(table(*zones), "徐州", "patent_grants", list(names[1:]), range(2023, 2025))
    assert alone["share"].tolist() == [90, 10]


def test_parts_of_a_year_stand_in_order_of_time():
    ends = ("2024-02-29", "2024-03-31", "2024-06-30")
    rows = [observation("trademarks_in_force", "徐州", day, "9") for day in reversed(ends)]
    months = ("2024-01", "2024-02", "2024-Q1", "2024-04")
    rows += [observation("patent_grants", "徐州", one, "9") for one in ("2024-S1", *reversed(months))]
    found = parts_of_year(table(*rows), "徐州", 2024)
    told = {name: rows["time_period"].tolist() for name, rows in found.groupby("indicator")}
    assert told == {"patent_grants": [*months, "2024-S1"], "trademarks_in_force": list(ends)}


def test_every_published_change_stands_beside_a_computed_one_or_has_a_reason():
    own = {"indicator": "", "indicator_name": "", "label": "质押项目数"}
    rows = table(
        observation("patent_grants", "北京", "2023", "193973"),
        observation("patent_grants", "北京", "2022", "202722"),
        observation("patent_grants", "北京", "2023", "-4.31", measure="growth"),
        observation("patent_grants", "北京", "2023", "-8749", measure="change", unit="件", comparison="yoy"),
        observation("trademarks_in_force", "北京", "2023-12-31", "307.9万"),
        observation("trademarks_in_force", "北京", "2023-12-31", "5.88", measure="growth"),
        observation("fast_track_patent_grants", "北京", "2023", "49", measure="growth"),
        observation(
            "high_value_invention_patents_per_10k", "北京", "2023-12-31", "1", measure="rank", rank_scope="全国"
        ),
        observation("patent_grants", "北京", "2023", "20", measure="growth", comparison="since:2020"),
        observation("patent_grants", "北京", "2023", "601") | own,
        observation("patent_grants", "北京", "2023", "22.4", measure="growth") | own,
    )
    found = published(rows, growth(rows, "北京", 2023), profile(rows, "北京", 2023), 2023)
    outcomes = {(row.indicator, row.measure, row.comparison): row.outcome for row in found.itertuples()}
    assert outcomes == {
        ("patent_grants", "growth", "yoy"): "needs_truncation",
        ("patent_grants", "change", "yoy"): "agrees",
        ("trademarks_in_force", "growth", "yoy"): "no_base",
        ("fast_track_patent_grants", "growth", "yoy"): "no_level",
        ("high_value_invention_patents_per_10k", "rank", ""): "rank_as_published",
        ("patent_grants", "growth", "since:2020"): "other_comparison",
        ("", "growth", "yoy"): "no_base",
    }
    alone = found[~found["outcome"].isin(("agrees", "needs_truncation"))]
    assert (alone["reason_zh"] != "").all() and (alone["reason_en"] != "").all()


def test_growth_that_no_list_of_figures_shows_stands_apart():
    own = {"indicator": "", "indicator_name": "", "label": "第一产业增加值", "unit_measure": "元"}
    rows = table(observation("gdp", "北京", "2023", "43760"), observation("gdp", "北京", "2022", "41540"),
                 observation("gdp", "北京", "2023", "5.2", measure="growth"),
                 observation("gdp", "北京", "2023", "105") | own,
                 observation("gdp", "北京", "2023", "-4.6", measure="growth") | own | {"unit_measure": "%"},
                 observation("patent_grants", "北京", "2023", "200"),
                 observation("patent_grants", "北京", "2022", "100"),
                 observation("patent_grants", "北京", "2023", "100", measure="growth"),
                 observation("design_grants", "北京", "2023", "2", measure="multiple", unit="倍"))  # fmt: skip
    grown, headlines = growth(rows, "北京", 2023), profile(rows, "北京", 2023)
    told = published(rows, grown, headlines, 2023)
    apart = stated_apart(told, of_period(grown), standing(rows, headlines))
    assert apart["published"].tolist() == [5.2, -4.6]


@pytest.mark.parametrize(
    ("among", "outcome"),
    [
        ("全国", "contradicts"),
        ("全国各省（区、市）", "contradicts"),
        ("全国省、区、市", "contradicts"),
        ("全国省区", "rank_as_published"),
        ("15个副省级城市", "rank_as_published"),
    ],
)
def test_only_a_place_in_the_nation_is_worked_out_anew(among, outcome):
    numbers = {one.name: 100 + n for n, one in enumerate(areas("province"))}
    rows = [observation("patent_grants", place, "2023", str(number)) for place, number in numbers.items()]
    rows += [observation("patent_grants", "北京", "2023", "1", measure="rank", rank_scope=among)]
    found = published(table(*rows), growth(table(*rows), "北京", 2023), profile(table(*rows), "北京", 2023), 2023)
    assert found.loc[found["measure"] == "rank", "outcome"].tolist() == [outcome]


def test_the_same_months_are_compared_and_the_year_stands_beside_its_parts():
    rows = table(
        observation("patent_grants", "北京", "2022-01-01/P11M", "187884"),
        observation("patent_grants", "北京", "2021-01-01/P11M", "177870"),
        observation("invention_patents_in_force", "北京", "2022-11-30", "470000"),
        observation("invention_patents_in_force", "北京", "2021-11-30", "400000"),
        observation("patent_grants", "北京", "2022", "202722"),
    )
    found = growth(rows, "北京", 2022, period="2022-01-01/P11M").set_index("indicator")
    assert found.loc["patent_grants", "growth"] == pytest.approx((187884 / 177870 - 1) * 100)
    assert found.loc["invention_patents_in_force", "change"] == 70000, "the stock at the end of the period"
    partly = parts_of_year(rows, "北京", 2022).set_index("indicator")
    assert (partly.loc["patent_grants", "level"], partly.loc["patent_grants", "whole"]) == (187884, 202722)
    line = history(rows, "北京", "patent_grants", range(2021, 2023), "2022-01-01/P11M")
    assert line["level"].tolist() == [177870, 187884]


def test_a_place_stated_for_a_part_of_the_year_stands_beside_its_figure():
    rows = table(
        observation("invention_patents_per_10k", "江苏", "2022-06-30", "45.64"),
        observation("invention_patents_per_10k", "江苏", "2022-06-30", "1", measure="rank", rank_scope="全国省区"),
        observation("invention_patents_per_10k", "江苏", "2022-12-31", "3", measure="rank", rank_scope="全国"),
    )
    row = parts_of_year(rows, "江苏", 2022).iloc[0]
    assert (row["published_rank"], row["published_rank_scope"]) == (1, "全国省区")


def test_doubtful_figures_are_no_facts():
    rows = table(
        observation("patent_grants", "北京", "2023", "100"), observation("patent_grants", "北京", "2022", "90")
    )
    assert len(stated(rows)) == 2 and doubtful(rows.drop(columns="trust", errors="ignore")).empty
    trusted = rows.assign(trust=["doubtful", "sure"])
    assert len(doubtful(trusted)) == 1
    assert growth(trusted, "北京", 2023)["level"].isna().all()


def test_a_figure_outside_the_catalogue_in_two_editions_breaks_nothing():
    nameless = {"indicator": "", "indicator_name": "", "label": "专利申请受理窗口数"}
    rows = table(
        observation("patent_grants", "北京", "2023", "10", **nameless),
        observation("patent_grants", "北京", "2022", "8", **nameless),
    )
    grown = growth(rows, "北京", 2023)
    assert annual_average(rows, "北京", list(grown["indicator"]), 2023, 2020).empty
    assert among_peers(rows, "北京", list(grown["indicator"]), [2023]).empty


def test_each_side_is_its_best_statement():
    """A first-hand figure is not given up for a second-hand page that happens to state both years."""
    rows = table(
        observation("patent_grants", "全国", "2023", "401.5万", source="official"),
        observation("patent_grants", "全国", "2023", "401.5万", source="copy", obs_status="U"),
        observation("patent_grants", "全国", "2022", "328万", source="copy", obs_status="U"),
    )
    found = growth(rows, "全国", 2023).iloc[0]
    assert (found["level_source"], found["level_status"], found["base_status"]) == ("official", "A", "U")


def test_one_series_of_the_population_is_used_and_another_vintage_is_named():
    people = [
        *(
            observation("resident_population", "北京", f"{year}-12-31", "2190万", source="series")
            for year in range(2017, 2023)
        ),
        observation("resident_population", "北京", "2019-12-31", "2153.6万", source="first release"),
    ]
    stock = [observation("invention_patents_in_force", "北京", f"{year}-12-31", "335575") for year in (2019, 2020)]
    told = observation("invention_patents_per_10k", "北京", "2020-12-31", "155.82")
    found = density(table(*people, *stock, told), "北京").set_index("year")
    assert set(found["previous_population_source"]) == {"series"}
    assert (found.loc[2020, "fits"], found.loc[2020, "other_vintage"]) == ("previous", True)
    assert found.loc[2020, "fitted_population_source"] == "first release"
    assert not found["break_before"].any()


def test_a_series_that_goes_on_with_another_population_is_broken():
    people = [
        *(
            observation("resident_population", "北京", f"{year}-12-31", "2190万", source="series")
            for year in (2018, 2019, 2020)
        ),
        observation("resident_population", "北京", "2021-12-31", "2189万", source="next edition"),
    ]
    stock = [
        observation("invention_patents_in_force", "北京", f"{year}-12-31", "335575") for year in (2020, 2021, 2022)
    ]
    found = density(table(*people, *stock), "北京").set_index("year")
    assert found.loc[2022, "break_before"] and found.loc[2021, "same_population"] == 21_890_000


def test_the_pace_to_a_target_is_what_is_left_over_the_years_left():
    rows = table(
        observation("high_value_invention_patents_per_10k", "全国", "2025-12-31", "16"),
        observation("high_value_invention_patents_per_10k", "全国", "2024-12-31", "14"),
        observation("high_value_invention_patents_per_10k", "全国", "2030-12-31", "22", bound=">=", is_target=True,
                    vintage=pd.Timestamp(2026, 3, 12)),
    )  # fmt: skip
    found = target(rows, "全国", 2025).iloc[0]
    assert found["pace"] == pytest.approx((22 - 16) / 5) and found["recent"] == pytest.approx(2)


@pytest.mark.parametrize(("year", "added"), [(2023, ["北京市", "全国", "天津市"]), (2022, ["北京市", "天津市"])])
def test_the_nation_stands_in_a_ranking_by_its_own_figure_of_the_year(year, added):
    kept = {"indicator": "invention_patents_per_10k", "unit_measure": "件/万人"}
    ranked = pd.DataFrame([
        {"ref_area": code, "ref_area_name": name, "year": year, "value": value, "value_lower": value,
         "value_upper": value, "role": "part"} | kept
        for code, name, value in (("110000", "北京市", 30.0), ("120000", "天津市", 10.0))
    ])  # fmt: skip
    nation = ranked[:1].assign(ref_area="000000", ref_area_name="全国", year=2023, value=20.0)
    found = with_own(ranked, nation, "全国")
    assert found["ref_area_name"].tolist() == added and found.index.tolist() == list(range(len(added)))
    assert found.loc[found["ref_area_name"] == "全国", "role"].tolist() == ["total"] * (len(added) - 2)
    assert with_own(ranked[1:], nation, "全国")["ref_area_name"].tolist() == [one for one in added if one != "北京市"]
    assert with_own(ranked, nation, "北京") is ranked


@pytest.mark.parametrize(
    ("printed", "due", "published", "reached", "pace"),
    [
        ("100", 2027, 2026, "yes", None), ("99", 2027, 2026, "no", 0.5), ("101", 2027, 2026, "yes", None),
        ("99", 2025, 2026, "no", None), ("99", 2026, 2026, "no", 1.0), ("90", 2030, 2025, "no", 2.0),
        ("1百", 2027, 2026, "cannot_say", None), ("99", 2024, 2024, None, None), ("99", 2027, 2027, None, None),
    ],
    ids=["as many", "one fewer", "one more", "due this year", "due next year", "over five years", "rounded", "past",
         "published after the report"],
)  # fmt: skip
def test_a_target_is_reached_from_its_own_number_on_and_open_until_it_is_due(printed, due, published, reached, pace):
    """A target of 100 and the figure of 2025, told in a report of 2026."""
    level = observation("invention_patents_in_force", "北京", "2025-12-31", "100" if printed == "1百" else printed)
    if printed == "1百":
        level |= {"obs_lower": 50.0, "obs_upper": 150.0}
    goal = observation("invention_patents_in_force", "北京", f"{due}-12-31", "100", is_target=True,
                       vintage=pd.Timestamp(published, 3, 1))  # fmt: skip
    found = target(table(level, goal), "北京", 2025, "invention_patents_in_force")
    assert found["reached"].tolist() == [reached] * (reached is not None)
    assert found["pace"].dropna().tolist() == [pace] * (pace is not None)
