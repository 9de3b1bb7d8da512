"""What a notebook may be told: the parameters of its one cell tagged `parameters`, and values held against them.

Standard library alone, so that a run that has nothing to do starts nothing.
"""

import ast
import datetime
import io
import json
import re
import tokenize
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ipstats.errors import ParameterError

LANGUAGES = ("zh", "en")
FIRST_YEAR = 1985
"""The Patent Law of the People's Republic of China took effect on 1985-04-01: no figure of this field is older."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, the type its annotation gives (or its default has), its default, its help."""

    name: str
    type: str
    default: object
    help: str


def read_notebook(path) -> dict:
    """A notebook as its JSON; `ParameterError` when the file is none."""
    path = Path(path)
    try:
        notebook = json.loads(path.read_bytes())
        notebook["cells"]
    except OSError as error:
        raise ParameterError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise ParameterError(f"{path}: not a notebook (expected JSON with `cells`)") from None
    return notebook


def parameters(notebook: dict, name: str) -> dict[str, Parameter]:
    """The parameters of a notebook by name, in the order of its cell; none when no cell is tagged `parameters`.

    Every assignment of a literal at the top of the cell is a parameter; its comment on the last line is its help.
    `ParameterError` when the cell cannot be parsed or a default is no literal.
    """
    cells = [c for c in notebook["cells"] if "parameters" in c.get("metadata", {}).get("tags", [])]
    if not cells:
        return {}
    source = cells[0]["source"]
    source = source if isinstance(source, str) else "".join(source)
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise ParameterError(f"{name}: parameters cell, line {error.lineno}: not valid Python") from None
    comments = _comments(source)
    found = {}
    for statement in body:
        target, annotation, value = _assignment(statement)
        if target and value:
            default = _literal(value, f"{name}: parameter {target}")
            help_text = comments.get(statement.end_lineno or 0, "")
            found[target] = Parameter(target, annotation or type(default).__name__, default, help_text)
    return found


def _assignment(statement: ast.stmt) -> tuple[str, str, ast.expr | None]:
    """Name, annotation as written without quotes, and value of an assignment; an empty name for anything else."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=target), annotation=kind, value=value) if value is not None:
            return target, ast.unparse(kind).strip("'\""), value
        case ast.Assign(targets=[ast.Name(id=target)], value=value):
            return target, "", value
    return "", "", None


def _literal(value: ast.expr, where: str):
    try:
        return ast.literal_eval(value)
    except ValueError:
        raise ParameterError(f"{where}: its default `{ast.unparse(value)}` is no literal") from None


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT}


def validate(given: dict, known: dict[str, Parameter], name: str) -> dict:
    """Values for every parameter of notebook `name`: those given, as their types, and the defaults of the others.

    The values are plain JSON. Text is read as the type asks ("2023" for an `int`), numpy and `Decimal` numbers count as
    numbers, dates become ISO text; a number is never taken for text, because the area code 000000 would lose its
    meaning. `ParameterError` says notebook, parameter, what was expected and what is known.
    """
    if unknown := [key for key in given if key not in known]:
        listed = ", ".join(f"{p.name} ({p.type})" for p in known.values()) or "none"
        raise ParameterError(f"{name}: unknown parameter {unknown[0]}; it knows {listed}")
    values = {key: _plain(p.default) for key, p in known.items()}
    for key, value in given.items():
        values[key] = coerce(value, known[key], name)
    if "base_year" in values and values["base_year"] is None and type(values.get("year")) is int:
        values["base_year"] = values["year"] - 1
    _ranges(values, name)
    return values


def _ranges(values: dict, name: str) -> None:
    """Refuse years out of range, a base year that is not earlier, and languages that reports do not have."""
    latest = datetime.date.today().year + 1
    for key in ("year", "base_year"):
        year = values.get(key)
        if type(year) is int and not FIRST_YEAR <= year <= latest:
            raise ParameterError(f"{name}: {key} {year} is out of range; expected {FIRST_YEAR} to {latest}")
    year, base = values.get("year"), values.get("base_year")
    if type(year) is int and type(base) is int and base >= year:
        raise ParameterError(f"{name}: base_year {base} is not before year {year}; nothing can be compared")
    if values.get("language", LANGUAGES[0]) not in LANGUAGES:
        raise ParameterError(f"{name}: language {values['language']!r}; expected {' or '.join(LANGUAGES)}")


def coerce(value, parameter: Parameter, name: str):
    """`value` as plain JSON of the parameter's type, or `ParameterError`."""
    options = [kind.strip() for kind in parameter.type.split("|")]
    optional = "None" in options or parameter.default is None
    if optional and (value is None or (value == "None" and "str" not in options)):
        return None
    value = value.item() if hasattr(value, "item") and not isinstance(value, str) else value
    for kind in options:
        read, inner = _reader(kind, f"{name}: parameter {parameter.name}")
        with suppress(ValueError, TypeError, ArithmeticError, SyntaxError):
            return read(value, inner)
    hint = f'; write it as text, "{value}"' if "str" in options and type(value) in (int, float) else ""
    raise ParameterError(
        f"{name}: parameter {parameter.name} is {value!r} ({type(value).__name__}); expected {parameter.type}{hint}"
    )


def _reader(kind: str, where: str) -> tuple[Callable, str]:
    """What reads a value of a type as annotations name it, and the type of its items (`list[str]`)."""
    base, _, inner = kind.partition("[")
    inner = inner.rstrip("]")
    if base not in _READERS or (base in ("list", "tuple") and inner and inner not in _READERS):
        raise ParameterError(f"{where}: type {kind} is not known")
    return _READERS[base], inner


def _none(value, _inner):
    """The reader of the type None, which no value fits."""
    raise TypeError


def _str(value, _inner):
    if not isinstance(value, str):
        raise TypeError
    return str(value)


def _int(value, _inner):
    if isinstance(value, str):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or value != int(value):
        raise TypeError
    return int(value)


def _float(value, _inner):
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise TypeError
    number = float(value)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def _bool(value, _inner):
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if isinstance(value, str):
        if value.lower() not in words:
            raise ValueError
        return words[value.lower()]
    if not isinstance(value, bool):
        raise TypeError
    return value


def _date(value, _inner):
    if isinstance(value, datetime.datetime):
        value = value.date()
    return datetime.date.fromisoformat(value if isinstance(value, str) else value.isoformat()).isoformat()


def _list(value, inner):
    """A sequence, or text as a user types it: `["110000", "120000"]` or `110000,120000`."""
    if isinstance(value, str):
        value = ast.literal_eval(value) if value.lstrip()[:1] in ("[", "(") else re.split(r"\s*,\s*", value.strip())
        value = [part for part in value if part != ""]
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise TypeError
    items = sorted(value) if isinstance(value, (set, frozenset)) else value
    return [_READERS[inner](item, "") if inner else _plain(item) for item in items]


def _dict(value, _inner):
    value = ast.literal_eval(value) if isinstance(value, str) else value
    if not isinstance(value, dict):
        raise TypeError
    return {str(key): _plain(item) for key, item in value.items()}


_READERS = {
    "str": _str, "int": _int, "float": _float, "bool": _bool, "date": _date, "datetime.date": _date, "list": _list,
    "tuple": _list, "dict": _dict, "None": _none, "NoneType": _none,
}  # fmt: skip


def _plain(value):
    """A value as JSON knows it."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return _date(value, "")
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value.item() if hasattr(value, "item") else value
