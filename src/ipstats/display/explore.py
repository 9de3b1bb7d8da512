"""Exploring by choosing: area, indicator, year and comparison; table and chart side by side, the sentence on a click.

It needs a kernel; what it makes is given as code, for a notebook that stays.
"""

import ipywidgets as widgets
import pandas as pd

from ipstats.analysis import growth, history
from ipstats.display.charts import lines
from ipstats.display.context import context
from ipstats.display.quotes import quote
from ipstats.display.tables import table
from ipstats.errors import IpstatsError, ParameterError
from ipstats.messages import known_language
from ipstats.model.areas import area as find_area
from ipstats.model.indicators import indicator as find_indicator
from ipstats.model.indicators import indicators
from ipstats.store import load

WORDS = {
    "zh": {
        "area": "地区", "indicator": "指标", "year": "年份", "base": "比较", "figures": "数字", "code": "对应的代码",
        "before": "比上年", "since": "比{}年", "hint": "点一个数字，看它在原文中的句子", "type": "输入几个字即可查找",
    },
    "en": {
        "area": "Area", "indicator": "Indicator", "year": "Year", "base": "Against", "figures": "Figures",
        "code": "As code", "before": "the year before", "since": "{}", "hint": "Click a figure for its sentence",
        "type": "type to search",
    },
}  # fmt: skip
CODE = """\
import ipstats
observations = ipstats.load()
here = ipstats.context("{area}", {year}, {base}, "{language}")
grown = ipstats.growth(observations, "{area}", {year}, {base}, indicators=["{indicator}"])
series = ipstats.history(observations, "{area}", "{indicator}")
display(ipstats.table(grown, "growth", here))
ipstats.charts.lines(series, "level", "tour_lines", here, label="indicator", indicator="{indicator}")"""


WIDE, NARROW = ({"flex": f"1 1 {width}rem", "min_width": "18rem", "overflow": "hidden"} for width in (30, 20))
"""Table and chart stand side by side where there is room for both."""


