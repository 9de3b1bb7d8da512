"""What the reports are made from: for each area a digest of its figures, the documents they stand in, and its years.

The digests are kept in `reports/.state/inputs.json` and worked out again when `data/processed/observations.parquet` has
changed, so that a run with nothing to do reads neither the table nor pandas.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from ipstats import project
from ipstats.errors import TableError
from ipstats.model import areas
from ipstats.publishing import records

SEES = ("area", "peers", "all")
"""What a notebook may declare as `metadata.ipstats.sees`: the figures of its area and of those it lies in; those and
the areas of its own level; all. A notebook that declares nothing sees all."""


@dataclass(frozen=True)
class AreaInputs:
    """One area's part of the table: a digest of its rows, its sources, the years its figures speak of."""

    digest: str
    sources: list[str]
    years: list[int]


@dataclass(frozen=True)
class Source:
    """A document of `data/raw`: the hash of its bytes and the newest date its sidecar knows (ISO, or "")."""

    sha256: str
    date: str


@dataclass(frozen=True)
class Inputs:
    """The table of `data/processed` as the reports see it."""

    stamp: list[int]
    areas: dict[str, AreaInputs] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def digest(self, area: str, sees: str) -> str:
        """A digest of the figures that a notebook about `area` can see; "" where there are none."""
        wanted = [code for code in sorted(self.areas) if _sees(area, code, sees)]
        text = "\n".join(f"{code} {self.areas[code].digest}" for code in wanted)
        return hashlib.sha256(text.encode()).hexdigest()[:16] if wanted else ""

    def documents(self, area: str) -> dict[str, Source]:
        """The documents that speak of the area or of an area it lies in, by source id; all of them without an area."""
        wanted = areas.ancestors(area) if area else self.areas
        ids = sorted({one for code in wanted if code in self.areas for one in self.areas[code].sources})
        return {one: self.sources.get(one, Source("", "")) for one in ids}


@lru_cache(maxsize=65536)
def _sees(area: str, other: str, sees: str) -> bool:
    if sees == "all" or not area or other in areas.ancestors(area):
        return True
    return sees == "peers" and areas.area(area).level == areas.area(other).level


def inputs(root: Path, reports: Path) -> Inputs:
    """The inputs as they are now; `TableError` when there is no table or it cannot be read."""
    table = project.processed(root) / "observations.parquet"
    if not table.is_file():
        raise TableError(f"{table}: no such file; run `ipstats build` first (先生成数据表)")
    kept = reports / records.STATE / "inputs.json"
    stamp = records.stamp(table)
    found = _kept(kept)
    if found is None or found.stamp != stamp:
        found = _examine(table, stamp, root)
        records.write_whole(kept, json.dumps(asdict(found), ensure_ascii=False))
    return found


def _kept(path: Path) -> Inputs | None:
    try:
        content = json.loads(path.read_bytes())
        return Inputs(
            content["stamp"],
            {code: AreaInputs(**one) for code, one in content["areas"].items()},
            {name: Source(**one) for name, one in content["sources"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _examine(path: Path, stamp: list[int], root: Path) -> Inputs:
    import pandas as pd

    from ipstats.model.observations import read_table

    table = read_table(path)
    rows = pd.util.hash_pandas_object(table.astype(str), index=False).to_numpy()
    found = {}
    for code, part in table.groupby("ref_area", sort=True).indices.items():
        digest = hashlib.sha256(b"".join(sorted(value.tobytes() for value in rows[part]))).hexdigest()[:16]
        mine = table.iloc[part]
        years = sorted({int(year) for year in mine["period_end"].dropna().dt.year})
        found[str(code)] = AreaInputs(digest, sorted(mine["source_id"].unique()), years)
    return Inputs(stamp, found, _sources(root))


def _sources(root: Path) -> dict[str, Source]:
    """Hash and newest date of every raw document, by its id."""
    from ipstats.reading.sources import digest, documents, read_source

    found = {}
    for path in documents(project.raw(root)):
        source = read_source(path)
        dates = [str(day) for day in (source.published, source.retrieved) if day]
        found[source.id] = Source(source.sha256 or digest(path), max(dates, default=""))
    return found
