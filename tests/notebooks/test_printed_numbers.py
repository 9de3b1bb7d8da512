"""Every number that the reports print, computed anew from the table of observations by pandas alone.

A number that leads to its source is that figure; a computed one is what its formula gives, and the operands of the
formula are figures of the table; changes, shares and ranks are worked out from the table a second time, by the words
of the table's row and column.
"""

import math
import re
from collections import Counter

import pandas as pd
import pytest

from ipstats.display.prose import Prose

REPORTS = [
    *((name, area) for area in ("北京市", "江苏省", "全国", "西藏") for name in (
        "01_growth", "02_patents_per_10k", "03_award_rankings", "04_area_profile", "05_consistency",
        "06_compare_areas",
    ) if (name, area) != ("03_award_rankings", "西藏")),
    *((name, area) for area in ("上海市", "广东省", "浙江省") for name in ("01_growth", "02_patents_per_10k")),
    *(("03_award_rankings", area) for area in ("广东省", "浙江省")),
]  # fmt: skip
"""Not of the awards of areas whose counts nobody published: one sentence without a number says so."""
ALWAYS = [("01_growth", "北京市"), ("06_compare_areas", "北京市")]
YEAR = 2023
SCALES = {"": 1, "万": 1e4, "百万": 1e6, "亿": 1e8, "万亿": 1e12}
NUMBER = r"(−?)([\d,]+(?:\.\d+)?)(万亿|百万|亿|万)?"
PRINTED = re.compile(rf"(?P<about>约)?{NUMBER}")
OPERAND = re.compile(rf"{NUMBER}([^\d−+×÷()^]*?)（《[^》]*》）")
COMPUTED = re.compile(r"计算：(.*) = (−?[\d.]+)(?:（取值区间.*)?$")


def amount(match: tuple[str, str, str]) -> float:
    sign, digits, scale = match
    return (-1 if sign else 1) * float(digits.replace(",", "")) * SCALES[scale or ""]


def step(match: tuple[str, str, str]) -> float:
    """The unit of the last printed place."""
    return 10.0 ** -len(match[1].partition(".")[2]) * SCALES[match[2] or ""]


def agrees(text: str, value: float, signed: bool = True) -> bool:
    """Whether a printed number, or one of both ends of a range, is the value rounded as printed."""
    found = [(one[2], one[3], one[4] or "") for one in PRINTED.finditer(text)]
    if not found:
        return False
    value = value if signed else abs(value)
    if "～" in text:
        low, high = sorted(amount(one) for one in found[:2])
        return low <= value <= high or low <= -value <= high
    return any(abs(amount(one) - value) <= (0.5 + 1e-6) * step(one) for one in found[:1])


def evaluated(formula: str) -> tuple[float, list[tuple[float, str]]]:
    """What a formula gives, and the figures it names with their documents, each with its unit."""
    operands = [(amount(one.groups(default="")[:3]), one[4]) for one in OPERAND.finditer(formula)]
    bare = OPERAND.sub(lambda one: repr(amount(one.groups(default="")[:3])), formula)
    bare = re.sub(r"(?<=\d)(?:%|[\u4e00-\u9fff]+)", "", bare)
    for mark, operator in (("×", "*"), ("÷", "/"), ("−", "-"), ("^", "**")):
        bare = bare.replace(mark, operator)
    assert re.fullmatch(r"[\d.e+\-*/() ]+", bare), formula
    return eval(bare), operands


@pytest.fixture(scope="module")
def known(observations) -> pd.DataFrame:
    return observations.set_index("obs_id", drop=False)


@pytest.fixture(scope="module")
def levels(observations) -> pd.DataFrame:
    rows = observations[(observations["measure"] == "level") & ~observations["is_target"]]
    return rows.assign(year=rows["period_end"].dt.year)


def linked(href: str, known: pd.DataFrame) -> pd.Series | None:
    found = href.partition("#fig-")[2]
    return known.loc[found] if found else None


def same(levels: pd.DataFrame, own: pd.Series, years: int = 0, area: str = "", **other) -> pd.Series:
    """The figures that stand for an observation in another year or area."""
    wanted = {name: own[name] for name in ("indicator", "scope", "unit_measure")} | other
    when = own["period_end"] - pd.DateOffset(years=years)
    rows = levels[(levels["period_end"] == when) & (levels["ref_area"] == (area or own["ref_area"]))]
    rows = rows[rows["period_start"].isna() == pd.isna(own["period_start"])]
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
    if not own["indicator"]:
        rows = rows[rows["label"] == own["label"]]
    return rows["obs_value"]


def place(levels: pd.DataFrame, own: pd.Series, years: int) -> int:
    """The place of an area among the provinces, of figures of one document."""
    rows = levels[(levels["indicator"] == own["indicator"]) & (levels["scope"] == own["scope"])]
    rows = rows[rows["year"] == own["period_end"].year - years]
    rows = rows[rows["ref_area"].str.fullmatch(r"\d\d0000") & (rows["ref_area"] != "000000")]
    rows = rows[rows["source_id"].isin(("province-patents-2018-2023", "pct-2018-2023"))]
    values = rows.drop_duplicates("ref_area").set_index("ref_area")["obs_value"]
    return int((values > values[own["ref_area"]]).sum()) + 1


