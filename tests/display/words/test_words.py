"""Sentences: the same facts in both languages, verbs by interval, bounds kept, refusals with their reason."""

import re
from inspect import signature

import numpy as np
import pandas as pd
import pytest
from facts import observation, table
from hypothesis import given, settings
from hypothesis import strategies as st

from ipstats.analysis import (
    among_peers,
    annual_average,
    award_change,
    award_floors,
    award_latest,
    award_movement,
    award_ranking,
    awards,
    compare,
    contributions,
    decompose,
    densities,
    density,
    growth,
    history,
    longest_average,
    of_zones,
    profile,
    rank,
    solved_from_growth,
    stated_ranks,
    target,
    with_densities,
)  # fmt: skip
from ipstats.analysis import published as stated_by_sources
from ipstats.display import words
from ipstats.display.prose import MIME, Prose
from ipstats.display.quotes import place, quote
from ipstats.errors import ParameterError

MINUS = "\u2212"
LANGUAGES = ("zh", "en")
BEIJING = "110000"


SPOKEN = [name for name in words.__all__ if "language" in signature(getattr(words, name)).parameters]


@pytest.mark.parametrize("name", SPOKEN)
def test_a_language_without_words_is_told_in_a_line(name):
    sentence = getattr(words, name)
    needed = [one for one in signature(sentence).parameters.values() if one.kind is one.POSITIONAL_OR_KEYWORD]
    given = {one.name: "" for one in needed if one.default is one.empty} | {"language": "fr"}
    with pytest.raises(ParameterError, match=r"language 'fr' is none of zh, en.*语言 'fr' 不在可选之列"):
        sentence(**given)


def grants(level: str, base: str, rate: str = "", **more) -> pd.DataFrame:
    rows = [
        observation("patent_grants", "北京", "2023", level, **more),
        observation("patent_grants", "北京", "2022", base),
    ]
    if rate:
        rows.append(observation("patent_grants", "北京", "2023", rate, measure="growth", source="press"))
    return table(*rows)


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        (grants("193973", "202722"), "193973件，比上年下降4.32%。", "193,973, down 4.32% on 2022."),
        (
            grants("193973", "202722", "-4.31"),
            "193973件，比上年下降4.31%（公布数舍去了尾数，按两年数据计算为下降4.32%）。",
            "down 4.31% on 2022 (published truncated; down 4.32% as computed).",
        ),
        (
            grants("193973", "202722", "-5.0"),
            "193973件，比上年下降4.3%（公布数为下降5.0%，与两年数据算出的不同）。",
            "193,973, down 4.3% on 2022 (published as down 5.0%, which differs from what the figures give).",
        ),
        (grants("193973", "202722", "-4.3"), "比上年下降4.3%。", "down 4.3% on 2022."),
        (grants("100", "100"), "比上年持平。", "unchanged on 2022."),
        (grants("20.4万", "20.2万"), "比上年增长0.49%～1.49%。", "up 0.49% to 1.49% on 2022."),
        (grants("20.3万", "20.2万"), "增减不可判定（0.00%～1.00%）。", "cannot be said (0.00% to 1.00%) on 2022."),
        (grants("20.3万", "20.3万"), "基本持平（", "broadly unchanged ("),
        (grants("2.1万", "2.1万"), "增减不可判定（", "whether up or down cannot be said ("),
        (grants("20万", "19万", bound=">"), "超20万件", "over 200 thousand"),
        (grants("90", "3"), "基数很小（不足30），增长率波动大：专利授权量。", "The base is tiny"),
    ],
    ids=["fall", "truncated", "contradicted", "agrees", "flat", "range", "may be nought", "steady", "undecided",
         "bound", "labelled"],
)  # fmt: skip
def test_growth_says_what_its_interval_allows(rows, zh, en):
    grown = growth(rows, "北京", 2023)
    assert zh in str(words.growth(grown, "zh"))
    assert en in str(words.growth(grown, "en"))


def test_published_rate_that_agrees_is_printed_with_its_own_link():
    said = words.growth(growth(grants("193973", "202722", "-4.3"), "北京", 2023))
    links = {part.text: part.href for part in said.inlines if part.href}
    assert links["4.3%"].startswith("sources/press.html#fig-") and links["193973件"].startswith(
        "sources/made-up.html#fig-"
    )


def test_published_rate_without_a_base_is_said_to_be_published():
    rows = table(
        observation("trademarks_in_force", "北京", "2023-12-31", "307.9万"),
        observation("trademarks_in_force", "北京", "2023-12-31", "5.88", measure="growth"),
    )
    grown = growth(rows, "北京", 2023)
    assert "同比增长5.88%（公布数）。增速只列公布数（所用资料无基期数）：有效注册商标量。" in str(words.growth(grown))
    assert "up 5.88% on the year before as published." in str(words.growth(grown, "en"))
    assert "Growth as published only, no figure for the base period in the sources used: trademarks" in str(
        words.growth(grown, "en")
    )


