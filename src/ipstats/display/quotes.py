"""From a number back to its source: the sentence it was read from, or what the row and column of its cell say."""

import re
from functools import lru_cache

import pandas as pd

from ipstats import project
from ipstats.checks.registry import words
from ipstats.display.numbers import SPOKEN
from ipstats.display.phrasing import document, name, template
from ipstats.display.phrasing import place as whose
from ipstats.display.prose import Inline, Prose
from ipstats.display.tables import checked
from ipstats.errors import TableError
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.naming import period
from ipstats.model.units import scaled

END = re.compile(r"[。！？；\n]|(?<=[a-z])\.\s")
CELL = re.compile(r"t(\d+)!r(\d+)c(\d+)")
LETTER = re.compile(r"[^\W\d_]")
GAPS = re.compile(r"[\t ]+")
LONGEST = 160
"""Characters of a sentence before and after a figure at most: a table's line can be long."""
BORDER = re.compile(r"[，,、；;：:]+(?! ?\d)|(?<!\d)(?<!\d )[，,、：:]+")
"""What ends a clause, and parts no number."""
UNBROKEN = "(?: ?[0-9０-９.．,，%％a-zA-Z〇○零一二三四五六七八九十百千万亿年月日])*"
"""What holds together where no clause ends: a number, a date, a word in letters."""


@lru_cache(maxsize=32)
def text_of(source_id: str) -> str:
    """The text that offsets of a source refer to (`data/processed/texts`), empty where there is none."""
    path = project.processed() / "texts" / f"{source_id}.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def quote(row: pd.Series | pd.DataFrame | dict, language: str = "zh") -> Prose:
    """The sentence a figure was read from, the figure itself linking to its place in the highlighted source.

    Parameters
    ----------
    row : a row of the observation table, or a table of one row
    language : zh or en, of the words around the quotation

    Returns
    -------
    Prose
        the quotation and its document; a figure of a published table has its cell instead of a sentence

    Raises
    ------
    TableError
        for a table of several rows, or of none

    Examples
    --------
    >>> print(quote(read("2023年，北京市专利授权量12万件。").table.iloc[0]))
    “12万件”（《text》）
    """
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise TableError(f"quote takes one figure, found {len(row)} rows; give rows.iloc[0]")
        row = row.iloc[0]
    row = dict(row)
    checked(row, "source_id", "obs_id", "obs_text")
    before, figure, after = told(row, language)
    link = f"sources/{row['source_id']}.html#fig-{row['obs_id']}"
    named = f"《{document(row['source_id'])}》"
    where = ("，" if language == "zh" else ", ").join(filter(None, (named, place(row, language))))
    said = f"（{where}）" if language == "zh" else f" ({where})"
    return Prose(language, (Inline(before), Inline(figure, link), Inline(after + said)))


def told(row: dict, language: str, near: int = LONGEST) -> tuple[str, str, str]:
    """What stands before a figure, the figure, and what stands after: its sentence in quotation marks, of which at
    most `near` characters on either side; of a table's cell what its row and column say, then the cell."""
    if row["cell"]:
        unit = row["unit_measure"]
        said = names(row, language) + ("：“" if language == "zh" else ": “")
        return said, f"{scaled(row['printed'], row['obs_value'])}{SPOKEN.get(unit, unit)}", "”"
    before, after = around(row, near)
    return f"“{before}", row["obs_text"] or row["printed"], f"{after}”"


def names(row: dict, language: str) -> str:
    """Area, period, indicator and measure of a figure: 北京市2023年专利授权量增速."""
    parts = whose(row, language), period(row["time_period"], language), what(row, language)
    return "".join(parts) if language == "zh" else ", ".join(filter(None, parts))


def what(row: dict, language: str) -> str:
    """Indicator and measure of a figure: 专利授权量增速."""
    kind = words("measures", "target" if row["is_target"] else row["measure"], language)
    said = name({**row, "measure": ""}, language)
    said = said if LETTER.search(said) else template("checked", "unnamed", language)
    return said + kind if language == "zh" else ", ".join(filter(None, (said, kind)))


def place(row: dict, language: str = "zh") -> str:
    """Where a figure stands in its document: under which heading, else in which cell (表1第4行第3列)."""
    if heading := row["section"].rpartition(" > ")[2]:
        return _words()["section"][language].format(heading)
    found = CELL.fullmatch(row["cell"])
    return _words()["cell"][language].format(*found.groups()) if found else row["cell"]


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return read_yaml(FOLDER / "labels.yaml")["places"]


def around(row: dict, near: int = LONGEST) -> tuple[str, str]:
    """What stands before and after a figure in its sentence, about `near` characters on either side at most."""
    text, start, end = text_of(row["source_id"]), row["char_start"], row["char_end"]
    if not text or pd.isna(start) or text[start:end] != row["obs_text"]:
        return "", ""
    begins = [found.end() for found in END.finditer(text, max(0, start - 2 * near), start)]
    ends = END.search(text, end, min(len(text), end + 2 * near))
    before = text[begins[-1] if begins else max(0, start - 2 * near) : start]
    after = text[end : ends.end() if ends else min(len(text), end + 2 * near)]
    return _last_of(GAPS.sub(" ", before.lstrip()), near), _first_of(GAPS.sub(" ", after.rstrip()), near)


def _first_of(text: str, near: int) -> str:
    """The beginning of a text, to the end of the clause about `near` characters on, else of what belongs together."""
    if len(text) <= near:
        return text
    ends = [*(found.start() for found in BORDER.finditer(text)), len(text)]
    cut = _nearest(ends, near, near) or len(re.sub(f"{UNBROKEN}$", "", text[:near], count=1))
    return text[:cut] + ("…" if cut < len(text) else "")


def _last_of(text: str, near: int) -> str:
    """The end of a text, from the start of the clause about `near` characters back, else of what belongs together."""
    at = len(text) - near
    if at <= 0:
        return text
    begins = [0, *(found.end() for found in BORDER.finditer(text))]
    cut = _nearest(begins, at, near)
    cut = len(text) - len(re.sub(f"^{UNBROKEN}", "", text[at:], count=1)) if cut is None else cut
    return ("…" if cut else "") + text[cut:].lstrip()


def _nearest(places: list[int], wanted: int, near: int) -> int | None:
    """The place nearest to the one wanted, None where none is within half of `near`."""
    place = min(places, key=lambda one: abs(one - wanted))
    return place if 2 * abs(place - wanted) <= near else None
