"""Which member of a contradicted relation is suspected: each trait weighed against another, and second mistakes."""

from functools import cache

import pandas as pd
import pytest
from claimed import minimal

from ipstats.checks.claims import Claims, claims_of
from ipstats.checks.evidence import EVIDENCE
from ipstats.checks.inputs import one_table
from ipstats.checks.suspects import suspects

LEVELS = (1_234_567, 2_345_671, 3_456_712, 4_567_123, 5_671_234, 6_712_345)


@cache
def claims(*more: str) -> Claims:
    """Levels of one area and year, each of an indicator of its own."""
    rows = [f"北京|登记量{n}|level||2022-01-01|2022-12-31|{value}|件" for n, value in enumerate(LEVELS)]
    return claims_of(one_table([minimal(*rows, *more)]))


RATE = f"北京|登记量{len(LEVELS)}|growth|yoy|2022-01-01|2022-12-31|7.31|%"
TENFOLD, DIGIT, NOTHING = 12_345_670.0, 1_284_567.0, 1_777_777.0
"""What a lost nought, one misread digit and no slip at all would make of the first level."""


def line(relation: int, row: int, wanted: float = 9_999_999.0, **more) -> dict:
    """A line of an equation that contradicts; nothing printed is near what is expected."""
    plain = {"check": "implied_change", "role": f"m{row}", "lower": wanted, "upper": wanted, "claim": False, "note": ""}
    said = {"relation": relation, "row": row, "verdict": "contradicts", "cause": "", "tight": True}
    return plain | said | more


def suspected(of: Claims, *lines: dict) -> dict[int, int]:
    """The suspected row of each relation."""
    found = suspects(of, pd.DataFrame(lines)[EVIDENCE])
    return dict(zip(found["relation"].tolist(), found["row"].tolist(), strict=True))


def kept(relation: int, row: int, ends: tuple[float, float] = (1e6, 1.3e6), **more) -> list[dict]:
    """An equation that holds, of the row and another figure that nothing contradicts."""
    more = {"verdict": "agrees", "lower": ends[0], "upper": ends[1]} | more
    return [line(relation, row, **more), line(relation, 5, **more)]


@pytest.mark.parametrize(
    ("first", "more", "is_first"),
    [
        ({"wanted": TENFOLD}, [], True), ({"wanted": NOTHING}, [], False), ({"wanted": DIGIT}, [], True),
        ({"wanted": TENFOLD}, kept(7, 0), True), ({"wanted": TENFOLD}, kept(7, 0) + kept(8, 0), False),
        ({"wanted": TENFOLD}, kept(7, 0, tight=False) + kept(8, 0, tight=False), True),
        ({"wanted": TENFOLD}, kept(7, 0, (1e6, 2e7)) + kept(8, 0, (1e6, 2e7)), True),
        ({"wanted": DIGIT}, kept(7, 0, (1.0e6, 1.25e6)), False),
        ({"wanted": TENFOLD}, [line(2, 1), line(2, 2)], False),
        ({"wanted": TENFOLD}, [line(2, 1), line(2, 2), *kept(7, 1)], True),
        ({"wanted": NOTHING}, [line(2, 0), line(2, 2)], True),
        ({"wanted": NOTHING}, [line(2, 1), line(2, 2), line(3, 0)], True),
        ({"wanted": NOTHING}, [line(2, 1), line(2, 2), line(4, 1), line(4, 3), line(3, 0)], False),
        ({"wanted": NOTHING}, kept(7, 1), True),
    ],
    ids=[
        "a slip", "nothing", "a misread digit", "a slip against an equation kept", "a slip against two kept",
        "bounds do not count", "nor equations that a change keeps", "a misread digit against an equation kept",
        "a slip against a contradiction more", "a slip against one more and one kept", "a contradiction more",
        "a contradiction alone against one more", "a contradiction alone against two more",
        "against an equation that the other keeps",
    ],
)  # fmt: skip
def test_the_first_member_is_suspected_by_its_traits_and_else_the_second(first, more, is_first):
    """The second is what the relation is about, which counts where nothing else does."""
    found = suspected(claims(), line(1, 1, claim=True), line(1, 0, **first), *more)
    assert found[1] == (0 if is_first else 1)


@pytest.mark.parametrize(
    ("claim", "other", "is_rate"),
    [({"claim": True}, NOTHING, True), ({}, NOTHING, False), ({"claim": True}, DIGIT, False)],
    ids=["a rate worked out", "a rate it is worked out with", "against a misread digit"],
)
def test_a_rate_that_is_worked_out_of_the_others_is_suspected_before_them_but_for_a_misread_digit(
    claim, other, is_rate
):
    rate = len(LEVELS)
    found = suspected(claims(RATE), line(1, 0, other), line(1, rate, 99.0, **claim))
    assert found == {1: rate if is_rate else 0}


def test_a_misread_digit_is_suspected_after_a_rate_with_a_slip_that_another_equation_keeps():
    rate = len(LEVELS)
    keeps = [line(7, rate, 7.31, verdict="agrees"), line(7, 5, verdict="agrees")]
    assert suspected(claims(RATE), line(1, 0, DIGIT), line(1, rate, -7.31, claim=True), *keeps) == {1: rate}


SECOND_MORE = [line(2, 1), line(2, 2)]


