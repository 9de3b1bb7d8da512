"""The observation table: what it accepts, refuses, and keeps on its way through a file."""

import re

import pandas as pd
import pytest
from openpyxl import load_workbook

from ipstats.errors import TableError
from ipstats.model.observations import COLUMNS, frame, read_table, sound_frame, validate, write_table
from ipstats.model.select import figures, is_full_year, preferred

ROW = {
    "ref_area": "110000", "ref_area_name": "北京市", "indicator": "patent_grants", "label": "专利授权量",
    "period_start": "2022-01-01", "period_end": "2022-11-30", "obs_value": 187884, "obs_lower": 187884,
    "obs_upper": 187884, "unit_measure": "件", "source_id": "summary", "char_start": 3, "char_end": 10,
    "vintage": "2023-01-10",
}  # fmt: skip


def table(*changes) -> pd.DataFrame:
    return frame([ROW | change for change in changes])


def test_the_table_has_the_contract_columns_in_order_and_derives_period_and_id():
    made = table({})
    assert list(made.columns) == list(COLUMNS)
    assert made["time_period"].item() == "2022-01-01/P11M"
    assert len(made["obs_id"].item()) == 12
    assert made["bound"].item() == "=" and made["obs_status"].item() == "A" and made["comment_obs"].item() == ""


def test_ids_are_stable_and_distinct():
    twice = table({}, {}, {"measure": "growth"})
    assert twice["obs_id"].is_unique
    assert twice["obs_id"][0] == table({})["obs_id"][0]


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_a_table_comes_back_from_a_file_as_it_was(tmp_path, ending):
    kept = table({}, {"obs_upper": float("inf"), "bound": ">"}, {"period_start": None, "is_target": True}, {"page": 4})
    assert read_table(write_table(kept, tmp_path / f"t.{ending}")).equals(kept)
    assert not list(tmp_path.glob(".*"))


def test_rows_chosen_of_a_table_are_numbered_anew_in_its_file(tmp_path):
    path = write_table(table({}, {"char_start": 30, "char_end": 37}).iloc[1:], tmp_path / "t.parquet")
    assert pd.read_parquet(path).index.tolist() == [0]


FORMULAS = ("=1+1商标", "+cmd|x", "-x", "@SUM(1)", "'=1", "''@x", "'-5.6", "\tx", "-5.6", "'x", "专利=1")


def test_a_spreadsheet_takes_no_text_of_a_csv_for_a_formula(tmp_path):
    """What begins as a formula has an apostrophe before it in the file, and not when it is read back."""
    kept = table(*({"label": text, "printed": "-5.6", "obs_text": "-5.6%"} for text in FORMULAS))
    path = write_table(kept, tmp_path / "t.csv")
    written = pd.read_csv(path, dtype=str, keep_default_na=False)
    alive = written["label"].str.match(r"[=+\-@\t]")
    assert written["label"][alive].tolist() == ["-5.6"], "a number stays a number"
    assert set(written["printed"]) == {"-5.6"} and set(written["bound"]) == {"="}
    assert read_table(path).equals(kept)


def test_findings_are_guarded_too(tmp_path):
    write_table(pd.DataFrame({"label": ["=cmd|calc"], "published": ["-5.6"], "count": [-1]}), tmp_path / "f.csv")
    assert (tmp_path / "f.csv").read_text("utf-8").splitlines()[1] == "'=cmd|calc,-5.6,-1"


def test_a_workbook_holds_the_text_as_it_is(tmp_path):
    kept = table({"obs_text": "=1+1"}, {"obs_upper": float("inf"), "bound": ">"})
    found = pd.read_excel(write_table(kept, tmp_path / "t.xlsx"), dtype=str, keep_default_na=False)
    assert found[["bound", "obs_upper", "period_end"]].values.tolist() == [
        ["=", "187884", "2022-11-30"], [">", "inf", "2022-11-30"],
    ]  # fmt: skip
    assert found["obs_text"][0] == "=1+1"
    sheet = load_workbook(tmp_path / "t.xlsx")["observations"]
    assert sheet.freeze_panes == "A2", "the heads stay in sight, and every column moves"
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)


