"""Observations as SDMX-CSV 2.0 with the data structure definition that explains it (SDMX-ML 2.1).

Sources: SDMX 3.0 Section 5 (SDMX-CSV 2.0), SDMX 2.1 Section 3 (structure message), CL_OBS_STATUS 2.3. Columns go out
under their names in upper case. A dimension may not be empty: `_U` is not known (an indicator the catalogue lacks),
`_Z` does not apply (no narrower scope, nothing compared with).
"""

import csv
import io
import logging
import math
from datetime import UTC, datetime
from pathlib import Path

from ipstats.errors import IpstatsError
from ipstats.model.observations import COLUMNS, MEASURES, STATUSES
from ipstats.publishing.templates import templates
from nbappendix import model
from nbappendix.formats import Format, Job

log = logging.getLogger(__name__)
FORMAT = Format("sdmx-csv", "ipstats.publishing.sdmx", ".sdmx.csv", "text/csv")
AGENCY, ID, VERSION = "IPSTATS", "OBSERVATIONS", "1.0.0"
DIMENSIONS = {
    "ref_area": "_U", "indicator": "_U", "scope": "_Z", "measure": "_U", "comparison": "_Z", "source_id": "_U",
    "obs_id": "_U",
}  # fmt: skip
"""The key of an observation besides its time, and what stands for an empty part."""
TIME, VALUE = "time_period", "obs_value"
NAMES = {"ref_area": "ref_area_name", "indicator": "indicator_name"}
CODES = {"measure": {code: code for code in MEASURES}, "obs_status": STATUSES}
TEXT_TYPES = {"str": "String", "float64": "Double", "date": "GregorianDay", "bool": "Boolean", "Int64": "Integer"}
TYPES = {column: TEXT_TYPES[kind] for column, (kind, _) in COLUMNS.items()} | {TIME: "ObservationalTimePeriod"}
ATTRIBUTES = [c for c in COLUMNS if c not in {*DIMENSIONS, TIME, VALUE, *NAMES.values()}]
SPACES = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"


def files(doc: dict, job: Job) -> dict[Path, bytes]:
    """The observations that a document's numbers link to: `job.target` and its structure beside it, by path."""
    from ipstats.store import load

    wanted = linked(doc)
    if not wanted:
        raise IpstatsError(f"{doc['title']}: no number links to an observation: nothing to write")
    table = load()
    rows = table[table["obs_id"].isin(wanted)]
    if absent := len(wanted) - len(rows):
        raise IpstatsError(
            f"{doc['title']}: {absent} of {len(wanted)} numbers link to observations the table no longer has; "
            "make the report again with `ipstats report`"
        )
    structure_file = job.target.with_name(f"{job.target.name.removesuffix('.csv')}.structure.xml")
    return {job.target: data(rows).encode(), structure_file: structure(rows, job.timestamp).encode()}


def linked(doc: dict) -> set[str]:
    """The ids of observations that the numbers of a document link to (`sources/<id>.html#fig-<obs_id>`)."""
    hrefs = [n["href"] for n in model.inlines(doc["blocks"]) if n["t"] == "link"]
    hrefs += [c.get("href") or "" for t in model.data_tables(doc) for row in t["rows"] for c in row["cells"]]
    return {href.partition("#fig-")[2] for href in hrefs if "#fig-" in href}


def data(table) -> str:
    """An observation table as SDMX-CSV 2.0, one line an observation, in the table's order.

    A figure whose period the source does not tell has no place in SDMX: such rows are left out, and counted in a log.
    """
    undated = table[TIME] == ""
    if undated.any():
        log.warning("%d observations without a period are left out of SDMX-CSV (无时期)", undated.sum())
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [*DIMENSIONS, TIME, VALUE, *ATTRIBUTES]
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *(c.upper() for c in columns)])
    for row in table.loc[~undated, columns].to_dict("records"):
        line = [_value(row[c]) or DIMENSIONS.get(c, "") for c in columns]
        writer.writerow(["datastructure", f"{AGENCY}:{ID}({VERSION})", "R", *line])
    return out.getvalue()


def structure(table, timestamp: int) -> str:
    """The structure message for `table`: its code lists (areas and indicators it uses), concepts and definition."""
    return templates().get_template("structure.xml").render(
        agency=AGENCY, id=ID, version=VERSION, spaces=SPACES, columns=COLUMNS, lists=_codes(table), types=TYPES,
        prepared=datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), dimensions=list(DIMENSIONS),
        attributes=ATTRIBUTES, time=TIME, value=VALUE,
    )  # fmt: skip


def _value(value) -> str:
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, float):
        return ("-INF" if value < 0 else "INF") if math.isinf(value) else repr(value).removesuffix(".0")
    if isinstance(value, bool):
        return str(value).lower()
    return value.date().isoformat() if isinstance(value, datetime) else " ".join(str(value).split())


def _codes(table) -> dict[str, dict[str, str]]:
    lists = dict(CODES)
    for column, names in NAMES.items():
        pairs = sorted(set(zip(table[column], table[names], strict=True)))
        lists[column] = {code: name or code for code, name in pairs if code} | {"_U": "not known"}
    return lists
