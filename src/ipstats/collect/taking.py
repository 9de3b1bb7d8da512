"""A new raw document is taken in once, with a sidecar that says where it came from; nothing is ever overwritten."""

import json
import os
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urlparse
from urllib.request import Request, urlopen

from ipstats.collect.freshness import digest
from ipstats.collect.sources import DOCUMENTS, SUFFIX, Source, sidecar
from ipstats.documents.formats import CONVERT
from ipstats.errors import DocumentError, IpstatsError, ParameterError
from ipstats.model.definitions import make

KNOWN = ("title", "publisher", "area", "period", "published", "url")
LARGEST = 200 * 2**20
TABLES = (".csv", ".xlsx")
_PROPOSED = (
    "# How the table is read, as drafted from its headers. Correct it and take the # away to confirm it: from then on\n"
    "# it is read so, and a file whose headers differ is refused (ipstats recipe FILE drafts it again).\n"
)


def take(file_or_url: str, raw: Path, *, name: str = "", **metadata: str) -> Path:
    """Copy or download into `raw` as `name` and write the sidecar; `DocumentError` says why it cannot be."""
    if unknown := sorted(set(metadata) - set(KNOWN)):
        raise ParameterError(f"add knows no {unknown[0]!r}; expected {', '.join(KNOWN)} or name")
    with tempfile.TemporaryDirectory(dir=raw, prefix=".add-") as folder:
        scratch, found = _fetch(file_or_url, Path(folder))
        target = raw / _name(name or found)
        _refuse_twice(scratch, target, raw)
        fields = {"url": file_or_url if _is_url(file_or_url) else "", "title": target.stem} | metadata
        scratch = scratch.rename(scratch.with_name(target.name))
        text = _sidecar(target, scratch, fields, raw)
        beside = Path(folder) / "sidecar"
        beside.write_text(text, encoding="utf-8")
        os.replace(scratch, target)
        os.replace(beside, sidecar(target))
    return target


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _fetch(file_or_url: str, folder: Path) -> tuple[Path, str]:
    """The file in a folder of its own, and the name it had."""
    scratch = folder / "document"
    if not _is_url(file_or_url):
        path = Path(file_or_url).expanduser()
        if not path.is_file():
            raise DocumentError(f"{file_or_url}: no such file; give a file or an http address (文件不存在)")
        shutil.copyfile(path, scratch)
        return scratch, path.name
    try:
        with urlopen(Request(file_or_url, headers={"User-Agent": "ipstats"}), timeout=60) as answer:
            with scratch.open("wb") as file:
                while chunk := answer.read(1 << 20):
                    file.write(chunk)
                    if file.tell() > LARGEST:
                        raise DocumentError(f"{file_or_url}: is larger than {LARGEST >> 20} MB; fetch it by hand")
            kind = answer.headers.get_content_type()
    except (URLError, OSError, ValueError) as error:
        raise DocumentError(f"{file_or_url}: cannot be fetched: {error}; save it by hand and add the file") from error
    found = unquote(Path(urlparse(file_or_url).path).name) or "page"
    if Path(found).suffix.lower() not in DOCUMENTS and kind == "text/html":
        found += ".html"
    return scratch, found


def _name(name: str) -> str:
    """A file name without folders and without signs that a path, an address or Windows gives a meaning."""
    plain = re.sub(r"[\s\\/:*?\"<>|#%&]+", "-", name).strip("-.")
    suffix = Path(plain).suffix.lower()
    if to := CONVERT.get(suffix):
        raise DocumentError(f"{name}: {suffix} is not read; save it as {to} and add that")
    if suffix not in DOCUMENTS:
        raise DocumentError(f"{name}: {suffix or 'a file without ending'} is not read; expected {', '.join(DOCUMENTS)}")
    return plain.removesuffix(Path(plain).suffix) + suffix


def _refuse_twice(scratch: Path, target: Path, raw: Path) -> None:
    for path in (target, sidecar(target)):
        if path.exists():
            raise DocumentError(f"{path}: is there already and raw documents are never replaced; give another --name")
    size, sha256 = scratch.stat().st_size, digest(scratch)
    if not size:
        raise DocumentError(f"{target.name}: is empty; nothing was taken in (空文件)")
    for path in raw.rglob("*"):
        if path.suffix in DOCUMENTS and path.is_file() and path.stat().st_size == size and digest(path) == sha256:
            raise DocumentError(f"{target.name}: the same document is there already as {path.relative_to(raw)}")


def _sidecar(target: Path, scratch: Path, fields: dict[str, str], raw: Path) -> str:
    """The text of the sidecar: what is known, and empty lines for what a person should fill in."""
    said = {key: fields.get(key, "") for key in KNOWN}
    checked = {key: value for key, value in said.items() if value}
    make(Source, {"id": target.stem, "wording": "verbatim", **checked}, f"{target.name}{SUFFIX}")
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    lines += [f"retrieved: {date.today()}", f'sha256: "{digest(scratch)}"', "wording: verbatim", 'notes: ""']
    text = "\n".join(lines) + "\n"
    return text + _proposed(scratch, fields.get("area", ""), raw) if target.suffix in TABLES else text


def _proposed(table: Path, area: str, raw: Path) -> str:
    """How a table is read: as the one whose recipe it fits, else a draft to be confirmed, "" where nothing is read."""
    from ipstats.collect.drafts import draft
    from ipstats.collect.recipes import fitting

    try:
        if other := fitting(table, raw):
            return f"table: {{like: {json.dumps(other.name, ensure_ascii=False)}}}\n"
        drafted = draft(table, area=area)
    except IpstatsError:
        return ""
    return _PROPOSED + "".join(f"# {line}\n" for line in drafted.splitlines())
