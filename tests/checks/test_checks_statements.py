"""Which contradictions another statement of the document takes back, and which guesses the growth of a figure does."""

import pandas as pd
import pytest
from claimed import minimal, year_rows

from ipstats.checks import CHECKS
from ipstats.checks.claims import Claims, claims_of
from ipstats.checks.evidence import EVIDENCE, stack
from ipstats.checks.inputs import one_table
from ipstats.checks.statements import reviewed, settled, without_guesses

GRANTS, MARKS = "专利授权量", "商标注册量"


def claims(*rows: str, **columns: list) -> Claims:
    """Of one document; with `char_start` among the columns, of a text."""
    table = one_table([minimal(*rows).assign(source_id="report")])
    return claims_of(table.assign(**columns))


def lines(*told: tuple) -> pd.DataFrame:
    """Evidence from relation, check, row and what else differs from a loose contradiction."""
    plain = {"role": "level", "lower": 1.0, "upper": 2.0, "claim": True, "verdict": "contradicts", "cause": "",
             "tight": False, "note": ""}  # fmt: skip
    rows = [{"relation": one[0], "check": one[1], "row": one[2]} | plain | dict(*one[3:]) for one in told]
    return pd.DataFrame(rows)[EVIDENCE]


GUESS = {"cause": "label_shift", "note": "2"}
BORNE_OUT = {"verdict": "agrees", "tight": True}


@pytest.mark.parametrize(
    ("other", "left"),
    [
        ((1, "implied_base", 1, BORNE_OUT), False), ((1, "implied_change", 1, BORNE_OUT), False),
        ((1, "multiple_of_base", 1, BORNE_OUT), False), ((1, "part_of_total", 1, BORNE_OUT), True),
        ((1, "implied_base", 0, BORNE_OUT), True), ((1, "implied_base", 1, {"verdict": "agrees"}), True),
        ((1, "implied_base", 1, {"tight": True}), True),
    ],
)  # fmt: skip
def test_a_figure_that_its_own_growth_bears_out_is_held_to_be_no_other_labels(other, left):
    seen = without_guesses(
        claims(*year_rows("北京", GRANTS, {2021: "1", 2022: "2"})), lines((0, "labels", 1, GUESS), other)
    )
    assert ("labels" in set(seen["check"])) == left
    assert other[1] in set(seen["check"]) and seen.index.tolist() == list(range(1 + left))
    assert list(seen.columns) == EVIDENCE


@pytest.mark.parametrize(
    ("note", "others", "left"),
    [
        ("2#0", [(1, "implied_base", 0)], False), ("2", [(1, "implied_base", 0)], True),
        ("2#0", [(1, "implied_base", 0), (1, "implied_base", 1)], True),
        ("2#0", [(1, "implied_base", 0), (1, "implied_base", 1), (2, "part_of_total", 0)], False),
        ("2#0", [(1, "implied_base", 1)], True), ("2#0", [(1, "implied_base", 2)], True),
        ("2#0", [(1, "implied_base", 0, {"role": "context"})], True),
        ("2#0", [(1, "implied_base", 0, {"verdict": "cannot_say"})], True), ("2#0", [(1, "labels", 0, GUESS)], True),
    ],
)  # fmt: skip
def test_of_two_moments_the_guess_goes_where_something_else_contradicts_the_figure_of_the_other(note, others, left):
    """北京 in 2021 and 2022 and 天津 in 2021, of which that of 北京 in 2022 is guessed to be another's."""
    of = claims(*year_rows("北京", GRANTS, {2021: "1", 2022: "2"}), *year_rows("天津", GRANTS, {2021: "3"}))
    seen = without_guesses(of, lines((0, "labels", 1, GUESS | {"note": note}), *others))
    assert (0 in set(seen["relation"])) == left


