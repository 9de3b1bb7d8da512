"""What a text says of years in a row (连续N年) is set against each of the years."""

import pandas as pd
import pytest
from claimed import contradictions

from ipstats import check, read
from ipstats.checks.inputs import one_table
from ipstats.checks.streaks import with_years

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


@pytest.mark.parametrize(
    ("text", "of", "years"),
    [
        ("12件专利，连续三年增长。", ["12件"], [2020]), ("甲。12件专利，连续三年增长。", ["12件"], [2020]),
        ("甲12件。专利，连续三年增长。", [], []), ("12件专利，且连续三年增长。", [], []),
        ("12件专利，较好，连续两年下降。", [], []),
        ("12件专利，15件商标，连续两年下降。", ["15件"], [2021]),
        ("12件专利，连续两年下降；15件商标，连续3年提高。", ["12件", "15件"], [2021, 2020]),
        ("12件专利，连续三年。", [], []), ("连续三年增长，12件专利。", [], []),
        ("12件，连续十年上升。", ["12件"], [2013]),
    ],
)  # fmt: skip
def test_years_in_a_row_are_said_of_the_clause_before_in_their_sentence(text, of, years):
    """Figures without evidence of where their names stand, of 2022."""
    rows = [
        {"ref_area": "110000", "label": f"{n}", "measure": "level", "period_end": "2022-12-31",
        "obs_value": float(said[:2]),
         "unit_measure": "件", "char_start": text.index(said), "char_end": text.index(said) + 3, "obs_text": said,
         "source_id": "s", "printed": said[:2]}
        for n, said in enumerate(("12件", "15件")) if said in text
    ]  # fmt: skip
    table = one_table([pd.DataFrame(rows)])
    found = with_years(table, lambda source: text).iloc[len(rows) :]
    assert found["since"].tolist() == years and found["period_end"].dt.year.tolist() == [2022] * len(years)
    assert found["label"].tolist() == [str(("12件", "15件").index(said)) for said in of]
    assert with_years(table, lambda source: f" {text}")["since"].tolist() == [0] * len(rows), "of another text"


def of_text(text: str, said: str, measure: str = "level", noun: str = "", **more) -> pd.DataFrame:
    """The table of one figure of a text, of 2022, with the years that it is said to hold for."""
    start = text.index(said)
    row = {"ref_area": "110000", "label": "数", "measure": measure, "period_end": "2022-12-31", "obs_value": 12.0,
           "unit_measure": "件", "char_start": start, "char_end": start + len(said), "obs_text": said, "source_id": "s",
           "printed": said}  # fmt: skip
    if noun:
        row["evidence"] = f"area=x[0-1];indicator=y[{text.index(noun)}-{text.index(noun) + len(noun)}]"
    return with_years(one_table([pd.DataFrame([row | more])]), lambda source: text)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("连续4年第2", 2019), ("连续四年稳居第2", 2019), ("连续两年度排名第2", 2021), ("已连续第12年位居第2", 2011),
        ("连续4年增长，居第2", 0), ("居第2", 0),
    ],
)  # fmt: skip
def test_a_place_holds_for_the_years_that_stand_right_before_it(text, since):
    assert of_text(text, "第2", "rank")["since"].tolist() == [since]
    assert of_text(text, "第2", "rank", cell="t1!r2c3")["since"].tolist() == [0], "of a table's cell"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("授权量连续三年增长，达12件", [2020]), ("授权量增幅较大连续三年增长，达12件", [2020]),
        ("授权量增幅也较大连续三年增长，达12件", []), ("授权量，连续三年增长，达12件", []),
        ("12件授权量连续三年增长", [2020]), ("连续三年增长授权量12件", []),
        ("授权量连续三年增长，连续两年提高，达12件", [2020]),
    ],
)  # fmt: skip
def test_a_rise_is_said_of_the_indicator_that_stands_within_four_characters_before_it(text, years):
    found = of_text(text, "12件", noun="授权量").iloc[1:]
    assert found["since"].tolist() == years
    assert found["measure"].tolist() == ["growth"] * len(years) and set(found["obs_lower"]) <= {0.0}
    assert of_text(text, "12件", "growth", noun="授权量")["measure"].tolist() == ["growth"] * (1 + len(years))
    assert (
        len(of_text(text, "12件", "share", noun="授权量"))
        == 1
        == len(of_text(text, "12件", is_target=True, noun="授权量"))
    )
