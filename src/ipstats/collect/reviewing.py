"""A person's look at one document: questions, answers that are written at once, and the way back.

A session knows nothing of screens: the panel of JupyterLab, the terminal and the tests drive the same one.
"""

import getpass
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ipstats import project
from ipstats.collect import entries
from ipstats.collect.corrections import apply, beside, sidecar
from ipstats.collect.entries import Decision
from ipstats.collect.questions import AUDIT, UNREAD, Group, audit, groups, single, unread_of, widened
from ipstats.collect.read import read
from ipstats.collect.sources import SUFFIX, documents, read_source
from ipstats.errors import DocumentError, ParameterError
from ipstats.model.nearest import did_you_mean
from ipstats.model.observations import DOUBTFUL

AUDIT_EVERY = 20
REASONS = {
    "confirm": "与原文核对无误", "choose": "原文另有所指，选定另一读法",
    "type": "与原文核对后改正", "drop": "不是统计数字",
}  # fmt: skip
SHORT = {
    "指标": "indicator", "地区": "area", "时间": "period", "数值": "printed", "单位": "unit_measure", "类型": "measure",
    "口径": "scope", "目标": "is_target", "unit": "unit_measure", "name": "label", "名称": "label",
}  # fmt: skip
"""Words of a typed answer that stand for columns."""


class Past(NamedTuple):
    """What is needed to undo one answer."""

    written: str
    table: pd.DataFrame
    groups: tuple[Group, ...]
    at: int
    said: str


