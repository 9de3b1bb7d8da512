"""What the notebooks say, for a sample of areas, years and languages; figures known to be right are looked for."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml
from tests.notebooks.conftest import execute

from ipstats.analysis import growth
from ipstats.display.figures import Figure
from ipstats.display.prose import Prose
from ipstats.display.tables import Table
from nbappendix import fonts

NAMES = [path.stem for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAMPLE = [
    *((name, "北京市", 2023, 2022, "zh") for name in NAMES),
    ("01_growth", "Guangdong", 2021, 2019, "en"),
    ("03_award_rankings", "全国", 2022, 2021, "en"),
    ("04_area_profile", "西藏", 2020, 2019, "en"),
    ("06_compare_areas", "000000", 2022, 2021, "zh"),
    ("01_growth", "深圳市", 2022, 2021, "zh"),
    ("00_explore", "南通市", 2022, 2021, "en"),
    ("05_consistency", "济南市", 2023, 2022, "en"),
    ("04_area_profile", "高港区", 2025, 2024, "zh"),
    ("06_compare_areas", "高港区", 2025, 2024, "en"),
]
ALL = [
    *(("110000", year, year - 1) for year in range(2018, 2024)),
    *((area, 2022, 2021) for area in ("上海市", "江苏省", "湖北省")),
    ("全国", 2022, 2021),
    ("南通市", 2022, 2021),
]
"""Beijing's years, three other provinces, the nation, and one area with almost nothing."""

named = {"ids": lambda value: str(value)}


def cell_of(table: Table, row: str, column: str):
    """The cell of the row whose stub is `row`."""
    at = [one.name for one in table.columns].index(column)
    return next(line.cells[at] for line in table.rows if line.cells[0].text == row)


def check_everything(run, language):
    """What holds of every table, chart and sentence whatever the data."""
    assert any(isinstance(one, Figure | Table | Prose) for one in run.shown.values())
    for one in [*run.tables, *run.figures]:
        assert one.title and one.alt and one.source, one.title
        assert one.language == language
    for table in run.tables:
        for row in table.rows:
            assert len(row.cells) in (1, len(table.columns))
            assert all(cell.text for cell in row.cells if row.kind != "group"), table.title
    for figure in run.figures:
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)
        assert texts and not fonts.missing("".join(texts)), figure.title
        assert figure.png.startswith(b"\x89PNG")
    for one in [*run.tables, *run.figures, *run.of(Prose)]:
        json.dumps(one.to_json(), allow_nan=False)
    if language == "en":
        for one in [*run.tables, *run.figures]:
            said = [one.title, one.unit, one.period, *one.notes]
            assert not any(CHINESE.search(text) for text in said), said
        for table in run.tables:
            assert not any(CHINESE.search(column.label) for column in table.columns), table.title


@pytest.mark.parametrize("name, area, year, base_year, language", SAMPLE, **named)
def test_it_runs_and_everything_is_labelled(run, name, area, year, base_year, language):
    check_everything(run(name, area, year, base_year, language), language)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("area, year, base_year", ALL, **named)
def test_it_runs_for_every_area_and_year_shipped(run, name, area, year, base_year, language):
    check_everything(run(name, area, year, base_year, language), language)


def test_growth_of_beijing_2023_is_as_officially_printed(run):
    shown = run("01_growth")
    table = shown.shown["levels-table"]
    assert cell_of(table, "专利授权量（件）", "level").text == "193973"
    assert cell_of(table, "专利授权量（件）", "base").text == "202722"
    assert cell_of(table, "专利授权量（件）", "rate").text == "−4.31"
    assert cell_of(table, "发明专利授权量（件）", "rate").text == "22.41"
    for name in ("years-table", "levels-table"):  # where the published rate stands, and the computed one below
        assert "专利授权量增速为公布数，按两年数据计算为下降4.32%。" in shown.shown[name].notes
    assert cell_of(shown.shown["structure-table"], "专利授权量（件）", "growth").text == "−4.32"
    assert "专利授权量公布的增速为−4.31%。" in shown.shown["structure-table"].notes
    stated = run("05_consistency").shown["stated-table"]
    assert cell_of(stated, "专利授权量", "computed").text == "−4.32"
    assert cell_of(stated, "专利授权量", "remark").text == "公布数舍去尾数"
    assert cell_of(stated, "发明专利授权量", "remark").text == "—"
    assert cell_of(table, "专利授权量（件）", "change").text == "−8749"
    assert "专利授权量193973件，比上年下降4.31%" in str(shown.shown["message-total"])


