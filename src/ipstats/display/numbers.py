"""Numbers as Chinese statistical practice and English write them, with no digit more than their interval supports."""


def number(value: float, lower: float | None = None, upper: float | None = None, *, decimals: int | None = None) -> str:
    """A number with thousands separators and U+2212: `187,884`, `−4.32`; as many decimals as the interval supports."""


def quantity(row, name: str, language: str = "zh", *, unit: bool = True) -> str:
    """A quantity of an analysis row as a sentence writes it: `36.5万件`, `187884件`, `超400万件`, `5.63%`;
    `365 thousand`, `187,884`, `over 4 million`. A reported one as printed, a computed one as its interval allows."""


def cell(row, name: str, language: str = "zh") -> dict:
    """A quantity as a table cell: `{text, value, href, title, mark}` of `application/vnd.ipstats.table+json`."""


def href(row, name: str) -> str:
    """Where a reported quantity stands: `sources/<source_id>.html#fig-<obs_id>`; empty for a computed one."""


def title(row, name: str, language: str = "zh") -> str:
    """How a computed quantity came about: formula, operands with their sources, interval; empty for a reported one."""
