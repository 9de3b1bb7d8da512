"""A document's text with every figure highlighted, and its row on hover or focus: one self-contained HTML page.

The page runs no script and loads nothing (its policy forbids both); whatever the document holds is escaped. A figure
has the anchor `fig-<obs_id>`, a colour and a line by its measure (told apart without colour, on screen and on paper),
and can be reached by the keyboard.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from ipstats.documents.blocks import Block
from ipstats.documents.content import Cell, PrintedTable
from ipstats.model.doubts import trust_words
from ipstats.model.evidence import parse_evidence
from ipstats.model.naming import period as period_words
from ipstats.model.observations import DOUBTFUL
from ipstats.model.wording import COMPARISONS, MEASURES, amount, reason
from ipstats.reading.accounting import NOT_READ

STYLE = Path(__file__).with_name("highlight.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"


def page(document, typeface: str = "") -> str:
    """The whole HTML page of a document that was read (`ipstats.read`); `typeface` is a style rule that embeds one."""
    title = document.title or document.source_id or "document"
    return (
        '<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{typeface}{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f'<body class="ipstats-document">\n<header>\n<h1>{escape(title)}</h1>\n'
        f"{_facts(document)}{_legend(document)}</header>\n"
        f"<main>\n{_body(document)}\n</main>\n{_index(document.table)}</body>\n</html>\n"
    )


def fragment(document) -> str:
    """The same for a notebook's output: a box that scrolls."""
    return (
        f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
        f'<div class="ipstats-document boxed">{_facts(document)}{_legend(document)}<div>{_body(document)}</div></div>'
    )


def _facts(document) -> str:
    table, unread = document.table, sum(one.kind == NOT_READ for one in document.numbers)
    told = [f"{len(table)} 个数字 figures"]
    told += [f"{n} 个待核 want a look"] if (n := int((table["trust"] == DOUBTFUL).sum())) else []
    told += [f"{unread} 个数字未读 not read"] if unread else []
    if document.published:
        told.append(f"{document.published:%Y-%m-%d} 发布 published")
    if document.source_id:
        told.append(document.source_id)
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in document.warnings)
    box = f"<details open><summary>未能判定 not decided</summary><ul>{warnings}</ul></details>\n" if warnings else ""
    return f"<p>{escape(' · '.join(told))}</p>\n{box}"


def _legend(document) -> str:
    seen = set(document.table["measure"])
    marks = "".join(
        f'<li><span class="figure {name}">{zh}</span> {en}</li>' for name, (zh, en) in MEASURES.items() if name in seen
    )
    if (document.table["trust"] == DOUBTFUL).any():
        marks += '<li><span class="figure doubtful">待核</span> wants a look</li>'
    if any(one.kind == NOT_READ for one in document.numbers):
        marks += '<li><span class="unread">未读</span> not read</li>'
    return f'<ul class="legend" aria-label="图例 legend">{marks}</ul>\n' if marks else ""


def _body(document) -> str:
    figures = _Figures(document)
    parts, page_seen = [], None
    for _, item in _items(document.blocks, document.tables):
        number = getattr(item, "page", None)
        if number and number != page_seen:
            parts.append(f'<p class="page">第 {number} 页 page {number}</p>')
            page_seen = number
        parts.append(_table(item, figures) if isinstance(item, PrintedTable) else _block(item, figures))
    return "\n".join(parts)


def _items(blocks: Iterable[Block], tables: Iterable[PrintedTable]) -> list[tuple[int, Block | PrintedTable]]:
    """Blocks and tables in the order of the text."""
    placed = [(block.start, block) for block in blocks]
    placed += [(min(cell.block.start for cell in table.cells), table) for table in tables if table.cells]
    return sorted(placed, key=lambda item: item[0])


def _block(block: Block, figures: "_Figures") -> str:
    tag = f"h{min(len(block.headings) + 2, 6)}" if block.kind == "heading" else "p"
    return f'<{tag} class="{block.kind}">{figures.marked(block)}</{tag}>'


def _table(table: PrintedTable, figures: "_Figures") -> str:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = "\n".join(
        "<tr>" + "".join(_cell(cell, figures) for cell in sorted(cells, key=lambda c: c.column)) + "</tr>"
        for _, cells in sorted(rows.items())
    )
    label = escape(table.name)
    return f'<div class="wide" tabindex="0" role="region" aria-label="{label}"><table>\n{lines}\n</table></div>'