def test_contributions_add_up_to_the_growth_of_the_total(run):
    table = run("01_growth").shown["structure-table"]
    at = [column.name for column in table.columns].index("contribution")
    *parts, total = [row.cells[at].value for row in table.rows]
    assert sum(parts) == pytest.approx(total) == pytest.approx(-4.3157, abs=1e-3)


def test_beijing_changed_the_population_its_density_uses(run):
    table = run("02_patents_per_10k").shown["over-time-table"]
    assert cell_of(table, "2019", "fits").text == "当年末人口"
    assert [cell_of(table, year, "fits").text for year in ("2020", "2022", "2023")] == ["上年末人口"] * 3
    assert cell_of(table, "2023", "density_published").text == "262.9"
    said = str(run("02_patents_per_10k").shown["over-time-words"])
    assert "2019年公布值132.0件按当年末常住人口2153.6万人（现为2190万人）计算" in said
    assert "改按" not in said, "which population an office used is worked out, not published"


def test_one_density_is_rounded_in_one_way(run):
    """Table, chart and words: 574323 by 2184.3万 is 262.9, as published; 2184万 alone would leave it open."""
    shown = run("02_patents_per_10k").shown
    assert cell_of(shown["over-time-table"], "2023", "previous").text == "262.9"
    assert f"{574323 / 2184.3:.1f}" == "262.9" and "574323件除以上年末常住人口2184.3万人" in str(
        shown["over-time-words"]
    )
    assert ">262.9<" in shown["provinces-chart"].svg and "44.6件" in str(shown["sources-of-change-words"])
    assert "北京市（262.9件" in str(run("02_patents_per_10k", "江苏省").shown["message-standing"])
    assert not re.search(r"\d～\d", run("02_patents_per_10k").words)


def test_the_nation_stands_beside_the_provinces(run):
    shown = run("02_patents_per_10k").shown
    assert ">全国<" in shown["provinces-chart"].svg
    data = shown["provinces-chart"].data
    at = [column.name for column in data.columns].index("area")
    above = [row.cells[at].text for row in data.rows].index("全国")
    assert f"{above}个省区市高于全国" in str(shown["message-standing"])
    assert not shown["places-chart"] and "历年均居全国第1位" in str(shown["message-standing"]), "no chart of a constant"
    assert run("02_patents_per_10k", "西藏").shown["places-chart"]


def test_beijing_is_first_of_the_provinces_by_density(run):
    shown = run("02_patents_per_10k").shown
    assert "居全国第1位，第2位为上海市（97.5件）" in str(shown["message-standing"])
    english = str(run("02_patents_per_10k", language="en").shown["message-standing"])
    assert "1st of the 31 provincial-level regions" in english


def test_the_latest_edition_is_set_against_the_one_before(run):
    shown = run("03_award_rankings").shown
    assert "152项，占全国936项的16.2%" in str(shown["headline"]) and "165项（占958项的17.2%）" in str(shown["headline"])
    assert str(shown["summary"]) == "获奖152项，比第二十三届减少13项"
    assert str(shown["title"]) == "北京市第二十四届中国专利奖（2023年）获奖情况报告"
    assert cell_of(shown["kinds-table"], "合计", "award_change").text == "−13"
    assert cell_of(shown["kinds-table"], "优秀奖", "base_count").mark == "E", "165 less 9 and 24: no source tells it"
    assert [column.group for column in shown["kinds-table"].columns][1] == "第二十三届"
    assert cell_of(shown["ranking-table"], "江苏省", "base_count").text == "133"
    assert "金奖、银奖数居全国第1位；第二十三届金奖、银奖数居全国第1位" in str(shown["headline"]), "as published"
    assert "第1至第5位之间（第二十三届为第1至第4位之间）" in str(shown["rank-words"]), "what the known figures prove"
    assert shown["ranking-chart"] and not shown["tiles-chart"], "two of 31 areas are no map"
    assert str(shown["kinds"]) == "各类奖项", "no kind of the edition is on record"


