"""Parameters of a notebook: read from its cell, and values held against them."""

import datetime
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipstats.errors import ParameterError
from ipstats.publishing.parameters import Parameter, coerce, parameters, read_notebook, validate


def notebook(source: str) -> dict:
    return {"cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}]}


KNOWN = parameters(
    notebook(
        'area: str = "110000"  # 地区\n'
        "year: int = 2023  # 年\nbase_year: int = 2022\nlanguage: str = 'zh'\n"
        "ratio: float = 0.5\nfull: bool = False\nsince: date = '2020-01-01'\n"
        "places: list[str] = ['110000']\ntop: 'int | None' = None\nplain = 3\n"
        "many: dict = {\n    'a': 1,  # first\n    'b': 2,\n}  # a mapping\n"
    ),
    "nb",
)


def test_each_parameter_has_name_type_default_and_help():
    assert KNOWN["area"] == Parameter("area", "str", "110000", "地区")
    assert KNOWN["plain"].type == "int" and KNOWN["top"].type == "int | None"
    assert KNOWN["many"].default == {"a": 1, "b": 2} and KNOWN["many"].help == "a mapping"


def test_papermill_lists_the_same_parameters(tmp_path):
    """Plain papermill must be able to run our notebooks with the same parameters."""
    import json

    from papermill_fork.startup import guard_jsonschema

    guard_jsonschema()
    import papermill

    source = 'area: str = "110000"  # 地区\nyear: int = 2023  # 年\nratio: float = 0.5  # r\n'
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source, "outputs": [], "id": "a"}
    path = tmp_path / "n.ipynb"
    content = {"cells": [cell | {"execution_count": None}], "metadata": {"kernelspec": {"name": "python3"}}}
    content["metadata"]["kernelspec"] |= {"language": "python", "display_name": "p"}
    path.write_text(json.dumps(content | {"nbformat": 4, "nbformat_minor": 5}))
    theirs = {n: (p["inferred_type_name"], p["help"]) for n, p in papermill.inspect_notebook(path).items()}
    assert theirs == {n: (p.type, p.help) for n, p in parameters(read_notebook(path), "n").items()}


GOOD = [
    ("area", "110000", "110000"),
    ("area", np.str_("110000"), "110000"),
    ("year", "2020", 2020),
    ("year", np.int64(2020), 2020),
    ("year", Decimal(2020), 2020),
    ("year", 2020.0, 2020),
    ("ratio", "0.25", 0.25),
    ("ratio", Decimal("0.25"), 0.25),
    ("ratio", np.float32(0.25), 0.25),
    ("ratio", 1, 1.0),
    ("full", "true", True),
    ("full", np.bool_(True), True),
    ("since", datetime.date(2021, 2, 3), "2021-02-03"),
    ("since", datetime.datetime(2021, 2, 3, 4), "2021-02-03"),
    ("since", np.datetime64("2021-02-03"), "2021-02-03"),
    ("since", "2021-02-03", "2021-02-03"),
    ("places", "110000,310000", ["110000", "310000"]),
    ("places", '["110000", "310000"]', ["110000", "310000"]),
    ("places", ("110000", "310000"), ["110000", "310000"]),
    ("top", None, None),
    ("top", "None", None),
    ("top", "5", 5),
    ("many", "{'x': 1}", {"x": 1}),
]
BAD = [
    ("area", 110000, 'as text, "110000"'),
    ("area", None, "expected str"),
    ("year", "two", "expected int"),
    ("year", True, "expected int"),
    ("year", 2020.5, "expected int"),
    ("ratio", "many", "expected float"),
    ("ratio", float("nan"), "expected float"),
    ("full", "perhaps", "expected bool"),
    ("full", 1, "expected bool"),
    ("since", "3 February", "expected date"),
    ("places", 110000, "expected list[str]"),
    ("places", [110000], "expected list[str]"),
    ("many", "[1]", "expected dict"),
]