def _cell(cell: Cell, figures: "_Figures") -> str:
    tag = "th" if cell.head else "td"
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    indent = f' style="padding-left:{min(cell.indent, 8) + 0.5}em"' if cell.indent else ""
    return f"<{tag}{spans}{indent}>{figures.marked(cell.block)}</{tag}>"


@dataclass(frozen=True, slots=True)
class Home:
    """What a document is about, by which a figure of another place or time is told; and its text."""

    area: str
    period_end: object
    text: str

    @classmethod
    def of(cls, document) -> "Home":
        """The area that was said, else the one most figures are of; the year in which most figures' times end."""
        table = document.table
        areas = table.loc[table["ref_area_name"] != "", "ref_area_name"].mode()
        years = table["period_end"].dropna().dt.year.mode()
        said = document.context.area
        known = table.loc[(table["ref_area"] == said) | (table["ref_area_name"] == said), "ref_area_name"]
        usual = known.iloc[0] if said and len(known) else areas.iloc[0] if len(areas) else ""
        return cls(usual, int(document.context.year or (years.iloc[0] if len(years) else 0)), document.text)

    def other(self, row: dict) -> list[str]:
        """The place and the time of a figure that are not the document's own."""
        place = row["ref_area_name"] if row["ref_area_name"] not in ("", self.area) else ""
        end = row["period_end"]
        away = end not in ("", None) and pd.notna(end) and end.year != self.period_end
        return list(filter(None, [place, period_words(row["time_period"], "zh") if away else ""]))


class _Figures:
    """The figures of a document, and the numbers that were not read, by their place in the text."""

    def __init__(self, document) -> None:
        table, self._home = document.table, Home.of(document)
        placed = table[table["char_start"].notna()].sort_values(["char_start", "char_end"], ascending=[True, False])
        self._spans: list[tuple[int, int, list[dict]]] = []
        for row in placed.astype(object).where(placed.notna(), "").to_dict("records"):
            first, last = int(row["char_start"]), int(row["char_end"])
            if self._spans and self._spans[-1][:2] == (first, last):
                self._spans[-1][2].append(row)
            else:
                self._spans.append((first, last, [row]))
        self._spans += [(one.start, one.end, []) for one in document.numbers if one.kind == NOT_READ]
        self._spans.sort(key=lambda span: (span[0], -span[1]))
        self._starts = [first for first, _, _ in self._spans]

    def marked(self, block: Block) -> str:
        """The text of a block, escaped, its figures marked; a figure may stand within another."""
        end = block.place(0, len(block.text))[1]
        first = bisect_right(self._starts, block.start - 1)
        spans = []
        for start, last, rows in self._spans[first:]:
            if start >= end:
                break
            spans.append((_inside(block, start), _inside(block, last), rows))
        return "".join(_nested(block.text, 0, len(block.text), spans, self._home))


def _inside(block: Block, offset: int) -> int:
    """The place in a block's text of an offset in the document."""
    at = offset - block.start
    for place, left_out in block.joins:
        if place >= at:
            break
        at = max(place, at - len(left_out))
    return min(max(at, 0), len(block.text))


def _nested(text: str, at: int, end: int, spans: list[tuple[int, int, list[dict]]], home: "Home") -> Iterator[str]:
    while spans:
        first, last, rows = spans.pop(0)
        first, last = max(first, at), min(last, end)
        if first >= last:
            yield "".join(_anchor(row) for row in rows)
            continue
        inner = []
        while spans and spans[0][0] < last:
            inner.append(spans.pop(0))
        yield escape(text[at:first])
        yield _mark("".join(_nested(text, first, last, inner, home)), rows, home)
        at = last
    yield escape(text[at:end])


