"""The findings of planted errors, and what years and areas let one expect, in full."""

from functools import cache
from pathlib import Path

import pytest
from planted import WHOLE, everything, scenarios

from ipstats.checks import CHECKS, check, examine
from ipstats.checks.claims import Claims, claims_of
from ipstats.checks.evidence import stack
from ipstats.checks.inputs import one_table
from ipstats.checks.series import outlook, outstanding
from ipstats.checks.suspects import suspects
from told import compare, findings, number

TOLD = Path(__file__).with_name("told.yaml")


@pytest.mark.parametrize("name", scenarios())
def test_the_findings_of_a_planted_error(name):
    found = check(scenarios()[name])
    compare(TOLD, "planted", name, findings(found[found["verdict"] != "agrees"]))


@pytest.mark.parametrize("name", WHOLE)
def test_the_findings_of_many_wrong_figures_together(name):
    """And what tests each figure, with the smallest slip that one of them would show."""
    examined = examine(WHOLE[name](), language="zh")
    found, figures = examined.findings, examined.figures
    compare(TOLD, "many", name, findings(found[found["verdict"] != "agrees"]))
    printed = examined.table.set_index("obs_id")["printed"]
    of = [[printed[one] for one in ids.split(";")] for ids in found["observation_ids"].iloc[::4]]
    compare(TOLD, "figures of each fourth finding", name, [" ".join(one) for one in of])
    tests = [f"{row['tests'] or '-'} {row['slip'] or '-'}" for row in figures.iloc[::3].to_dict("records")]
    compare(TOLD, "tests of each third figure", name, tests)
    compare(TOLD, "coverage", name, [" ".join(map(str, one.values())) for one in found.attrs["coverage"]])


def test_what_the_years_and_the_other_areas_let_one_expect():
    of_one = claims_of(one_table([scenarios()["a nought too many"]]))
    seen = outlook(of_one).sort_values("row")
    columns = ("deviation", "spread", "sides", "support", "lower", "upper")
    lines = [" ".join(number(row[name]) for name in columns) for row in seen.iloc[::7].to_dict("records")]
    compare(TOLD, "outlook", " ".join(columns), lines)
    apart = [f"{row} {number(value)}" for row, value in enumerate(outstanding(of_one)) if value]
    compare(TOLD, "outlook", "apart from their column", apart)


@cache
def claims(name: str = "everything") -> Claims:
    return claims_of(one_table([everything() if name == "everything" else WHOLE[name]()]))


@pytest.mark.parametrize("name", CHECKS)
def test_the_evidence_of_each_check(name):
    """Of what contradicts or cannot be said all lines, of what agrees every fifth relation."""
    compare(TOLD, "evidence", name, _lines(claims(), name, 5))


@pytest.mark.parametrize("name", [name for name in CHECKS if name not in ("labels", "magnitude")])
def test_the_evidence_of_each_check_in_two_editions(name):
    """Every seventh relation."""
    compare(TOLD, "evidence of two editions", name, _lines(claims("two editions"), name, 7, every=False))


def _lines(of: Claims, name: str, nth: int, every: bool = True) -> list[str]:
    lines = CHECKS[name].run(of)
    kept = (lines["relation"] % nth == 0) | (every & (lines["verdict"] != "agrees"))
    return [_line(of, row) for row in lines[kept].sort_values(["relation", "role", "row"]).to_dict("records")]


def _line(of: Claims, row: dict) -> str:
    told = of.table.loc[row["row"]]
    figure = (
        f"{told['ref_area_name']} {told['indicator_name'] or told['label']} {told['measure']} {told['time_period']}"
    )
    marks = " ".join(str(row[name]) for name in ("verdict", "cause", "note") if str(row[name]))
    signs = ("claim " if row["claim"] else "") + ("tight " if row["tight"] else "")
    return f"{row['relation']} {row['role']}: {figure} [{number(row['lower'])}..{number(row['upper'])}] {signs}{marks}"


@pytest.mark.parametrize("name", ["everything", "two editions", "two texts"])
def test_who_is_suspected_and_who_else_comes_into_question(name):
    of = claims(name)
    evidence = stack([CHECKS[one].run(of) for one in CHECKS if one != "magnitude"])
    found = suspects(of, evidence).sort_values("relation")
    lines = [
        f"{row['check']} {row['role']}: {of.table['printed'][row['row']]} {row['slip'] or '-'} "
        f"{[of.table['printed'][one] for one in row['others']]}"
        for row in found.to_dict("records")
    ]
    compare(TOLD, "suspects", f"of {name}", lines)
