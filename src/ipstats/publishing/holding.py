"""Reports that must not be made now: a source they need cannot be read, or figures they show have not been seen."""

from ipstats.publishing.inputs import visible
from ipstats.publishing.plan import PlannedRun


def held(run: PlannedRun, built: dict) -> str:
    """Why a stale report is not made from a table as the build wrote it down (`freshness.record`); "" when it may be.

    A report needs the sources that speak of an area its notebook sees. Figures that a new reader reads otherwise count
    as unseen until `ipstats build --accept-changes`.
    """
    for one in built.get("failed") or []:
        if _sees(run, one["areas"]):
            return f"a source it needs cannot be read: {one['reason']}"
    unseen = [one for one in built.get("changes") or [] if _sees(run, one["areas"])]
    if unseen:
        return (
            f"{len(unseen)} figures are read otherwise now and were not seen yet; "
            "`ipstats build` shows them, `ipstats build --accept-changes` accepts them"
        )
    return ""


def _sees(run: PlannedRun, codes: list[str]) -> bool:
    area = run.parameters.get("area", "")
    return any(visible(area, code, run.notebook.sees) for code in codes)
