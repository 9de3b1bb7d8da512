"""`reports/sources/<source_id>.html`: each document with its figures highlighted, where numbers of reports link to."""

import json
from contextlib import suppress
from pathlib import Path

from ipstats import project
from ipstats.errors import IpstatsError
from ipstats.publishing import records
from ipstats.publishing.inputs import Inputs
from papermill_fork.processes import Apart, Crash, Died

FOLDER, MEMORY = "sources", "sources.json"


def publish(known: Inputs, root: Path, reports: Path, package: str) -> list[str]:
    """Make the pages that are missing or no longer what their document and figures would make; what went wrong.

    A page left from a document that is gone is removed.
    """
    wanted = {one: [source.sha256, source.rows, package] for one, source in known.sources.items() if source.rows}
    with records.lock(reports, "any/any/sources", wait=600):
        made = records.memory(reports / records.STATE / MEMORY)
        stale = [one for one, key in wanted.items() if made.get(one) != key or not _page(reports, one).is_file()]
        for one in (gone := made.keys() - wanted.keys()):
            _page(reports, one).unlink(missing_ok=True)
        wrong = _make({one: known.sources[one].file for one in stale}, root, reports)
        if stale or gone:
            kept = {one: key for one, key in wanted.items() if one not in wrong}
            with suppress(OSError):  # the pages are made again
                records.write_whole(reports / records.STATE / MEMORY, json.dumps(kept, ensure_ascii=False))
    return list(wrong.values())


def _page(reports: Path, source_id: str) -> Path:
    return reports / FOLDER / f"{source_id}.html"


def _make(stale: dict[str, str], root: Path, reports: Path) -> dict[str, str]:
    """Pages (id -> file of data/raw) are made in a process of their own, as the readers are heavy; errors by id."""
    wrong: dict[str, str] = {}
    if not stale:
        return wrong
    try:
        with Apart(_work, stale, root, reports) as process:
            while (message := process.receive(600)) is not None:
                if isinstance(message, Crash):
                    return {one: f"source pages: {message.reason}" for one in stale}
                wrong |= message
    except Died as death:
        return {one: f"source pages: {death}" for one in stale}
    return wrong


def _work(send, stale: dict[str, str], root: Path, reports: Path) -> None:
    from ipstats.collect.sources import read_source
    from ipstats.model.observations import read_table

    table = read_table(project.processed(root) / "observations.parquet")
    for one, file in stale.items():
        path = project.raw(root) / file
        try:
            records.write_whole(_page(reports, one), _html(path, read_source(path), table[table["source_id"] == one]))
        except IpstatsError as error:
            send({one: str(error)})
        except OSError as error:
            send({one: f"{error.filename or _page(reports, one)}: {error.strerror or error}"})


def _html(path: Path, source, rows) -> str:
    """The page of a document: its text as the reader has it, the figures as the table has them."""
    from ipstats.documents.blocks import Context
    from ipstats.documents.opening import read_content
    from ipstats.publishing.view import view
    from ipstats.reading.document import Document, read_figures

    content = read_content(path)
    context = Context(source.title, source.published, source.area, source.year, source.id)
    numbers = () if source.table else read_figures(content, context, source.id).numbers
    return view(
        Document(
            content.text, content.blocks, content.tables, rows, source.title, source.id, source.published,
            context=context, numbers=numbers,
        )
    )  # fmt: skip
