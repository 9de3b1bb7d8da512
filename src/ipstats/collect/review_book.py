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
from ipstats.collect.answers import suited
from ipstats.collect.corrections import correction, rows_at
from ipstats.collect.entries import Decision
from ipstats.collect.questions import QuestionGroup, Unread
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


class DecidedLine(NamedTuple):
    """One line of a workbook that came back: the figure's place and what was decided."""

    number: int
    group: int
    place: dict
    decision: Decision


class Shown(NamedTuple):
    """One line of a workbook that goes out: what is shown, what can be chosen, and what is kept of its place."""

    cells: tuple
    choices: tuple[str, ...]
    kept: dict


def write(session: Session, path: Path) -> int:
    """Write the figures that want a look, the likely ones, and numbers not read; how many lines there are."""
    import xlsxwriter

    lines = [
        one for number, group in enumerate(session.groups, start=1) for one in _group_lines(session, group, number)
    ]
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet, hidden = book.add_worksheet(SHEET), book.add_worksheet(HIDDEN)
            hidden.very_hidden()
            _heading(book, sheet, session)
            for at, one in enumerate(lines):
                _line(book, sheet, hidden, at, one)
            sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise IpstatsError(f"{path}: cannot be written: {error}; close it in Excel, or give another name") from None
    return len(lines)


def _group_lines(session: Session, group: QuestionGroup, number: int) -> list[Shown]:
    rows = [_of_row(session, group, number, row) for row in session.rows_of(group)]
    return rows + [_of_number(session, number, one) for one in group.unread]


def _of_row(session: Session, group: QuestionGroup, number: int, row: dict) -> Shown:
    text = session.document.text
    said = "；".join(doubt_words()[one].zh for one in doubts(row["comment_obs"]))
    cells = (number, said, "{}【{}】{}".format(*sentence(row, text)), amount(row))
    cells += tuple(value_of(row, slot) for slot in ("indicator", "area", "period", "measure"))
    sets = {_choice(at, one): suited(one.set, [row], one.ends)[0] for at, one in enumerate(group.readings, start=1)}
    place = entries.entry(row, session.table, text, Decision("confirm", "", "", "", {}))
    kept = {"place": {name: place[name] for name in ("where", "expect")}, "sets": sets}
    return Shown(cells, (AS_READ, *(name for name, one in sets.items() if one), NO_FIGURE, AS_TYPED), kept)


def _of_number(session: Session, number: int, one: Unread) -> Shown:
    text = session.document.text
    said = "{}【{}】{}".format(*sentence({"char_start": one.start, "char_end": one.end}, text))
    cells = (number, f"未读数字 not read {one.reason}", said, one.text, "", "", "", "")
    kept = {"place": {"where": entries.exactly(one.start, one.end, text), "expect": {"rows": 0}}, "printed": one.text}
    return Shown(cells, (NO_FIGURE, AS_TYPED), kept)


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


def _line(book, sheet, hidden, at: int, shown: Shown) -> None:
    line = FIRST + at
    fixed = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    free = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "locked": False, "bg_color": "#FFF8E1"})
    for column, value in enumerate((at + 1, *shown.cells)):
        sheet.write(line, column, value, fixed)
    for column in range(DECISION, len(HEADS)):
        sheet.write_blank(line, column, None, free)
    hidden.write_string(at, 0, json.dumps(shown.kept | {"cells": shown.cells}, ensure_ascii=False))
    for column, choice in enumerate(shown.choices, start=1):
        hidden.write_string(at, column, choice)
    source = f"={HIDDEN}!$B${at + 1}:${chr(ord('A') + len(shown.choices))}${at + 1}"
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
            _refuse_decided(table, one, entry, text)
            table = entries.tried([entry], table, text, f"{path.name}: line {one.number}")
            made.append(entry)
        except CorrectionError as error:
            refused.append(f"{error}")
    if made:
        entries.append(session.file, made)
        session.table = table
    return len(made), refused


def _alike(one: DecidedLine) -> str:
    """Equal for lines of one group that were decided alike."""
    return repr((one.group, one.decision))


def _refuse_decided(table, one: DecidedLine, entry: dict, text: str) -> None:
    """`CorrectionError` when the line's figure was decided since the workbook was written."""
    rows = rows_at(table, correction(entry, f"line {one.number}"), text)
    if rows["evidence"].str.contains("@person", regex=False).any():
        raise CorrectionError(f"line {one.number}: {', '.join(rows['obs_text'])} is decided already")


def _entry(one: DecidedLine, rows: int) -> dict:
    return entries.as_entry(one.decision, one.place["where"], one.place["expect"], rows)


def _lines(path: Path, by: str) -> tuple[list[DecidedLine], list[str]]:
    """The lines that were decided, and those that cannot be understood."""
    sheet, hidden = _sheets(path)
    by = str(sheet.cell(2, 3).value or by)
    made, refused = [], []
    for at in range(FIRST + 1, sheet.max_row + 1):
        cells = [sheet.cell(at, column + 1).value for column in range(len(HEADS))]
        if not cells[DECISION]:
            continue
        kept = json.loads(hidden.cell(_number(cells[0]), 1).value or "{}")  # lines may have been sorted
        decision = _decision(cells, kept, by)
        if changed := _changed(cells, kept):
            refused.append(f"{path.name}: row {at}: {changed}; fill in the yellow cells only (受保护的列被改动)")
        elif decision is None:
            refused.append(
                f"{path.name}: line {cells[0]}: {cells[DECISION]!r} is no decision of what is filled in (决定栏不合)"
            )
        else:
            made.append(DecidedLine(int(cells[0]), int(cells[1]), kept["place"], decision))
    return made, refused


def _changed(cells: list, kept: dict) -> str:
    """What is otherwise in the columns that are not to be filled in; nothing when all is as it was written."""
    if not kept:
        return f"{cells[0]!r} is the number of no line"
    pairs = zip(list(HEADS)[1:DECISION], map(_plain, kept["cells"]), map(_plain, cells[1:DECISION]), strict=True)
    return ", ".join(f"{head} was {old!r} and is {new!r}" for head, old, new in pairs if old != new)


def _plain(value) -> str:
    """A cell's text, whose spaces and line ends another program may have written otherwise."""
    return "" if value is None else " ".join(str(value).split())


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
        raise DocumentError(f"{path}: no workbook of `ipstats review --xlsx`: {error}") from None


def _decision(cells: list, kept: dict, by: str) -> Decision | None:
    """What a line decides; nothing where decision and filled cells do not go together."""
    said, note = str(cells[DECISION]), str(cells[NOTE] or "")
    values = {name: str(cells[column]) for name, column in TYPED.items() if cells[column] not in (None, "")}
    offered = _offered(kept, values)
    if said not in offered:
        return None
    action, reason, sets_to = offered[said]
    return Decision(action, note or REASONS[reason], by, date.today().isoformat(), sets_to)


def _offered(kept: dict, values: dict) -> dict[str, tuple[str, str, dict]]:
    """Choice -> action, reason and what is set; cells that are filled in allow only the choice that speaks of them."""
    printed = kept.get("printed")
    if values:
        return {AS_TYPED: ("add", "type", {"printed": printed} | values) if printed else ("override", "type", values)}
    if printed:
        return {NO_FIGURE: ("confirm", "drop", {})}
    chosen = {name: ("override", "choose", one) for name, one in kept.get("sets", {}).items() if one}
    return {AS_READ: ("confirm", "confirm", {}), NO_FIGURE: ("drop", "drop", {})} | chosen