@pytest.mark.parametrize(
    ("borne_out", "left"),
    [
        ([], [0, 1, 2, 3, 4, 5]), ([0], [0, 1, 2, 3, 4, 5]), ([0, 1], [2, 3, 4, 5]), ([0, 1, 2], [2, 3, 4, 5]),
        ([0, 1, 2, 3], []), ([6, 7], [0, 1, 2, 3, 4, 5]),
    ],
    ids=["none", "one of two", "a row", "a row and a half", "two rows", "another day"],
)  # fmt: skip
def test_a_row_that_moved_as_a_whole_stays_unless_growth_bears_most_of_it_out_or_it_is_the_last(borne_out, left):
    """Three rows of two columns; the same three areas of the year before moved in one column."""
    places = ("北京", "天津", "河北")
    rows = [row for place in places for what in (GRANTS, MARKS) for row in year_rows(place, what, {2022: "5"})]
    of = claims(*rows, *(row for place in places for row in year_rows(place, GRANTS, {2021: "5"})))
    moved = [(row, "labels", row, GUESS | {"tight": True}) for row in range(9)]
    growth = [(10 + row, "implied_base", row, BORNE_OUT) for row in borne_out]
    seen = without_guesses(of, lines(*moved, *growth))
    kept = seen.loc[seen["check"] == "labels", "row"].tolist()
    assert [row for row in kept if row < 6] == left
    assert [row for row in kept if row > 5] == ([] if 6 in borne_out else [6, 7, 8])


TEXT = {"char_start": pd.array([0, 9, 18, 27], dtype="Int64")}


def of_a_text(*rows: str, cell: str = "") -> Claims:
    return claims(*rows, char_start=TEXT["char_start"][: len(rows)], cell=cell)


@pytest.mark.parametrize(("statements", "left"), [(("1100", "900"), []), (("900", "900"), [1]), (("900", "800"), [1])])
def test_of_two_statements_one_that_growth_bears_out_settles_it_and_of_none_one_contradiction_is_left(statements, left):
    rows = year_rows("北京", GRANTS, {2021: "1000"}, growth={2022: "10.0"})
    of = claims(*rows, *(row for printed in statements for row in year_rows("北京", GRANTS, {2022: printed})))
    seen = settled(of, CHECKS["implied_base"].run(of))
    wrong = seen[seen["verdict"] == "contradicts"]
    assert list(seen.columns) == EVIDENCE
    assert wrong.loc[wrong["claim"], "row"].tolist() == left


@pytest.mark.parametrize(
    ("scope", "rate", "printed", "verdict"),
    [
        ("国内", "10.0", "1100", "cannot_say"), ("国内", "10.0", "1102", "contradicts"),
        ("国内", "10.0", "1098", "contradicts"), ("", "10.0", "1100", "agrees"), ("国内", "10", "1100", "contradicts"),
    ],
)  # fmt: skip
def test_a_text_that_states_what_is_due_of_another_coverage_contradicts_nothing(scope, rate, printed, verdict):
    """Growth of 10.0 % on 1000 (1099.5 to 1100.5 are due), a level of 1300, and one of a coverage."""
    rows = [*year_rows("北京", GRANTS, {2021: "1000", 2022: "1300"}, growth={2022: rate})]
    rows += year_rows("北京", GRANTS, {2022: printed})
    of = claims(*rows, **TEXT, cell="", scope=["", "", "", scope])
    seen = settled(of, CHECKS["implied_base"].run(of))
    assert seen.loc[seen["claim"], "verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("part", "total", "cells", "verdict"),
    [
        ("121", "100", ("", ""), "cannot_say"), ("120", "100", ("", ""), "contradicts"),
        ("900", "100", ("t1!r2c3", "t1!r3c3"), "contradicts"), ("900", "100", ("t1!r2c3", ""), "contradicts"),
        ("900", "100", ("", ""), "cannot_say"), ("900", "100", None, "contradicts"),
    ],
    ids=["over a fifth more", "a fifth", "in a table", "one in a table", "far more", "typed"],
)  # fmt: skip
def test_in_running_text_a_part_a_fifth_greater_than_its_total_is_of_something_else(part, total, cells, verdict):
    rows = [*year_rows("北京", GRANTS, {2022: total}), *year_rows("北京", "发明专利授权量", {2022: part})]
    of = claims(*rows, char_start=TEXT["char_start"][:2], cell=list(cells)) if cells else claims(*rows)
    assert set(settled(of, CHECKS["part_of_total"].run(of))["verdict"]) == {verdict}


