"""Whose area prizes are of that an award gives: the nation's or that of the place that gives it."""

from itertools import chain

from ipstats.grammar.lexicon import regex
from ipstats.grammar.token import Kind, Token, text_of
from ipstats.model import areas
from ipstats.model.awards import KINDS
from ipstats.reading.award_names import awards_named, giver_of
from ipstats.reading.evidence import Answer, How
from ipstats.reading.slots import Ask, answer


def award_of_giver(ask: Ask) -> Answer | None:
    """本届共评选出中国专利金奖30项: what an award gives, where no place is named, it gives to all whom it is for."""
    m, document, giver = ask.mention, ask.context.document, _giver(ask)
    before = [[token for token in clause.tokens if token.end <= m.token.start] for clause in m.clauses_so_far]
    texts = list(map(text_of, before))
    own_words = before[-1:] if regex("prizes_given").search(texts[-1]) else before
    if not giver or not all(_is_silent_on_others(token, giver) for token in chain(*own_words)):
        return None
    givers, own = (giver, areas.area(giver).name), (document.area, document.area_name)
    if any(map(regex("prizes_given").search, texts)):
        return answer(givers, "award_of_giver", How.SENTENCE)
    if document.area == giver or not _tells_results(texts):
        return None
    whose = givers if regex("award_in_all").search(texts[-1]) else own
    return answer(whose, "award_of_giver", How.SENTENCE, doubt="whose_area")


def _is_silent_on_others(token: Token, giver: str) -> bool:
    return token.kind not in (Kind.PLACE, Kind.OWN_AREA) or token.code == giver


def _tells_results(texts: list[str]) -> bool:
    """授奖名单公布，共有20项: whether all prizes may be meant, not only those of the document's area."""
    told = regex("all_told").search(texts[-1])
    return told is not None and (told.start() > 0 or any(map(regex("award_announced").search, texts[:-1])))


def _giver(ask: Ask) -> str:
    """The code of the area whose award a figure is on, "" where it is on none or another's."""
    if ask.subject.id in KINDS.values():
        return areas.NATION
    named = awards_named(ask.subject.label)
    return giver_of(named[-1]) if named else ""
