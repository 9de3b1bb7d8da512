"""The help of the command line in the user's language: Chinese, English, or, where the locale says neither, both."""

from functools import partial

import typer

from ipstats.messages import said
from ipstats.model.definitions import FOLDER, read_yaml

GAP = "  "
"""Between the English and the Chinese of a command's first line."""


def translate(command, spoken: str) -> None:
    """Put the help of a command, of its options and of the commands below it into a language ("" for both)."""
    typer.core._ = lambda message: said(message, spoken)  # else gettext's, with a compiled catalogue
    _translate(command, spoken, read_yaml(FOLDER / "help.yaml"))


def _translate(command, spoken: str, table: dict[str, dict]) -> None:
    words = table["words"]
    first, *rest = (command.help or "").split("\n\n")
    command.help = "\n\n".join([_first(first, spoken), *(_in(spoken, text, words.get(text)) for text in rest)])
    for parameter in command.params:
        meant = described(table, command.name, parameter.name)
        parameter.help = _in(spoken, meant["en"], meant["zh"])
    own = command.get_help_option(typer.Context(command))
    own.help = _in(spoken, own.help, words.get(own.help))
    pieces = spoken or "en"
    command.options_metavar = _in(pieces, command.options_metavar, words.get(command.options_metavar))
    command.format_usage = partial(_usage, command, f"{_in(spoken, 'Usage:', words['Usage:'])} ")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = _in(pieces, command.subcommand_metavar, words.get(command.subcommand_metavar))
    for below in getattr(command, "commands", {}).values():
        _translate(below, spoken, table)


def described(table: dict[str, dict], command: str, parameter: str) -> dict[str, str]:
    """What a parameter of a command means, in both languages."""
    return (table["every"] | table.get(command, {}))[parameter]


def _usage(command, prefix: str, context, formatter) -> None:
    formatter.write_usage(context.command_path, " ".join(command.collect_usage_pieces(context)), prefix)


def _in(spoken: str, english: str, chinese: str | None) -> str:
    """A text in one language or, Chinese first, in both; English alone where it has no Chinese."""
    return {"zh": chinese, "en": english}.get(spoken, f"{chinese} {english}") if chinese else english


def _first(text: str, spoken: str) -> str:
    """`Run notebooks into reports  生成报告` in one language or, Chinese first, in both."""
    english, gap, chinese = text.partition(GAP)
    return _in(spoken, english, chinese) if gap else text
