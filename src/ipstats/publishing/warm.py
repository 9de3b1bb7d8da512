"""Imported once by the fork server: what the cells of the project's notebooks need besides pandas and Matplotlib."""

from papermill_fork import warm

LIBRARIES = ("ipstats.display", "ipstats.analysis", "ipstats.store")

with warm.kept():
    warm.load(LIBRARIES)