def test_what_agrees_still_does_where_the_text_states_the_same_of_another_coverage():
    """天津's growth contradicts, so that something is to settle."""
    rows = year_rows("北京", GRANTS, {2021: "1000", 2022: "1100"}, growth={2022: "10.0"})
    rows += year_rows("北京", GRANTS, {2022: "1100"})
    rows += year_rows("天津", GRANTS, {2021: "1000", 2022: "1300"}, growth={2022: "10.0"})
    scope = ["", "", "", "国内", "", "", ""]
    of = claims(*rows, char_start=pd.array(range(0, 63, 9), dtype="Int64"), cell="", scope=scope)
    seen = settled(of, CHECKS["implied_base"].run(of))
    assert seen.loc[seen["claim"], ["row", "verdict"]].values.tolist() == [[2, "agrees"], [6, "contradicts"]]


@pytest.mark.parametrize(
    ("others", "read", "cause"),
    [(0, True, "reading"), (1, True, "year_slip"), (1, False, "year_slip"), (0, False, "year_slip")],
    ids=["the whole page", "a column beside others", "of a table beside others", "of a table"],
)
def test_a_copied_column_goes_to_a_reader_only_where_the_whole_page_is_copied(others, read, cause):
    rows = [*year_rows("北京", GRANTS, {2022: "5"}), *year_rows("天津", GRANTS, {2022: "6"})]
    rows += year_rows("北京", MARKS, {2022: "7"}) * others
    of = of_a_text(*rows, cell="t1!r2c3") if read else claims(*rows)
    wrong = lines((0, "copied_column", 0, {"cause": "year_slip"}), (1, "copied_column", 1, {"cause": "year_slip"}))
    seen = reviewed(of, wrong.assign(suspect_label=""))
    assert seen["cause"].tolist() == [cause] * 2


@pytest.mark.parametrize(
    ("measure", "printed", "lower", "upper", "expected"),
    [
        ("growth|yoy", "110", 3.0, 4.9, "reading"), ("growth|yoy", "110", 3.0, 5.1, ""),
        ("growth|yoy", "-60", -19.0, 5.0, "reading"), ("growth|yoy", "-60", -21.0, 5.0, ""),
        ("level|", "100", 20.0, 49.0, "reading"), ("level|", "100", 20.0, 51.0, ""), ("share|", "100", 20.0, 49.0, ""),
        ("level|", "100", 201.0, 300.0, "reading"), ("level|", "100", 199.0, 300.0, ""),
    ],
)  # fmt: skip
def test_a_level_or_a_growth_as_a_factor_twice_or_half_of_what_is_due_goes_to_a_reader(
    measure, printed, lower, upper, expected
):
    unit = "件" if measure == "level|" else "%"
    of = of_a_text(f"北京|{GRANTS}|{measure}|2022-01-01|2022-12-31|{printed}|{unit}")
    wrong = lines((0, "implied_base", 0, {"lower": lower, "upper": upper}))
    seen = reviewed(of, wrong.assign(suspect_label=""))
    assert seen["cause"].tolist() == [expected]


def test_what_nothing_contradicts_is_as_it_was():
    of = claims(*year_rows("北京", GRANTS, {2021: "1000", 2022: "1100"}, growth={2022: "10.0"}))
    found = CHECKS["implied_base"].run(of)
    assert settled(of, found) is found and without_guesses(of, stack([found])).equals(found)
