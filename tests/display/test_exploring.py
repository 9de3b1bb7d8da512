"""Looking through the data: what it holds, choosing by name, drop-downs, forms, and links that keep their place."""

import json

import numpy as np
import pandas as pd
import pytest

import ipstats
from ipstats import messages
from ipstats.display import links
from ipstats.display.explore import explore
from ipstats.errors import IpstatsError, ParameterError
from ipstats.holdings import areas, available, indicators
from ipstats.model.observations import frame
from ipstats.model.select import figures
from ipstats.publishing import lab
from ipstats.publishing.form import form

KNOWN = {"专利授权量": "patent_grants", "商标注册量": "trademark_registrations"}


def row(area: str, code: str, year: int, value: float, name: str = "专利授权量", **more) -> dict:
    known = {"ref_area": code, "ref_area_name": area, "indicator": KNOWN.get(name, ""), "label": name}
    known |= {"indicator_name": name if name in KNOWN else "", "period_start": f"{year}-01-01"}
    known |= {"period_end": f"{year}-12-31", "obs_value": value, "obs_lower": value, "obs_upper": value}
    return known | {"unit_measure": "件", "printed": str(value), "source_id": "s", "cell": f"{area}{year}{name}"} | more


@pytest.fixture
def table() -> pd.DataFrame:
    rows = [row(name, code, year, 100 + year - 2018) for name, code in (("江苏省", "320000"), ("苏州市", "320500"))
            for year in (2018, 2019, 2020, 2022)]  # fmt: skip
    rows += [row("江苏省", "320000", 2022, 7, "商标注册量"), row("云溪新区", "", 2022, 3, "某项服务量")]
    return frame(rows)


@pytest.mark.parametrize("area", ["江苏", "江苏省", "320000", 320000, np.int64(320000), "Jiangsu"])
def test_an_area_by_any_name_or_code(table, area):
    assert len(figures(table, area=area, indicator="专利授权量")) == 4


@pytest.mark.parametrize("year", [2022, 2022.0, "2022", np.int64(2022), np.float64(2022)])
def test_a_year_of_any_kind(table, year):
    assert set(figures(table, year=year)["period_end"].dt.year) == {2022}


def test_several_areas_and_what_only_the_table_has(table):
    assert len(figures(table, area=["江苏", 320500])) == 9
    assert len(figures(table, area="云溪新区", indicator="某项服务量")) == 1
    assert figures(table, area="北京", year=2022).empty, "known, and not in the data"
    assert figures(table, area=[]).empty


@pytest.mark.parametrize("verb", [figures, areas, indicators, ipstats.table])
def test_what_is_no_table_is_refused_in_one_line(verb):
    with pytest.raises(ParameterError, match="a table was expected, not int") as caught:
        verb(3)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"area": "苏洲市"}, "did you mean 苏州市"),
        ({"area": "云溪新城"}, "did you mean 云溪新区"),
        ({"indicator": "专利受权量"}, "did you mean 专利授权量"),
        ({"indicator": "某项服务"}, "did you mean 某项服务量"),
        ({"measure": "levels"}, "did you mean level"),
        ({"area": 3.5}, "give one name or code"),
        ({"indicator": 7}, "give one id or name"),
        ({"year": "去年"}, "is no year"),
        ({"year": 2022.5}, "is no year"),
        ({"year": True}, "is no year"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest_in_one_line(table, given, said):
    with pytest.raises(ParameterError) as caught:
        figures(table, **given)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_growth_takes_numbers_and_refuses_lists_in_one_line(table):
    assert len(ipstats.growth(table, 320000, 2019.0, np.int64(2018)))
    with pytest.raises(ParameterError, match="give one name or code"):
        ipstats.growth(table, ["江苏", "苏州"], 2019, 2018)


def test_the_base_year_is_the_year_before_when_none_is_said():
    from ipstats.publishing.parameters import Parameter, validate

    assert ipstats.context("江苏", 2022).base_year == 2021
    assert ipstats.context("江苏").base_year is None
    known = {name: Parameter(name, "int | None", None, "") for name in ("year", "base_year")}
    assert validate({"year": 2022}, known, "01")["base_year"] == 2021


def test_a_title_is_told_by_the_rows_or_refused_never_left_with_holes(table):
    grown = ipstats.growth(table, "江苏", 2019)
    assert ipstats.table(grown, "growth").title == "江苏省2019年各项指标及与2018年比较"
    both = pd.concat([grown, ipstats.growth(table, "苏州", 2019)])
    with pytest.raises(ParameterError, match="the title needs area, which"):
        ipstats.table(both, "growth")
    assert ipstats.table(both, "growth", title="两地").title == "两地"
    assert str(ipstats.table(grown.iloc[:0], "growth")) == "“此处”没有可列的数据。"
    with pytest.raises(ParameterError, match="did you mean history"):
        ipstats.table(grown, "histroy")


def test_half_a_year_is_named_as_such(table):
    half = [row("江苏省", "320000", year, 40, period_end=f"{year}-06-30") for year in (2021, 2022)]
    grown = ipstats.growth(frame(half), "江苏", 2022, period="2022-S1")
    assert ipstats.table(grown, "growth").title == "江苏省2022年上半年各项指标及与2021年上半年比较"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda table: ipstats.quote(table), "quote takes one figure"),
        (lambda table: ipstats.say.growth(table), "no column comparable"),
        (lambda table: ipstats.compare(table, "江苏", 2022), "give one id or name"),
        (lambda table: ipstats.context("江苏", "去年"), "is no year"),
    ],
)
def test_what_a_verb_cannot_take_is_refused_in_one_line(table, call, said):
    with pytest.raises(IpstatsError) as caught:
        call(table)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_a_table_shows_its_useful_columns_first_and_all_on_request(table, tmp_path):
    from ipstats.model.observations import write_table

    write_table(table, tmp_path / "t.parquet")
    loaded = ipstats.load(tmp_path / "t.parquet")
    for one in (loaded, loaded.head(2), ipstats.figures(loaded, area="江苏"), ipstats.growth(table, "江苏", 2019)):
        page, plain = one._repr_html_(), repr(one)
        assert "江苏省" in plain and "ref_area_name" in page and "char_start" not in page + plain
        assert f"{len(one.columns)} 列中的" in plain and 'nowrap">江苏省' in page
        with pd.option_context("display.max_columns", None):
            assert "rule" in one._repr_html_() or "level_id" in one._repr_html_()
    assert "obs_text" in loaded[["printed", "obs_text"]]._repr_html_(), "columns that a person chose"
    assert ipstats.growth(loaded, "江苏", 2019).attrs["area"] == "320000"