def _mark(inner: str, rows: list[dict], home: "Home") -> str:
    if not rows:
        return f'<span class="unread" title="未读数字 number not read">{inner}</span>'
    first, ids = rows[0], [escape(str(row["obs_id"])) for row in rows]
    kinds = [first["measure"] if first["measure"] in MEASURES else "level", *(["goal"] if _is_goal(first) else [])]
    kinds += ["doubtful"] if any(row["trust"] == DOUBTFUL for row in rows) else []
    anchors = "".join(_anchor(row) for row in rows[1:])
    cards = "".join(_card(row, home) for row in rows)
    other = "、".join(dict.fromkeys(home.other(first)))
    apart = f' data-other="{escape(other)}"' if other else ""
    card = f'<span class="card" role="tooltip" id="row-{ids[0]}">{cards}</span>'
    return (
        f'{anchors}<span class="figure {" ".join(kinds)}" id="fig-{ids[0]}"{apart} tabindex="0" '
        f'aria-describedby="row-{ids[0]}">{inner}{card}</span>'
    )


def _anchor(row: dict) -> str:
    return f'<span class="anchor" id="fig-{escape(str(row["obs_id"]))}"></span>'


def _card(row: dict, home: "Home") -> str:
    """What a figure says, for people: value with what it can mean, whose, when, and which words decided each."""
    zh, en = MEASURES.get(row["measure"], ("", str(row["measure"])))
    decided = parse_evidence(str(row["evidence"])).taken
    told = {slot: reason(one, home.text) for slot, one in decided.items()}
    area = " ".join(filter(None, [row["ref_area_name"], row["scope"]]))
    lines = {
        "数值 value": (amount(row), ""),
        "指标 indicator": (row["indicator_name"] or row["label"], told.get("indicator", "")),
        "原文 as written": (
            row["label"] if row["indicator_name"] and row["label"] != row["indicator_name"] else "",
            "",
        ),
        "地区 area": (area, told.get("area", "")),
        "时间 period": (period_words(row["time_period"], "zh"), told.get("period", "")),
        "类型 measure": (" ".join(filter(None, [f"{zh} {en}", *_qualities(row)])), ""),
        "其中 part of": (row["part_of"], ""),
        "范围 among": (row["rank_scope"], ""),
        "状态 status": ("" if row["obs_status"] == "A" else row["obs_status"], ""),
        "说明 comment": (row["comment_obs"], ""),
        "可信度 trust": (trust_words().get(row["trust"], row["trust"]), ""),
        "规则 rule": (" ".join(filter(None, [row["rule"], row["cell"]])), ""),
    }
    said = "".join(
        f"<span><b>{head}</b> {escape(str(value))}{f' <i>{escape(why)}</i>' if why else ''}</span>"
        for head, (value, why) in lines.items()
        if value
    )
    return f'<span class="row">{said}</span>'


def _qualities(row: dict) -> list[str]:
    compared = COMPARISONS.get(row["comparison"], (row["comparison"],))[0]
    return [compared, "目标 target" if _is_goal(row) else ""]


def _is_goal(row: dict) -> bool:
    return row["is_target"] is True or str(row["is_target"]) == "True"


def _number(value) -> str:
    return "" if value == "" else f"{value:,.10g}"


def _index(table: pd.DataFrame) -> str:
    """All figures in a table at the end, each a link to its place; one that was counted over many cells has its
    anchor here, with the cells, and the table then stands open."""
    if table.empty:
        return ""
    heads = ("指标 indicator", "地区 area", "时间 period", "数值 value", "单位 unit", "类型 measure", "原文 text")
    lines = []
    is_open = " open" * bool(table["char_start"].isna().any())
    for row in table.astype(object).where(table.notna(), "").to_dict("records"):
        name = row["indicator_name"] or row["label"]
        value = _number(row["obs_value"])
        cells = (row["ref_area_name"], row["time_period"], value, row["unit_measure"], row["measure"])
        said = "".join(f"<td>{escape(str(cell))}</td>" for cell in cells)
        text = re.sub(r"\s+", " ", str(row["obs_text"]))
        figure, counted = f"fig-{escape(str(row['obs_id']))}", row["char_start"] == ""
        link = escape(row["cell"]) if counted else f'<a href="#{figure}">{escape(text)}</a>'
        anchor = f' id="{figure}"' * counted
        lines.append(f"<tr{anchor}><th scope=row>{escape(str(name))}</th>{said}<td>{link}</td></tr>")
    head = "".join(f"<th scope=col>{name}</th>" for name in heads)
    return (
        f"<details class=index{is_open}><summary>全部数字 all figures ({len(table)})</summary>\n"
        '<div class="wide" tabindex="0" role="region" aria-label="all figures"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{chr(10).join(lines)}\n</tbody></table></div></details>\n"
    )
