"""Parts and wholes of prizes: kinds that add up, shares and changes of all, those of places and of bodies."""

from dataclasses import replace

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import QUANTITY, Kind, text_of
from ipstats.reading.award_names import awards_named, is_of_award
from ipstats.reading.clause_tree import Clause, Mention, follows_noun
from ipstats.reading.evidence import Answer, How
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.awards import of_winner
from ipstats.reading.resolvers.coordination import split_nouns
from ipstats.reading.resolvers.nouns import PRIZES
from ipstats.reading.resolvers.prize_names import (
    COUNTED,
    OTHERS,
    all_of_these,
    award_spoken_of,
    nominal,
    noun_behind,
    prize_in,
    prizes_of,
    segment,
)
from ipstats.reading.slots import Ask, Resolver, answer


def _prizes_taken(ask: Ask) -> Answer | None:
    """在广东获得的4项中国专利金奖中，深圳企业占了2项: a part of the prizes before, of those who are named."""
    m, said = ask.mention, ask.predicate
    part_of = ask.context.whole_row if said.is_part else None
    whole = (all_of_these(ask) or part_of) if m.is_figure and Kind.SHARE in said.kinds else None
    if whole is None or whole.unit != m.unit or not regex("prize_words").search(whole.named.label):
        return None
    scope = regex("any_firms").sub("", regex("seat_verb").sub("", said.noun))
    one = replace(whole.named, scope=scope, understood=False)
    doubt = "prizes_of_one_body" if scope else ""
    return answer(one, "prizes_taken", How.SHARED, whole.mention.token.start, whole.mention.token.end, doubt)


def _share_of_all_prizes(ask: Ask) -> Answer | None:
    """金奖2项、银奖3项，占全省获奖总数的1/4: behind several kinds, or words of all prizes, a share is of them all."""
    m, said = ask.mention, ask.predicate
    before, whole = m.previous_clause, _sum_of_kinds(ask)
    if ask.measure.name != "share" or len(said.noun) > 1 or before is None:
        return None
    of_all = whole is not None or _is_of_all(said.object, before, ask.in_sentence)
    award, doubt = award_spoken_of(ask, "") if of_all else ("", "")
    if not award:
        return None
    one = whole or prizes_of(award, "", ask)
    return answer(one, "share_of_all_prizes", How.SHARED, before.tokens[0].start, before.tokens[-1].end, doubt)


def _prizes_respectively(ask: Ask) -> Answer | None:
    """3项专利和2项外观设计专利分别获优秀奖和外观设计优秀奖: each number has the prize in its turn behind 分别."""
    m = ask.mention
    mark = _respectively_behind(m) if m.is_figure and m.unit in COUNTED else None
    if mark is None:
        return None
    clause, at = mark
    prizes = split_nouns(nominal(clause.tokens[at:]))
    numbers = [q for one in _of_segment(m, clause) for q in one.quantities if q.start < clause.tokens[at].start]
    if len(prizes) != len(numbers) or not all(map(prize_in, prizes)):
        return None
    prize = prizes[numbers.index(m.token)]
    award, doubt = award_spoken_of(ask, prize)
    if not award:
        return None
    one = prizes_of(award, prize if awards_named(prize) else noun_behind(m) + prize_in(prize), ask)
    start, end = clause.tokens[at].start, clause.tokens[-1].end
    return of_winner(answer(one, "prizes_respectively", How.SHARED, start, end, doubt), ask)


def _respectively_behind(m: Mention) -> tuple[Clause, int] | None:
    """The clause in which 分别 stands behind a number and before no other, and where."""
    for clause in m.sentence.clauses[m.clause_index :]:
        if clause is not m.clause and clause.opens_segment:
            return None
        for at, token in enumerate(clause.tokens):
            if token.kind is Kind.RESPECTIVELY and token.start >= m.token.end:
                after = any(one.kind in QUANTITY for one in clause.tokens[at:])
                return None if after else (clause, at)
    return None


def _of_segment(m: Mention, last: Clause) -> tuple[Clause, ...]:
    """The clauses from the semicolon before a mention up to some clause."""
    first = m.sentence.clauses.index(segment(m)[0])
    return m.sentence.clauses[first : m.sentence.clauses.index(last) + 1]


def _kinds_before(ask: Ask, clauses: tuple[Clause, ...]) -> list[Resolved]:
    """The kinds of prizes that some clauses of the sentence have counted last, without other figures among them."""
    kinds: list[Resolved] = []
    for one in reversed(ask.context.earlier):
        inside = (one.mention.host or one.mention.clause) in clauses
        if not inside or not one.is_level or not one.named.label.endswith(PRIZES):
            break
        kinds.insert(0, one)
    return kinds


def _change_of_kinds(ask: Ask) -> Answer | None:
    """32项，其中金奖1项、银奖31项，较上届增加6项: behind several kinds a change is of what they add up to."""
    m, said = ask.mention, ask.predicate
    of_total = bool(regex("total_of_prizes").match(said.noun))
    kinds = _kinds_before(ask, segment(m)) if _may_be_of_all(ask, of_total) else []
    if not kinds or (len(kinds) < 2 and not (of_total and kinds[-1].part_of)):
        return None
    last = kinds[-1].mention
    if not of_total and m.clause_index - last.clause_index > 1:
        return None
    award, _ = award_spoken_of(ask, "") if of_total else ("", "")
    one = _sum_of_kinds(ask) or (prizes_of(award, "", ask) if award else kinds[-1].named)
    return answer(one, "change_of_kinds", How.SHARED, last.token.start, last.token.end, "total_of_several")