def test_every_second_hand_figure_is_said_to_be_one():
    rows = table(
        observation("trademarks_in_force", "北京", "2023-12-31", "307.9万", obs_status="U"),
        observation("trademarks_in_force", "北京", "2023-12-31", "5.88", measure="growth", obs_status="U"),
    )
    assert "含转引数据：有效注册商标量" in str(words.growth(growth(rows, "北京", 2023)))


def award_sentence(shipped, place: str, edition: int, base: int, language: str = "zh", prize: str = "all") -> str:
    """What notebook 03 says of an area's prizes in two editions."""
    changed = award_change(shipped, place, edition, base)
    said = [
        words.award_won(changed, edition, prize, language),
        words.award_against(changed, prize, language),
        words.award_kinds(changed, language),
    ]
    return "".join(str(words.sentence(language, one)) for one in said)


def test_an_edition_is_set_against_the_one_before(shipped):
    said = award_sentence(shipped, BEIJING, 24, 23)
    assert said.startswith("第二十四届中国专利奖（2023年），北京市获奖152项，占全国936项的16.2%。")
    assert "比第二十三届（2022年）的165项（占958项的17.2%）减少13项、下降7.9%，占比下降1.0个百分点。" in said
    assert said.endswith("。第二十三届奖项中，金奖9项、银奖24项、优秀奖132项。")


def test_of_the_nation_is_said_how_many_prizes_were_given(shipped):
    said = award_sentence(shipped, "000000", 24, 23)
    assert said.startswith("第二十四届中国专利奖（2023年），全国授奖936项。")
    assert "比第二十三届（2022年）的958项减少22项" in said
    assert "银奖75项（第二十三届75项）" in said


def test_what_counts_rest_on_is_left_to_the_marks_of_the_tables(shipped):
    assert award_sentence(shipped, "浙江", 24, 23).endswith("第二十四届奖项中，金奖3项、银奖4项、优秀奖64项。")
    assert not re.search("second|computed", award_sentence(shipped, "浙江", 24, 23, "en"))


def test_a_total_that_no_source_states_is_a_whole_number(shipped):
    changed = award_change(shipped, BEIJING, 24, 23)
    worked_out = changed.assign(total_printed="", total_id="", base_total_printed="", base_total_id="")
    said = f"{words.award_won(worked_out, 24)}{words.award_against(worked_out)}"
    assert "占全国936项的16.2%" in said and "占958项的17.2%" in said


def test_a_count_solved_from_a_published_rate_says_from_what(shipped):
    solved = solved_from_growth(shipped, award_movement(shipped, 24, 23, either=True))
    assert str(words.award_solved(solved)) == "浙江省第二十三届获奖56项，由第二十四届获奖71项和公布的增速26.8%推算"
    assert "56 prizes of the 23rd are worked out from the 71" in str(words.award_solved(solved, "en"))
    assert not words.award_solved(solved_from_growth(shipped, award_change(shipped, BEIJING, 24, 23)))


def test_what_changed_heads_the_report(shipped):
    said = [str(words.award_moved(award_change(shipped, place, 24, 23))) for place in (BEIJING, "000000", "湖北")]
    assert said == ["获奖152项，比第二十三届减少13项", "授奖936项，比第二十三届减少22项", ""]
    assert str(words.award_moved(award_change(shipped, "深圳", 24, 22), "gold")) == "获金奖5项，与第二十二届持平"


def test_what_is_not_known_is_not_none(shipped):
    changed, ranked = award_change(shipped, "湖北", 24, 23), award_ranking(shipped, 24)
    assert str(words.award_won(changed, 24)) == "所用资料未载湖北省第二十四届中国专利奖获奖数。"
    assert not words.award_against(changed) and not words.award_kinds(changed)
    assert str(words.award_place(ranked, "湖北")) == "所用资料载有获奖数的省区市为北京152项、浙江71项"
    assert not words.award_bounds(ranked, "湖北") and not words.award_place(ranked, "000000")


def own_prizes():
    """A project's own table: two kinds of prizes of a city, and nothing of the nation."""
    return table(
        observation("china_patent_award_silver", "襄阳市", "2023", "1"),
        observation("china_patent_award_excellence", "襄阳市", "2023", "4"),
    )


def test_an_area_of_which_only_kinds_are_known_is_told_by_kind_with_the_totals_of_the_register():
    changed = award_change(own_prizes(), "襄阳市", 24, 23)
    assert (
        str(words.award_won(changed, 24)) == "第二十四届中国专利奖（2023年），襄阳市获银奖1项、优秀奖4项，获奖总数未载"
    )
    assert "占全国75项的1.3%" in str(words.award_won(changed, 24, "silver"))