def test_ranks_and_map_of_prizes_wait_for_half_of_the_areas(built, observations, monkeypatch):
    import ipstats
    from ipstats.model.observations import frame

    known = observations[observations["indicator"] == "china_patent_award"]
    row = known[(known["ref_area"] == "110000") & (known["period_end"].dt.year == 2023)].iloc[0].to_dict()
    codes = [f"{code}0000" for code in (31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51)]
    made = [
        row | {"ref_area": code, "ref_area_name": "", "obs_value": float(40 - at), "obs_id": "", "cell": f"t9!r{at}c1"}
        | {"obs_lower": float(40 - at), "obs_upper": float(40 - at), "printed": str(40 - at)}
        for at, code in enumerate(codes)
    ]  # fmt: skip
    monkeypatch.setenv("IPSTATS_ROOT", str(built))
    monkeypatch.setattr(ipstats, "load", lambda: pd.concat([observations, frame(made)], ignore_index=True))
    shown = execute("03_award_rankings", {"area": "北京市", "year": 2023, "base_year": 2022}).shown
    assert shown["ranking-chart"].svg and shown["tiles-chart"].svg and "居第1位" in str(shown["rank-words"])


def test_any_pair_of_editions_can_be_asked_for(run):
    shown = run("03_award_rankings", "佛山市", edition=22, base_edition=19).shown
    assert str(shown["headline"]).startswith("第二十二届中国专利奖（2021年），佛山市获奖68项")
    assert cell_of(shown["kinds-table"], "优秀奖", "base_count").text == "40"


def test_an_area_without_prizes_is_told_so(run):
    shown = run("03_award_rankings", "湖北省").shown
    assert not any(isinstance(one, Table | Figure) for one in shown.values()), "no report of gaps"
    assert str(shown["headline"]) == "所用资料未载湖北省第二十四届中国专利奖获奖数。" and shown["headline"].missing
    assert not shown["rank-words"]


def test_the_reports_made_by_default_have_what_they_tell(repo, observations):
    """No award report that consists of gaps: every area declared for 03 has a count in the edition of its year."""
    from ipstats.analysis import awards
    from ipstats.analysis.editions import latest_edition

    groups = yaml.safe_load((repo / "notebooks" / "reports.yaml").read_text("utf-8"))["reports"]
    asked = [
        (area, year)
        for group in groups
        if "03_award_rankings" in group["notebooks"]
        for area in group["areas"]
        for year in group["years"]
    ]
    assert len({area for area, _ in asked}) >= 3
    for area, year in asked:
        held = awards(observations, area, latest_edition(year))
        assert (held["prize"] == "all").any(), (area, year)


def test_a_section_without_figures_is_left_out(run):
    shown = run("01_growth", "深圳市", 2022, 2021).shown
    for cell in ("heading", "table", "words", "chart"):
        assert shown[f"structure-{cell}"] is None, "no section that says there is nothing"


def test_the_story_of_beijing_2023_comes_first(run):
    """What moved most, what moved it, and where the place stands: recomputed from the yearbook's figures."""
    shown = run("01_growth").shown
    said = "".join(str(shown[name]) for name in ("message-total", "message-overview", "message-standing"))
    assert f"{(193973 / 202722 - 1) * 100:.2f}" == "-4.32" and "下降4.31%" in said, "as published; 4.32 is in the table"
    parts = "发明专利授权量107875件，增长22.41%；实用新型专利授权量68901件，下降25.06%；"
    assert (
        f"其中，{parts}外观设计专利授权量17197件，下降24.07%。" in said
        and "下降主要受实用新型专利授权量减少影响（拉低11.37个百分点）。" in said
    )
    assert "降幅最大" not in said and "专利申请量318984件，增长3.84%；发明专利申请量205179件，增长8.45%。" in said
    assert "由43.5%提高到55.6%" in said
    assert (round(88127 / 202722 * 100, 1), round(107875 / 193973 * 100, 1)) == (43.5, 55.6)
    assert "262.9件" in said and "第1位，第2位为上海市（97.5件）" in said
    assert "每万人口高价值发明专利拥有量136.95件" in said
    order = [name for name in shown if name.startswith("message-")]
    assert order[:3] + order[-1:] == ["message-total", "message-overview", "message-standing", "message-others"]
    assert str(shown["message-others"]).startswith("2023年，PCT国际专利申请量11438件")
    title = shown["title"].to_json()
    assert title["level"] == 1 and str(shown["title"]) == "北京市2023年知识产权主要指标年度对比报告"


