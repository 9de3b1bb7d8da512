"""How long an appendix takes as PDF, beside Chromium and WeasyPrint printing our own HTML of it, in the same run.

    python benchmarks/export.py [NOTEBOOK.ipynb]

Without a notebook the tests' own is used. Rounds are interleaved and medians compared, so that a busy machine slows
all alike. What is not installed is said so and left out.
"""

import copy
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import nbappendix
from nbappendix import book, html, pdf

ROUNDS = 5
MANY = 30


def main() -> None:
    node = _notebook()
    doc = nbappendix.document(node, name="benchmark")
    many = [nbappendix.document(copy.deepcopy(node), name=f"benchmark {i}") for i in range(MANY)]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html.render(doc), "utf-8")
        ways = {"ipstats (Typst)": lambda: pdf.render(doc, 0)}
        if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
            ways["Chromium printing our HTML"] = lambda: _chromium(chromium, page, Path(folder))
        if find_spec("weasyprint"):
            ways["WeasyPrint of our HTML"] = lambda: _weasyprint(page)
        seconds = _interleaved(ways)
    base = seconds["ipstats (Typst)"]
    print(f"PDF, {_pages(pdf.render(doc, 0))} pages, median of {ROUNDS}")
    for name, value in seconds.items():
        print(f"  {name:28} {value:6.2f} s  {value / base:5.1f} x")
    for name, there in (("Chromium", bool(chromium)), ("WeasyPrint", bool(find_spec("weasyprint")))):
        if not there:
            print(f"  {name:28} not installed")
    one, long = (_work(book.together(parts, f"benchmark of {len(parts)}")) for parts in (many[:1], many))
    print(f"{MANY} times the notebook in one book: {long:.2f} s of work, {long / one:.1f} x one")
    print(f"HTML {_time(lambda: html.render(doc)):.3f} s (face cut before)")


def _notebook() -> dict:
    if len(sys.argv) > 1:
        return nbappendix.read(Path(sys.argv[1]))
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "nbappendix"))
    from appendices import own_notebook

    return own_notebook()


def _interleaved(ways: dict) -> dict[str, float]:
    times = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(ROUNDS):
        for name, way in ways.items():
            times[name].append(_time(way))
    return {name: statistics.median(values) for name, values in times.items()}


def _time(way) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def _work(bound: dict) -> float:
    """Processor time, all threads: what a long run costs does not depend on who else is busy."""
    start = time.process_time()
    pdf.render(bound, 0)
    return time.process_time() - start


def _chromium(program: str, page: Path, folder: Path) -> None:
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={folder / 'page.pdf'}"]
    subprocess.run([program, *options, page.as_uri()], check=True, capture_output=True)


def _weasyprint(page: Path) -> None:
    import logging

    import weasyprint

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    weasyprint.HTML(filename=str(page)).write_pdf(pdf_variant="pdf/ua-1")


def _pages(content: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(content))


if __name__ == "__main__":
    main()