def test_growth_that_solved_a_number_of_prizes_is_counted_and_not_the_largest():
    rows = pd.DataFrame({
        "indicator": ["patent_grants", "patent_applications", "invention_patent_grants", "china_patent_award"],
        "rate": [3.0, 5.0, -1.0, 26.8], "rate_lower": [3.0, 5.0, -1.0, 26.8], "rate_upper": [3.0, 5.0, -1.0, 26.8],
        "rate_unit": "%", "base_status": ["", "", "", "E"], "level_status": "", "scope": "", "measure": "level",
        "base_period": "2022", "time_period": "2023",
    })  # fmt: skip
    told = str(words.tally(rows))
    assert "专利申请量" in told and "获奖" not in told


def test_a_place_is_told_with_who_is_known_and_what_follows_if_prizes_count_once(shipped):
    ranked = award_ranking(shipped, 23)
    known = str(words.award_place(ranked, BEIJING))
    assert known == "在有数据的6个省区市（北京、江苏、浙江、安徽、重庆、河南）中居第1位"
    assert str(words.award_bounds(ranked, BEIJING)) == "按每项奖只计一次推算，北京市获奖数居全国第1至第4位之间"
    assert str(words.award_unbounded(ranked, BEIJING)).endswith("最低位次不能断定")
    bounded = award_ranking(shipped, 23, repeats=100)
    told = str(words.award_bounds(bounded, BEIJING))
    assert told.startswith("共有奖项重复计入不超过100项时，北京市获奖数居全国第1至第")
    assert not words.award_unbounded(bounded, BEIJING)


def test_what_the_places_rest_on_beside_the_table_is_told(shipped):
    told = str(words.award_floors(award_floors(shipped, [24, 23])))
    assert told == (
        "推算还用到表外地区已知的下限：第二十四届广东省（深圳市）98项、陕西省（西安市）19项、湖南省（株洲市）5项；"
        "第二十三届广东省（深圳市）86项、黑龙江省9项、山西省1项"
    )
    assert not words.award_floors(award_floors(shipped, 24, level="county"))


def test_places_rest_on_floors_where_no_total_of_the_edition_is_known(shipped):
    assert list(award_floors(shipped, 21)["count"]) == [46, 5]


def test_a_stated_place_stands_beside_as_stated(shipped):
    for edition in (23, 24):  # of the 24th no source tells the counts
        told = str(words.award_stated(stated_ranks(shipped, BEIJING, edition)))
        assert told == "金奖、银奖数居全国第1位"
    before = words.award_stated(stated_ranks(shipped, BEIJING, 23), "zh", 23)
    assert str(before) == "第二十三届金奖、银奖数居全国第1位"
    assert not words.award_stated(stated_ranks(shipped, "湖北", 24))


def test_a_place_that_may_be_the_last_is_not_told(shipped):
    ranked = award_ranking(shipped, 23)
    last = ranked.assign(once_worst=ranked["members"])
    assert not words.award_bounds(last, BEIJING)
    assert words.award_bounds(last.assign(once_best=31), BEIJING), "the last place, proved, is told"


def test_the_place_in_the_other_edition_stands_behind(shipped):
    moved = award_movement(shipped, 24, 23, either=True)
    said = str(words.award_bounds(moved, BEIJING))
    assert said.endswith("北京市获奖数居全国第1至第5位之间（第二十三届为第1至第4位之间）")
    assert not words.award_bounds(moved, "江苏"), "known in the other edition only"
    assert "载有获奖数的地区（第二十四届2个、第二十三届6个）" in str(words.award_on_record(moved))
    everyone = moved.assign(members=2, unknown=0, once_best=2, once_worst=2)
    assert str(words.award_bounds(everyone, BEIJING)).startswith("北京市获奖数居全国第2位")
    assert not words.award_on_record(everyone)


def test_shares_of_several_editions_say_of_which(shipped):
    told = str(words.award_latest(award_latest(shipped, 24)))
    assert told.endswith("第二十四届北京、浙江；第二十三届江苏、安徽、重庆、河南；第二十二届广东")


def test_the_largest_share_is_named_only_where_there_is_one(shipped):
    history = awards(shipped, "深圳")
    assert str(words.award_peak(history)) == "在表列3届中，深圳市占全国的比重以第二十四届最高，为10.5%"
    assert not words.award_peak(history[history["edition"] == 24])


def test_of_a_density_is_told_which_population_published_figures_used(shipped):
    told = str(words.density(density(shipped, BEIJING, range(2017, 2024))))
    assert told.startswith("2023年末，北京市每万人口发明专利拥有量262.9件，与有效发明专利574323件除以上年末")
    assert told.endswith("2020年公布值155.8件按上年末常住人口2153.6万人（现为2190万人）计算，因此与表列计算值不同。")
    computed = density(shipped, "江苏", range(2016, 2023))
    assert not words.density(computed), "the conclusion has the figure, and nobody published one to explain"
    assert str(words.density(computed, brief=True)).startswith("2022年末，江苏省")


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_comparisons_have_a_reason_and_no_verb(language):
    rows = table(
        observation("patent_applications", "北京", "2017", "185928"),
        observation("专利申请量", "北京", "2016", "189129"),
    )
    grown = growth(rows, "北京", 2017)
    reason = grown[f"reason_{language}"].iloc[0]
    assert reason.rstrip("。.")
    assert not re.search("增长|下降|持平|up |down |unchanged", str(words.growth(grown, language)))


