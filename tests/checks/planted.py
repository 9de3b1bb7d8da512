"""A small table of eight provinces with one planted error a scenario, for tests of whole findings."""

import random
from itertools import pairwise

import pandas as pd
from claimed import minimal

from ipstats.checks.inputs import one_table
from ipstats.model.observations import COLUMNS

PLACES = ("北京市", "天津市", "河北省", "山西省", "辽宁省", "吉林省", "江苏省", "浙江省")
YEARS = range(2018, 2023)
GRANTS, STOCK, MARKS = "专利授权量", "有效发明专利量", "商标注册量"
FIRST = {GRANTS: 21_300, STOCK: 64_700, MARKS: 38_900}
Cells = dict[tuple[str, str, int], str]


def levels() -> Cells:
    """Levels by place, indicator and year: each place at a size of its own, growing by some 8 to 16 % a year."""
    draw = random.Random(20)
    cells = {}
    for indicator, first in FIRST.items():
        for n, place in enumerate(PLACES):
            value = first * (1 + 1.7 * n) * draw.uniform(0.9, 1.1)
            for year in YEARS:
                cells[place, indicator, year] = str(round(value))
                value *= draw.uniform(1.08, 1.16)
    return cells


def rows_of(cells: Cells, growth: bool = True) -> pd.DataFrame:
    """A minimal table of levels, with the growth of the grants in the last year as it was before any error."""
    true = levels()
    rows = []
    for (place, indicator, year), printed in cells.items():
        start = "" if indicator == STOCK else f"{year}-01-01"
        rows.append(f"{place}|{indicator}|level||{start}|{year}-12-31|{printed}|件")
    for place in PLACES if growth else ():
        now, then = (int(true[place, GRANTS, year]) for year in (2022, 2021))
        rate = f"{100 * (now / then - 1):.2f}"
        rows.append(f"{place}|{GRANTS}|growth|yoy|2022-01-01|2022-12-31|{rate}|%")
    return minimal(*rows)


def _moved(cells: Cells, pairs: dict[str, str], indicators: tuple[str, ...], year: int) -> Cells:
    return cells | {(to, what, year): cells[of, what, year] for to, of in pairs.items() for what in indicators}


def _copied(cells: Cells, indicator: str, year: int) -> Cells:
    return cells | {(place, indicator, year): cells[place, indicator, year - 1] for place in PLACES}


def _printed(cells: Cells, place: str, indicator: str, year: int, change) -> Cells:
    return cells | {(place, indicator, year): change(cells[place, indicator, year])}


def scenarios() -> dict[str, pd.DataFrame]:
    """Tables by what is wrong with them."""
    cells = levels()
    run = dict(pairwise(PLACES[1:7]))
    pair = {"天津市": "江苏省", "江苏省": "天津市"}
    alone = _moved(cells, {"北京市": "江苏省"}, (GRANTS,), 2022)
    half = rows_of(cells | {("河北省", GRANTS, 2022): "21111"})
    of_half = minimal(f"河北省|{GRANTS}|level||2022-01-01|2022-06-30|21111|件")
    domestic = half.assign(scope=""), of_half.assign(period_end="2022-12-31", scope="国内")
    vacant = rows_of({key: value for key, value in cells.items() if key != ("吉林省", STOCK, 2021)})
    misdated = minimal(f"吉林省|{STOCK}|level|||2022-12-31|{cells['吉林省', STOCK, 2021]}|件")
    every = (GRANTS, STOCK, MARKS)
    return {
        "nothing": rows_of(cells),
        "rows moved by one, in all columns": rows_of(_moved(cells, run, every, 2021)),
        "rows moved by one, in one column": rows_of(_moved(cells, run, (MARKS,), 2021)),
        "two rows exchanged": rows_of(_moved(cells, pair, (STOCK,), 2020)),
        "two rows exchanged beside growth": rows_of(_moved(cells, pair, (GRANTS,), 2022)),
        "a row printed twice": rows_of(_moved(cells, {"山西省": "河北省"}, every, 2022)),
        "a column not brought up to date": rows_of(_copied(cells, STOCK, 2022)),
        "a column with growth not brought up to date": rows_of(_copied(cells, GRANTS, 2022)),
        "a nought too many": rows_of(_printed(cells, "吉林省", MARKS, 2020, lambda text: text + "0")),
        "a scale lost": rows_of(_printed(cells, "浙江省", STOCK, 2022, lambda text: text[:-4] + "." + text[-4:])),
        "digits exchanged": rows_of(_printed(cells, "河北省", GRANTS, 2022, lambda text: text[1] + text[0] + text[2:])),
        "one digit misread": rows_of(_printed(cells, "辽宁省", GRANTS, 2021, lambda text: text[:2] + "0" + text[3:])),
        "a figure of a row far off": rows_of(alone),
        "a figure of half the year": pd.concat([half, of_half], ignore_index=True),
        "a figure of another coverage": pd.concat(domestic, ignore_index=True),
        "two figures of one year and none of another": pd.concat([vacant, misdated], ignore_index=True),
        "twice as much": rows_of(_printed(cells, "北京市", STOCK, 2020, lambda text: str(int(text) * 2 + 1))),
        "the first of a series, without growth": rows_of(
            _printed(cells, "天津市", MARKS, 2018, lambda text: text + "00"), growth=False
        ),
        "two years alone": rows_of({key: _moved(cells, pair, every, 2022)[key] for key in cells if key[2] > 2020}),
    }  # fmt: skip


