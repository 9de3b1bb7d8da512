"""What a person types in a review, and what one answer sets in each of its rows."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ipstats.errors import ParameterError
from ipstats.grammar.dates import parse_period
from ipstats.model.areas import area
from ipstats.model.indicators import indicator
from ipstats.model.periods import Period
from ipstats.model.wording import COMPARISONS, GOALS, MEASURES, NO_COMPARISON

SHORT = {
    "指标": "indicator", "地区": "area", "时间": "period", "数值": "printed", "单位": "unit_measure", "类型": "measure",
    "口径": "scope", "目标": "is_target", "比较": "comparison", "比较基期": "comparison",
    "unit": "unit_measure", "name": "label", "名称": "label",
}  # fmt: skip
"""Words of a typed answer that stand for columns."""
OWN, BETWEEN = "*", "|"
"""In a typed name: the row's own; and what stands between the names of several rows."""
WORDS: dict[str, dict[str, Any]] = {
    "measure": {zh: name for name, (zh, _) in MEASURES.items()},
    "comparison": {zh: name for name, (zh, _) in COMPARISONS.items()} | {"同比": "yoy", NO_COMPARISON[0]: ""},
    "is_target": {"是": True, "否": False} | {zh: goal for goal, (zh, _) in GOALS.items()},
}
"""Column -> the words that are typed for its values."""


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
        period = Period.parse(values["period"])
        for one, row in zip(made, rows, strict=True):
            one["period"] = _like(period, pd.isna(row["period_start"])).time_period
    return made


def _like(period: Period, instant: bool) -> Period:
    """The end of a time for a point in time; the year for the end of a year otherwise."""
    if instant:
        return Period.instant(period.end)
    return Period.year(period.end.year) if period == Period.year_end(period.end.year) else period


def typed(said: str, slots: Sequence[str] = (), published: date | None = None) -> dict:
    """A typed answer as what a correction sets; a name of the text's own takes the row out of the catalogue's.

    Parameters
    ----------
    said : `name=value`, several of them with spaces or commas between, or one bare value: a time or a place where that
        is in doubt, otherwise a value of the first attribute in doubt
    slots : the attributes in doubt
    published : what 去年 in a time refers to

    Raises
    ------
    ParameterError
        for no words at all, and for a value that the attribute cannot have

    Examples
    --------
    >>> typed("地区=苏州市 时间=2023年末 类型=比重")
    {'area': '苏州市', 'period': '2023-12-31', 'measure': 'share'}
    >>> typed("2023年1—11月", ("indicator", "period"))
    {'period': '2023-01-01/P11M'}
    >>> typed("*高新技术企业", ("indicator",))
    {'label': '*高新技术企业', 'indicator': '', 'indicator_name': ''}
    """
    said = said.strip().translate(str.maketrans("＝＊｜", f"={OWN}{BETWEEN}"))
    if not said:
        raise ParameterError("nothing was typed; type a value, or name=value")
    if "=" in said:
        parts = [part.partition("=") for part in re.sub("[，,；;]", " ", said).split()]
        values = {SHORT.get(name, name): value for name, _, value in parts}
    else:
        values = {_meant(said, slots or ("indicator",), published): said}
    values = {name: _value(name, value, published) for name, value in values.items()}
    return values | ({"indicator": "", "indicator_name": ""} if "label" in values and "indicator" not in values else {})


def _meant(said: str, slots: Sequence[str], published: date | None) -> str:
    """The column that a bare value is of."""
    if "period" in slots and _is(parse_period, said, published):
        return "period"
    if "area" in slots and _is(area, said):
        return "area"
    first = {"value": "printed", "number": "printed", "target": "is_target"}.get(slots[0], slots[0])
    if first != "indicator":
        return first
    if OWN in said or BETWEEN in said:
        return "label"
    try:
        indicator(said)
    except ParameterError as error:
        raise ParameterError(f"{error}; type 名称={said} for a name of the text's own") from None
    return first


def _is(means: Callable, *said) -> bool:
    try:
        means(*said)
    except ParameterError:
        return False
    return True


def _value(name: str, said: str, published: date | None):
    """A typed value as a column holds it."""
    if name == "period":
        try:
            return parse_period(said, published).time_period
        except ParameterError:
            raise ParameterError(f"{said!r} names no time; write it with its year: 2023年末, 2023年1-11月") from None
    known = WORDS.get(name)
    if known is None or said in known.values():
        return said
    if said not in known:
        raise ParameterError(f"{name}: {said!r} is none of {', '.join(map(str, known))}")
    return known[said]
