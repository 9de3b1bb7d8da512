"""The number that a table's cell prints, with its bound, its unit and the marks behind it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ipstats.model.numerals import parse_number
from ipstats.model.units import Unit
from ipstats.reading.headers import find_unit

_CELL = re.compile(
    r"(?P<bound>约|近|超过?|不足|[<>＜＞≥≤])?\s*(?P<fall>下降|减少|降低|[↓▼])?(?:增长|增加|提高|上升|[↑▲＋+])?\s*"
    r"(?P<number>[-−–－]?[0-9０-９](?:[0-9０-９,，.．\s\u00a0]*[0-9０-９])?(?:[十百千万亿]+)?)(?P<more>[余多]|以[上下内]|左右)?"
    r"(?:\s*(?P<unit>[^\s0-9()（）\[\]①-⑩*#]{1,8}))?(?P<rest>.*)$",
    re.S,
)
_ORDINAL = re.compile(r"第\s*(?P<number>[0-9０-９一二三四五六七八九十]{1,3})\s*[名位]?$")
_BOUNDS = {
    "约": "~", "近": "<", "不足": "<", "<": "<", "＜": "<", "超": ">", "超过": ">", ">": ">", "＞": ">",
    "≥": ">=", "≤": "<=", "余": ">=", "多": ">=", "以上": ">=", "以下": "<=", "以内": "<=", "左右": "~",
}  # fmt: skip
_MARK = re.compile(r"\s*(?:\[[0-9]{1,2}\]|[（(](?:注|[0-9]|(?P<status>[PpEe]))[）)]|[①-⑩*#※†‡])*\s*")
_SPLIT = re.compile(r"[0-9０-９][\s\u00a0]+[0-9０-９]")
_THOUSANDS = re.compile(r"[-−–]?[0-9]{1,3}(?:[\s\u00a0][0-9]{3})+(?:[.．][0-9]+)?")


@dataclass(slots=True)
class Printed:
    """A number as it stands in a cell: from `first` to `last`, the value and step still without the header's unit."""

    first: int
    last: int
    text: str
    value: Decimal
    step: Decimal
    bound: str
    unit: Unit | None
    is_split: bool
    status: str
    """What a letter after it says: P for a provisional figure, E for an estimate."""


def read_cell(text: str) -> Printed | None:
    """The one number of a cell, or None when it holds none, or more than a number with its unit and marks."""
    plain = text.strip()
    match = _ORDINAL.match(plain) or _CELL.match(plain)
    if match is None:
        return None
    shift = len(text) - len(text.lstrip())
    said = match.groupdict()
    digits, more, named, rest = said["number"], said.get("more"), said.get("unit"), said.get("rest") or ""
    unit = find_unit("位") if match.re is _ORDINAL else find_unit(named) if named else None
    marks = _MARK.fullmatch(rest if unit or not named else named + rest)
    if marks is None:
        return None
    try:
        number = parse_number(digits)
    except ValueError:
        return None
    value = -number.value if said.get("fall") and number.value > 0 else number.value
    ends = "unit" if named and unit else "more" if more else "number"
    return Printed(
        match.start("number") + shift, match.end(ends) + shift, "".join(digits.split()), value, number.step,
        _BOUNDS.get(said.get("bound") or more or "", "="), unit,
        bool(_SPLIT.search(digits)) and not _THOUSANDS.fullmatch(digits), (marks["status"] or "A").upper(),
    )  # fmt: skip
