"""What `ipstats read` does: documents in, a table, a page or lines on the terminal out."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from ipstats.collect.drafts import draft
from ipstats.collect.many import read_many
from ipstats.collect.read import read as read_one
from ipstats.collect.sources import SUFFIX
from ipstats.documents.formats import GRIDS
from ipstats.errors import DocumentError, IpstatsError, ParameterError
from ipstats.messages import said, say
from ipstats.model import wording
from ipstats.model.doubts import trust_words
from ipstats.model.observations import DOUBTFUL, frame, write_table
from ipstats.model.sheets import guarded
from ipstats.reading.accounting import NOT_READ, counts
from ipstats.reading.document import Document
from ipstats.writing import whole

TABLES = (".csv", ".parquet", ".jsonl", ".xlsx")
_AROUND, _MOST_SHOWN = 8, 5


def why(document: Path, *, at: str, published: str, area: str, year: int | None) -> None:
    """Print what decided the figures at a piece of a document's text: the command `ipstats why`."""
    print(read_one(document, published=published or None, area=area or None, year=year, corrections=[]).why(at))


def read(
    documents: list[Path], *, published: str, area: str, year: int | None, output: str, html: Path | None, jobs: int,
    quiet: bool, view: Callable[[Document], str] = Document.to_html,
) -> None:  # fmt: skip
    """Read documents and write what was asked for; documents that cannot be read are named, the others are not lost.

    `view` makes the page of a document.
    """
    _refuse(documents, output, html)
    options: dict[str, Any] = {"published": published or None, "area": area or None, "year": year}
    errors: list[str] = []
    if len(documents) == 1:
        read_documents = [read_one(documents[0], **options)]
    else:
        read_documents, errors = _several(documents, options, jobs, quiet)
    table = _together(read_documents)
    if html:
        with whole(html) as scratch:
            scratch.write_text(view(read_documents[0]), encoding="utf-8")
    if output == "-":
        guarded(table).to_csv(sys.stdout, index=False, lineterminator="\n", date_format="%Y-%m-%d")
    elif output:
        write_table(table, output)
    elif not html:
        print(listing(table))
    if not quiet:
        _say(read_documents, table, output, html)
        _propose(documents, read_documents, area, year)
    if errors:
        raise DocumentError("; ".join([*errors, f"{len(errors)} of {len(documents)} documents; the others were read"]))


def listing(table: pd.DataFrame) -> str:
    """The figures as lines for a terminal: what, where, when, how much, as what."""
    if table.empty:
        return said("no figures")
    shown = pd.DataFrame(
        {
            "指标 indicator": table["indicator_name"].where(table["indicator_name"] != "", table["label"]),
            "地区 area": table["ref_area_name"] + table["scope"].map(lambda s: f" {s}" if s else ""),
            "时间 period": table["time_period"],
            "数值 value": table["bound"].replace("=", "") + table["obs_value"].map("{:,.10g}".format),
            "单位 unit": table["unit_measure"],
            "类型 measure": table["measure"].map(wording.measure) + table["is_target"].map({True: " 目标", False: ""}),
            "可信 trust": table["trust"].map(trust_words()),
            "原文 text": table["obs_text"],
        }
    )
    with pd.option_context("display.unicode.east_asian_width", True, "display.max_colwidth", 40):
        return shown.to_string(index=False)


def _refuse(documents: list[Path], output: str, html: Path | None) -> None:
    """Refuse options that do not go together before any document is read."""
    if output and output != "-" and Path(output).suffix.lower() not in TABLES:
        raise ParameterError(f"-o {output}: can write {', '.join(TABLES)}, or - for CSV on standard output")
    for path in (Path(output) if output not in ("", "-") else None, html):
        if path and not path.parent.is_dir():
            raise ParameterError(f"{path}: there is no folder {path.parent}; create it first")
    if html and len(documents) > 1:
        raise ParameterError(f"--html {html}: shows one document; {len(documents)} were given")


def _several(documents: list[Path], options: dict, jobs: int, quiet: bool) -> tuple[list[Document], list[str]]:
    found, errors = [], []
    for result in read_many(documents, jobs=jobs, progress=not quiet, **options):
        if isinstance(result, Document):
            found.append(result)
        else:
            errors.append(f"{result}")
    return found, errors


def _together(documents: list[Document]) -> pd.DataFrame:
    tables = [document.table for document in documents if len(document.table)]
    return frame(pd.concat(tables, ignore_index=True) if tables else [])


def _say(documents: list[Document], table: pd.DataFrame, output: str, html: Path | None) -> None:
    """What was not guessed, and where things went, beside the data and not in it."""
    for document in documents:
        for warning in document.warnings:
            say(f"ipstats: {document.source_id}: {warning}", aside=True)
        for line in _unread(document):
            say(f"ipstats: {document.source_id}: {line}", aside=True)
    places = [str(place) for place in (output if output != "-" else "", html) if place]
    where = f" -> {', '.join(places)}" if places else ""
    print(f"{said(f'{len(table)} figures')}{where}; {_trusted(table)}{_accounted(documents)}", file=sys.stderr)


def _unread(document: Document) -> list[str]:
    """A line on the numbers of the running text that were not read: the first few, with the words around them."""
    found = [one for one in document.numbers if one.kind == NOT_READ]
    shown = [
        f"{document.text[max(one.start - _AROUND, 0) : one.start]}[{one.text}]{document.text[one.end :][:_AROUND]}"
        for one in found[:_MOST_SHOWN]
    ]
    more = f" +{len(found) - _MOST_SHOWN}" if found[_MOST_SHOWN:] else ""
    return [f"未读 not read{more}: {' | '.join(' '.join(one.split()) for one in shown)}"] if found else []


def _propose(paths: list[Path], documents: list[Document], area: str, year: int | None) -> None:
    """How a table of which something stays open is read, as its sidecar would say it, for a person to correct."""
    if len(paths) > 1 or paths[0].suffix.lower() not in GRIDS:
        return
    table, tables = documents[0].table, documents[0].tables
    if not (table["trust"] == DOUBTFUL).any() and not any(one.left for one in tables) and len(table):
        return
    try:
        drafted = draft(paths[0], area=area, year=year)
    except IpstatsError as error:
        print(f"ipstats: {error}", file=sys.stderr)
        return
    beside = paths[0].name + SUFFIX
    print(
        f"\n# 读法草稿：改正后写入 {beside} how it is read: correct it and keep it in that file\n{drafted}",
        file=sys.stderr,
    )


def _trusted(table: pd.DataFrame) -> str:
    found = table["trust"].value_counts()
    return ", ".join(f"{words} {found.get(trust, 0)}" for trust, words in trust_words().items())


def _accounted(documents: list[Document]) -> str:
    """Where the numbers of the running text ended, those not read last."""
    found = counts(number for document in documents for number in document.numbers)
    if not sum(found.values()):
        return ""
    words = {"figure": "数据", "time": "时间", "name": "名称序号", "no figure": "非数据", "not read": "未读"}
    return "; 数字 numbers: " + ", ".join(f"{words[kind]} {kind} {count}" for kind, count in found.items())
