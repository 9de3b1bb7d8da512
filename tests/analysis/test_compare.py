"""Several areas side by side, one area among its peers, and two figures given by hand."""

import pandas as pd
import pytest
from facts import observation, table

from ipstats.analysis import compare, profile, verdict


def test_holes_are_rows_without_a_level_and_stop_the_rank():
    rows = table(
        *(observation("patent_grants", "北京", str(year), "100") for year in (2021, 2022)),
        observation("patent_grants", "上海", "2022", "200"),
    )
    found = compare(rows, ["北京", "上海"], "patent_grants").set_index(["ref_area_name", "year"])
    assert pd.isna(found.loc[("上海市", 2021), "level"]) and pd.isna(found.loc[("北京市", 2021), "rank"])
    assert found.loc[("上海市", 2022), "rank"] == 1


def test_areas_keep_the_order_they_were_given_in():
    rows = table(*(observation("patent_grants", place, "2022", "100") for place in ("北京", "上海", "江苏")))
    assert compare(rows, ["江苏", "北京"], "patent_grants")["ref_area_name"].tolist() == ["江苏省", "北京市"]


def test_profile_ranks_among_areas_of_the_same_level(shipped):
    found = profile(shipped, "北京", 2022).set_index("indicator")
    assert found.loc["invention_patents_in_force", "among"] == 31
    assert found.loc["invention_patents_in_force", "rank"] <= 3
    assert pd.isna(found.loc["trademark_registrations", "rank"]), "fewer than five provinces report it"


def figure(name="patent_grants", place="北京", period="2022", printed="100", **more) -> dict:
    return table(observation(name, place, period, printed, **more)).iloc[0].to_dict()


@pytest.mark.parametrize(
    ("level", "base", "status", "reason"),
    [
        (figure(), figure(period="2021"), "comparable", ""),
        (figure(), figure(period="2021", is_target=True), "refused", "target"),
        (figure(), figure("design_grants", period="2021"), "refused", "indicator"),
        (figure(measure="share"), figure(period="2021"), "refused", "measure"),
        (figure(unit="家"), figure(period="2021"), "refused", "unit"),
        (figure(), figure(period="2021-01-01/P11M"), "refused", "period"),
        (figure(), figure(period="2021", scope="国内"), "refused", "scope"),
        (figure("专利申请量", period="2017"), figure("专利申请量", period="2016"), "refused", "applications_paid_only"),
        (figure(obs_status="U"), figure(period="2021"), "labelled", "second_hand"),
        (figure("中国专利奖", unit="件"), figure("中国专利奖", period="2021", unit="项"), "comparable", ""),
    ],
    ids=["alike", "target", "indicator", "measure", "unit", "period", "scope", "break", "status", "counting word"],
)  # fmt: skip
def test_verdict_on_two_figures(level, base, status, reason):
    found = verdict(level, base)
    assert (found.status, found.reason) == (status, reason)
    assert bool(found) == (status != "refused")
    assert bool(found.zh) == bool(found.en) == (status != "comparable")
