"""A question of a review as it is shown: which figures, why they want a look, what they could be instead.

The session (`ipstats.collect.reviewing.Session`) is handed in; here it is only looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ipstats.model.doubts import doubt_words, words
from ipstats.model.evidence import parse_evidence
from ipstats.model.wording import STOPS, amount, reason, sentence_start, value_of

EXAMPLES = 3
SHOWN = {"indicator": None, "area": None, "period": None, "measure": "level", "comparison": "", "is_target": False}
"""Attributes in order, and the plain value that is not worth a word unless it is in doubt."""
KINDS = {
    "doubtful": ("待核", "wants a look"),
    "likely": ("较可信", "likely"),
    "unread": ("未读数字", "number not read"),
    "audit": ("核对", "a look"),
}

HINTS = {
    "t": (
        "2023年末、苏州市、专利授权量；或 地区=苏州市 时间=2023 名称=*高新技术企业（* 为原名称，几条的名称用 | 隔开）",
        "2023, 苏州市; or area=苏州市 period=2023 name=*企业 (* is the row's own name, | stands between names)",
    ),
    "/": ("要找的字", "words to look for"),
    "x": ("条号，如 2 4-6", "numbers of rows: 2 4-6"),
}
"""Key -> what is typed after it."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One figure of a question. `pieces` are its sentence in parts, each with its role: text, evidence, figure."""

    id: str
    ticked: bool
    pieces: tuple[tuple[str, str], ...]
    amount: str = ""
    said: tuple[tuple[str, str, str, bool], ...] = ()
    """Attribute, value, what decided it, whether it is in doubt."""
    document: str = ""
    """The document, where it is another one."""
    number: int = 0
    """Its place among the rows of the question; none where it is the only one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A group as a person is asked about it."""

    kind: str
    text: str
    doubts: tuple[str, ...]
    readings: tuple[str, ...]
    lines: tuple[ReviewLine, ...]
    rows: int


def question(session, language: str = "zh", unfolded: bool = False) -> Question | None:
    """The question in hand in words; none when all are answered."""
    group = session.current
    if group is None:
        return None
    slots, said = words("slots"), doubt_words()
    asked = " ".join(getattr(slots[slot], f"question_{language}") for slot in group.slots if slot in slots)
    why = group.signature if group.unread else tuple(getattr(said[one], language) for one in group.doubts)
    offered = tuple(getattr(one, language) for one in group.readings)
    kind = KINDS[group.kind][0 if language == "zh" else 1]
    lines = tuple(_lines(session, language, None if unfolded else EXAMPLES))
    return Question(kind, asked, why, offered, lines, len(session.ids) or len(group))


def _lines(session, language: str, most: int | None) -> Iterator[ReviewLine]:
    """The first rows of the question in hand by document, and the numbers of it that were not read."""
    group, text = session.current, session.document.text
    shown = [(text, "", session.rows), *((one.session.document.text, one.name, one.rows) for one in session.elsewhere)]
    first = 1
    for of, name, rows in shown:
        for number, row in enumerate(rows[:most], start=first):
            one = line(row, group.slots, of, row["obs_id"] not in session.out, language, name)
            yield replace(one, number=number) if len(session.ids) > 1 else one
        first += len(rows)
    for one in group.unread[:most]:
        yield ReviewLine("", True, _pieces(text, one.start, one.end, ()))


def line(
    row: dict, slots: tuple[str, ...], text: str, ticked: bool = True, language: str = "zh", document: str = ""
) -> ReviewLine:
    """One row: its sentence with the words that decided, and each attribute with its reason."""
    taken = parse_evidence(row["evidence"]).taken
    said = tuple(_said(row, slots, taken, text, language))
    spans = [taken[slot].span for slot in slots if slot in taken and taken[slot].span]
    first, last = (row["char_start"], row["char_end"]) if row["char_start"] == row["char_start"] else (0, 0)
    pieces = _pieces(text, int(first), int(last), spans) if last else (("figure", row["obs_text"] or row["cell"]),)
    return ReviewLine(row["obs_id"], ticked, pieces, amount(row, language), said, document)


