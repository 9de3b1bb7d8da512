"""What the reports are made from: for each area a digest of its figures, the documents they stand in, and its years.

The digests are kept in `reports/.state/inputs.json` and worked out again when `data/processed/observations.parquet` has
changed, so that a run with nothing to do reads neither the table nor pandas.
"""

import hashlib
import json
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from ipstats import project
from ipstats.errors import IpstatsError, TableError
from ipstats.messages import say
from ipstats.model import areas
from ipstats.publishing import records

SEES = ("area", "peers", "all")
"""What a notebook may declare as `metadata.ipstats.sees`: the figures of its area and of those it lies in; those, the
areas of its own level and the provinces; all. A notebook that declares nothing sees all."""
PROVINCES = {"nation", "province", "special", "corps"}


@dataclass(frozen=True)
class AreaInputs:
    """One area's part of the table: a digest of its rows, its sources, the years whose end its figures reach, and how
    many of its figures are contradicted without a person having accepted it."""

    digest: str
    sources: list[str]
    years: list[int]
    findings: int = 0


@dataclass(frozen=True)
class SourceFile:
    """A document of `data/raw`: the hash of its bytes, the newest date its sidecar knows (ISO, or ""), a digest of its
    rows in the table ("" when it has none), and its name below `data/raw`."""

    sha256: str
    date: str
    rows: str = ""
    file: str = ""


@dataclass(frozen=True)
class Inputs:
    """The table of `data/processed` as the reports see it."""

    stamp: list
    areas: dict[str, AreaInputs] = field(default_factory=dict)
    sources: dict[str, SourceFile] = field(default_factory=dict)

    def digest(self, area: str, sees: str) -> str:
        """A digest of the figures that a notebook about `area` can see; "" where there are none."""
        wanted = [code for code in sorted(self.areas) if visible(area, code, sees)]
        text = "\n".join(f"{code} {self.areas[code].digest}" for code in wanted)
        return hashlib.sha256(text.encode()).hexdigest()[:16] if wanted else ""

    def documents(self, area: str) -> dict[str, SourceFile]:
        """The documents that speak of the area or of an area it lies in, by source id; all of them without an area."""
        wanted = areas.ancestors(area) if area else self.areas
        ids = sorted({one for code in wanted if code in self.areas for one in self.areas[code].sources})
        return {one: self.sources.get(one, SourceFile("", "")) for one in ids}

    def findings(self, area: str) -> int:
        """How many findings about the area (about all without one) nobody has accepted."""
        wanted = [area] if area else list(self.areas)
        return sum(self.areas[code].findings for code in wanted if code in self.areas)

    def findings_within(self, area: str) -> int:
        """How many findings about areas that lie in the area, which its report of checks counts too."""
        inside = [code for code in self.areas if area and code != area and areas.is_within(code, area)]
        return sum(self.areas[code].findings for code in inside)


@lru_cache(maxsize=65536)
def visible(area: str, other: str, sees: str) -> bool:
    """Whether a notebook about `area` that declares `sees` sees the figures of `other`, "" for a place of no code."""
    if sees == "all" or not area or other in areas.ancestors(area):
        return True
    return bool(other) and sees == "peers" and areas.area(other).level in PROVINCES | {areas.area(area).level}


def inputs(root: Path, reports: Path, accepted: Path | None = None, package: str = "") -> Inputs:
    """The inputs as they are now; `TableError` when there is no table or it cannot be read.

    `accepted` is the file of findings that a person has judged (`ipstats check --accept`), where there is one;
    `package` tells which checks count the findings.
    """
    table = project.processed(root) / "observations.parquet"
    if not table.is_file():
        raise TableError(f"{table}: no such file; run `ipstats build` first")
    kept = reports / records.STATE / "inputs.json"
    accepted = accepted if accepted and accepted.is_file() else None
    stamp = [package, *records.stamp(table), *(records.stamp(accepted) if accepted else [])]
    found = _kept(kept)
    if found is None or found.stamp != stamp:
        found = _examine(table, stamp, root, accepted)
        with suppress(OSError):  # it is worked out again
            records.write_whole(kept, json.dumps(asdict(found), ensure_ascii=False))
    return found


def _kept(path: Path) -> Inputs | None:
    try:
        content = json.loads(path.read_bytes())
        return Inputs(
            content["stamp"],
            {code: AreaInputs(**one) for code, one in content["areas"].items()},
            {name: SourceFile(**one) for name, one in content["sources"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _examine(path: Path, stamp: list, root: Path, accepted: Path | None) -> Inputs:
    import pandas as pd

    from ipstats.model.observations import read_table

    table = read_table(path)
    table["row"] = pd.util.hash_pandas_object(table.astype(str), index=False)
    contradicted = _contradicted(table.drop(columns="row"), accepted)
    found = {
        str(code): AreaInputs(
            _digest(mine["row"]), sorted(mine["source_id"].unique()), _years(mine), contradicted.get(str(code), 0)
        )
        for code, mine in table.groupby("ref_area")
    }
    return Inputs(stamp, found, _sources(root, table.groupby("source_id")["row"].agg(_digest)))


def _years(mine) -> list[int]:
    """Years whose end the figures reach; goals and parts of a year do not make a report's year."""
    ends = mine.loc[~mine["is_target"], "period_end"].dropna()
    return sorted({int(end.year) for end in ends if (end.month, end.day) == (12, 31)})


def _digest(rows) -> str:
    """A digest of hashes of rows, whatever their order."""
    return hashlib.sha256(b"".join(sorted(value.tobytes() for value in rows.to_numpy()))).hexdigest()[:16]


def _contradicted(table, accepted: Path | None) -> dict[str, int]:
    """Contradictions that nobody has accepted, counted by area.

    When the checks themselves break down, one for every area: its reports are made, with the draft mark.
    """
    from ipstats.checks import check

    try:
        found = check(table, accept=accepted)
    except IpstatsError:
        raise
    except Exception as error:
        say(f"ipstats: the checks broke down ({error}); reports carry the draft mark", aside=True)
        return dict.fromkeys(table["ref_area"].unique(), 1)
    open_ones = (found["verdict"] == "contradicts") & (found["accepted"] == "")
    return Counter(found.loc[open_ones, "ref_area"])


def _sources(root: Path, rows) -> dict[str, SourceFile]:
    """Every raw document that the table was made from, by its id; `rows` are the digests of their rows by id."""
    from ipstats.collect import freshness
    from ipstats.collect.sources import read_source

    found = {}
    for said in (freshness.record(project.processed(root)).get("sources") or {}).values():
        path = project.raw(root) / said["file"]
        try:
            source = read_source(path)
        except IpstatsError:  # changed since: the next build says so
            continue
        dates = [str(day) for day in (source.published, source.retrieved) if day]
        sha256 = source.sha256 or freshness.digest(path)
        found[source.id] = SourceFile(sha256, max(dates, default=""), rows.get(source.id, ""), said["file"])
    return found
