"""The subject of a figure by coordinated nouns: a head that they share, 均, a place in an order of several."""

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, PREDICATE, Kind, Token, text_of
from ipstats.grammar.tokens import STEP
from ipstats.reading.clause_tree import Mention
from ipstats.reading.evidence import Answer, Evidence, How, distributed
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, ordered_kind
from ipstats.reading.slots import Ask, Resolver

MOST_SHARED = 5


def split_nouns(tokens: tuple[Token, ...]) -> list[str]:
    """The coordinated nouns of a run of tokens (制造业、普惠小微|贷款余额), without the count of them at the end."""
    pieces = [""]
    for token in tokens:
        if token.kind is Kind.JOIN:
            pieces.append("")
        elif token.kind is Kind.SHARE or (
            token.kind in NOMINAL and token.kind is not Kind.OWN_AREA and token.reason != STEP
        ):
            pieces[-1] += token.text
    pieces[-1] = regex("counted_members").sub("", pieces[-1]) if pieces[1:] else pieces[-1]
    return [noun for piece in pieces if (noun := names.clean(piece).noun)]


def head_of(noun: str) -> str:
    """The head that coordinated nouns can share; a modifier must be left over."""
    return next((head for head in words("shared_head") if noun.endswith(head) and len(noun) >= len(head) + 2), "")


def share_heads(nouns: list[str]) -> list[str]:
    """The nouns with the head of the last where they lack one (城镇、农村|居民收入), acts with its object."""
    if len(nouns) < 2:
        return nouns
    *others, last = nouns
    if kinds := regex("counted_kinds").match(last):
        return [noun + kinds["head"] for noun in (*others, kinds["last"])]
    if (done := regex("act_and_object").match(last)) and all(map(regex("act_at_end").search, others)):
        return [*(noun + done["object"] for noun in others), last]
    modifier, _, head = last.rpartition("的")
    if head and modifier:
        return [*(noun.removesuffix(head) + head for noun in others), last]
    return nouns if all(map(head_of, others)) else _with_head_of_last(others, last)


def _with_head_of_last(others: list[str], last: str) -> list[str]:
    """The nouns with what stands behind the modifier of the last where all are modifiers, else with its head."""
    own = _modifier(last)
    bare = bool(own) and all(noun == _modifier(noun) for noun in others)
    head = last.removeprefix(own) if bare else head_of(last)
    return [noun if head_of(noun) and not bare else noun + head for noun in others] + [last]


def _modifier(noun: str) -> str:
    """The words at the beginning of a noun that stand in parallel before one head: 城镇, 国家级, 科研单位, or ""."""
    groups = ("parallel_modifier", "grade", "applicant")
    return max((word for group in groups for word in words(group) if noun.startswith(word)), key=len, default="")


def _subjects(nouns: list[str], ask: Ask) -> list[Subject]:
    return [names.resolve(noun, ask.level_unit, ask.context.whole) for noun in nouns]


def _each(subjects: list[Subject], evidence: Evidence) -> Answer:
    """One figure for each of several subjects."""
    return distributed(Answer(one, evidence) for one in subjects)


def _each_of(ask: Ask) -> Answer | None:
    """响应率、解决率均为100%: one number for several nouns."""
    head = _before_each(ask.mention)
    kinds = {token.kind for token in head or ()}
    if head is None or Kind.JOIN not in kinds or Kind.PLACE in kinds:
        return None
    nouns = share_heads(split_nouns(head))
    if len(nouns) < 2:
        return None
    return _each(_subjects(nouns, ask), Evidence("each_of", How.SHARED, head[0].start, head[-1].end))


def _before_each(m: Mention) -> tuple[Token, ...] | None:
    """The nouns and verbs before 均 or 都, None where no such word stands."""
    lead = [token for token in m.before if token.kind in NOMINAL or token.kind in PREDICATE]
    marks = (Kind.EACH, Kind.RESPECTIVELY) if len(m.clause.quantities) == 1 else (Kind.EACH,)
    at = next((at for at, token in enumerate(lead) if token.kind in marks), None)
    return None if at is None else tuple(lead[:at])


def _each_of_levels(ask: Ask) -> Answer | None:
    """金奖9项，银奖24项，均居全国首位: one number for all levels of the clauses before."""
    m = ask.mention
    head = _before_each(m)
    if head is None or not m.clause_index:
        return None
    if not regex("both_indicators").match(text_of(head)) and _has_noun(head):
        return None
    rate = ask.predicate.rate_noun
    levels = _levels_to_share(ask)
    if not 2 <= len(levels) <= MOST_SHARED:
        return None
    evidence = Evidence("each_of_levels", How.SHARED, levels[0].mention.token.start, levels[-1].mention.token.end)
    subjects = [one.named for one in levels]
    if rate:
        subjects = [Subject(one.label + rate, "", one.scope) for one in subjects]
    return _each(subjects, evidence)


