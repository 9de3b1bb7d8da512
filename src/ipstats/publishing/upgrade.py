"""A new reader or new definitions: what changed is told by document, and what people kept that no longer fits."""

from ipstats import project
from ipstats.collect import building
from ipstats.messages import say
from ipstats.publishing.settings import accepted


def build(**options) -> int:
    """The command `ipstats build` (options of `collect.building.run`); how many sources could not be read."""
    last = building.run(**options)
    if last.get("changes") and not options.get("quiet"):
        _tell(last["changes"])
    for one in last["failed"]:
        say(f"ipstats: cannot be read: {one['reason']}", aside=True)
    return len(last["failed"])


def _tell(changes: list[dict]) -> None:
    """Which figures are read otherwise, by document, and what people kept that no longer fits."""
    from ipstats.collect.changes import told

    lines = told(changes)
    lines += [f"an acceptance matches nothing now: {entry}" for entry in _unmatched()]
    lines.append(
        f"{len(changes)} figures are read otherwise and are not published until seen; "
        "when you have looked: `ipstats build --accept-changes`"
    )
    say("\n".join(lines), aside=True)


def _unmatched() -> list[str]:
    """Acceptances (`accepted` in notebooks/reports.yaml) that no finding matches."""
    from ipstats.checks import check

    judged = accepted(project.root())
    stale = check(accept=judged).attrs["stale"] if judged else []
    return [", ".join(f"{name} {value}" for name, value in entry.items()) for entry in stale]
