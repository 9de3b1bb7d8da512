"""The subject of a figure by syntax that shares one among several: coordinated nouns, 均, 分别, parallel lists."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, QUANTITY, Kind, Token, text_of
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.coordination import completed_from, noun_of_list, share_heads, split_nouns
from ipstats.reading.resolvers.ellipsis import not_new
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN
from ipstats.reading.resolvers.parallel import parallel_level
from ipstats.reading.slots import Ask, Resolver

SHORTEST_ACT = 3
"""Characters of a verb with its object; a verb alone (新增, 达到) is no part of a name."""
_QUANTITIES = (Kind.FIGURE, Kind.RANK)
_OF_PLACE = (Kind.OWN_AREA, Kind.JOIN)
_NAMED = (Kind.TEXT, Kind.NAME, Kind.WORD)


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
    """依次为广东18527、北京16210: the place right before a number, as before each of several of the clause."""
    if Kind.PLACE not in m.clause.kinds:
        return None
    beside = [before for before, token in pairwise(m.clause.tokens) if token.kind in (Kind.BARE, Kind.FIGURE)]
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
    if run is None or len(run.quantities) < 2:
        return None
    places = _places_of(run, m)
    return places[run.at] if len(places) == len(run.quantities) else None


def misfits_places(m: Mention) -> bool:
    """Whether 分别 distributes numbers over several places that are not as many."""
    run = respective_run(m)
    return run is not None and len(_places_of(run, m)) not in (0, 1, len(run.quantities))


def _places_of(run: Run, m: Mention) -> list[Token]:
    """The places before 分别, or in the clause before; a zone that stands among them is one of no known code."""
    places = (list(_members(tokens)) for tokens in (run.before, _uncounted_before(m)))
    return next(filter(None, places), [])


def _members(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """高新区、樊城区、襄城区: the places of a list, and its zones where a place stands beside them."""
    if all(token.kind is not Kind.PLACE for token in tokens):
        return
    for joined, piece in groupby(tokens, key=lambda token: token.kind in (Kind.JOIN, Kind.COMMA, Kind.PLACE)):
        inside = list(piece)
        if joined:
            yield from (token for token in inside if token.kind is Kind.PLACE)
        elif regex("zone_alone").match(text_of(inside)):
            yield Token(Kind.PLACE, inside[0].start, inside[-1].end, text_of(inside))


def _uncounted_before(m: Mention) -> tuple[Token, ...]:
    """The tokens of the clause before in the segment, which may list those whom 分别 speaks of; () where it counts."""
    before = m.clause_before
    return () if before is None or Kind.FIGURE in before.kinds else before.tokens


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
    act = _act_of_each(mark, m.clause)
    nouns = _with_act(_nouns_before_mark(before), act)
    if respective_places(m) is None and (subject := _of_nouns(nouns, run, ask)) is not None:
        return Answer(subject, evidence)
    if not nouns and (levels := _levels_before(ask, len(run.quantities))):
        subject = not_new(levels[run.at].named, text_of(run.before), ask.level_unit)
        return replace(levels[run.at].subject, value=subject, evidence=evidence)
    if respective_places(m) is not None or respective_times(m) is not None:
        return _shared_by_places(before, ask, evidence)
    text = "、".join(nouns)
    return Answer(Subject(text), evidence, "respective_mismatch") if text else None


def _member_before(run: Run, ask: Ask) -> Subject | None:
    """甲大学、乙大学发明专利授权量位居前两位，分别为2件、1件: the n-th of the bodies that the clause before lists."""
    ahead = _uncounted_before(ask.mention)
    at = next((at for at, token in enumerate(ahead) if token.kind is Kind.NAME), 0)
    members = split_nouns(tuple(token for token in ahead[:at] if token.kind in (*_NAMED, Kind.JOIN)))
    if len(members) != len(run.quantities) or any(token.kind is Kind.PLACE for token in ahead[:at]):
        return None
    return replace(names.resolve(ahead[at].text, ask.level_unit), scope=members[run.at], understood=False)


def _act_of_each(mark: Token, clause: Clause) -> str:
    """企业、高校分别申请发明专利3件、2件: what each of the nouns before 分别 did, "" where a verb says less."""
    behind = next(token.start for token in clause.quantities if token.start >= mark.end)
    between = [token for token in clause.tokens if mark.end <= token.start < behind]
    act = text_of(between)
    return act if len(act) >= SHORTEST_ACT and all(token.kind in _NAMED for token in between) else ""


def _with_act(nouns: list[str], act: str) -> list[str]:
    """The nouns with what each of them did, and what the first counts per (每百户市场主体、企业|拥有注册商标)."""
    per = regex("per_count_name").match(nouns[0]) if act and nouns else None
    return [(per[0] if per and not noun.startswith(per[0]) else "") + noun + act for noun in nouns]


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
    return Answer(noun_of_list(nouns, quantities.index(m.token), ask), evidence)


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
        return _of_regions(nouns, run, ask) or noun_of_list(nouns, run.at, ask)
    if listed := _listed_before(nouns, count, ask.mention):
        return noun_of_list(listed, run.at, ask)
    if len(nouns) != 1:
        return None if nouns else _member_before(run, ask)
    if regex("share_of_each").match(nouns[0]) and (levels := _levels_before(ask, count)):
        return levels[run.at].named
    pair = next((pair for pair in words("joint_pair") if pair[0] in nouns[0]), None) if count == 2 else None
    if pair:
        return names.resolve(nouns[0].replace(pair[0], pair[1 + run.at]), ask.level_unit)
    return _of_kinds_before(nouns, run, ask)


def _of_regions(nouns: list[str], run: Run, ask: Ask) -> Subject | None:
    """苏中三市、苏北五市分别为3件、2件: parts of the area, which narrow the count before; None of other nouns."""
    level = same_unit_before(ask) if all(map(regex("region_lead").fullmatch, nouns)) else None
    return replace(level.named, scope=nouns[run.at], understood=False) if level is not None else None


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
    shared = names.clean(text_of(token for token in _without_zones(before) if token.kind in _NAMED)).noun
    if not shared and (ahead := _uncounted_before(m)):
        text = text_of(token for token in ahead if token.kind in _NAMED)
        topic = regex("topic_clause").match(text)
        shared = names.clean(next(filter(None, topic.groups()), "") if topic else text).noun
    return regex("rank_part").sub("", shared)


def _without_zones(tokens: tuple[Token, ...]) -> list[Token]:
    """The tokens before 分别 without the zones among the places that they list."""
    zones = [zone for zone in _members(tokens) if not zone.code]
    return [token for token in tokens if not any(zone.start <= token.start < zone.end for zone in zones)]


def _announced(clause: Clause) -> list[str]:
    """增长最快的三个领域为A、B和C，分别…: the list behind 为 or 是."""
    text = "".join("、" if token.kind is Kind.JOIN else token.text for token in clause.tokens if token.kind in NOMINAL)
    marks = list(regex("copula_list").finditer(text))
    return [names.clean(piece).noun for piece in text[marks[-1].end() :].split("、")] if marks else []


def _nouns_of_clause(clause: Clause) -> list[str]:
    """规上工业增加值、财政收入跃上新台阶，分别为…: the coordinated nouns of a clause that tells no number of them."""
    nouns = [] if clause.has_quantity else _split_before_mark(clause.tokens)
    return share_heads([*nouns[:-1], regex("list_predicate").sub("", nouns[-1])]) if nouns[1:] else []


def spoken_of(clause: Clause) -> list[Subject]:
    """The indicators that a clause without a number names: 商标申请、注册量同比正增长."""
    if clause.has_quantity:
        return []
    nouns = _nouns_of_clause(clause) or [token.text for token in clause.tokens if token.kind is Kind.NAME]
    subjects = [names.resolve(completed_from(nouns[0], noun) if at else noun, "") for at, noun in enumerate(nouns)]
    return [one for one in subjects if one.id]


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

    A part takes that of a count rather than of a density; a sentence of its own the first whole of the one before, or,
    where it goes on with an order (邳州紧随其后), what that was told of last.
    """
    m = ask.mention
    levels = [one for one in reversed(ask.context.earlier) if _counts_alike(one, m)]
    counts = [one for one in levels if one.unit == m.unit] if ask.predicate.is_part else []
    goes_on = regex("next_in_order").search(m.text_so_far)
    here = levels if goes_on else [one for one in levels if one.mention.sentence is m.sentence]
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
    Resolver("respective", "indicator", _respective,
             (*OWN, *LEFT_OUT, "dependent_head", "parallel_name", "parallel_lists", "place_part", "per_capita")),
    Resolver("coordinated", "indicator", _coordinated, (*OWN, *LEFT_OUT, "dependent_head", "parallel_name")),
    Resolver("parallel_lists", "indicator", _parallel_lists, (*OWN, *LEFT_OUT, "dependent_head")),
)  # fmt: skip
