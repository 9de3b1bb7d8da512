"""The inputs that fuzzing begins with, and those that it once found, without the fuzzer (`make fuzz`)."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from fuzz import __main__ as campaigns
from fuzz import targets

FOUND = sorted((Path(__file__).parent / "found").glob("*-*"))
SEEDS = [(name, number, seed) for name in targets.TARGETS for number, seed in enumerate(targets.seeds(name))]


@pytest.mark.parametrize(("name", "seed"), [(n, s) for n, _, s in SEEDS], ids=[f"{n}-{i}" for n, i, _ in SEEDS])
def test_a_seed_is_taken(name, seed):
    assert targets.TARGETS[name](seed), "refused: what lies behind it is not fuzzed"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_once_failed_is_taken(path):
    targets.TARGETS[path.name.partition("-")[0]](path.read_bytes())


@pytest.mark.parametrize("found", [False, True], ids=["earlier", "now"])
def test_a_campaign_counts_the_failures_of_its_own_time(found, tmp_path, monkeypatch):
    (tmp_path / "output-crash-1").write_bytes(b"x")
    os.utime(tmp_path / "output-crash-1", (0, 0))

    def run(command, **_):
        if found:
            (tmp_path / "output-crash-1").write_bytes(b"x")
        return subprocess.CompletedProcess(command, 0, "", "cov: 5\nstat::number_of_executed_units: 7\n")

    monkeypatch.setattr(campaigns.subprocess, "run", run)
    told, whole = campaigns.campaign("output", 1, tmp_path / "corpus", tmp_path, 100)
    assert whole is not found and told.startswith(f"output: 7 inputs, 5 branches reached, {int(found)} failures")


def test_a_file_of_a_given_folder_goes_where_it_belongs(tmp_path):
    (tmp_path / "a.yaml").write_text("title: x")
    (tmp_path / "a.html").write_text("<p>x")
    (tmp_path / "a.png").write_bytes(b"x")
    shown = {"image/png": "x", "text/html": "<p>y", "text/plain": ["a", "b"]}
    cell = {"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "outputs": [
        {"output_type": "display_data", "metadata": {}, "data": shown}]}  # fmt: skip
    (tmp_path / "a.ipynb").write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}))
    given = [(target, seed[1:]) for path in sorted(tmp_path.iterdir()) for target, seed in targets.given(path)]
    assert given == [("document", b"<p>x"), ("output", b"<p>x"), ("output", b"<p>y"), ("output", b"ab"),
                     ("settings", b"title: x")]  # fmt: skip


def test_a_target_notices_what_it_must(monkeypatch):
    monkeypatch.setattr(targets.html, "render", lambda doc: "<p onclick='x()'>x</p>")
    with pytest.raises(AssertionError):
        targets.output(b"\x04x")
