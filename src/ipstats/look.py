"""A person looks at the figures that want it: in JupyterLab, in a terminal, in a workbook."""

import sys
from pathlib import Path

from ipstats.collect import review_book
from ipstats.collect.entries import audits
from ipstats.collect.reviewing import Session, open_session
from ipstats.errors import CorrectionError, ParameterError
from ipstats.messages import known_language, say


def review(
    source: str | Path, *, by: str = "", area: str = "", published: str = "", year: int | None = None,
    language: str = "zh",
):  # fmt: skip
    """The panel that asks about a document's doubtful figures, by keyboard, in JupyterLab.

    Each answer is written to `<file name>.corrections.yaml` before the next question is shown; the file itself is
    never changed. Panel, keys and file are described in docs/review.md.

    Parameters
    ----------
    source : a file, or the id of a source in data/raw
    by : who decides; the user's name when left out
    area, published, year : what the document leaves open, as for `ipstats.read`; a source in data/raw says it itself
    language : zh or en

    Returns
    -------
    Panel
        a widget, which the last line of a cell shows

    Raises
    ------
    DocumentError
        when there is no such document
    CorrectionError
        when the corrections beside it no longer fit what is read

    Examples
    --------
    >>> review("beijing-2023", by="张三")  # doctest: +SKIP
    """
    from ipstats.display.review_panel import ReviewPanel

    known_language(language)
    return ReviewPanel(open_session(source, by=by, area=area, published=published, year=year), language)


def run(source: str, *, xlsx: Path | None, back: Path | None, language: str, html: Path | None = None, **given) -> None:
    """What the command `ipstats review` does: ask here, or write a workbook or a page, or take a workbook back."""
    if sum(map(bool, (xlsx, back, html))) > 1:
        raise ParameterError("--xlsx and --html write a file and --from takes one back; give one of them")
    session = open_session(source, **given)
    if html:
        from ipstats.display.review_page import write

        say(f"{html}: {write(session, html, language)} questions; choose, download, lay the file beside the document")
    elif xlsx:
        written = review_book.write(session, xlsx)
        say(f"{xlsx}: {written} figures; fill it in, then `ipstats review {source} --from {xlsx}`")
    elif back:
        _take(session, back)
    else:
        _ask(session, language)
        say(_closing(session))


def _take(session: Session, back: Path) -> None:
    taken, refused = review_book.take(session, back)
    say(f"{session.file}: {taken} decisions taken")
    if refused:
        raise CorrectionError("; ".join([*refused, f"{len(refused)} refused, {taken} taken"]))


def _ask(session: Session, language: str) -> None:
    from ipstats.display import review_terminal

    if not sys.stdin.isatty() and session.current is None:
        return
    review_terminal.run(session, language=language)


def _closing(session: Session) -> str:
    asked, wrong = audits(session.file.parent)
    audited = f"; audited {asked} sure rows, {wrong} wrong" if asked else ""
    return f"{session.left()} doubtful rows left{audited}"
