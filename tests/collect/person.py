"""A person who reviews: looks at every figure of a question, knows the document, and answers with the fewest keys."""

from collections import Counter
from datetime import date

from tests.gold.judge import compare, judge

from ipstats.collect import entries
from ipstats.collect.entries import Decision
from ipstats.collect.questions import AUDIT, DOUBTFUL, UNREAD
from ipstats.errors import CorrectionError
from ipstats.model.periods import Period

TYPED = {"period": "period", "area": "area", "measure": "measure", "indicator": "label"}


class Person:
    """Answers the questions of a session out of an annotated document; `answers` counts them by kind."""

    def __init__(self, session, gold):
        self.session, self.answers, self.accepted = session, Counter(), []
        verdicts, _ = judge(gold, session.table)
        self.known = {verdict.read["obs_id"]: verdict for verdict in verdicts if verdict.read}

    def review(self) -> None:
        """Until no row is doubtful and no number unread."""
        while (group := self.session.current) and group.kind in (DOUBTFUL, UNREAD, AUDIT):
            kind = self._unread(group) if group.unread else self._rows(group)
            self.answers[kind] += 1

    def _unread(self, group) -> str:
        self.session.drop()
        return "unread"

    def _rows(self, group) -> str:
        right = [one for one in group.ids if one in self.known and self.known[one].strict]
        if right:
            return self._accept(right)
        if none := [one for one in group.ids if one not in self.known]:
            return self._only(none, self.session.drop, "drop")
        number, fixed = max(((n, self._fixed(one)) for n, one in enumerate(group.readings, 1)), key=lambda p: len(p[1]))
        if fixed:
            return self._only(fixed, lambda: self.session.choose(number), "choose")
        said = self._typed(group.ids[0])
        alike = [one for one in group.ids if self._typed(one) == said]
        return self._only(alike, lambda: self.session.type(said), "type")

    def _accept(self, right: list[str]) -> str:
        self.accepted += right
        return self._only(right, self.session.accept, "accept")

    def _only(self, ids: list[str], answer, kind: str) -> str:
        for one in self.session.current.ids:
            if one not in ids:
                self.session.tick(one)
        try:
            answer()
        except CorrectionError:
            self.session.drop()
            return "drop"
        return kind

    def _fixed(self, reading) -> list[str]:
        """The rows of the question that a reading makes right."""
        fixed, text = [], self.session.document.text
        for row in self.session.rows if reading.set else ():
            made = entries.entry(row, self.session.table, text, Decision("override", "-", "-", "-", reading.set))
            table = entries.tried([made], self.session.table, text)
            read = table[table["obs_id"] == row["obs_id"]].iloc[0].to_dict()
            read |= {end: str(read[end])[:10] for end in ("period_start", "period_end")}
            if all(compare(self.known[row["obs_id"]].gold, read).values()):
                fixed.append(row["obs_id"])
        return fixed

    def _typed(self, obs_id: str) -> str:
        """What must be typed for a row to be as the annotation has it."""
        verdict = self.known[obs_id]
        gold, wrong = verdict.gold, [slot for slot, fits in verdict.right.items() if not fits]
        start, end = (date.fromisoformat(d[:10]) if d else None for d in (gold["period_start"], gold["period_end"]))
        kind = {"pp_change": "point_change", "ordinal": "rank", "ratio": "level", "average": "level"}
        values = {
            "period": Period(start, end).time_period if end else "",
            "area": gold["region"] or "全国",
            "measure": kind.get(gold["kind"], gold["kind"]),
            "indicator": (gold["indicator"] or gold["indicator_as_written"]).replace(" ", ""),
        }
        said = [f"{TYPED[slot]}={values[slot]}" for slot in wrong if slot in TYPED and values[slot]]
        return " ".join(said or [f"label={values['indicator']}"])