def test_what_the_data_holds(table):
    held = areas(table)
    assert held[["ref_area", "figures", "first", "last"]].values.tolist()[1:] == [
        ["320000", 5, 2018, 2022], ["320500", 4, 2018, 2022],
    ]  # fmt: skip
    assert areas(table, level="prefecture")["ref_area_name"].tolist() == ["苏州市"]
    assert indicators(table)["indicator_name"].tolist()[-1] == "某项服务量"
    assert indicators(table, area="苏州")["figures"].tolist() == [4]
    own = available("江苏", table).set_index("indicator_name")
    assert own.loc["专利授权量", "years"] == "2018—2020、2022"
    with pytest.raises(ParameterError, match="did you mean province"):
        areas(table, level="provinces")
    with pytest.raises(ParameterError, match="did you mean 江苏"):
        available("江苏身", table)


def test_exploring_shows_what_is_chosen_and_the_code_that_makes_it(table, monkeypatch):
    monkeypatch.setattr("ipstats.load", lambda: table)
    shown = explore(table, "苏州", "专利授权量")
    assert shown.year.options == (2022, 2020, 2019, 2018)
    shown.year.value = 2019
    assert "苏州市2019年各项指标及与2018年比较" in shown.shown.value and "data:image/png" in shown.chart.value
    places = {"display": lambda one: places.update(made=one)}
    exec(shown.code.value, places)
    assert places["made"].title == "苏州市2019年各项指标及与2018年比较"
    shown.figures.value = shown.figures.options[0][1]
    assert "104" in shown.sentence.value and "云溪" not in shown.sentence.value
    still = shown._repr_mimebundle_()
    assert "苏州市2019年" in still["text/html"] and "application/vnd.jupyter.widget-view+json" in still
    shown.choose("江苏")
    assert shown.indicator.value == "专利授权量" and "江苏省" in shown.shown.value
    shown.indicator.value = "商标注册量"
    assert shown.year.value == 2022


def test_exploring_what_is_not_there(table):
    with pytest.raises(ParameterError, match="no figures of 北京市"):
        explore(table, "北京")
    with pytest.raises(ParameterError, match="did you mean 苏州市"):
        explore(table, "苏洲市")
    with pytest.raises(ParameterError, match="no figure of any area"):
        explore(frame([]))


@pytest.fixture
def project(tmp_path, monkeypatch):
    from small_project import Project

    made = Project(tmp_path / "project").lay_out()
    made.notebook("01_look", "print(area, year)")
    monkeypatch.setenv("IPSTATS_ROOT", str(made.root))
    return made


