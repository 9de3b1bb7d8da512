"""Tables as text (.csv): commas, semicolons or tabs between the cells."""

import csv
from io import StringIO
from pathlib import Path

from ipstats.documents.content import Content
from ipstats.documents.decoding import decode
from ipstats.documents.sheets import flat, set_in
from ipstats.documents.writer import ContentWriter, Put
from ipstats.errors import DocumentError
from ipstats.limits import Meter


def read(data: bytes, name: str, meter: Meter | None = None) -> Content:
    """The content of a .csv file, a table named `t1`."""
    meter = meter or Meter(name)
    text, _ = decode(data, name)
    meter.check("characters", len(text))
    cells: list[Put] = []
    csv.field_size_limit(max(csv.field_size_limit(), meter.limits.characters))
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
        for row, line in enumerate(lines, start=1):
            cells += [Put(flat(cell), row, column, indent=set_in(cell)) for column, cell in enumerate(line, start=1)]
            meter.check("cells", len(cells))
    except csv.Error as error:
        raise DocumentError(f"{name}: is no CSV that can be read: {error}; save it as CSV UTF-8 again") from None
    writer = ContentWriter(meter)
    writer.table(cells)
    return writer.finish(Path(name).stem)


def _delimiter(text: str) -> str:
    head = text[:10000]
    return "\t" if head.count("\t") > 2 * head.count(",") else ";" if head.count(";") > 2 * head.count(",") else ","
