"""A review as a workbook for colleagues without Jupyter: one line a figure, a drop-down to decide, the rest protected.

The hidden sheet holds the place of each figure and what was read there; a line that no longer matches is refused and
named when the workbook comes back, and the others are taken.
"""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from ipstats.collect import entries
from ipstats.collect.alternatives import Reading
from ipstats.collect.entries import Decision
from ipstats.collect.reviewing import REASONS, Session
from ipstats.errors import CorrectionError, DocumentError, IpstatsError
from ipstats.model.doubts import doubt_words, doubts
from ipstats.model.wording import amount, sentence, value_of

HEADS = {
    "编号 no.": 6, "组 group": 6, "为什么待核 doubt": 24, "原文 sentence": 60, "数字 figure": 22, "指标 indicator": 24,
    "地区 area": 14, "时间 period": 14, "类型 measure": 12, "决定 decision": 26, "指标改为 indicator": 20,
    "地区改为 area": 14, "时间改为 period": 14, "数字改为 printed": 14, "说明 note": 24,
}  # fmt: skip
"""Heading -> width; the columns after the figure's own are to be filled in."""
DECISION, TYPED = 9, {"indicator": 10, "area": 11, "period": 12, "printed": 13}
NOTE = 14
FIRST = 3
"""The row of the first figure (from 0): above it stand the document, who decides, and the headings."""
AS_READ, NO_FIGURE, AS_TYPED = "照原读法 as read", "不是统计数字 no figure", "改为右边所填 as typed"
SHEET, HIDDEN = "复核 review", "_places"


class Line(NamedTuple):
    """One line of a workbook that came back: the figure's place and what was decided."""

    number: int
    group: int
    place: dict
    decision: Decision


def write(session: Session, path: Path) -> int:
    """Write the figures that want a look, and the likely ones; how many lines there are."""
    import xlsxwriter

    lines = [
        (number, group, row) for number, group in enumerate(session.groups, start=1) for row in session.rows_of(group)
    ]
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet, hidden = book.add_worksheet(SHEET), book.add_worksheet(HIDDEN)
            hidden.very_hidden()
            _heading(book, sheet, session)
            for at, (number, group, row) in enumerate(lines):
                _line(book, sheet, hidden, at, number, group, row, session)
            sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise IpstatsError(f"{path}: cannot be written: {error}; close it in Excel, or give another name") from None
    return len(lines)


def _heading(book, sheet, session: Session) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1, "text_wrap": True})
    free = book.add_format({"locked": False, "border": 1, "bg_color": "#FFF8E1"})
    sheet.write(
        0, 0, f"{session.document.title or session.document.source_id}：逐条核对，在“决定”栏选择；黄色格可填写。"
    )
    sheet.write(1, 0, "核对人 by")
    sheet.write(1, 2, "", free)
    for column, (head, width) in enumerate(HEADS.items()):
        sheet.set_column(column, column, width)
        sheet.write(FIRST - 1, column, head, bold)
    sheet.freeze_panes(FIRST, 0)


def _line(book, sheet, hidden, at: int, number: int, group, row: dict, session: Session) -> None:
    text, line = session.document.text, FIRST + at
    fixed = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    free = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "locked": False, "bg_color": "#FFF8E1"})
    before, figure, after = sentence(row, text)
    said = "；".join(doubt_words()[one]["zh"] for one in doubts(row["comment_obs"]))
    shown = [at + 1, number, said, f"{before}【{figure}】{after}", amount(row)]
    shown += [value_of(row, slot) for slot in ("indicator", "area", "period", "measure")]
    for column, value in enumerate(shown):
        sheet.write(line, column, value, fixed)
    for column in range(DECISION, len(HEADS)):
        sheet.write_blank(line, column, None, free)
    choices = [
        AS_READ,
        *(_choice(at, one) for at, one in enumerate(group.readings, start=1) if one.set),
        NO_FIGURE,
        AS_TYPED,
    ]
    place = entries.entry(row, session.table, text, Decision("confirm", "", "", "", {}))
    kept = {"place": {name: place[name] for name in ("where", "expect")}}
    kept |= {"sets": {_choice(at, one): one.set for at, one in enumerate(group.readings, start=1)}}
    hidden.write_string(at, 0, json.dumps(kept, ensure_ascii=False))
    for column, choice in enumerate(choices, start=1):
        hidden.write_string(at, column, choice)
    source = f"={HIDDEN}!$B${at + 1}:${chr(ord('A') + len(choices))}${at + 1}"
    sheet.data_validation(line, DECISION, line, DECISION, {"validate": "list", "source": source})