def test_rates_change_in_percentage_points():
    rows = table(
        observation("mediation_success_rate", "北京", "2022", "53.3"),
        observation("mediation_success_rate", "北京", "2021", "50.3"),
    )
    grown = growth(rows, "北京", 2022)
    assert "提高2.90～3.10个百分点" in str(words.growth(grown))
    assert "percentage points" in str(words.growth(grown, "en"))


VERBS = {"zh": ("增长", "下降", "持平", "不可判定"), "en": ("up ", "down ", "unchanged", "cannot be said")}
PRINTED = st.one_of(st.integers(1, 10**6).map(str), st.integers(1, 999).map(lambda n: f"{n / 10}万"))


@settings(deadline=None, max_examples=20)
@given(PRINTED, PRINTED, st.sampled_from(LANGUAGES))
def test_verb_and_number_never_say_more_than_the_interval(level, base, language):
    grown = growth(grants(level, base), "北京", 2023)
    row = grown.iloc[0]
    text = str(words.growth(grown, language))
    rise, fall, flat, undecided = (verb in text for verb in VERBS[language])
    lower, upper = row["growth_lower"], row["growth_upper"]
    if undecided:
        assert lower <= 0 <= upper
    elif flat:
        assert lower >= -0.5 and upper <= 0.5
    else:
        assert (lower > 0) if rise else (fall and upper < 0)
        found = re.search(r"(?:增长|下降|up|down) ?([\d.,]+)%(?:(?:～| to )([\d.,]+)%)?", text)
        first, last = (float(end.replace(",", "")) for end in (found[1], found[2] or found[1]))
        half = 0 if found[2] else 0.5 * 10 ** -len(found[1].partition(".")[2])
        true = (lower, upper) if rise else (-upper, -lower)
        assert first - half - 1e-6 <= true[0] and true[1] <= last + half + 1e-6


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), min_size=2, max_size=5), st.sampled_from(LANGUAGES))
def test_a_place_is_certain_in_words_only_when_it_is_in_figures(ends, language):
    codes = ["110000", "310000", "320000", "330000", "440000"][: len(ends)]
    lower = np.array([low for low, _ in ends], float)
    upper = np.array([low + width for low, width in ends], float)
    values = pd.DataFrame({"ref_area": codes, "value": (lower + upper) / 2, "value_lower": lower, "value_upper": upper})
    ranked = rank(values.assign(indicator="patent_grants", unit_measure="件"))
    row = ranked[ranked["ref_area"] == BEIJING].iloc[0]
    text = str(words.rank(ranked, BEIJING, language))
    text = text.split("，在全部" if language == "zh" else "; among all")[0] + text[-40:]
    between = ("之间" if language == "zh" else "somewhere from") in text[:-40]
    assert between == (row["rank_best"] != row["rank_worst"])
    if not between:
        assert (("并列" if language == "zh" else "joint") in text) == bool(row["tied"])
        assert (("1、2、2、4" if language == "zh" else "1, 2, 2, 4") in text) == bool(row["tied"])


@pytest.fixture(scope="module")
def everything(shipped) -> dict[str, dict[str, Prose]]:
    """What each function says of the shipped data, in both languages."""
    grown = growth(shipped, BEIJING, 2023)
    results = {
        "growth": (grown,),
        "rates_apart": (grown,),
        "of_zones": (grown,),
        "overview": (grown, ["patent_grants"]),
        "history": (history(shipped, BEIJING, "patent_grants"),),
        "annual_average": (annual_average(shipped, BEIJING, "patent_grants", 2023, 2018),),
        "contributions": (contributions(shipped, BEIJING, "patent_grants", 2023),),
        "density": (density(shipped, BEIJING),),
        "decomposition": (decompose(shipped, BEIJING, 2023, 2022),),
        "density_rank": (densities(shipped, 2023), BEIJING),
        "compare": (compare(shipped, ["北京", "上海"], "patent_grants"),),
        "target": (target(shipped, BEIJING, 2023),),
    }
    return {
        name: {language: getattr(words, name)(*given, language) for language in LANGUAGES}
        for name, given in results.items()
    }


def densities_of(shipped) -> pd.DataFrame:
    """Beijing's densities over the years on one basis."""
    alike = with_densities(shipped, BEIJING, 2023, every=True)
    return history(alike, BEIJING, "invention_patents_per_10k", range(2019, 2024))


