"""Numbers as Chinese statistical practice and English write them, with no digit more than their interval supports.

A reported number is written as it was printed (36.5万件). A computed one gets the most decimals, up to a limit, whose
own rounding interval still holds everything the computed interval holds; where none does, the range is written, rounded
outward. Display has U+2212 for minus; data has the hyphen.
"""

import math
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from ipstats.analysis.comparability import COMPUTED
from ipstats.analysis.computed_density import OPERAND_SOURCE
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.units import units

MINUS = "\u2212"
SLACK = 1e-9
LIMIT = 2
"""Decimals of a computed number at most: what the yearbooks print of rates and densities."""
LARGE = {
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "en": ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"), (10**3, " thousand")),
}
SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
SCALED = re.compile(r"([+\-]?[\d,]*\.?\d+)(万亿|亿|万|千|百)?")
BOUND = {
    "zh": {"~": "约{}", ">": "超{}", ">=": "{}以上", "<": "近{}", "<=": "{}以下"},
    "en": {"~": "about {}", ">": "over {}", ">=": "at least {}", "<": "nearly {}", "<=": "at most {}"},
}
RANGE = {"zh": "{}～{}", "en": "{} to {}"}
OPEN = {"zh": ("不低于{}", "不高于{}"), "en": ("at least {}", "at most {}")}
UNKNOWN = "—"
MONEY = "元"
LARGEST_RATE = 1000
"""Below it a computed number that its interval leaves no decimal is a range: 22.22%～22.34%, not 22%."""
SILENT = ("件", "项", "个", "家", "人", "件/万人", "件/百万人")
"""Units that the English names of their indicators already say."""
SPOKEN = {"件/万人": "件", "件/百万人": "件"}
"""Units as Chinese sentences say them after a name (每万人口…) that says the rest."""


def number(
    value: float, lower: float = math.nan, upper: float = math.nan, *, decimals: int | None = None,
    language: str = "zh",
) -> str:  # fmt: skip
    """A number with U+2212 (`187884`, `−4.32`; in English `187,884`), as precise as its interval supports.

    `decimals` is the most to print (2 when left out; whole numbers get none). An interval that no rounding holds is
    printed as a range, and so is a small one that leaves no decimal; one with an open end as `at least`, an unknown
    value as a dash.
    """
    if absent(value):
        return UNKNOWN
    lower, upper = (value if absent(end) else end for end in (lower, upper))
    most = LIMIT if decimals is None else decimals
    if not (math.isfinite(lower) and math.isfinite(upper)):
        return _open(lower, upper, most, language)
    if lower == upper:
        whole = 0 if decimals is None and float(value).is_integer() else most
        return _text(_rounded(value, whole), whole, language)
    places = supported(value, lower, upper, most)
    if places is None or _is_coarse(value, lower, upper, places, most):
        return RANGE[language].format(*outward(lower, upper, most, language))
    return _text(_rounded(value, places), places, language)


def _is_coarse(value: float, lower: float, upper: float, places: int, most: int) -> bool:
    """Whether the decimals that an interval leaves say too little: none of a small number, or nought of what is not."""
    is_small = places == 0 < most and abs(value) < LARGEST_RATE
    return is_small or (_rounded(value, places) == 0 and (lower > 0 or upper < 0))


def about(value: float, lower: float, upper: float, language: str = "zh") -> str:
    """The middle of an interval with the digits that it leaves nearly sure: 44.6, 约26."""
    step = max(math.ceil(math.log10((upper - lower) / 3) - SLACK), -LIMIT)
    scale, word = next(((s, w) for s, w in LARGE[language] if abs(value) >= s and step >= 2), (1, ""))
    places = max(0, round(math.log10(scale)) - step)
    text = _text(_rounded(value / scale, places), places, language) + word
    return text if places else BOUND[language]["~"].format(text)


def fine(lower: float, upper: float, most: int = LIMIT) -> int | None:
    """The most decimals (up to `most`) whose last place is as wide as the interval, None where it is wider than one."""
    width = upper - lower
    if width <= SLACK * max(1.0, abs(lower), abs(upper)):
        return most
    places = math.floor(-math.log10(width) + SLACK)
    return min(most, places) if places >= 0 else None