MEASURES = ["growth", "point_change", "change", "multiple", "share", "rank"]


@pytest.mark.parametrize(
    "area, year",
    [
        ("110000", 2023),
        ("000000", 2023),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in (("110000", 2022), ("440300", 2022))),
    ],
)
def test_nothing_published_disappears(run, observations, area, year):
    """Every growth, change, share and rank of area and year is in 01; in 05 beside a computed one or with a reason."""
    from ipstats.model.select import FIGURE, is_full_year, stated

    rows = stated(observations)
    rows = rows[(rows["ref_area"] == area) & (rows["period_end"].dt.year == year)]
    rows = rows[rows["measure"].isin(MEASURES) & ~rows["is_target"] & is_full_year(rows)]
    rows = rows.assign(label=rows["label"].where(rows["indicator"] == "", ""))
    figures = rows.groupby(FIGURE)["obs_id"].agg(set)
    report = run("01_growth", area, year, year - 1)
    links = [cell.href for table in report.tables for row in table.rows for cell in row.cells]
    links += [part.href for said in report.of(Prose) for part in said.inlines]
    printed = {href.partition("#fig-")[2] for href in links}
    assert not [figure for figure, ids in figures.items() if not ids & printed]
    shown = run("05_consistency", area, year, year - 1).shown
    table = shown["stated-table"]
    at = [column.name for column in table.columns].index
    assert len(table.rows) == len(figures) > 0
    assert {row.cells[at("stated_value")].href.split("#fig-")[1] for row in table.rows} <= set(rows["obs_id"])
    for row in table.rows:
        has_reason = "remark" in [column.name for column in table.columns] and row.cells[at("remark")].text != "—"
        assert row.cells[at("computed")].text != "—" or has_reason
    assert f"共{len(figures)}项" in str(shown["stated-words"]), "the words count what the table lists"


def test_what_is_told_of_parts_of_the_year_is_told_once_and_never_as_of_the_year(run):
    shown = run("01_growth", "江苏省", 2022, 2021).shown
    assert "2022年6月末，江苏省每万人口发明专利拥有量45.64件，居全国省区第1位；" in str(shown["partly-words"])
    assert not {"45.64", "137.21"} & {cell.text for row in shown["levels-table"].rows for cell in row.cells}
    assert {"45.64", "137.21"} <= {cell.text for row in shown["partly-table"].rows for cell in row.cells}


def test_every_figure_of_the_period_is_in_one_table(run, observations):
    """Those without a base too, whose base is a dash; zones have a table of their own, named by the zone; what
    indicators are set against is in 02."""
    table, zones = (run("01_growth").shown[name] for name in ("levels-table", "zones-table"))
    grown = growth(observations, "北京市", 2023, 2022)
    known = grown[grown["level"].notna() & (grown["indicator"] != "resident_population")]
    in_zones = known["scope"] != ""
    assert len(table.rows) == (~in_zones).sum() > 20 and len(zones.rows) == in_zones.sum() > 0
    assert not run("01_growth").words.count("人口2186")
    known = known[~in_zones]
    at = [column.name for column in table.columns].index
    alone = [row for row in table.rows if row.cells[at("base")].text == "—"]
    assert len(alone) == (~known["comparable"]).sum() > 0
    assert zones.title == "北京市2023年中关村示范区高新技术企业主要指标"
    zone = cell_of(zones, "专利授权量（件）", "rate")
    assert zone.text == "−2.90" and zone.href and "base_known" not in [column.name for column in zones.columns]


def test_an_average_is_beside_the_figure_that_it_begins_with(run):
    table = run("01_growth").shown["average-table"]
    assert table.title == "北京市2018—2023年主要指标年均增长"
    assert [column.label for column in table.columns][1:3] == ["2018年", "2023年"]
    assert cell_of(table, "专利授权量（件）", "since_level").text == "123496"
    assert cell_of(table, "专利授权量（件）", "average").text == f"{((193973 / 123496) ** 0.2 - 1) * 100:.1f}" == "9.5"
    density = cell_of(table, "每万人口发明专利拥有量（件）", "average")
    assert density.text == f"{((574323 / 2184.3 / (241282 / 2194)) ** 0.2 - 1) * 100:.1f}" == "19.0", "on one basis"


