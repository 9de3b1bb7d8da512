"""Observation tables for the tests of analysis and words: rows made from a printed number and a period."""

from decimal import Decimal

import pandas as pd

from ipstats.model.areas import area
from ipstats.model.indicators import indicator
from ipstats.model.intervals import rounded
from ipstats.model.observations import frame
from ipstats.model.periods import Period

SCALES = {"万": 10**4, "亿": 10**8}
UNITS = {"growth": "%", "share": "%", "point_change": "百分点", "rank": "位"}


def observation(name, place, period, printed, *, measure="level", unit="", bound="=", source="made-up", **more) -> dict:
    """A row from what a document would print: `observation("patent_grants", "北京", "2022", "20.3万")`."""
    known, where, when = indicator(name), area(place), Period.parse(period)
    digits, scale = (printed[:-1], SCALES[printed[-1]]) if printed[-1] in SCALES else (printed, 1)
    value = Decimal(digits) * scale
    step = Decimal(1).scaleb(Decimal(digits).as_tuple().exponent) * scale
    whole = measure == "rank" or (measure == "level" and known.kind in ("flow", "stock"))
    found = rounded(value, step, bound, discrete=whole)
    return {
        "ref_area": where.code, "ref_area_name": where.name, "indicator": known.id, "indicator_name": known.zh,
        "label": known.zh, "measure": measure, "comparison": "yoy" if measure in ("growth", "point_change") else "",
        "period_start": when.start, "period_end": when.end, "obs_value": float(value), "obs_lower": found.lower,
        "obs_upper": found.upper, "bound": bound, "unit_measure": unit or UNITS.get(measure, known.unit),
        "printed": printed, "source_id": source, "vintage": pd.Timestamp(when.end.year + 1, 3, 1), "obs_text": printed,
    } | more  # fmt: skip


def table(*rows: dict) -> pd.DataFrame:
    """An observation table of `observation` rows, each at a place of its own."""
    return frame([{"cell": f"r{number}", **row} for number, row in enumerate(rows)])
