"""The look of a Word document: page, typefaces and styles of Chinese official documents.

Source: GB/T 9704-2012, Layout key for official document of Party and government organs: A4, 37 mm above and 28 mm left
of a text of 156 × 225 mm, 22 lines of 28 characters; title 2 号小标宋, text 3 号仿宋, headings 3 号黑体 and 楷体, page
number 4 号 on the outer side. Tables, figures and notes, which the standard leaves open, are smaller.
"""

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nbappendix.files import read_yaml

WIDE, HIGH = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # millimetres
LINE = Pt(28.95)  # 22 in 225 mm
CLOSER = -5  # twentieths of a point between characters: 28 of 16 points in 156 mm
TWO = {"firstLineChars": 200, "firstLine": 640}  # two characters of 16 points
LATIN, MONO = "Times New Roman", "Courier New"
ALERT = RGBColor(0xA1, 0x26, 0x1E)
SMALL = Pt(9)
SPACE = qn("xml:space")

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs snapToGrid spacing ind jc "
    "outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs strike color spacing sz szCs u shd vertAlign lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
}
"""The order that the schema (ISO/IEC 29500-1, 17) wants of properties; Word refuses a file that has another."""


def in_order(root) -> None:
    """Sort the properties of every paragraph, run, cell and table below `root`; others keep their place at the end."""
    for name, listed in ORDER.items():
        order = {qn(f"w:{child}"): i for i, child in enumerate(listed.split())}
        for properties in root.iter(qn(f"w:{name}")):
            properties[:] = sorted(properties, key=lambda child: order.get(child.tag, len(order)))


def element(tag: str, *children, **attributes):
    """An element `w:tag` (or of another namespace: `m:tag`) with its children, and attributes of its namespace."""
    space, _, name = tag.rpartition(":")
    made = OxmlElement(f"{space or 'w'}:{name}")
    for name, value in attributes.items():
        made.set(qn(f"{space or 'w'}:{name}"), str(value))
    made.extend(children)
    return made


def set_up(document, language: str) -> None:
    """Give a new document its page, its styles and typefaces (`word.yaml`), and its settings."""
    look = read_yaml("word.yaml")
    chinese, faces = language == "zh", look["faces"][language]
    body = Pt(16 if chinese else 12)
    normal = document.styles["Normal"]
    _face(normal, faces["text"], body)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = LINE if chinese else 1.25
    normal.element.get_or_add_rPr().append(element("lang", val="en-GB", eastAsia="zh-CN"))
    for name, said in look["styles"].items():
        style = _paragraph(document, name, said)
        _face(style, faces.get(said["face"], said["face"]), body if said["size"] == "body" else Pt(said["size"]))
        style.font.bold = language in said.get("bold", ())
        indent = TWO if chinese and said.get("two") else said.get("indent")
        if indent:
            style.element.get_or_add_pPr().append(element("ind", **indent))
    if chinese:
        document.styles["Body Text"].element.get_or_add_rPr().append(element("spacing", val=CLOSER))
    _links(document)
    page(document.sections[0])
    _settings(document)
    _alternatives(document, look["instead"])


def page(section, landscape: bool = False) -> None:
    """The paper and margins of a section, and its grid of lines."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(HIGH), Mm(WIDE)) if landscape else (Mm(WIDE), Mm(HIGH))
    margins = (LEFT, RIGHT, TOP, BOTTOM) if landscape else (TOP, BOTTOM, LEFT, RIGHT)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(element("docGrid", type="lines", linePitch=int(LINE.pt * 20)))


def _face(style, face: str, size) -> None:
    style.font.name, style.font.size, style.font.italic = LATIN if face != MONO else MONO, size, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for slot in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{slot}"), MONO if face == MONO else LATIN)
    fonts.set(qn("w:eastAsia"), "宋体" if face == MONO else face)


def _paragraph(document, name: str, said: dict):
    """A style with the spaces and lines that are said of it."""
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    shape, properties = style.paragraph_format, style.element.get_or_add_pPr()
    for old in (*properties.findall(qn("w:ind")), *properties.findall(qn("w:pBdr"))):
        properties.remove(old)
    shape.alignment = getattr(WD_ALIGN_PARAGRAPH, said["align"]) if "align" in said else None
    shape.keep_with_next = said.get("follows", False)
    shape.space_before, shape.space_after = Pt(said.get("before", 0)), Pt(said.get("after", 0))
    if said.get("single"):
        shape.line_spacing = 1.15
        properties.append(element("snapToGrid", val=0))
    return style


def _links(document) -> None:
    style = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb, style.font.underline = RGBColor(0x1F, 0x4E, 0x79), True


def _settings(document) -> None:
    """Headers and footers that differ on odd and even pages; the layout of Word 2013 and later."""
    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": "15"}
    compat = element("compat", element("compatSetting", **mode))
    later = (child for child in settings if child.tag in (qn("w:rsids"), qn("m:mathPr"), qn("w:themeFontLang")))
    next(later, settings[-1]).addprevious(compat)


def _alternatives(document, instead: dict[str, str]) -> None:
    """Write in the font table what stands in for a face that a machine lacks."""
    from lxml import etree

    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    table = etree.fromstring(part.blob)
    for name, others in instead.items():
        table.append(element("font", element("altName", val=others), element("charset", val="86"), name=name))
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
