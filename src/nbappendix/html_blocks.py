"""Blocks of the document model as HTML that keeps their meaning: table headers, footnotes, text alternatives."""

import base64
from collections.abc import Sequence
from html import escape

from nbappendix import fonts, formulas, layout, links, svg, tables

SHORT = 12.0  # a heading of a row up to so many em stays on one line, one of a column up to half of it
FLUSH = ("right", "center")
SIMPLE = {"strong": "strong", "emphasis": "em", "strikethrough": "del", "sub": "sub", "sup": "sup"}


class HtmlWriter:
    """Writes blocks in order; counts headings and footnotes, and gathers the colours that cells ask for."""

    def __init__(self, words: dict[str, str], prefix: str, language: str, quotations: Sequence[dict] = ()):
        self.words, self.prefix, self.language = words, prefix, language
        self._quoted = {one["number"]: f"{one['text']} {one['source']}" for one in quotations}
        self._headings = 0
        self._notes: list[str] = []
        self._colours: dict[tuple[str, str], str] = {}

    def blocks(self, blocks: list[dict]) -> str:
        return "\n".join(filter(None, (getattr(self, f"_{block['kind']}")(block) for block in blocks)))

    def colours(self) -> str:
        """Style rules for the cells' own colours; a filled cell keeps dark text in a dark page too."""
        rules = []
        for (fill, colour), name in self._colours.items():
            fill_rule = f"background-color:{fill};" if fill else ""
            rules.append(f"td.{name},th.{name}{{{fill_rule}color:{colour or '#111111'}}}")
        return "\n".join(rules)

    def footnotes(self) -> str:
        if not self._notes:
            return ""
        back = '<a class="back" href="#r{0}" aria-label="{0}">↩</a>'
        items = (f'<li id="n{i}">{text} {back.format(i)}</li>' for i, text in enumerate(self._notes, 1))
        name = self.words["footnotes"]
        return f'<section class="footnotes" aria-label="{name}"><ol>{"".join(items)}</ol></section>'

    def inlines(self, nodes: list[dict]) -> str:
        return "".join(self._inline(node) for node in nodes)

    def _inline(self, node: dict) -> str:
        kind = node["t"]
        if kind in SIMPLE:
            return f"<{SIMPLE[kind]}>{self.inlines(node['inlines'])}</{SIMPLE[kind]}>"
        if kind == "link":
            return self._anchor(node, self.inlines(node["inlines"]))
        if kind == "note":
            self._notes.append("")
            number = len(self._notes)
            self._notes[number - 1] = self.inlines(node["inlines"])
            return f'<sup class="call"><a id="r{number}" href="#n{number}">{number}</a></sup>'
        if kind == "math":
            return formulas.mathml(node["text"]) or f"<code>{escape(node['text'])}</code>"
        if kind == "break":
            return "<br>"
        return f"<code>{escape(node['text'])}</code>" if kind == "code" else escape(node["text"])

    def _anchor(self, one: dict, inner: str) -> str:
        said = one.get("title") or self._quoted.get(one.get("quote"), "")
        hint = f' title="{escape(said)}"' if said else ""
        if one.get("quote"):
            return f'<a href="#quote-{one["quote"]}" class="figure-source"{hint}>{inner}</a>'
        place = links.resolve(one["href"], self.prefix)
        if not place:
            return inner
        kind = ' rel="noopener noreferrer"' if links.outside(place) else ' class="figure-source"'
        return f'<a href="{escape(place)}"{kind}{hint}>{inner}</a>'

    def _heading(self, block: dict) -> str:
        self._headings += 1
        level = min(block["level"] + 1, 6)
        return f'<h{level} id="s{self._headings}">{self.inlines(block["inlines"])}</h{level}>'

    def _paragraph(self, block: dict) -> str:
        small = ' class="small"' if block.get("small") else ""
        return f"<p{small}>{self.inlines(block['inlines'])}</p>"

    def _math(self, block: dict) -> str:
        drawn = formulas.mathml(block["text"], block=True)
        return (
            f'<div class="math" tabindex="0">{drawn}</div>'
            if drawn
            else f"<pre><code>{escape(block['text'])}</code></pre>"
        )

    def _quote(self, block: dict) -> str:
        return f"<blockquote>{self.blocks(block['blocks'])}</blockquote>"

    def _list(self, block: dict) -> str:
        tag = "ol" if block["ordered"] else "ul"
        start = f' start="{block["start"]}"' if block["ordered"] and block["start"] != 1 else ""
        anchor = block.get("anchor")
        marks = (
            f' id="{anchor}-{n}"' if anchor else "" for n in range(block["start"], block["start"] + len(block["items"]))
        )
        items = (f"<li{mark}>{self.blocks(item)}</li>" for mark, item in zip(marks, block["items"], strict=True))
        small = ' class="small"' if block.get("small") else ""
        return f"<{tag}{small}{start}>{''.join(items)}</{tag}>"

    def _rule(self, block: dict) -> str:
        return "<hr>"

    def _code(self, block: dict) -> str:
        return f'<pre tabindex="0"><code>{escape(block["text"])}</code></pre>'

    def _source(self, block: dict) -> str:
        code = f'<pre tabindex="0"><code>{escape(block["text"])}</code></pre>'
        return f'<details class="code"><summary>{self.words["code"]}</summary>{code}</details>'

    def _output(self, block: dict) -> str:
        text = f'<pre tabindex="0">{escape(block["text"])}</pre>'
        if block["stream"] == "stderr":
            return f'<details class="code"><summary>{self.words["warnings"]}</summary>{text}</details>'
        if block["stream"] != "error":
            return text
        name = self.words["error"] + self.words["colon"]
        trace = f'<details><summary>Traceback</summary><pre tabindex="0">{escape(block["trace"])}</pre></details>'
        return f'<div class="error"><p><strong>{name}</strong>{escape(block["text"])}</p>{trace}</div>'

    def _figure(self, block: dict) -> str:
        title = self._title(block)
        alt = block.get("alt") or title
        drawn = f"<p>{escape(alt)}</p>"
        if "svg" in block:
            clean = svg.clean(block["svg"], f"f{block['number']}-", fonts.SANS).replace(fonts.SANS, "Report Sans")
            drawn = clean.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
            name = escape(self.words["scroll"].format(title))
            drawn = f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">{drawn}</div>'
        elif "image" in block:
            drawn = f'<img alt="{escape(alt)}" src="data:{block["mime"]};base64,{block["image"]}">'
        data = ""
        if block.get("data"):
            name = self.words["figure_data"].format(block["label"])
            inner = self._table(block["data"] | {"title": block["data"]["title"] or name, "label": "", "hidden": True})
            data = f"<details><summary>{name}</summary>{inner}</details>"
        scales = self.words["gap"].join(filter(None, (self._named(block, k) for k in ("unit", "period"))))
        scales = f"<p>{escape(scales)}</p>" if scales else ""
        label = f"<figcaption>{escape(title)}</figcaption>"
        notes = f'<div class="notes">{scales}{self._remarks(block)}</div>'
        start = f'<figure class="chart" id="figure-{block["number"]}"{self._lang(block)}>'
        return f"{start}{drawn}{label}{notes}{data}</figure>"

    def _table(self, block: dict) -> str:
        title = self._title(block)
        scales = "".join(f"<span>{escape(said)}</span>" for k in ("period", "unit") if (said := self._named(block, k)))
        scales = f'<span class="scales">{scales}</span>' if scales else ""
        caption = f'<caption><span class="title">{escape(title)}</span>{scales}</caption>'
        rows = tables.header(block)
        key = f"{'d' if block.get('hidden') else 't'}{block['number']}" if len(rows) > 1 else ""
        head = "".join(f"<tr>{''.join(self._head(c, key, y) for c in row)}</tr>" for y, row in enumerate(rows))
        table = f"<table>{caption}<thead>{head}</thead>{self._bodies(block, rows, key)}</table>"
        name = escape(self.words["scroll"].format(title))
        region = f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">{table}</div>'
        place = "" if block.get("hidden") else f' id="table-{block["number"]}"'
        notes = f'<div class="notes">{self._remarks(block)}{self._download(block)}</div>'
        whole = " whole" if len(block["rows"]) <= layout.UNBROKEN else ""
        return f'<div class="table{whole}"{place}{self._lang(block)}>{region}{notes}</div>'

    def _bodies(self, block: dict, head: list[list[dict]], key: str) -> str:
        """One tbody for each group, so that sorting never moves a row out of its group.

        In a table with several levels of headings (`key`) every cell names those it belongs to.
        """
        stub, names = tables.stub(block), _Names(block, head, key)
        out: list[str] = []
        for y, (row, line) in enumerate(zip(block["rows"], tables.placed(block), strict=True)):
            kind = row.get("kind") or "body"
            if kind == "group" or not out:
                out.append("")
            given = names.of_row(y, kind, line)
            cells = (self._cell(cell, x, x < stub, kind, block, given.get(x, {})) for x, cell in line)
            out[-1] += f'<tr class="{escape(kind)}">{"".join(cells)}</tr>'
        return "".join(f"<tbody>{rows}</tbody>" for rows in out)

    def _head(self, cell: dict, key: str, y: int) -> str:
        spans = _spans(cell)
        text = escape(cell["text"]).replace("\n", "<br>")
        if not text:
            return f"<td{spans}></td>"
        scope = "colgroup" if cell["path"] is not None else "col"
        short = tables.ems(cell["text"]) <= SHORT / 2
        align = cell["align"] if cell["align"] in FLUSH else ""
        named = {align: align, "over": cell["path"], "short": short}
        classes = " ".join(name for name, given in named.items() if given)
        column = "" if cell["path"] is not None else f' data-column="{cell["column"]}"'
        name = f' id="{key}-{y}-{cell["column"]}"' if key else ""
        return f'<th scope="{scope}"{name}{spans}{_class(classes)}{column}>{text}</th>'

    def _cell(self, cell: dict, x: int, heads: bool, kind: str, block: dict, names: dict) -> str:
        text = escape(cell.get("text", "")).replace("\n", "<br>")
        if sign := tables.sign(cell):
            text += f"<sup>{escape(sign)}</sup>"
        if cell.get("href"):
            text = self._anchor(cell, text)
        group = kind == "group"
        classes = self._classes(cell, "" if group else block["columns"][x].get("align", ""), heads)
        given = "".join(f' {name}="{value}"' for name, value in names.items()) + _spans(cell) + _class(classes)
        given += f' data-v="{cell["value"]!r}"' if tables.is_number(cell.get("value")) else ""
        given += f' title="{escape(cell["title"])}"' if cell.get("title") and "<a " not in text else ""
        if group or (heads and cell.get("text")):
            return f'<th scope="{"rowgroup" if group else "row"}"{given}>{text}</th>'
        return f"<td{given}>{text}</td>"

    def _classes(self, cell: dict, align: str, heads: bool) -> str:
        short = heads and tables.ems(cell.get("text", "")) <= SHORT
        named = {align: align in FLUSH, "short": short, "bold": cell.get("bold"), self._colour(cell): True}
        return " ".join(name for name, given in named.items() if name and given)

    def _colour(self, cell: dict) -> str:
        pair = (cell.get("fill") or "", cell.get("color") or "")
        return self._colours.setdefault(pair, f"c{len(self._colours)}") if any(pair) else ""

    def _title(self, block: dict) -> str:
        return self.words["gap"].join(filter(None, (block["label"], block["title"])))

    def _named(self, block: dict, key: str) -> str:
        return self.words[key] + self.words["colon"] + block[key] if tables.said(block, key) else ""

    def _remarks(self, block: dict) -> str:
        return "".join(f"<p>{escape(name)}{escape(text)}</p>" for name, text in tables.remarks(block, self.words))

    def _download(self, block: dict) -> str:
        label = block["label"] or self.words["figure"].format(block["number"])
        data = base64.b64encode(tables.csv_text(block, self.words).encode()).decode()
        name, text = label.replace(" ", "") + ".csv", self.words["download"].format(label)
        address = f"data:text/csv;charset=utf-8;base64,{data}"
        return f'<p class="download"><a download="{escape(name)}" href="{address}">{escape(text)}</a></p>'

    def _lang(self, block: dict) -> str:
        own = block.get("language") or self.language
        return "" if own == self.language else f' lang="{"zh-CN" if own == "zh" else escape(own)}"'


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


def _spans(cell: dict) -> str:
    return "".join(f' {name}="{cell[name]}"' for name in ("colspan", "rowspan") if cell.get(name, 1) > 1)


def _class(names: str) -> str:
    return f' class="{names}"' if names else ""
