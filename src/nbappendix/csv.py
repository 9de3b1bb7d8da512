"""Every table of the document as a CSV file of its own, opening right in Excel in Chinese."""

from pathlib import Path

from nbappendix import model, tables
from nbappendix.errors import AppendixError
from nbappendix.formats import Job
from nbappendix.labels import labels


def files(doc: dict, job: Job) -> dict[Path, bytes]:
    """Files by path: `job.target` for a single table, else `<stem>.table-1.csv`, `<stem>.figure-1.csv` ... there."""
    found = model.data_tables(doc)
    if not found:
        raise AppendixError(f"{doc['title']}: no table to write as CSV; it prints none, or was not run (没有表格)")
    words = labels(doc["language"])
    kinds = ["table" if t["label"] == words["table"].format(t["number"]) else "figure" for t in found]
    names = [f"{kind}-{table['number']}" for kind, table in zip(kinds, found, strict=True)]
    target = job.target
    paths = [target] if len(found) == 1 else [target.with_name(f"{target.stem}.{name}.csv") for name in names]
    return {path: tables.csv_text(table, words).encode() for path, table in zip(paths, found, strict=True)}
