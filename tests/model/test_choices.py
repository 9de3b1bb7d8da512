"""Small rules of the model, case by case: which statement is preferred, whose codes were valid, what prizes follow."""

from datetime import date, timedelta

import pandas as pd
import pytest

from ipstats.model import overlay
from ipstats.model.areas import areas, read_areas
from ipstats.model.awards import complete
from ipstats.model.definitions import FOLDER
from ipstats.model.observations import frame
from ipstats.model.select import preferred


def statement(number: int, **fields) -> dict:
    """One of several statements of a figure."""
    return {
        "ref_area": "110000", "indicator": "patent_grants", "label": "专利授权量", "obs_value": 10.0, "obs_lower": 9.0,
        "obs_upper": 11.0, "period_start": "2022-01-01", "period_end": "2022-12-31", "unit_measure": "件",
        "source_id": f"s{number}", "vintage": "2023-03-01",
    } | fields  # fmt: skip


@pytest.mark.parametrize(
    ("better", "worse"),
    [({"obs_status": one[0]}, {"obs_status": one[1]}) for one in ["AB", "AD", "BP", "DP", "PE", "PI", "EF", "IF", "FU"]]
    + [
        ({"bound": "="}, {"bound": "~"}), ({"obs_lower": 9.5}, {"obs_lower": 9.0}),
        ({"vintage": "2024-03-01"}, {"vintage": "2023-03-01"}),
        ({"obs_status": "A", "bound": "~"}, {"obs_status": "B"}),
        ({"bound": "=", "obs_lower": 0.0}, {"bound": ">"}),
        ({"obs_lower": 9.5, "vintage": "2020-01-01"}, {"vintage": "2024-01-01"}),
    ],
)  # fmt: skip
def test_of_two_statements_this_one_is_preferred(better, worse):
    for rows in ([better, worse], [worse, better]):
        found = preferred(frame([statement(n, **row) for n, row in enumerate(rows)]))
        assert found["source_id"].tolist() == [f"s{rows.index(better)}"] and found["statements"].tolist() == [2]


def test_a_figure_at_the_very_beginning_of_a_text_stands_there():
    table = frame([statement(0, char_start=0, char_end=3), statement(1, char_start=None, char_end=None)])
    assert table["char_start"].tolist() == [0, pd.NA] and table["char_end"].tolist()[0] == 3


def test_a_code_is_valid_from_its_first_day_to_its_last():
    gone = next(one for one in read_areas(FOLDER / "areas.csv").values() if one.valid_from and one.valid_to)
    day = timedelta(days=1)
    days = (gone.valid_from - day, gone.valid_from, gone.valid_to, gone.valid_to + day, None)
    assert [gone.valid(when) for when in days] == [False, True, True, False, False]
    assert all(one.valid(None) and one.valid(date(2100, 1, 1)) for one in areas("province"))


def test_silver_prizes_are_none_before_there_were_any():
    assert complete({"all": 10, "gold": 2}, 19) == {"excellence": (8, ("all", "gold", "silver"))}
    assert complete({"all": 10, "gold": 2}, 20) == {}
    assert complete({"gold": 2, "silver": 3, "excellence": 5}, 20) == {"all": (10, ("gold", "silver", "excellence"))}
    assert complete({"gold": 2, "gold_patent": 2}, 24) == {"gold_design": (0, ("gold", "gold_patent"))}
    assert complete({"gold": 1, "gold_patent": 2}, 24) == {}, "what contradicts tells nothing"


def test_a_projects_file_lies_over_the_one_of_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(overlay, "home", lambda: tmp_path)
    monkeypatch.setattr(overlay, "in_use", lambda: "")
    for name in ("units.yaml", "checks.yaml"):
        (tmp_path / name).write_text("{}", "utf-8")
    assert overlay.over(FOLDER / "units.yaml") == tmp_path / "units.yaml"
    assert overlay.over(FOLDER / "scopes.yaml") is None, "the project has none"
    assert overlay.over(FOLDER / "checks.yaml") is None, "no file that a project may add to"
    assert overlay.over(tmp_path / "units.yaml") is None