def test_densities_over_the_years_are_on_one_basis(run):
    """Published on another population are told below; a published figure that is the same has no mark anywhere."""
    shown = run("01_growth").shown
    row = next(row for row in shown["years-table"].rows if row.cells[0].text.startswith("每万人口发明专利拥有量"))
    assert [cell.text for cell in row.cells[1:6]] == ["129.7", "153.2", "185.0", "218.3", "262.9"]
    assert [cell.mark for cell in row.cells[1:6]] == ["E", "E", "E", "", ""]
    assert any(note.endswith("未列入的公布数为2019年132.0件、2020年155.8件。") for note in shown["years-table"].notes)
    average = next(row for row in shown["average-table"].rows if "每万人口" in row.cells[0].text)
    assert [(cell.text, cell.mark) for cell in average.cells[1:3]] == [("110.0", "E"), ("262.9", "")]


def test_a_note_stands_only_where_the_table_has_what_it_is_about(run):
    beijing, jiangsu = (run("01_growth", area).shown for area in ("北京市", "江苏省"))
    assert any("增速为公布数，无公布数的" in note for note in beijing["years-table"].notes)
    assert not any("公布数，无公布数的" in note for note in jiangsu["years-table"].notes), "no growth is published"
    assert any("“全国省区”指各省、自治区" in note for note in jiangsu["standing-table"].notes)
    assert not any("全国省区" in note for note in beijing["standing-table"].notes)


def test_one_page_shows_both_years_and_how_the_rank_moved(run):
    zh, en = (run("04_area_profile", language=language).shown["figures-table"] for language in ("zh", "en"))
    assert [column.label for column in zh.columns][1:3] == ["2023年", "2022年"]
    assert cell_of(zh, "专利授权量（件）", "moved").text == "持平"
    assert cell_of(en, "Patent grants", "moved").text == "unchanged"
    assert cell_of(zh, "发明专利申请量（件）", "moved").text == "升1"
    assert cell_of(en, "Invention patent applications", "moved").text == "up 1"


@pytest.mark.slow
def test_a_part_of_the_year_is_a_report_of_its_own_and_has_a_place_in_that_of_the_year(run):
    part = run("01_growth", "北京市", 2022, 2021, period="1—11月").shown
    assert "2022年1—11月" in str(part["title"])
    assert "专利授权量187884件，同比增长5.63%" in str(part["message-total"])
    assert "216.1件，居全国第1位" in str(part["message-standing"])
    year = run("01_growth", "北京市", 2022, 2021).shown
    assert "187884件，同比增长5.63%" in str(year["partly-words"])
    assert "216.1件，居全国第1位" in str(year["partly-words"])
    assert cell_of(year["partly-table"], "商标注册量（万件）", "figure").text == "36.5"
    assert "202722" not in str(part["message-total"])
    half = run("04_area_profile", "全国", 2023, 2022, period="上半年").shown
    assert "2023年上半年" in str(half["title"])
    density = run("02_patents_per_10k", "北京市", 2022, 2021, period="1-11月").shown
    assert "2022年11月末" in str(density["message-standing"])


def test_no_break_is_marked_within_one_continuous_source(run, observations):
    """Applications and population of 2018 to 2023 are one table each: what changed is where they are published."""
    for base_year in (2022, 2019):  # releases left applications out from 2021, and the census revised from 2020
        shown = run("01_growth", "北京市", 2023, base_year).shown["levels-table"]
        rows = {row.cells[0].text.partition("（")[0]: row for row in shown.rows}
        for name in ("专利申请量", "发明专利申请量"):
            assert not any("B" in cell.mark for cell in rows[name].cells), (name, base_year)
        people = growth(observations, "北京市", 2023, base_year, indicators=["resident_population"])
        assert people["comparable"].all() and len(people) == 1 and "B" not in people["mark"].iloc[0], base_year


