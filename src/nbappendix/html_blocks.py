"""What `templates/blocks.html` asks while it writes blocks: numbers, links, drawings, cells with their headings."""

import base64
import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup, escape

from nbappendix import fonts, formulas, layout, links, svg, tables
from nbappendix.templates import macros

SHORT = 12.0  # a heading of a row up to so many em stays on one line, one of a column up to half of it
FLUSH = ("right", "center")


class HtmlWriter:
    """Writes blocks in order; counts headings and footnotes, and gathers the colours that cells ask for."""

    def __init__(self, words: dict[str, str], prefix: str, language: str, quotations: Sequence[dict] = ()):
        self._words, self._prefix, self._language = words, prefix, language
        self._quoted = {one["number"]: f"{one['text']} {one['source']}" for one in quotations}
        self._notes: list[list[dict]] = []
        self._colours: dict[tuple[str, str], str] = {}
        told = {
            "words": words,
            "heading_number": partial(next, itertools.count(1)),
            "tables": tables,
            "unbroken": layout.UNBROKEN,
        }
        self._macros = macros("blocks.html", writer=self, **told)

    def blocks(self, blocks: list[dict]) -> Markup:
        """Some blocks as HTML."""
        return self._macros.blocks(blocks)

    def footnotes(self) -> Markup:
        """The footnotes that were called so far, and those that they call."""
        return self._macros.footnotes(self._notes) if self._notes else Markup()

    def colours(self) -> str:
        """Style rules for the cells' own colours; a filled cell keeps dark text in a dark page too."""
        rules = []
        for (fill, colour), name in self._colours.items():
            fill_rule = f"background-color:{fill};" if fill else ""
            rules.append(f"td.{name},th.{name}{{{fill_rule}color:{colour or '#111111'}}}")
        return "\n".join(rules)

    # ------------------------------------------------------------ what the template asks
    def noted(self, inlines: list[dict]) -> int:
        """The number of a footnote, which is kept until all are written."""
        self._notes.append(inlines)
        return len(self._notes)

    def formula(self, tex: str, block: bool = False) -> Markup:
        """A formula in MathML, nothing where it is not understood."""
        return Markup(formulas.mathml(tex, block) or "")

    def link(self, one: dict) -> dict[str, str | None]:
        """The attributes of a link: to an endnote, a source or the web; none where it leads nowhere."""
        title = one.get("title") or self._quoted.get(one.get("quote")) or None
        if one.get("quote"):
            return {"href": f"#quote-{one['quote']}", "class": "figure-source", "title": title}
        place = links.resolve(one.get("href") or "", self._prefix)
        kind = {"rel": "noopener noreferrer"} if links.outside(place) else {"class": "figure-source"}
        return {"href": place, **kind, "title": title} if place else {}

    def tongue(self, block: dict) -> dict[str, str]:
        """The language of a block that is in another one than the page."""
        own = block.get("language") or self._language
        return {} if own == self._language else {"lang": "zh-CN" if own == "zh" else own}

    def drawing(self, block: dict, alt: str) -> Markup:
        """A chart in SVG with its text alternative."""
        clean = svg.clean(block["svg"], f"f{block['number']}-", fonts.SANS).replace(fonts.SANS, "Report Sans")
        return Markup(clean.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1))

    def data(self, block: dict) -> dict:
        """The table that a figure was drawn from."""
        title = block["data"]["title"] or self._words["figure_data"].format(block["label"])
        return block["data"] | {"title": title, "label": "", "hidden": True}

    def named(self, block: dict) -> str:
        """What the data of a table or figure are called."""
        return block["label"] or self._words["figure"].format(block["number"])

    def download(self, block: dict) -> dict[str, str]:
        """The attributes of the link to a table's data, which stand in it."""
        data = base64.b64encode(tables.csv_text(block, self._words).encode()).decode()
        return {
            "download": self.named(block).replace(" ", "") + ".csv",
            "href": f"data:text/csv;charset=utf-8;base64,{data}",
        }

    def heads(self, block: dict) -> Iterator[list[tuple[dict, Markup]]]:
        """The header rows as (attributes, words)."""
        rows = tables.header(block)
        key = _key(block, rows)
        for y, row in enumerate(rows):
            yield [_head(cell, f"{key}-{y}-{cell['column']}" if key else None) for cell in row]

    def bodies(self, block: dict) -> list[list[tuple[str, list[tuple]]]]:
        """One tbody for each group, so that sorting never moves a row out of its group: rows as (kind, cells).

        In a table with several levels of headings every cell names those it belongs to.
        """
        head = tables.header(block)
        stub, names = tables.stub(block), _Names(block, head, _key(block, head))
        out: list[list] = []
        for y, (row, line) in enumerate(zip(block["rows"], tables.placed(block), strict=True)):
            kind = row.get("kind") or "body"
            if kind == "group" or not out:
                out.append([])
            given = names.of_row(y, kind, line)
            aligned = [{} if kind == "group" else column for column in block["columns"]]
            out[-1].append((kind, [self._cell(c, x < stub, kind, aligned[x], given.get(x, {})) for x, c in line]))
        return out

    def _cell(self, cell: dict, heads: bool, kind: str, column: dict, names: dict) -> tuple:
        """Attributes (a heading has a `scope`), words, and the attributes of the link."""
        link, scope = self.link(cell), "rowgroup" if kind == "group" else "row" if heads and cell.get("text") else None
        align = column.get("align", "")
        short = heads and tables.ems(cell.get("text", "")) <= SHORT
        named = {align: align in FLUSH, "short": short, "bold": cell.get("bold"), self._colour(cell): True}
        given = {
            "scope": scope,
            **names,
            **_spans(cell),
            "class": _classes(named),
            "data-v": repr(cell["value"]) if tables.is_number(cell.get("value")) else None,
            "title": None if link else cell.get("title") or None,
        }
        return given, _said(cell.get("text", ""), tables.sign(cell)), link

    def _colour(self, cell: dict) -> str:
        pair = (cell.get("fill") or "", cell.get("color") or "")
        return self._colours.setdefault(pair, f"c{len(self._colours)}") if any(pair) else ""


