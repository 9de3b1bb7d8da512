"""How far a figure can be relied on: what speaks against it, a document's agreement with itself, and trust."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from ipstats.grammar.flat import SPREAD
from ipstats.grammar.lexicon import regex
from ipstats.model.definitions import FOLDER, read_yaml
from ipstats.model.observations import DOUBTFUL, LIKELY, SURE, TRUST
from ipstats.model.units import units
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.resolved import Resolved

_SLOTS = ("measure", "subject", "area", "period", "comparison", "target")
_SHARED = (How.CELL, How.CLAUSE, How.SHARED)
_ONE_OF_MANY = ("multiple", "rank", "threshold", "point_change")
_SLACK = 1.001
_COVERAGE_WORDS = 2
"""Words of scope (国内 职务) that one noun phrase has; where more are joined, some were carried on."""
_MOST_SHARE, _IMPLAUSIBLE = 100, 1000
"""A share above 100 %, and a growth of so many per cent without decimals, may have lost a decimal point."""


@lru_cache(maxsize=1)
def counted() -> dict[str, str]:
    """Rule -> the most that a row which it decided can be trusted; a rule that no counted row showed is not there."""
    return {name: fields["most"] for name, fields in read_yaml(FOLDER / "trust.yaml").items()}


def doubts_of(one: Resolved) -> list[str]:
    """The doubts of a figure's own slots, by key."""
    answers: list[Answer] = [getattr(one, slot) for slot in _SLOTS]
    return list(dict.fromkeys(answer.doubt for answer in answers if answer.doubt))


def trust_of(one: Resolved, doubts: Sequence[str]) -> str:
    """`doubtful` where anything speaks against it; else by how many of its answers rest on what annotated documents do
    not prove: none `sure`, one `likely`, several `doubtful`."""
    assumed = How.ASSUMED in (one.period.evidence.how, one.subject.evidence.how)
    if doubts or assumed or one.at is None or not one.area.value[1]:
        return DOUBTFUL
    rules = (subject_evidence(one).rule, one.period.evidence.rule, one.area.evidence.rule, one.measure.evidence.rule)
    held = [counted().get(rule, LIKELY) for rule in rules]
    unproven = sum(most != SURE for most in held) + _from_afar(one)
    return max([TRUST[min(unproven, len(TRUST) - 1)], *held], key=TRUST.index)


def _from_afar(one: Resolved) -> int:
    """How many answers of a figure come from afar or may be of another: a subject from another clause, a period that
    only the running text as a whole tells, words of scope that are not a coverage known beside the name, an output or
    income that a firm or product also has."""
    shared = one.subject.evidence.how in _SHARED
    from_text = one.period.evidence.how is How.DOCUMENT
    scope, whence = one.named.scope, one.narrowed
    known = one.named.understood if whence is None else whence.rule != "clause_body"
    loose = bool(scope) and (not known or len(scope.split()) > _COVERAGE_WORDS)
    of_anyone = not one.named.id and bool(regex("output_of_anyone").search(one.named.label))
    return sum((not shared, from_text, loose, of_anyone))


def subject_evidence(one: Resolved) -> Evidence:
    """What decided the subject; its rule also tells what kind of name it is.

    A name of the catalogue; a label as written that ends in the head of a measured quantity (工业增加值), which
    is seldom cut short; any other label.
    """
    label = one.named.label
    measured = regex("measured_head").search(label) and not regex("clause_in_label").search(label)
    name = "catalogue" if one.named.id else "measured" if measured else "label"
    evidence = one.subject.evidence
    return evidence._replace(rule=f"{evidence.rule}.{name}")


# ---------------------------------------------------------------- a document agrees with itself
def conflicts(rows: Sequence[Resolved], published: date | None) -> dict[int, list[str]]:
    """The rows that do not agree with the document's others, by their place in it."""
    found: dict[int, list[str]] = defaultdict(list)
    keys: dict[tuple, list[int]] = defaultdict(list)
    for at, one in enumerate(rows):
        if one.kind not in _ONE_OF_MANY:
            keys[_key(one)].append(at)
        if one.part_of_value is not None and one.kind == "level" and one.value > one.part_of_value * _SLACK:
            found[at].append("part_greater")
        if _begins_later(one, published):
            found[at].append("period_after_publication")
    for at in _greater_parts(rows):
        found[at].append("part_greater")
    for places in keys.values():
        if not _meet([rows[at] for at in places]):
            for at in places:
                found[at].append("two_values")
    return found


