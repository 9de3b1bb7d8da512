"""Small files that cost much: each made here, in memory, from what makes it costly."""

import base64
import io
import struct
import zipfile
import zlib

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>{more}'
    "</Types>"
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/>{more}</Relationships>'
)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def package(parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(sheet_data: str, after: str = "", relations: str = "") -> bytes:
    """A workbook of one sheet by its own XML."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData>{after}</worksheet>'
    parts = {
        "[Content_Types].xml": TYPES.format(
            main="xl/workbook.xml", kind="spreadsheetml.sheet",
            more=f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}"/>',
        ),
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml", more=""),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            kind="worksheet", target="worksheets/sheet1.xml", more=relations
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    return package(parts)


def text(address: str, said: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{said}</t></is></c>'


def docx(body: str) -> bytes:
    """A Word document by the XML of its body."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return package(
        {
            "[Content_Types].xml": TYPES.format(main="word/document.xml", kind="wordprocessingml.document", more=""),
            "_rels/.rels": RELATIONS.format(kind="officeDocument", target="word/document.xml", more=""),
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        }
    )


def with_forged_sizes(data: bytes, member: str, size: int = 1000) -> bytes:
    """The package with a directory that says a member is small."""
    forged = bytearray(data)
    name = member.encode()
    at = forged.find(name)
    while at >= 0:
        for signature, header, field in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
            if forged[at - header : at - header + 4] == signature:
                struct.pack_into("<I", forged, at - header + field, size)
        at = forged.find(name, at + 1)
    return bytes(forged)


def pdf(content: bytes, *, packed: int = 1, as_text: bool = False) -> bytes:
    """A PDF of one page that draws `content`, deflated as many times as said, and written as base-85 where asked."""
    for _ in range(packed):
        content = zlib.compress(content, 9)
    filters = b"[" + b"/ASCII85Decode" * as_text + b"/FlateDecode" * packed + b"]"
    content = base64.a85encode(content) + b"~>" if as_text else content
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d/Filter%s>>stream\n" % (len(content), filters) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += (
        b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    )
    return out
