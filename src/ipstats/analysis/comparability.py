"""The one place that decides whether two figures may be set against each other."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two figures compare: `status` is `comparable`, `labelled` (compare, and say why with care) or `refused`.

    `reason` is an id of `definitions/comparability.yaml` or of `definitions/calibers.yaml`.
    """

    status: str
    reason: str = ""
    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return self.status != "refused"


def verdict(level: pd.Series | dict, base: pd.Series | dict) -> Verdict:
    """Whether two observations may be compared, and why not.

    >>> verdict(full_year, part_year).zh
    """
