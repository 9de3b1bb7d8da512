"""From a number back to its sentence: the words around a figure in the text of its source."""

import re
from functools import lru_cache

import pandas as pd

from ipstats import project
from ipstats.display.phrasing import document
from ipstats.display.prose import Inline, Prose
from ipstats.display.tables import checked
from ipstats.errors import TableError
from ipstats.model.definitions import FOLDER, read_yaml

END = re.compile(r"[。！？；\n]|(?<=[a-z])\.\s")
CELL = re.compile(r"t(\d+)!r(\d+)c(\d+)")
GAPS = re.compile(r"[\t ]+")
LONGEST = 160
"""Characters of a sentence before and after a figure at most: a table's line can be long."""


@lru_cache(maxsize=32)
def text_of(source_id: str) -> str:
    """The text that offsets of a source refer to (`data/processed/texts`), empty where there is none."""
    path = project.processed() / "texts" / f"{source_id}.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def quote(row: pd.Series | pd.DataFrame | dict, language: str = "zh") -> Prose:
    """The sentence a figure was read from, the figure itself linking to its place in the highlighted source.

    `row` is a row of the observation table, or a table of one row. A figure of a published table has its cell instead
    of a sentence.
    """
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise TableError(f"quote takes one figure, found {len(row)} rows; give rows.iloc[0]")
        row = row.iloc[0]
    checked(row, "source_id", "obs_id", "obs_text")
    row = dict(row)
    before, after = around(row)
    link = f"sources/{row['source_id']}.html#fig-{row['obs_id']}"
    named = f"《{document(row['source_id'])}》"
    where = ("，" if language == "zh" else ", ").join(filter(None, (named, place(row, language))))
    said = f"（{where}）" if language == "zh" else f" ({where})"
    marks = ("“", "”")
    parts = (
        Inline(marks[0] + before),
        Inline(row["obs_text"] or row["printed"], link),
        Inline(after + marks[1] + said),
    )
    return Prose(language, parts)


def place(row: dict, language: str = "zh") -> str:
    """Where a figure stands in its document: under which heading, else in which cell (表1第4行第3列)."""
    found = CELL.fullmatch(row["cell"])
    cell = _cell_words()[language].format(*found.groups()) if found else row["cell"]
    return row["section"].rpartition(" > ")[2] or cell


@lru_cache(maxsize=1)
def _cell_words() -> dict[str, str]:
    return read_yaml(FOLDER / "labels.yaml")["places"]["cell"]


def around(row: dict) -> tuple[str, str]:
    """What stands before and after a figure in its sentence."""
    text, start, end = text_of(row["source_id"]), row["char_start"], row["char_end"]
    if not text or pd.isna(start) or text[start:end] != row["obs_text"]:
        return "", ""
    begins = [found.end() for found in END.finditer(text, max(0, start - LONGEST), start)]
    ends = END.search(text, end, min(len(text), end + LONGEST))
    before = text[begins[-1] if begins else max(0, start - LONGEST) : start]
    after = text[end : ends.end() if ends else min(len(text), end + LONGEST)]
    return GAPS.sub(" ", before.lstrip()), GAPS.sub(" ", after.rstrip())
