"""Whose figures are these, and which slips explain them: many drawn cases near the limits, `told.yaml` has them."""

import random
from pathlib import Path

import numpy as np
from claimed import minimal

from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table
from ipstats.checks.placement import ByLabel, expected, misplaced, side, together
from ipstats.checks.slips import exchanged, slip, substituted
from ipstats.model.intervals import Interval
from told import compare, number

TOLD = Path(__file__).with_name("told.yaml")
GAP = float("nan")
MOVED = ("nothing", "run", "exchange", "one", "two alike", "shuffled")


def drawn(draw: random.Random, moved: str) -> tuple[list[float], list[float]]:
    """Logarithms of a column's labels, and of its figures after some of them moved."""
    labels = [draw.uniform(6, 13) for _ in range(draw.randint(6, 14))]
    now = [value + draw.gauss(0, 0.05) for value in labels]
    first, length = draw.randrange(len(labels) - 4), draw.randint(2, 4)
    if moved == "run":
        now[first : first + length] = now[first + 1 : first + length + 1]
    elif moved == "exchange":
        now[first], now[first + length] = now[first + length], now[first]
    elif moved == "one":
        now[first], now[first + length] = now[first + length], GAP
    elif moved == "two alike":
        labels[first + 1] = labels[first] + 0.1
        now[first], now[-1] = now[-1], now[first]
    elif moved == "shuffled":
        draw.shuffle(now)
    return labels, now


def block(draw: random.Random, labels: list[float], now: list[float]) -> ByLabel:
    """The column with one or two neighbouring moments, which may lack a label, and a spread of its own."""
    sides = [[value + draw.gauss(0, 0.05) for value in labels] for _ in range(draw.randint(1, 2))]
    if draw.random() < 0.3:
        sides[0][draw.randrange(len(labels))] = GAP
    means = np.array(sides)
    rows = np.where(np.isfinite(now), np.arange(len(now)) + 20, -1)
    return ByLabel(np.array(now), rows, means, np.full_like(means, draw.choice([0.05, 0.12, 0.25, 0.5])))


def test_columns_whose_figures_moved():
    draw, lines = random.Random(5), []
    for n in range(120):
        moved = MOVED[n % len(MOVED)]
        one = block(draw, *drawn(draw, moved))
        found = {label: fits for label, fits in sorted(misplaced(one).items())}
        low, high = expected(one)
        lines.append(f"{moved}, of {len(one.now)}: {found} [{number(low[0])}..{number(high[0])}]")
    compare(TOLD, "placement", "columns", lines)


def test_pages_whose_rows_moved():
    draw, lines = random.Random(6), []
    for n in range(60):
        columns, codes = [], np.arange(30, 40)
        ring = draw.sample(range(10), n % 4)
        moved = dict(zip(ring, ring[1:] + ring[:1], strict=True))
        for _ in range(draw.choice([1, 2, 2, 3])):
            labels = [draw.uniform(7, 10) for _ in codes]
            now = [labels[moved.get(at, at)] + draw.gauss(0, 0.1) for at in range(10)]
            there = draw.sample(range(10), draw.choice([8, 10, 10]))
            one = block(draw, [labels[at] for at in sorted(there)], [now[at] for at in sorted(there)])
            columns.append((codes[sorted(there)], one))
        lines.append(f"{len(columns)} columns, {n % 4} moved: {together(columns)}")
    compare(TOLD, "placement", "pages", lines)


def test_what_a_neighbouring_moment_lets_one_expect():
    draw, lines = random.Random(7), []
    for n in range(30):
        other = [draw.uniform(2, 9) for _ in range(draw.randint(4, 9))]
        now = [value + draw.gauss(0.2, draw.choice([0.02, 0.1, 0.3])) for value in other]
        if n % 2:
            draw.shuffle(now)
        now[n % len(now)] = draw.choice([GAP, now[0]])
        found = side(np.array(now), np.array(other), draw.choice([0.01, 0.02]))
        lines.append("too few" if found is None else " ".join(number(one) for end in found for one in end[:3]))
    compare(TOLD, "placement", "sides", lines)


FACTORS = (-1, 0.1, 10, 100, 1e-3, 1e5, 1e-6, 1e7, 1e4, 1e-4, 1e8, 1e12, 1e-8, 1.5, -10)
PRINTED = (
    ("187884", "level|", "件"), ("18.79万", "level|", "件"), ("1200", "level|", "件"), ("7", "level|", "件"),
    ("12.5", "growth|yoy", "%"), ("-0.4", "growth|yoy", "%"), ("40", "share|", "%"), ("三成", "share|", "%"),
    ("0", "growth|yoy", "%"), ("1.23亿", "level|", "元"), ("超30万", "level|", "件"), ("99.09", "share|", "%"),
)  # fmt: skip
WIDTHS = (0.0, 0.004, 0.012, 0.03, 0.3)


def test_slips_that_bring_a_figure_to_what_is_expected():
    """Each figure against itself with a slip, within ends of several widths."""
    rows = [f"北京|专利授权量|{what}|2022-01-01|2022-12-31|{text}|{unit}" for text, what, unit in PRINTED]
    claims = claims_of(one_table([minimal(*rows)]))
    value = claims.column("obs_value")
    lines = []
    for n, (text, *_) in enumerate(PRINTED):
        wanted = [value[n] * factor for factor in FACTORS] + exchanged(text, value[n]) + substituted(value[n])[:40:7]
        for width in WIDTHS:
            half = np.abs(np.array(wanted)) * width / 2
            ends = Interval(np.array(wanted) - half, np.array(wanted) + half)
            found = slip(claims, np.full(len(wanted), n), ends)
            lines.append(f"{text} within {width}: {' '.join(cause or '-' for cause in found)}")
    compare(TOLD, "slips", "by factor, exchange and other digit", lines)
