"""A new raw document is taken in once, with a sidecar that says where it came from; nothing is ever overwritten."""

import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipstats.collect.downloading import WEB, fetch, is_address
from ipstats.collect.freshness import digest
from ipstats.collect.read import read
from ipstats.collect.sources import SUFFIX, UNLIKE, Source, documents, sidecar, time_period
from ipstats.documents.formats import GRIDS, refuse
from ipstats.documents.opening import ENDINGS, bytes_of, read_content
from ipstats.errors import DocumentError, IpstatsError, ParameterError
from ipstats.messages import say
from ipstats.model.definitions import make, read_yaml
from ipstats.names import file_name, inside
from ipstats.reading.table_notes import note
from ipstats.writing import sweep, writing

KNOWN = ("title", "publisher", "area", "period", "published", "url")
SCRATCH = ".add-"
_PROPOSED = (
    "# How the table is read, as drafted from its headers. Correct it and take the # away to confirm it: from then on\n"
    "# it is read so, and a file whose headers differ is refused (ipstats recipe FILE drafts it again).\n"
)


def take_all(files_or_urls: Sequence[str], raw: Path, *, local: bool = False, **metadata: str) -> list[Path]:
    """Take in several documents with the same metadata; those that cannot be are named, the others are not lost."""
    if len(files_or_urls) > 1 and (own := [name for name in ("name", "title", "url") if metadata.get(name)]):
        raise ParameterError(f"--{own[0]} is of one document, {len(files_or_urls)} were given; add that one by itself")
    taken, errors = [], []
    for one in files_or_urls:
        try:
            taken.append(take(one, raw, local=local, **metadata))
        except IpstatsError as error:
            if len(files_or_urls) == 1:
                raise
            errors.append(f"{error}")
    if errors:
        others = ", ".join(path.name for path in taken) or "none"
        said = f"{len(errors)} of {len(files_or_urls)} documents were not taken in; taken in: {others}"
        raise DocumentError("\n".join([*errors, said]))
    return taken


def take(file_or_url: str, raw: Path, *, name: str = "", local: bool = False, **metadata: str) -> Path:
    """Copy or download into `raw` as `name` and write the sidecar; `DocumentError` says why it cannot be.

    `local` lets an address lead to a machine of the house (loopback or private).
    """
    if unknown := sorted(set(metadata) - set(KNOWN)):
        raise ParameterError(f"add knows no {unknown[0]!r}; expected {', '.join(KNOWN)} or name")
    sweep(raw, f"{SCRATCH}*")
    with writing(raw), tempfile.TemporaryDirectory(dir=raw, prefix=SCRATCH) as folder:
        scratch, found = _fetch(file_or_url, Path(folder), local)
        target = inside(raw, _name(name or found))
        _refuse_twice(scratch, target, raw)
        scratch = scratch.rename(scratch.with_name(target.name))
        _refuse_unread(scratch)
        fields = {"url": file_or_url if is_address(file_or_url) else ""} | metadata
        fields["title"] = fields.get("title") or _title(scratch)
        text, lines = _sidecar(target, scratch, fields, raw)
        beside = Path(folder) / "sidecar"
        beside.write_text(text, encoding="utf-8")
        os.replace(scratch, target)
        os.replace(beside, sidecar(target))
    for line in lines[:1]:
        say(f"{target.name}: {line}", aside=True)
    return target


def _fetch(file_or_url: str, folder: Path, local: bool) -> tuple[Path, str]:
    """The file in a folder of its own, and the name it had."""
    scratch = folder / "document"
    if is_address(file_or_url):
        return scratch, fetch(file_or_url, scratch, replace(WEB, local=local))
    if "://" in str(file_or_url):
        raise DocumentError(f"{file_or_url}: is no address of the web; expected one of http://, https://")
    path = Path(file_or_url).expanduser()
    scratch.write_bytes(bytes_of(path))
    return scratch, path.name


def _name(name: str) -> str:
    """A file name without folders and without signs that a path, an address or Windows gives a meaning."""
    plain = file_name(name)
    refuse(plain)
    suffix = Path(plain).suffix.lower()
    return plain.removesuffix(Path(plain).suffix) + suffix


def _refuse_twice(scratch: Path, target: Path, raw: Path) -> None:
    for path in (target, sidecar(target)):
        if path.exists():
            raise DocumentError(f"{path}: is there already and raw documents are never replaced; give another --name")
    if other := next((path for path in documents(raw) if _id(path) == target.stem), None):
        raise DocumentError(
            f"{target.name}: its id would be {target.stem!r}, which {other.relative_to(raw)} has; give another --name"
        )
    size, sha256 = scratch.stat().st_size, digest(scratch)
    if not size:
        raise DocumentError(f"{target.name}: is empty; nothing was taken in")
    for path in raw.rglob("*"):
        if path.suffix.lower() in ENDINGS and path.is_file() and path.stat().st_size == size and digest(path) == sha256:
            raise DocumentError(f"{target.name}: the same document is there already as {path.relative_to(raw)}")


def _id(document: Path) -> str:
    """The id that a document of the folder has: that of its sidecar, where it says one, else its name's."""
    with suppress(IpstatsError):
        return str(read_yaml(sidecar(document)).get("id") or document.stem)
    return document.stem


def _refuse_unread(document: Path) -> None:
    """Refuse what is damaged, encrypted or no such file: it would hold back the reports of its area."""
    try:
        read_content(document.read_bytes(), document.name)
    except DocumentError as error:
        raise DocumentError(f"{error}; nothing was taken in") from None


def _title(document: Path) -> str:
    """The title that a document bears; its file's name where it is a table, bears none, or cannot be read."""
    if document.suffix not in GRIDS:
        with suppress(IpstatsError):
            return read(document, corrections=[]).title or document.stem
    return document.stem


def _sidecar(target: Path, scratch: Path, fields: dict[str, str], raw: Path) -> tuple[str, list[str]]:
    """The text of the sidecar: what is known, and empty lines for a person to fill in; and what is to be said."""
    said = {key: fields.get(key, "") for key in KNOWN}
    checked = {key: value for key, value in said.items() if value}
    make(Source, {"id": target.stem, "wording": "verbatim", **checked}, f"{target.name}{SUFFIX}")
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    lines += [f"retrieved: {date.today()}", f'sha256: "{digest(scratch)}"', "wording: verbatim", 'notes: ""']
    text = "\n".join(lines) + "\n"
    proposed, lines = _proposed(scratch, fields, raw) if target.suffix in GRIDS else ("", [])
    return text + proposed, lines


def _proposed(table: Path, fields: dict[str, str], raw: Path) -> tuple[str, list[str]]:
    """How a table is read: as the one whose recipe it fits, else a draft to be confirmed, "" where nothing is read; and
    what it has that this recipe lacks, or how it differs from the recipes of others."""
    from ipstats.collect.drafts import draft
    from ipstats.collect.recipes import fitting

    try:
        other, lines = fitting(table, raw, fields["title"])
        if other:
            return f"table: {{like: {json.dumps(other.name, ensure_ascii=False)}}}\n", lines
    except IpstatsError:
        return "", []
    others = "".join(f"{UNLIKE}{line}\n" for line in lines)
    said = [f"{note('recipe_other')} {line}" for line in lines]
    try:
        period, published = fields.get("period"), fields.get("published")
        drafted = draft(
            table, area=fields.get("area", ""), year=time_period(period).end.year if period else None,
            title=fields["title"], published=date.fromisoformat(published) if published else None,
        )  # fmt: skip
    except IpstatsError:
        return others, said
    return others + _PROPOSED + "".join(f"# {line}\n" for line in drafted.splitlines()), said
