"""Errors of nbappendix: one line each, saying what was seen, where, what was expected and what to do."""


class AppendixError(Exception):
    """Base of every error that nbappendix raises on purpose."""


class NotebookError(AppendixError):
    """A notebook cannot be exported: not there, not a notebook, or never run."""
