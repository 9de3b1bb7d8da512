"""Every message that ipstats writes has its Chinese: in its own text, or in the catalogue."""

import ast
import re

import pytest

from ipstats import messages
from ipstats.errors import DocumentError, IpstatsError
from ipstats.model.yaml_files import load_yaml

CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile("[a-z]{2,} [a-z]{2,}")
"""Two words in a row are something that somebody has to read, unless they are a command."""
COMMAND = re.compile("`[^`]*`")
PARTS = {"src/nbappendix", "src/ipstats"}
SEEN = "'x'"


def errors(tree: ast.AST) -> set[str]:
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name.endswith("Error")}


def name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def written(node: ast.AST) -> str:
    """A message as it is written, with a value wherever one is put in; nothing for what is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(written(part) if isinstance(part, ast.Constant) else _value(part.value) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return written(left) + written(right)
        case ast.IfExp(body=body, orelse=orelse):
            return "\n".join([written(body), written(orelse)])
    return ""


def _value(node: ast.AST) -> str:
    """What is put into a message; a hint at the nearest names is a clause of its own."""
    return "" if isinstance(node, ast.Call) and name(node.func) == "did_you_mean" else SEEN


def told(repo) -> list[tuple[str, str, bool]]:
    """Where, and as what, an error is made or a line said anywhere in the packages; whether it is printed as it is."""
    found = []
    names = {one.__name__ for one in IpstatsError.__subclasses__()} | {"IpstatsError", "ValueError", "Malformed"}
    for path in sorted(path for part in PARTS for path in (repo / part).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        sayers = names | errors(tree) | {"say", "print"}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and name(node.func) in sayers:
                plain = name(node.func) == "print"
                found += [(f"{path.name}:{node.lineno}", written(one), plain) for one in node.args]
    return found


def test_every_message_has_its_chinese(repo):
    lost = [
        f"{place} {text}"
        for place, text, plain in told(repo)
        if not CHINESE.search(text) and ENGLISH.search(COMMAND.sub("", text if plain else messages.said(text, "zh")))
    ]
    assert lost == [], "write its Chinese into definitions/messages.yaml"


def test_every_entry_can_be_said():
    for english, chinese in load_yaml(messages.CATALOGUE).items():
        values = [f"<{number}>" for number in range(english.count("{}"))]
        text = english
        for value in values:
            text = text.replace("{}", value, 1)
        assert all(value in messages.said(text, "zh") for value in values), english
        assert CHINESE.search(chinese) or not ENGLISH.search(english), english


@pytest.mark.parametrize(
    "locale, there, absent",
    [({"LANG": "zh_CN.UTF-8"}, "没有列", "no column"), ({"LANG": "en_GB.UTF-8"}, "no column", "没有列"),
     ({"LANG": "C.UTF-8"}, "no column 'area' (没有列 'area')", "\n"),
     ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh"}, "没有列", "no column")],
)  # fmt: skip
def test_an_error_speaks_the_users_language(monkeypatch, locale, there, absent):
    for variable in messages.VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in locale.items():
        monkeypatch.setenv(variable, value)
    said = str(DocumentError("a.csv: no column 'area'"))
    assert said.startswith("a.csv: ") and there in said and absent not in said


def test_a_message_inside_another_is_translated_once(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "C")
    inner = DocumentError("no area '苏洲市' in areas.csv; did you mean 苏州市?")
    assert str(DocumentError(f"a.yaml: {inner}")).count("没有地区") == 1


@pytest.mark.parametrize("spoken", ["zh", "en", ""])
@pytest.mark.parametrize("begins", ["", "TableError: "])
def test_what_was_said_is_not_said_again(spoken, begins):
    text = "a (b).csv: no such file; give a CSV or Parquet table, or run `ipstats build`"
    said = begins + messages.said(text, spoken)
    assert messages.said(said, spoken) == said


def test_a_note_in_both_languages_stays_as_it_is():
    note = "a: Sheet 1: 是登记表，未读 (is a register, not a table of figures; its numbers are not read)"
    assert messages.said(note, "") == messages.said(note, "zh") == note


def test_what_nobody_has_translated_stays():
    assert messages.said("Wrong type: 3 of foo", "zh") == "Wrong type: 3 of foo"


LEFT = re.compile(r"[a-z]{3,} [a-z]{2,}")


@pytest.mark.parametrize(
    "told",
    [
        "坏.docx: is cut short or damaged (File is not a zip file); fetch it again, or save it as .docx again",
        "fuhe.html: 22 questions; choose, download, lay the file beside the document",
        "a.corrections.yaml: entry 1: action 'overide' is none of override, drop, add, confirm",
        "a.corrections.yaml: set: '去年' is no time period; expected one with its year: 2022, 2022-Q1, 2023年末",
        "01_growth: unknown parameter totl; it knows area (str), year (int)",
        "areas.csv: is no text in UTF-8 or GB 18030; save it as CSV UTF-8",
        "letters stand in numbers, which are not read (O for 0, l for 1 by recognition): “增长4O%”",
    ],
)
def test_what_a_person_is_told_in_chinese_has_no_english_left(told):
    chinese = messages.said(told, "zh")
    assert CHINESE.search(chinese) and not LEFT.search(chinese), chinese
    assert "地区" not in chinese, "a parameter keeps its name"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\n\tb: 2", "第 2 行"), ("a: b: c", "第 1 行"), ("a:\n  - 1\n b: 2", "第 3 行"), ("a: [1", "第"),
        ('a: "x', "第"),
        ("a: {b: 1", "第"), ("a\nb: 1", "第"), ("a: @x", "第 1 行"), ("- 1\nb: 2", "第 2 行"),
    ],
)  # fmt: skip
def test_why_a_text_is_no_yaml_is_told_in_chinese_with_its_place(text, place, tmp_path):
    path = tmp_path / "indicators.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(IpstatsError) as caught:
        load_yaml(path)
    chinese = messages.said(caught.value.args[0], "zh")
    assert place in chinese and "YAML 格式有误" in chinese and not LEFT.search(chinese), chinese