def supported(value: float, lower: float, upper: float, most: int = LIMIT) -> int | None:
    """The decimals (up to `most`) at which the printed number's own interval holds [lower, upper]; None if none.

    None too where the interval straddles a rounding edge, so that only a much coarser number would hold it.
    """
    room = _room(lower, upper)
    for places in range(most, (fine(lower, upper, most) or 0) - 1, -1):
        shown, half = float(_rounded(value, places)), 0.5 * 10**-places
        if shown - half - room <= lower and upper <= shown + half + room:
            return places
    return None


def absent(value) -> bool:
    """Whether there is no value."""
    return value is None or str(value) in ("nan", "<NA>", "NaT")


def _rounded(value: float, places: int, rule: str = ROUND_HALF_EVEN) -> Decimal:
    """GB/T 8170: half to even, once, on the shortest decimal of the float, so that 2.675 rounds as written."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=rule)


def _outward(value: float, places: int, rule: str, language: str) -> str:
    return _text(_rounded(value, places, rule), places, language)


def outward(lower: float, upper: float, most: int = LIMIT, language: str = "zh") -> tuple[str, str]:
    """Both ends of an interval, rounded outward at about a tenth of its width (`most` decimals at most)."""
    width = upper - lower
    places = most if width <= 0 else max(0, min(most, math.ceil(1 - math.log10(width) - SLACK)))
    room = _room(lower, upper)
    ends = (lower + room, ROUND_FLOOR), (upper - room, ROUND_CEILING)
    least, greatest = (_outward(end, places, rule, language) for end, rule in ends)
    return least, greatest


def _open(lower: float, upper: float, most: int, language: str) -> str:
    at_least, at_most = OPEN[language]
    if math.isfinite(lower):
        return at_least.format(_outward(lower + _room(lower), most, ROUND_FLOOR, language))
    if math.isfinite(upper):
        return at_most.format(_outward(upper - _room(upper), most, ROUND_CEILING, language))
    return UNKNOWN


def _room(*ends: float) -> float:
    """What binary arithmetic may add to a number: it must not push a printed bound to the next place."""
    return SLACK * max(1.0, *map(abs, ends))


def fixed(value: float, places: int, language: str = "zh") -> str:
    """A number with so many decimals and U+2212."""
    return _text(_rounded(value, places), places, language)


def _text(value: Decimal, places: int, language: str) -> str:
    """Digits as the language sets them in text and tables alike: 193973, in English 193,973."""
    shown = f"{abs(value):{',' * (language == 'en')}.{places}f}"
    return f"{MINUS}{shown}" if value < 0 else shown


def unit_of(row, name: str) -> str:
    """The unit of a quantity: its own, else the row's; people are counted in 人 whatever the row counts."""
    if name == "people" or name.endswith("population"):
        return "人"
    return row.get(f"{name}_unit") or row.get("unit_measure") or ""


def quantity(
    row, name: str, language: str = "zh", *, unit: bool = True, decimals: int | None = None, sign: bool = True,
) -> str:  # fmt: skip
    """A quantity of an analysis row as a sentence writes it: `36.5万件`, `187884件`, `超400万件`, `5.63%`;
    `365 thousand`, `187,884`, `over 4 million`. A reported one as printed, a computed one as its interval allows.

    Without `sign` the number is given as an amount (下降4.31%).
    """
    value, lower, upper = (row.get(f"{name}{end}") for end in ("", "_lower", "_upper"))
    if absent(value):
        return UNKNOWN
    if not sign and value < 0:
        value, lower, upper = -value, _negative(upper), _negative(lower)
    known = unit_of(row, name)
    measure = known if unit else ""
    if not printed(row, name):
        scaled = known if unit or known == MONEY else ""
        return with_unit(_computed(value, lower, upper, scaled, decimals, language), measure, language)
    text = (reported_zh if language == "zh" else reported_en)(value, lower, upper, row[f"{name}_printed"])
    return BOUND[language].get(row.get(f"{name}_bound", "="), "{}").format(with_unit(text, measure, language))


def printed(row, name: str) -> bool:
    """Whether a quantity is a reported one, printed as its source prints it."""
    return not absent(row.get(f"{name}_printed")) and row[f"{name}_printed"] != ""


