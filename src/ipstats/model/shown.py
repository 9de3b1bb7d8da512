"""How a table shows at a prompt: the columns that a person looks for, all of them on request."""

from typing import Any

import pandas as pd

USEFUL = (
    "check", "verdict", "ref_area_name", "indicator_name", "time_period", "obs_value", "level", "value", "unit_measure",
    "base_period", "base", "growth", "change", "published", "contribution", "share", "rank", "among", "agreement",
    "measure", "scope", "label", "year", "is_target", "trust", "source_id", "cause", "explanation",
)  # fmt: skip
"""Columns that a person looks for, of the observation table and of what is worked out from it, in reading order."""
NUMBERS = (
    "display.show_dimensions", False, "display.float_format", lambda value: f"{value:,.6f}".rstrip("0").rstrip("."),
)  # fmt: skip
PLAIN = (
    "display.max_columns", None, "display.expand_frame_repr", False, "display.unicode.east_asian_width", True, *NUMBERS,
)  # fmt: skip
UNBROKEN = '<td style="white-space: nowrap">'
"""A cell of JupyterLab breaks Chinese words after each character."""


class Figures(pd.DataFrame):
    """A table that shows its useful columns first; what is taken or worked out from it does so too.

    It shows all columns where `pandas.options.display.max_columns` is None or allows for as many as there are, and
    those that a person chose: `rows[["printed", "obs_text"]]`.
    """

    @property
    def _constructor(self) -> type["Figures"]:
        return Figures

    def _repr_html_(self) -> str | None:
        shown = _useful(self)
        if shown is None:
            return _page(pd.DataFrame(self))
        with pd.option_context(*NUMBERS):
            page = _page(shown)
        return page and f"{page.replace('<td>', UNBROKEN)}<p>{_told(self, shown)}</p>"

    def __repr__(self) -> str:
        shown = _useful(self)
        if shown is None:
            return super().__repr__()
        with pd.option_context(*PLAIN):
            return f"{shown!r}\n{_told(self, shown)}"


def _page(table: Any) -> str | None:
    """The table as Jupyter shows it; None where pandas is asked for none."""
    return table._repr_html_()


def _useful(table: Figures) -> pd.DataFrame | None:
    """Its useful columns that hold something; None where all can be shown, or most are other ones."""
    most = pd.get_option("display.max_columns")
    kept = [name for name in USEFUL if name in table.columns]
    if most is None or len(table.columns) <= (most or 20) or len(kept) < 5:
        return None
    useful = pd.DataFrame(table[kept])
    told = (useful.notna() & (useful.astype("str") != "")).any()
    return useful.loc[:, told] if told.any() else useful


def _told(table: Figures, shown: pd.DataFrame) -> str:
    rows, columns = table.shape
    return (
        f"{rows} 行，{columns} 列中的 {shown.shape[1]} 列 ({rows} rows, {shown.shape[1]} of {columns} columns)；"
        "全部列出 all of them: pandas.options.display.max_columns = None"
    )


def shown(table: pd.DataFrame) -> Figures:
    """The table as one that shows its useful columns first, with what is noted of it (`attrs`)."""
    made = Figures(table)
    made.attrs |= table.attrs
    return made
