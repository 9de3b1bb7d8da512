"""What has held for so many years, this one included (连续5年居第一, 连续五年增长): typed in a cell, or said in a text.

A reader gives a place of the text's year and leaves 连续N年增长 aside; here the words beside a figure say how long.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ipstats.model.numerals import parse_number

EVERY_YEAR = "every_year:"
"""Comparison of what is said of each year from one on."""
YEARS = r"连续第?(?P<number>[\d一二两三四五六七八九十]+)年度?"
IN_A_ROW = re.compile(rf"^已?{YEARS}(?:保持|稳居|位居|位列|居|列|实现|呈)?(?P<rest>.+)$")
BEFORE_PLACE = re.compile(rf"{YEARS}(?:稳定)?(?:保持|稳居|位居|位列|蝉联|名列|排名|排在|排|获|居|列|在|为)*$")
CHANGES = re.compile(
    rf"(?:已|均|实现)*{YEARS}(?:保持|实现|呈现?|稳定|稳步|持续|平稳|快速|较快|高速|大幅|正|两位数|的)*"
    r"(?P<change>增长|上升|提升|提高|攀升|下降|减少|下滑|回落)(?![超率速幅点值极最]|了?\d)"
)
STOP, CLAUSE = re.compile(r"[。！？；\n]"), re.compile(r"[。！？；\n，：]")
NOUN = re.compile(r"(?:^|;)indicator=[^;\[]*\[(\d+)-(\d+)\]")
NEAR = 4
"""Characters at most between an indicator's name and what is said of its years."""
Texts = Callable[[str], str]


def in_a_row(printed: str) -> tuple[int, str] | None:
    """How many years a printed cell speaks of, and what it says of each; None for other cells."""
    found = IN_A_ROW.match(printed)
    return (int(parse_number(found["number"]).value), found["rest"].removesuffix("态势")) if found else None


def bounds(printed: str) -> tuple[str, float, float]:
    """Bound and ends of a change that only has a direction: a fall is below nought, a rise above."""
    falls = re.search("下降|减少|下滑|回落", printed)
    return ("<", float("-inf"), 0.0) if falls else (">", 0.0, float("inf"))


def texts_in(folder: Path) -> Texts:
    """Texts of documents by source, kept in a folder as a project's are; "" for one it lacks."""

    @lru_cache(maxsize=64)
    def text(source: str) -> str:
        path = folder / f"{source}.txt"
        return path.read_text("utf-8") if path.is_file() else ""

    return text


def with_years(table: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """The table with `since`, the first of the years that a figure is said to hold for (0 for one year), and a row more
    for each rise or fall that its text says of years in a row."""
    typed = table["comparison"].str.extract(rf"^{EVERY_YEAR}(\d{{4}})")[0]
    table = table.assign(since=pd.to_numeric(typed).fillna(0).astype("int64"))
    read = table[
        table["char_start"].notna() & (table["cell"] == "") & ~table["is_target"] & table["period_end"].notna()
    ]
    added = []
    for source, rows in read.groupby("source_id", sort=False):
        text = texts(str(source))
        rows = rows[_stand_there(rows, text)] if "连续" in text else rows[:0]
        for row in rows.index[rows["measure"] == "rank"]:
            start = int(rows["char_start"][row])
            if found := BEFORE_PLACE.search(text, max(0, start - 20), start):
                table.loc[row, "since"] = _first(rows.loc[row], found)
        added += list(_changes(rows[rows["measure"].isin(["level", "growth"])], text))
    return pd.concat([table, pd.DataFrame(added).astype(table.dtypes)], ignore_index=True) if added else table


def _first(row: pd.Series, found: re.Match[str]) -> int:
    return int(row["period_end"].year - parse_number(found["number"]).value + 1)


def _stand_there(rows: pd.DataFrame, text: str) -> list[bool]:
    """Whether each figure stands in the text where its row says: an older text, or another's, says nothing."""
    spans = zip(rows["char_start"], rows["char_end"], rows["obs_text"], strict=True)
    return [text[int(start) : int(end)] == said for start, end, said in spans]


def _changes(rows: pd.DataFrame, text: str) -> Iterator[pd.Series]:
    """A row for each rise or fall in a row, of the figure whose indicator it is said of."""
    for found in CHANGES.finditer(text) if len(rows) else ():
        row = _said_of(rows, text, found)
        if row is None:
            continue
        bound, lower, upper = bounds(found["change"])
        first = _first(row, found)
        words = {"comparison": f"{EVERY_YEAR}{first}", "measure": "growth", "unit_measure": "%", "bound": bound}
        places = {"char_start": found.start(), "char_end": found.end(), "obs_text": found[0], "printed": found[0]}
        value = {"obs_value": 0.0, "obs_lower": lower, "obs_upper": upper, "since": first, "part_of": ""}
        yield pd.Series(row.to_dict() | words | places | value | {"obs_id": f"{row['obs_id']}.{first}"})


def _said_of(rows: pd.DataFrame, text: str, found: re.Match[str]) -> pd.Series | None:
    """The figure of the sentence whose indicator stands right before the words, or else that of the clause before."""
    begin = _after(CLAUSE, text, found.start())
    nouns = rows["evidence"].str.extract(NOUN).astype(float) if "evidence" in rows else pd.DataFrame(columns=[0, 1])
    end = nouns[1].where(nouns[0] >= begin)
    near = end[(end <= found.start()) & (end >= found.start() - NEAR)]
    if len(near):
        return rows.loc[near.index[0]]
    before = rows[(rows["char_end"] < begin) & (rows["char_start"] >= _after(STOP, text, found.start()))]
    if begin != found.start() or before.empty:
        return None
    last = before.iloc[int(before["char_end"].argmax())]
    return None if CLAUSE.search(text, int(last["char_end"]), begin - 1) else last


def _after(mark: re.Pattern[str], text: str, place: int) -> int:
    """Where the clause or sentence begins that a place is in."""
    ends = [one.end() for one in mark.finditer(text, max(0, place - 200), place)]
    return ends[-1] if ends else max(0, place - 200)
