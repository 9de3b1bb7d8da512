"""Figures in a row: whether one goes on with those before it, and which of them a shared predicate speaks of."""

from ipstats.grammar.figures import Figure
from ipstats.grammar.naming import Subject, text_of
from ipstats.grammar.rules import OBLIQUE, RULES, Rule, rule_for
from ipstats.reading.comparing import Comparing
from ipstats.reading.respective import FAR, so_many
from ipstats.reading.structure import FILLER


class Series(Comparing):
    """Adds to the state of a sentence what its rows of figures share."""

    def _goes_on(self, figure: Figure, letters: str) -> bool:
        """Whether the figure goes on with a list of the one before it (分别增长3%和5%)."""
        if letters or not self._said_in_clause() or self.said[-1].rule == "rank":
            return False
        joined = all(FILLER.fullmatch(piece.text) for piece in self.view.pieces)
        last = self.said[-1]
        same = last.figure.unit == figure.unit or {last.figure.unit, figure.unit} == {"%", "倍"} or bool(self.pending)
        return joined and same and last.rule in OBLIQUE | {"share"}

    def _again(self, rule: str, unit: str, letters: str) -> Rule:
        """The rule of the figure before, for the next of its list (增长1.6倍、78.3%: the unit may differ)."""
        previous = next(one for one in RULES if one.name == rule)
        same = unit != "百分点" and (previous.units is None or unit in previous.units)
        return previous if same else rule_for(unit, letters)

    def _rates_ahead(self, index: int) -> int:
        """How many rates a list goes on with (登记104件，金额9.86亿元，增长1.6倍、78.3%)."""
        count, tokens = 0, self.view.tokens
        for at in range(index + 1, min(index + FAR, len(tokens) - 1), 2):
            if tokens[at].kind != "、" or tokens[at + 1].kind != "N" or tokens[at + 1].data.unit not in ("%", "倍"):
                break
            if tokens[at].start != tokens[at - 1].end or tokens[at + 1].start != tokens[at].end:
                break
            count += 1
        return count

    def _ranks_ahead(self, index: int) -> int:
        """How many bare places a list goes on with (居全国第4位和第5位)."""
        count = 0
        for token in self.view.tokens[index + 1 : index + FAR]:
            if token.kind == "K" and token.text[0] == "第":
                count += 1
            elif token.kind != "、":
                break
        return count

    def _run(self) -> list[Subject]:
        """The subjects that 均 speaks of: as many as it says, else the parts listed, else all levels so far."""
        levels = [one for one in self.said if one.measure == "level" and one.rule != "streak"]
        if 0 < (count := so_many(text_of(self.view.pieces))) <= len(levels):
            return [one.subject for one in levels[-count:]]
        parts = [one.subject for one in levels if one.part_of]
        return parts if self.view.whole and parts else [one.subject for one in levels]
