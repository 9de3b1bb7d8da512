"""SDMX-CSV with its structure message, read back by another program."""

import nbformat
import pytest
import sdmx as sdmx1
from nbformat.v4 import new_code_cell, new_notebook, new_output

import ipstats
from ipstats.errors import IpstatsError
from ipstats.model.observations import frame
from ipstats.publishing import sdmx


def linking():
    """An executed notebook whose sentence links to three figures."""
    parts = [{"text": f"{n}件", "href": f"sources/beijing-2022.html#fig-a{n}", "title": ""} for n in (1, 2, 3)]
    prose = {"kind": "prose", "language": "zh", "inlines": parts}
    shown = new_output("display_data", data={"application/vnd.ipstats.prose+json": prose, "text/plain": "…"})
    return new_notebook(cells=[new_code_cell("say()", outputs=[shown], execution_count=1)])


@pytest.fixture(scope="module")
def observations():
    stated = {"ref_area": "110000", "ref_area_name": "北京市", "source_id": "beijing-2022", "vintage": "2023-01-31"}
    period = {"period_start": "2022-01-01", "period_end": "2022-11-30"}
    level = stated | period | {"obs_id": "a1", "indicator": "patent_grants", "indicator_name": "专利授权量"}
    level |= {"label": "专利授权量", "obs_value": 187884, "obs_lower": 187884, "obs_upper": float("inf")}
    level |= {"unit_measure": "件", "obs_text": "187884件\n", "page": 3}
    growth = stated | period | {"obs_id": "a2", "label": "专利授权量", "measure": "growth", "comparison": "yoy"}
    growth |= {"obs_value": 5.63, "obs_lower": 5.625, "obs_upper": 5.635, "unit_measure": "%", "is_target": True}
    marks = stated | period | {"obs_id": "a3", "label": "商标注册量", "obs_value": 365000.0}
    undated = stated | {"obs_id": "a4", "label": "无时期", "obs_value": 1.0}
    return frame([level, growth, marks, undated])


def test_sdmx_is_read_back_by_sdmx1(tmp_path, observations, caplog):
    (tmp_path / "d.csv").write_text(sdmx.data(observations), "utf-8")
    (tmp_path / "d.xml").write_text(sdmx.structure(observations, 0), "utf-8")
    definition = sdmx1.read_sdmx(tmp_path / "d.xml").structure[sdmx.ID]
    message = sdmx1.read_sdmx(tmp_path / "d.csv", structure=definition)
    series = sdmx1.to_pandas(message.data[0]).reset_index()
    assert list(series["value"]) == [187884.0, 5.63, 365000.0]
    assert list(series["INDICATOR"]) == ["patent_grants", "_U", "_U"]
    assert list(series["TIME_PERIOD"]) == ["2022-01-01/P11M"] * 3
    first = {k: v.value for k, v in message.data[0].obs[0].attached_attribute.items()}
    assert (first["UNIT_MEASURE"], first["OBS_UPPER"], first["VINTAGE"]) == ("件", "INF", "2023-01-31")
    assert "1 observations without a period" in caplog.text


def test_structure_lists_the_codes_in_use(tmp_path, observations):
    (tmp_path / "d.xml").write_text(sdmx.structure(observations, 0), "utf-8")
    message = sdmx1.read_sdmx(tmp_path / "d.xml")
    assert str(message.codelist["CL_REF_AREA"]["110000"].name) == "北京市"
    used = {c.id for c in message.codelist["CL_MEASURE"]}
    assert {"level", "growth"} <= used


def test_sdmx_of_a_notebook_is_the_figures_it_links_to(tmp_path, observations, monkeypatch):
    monkeypatch.setattr("ipstats.store.load", lambda: observations)
    path = tmp_path / "r.ipynb"
    nbformat.write(linking(), path)
    files = ipstats.export(path, "sdmx-csv")
    assert [f.name for f in files] == ["r.sdmx.csv", "r.sdmx.structure.xml"]
    assert [line.split(",")[9] for line in files[0].read_text("utf-8").splitlines()[1:]] == ["a1", "a2", "a3"]


def test_sdmx_names_figures_that_are_gone(tmp_path, observations, monkeypatch):
    monkeypatch.setattr("ipstats.store.load", lambda: observations[observations["obs_id"] != "a1"])
    path = tmp_path / "r.ipynb"
    nbformat.write(linking(), path)
    with pytest.raises(IpstatsError, match="1 of 3 numbers"):
        ipstats.export(path, "sdmx-csv")
