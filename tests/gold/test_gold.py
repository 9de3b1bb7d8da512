"""The reader against annotated documents: floors that may only rise, and nothing wrong without a mark beyond a few."""

import pytest
import yaml
from tests.gold.judge import HERE, documents, judge

from ipstats import read

FLOORS = yaml.safe_load((HERE / "floors.yaml").read_text("utf-8"))
"""Document -> [rows right in everything at least, rows wrong without a mark at most]."""


@pytest.mark.parametrize("gold", documents(), ids=lambda gold: gold.stem)
def test_document(gold):
    verdicts, _ = judge(gold, read(gold.text, corrections=[], **gold.options).table)
    strict = sum(verdict.strict for verdict in verdicts)
    silent = sum(verdict.silent for verdict in verdicts)
    least, most = FLOORS[gold.stem]
    assert strict >= least, [v.gold["raw_text"] for v in verdicts if not v.strict]
    assert silent <= most, [v.gold["raw_text"] for v in verdicts if v.silent]


@pytest.mark.parametrize("gold", documents(), ids=lambda gold: gold.stem)
def test_annotations_stand_where_they_say(gold):
    text = gold.text if isinstance(gold.text, str) else gold.text.read_text("utf-8")
    for row in gold.rows:
        assert text[int(float(row["char_start"])) : int(float(row["char_end"]))] == row["raw_text"]
