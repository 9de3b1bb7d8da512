"""Whole rows and columns of a page: which labels fit, what a page of two is told to have wrong, worked out by hand."""

import pandas as pd
import pytest
from claimed import minimal

from ipstats.checks import CHECKS
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table
from ipstats.checks.page_sentences import page_sentence
from ipstats.checks.pages import relabelled

PLACES = ("北京", "天津", "河北", "山西", "辽宁", "吉林")
BEFORE, NOW = (1000, 2000, 3000, 4000, 5000, 6000), (1100, 2600, 4500, 4800, 8000, 8400)
RATES = ("10.0", "30.0", "50.0", "20.0", "60.0", "40.0")
IN_PLACE, MOVED = (0, 1, 2, 3, 4, 5), (0, 2, 3, 1, 4, 5)
"""Whose figure each row prints: its own, or 天津, 河北 and 山西 in turn."""


def line(place: str, measure: str, printed, unit: str = "件", year: int = 2022) -> str:
    comparison = "yoy" if measure == "growth" else ""
    return f"{place}|专利授权量|{measure}|{comparison}|{year}-01-01|{year}-12-31|{printed}|{unit}"


def pages(levels=IN_PLACE, rates=IN_PLACE, before=IN_PLACE) -> list[pd.DataFrame]:
    """The page of the earlier year and that of the later one, whose rows print the figures of these."""
    then = [line(place, "level", BEFORE[n], year=2021) for place, n in zip(PLACES, before, strict=True)]
    now = [line(place, "level", NOW[n]) for place, n in zip(PLACES, levels, strict=True)]
    grown = [line(place, "growth", RATES[n], "%") for place, n in zip(PLACES, rates, strict=True)]
    return [minimal(*then, vintage="2022-03-01"), minimal(*now, *grown, vintage="2023-03-01")]


@pytest.mark.parametrize(
    ("moved", "measure", "note"),
    [({"levels": MOVED}, "level", ""), ({"rates": MOVED}, "growth", ""),
     ({"levels": MOVED, "rates": MOVED}, "level", "#0")],
    ids=["levels", "rates", "levels and rates"],
)  # fmt: skip
def test_rows_that_moved_are_named_with_the_label_that_makes_them_fit(moved, measure, note):
    claims = claims_of(one_table(pages(**moved)))
    found = relabelled(claims, CHECKS["implied_base"].run(claims))
    rows = claims.table.loc[found["row"], ["measure", "ref_area_name", "period_end"]]
    assert set(rows["measure"]) == {measure} and set(rows["period_end"].dt.year) == {2022}
    fits = dict(zip(rows["ref_area_name"], found["note"], strict=True))
    assert fits == {"天津": f"2{note}", "河北": f"3{note}", "山西": f"1{note}"}, "the codes of 河北, 山西, 天津"


def test_a_mistake_in_several_columns_names_them_all():
    """Rows 1 to 3 print each other's figures in two columns."""
    page = [line(place, "level", NOW[n]) for place, n in zip(PLACES, MOVED, strict=True)]
    claims = claims_of(one_table([minimal(*page, *(row.replace("专利授权量", "商标注册量") for row in page))]))
    rows = [1, 2, 3, 7, 8, 9]
    lines = pd.DataFrame({"row": rows, "check": "labels", "cause": "label_shift", "note": "1", "tight": True,
                          "suspect_label": [PLACES[n] for n in (2, 3, 1) * 2]})  # fmt: skip
    assert "2022年“专利授权量、商标注册量”：" in page_sentence(claims, lines, "zh")
    assert ", patent grants; trademark registrations: " in page_sentence(claims, lines, "en")


@pytest.mark.parametrize(
    ("first", "second", "told"), [("579", "813", True), ("579", "81", False), ("5790", "81", True)]
)
def test_rows_with_six_digits_in_common_were_printed_twice_and_with_five_not(first, second, told):
    """天津 prints in both columns what 北京 prints."""
    rows = [row for n, place in enumerate(PLACES) for row in
            (line(place, "level", first if n < 2 else 300 + n),
             line(place, "level", second if n < 2 else 400 + n).replace("专利授权量", "商标注册量"))]  # fmt: skip
    found = CHECKS["doubled_row"].run(claims_of(one_table([minimal(*rows)])))
    assert len(found) == (2 if told else 0)


@pytest.mark.parametrize(("place", "other"), [(0, 1), (1, 0)])
def test_of_two_rows_that_print_the_same_the_one_that_fits_its_past_worse_is_wrong(place, other):
    """All grow by a tenth; one of the first two rows prints in both columns what the other does."""

    def page(year: int, values: list[int]) -> pd.DataFrame:
        rows = [line(name, "level", value, year=year) for name, value in zip(PLACES, values, strict=True)]
        marks = [line(name, "level", 2 * value, year=year) for name, value in zip(PLACES, values, strict=True)]
        return minimal(*rows, *(row.replace("专利授权量", "商标注册量") for row in marks), vintage=f"{year + 1}-03-01")

    before = [500, 700, 900, 1100, 1300, 1500]
    now = [round(1.1 * value) for value in before]
    now[place] = now[other]
    claims = claims_of(one_table([page(2021, before), page(2022, now)]))
    found = CHECKS["doubled_row"].run(claims)
    assert claims.column("ref_area_name")[found["row"]].tolist() == [PLACES[place]] * 2
    assert found["note"].tolist() == [str(other)] * 2


def test_labels_in_place_are_left_alone():
    claims = claims_of(one_table(pages()))
    assert relabelled(claims, CHECKS["implied_base"].run(claims)).empty


@pytest.mark.parametrize(
    ("check_id", "note", "open_still"),
    [("implied_base", "", True), ("labels", "", False), ("labels", "1#0", True)],
    ids=["another check", "decided", "open too"],
)
def test_which_of_two_pages_is_wrong_stays_open_until_labels_alone_decide(check_id, note, open_still):
    then, now = pages(levels=MOVED, rates=MOVED)
    other = minimal(line("上海", "level", 70).replace("专利授权量", "商标注册量"), vintage="2023-03-01")
    claims = claims_of(one_table([then, pd.concat([now, other])]))
    rows = [7, 8, 9]
    names = claims.column("ref_area_name")[[8, 9, 7]]
    lines = pd.DataFrame({"row": rows, "check": "labels", "cause": "label_shift", "note": [f"{n}#0" for n in (2, 3, 1)],
                          "suspect_label": names, "tight": True})  # fmt: skip
    more = lines.assign(check=check_id, note=note)
    said = page_sentence(claims, pd.concat([lines, more], ignore_index=True), "zh")
    assert "6行中有3行的行名与数不符" in said and "天津→河北、河北→山西、山西→天津" in said
    assert ("不能断定错在哪一页" in said) == open_still
