"""`ipstats verify RELEASE`: is it whole by its checksums, and does the same environment make it again?"""

import json
import shutil
import stat
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from ipstats.collect.freshness import digest
from ipstats.errors import IpstatsError, ParameterError
from ipstats.publishing import releases
from ipstats.publishing.delivery import SUMS
from ipstats.publishing.plan import package_digest


@dataclass(frozen=True)
class Verification:
    """What was found: files that are not what they were, are missing or were added; files that come out otherwise when
    made again; and why it was not made again, when it was not."""

    broken: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    not_made: str = ""
    protected: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the release."""
        return not (self.broken or self.differs)


def verify(release: str | Path, *, again: bool = True) -> Verification:
    """Hold a release against its checksum list, and make its reports once more and compare.

    Parameters
    ----------
    release : its folder below `releases/`
    again : make the reports once more; only the version of ipstats that made it does, as another need not give the
        same bytes

    Returns
    -------
    Verification
        what is other, absent or added, and whether the release is whole

    Raises
    ------
    ParameterError
        when the folder is no release

    Examples
    --------
    >>> verify("releases/110000/2023/1", again=False)  # doctest: +SKIP
    """
    folder = Path(release).resolve()
    try:
        record = json.loads((folder / releases.RECORD).read_bytes())
        sums = (folder / SUMS).read_text("utf-8")
    except (OSError, ValueError):
        raise ParameterError(f"{folder}: is no release; expected a folder with release.json and {SUMS}") from None
    broken = _broken(folder, sums)
    protected = releases.is_protected(folder)
    if broken or not again:
        return Verification(broken, not_made="broken" if broken else "not asked for", protected=protected)
    if record["package"] != package_digest():
        why = f"it was made by ipstats {record['package']}, this is {package_digest()}"
        return Verification(not_made=why, protected=protected)
    return Verification(differs=_again(folder, record), protected=protected)


def _broken(folder: Path, sums: str) -> list[str]:
    """Files whose bytes are not those of the list, that are missing, or that the list does not know."""
    listed = {name: said for said, _, name in (line.partition("  ") for line in sums.splitlines())}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {SUMS}
    wrong = [f"{name}: missing" for name in sorted(set(listed) - there)]
    wrong += [f"{name}: not in the list" for name in sorted(there - set(listed))]
    wrong += [f"{name}: changed" for name in sorted(there & set(listed)) if digest(folder / name) != listed[name]]
    return wrong


def _again(folder: Path, record: dict) -> list[str]:
    """The files of the reports that come out otherwise when they are made again, in a copy."""
    previous = folder.parent / record["previous"] / releases.RECORD if record["previous"] else None
    before = json.loads(previous.read_bytes()) if previous and previous.is_file() else {}
    differs = []
    with tempfile.TemporaryDirectory(prefix="ipstats-verify-") as scratch:
        copy = Path(scratch) / "project"
        shutil.copytree(folder, copy)
        for path in (copy, *copy.rglob("*")):
            path.chmod(path.stat().st_mode | stat.S_IWUSR)
        for one in record["reports"]:
            differs += _report_again(folder, copy, one, before)
    return differs


def _report_again(folder: Path, copy: Path, one: dict, before: dict) -> list[str]:
    from ipstats.publishing.job import Order
    from ipstats.publishing.runs import carry_out

    frozen = folder / "reports" / f"{one['report']}.ipynb"
    metadata = json.loads(frozen.read_bytes())["metadata"]["ipstats"]
    place = (copy / "reports" / one["report"]).parent
    order = Order(
        notebook=str(copy / "notebooks" / f"{one['notebook']}.ipynb"), parameters=one["parameters"], metadata=metadata,
        scratch=str(place), stem=frozen.stem, to=(), final=True, engine="fork", cell_seconds=1800,
        environment={"IPSTATS_ROOT": str(copy), "IPSTATS_LINKS": "../../"},
    )  # fmt: skip
    if reason := carry_out(order):
        return [f"{one['report']}: {reason}"]
    made = place / f"{frozen.stem}.ipynb"
    try:
        releases.export_marked(made, one, before, copy)
    except IpstatsError as error:
        return [f"{one['report']}: {error}"]
    names = [f"{one['report']}.{ending}" for ending in one["formats"]]
    return [
        f"reports/{name}"
        for name in names
        if (copy / "reports" / name).read_bytes() != (folder / "reports" / name).read_bytes()
    ]
