"""What a table says of one figure, field by field in words, becomes one observation."""

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal

from ipstats.collect.sources import Source
from ipstats.errors import ParameterError
from ipstats.grammar.lexicon import regex, table_words
from ipstats.model import awards, intervals
from ipstats.model.areas import NATION, Area
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import Indicator, indicator, indicators
from ipstats.model.numerals import parse_number
from ipstats.model.periods import Period
from ipstats.model.units import unit as find_unit

FIELDS = (
    "area", "scope", "indicator", "label", "measure", "comparison", "year", "period", "edition", "value", "unit",
    "bound", "status", "comment", "is_target", "falls", "part_of", "rank_scope", "published", "section",
)  # fmt: skip
"""What a column, a constant or a rule for rows can say."""
CHANGES = ("growth", "change", "point_change")
PLAIN = ("scope", "comparison", "part_of", "rank_scope", "section")


def observation(fields: dict, source: Source) -> dict:
    """The observation (a row of the table, without its place) that fields in words make; `ValueError` or an error of
    ours says which of them cannot be understood."""
    said: dict = {name: value if isinstance(value, bool) else str(value).strip() for name, value in fields.items()}
    what = indicator_said(said)
    if what is None and not (said.get("indicator") or said.get("label")):
        raise ValueError("no indicator: say it for this column or row (indicator: ...), or leave it (leave: ...)")
    measure = said.get("measure") or "level"
    period = _period(said, what)
    place = _area(said.get("area") or source.area, period, source)
    return (
        _plain(said, what, measure)
        | _figure(said, what, measure)
        | _named(said, what)
        | {
            "ref_area": place.code,
            "ref_area_name": place.name,
            "measure": measure,
            "comparison": said.get("comparison") or ("yoy" if measure in CHANGES else ""),
            "period_start": period.start,
            "period_end": period.end,
            "obs_status": said.get("status") or "A",
            "comment_obs": said.get("comment", ""),
            "is_target": _affirmed(said, "is_target"),
            "source_id": source.id,
            "vintage": said.get("published") or source.published,
            "rule": "mapped_table",
        }
    )


def _affirmed(said: dict, name: str) -> bool:
    return said.get(name) is True or said.get(name) in table_words("affirmed")


def _plain(said: dict, what: Indicator | None, measure: str) -> dict:
    """The fields that are taken as they are; a part is of its total."""
    row = {name: said[name] for name in PLAIN if said.get(name)}
    total = what.part_of if what and measure == "level" else ""
    return ({"part_of": indicators()[total].zh} if total else {}) | row


def _named(said: dict, what: Indicator | None) -> dict:
    return {
        "indicator": what.id if what else "",
        "indicator_name": what.zh if what else "",
        "label": said.get("label") or _label(said, what),
    }


def indicator_said(said: dict) -> Indicator | None:
    """The indicator of an id or name, None when the catalogue has none; a shared name is told apart by the unit."""
    name, unit = (str(said.get(field, "")).strip() for field in ("indicator", "unit"))
    try:
        return indicator(name, find_unit(unit).base if unit else "") if name else None
    except ParameterError:
        if re.fullmatch(r"[a-z0-9_]+", name):
            raise
        return None


def _label(said: dict, what: Indicator | None) -> str:
    name = what.zh if what else said["indicator"]
    return _edition(said["edition"]).zh + name if said.get("edition") else name


def _edition(text: str) -> awards.Edition:
    """The edition of 23, 第23届 or 第二十三届."""
    return awards.edition(int(parse_number(regex("edition_words").sub("", text)).value))


def _period(said: dict, what: Indicator | None) -> Period:
    """The time of a row; of a stock its last day."""
    if said.get("edition"):
        edition = _edition(said["edition"])
        if edition.year is None:
            raise ValueError(f"the year of edition {edition.edition} is not in {awards.FILE.name}; add it there")
        period = Period.year(edition.year)
    elif said.get("period"):
        period = _parse_period(said["period"])
    elif match := regex("year_of_row").fullmatch(said.get("year", "")):
        period = Period.year(int(match[1]))
    else:
        raise ValueError(f"{said.get('year', '')!r} is no year")
    return Period.instant(period.end) if what and what.is_stock and not period.is_instant else period


def _parse_period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        from ipstats.grammar.dates import parse_period

        return parse_period(text)


def own_area(source: Source) -> str:
    """The code of the area that a document is about, the nation's where its sidecar says none."""
    return find_area(source.area).code if source.area else NATION


def _area(name: str, period: Period, source: Source) -> Area:
    """The area of a row, first among those within the document's own."""
    if not name:
        raise ValueError("no area: map a column to it, or say the area in the sidecar")
    own = own_area(source)
    if own != NATION and name in table_words("own_area"):
        return find_area(own)
    if own != NATION:
        try:
            return find_area(name, on=period.end, within=own)
        except ParameterError:
            pass
    return _last_of_chain(name, period.end) or find_area(name, on=period.end)


def _last_of_chain(text: str, on: date, outer: str = NATION) -> Area | None:
    """The last of the places that words name one within the other (江苏省徐州市新沂市), None where they do not."""
    for end in range(len(text) - 1, 1, -1):
        with suppress(ParameterError):
            first, rest = find_area(text[:end], on=on, within=outer), text[end:].strip()
            last = _last_of_chain(rest, on, first.code)
            if last is None:
                last = find_area(rest, on=on, within=first.code)
            if last.code != first.code:
                return last
    return None


def _figure(said: dict, what: Indicator | None, measure: str) -> dict:
    """Value, interval, bound and unit of a cell."""
    text, bound = said["value"], said.get("bound") or "="
    percent = text.endswith(("%", "％"))
    number = parse_number(text.rstrip("%％ "))
    unit = find_unit(_unit_name(said, number.unit, percent, what, measure))
    base = _base_unit(unit.base, what, measure)
    if percent and base != "%":
        raise ValueError(f"the cell is in %, the column in {unit.id}")
    scale = Decimal(unit.scale)
    value = number.value * scale * (-1 if number.value > 0 and _affirmed(said, "falls") else 1)
    discrete = measure == "rank" or (unit.is_discrete and base == unit.base)
    interval = intervals.rounded(value, number.step * scale, bound, discrete=discrete)
    return {
        "obs_value": float(value),
        "obs_lower": interval.lower,
        "obs_upper": interval.upper,
        "bound": bound,
        "unit_measure": base,
        "printed": text.rstrip("%％ ") + (unit.id.removesuffix(unit.base) if unit.of else ""),
    }


def _unit_name(said: dict, printed: str, percent: bool, what: Indicator | None, measure: str) -> str:
    """The unit: as said, as printed with the number, that of the measure, else that of the indicator."""
    in_percent = percent or measure in ("growth", "share")
    name = said.get("unit") or printed or ("%" if in_percent else what.unit if what else "")
    if not name:
        raise ValueError("no unit: map a column to it, or say it in constants")
    return name


def _base_unit(base: str, what: Indicator | None, measure: str) -> str:
    """The unit of the figure: a density printed in 件 is in 件/万人; one that the indicator never has is refused."""
    if what is None or measure not in ("level", "change", "threshold") or what.unit == base:
        return base
    if not what.counts_in(base):
        raise ValueError(f"{what.zh} is counted in {what.unit}, not in {base}; correct the unit or the indicator")
    return what.unit if what.kind == "ratio" else base
