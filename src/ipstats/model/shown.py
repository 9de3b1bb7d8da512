"""How a table shows at a prompt: the columns that a person looks for, all of them on request."""

from typing import Any

import pandas as pd

USEFUL = (
    "check", "verdict", "ref_area_name", "indicator_name", "time_period", "obs_value", "level", "value", "unit_measure",
    "base_period", "base", "growth", "change", "published", "contribution", "share", "rank", "among", "agreement",
    "measure", "scope", "label", "year", "is_target", "trust", "source_id", "cause", "explanation",
)  # fmt: skip
"""Columns that a person looks for, of the observation table and of what is worked out from it, in reading order."""


PLAIN = (
    "display.max_columns", None, "display.expand_frame_repr", False, "display.unicode.east_asian_width", True,
    "display.show_dimensions", False,
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

    def _useful(self) -> pd.DataFrame | None:
        """Its useful columns alone; None where all can be shown, or most are other ones."""
        most = pd.get_option("display.max_columns")
        kept = [name for name in USEFUL if name in self.columns]
        if most is None or len(self.columns) <= (most or 20) or len(kept) < 5:
            return None
        return pd.DataFrame(self[kept])

    def _told(self, shown: pd.DataFrame) -> str:
        return (
            f"{len(self)} 行，{len(self.columns)} 列中的 {shown.shape[1]} 列 ({len(self)} rows, {shown.shape[1]} of "
            f"{len(self.columns)} columns)；全部列出 all of them: pandas.options.display.max_columns = None"
        )

    def _repr_html_(self) -> str | None:
        shown = self._useful()
        if shown is None:
            return _page(pd.DataFrame(self))
        with pd.option_context("display.show_dimensions", False):
            page = _page(shown)
        return page and f"{page.replace('<td>', UNBROKEN)}<p>{self._told(shown)}</p>"

    def __repr__(self) -> str:
        shown = self._useful()
        if shown is None:
            return super().__repr__()
        with pd.option_context(*PLAIN):
            return f"{shown!r}\n{self._told(shown)}"


def shown(table: pd.DataFrame) -> Figures:
    """The table as one that shows its useful columns first, with what is noted of it (`attrs`)."""
    made = Figures(table)
    made.attrs = dict(table.attrs)
    return made


def _page(table: Any) -> str | None:
    """The table as Jupyter shows it; None where pandas is asked for none."""
    page: str | None = table._repr_html_()
    return page
