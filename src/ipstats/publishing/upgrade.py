"""A new reader or new definitions: what changed is told by document, and what people kept that no longer fits."""

import sys

from ipstats import project
from ipstats.collect import building
from ipstats.publishing.settings import settings


def build(**options) -> int:
    """The command `ipstats build` (options of `collect.building.run`); how many sources could not be read."""
    last = building.run(**options)
    if last.get("changes") and not options.get("quiet"):
        _tell(last["changes"])
    for one in last["failed"]:
        print(f"ipstats: 未能读取 cannot be read: {one['reason']}", file=sys.stderr)
    return len(last["failed"])


def _tell(changes: list[dict]) -> None:
    """Which figures are read otherwise, by document, and what people kept that no longer fits."""
    from ipstats.collect.changes import told

    lines = told(changes)
    lines += [f"认可不再对应任何矛盾 an acceptance matches nothing now: {entry}" for entry in _unmatched()]
    lines.append(
        f"{len(changes)} 个数字因程序或定义更新而改变，确认之前不会用于报告 figures are read otherwise and are not "
        "published until seen; 看过之后运行 when you have looked: ipstats build --accept-changes"
    )
    print(*lines, sep="\n", file=sys.stderr)


def _unmatched() -> list[str]:
    """Acceptances (`accepted` in notebooks/reports.yaml) that no finding matches."""
    from ipstats.checks import check

    accepted = project.root() / settings(project.notebooks()).accepted
    if not accepted.is_file():
        return []
    stale = check(accept=accepted).attrs["stale"]
    return [", ".join(f"{name} {value}" for name, value in entry.items()) for entry in stale]