def award_clauses(shipped) -> dict[str, tuple]:
    changed, ranked = award_change(shipped, BEIJING, 24, 23), award_ranking(shipped, 23)
    return {
        "award_won": (changed, 24, "all"),
        "award_moved": (changed, "all"),
        "award_against": (changed, "all"),
        "award_kinds": (award_change(shipped, BEIJING, 23, 22),),
        "award_solved": (solved_from_growth(shipped, award_change(shipped, "浙江", 24, 23)),),
        "award_place": (ranked, BEIJING),
        "award_bounds": (ranked, BEIJING),
        "award_unbounded": (ranked, BEIJING),
        "award_stated": (stated_ranks(shipped, BEIJING, 23),),
        "award_on_record": (award_movement(shipped, 24, 23, either=True),),
        "award_floors": (award_floors(shipped, [24, 23]),),
        "award_latest": (award_latest(shipped, 24),),
        "award_peak": (awards(shipped, BEIJING), "all"),
    }


@pytest.fixture(scope="module")
def clauses(shipped) -> dict[str, dict[str, Prose]]:
    """The clauses that conclusions are built of, as sentences, in both languages."""
    from ipstats import context
    from ipstats.analysis import (
        by_year,
        parts_of_year,
        published,
        side_by_side,
        standing,
        with_changes,
    )

    grown, headlines = growth(shipped, BEIJING, 2023), profile(shipped, BEIJING, 2023)
    parts = contributions(shipped, BEIJING, "patent_grants", 2023)
    peers = among_peers(shipped, BEIJING, ["invention_patents_per_10k", "patent_grants"], [2022, 2023])
    series = history(shipped, BEIJING, "patent_grants", range(2019, 2024))
    beside = side_by_side(shipped, BEIJING, ["110000", "310000", "440000"], "patent_grants", 2023, 2022)
    assert len(with_changes(by_year(series, range(2019, 2024)), grown))
    results = {
        "change": (headlines, "patent_grants"),
        "moved": (headlines, "patent_grants"),
        "of_which": (parts,),
        "causes": (parts,),
        "densities_apart": (densities_of(shipped), density(shipped, BEIJING)),
        "rates_beside": (parts,),
        "zone": (of_zones(grown),),
        "mix": (parts,),
        "stands": (peers, BEIJING, "invention_patents_per_10k"),
        "stated_rank": (headlines, "high_value_invention_patents_per_10k"),
        "in_nation": (standing(shipped, headlines), "patent_grants"),
        "trend": (series,),
        "pace": (target(shipped, "000000", 2023),),
        "others_in_nation": (standing(shipped, headlines), "patent_grants"),
        "ranks_apart": (published(shipped, grown, headlines, 2023),),
        "averages": (longest_average(shipped, BEIJING, "patent_grants", 2023), ["patent_grants"]),
        "tally": (grown,),
        "towards": (target(shipped, "000000", 2023),),
        "main_effect": (decompose(shipped, BEIJING, 2023, 2022),),
        "stated": (published(shipped, grown, headlines, 2023),),
        "partly": (parts_of_year(shipped, BEIJING, 2022),),
        "areas_tally": (beside,),
        "areas_lead": (beside,),
        "areas_growth": (beside,),
        "own_place": (beside, BEIJING),
    } | award_clauses(shipped)
    made = {
        name: {lang: words.sentence(lang, getattr(words, name)(*given, lang)) for lang in LANGUAGES}
        for name, given in results.items()
    }
    here = [context(BEIJING, 2023, 2022, language) for language in LANGUAGES]
    made["title"] = {one.language: words.sentence(one.language, words.title("profile", one)) for one in here}
    return made


def test_every_clause_says_the_same_in_both_languages(clauses):
    for name, said in clauses.items():
        chinese, english = str(said["zh"]), str(said["en"])
        assert chinese.endswith("。") and english.endswith("."), name
        assert not re.search(r"[{}]|\bnan\b|None|<NA>|\binf\b", chinese + english), name
        assert not re.search(r"[\u4e00-\u9fff]", english), name
        links = [sorted(part.href for part in one.inlines if part.href) for one in said.values()]
        assert links[0] == links[1], name


def test_what_moved_a_total_is_told_with_its_parts_and_their_counts(clauses):
    parts = str(clauses["of_which"]["zh"])
    assert parts.startswith("其中，发明专利授权量107875件，增长22.41%；")
    assert "外观设计专利授权量17197件，下降24.07%" in parts
    assert str(clauses["causes"]["zh"]) == "下降主要受实用新型专利授权量减少影响（拉低11.37个百分点）。"
    assert "mainly in utility model grants, which took 11.37 percentage points off" in str(clauses["causes"]["en"])
    assert str(clauses["rates_beside"]["zh"]) == "专利授权量公布的增速为−4.31%。", "the table has the computed −4.32"


def test_a_heading_does_not_go_from_ten_thousands_to_pieces(shipped):
    rows = history(shipped, "深圳", "patent_grants", range(2021, 2023))
    assert rows["level_printed"].tolist() == ["27.92万", "275774"] and not words.trend(rows)


