"""What the headers of a row of a table say, for all its cells."""

from dataclasses import dataclass, replace

from ipstats.grammar.dates import Time
from ipstats.grammar.lexicon import regex, table_words
from ipstats.reading.columns import with_head
from ipstats.reading.headers import Said, tidy
from ipstats.reading.layout import Datum
from ipstats.reading.subjects import Piece, is_coverage, names_in
from ipstats.reading.titles import Told


@dataclass(frozen=True, slots=True)
class Line:
    """What the headers of a row say, for all its cells: its stub, the group it is in, the rows it can be a part of."""

    stub: tuple[Said, ...]
    group: tuple[Said, ...]
    parents: tuple[Said, ...]
    scope: str
    """The coverage that the stub begins with."""
    own: tuple[Piece, ...]
    around: tuple[Piece, ...]
    names: bool
    """Whether the stub names an indicator."""
    naming: bool
    """Whether the headers of the stub say that the rows name the figures."""
    corner: tuple[Time, ...] = ()
    """The time that the header of the stub says, where it is no more than a year (2023年 | 一季度 | 上半年)."""

    @property
    def is_total(self) -> bool:
        """Whether it is the row of the whole."""
        return any(one.is_total for one in self.stub)

    @property
    def has_place(self) -> bool:
        """Whether it is the row of a place."""
        return any(one.area or one.own_area for one in self.stub)


def line_of(datum: Datum, told: Told) -> Line:
    """What the headers of a cell's row say."""
    stub = tuple(told.read(with_head(cell, datum.stub_heads)) for cell in datum.stub)
    stub = (*map(_without_section, stub[:-1]), *stub[-1:])
    group = (_without_section(told.read(datum.group.text)),) if datum.group else ()
    parents = tuple(told.read(cell.text) for cell in datum.parents)
    heads = "".join(tidy(cell.text) for cell in datum.stub_heads)
    of_work = bool(stub) and stub[-1].words in table_words("employer")
    return Line(
        stub, group, parents, _outer_scope(datum, parents, of_work) + "".join(one.scope for one in stub),
        tuple(Piece(one.words, "row") for one in stub),
        tuple(Piece(one.words, "group") for one in group) + tuple(Piece(one.words, "parent") for one in parents),
        any(names_in(one.words) for one in stub), any(word in heads for word in table_words("naming")),
        _corner(datum, told),
    )  # fmt: skip


def _corner(datum: Datum, told: Told) -> tuple[Time, ...]:
    """The years that the headers of the stub say, where they say no more."""
    said = (told.read(cell.text) for cell in datum.stub_heads)
    times = (one.time for one in said if one.time is not None and not one.words)
    return tuple(time for time in times if time.whole_year and time.year is not None)


def _without_section(said: Said) -> Said:
    """What a heading over rows says, where it is more than the part of the work that they belong to (一、创造)."""
    return replace(said, words="", scope="") if regex("section_head").match(tidy(said.text)) else said


def _outer_scope(datum: Datum, parents: tuple[Said, ...], of_work: bool) -> str:
    """The coverages of the rows that a deeper row stands below (国内 | 职务), outermost first.

    `of_work`: the row is of those whose patents are all of service (企业), which 职务 above it narrows no more.
    """
    indent = datum.stub[-1].indent if datum.stub else 0
    above = (said.words for said, cell in zip(parents, datum.parents, strict=True) if cell.indent < indent)
    return "".join(
        words for words in above if is_coverage(words) and not (of_work and words in table_words("of_service"))
    )