@pytest.mark.parametrize(
    ("printed", "wanted", "second", "more", "is_first"),
    [
        ("登记量6|level||2022-01-01|2022-12-31|1777777", NOTHING, {}, SECOND_MORE, True),
        ("登记量6|level||2022-01-01|2022-12-31|1777777", NOTHING, {"wanted": 2_845_671.0}, SECOND_MORE, False),
        ("登记量6|level||2021-01-01|2021-12-31|1777777", NOTHING, {}, SECOND_MORE, False),
        ("登记量0|level||2021-01-01|2021-12-31|1777777", NOTHING, {}, SECOND_MORE, True),
        ("登记量0|level||2021-01-01|2021-12-31|1234567", NOTHING, {}, SECOND_MORE, True),
        ("登记量6|level||2022-01-01|2022-12-31|1777778", NOTHING, {}, SECOND_MORE, False),
    ],
    ids=["of another indicator", "of one, against a misread digit", "of another indicator and year", "of another year",
         "the year before's figure", "nearly of one"],
)  # fmt: skip
def test_a_figure_that_wants_what_is_printed_elsewhere_outweighs_a_contradiction_more(
    printed, wanted, second, more, is_first
):
    found = suspected(claims(f"北京|{printed}|件"), line(1, 1, claim=True, **second), line(1, 0, wanted), *more)
    assert found[1] == (0 if is_first else 1)


@pytest.mark.parametrize(("more", "is_first"), [(1, True), (2, False)])
def test_a_figure_that_the_next_row_prints_too_outweighs_one_contradiction_more_and_not_two(more, is_first):
    of = claims("天津|登记量0|level||2022-01-01|2022-12-31|1234567|件")
    others = [one for n in range(more) for one in (line(2 + n, 1), line(2 + n, 2 + n))]
    assert suspected(of, line(1, 1, claim=True), line(1, 0, NOTHING), *others)[1] == (0 if is_first else 1)


@pytest.mark.parametrize(
    ("first", "second", "is_second"),
    [
        ({}, {"wanted": NOTHING}, True), ({}, {"wanted": TENFOLD}, False), ({}, {"wanted": TENFOLD * 1.01}, False),
        ({}, {"wanted": TENFOLD * 1.03}, True), ({}, {"wanted": TENFOLD * 0.97}, True),
        ({"tight": False}, {"wanted": NOTHING}, False), ({"wanted": NOTHING}, {"wanted": 7_777_777.0}, False),
        ({"wanted": DIGIT}, {"wanted": NOTHING}, False),
    ],
    ids=["another level", "the same", "nearly the same", "more", "less", "a bound", "no slip", "a misread digit"],
)  # fmt: skip
def test_what_stays_broken_when_a_slip_is_mended_is_a_second_mistake(first, second, is_second):
    """The first figure stands in two relations, one of which wants ten times as much."""
    lines = [line(1, 0, **{"wanted": TENFOLD} | first), line(1, 1), line(2, 0, **second), line(2, 2)]
    assert suspected(claims(), *lines) == {1: 0, 2: 2 if is_second else 0}


@pytest.mark.parametrize(("wanted", "is_second"), [(12.1e6, False), (12.0e6, True), (12.56e6, False), (12.7e6, True)])
def test_what_a_mended_slip_may_be_has_a_fiftieth_of_room_at_either_end(wanted, is_second):
    """The one relation wants 12.30 to 12.36 million."""
    lines = [line(1, 0, lower=12.30e6, upper=12.36e6), line(1, 1), line(2, 0, wanted), line(2, 2)]
    assert suspected(claims(), *lines) == {1: 0, 2: 2 if is_second else 0}


@pytest.mark.parametrize(
    ("first", "second", "others"),
    [
        (NOTHING, {}, [(1,)]), (TENFOLD, {}, [()]), (DIGIT, {}, [()]), (NOTHING, {"role": "context"}, [()]),
        (NOTHING, {"claim": True}, [(0,)]),
    ],
)  # fmt: skip
def test_figures_that_nothing_tells_apart_come_into_question_together(first, second, others):
    found = suspects(claims(), pd.DataFrame([line(1, 0, first), line(1, 1, **second)])[EVIDENCE])
    assert found["others"].tolist() == others


def test_two_figures_that_both_want_what_is_printed_elsewhere_do_not_come_into_question_together():
    printed = [f"北京|登记量{n}|level||2022-01-01|2022-12-31|{value}|件" for n, value in ((6, 1777777), (7, 1888888))]
    found = suspects(claims(*printed), pd.DataFrame([line(1, 0, NOTHING), line(1, 1, 1_888_888.0)])[EVIDENCE])
    assert found["others"].tolist() == [()]


def test_a_rate_one_digit_of_which_was_misread_comes_into_question_after_a_level_with_a_slip():
    rate = len(LEVELS)
    told = [line(1, 0, TENFOLD), line(1, rate, 7.81, claim=True)]
    found = suspects(claims(RATE), pd.DataFrame(told)[EVIDENCE])
    assert found[["row", "slip"]].values.tolist() == [[0, "decimal_slip"]] and found["others"].tolist() == [()]


def test_each_contradiction_has_one_suspect_and_what_agrees_none():
    found = suspects(claims(), pd.DataFrame([line(1, 0, TENFOLD), line(1, 1), *kept(2, 3), line(3, 4)])[EVIDENCE])
    assert found[["relation", "row", "slip"]].values.tolist() == [[1, 0, "decimal_slip"], [3, 4, ""]]
    assert suspects(claims(), pd.DataFrame(kept(2, 3))[EVIDENCE]).empty
