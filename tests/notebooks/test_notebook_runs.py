"""What the notebooks say, for a sample of areas, years and languages; figures known to be right are looked for."""

import json
import re
from pathlib import Path

import pytest

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
    assert cell_of(table, "专利授权量", "level").text == "193,973"
    assert cell_of(table, "专利授权量", "base").text == "202,722"
    assert cell_of(table, "专利授权量", "growth").text == "−4.32"
    assert cell_of(table, "专利授权量", "published").text == "−4.31"
    assert cell_of(table, "专利授权量", "agreement").text == "截尾后一致"
    assert cell_of(table, "发明专利授权量", "growth").text == "22.41"
    assert cell_of(table, "发明专利授权量", "agreement").text == "一致"
    assert "下降4.32%" in str(shown.shown["headlines"])


def test_contributions_add_up_to_the_growth_of_the_total(run):
    table = run("01_growth").shown["parts-table"]
    at = [column.name for column in table.columns].index("contribution")
    *parts, total = [row.cells[at].value for row in table.rows]
    assert sum(parts) == pytest.approx(total) == pytest.approx(-4.3157, abs=1e-3)


def test_beijing_changed_the_population_its_density_uses(run):
    table = run("02_patents_per_10k").shown["over-time-table"]
    assert cell_of(table, "2019", "fits").text == "当年末人口"
    assert [cell_of(table, year, "fits").text for year in ("2022", "2023")] == ["上年末人口"] * 2
    assert cell_of(table, "2023", "density_published").text == "262.9"


def test_beijing_is_first_of_the_provinces_by_density(run):
    assert "居第1位" in str(run("02_patents_per_10k").shown["provinces-words"])
    assert "1st of all 31" in str(run("02_patents_per_10k", language="en").shown["provinces-words"])


def test_the_latest_edition_is_set_against_the_one_before(run):
    shown = run("03_award_rankings").shown
    assert "152项，占全国936项的16.2%" in str(shown["headline"]) and "165项，占959项的17.2%" in str(shown["headline"])
    assert "第1至第5位之间" in str(shown["ranking-words"])
    assert cell_of(shown["kinds-table"], "合计", "award_change").text == "−13"
    assert cell_of(shown["ranking-table"], "北京市", "once_range").text == "1–5"
    assert shown["ranking-chart"].svg and shown["tiles-chart"].svg


def test_any_pair_of_editions_can_be_asked_for(run):
    shown = run("03_award_rankings", "佛山市", edition=22, base_edition=19).shown
    assert str(shown["headline"]).startswith("第二十二届中国专利奖（2021年），佛山市获奖68项")
    assert cell_of(shown["kinds-table"], "优秀奖", "base_count").text == "40"


def test_an_area_without_prizes_is_told_so(run):
    shown = run("03_award_rankings", "湖北省").shown
    assert shown["kinds-table"].missing and "没有湖北省" in str(shown["headline"])
    assert "不能断定位次" in str(shown["ranking-words"])


def test_missing_years_are_said_not_drawn(run):
    shown = run("01_growth", "深圳市", 2022, 2021).shown
    assert not shown["parts-chart"] and not shown["parts-table"]
    assert str(shown["parts-words"]).startswith("深圳市专利授权量：没有报告可以比较的组成部分")


def test_distance_to_the_target_is_shown(run):
    shown = run("02_patents_per_10k", "全国", 2022, 2021).shown
    assert cell_of(shown["target-table"], "全国", "target").text == "12"
    assert "尚差" in str(shown["target-words"])
    assert "仅以全国目标作参照" in str(run("02_patents_per_10k").shown["target-words"])


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
    prose = run("01_growth").shown["headlines"]
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


def test_what_contradicts_comes_first_and_one_figure_is_one_row(run):
    table = run("05_consistency").shown["this-year-table"]
    at = [column.name for column in table.columns].index
    worst = [tuple(row.cells[at(name)].value > 0 for name in ("contradicts", "cannot_say")) for row in table.rows]
    assert worst == sorted(worst, reverse=True) and any(map(any, worst))
    told = [at(name) for name in ("indicator", "measure", "time_period", "figure")]
    figures = [tuple(row.cells[place].text for place in told) for row in table.rows]
    assert len(set(figures)) == len(figures)


def test_both_languages_show_the_same_numbers(run):
    zh, en = (run("01_growth", language=language).shown["levels-table"] for language in ("zh", "en"))
    values = [[cell.value for cell in row.cells if isinstance(cell.value, float)] for row in zh.rows]
    assert values == [[cell.value for cell in row.cells if isinstance(cell.value, float)] for row in en.rows]


def test_papermill_runs_one_as_it_is(built, tmp_path, monkeypatch):
    import nbformat
    import papermill

    monkeypatch.setenv("IPSTATS_ROOT", str(built))
    source = Path(__file__).parents[2] / "notebooks" / "03_award_rankings.ipynb"
    parameters = {"area": "110000", "year": 2022, "base_year": 2021, "language": "en"}
    papermill.execute_notebook(str(source), str(tmp_path / "out.ipynb"), parameters=parameters, progress_bar=False)
    outputs = [out for cell in nbformat.read(tmp_path / "out.ipynb", 4).cells for out in cell.get("outputs", [])]
    kinds = {kind for out in outputs for kind in out.get("data", {})}
    assert {f"application/vnd.ipstats.{kind}+json" for kind in ("table", "figure", "prose")} <= kinds
    assert all(out.output_type == "execute_result" for out in outputs)
