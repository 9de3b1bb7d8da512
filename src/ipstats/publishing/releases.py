"""Frozen editions: `releases/<area>/<year>/<date>/` is a whole small project, write-protected, with a checksum list.

reports/          the reports without the draft mark, in all formats, and the pages of their sources
notebooks/        the notebooks they were made by
data/processed/   the figures they could see; data/raw/ the documents of the area with their sidecars
definitions/      the project's own
findings.csv      what the checks said
changes.csv .html what differs from the edition before, where there was one
release.json      edition, sign-off, what it was made from; index.html; SHA256SUMS
"""

import glob
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ipstats import project
from ipstats.errors import IpstatsError, ParameterError, RunError
from ipstats.messages import say
from ipstats.model import overlay
from ipstats.model.sheets import guarded
from ipstats.publishing import differences, manifest, records
from ipstats.publishing.delivery import write_sums
from ipstats.publishing.inputs import visible
from ipstats.publishing.plan import FORMATS, environment_digest, package_digest
from ipstats.publishing.runs import Outcome, carry_out
from ipstats.publishing.settings import accepted
from ipstats.writing import writing

FOLDER = "releases"
RECORD = differences.RELEASE
TABLE = differences.TABLE


@dataclass(frozen=True)
class SignOff:
    """Who answers for a release, a note, and why it goes out although findings are open."""

    signed_by: str
    note: str = ""
    despite: str = ""


def release(
    notebooks: Iterable[str] | None = None, areas: Iterable[str] | None = None, years: Iterable[int] | None = None,
    base_year: int | None = None, language: str | Iterable[str] | None = None, parameters: dict | None = None, *,
    signed_by: str, note: str = "", despite: str = "", jobs: int = 1, quiet: bool = False,
) -> list[Path]:  # fmt: skip
    """Freeze reports as the next edition of their area and year.

    The reports are brought up to date first, without the draft mark and in every format. An area and year whose
    figures and reports are those of its last edition gets no new one.

    Parameters
    ----------
    notebooks, areas, years, base_year, language, parameters : which reports, as for `report`
    signed_by : who answers for the edition
    note : what is new in it
    despite : why it is in order that findings about the area are open
    jobs : how many reports at once; 0 for all cores
    quiet : show no progress

    Returns
    -------
    list of Path
        the new folders below `releases/`, write-protected

    Raises
    ------
    RunError
        when a report cannot be made, or findings are open and `despite` does not say why that is in order; nothing is
        frozen then
    ParameterError
        for a notebook, an area or a parameter that is none

    Examples
    --------
    >>> release(areas=["北京"], years=[2023], signed_by="统计处")  # doctest: +SKIP
    """
    from ipstats.publishing.reports import report

    if not signed_by.strip():
        raise ParameterError("a release needs someone who answers for it; give --signed-by NAME")
    root = project.root()
    outcomes = report(
        notebooks, areas, years, base_year, language, parameters, to=FORMATS, jobs=jobs, final=True, quiet=quiet
    )
    if failed := [one for one in outcomes if one.failed]:
        counted = f"{len(failed)} of {len(outcomes)}"
        raise RunError(f"nothing was released: {failed[0].identity}: {failed[0].reason}; {counted} failed")
    sign_off = SignOff(signed_by.strip(), note, despite.strip())
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for one in sorted(outcomes, key=lambda one: one.identity):
        area, year, _ = one.identity.split("/")
        groups.setdefault((area, year), []).append(one)
    for (area, _), group in groups.items():
        _refuse_open_findings(area, group, root, sign_off)
    return [made for key, group in groups.items() if (made := _freeze(*key, group, root, sign_off))]


def _refuse_open_findings(area: str, group: list[Outcome], root: Path, sign_off: SignOff) -> None:
    good = [records.read(project.reports(root), one.identity)["good"] for one in group]
    count = max((one.get("findings", 0) for one in good), default=0)
    if count and not sign_off.despite:
        raise RunError(
            f"{area}: {count} contradictions are open; judge them (`ipstats check`), or say why it goes out "
            "all the same (--despite REASON)"
        )


def editions(root: Path, area: str, year: str) -> list[tuple[Path, dict]]:
    """The releases of an area and year with their records, oldest first."""
    found = []
    for path in (root / FOLDER / area / year).glob(f"*/{RECORD}"):
        try:
            record = json.loads(path.read_bytes())
            found.append((int(record["edition"]), path.parent, record))
        except (OSError, ValueError, KeyError, TypeError):
            raise IpstatsError(f"{path}: is damaged; restore the release from a copy") from None
    return [(folder, record) for _, folder, record in sorted(found, key=lambda one: one[0])]


