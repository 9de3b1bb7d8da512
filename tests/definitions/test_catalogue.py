"""The shipped definitions: indicators, units, areas, award editions and breaks of the field."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.errors import ParameterError
from ipstats.model import areas, awards, calibers, indicators, units


@pytest.mark.parametrize(
    ("name", "unit", "id"),
    [
        ("专利授权量", "", "patent_grants"),
        ("授权发明专利", "", "invention_patent_grants"),
        ("国内有效发明专利拥有量", "", "invention_patents_in_force"),
        ("发明专利拥有量", "", "invention_patents_in_force"),
        ("每万人发明专利拥有量", "", "invention_patents_per_10k"),
        ("每万人口高价值发明专利拥有量", "", "high_value_invention_patents_per_10k"),
        ("核准注册商标", "", "trademark_registrations"),
        ("有效商标注册", "", "trademarks_in_force"),
        ("PCT申请", "", "pct_applications"),
        ("专利、商标质押融资登记总额", "", "patent_trademark_pledge_financing"),
        ("质押融资", "元", "ip_pledge_financing"),
        ("质押融资", "笔", "ip_pledge_projects"),
        ("研究与试验发展（R&D）经费投入强度", "", "rd_intensity"),
        ("中国专利奖金奖", "", "china_patent_award_gold"),
    ],
)
def test_names_as_prose_writes_them(name, unit, id):
    assert indicators.indicator(name, unit).id == id


@pytest.mark.parametrize(("name", "said"), [("质押融资", "means ip_pledge_financing or"), ("人造卫星", "no indicator")])
def test_a_name_that_does_not_tell_is_refused(name, said):
    with pytest.raises(ParameterError, match=said):
        indicators.indicator(name)


def test_the_catalogue_is_of_the_field_and_every_entry_is_defined_in_both_languages():
    catalogue = indicators.indicators()
    assert len(catalogue) >= 90
    for one in catalogue.values():
        assert one.definition_zh.endswith("。") and one.definition_en.endswith("."), one.id
        assert one.source and one.en.isascii(), one.id
        for name in (one.unit, *one.units):
            assert units.unit(name), f"{one.id}: {name}"


def test_a_name_is_shared_by_two_indicators_or_more():
    numbers = {len(ids) for ids in indicators.shared_names().values()}
    assert min(numbers) == 2 and {"ip_pledge_financing", "ip_pledge_projects"} < set(
        indicators.shared_names()["质押融资"]
    )


def test_a_name_that_needs_its_context_is_in_no_lexicon_by_itself():
    alone = indicators.match_names()
    assert "金奖" not in alone and "发明" not in alone
    assert "china_patent_award_gold" in indicators.elided_names()["金奖"]


@pytest.mark.parametrize("total", ["patent_grants", "patents_in_force", "rd_expenditure", "china_patent_award"])
def test_components_of_a_partition_are_of_the_totals_own_kind_and_unit(total):
    whole = indicators.indicator(total)
    parts = [one for one in indicators.components(total) if one.partition]
    assert len(parts) >= 3
    assert {one.unit for one in parts} == {whole.unit} and {one.kind for one in parts} == {whole.kind}


def test_the_kinds_of_high_value_patents_overlap():
    kinds = [one for one in indicators.components("high_value_invention_patents") if one.overlapping]
    assert len(kinds) == 5 and not any(one.partition for one in kinds)


def test_stocks_hold_at_a_moment_and_so_do_ratios_of_stocks():
    stock = {one.id for one in indicators.indicators().values() if one.is_stock}
    assert {"invention_patents_in_force", "invention_patents_per_10k", "resident_population"} <= stock
    assert not {"patent_grants", "rd_intensity", "new_advantage_enterprises"} & stock


@pytest.mark.parametrize(
    ("name", "within", "on", "code"),
    [
        ("我国", None, None, "000000"),
        ("北京地区", None, None, "110000"),
        ("内蒙古", None, None, "150000"),
        ("海南", None, None, "460000"),
        ("吉林", None, None, "220000"),
        ("浦东新区", None, None, "310115"),
        ("昆山", None, None, "320583"),
        ("朝阳区", "110000", None, "110105"),
        ("朝阳区", "220100", None, "220104"),
        ("鼓楼区", "320100", None, "320106"),
        ("新疆兵团", None, None, "660000"),
        ("长三角", None, None, "G00002"),
        ("前海", None, None, "Z00025"),
        ("莱芜市", None, date(2017, 12, 31), "371200"),
        ("巢湖市", None, date(2010, 12, 31), "341400"),
        ("巢湖市", None, None, "340181"),
        ("Inner Mongolia", None, None, "150000"),
        ("440300", None, None, "440300"),
    ],
)
def test_areas_by_name_and_year(name, within, on, code):
    assert areas.area(name, on=on, within=within).code == code


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("朝阳区", "110105 北京朝阳区, 220104 长春朝阳区"),
        ("鼓楼区", "320106 南京鼓楼区"),
        ("火星", "no area '火星' in areas.csv; give a name or code of GB/T 2260"),
        ("国内", "no area '国内'"),
        ("江芬省", r"no area '江芬省' in areas.csv; did you mean .*江苏省"),
    ],
)
def test_an_area_is_not_guessed(name, said):
    with pytest.raises(ParameterError, match=said):
        areas.area(name)


@pytest.mark.parametrize(
    ("given", "seen"), [(True, "is bool"), (3.5, "is float"), (None, "is NoneType"), (["北京"], "is list")]
)
def test_an_area_is_one_name_or_code(given, seen):
    with pytest.raises(ParameterError, match=f"{seen}; give one name or code"):
        areas.area(given)
    assert areas.area(110000).code == areas.area("110000").code == "110000"


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("china", "", "000000"), ("innermongolia", "", "150000"), ("jilin", "", "220000"), ("jilincity", "", "220200"),
        ("hongkong", "", "810000"), ("yangtzeriverdelta", "", "G00002"), ("chaoyang", "", "211300"),
        ("haidian", "110000", None),
        ("suzhou", "", None), ("suzhou", "320000", "320500"), ("suzhou", "340000", "341300"),
        ("suzhou", "110000", None),
        ("jilin", "110000", "220000"),
    ],
)  # fmt: skip
def test_an_english_name_means_one_area(name, within, code):
    assert areas.english_names(within).get(name) == code


def test_an_area_that_was_gone_by_then_says_when_it_was():
    with pytest.raises(ParameterError, match=r"371200 \.\.2018-12-26"):
        areas.area("莱芜市", on=date(2022, 12, 31))


@pytest.mark.parametrize(
    ("level", "filters", "count"),
    [
        ("province", {}, 31),
        ("prefecture", {}, 333),
        ("special", {}, 3),
        ("province", {"flag": "municipality"}, 4),
        ("prefecture", {"flag": "subprovincial"}, 15),
        ("prefecture", {"flag": "separate"}, 5),
        ("county", {"within": "110000"}, 16),
        ("county", {"within": "310000"}, 16),
        ("province", {"within": "G00007"}, 12),
    ],
)
def test_how_many_there_are(level, filters, count):
    assert len(areas.areas(level, **filters)) == count


def test_levels_in_other_years():
    assert len(areas.areas("county", date(2009, 12, 31), within="110000")) == 18
    assert "371200" in {one.code for one in areas.areas("prefecture", date(2015, 12, 31))}


def test_the_lexicon_has_districts_only_of_the_documents_own_area():
    assert "朝阳区" not in areas.match_names() and areas.match_names("110000")["朝阳区"] == "110105"
    assert areas.match_names()["北京"] == "110000" and "来宾" not in areas.match_names()


@pytest.mark.parametrize(
    ("name", "base", "scale"),
    [("亿元", "元", 10**8), ("万件", "件", 10**4), ("名", "人", 1), ("百万人", "人", 10**6), ("件/万人", "件/万人", 1)],
)
def test_units(name, base, scale):
    assert (units.unit(name).base, units.unit(name).scale) == (base, scale)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ParameterError, match="no unit '光年'"):
        units.unit("光年")


def test_award_editions_have_their_years_and_numbers_where_known():
    assert awards.edition(23).zh == "第二十三届" and awards.edition(23).year == 2022
    assert awards.edition(23).given("china_patent_award_gold") == 40
    assert awards.edition(21).given("china_patent_award_silver") is None, "known in part only"
    assert awards.edition(24).given("china_patent_award") == 936 and awards.edition(25).status == "P"
    ceilings = awards.edition(26)
    assert ceilings.year is None and ceilings.given("china_patent_award_gold") is None
    assert ceilings.at_most("china_patent_award_gold") == 40, "the ceilings of its parts"
    assert awards.edition(19).at_most("china_patent_award_silver_design") == 0, "no silver before the 20th"
    assert awards.edition_of(2021).edition == 22 and awards.edition_of(2019) is None
    with pytest.raises(ParameterError, match="no edition 99"):
        awards.edition(99)


def ids(indicator, area, start, end):
    return [one.id for one in calibers.breaks(indicator, area, date(start, 12, 31), date(end, 12, 31))]


@pytest.mark.parametrize(
    ("indicator", "area", "start", "end", "found"),
    [
        ("patent_applications", "320000", 2016, 2017, ["applications_paid_only"]),
        ("patent_applications", "320000", 2017, 2016, ["applications_paid_only"]),
        ("patent_applications", "320000", 2017, 2018, []),
        ("patent_grants", "320000", 2016, 2017, []),
        ("resident_population", "110000", 2019, 2020, ["census_2020"]),
        ("invention_patents_per_10k", "310000", 2019, 2020, ["census_2020_density"]),
        ("invention_patents_per_10k", "110105", 2019, 2020, ["census_2020_density", "beijing_density_population_year"]),
        ("invention_patents_per_10k", "000000", 2020, 2021, ["headline_ratio_replaced"]),
        ("invention_patents_per_10k", "110000", 2020, 2021, []),
        ("china_patent_award_silver", "110000", 2017, 2018, ["silver_prize_introduced"]),
    ],
)
def test_breaks_between_two_year_ends(indicator, area, start, end, found):
    assert ids(indicator, area, start, end) == found


def test_breaks_that_refuse_come_first():
    found = calibers.breaks("patent_applications", "110000", date(2016, 12, 31), date(2021, 12, 31))
    assert [one.action for one in found] == ["refuse", "label"]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.sets(st.sampled_from(sorted(awards.KINDS))))
def test_kinds_worked_out_are_those_of_the_prizes_given(leaves, told):
    """Of any true counts, whatever is told of them: what is worked out is true, and the bounds hold what is not."""
    names = [kind for kind in awards.KINDS if kind not in awards.MADE_OF]
    truth = dict(zip(names, leaves, strict=True))
    for whole in ("gold", "silver", "excellence", "all"):
        truth[whole] = sum(truth[part] for part in awards.MADE_OF[whole])
    known = {kind: truth[kind] for kind in told}
    for kind, (number, used) in awards.complete(known, 23).items():
        assert number == truth[kind] and kind not in known and kind not in used
    bounds = awards.within({kind: (number, number) for kind, number in known.items()}, None)
    assert all(least <= truth[kind] <= most for kind, (least, most) in bounds.items())
