"""What is kept of a reading, read back: evidence and doubts; and a project's own definitions over the package's."""

import pandas as pd
import pytest

from ipstats.errors import DefinitionError
from ipstats.model.doubts import doubt, doubts, slots_in_doubt
from ipstats.model.evidence import Decided, parse_evidence
from ipstats.model.overlay import laid_over, rows_over
from ipstats.model.shown import USEFUL, shown


@pytest.mark.parametrize(
    ("text", "taken", "rivals"),
    [
        ("", [], []), ("nonsense", [], []), ("area=option@document", [Decided("area", "option", "document")], []),
        ("period=adverbial@sentence[0-6]", [Decided("period", "adverbial", "sentence", (0, 6))], []),
        ("a=r@h;b?=某数@r2@h2[3-5]", [Decided("a", "r", "h")], [Decided("b", "r2", "h2", (3, 5), "某数")]),
        (" a=r@h ; a=s@h ", [Decided("a", "s", "h")], []), ("a?=x@y@r@h", [], [Decided("a", "r", "h", None, "x@y")]),
        ("a=r@h[5]", [], []), ("a=r@h[10-12]", [Decided("a", "r", "h", (10, 12))], []),
    ],
)  # fmt: skip
def test_evidence_is_read_back(text, taken, rivals):
    found = parse_evidence(text)
    assert list(found.taken.values()) == taken and list(found.rivals) == rivals


def test_evidence_tells_what_was_decided_alike():
    found = parse_evidence("area=option@document[0-3];period=p@clause;area?=北京@r@h;area?=上海@r@h;scope?=国内@r@h")
    assert found.signature(("area", "period")) == (
        "area=option@document",
        "period=p@clause",
        "area?=上海",
        "area?=北京",
    )
    assert [one.reading for one in found.of("area")] == ["北京", "上海"] and found.of("period") == ()


SAID = doubt("stock_or_flow"), doubt("no_noun")


@pytest.mark.parametrize(
    ("comment", "keys"),
    [
        ("", ()), ("nothing of the kind", ()), (SAID[0], ("stock_or_flow",)), ("; ".join(SAID),
        ("stock_or_flow", "no_noun")),
        (f"corrected; {SAID[1]}", ("no_noun",)),
    ],
)  # fmt: skip
def test_doubts_are_read_back(comment, keys):
    assert doubts(comment) == keys


def test_a_doubt_asks_for_the_attributes_it_is_about_in_their_order():
    asked = slots_in_doubt("; ".join(SAID), "")
    assert asked and set(asked) == set().union(*(slots_in_doubt(one, "") for one in SAID))
    assert slots_in_doubt("", "area?=北京@r@h") == ()


@pytest.mark.parametrize(
    ("base", "own", "found"),
    [
        ({}, {}, {}), ({"a": 1}, {}, {"a": 1}), ({}, {"a": 1}, {"a": 1}), ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": [1, 2]}, {"a": [2, 3]}, {"a": [1, 2, 3]}), ({"a": [1]}, {"a": 2}, {"a": 2}),
        ({"a": 1}, {"a": [2]}, {"a": [2]}),
        ({"a": {"b": 1, "c": [1]}}, {"a": {"c": [2]}}, {"a": {"b": 1, "c": [1, 2]}}),
        ({"a": {"b": 1}}, {"a": 3}, {"a": 3}),
        ({"a": 1}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ],
)  # fmt: skip
def test_own_definitions_lie_over_the_packages(base, own, found):
    before = repr(base)
    assert laid_over(base, own) == found and repr(base) == before


def test_own_rows_replace_those_of_their_code_and_are_added_otherwise():
    base = [{"code": "1", "name": "甲", "short": "a"}, {"code": "2", "name": "乙", "short": "b"}]
    own = [{"code": "2", "name": "丙"}, {"code": "3", "name": "丁"}]
    assert rows_over(base, own, "areas.csv") == [
        base[0],
        {"code": "2", "name": "丙", "short": ""},
        {"code": "3", "name": "丁", "short": ""},
    ]
    assert rows_over(base, [], "areas.csv") == base
    for wrong in ([{"code": "1", "size": "x"}], [{"name": "甲"}]):
        with pytest.raises(DefinitionError, match=r"^areas.csv: .*expected code, name, short"):
            rows_over(base, wrong, "areas.csv")


WIDE = {name: [""] for name in USEFUL[:4]} | {"obs_value": [1234.5]} | {f"other{n}": [1] for n in range(20)}


@pytest.mark.parametrize(
    ("columns", "most", "told"),
    [
        (WIDE, 20, "1 rows, 1 of 25 columns"), (WIDE, 24, "1 of 25"), (WIDE, 25, ""), (WIDE, None, ""),
        (WIDE, 0, "1 of 25"),
        ({name: WIDE[name] for name in list(WIDE)[:20]}, 0, ""),
        ({name: WIDE[name] for name in list(WIDE)[:21]}, 0, "1 of 21"),
        ({name: WIDE[name] for name in list(WIDE)[1:]}, 20, ""),
    ],
)  # fmt: skip
def test_a_wide_table_shows_its_useful_columns_that_hold_something(columns, most, told):
    table = pd.DataFrame(columns)
    table.attrs["area"] = "110000"
    with pd.option_context("display.max_columns", most):
        text, page = repr(shown(table)), shown(table)._repr_html_()
    assert (told in text) and (told in page) and ("全部列出" in text) == ("全部列出" in page) == bool(told)
    assert ("1,234.5" in text and "1,234.5<" in page and "1,234.50" not in text) == bool(told)
    assert shown(table).attrs == {"area": "110000"} and type(shown(table)[list(columns)[:2]]) is type(shown(table))
