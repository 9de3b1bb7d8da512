"""A person's look at one document: questions, answers that are written at once, and the way back.

A session knows nothing of screens: the panel of JupyterLab, the terminal and the tests drive the same one.
"""

import getpass
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ipstats import project
from ipstats.collect import entries
from ipstats.collect.answers import suited, typed
from ipstats.collect.corrections import apply, beside, sidecar
from ipstats.collect.entries import Decision
from ipstats.collect.questions import (
    AUDIT,
    UNREAD,
    UNTITLED,
    QuestionGroup,
    audit,
    groups,
    likeness,
    single,
    unread_of,
)
from ipstats.collect.read import read
from ipstats.collect.sources import SUFFIX, documents, read_source
from ipstats.errors import CorrectionError, DocumentError, ParameterError
from ipstats.model.nearest import did_you_mean
from ipstats.model.observations import DOUBTFUL, SURE
from ipstats.reading.document import Document
from ipstats.store import load

AUDIT_EVERY = 20
ACTS = {"confirm": "确认", "override": "更正", "drop": "删去", "add": "补入"}
REASONS = {
    "confirm": "与原文核对无误", "choose": "原文另有所指，选定另一读法",
    "type": "与原文核对后改正", "drop": "不是统计数字",
}  # fmt: skip


class Past(NamedTuple):
    """What is needed to undo one answer."""

    written: tuple[tuple[Path, str], ...]
    table: pd.DataFrame
    groups: tuple[QuestionGroup, ...]
    at: int
    said: str


class Alike(NamedTuple):
    """Rows of another document of the project that are in the same doubt for the same reasons."""

    session: "Session"
    ids: tuple[str, ...]

    @property
    def rows(self) -> list[dict]:
        return self.session.rows_of(self)

    @property
    def name(self) -> str:
        return self.session.document.title or self.session.document.source_id