def _may_be_of_all(ask: Ask, of_total: bool) -> bool:
    """Whether a change, share or place stands in a clause of its own, without a noun or with one of a total."""
    m, said = ask.mention, ask.predicate
    changes = m.is_rank or ask.measure.name in ("growth", "change", "share")
    alone = of_total or len(said.noun) < 2
    return bool(changes and m.clause_index and alone and Kind.EACH not in said.kinds)


def _total_of_kinds(ask: Ask) -> Answer | None:
    """金奖12项，银奖20项，总数32项: what the kinds before add up to."""
    m, said = ask.mention, ask.predicate
    kinds = _kinds_before(ask, segment(m)) if m.is_figure and m.unit in COUNTED and m.unit != "%" else []
    if len(kinds) < 2 or not regex("total_of_prizes").match(said.noun):
        return None
    award, _ = award_spoken_of(ask, "")
    if not award:
        return None
    doubt = "" if ask.mention.token.figure.value == sum(one.value for one in kinds) else "total_of_several"
    return answer(prizes_of(award, "", ask), "total_of_kinds", How.SHARED, said.start, said.end, doubt)


def _places_of_kinds(ask: Ask) -> Answer | None:
    """银奖1项、优秀奖7项；其中昆明市5项: behind several kinds a place has a part of them all."""
    kinds = _kinds_before(ask, ask.mention.clauses_so_far) if _counts_of_place(ask) else []
    award, _ = award_spoken_of(ask, "") if len(kinds) > 1 else ("", "")
    if not award or any(token.kind is Kind.PLACE for one in kinds for token in one.predicate.places[1:]):
        return None
    first, last = kinds[0].mention.token, kinds[-1].mention.token
    one = prizes_of(award, "", ask)
    return answer(one, "places_of_kinds", How.SHARED, first.start, last.end, "total_of_several")


def _is_of_all(whole: str, before: Clause, here: list[Resolved]) -> bool:
    """Whether a share of all prizes stands behind several kinds, or behind a clause that speaks of all prizes."""
    kinds = {one.named.label for one in here if one.is_level and one.named.label.endswith(PRIZES)}
    topic = not before.has_quantity and regex("all_prizes").search(before.text)
    return bool(regex("all_prizes").search(whole)) and (len(kinds) > 1 or bool(topic))


def _sum_of_kinds(ask: Ask) -> Subject | None:
    """What the first of a sentence's figures counts, where the others are kinds of prizes that add up to it."""
    here = ask.in_sentence
    kinds = here[1:]
    of_kinds = len(kinds) > 1 and all(one.is_level and one.named.label.endswith(PRIZES) for one in kinds)
    return here[0].named if of_kinds and here[0].value == sum(one.value for one in kinds) else None


def _prizes_of_places(ask: Ask) -> Answer | None:
    """获奖项目实现各区全覆盖，顺德区15项、南海区7项: places without a noun, behind a clause that speaks of prizes."""
    before = [clause for clause in segment(ask.mention) if clause is not ask.mention.clause]
    if not before or not _counts_of_place(ask) or any(clause.has_quantity for clause in before):
        return None
    lead = text_of(token for clause in before for token in clause.tokens)
    award, doubt = award_spoken_of(ask, "") if regex("all_prizes").search(lead) else ("", "")
    if not award:
        return None
    one = prizes_of(award, "", ask)
    return answer(one, "prizes_of_places", How.SHARED, before[0].tokens[0].start, before[-1].tokens[-1].end, doubt)


def _counts_of_place(ask: Ask) -> bool:
    """Whether a place and no noun stands at a number of prizes."""
    m, said = ask.mention, ask.predicate
    alone = m.is_figure and m.unit in COUNTED and len(said.noun) < 2 and not said.kinds and not follows_noun(m.after)
    return alone and any(token.kind is Kind.PLACE for token in said.places)


def _new_prizes(ask: Ask) -> Answer | None:
    """累计获奖86项，今年新增11项: what is new behind prizes of several editions is of the edition spoken of."""
    before = ask.context.last
    if before is None or not regex("new_alone").match(ask.predicate.noun) or not ask.mention.is_figure:
        return None
    award = is_of_award(before.named.label, ask.context.award)
    if not award or not before.named.label.startswith(words("won_so_far")) or before.unit != ask.mention.unit:
        return None
    one = names.resolve(award, ask.level_unit)
    return answer(one, "new_prizes", How.SHARED, ask.predicate.start, ask.predicate.end, "prize_of_award_before")


PRIZE_PARTS = (
    Resolver("prizes_taken", "indicator", _prizes_taken, (*OTHERS, "place_part")),
    Resolver("prizes_respectively", "indicator", _prizes_respectively, (*OTHERS, "named_prize", "respective")),
    Resolver("new_prizes", "indicator", _new_prizes, (*OTHERS, "act_alone")),
    Resolver("change_of_kinds", "indicator", _change_of_kinds, OTHERS),
    Resolver("total_of_kinds", "indicator", _total_of_kinds, OTHERS),
    Resolver("places_of_kinds", "indicator", _places_of_kinds, (*OTHERS, "place_part")),
    Resolver("share_of_all_prizes", "indicator", _share_of_all_prizes, (*OTHERS, "change_of_kinds")),
    Resolver("prizes_of_places", "indicator", _prizes_of_places, (*OTHERS, "place_part")),
)