def _negative(end):
    return end if absent(end) else -end


def _computed(value, lower, upper, measure: str, decimals: int | None, language: str) -> str:
    """A computed number; money in 亿元 or 万元, or in English scales, where it is large."""
    if measure == MONEY:
        scale, word = next(((s, w) for s, w in LARGE[language] if abs(value) >= s), (1, ""))
        ends = (end if absent(end) else end / scale for end in (lower, upper))
        return number(value / scale, *ends, decimals=decimals, language=language) + word
    return number(value, lower, upper, decimals=decimals, language=language)


def reported_zh(value: float, lower: float, upper: float, printed: str) -> str:
    """A reported number as printed; one printed in words or with a sign is written from its value."""
    found = SCALED.fullmatch(with_scale(value, printed.lstrip("+-−")))
    if not found:
        return number(value)
    text = found[1].replace(",", "") + (found[2] or "")
    return f"{MINUS}{text}" if value < 0 else text


def reported_en(value: float, lower: float, upper: float, printed: str) -> str:
    """A reported number in English words of scale, with the digits that were printed and no more."""
    step = printed_step(value, printed)
    if not (math.isfinite(lower) and math.isfinite(upper)):
        step = max(step, printed_step(value, ""))
    scale, word = next(((s, w) for s, w in LARGE["en"] if abs(value) >= s), (1, ""))
    if step <= 1 or abs(value) < 10_000:
        scale, word = 1, ""
    places = max(0, Decimal(scale).adjusted() - step.adjusted())
    return _text(_rounded(value / scale, places), places, "en") + word


def with_scale(value: float, printed: str) -> str:
    """The printed number with the scale that stands elsewhere, in a table's head or a column of units: 963.4 becomes
    963.4万 where the value is 9634000. One known to the unit needs no scale: 19.9702万 is 199702."""
    found = SCALED.fullmatch(printed)
    if not found or absent(value) or not (digits := Decimal(found[1].replace(",", ""))):
        return printed
    if found[2]:
        return _whole(digits, found[2]) or printed
    times = Decimal(repr(abs(float(value)))) / abs(digits)
    power = times.adjusted()
    if power < 2 or times != Decimal(10) ** power:
        return printed
    scales = dict(LARGE["zh"])
    scale = int(times) if times in scales else next((one for one in scales if abs(value) >= one), 1)
    scaled, word = digits.scaleb(power - Decimal(scale).adjusted()), scales.get(scale, "")
    return _whole(scaled, word) or f"{scaled:f}{word}"


def _whole(digits: Decimal, scale: str) -> str:
    """A number with so many decimals that it is known to the unit (19.9702万) without its scale, else ""."""
    counted = digits * SCALES.get(scale, 1)
    known = int(digits.as_tuple().exponent) + Decimal(SCALES.get(scale, 1)).adjusted() <= 0
    return f"{counted:.0f}" if scale and known and counted == counted.to_integral_value() else ""


def printed_step(value: float, printed: str) -> Decimal:
    """The unit of the last printed place, in base units: 36.5万 is 1000; of words (三千) or of nothing that of the last
    non-zero digit."""
    found = SCALED.fullmatch(with_scale(value, printed.lstrip("+-−")))
    if not found:
        digits = Decimal(repr(float(value))).normalize()
        return Decimal(1).scaleb(int(digits.as_tuple().exponent))
    scale = SCALES.get(found[2], 1)
    exponent = int(Decimal(found[1].replace(",", "")).as_tuple().exponent)
    return Decimal(1).scaleb(exponent) * scale


def with_unit(text: str, unit: str, language: str) -> str:
    """A number and its unit, as the language sets them: 36.5万件, 5.63%, 0.49%～1.49%, 109.04 billion yuan."""
    if text == UNKNOWN or not unit:
        return text
    if unit in ("%", "‰"):
        between = RANGE[language].format("", "")
        return between.join(f"{end}{unit}" for end in text.split(between))
    if language == "zh":
        return f"{text}{'个' if unit == '百分点' else ''}{SPOKEN.get(unit, unit)}"
    known = None if unit in SILENT else units().get(unit)
    return f"{text} {known.en}" if known and known.en else text


