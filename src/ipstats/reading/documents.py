"""A document and its figures: `read("report.pdf")`."""

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from ipstats.errors import DocumentError, ParameterError
from ipstats.model.observations import sound_frame, validate
from ipstats.reading import formats
from ipstats.reading.blocks import Block, Context
from ipstats.reading.content import Content, PrintedTable
from ipstats.reading.corrections import apply, beside
from ipstats.reading.script import is_traditional, simplified

TEXT = "text"
"""The `source_id` of a text that is no file."""
ENDINGS = (*formats.READERS, *formats.CONVERT)
_NUMBER = re.compile(r"(?<![\d.,〔第])\d[\d.,]*+(?!\s*[-/年月日号时:：〕届条章])")
"""A number that is no part of a date or a document's number."""
_SENTENCE = r"[\u4e00-\u9fff].*[0-9。，；一二三四五六七八九十]"


@dataclass(frozen=True)
class Document:
    """A document that was read. `table` holds its figures; each stands at `text[char_start:char_end]`.

    `warnings` are the ambiguities that were reported, not guessed at. In JupyterLab it shows its text with every
    figure highlighted.
    """

    text: str
    blocks: list[Block] = field(repr=False)
    tables: list[PrintedTable] = field(repr=False)
    table: pd.DataFrame = field(repr=False)
    title: str = ""
    source_id: str = ""
    published: date | None = None
    warnings: tuple[str, ...] = ()
    context: Context = field(default=Context(), repr=False)

    @cached_property
    def _page(self) -> str:
        from ipstats.reading.highlight import page

        return page(self)

    def to_html(self) -> str:
        """A self-contained page of the text with each figure highlighted (anchor `fig-<obs_id>`)."""
        return self._page

    def _repr_html_(self) -> str:
        from ipstats.reading.highlight import fragment

        return fragment(self)

    def __repr__(self) -> str:
        return f"Document({self.title or self.source_id!r}, {len(self.text)} characters, {len(self.table)} figures)"


def read(
    document: str | Path | bytes,
    *,
    published: date | str | None = None,
    area: str | None = None,
    year: int | None = None,
    source: str = "",
    name: str = "",
    title: str = "",
    corrections: list | None = None,
) -> Document:
    """The figures of a document, each with its meaning and its exact place.

    `document` is a path (`.md .txt .html .docx .pdf .xlsx .csv`), or the bytes of one with its file `name`, or text: a
    string that has a line break, or is no file and does not end as one. `title` is that of a table which bears none
    (CSV, a sheet), in place of its file's name. `published` (what 今年 and 上年 refer to), `area` (a name or GB/T 2260
    code) and `year` say what the text itself leaves open; `source` is the `source_id` of its rows. `corrections` are
    applied to them: those of `<file name>.corrections.yaml` beside the file unless others
    (or none, `[]`) are given.

    Raises `DocumentError` for what cannot be read: not there, encrypted, without text, of another format;
    `CorrectionError` where a correction's guard no longer holds.

    >>> read("2023年，北京市专利授权量12件。").table[["ref_area_name", "obs_value", "time_period"]].values.tolist()
    [['北京市', 12.0, '2023']]
    """
    content, default, path = _content(document, name)
    text = content.text
    if is_traditional(text):
        content = simplified(content)
    _caption(content, title or content.title or (path.stem if path else ""))
    context = _context(content, published, area, year, source or default)
    with _uncollected():
        rows, warnings = _rows(content, context)
        if content.text != text:
            rows = [row | {"obs_text": text[row["char_start"] : row["char_end"]]} for row in rows]
        table = sound_frame(rows, default)
    if corrections is None and path is not None:
        corrections = beside(path)
    if corrections:
        table = validate(apply(table, corrections, text=text), default)
    return Document(
        text, content.blocks, content.tables, table, context.title, context.source_id, context.published,
        tuple(content.warnings + warnings), context,
    )  # fmt: skip


