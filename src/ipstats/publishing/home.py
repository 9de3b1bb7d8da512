"""Where notebooks and forms open that are made for another place: on the area that the project is about."""

from contextlib import suppress

import pandas as pd

from ipstats import project
from ipstats.errors import IpstatsError
from ipstats.model.areas import area
from ipstats.publishing.parameters import Parameter
from ipstats.publishing.settings import settings

NATION = "000000"


def opened_on(known: dict[str, Parameter]) -> dict[str, str | int]:
    """The area, year and base year that a notebook's fields begin with, by name; nothing where its own will do.

    Its own will do where the project's reports (`reports.yaml`), or else its data, have its area. Another project is
    about the first area of its reports, or else the one of which it has most figures.
    """
    with suppress(IpstatsError):
        place, year = _place(area(str(known["area"].default)).code) if "area" in known else ("", 0)
        if place and year:
            values: dict[str, str | int] = {"area": area(place).name, "year": year, "base_year": year - 1}
            return {name: value for name, value in values.items() if name in known}
    return {}


def _place(usual: str) -> tuple[str, int]:
    """The code and year to open on; "" where the usual area is one of the project's, or none is known."""
    groups = settings(project.notebooks()).reports
    declared = {area(str(name)).code: max(group.years, default=0) for group in groups for name in group.areas}
    if declared:
        return ("", 0) if usual in declared else next(iter(declared.items()))
    held = _held()
    if held.empty or usual in held.index:
        return "", 0
    place = str(held["figures"].idxmax())
    return place, int(held["last"][place])


def _held() -> pd.DataFrame:
    """The areas that the data has figures of, by code, but for the nation."""
    from ipstats.holdings import areas

    return areas().set_index("ref_area").drop(index=["", NATION], errors="ignore")
