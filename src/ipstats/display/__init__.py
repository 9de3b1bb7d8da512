"""What a notebook shows: tables, charts, sentences and numbers, in Chinese and English from the same facts."""

from ipstats.display import charts
from ipstats.display import words as say
from ipstats.display.context import Context, context
from ipstats.display.figures import Figure, figure
from ipstats.display.prose import Prose
from ipstats.display.style import use_style
from ipstats.display.tables import Table, table

__all__ = ["Context", "Figure", "Prose", "Table", "charts", "context", "figure", "say", "table", "use_style"]