def _has_noun(tokens: tuple[Token, ...]) -> bool:
    return any(token.kind in NOMINAL and len(token.text) > 1 and token.kind is not Kind.OWN_AREA for token in tokens)


def _levels_to_share(ask: Ask) -> list[Resolved]:
    """The levels (growths, where a rate of change is named) right before the clause, back to the first of a part."""
    m = ask.mention
    found: list[Resolved] = []
    for one in reversed(ask.context.earlier):
        other = one.mention
        if other.sentence is not m.sentence or other.clause is m.clause or one.bracketed:
            break
        if not (one.kind == "growth" if ask.predicate.rate_noun else one.is_level):
            break
        found.insert(0, one)
        if one.predicate.is_part:
            break
    return found


def _rank_of_several(ask: Ask) -> Answer | None:
    """专利申请、授权量居全国第三位: a place of all coordinated nouns with one head, or that the catalogue all has."""
    m, said = ask.mention, ask.predicate
    lead = tuple(token for token in m.before if token.kind in NOMINAL or token.kind in PREDICATE)
    if not m.is_rank or m.position or not said.noun or set(said.kinds) - {Kind.REACH}:
        return None
    nouns = _several_nouns(lead)
    subjects = _subjects_of_rank(nouns, ask) if nouns else []
    return _each(subjects, Evidence("rank_of_several", How.SHARED, lead[0].start, lead[-1].end)) if subjects else None


def _subjects_of_rank(nouns: list[str], ask: Ask) -> list[Subject]:
    *others, last = nouns
    nouns = [regex("lead_end").sub("", noun) for noun in share_heads(nouns)]
    if head_of(last) and not any(map(head_of, others)):
        return [names.resolve(noun, "", ask.context.whole) for noun in nouns]
    subjects = [noun_of_list(nouns, at, ask) for at in range(len(nouns))]
    return subjects if all(one.id for one in subjects) else []


def _several_nouns(tokens: tuple[Token, ...]) -> list[str]:
    """The coordinated nouns before a place in an order; of places there is none."""
    kinds = {token.kind for token in tokens}
    if Kind.JOIN not in kinds or not kinds.isdisjoint([Kind.EACH, Kind.RESPECTIVELY]):
        return []
    nouns = split_nouns(tuple(token for token in tokens if token.kind is not Kind.PLACE)) if _one_place(tokens) else []
    return nouns if 1 < len(nouns) < MOST_SHARED else []


def _one_place(tokens: tuple[Token, ...]) -> bool:
    """Whether at most one place stands among tokens, at their beginning."""
    places = [token for token in tokens if token.kind is Kind.PLACE]
    return not places or (len(places) == 1 and tokens[0] is places[0])


def noun_of_list(nouns: list[str], at: int, ask: Ask) -> Subject:
    """The n-th noun, completed from the first (国内发明专利申请、授权)."""
    if regex("act_only").match(nouns[at]) and (kind := ordered_kind(ask.mention)):
        return names.resolve(kind + nouns[at], ask.level_unit, ask.context.whole)
    new = regex("newly").match(nouns[0])
    text = completed_from(nouns[0], nouns[at]) if at else nouns[at]
    text = new[0] + text if new and not text.startswith(new[0]) and not regex("shared_verb").match(text) else text
    return names.resolve(text, ask.level_unit, ask.context.whole)


def completed_from(first: str, noun: str) -> str:
    """A noun with what the first of its list says before the word that it stands in parallel to, and its origin."""
    per = regex("per_count_name").match(first)
    if per and names.catalogue(per[0] + noun):
        return per[0] + noun
    if regex("dependent_head").match(noun) and (stem := regex("head_end").sub("", first)) != first:
        return stem + noun
    leads = (_lead_in_common(first, noun, group) for group in words("parallel_set"))
    text = next((lead for lead in leads if lead), "") + noun
    origin = next((word for word in words("origin_scope") if first.startswith(word)), "")
    return text if text.startswith(origin) else origin + text


def _lead_in_common(first: str, noun: str, group: list[str]) -> str:
    """What stands in the first noun before a word of a set, where the other noun is or begins with another, else ""."""
    end = next((w for w in group if w != noun and first.endswith(w) and len(first) > len(w)), "")
    if end and noun in group:
        return first.removesuffix(end)
    word = next(filter(noun.startswith, group), "")
    other = next((w for w in group if w != word and first.find(w) > 0), "")
    return first[: first.index(other)] if word and other else ""


COORDINATION = (
    Resolver("each_of", "indicator", _each_of, (*OWN, *LEFT_OUT, "dependent_head", "parallel_name", "respective")),
    Resolver("each_of_levels", "indicator", _each_of_levels,
             (*OWN, *LEFT_OUT, "dependent_head", "parallel_name", "parallel_lists")),
    Resolver("rank_of_several", "indicator", _rank_of_several, (*OWN, *LEFT_OUT, "dependent_head", "parallel_name")),
)  # fmt: skip
