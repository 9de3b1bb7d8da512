"""Markdown and plain text: lines become headings, items, paragraphs and tables, every character at its own offset.

The tables of real reports are not strict Markdown (a title row of one cell over three columns), and an offset must be
exact to the character; so the lines are read here. A first line `# source: ...` is a comment: it counts in the offsets
and is not read.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ipstats.documents.blocks import Block
from ipstats.documents.content import Cell, Content, PrintedTable, Span, struck_out, without
from ipstats.documents.decoding import decode
from ipstats.documents.outline import (
    BYLINE,
    CAPTION,
    NOTE,
    OPENING,
    PAGE_LINE,
    UNIT_LINE,
    Outline,
    ends_sentence,
    is_heading,
    kind_of,
    numbering,
    take_captions,
    title_of,
)
from ipstats.limits import Meter

_COMMENT = re.compile(r"#\s*source\b[^\n]*\n?|<!--.*?-->\s*", re.I | re.S)
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t\u3000]*(?=\S)")
_RULER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+•·●■◆]|[0-9]{1,2}[.)])[ \t\u3000]+(?=\S)")
_COUNT = re.compile(r"[0-9]{1,2}[ \u3000]")
"""A number that a wrapped line begins with (缩短↵19 天) is no numbering."""
_QUOTE = re.compile(r"[ ]{0,3}>[ \t]?")
_LINE_MARK = re.compile(r"[ \t]*(?:[*_-][ \t]*){3,}|[ \t]*=+[ \t]*|[ \t]*(?:```|~~~).*")
_EDGE = " \t\r\u3000\u00a0\ufeff"
_STRUCK = re.compile(
    r"(?<![0-9~])~~(?=[^\s~])[^~\n]{1,500}~~|<(?P<struck>del|s|strike)>[^<>\n]{1,500}</(?P=struck)>", re.I
)
"""Words struck out; what `~~` stands for between digits (1~~2) is not known, and it stays."""
DROP = re.compile(
    rf"(?i:{_STRUCK.pattern})|"
    r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|\[(?=[^\[\]\n]{1,200}\]\()|\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,500}\)"
    r"|</?[a-zA-Z][^<>\n]{0,200}>|\*\*|__|(?<![0-9])~~|~~(?![0-9])"
    r"|\\(?=[\\`*_{}\[\]()#+.!|~-])|(?<=&)amp;|&(?:nbsp|emsp|ensp|#160);"
)
"""Marks of Markdown and HTML inside a line, which are no part of what it says."""
_MARKED = re.compile(r"[!\[\]<*_~\\&]")
"""One of the characters that every such mark holds."""
_BAR = re.compile(r"(?<!\\)\|")
_INDENT = re.compile("[\u3000\u00a0]|&(?:emsp|ensp|nbsp);")


class MarkdownLine(NamedTuple):
    """A line of the file without its edges: where it starts, what it is."""

    start: int
    text: str
    kind: str
    level: int = 0
    gap: int = 0
    """How many blank lines stand before it."""
    turns: bool = False
    """Whether a line with only a page number, or a form feed, stands before it."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read_markdown(text: str, meter: Meter | None = None) -> Content:
    """The content of Markdown or plain text; `content.text` is `text` as it is."""
    meter = meter or Meter("text")
    meter.check("characters", len(text))
    content, outline = Content(text), Outline()
    lines = list(_lines(text))
    longest = max((len(line.text) for line in lines if line.kind == "text"), default=0)
    wrapped = longest if _is_wrapped(lines, longest) else 0
    at = 0
    while at < len(lines):
        first, at = at, _last(lines, at, wrapped)
        match lines[first].kind:
            case "row":
                _add_table(content, outline, lines[first:at], meter)
            case "heading":
                _add_heading(content, outline, lines[first])
            case "text" | "item":
                _add_text(content, outline, lines[first:at])
    content.title = title_of(content)
    content.warnings += struck_out(re.sub("<[^<>]*>|~", "", match[0]) for match in _STRUCK.finditer(text))
    return content


