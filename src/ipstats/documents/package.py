"""Office files (.docx, .xlsx) unpacked within limits, and only the parts that are read, for the libraries to open."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from ipstats.errors import DocumentError
from ipstats.limits import Meter

_CHUNK = 1 << 18
_CONTENT = "[Content_Types].xml"


def unpacked(data: bytes, wanted: re.Pattern, meter: Meter) -> dict[str, bytes]:
    """The parts of a package whose names are wanted, by name.

    Bytes are counted while they are unpacked: what the directory says of sizes may be wrong, or a lie.
    """
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            name = member.filename.replace("\\", "/").removeprefix("/")
            if wanted.fullmatch(name):
                parts[name] = b"".join(_chunks(archive, member, len(data), meter))
    return parts


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, stored: int, meter: Meter) -> Iterator[bytes]:
    size = 0
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            meter.check("part", size)
            meter.add("unpacked", len(chunk))
            if size > meter.limits.unpacked_freely:
                meter.check("ratio", size / stored)
            meter.tick()
            yield chunk


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a package again, without the relations to parts that are not there.

    R's openxlsx names drawings that it does not write, and what is not read (pictures, links) is left out here.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    known = {name.lower(): name for name in parts}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            if name == _CONTENT or name.endswith(".rels"):
                root = etree.fromstring(content, parser)
                for entry in list(root):
                    _mend(entry, name, known)
                content = etree.tostring(root)
            archive.writestr(name, content)
    target.seek(0)
    return target


def _mend(entry, where: str, known: dict[str, str]) -> None:
    """Drop a relation (or the type) of a part that is not there; a part's name counts whatever its case."""
    attribute = "PartName" if where == _CONTENT else "Target"
    if (target := entry.get(attribute)) is None or entry.get("TargetMode") == "External":
        if attribute == "Target":
            entry.getparent().remove(entry)
        return
    base = "" if where == _CONTENT else posixpath.dirname(posixpath.dirname(where))
    path = posixpath.normpath(posixpath.join("/", base, target.replace("\\", "/")))
    actual = known.get(path.lstrip("/").lower())
    if actual is None:
        entry.getparent().remove(entry)
    else:
        entry.set(attribute, f"/{actual}")


def damaged(name: str, error: Exception, program: str) -> DocumentError:
    """What a library said of a file that it could not read, in one line."""
    said = re.sub("[:;] ", ", ", " ".join(str(error).split())[:120])  # what parts a message into clauses
    if "xcessive depth" in said:
        return DocumentError(f"{name}: its parts are nested too deep to be read; save it again in {program}")
    return DocumentError(
        f"{name}: is cut short or damaged ({type(error).__name__}, {said}); open and save it again in {program}"
    )
