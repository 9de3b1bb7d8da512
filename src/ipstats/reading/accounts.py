"""Every cell of a table in one class: read, header, row name, title, note, number, translation, nothing, left."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from ipstats.documents.content import Cell, PrintedTable
from ipstats.reading.row_roles import Role


@dataclass(frozen=True, slots=True)
class AccountedTable(PrintedTable):
    """A printed table with what became of each of its cells; in JupyterLab it shows itself coloured by that."""

    roles: Mapping[tuple[int, int], tuple[Role, str]] = field(default_factory=dict)
    """Row and column -> the role of the cell there, and why it was left where it was."""

    @property
    def counts(self) -> dict[str, int]:
        """How many cells have each role; they add up to the cells that hold text."""
        return dict(Counter(str(role) for role, _ in self.roles.values()))

    @property
    def left(self) -> list[tuple[str, str, str]]:
        """Address, text and reason of the cells that hold something and are not accounted for."""
        return [
            (self.address(cell), cell.text, reason)
            for cell in self.cells
            if cell.text.strip() and (reason := self._left(cell)) is not None
        ]

    def _left(self, cell: Cell) -> str | None:
        role, reason = self.roles.get((cell.row, cell.column), (Role.LEFT, ""))
        return reason if role is Role.LEFT else None

    def _repr_html_(self) -> str:
        from ipstats.reading.preview import fragment

        return fragment(self)


def accounted(table: PrintedTable, roles: Mapping[int, Role], why: Mapping[str, str]) -> AccountedTable:
    """A table with the role of each of its cells; `roles` by the cells' identity, `why` by their addresses."""
    said = {
        (cell.row, cell.column): (role, why.get(table.address(cell), "") if role is Role.LEFT else "")
        for cell in table.cells
        if cell.text.strip()
        for role in [roles.get(id(cell), Role.LEFT)]
    }
    return AccountedTable(*(getattr(table, one.name) for one in fields(PrintedTable)), said)
