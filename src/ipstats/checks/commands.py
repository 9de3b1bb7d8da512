"""`ipstats check`: the findings on the terminal, in a file, or as JSON; the exit status says if any contradicts."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from ipstats import project
from ipstats.checks.coverage import FAMILIES
from ipstats.checks.evidence import CONTRADICTS
from ipstats.checks.registry import words
from ipstats.model.observations import write_table

SHOWN = 50
"""So many mistakes are printed; the file has them all."""
Page = Callable[[Path, pd.DataFrame, pd.DataFrame, str], None]


def check(
    tables: list[Path], *, output: Path | None, accept: Path | None, as_json: bool, quiet: bool, language: str = "zh",
    area: str | None = None, source: str | None = None, page: Page | None = None,
) -> int:  # fmt: skip
    """Exit status of the command: 0 nothing contradicts (or it is accepted), 1 something does.

    `page` writes the findings as an HTML page, beside `output`.
    """
    from ipstats.checks import examine

    paths = tables or [project.processed() / "observations.parquet"]
    seen = examine(*paths, accept=accept, language=language, area=area, source=source)
    found = seen.findings
    if output is not None:
        write_table(found, output)
        if page is not None:
            page(output.with_suffix(".html"), found, seen.table, language)
    standing = (found["verdict"] == CONTRADICTS) & (found["accepted"] == "")
    if as_json:
        print(_json(found))
    elif not quiet:
        _print(found, standing, language)
    for note in found.attrs["notes"]:
        print(f"ipstats: {note}", file=sys.stderr)
    for entry in found.attrs["stale"]:
        print(f"ipstats: {words('command', 'stale', language).format(entry)}", file=sys.stderr)
    return int(standing.any())


def _json(found: pd.DataFrame) -> str:
    days = {name: found[name].dt.strftime("%Y-%m-%d") for name in ("period_start", "period_end")}
    rows = json.loads(found.assign(**days).to_json(orient="records", force_ascii=False))
    return json.dumps({"findings": rows, **found.attrs}, ensure_ascii=False, indent=1)


def _print(found: pd.DataFrame, standing: pd.Series, language: str) -> None:
    """The mistakes, by page, then the notices, the sums and what was tested."""
    leading = found[standing & (found["follows"] == "")]
    for name, group in leading.head(SHOWN).groupby("page", sort=False):
        print(words("command", "page", language).format(name, len(group)))
        for severity, explanation in group[["severity", "explanation"]].itertuples(index=False):
            print(f"  {words('severities', severity, language)} {explanation}")
    if len(leading) > SHOWN:
        print(words("command", "more", language).format(len(leading) - SHOWN))
    if following := int((standing & (found["follows"] != "")).sum()):
        print(words("command", "follow", language).format(following))
    for explanation in found.loc[(found["verdict"] == "cannot_say") & (found["cause"] != ""), "explanation"].head(
        SHOWN
    ):
        print(words("command", "notice", language) + explanation)
    if not len(found):
        print(words("command", "nothing", language))
        return
    counts = found["verdict"].value_counts()
    accepted = int((found["accepted"] != "").sum())
    sums = (len(found), counts.get("agrees", 0), standing.sum(), len(leading), counts.get("cannot_say", 0))
    print(
        words("command", "sums", language).format(*sums)
        + (words("command", "accepted", language).format(accepted) if accepted else "")
    )
    for line in found.attrs["coverage"]:
        print(f"  {_tested(line, language)}")


def _tested(line: dict[str, Any], language: str) -> str:
    """How many figures of a document were tested, by what, and with what power."""
    by = [f"{words('families', name, language)} {line[name]}" for name in FAMILIES if line[name]]
    source = words("command", "total", language) if line["source"] == "total" else line["source"]
    said = words("command", "and", language).join(by) or words("command", "none", language)
    return words("command", "by", language).format(
        source, line["observations"], line["checked"], said, line["slip_leading"]
    )
