"""Brackets: passed over when they hold no figure, else of the area, part or mean they stand behind."""

import re
from dataclasses import replace

from ipstats.grammar import naming
from ipstats.grammar.dates import Time
from ipstats.grammar.figures import read_figure
from ipstats.grammar.naming import Subject
from ipstats.grammar.scan import Token
from ipstats.reading.respective import FAR
from ipstats.reading.structure import Outside, Structure
from ipstats.reading.whom import whole_area

LONGEST_OWNER = 8
_LEAVES_OUT = re.compile("不含|除外|不包括|含港澳台")


class Brackets(Structure):
    """Adds to the state of a sentence what its brackets say."""

    def _opens_figures(self, index: int) -> bool:
        inside = {token.kind for token in self.view.tokens[index + 1 : self.closing[index]]}
        return bool(inside & set("NK")) or ("n" in inside and self.view.knows_subject)

    def _bracket(self, index: int, close: int) -> None:
        """A bracket without figures is passed over; it may narrow the scope, or say a year."""
        tokens = self.view.tokens
        inside = self.view.text[tokens[index].end : tokens[close].start]
        self.at = tokens[close].end
        one = read_figure(f"1{inside.removeprefix('单位:')}", prose=False)
        if one and one.unit and not inside[:1].isdigit():
            self.list_unit = one.scale, one.unit
        if _LEAVES_OUT.search(inside):
            self.view.pieces.append(Token("M", tokens[index].start, self.at, f"（{inside}）", "bracket"))
        if len(tokens[index + 1 : close]) == 1 and tokens[index + 1].kind == "T":
            if index and tokens[index - 1].kind in "TC":
                self._gloss(tokens[index - 1].kind, tokens[index + 1].data)
            else:
                self._time(index + 1, tokens[index + 1])

    def _gloss(self, kind: str, time: Time) -> None:
        """上年（2020年）: the bracket says which year the time before it is; a comparison's is not the figure's."""
        if kind == "T" and self.clause_time:
            self.clause_time = time
            self.time = time if self.time else None

    def _open(self, index: int, token: Token) -> None:
        """A bracket with figures: of the area it stands behind, of a part, or of another place's mean."""
        pieces = self.view.pieces
        before = self.said[-1].subject if self._said_in_clause() else None
        self.stack.append(Outside(pieces, self.area, self.clause_time, before, self.view.whole, self.target_clause))
        owner = pieces[-1] if pieces else None
        self.view.pieces = []
        if named := next((piece for piece in reversed(pieces) if piece.kind == "I"), None):
            self._mention(naming.subject_of(named.text, "", [], ""))
        self.bracket = self._named_after(index) if owner and self.view.tokens[index + 1].kind == "N" else None
        if owner and owner.kind == "x" and not self.bracket and any(piece.kind in "Q、" for piece in pieces):
            self.bracket = self._held_by(naming.trim(owner.text), self.view.tokens[index + 1])
        if owner and owner.kind == "A" and owner.data != "own_area":
            self.area = owner.data
        elif owner and owner.kind == "T":
            self.clause_time = owner.data
        elif owner and owner.kind == "C":
            self.view.pieces = [owner]
        elif owner and owner.kind == "Z":
            self.area = whole_area(owner.text, self.own_area)
        elif owner and owner.kind == "G":
            self.target_clause = True

    def _held_by(self, owner: str, token: Token) -> Subject | None:
        """What a list of holders without a code has, each in a bracket behind it (日本（0.8万件）、德国（0.3万件）)."""
        last = self.view.last()
        fits = token.kind == "N" and last.id and naming.fits(last.id, token.data.unit)
        return replace(last, scope=owner) if fits and 2 <= len(owner) <= LONGEST_OWNER else None

    def _named_after(self, index: int) -> Subject | None:
        """What a list of figures in brackets is of, when that stands behind it (杭州（143件）…每万人…拥有量)."""
        pieces, depth = [], 0
        for token in self.view.tokens[self.closing[index] + 1 : index + FAR]:
            depth += (token.kind == "(") - (token.kind == ")")
            if token.kind in ",;N" and depth <= 0:
                break
            pieces.append(token)
        return naming.named(pieces, "")

    def _close(self, index: int, token: Token) -> None:
        self.bracket = None
        if self.stack:
            outside = self.stack.pop()
            self.view.pieces, self.view.whole, self.target_clause = outside.pieces, outside.whole, outside.target
            self.area, self.clause_time = outside.area, outside.time
            if outside.before:
                self._mention(outside.before)
