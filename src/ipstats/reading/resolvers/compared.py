"""The value of others that a figure is set against: 高于全国8.5%的平均水平, 比全国平均增幅8.5%高3.5个百分点."""

from dataclasses import replace

from ipstats.grammar.lexicon import regex
from ipstats.grammar.token import Kind, Token, text_of
from ipstats.reading.clause_tree import Mention
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.places import at_place, place_of, wider
from ipstats.reading.slots import Ask, Measured

_KINDS = ("growth", "share", "level")


def _others(m: Mention) -> Token | None:
    """The place, or the mean of one, whose value a number is; None where it tells by how much they differ (4.6%)."""
    at = next((at for at in reversed(range(len(m.before))) if m.before[at].kind in (Kind.PLACE, Kind.AVERAGE)), None)
    if at is None or not m.is_figure or not regex("set_against_before").search(text_of(m.before[:at])):
        return None
    around = f"{text_of(m.before[at + 1 :])}0{text_of(m.after)}"
    return m.before[at] if regex("set_against_value").match(around) else None


def _set_against(ask: Ask) -> tuple[Resolved, Token] | None:
    """The figure of the sentence that is set against the number, and the place whose value the number is."""
    unit = ask.mention.unit
    one = next((one for one in reversed(ask.in_sentence) if one.unit.partition("/")[0] == unit), None)
    place = _others(ask.mention) if one is not None and one.kind in _KINDS else None
    return (one, place) if one is not None and place is not None else None


def figure_of_wider(ask: Ask) -> Resolved | None:
    """全省授权11.6万件，我市占4.1%: the figure of another place before a share that a place named anew has of it."""
    anew = any(token.kind in (Kind.PLACE, Kind.OWN_AREA) for token in ask.mention.before)
    before = ask.in_sentence[-1] if anew and ask.in_sentence else None
    if before is None or not before.is_level or not before.area.value[1]:
        return None
    return before if before.area.value[0] != ask.context.document.area else None


def is_set_against_others(m: Mention) -> bool:
    """Whether a number tells by how much a figure differs from the mean of others (高于全国平均水平4.6%)."""
    means = (at for at, token in enumerate(m.before) if token.kind is Kind.AVERAGE)
    return any(regex("set_against_before").search(text_of(m.before[:at])) for at in means)


def others_measure(ask: Ask) -> Answer | None:
    """What is set against a growth, share or level is one itself."""
    found = _set_against(ask)
    return Answer(Measured(found[0].kind), Evidence("others_measure", How.SHARED)) if found else None


def others_subject(ask: Ask) -> Answer | None:
    """It is of the same subject."""
    found = _set_against(ask)
    if found is None:
        return None
    token = found[0].mention.token
    evidence = Evidence("others_subject", How.SHARED, token.start, token.end)
    return replace(found[0].subject, evidence=evidence, also=())


def others_place(ask: Ask) -> Answer | None:
    """It is of the place named."""
    found = _set_against(ask)
    if found is None:
        return None
    token = found[1]
    place = place_of(token) if token.kind is Kind.PLACE else wider(token.text, ask.context.document.area)
    return at_place(place or ("", ""), "others_place", How.CLAUSE, token, "" if place else "whose_mean")