@contextmanager
def _uncollected():
    """Without the collector of reference cycles, which reading does not make: in a long document it would walk again
    and again over every figure read so far, for a tenth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def read_content(document: str | Path | bytes, name: str = "") -> Content:
    """The text, blocks and printed tables of a document, before any figure is read."""
    return _content(document, name)[0]


def _content(document: str | Path | bytes, name: str) -> tuple[Content, str, Path | None]:
    """The content, the `source_id` it has unless another is given, and the file where it is one."""
    if isinstance(document, bytes):
        if not name:
            raise ParameterError("the bytes of a document need its file name: read(data, name='report.pdf')")
        return formats.reader(name, document)(document, name), Path(name).stem, None
    if isinstance(document, str) and not name and is_text(document):
        from ipstats.reading.markdown import read_markdown

        return read_markdown(document), TEXT, None
    path = Path(document)
    data = _bytes(path)
    return formats.reader(name or str(path), data)(data, str(path)), path.stem, path


def is_text(document: str) -> bool:
    """Whether a string is the text itself, not the path of a file."""
    if "\n" in document or len(document) > 1000:
        return True
    if document.lower().endswith(ENDINGS) or "\0" in document:
        return False
    try:
        return not Path(document).exists() and bool(re.search(_SENTENCE, document))
    except OSError:
        return True


def _bytes(path: Path) -> bytes:
    if address := re.match(r"(https?:)/+(.*)", str(path)):
        raise DocumentError(
            f"{address[1]}//{address[2]}: is an address; fetch it with `ipstats add URL`, then read the file (是网址)"
        )
    try:
        if path.is_dir():
            raise DocumentError(f"{path}: is a folder; give the documents in it, e.g. {path}/*.md (是文件夹)")
        if path.stat().st_size > formats.LARGEST:
            raise DocumentError(f"{path}: is larger than {formats.LARGEST // 2**20} MB; split it (文件过大)")
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{path}: no such file (文件不存在)") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{path}: cannot be read: {reason} (无法读取)") from None


def _caption(content: Content, title: str) -> None:
    """Tables without any words around them (a CSV file, a sheet) get the title that they are known by."""
    if title and not content.blocks:
        content.tables = [table if table.captions else replace(table, captions=(title,)) for table in content.tables]


def _context(content: Content, published, area: str | None, year: int | None, source_id: str) -> Context:
    if isinstance(published, str):
        try:
            published = date.fromisoformat(published) if published else None
        except ValueError:
            raise ParameterError(f"published={published!r} is no day; expected YYYY-MM-DD") from None
    return Context(
        content.title, published or content.published or stated_date(content.blocks), area or "", year, source_id
    )


_DATE = re.compile(
    r"(?:(?:发布|发文|成文)?(?:日期|时间|于)[：:]?\s*)?(20\d\d)\s*[年/.-]\s*(1[0-2]|0?[1-9])\s*[月/.-]\s*(3[01]|[12]\d|0?[1-9])日?"
    r"(?:\s+\d\d?:\d\d(?::\d\d)?)?(?:\s*(?:来源|字号|浏览)\S*)*"
)
_DATED = re.compile(
    r"(?:发布|会议|召开|发文|成文)?(?:日期|时间)[：:]\s*(20\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日(?![至到—–-])"
)
"""The line of a press conference that says when, and then often where."""


def stated_date(blocks: list[Block]) -> date | None:
    """The day that stands alone in a line near the head or the foot of a document: when it was published."""
    for block in [*blocks[:8], *reversed(blocks[-4:])]:
        text = block.text.strip(" （）()\u3000")
        if match := _DATE.fullmatch(text) or _DATED.match(text):
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                continue
    return None


def _rows(content: Content, context: Context) -> tuple[list[dict], list[str]]:
    """The figures of prose and tables in the order of the text, and what could not be told."""
    from ipstats.reading.prose import read_blocks
    from ipstats.reading.setting import setting_of
    from ipstats.reading.tables import read_tables

    setting = setting_of(content.blocks, context)
    prose = read_blocks([block for block in content.blocks if block.kind != "caption"], context, setting)
    cells, warnings = read_tables(content.tables, setting, context)
    rows = sorted(prose + cells, key=lambda row: row["char_start"])
    if not rows and (number := _NUMBER.search(content.text)):
        said = content.text[max(number.start() - 12, 0) : number.end() + 6].split()
        warnings.append(f"no figure was read, though numbers stand in the text (有数字而未读出): …{' '.join(said)}…")
    return rows, warnings
