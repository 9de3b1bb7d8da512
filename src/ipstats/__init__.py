"""ipstats: the figures of Chinese intellectual-property reports, read, checked, compared and published.

The names below are the package's language: what the notebooks are written in. They are imported on first use, so that
`import ipstats` costs nothing until a verb is called.
"""

from importlib import import_module

_VERBS = {
    # collect and read
    "read": "collect.read",
    "parse_figure": "grammar.parsing",
    "parse_period": "grammar.dates",
    "build": "collect.building",
    "add": "collect.building",
    "init": "collect.starter",
    "load": "store",
    # a person decides
    "review": "look",
    # look things up
    "area": "model.areas",
    "indicator": "model.indicators",
    "as_of": "model.vintages",
    "areas": "holdings",
    "indicators": "holdings",
    "available": "holdings",
    "figures": "model.select",
    "preferred": "model.select",
    "history": "analysis",
    "quote": "display.quotes",
    # check
    "check": "checks",
    # analyse
    "growth": "analysis",
    "contributions": "analysis",
    "density": "analysis",
    "rank": "analysis",
    "compare": "analysis",
    # show
    "charts": "display",
    "context": "display",
    "say": "display",
    "table": "display",
    "figure": "display",
    "use_style": "display",
    "explore": "display.explore",
    "form": "publishing.form",
    # publish
    "report": "publishing",
    "export": "publishing.appendix",
    "release": "publishing.releases",
    "diff": "publishing.differences",
    "verify": "publishing.verifying",
}
"""Public name -> the module (below this package) that holds it."""

__all__ = sorted(_VERBS)


def __getattr__(name: str):
    if name == "__version__":
        from importlib.metadata import version

        return version("ipstats")
    if name in _VERBS:
        value = getattr(import_module(f"ipstats.{_VERBS[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'ipstats' has no attribute {name!r}")


def __dir__():
    return [*globals(), *__all__]