def test_places_by_all_prizes_are_named_in_full(shipped):
    assert str(words.award_stated(stated_ranks(shipped, "佛山", 22))) == "获奖数居全省第3位"


def test_the_coverage_of_a_total_is_not_said_again_of_each_part(shipped):
    parts = contributions(shipped, "全国", "patent_grants", 2023, 2022)
    said = [str(one(parts)) for one in (words.of_which, words.causes, words.mix)]
    assert all(said) and "国内" not in "".join(said) and "专利授权量（国内）" in str(words.contributions(parts))


def test_published_figures_that_a_row_leaves_out_are_told(clauses):
    said = str(clauses["densities_apart"]["zh"])
    assert said.endswith("未列入的公布数为2017年94.5件、2019年132.0件、2020年155.8件。"), (
        "262.9 and 218.3 are in the row"
    )


def test_a_leader_s_published_figure_is_no_computed_one(shipped):
    """One status for one figure: 262.9 is what Beijing's office published; nobody published Shanghai's."""
    peers = among_peers(shipped, "浙江", ["invention_patents_per_10k"], [2022, 2023])
    assert str(words.stands(peers, "浙江", "invention_patents_per_10k")).endswith("第1位为北京市（262.9件）")
    assert str(words.stands(peers, "北京", "invention_patents_per_10k")).endswith("第2位为上海市（97.5件）")
    assert str(words.stands(peers, "浙江", "invention_patents_per_10k", beside=False)) == "居全国第4位"


def test_the_sentence_of_a_conclusion_can_be_edited(clauses):
    own = words.sentence("zh", clauses["mix"]["zh"].heading(0), "这是本局近年的重点", mark="between")
    assert str(own).endswith("；这是本局近年的重点。") and words.sentence("zh", "", Prose("zh")) == Prose("zh")


def test_a_heading_states_or_is_a_plain_noun():
    said = words.heading(Prose.fill("zh", "{n}下降4.31%。", n="专利授权量"), "summary")
    assert (str(said), said.level) == ("专利授权量下降4.31%", 2) and said.to_json()["level"] == 2
    assert str(words.heading("", "summary")) == "概要" and str(words.heading("", "summary", "en")) == "Summary"
    assert not any(part.href for part in said.inlines) and said.to_html().startswith("<h2")


def test_a_rank_is_one_among_all_peers(shipped):
    from ipstats.analysis import among_peers

    assert not words.stands(among_peers(shipped, "深圳市", ["invention_patents_per_10k"], [2022]), "深圳市",
                            "invention_patents_per_10k")  # fmt: skip
    lone = among_peers(shipped[shipped["ref_area"] == BEIJING], BEIJING, ["patent_grants"], [2023])
    assert lone.empty, "one province alone has no rank"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "请对照原文核定其指标、地区、时间。"),
        ("en", "To be verified against the text: indicator, area, period."),
    ],
)
def test_what_was_read_with_doubt_is_told_in_words(shipped, language, said):
    """A report prints no codes of rules, no address of a cell and nothing of how the reader was tested."""
    from ipstats import context
    from ipstats.display.findings import read_with_doubt

    rows = read_with_doubt(shipped, context(BEIJING, 2023, 2022, language))
    told = " ".join(rows["explained"])
    assert said in told and not re.search(r"[@=_\[]|标注文件|often wrong", told)


@pytest.mark.parametrize(("language", "said"), [("zh", "表1第2行第6列"), ("en", "table 1, row 2, column 6")])
def test_the_place_of_a_figure_is_its_heading_or_its_cell_in_words(language, said):
    assert place({"section": "", "cell": "t1!r2c6"}, language) == said
    heading = {"zh": "一、专利", "en": "section “一、专利”"}[language]
    assert place({"section": "年报 > 一、专利", "cell": "t1!r2c6"}, language) == heading


def test_a_figure_of_a_table_is_quoted_by_what_its_row_and_column_say(shipped):
    """The other cells of its row as they stand in a file (a code, an address) tell a reader nothing."""
    grants = shipped[(shipped["indicator"] == "patent_grants") & (shipped["ref_area"] == BEIJING)]
    grants = grants[(grants["time_period"] == "2023") & (grants["source_id"] == "province-patents-2018-2023")].iloc[0]
    goal = shipped[shipped["source_id"] == "plan-targets"].iloc[0]
    assert str(quote(grants)).startswith("北京市2023年专利授权量：“193973件”（《")
    assert str(quote(grants, "en")).startswith("Beijing, 2023, patent grants: “193973件” (《")
    assert "目标：“12件”" in str(quote(goal)), "a goal is no result"