def _key(block: dict, head: list[list[dict]]) -> str:
    """What the ids of headings begin with, nothing in a table with one level of them."""
    return f"{'d' if block.get('hidden') else 't'}{block['number']}" if len(head) > 1 else ""


def _head(cell: dict, name: str | None) -> tuple[dict, Markup]:
    said = _said(cell["text"])
    if not said:
        return _spans(cell), said
    over = cell["path"] is not None
    short = tables.ems(cell["text"]) <= SHORT / 2
    named = {cell["align"]: cell["align"] in FLUSH, "over": over, "short": short}
    column = None if over else cell["column"]
    given = {"scope": "colgroup" if over else "col", "id": name, **_spans(cell), "class": _classes(named)}
    return given | {"data-column": column}, said


def _said(text: str, sign: str = "") -> Markup:
    """The words of a cell with their line breaks, and its sign."""
    said = escape(text).replace("\n", Markup("<br>"))
    return said + Markup("<sup>{}</sup>").format(sign) if sign else said


class _Names:
    """The ids of headings, and which of them each cell belongs to, in a table with several levels of headings."""

    def __init__(self, block: dict, head: list[list[dict]], key: str):
        self._key, self._stub = key, tables.stub(block)
        over = [(y, cell) for y, row in enumerate(head) for cell in row if cell["text"]]
        self._above = [
            [f"{key}-{y}-{c['column']}" for y, c in over if c["column"] <= x < c["column"] + c["colspan"]]
            for x in range(len(block["columns"]))
        ]
        self._group: list[str] = []
        self._beside: dict[int, tuple[str, int]] = {}

    def of_row(self, y: int, kind: str, line: list[tuple[int, dict]]) -> dict[int, dict[str, str]]:
        """Attributes by column of the cells of one body row; rows are to be asked for in order."""
        if not self._key:
            return {}
        own = {x: f"{self._key}-r{y}-{x}" for x, _ in line if x < self._stub}
        self._beside = {x: (name, left - 1) for x, (name, left) in self._beside.items() if left > 1}
        if kind == "group":
            self._group = list(own.values())
        else:
            self._beside |= {x: (own[x], c.get("rowspan", 1)) for x, c in line if x in own and c.get("text")}
        return {x: {"id": own[x]} if x in own else {"headers": self._headers(x)} for x, _ in line}

    def _headers(self, x: int) -> str:
        """The headings that a cell of column `x` belongs to: above it, of its group, and beside it."""
        return " ".join([*self._above[x], *self._group, *(name for name, _ in self._beside.values())])


def _spans(cell: dict) -> dict[str, int]:
    return {name: cell[name] for name in ("colspan", "rowspan") if cell.get(name, 1) > 1}


def _classes(named: dict) -> str | None:
    return " ".join(name for name, given in named.items() if name and given) or None