def _last(lines: list[MarkdownLine], first: int, wrapped: int) -> int:
    """Where the table or paragraph that begins at a line ends; a first line with a gap below it, or much shorter than
    the next, is a title alone."""
    at = first + 1
    if not first and _is_title_alone(lines):
        return at
    if lines[first].kind == "row":
        while at < len(lines) and lines[at].kind in ("row", "ruler") and not lines[at].gap:
            at += 1
    elif lines[first].kind in ("text", "item"):
        while at < len(lines) and _goes_on(lines[at - 1], lines[at], wrapped):
            at += 1
    return at


def _is_title_alone(lines: list[MarkdownLine]) -> bool:
    """Whether the first line has a gap below it, or is much shorter than the next."""
    after = lines[1] if len(lines) > 1 and not lines[1].turns else None
    return after is not None and bool(after.gap or _is_short(lines[0], after))


def _is_short(line: MarkdownLine, after: MarkdownLine) -> bool:
    """Whether a line of text is not half as long as the one below it, which no wrapped line is."""
    return line.kind == after.kind == "text" and 2 * len(line.text) < len(after.text)


def _lines(text: str) -> Iterator[MarkdownLine]:
    comment = _COMMENT.match(text)
    at, gap, turns = comment.end() if comment else 0, 0, False
    in_table = False
    for raw in text[at:].splitlines(keepends=True) if "\f" not in text else re.findall(r"[^\n]*\n|[^\n]+", text[at:]):
        start, at = at, at + len(raw)
        body = raw.strip(_EDGE + "\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        if not body or PAGE_LINE.fullmatch(body):
            gap += 1
            turns |= bool(body) or "\f" in raw
            in_table = False
            continue
        start += raw.find(body)
        line = _line(body, start, gap, in_table)
        if line is None:
            gap += 1
            continue
        in_table = line.kind in ("row", "ruler")
        yield line._replace(turns=True) if turns else line
        gap, turns = 0, False


def _line(body: str, start: int, gap: int, in_table: bool) -> MarkdownLine | None:
    if quote := _QUOTE.match(body):
        body, start = body[quote.end() :], start + quote.end()
    if "|" in body and (body.startswith("|") or in_table or body.count("|") > 1):
        return MarkdownLine(start, body, "ruler" if _RULER.fullmatch(body) else "row", gap=gap)
    if in_table and _RULER.fullmatch(body):
        return MarkdownLine(start, body, "ruler", gap=gap)
    return None if not body or _LINE_MARK.fullmatch(body) else _line_of_text(body, start, gap)


def _line_of_text(body: str, start: int, gap: int) -> MarkdownLine | None:
    """A heading by its mark or its numbering, an item, or text; none for the mark of a heading alone."""
    if mark := _HEADING.match(body):
        title = body[mark.end() :].rstrip(" #\t")
        return MarkdownLine(start + mark.end(), title, "heading", len(mark[1]), gap) if title else None
    if (mark := _ITEM.match(body)) and not is_heading(body):
        return MarkdownLine(start + mark.end(), body[mark.end() :], "item", gap=gap)
    kind = "heading" if is_heading(DROP.sub("", body) if _MARKED.search(body) else body) else "text"
    return MarkdownLine(start, body, kind, gap=gap)


def _is_wrapped(lines: list[MarkdownLine], longest: int) -> bool:
    """Whether the lines were broken at a fixed width: many of nearly the same length that do not end a sentence."""
    texts = [line for line in lines if line.kind == "text"]
    full = [line for line in texts if len(line.text) >= longest - 3 and not ends_sentence(line.text)]
    return 15 <= longest <= 120 and len(full) >= max(3, len(texts) // 4)


def _goes_on(before: MarkdownLine, line: MarkdownLine, wrapped: int) -> bool:
    """Whether a line goes on with the paragraph of the line before it (after a line break or a page break)."""
    if line.kind != "text" or before.kind not in ("text", "item") or ends_sentence(before.text):
        return False
    if _begins_anew(line):
        return False
    full = bool(wrapped) and len(before.text) >= wrapped - 3
    if BYLINE.match(before.text) and not full:
        return False
    inside = re.search("[，、；。,;]" if line.gap else "[，、；：。,;]", before.text)
    return full or line.turns or bool(inside and re.search(r"[，。；、,;]", line.text))


def _begins_anew(line: MarkdownLine) -> bool:
    """Whether a line is numbered, a caption, a note or a unit, or opens a sentence behind an empty line."""
    text = line.text
    opens = (numbering(text) and not _COUNT.match(text)) or (line.gap and OPENING.match(text))
    return bool(opens or CAPTION.match(text) or NOTE.match(text) or UNIT_LINE.match(text))


def _add_heading(content: Content, outline: Outline, line: MarkdownLine) -> None:
    block = without(line.text, line.start, DROP, kind="heading")
    title = block.text.strip()
    if title:
        above = outline.enter(title, line.level or None)
        content.blocks.append(Block(block.text, block.start, "heading", above, joins=block.joins))


def _add_text(content: Content, outline: Outline, lines: list[MarkdownLine]) -> None:
    start, end = lines[0].start, lines[-1].end
    raw = content.text[start:end]
    drop = DROP if len(lines) == 1 else _joined(content.text, lines)
    kind = "item" if lines[0].kind == "item" else kind_of(lines[0].text)
    block = without(raw, start, drop, kind=kind, headings=outline.path)
    if block.text.strip():
        content.blocks.append(block)


def _joined(text: str, lines: list[MarkdownLine]) -> list[Span]:
    """The marks and the line breaks to leave out of a paragraph of several lines, counted from its beginning."""
    spans = [match.span() for line in lines for match in DROP.finditer(text, line.start, line.end)]
    for before, line in pairwise(lines):
        latin = text[before.end - 1].isascii() and text[line.start].isascii() and text[before.end - 1].isalpha()
        spans.append((before.end + latin, line.start))
    offset = lines[0].start
    return sorted((first - offset, last - offset) for first, last in spans)


def _add_table(content: Content, outline: Outline, lines: list[MarkdownLine], meter: Meter) -> None:
    cells, row, ruler = [], 0, next((i for i, line in enumerate(lines) if line.kind == "ruler"), 0)
    for number, line in enumerate(lines):
        if line.kind == "ruler":
            continue
        row += 1
        for column, block, indent in _cells(line):
            cells.append(Cell(block, row, column, head=number < ruler, indent=indent))
    meter.add("cells", row * max((cell.column for cell in cells), default=0))
    if cells:
        name = f"t{len(content.tables) + 1}"
        captions = take_captions(content)
        content.tables.append(PrintedTable(name, tuple(cells), captions, outline.path))


def _cells(line: MarkdownLine) -> Iterator[tuple[int, Block, int]]:
    body, start = line.text, line.start
    if body.startswith("|"):
        body, start = body[1:], start + 1
    at = 0
    for column, piece in enumerate(_BAR.split(body), start=1):
        inner = piece.strip(_EDGE)
        last = at + len(piece) >= len(body)
        if inner or not last:
            offset = piece.find(inner) if inner else 0
            indent = len(_INDENT.findall(piece[:offset])) if offset > 1 or piece[:1] in "\u3000\u00a0" else 0
            place = start + at + offset
            yield column, without(inner, place, DROP) if _MARKED.search(inner) else Block(inner, place), indent
        at += len(piece) + 1


def read(data: bytes, name: str, meter: Meter | None = None) -> Content:
    """The content of a Markdown or text file."""
    text, _ = decode(data, name)
    return read_markdown(text, meter or Meter(name))