def cell(row, name: str, language: str = "zh", *, decimals: int | None = None) -> dict:
    """A quantity as a table cell: `{text, value, href, title, mark}` of `application/vnd.ipstats.table+json`."""
    value = row.get(name)
    text = quantity(row, name, language, unit=False, decimals=decimals)
    status = row.get(f"{name}_status")
    if name in ("growth", "rate", "change") and (absent(status) or status in ("", "A")):
        status = row.get("mark", "")
    mark = "" if absent(status) or status == "A" else str(status)
    plain = None if absent(value) else float(value)
    return {"text": text, "value": plain, "href": href(row, name), "title": title(row, name, language), "mark": mark}


def href(row, name: str) -> str:
    """Where a reported quantity stands: `sources/<source_id>.html#fig-<obs_id>`; empty for a computed one."""
    source, figure = row.get(f"{name}_source"), row.get(f"{name}_id")
    if absent(source) or absent(figure) or not source or not figure:
        return ""
    return f"sources/{source}.html#fig-{figure}"


@lru_cache(maxsize=1)
def read_words() -> dict[str, dict]:
    """The words of sentences and formulas, definitions/words.yaml."""
    return read_yaml(FOLDER / "words.yaml")


def title(row, name: str, language: str = "zh") -> str:
    """How a computed quantity came about: formula, operands with their sources, interval; empty for a reported one.

    A number that a definition file holds says where that was read (`<name>_note`).
    """
    if href(row, name) or absent(row.get(name)):
        return ""
    note = row.get(f"{name}_note")
    said = "" if absent(note) else str(note)
    if _is_worked_out(row, name):
        return _worked_out(row, name, said, language)
    formula = _formula(row, name)
    if not formula:
        return said
    operands = {one: _operand(row, one, language) for one in re.findall(r"\{(\w+)\}", formula)}
    words = read_words()["titles"][language]
    text = words["computed"].format(formula=formula.format(**operands), value=_plain(row[name]))
    lower, upper = row.get(f"{name}_lower"), row.get(f"{name}_upper")
    if not absent(lower) and not absent(upper) and lower != upper:
        text += words["interval"].format(lower=_plain(lower), upper=_plain(upper))
    return text


def _is_worked_out(row, name: str) -> bool:
    """Whether a figure of the table is of no source but of a formula (`with_densities`)."""
    return str(row.get(f"{name}_id")).startswith(COMPUTED)


def _worked_out(row, name: str, formula: str, language: str) -> str:
    """A formula that a figure of the table carries; the sources in square brackets by their names."""
    from ipstats.display.phrasing import document

    brackets = "（《{}》）" if language == "zh" else " ({})"
    said = OPERAND_SOURCE.sub(lambda of: brackets.format(document(of[1], language, short=True)), formula)
    return read_words()["titles"][language]["computed"].format(formula=said, value=_plain(row[name]))


def _formula(row, name: str) -> str:
    """The formula of a quantity: that of its unit or role, or of an average over `years`, where it has several."""
    average = name in ("growth", "rate") and not absent(row.get("years"))
    found = read_words()["formulas"].get("average" if average else name, {})
    if isinstance(found, dict):
        found = found.get(unit_of(row, name)) or found.get(row.get("role", "")) or found.get("any", "")
    return found if all(not absent(row.get(one)) for one in re.findall(r"\{(\w+)\}", found)) else ""


def _operand(row, name: str, language: str) -> str:
    """An operand as printed or computed, with the document it was read in."""
    if name in ("years", "due", "level_year"):
        return str(int(row[name]))
    text = quantity(row, name, language, decimals=None if float(row[name]).is_integer() else 4)
    if _is_worked_out(row, name):  # it is printed with fewer places than it was computed with
        text = with_unit(_plain(row[name]), unit_of(row, name), language)
    source = row.get(f"{name}_source")
    if absent(source) or not source:
        return text
    from ipstats.display.phrasing import document

    named = document(source, language, short=True)
    return f"{text}（《{named}》）" if language == "zh" else f"{text} ({named})"


def _plain(value: float) -> str:
    """A number with up to six significant decimals, for titles, where precision is the point."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)
