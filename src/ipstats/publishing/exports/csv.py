"""Every table of the document as a CSV file of its own, opening right in Excel in Chinese."""

from pathlib import Path

from ipstats.errors import IpstatsError
from ipstats.publishing.exports import model, tables
from ipstats.publishing.exports.labels import labels


def render(doc: dict, target: Path) -> dict[Path, bytes]:
    """Files by path: `target` for a single table, else `<stem>.table-1.csv`, `<stem>.figure-1.csv` ... beside it."""
    found = model.data_tables(doc)
    if not found:
        raise IpstatsError(f"{doc['title']}: no table to write as CSV; it prints none, or was not run (没有表格)")
    words = labels(doc["language"])
    kinds = ["table" if t["label"] == words["table"].format(t["number"]) else "figure" for t in found]
    names = [f"{kind}-{table['number']}" for kind, table in zip(kinds, found, strict=True)]
    paths = [target] if len(found) == 1 else [target.with_name(f"{target.stem}.{name}.csv") for name in names]
    return {path: tables.csv_text(table, words).encode() for path, table in zip(paths, found, strict=True)}
