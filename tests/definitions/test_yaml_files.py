"""YAML that people write is loaded in one place: deep, large, impossible content is one line, never a traceback."""

import subprocess
import sys

import pytest
import yaml

from ipstats.collect.corrections import beside, read_corrections
from ipstats.collect.read import read
from ipstats.errors import CorrectionError, DefinitionError
from ipstats.model import yaml_files
from ipstats.model.definitions import FOLDER
from ipstats.model.periods import Period
from ipstats.model.yaml_files import load_yaml

WRONG = {
    "flow-sequences": "[" * 100_000,
    "flow-mappings": "{a: " * 20_000,
    "block-sequences": "- " * 20_000,
    "nested-maps": "".join(f"{' ' * n}a:\n" for n in range(900)),
    "impossible-date": "retrieved: 2023-02-30",
    "huge-number": "a: " + "9" * 10_000,
    "alias": "a: &x [1]\nb: *x",
    "merged-aliases": "a: &a {x: 1}\nb: {<<: [*a, *a]}",
    "python-object": "a: !!python/object/apply:os.system [true]",
    "two-documents": "a: 1\n---\nb: 2",
    "key-that-cannot-be": "? [a]\n: b",
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_yaml_is_one_line(case, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(WRONG[case], encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_yaml(path)
    assert str(caught.value).startswith("a.yaml: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("text", "line"), [("a: &x [1]\nb: *x\n", 2), ("\n\na: &x [1]\n\nb: 2\nc: *x\n", 6), (f"a: 1\nb: {'[' * 60}", 2)]
)
def test_wrong_yaml_says_on_which_line(text, line, tmp_path):
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=f"^a.yaml: line {line}: "):
        load_yaml(tmp_path / "a.yaml")


def test_a_deep_file_does_not_end_the_interpreter(tmp_path):
    """The parser in C would; so in a process of its own."""
    (tmp_path / "a.yaml").write_text("[" * 100_000, encoding="utf-8")
    script = "import sys, pathlib; from ipstats.model.yaml_files import load_yaml; load_yaml(pathlib.Path(sys.argv[1]))"
    run = subprocess.run([sys.executable, "-c", script, tmp_path / "a.yaml"], capture_output=True, text=True)
    assert run.returncode == 1
    assert "nested deeper than" in run.stderr


def test_a_file_has_a_size(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text("a: 1\nb: 2\n", encoding="utf-8")
    monkeypatch.setattr(yaml_files, "MOST", 3)
    with pytest.raises(DefinitionError, match="more than 3 entries"):
        load_yaml(tmp_path / "a.yaml")
    monkeypatch.setattr(yaml_files, "LARGEST", 3)
    with pytest.raises(DefinitionError, match="is larger than"):
        load_yaml(tmp_path / "a.yaml")


@pytest.mark.parametrize("period", ["2022-01-01/P99999999999M", "2022-01-01/P99999Y", "2022-01-01/P999999999999D"])
def test_a_period_ends_within_the_calendar(period):
    with pytest.raises(ValueError, match="beyond the year 9999"):
        Period.parse(period)


@pytest.mark.parametrize(
    "said",
    [
        "period_end: 2023-02-30", 'period_end: "2023-02-30"', "obs_value: .inf", "obs_value: .nan", "obs_value: 十二",
        "period: 2022-01-01/P99999999999M", "obs_lower: [1]",
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_one_line(said, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("2023年，苏州市专利授权量12件。\n", encoding="utf-8")
    (tmp_path / "a.md.corrections.yaml").write_text(
        "- action: override\n  where: {quote: 12件}\n  expect: {obs_value: 12}\n  reason: 测试\n"
        f"  set: {{{said}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(CorrectionError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert "a.md.corrections.yaml" in str(caught.value)


@pytest.mark.parametrize("text", ["- " * 20_000, "".join(f"{' ' * n}a:\n" for n in range(900))], ids=["lists", "maps"])
def test_nested_corrections_are_one_line(text, tmp_path):
    path = tmp_path / "a.md.corrections.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionError, match="nested deeper"):
        read_corrections(path)


def test_nothing_stands_beside_a_name_without_room_for_it(tmp_path):
    assert beside(tmp_path / f"{'专' * 80}.md") == []


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML without libyaml")
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_definition_file_reads_the_same_without_libyaml(path):
    text = path.read_text("utf-8")
    assert yaml.load(text, Loader=yaml.CSafeLoader) == yaml.load(text, Loader=yaml.SafeLoader)
