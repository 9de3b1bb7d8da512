"""The subject of a figure by syntax that shares one among several: coordinated nouns, 均, 分别, parallel lists."""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, PREDICATE, QUANTITY, Kind, Token, text_of
from ipstats.grammar.tokens import STEP
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer, Evidence, How, distributed
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.ellipsis import not_new
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, ordered_kind
from ipstats.reading.resolvers.parallel import parallel_level
from ipstats.reading.slots import Ask, Resolver

MOST_SHARED = 5
_QUANTITIES = (Kind.FIGURE, Kind.RANK)
_OF_PLACE = (Kind.OWN_AREA, Kind.JOIN)


# ---------------------------------------------------------------- coordinated nouns
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
    """The nouns with the head of the last where they lack one (城镇、农村|居民收入)."""
    if len(nouns) < 2:
        return nouns
    *others, last = nouns
    if kinds := regex("counted_kinds").match(last):
        return [noun + kinds["head"] for noun in (*others, kinds["last"])]
    modifier, _, head = last.rpartition("的")
    if head and modifier:
        return [noun if noun.endswith(head) else noun + head for noun in others] + [last]
    return nouns if all(map(head_of, others)) else _with_head_of_last(others, last)


def _with_head_of_last(others: list[str], last: str) -> list[str]:
    modifiers = word_set("parallel_modifier").issuperset((*others, last[:2]))
    head = last[2:] if modifiers else head_of(last)
    return [noun if head_of(noun) or not head else noun + head for noun in others] + [last]


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
    m, found = ask.mention, []
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
    subjects = [_respective_noun(nouns, at, ask) for at in range(len(nouns))]
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


# ---------------------------------------------------------------- 分别
class Run(NamedTuple):
    """The tokens before 分别, the quantities behind it, and which of them the mention is."""

    before: tuple[Token, ...]
    quantities: tuple[Token, ...]
    at: int


def respective_run(m: Mention) -> Run | None:
    """What 分别 distributes, None where the mention is not in its reach."""
    tokens = m.clause.tokens
    if Kind.RESPECTIVELY not in m.clause.kinds or m.bracketed:
        return None
    at = next(at for at, token in enumerate(tokens) if token.kind is Kind.RESPECTIVELY)
    alike = {Kind.RANK} if m.is_rank else QUANTITY - {Kind.RANK}
    quantities = tuple(token for token in tokens[at:] if token.kind in alike)
    if m.token not in quantities or len(quantities) < 2 or place_beside(m):
        return None
    return Run(_with_clause_before(m, tokens[:at]), quantities, quantities.index(m.token))


def place_beside(m: Mention) -> Token | None:
    """依次为广东18527、北京16210: the place right before a bare number, as before each of several of the clause."""
    if Kind.PLACE not in m.clause.kinds:
        return None
    beside = [before for before, token in pairwise(m.clause.tokens) if token.kind is Kind.BARE]
    if len(beside) < 2 or any(token.kind is not Kind.PLACE for token in beside):
        return None
    return next((token for token in beside if token.end == m.token.start), None)


def _listed_run(m: Mention) -> Run | None:
    """浙江、山东为1.9万件、1.8万件: as many numbers of one unit as places that stand side by side before them."""
    tokens, quantities = m.clause.tokens, m.clause.quantities
    if Kind.PLACE not in m.clause.kinds or m.bracketed or Kind.RESPECTIVELY in m.clause.kinds or not quantities:
        return None
    at = tokens.index(quantities[0])
    places = tuple(token for token in tokens[:at] if token.kind is Kind.PLACE)
    as_many = 1 < len(places) == len(quantities)
    if not as_many or not _side_by_side(places, tokens) or not _are_alike(quantities, tokens):
        return None
    return Run(tokens[:at], quantities, quantities.index(m.token)) if m.token in quantities else None


def _are_alike(quantities: tuple[Token, ...], tokens: tuple[Token, ...]) -> bool:
    """Whether numbers of one unit stand side by side."""
    units = {token.figure.unit if token.figure else "" for token in quantities}
    return len(units) == 1 and _side_by_side(quantities, tokens)


def _side_by_side(members: tuple[Token, ...], tokens: tuple[Token, ...]) -> bool:
    """Whether only a conjunction stands between every two members of a list."""
    between = (text_of(t for t in tokens if one.end <= t.start < other.start) for one, other in pairwise(members))
    return all(regex("beside").fullmatch(text) for text in between)


