"""Errors of ipstats: one base class, one line each, saying what was seen, where, what was expected and what to do."""


class IpstatsError(Exception):
    """Base of every error that ipstats raises on purpose; the command line prints it in one line and exits with 2."""

    exit_status = 2

    def __str__(self) -> str:
        """The message in the user's language."""
        from ipstats.messages import said

        return said(super().__str__())

    def __format__(self, spec: str) -> str:
        """As it was written: built into another message, it is translated with that one."""
        return format(super().__str__(), spec)


class DefinitionError(IpstatsError):
    """A definition file is wrong: the message names the file, the key and the reason."""


class DocumentError(IpstatsError):
    """A document cannot be read: not there, not text, encrypted, of a format that is not read."""


class SourceError(DocumentError):
    """Some sources of data/raw cannot be read; a line for each."""

    exit_status = 3


class TableError(IpstatsError):
    """A table does not have the columns or values an observation table must have."""


class ParameterError(IpstatsError):
    """A report's parameter is unknown, wrongly typed or out of range."""


class NotComparable(IpstatsError):
    """Two figures may not be compared: other period, coverage, unit or definition."""


class CorrectionError(IpstatsError):
    """A correction's guard no longer holds: the document or the reader has changed since it was written."""


class RunError(IpstatsError):
    """Some reports failed; those that succeeded are in place."""

    exit_status = 3
