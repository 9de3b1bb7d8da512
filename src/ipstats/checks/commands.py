"""`ipstats check`: the findings on the terminal, in a file, or as JSON; the exit status says if any contradicts."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from ipstats import project
from ipstats.checks.coverage import FAMILIES
from ipstats.checks.evidence import CONTRADICTS
from ipstats.checks.registry import words
from ipstats.errors import TableError

SHOWN = 50
"""So many mistakes are printed; the file has them all."""
TEXT = {
    "zh": {
        "nothing": "没有可以相互核对的数字（有本期数和增速，还要有上期数；有部分还要有总数），一个也未得到证实",
        "more": "……另有{0}处，用 -o FINDINGS.csv 全部写出", "follow": "……另有{0}条与上述各处同出一误",
        "notice": "提示：", "sums": "核对{0}次：相符{1}，矛盾{2}（{3}处错误），不可判定{4}", "accepted": "，已认可{0}",
        "page": "{0}：{1}处", "by": "{0}：{1}个数字，核对到{2}个（{3}）；其中错一位即可发现的{4}个",
        "none": "未核对", "total": "合计", "severity": {"high": "重", "medium": "中", "low": "轻", "none": ""}, "and": "，",
        "stale": "已认可的发现不再出现：{0}；请删去", "written": "已写 {0}",
    },
    "en": {
        "nothing": "nothing was checked: no two figures here say anything of each other (a level and its growth need the "
        "level of the period before; parts need their total), so none is confirmed",
        "more": "... {0} more; write them all with -o FINDINGS.csv", "follow": "... and {0} that follow from the same errors",
        "notice": "notice: ", "sums": "{0} comparisons: {1} agree, {2} contradict ({3} mistakes), {4} cannot be decided",
        "accepted": ", {0} accepted", "page": "{0}: {1}",
        "by": "{0}: {1} figures, {2} tested ({3}); of {4} a slipped digit would have shown", "none": "untested",
        "total": "total", "severity": {"high": "high", "medium": "medium", "low": "low", "none": ""}, "and": ", ",
        "stale": "accepted finding matches nothing any more: {0}; remove it", "written": "wrote {0}",
    },
}  # fmt: skip
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
        write(found, output)
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
        print(f"ipstats: {TEXT[language]['stale'].format(entry)}", file=sys.stderr)
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


def _print(found: pd.DataFrame, standing: pd.Series, language: str) -> None:
    """The mistakes, by page, then the notices, the sums and what was tested."""
    text = TEXT[language]
    leading = found[standing & (found["follows"] == "")]
    for name, group in leading.head(SHOWN).groupby("page", sort=False):
        print(text["page"].format(name, len(group)))
        for severity, explanation in group[["severity", "explanation"]].itertuples(index=False):
            print(f"  {text['severity'][severity]} {explanation}")
    if len(leading) > SHOWN:
        print(text["more"].format(len(leading) - SHOWN))
    if following := int((standing & (found["follows"] != "")).sum()):
        print(text["follow"].format(following))
    for explanation in found.loc[(found["verdict"] == "cannot_say") & (found["cause"] != ""), "explanation"].head(SHOWN):
        print(f"{text['notice']}{explanation}")
    if not len(found):
        print(text["nothing"])
        return
    counts = found["verdict"].value_counts()
    accepted = int((found["accepted"] != "").sum())
    sums = (len(found), counts.get("agrees", 0), standing.sum(), len(leading), counts.get("cannot_say", 0))
    print(text["sums"].format(*sums) + (text["accepted"].format(accepted) if accepted else ""))
    for line in found.attrs["coverage"]:
        print(f"  {_tested(line, language)}")


def _tested(line: dict, language: str) -> str:
    """How many figures of a document were tested, by what, and with what power."""
    text = TEXT[language]
    by = [f"{words('families', name, language)} {line[name]}" for name in FAMILIES if line[name]]
    source = text["total"] if line["source"] == "total" else line["source"]
    said = text["and"].join(by) or text["none"]
    return text["by"].format(source, line["observations"], line["checked"], said, line["slip_leading"])