@dataclass
class Session:
    """The questions of one document; each answer is written beside it before the next question is shown.

    `out` are rows of the current group that were left out of the next answer; `elsewhere` are rows of other documents
    that it was widened to. Nothing but corrections files is written, and every answer can be undone.
    """

    document: Document
    file: Path
    by: str
    table: pd.DataFrame
    groups: tuple[QuestionGroup, ...]
    at: int = 0
    out: frozenset[str] = frozenset()
    elsewhere: tuple[Alike, ...] = ()
    past: tuple[Past, ...] = ()

    # ------------------------------------------------------------ what is asked
    @property
    def current(self) -> QuestionGroup | None:
        """The question in hand; none when all are answered."""
        return self.groups[self.at] if self.at < len(self.groups) else None

    @property
    def rows(self) -> list[dict]:
        """The rows of the question in hand, as read."""
        return self.rows_of(self.current) if self.current else []

    @property
    def ids(self) -> tuple[str, ...]:
        """The rows of the question in hand by their ids, those of other documents last."""
        own = self.current.ids if self.current else ()
        return (*own, *(one for alike in self.elsewhere for one in alike.ids))

    def rows_of(self, group: "QuestionGroup | Alike") -> list[dict]:
        known = self.table.set_index("obs_id", drop=False)
        return known.loc[list(group.ids)].to_dict("records")

    def left(self, kind: str = DOUBTFUL) -> int:
        """Rows (or numbers) of a kind that were not looked at."""
        return sum(len(one) for one in self.groups if one.kind == kind)

    # ------------------------------------------------------------ answers
    def accept(self) -> str:
        """The rows are as they were read; numbers not read are no figures."""
        return self._answer(self._decision(1))

    def choose(self, number: int) -> str:
        """The reading of that number (from 1) is right; the first is the row as read."""
        return self._answer(self._decision(number))

    def drop(self) -> str:
        """These numbers are no figures."""
        return self._answer(self._decision(0))

    def _decision(self, number: int) -> Decision:
        """What a numbered answer says: 1 as read, others another reading, 0 that there is no figure."""
        group = self.current
        unread = bool(group and group.kind == UNREAD)
        offered = group.readings if group else ()
        if number == 0 or (number == 1 and unread):
            return Decision("confirm" if unread else "drop", REASONS["drop"], self.by, _today(), {})
        if number == 1:
            return Decision("confirm", REASONS["confirm"], self.by, _today(), {})
        if number > len(offered):
            raise ParameterError(f"there is no reading {number}; 1 to {len(offered)} are offered")
        chosen = offered[number - 1]
        return Decision(
            "override", f"{REASONS['choose']}：{chosen.zh}", self.by, _today(), chosen.set, ends=chosen.ends
        )

    def offered(self) -> dict[int, dict[str, str]]:
        """What each numbered answer to the question in hand would write, by row: text of the corrections file.

        An answer that cannot be (the row would be none) is left out.
        """
        group = self.current
        made: dict = {}
        if group is None:
            return made
        for number in range(len(group.readings) + 1 if group.ids else 1):
            with suppress(CorrectionError):
                decision = self._decision(number)
                ((_, some),) = self._made(group, decision)
                if decision.set:
                    entries.tried(some, self.table, self.document.text)
                ids = group.ids or [str(one.start) for one in group.unread]
                made[number] = {key: entries.as_yaml([one]) for key, one in zip(ids, some, strict=True)}
        return made

    def type(self, said: str, reason: str = "") -> str:
        """What a person typed: a value of an attribute in doubt, or `area=苏州市 period=2023` (地区=, 时间= too)."""
        values = typed(said, self.current.slots if self.current else (), self.document.published)
        action = "add" if self.current and self.current.kind == UNREAD else "override"
        mixed = len({pd.isna(row["period_start"]) for row in self.rows if row["obs_id"] not in self.out}) > 1
        ends = mixed and UNTITLED in self.current.doubts if self.current else False
        return self._answer(Decision(action, reason or REASONS["type"], self.by, _today(), values, ends=ends))

    def _answer(self, decision: Decision) -> str:
        """Try, write, and go on to the next question; what was said, in one line."""
        group = self.current
        if group is None:
            raise ParameterError("nothing is left to look at")
        decision = replace(decision, audit=group.kind == AUDIT)
        asked = group if group.kind == UNREAD else group.only(set(group.ids) - self.out)
        made = self._made(asked, decision)
        if not any(some for _, some in made):
            raise ParameterError("no row of the group is ticked")
        tables = [entries.tried(some, of.table, of.document.text, of.file.name) for of, some in made]
        written = entries.append_all([(of.file, some) for of, some in made if some])
        told = "，".join(f"{name}={value}" for name, value in decision.set.items() if value != "")
        rows = sum(len(some) for _, some in made)
        said = f"{ACTS[decision.action]} {rows} 条 ({decision.action} × {rows}): {told or decision.reason}"
        self.past = (*self.past, Past(written, self.table, self.groups, self.at, said))
        self.table, self.groups = tables[0], self._without(group, asked)
        self._turn(min(self.at, max(len(self.groups) - 1, 0)))
        self._audit()
        return said

    def _turn(self, at: int) -> None:
        """Go to a question, with all of its rows and none of another document."""
        self.at, self.out, self.elsewhere = at, frozenset(), ()

    def _made(self, asked: QuestionGroup, decision: Decision) -> list[tuple["Session", list[dict]]]:
        """The entries that an answer writes, by the document that they are of: this one first."""
        if asked.kind == UNREAD:
            return [(self, self._numbers(asked, decision))]
        rows = [(self, row) for row in self.rows_of(asked)] + self._beyond(decision)
        sets = suited(decision.set, [row for _, row in rows], decision.ends)
        made = [
            (of, of.entry(row, replace(decision, set=one), len(rows)))
            for (of, row), one in zip(rows, sets, strict=True)
        ]
        documents = [self, *(one.session for one in self.elsewhere)]
        return [(of, [one for own, one in made if own is of]) for of in documents]

    def _beyond(self, decision: Decision) -> list[tuple["Session", dict]]:
        """The rows of other documents that an answer is widened to."""
        first = self.rows[0]
        return [
            (one.session, row)
            for one in self.elsewhere
            for row in one.rows
            if row["obs_id"] not in self.out and _applies(decision.set, row, first)
        ]

    def entry(self, row: dict, decision: Decision, rows: int) -> dict:
        """What an answer about `rows` rows writes of one of them."""
        return entries.entry(row, self.table, self.document.text, decision, rows)

    def _numbers(self, group: QuestionGroup, decision: Decision) -> list[dict]:
        text = self.document.text
        if decision.action == "confirm":
            return [entries.nothing(one.start, one.end, text, decision, len(group)) for one in group.unread]
        if len(group) > 1:
            raise ParameterError("a figure is added for one number; split the group first, with the key s")
        one = group.unread[0]
        return [entries.nothing(one.start, one.end, text, replace(decision, set={"printed": one.text} | decision.set))]

    def _without(self, group: QuestionGroup, asked: QuestionGroup) -> tuple[QuestionGroup, ...]:
        """The questions left: those rows of the group that were left out stay one."""
        left = group.only(set(group.ids) - set(asked.ids))
        rest = single(left, self.table, self.document) if len(left.ids) == 1 else (left,) if left.ids else ()
        return (*self.groups[: self.at], *rest, *self.groups[self.at + 1 :])

    def _audit(self) -> None:
        """Every 20th question of a folder is about a sure row."""
        number = round(entries.decisions(self.file.parent)) + 1
        drawn = audit(self.table, number, self.document) if number % AUDIT_EVERY == 0 and self.groups else None
        if drawn:
            self.groups = (*self.groups[: self.at], drawn, *self.groups[self.at :])

    # ------------------------------------------------------------ moving about
    def undo(self) -> str:
        """Take the last answer back, out of the file too."""
        if not self.past:
            raise ParameterError("no answer of this session is left to undo")
        *before, last = self.past
        entries.take_out(last.written)
        self.table, self.groups, self.past = last.table, last.groups, tuple(before)
        self._turn(last.at)
        return f"已撤销 undone: {last.said}"

    def move(self, step: int) -> None:
        """To another group, from the last on to the first."""
        self._turn((self.at + step) % len(self.groups) if self.groups else 0)

    def later(self) -> None:
        """The question in hand comes last."""
        if group := self.current:
            self.groups = (*self.groups[: self.at], *self.groups[self.at + 1 :], group)
            self._turn(self.at)

    def split(self) -> None:
        """Each row of the group becomes a question of its own."""
        if group := self.current:
            parts = single(group, self.table, self.document)
            self.groups = (*self.groups[: self.at], *parts, *self.groups[self.at + 1 :])
            self._turn(self.at)

    def widen(self) -> int:
        """The group takes in the rows of the project's other documents that are in the same doubt for the same reasons;
        how many rows it has then."""
        self.elsewhere = self._alike() if self.current and self.current.ids and self.current.kind != AUDIT else ()
        return len(self.ids)

    def _alike(self) -> tuple[Alike, ...]:
        """Rows of other documents with the doubts and evidence of the question in hand; the built table says where."""
        mine = {likeness(row) for row in self.rows}
        built = load()
        wanted = built[(built["trust"] != SURE) & (built["source_id"] != self.document.source_id)].to_dict("records")
        named = {row["source_id"] for row in wanted if likeness(row) in mine}
        found = []
        for path in documents(project.raw()):
            if path.stem in named:
                other = open_session(path, by=self.by)
                rows = [row for group in other.groups for row in other.rows_of(group)]
                found.append(Alike(other, tuple(row["obs_id"] for row in rows if likeness(row) in mine)))
        return tuple(one for one in found if one.ids)

    def tick(self, obs_id: str) -> None:
        """Leave a row of the group out of the next answer, or take it in again."""
        self.out = self.out ^ {obs_id}

    def find(self, words: str) -> bool:
        """Go to the next group that holds the words in a name, a place or a doubt; whether there is one."""
        order = [*range(self.at + 1, len(self.groups)), *range(self.at + 1)]
        for at in order:
            if self.groups and words in self._said(self.groups[at]):
                self._turn(at)
                return True
        return False

    def _said(self, group: QuestionGroup) -> str:
        rows = [" ".join((row["label"], row["ref_area_name"], row["comment_obs"])) for row in self.rows_of(group)]
        return " ".join([*rows, *(one.text for one in group.unread), *group.doubts])


