"""Tables and figures as JupyterLab and GitHub show them: HTML without scripts or style sheets; aligned plain text."""

import unicodedata
from html import escape

from ipstats.display.links import shown as link

RULE, THIN = "1.5px solid currentColor", "0.75px solid currentColor"
CELL = "padding:2px 10px;border:0;background:none;"
SMALL = "font-size:90%;opacity:.85;margin:2px 0;"
WORDS = {
    "zh": {"unit": "单位：", "note": "注：", "source": "资料来源：", "stop": "；"},
    "en": {"unit": "Unit: ", "note": "Note: ", "source": "Source: ", "stop": "; "},
}


def table(shown) -> str:
    """A table in three lines (三线表): rules above and below, a thin one under the head; numbers are links."""
    head = "".join(_head(column) for column in shown.columns)
    body = "\n".join(_row(row, shown.columns) for row in shown.rows)
    style = f"border-collapse:collapse;border-top:{RULE};border-bottom:{RULE};margin:4px 0;"
    return (
        f'<div lang="{_lang(shown)}">{caption(shown)}'
        f'<table style="{style}" aria-label="{escape(shown.alt)}">'
        f'<thead style="border-bottom:{THIN}"><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>{foot(shown)}</div>'
    )


def figure(shown, picture: str) -> str:
    """A chart with its caption, notes and sources; `picture` is the PNG in base64, which shows on every machine."""
    style = f"max-width:100%;width:{shown.width:.0f}px"
    image = f'<img src="data:image/png;base64,{picture}" alt="{escape(shown.alt)}" style="{style}">'
    return f'<figure lang="{_lang(shown)}" style="margin:0">{caption(shown)}{image}{foot(shown)}</figure>'


def caption(shown) -> str:
    """Title above; period and unit small beside it."""
    words = WORDS[shown.language]
    small = "　".join(part for part in (shown.period, words["unit"] + shown.unit if shown.unit else "") if part)
    beside = f' <span style="{SMALL}margin-left:1em">{escape(small)}</span>' if small else ""
    return f'<div style="margin:8px 0 4px"><b>{escape(shown.title)}</b>{beside}</div>'


def foot(shown) -> str:
    """Notes (注) and sources (资料来源)."""
    words = WORDS[shown.language]
    several = len(shown.notes) > 1
    numbered = [f"{i}. {note}" if several else note for i, note in enumerate(shown.notes, start=1)]
    lines = [words["note"] + " ".join(numbered)] if numbered else []
    if shown.source:
        lines.append(words["source"] + words["stop"].join(shown.source))
    return "".join(f'<div style="{SMALL}">{escape(line)}</div>' for line in lines)


def _lang(shown) -> str:
    return "zh-CN" if shown.language == "zh" else "en"


def _head(column) -> str:
    return f'<th scope="col" style="{CELL}text-align:{column.align};font-weight:600">{escape(_named(column))}</th>'


def _named(column) -> str:
    """A heading with the one above it that it shares."""
    return " ".join(filter(None, (column.group, column.label)))


def _row(row, columns) -> str:
    if row.kind == "group":
        style = f"{CELL}text-align:left;font-weight:600"
        return f'<tr><td colspan="{len(columns)}" style="{style}">{escape(row.cells[0].text)}</td></tr>'
    above = f"border-top:{THIN};" if row.kind == "total" else ""
    cells = "".join(
        f'<td style="{CELL}{above}text-align:{column.align};font-variant-numeric:tabular-nums">{_cell(cell)}</td>'
        for cell, column in zip(row.cells, columns, strict=True)
    )
    return f"<tr>{cells}</tr>"


def _cell(cell) -> str:
    text = escape(cell.text)
    tip = f' title="{escape(cell.title)}"' if cell.title else ""
    if cell.href:
        text = f'<a href="{escape(link(cell.href))}"{tip}>{text}</a>'
    elif tip:
        text = f'<span{tip} style="border-bottom:1px dotted">{text}</span>'
    return text + (f"<sup>{escape(cell.sign)}</sup>" if cell.sign else "")


def plain(shown) -> str:
    """A table as aligned text: Chinese characters count two columns."""
    heads = [_named(column) for column in shown.columns]
    rows = [[cell.text + cell.sign for cell in row.cells] for row in shown.rows]
    full = [row for row in rows if len(row) == len(heads)]
    widths = [max(map(_columns, cells)) for cells in zip(heads, *full, strict=True)]
    aligns = [column.align for column in shown.columns]
    lines = [shown.title, _line(heads, widths, aligns), "-" * (sum(widths) + 2 * len(widths) - 2)]
    lines += [_line(row, widths, aligns) if len(row) == len(heads) else row[0] for row in rows]
    words = WORDS[shown.language]
    lines += [words["note"] + note for note in shown.notes] + [words["source"] + source for source in shown.source]
    return "\n".join(lines)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _line(texts, widths, aligns) -> str:
    padded = []
    for text, width, align in zip(texts, widths, aligns, strict=True):
        room = " " * (width - _columns(text))
        padded.append(text + room if align == "left" else room + text)
    return "  ".join(padded).rstrip()
