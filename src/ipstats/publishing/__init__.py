"""From notebooks to reports: plan, run, export, publish."""

__all__ = ["report"]


def __getattr__(name: str):
    if name == "report":
        from ipstats.publishing.reports import report

        return report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