def _choice(number: int, one: Reading) -> str:
    return f"{number} {one.zh}"


def take(session: Session, path: Path, by: str = "") -> tuple[int, list[str]]:
    """Write the decisions of a workbook into the corrections; how many were taken, and the lines that were refused."""
    lines, refused = _lines(path, by or session.by)
    alike = Counter(_alike(one) for one in lines)
    made, table, text = [], session.table, session.document.text
    for one in lines:
        try:
            entry = _entry(one, alike[_alike(one)])
            table = entries.tried([entry], _open(table, one), text, f"{path.name}: line {one.number}")
            made.append(entry)
        except CorrectionError as error:
            refused.append(str(error))
    if made:
        entries.append(session.file, made)
        session.table = table
    return len(made), refused


def _alike(one: Line) -> str:
    """Equal for lines of one group that were decided alike."""
    return repr((one.group, one.decision))


def _open(table, one: Line):
    """The table, unless the line's figure was decided since."""
    cell = one.place["where"].get("cell")
    decided = table[table["evidence"].str.contains("@person", regex=False)]
    same = decided[(decided["obs_text"] == one.place["expect"].get("obs_text")) & (decided["cell"] == (cell or ""))]
    for name, value in one.place["expect"].items():
        same = same[same[name].map(entries.plain) == value]
    if len(same):
        raise CorrectionError(f"line {one.number}: {one.place['expect'].get('obs_text')} is decided already (已有决定)")
    return table


def _entry(one: Line, rows: int) -> dict:
    decision = one.decision
    made = {"action": decision.action, **one.place} | ({"set": decision.set} if decision.set else {})
    made |= {"reason": decision.reason, "by": decision.by, "on": decision.on}
    return made | {"as": "group" if rows > 1 else "single", "rows": rows}


def _lines(path: Path, by: str) -> tuple[list[Line], list[str]]:
    """The lines that were decided, and those that cannot be understood."""
    sheet, hidden = _sheets(path)
    by = str(sheet.cell(2, 3).value or by)
    made, refused = [], []
    for at in range(FIRST + 1, sheet.max_row + 1):
        cells = [sheet.cell(at, column + 1).value for column in range(len(HEADS))]
        if not cells[DECISION]:
            continue
        kept = json.loads(hidden.cell(_number(cells[0]), 1).value or "{}")  # lines may have been sorted
        decision = _decision(cells, kept.get("sets", {}), by)
        if decision is None or not kept:
            refused.append(f"{path.name}: line {cells[0]}: {cells[DECISION]!r} is no decision of it (决定栏不合)")
        else:
            made.append(Line(int(cells[0]), int(cells[1]), kept["place"], decision))
    return made, refused


def _number(value) -> int:
    """The number of a line; one that no line has where it was overwritten."""
    return value if isinstance(value, int) and value > 0 else 1048576


def _sheets(path: Path):
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path)
        return book[SHEET], book[HIDDEN]
    except (OSError, KeyError, ValueError, BadZipFile, InvalidFileException) as error:
        raise DocumentError(f"{path}: no workbook of `ipstats review --xlsx`: {error} (不是复核表)") from None


def _decision(cells: list, sets: dict, by: str) -> Decision | None:
    """What a line decides; nothing where decision and filled cells do not go together."""
    said, note = str(cells[DECISION]), str(cells[NOTE] or "")
    values = {name: str(cells[column]) for name, column in TYPED.items() if cells[column] not in (None, "")}
    offered = {AS_READ: ("confirm", "confirm", {}), NO_FIGURE: ("drop", "drop", {})}
    offered |= {name: ("override", "choose", one) if one else ("confirm", "confirm", {}) for name, one in sets.items()}
    offered = {AS_TYPED: ("override", "type", values)} if values else offered
    if said not in offered:
        return None
    action, reason, sets_to = offered[said]
    return Decision(action, note or REASONS[reason], by, date.today().isoformat(), sets_to)
