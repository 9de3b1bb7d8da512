"""Collect: sources and their sidecars, building the table, mapped tables, corrections, the data package."""