def _said(row: dict, slots: tuple[str, ...], taken: dict, text: str, language: str):
    """The attributes worth a word: name, value, what decided it, whether it is in doubt."""
    for column, plain_value in SHOWN.items():
        slot = column.removeprefix("is_")
        if plain_value is not None and slot not in slots and row[column] == plain_value:
            continue
        if value := value_of(row, slot, language):
            why = reason(taken[slot], text, language) if slot in taken else ""
            yield getattr(words("slots")[slot], language), value, why, slot in slots


def _pieces(text: str, start: int, end: int, spans) -> tuple[tuple[str, str], ...]:
    """The sentence of a figure, cut where the figure and the deciding words begin and end."""
    first = sentence_start(text, start)
    last = min((at for sign in STOPS if (at := text.find(sign, end)) >= 0), default=len(text))
    inside = [(max(a, first), min(b, last)) for a, b in spans if a < last and b > first]
    edges = sorted({first, last, start, end, *(edge for span in inside for edge in span)})
    made = []
    for a, b in pairwise(edges):
        role = "figure" if start <= a < end else "evidence" if any(s <= a < e for s, e in inside) else "text"
        made.append((role, text[a:b]))
    return tuple(made)


def progress(session, language: str = "zh") -> str:
    """How far the review is: questions and rows left, answers given."""
    questions = sum(one.kind == "doubtful" for one in session.groups)
    rows, unread, answers = session.left(), session.left("unread"), len(session.past)
    if session.groups and not rows + unread:
        likely = session.left("likely")
        done = (
            "待核的已答完，其余 {} 条较可信，可到此为止；已答 {} 次",
            "none is doubtful; {} likely rows may be left; {} answers",
        )
        return done[language != "zh"].format(likely, answers)
    if language == "zh":
        return f"待核 {rows} 条（{questions} 组），未读数字 {unread} 个，已答 {answers} 次"
    return f"{rows} rows in {questions} groups want a look, {unread} numbers not read; {answers} answers"


def plain(session, language: str = "zh", unfolded: bool = False) -> str:
    """The question in hand as lines of a terminal."""
    asked = question(session, language, unfolded)
    if asked is None:
        return progress(session, language)
    lines = [progress(session, language), f"[{asked.kind}] {asked.text}  × {asked.rows}"]
    lines += [f"  ! {one}" for one in asked.doubts]
    for one in asked.lines:
        said = "".join(f"【{part}】" if role == "figure" else part for role, part in one.pieces)
        named = f"《{one.document}》" if one.document else ""
        mark = f"{' ' if one.ticked else 'x'}{one.number or ''}"
        lines += [f"{mark} {named}{' '.join(said.split())}", f"    {one.amount}"]
        lines += [f"    {'*' if doubted else ' '} {name}: {value}  ← {why}" for name, value, why, doubted in one.said]
    if asked.rows > len(asked.lines):
        lines.append(f"  … {asked.rows - len(asked.lines)} 条未展开 more (e)")
    lines += [f"  {number} {said}" for number, said in enumerate(asked.readings, start=1)]
    return "\n".join(lines)


def environment():
    """The templates of this folder; everything of a document is escaped in them."""
    from jinja2 import Environment, FileSystemLoader

    folder = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def markup(session, language: str, message: str, unfolded: bool, typing: str) -> str:
    """The panel's HTML: everything of the document is escaped; a button has its key as `data-key`."""
    asked = question(session, language, unfolded)
    return environment().get_template("review.html").render(
        asked=asked, progress=progress(session, language), message=message, unfolded=unfolded,
        typing=HINTS.get(typing, ("", ""))[language != "zh"],
        keys={key: getattr(said, language) for key, said in words("keys").items()}, file=session.file.name,
        language=language, last=[one.said for one in session.past[-10:]][::-1],
    )  # fmt: skip
