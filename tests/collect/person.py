"""A person who reviews: looks at every figure of a question, knows the document, and answers with the fewest keys."""

from collections import Counter
from datetime import date

from tests.gold.judge import compare, judge

from ipstats.collect import entries
from ipstats.collect.answers import suited, typed
from ipstats.collect.entries import Decision
from ipstats.collect.questions import AUDIT, DOUBTFUL, UNREAD
from ipstats.errors import CorrectionError
from ipstats.model.periods import Period
from ipstats.model.wording import sentence_start

TYPED = {"period": "period", "area": "area", "measure": "measure", "indicator": "label", "scope": "scope"}
KINDS = {"pp_change": "point_change", "ordinal": "rank", "ratio": "level", "average": "level"}


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
        number, fixed = max(
            ((n, self._fixed(one.set)) for n, one in enumerate(group.readings, 1)), key=lambda p: len(p[1])
        )
        said, told = self._told(group.ids)
        most = max(len(right), len(fixed), len(told))
        if right and len(right) == most:
            return self._accept(right)
        if none := [one for one in group.ids if one not in self.known]:
            return self._only(none, self.session.drop, "drop")
        if fixed and len(fixed) == most:
            return self._only(fixed, lambda: self.session.choose(number), "choose")
        said = said or self._typed(group.ids[0])
        return self._only(told or [group.ids[0]], lambda: self.session.type(said), "type")

    def _told(self, ids: tuple[str, ...]) -> tuple[str, list[str]]:
        """What is typed for the most rows at once, and which: the same words, a form of name (`*企业`), or the names
        of a list in one sentence."""
        known = [one for one in ids if one in self.known]
        wrong = [one for one in known if not self.known[one].strict]
        told = {self._typed(one) for one in wrong} | {form for one in wrong for form in self._forms(one)}
        fits = {said: self._fixed(typed(said, "indicator"), exactly=self._typed) for said in sorted(told)}
        said = max(fits, key=lambda one: len(fits[one]), default="")
        listed = [one for one in wrong if self._typed(one).startswith("label=") and " " not in self._typed(one)]
        if len(listed) > len(fits.get(said, ())) and self._is_one_sentence(listed):
            names = "|".join(self._typed(one).removeprefix("label=") for one in listed)
            return f"label={names}", listed
        return said, fits.get(said, [])

    def _is_one_sentence(self, ids: list[str]) -> bool:
        text = self.session.document.text
        return len({sentence_start(text, int(self.known[one].read["char_start"])) for one in ids}) == 1

    def _forms(self, obs_id: str) -> set[str]:
        """Names with `*` for the row's own that make a row right whose name alone is wrong."""
        verdict = self.known[obs_id]
        if [slot for slot, fits in verdict.right.items() if not fits] != ["indicator"]:
            return set()
        own = verdict.read["indicator_name"] or verdict.read["label"]
        names = "|".join(verdict.gold[one] for one in ("indicator", "indicator_as_written")).replace(" ", "").split("|")
        return {f"label={name.replace(own, '*', 1)}" for name in names if own in name and own != name}

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

    def _fixed(self, values: dict, exactly=None) -> list[str]:
        """The rows of the question that what is set makes or leaves right (or that those very words were typed for)."""
        fixed, text, table = [], self.session.document.text, self.session.table
        for row in self.session.rows if values else ():
            if row["obs_id"] not in self.known:
                continue
            (sets,) = suited(values, [row])
            made = entries.entry(row, table, text, Decision("override", "-", "-", "-", sets))
            try:
                after = entries.tried([made], table, text)
            except CorrectionError:
                continue
            read = after[after["obs_id"] == row["obs_id"]].iloc[0].to_dict()
            read |= {end: str(read[end])[:10] for end in ("period_start", "period_end")}
            said = exactly and typed(exactly(row["obs_id"])) == values
            if said or all(compare(self.known[row["obs_id"]].gold, read).values()):
                fixed.append(row["obs_id"])
        return fixed

    def _typed(self, obs_id: str) -> str:
        """What must be typed for a row to be as the annotation has it."""
        verdict = self.known[obs_id]
        gold, wrong = verdict.gold, [slot for slot, fits in verdict.right.items() if not fits]
        start, end = (date.fromisoformat(d[:10]) if d else None for d in (gold["period_start"], gold["period_end"]))
        values = {
            "period": Period(start, end).time_period if end else "",
            "area": gold["region"] or "全国",
            "measure": KINDS.get(gold["kind"], gold["kind"]),
            "indicator": (gold["indicator"] or gold["indicator_as_written"]).replace(" ", "").split("|")[0],
            "scope": gold["scope"].replace(" ", ""),
        }
        said = [f"{TYPED[slot]}={values[slot]}" for slot in wrong if slot in TYPED and values[slot]]
        return " ".join(said or [f"label={values['indicator']}"])
