"""`ipstats check`: the findings on the terminal, in a file, or as JSON; the exit status says if any contradicts."""

import json
import sys
from pathlib import Path

import pandas as pd

from ipstats import project
from ipstats.checks.evidence import CONTRADICTS
from ipstats.errors import TableError

NOTHING_CHECKED = (
    "nothing was checked: no two figures here say anything of each other (a level and its growth need the level of the "
    "period before; parts need their total), so none is confirmed 没有可以相互核对的数字，一个也未得到证实"
)
SHOWN = 50
"""So many contradictions are printed; the file has them all."""


def check(tables: list[Path], *, output: Path | None, accept: Path | None, as_json: bool, quiet: bool) -> int:
    """Exit status of the command: 0 nothing contradicts (or it is accepted), 1 something does."""
    from ipstats.checks import check as run

    paths = tables or [project.processed() / "observations.parquet"]
    found = run(*paths, accept=accept)
    if output is not None:
        write(found, output)
    standing = (found["verdict"] == CONTRADICTS) & (found["accepted"] == "")
    if as_json:
        print(_json(found))
    elif not quiet:
        _print(found, standing)
    for note in found.attrs["notes"]:
        print(f"ipstats: {note}", file=sys.stderr)
    for entry in found.attrs["stale"]:
        print(f"ipstats: accepted finding matches nothing any more: {entry}; remove it", file=sys.stderr)
    return int(standing.any())


def write(found: pd.DataFrame, path: Path) -> None:
    """The findings as CSV (UTF-8, ISO dates) or Parquet, by the ending."""
    match path.suffix.lower():
        case ".csv":
            found.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", date_format="%Y-%m-%d")
        case ".parquet":
            plain = found.copy()
            plain.attrs = {}
            plain.to_parquet(path, index=False)
        case suffix:
            raise TableError(f"{path}: can write .csv or .parquet, not {suffix or 'a file without ending'}")


def _json(found: pd.DataFrame) -> str:
    days = {name: found[name].dt.strftime("%Y-%m-%d") for name in ("period_start", "period_end")}
    rows = json.loads(found.assign(**days).to_json(orient="records", force_ascii=False))
    return json.dumps({"findings": rows, **found.attrs}, ensure_ascii=False, indent=1)


def _print(found: pd.DataFrame, standing: pd.Series) -> None:
    again = standing & (found["follows"] != "") & (found["severity"] == "low")
    shown = found[standing & ~again]
    for check_id, severity, explanation in (
        shown[["check", "severity", "explanation"]].head(SHOWN).itertuples(index=False)
    ):
        print(f"{severity:6} {check_id}: {explanation}")
    if len(shown) > SHOWN:
        print(f"... {len(shown) - SHOWN} more; write them all with -o FINDINGS.csv")
    if again.any():
        print(f"... and {again.sum()} that follow from the same errors 另有{again.sum()}条同出于上述错误")
    notices = found[(found["verdict"] == "cannot_say") & (found["cause"] != "")]
    for explanation in notices["explanation"].head(SHOWN):
        print(f"notice {explanation}")
    accepted = int((found["accepted"] != "").sum())
    counts = found["verdict"].value_counts()
    print(
        f"{len(found)} comparisons 核对: {counts.get('agrees', 0)} agree 相符, {standing.sum()} contradict 矛盾, "
        f"{counts.get('cannot_say', 0)} cannot be decided 不可判定"
        + (f", {accepted} accepted 已认可" if accepted else "")
        if len(found)
        else NOTHING_CHECKED
    )
    for line in found.attrs["coverage"]:
        print(f"  {line['source']}: {line['checked']} of {line['observations']} figures checked ({line['share']}%)")