def scaled(text: str, label: str, stub: str) -> str:
    """The number of a cell with the scale that the unit of its column, else of its row, says: （万件）, （亿元）."""
    told = [label] if re.search("%|百分点|位", label) else [label, stub]
    found = [scale[1] for one in told if (scale := re.search("（(万亿|万|亿)[^（）]*）$", one))]
    return re.sub(r"[\d,.]*\d", lambda number: number[0] + found[0], text, count=1) if found else text


class Recount:
    """Numbers of a run that were recomputed, and those that came out otherwise."""

    def __init__(self, known, levels):
        self.known, self.levels = known, levels
        self.counts, self.wrong = Counter(), []

    def tell(self, kind: str, right: bool, *what) -> None:
        self.counts[kind] += 1
        if not right:
            self.wrong.append((kind, *what))

    def number(self, text: str, href: str, title: str, where: str, signed: bool = True) -> None:
        """A number by its link or its formula."""
        own = linked(href, self.known)
        if own is not None:
            self.tell("reported", agrees(text, own["obs_value"], signed), where, text, own["obs_value"])
        elif found := COMPUTED.match(title):
            value, operands = evaluated(found[1])
            said = float(found[2].replace("−", "-"))
            right = math.isclose(value, said, rel_tol=2e-3, abs_tol=6e-4) or "（取值区间" in title
            self.tell("formula", right and agrees(text, value, signed), where, text, title)
            for one, unit in operands:
                told = (self.known["obs_value"] - one).abs() <= 1e-6 * abs(one) + 5e-5
                told &= self.known["unit_measure"].str.startswith(unit.removeprefix("个"))
                self.tell("operand", bool(told.any()), where, one, unit, title)

    def row(self, cells: dict, text: dict, where: str) -> None:
        """The computed columns of a row (`text` with its scale), by what its level is."""
        own = linked(cells["level"].href, self.known) if "level" in cells else None
        if own is None:
            return
        value = own["obs_value"]
        bases = [*same(self.levels, own, 1)]
        nation = self._provinces(own)
        expected = {
            "change": [value - base for base in bases],
            "growth": [100 * (value / base - 1) for base in bases if base],
            "nation_share": [100 * value / nation] if nation else [],
            "rank_now": [place(self.levels, own, 0)] if "rank_now" in cells and self._ranked(own) else [],
            "rank_before": [place(self.levels, own, 1)] if "rank_before" in cells and self._ranked(own) else [],
        }
        expected["rate"] = expected["growth"]
        for name, values in expected.items():
            cell = cells.get(name)
            if cell is None or cell.value is None or cell.href or not values:
                continue
            self.tell(name, any(agrees(text[name], one) for one in values), where, text[name], values)

    def _provinces(self, own: pd.Series) -> float:
        """The sum of the 31 provinces' figures of the same document."""
        rows = self.levels[(self.levels["source_id"] == own["source_id"]) & (self.levels["scope"] == own["scope"])]
        rows = rows[(rows["indicator"] == own["indicator"]) & (rows["period_end"] == own["period_end"])]
        rows = rows[rows["ref_area"].str.fullmatch(r"[1-6]\d0000") & ~rows["ref_area"].str.startswith("0")]
        return rows["obs_value"].sum() if rows["ref_area"].nunique() == 31 == len(rows) else 0.0

    def _ranked(self, own: pd.Series) -> bool:
        return own["indicator"] in ("patent_grants", "invention_patent_grants", "invention_patents_in_force")


def recounted(run, known, levels) -> Recount:
    """All tables (those that charts are drawn from, too) and sentences of a run."""
    found = Recount(known, levels)
    for table in run.tables:
        names = [column.name for column in table.columns]
        for line in table.rows:
            if len(line.cells) != len(names):
                continue
            cells = dict(zip(names, line.cells, strict=True))
            text = {
                column.name: scaled(cell.text, column.label, line.cells[0].text)
                for column, cell in zip(table.columns, line.cells, strict=True)
            }
            for name, cell in cells.items():
                if cell.value is not None:
                    found.number(text[name], cell.href, cell.title, f"{table.title}/{line.cells[0].text}/{name}")
            found.row(cells, text, f"{table.title}/{line.cells[0].text}")
    for said in run.of(Prose):
        for part in said.inlines:
            found.number(part.text, part.href, part.title, str(said)[:60], signed=False)
    return found


@pytest.mark.parametrize(
    "name, area",
    [pytest.param(*one, marks=() if one in ALWAYS else pytest.mark.slow, id="-".join(one)) for one in REPORTS],
)
def test_every_printed_number_is_the_one_recomputed(run, known, levels, name, area):
    found = recounted(run(name, area, YEAR, YEAR - 1, "zh"), known, levels)
    assert found.counts.total() >= 5 and not found.wrong, "\n".join(map(str, found.wrong[:20]))