def _freeze(area: str, year: str, group: list[Outcome], root: Path, sign_off: SignOff) -> Path | None:
    with records.lock(project.reports(root), "any/any/release", wait=600):
        before = editions(root, area, year)
        record = _record(area, year, group, root, sign_off, before)
        if before and all(before[-1][1].get(name) == record[name] for name in ("keys", "files")):
            say(f"{before[-1][0]}: nothing has changed since edition {before[-1][1]['edition']}")
            return None
        home = root / FOLDER / area / year
        target = records.unused(home, record["date"])
        with writing(target):
            home.mkdir(parents=True, exist_ok=True)
            _sweep(home)
            with tempfile.TemporaryDirectory(dir=home, prefix=".part-") as scratch:
                made = Path(scratch) / target.name
                _fill(made, record, group, root, before[-1] if before else None)
                made.rename(target)
            protect(target)
    return target


def _sweep(home: Path) -> None:
    """Remove what a release that was killed left behind (the lock is held)."""
    for left in home.glob(".part-*"):
        shutil.rmtree(left, ignore_errors=True)


def _record(area: str, year: str, group: list[Outcome], root: Path, sign_off: SignOff, before: list) -> dict:
    """Everything `release.json` says but what comes of the comparison."""
    from ipstats.collect import freshness

    built = freshness.record(project.processed(root))
    goods = {one.identity: records.read(project.reports(root), one.identity)["good"] for one in group}
    return {
        "area": area,
        "year": year,
        "edition": before[-1][1]["edition"] + 1 if before else 1,
        "date": records.now()[:10],
        "at": records.now(),
        "signed_by": sign_off.signed_by,
        "note": sign_off.note,
        "despite": sign_off.despite,
        "package": package_digest(),
        "environment": environment_digest(root),
        "definitions": overlay.digest(root),
        "keys": {identity: good["key"] for identity, good in goods.items()},
        "files": built["inputs"],
        "sources": {name: said["file"] for name, said in built["sources"].items()},
        "previous": before[-1][0].name if before else "",
        "reports": [
            {"report": identity, "notebook": good["notebook"], "title": good.get("title", ""),
             "parameters": good["parameters"], "language": good["parameters"].get("language", "zh"),
             "findings": good.get("findings", 0), "formats": [f for f in good["files"] if f != "ipynb"]}
            for identity, good in goods.items()
        ],
    }  # fmt: skip


