"""Typed cells as figures, and amounts in words, case by case: `told.yaml` beside this file has them."""

from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from claimed import minimal

from ipstats.checks import CHECKS
from ipstats.checks.amounts import expected, figure, number
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table
from ipstats.checks.minimal import figure_of, observations
from ipstats.errors import IpstatsError
from ipstats.model.observations import COLUMNS, read_table
from told import compare

TOLD = Path(__file__).with_name("told.yaml")
AMOUNTS = (
    ("36.5万", "件"), ("187884", "件"), ("1.2亿", "元"), ("3万亿", "元"), ("5百万", "元"), ("3千", "件"), ("7", "件"),
    ("12.50", "%"),
    ("-4.3", "%"), ("三成", "%"), ("连续三年下降", "%"), ("0.30", "百分点"), ("2.2", "倍"), ("第3", "位"), ("八", "家"),
    ("1.23", ""),
)  # fmt: skip
ENDS = (
    (0.2, 0.2),
    (0.26, 0.28),
    (0.994, 1.004),
    (1.0, 1.0),
    (1.1, float("inf")),
    (float("-inf"), 0.9),
    (0.00002, 0.00003),
    (1.00004, 1.00005),
)
VALUES = (
    0.0, 1.0, -1.0, 0.5, 12.345678, 999999.0, 1e6, 1234567.5, 999999.5, 1e14, 1e15, 1e16, 1e-7, -0.25, 100.0,
    99.9999999, float("nan"),
)  # fmt: skip


def test_amounts_in_the_scale_and_places_of_the_figure():
    lines = []
    for printed, unit in AMOUNTS:
        try:
            value = figure_of(printed, unit, "rank" if unit == "位" else "level").value
        except (IpstatsError, ValueError):
            value = 8.0
        for language in ("zh", "en"):
            said = [expected(printed, unit, low * value, high * value, language) or "-" for low, high in ENDS]
            lines.append(f"{figure(printed, unit, value, language)}: {'; '.join(said)}")
            lines.append(f"{figure(printed, unit, -value, language)} below nought")
    compare(TOLD, "words", "amounts", lines)


def test_numbers_without_needless_digits():
    lines = [
        f"{value!r} to {digits}: {number(value, digits) or '-'} {number(value, digits, 'en') or '-'}"
        for value, digits in product(VALUES, (3, 6))
    ]
    compare(TOLD, "words", "numbers", lines)
    assert expected("7", "件", float("-inf"), float("inf"), "zh") == ""
    assert figure_of("下降0", "%", "growth").printed == "0", "nought does not fall"


CELLS = """
    187884 187,884 36.5万 36.5 约36.5万 超30万 近三成 三成 四分之一 5.63% -5.63 +5.63 −5.63 下降5.63 增长5.63%
    同比下降-5.63% 减少12 第三 第3位 3 前三 首位 榜首 第十二名 居第一 连续三年增长 连续5年下降 连续两年第二 0 12.0
    1.2亿 3千 - abc 12件 12% 2倍 翻一番
"""
UNITS = (
    ("", "level"), ("件", "level"), ("万件", "level"), ("百分点", "point_change"), ("%", "growth"), ("位", "rank"),
)  # fmt: skip


@pytest.mark.parametrize(("unit", "measure"), UNITS)
def test_typed_cells_are_these_figures(unit, measure):
    lines = []
    for cell in CELLS.split():
        try:
            one = figure_of(cell, unit, measure)
            lines.append(f"{cell}: {one.value:.10g} {one.unit or '-'} {one.bound} [{one.lower:.10g}..{one.upper:.10g}]")
        except (IpstatsError, ValueError):
            lines.append(f"{cell}: no figure")
    compare(TOLD, "typed", f"{measure} in {unit or 'no unit'}", lines)


ROWS = """
    北京|专利授权量|level||2022-01-01|2022-12-31|12|件; 北京|专利授权量|level||2022年1月1日|2022/12/31|12|件;
    北京|专利授权量||||20221231|12|件; 北京|有效发明专利量|level||2022-01-01|2022-12-31|—|件;
    110000|patent_grants|growth||2022.1.1|2022.12.31|5%|; 北京|专利授权量|growth|同比|2022-01-01|2022-12-31|5|%;
    北京|专利授权量|change|环比|2022-01-01|2022-12-31|5|件;
    北京|专利授权量|growth|since:2015|2022-01-01|2022-12-31|5|%;
    北京|专利授权量|growth|annual_average:2015-2022|2022-01-01|2022-12-31|5|%;
    北京|某数|level||2022-01-01|2022-12-31|5|桶; 某地|专利授权量|level||2022-01-01|2022-12-31|5|件;
    北京|专利授权量|growth||2022-01-01|2022-12-31|连续3年增长|%; 北京|专利授权量|rank|||2022-12-31|连续3年第二|位;
    北京|专利授权量|level||2022-12-31|2022-01-01|5|件; 北京|专利授权量|level||||5|件;
    北京||level||2022-01-01|2022-12-31|5|件; 北京|专利授权量|sum||2022-01-01|2022-12-31|5|件;
    北京|专利授权量|level||2022-12-31|2022-12-31|5|件; 北京|专利授权量|level||2022-13-01|2022-12-31|5|件;
    北京|专利授权量|growth|某时|2022-01-01|2022-12-31|5|%; 北京|专利授权量|level||2022-01-01|2022-12-31 00:00:00|5|件;
    |||||||; 北京|专利授权量|level||2022-02-30|2022-12-31|5|件
"""
KEPT = [name for name in COLUMNS if name not in ("obs_id", "rule", "trust", "obs_lower", "obs_upper")]


def test_typed_rows_are_these_observations():
    lines = []
    for row in ROWS.split(";"):
        try:
            found = observations(minimal(row.strip()))[KEPT].to_dict("records")
            lines += [" ".join(f"{value}" for value in one.values() if value == value and value != "") for one in found]
        except IpstatsError as error:
            lines.append(f"{error}".partition(" (")[0])
    compare(TOLD, "typed", "rows", lines)


@pytest.mark.parametrize(
    ("number", "verdict"), [("30", "agrees"), ("40", "agrees"), ("43", "contradicts"), ("36", "contradicts")]
)
def test_a_prize_for_patents_may_be_told_with_that_for_designs(number, verdict):
    """Of the 23rd edition 30 gold prizes were for patents and 10 for designs; sources differ by one."""
    row = f"全国|china_patent_award_gold_patent|level||2022-01-01|2022-12-31|{number}|项"
    claims = claims_of(one_table([minimal(row)]))
    assert CHECKS["award_edition"].run(claims)["verdict"].tolist() == [verdict]


def test_blank_lines_of_a_file_are_no_rows(tmp_path):
    path, table = tmp_path / "table.csv", observations(minimal("北京|专利授权量|level||2022-01-01|2022-12-31|12|件"))
    pd.concat([table, table.assign(obs_id="another")]).to_csv(path, index=False)
    head, first, second = path.read_text("utf-8").splitlines()
    commas = "," * head.count(",")
    path.write_text("\n".join([head, commas, first, "", commas, second, ""]), "utf-8")
    assert read_table(path)["obs_value"].tolist() == [12.0, 12.0]
