"""Where a raw document came from: the sidecar `<file name>.source.yaml` that stands beside every file of data/raw."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipstats.collect.freshness import digest
from ipstats.documents.formats import CONVERT, READERS, refuse
from ipstats.errors import DefinitionError, DocumentError, ParameterError
from ipstats.model.areas import area as find_area
from ipstats.model.definitions import make, one_of, read_yaml
from ipstats.model.periods import Period
from ipstats.names import fitting, name_of, one_line
from ipstats.reading.table_notes import note

SUFFIX = ".source.yaml"
UNLIKE = "# Not read as "
"""What begins the line of a sidecar on how its table differs from one that is read by a recipe."""
DOCUMENTS = tuple(READERS)
BESIDE = (".png", ".jpg", ".jpeg", ".json", ".xml")
"""What may stand beside documents without being one: pictures, descriptions."""
WORDINGS = ("verbatim", "restated", "tabulated")
"""The publisher's own words; figures restated in our words; a table set up by us from published figures."""


@dataclass(frozen=True, slots=True)
class Source:
    """The sidecar of one raw file.

    `id` names files (its text, its page), so it is one step of a path; `title_en` is for reports in English; `area` is
    a name or code that `ipstats.area` knows; `period` an SDMX time period, or 2023年末; `published` the day (the
    vintage of its figures); `sha256` of the file, checked when given; `table` how its columns are mapped
    (`collect.mapped`).
    """

    id: str
    title: str
    wording: str
    title_en: str = ""
    publisher: str = ""
    area: str = ""
    period: str = ""
    published: date | None = None
    url: str = ""
    retrieved: date | None = None
    sha256: str = ""
    notes: str = ""
    table: dict | None = None

    def __post_init__(self):
        try:
            name_of(self.id, "id")
            for name in ("title", "title_en", "publisher", "area", "period", "url"):
                one_line(getattr(self, name).strip(), name)
            if self.period:
                time_period(self.period)
        except ParameterError as error:
            raise ValueError(f"{error}") from error
        one_of(self.wording, WORDINGS, "wording")
        if self.sha256 and len(self.sha256) != 64:
            raise ValueError("sha256 is not 64 hexadecimal digits")
        if self.area:
            try:
                find_area(self.area)
            except ParameterError as error:
                raise ValueError(f"area: {error}") from error

    @property
    def year(self) -> int | None:
        """The year it speaks of."""
        return time_period(self.period).end.year if self.period else None


def time_period(text: str) -> Period:
    """The period that a person writes into a sidecar or a correction, as SDMX does or in Chinese.

    >>> time_period("2023年底").time_period, time_period("2023-Q1").time_period
    ('2023-12-31', '2023-Q1')
    """
    from ipstats.grammar.dates import parse_period

    try:
        return parse_period(text)
    except ParameterError:
        raise ParameterError(
            f"{text!r} is no time period; expected one with its year: 2022, 2022-Q1, 2023年末"
        ) from None


def sidecar(path: Path) -> Path:
    """Where the sidecar of a raw file stands."""
    return path.with_name(path.name + SUFFIX)


def unlike(path: Path) -> list[str]:
    """How a table that has no recipe differs from the nearest that has one, as its sidecar says: a line at most.

    It holds until a person takes the line away, or says how the table is read.
    """
    lines = sidecar(path).read_text("utf-8").splitlines()
    said = [f"{note('recipe_other')} {line.removeprefix(UNLIKE)}" for line in lines if line.startswith(UNLIKE)]
    return said[:1]


def read_source(path: Path) -> Source:
    """The source of a raw file; `DocumentError` when it has no sidecar or is not the file that was recorded."""
    beside = sidecar(path)
    refuse(str(path))
    _refuse_name(path)
    if not beside.is_file():
        raise DocumentError(f"{path}: no {beside.name} beside it; `ipstats add` writes one")
    try:
        fields = {name: value for name, value in read_yaml(beside).items() if value is not None}
        if isinstance(fields.get("period"), int):
            fields["period"] = str(fields["period"])
        source = make(Source, {"id": path.stem, **fields}, str(beside))
    except DefinitionError as error:
        raise DocumentError(f"{beside.parent}: {error}" if str(beside) not in f"{error}" else f"{error}") from error
    if source.sha256 and source.sha256 != digest(path):
        raise DocumentError(
            f"{path}: is not the file recorded in {beside.name} (sha256 differs); "
            "restore it, or take the new one in under a new name with `ipstats add`"
        )
    return source


def _refuse_name(path: Path) -> None:
    """A file put there by hand may have a name that nothing can stand beside, or that is no id."""
    try:
        fitting(one_line(path.name, "file name"), "file name")
    except ParameterError as error:
        raise DocumentError(f"{path.parent}: {error}") from None


def documents(raw: Path) -> list[Path]:
    """The raw files that have (or should have) a sidecar, in the order of their names; READMEs have none.

    Files of formats that are not read are among them: to leave them out silently would look as if they had been read.
    """
    return sorted(
        path
        for path in raw.rglob("*")
        if path.suffix.lower() in {*DOCUMENTS, *CONVERT} - {*BESIDE}
        and not path.name.startswith((".", "~$", "README"))
        and not path.name.endswith((".corrections.yaml", SUFFIX))
    )