def test_an_empty_table_is_a_table(tmp_path):
    assert validate(frame([])).empty
    assert read_table(write_table(frame([]), tmp_path / "t.csv")).empty


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"measure": "amount"}, "column measure", id="an unknown measure"),
        pytest.param({"bound": "about"}, "column bound", id="an unknown bound"),
        pytest.param({"obs_status": "X"}, "column obs_status", id="an unknown status"),
        pytest.param({"obs_lower": 200000}, "obs_lower <= obs_upper", id="ends the wrong way round"),
        pytest.param({"obs_value": 5}, "obs_value in its interval", id="a value outside its interval"),
        pytest.param({"label": "", "indicator": ""}, "a label or an indicator", id="a figure of nothing"),
        pytest.param({"obs_value": None}, "a value, or status O", id="a missing value that is not marked"),
        pytest.param({"ref_area": "北京"}, "column ref_area", id="a name where the code should be"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name(change, says):
    with pytest.raises(TableError, match=says):
        validate(table({}, change))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"period_end": "sometime"}, "column period_end"),
        ({"period_end": "2021-12-31"}, "column period_end: .* ends before it starts"),
        ({"obs_value": "many"}, "column obs_value"),
        ({"is_target": "perhaps"}, "column is_target"),
        ({"amount": 3}, "columns amount"),
    ],
)
def test_a_wrong_type_or_column_is_refused_by_name(change, says):
    with pytest.raises(TableError, match=says):
        table(change)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.csv", "a,b\n1,2\n", "no observation columns"),
        ("t.parquet", "not parquet", "not a readable table"),
        ("t.xls", "", "a table is .csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, name, content, says):
    (tmp_path / name).write_text(content)
    with pytest.raises(TableError, match=says):
        read_table(tmp_path / name)


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(TableError, match="ipstats build"):
        read_table(tmp_path / "none.parquet")


def test_selecting_figures():
    both = table({}, {"period_end": "2022-12-31"}, {"is_target": True}, {"measure": "growth"})
    assert len(figures(both, area="北京市", indicator="patent_grants", measure="level", year=2022)) == 2
    assert figures(both, measure="level", full_year=True)["time_period"].tolist() == ["2022"]
    assert len(figures(both, targets=True)) == 4
    assert is_full_year(both).tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        ("2022-01-01", "2022-12-31", True), ("2022-01-01", "2022-12-30", False), ("2022-01-01", "2022-10-31", False),
        ("2022-02-01", "2022-12-31", False), ("2022-01-02", "2022-12-31", False), ("2021-01-01", "2022-12-31", False),
        (None, "2022-12-31", True), (None, "2022-10-31", False), (None, "2022-12-30", False),
    ],
)  # fmt: skip
def test_a_full_year_is_all_of_one_calendar_year_or_the_day_that_ends_it(start, end, whole):
    assert is_full_year(table({"period_start": start, "period_end": end})).tolist() == [whole]


def test_one_statement_a_figure_and_it_is_one_that_was_printed():
    rounded = {"obs_value": 188000, "obs_lower": 187500, "obs_upper": 188500, "source_id": "news"}
    doubtful = {"obs_value": 1, "obs_lower": 1, "obs_upper": 1, "obs_status": "U", "source_id": "copy"}
    later = {"obs_value": 187900, "obs_lower": 187900, "obs_upper": 187900, "vintage": "2024-01-10"}
    chosen = preferred(table({}, rounded, doubtful, later))
    assert chosen["obs_value"].tolist() == [187900]
    assert chosen["statements"].tolist() == [4]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"obs_status": "A", "bound": "~"}, {"obs_status": "P"}),
        ({"obs_lower": 187800, "obs_upper": 188000}, {"bound": "~"}),
        ({"vintage": "2022-01-10"}, {"obs_lower": 187880, "vintage": "2024-01-10"}),
        ({"vintage": "2024-01-10", "obs_id": "z"}, {"vintage": "2022-01-10", "obs_id": "a"}),
        ({"obs_id": "a"}, {"obs_id": "z"}),
    ],
    ids=["reliable", "exact", "narrow", "later", "by id"],
)
def test_of_two_statements_each_criterion_stands_before_the_next(better, worse):
    for both in ([better, worse], [worse, better]):
        marked = [one | {"section": "better" if one is better else "worse"} for one in both]
        assert preferred(table(*marked))["section"].tolist() == ["better"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({}, "", id="nothing wrong"),
        pytest.param({"obs_id": "same"}, "an id of its own does not hold in row 0, 1", id="an id twice"),
        pytest.param({"measure": "amount"}, "'amount' in row 0, 1; expected one of level", id="an unknown measure"),
        pytest.param({"ref_area": "11000"}, "'11000' in row 0, 1; expected a code", id="a short code"),
        pytest.param({"obs_upper": 0}, "obs_lower <= obs_upper does not hold in row 0, 1", id="a value outside"),
        pytest.param({"char_end": None}, "both ends of the span or none does not hold", id="half a span"),
        pytest.param({"obs_value": None}, "a value, or status O does not hold in row 0, 1", id="no value"),
        pytest.param({"obs_value": None, "obs_status": "O"}, "", id="a missing value"),
        pytest.param({"label": "", "indicator": ""}, "a label or an indicator does not hold", id="a figure of nothing"),
    ],
)
def test_rows_and_tables_are_held_to_the_same_rules(change, says):
    rows = [ROW | change, ROW | change | {"char_start": 30}, ROW]
    for made in (lambda: validate(frame(rows)), lambda: sound_frame(rows, "the table")):
        if says:
            with pytest.raises(TableError, match=f"the table: .*{re.escape(says)}"):
                made()
        else:
            assert len(made()) == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"obs_value": "x"}, "column obs_value holds str, not float64", id="a type"),
        pytest.param({"amount": 1}, "columns amount are no observation columns", id="a column too many"),
        pytest.param({"unit_measure": None}, "column unit_measure holds object, not str", id="no text"),
    ],
)
def test_a_table_made_by_hand_is_held_to_the_columns(change, says):
    with pytest.raises(TableError, match=re.escape(says)):
        validate(frame([ROW]).assign(**change))
    with pytest.raises(TableError, match="the table lacks unit_measure, cell; it is no observation table"):
        validate(frame([ROW]).drop(columns=["unit_measure", "cell"]))
