"""Which rows above a row of a table it can be a part of: by indent, by 其中 or #, and by the units that rows print."""

from ipstats.documents.content import Cell
from ipstats.reading.headers import Said, read_header, tidy

_SAME_NAME = 4
"""Names that begin alike for so many characters are of the same thing (高技术产品|进出口额, 出口额)."""


class Above:
    """The rows above that a row can be a part of, as the rows are gone through."""

    def __init__(self) -> None:
        self._chain: list[tuple[int, Cell]] = []
        self._plain: Cell | None = None
        self._anchors: tuple[Cell, ...] = ()
        self._with_unit: set[int] = set()
        self._last_unit: Cell | None = None

    def parents(self, stub: tuple[Cell, ...], unit_below: bool = False) -> tuple[Cell, ...]:
        """The rows that the row of a stub can be a part of, outermost first.

        A deeper indent is below a lesser one; 其中 is below the plain row before it, and so may be the rows after 其中,
        which nothing sets apart from rows of the first rank: they keep it as a possible parent, until a row says a
        unit of its own (`unit_below`: on a row of its own).
        """
        if not stub:
            return ()
        cell, said = stub[-1], read_header(stub[-1].text)
        deeper = tuple(one for _, one in self._chain)
        if said.measure and not said.words:
            return tuple(dict.fromkeys((*deeper, *filter(None, [self._plain]))))
        self._begin(cell, said, unit_below)
        deeper = tuple(one for _, one in self._chain)
        self._chain.append((cell.indent, cell))
        if said.is_part:
            self._anchors = self._whole()
        else:
            self._plain = cell
        return tuple(dict.fromkeys(deeper + self._anchors + self._namesake(cell)))

    def divide(self) -> bool:
        """After a row like 按…分 the rows are parts of the one before it."""
        self._anchors = self._whole()
        return True

    def _namesake(self, cell: Cell) -> tuple[Cell, ...]:
        """The last row that prints a unit, where this one prints none and is of the same thing by its name."""
        last = self._last_unit
        if id(cell) in self._with_unit:
            self._last_unit = cell
            return ()
        if last is None or tidy(last.text)[:_SAME_NAME] != tidy(cell.text)[:_SAME_NAME]:
            return ()
        return (last,)

    def _begin(self, cell: Cell, said: Said, unit_below: bool) -> None:
        """What ends at a row: deeper rows, and a list of parts at a total or a row that prints its own unit."""
        if said.unit is not None or unit_below:
            self._with_unit.add(id(cell))
        ends_list = said.is_total or (id(cell) in self._with_unit and not said.is_part)
        if ends_list or (self._chain and self._chain[-1][0] > cell.indent):
            self._plain, self._anchors = None, ()
        while self._chain and self._chain[-1][0] >= cell.indent:
            self._chain.pop()

    def _whole(self) -> tuple[Cell, ...]:
        """The rows that 其中 can mean: the one before the list; where rows print no units also the last one."""
        first = self._anchors[:1]
        if first and id(first[0]) in self._with_unit:
            return first
        return tuple(dict.fromkeys(cell for cell in (*first, self._plain) if cell is not None))