def test_marked_breaks_say_what_changed(run, observations):
    """The published densities of 2019 and 2023 rest on other populations; those of the reports are on one."""
    from ipstats import context, table

    published = growth(observations, "北京市", 2023, 2019, indicators=["invention_patents_per_10k"])
    marked = table(published, "growth", context("北京市", 2023, 2019, "zh"))
    assert any("B" in cell.mark for row in marked.rows for cell in row.cells)
    assert any("每万人口发明专利拥有量：" in note and "普查" in note for note in marked.notes)
    levels = run("01_growth", "北京市", 2023, 2019).shown["levels-table"]
    assert cell_of(levels, "每万人口发明专利拥有量（件）", "base").text == "129.7"
    for shown in (levels, run("01_growth").shown["average-table"]):
        assert not any("B" in cell.mark for row in shown.rows for cell in row.cells)


def test_a_primary_figure_is_not_marked_second_hand(run):
    row = next(
        r for r in run("01_growth", "全国", 2023, 2022).shown["levels-table"].rows if "不含港澳台" in r.cells[0].text
    )
    assert row.cells[0].text.endswith("（万件）")
    assert (row.cells[1].text, row.cells[1].mark, row.cells[2].mark) == ("401.5", "", "U")


def test_nobody_is_ranked_among_accidental_peers(run):
    """深圳 beside the five cities that happen to have a figure, 北京 alone in 2025: no rank."""
    for name, area, year in (("04_area_profile", "深圳市", 2022), ("02_patents_per_10k", "北京市", 2025)):
        shown = run(name, area, year, year - 1)
        assert not re.search(r"居.*?第\d+位", shown.words.replace("居全国", "")), shown.words
    without = run("02_patents_per_10k", "北京市", 2025, 2024).shown
    assert without["provinces-chart"] is without["provinces-words"] is None, "no figure of its own"


def test_where_nothing_was_compared_nothing_is_said_to_have_been(run):
    shown = run("01_growth", "高港区", 2025, 2024)
    assert "都作了比较" not in shown.words and "不能比较" in shown.words


def test_every_unit_is_that_of_its_column(run):
    growing = {"growth", "rate", "published", "average"}
    for name, cell, unit in (
        ("01_growth", "levels-table", ""),
        ("04_area_profile", "figures-table", ""),
        ("06_compare_areas", "areas-table", "件"),
    ):
        table = run(name).shown[cell]
        assert table.unit == unit
        for column in table.columns:
            assert column.name not in growing or "%" in column.label, column.label
    labels = [column.label for column in run("02_patents_per_10k").shown["over-time-table"].columns]
    assert {"有效发明专利（件）", "上年末常住人口（万人）", "公布值（件/万人）"} <= set(labels)


def test_one_series_of_the_population_stands_in_a_column(run, observations):
    table = run("02_patents_per_10k").shown["over-time-table"]
    at = [column.name for column in table.columns].index("previous_population")
    series = observations[observations["source_id"] == "province-population-2005-2024"].set_index("period_end")
    own = series[(series["ref_area"] == "110000") & (series["indicator"] == "resident_population")]["obs_value"]
    for row in table.rows:
        if (value := row.cells[at].value) is not None:
            told = own[pd.Timestamp(int(row.cells[0].text) - 1, 12, 31)] / 10_000
            assert abs(value - told) <= 0.5, "another digit of the same figure at most"


def test_all_areas_stand_in_one_table_with_their_total(run):
    table = run("06_compare_areas").shown["areas-table"]
    assert len(table.rows) == 32 and table.rows[-1].kind == "total"
    at = [column.name for column in table.columns].index
    parts = sum(row.cells[at("of_total")].value for row in table.rows[:-1])
    assert parts == pytest.approx(100), "the nation is the sum of its 31 provinces everywhere"
    assert {"change", "rate", "of_total", "per_head", "rank"} <= {column.name for column in table.columns}


@pytest.mark.parametrize(
    "given", [{"year": 2026}, {"year": 2017}, {"topic": "court_ip_cases_received"}, {"topic": "专利授权量"}]
)
def test_the_tour_survives_whatever_it_invites_to(run, given):
    values = {"area": "北京市", "year": 2023, "base_year": 2016} | given
    assert run("00_explore", **values).shown["size-table"]


def test_the_tour_of_an_empty_project_says_that_there_are_no_figures(built, observations, monkeypatch):
    import ipstats

    monkeypatch.setenv("IPSTATS_ROOT", str(built))
    monkeypatch.setattr(ipstats, "load", lambda: observations.iloc[:0])
    shown = execute("00_explore", {"area": "北京市", "year": 2023, "base_year": 2016})
    assert any("数据表没有北京市2023年的数字。" in str(cell) for cell in shown.shown.values())


