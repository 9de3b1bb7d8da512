"""Whether a figure is of a moment (stock), of a period (flow), or counts an act over whatever time is spoken of."""

from typing import TYPE_CHECKING, NamedTuple

from ipstats.grammar.lexicon import regex, word_set, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import Kind, text_of
from ipstats.model.indicators import indicators
from ipstats.reading.slots import Ask

if TYPE_CHECKING:
    from ipstats.reading.resolved import Resolved

STOCK, FLOW, ACT, UNKNOWN = "stock", "flow", "act", ""


class Nature(NamedTuple):
    """The nature of a subject, and the rule that told it."""

    name: str
    rule: str


_BARE = 8
"""Characters of a noun of rights at most that no verb begins."""
_SHORT_NAME = 3
"""Characters of a name that is too short to tell which bodies it counts (企业, 高校)."""
_UNKNOWN = Nature(UNKNOWN, "unknown_nature")


def nature_of(subject: Subject, unit: str = "") -> Nature:
    """The nature by the catalogue, else by the words of the label; unknown where these do not tell.

    A bare noun that is counted in a classifier of bodies or works is a stock by the rule `bare_noun`, a doubtful one.

    >>> from ipstats.grammar.names import Subject
    >>> nature_of(Subject("贷款余额")).name, nature_of(Subject("查处案件")).name, nature_of(Subject("工作站")).name
    ('stock', 'act', '')
    """
    if subject.id:
        return Nature(STOCK if indicators()[subject.id].is_stock else FLOW, "catalogue_nature")
    label = regex("share_of").sub("", subject.label)
    label = label.removesuffix(words("mean_growth")[0])
    if regex("undecided_nature").search(label):
        return _UNKNOWN
    if label.endswith(words("rate_end")):
        return _rate(label)
    found = _count(label)
    if found != _UNKNOWN or unit not in word_set("standing_counter") or regex("project_end").search(label):
        return found
    is_entity = regex("entity_noun").search(label) and len(label) > _SHORT_NAME
    return Nature(STOCK, "entity_noun" if is_entity else "bare_noun")


def nature_beside(ask: Ask, subject: Subject, unit: str) -> Nature | None:
    """The nature that the sentence told of the same name before, or of the whole that a bare part is of.

    13517件30644人 count one thing twice; 新设市场主体44943户，其中企业18960户 are all new.
    """
    if _stands(ask) or regex("total_of_rights").search(subject.label):
        return Nature(STOCK, "told_before")
    if subject.id:
        return None
    if _is_of_standing(ask, subject, unit) or _is_beside_stock(ask, subject, unit):
        return Nature(STOCK, "told_before")
    told = _of_same_name(ask, subject) or _whole_act(ask, unit)
    if told is None or (told is ask.context.whole_row and nature_of(subject, unit).rule not in _UNTOLD):
        return None
    return Nature(told.nature, "catalogue_nature" if told.ask.known_nature else "told_before")


def _stands(ask: Ask) -> bool:
    """截至2024年底，全市共有128件登记申请: what there is at a moment told, whatever the noun behind the number says."""
    m = ask.mention
    if (
        not m.number_first
        or m.position
        or ask.measure.name != "level"
        or not regex("there_is").search(text_of(m.before))
    ):
        return False
    times = [token.time for clause in m.clauses_so_far for token in clause.tokens if token.time is not None]
    return bool(times) and times[-1].kind == "instant"


_UNTOLD = ("bare_noun", "unknown_nature")


def _of_same_name(ask: Ask, subject: Subject) -> "Resolved | None":
    """The figure of the sentence before whose name goes on, where this one has no noun of its own."""
    if len(ask.predicate.noun) >= 2:
        return None
    return next((one for one in reversed(ask.in_sentence) if one.nature and one.named.label == subject.label), None)


def _whole_act(ask: Ask, unit: str) -> "Resolved | None":
    """The whole that a count is a part of, where it counts an act in the same unit."""
    whole = ask.context.whole_row
    if whole is None or ask.measure.name != "level":
        return None
    return whole if whole.unit == unit and whole.nature == ACT else None


def _is_of_standing(ask: Ask, subject: Subject, unit: str) -> bool:
    """有效注册商标5.68万件，其中农产品注册商标1.95万件: whether a count that no word calls new is a part of a stock."""
    whole = ask.context.whole_row
    if whole is None or ask.measure.name != "level" or whole.unit != unit:
        return False
    return whole.nature == STOCK and whole.ask.known_nature and not regex("new_first").match(subject.label)


def _is_beside_stock(ask: Ask, subject: Subject, unit: str) -> bool:
    """现有驰名商标18件、专利47件: whether a count goes on in a list of what there is and no word says otherwise."""
    before = ask.in_sentence[-1] if ask.in_sentence and ask.measure.name == "level" else None
    if before is None or not before.is_level or before.unit != unit:
        return False
    stands = before.nature == STOCK and before.ask.known_nature
    return stands and all(token.kind is not Kind.TIME for token in ask.mention.before) and _is_name_alone(subject, unit)


def _is_name_alone(subject: Subject, unit: str) -> bool:
    """Whether a label is a bare noun of rights, or one of registered trademarks that no word calls new."""
    if regex("registered_marks").search(subject.label):
        return not regex("new_first").match(subject.label)
    bare = len(subject.label) <= _BARE and unit in word_set("unit_of_rights")
    return bare and nature_of(subject, unit).rule in _UNTOLD


def _rate(label: str) -> Nature:
    if regex("state_rate").search(label):
        return Nature(STOCK, "state_rate")
    return Nature(FLOW, "process_rate") if regex("process_rate").search(label) else _UNKNOWN


def _count(label: str) -> Nature:
    if any(regex(name).search(label) for name in ("annual_act", "strong_act", "act_end", "subject_acts")):
        return Nature(ACT, "act_verb")
    if regex("flow_end").search(label):
        return Nature(FLOW, "flow_word")
    if regex("stock_word").search(label) and not regex("new_first").match(label):
        return Nature(STOCK, "stock_word")
    if regex("built_first").match(label) and not regex("act_inside").search(label):
        return Nature(UNKNOWN, "built_so_far")
    if regex("act_first").match(label) or regex("act_inside").search(label):
        return Nature(ACT, "act_verb")
    return Nature(FLOW, "flow_word") if regex("flow_word").search(label) else _UNKNOWN
