"""What cannot be analysed is refused in one sentence that says what was seen and what to give."""

import pandas as pd
import pytest
from facts import observation, table

from ipstats import compare, density, growth, history, rank
from ipstats.errors import ParameterError

ROWS = table(observation("patent_grants", "北京", "2023", "12"), observation("patent_grants", "北京", "2022", "10"))
AS_TEXT = ROWS.assign(obs_value=ROWS["obs_value"].astype(str))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: growth(pd.DataFrame(), "北京", 2023), "no column obs_id"),
        (lambda: growth(ROWS.rename(columns={"obs_value": "value"}), "北京", 2023), "no column obs_value"),
        (lambda: growth(AS_TEXT, "北京", 2023), "obs_value holds .*not numbers"),
        (lambda: growth([1, 2], "北京", 2023), "not list"),
        (lambda: growth(ROWS, "火星市", 2023), "火星市"),
        (lambda: growth(ROWS, "北京", "2023"), "2023.*not whole numbers"),
        (lambda: history(ROWS, "北京", period="上半年的"), "no time period"),
        (lambda: density(ROWS, "北京", period="上半年的"), "no time period"),
        (lambda: compare(ROWS, [], "patent_grants"), "no area"),
        (lambda: rank(pd.DataFrame({"value": [1, 2]})), "no column 'level'"),
        (lambda: rank(pd.DataFrame({"value": [1, 2]}), within="group"), "no column 'group'"),
    ],
    ids=["an empty frame", "a renamed column", "numbers as text", "a list", "an unknown area", "a year as text",
         "no period", "no period of a density", "no areas", "no level", "no such group"],
)  # fmt: skip
def test_bad_input_is_named(call, said):
    with pytest.raises(ParameterError, match=said):
        call()


def test_a_table_without_rows_and_one_with_rows_twice_are_no_errors():
    assert growth(ROWS.iloc[:0], "北京", 2023).empty
    twice = growth(pd.concat([ROWS, ROWS], ignore_index=True), "北京", 2023)
    assert twice["growth"].tolist() == pytest.approx([20.0])


def test_one_year_may_be_given_alone():
    assert set(compare(ROWS, "北京", "patent_grants", 2023)["year"]) == {2023}
