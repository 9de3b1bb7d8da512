"""The reader against the hand-made gold tables of real documents, where those are beside the project."""

import json
import subprocess
import sys

import pytest

from ipstats.collect.read import read

DOCUMENTS = [
    "beijing-2022-work-summary", "national-rd-communique-2018", "national-ip-news-2022-2024", "shenzhen-2021-2022",
]  # fmt: skip
EACH = {
    "found": 0.95, "value": 0.95, "unit": 0.94, "measure": 0.92, "indicator": 0.88, "period": 0.90, "area": 0.95,
    "bound": 0.90, "row": 0.78,
}  # fmt: skip
TOGETHER = {
    "found": 0.98, "value": 0.98, "unit": 0.97, "measure": 0.95, "indicator": 0.92, "period": 0.95, "area": 0.97,
    "bound": 0.95, "row": 0.85, "spans": 0.97,
}  # fmt: skip


@pytest.fixture(scope="module")
def scores(shared, tmp_path_factory) -> dict[str, dict]:
    found = {}
    for name in DOCUMENTS:
        gold = shared / "gold"
        table = tmp_path_factory.mktemp("gold") / f"{name}.csv"
        read(shared / "specimens" / f"{name}.txt").table.to_csv(table, index=False)
        out = subprocess.run(
            [sys.executable, gold / "score.py", gold / f"{name}.csv", table, "--nonfigures",
             gold / f"{name}.nonfigures.csv", "--tier", "A,B", "--json"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found[name] = json.loads(out.stdout)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document(scores, name):
    score = scores[name]
    for field, least in EACH.items():
        assert score[field] >= least * score["gold_rows"], f"{field}: {score[field]} of {score['gold_rows']}"
    assert score["precision"] >= 0.94
    assert score["nonfigures_returned"] <= 2


def test_all_documents_together(scores):
    rows = sum(score["gold_rows"] for score in scores.values())
    for field, least in TOGETHER.items():
        right = sum(score[field] for score in scores.values())
        assert right >= least * rows, f"{field}: {right} of {rows}"
    compared = sum(score["compared"] for score in scores.values())
    assert sum(score["comparison"] for score in scores.values()) >= 0.9 * compared
    assert sum(score["precision"] * score["predicted_rows"] for score in scores.values()) >= 0.97 * sum(
        score["predicted_rows"] for score in scores.values()
    )
