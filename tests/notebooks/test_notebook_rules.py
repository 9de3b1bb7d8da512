"""The rules that every notebook keeps: a test, so that the next one keeps them too."""

import ast
import re
import statistics
from pathlib import Path

import nbformat
import papermill
import pytest

from ipstats.publishing.parameters import parameters, read_notebook

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
PACKAGES = {"ipstats", "pandas", "matplotlib", "seaborn", "IPython"}
SHARED = {"area": str, "year": int, "base_year": int, "language": str}
SENTENCE = re.compile(r"[。！？]|[.!?](?=\s|$)")
FORBIDDEN = re.compile(r"sys\.path|^\s*[%!]|get_ipython|__import__|subprocess", re.M)

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path, kind=None):
    read = nbformat.read(path, nbformat.NO_CONVERT)
    return [cell for cell in read.cells if kind in (None, cell.cell_type)]


def tags(cell):
    return cell.metadata.get("tags", [])


def code(path):
    """The code cells that are not the parameters."""
    return [cell for cell in cells(path, "code") if "parameters" not in tags(cell)]


def test_there_are_the_notebooks_the_reports_are_made_of():
    names = {path.stem[:2] for path in NOTEBOOKS}
    assert {"00", "01", "02", "03", "04", "05", "06"} <= names


@each_notebook
def test_its_name_says_number_and_question_in_ascii(path):
    assert re.fullmatch(r"\d\d_[a-z0-9_]+", path.stem)


@each_notebook
def test_it_is_valid_with_stable_cell_ids(path):
    read = nbformat.read(path, nbformat.NO_CONVERT)
    nbformat.validate(read)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    ids = [cell.id for cell in read.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in ids), "ids say what a cell is for"
    assert read.metadata.kernelspec.name == "python3"


@each_notebook
def test_it_is_committed_without_outputs(path):
    for cell in cells(path, "code"):
        assert cell.outputs == [] and cell.execution_count is None
        assert set(cell.metadata) <= {"tags"}
    assert "papermill" not in nbformat.read(path, nbformat.NO_CONVERT).metadata


@each_notebook
def test_it_opens_with_the_question_then_its_parameters(path):
    kinds = [(cell.cell_type, tags(cell)) for cell in cells(path)][:3]
    assert [kind for kind, _ in kinds] == ["markdown", "markdown", "code"]
    assert [tag[0] for _, tag in kinds] == ["zh", "en", "parameters"]
    assert cells(path)[0].source.startswith("# ")
    assert "公布" in cells(path)[0].source or "data/raw" in cells(path)[0].source, "the first cell names the sources"


@each_notebook
def test_papermill_sees_every_parameter(path):
    cell = next(cell for cell in cells(path, "code") if "parameters" in tags(cell))
    for line in cell.source.splitlines():
        assert re.fullmatch(r"\w+: (str|int|float|bool) = [^=]+  # [^=]+", line), line
    declared = parameters(read_notebook(path), path.name)
    assert list(declared) == list(papermill.inspect_notebook(str(path)))
    for name, kind in SHARED.items():
        assert declared[name].type == kind.__name__ and declared[name].help


@each_notebook
def test_prose_comes_in_pairs(path):
    prose = cells(path, "markdown")
    assert [tags(cell)[0] for cell in prose] == ["zh", "en"] * (len(prose) // 2)
    for zh, en in zip(prose[::2], prose[1::2], strict=True):
        assert zh.id.removesuffix("-zh") == en.id.removesuffix("-en") and tags(zh)[1:] == tags(en)[1:]
        assert zh.source.splitlines()[0].count("#") == en.source.splitlines()[0].count("#")
        assert re.search(r"[\u4e00-\u9fff]", zh.source) and not re.search(r"[\u4e00-\u9fff]", en.source)


def titled(path) -> bool:
    """Whether the title of the report is made from the data, so that its opening cell speaks to who edits it only."""
    return any("say.title(" in cell.source for cell in code(path))


@each_notebook
def test_sections_are_short(path):
    for cell in cells(path, "markdown")[2:]:
        heading, _, text = cell.source.partition("\n") if cell.source.startswith("#") else ("", "", cell.source)
        assert heading == "" or heading.startswith("## "), heading
        assert 1 <= len(SENTENCE.findall(text)) <= 5, cell.id


@each_notebook
def test_a_report_has_an_offices_title_and_headings_that_state(path):
    """The title names office, area and period; headings state what the data say or are plain nouns, never questions."""
    if not titled(path):
        pytest.skip("a tour, or a report that has not been rewritten")
    assert "remove-cell" in tags(cells(path)[0])
    first = next(cell for cell in code(path) if "import" not in cell.source)
    assert first.source.startswith("say.title(")
    assert sum("say.heading(" in cell.source for cell in code(path)) >= 1
    for cell in cells(path, "markdown"):
        assert not re.search(r"^#.*[？?]$", cell.source, re.M), cell.id


@each_notebook
def test_conclusions_are_built_in_the_notebook(path):
    """A statistician can edit them: sentences are joined from clauses that have names."""
    if titled(path):
        assert sum("say.sentence(" in cell.source for cell in code(path)) >= 1


@each_notebook
def test_code_is_short(path):
    lengths = []
    for cell in code(path):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 12, cell.id
        assert max(map(len, lines)) <= 130, cell.id
        lengths.append(len(lines))
    assert statistics.median(lengths) <= 4


@each_notebook
def test_code_imports_only_what_a_reader_knows(path):
    for cell in code(path):
        assert not FORBIDDEN.search(cell.source), cell.id
        for node in ast.walk(ast.parse(cell.source)):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert {name.split(".")[0] for name in names} <= PACKAGES, cell.id


@each_notebook
def test_code_holds_no_data_and_no_long_function(path):
    for cell in code(path):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.Set):
                values = node.values if isinstance(node, ast.Dict) else node.elts
                assert sum(isinstance(one, ast.Constant) and not isinstance(one.value, str) for one in values) <= 2
                assert len(values) <= 6, cell.id
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 10


@each_notebook
def test_it_draws_at_least_two_charts(path):
    if path.stem == "05_consistency":
        pytest.skip("findings are read, not drawn")
    shown = sum(len(re.findall(r"\bcharts\.\w+\(|\bfigure\(", cell.source)) for cell in code(path))
    least = 1 if path.stem == "04_area_profile" else 2
    assert shown >= least, "one page has room for one chart"
