"""The house style: one data file (`definitions/style.yaml`) for every chart, ours and those a user draws."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from ipstats.model.definitions import FOLDER, read_yaml
from nbappendix import fonts

FILE = FOLDER / "style.yaml"


@cache
def house() -> dict:
    """The style file: `size` (inches, dpi), `colour`, `hatch`, `series` (colours, markers, lines), `rc`."""
    return read_yaml(FILE)


@cache
def settings() -> dict:
    """matplotlib's rc parameters of the house, the shipped Chinese face first in every font list."""
    from cycler import cycler

    series = house()["series"]
    count = len(series["colours"])
    cycle = cycler(color=series["colours"]) + cycler(marker=series["markers"][:count])
    cycle += cycler(linestyle=series["lines"][:count])
    register_fonts()
    faces = [fonts.SANS, "DejaVu Sans"]
    return house()["rc"] | {"font.family": faces, "font.sans-serif": faces, "axes.prop_cycle": cycle}


@cache
def register_fonts() -> None:
    """Make the shipped faces known to matplotlib, so that Chinese shows on a machine with no Chinese font."""
    from matplotlib.font_manager import fontManager

    for path in fonts.faces().values():
        fontManager.addfont(path)


def use_style() -> None:
    """Set the house style for charts drawn from here on with matplotlib, pandas or seaborn.

    seaborn resets fonts when its theme is set, so they go in with the theme.

    Examples
    --------
    >>> use_style()
    """
    import seaborn

    seaborn.set_theme(style="ticks", palette=colours(), rc=settings())


@contextmanager
def styled() -> Iterator[None]:
    """The house style for one chart, whatever the user has set."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings())
        yield


def colour(name: str) -> str:
    """A colour by its task: ink, quiet, rule, highlight, other, fall, second."""
    return house()["colour"][name]


def colours() -> list[str]:
    """The colours of series, in order."""
    return house()["series"]["colours"]


def look(index: int) -> dict[str, str]:
    """Colour, marker and line of the series number `index`; they repeat after eight, so draw no more in one panel."""
    series = house()["series"]
    at = index % len(series["colours"])
    return {"color": series["colours"][at], "marker": series["markers"][at], "linestyle": series["lines"][at]}