@dataclass
class Session:
    """The questions of one document; each answer is written beside it before the next question is shown.

    `out` are rows of the current group that were left out of the next answer. Nothing but the corrections file is
    written, and every answer can be undone.
    """

    document: object
    file: Path
    by: str
    table: pd.DataFrame
    groups: tuple[Group, ...]
    at: int = 0
    out: frozenset[str] = frozenset()
    past: tuple[Past, ...] = ()

    # ------------------------------------------------------------ what is asked
    @property
    def current(self) -> Group | None:
        """The question in hand; none when all are answered."""
        return self.groups[self.at] if self.at < len(self.groups) else None

    @property
    def rows(self) -> list[dict]:
        """The rows of the question in hand, as read."""
        return self.rows_of(self.current) if self.current else []

    def rows_of(self, group: Group) -> list[dict]:
        known = self.table.set_index("obs_id", drop=False)
        return known.loc[list(group.ids)].to_dict("records")

    def left(self, kind: str = DOUBTFUL) -> int:
        """Rows (or numbers) of a kind that were not looked at."""
        return sum(len(one) for one in self.groups if one.kind == kind)

    # ------------------------------------------------------------ answers
    def accept(self) -> str:
        """The rows are as they were read; numbers not read are no figures."""
        if self.current and self.current.kind == UNREAD:
            return self.drop()
        return self._answer(Decision("confirm", REASONS["confirm"], self.by, _today(), {}))

    def choose(self, number: int) -> str:
        """The reading of that number (from 1) is right; the first is the row as read."""
        offered = self.current.readings if self.current else ()
        if not 1 <= number <= len(offered):
            raise ParameterError(
                f"there is no reading {number}; 1 to {len(offered)} are offered (没有第 {number} 种读法)"
            )
        chosen = offered[number - 1]
        if not chosen.set:
            return self.accept()
        return self._answer(Decision("override", f"{REASONS['choose']}：{chosen.zh}", self.by, _today(), chosen.set))

    def type(self, said: str, reason: str = "") -> str:
        """What a person typed: a value of the attribute in doubt, or `area=苏州市 period=2023` (地区=, 时间= too)."""
        slot = self.current.slots[0] if self.current else "indicator"
        values = typed(said, slot)
        action = "add" if self.current and self.current.kind == UNREAD else "override"
        return self._answer(Decision(action, reason or REASONS["type"], self.by, _today(), values))

    def drop(self) -> str:
        """These numbers are no figures."""
        action = "confirm" if self.current and self.current.kind == UNREAD else "drop"
        return self._answer(Decision(action, REASONS["drop"], self.by, _today(), {}))

    def _answer(self, decision: Decision) -> str:
        """Try, write, and go on to the next question; what was said, in one line."""
        group = self.current
        if group is None:
            raise ParameterError("nothing is left to look at (没有待核的数字了)")
        decision = replace(decision, audit=group.kind == AUDIT)
        if group.kind == UNREAD:
            made, asked = self._numbers(group, decision), group
        else:
            asked = group.only(set(group.ids) - self.out)
            made = self._entries(asked, decision)
        if not made:
            raise ParameterError("no row of the group is ticked (本组没有勾选任何一条)")
        table = entries.tried(made, self.table, self.document.text, self.file.name)
        written = entries.append(self.file, made)
        said = f"{len(made)} × {decision.action}: {decision.reason}"
        self.past = (*self.past, Past(written, self.table, self.groups, self.at, said))
        self.table, self.groups = table, self._without(group, asked)
        self.at, self.out = min(self.at, max(len(self.groups) - 1, 0)), frozenset()
        self._audit()
        return said

    def _entries(self, asked: Group, decision: Decision) -> list[dict]:
        rows = self.rows_of(asked)
        return [entries.entry(row, self.table, self.document.text, decision, len(rows)) for row in rows]

    def _numbers(self, group: Group, decision: Decision) -> list[dict]:
        text = self.document.text
        if decision.action == "confirm":
            return [entries.nothing(one.start, one.end, text, decision, len(group)) for one in group.unread]
        if len(group) > 1:
            raise ParameterError("a figure is added for one number; split the group first (先按 s 拆开)")
        one = group.unread[0]
        return [entries.nothing(one.start, one.end, text, replace(decision, set={"printed": one.text} | decision.set))]

    def _without(self, group: Group, asked: Group) -> tuple[Group, ...]:
        """The questions left: those rows of the group that were left out stay one."""
        left = group.only(set(group.ids) - set(asked.ids)) if group.ids else None
        rest = (
            single(left, self.table, self.document)
            if left and len(left) == 1
            else (left,)
            if left and len(left)
            else ()
        )
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
            raise ParameterError("no answer of this session is left to undo (没有可撤销的回答)")
        *before, last = self.past
        entries.take_out(self.file, last.written)
        self.table, self.groups, self.at, self.past, self.out = (
            last.table,
            last.groups,
            last.at,
            tuple(before),
            frozenset(),
        )
        return f"undone: {last.said} (已撤销)"

    def move(self, step: int) -> None:
        """To another group, from the last on to the first."""
        self.at = (self.at + step) % len(self.groups) if self.groups else 0
        self.out = frozenset()

    def later(self) -> None:
        """The question in hand comes last."""
        if group := self.current:
            self.groups = (*self.groups[: self.at], *self.groups[self.at + 1 :], group)
            self.out = frozenset()

    def split(self) -> None:
        """Each row of the group becomes a question of its own."""
        if group := self.current:
            parts = single(group, self.table, self.document)
            self.groups, self.out = (*self.groups[: self.at], *parts, *self.groups[self.at + 1 :]), frozenset()

    def widen(self) -> int:
        """The group takes in every row of the document in the same doubt; how many rows it has then."""
        group = self.current
        if group is None or not group.ids:
            return 0
        wide = widened(group, self.table)
        gone = set(wide.ids)
        others = [one.only(set(one.ids) - gone) if one.ids else one for one in self.groups if one is not group]
        kept = [one for one in others if len(one)]
        self.at = min(self.at, len(kept))
        self.groups = (*kept[: self.at], wide, *kept[self.at :])
        return len(wide)

    def tick(self, obs_id: str) -> None:
        """Leave a row of the group out of the next answer, or take it in again."""
        self.out = self.out ^ {obs_id}

    def find(self, words: str) -> bool:
        """Go to the next group that holds the words in a name, a place or a doubt; whether there is one."""
        order = [*range(self.at + 1, len(self.groups)), *range(self.at + 1)]
        for at in order:
            if self.groups and words in self._said(self.groups[at]):
                self.at, self.out = at, frozenset()
                return True
        return False

    def _said(self, group: Group) -> str:
        rows = [" ".join((row["label"], row["ref_area_name"], row["comment_obs"])) for row in self.rows_of(group)]
        return " ".join([*rows, *(one.text for one in group.unread), *group.doubts])


def typed(said: str, slot: str) -> dict:
    """A typed answer as what a correction sets.

    >>> typed("地区=苏州市 时间=2023", "area")
    {'area': '苏州市', 'period': '2023'}
    >>> typed("2023-12-31", "period")
    {'period': '2023-12-31'}
    """
    if not said.strip():
        raise ParameterError("nothing was typed; type a value, or name=value (没有填写内容)")
    if "=" not in said:
        return {"printed" if slot in ("value", "number") else slot: said.strip()}
    values = {}
    for part in said.replace("，", " ").split():
        name, _, value = part.partition("=")
        values[SHORT.get(name, name)] = value
    return values


def _today() -> str:
    return date.today().isoformat()


def open_session(
    source: str | Path, *, by: str = "", area: str = "", published: str = "", year: int | None = None,
) -> Session:  # fmt: skip
    """A session on a document: a path, or the id of a source of the project.

    Raises `DocumentError` when it is neither, and `CorrectionError` when its corrections no longer fit.
    """
    path = located(source)
    given = {"area": area or None, "published": published or None, "year": year}
    if path.with_name(path.name + SUFFIX).is_file():
        known = read_source(path)
        if known.table:
            raise DocumentError(f"{path}: a mapped table, whose rows are sure; nothing to look at (映射表无须逐条核对)")
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
    raise DocumentError(
        f"{source}: no file and no source of the project{did_you_mean(str(source), known)} (没有这个文件或资料)"
    )