@pytest.mark.parametrize(("name", "value", "expected"), GOOD, ids=[f"{n}-{v!r}" for n, v, _ in GOOD])
def test_a_value_of_the_right_kind_is_taken(name, value, expected):
    got = coerce(value, KNOWN[name], "nb")
    assert got == expected and type(got) is type(expected)


@pytest.mark.parametrize(("name", "value", "message"), BAD, ids=[f"{n}-{v!r}" for n, v, _ in BAD])
def test_a_value_of_another_kind_is_refused_with_name_and_type(name, value, message):
    with pytest.raises(ParameterError, match=f"nb: parameter {name} ") as error:
        coerce(value, KNOWN[name], "nb")
    assert message in str(error.value)


@given(st.text(max_size=12))
def test_a_code_stays_text_whatever_it_looks_like(text):
    assert coerce(text, KNOWN["area"], "nb") == text


WRONG = [
    ({"jear": 2020}, "unknown parameter jear; it knows area (str), year (int)"),
    ({"year": 1900}, "year 1900 is out of range; expected 1985"),
    ({"year": 2020, "base_year": 2020}, "base_year 2020 is not before year 2020"),
    ({"language": "fr"}, "language 'fr'; expected zh or en"),
]


@pytest.mark.parametrize(("given", "message"), WRONG, ids=["unknown", "range", "order", "language"])
def test_values_that_make_no_sense_are_refused(given, message):
    with pytest.raises(ParameterError, match=re.escape(message)):
        validate(given, KNOWN, "nb")


def test_defaults_fill_in_what_is_not_given():
    assert validate({"year": "2021", "base_year": 2019}, KNOWN, "nb")["area"] == "110000"


CELLS = [
    ("year: int = 20 23", "line 1: not valid Python"),
    ("year: int = today()", "is no literal"),
]


@pytest.mark.parametrize(("source", "message"), CELLS, ids=["syntax", "call"])
def test_a_parameters_cell_that_cannot_be_read_names_the_notebook(source, message):
    with pytest.raises(ParameterError, match=f"nb.*{message}"):
        parameters(notebook(source), "nb")


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_text("no json")
    with pytest.raises(ParameterError, match="not a notebook"):
        read_notebook(path)


SLIPS = [
    (["report", "--year", "去年"], "year '去年' cannot be read; expected a year such as 2023"),
    (["report", "--jobs", "two"], "'--jobs'"),
    (["report", "--jbos", "2"], "No such option: --jbos"),
    (["repot"], "Did you mean 'report'"),
    (["schedule", "run"], "Missing option '--cron'; see `"),
    (["schedule", "cron", "--cron", "bad"], "cron 'bad' has 1 fields; expected minute hour day month weekday"),
]


@pytest.mark.parametrize(("words", "said"), SLIPS, ids=[" ".join(words) for words, _ in SLIPS])
def test_a_slip_on_the_command_line_is_one_line_and_status_2(words, said, monkeypatch, capsys):
    from ipstats import cli

    monkeypatch.setattr("sys.argv", ["ipstats", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    shown = capsys.readouterr()
    assert end.value.code == 2 and not shown.out
    assert shown.err.startswith("ipstats: ") and said in shown.err and shown.err.count("\n") == 1


@pytest.mark.parametrize("text", ["2023", "２０２３", "二〇二三", "2023年"])
def test_a_year_may_be_typed_as_a_person_writes_it(text):
    from ipstats.cli import _year

    assert _year(text) == 2023


@pytest.mark.parametrize(("given", "code"), [(110000, "110000"), (0, "000000"), ("110000", "110000")])
def test_a_code_that_plain_papermill_made_a_number_is_a_code(given, code):
    from ipstats import context, growth
    from ipstats.model.observations import frame

    assert context(given, 2023, 2022).area == code
    assert growth(frame([]), given, 2023, 2022).empty