def _greater_parts(rows: Sequence[Resolved]) -> Iterator[int]:
    """The figures of a part that is counted above its whole (职务发明申请 above 发明申请), and of its own parts."""
    by_whole: dict[tuple, list[int]] = defaultdict(list)
    for at, one in enumerate(rows):
        if one.named.id:
            by_whole[one.area.value, one.named.id, one.at, bool(one.target.value)].append(at)
    for same in by_whole.values():
        greater = _scopes_above_whole([rows[at] for at in same if _is_count(rows[at])])
        yield from (at for at in same if f"{rows[at].named.scope} ".startswith(greater))


def _scopes_above_whole(counts: Sequence[Resolved]) -> tuple[str, ...]:
    """The scopes, with a space behind, of counts of one indicator above all of its counts without a scope."""
    most = max((one.upper for one in counts if not one.named.scope), default=math.inf)
    return tuple(f"{one.named.scope} " for one in counts if one.lower > most)


def _is_count(one: Resolved) -> bool:
    return one.kind == "level" and one.unit in units() and units()[one.unit].is_discrete


def _key(one: Resolved) -> tuple:
    subject = one.named
    return (
        one.area.value, subject.id or subject.label, subject.scope, one.kind, one.at, one.unit,
        one.comparison.value, bool(one.target.value), one.part_of,
    )  # fmt: skip


def _begins_later(one: Resolved, published: date | None) -> bool:
    if one.at is None or published is None or one.target.value or one.kind == "rank":
        return False
    return one.at.end > published and (one.at.start is None or one.at.start > published)


def _meet(rows: list[Resolved]) -> bool:
    """Whether the intervals of several statements have a value in common (36.5万 and 36.48万 do)."""
    return max(one.lower for one in rows) <= min(one.upper for one in rows) * (1 + 1e-12) + 1e-9


# ---------------------------------------------------------------- how a number is printed
def print_doubts(paragraph: Sequence[Resolved]) -> list[str]:
    """For each figure of a paragraph whether its number may have lost its decimal point; nothing is corrected."""
    percents = [one for one in paragraph if one.unit == "%"]
    decimals = sum("." in one.mention.token.figure.printed for one in percents)
    usual = decimals * 2 >= len(percents) > 1
    return [_print_doubt(one, usual) for one in paragraph]


def _print_doubt(one: Resolved, decimals_usual: bool) -> str:
    if one.unit == "%":
        return "lost_decimal" if _lost_decimal(one, decimals_usual) else ""
    return "decimal_count" if _counts_in_parts(one) else ""


def _counts_in_parts(one: Resolved) -> bool:
    """专利授权量9.832件: whether a count of whole things has decimals, as one that lost its scale has; no mean."""
    figure, known = one.mention.token.figure, units().get(one.unit)
    whole = figure is not None and figure.discrete and known is not None and known.is_discrete
    broken = whole and one.kind == "level" and not float(one.value).is_integer()
    return broken and not regex("a_mean").search(one.mention.text_so_far)


def _lost_decimal(one: Resolved, decimals_usual: bool) -> bool:
    printed = one.mention.token.figure.printed.lstrip("-−－")
    if not (printed.isdigit() and len(printed) >= 3):
        return False
    if one.kind == "share":
        return one.value > _MOST_SHARE
    implausible = abs(one.value) >= _IMPLAUSIBLE or (decimals_usual and abs(one.value) > _MOST_SHARE)
    return one.kind == "growth" and implausible


def is_set_apart(printed: str) -> bool:
    """Whether digits stand apart, and not as thousands do (7 3 7 6 件)."""
    return " " in printed and bool(SPREAD.search(printed))


def is_range(printed: str) -> bool:
    """Whether a value is the middle of a printed range (20至30家)."""
    return bool(re.search("[-–—~～至到]", printed[1:]))