class Explorer(widgets.VBox):
    """Drop-downs with search above, table and chart below; `code` gives the cell that makes what is shown.

    `data` is an observation table. What is chosen stands in `area`, `indicator`, `year` and `base`, each a widget.
    """

    def __init__(self, data: pd.DataFrame, language: str = "zh"):
        self._data, self._language, self._words = data, language, WORDS[language]
        self.area = self._search("area", sorted(data.loc[data["ref_area_name"] != "", "ref_area_name"].unique()))
        self.indicator = self._search("indicator", [])
        self.year = widgets.Dropdown(description=self._words["year"])
        self.base = widgets.Dropdown(description=self._words["base"])
        self.figures = widgets.Select(description=self._words["figures"], rows=6, layout={"width": "90%"})
        self.shown, self.chart, self.sentence = widgets.HTML(), widgets.HTML(), widgets.HTML(self._words["hint"])
        self.code = widgets.Textarea(disabled=True, rows=7, layout={"width": "100%"})
        left = widgets.VBox([self.shown, self.figures, self.sentence], layout=WIDE)
        below = widgets.HBox([left, widgets.VBox([self.chart], layout=NARROW)], layout={"flex_flow": "row wrap"})
        code = widgets.Accordion([self.code], titles=(self._words["code"],))
        choices = widgets.HBox([self.area, self.indicator, self.year, self.base], layout={"flex_flow": "row wrap"})
        super().__init__([choices, below, code])
        self.add_class("ipstats-explorer")
        self._watch()

    def _search(self, name: str, options: list[str]) -> widgets.Combobox:
        hint = self._words["type"]
        return widgets.Combobox(description=self._words[name], options=options, placeholder=hint, ensure_option=True)

    def _watch(self) -> None:
        self.area.observe(lambda _: self._new_area(), "value")
        self.indicator.observe(lambda _: self._new_indicator(), "value")
        self.year.observe(lambda _: self._new_year(), "value")
        self.base.observe(lambda _: self._show(), "value")
        self.figures.observe(lambda _: self._say(), "value")

    def choose(self, area: str, indicator: str = "", year: int | None = None) -> "Explorer":
        """Set area, indicator and year as a person would; what the data lacks is a `ParameterError`."""
        name = find_area(area).name
        if name not in self.area.options:
            raise ParameterError(f"the data has no figures of {name}; ipstats.areas() lists what it has")
        self.area.value = name
        if indicator:
            self.indicator.value = find_indicator(indicator).zh
        if year:
            self.year.value = year
        return self

    def _repr_mimebundle_(self, **given) -> dict:
        """The widget, and its table and chart where no kernel runs."""
        return super()._repr_mimebundle_(**given) | {"text/html": self.shown.value + self.chart.value}

    def _rows(self) -> pd.DataFrame:
        """The full-year levels of what is chosen."""
        return history(self._data, self.area.value, find_indicator(self.indicator.value).id)

    def _new_area(self) -> None:
        own = self._data[(self._data["ref_area_name"] == self.area.value) & (self._data["indicator"] != "")]
        held = set(own[own["measure"].isin(("level", "share"))]["indicator"])
        names = [one.zh for name, one in indicators().items() if name in held]
        self.indicator.options = names
        if self.indicator.value in names:
            self._new_indicator()
        else:
            self.indicator.value = next(iter(names), "")

    def _new_indicator(self) -> None:
        years = sorted(self._rows()["year"].unique(), reverse=True) if self.indicator.value else []
        kept = self.year.value
        self.year.options = [int(year) for year in years]
        self.year.value = kept if kept in self.year.options else next(iter(self.year.options), None)
        self._new_year()

    def _new_year(self) -> None:
        year = self.year.value
        others = [one for one in self.year.options if year and one < year - 1]
        before = [(self._words["before"], year - 1)] if year else []
        self.base.options = [*before, *((self._words["since"].format(one), one) for one in others)]
        self.base.value = year - 1 if year else None
        self._show()

    def _show(self) -> None:
        """Table, chart, figures and code of what is chosen; what cannot be compared says why."""
        if not (self.area.value and self.indicator.value and self.year.value and self.base.value):
            self.shown.value = self.chart.value = self.code.value = ""
            self.figures.options = ()
            return
        chosen = {"area": self.area.value, "year": self.year.value, "base": self.base.value, "language": self._language}
        chosen["indicator"] = find_indicator(self.indicator.value).id
        try:
            here = context(chosen["area"], chosen["year"], chosen["base"], self._language)
            grown = growth(self._data, chosen["area"], chosen["year"], chosen["base"], indicators=[chosen["indicator"]])
            rows = self._rows()
            drawn = lines(rows, "level", "tour_lines", here, label="indicator", indicator=chosen["indicator"])
            self.shown.value, self.chart.value = _html(table(grown, "growth", here)), _html(drawn)
            told = rows.sort_values("year", ascending=False)
            self.figures.options = [_labelled(row) for row in told.itertuples()]
            self.code.value = CODE.format(**chosen)
        except IpstatsError as error:
            self.shown.value, self.chart.value = f"<p>{error}</p>", ""

    def _say(self) -> None:
        found = self._data[self._data["obs_id"] == self.figures.value]
        self.sentence.value = _html(quote(found.iloc[0], self._language)) if len(found) else self._words["hint"]


def _labelled(row) -> tuple[str, str]:
    """A figure as a line of the list, and its id."""
    return "　".join(filter(None, (str(row.year), f"{row.level_printed}{row.unit_measure}", row.scope))), row.level_id


def _html(shown) -> str:
    """What a notebook would show; a link opens beside the lab, not in its place."""
    page = shown._repr_mimebundle_()["text/html"].replace("<a href=", '<a target="_blank" rel="noopener" href=')
    return f'<div style="line-height:1.5">{page}</div>'


def explore(data: pd.DataFrame | None = None, area: str = "", indicator: str = "", language: str = "zh") -> Explorer:
    """Drop-downs to look through the data in JupyterLab.

    Parameters
    ----------
    data : an observation table; the project's when left out
    area, indicator : what to begin with, by code, id or name; the area with most figures when left out
    language : zh or en

    Returns
    -------
    Explorer
        a widget, which the last line of a cell shows

    Raises
    ------
    ParameterError
        for an area or indicator that is unknown, or that the data lacks

    Examples
    --------
    >>> panel = explore(read("2023年，北京市专利授权量12万件。").table, area="北京")
    """
    known_language(language)
    data = load() if data is None else data
    named = data[data["ref_area"] != ""]
    if named.empty:
        raise ParameterError("the table has no figure of any area; run `ipstats build`")
    return Explorer(data, language).choose(area or named["ref_area"].value_counts().index[0], indicator)
