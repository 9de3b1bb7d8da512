"""The document model -> a Word document, for offices that edit in Word or WPS.

Headings, lists, tables, formulas, notes and text alternatives are Word's own; charts are pictures. The same document
gives the same bytes.
"""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.run import Run

from nbappendix import drawing, fonts, layout, links, markdown, model, tables, word_math, word_styles, word_tables
from nbappendix.formats import Job
from nbappendix.labels import labels
from nbappendix.word_styles import element

PIXELS_PER_INCH = 220
TALLEST = 460  # points of a chart, so that its caption, notes and the words above share its page
UNSEEN = re.compile("[\u200b\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SCRIPTS = {
    "sub": "subscript",
    "sup": "superscript",
    "strikethrough": "strike",
    "emphasis": "underline",
    "strong": "bold",
}
SECOND = (1980, 1, 1, 0, 0, 0)


def files(doc: dict, job: Job) -> dict[Path, bytes]:
    """The one file of this format (`formats.py`)."""
    return {job.target: render(doc, job.timestamp, job.prefix)}


def render(doc: dict, timestamp: int, prefix: str = "") -> bytes:
    """The document's bytes, dated `timestamp`; `prefix` as in `links.py`."""
    words = labels(doc["language"])
    pictures: dict[str, str] = {}
    drawn = drawing.flow(drawing.blocks(doc["blocks"] + model.closing(doc), words, prefix, pictures))
    writer = WordWriter(words, doc["language"], pngs(pictures))
    writer.cover(doc)
    writer.contents([b for b in doc["blocks"] if b["kind"] == "heading"])
    writer.blocks(drawn)
    writer.footnotes()
    writer.colophon([] if doc["folded"] else doc["colophon"])
    writer.blocks(drawing.blocks(model.endnotes(doc), words, prefix, pictures), "Remark")
    return _saved(writer.document, doc, timestamp)


def pngs(pictures: dict[str, str]) -> dict[str, bytes]:
    """Every SVG as a PNG, drawn with the shipped typefaces."""
    import typst

    if not pictures:
        return {}
    pages = (f'#page(width: auto, height: auto, margin: 0pt, image("{name}"))' for name in pictures)
    sources: Any = {"main.typ": "\n".join(pages).encode()} | {name: svg.encode() for name, svg in pictures.items()}
    compiler = typst.Compiler(sources, font_paths=[fonts.faces()[fonts.SANS].parent], ignore_system_fonts=True)
    drawn = compiler.compile(format="png", ppi=PIXELS_PER_INCH)
    return dict(zip(pictures, drawn if isinstance(drawn, list) else [drawn or b""], strict=True))


