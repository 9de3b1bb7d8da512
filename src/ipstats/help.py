"""The help of the command line in the user's language: Chinese, English, or, where the locale says neither, both."""

from functools import partial

import typer

from ipstats.messages import said
from ipstats.model.definitions import FOLDER, read_yaml

GAP = "  "
"""Between the English and the Chinese of a command's first line."""


def translate(command, spoken: str) -> None:
    """Put the help of a command, of its options and of the commands below it into a language ("" for both)."""
    words = read_yaml(FOLDER / "help.yaml")
    typer.core._ = lambda message: said(message, spoken)  # else gettext's, with a compiled catalogue
    _translate(command, spoken, words)


def _translate(command, spoken: str, words: dict[str, str]) -> None:
    first, *rest = (command.help or "").split("\n\n")
    command.help = "\n\n".join([_first(first, spoken), *(_in(spoken, text, words) or "" for text in rest)])
    for parameter in [*command.params, command.get_help_option(typer.Context(command))]:
        parameter.help = _in(spoken, getattr(parameter, "help", None), words)
    pieces = spoken or "en"
    command.options_metavar = _in(pieces, command.options_metavar, words)
    command.format_usage = partial(_usage, command, f"{_in(spoken, 'Usage:', words)} ")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = _in(pieces, command.subcommand_metavar, words)
    for below in getattr(command, "commands", {}).values():
        _translate(below, spoken, words)


def _usage(command, prefix: str, context, formatter) -> None:
    formatter.write_usage(context.command_path, " ".join(command.collect_usage_pieces(context)), prefix)


def _in(spoken: str, english: str | None, words: dict[str, str]) -> str | None:
    chinese = words.get(english or "")
    return {"zh": chinese, "en": english}.get(spoken, f"{chinese} {english}") if chinese else english


def _first(text: str, spoken: str) -> str:
    """`Run notebooks into reports  生成报告` in one language or, Chinese first, in both."""
    english, gap, chinese = text.partition(GAP)
    return {"zh": chinese, "en": english}.get(spoken, f"{chinese} {english}") if gap else text