@pytest.mark.slow
def test_a_code_that_papermill_takes_for_a_number_is_a_code(run):
    """`papermill notebook.ipynb out.ipynb -p area 110000` gives an integer."""
    for name in ("01_growth", "02_patents_per_10k", "04_area_profile", "06_compare_areas"):
        assert "北京市" in str(run(name, 110000).shown["title"])


@pytest.mark.parametrize("name", ["01_growth", "04_area_profile", "05_consistency", "06_compare_areas"])
def test_two_editions_of_a_figure_outside_the_catalogue_are_no_obstacle(built, observations, monkeypatch, name):
    """Its indicator has no id: nothing may ask the catalogue for it."""
    import ipstats

    told = [ipstats.read(f"{year}年，北京市举办知识产权公开课{n}场。").table for year, n in ((2022, 120), (2023, 150))]
    assert [list(one["indicator"]) for one in told] == [[""], [""]]
    monkeypatch.setenv("IPSTATS_ROOT", str(built))
    monkeypatch.setattr(ipstats, "load", lambda: pd.concat([observations, *told], ignore_index=True))
    shown = execute(name, {"area": "北京市", "year": 2023, "base_year": 2022, "language": "zh"})
    check_everything(shown, "zh")
    if name == "01_growth":
        row = next(r for r in shown.shown["levels-table"].rows if r.cells[0].text.startswith("举办知识产权公开课"))
        assert [cell.text for cell in row.cells][1:5] == ["150", "120", "30", "25.00"]


def test_the_tour_is_no_report_of_all(built, repo):
    from ipstats.publishing.plan import find_notebooks

    names = [one.name for one in find_notebooks([], repo / "notebooks")]
    assert "01_growth" in names and "00_explore" not in names
    assert [one.name for one in find_notebooks(["00_explore"], repo / "notebooks")] == ["00_explore"]


def test_no_word_of_the_program_is_printed(run):
    for name in ("01_growth", "02_patents_per_10k", "04_area_profile", "05_consistency", "06_compare_areas"):
        for language in ("zh", "en"):
            shown = run(name, language=language)
            texts = [
                shown.words,
                *(one.title for one in shown.tables),
                *(c.label for t in shown.tables for c in t.columns),
            ]
            found = re.findall(r"ipstats|data/raw|\b[a-z]+_[a-z_]+\b|\bnought\b", "\n".join(texts))
            assert not found, (name, language, found)


def test_distance_to_the_target_is_shown(run):
    shown = run("02_patents_per_10k", "全国", 2022, 2021).shown
    assert cell_of(shown["target-table"], "全国", "target").text == "12"
    assert "尚差" in str(shown["target-words"])
    assert not run("02_patents_per_10k").shown["target-words"], "Beijing has no target among the data"


def test_a_pace_is_told_of_ones_own_target_only(run):
    """A province that is set beside the nation's target has no year by which it must reach it."""
    told = {area: run("01_growth", area, 2023, 2022).shown for area in ("浙江省", "全国")}
    assert told["浙江省"]["plan-heading"] is None and told["浙江省"]["plan-words"] is None
    density = run("02_patents_per_10k", "浙江省").shown
    assert density["target-words"] is None
    assert not getattr(density["high-value-table"], "rows", []), "nor is it a table of its own"
    assert "须提高" not in str(told["浙江省"]["message-standing"]) and "须提高0.1件" in str(
        told["全国"]["message-standing"]
    )


def test_every_printed_number_leads_to_its_source_or_says_its_formula(run, observations):
    known = set(observations["source_id"] + "#" + observations["obs_id"])
    for name, cell in (("01_growth", "levels-table"), ("02_patents_per_10k", "over-time-table")):
        table = run(name).shown[cell]
        quantities = [
            at for at, column in enumerate(table.columns) if column.align == "right" and column.name != "year"
        ]
        for row in table.rows:
            for one in (row.cells[at] for at in quantities):
                if one.value is None:
                    assert one.text == "—"
                elif one.href:
                    found = re.fullmatch(r"sources/(.+)\.html#fig-(\w+)", one.href)
                    assert f"{found[1]}#{found[2]}" in known
                else:
                    assert "=" in one.title, (table.title, one.text)