class WordWriter:
    """Writes blocks in order into one document; counts links, headings, lists and notes."""

    def __init__(self, words: dict[str, str], language: str, pictures: dict[str, bytes]):
        self.words, self._pictures = words, pictures
        self.document = Document()
        word_styles.set_up(self.document, language)
        self._notes: list[list[dict]] = []
        self._headings = self._lists = self._names = 0

    def cover(self, doc: dict) -> None:
        """Title, subtitle, publisher and date; the running header and the page numbers."""
        self._text(doc["title"], "Title")
        for n, line in enumerate(doc["cover"]):
            self._text(line, "Subtitle").runs[0].font.size = Pt(12) if n else None
        if doc["draft"]:
            self._text(self.words["draft_long"], "Subtitle").runs[0].font.color.rgb = word_styles.ALERT
        section = self.document.sections[0]
        for header in (section.header, section.even_page_header):
            said = filter(None, (doc["title"], doc["draft"] and self.words["draft"]))
            header.paragraphs[0].text = seen(self.words["gap"].join(said))
            for run in header.paragraphs[0].runs:
                run.font.size = word_styles.SMALL
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            _page_number(footer.paragraphs[0], align)

    def contents(self, headings: list[dict]) -> None:
        """A table of contents: linked entries now, page numbers when its field is updated (F9)."""
        listed = [(number, block) for number, block in enumerate(headings, 1) if block["level"] <= 2]
        if len(headings) <= 3:
            return
        title = self._text(self.words["contents"], "Subtitle")
        title.paragraph_format.space_before = Pt(12)
        for number, block in listed:
            paragraph = self._new("Normal")
            paragraph.paragraph_format.left_indent = Pt(24 * (block["level"] - 1))
            if number == listed[0][0]:
                _field_start(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
            self.link(paragraph, f"#heading-{number}", markdown.plain(block["inlines"]))
            if number == listed[-1][0]:
                paragraph._p.append(_field_char("end"))

    def blocks(self, blocks: list[dict], style: str = "Body Text") -> None:
        """Blocks made ready by `drawing`."""
        for block in blocks:
            getattr(self, f"_{block['kind']}", self._unknown)(block, style)

    def footnotes(self) -> None:
        """The footnotes, gathered at the end: each leads back to its call."""
        if not self._notes:
            return
        self._text(self.words["footnotes"], "Heading 1")
        for number, inlines in enumerate(self._notes, 1):
            paragraph = self._new("Remark")
            self._bookmark(paragraph, f"note-{number}")
            self.link(paragraph, f"#call-{number}", f"[{number}] ")
            self.inlines(paragraph, inlines)

    def colophon(self, rows: list[list[str]]) -> None:
        """How the document was made."""
        if rows:
            self._text(self.words["colophon"], "Remark").runs[0].font.bold = True
        for name, values in model.gathered(rows).items():
            for value in (name + self.words["colon"] + values[0], *values[1:]):
                self._text(value, "Remark")

    def inlines(self, paragraph, nodes: list[dict], **marks) -> None:
        """Runs of a paragraph; `marks` are those of the runs around (`bold=True`)."""
        for node in nodes:
            kind = node["t"]
            if kind in SCRIPTS:
                self.inlines(paragraph, node["inlines"], **{**marks, SCRIPTS[kind]: True})
            elif kind == "link":
                self.link(paragraph, node["href"], markdown.plain(node["inlines"]), **marks)
            elif kind == "note":
                self._call(paragraph, node["inlines"])
            elif kind == "math":
                self._formula(paragraph, node)
            elif kind == "break":
                paragraph.add_run().add_break()
            else:
                self._run(paragraph, node["text"], **marks, code=kind == "code")

    def link(self, paragraph, href: str, text: str, **marks) -> Run:
        """A run that leads to `href`, where there is one."""
        run = self._run(paragraph, text, **marks)
        if not href:
            return run
        if href.startswith("#"):
            holder = element("hyperlink", anchor=href[1:])
        else:
            holder = element("hyperlink")
            relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            holder.set(qn("r:id"), relation)
        if links.outside(href):
            run.style = "Hyperlink"
        paragraph._p.append(holder)
        holder.append(run._r)
        return run

    def _run(self, paragraph, text: str, code: bool = False, **marks) -> Run:
        run = paragraph.add_run(seen(text))
        for name, value in marks.items():
            setattr(run.font, name, value)
        if code:
            run.font.name = word_styles.MONO
        return run

    def _new(self, style: str):
        """An empty paragraph at the end; its style is set by id, for python-docx looks through all of them by name."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = style.replace(" ", "")
        return paragraph

    def _text(self, text: str, style: str):
        paragraph = self._new(style)
        self._run(paragraph, text)
        return paragraph

    def _bookmark(self, paragraph, name: str) -> None:
        self._names += 1
        ends = element("bookmarkStart", id=self._names, name=name), element("bookmarkEnd", id=self._names)
        paragraph._p.extend(ends)

    def _call(self, paragraph, inlines: list[dict]) -> None:
        self._notes.append(inlines)
        number = len(self._notes)
        self._bookmark(paragraph, f"call-{number}")
        self.link(paragraph, f"#note-{number}", f"[{number}]", superscript=True)

    def _formula(self, paragraph, node: dict) -> None:
        if node["tree"] is None:
            self._run(paragraph, node["text"], code=True)
        else:
            paragraph._p.append(word_math.omml(node["tree"]))

    def _heading(self, block: dict, style: str) -> None:
        self._headings += 1
        paragraph = self._new(f"Heading {min(block['level'], 4)}")
        self._bookmark(paragraph, f"heading-{self._headings}")
        self.inlines(paragraph, block["inlines"])

    def _paragraph(self, block: dict, style: str) -> None:
        self.inlines(self._new(style), block["inlines"])

    def _math(self, block: dict, style: str) -> None:
        paragraph = self._new("Normal")
        if block["tree"] is None:
            self._run(paragraph, block["text"], code=True)
        else:
            paragraph._p.append(word_math.paragraph(block["tree"]))

    def _quote(self, block: dict, style: str) -> None:
        self.blocks(block["blocks"], "Quote")

    def _list(self, block: dict, style: str, level: int = 0) -> None:
        number = _numbering(self.document, block["ordered"], block["start"])
        kind = "List Number" if block["ordered"] else "List Bullet"
        for index, item in enumerate(block["items"], block["start"]):
            first = True
            for part in item:
                if part["kind"] == "list":
                    self._list(part, style, level + 1)
                elif part["kind"] == "paragraph":
                    paragraph = self._new("Remark" if block.get("small") else kind)
                    _numbered(paragraph, number if first else None, level)
                    if first and block.get("anchor"):
                        self._bookmark(paragraph, f"{block['anchor']}-{index}")
                    self.inlines(paragraph, part["inlines"])
                    first = False
                else:
                    self.blocks([part], kind)

    def _rule(self, block: dict, style: str) -> None:
        line = element("bottom", val="single", sz=4, space=1, color="999999")
        self._new("Remark")._p.get_or_add_pPr().append(element("pBdr", line))

    def _code(self, block: dict, style: str) -> None:
        for line in block["text"].split("\n"):
            self._text(line, "Code")

    def _output(self, block: dict, style: str) -> None:
        if block["stream"] == "error":
            said = self._text(self.words["error"] + self.words["colon"] + block["text"], "Remark")
            said.runs[0].font.color.rgb = word_styles.ALERT
        else:
            self._code(block, style)

    def _opening(self, block: dict, style: str) -> None:
        """A table or chart after what leads to it, all of it kept together."""
        for part in block["lead"]:
            self.blocks([part], style)
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.blocks([block["block"]], style)

    def _landscape(self, block: dict, style: str) -> None:
        word_styles.page(self.document.add_section(WD_SECTION.NEW_PAGE), landscape=True)
        self.blocks(block["blocks"], style)
        word_styles.page(self.document.add_section(WD_SECTION.NEW_PAGE))

    def _part(self, block: dict, style: str) -> None:
        self._text(block["title"], "Title").paragraph_format.page_break_before = True
        if block["subtitle"]:
            self._text(block["subtitle"], "Subtitle")

    def _table(self, block: dict, style: str) -> None:
        self._text(tables.caption(block, self.words), "Caption").paragraph_format.keep_with_next = True
        room = layout.LANDSCAPE if block["landscape"] else layout.PORTRAIT
        if block["unit"] or block["period"]:
            scales = self._text(f"{block['period']}\t{block['unit']}", "Scales")
            scales.paragraph_format.tab_stops.add_tab_stop(Pt(room), WD_ALIGN_PARAGRAPH.RIGHT)
        for panel in block["panels"]:
            word_tables.add(self, panel, block, room)
            _keep_rows(self.document.tables[-1], len(panel["head"]), panel["long"])
            if panel is not block["panels"][-1]:
                self._text("", "Remark")
        self._remarks(block)

    def _figure(self, block: dict, style: str) -> None:
        paragraph = self._new("Picture")
        smaller = min(1, TALLEST / block["height"])
        picture = paragraph.add_run().add_picture(
            io.BytesIO(self._pictures[block["file"]]), Pt(block["width"] * smaller), Pt(block["height"] * smaller)
        )
        about = picture._inline.docPr
        about.set("descr", seen(block["alt"]))
        about.set("name", block["label"])
        self._remarks(block, follows=True)
        self._text(tables.caption(block, self.words), "Caption").paragraph_format.space_after = Pt(10)

    def _remarks(self, block: dict, follows: bool = False) -> None:
        for name, value in block["remarks"]:
            self._text(name + value, "Remark").paragraph_format.keep_with_next = follows
        if not follows:
            self._new("Remark")

    def _unknown(self, block: dict, style: str) -> None:
        raise AssertionError(f"a block of kind {block['kind']!r} that Word does not know")


def seen(text: str) -> str:
    """`text` without what XML or Word cannot hold, and without soft places to break."""
    return UNSEEN.sub("", text)


def _keep_rows(table, head: int, long: bool) -> None:
    """Rows that stay with the next: all of a short table, the first three and the last of a long one."""
    rows = table._tbl.tr_lst
    for y, tr in enumerate(rows):
        if not long or y < head + layout.KEPT - 1 or y >= len(rows) - layout.KEPT:
            for paragraph in tr.iter(qn("w:p")):
                paragraph.get_or_add_pPr().append(element("keepNext"))


def _page_number(paragraph, align: str) -> None:
    """— 1 — on the outer side, one character from the edge of the text (GB/T 9704, 7.5)."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if align == "right" else WD_ALIGN_PARAGRAPH.LEFT
    setattr(paragraph.paragraph_format, f"{align}_indent", Pt(14))
    paragraph.add_run("— ")
    _field_start(paragraph, "PAGE")
    paragraph.add_run("1")
    paragraph._p.append(_field_char("end"))
    paragraph.add_run(" —")
    for run in paragraph.runs:
        run.font.size = Pt(14)


def _field_char(kind: str):
    return element("r", element("fldChar", fldCharType=kind))


def _field_start(paragraph, instruction: str) -> None:
    text = element("instrText")
    text.text = f" {instruction} "
    text.set(word_styles.SPACE, "preserve")
    paragraph._p.extend([_field_char("begin"), element("r", text), _field_char("separate")])


def _numbering(document, ordered: bool, start: int) -> int:
    """A new list of its own that begins at `start`; gives its number."""
    numbering = document.part.numbering_part.element
    taken = [int(a.get(qn("w:abstractNumId"))) for a in numbering.findall(qn("w:abstractNum"))]
    levels = (
        element(
            "lvl",
            element("start", val=start if level == 0 else 1),
            element("numFmt", val="decimal" if ordered else "bullet"),
            element("lvlText", val=f"%{level + 1}." if ordered else "●–●–●–"[level]),
            element("pPr", element("ind", left=960 + 480 * level, hanging=480)),
            ilvl=level,
        )
        for level in range(6)
    )
    abstract = element("abstractNum", *levels, abstractNumId=max(taken, default=0) + 1)
    first = numbering.find(qn("w:num"))
    first.addprevious(abstract) if first is not None else numbering.append(abstract)
    return numbering.add_num(max(taken, default=0) + 1).numId


def _numbered(paragraph, number: int | None, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    if number is None:
        properties.append(element("ind", left=960 + 480 * level, firstLine=0))
        return
    properties.get_or_add_numPr().extend([element("ilvl", val=level), element("numId", val=number)])


def _saved(document, doc: dict, timestamp: int) -> bytes:
    """The package with fixed dates inside and out, so that the same document gives the same bytes."""
    about = document.core_properties
    when = datetime.fromtimestamp(timestamp, UTC).replace(tzinfo=None)
    about.title, about.author, about.comments = seen(doc["title"]), seen(doc["publisher"]), ""
    about.language = "zh-CN" if doc["language"] == "zh" else "en-GB"
    about.created = about.modified = when
    about.last_modified_by = about.author
    section = document.sections[0]
    footers = (section.header, section.footer, section.even_page_header, section.even_page_footer)
    for part in (document, document.styles, *footers):
        word_styles.in_order(part._element)
    first = io.BytesIO()
    document.save(first)
    out = io.BytesIO()
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            fixed.writestr(zipfile.ZipInfo(name, SECOND), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
