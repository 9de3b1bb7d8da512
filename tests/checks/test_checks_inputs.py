"""Tables in: which rows an area and a document choose, and what a table of some of the columns is taken for."""

import pandas as pd
import pytest
from claimed import minimal

from ipstats.checks.inputs import chosen, one_table
from ipstats.errors import ParameterError, TableError

INF, NAN = float("inf"), float("nan")
PLACES = ("全国", "江苏", "苏州", "浙江", "某地")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rows = [f"{place}|专利授权量|level||2022-01-01|2022-12-31|{n}|件" for n, place in enumerate(PLACES, start=10)]
    return one_table([minimal(*rows).assign(source_id=["a", "a", "b", "b.md", ""])])


@pytest.mark.parametrize(
    ("area", "source", "places"),
    [
        (None, None, None), ("", "", None), ("江苏", None, ["江苏", "苏州"]), ("320500", None, ["苏州"]),
        ("全国", None, ["全国", "江苏", "苏州", "浙江"]), (None, "a", ["全国", "江苏"]),
        (None, "x/a.docx", ["全国", "江苏"]),
        (None, "b.md", ["浙江"]), ("江苏", "b", ["苏州"]), ("浙江", "a", []), (None, "table 1", ["某地"]),
    ],
)  # fmt: skip
def test_an_area_and_a_document_choose_rows(table, area, source, places):
    kept = chosen(table, area, source)
    assert (kept if kept is None else table["ref_area_name"][kept].tolist()) == places


@pytest.mark.parametrize(
    ("area", "source", "said"),
    [
        ("上海", None, "no figure of 上海"),
        (None, "c", "no document 'c' .* there are a, b, b.md, table 1"),
        ("火星", None, "no area"),
    ],
)
def test_what_is_not_there_is_refused(table, area, source, said):
    with pytest.raises(ParameterError, match=said):
        chosen(table, area, source)


def full(**columns) -> pd.DataFrame:
    """A table with some of the columns of an observation table, one row."""
    row = {
        "ref_area": "110000", "indicator": "patent_grants", "measure": "level", "period_end": "2022-12-31",
        "obs_value": 12.0, "unit_measure": "件", "printed": "",
    }  # fmt: skip
    return pd.DataFrame([row | columns])


@pytest.mark.parametrize(
    ("columns", "ends"),
    [
        ({}, (12, 12)), ({"obs_value": 12.5}, (12.45, 12.55)), ({"obs_value": 12.25}, (12.245, 12.255)),
        ({"printed": "12"}, (12, 12)), ({"obs_value": 365000.0, "printed": "36.5万"}, (364500, 365500)),
        ({"obs_value": 365100.0, "printed": "36.5万"}, (364600, 365600)),
        ({"obs_value": 12.5, "printed": "超12"}, (12.45, 12.55)),
        ({"obs_value": 12.5, "printed": "十二个半"}, (12.45, 12.55)),
        ({"obs_value": 5.6, "printed": "5.60", "unit_measure": "%", "measure": "growth"}, (5.595, 5.605)),
        ({"obs_lower": 11.0, "obs_upper": 13.0}, (11, 13)), ({"obs_lower": 12.0, "obs_upper": INF}, (12, INF)),
        ({"obs_lower": 20.0, "obs_upper": 24.0}, (10, 14)), ({"obs_lower": 1.0, "obs_upper": 3.0}, (11, 13)),
        ({"obs_lower": 20.0, "obs_upper": INF}, (12, 12)),
        ({"obs_lower": 11.0, "obs_upper": NAN, "obs_value": 12.5}, (12.45, 12.55)),
        ({"obs_lower": 12.0, "obs_upper": 14.0}, (12, 14)), ({"obs_lower": 10.0, "obs_upper": 12.0}, (10, 12)),
        ({"obs_value": "12,0"}, None), ({"obs_value": "many"}, None), ({"obs_value": " 12 "}, (12, 12)),
    ],
)  # fmt: skip
def test_a_value_has_the_ends_of_its_printed_places_where_it_has_none_that_hold_it(columns, ends):
    if ends is None:
        with pytest.raises(TableError, match=r"^table 1: column obs_value, row 2: .*; expected a number"):
            one_table([full(**columns)])
    else:
        found = one_table([full(**columns)])
        assert found[["obs_lower", "obs_upper"]].to_numpy().tolist()[0] == pytest.approx(ends)


@pytest.mark.parametrize("empty", ["", None, "nan", "None", "<NA>"])
def test_an_empty_value_is_a_missing_figure(empty):
    found = one_table([full(obs_value=empty, indicator="")])
    assert found[["obs_status", "label"]].to_numpy().tolist() == [["O", "?"]] and found["obs_value"].isna().all()


def test_ids_that_stand_twice_are_told_apart_and_files_are_editions(tmp_path):
    rows = pd.concat([full(obs_id="one"), full(obs_id="one"), full(obs_id="two"), full(obs_id="one")])
    rows.to_csv(tmp_path / "first.csv", index=False)
    found = one_table([tmp_path / "first.csv", full(obs_id="one", source_id="named")])
    assert found["obs_id"].tolist() == ["one", "one.1", "two", "one.2", "one"]
    assert found["source_id"].tolist() == ["first"] * 4 + ["named"] and found["file"].tolist() == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ([], "no table to check"),
        ([full().drop(columns="obs_value")], r"table 1: no column obs_value \(its columns are ref_area"),
        ([full(measure="sum")], "table 1: .*'sum'"), ([full(period_end="someday")], "table 1: column period_end"),
        ([full(),
        pd.DataFrame({"a": [1]})], r"table 2: no column measure, period_end, obs_value \(its columns are a\)"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(tables, said):
    tables = [one.drop(columns="printed") if "obs_value" not in one and "printed" in one else one for one in tables]
    with pytest.raises(TableError, match=said):
        one_table(tables)
