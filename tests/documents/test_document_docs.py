"""The example of docs/documents.md, executed."""

import re

from ipstats.collect.read import read


def test_the_corrections_of_the_guide(repo, tmp_path):
    guide = (repo / "docs" / "documents.md").read_text(encoding="utf-8")
    document, corrections = (re.search(rf"```{kind}\n(.*?)```", guide, re.S)[1] for kind in ("markdown", "yaml"))
    (tmp_path / "summary.md").write_text(document, encoding="utf-8")
    (tmp_path / "summary.md.corrections.yaml").write_text(corrections, encoding="utf-8")
    table = read(tmp_path / "summary.md").table
    assert table[["indicator", "measure", "obs_value", "rule"]].to_numpy().tolist() == [
        ["patent_grants", "level", 93831, "level/noun_before"],
        ["patent_grants", "growth", 4.31, "growth/ellipsis+corrected"],
        ["trademark_registrations", "level", 35000, "corrected"],
    ]
