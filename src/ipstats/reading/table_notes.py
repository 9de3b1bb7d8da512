"""What is said of tables where something stays open: one line a kind and table, Chinese with English beside."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from ipstats.documents.content import Cell, PrintedTable
from ipstats.model.definitions import FOLDER, make, read_yaml

FILE = FOLDER / "table_notes.yaml"
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A kind of note, in both languages."""

    zh: str
    en: str


@lru_cache(maxsize=1)
def _notes() -> dict[str, Note]:
    return {kind: make(Note, fields, f"{FILE.name}: {kind}") for kind, fields in read_yaml(FILE).items()}


def note(kind: str, said: str = "", names: str = "") -> str:
    """The words of a note, Chinese first."""
    one = _notes()[kind]
    return f"{one.zh.format(said=said, names=names)} ({one.en.format(said=said, names=names)})"


def note_of_all(kind: str, others: Iterable[tuple[str, ...]], names: str = "") -> str:
    """The words of a note about other notes (kind and what it says of each), each language by itself."""
    one = _notes()[kind]
    each = [(_notes()[other], dict(zip(("said", "names"), said, strict=False))) for other, *said in others]
    zh = "；".join(other.zh.format(**said) for other, said in each)
    en = "; ".join(other.en.format(**said) for other, said in each)
    return f"{one.zh.format(said=zh, names=names)} ({one.en.format(said=en, names=names)})"


@dataclass(slots=True)
class Notes:
    """The notes about one table: per kind and words the cells concerned."""

    table: PrintedTable
    cells: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def add(self, kind: str, cell: Cell | None = None, said: str = "", names: str = "") -> str:
        """Take down a note; the kind is given back."""
        place = self.table.address(cell) if cell is not None else self.table.name
        self.cells.setdefault(kind, []).append((place, said, names))
        return kind

    def lines(self) -> list[str]:
        """A line a kind: the first place, how many more, what is said (the first few words concerned)."""
        return [self._line(kind, places) for kind, places in self.cells.items()]

    def why(self) -> dict[str, str]:
        """The note about each cell, by its address."""
        return {place: note(kind, said, names) for kind, places in self.cells.items() for place, said, names in places}

    def _line(self, kind: str, places: list[tuple[str, str, str]]) -> str:
        first, _, names = places[0]
        more = f" +{len(places) - 1}" if places[1:] else ""
        words = list(dict.fromkeys(said for _, said, _ in places if said))
        shown = ", ".join(words[:_MOST_SHOWN]) + (" …" if words[_MOST_SHOWN:] else "")
        return f"{first}{more}: {note(kind, shown, names)}"


@lru_cache(maxsize=1)
def words_of_roles() -> dict[str, str]:
    """The words for what a cell is in its table, by role."""
    return {
        kind.removeprefix("role_"): f"{one.zh} {one.en}" for kind, one in _notes().items() if kind.startswith("role_")
    }
