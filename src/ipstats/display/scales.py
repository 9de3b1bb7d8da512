"""One scale for a row or column of a table: 商标注册量（万件） 38.7 23.6 −15.1, so that no cell says 万 for itself."""

from collections import Counter
from decimal import Decimal

import pandas as pd

from ipstats.display import numbers
from ipstats.display.columns import NUMBER

WORDS = {
    "zh": {10**4: "万", 10**8: "亿", 10**12: "万亿"},
    "en": {10**4: "10,000", 10**8: "100 million", 10**12: "trillion"},
}


def common(rows: list[dict], names: list[str]) -> int:
    """The scale that the `level` of a single row is printed in, else that of at least half of the reported figures
    among these quantities; 1 where there is none."""
    if len(rows) == 1 and "level" in rows[0] and numbers.printed(rows[0], "level"):
        return _scale(rows[0], "level")
    found = [_scale(row, name) for row in rows for name in names if numbers.printed(row, name)]
    counts = Counter(found)
    del counts[1]
    scale, count = max(counts.items(), key=lambda one: one[1], default=(1, 0))
    return scale if 2 * count >= len(found) else 1


def _scale(row: dict, name: str) -> int:
    """The scale that a figure is printed in."""
    match = numbers.SCALED.fullmatch(numbers.with_scale(row[name], row[f"{name}_printed"].lstrip("+-−")))
    return numbers.SCALES.get(match[2], 1) if match and match[2] else 1


def unit(said: str, scale: int, language: str) -> str:
    """A unit with a scale: 万件; in 10,000s; 100 million yuan."""
    if language == "en" and scale > 1 and said in ("", NUMBER):
        return f"in {WORDS['en'][scale]}s"
    return with_word(said, WORDS[language].get(scale, ""), language)


def with_word(said: str, word: str, language: str) -> str:
    """A unit with the word for a scale: 万件; thousand items."""
    if language == "en" and said == NUMBER and word:
        return word
    return f"{word}{said}" if language == "zh" else " ".join(filter(None, (word, said)))


def text(row: dict, name: str, scale: int, language: str) -> str:
    """A quantity in a scale, without a word for it: a reported figure with the digits it was printed with (a coarser
    one as it was printed, 2.3亿), the difference of two printed figures exactly, another as its interval allows."""
    value, lower, upper = (row[f"{name}{end}"] for end in ("", "_lower", "_upper"))
    step = _step(row, name)
    if step is None:
        if pd.isna(lower) or pd.isna(upper):
            lower = upper = value
        return numbers.number(value / scale, lower / scale, upper / scale, language=language)
    places = Decimal(scale).adjusted() - step.adjusted()
    if places < 0 and numbers.printed(row, name):
        return numbers.quantity(row, name, language, unit=False)
    if places < 0:
        value = round(value / float(step)) * float(step)
    shown = numbers.fixed(value / scale, max(places, 0), language)
    bound = row.get(f"{name}_bound") or "="
    return numbers.BOUND[language].get("~" if places < 0 and bound == "=" else bound, "{}").format(shown)


def _step(row: dict, name: str) -> Decimal | None:
    """The unit of the last place of a printed figure; of a difference that of its finer operand, of the coarser one
    where that is coarser by more than a digit."""
    if numbers.printed(row, name):
        return numbers.printed_step(row[name], row[f"{name}_printed"])
    if name == "change" and all(numbers.printed(row, one) for one in ("level", "base")):
        steps = [numbers.printed_step(row[one], row[f"{one}_printed"]) for one in ("level", "base")]
        return min(steps) if max(steps) <= 10 * min(steps) else max(steps)
    return None