def test_whether_a_figure_is_second_hand_is_left_to_the_tables_but_the_population_it_rests_on_is_told():
    grown = growth(grants("25万", "20万"), "北京", 2023)
    told = [str(words.change(grown.assign(**more), "patent_grants")) for more in (
        {}, {"level_status": "U"}, {"base_status": "U"}, {"level_status": "E"},
    )]  # fmt: skip
    assert told[0] == told[1] == told[2] and "25万件（按上年末常住人口测算），" in told[3]


def test_what_is_nearly_sure_is_said_to_be_about_that():
    grown = growth(grants("20.4万", "20.2万"), "北京", 2023)
    assert "增长约1%" in str(words.change(grown, "patent_grants"))
    assert "增长0.49%～1.49%" in str(words.growth(grown)), "the details keep the interval"


def test_both_languages_state_the_same_facts_with_the_same_links(everything):
    for name, said in everything.items():
        chinese, english = said["zh"], said["en"]
        assert str(chinese).endswith("。") and str(english).endswith("."), name
        assert "{" not in str(chinese) + str(english), name
        links = [[part.href for part in one.inlines if part.href] for one in said.values()]
        assert links[0] == links[1], name
        computed = [sum(bool(part.title) for part in one.inlines) for one in said.values()]
        assert computed[0] == computed[1], name
        assert not re.search(r"\bnan\b|None|<NA>|\binf\b", str(chinese) + str(english)), name


@pytest.mark.parametrize(
    "name",
    ["growth", "density", "contributions", "compare", "award_won", "award_against", "award_kinds", "overview"],
)
def test_every_number_of_a_sentence_leads_somewhere(everything, clauses, name):
    """Digits outside links and titles are periods, places, counts or reasons, never figures with a unit."""
    said = (everything | clauses)[name]["zh"]
    bare = "".join(part.text for part in said.inlines if not (part.href or part.title))
    assert not re.search(r"\d(?:万|亿)?(?:件|项|%|个百分点)", bare)


def test_officially_printed_shares_of_awards(shipped):
    said = award_sentence(shipped, BEIJING, 23, 22)
    assert "获奖165项，占全国958项的17.2%" in said and "金奖9项、银奖24项、优秀奖132项" in said


def test_an_area_with_almost_nothing_is_spoken_of():
    rows = table(observation("patent_grants", "西藏", "2022", "12"))
    said = {
        "growth": words.growth(growth(rows, "西藏", 2022)),
        "nothing": words.growth(growth(rows, "青海", 2022)),
        "contributions": words.contributions(contributions(rows, "西藏", "patent_grants", 2022)),
        "density": words.density(density(rows, "西藏")),
        "decomposition": words.decomposition(decompose(rows, "西藏", 2022, 2021)),
        "rank": words.density_rank(densities(rows, 2022), "西藏"),
        "awards": words.sentence("zh", words.award_place(award_ranking(rows, 23), "西藏")),
        "compare": words.compare(compare(rows, ["西藏", "青海"], "patent_grants")),
        "target": words.target(target(rows, "西藏", 2022)),
    }
    for name, sentence in said.items():
        assert str(sentence).endswith("。") and not re.search("nan|None|{", str(sentence)), name
    assert "青海省" in str(said["nothing"]) and "西藏自治区" in str(said["density"])


def test_prose_publishes_every_form_with_its_links():
    said = words.growth(growth(grants("193973", "202722"), "北京", 2023))
    bundle = said._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/html", "text/markdown", "text/plain"}
    record = bundle[MIME]
    assert (record["kind"], record["language"]) == ("prose", "zh")
    assert "".join(part["text"] for part in record["inlines"]) == bundle["text/plain"] == str(said)
    assert "sources/made-up.html#fig-" in bundle["text/html"] and 'title="计算：' in bundle["text/html"]
    assert re.search(r"\[193973件\]\([./a-z]*sources/made-up.html#fig-", bundle["text/markdown"])


def test_markup_in_a_name_is_escaped():
    said = Prose.fill("en", "{name} is *new*", name="<b>&[x]")
    assert "&lt;b&gt;&amp;[x]" in said.to_html() and "\\<b\\>&\\[x\\]" in said.to_markdown()


def test_a_change_taken_apart_is_one_sentence_in_one_rounding(shipped):
    for year in (2021, 2023):
        effects = decompose(shipped, BEIJING, year, year - 1)
        for language in LANGUAGES:
            said = str(words.decomposition(effects, language))
            amounts = re.findall(r"(?:提高|降低|by)约?(?: about)? ?(\d+\.\d+)", said)
            assert len(amounts) >= 2 and {len(one.partition(".")[2]) for one in amounts} == {1}, said
    said = str(words.decomposition(decompose(shipped, BEIJING, 2023, 2022), "en"))
    assert "rose by 44.6 from 2022 to 2023: the change of" in said and "against" not in said
    assert "44.2; the change of resident population raised it by 0.5" in said, "no comma between two clauses"