def _applies(values: dict, row: dict, first: dict) -> bool:
    """Whether values set in a row hold of a row of another document, too: it was read alike in what is set."""
    own = {"period": "time_period", "area": "ref_area", "indicator": "label", "indicator_name": "label"}
    return all(row.get(own.get(name, name)) == first.get(own.get(name, name)) for name in values)


def _today() -> str:
    return date.today().isoformat()


def open_session(
    source: str | Path, *, by: str = "", area: str = "", published: str = "", year: int | None = None,
) -> Session:  # fmt: skip
    """A session on a document: a path, or the id of a source of the project.

    Raises `DocumentError` when it is neither, and `CorrectionError` when its corrections no longer fit.
    """
    path = located(source)
    given: dict = {"area": area or None, "published": published or None, "year": year}
    if path.with_name(path.name + SUFFIX).is_file():
        known = read_source(path)
        if known.table:
            raise DocumentError(f"{path}: a mapped table, whose rows are sure; nothing to look at")
        told = {"area": known.area or None, "published": known.published, "year": known.year}
        given = (
            told | {name: value for name, value in given.items() if value} | {"source": known.id, "title": known.title}
        )
    document = read(path, corrections=[], **given)
    decided = beside(path)
    table = apply(document.table, decided, document.text)
    asked = groups(document, table, unread_of(document, decided))
    return Session(document, sidecar(path), by or _user(), table, asked)


def _user() -> str:
    """The name of the user who runs this, or a question mark where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def located(source: str | Path) -> Path:
    """The file of a path or of a source's id."""
    path = Path(source)
    if path.is_file():
        return path
    known = {one.stem: one for one in documents(project.raw())}
    if str(source) in known:
        return known[str(source)]
    raise DocumentError(f"{source}: no file and no source of the project{did_you_mean(str(source), known)}")
