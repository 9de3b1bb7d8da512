"""Contradictions across registered breaks (口径), by indicator, area and year; and figures that a census revises."""

import numpy as np
import pytest
from claimed import minimal

from ipstats.checks import CHECKS
from ipstats.checks.breaks import across_breaks, registered_revision
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table

APPLIED, PEOPLE = "patent_applications", "resident_population"
BROKEN = ("cannot_say", "changed_caliber")


@pytest.mark.parametrize(
    ("what", "place", "years", "levels", "rate", "expected"),
    [
        (APPLIED, "北京", (2016, 2017), ("20000", "23000"), "30.7", BROKEN),
        (APPLIED, "北京", (2016, 2017), ("20000", "23000"), "15.0", BROKEN),
        (APPLIED, "北京", (2017, 2018), ("20000", "23000"), "30.7", ("contradicts", "")),
        (APPLIED, "北京", (2015, 2016), ("20000", "23000"), "30.7", ("contradicts", "")),
        (APPLIED, "北京", (2015, 2018), ("20000", "23000"), "30.7", BROKEN),
        ("patent_grants", "北京", (2016, 2017), ("20000", "23000"), "30.7", ("contradicts", "")),
        (PEOPLE, "北京", (2019, 2020), ("21536000", "21893000"), "2.83", BROKEN),
        (PEOPLE, "北京", (2019, 2020), ("21536000", "21893000"), "1.66", ("agrees", "")),
        (PEOPLE, "北京", (2019, 2020), ("21536000", "21893000"), "-1.66", ("contradicts", "")),
        (PEOPLE, "北京", (2020, 2021), ("21536000", "21893000"), "2.83", ("contradicts", "")),
        ("fiscal_st_expenditure", "全国", (2020, 2021), ("2000000", "2300000"), "30.7", BROKEN),
        ("fiscal_st_expenditure", "北京", (2020, 2021), ("2000000", "2300000"), "30.7", ("contradicts", "")),
    ],
)  # fmt: skip
def test_what_is_compared_across_a_break_does_not_contradict(what, place, years, levels, rate, expected):
    unit = {PEOPLE: "人", APPLIED: "件", "patent_grants": "件"}.get(what, "万元")
    rows = [
        f"{place}|{what}|level||{'' if what == PEOPLE else f'{year}-01-01'}|{year}-12-31|{level}|{unit}"
        for year, level in zip(years, levels, strict=True)
    ]
    first, last = years
    comparison = "yoy" if last == first + 1 else f"since:{first}"
    rows.append(f"{place}|{what}|growth|{comparison}|{last}-01-01|{last}-12-31|{rate}|%")
    claims = claims_of(one_table([minimal(*rows)]))
    found = across_breaks(claims, CHECKS["implied_base"].run(claims))
    assert set(zip(found["verdict"], found["cause"], strict=True)) == {expected}


def test_a_census_revises_the_ten_years_before_it():
    years = (1999, 2000, 2009, 2010, 2019, 2020, 2021)
    rows = [f"北京|常住人口|level|||{year}-12-31|2000|万人" for year in years]
    claims = claims_of(one_table([minimal(*rows, "北京|专利授权量|level||2019-01-01|2019-12-31|5|件")]))
    revised = registered_revision(claims, np.arange(len(claims)))
    assert revised.tolist() == [False, True, True, True, True, False, False, False]