def everything() -> pd.DataFrame:
    """A table that gives every check something to say: what fits and what does not, of each kind."""
    cells = levels()
    rows = []
    for n, place in enumerate(PLACES):
        stock = [int(cells[place, STOCK, year]) for year in YEARS]
        people = [1900 + 310 * n + 9 * k for k, _ in enumerate(YEARS)]
        rows += [f"{place}|常住人口|level|||{y}-12-31|{people[k]}.5|万人" for k, y in enumerate(YEARS)]
        for k, y in enumerate(YEARS):
            density = stock[k] / (people[k - (n % 2 and k > 0)] + 0.5) * (1.3 if (n, y) == (3, 2021) else 1)
            rows.append(f"{place}|每万人口发明专利拥有量|level|||{y}-12-31|{density:.1f}|件/万人")
        order = sorted(PLACES, key=lambda one: -int(cells[one, STOCK, 2022])).index(place) + 1
        rows.append(f"{place}|{STOCK}|rank|||2022-12-31|{order + (n == 4)}|位")
        whole = int(cells[place, GRANTS, 2022])
        parts = {
            "发明专利授权量": whole // 3,
            "实用新型授权量": whole // 2,
            "外观设计专利授权量": whole - whole // 3 - whole // 2,
        }
        for name, value in parts.items():
            rows.append(f"{place}|{name}|level||2022-01-01|2022-12-31|{value + 11 * (n == 2)}|件")
            rows.append(f"{place}|{name}|share||2022-01-01|2022-12-31|{100 * value / whole + (n == 5):.1f}|%")
        first, last = int(cells[place, GRANTS, 2018]), int(cells[place, GRANTS, 2022])
        average = 100 * ((last / first) ** 0.25 - 1) + 0.3 * (n == 6)
        half_year = int(cells[place, MARKS, 2022]) * (9 if n == 7 else 5) // 8
        rows += [
            f"{place}|{GRANTS}|growth|annual_average:2018|2022-01-01|2022-12-31|{average:.1f}|%",
            f"{place}|{GRANTS}|multiple|since:2018|2022-01-01|2022-12-31|{last / first + 0.2 * (n == 1):.2f}|倍",
            f"{place}|{MARKS}|level||2022-01-01|2022-06-30|{half_year}|件",
            f"{place}|{MARKS}|change|yoy|2022-01-01|2022-12-31|"
            f"{int(cells[place, MARKS, 2022]) - int(cells[place, MARKS, 2021]) + (n == 0)}|件",
            f"{place}|每万人口发明专利拥有量|point_change|yoy|2022-01-01|2022-12-31|1.{n}|百分点",
            f"{place}|china_patent_award_gold|level||2023-01-01|2023-12-31|{n * 6}|项",
            f"{place}|china_patent_award|level||2023-01-01|2023-12-31|{30 + n * 5}|项",
        ]
    times = int(cells["北京市", STOCK, 2022]) / 1936.5 / 23.6
    rows += [
        "全国|每万人口发明专利拥有量|level|||2022-12-31|23.6|件/万人",
        f"北京市|每万人口发明专利拥有量|multiple|||2022-12-31|{times:.1f}|倍",
        f"南京市|{GRANTS}|level||2022-01-01|2022-12-31|{int(cells['江苏省', GRANTS, 2022]) + 1}|件",
        f"天津市|{GRANTS}|growth|yoy|2022-01-01|2022-12-31|连续3年增长|%",
        f"天津市|{GRANTS}|rank|||2022-12-31|连续两年第二|位",
        f"北京市|{MARKS}|level||2021-01-01|2021-12-31|{int(cells['北京市', MARKS, 2021]) + 10}|件",
        f"河北省|{STOCK}|level|||2020-12-31|{cells['河北省', STOCK, 2020]}|家",
    ]
    return pd.concat([rows_of(cells), minimal(*rows)], ignore_index=True)