def test_a_published_density_is_named_where_there_is_one(shipped):
    years, ranked = density(shipped, BEIJING, range(2021, 2024)), densities(shipped, [2021, 2023])
    said = str(words.density_rank(ranked[ranked["year"] == 2023], BEIJING, "zh", years))
    assert "262.9件，居全国第1位" in said
    said = str(words.density_rank(ranked[ranked["year"] == 2021], BEIJING, "zh", years))
    assert "185.0件，居全国第1位" in said, "none is published"


def test_a_density_worked_out_names_the_sources_of_its_operands(shipped):
    rows = shipped[(shipped["ref_area"] == "110000") | (shipped["ref_area"] == "000000")]
    found = longest_average(with_densities(rows, BEIJING, every=True), BEIJING, ["invention_patents_per_10k"], 2023)
    said = "\n".join(words.sources(found))
    assert "年末常住人口" in said and "《中国科技统计年鉴》" in said


def test_a_decomposition_that_does_not_add_up_as_printed_says_so(shipped):
    said = str(words.decomposition(decompose(shipped, BEIJING, 2023, 2022)))
    assert "提高44.6件" in said and "44.2件" in said and "0.5件" in said and "因四舍五入" in said
    assert said.endswith("略有出入。"), "what its figures rest on is marked in the table"
    fitting = str(words.decomposition(decompose(shipped, "江苏", 2022, 2021)))
    assert "提高9.2件" in fitting and "四舍五入" not in fitting


def test_a_place_by_prizes_names_the_edition(shipped):
    grown, headlines = growth(shipped, BEIJING, 2023), profile(shipped, BEIJING, 2023)
    told = stated_by_sources(shipped, grown, headlines, 2023)
    prizes = told[told["indicator"].str.startswith("china_patent_award")]
    assert (
        str(words.ranks_apart(prizes)) == "据公布，第二十四届中国专利奖（2023年）金奖数居全国第1位，银奖数居全国第1位"
    )
    assert "of the 24th China Patent Award (2023), 1st in China by gold prizes, 1st in China by silver prizes" in str(
        words.ranks_apart(prizes, "en")
    )


def test_average_growth_is_told_as_its_table_prints_it(shipped):
    averages = longest_average(with_densities(shipped, BEIJING, 2023, every=True), BEIJING,
                               ["patent_grants", "invention_patents_per_10k"], 2023)  # fmt: skip
    said = words.averages(averages, ["invention_patents_per_10k", "patent_grants", "pct_applications"])
    assert str(said) == "2018—2023年，北京市每万人口发明专利拥有量年均增长19.0%，专利授权量年均增长9.5%"
    assert not words.averages(averages, ["pct_applications"])


@pytest.mark.parametrize(
    "rates, said",
    [
        (
            [3.0, -2.0, 8.0],
            "与上年相比，表列指标有2项增长、1项下降，增幅最大的是专利授权量（8.00%），降幅最大的是商标注册量（2.00%）",
        ),
        ([3.0, 2.0, 8.0], "与上年相比，表列可比指标3项均增长，增幅最大的是专利授权量（8.00%）"),
        ([3.0, 8.0], ""),
    ],
)
def test_a_table_is_read_in_one_sentence(rates, said):
    names = ["patent_applications", "trademark_registrations", "patent_grants"][-len(rates) :]
    rows = table(*(
        observation(name, "北京", str(year), str(number))
        for name, rate in zip(names, rates, strict=True)
        for year, number in ((2022, 100), (2023, f"{100 + rate:g}"))
    ))  # fmt: skip
    assert str(words.tally(growth(rows, "北京", 2023))) == said


def test_findings_of_one_error_are_counted_once():
    rows = pd.DataFrame({"ref_area": ["320300"] * 3 + ["320302"] * 2, "verdict": "contradicts",
                         "error": ["a", "b", "a", "c", "c"]})  # fmt: skip
    assert str(words.contradicting(rows, "320300")) == "徐州市的数据有2处矛盾"
    assert str(words.checked_within(rows, "320300")) == "所辖地区另有1处矛盾"


def test_a_rise_of_printed_figures_has_their_decimals():
    name = "high_value_invention_patents_per_10k"
    rows = table(observation(name, "徐州", "2024-12-31", "9.12"), observation(name, "徐州", "2023-12-31", "7.78"),
                 observation(name, "徐州", "2025", "10", is_target=True, vintage=pd.Timestamp("2022")))  # fmt: skip
    assert "最近一年提高1.34件" in str(words.pace(target(rows, "徐州", 2024)))


def test_an_area_leads_none_that_lies_in_it():
    numbers = {"320300": "100", "320302": "30", "320303": "50"}
    rows = table(*(observation("patent_grants", code, "2024", printed) for code, printed in numbers.items()))
    said = str(words.compare(compare(rows, list(numbers), "patent_grants")))
    assert "云龙区50件居所列2个" in said and "徐州" not in said
    assert words.compare(compare(rows[:0], list(numbers), "patent_grants")).missing
