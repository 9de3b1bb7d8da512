"""What a text says of years in a row (连续N年) is set against each of the years."""

import pandas as pd
import pytest
from claimed import contradictions

from ipstats import check, read

EARLIER = """# 2020年某市知识产权工作总结

2020年，深圳市专利授权量22.24万件，同比增长33.5%，居全国第二；PCT国际专利申请量2.02万件，同比下降1.6%。
"""
LATER = (
    "# 2021年深圳市知识产权工作总结\n\n2021年，深圳市专利授权量27.92万件，同比增长25.6%，{}；PCT国际专利申请量{}。\n"
)


@pytest.fixture
def project(tmp_path):
    """Two years' documents as a project keeps them: a table, and the texts beside it."""

    def made(place: str, pct: str):
        (tmp_path / "texts").mkdir(exist_ok=True)
        parts = []
        for year, text in ((2020, EARLIER), (2021, LATER.format(place, pct))):
            path = tmp_path / "texts" / f"work-{year}.txt"
            path.write_text(text, encoding="utf-8")
            parts.append(read(path, area="深圳市", year=year, published=f"{year + 1}-02-01", corrections=[]).table)
        table = pd.concat(parts, ignore_index=True)
        table.to_csv(tmp_path / "table.csv", index=False)
        return tmp_path / "table.csv"

    return made


NO_PCT = "1.74万件"


@pytest.mark.parametrize(
    ("place", "verdicts"),
    [("连续4年居全国第一", {"contradicts"}), ("连续4年全国第二", {"agrees"}), ("居全国第二", set())],
)
def test_a_place_held_for_years_in_a_text(project, place, verdicts):
    assert set(check(project(place, NO_PCT), only="every_year")["verdict"]) == verdicts


@pytest.mark.parametrize(
    ("pct", "wrong"),
    [
        ("连续三年增长，达到1.74万件", True),
        ("1.74万件，连续3年保持下降态势", False),
        ("1.74万件，同比下降13.9%，连续两年实现正增长", True),
        ("1.74万件，连续三年增长超过一成", False),
        ("1.74万件，连续18年居全国大中城市首位", False),
    ],
)
def test_a_rise_for_years_in_a_text(project, pct, wrong):
    found = contradictions(project("居全国第二", pct), only="every_year", language="zh")
    assert bool(len(found)) == wrong
    if wrong:
        assert set(found["indicator"]) == {"pct_applications"} and "连续" in found["explanation"].iloc[0]


def test_words_at_the_very_beginning_of_a_text_are_said_of_its_first_figure(tmp_path):
    """The years before are read from another document."""
    (tmp_path / "texts").mkdir()
    parts = []
    for year, text in ((2020, EARLIER), (2021, "PCT国际专利申请量连续三年增长，2021年达到1.74万件。\n")):
        path = tmp_path / "texts" / f"work-{year}.txt"
        path.write_text(text, encoding="utf-8")
        parts.append(read(path, area="深圳市", year=year, published=f"{year + 1}-02-01", corrections=[]).table)
    pd.concat(parts, ignore_index=True).to_csv(tmp_path / "table.csv", index=False)
    found = contradictions(tmp_path / "table.csv", only="every_year")
    assert set(found["indicator"]) == {"pct_applications"}


def test_an_older_text_says_nothing(project):
    path = project("连续4年居全国第一", NO_PCT)
    (path.parent / "texts" / "work-2021.txt").write_text(
        LATER.format("连续4年居全国第一", NO_PCT)[3:], encoding="utf-8"
    )
    assert check(path, only="every_year").empty
