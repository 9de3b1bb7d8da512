"""Charts of result tables: one function a kind of question, each returning a `Figure`, or a sentence when data is thin.

Every function takes the rows, the columns to draw, the name of a view (`definitions/views.yaml`) and a `context(...)`.
`label` says what names a row: `area`, `indicator` or a column. The context's area is highlighted. Figures beside points
are those that tables and sentences print.

| question | chart |
|---|---|
| who has how much, in order? which part contributed what? | `bars` |
| how sure is a growth rate? | `intervals` |
| how did it go over the years? | `lines`, `panels` (one panel each), `sparks` (one line each) |
| what was each of five years, and its growth? | `columns` |
| what is it made of? | `stacked` |
| what changed between two years? | `slope`, `dumbbell` |
| how did places change? | `bump` |
| which places do the figures allow? | `places` |
| which provinces are known, and how much have they? | `tile_grid` |
"""

from ipstats.display.charts.bars import bars
from ipstats.display.charts.bump import bump
from ipstats.display.charts.columns import columns
from ipstats.display.charts.intervals import intervals
from ipstats.display.charts.lines import lines
from ipstats.display.charts.pairs import dumbbell, slope
from ipstats.display.charts.panels import panels
from ipstats.display.charts.places import places
from ipstats.display.charts.sparks import sparks
from ipstats.display.charts.stacked import stacked
from ipstats.display.charts.tiles import tile_grid

__all__ = [
    "bars", "bump", "columns", "dumbbell", "intervals", "lines", "panels", "places", "slope", "sparks", "stacked",
    "tile_grid",
]  # fmt: skip
