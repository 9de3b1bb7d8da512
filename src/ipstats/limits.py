"""How much of a file is read: every limit a named field with its default, and one line when a file goes beyond it."""

import time
from dataclasses import dataclass

from ipstats.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader takes in at most; hand others to `read_content(document, limits=Limits(cells=10_000))`.

    The defaults hold every document of the tests and 740 yearbook workbooks ten times over, and stop what would take a
    machine's memory. Sizes are bytes.
    """

    file: int = 200 * 2**20
    """A file as it is stored."""
    unpacked: int = 400 * 2**20
    """The parts of an Office file or the streams of a PDF that are read, counted while they are unpacked."""
    unpacked_freely: int = 50 * 2**20
    ratio: int = 200
    """Beyond `unpacked_freely`, how many times its stored size a file may unpack to."""
    part: int = 64 * 2**20
    """One part of an Office file, unpacked."""
    stream: int = 32 * 2**20
    """One stream of a PDF that is no picture, unpacked."""
    picture: int = 160 * 2**20
    """One picture of a PDF that is stored as text is, unpacked."""
    characters: int = 20_000_000
    """The text of a document."""
    pages: int = 3_000
    """Pages of a PDF."""
    operators: int = 500_000
    """Texts, lines and pictures that a page of a PDF draws, and the characters on it."""
    cells: int = 500_000
    """Cells of the tables of a document, each merged cell counted wherever it reaches."""
    nesting: int = 2_000
    """Elements of a page inside each other."""
    attributes: int = 500
    """Attributes of one element of a page."""
    seconds: float = 120
    """The time from opening a document to its text, blocks and tables."""


LIMITS = Limits()


class Meter:
    """Counts what the reader of one document takes in, against the limits; going beyond one is a `DocumentError`."""

    def __init__(self, name: str, limits: Limits = LIMITS) -> None:
        self.name, self.limits = name, limits
        self._until = time.monotonic() + limits.seconds
        self._sums: dict[str, int] = {}

    def check(self, what: str, seen: float) -> None:
        """Refuse the document when `seen` of `what` (a field of `Limits`) is over the limit."""
        if seen > (most := getattr(self.limits, what)):
            from ipstats.model.definitions import FOLDER, read_yaml

            counted = read_yaml(FOLDER / "limits.yaml")[what]
            raise DocumentError(
                f"{self.name}: has more than {most:,} {counted} (limit {what!r}); split it, or save only the part that "
                "holds the figures"
            )

    def add(self, what: str, more: int) -> None:
        """Count `more` of `what`, over the whole document."""
        self._sums[what] = self._sums.get(what, 0) + more
        self.check(what, self._sums[what])

    def tick(self) -> None:
        """Refuse the document when its time is over."""
        if time.monotonic() > self._until:
            self.check("seconds", self.limits.seconds + 1)