def _fill(made: Path, record: dict, group: list[Outcome], root: Path, before: tuple[Path, dict] | None) -> None:
    """Everything a release holds, in a new folder."""
    for name in ("data/raw", "data/processed", "reports", "notebooks"):
        (made / name).mkdir(parents=True)
    sees = _copy_notebooks(made, group, root)
    table = _write_data(made, record, root, sees)
    changes = _write_changes(made, table, record, before)
    _write_reports(made, record, root, changes, before)
    _write_findings(made, record["area"], root)
    (made / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    _write_index(made, record)
    write_sums(made)


def _copy_notebooks(made: Path, group: list[Outcome], root: Path) -> str:
    """The notebooks the reports were made by; the widest that one of them sees."""
    from ipstats.publishing.plan import find_notebooks

    widest = {"area": 0, "peers": 1, "all": 2}
    found = find_notebooks({one.notebook for one in group}, project.notebooks(root))
    for notebook in found:
        shutil.copyfile(notebook.path, made / "notebooks" / notebook.path.name)
    if (root / overlay.FOLDER).is_dir():
        shutil.copytree(root / overlay.FOLDER, made / overlay.FOLDER)
    return max((notebook.sees for notebook in found), key=widest.__getitem__)


def _write_data(made: Path, record: dict, root: Path, sees: str):
    """The figures the reports could see, and the documents of the area; the table."""
    from ipstats.collect.package import sources_of, write_package
    from ipstats.model.observations import read_table

    whole = read_table(project.processed(root) / "observations.parquet")
    area = "" if record["area"] == "any" else record["area"]
    codes = {code for code in whole["ref_area"].unique() if visible(area, code, sees)}
    table = whole[whole["ref_area"].isin(codes)].reset_index(drop=True)
    folder = made / "data" / "processed"
    raw = project.raw(root)
    write_package(folder, table, sources_of(table, record["sources"], raw))
    seen = {one: file for one, file in record["sources"].items() if one in set(table["source_id"])}
    (folder / "texts").mkdir()
    for name in seen:
        shutil.copyfile(project.processed(root) / "texts" / f"{name}.txt", folder / "texts" / f"{name}.txt")
    own = set(whole.loc[[bool(area) and visible(area, code, "area") for code in whole["ref_area"]], "source_id"])
    for file in (seen[one] for one in sorted(own & set(seen))):
        (made / "data/raw" / file).parent.mkdir(parents=True, exist_ok=True)
        for path in (raw / file).parent.glob(f"{glob.escape(Path(file).name)}*"):
            shutil.copyfile(path, (made / "data/raw" / file).with_name(path.name))
    return table


def _write_changes(made: Path, table, record: dict, before: tuple[Path, dict] | None):
    """What differs from the edition before, as a table and a page; None for a first edition."""
    from ipstats.model.observations import read_table
    from ipstats.model.revised import revised

    if before is None:
        return None
    folder, was = before
    changes = revised(read_table(folder / TABLE), table, differences.made(was), differences.made(record))
    title = (
        f"{_name(record['area'])} {record['year']} 第{record['edition']}版修订 Revisions of edition {record['edition']}"
    )
    differences.write(changes, made / "changes.csv", title)
    differences.write(changes, made / "changes.html", title)
    record["changes"] = len(changes)
    return changes


def _write_reports(made: Path, record: dict, root: Path, changes, before) -> None:
    """The reports as they were made, those of a later edition with marks on what was revised, and their sources."""
    from ipstats.publishing.sources import FOLDER as SOURCES

    reports = project.reports(root)
    (made / "reports" / SOURCES).mkdir()
    for one in record["reports"]:
        place = made / "reports" / f"{one['report']}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(reports / f"{one['report']}.ipynb", place)
        if changes is None or changes.empty:
            for ending in one["formats"]:
                shutil.copyfile(
                    reports / f"{one['report']}.{ending}", place.with_suffix("").parent / f"{place.stem}.{ending}"
                )
            continue
        one["revised"], one["sentences"] = _relevant(changes, place, one["language"])
        export_marked(place, one, before[1], made)
    for page in sorted((reports / SOURCES).glob("*.html")):
        if page.stem in record["sources"]:
            shutil.copyfile(page, made / "reports" / SOURCES / page.name)


def _relevant(changes, notebook: Path, language: str) -> tuple[list[str], list[str]]:
    """The changed figures that a report shows (by their anchors), and sentences of those and of figures that are gone
    of the report's own area."""
    text = notebook.read_text("utf-8")
    area = json.loads(text)["metadata"].get("ipstats", {}).get("area", "")
    shown = changes["obs_id_after"].map(lambda new: bool(new) and f"#fig-{new}" in text).astype(bool)
    old = changes["obs_id_before"] != ""
    listed = changes[shown | ((changes["ref_area"] == area) & (changes["obs_id_after"] == ""))]
    return sorted(changes.loc[shown & old, "obs_id_after"]), list(listed[f"said_{language}"])


def export_marked(notebook: Path, one: dict, before: dict, home: Path) -> None:
    """Mark what was revised in an executed notebook and export it in the formats of its report, as a file of the
    project `home` (a process has one project, so it is done in another)."""
    from ipstats.publishing.job import LOG, Order
    from ipstats.publishing.marking import marked

    if one.get("sentences"):
        content = json.loads(notebook.read_bytes())
        content = marked(content, set(one["revised"]), one["sentences"], before, one["language"])
        records.write_whole(notebook, json.dumps(content, ensure_ascii=False, indent=1))
    order = Order(
        notebook="", parameters={}, metadata={}, scratch=str(notebook.parent), stem=notebook.stem,
        to=tuple(one["formats"]), final=True, engine="fork", cell_seconds=0, executed=str(notebook),
        environment={"IPSTATS_ROOT": str(home), "IPSTATS_LINKS": "../../"},
    )  # fmt: skip
    if reason := carry_out(order):
        raise RunError(f"{one['report']}: {reason}")
    (notebook.parent / LOG).unlink(missing_ok=True)


def _write_findings(made: Path, area: str, root: Path) -> None:
    """What the checks say about the area, accepted or not."""
    from ipstats.checks import check

    found = check(made / TABLE, accept=accepted(root))
    if area != "any":
        found = found[found["ref_area"] == area]
    text = guarded(found).to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    (made / "findings.csv").write_bytes(text.encode("utf-8-sig"))


def _write_index(made: Path, record: dict) -> None:
    """The page a reader opens first."""
    from ipstats.publishing.index import rendered

    title = f"{_name(record['area'])} {record['year']} 第{record['edition']}版 Edition {record['edition']}"
    records.write_whole(made / manifest.INDEX, rendered("release.html", title, **record))


def _name(code: str) -> str:
    from ipstats.model.areas import area

    return code if code == "any" else area(code).name


def protect(folder: Path) -> None:
    """Take write permission away from files, then folders."""
    for path in sorted(folder.rglob("*"), key=lambda path: (path.is_dir(), -len(path.parts))):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
    folder.chmod(stat.S_IMODE(folder.stat().st_mode) & ~0o222)


def is_protected(folder: Path) -> bool:
    """Whether nothing below a folder may be written."""
    return not any(path.stat().st_mode & 0o222 for path in (folder, *folder.rglob("*")) if not os.path.islink(path))
