"""Tables printed in English alone: their words in Chinese, which the grammar of headers reads."""

import re
from dataclasses import replace
from functools import lru_cache

from ipstats.documents.content import Cell, PrintedTable
from ipstats.model.areas import area, areas, english_names
from ipstats.model.definitions import FOLDER, normalise, read_yaml
from ipstats.reading.bilingual import CHINESE, is_translation

_LETTER = re.compile("[a-z]")
_BRACKET = re.compile(r"\(([^()]*)\)$|^unit[s]?\s*:\s*(.+)$")
_DROPPED = re.compile(r"[\s,;:]|(?<!\d)[.–—-]|[.–—-](?!\d)|\(\W*\)")
_TEN_THOUSAND = re.compile(r"(?<![\d,.])10[ ,]000(?![\d,.])")
_NUMBERED = re.compile(r"^table\s*[\d.–-]*\d[.:]?\s+")
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"


def in_chinese(table: PrintedTable, within: str) -> PrintedTable | None:
    """A table in English alone with its titles, headers and stubs in Chinese; None where it is not in English alone.

    A text of which any word is unknown stays as it is printed. Cells without letters are the same objects.

    Parameters
    ----------
    table : as printed
    within : GB/T 2260 code of the document's area, whose cities' names are meant first; may be empty
    """
    texts = [*table.captions, *(cell.text for cell in table.cells)]
    if any(CHINESE.search(text) for text in texts) or not any(is_translation(text) for text in texts):
        return None
    of_units = _unit_heads(table)
    cells = tuple(_translated(cell, within, of_units.get(cell.column, table.height)) for cell in table.cells)
    return replace(table, cells=cells, captions=tuple(chinese(line, within) for line in table.captions))


def _unit_heads(table: PrintedTable) -> dict[int, int]:
    """The columns below a head "Unit", and the row of that."""
    head = _table("phrases")["unit"]
    return {cell.column: cell.row for cell in reversed(table.cells) if chinese(cell.text) == head}


def _translated(cell: Cell, within: str, head: int) -> Cell:
    """A cell in Chinese; one that stands below the head "Unit" as a unit, or as it is printed where that is not known.

    `head` is the row of that head in its column, or the last row of the table.
    """
    said = chinese(cell.text, within) if cell.row <= head else _unit(_plain(cell.text)) or cell.text
    return cell if said == cell.text else cell._replace(block=cell.block._replace(text=said))


def _plain(text: str) -> str:
    """A text in small letters without the number of a table, with one space between words and none in 10 000."""
    plain = _NUMBERED.sub("", _TEN_THOUSAND.sub("10000", " ".join(text.lower().split())))
    return next((plain.removesuffix(words).rstrip(" ,;") for words in _table("idle") if plain.endswith(words)), plain)


def _unit(text: str) -> str | None:
    """A unit, a scale or a unit behind a scale (100 million yuan) in Chinese, None where it is not known."""
    units, scales = _table("units"), _table("scales")
    if text in units or text in scales:
        return units.get(text) or scales[text]
    scale = next((word for word in scales if text.startswith(f"{word} ")), "")
    unit = units.get(text[len(scale) + 1 :]) if scale else None
    return scales[scale] + unit if unit else None


@lru_cache(maxsize=4096)
def chinese(text: str, within: str = "") -> str:
    """An English title, header or stub in Chinese, or the text itself where it has a word that is not known.

    >>> chinese("Patents Granted in Jiangsu (2022)"), chinese("R&D Expenditure (100 million yuan)")
    ('江苏省2022年专利授权数', 'R&D经费(亿元)')
    >>> chinese("Unit: piece"), chinese("Patents of Mars")
    ('单位:件', 'Patents of Mars')
    """
    plain = _plain(text)
    if not _LETTER.search(plain):
        return text
    plain, unit = _unit_apart(plain)
    said = _in_words(plain, within)
    return text if said is None else said + unit


def _unit_apart(text: str) -> tuple[str, str]:
    """A text without its unit in brackets at the end or behind "unit:", and the unit in Chinese with the bracket."""
    found = _BRACKET.search(text)
    said = _unit((found[1] or found[2]).strip().removeprefix("unit: ")) if found else None
    if found is None or said is None:
        return text, ""
    form = "({})" if found[1] is not None else _table("forms")["unit"]
    return text[: found.start()].strip(), form.format(said)


def _in_words(text: str, within: str) -> str | None:
    """The phrases of a text in Chinese, its place, year and months first; None where a word of it is not known."""
    known, pattern = _phrases(within)
    kinds: dict[str, list[str]] = {"place": [], "year": [], "month": [], "end": [], "per_head": [], "": []}
    at = 0
    while at < len(text):
        found = pattern.match(text, at)
        if found is None and _LETTER.match(text, at):
            return None
        phrase = found[0].rstrip(".") if found else text[at]
        kind, said = known.get(phrase, ("year" if found else "", phrase))
        kinds[kind].append(said)
        at += len(found[0]) if found else 1
    several = len(kinds["month"]) > 1 and any("-" in one for one in kinds["month"])
    return None if several else _ordered(kinds)


def _ordered(kinds: dict[str, list[str]]) -> str:
    """The words as Chinese has them: a place, a year with its months or its end, and what is counted."""
    forms = _table("forms")
    time = "-".join(map(forms["year"].format, kinds["year"])) + "-".join(map(forms["month"].format, kinds["month"]))
    end = forms["end" if time else "end_of_year"] if kinds["end"] else ""
    return "".join((*kinds["place"], time, end, *kinds["per_head"], _DROPPED.sub("", "".join(kinds[""]))))


@lru_cache(maxsize=1)
def _definitions() -> dict[str, dict]:
    return read_yaml(FOLDER / "english.yaml")


def _table(group: str) -> dict[str, str]:
    return _definitions()[group]


@lru_cache(maxsize=16)
def _phrases(within: str) -> tuple[dict[str, tuple[str, str]], re.Pattern]:
    """English phrase -> its kind (place, month or none) and Chinese; and what finds a year or the longest phrase."""
    meant = english_names(within)
    coded = ((one.name_en.lower(), meant.get(normalise(one.name_en))) for one in areas() if one.name_en)
    places = {name: ("place", area(code).name) for name, code in coded if code}
    known = places | {f"{name} {end}": said for name, said in places.items() for end in _table("place_ends")}
    known |= {name: ("month", str(number)) for name, number in _table("months").items()}
    known |= dict.fromkeys(_table("ends"), ("end", ""))
    known |= dict.fromkeys(_table("per_head"), ("per_head", _table("forms")["per_head"]))
    known |= {name: ("", zh) for name, zh in _table("phrases").items()}
    longest = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return known, re.compile(rf"{_YEAR}|(?:{longest})(?![a-z])\.?")
