"""Help in the user's language; every option has its Chinese."""

import os
import subprocess
import sys

import pytest
import typer

from ipstats import cli, help, messages
from ipstats.model.definitions import FOLDER, read_yaml


def said(*words, **environment):
    known = {key: value for key, value in os.environ.items() if key not in messages.VARIABLES}
    command = [sys.executable, "-m", "ipstats", *words]
    return subprocess.run(command, env=known | environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    "words, environment, there, absent",
    [
        (["release", "--help"], {"LANG": "zh_CN.UTF-8"}, "签发人", "Who answers"),
        (["release", "--help"], {"LANG": "en_US.UTF-8"}, "Who answers", "签发人"),
        (["release", "--help"], {"LANG": "C.UTF-8"}, "签发人", None),
        (["--language", "en", "release", "--help"], {"LANG": "zh_CN.UTF-8"}, "Who answers", "签发人"),
        ([], {"LANG": "zh_CN.UTF-8"}, "定稿发布", "Freeze reports"),
        ([], {"LANG": "zh_CN.UTF-8"}, "用法: ", "Usage"),
        (["build", "--help"], {"LANG": "zh_CN.UTF-8"}, "[选项]", "OPTIONS"),
    ],
    ids=str,
)
def test_help_speaks_the_users_language(words, environment, there, absent):
    done = said(*words, **environment)
    told = done.stdout + done.stderr
    assert there in told and (absent is None or absent not in told), told


def test_another_language_is_refused():
    done = said("--language", "fr", "report")
    assert done.returncode == 2 and "zh" in done.stderr and len(done.stderr.splitlines()) == 1


def commands(command):
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from commands(below)


def test_every_option_and_command_is_described_in_both_languages():
    table = read_yaml(FOLDER / "help.yaml")
    words, every = table.pop("words"), list(commands(typer.main.get_command(cli.app)))
    asked = {
        (one.name, p.name): help.described(table | {"words": {}}, one.name, p.name) for one in every for p in one.params
    }
    assert {key for key, said in asked.items() if not (said["en"] and said["zh"])} == set()
    named = {one.name: {p.name for p in one.params} for one in every}
    own = {(name, p) for name, entries in table.items() if name != "every" for p in entries}
    assert own <= {(name, p) for name, params in named.items() for p in params}, "an entry for no option"
    assert set(table["every"]) <= {p for name, params in named.items() for p in params - set(table.get(name, {}))}
    texts = {text for one in every for text in (one.help or "").split("\n\n")[1:]}
    assert texts | {"Show this message and exit.", "Usage:", "[OPTIONS]", "COMMAND [ARGS]..."} == set(words)
    assert [one.name for one in every[1:] if "  " not in one.help.splitlines()[0]] == []