def test_sentences_lead_to_their_sources(run):
    prose = run("01_growth").shown["message-total"]
    linked = [part.text for part in prose.inlines if part.href]
    assert "193973件" in linked


def test_a_number_is_followed_to_its_sentence(run):
    said = str(run("00_explore").shown["follow-words"])
    assert "193973件" in said and "《北京市2023年知识产权发展数据》" in said


def test_the_consistency_report_agrees_with_the_checks(run, observations):
    from ipstats import check

    found = check(observations)
    ids = set(observations.loc[observations["ref_area"] == "110000", "obs_id"])
    suspect = found["observation_ids"].str.split(";").str[0].isin(ids)
    table = run("05_consistency").shown["verdicts"]
    at = [column.name for column in table.columns].index("findings")
    assert sum(row.cells[at].value for row in table.rows) == suspect.sum()


def test_a_figure_is_either_checked_or_has_nothing_to_be_set_against(run):
    shown = run("05_consistency").shown
    rows = [{tuple(cell.text for cell in row.cells[:4]) for row in shown[name].rows}
            for name in ("this-year-table", "uncheckable-table")]  # fmt: skip
    assert all(rows) and not rows[0] & rows[1]
    assert f"有{len(rows[0])}个数字受到核对，{len(rows[1])}个没有别的数字可以对照" in str(shown["conclusion"])


def test_what_contradicts_comes_first_and_one_figure_is_one_row(run):
    table = run("05_consistency").shown["this-year-table"]
    at = [column.name for column in table.columns].index
    worst = [tuple(row.cells[at(name)].value > 0 for name in ("contradicts", "cannot_say")) for row in table.rows]
    assert worst == sorted(worst, reverse=True) and any(map(any, worst))
    told = [at(name) for name in ("indicator_unit", "measure", "time_period", "figure")]
    figures = [tuple(row.cells[place].text for place in told) for row in table.rows]
    assert len(set(figures)) == len(figures)


def test_the_counts_of_the_consistency_report_are_those_of_its_tables(run):
    """Comparisons that decide nothing are named by rule, not left as a number in the first sentence."""
    shown = run("05_consistency").shown
    verdicts = shown["verdicts"]
    at = [column.name for column in verdicts.columns].index
    open_ones = {row.cells[0].text: row.cells[at("cannot_say")].value for row in verdicts.rows}
    ranks = open_ones["位次应与同级各地区的数相符"]
    assert ranks > 0 and f"位次应与同级各地区的数相符（{ranks}次）" in str(shown["undecided-words"])
    of_year, rest = len(shown["this-year-table"].rows), len(shown["uncheckable-table"].rows)
    assert f"有{of_year}个数字受到核对，{rest}个没有别的数字可以对照" in str(shown["conclusion"])
    covered = shown["coverage-table"]
    counts = [sum(row.cells[place].value for row in covered.rows) for place in (1, 2)]
    assert "的{}个数字中，{}个受到核对".format(*counts) in str(shown["coverage-words"])


def test_both_languages_show_the_same_numbers(run):
    zh, en = (run("01_growth", language=language).shown["levels-table"] for language in ("zh", "en"))
    values = [[cell.value for cell in row.cells if isinstance(cell.value, float)] for row in zh.rows]
    assert values == [[cell.value for cell in row.cells if isinstance(cell.value, float)] for row in en.rows]


@pytest.mark.slow
def test_papermill_runs_one_as_it_is(built, tmp_path, monkeypatch):
    import nbformat
    import papermill

    monkeypatch.setenv("IPSTATS_ROOT", str(built))
    source = Path(__file__).parents[2] / "notebooks" / "02_patents_per_10k.ipynb"
    parameters = {"area": "110000", "year": 2022, "base_year": 2021, "language": "en"}
    papermill.execute_notebook(str(source), str(tmp_path / "out.ipynb"), parameters=parameters, progress_bar=False)
    outputs = [out for cell in nbformat.read(tmp_path / "out.ipynb", 4).cells for out in cell.get("outputs", [])]
    kinds = {kind for out in outputs for kind in out.get("data", {})}
    assert {f"application/vnd.ipstats.{kind}+json" for kind in ("table", "figure", "prose")} <= kinds
    assert all(out.output_type == "execute_result" for out in outputs)
