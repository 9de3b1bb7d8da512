"""Whole rows and columns of a page: which labels fit, what a page of two is told to have wrong, worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from claimed import minimal

from ipstats.checks import CHECKS
from ipstats.checks.claims import Claims, claims_of
from ipstats.checks.evidence import alone, stack
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
    assert found["tight"].all() and found["verdict"].eq("contradicts").all()


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


@pytest.mark.parametrize(
    ("moved", "fits"),
    [({"levels": (5, 3, 4, 3, 4, 5)}, {"北京": "5", "天津": "3", "河北": "4"}), ({"rates": (5, 3, 4, 3, 4, 5)}, {})],
    ids=["levels", "rates"],
)
def test_a_level_may_be_that_of_a_row_in_order_and_a_rate_only_that_of_a_row_that_misfits_too(moved, fits):
    """北京, 天津 and 河北 print what 吉林, 山西 and 辽宁 print as well: a rate may be alike by chance."""
    claims = claims_of(one_table(pages(**moved)))
    found = relabelled(claims, CHECKS["implied_base"].run(claims))
    assert dict(zip(claims.column("ref_area_name")[found["row"]], found["note"], strict=True)) == fits


@pytest.mark.parametrize(
    ("rows", "cause", "check_id", "label", "said"),
    [
        ([0, 1], "year_slip", "copied_column", "2021", "6行中有2行与2021年的数逐位相同"),
        ([0], "year_slip", "copied_column", "2021", ""), ([0, 0], "year_slip", "copied_column", "2021", ""),
        ([0, 1], "year_slip", "implied_base", "2021", ""), ([0, 1], "", "copied_column", "2021", ""),
        ([2, 3], "wrong_unit", "counting_unit", "", "6行中有2行的单位印作“件”"),
        ([2], "wrong_unit", "counting_unit", "", ""),
        ([0], "label_shift", "doubled_row", "天津", "应是把天津的数重复印在了北京一行"),
        ([0], "label_shift", "labels", "天津", ""),
        ([0, 1], "label_shift", "implied_base", "天津", "北京→天津、天津→天津"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_page_needs_two_of_its_rows_unless_one_was_printed_twice(rows, cause, check_id, label, said):
    claims = claims_of(one_table([pages()[1], minimal(line("上海", "level", 70))]))
    lines = pd.DataFrame({"row": rows, "check": check_id, "cause": cause, "note": "", "suspect_label": label,
                          "tight": True})  # fmt: skip
    told = page_sentence(claims, lines, "zh")
    assert said in told and bool(said) == bool(told)


@pytest.mark.parametrize(("number", "more"), [(40, False), (41, True)])
def test_of_rows_with_wrong_labels_forty_are_named(number, more):
    names = [f"第{n}行" for n in range(number)]
    claims = claims_of(one_table([minimal(*(line(name, "level", 100 + n) for n, name in enumerate(names)))]))
    lines = pd.DataFrame({"row": range(number), "check": "labels", "cause": "label_shift", "note": "", "tight": True,
                          "suspect_label": names[1:] + names[:1]})  # fmt: skip
    said = page_sentence(claims, lines, "zh")
    assert said.count("行→第") == 40 and ("……" in said) == more


def dated(ends: list[list[str]], varies: str, start: str = "") -> pd.DataFrame:
    """A figure of each of several areas, or indicators of one area, at each of its ends of a period."""
    rows = []
    for n, days in enumerate(ends):
        place, what = (PLACES[n], "登记量") if varies == "area" else ("北京", f"登记量之{n}")
        rows += [f"{place}|{what}|level||{start and day[:4] + start}|{day}|{1000 + 100 * n + k}|件"
                 for k, day in enumerate(days)]  # fmt: skip
    return minimal(*rows)


OTHERS = ["2021-12-31", "2022-12-31"]


@pytest.mark.parametrize("varies", ["area", "indicator"])
@pytest.mark.parametrize(
    ("own", "others", "label"),
    [
        (["2021-12-31", "2023-12-31"], 4, "2022-12-31"), (["2021-12-31", "2023-12-31"], 3, ""),
        (["2020-12-31", "2022-12-31"], 4, "2021-12-31"), (["2021-12-31", "2024-12-31"], 4, ""),
        (["2021-12-31", "2023-11-30"], 4, ""), (["2020-12-31", "2023-12-31"], 4, ""),
        (["2021-12-31", "2022-12-31", "2023-12-31"], 4, ""), (["2021-12-31", "2022-12-30"], 4, ""),
    ],
    ids=["a year late", "of four", "a year early", "two years late", "another month", "lacking two", "lacking none",
         "another day"],
)  # fmt: skip
def test_a_figure_dated_a_year_beside_all_others_is_of_the_year_its_series_lacks(varies, own, others, label):
    found = CHECKS["labels"].run(claims_of(one_table([dated([own] + [OTHERS] * others, varies)])))
    assert found["note"].tolist() == [f"@{label}"] * bool(label)
    assert set(found["cause"]) <= {"year_slip"}


def test_a_period_dated_a_year_beside_all_others_is_one_of_the_same_length():
    of_years = dated([["2021-12-31", "2023-12-31"]] + [OTHERS] * 4, "area", start="-01-01")
    assert CHECKS["labels"].run(claims_of(one_table([of_years])))["note"].tolist() == ["@2022"]
    instant = of_years["period_start"].mask(of_years["period_end"] == "2023-12-31", "")
    assert CHECKS["labels"].run(claims_of(one_table([of_years.assign(period_start=instant)]))).empty


def test_two_of_ten_areas_may_be_dated_a_year_late_and_three_may_not():
    for late, found in ((2, 2), (3, 0)):
        names = [f"第{n}行" for n in range(10)]
        rows = [line(name, "level", 1000 + 100 * n + year, year=year) for n, name in enumerate(names)
                for year in (2021, 2023 if n < late else 2022)]  # fmt: skip
        claims = claims_of(one_table([minimal(*rows)]))
        assert len(CHECKS["labels"].run(claims)) == found


def column_of(
    number: int, copied: int, unit: str = "件", what: str = "登记量", day: str = "2022-12-31", **more
) -> Claims:
    """Areas with a figure of the end of 2021 and one of a later day, the first of which are the same."""
    printed, grown = more.get("printed", "{}12").format, more.get("grown", 0)
    rows = []
    for n in range(number):
        row = f"第{n}行|{what}|level|||{{}}|{{}}|{unit}"
        rows += [row.format("2021-12-31", printed(n + 1)), row.format(day, printed(n + 1 if n < copied else n + 41))]
    rows += [f"第{n}行|{what}|growth|yoy||{day}|{more.get('rate', '5.0')}|%" for n in range(grown)]
    return claims_of(one_table([minimal(*rows)]))


@pytest.mark.parametrize(
    ("of", "copied"),
    [
        (column_of(5, 5), 5), (column_of(4, 4), 0), (column_of(10, 8), 8), (column_of(10, 7), 0), (column_of(6, 5), 5),
        (column_of(5, 5, printed="{}2"), 0), (column_of(5, 5, printed="{}2", grown=5), 5),
        (column_of(5, 5, printed="{}2", grown=4), 0), (column_of(5, 5, printed="{}2", grown=5, rate="0.0"), 0),
        (column_of(5, 5, printed="{}2", grown=5, rate="-5.0"), 5),
        (column_of(5, 5, day="2022-06-30"), 5), (column_of(5, 5, printed="{}12.3万", day="2022-06-30"), 0),
        (column_of(5, 5, printed="{}12.3万"), 5), (column_of(5, 5, printed="{}12.3万", day="2022-12-30"), 5),
        (column_of(5, 5, printed="{}12.3万", day="2022-12-27"), 0),
        (column_of(5, 5, "件/万人", "每万人口发明专利拥有量", "2022-06-30", printed="{}1.2"), 5),
    ],
    ids=["five", "four", "eight of ten", "seven of ten", "five of six", "of two digits", "that are said to grow",
         "of which four are", "by nothing", "or to fall", "of half a year before", "rounded ones too",
         "rounded ones of a year before", "but for a day", "but for four", "ratios of half a year before"],
)  # fmt: skip
def test_a_column_that_is_nearly_all_the_earlier_one_to_the_digit_was_not_brought_up_to_date(of, copied):
    """Five figures of three digits, or said to change, and four fifths of the column; rounded ones a year on."""
    found = CHECKS["copied_column"].run(of)
    assert len(found) == copied and set(found["note"]) <= {"@2021-12-31"}


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (["123", "456"], True), (["12", "456"], False), (["123456"], True), (["12345"], False), (["-123456"], True),
        (["12.34567万"], True), (["0.12345"], True), (["1.2345"], False),
    ],
)  # fmt: skip
def test_a_row_repeats_the_row_above_where_all_its_figures_do_and_have_six_digits(figures, told):
    rows = [line(place, "level", printed).replace("专利授权量", f"登记量{n}")
            for place in PLACES[:2] for n, printed in enumerate(figures)]  # fmt: skip
    assert bool(len(CHECKS["doubled_row"].run(claims_of(one_table([minimal(*rows)]))))) == told


@pytest.mark.parametrize(
    ("later", "earlier", "year", "note"),
    [
        (0, 0, 2022, "#0"), (1, 0, 2022, "#0"), (2, 0, 2021, ""), (3, 1, 2021, ""), (2, 1, 2021, ""),
        (3, 2, 2022, "#0"), (0, 1, 2022, ""), (1, 1, 2022, "#0"), (1, 2, 2022, ""),
    ],
)  # fmt: skip
def test_of_two_pages_the_one_that_other_figures_speak_for_has_its_labels_right(later, earlier, year, note):
    """Levels and rates of three rows moved; so many of them, or of the earlier page, keep an equation with others."""
    then, now = pages(levels=MOVED, rates=MOVED)
    other = minimal(line("上海", "level", 70), vintage="2024-03-01")
    claims = claims_of(one_table([then, now, other]))
    kept = [*(7, 8, 9)[:later], *(1, 2, 3)[:earlier]]
    holds = [
        alone("implied_change", np.array([row, 18]), verdict="agrees", tight=True).assign(relation=0) for row in kept
    ]
    found = relabelled(claims, stack([CHECKS["implied_base"].run(claims), *holds]))
    assert set(claims.years[found["row"]]) == {year}
    assert set(found["note"].str.partition("#")[1] + found["note"].str.partition("#")[2]) == {note}


@pytest.mark.parametrize(("printed", "told"), [("1234", True), ("123", False), ("5670", True)])
def test_a_row_of_four_digits_was_printed_twice_where_its_growth_contradicts_it(printed, told):
    rows = [line(place, "level", printed) for place in PLACES[:2]]
    rows += [line("天津", "level", 2000, year=2021), line("天津", "growth", "90.0", "%")]
    found = CHECKS["doubled_row"].run(claims_of(one_table([minimal(*rows)])))
    assert found["row"].tolist() == [1] * told


@pytest.mark.parametrize("wrong", [2020, 2021, 2022])
def test_two_rows_exchanged_in_one_year_accuse_neither_year_beside_it(wrong):
    """What is between two years is looked at before the first and the last."""
    rows = []
    for year in (2020, 2021, 2022):
        order = (5, 1, 2, 3, 4, 0) if year == wrong else IN_PLACE
        rows += [line(place, "level", round(BEFORE[n] * 1.1 ** (year - 2020)), year=year)
                 for place, n in zip(PLACES, order, strict=True)]  # fmt: skip
    claims = claims_of(one_table([minimal(*rows)]))
    found = CHECKS["labels"].run(claims)
    assert set(claims.years[found["row"]]) == {wrong}
    assert dict(zip(claims.column("ref_area_name")[found["row"]], found["note"], strict=True)) == {
        "北京": "5",
        "吉林": "0",
    }


def moved_in(number: int, prints: dict[int, int | None]) -> pd.DataFrame:
    """What is found in a column of so many rows whose levels grow by 10, 20, 30 % ...; some print those of another row,
    or (None) a number that is no row's."""
    then, rates = [1000 * (n + 1) for n in range(number)], [10 * (n + 1) for n in range(number)]
    now = [value * (100 + rate) // 100 for value, rate in zip(then, rates, strict=True)]
    rows = [line(f"第{n}行", "level", value, year=2021) for n, value in enumerate(then)]
    shown = [17 if (of := prints.get(n, n)) is None else now[of] for n in range(number)]
    rows += [line(f"第{n}行", "level", value) for n, value in enumerate(shown)]
    rows += [line(f"第{n}行", "growth", f"{rate}.0", "%") for n, rate in enumerate(rates)]
    claims = claims_of(one_table([minimal(*rows)]))
    return relabelled(claims, CHECKS["implied_base"].run(claims))


@pytest.mark.parametrize(
    ("number", "prints", "found"),
    [
        (10, {2: 5, 5: 2}, 2), (9, {2: 5, 5: 2}, 0), (14, {1: 2, 2: 3, 3: 1, 6: None, 8: None}, 3),
        (14, {1: 2, 2: 3, 3: 1, 6: None, 8: None, 10: None}, 0), (14, {1: 2, 2: 3, 3: 1}, 3), (14, {1: 2}, 0),
        (14, {1: None, 2: None, 3: None}, 0),
    ],
    ids=["two of ten", "two of nine", "three of five that misfit", "three of six", "three", "one", "none's"],
)  # fmt: skip
def test_a_relabelling_fits_most_rows_that_misfit_and_by_no_chance(number, prints, found):
    """So many rows would fit other labels once in a thousand: two of ten do, two of nine may."""
    assert len(moved_in(number, prints)) == found


@pytest.mark.parametrize(("others", "years"), [(0, {2021}), (2, {2021}), (3, {2021})])
def test_what_the_earlier_page_has_wrong_is_not_laid_at_the_later_page(others, years):
    """The page of 2021 prints three levels of other rows, that of 2022 so many that are no row's."""
    number, moved = 14, {1: 2, 2: 3, 3: 1}
    rates = [10 * (n + 1) for n in range(number)]
    level = [1000 * (n + 1) for n in range(number)]
    rows = [line(f"第{n}行", "level", value, year=2020) for n, value in enumerate(level)]
    for year in (2021, 2022):
        level = [value * (100 + rate) // 100 for value, rate in zip(level, rates, strict=True)]
        shown = [level[moved.get(n, n)] for n in range(number)] if year == 2021 else [*level]
        if year == 2022:
            shown[6 : 6 + others] = [17, 19, 23][:others]
        rows += [line(f"第{n}行", "level", value, year=year) for n, value in enumerate(shown)]
        rows += [line(f"第{n}行", "growth", f"{rate}.0", "%", year) for n, rate in enumerate(rates)]
    claims = claims_of(one_table([minimal(*rows)]))
    found = relabelled(claims, CHECKS["implied_base"].run(claims))
    assert set(claims.years[found["row"]]) == years and len(found) == 3


@pytest.mark.parametrize("columns", [2, 3])
def test_two_rows_of_nearly_one_size_are_exchanged_in_several_columns_though_none_tells_it_alone(columns):
    sizes = (40000, 9000, 15000, 6100, 3000, 21000, 24150, 5100, 60000, 90000, 75000, 30000)
    steps = (0.13, 0.08, 0.11, 0.10, 0.06, 0.10, 0.10, 0.12, 0.09, 0.07, 0.14, 0.10)
    kinds = ("发明专利有效量", "实用新型专利有效量", "外观设计专利有效量")[:columns]
    pages = []
    for year, order in ((2021, range(12)), (2022, (0, 1, 2, 3, 4, 6, 5, 7, 8, 9, 10, 11))):
        rows = [f"第{place}行|{kind}|level|||{year}-12-31|"
                f"{round(sizes[n] * (column + 2) * np.exp(steps[(n + 5 * column) % 12] * (year - 2021)))}|件"
                for column, kind in enumerate(kinds) for n, place in enumerate(order)]  # fmt: skip
        pages.append(minimal(*rows, vintage=f"{year + 1}-03-01"))
    claims = claims_of(one_table(pages))
    found = CHECKS["labels"].run(claims)
    named = claims.column("ref_area_name")[found["row"]].tolist()
    assert sorted(named) == ["第5行"] * columns + ["第6行"] * columns and found["tight"].all()
    alone = claims_of(one_table([page[page["indicator"] == kinds[0]] for page in pages]))
    assert CHECKS["labels"].run(alone).empty


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("wrong", [2021, 2022])
def test_rows_that_a_table_has_since_its_second_year_are_accused_in_the_year_they_were_exchanged(columns, wrong):
    """Eight rows over four years; the first two begin in 2020, which only the year after tells anything of."""
    rows = []
    for year in (2019, 2020, 2021, 2022):
        order = (1, 0, 2, 3, 4, 5, 6, 7) if year == wrong else range(8)
        rows += [f"第{place}行|登记量{column}|level|||{year}-12-31|{round(10_000 * 1.7**n * 1.1 ** (year - 2019))}|件"
                 for column in range(columns) for place, n in enumerate(order) if year > 2019 or place > 1]  # fmt: skip
    claims = claims_of(one_table([minimal(*rows)]))
    found = CHECKS["labels"].run(claims)
    assert set(claims.years[found["row"]]) == {wrong} and len(found) == 2 * columns
