"""The inputs that fuzzing begins with, and those that it once found, without the fuzzer (`make fuzz`)."""

from pathlib import Path

import pytest

from fuzz import targets

FOUND = sorted((Path(__file__).parent / "found").glob("*-*"))
SEEDS = [(name, number, seed) for name in targets.TARGETS for number, seed in enumerate(targets.seeds(name))]


@pytest.mark.parametrize(("name", "seed"), [(n, s) for n, _, s in SEEDS], ids=[f"{n}-{i}" for n, i, _ in SEEDS])
def test_a_seed_is_taken(name, seed):
    assert targets.TARGETS[name](seed), "refused: what lies behind it is not fuzzed"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_once_failed_is_taken(path):
    targets.TARGETS[path.name.partition("-")[0]](path.read_bytes())


def test_a_target_notices_what_it_must(monkeypatch):
    monkeypatch.setattr(targets.html, "render", lambda doc: "<p onclick='x()'>x</p>")
    with pytest.raises(AssertionError):
        targets.output(b"\x04x")