def _wrong(draw: random.Random, text: str) -> str:
    """A printed number with a slip, or off by a little."""
    value, places = float(text), len(text.partition(".")[2])
    at, is_count = draw.randrange(len(text)), text.isdigit()
    other_digit = text[:at] + str((int(text[at]) + 3) % 10) + text[at + 1 :] if text[at].isdigit() else text
    return draw.choice([
        f"-{text}", text + "0", f"{value / 10:.{places + 1}f}", f"{value * 1e4:.{places}f}", other_digit,
        str(int(text[::-1]) or 1) if is_count else text, f"{value * draw.uniform(0.94, 1.06):.{places}f}",
        f"{value * draw.choice([0.5, 1.3, 2.1]):.{places}f}",
    ])  # fmt: skip


def disturbed(seed: int, part: float, **columns: list[str]) -> pd.DataFrame:
    """`everything` with a part of its figures wrong, and further columns each of whose cells is drawn from a list."""
    draw, table = random.Random(seed), everything()
    is_number = table["printed"].str.fullmatch(r"\d+(?:\.\d+)?")
    table["printed"] = [
        _wrong(draw, text) if known and draw.random() < part else text
        for text, known in zip(table["printed"], is_number, strict=True)
    ]
    return table.assign(**{name: [draw.choice(cells) for _ in table.index] for name, cells in columns.items()})


def editions() -> pd.DataFrame:
    """Two editions of a table, with wrong figures and coverages, put under one another."""
    first = disturbed(3, 0.06, scope=[""] * 9 + ["国内"]).assign(vintage="2023-03-01", source_id="first")
    second = disturbed(4, 0.06, scope=[""] * 9 + ["国内"]).assign(vintage="2023-09-01", source_id="second")
    return pd.concat([first, second], ignore_index=True)


def texts() -> pd.DataFrame:
    """What a reader would have found in two texts and their tables, with wrong figures, in the full form."""
    table = one_table([disturbed(5, 0.12, source_id=["report", "news"], scope=[""] * 9 + ["国内"])])
    draw = random.Random(8)
    begin = pd.Series(range(0, 20 * len(table), 20), dtype="Int64")
    return table.assign(
        char_start=begin, char_end=begin + 9, cell=[draw.choice(["", "", "t1!r2c3"]) for _ in table.index],
        trust=[draw.choice(["sure"] * 9 + ["doubtful"]) for _ in table.index],
        part_of=[draw.choice(["", "", "专利授权量", "全国"]) if m == "share" else "" for m in table["measure"]],
    )[list(COLUMNS)]  # fmt: skip


WHOLE = {"one edition": lambda: disturbed(2, 0.12), "two editions": editions, "two texts": texts}