_SHORT_CLAUSE = 6


def _with_clause_before(m: Mention, before: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens before 分别, with the clause before where they hold no noun, or it only names times."""
    if m.previous_clause is None:
        return before
    ahead = m.previous_clause.tokens
    named = any(token.kind in NOMINAL and token.kind not in _OF_PLACE and len(token.text) > 1 for token in before)
    times = len(ahead) <= _SHORT_CLAUSE and all(token.kind in (Kind.TIME, Kind.JOIN) for token in ahead)
    return (*ahead, *before) if not named or times else before


def respective_places(m: Mention) -> Token | None:
    """宁波、温州商标注册量分别达3件、2件: the place of the mention."""
    run = respective_run(m) or _listed_run(m)
    places = [token for token in run.before if token.kind is Kind.PLACE] if run else []
    return places[run.at] if run and len(places) == len(run.quantities) > 1 else None


def respective_times(m: Mention) -> tuple[Token, int] | None:
    """2020年、2021年分别为: the time of the mention; of 2020—2022年 the span, and which year of it."""
    run = respective_run(m)
    if run is None:
        return None
    times = _spans(run.before)
    if len(times) == len(run.quantities) > 1:
        return times[run.at], -1
    times = times or _spans(m.sentence.clauses[0].tokens)
    if len(times) != 1 or not times[0].time.last_year:
        return None
    each, left = divmod(len(run.quantities), times[0].time.last_year - times[0].time.year + 1)
    return (times[0], run.at // each) if each and not left and _in_groups(run.quantities, each) else None


def _spans(tokens: tuple[Token, ...]) -> list[Token]:
    return [token for token in tokens if token.kind is Kind.TIME and token.time.kind == "span"]


def _in_groups(quantities: tuple[Token, ...], size: int) -> bool:
    """6924件13485人、4098件7889人: whether every so many quantities stand together."""
    pairs = pairwise(quantities)
    return all((one.end == other.start) is bool(at % size) for at, (one, other) in enumerate(pairs, 1))


def _respective(ask: Ask) -> Answer | None:
    """A、B分别…1、2: the n-th number belongs to the n-th noun."""
    m = ask.mention
    run = respective_run(m)
    if run is None:
        return None
    mark = next(token for token in m.clause.tokens if token.kind is Kind.RESPECTIVELY)
    evidence = Evidence("respective", How.SHARED, mark.start, mark.end)
    before = m.clause.tokens[: m.clause.tokens.index(mark)]
    nouns = _nouns_before_mark(before)
    if respective_places(m) is None and (subject := _of_nouns(nouns, run, ask)) is not None:
        return Answer(subject, evidence)
    if not nouns and (levels := _levels_before(ask, len(run.quantities))):
        subject = not_new(levels[run.at].named, text_of(run.before), ask.level_unit)
        return replace(levels[run.at].subject, value=subject, evidence=evidence)
    if respective_places(m) is not None or respective_times(m) is not None:
        return _shared_by_places(before, ask, evidence)
    text = "、".join(nouns)
    return Answer(Subject(text), evidence, "respective_mismatch") if text else None


def _coordinated(ask: Ask) -> Answer | None:
    """城镇和农村居民收入达到3元和2元: as many numbers of one unit side by side as nouns before them, without 分别."""
    m = ask.mention
    quantities, tokens = m.clause.quantities, m.clause.tokens
    apart = m.bracketed or not m.clause.kinds.isdisjoint([Kind.RESPECTIVELY, Kind.EACH, Kind.PLACE])
    if apart or len(quantities) < 2 or not _are_alike(quantities, tokens):
        return None
    nouns = _nouns_before_mark(tokens[: tokens.index(quantities[0])])
    if len(nouns) != len(quantities):
        return None
    evidence = Evidence("respective", How.SHARED, quantities[0].start, quantities[-1].end)
    return Answer(_respective_noun(nouns, quantities.index(m.token), ask), evidence)


def _nouns_before_mark(before: tuple[Token, ...]) -> list[str]:
    """The coordinated nouns before 分别, none where a number stands among them."""
    return share_heads(_split_before_mark(before))


def _split_before_mark(before: tuple[Token, ...]) -> list[str]:
    if any(token.kind in _QUANTITIES for token in before):
        return []
    inside = tuple(token for token in before if token.kind in NOMINAL or token.kind in (Kind.RISE, Kind.SHARE))
    return split_nouns(inside[1:] if _place_of_all(before) else inside)


def _place_of_all(before: tuple[Token, ...]) -> bool:
    """Whether one place opens the nouns, of which they all are (南通市专利授权量和商标注册量分别…)."""
    spoken = [token for token in before if token.kind in NOMINAL or token.kind is Kind.JOIN]
    places = [token for token in spoken if token.kind is Kind.PLACE]
    return len(spoken) > 1 and places == spoken[:1] and spoken[1].kind is Kind.NAME


def _shared_by_places(before: tuple[Token, ...], ask: Ask, evidence: Evidence) -> Answer | None:
    """The subject that places or times before 分别 share: their noun, else the one of the level before."""
    shared = _shared_noun(before, ask.mention)
    if regex("case_act").match(shared) and ask.context.earlier:
        shared = case_name(shared, ask.context.earlier[-1].named.label)
    if shared and not regex("no_noun").match(shared):
        return Answer(names.resolve(shared, ask.level_unit, ask.context.whole), evidence)
    level = same_unit_before(ask) or _level_before(ask)
    return of_earlier(level, "respective") if level else None


def _level_before(ask: Ask) -> Resolved | None:
    """The level before whose growth several places have (新昌县和嵊州市的增幅分别为…)."""
    relative = ask.mention.unit in ("%", "倍") or ask.mention.is_rank
    return next((one for one in reversed(ask.context.earlier) if one.is_level), None) if relative else None


def case_name(act: str, label: str) -> str:
    """What an act without its object was done to: the cases counted before (受理…案件，审结)."""
    within = regex("case_within").match(label)
    cases = within[1] if within else regex("case_lead").sub("", label)
    if regex("case_act").match(cases) or regex("case_act").match(label):
        return act
    return act + cases if cases != label else label + act


def _of_nouns(nouns: list[str], run: Run, ask: Ask) -> Subject | None:
    """The subject by the nouns before 分别, by the list that the clause before announces, or by a word for two."""
    count = len(run.quantities)
    if len(nouns) == count:
        return _respective_noun(nouns, run.at, ask)
    if listed := _listed_before(nouns, count, ask.mention):
        return _respective_noun(listed, run.at, ask)
    if len(nouns) != 1:
        return None
    if regex("share_of_each").match(nouns[0]) and (levels := _levels_before(ask, count)):
        return levels[run.at].named
    pair = next((pair for pair in words("joint_pair") if pair[0] in nouns[0]), None) if count == 2 else None
    if pair:
        return names.resolve(nouns[0].replace(pair[0], pair[1 + run.at]), ask.level_unit)
    return _of_kinds_before(nouns, run, ask)


def _listed_before(nouns: list[str], count: int, m: Mention) -> list[str]:
    """As many nouns as numbers that the clause before lists, with the count before 分别 behind each (受理数)."""
    head = nouns[0] if len(nouns) == 1 and regex("count_alone").match(nouns[0]) else ""
    before = m.previous_clause
    if before is None or (nouns and not head):
        return []
    lists = (_announced(before), _nouns_of_clause(before))
    return next(([noun + head for noun in one] for one in lists if len(one) == count), [])


def _of_kinds_before(nouns: list[str], run: Run, ask: Ask) -> Subject | None:
    """发明、外观设计专利申请量分别为…，授权量分别为…: another act of the kinds that 分别 parted before."""
    levels = [one for one in _levels_before(ask, len(run.quantities)) if one.subject.evidence.rule == "respective"]
    alike = len(levels) == len(run.quantities)
    return names.patent_like(nouns[0], ask.level_unit, [levels[run.at].named]) if alike else None


def _levels_before(ask: Ask, count: int) -> list[Resolved]:
    """As many levels of the sentence before 分别 as it has numbers, else none."""
    m = ask.mention
    levels = [one for one in ask.in_sentence if one.kind == "level" and one.mention.clause is not m.clause]
    return levels[-count:] if len(levels) >= count else []


def _shared_noun(before: tuple[Token, ...], m: Mention) -> str:
    """The noun that several places or years share."""
    plain = (Kind.TEXT, Kind.NAME, Kind.WORD)
    shared = names.clean(text_of(token for token in before if token.kind in plain)).noun
    ahead = m.clause_before
    if not shared and ahead is not None and Kind.FIGURE not in ahead.kinds:
        text = text_of(token for token in ahead.tokens if token.kind in plain)
        topic = regex("topic_clause").match(text)
        shared = names.clean(next(filter(None, topic.groups()), "") if topic else text).noun
    return regex("rank_part").sub("", shared)


def _announced(clause: Clause) -> list[str]:
    """增长最快的三个领域为A、B和C，分别…: the list behind 为 or 是."""
    text = "".join("、" if token.kind is Kind.JOIN else token.text for token in clause.tokens if token.kind in NOMINAL)
    marks = list(regex("copula_list").finditer(text))
    return [names.clean(piece).noun for piece in text[marks[-1].end() :].split("、")] if marks else []


def _nouns_of_clause(clause: Clause) -> list[str]:
    """规上工业增加值、财政收入跃上新台阶，分别为…: the coordinated nouns of a clause that tells no number of them."""
    nouns = [] if clause.has_quantity else _split_before_mark(clause.tokens)
    return share_heads([*nouns[:-1], regex("list_predicate").sub("", nouns[-1])]) if nouns[1:] else []


def _respective_noun(nouns: list[str], at: int, ask: Ask) -> Subject:
    """The n-th noun, completed from the first (国内发明专利申请、授权)."""
    if regex("act_only").match(nouns[at]) and (kind := ordered_kind(ask.mention)):
        return names.resolve(kind + nouns[at], ask.level_unit, ask.context.whole)
    new = regex("newly").match(nouns[0])
    text = _completed_from(nouns[0], nouns[at]) if at else nouns[at]
    text = new[0] + text if new and not text.startswith(new[0]) and not regex("shared_verb").match(text) else text
    return names.resolve(text, ask.level_unit, ask.context.whole)


def _completed_from(first: str, noun: str) -> str:
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


def _parallel_lists(ask: Ask) -> Answer | None:
    """示范企业52家、优势企业60家，居全国第4位和第5位: as many ranks or rates as levels in the clause before."""
    level = parallel_level(ask)
    return of_earlier(level, "parallel_lists") if level else None


def of_earlier(one: Resolved, rule: str) -> Answer:
    """The subject of an earlier mention, with its doubt."""
    token = one.mention.token
    return replace(one.subject, evidence=Evidence(rule, How.SHARED, token.start, token.end), also=())


def same_unit_before(ask: Ask) -> Resolved | None:
    """The level before, counted in the same unit, whose subject a list of places goes on with.

    A part takes that of a count rather than of a density; a sentence of its own the first whole of the one before.
    """
    m = ask.mention
    levels = [one for one in reversed(ask.context.earlier) if _counts_alike(one, m)]
    counts = [one for one in levels if one.unit == m.unit] if ask.predicate.is_part else []
    here = [one for one in levels if one.mention.sentence is m.sentence]
    return next(iter(counts or here or [*filter(_is_whole, reversed(levels))] or levels), None)


def _counts_alike(one: Resolved, m: Mention) -> bool:
    """Whether a level, of no member of a list, has the unit of a mention, a small number also per 10,000."""
    if not one.is_level or one.subject.evidence.rule == "list_member":
        return False
    scaled = m.is_figure and m.token.figure.scale > 1
    return not m.unit or one.unit == m.unit or (not scaled and one.unit == m.unit + words("per_10k_unit")[0])


def _is_whole(one: Resolved) -> bool:
    return not one.part_of and regex("origin").match(one.named.label) is None


LISTS = (
    Resolver("each_of", "indicator", _each_of, (*OWN, *LEFT_OUT, "dependent_head", "parallel_name", "respective")),
    Resolver("each_of_levels", "indicator", _each_of_levels,
             (*OWN, *LEFT_OUT, "dependent_head", "parallel_name", "parallel_lists")),
    Resolver("rank_of_several", "indicator", _rank_of_several, (*OWN, *LEFT_OUT, "dependent_head", "parallel_name")),
    Resolver("respective", "indicator", _respective,
             (*OWN, *LEFT_OUT, "dependent_head", "parallel_name", "parallel_lists", "place_part", "per_capita")),
    Resolver("coordinated", "indicator", _coordinated, (*OWN, *LEFT_OUT, "dependent_head", "parallel_name")),
    Resolver("parallel_lists", "indicator", _parallel_lists, (*OWN, *LEFT_OUT, "dependent_head")),
)  # fmt: skip
