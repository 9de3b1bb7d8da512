"""The pages of the shipped reports are full, whatever the area: none is half empty, the last is no few lines."""

import pytest

from ipstats import build
from ipstats.publishing.plan import find_notebooks
from nbappendix import export
from printed import fills
from small_project import executed

pytestmark = pytest.mark.slow
NOTEBOOKS = ["01_growth", "02_patents_per_10k", "03_award_rankings", "04_area_profile", "05_consistency"]


@pytest.fixture(scope="module")
def table(repo):
    return build(repo)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("area", ["110000", "000000", "330000", "540000"])
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_page_is_half_empty(name, area, language, table, repo, tmp_path, monkeypatch):
    if name == "03_award_rankings" and area in ("000000", "540000"):
        pytest.skip("no award count of the area is on record")
    notebook = next(one for one in find_notebooks([name], repo / "notebooks"))
    [path] = export(executed(notebook, area, table, tmp_path, monkeypatch, language), "pdf", tmp_path)
    *pages, last = fills(path.read_bytes())
    assert min(pages, default=1) >= 0.6, f"pages filled {pages}"
    assert not pages or last > 0.1, f"a few lines alone on page {len(pages) + 1}"