def test_a_form_has_the_parameters_of_the_notebook(project):
    made = form("01_look")
    assert list(made.fields) == ["area", "year", "base_year", "language"]
    assert made.command()[3:] == ["report", "01_look", "--to", "html", "--area", "110000", "--year", "2023",
                                  "--base-year", "2022", "--language", "zh"]  # fmt: skip
    made.fields["year"].value = 2021
    made.run()
    assert "base_year 2022 is not before year 2021" in made.result.value
    with pytest.raises(ParameterError, match="did you mean 01_look"):
        form("01_lok")


def test_a_form_runs_its_report_and_opens_it(project):
    project.run("build", "--quiet")
    made = form("01_look")
    made.fields["area"].value = "上海市"
    made.run()
    assert made.bar.bar_style == "success", made.result.value
    assert "/files/reports/310000/2023/01_look-vs-2022.zh.html" in made.result.value
    made.fields["area"].value = "火星"
    made.run()
    assert made.bar.bar_style == "danger" and "火星" in made.result.value


@pytest.mark.parametrize(
    ("settings", "begins"),
    [
        ("reports:\n  - {notebooks: [01_look], areas: [苏州市], years: [2022, 2023]}\n", ("苏州市", 2023, 2022)),
        ("reports:\n  - {notebooks: [01_look], areas: [苏州市, 北京], years: [2022]}\n", ("110000", 2023, 2022)),
        ("retries: 1\n", ("襄阳市", 2021, 2020)),
    ],
    ids=["declared", "its own is declared", "by the data"],
)
def test_a_form_and_a_copy_open_on_the_area_of_the_project(settings, begins, project):
    for path in (project.root / "data" / "raw").iterdir():
        path.unlink()
    project.settings(settings)
    for number, (place, year) in enumerate([("襄阳市", 2020), ("襄阳市", 2021), *3 * [("全国", 2021)]]):
        project.document(place, year, 100 + number, name=f"{place}{number}")
    project.run("build", "--quiet")
    made = form("01_look")
    assert tuple(made.fields[name].value for name in ("area", "year", "base_year")) == begins
    copy = (lab.copies("zh").folder / "01_look.ipynb").read_text("utf-8")
    area, year, base_year = begins
    assert f'area: str = \\"{area}\\"' in copy and f"year: int = {year}" in copy and f"= {base_year}" in copy


def test_working_copies_speak_one_language_and_are_not_overwritten(project):
    notebook = project.root / "notebooks" / "01_look.ipynb"
    before = notebook.read_bytes()
    made = lab.copies("en")
    copy = made.folder / "01_look.ipynb"
    text = copy.read_text("utf-8")
    assert made.made == ("01_look.ipynb",) and "# Title" in text and "# 标题" not in text and 'str = \\"en\\"' in text
    assert lab.copies("zh").made == ("01_look.ipynb",), "renewed, for nobody changed it"
    assert lab.copies("zh").made == ()
    copy.write_text(copy.read_text("utf-8").replace("print(area, year)", "print(1)"), "utf-8")
    kept = lab.copies("en")
    assert kept.kept == ("01_look.ipynb",) and "print(1)" in copy.read_text("utf-8")
    assert notebook.read_bytes() == before


@pytest.mark.parametrize(
    ("asked", "environment", "spoken"),
    [
        ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("", {"LC_ALL": "en_US", "LANG": "zh_CN"}, "en"),
        ("", {}, "zh"),
        ("en", {}, "en"),
    ],
)
def test_the_language_of_prose(asked, environment, spoken):
    assert messages.spoken(asked, environment) == spoken


def test_the_menus_are_chinese_where_that_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTERLAB_DIR", str(tmp_path))
    assert "zh_CN" in lab.menus(True).read_text()
    assert "zh_CN" not in lab.menus(False).read_text()


def test_links_name_the_file_as_the_server_serves_it(project, tmp_path, monkeypatch):
    monkeypatch.delenv("IPSTATS_LINKS", raising=False)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("JPY_PARENT_PID", "4711")
    links.served.cache_clear()
    assert links.shown("sources/a.html#fig-1") == "../reports/sources/a.html#fig-1"
    links.served.cache_clear()
    about = {"root_dir": str(project.root.parent), "base_url": "/user/li/"}
    (tmp_path / "jpserver-4711.json").write_text(json.dumps(about))
    assert links.shown("sources/a.html#fig-1") == "/user/li/files/project/reports/sources/a.html#fig-1"
    assert links.shown("https://www.cnipa.gov.cn/") == "https://www.cnipa.gov.cn/"
    monkeypatch.setenv("IPSTATS_LINKS", "x/")
    assert links.shown("sources/a.html") == "x/sources/a.html"
    links.served.cache_clear()
