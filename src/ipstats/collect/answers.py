"""What a person types in a review, and what one answer sets in each of its rows."""

import re
from contextlib import suppress

import pandas as pd

from ipstats.errors import ParameterError
from ipstats.model.indicators import indicator
from ipstats.model.periods import Period

SHORT = {
    "指标": "indicator", "地区": "area", "时间": "period", "数值": "printed", "单位": "unit_measure", "类型": "measure",
    "口径": "scope", "目标": "is_target", "unit": "unit_measure", "name": "label", "名称": "label",
}  # fmt: skip
"""Words of a typed answer that stand for columns."""
OWN, BETWEEN = "*", "|"
"""In a typed name: the row's own; and what stands between the names of several rows."""


def suited(values: dict, rows: list[dict], untitled: bool = False) -> list[dict]:
    """What an answer for several rows sets in each of them.

    `*` in a name stands for the row's own, and names with `|` between them are the rows' in their order. A time of a
    whole document (`untitled`) is its end for rows at a point in time, and the end of a year the year for others.

    >>> suited({"label": "*企业"}, [{"indicator_name": "", "label": "新材料"}, {"indicator_name": "", "label": "生物"}])
    [{'label': '新材料企业'}, {'label': '生物企业'}]
    >>> suited({"period": "2010"}, [{"period_start": None}, {"period_start": "2009-01-01"}], untitled=True)
    [{'period': '2010-12-31'}, {'period': '2010'}]
    """
    names = str(values.get("label", "")).split(BETWEEN)
    if len(names) not in (1, len(rows)):
        raise ParameterError(f"{len(names)} names for {len(rows)} ticked rows; as many names as rows are expected")
    made = [dict(values) for _ in rows]
    for at, (one, row) in enumerate(zip(made, rows, strict=True)):
        if "label" in one:
            one["label"] = names[at % len(names)].replace(OWN, str(row.get("indicator_name") or row["label"]))
    if untitled and "period" in values and len({pd.isna(row["period_start"]) for row in rows}) > 1:
        with suppress(ValueError):  # what is no time is refused where it is written
            period = Period.parse(str(values["period"]))
            for one, row in zip(made, rows, strict=True):
                one["period"] = _like(period, pd.isna(row["period_start"])).time_period
    return made


def _like(period: Period, instant: bool) -> Period:
    """The end of a time for a point in time; the year for the end of a year otherwise."""
    if instant:
        return Period.instant(period.end)
    return Period.year(period.end.year) if period == Period.year_end(period.end.year) else period


def typed(said: str, slot: str) -> dict:
    """A typed answer as what a correction sets; a name of the text's own takes the row out of the catalogue's.

    >>> typed("地区=苏州市 时间=2023", "area")
    {'area': '苏州市', 'period': '2023'}
    >>> typed("2023-12-31", "period")
    {'period': '2023-12-31'}
    >>> typed("*高新技术企业", "indicator")
    {'label': '*高新技术企业', 'indicator': '', 'indicator_name': ''}
    """
    said = said.strip().translate(str.maketrans("＝＊｜", f"={OWN}{BETWEEN}"))
    if not said:
        raise ParameterError("nothing was typed; type a value, or name=value")
    if "=" in said:
        parts = [part.partition("=") for part in re.sub("[，,；;]", " ", said).split()]
        values = {SHORT.get(name, name): value for name, _, value in parts}
    elif slot == "indicator" and (OWN in said or BETWEEN in said):
        values = {"label": said}
    else:
        if slot == "indicator":
            _known(said)
        values = {"printed" if slot in ("value", "number") else slot: said}
    return values | ({"indicator": "", "indicator_name": ""} if "label" in values and "indicator" not in values else {})


def _known(name: str) -> None:
    """`ParameterError` for a name that is no indicator: one of the text's own has to be called so."""
    try:
        indicator(name)
    except ParameterError as error:
        raise ParameterError(f"{error}; type 名称={name} for a name of the text's own") from None
