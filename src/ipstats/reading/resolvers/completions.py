"""The subject of a figure whose name is completed from another: densities, parts, heads and acts without a noun."""

from collections.abc import Iterator
from dataclasses import replace

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, Kind, text_of
from ipstats.model.definitions import normalise
from ipstats.model.indicators import Indicator, elided_names, indicators
from ipstats.reading.clause_tree import Clause, Mention, follows_noun
from ipstats.reading.evidence import Answer, How
from ipstats.reading.predicate import Predicate
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.ellipsis import without_new
from ipstats.reading.resolvers.lists import case_name, of_earlier, same_unit_before
from ipstats.reading.resolvers.members import framed_whole
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, PRIZES, is_share_of_task, last_head, ordered_kind
from ipstats.reading.resolvers.prize_names import in_contest
from ipstats.reading.slots import Ask, Resolver, answer

LONGEST_LEAD = 6
"""Characters that may stand before a head noun that is alone (累计、总): of more it is the head."""


_PHRASE = NOMINAL - {Kind.OWN_AREA}
_WORD = 2
"""Characters of a word."""


def _per_capita(ask: Ask) -> Answer | None:
    """每万人口137.9件 after the stock that it is a density of."""
    said = ask.predicate
    if not regex("per_population").match(said.noun):
        return None
    for one in reversed(ask.context.earlier):
        subject = one.named
        if (found := _density_of(subject.id)) is not None:
            density = Subject(found.zh, found.id, subject.scope, True, own_words=False)
            return answer(density, "per_capita", How.SHARED, said.start, said.end)
        if one.kind == "level":
            density = Subject(said.noun + subject.label)
            return answer(density, "per_capita", How.SHARED, said.start, said.end, "density_of_what")
    return None


def _density_of(stock: str) -> Indicator | None:
    """The catalogue's density per 10,000 of the population that an indicator is the numerator of."""
    densities = (one for one in indicators().values() if one.kind == "ratio" and one.numerator == stock)
    return next((one for one in densities if stock and one.unit.endswith(words("per_10k_unit"))), None)


def _dependent_head(ask: Ask) -> Answer | None:
    """出口量居全国第2位: a head noun alone completes itself from the noun before it in the sentence."""
    said = ask.predicate
    alone = regex("dependent_head").match(said.noun) or (said.rate_noun and not said.noun)
    if said.is_condition or not alone or len(said.raw) > len(said.noun) + LONGEST_LEAD:
        return None
    before = last_head(ask)
    if before is None or not _completes(before, ask):
        return None
    doubt = _doubt_of_head(before, ask)
    return answer(_completed(before, ask), "dependent_head", How.SHARED, said.start, said.end, doubt)


def _completes(before: Resolved, ask: Ask) -> bool:
    """Whether a noun before can be what a head is of: in its sentence, or of the same quantity; money has no cases."""
    noun = ask.predicate.noun
    if before.unit == "元" and regex("case_head").match(noun):
        return False
    here = before.mention.sentence is ask.mention.sentence
    return here or not noun or bool(regex("same_head").match(noun))


def _doubt_of_head(before: Resolved, ask: Ask) -> str:
    """What speaks against a head that the noun before completes."""
    if before.subject.doubt:
        return "subject_doubtful"
    if before.mention.sentence is not ask.mention.sentence:
        return "subject_of_sentence_before"
    listed = [one for one in ask.context.earlier if one.mention.clause is before.mention.clause and one.is_level]
    return "total_of_several" if len(listed) > 1 and regex("total_head").match(ask.predicate.noun) else ""


def _act_alone(ask: Ask) -> Answer | None:
    """经营主体总量1461.4万户，当年新登记147万户: an act without its object counts what was counted before."""
    m, said = ask.mention, ask.predicate
    of_case = regex("case_act").match(said.noun) is not None
    alone = m.is_figure and not m.number_first and (of_case or regex("act_alone").match(said.noun))
    before = _acted_on(ask, of_case) if alone else None
    if before is None:
        return None
    if of_case:
        return answer(_act_on_cases(before, ask), "act_alone", How.SHARED, said.start, said.end)
    stem = regex("total_end").sub("", without_new(before.named))
    one = names.resolve(said.noun + stem, ask.level_unit)
    one = one if one.id else Subject(said.noun + stem, "", before.named.scope)
    return answer(
        one, "act_alone", How.SHARED, said.start, said.end, "subject_doubtful" if before.subject.doubt else ""
    )


def _acted_on(ask: Ask, of_case: bool) -> Resolved | None:
    """The figure before that an act goes on about; an act on cases is of them all, not of the last kind of them."""
    levels = [one for one in _levels_before(ask) if not _is_part_before(one, ask)]
    return next((one for one in levels if of_case and not one.part_of), next(iter(levels), None))


def _act_on_cases(before: Resolved, ask: Ask) -> Subject:
    """新收知识产权案件81.3万件，审结78.1万件: what else was done to the cases before, by a court or procurators."""
    label = before.named.label
    one = names.resolve(case_name(ask.predicate.noun, label), ask.level_unit)
    narrowed = regex("kind_of_cases").search(label) and not regex("all_kinds_of_cases").search(label)
    return one if one.id or narrowed else _act_of_giver(ask) or one


def _act_of_giver(ask: Ask) -> Subject | None:
    """The one indicator that an act on cases is short for, of a court or of procurators, whoever is spoken of."""
    act, said = ask.predicate.noun, ask.mention.text_so_far + ask.context.document.title
    court, procurators = (regex(name).search(said) for name in ("by_court", "by_procurators"))
    ids = [id for id in elided_names().get(normalise(act), ()) if names.fits(id, ask.level_unit)]
    ids = [id for id in ids if bool(regex("by_court").search(indicators()[id].zh)) is bool(court)]
    return Subject(act, ids[0], own_words=False) if (court or procurators) and len(ids) == 1 else None


def _cases_by_kind(ask: Ask) -> Answer | None:
    """审理的知识产权案件中，刑事179件、民事5082件: a kind of the cases that the sentence counted or named before."""
    said = ask.predicate
    alone = ask.mention.unit == "件" and regex("case_kind_alone").match(said.noun)
    whole = next(filter(_is_of_all_cases, _wholes_told(ask)), "") if alone else ""
    if not whole:
        return None
    label = regex("cases_inside").sub(said.noun + r"\g<0>", whole, count=1)
    one = names.resolve(label, ask.level_unit)
    if not one.id or not regex("by_court").search(one.name):
        one = Subject(names.clean(regex("case_lead").sub("", label)).noun)
    return answer(one, "cases_by_kind", How.SHARED, said.start, said.end)


def _wholes_told(ask: Ask) -> Iterator[str]:
    """What the sentence counted in the same unit, the nearest first, then what its clauses without a number name."""
    yield from (one.named.label for one in reversed(ask.in_sentence) if one.is_level and one.unit == ask.mention.unit)
    yield from (_phrase_of(clause) for clause in reversed(ask.mention.clauses_so_far) if not clause.has_quantity)


def _phrase_of(clause: Clause) -> str:
    """The noun phrase of a clause without a number (全省法院审理的知识产权案件中)."""
    return regex("of_these_end").sub("", text_of(token for token in clause.tokens if token.kind in _PHRASE))


def _is_of_all_cases(text: str) -> bool:
    return bool(regex("cases_inside").search(text)) and not regex("kind_of_cases").search(text)


def _rate_of_cases(ask: Ask) -> Answer | None:
    """新收知识产权案件12件，结案率98%: a rate of the cases that the sentence counted before."""
    said = ask.predicate
    labels = [one.named.label for one in reversed(ask.in_sentence) if one.is_level and one.unit == "件"]
    cases = next((cases for label in labels if (cases := regex("case_lead").sub("", label)) != label), "")
    if not cases or not regex("case_rate").match(said.noun):
        return None
    one = names.resolve(cases + said.noun, ask.level_unit)
    return answer(one, "rate_of_cases", How.SHARED, said.start, said.end)


def _task_done(ask: Ask) -> Answer | None:
    """39件，完成全年授权任务量的52%: how much of a task was done, of the level before in the sentence."""
    m = ask.mention
    before = next((one for one in reversed(ask.in_sentence) if one.is_level), None)
    if before is None or not is_share_of_task(m):
        return None
    rate = Subject(before.named.label + words("task_rate")[0], "", before.named.scope)
    return answer(rate, "task_done", How.SHARED, m.before[0].start, m.before[-1].end)


def _grade_alone(ask: Ask) -> Answer | None:
    """国家级平台3家、省级34家; 9家国家级、7家省级网点: a level alone has the name of what another one has."""
    m, said = ask.mention, ask.predicate
    alone = regex("grade_alone").match(said.raw) if said.raw else None
    if m.is_figure and not said.kinds and not said.is_part and alone is not None:
        before = next((one.named for one in _levels_before(ask) if _has_grade(one.named.label)), None)
        one = _with_grade(alone["grade"], before, bool(alone["all"]), ask) if before is not None else None
        return answer(one, "grade_alone", How.SHARED, said.start, said.end) if one is not None else None
    return _grade_before_next(ask) if m.number_first and not m.position else None


def _with_grade(grade: str, before: Subject, of_all: bool, ask: Ask) -> Subject:
    """A subject with another level in its name, and in its scope where it has one; of all not a new count."""
    stem = regex("newly").sub("", before.label) if of_all else before.label
    one = _of_grade(regex("grade_in_name").sub(grade, stem, count=1), ask)
    return replace(one, scope=grade) if before.scope in word_set("grade") else one


def _grade_before_next(ask: Ask) -> Answer | None:
    """9家国家级、7家省级网点: a level behind its number, with the name that the next item of the list tells."""
    m = ask.mention
    alone = regex("grade_alone").match(text_of(m.after))
    behind = m.clause.items[m.item_index + 1 :]
    if alone is None or not behind:
        return None
    next_one = text_of(token for token in behind[0].tokens if token.kind in NOMINAL)
    head = regex("grade_in_name").match(next_one)
    if head is None or head.end() == len(next_one):
        return None
    one = _of_grade(alone["grade"] + next_one[head.end() :], ask)
    return answer(one, "grade_alone", How.SHARED, m.after[0].start, m.after[-1].end)


def _has_grade(label: str) -> bool:
    """Whether a name is more than a level, which it holds."""
    return bool(regex("grade_in_name").search(label)) and not regex("grade_alone").match(label)


def _of_grade(name: str, ask: Ask) -> Subject:
    one = names.resolve(name, ask.level_unit)
    return one if one.id else Subject(name)


def _levels_before(ask: Ask) -> list[Resolved]:
    """The figures of the sentence before that are counted in the same unit, the nearest first.

    Those before in brackets, and then what the brackets stand behind, for one in brackets.
    """
    outer = ask.context.figure_of(ask.mention.outer) if ask.mention.bracketed else None
    before = [*reversed(ask.in_sentence), *([outer] if outer is not None else [])]
    return [one for one in before if one.named.label and one.unit == ask.mention.unit]


def _completed(before: Resolved, ask: Ask) -> Subject:
    """The earlier subject with the head noun that stands alone."""
    said, subject, unit = ask.predicate, before.named, ask.level_unit
    stem = without_new(subject)
    if regex("total_head").match(said.noun) and stem != subject.label:
        one = names.resolve(stem, unit)
        return one if one.id and indicators()[one.id].is_stock else Subject(stem + said.noun)
    if not said.noun or regex("same_head").match(said.noun):
        return _same_quantity(before, ask)
    stem = regex("head_end").sub("", subject.label)
    if regex("money_head").match(said.noun):
        stem = regex("persons_end").sub("", stem)
    if said.noun.startswith(words("trade")):
        stem = regex("trade_end").sub("", stem)
    label = _joined(stem, said.noun)
    one = names.resolve(label, unit)
    return one if one.id else Subject(label)


def _joined(stem: str, noun: str) -> str:
    """A stem and a head that repeats its end (专利质押融资|融资金额), or begins with a word of it (质押金额)."""
    if len(noun) > _WORD + 1 and noun[:_WORD] in stem[1:-_WORD]:
        noun = noun[_WORD:]
    longest = min(len(stem), len(noun))
    overlap = next((length for length in range(longest, 0, -1) if stem.endswith(noun[:length])), 0)
    return stem + noun[overlap:]


def _same_quantity(before: Resolved, ask: Ask) -> Subject:
    m, said, subject = ask.mention, ask.predicate, before.named
    if said.rate_noun and (m.is_rank or m.unit == "百分点" or ask.measure.name == "multiple"):
        return Subject(subject.label + said.rate_noun, "", subject.scope)
    if before.kind == "share":
        return Subject(regex("share_of").sub("", subject.label), "", subject.scope)
    if names.nearly_fits(subject, ask.level_unit) and not _counts_otherwise(before, ask):
        return subject
    stem = regex("register_end").sub("", regex("acquire").sub("", subject.label)) or subject.label
    label = next(
        (one for one in (subject.label, stem) if names.catalogue(one + said.noun, ask.level_unit)), subject.label
    )
    return replace(subject, id=names.catalogue(label + said.noun, ask.level_unit), label=label + said.noun)


def _counts_otherwise(before: Resolved, ask: Ask) -> bool:
    """Whether a sum is asked of what was counted in pieces (专利质押融资登记321笔，金额45亿元)."""
    return ask.mention.unit == "元" != before.unit


def _parallel_name(ask: Ask) -> Answer | None:
    """植物新品种申请1296件、授权（量）629件: a word that stands for another of its set takes the rest of its name."""
    noun = regex("gain_lead").sub("", ask.predicate.noun)
    noun = regex("act_measured").sub("", noun)
    if ordered_kind(ask.mention) or (noun in PRIZES and in_contest(ask.mention)):
        return None
    for group in words("parallel_set"):
        if noun not in group:
            continue
        if found := _same_act(noun, ask):
            return found
        for before in _to_borrow_from(noun, ask):
            if found := _in_place_of(noun, [word for word in group if word != noun], before, ask):
                return found
    return None


def _same_act(noun: str, ask: Ask) -> Answer | None:
    """10月授权发明专利1720件、前10个月授权18527件: an act alone is that of the patents right before it."""
    before = ask.context.last
    beside = before is not None and before.mention.clause is ask.mention.clause and not before.part_of
    if not beside or before.named.id not in names.PATENT_OF or noun not in before.named.label:
        return None
    return of_earlier(before, "parallel_name")


def _to_borrow_from(noun: str, ask: Ask) -> list[Resolved]:
    """The figures before, the nearest first, but wholes before their parts; a prize is no part of a prize."""
    outside = [
        one for one in reversed(ask.context.earlier)
        if (ask.mention.bracketed or not one.bracketed) and one.kind != "share"
    ]  # fmt: skip
    wholes = [one for one in outside if not _is_part_before(one, ask)]
    return wholes if noun in PRIZES else wholes + [one for one in outside if _is_part_before(one, ask)]


def _is_part_before(before: Resolved, ask: Ask) -> bool:
    """Whether a later segment goes on with the whole rather than with a name, its part (其中发明…；授权量…)."""
    return bool(before.part_of and ask.mention.clause.opens_segment and before.mention.clause is not ask.mention.clause)


def _in_place_of(noun: str, others: list[str], before: Resolved, ask: Ask) -> Answer | None:
    """The earlier name with the one of the other words of its set that it holds replaced by this one."""
    m, said, label = ask.mention, ask.predicate, before.named.label
    here = before.mention.sentence is m.sentence
    near = here and m.clause_index - before.mention.clause_index <= 1
    start = _with_other_start(label, others, noun) if here else ""
    end = "" if near and start else _with_other_end(label, others, noun)
    if not (name := end or start):
        return None
    afar = noun not in PRIZES and not (near and (start or not _is_apart(before, m)))
    doubt = "borrowed_from_afar" if afar else ""
    return answer(names.resolve(name, ask.level_unit), "parallel_name", How.SHARED, said.start, said.end, doubt)


def _is_apart(before: Resolved, m: Mention) -> bool:
    """Whether an earlier figure stands in a clause of another segment, or is a part."""
    apart = m.clause.opens_segment or bool(before.part_of)
    return apart and before.mention.clause is not m.clause


def _with_other_start(label: str, others: list[str], noun: str) -> str:
    """A name that begins with one of some words, with a noun instead of it; "" where it begins with none."""
    first = next((word for word in others if label.startswith(word) and len(label) > len(word) + 1), "")
    return noun + label[len(first) :] if first else ""


def _with_other_end(label: str, others: list[str], noun: str) -> str:
    """A name that ends with one of some words, with a noun instead of it; "" where it ends with none or is no more."""
    heads = ("", *words("count_head"))
    other = next((word for word in others if label.endswith(tuple(word + head for head in heads))), None)
    if other is None or (len(label) <= len(other) + 1 and not (label == other and noun in PRIZES)):
        return ""
    end = label.rindex(other) + len(other)
    both = next((one for one, *_ in words("joint_pair") if label[:end].endswith(one)), other)
    return label[: end - len(both)] + noun + label[end:]


def _place_part(ask: Ask) -> Answer | None:
    """其中杭州40件、宁波20件: places as the parts of the figure before."""
    m, said = ask.mention, ask.predicate
    changes = set(said.kinds) - {Kind.FROM, Kind.REACH}
    if not m.is_figure or changes or m.bracketed or follows_noun(m.after):
        return None
    abroad = _is_abroad(said)
    if not abroad and not _is_place_alone(said):
        return None
    if (whole := framed_whole(ask)) is not None:
        return answer(whole, "place_part", How.SHARED, m.clause.tokens[0].start, m.token.start)
    if (one := _whole_told(ask) or same_unit_before(ask)) is not None:
        return _part_of(one, abroad, m)
    return _of_share_before(ask) or _of_clause_before(ask) or _of_section(ask)


def _is_abroad(said: Predicate) -> bool:
    return bool(said.noun) and regex("abroad_name").fullmatch(said.noun) is not None


def _whole_told(ask: Ask) -> Resolved | None:
    """The level that 其中 speaks of, where it is counted in the same unit; prizes have resolvers of their own."""
    whole = ask.context.whole_row
    if whole is None or not whole.is_level or whole.unit != ask.mention.unit:
        return None
    return None if regex("prize_words").search(whole.named.label) else whole


def _part_of(one: Resolved, abroad: bool, m: Mention) -> Answer:
    """The subject of a figure before for a place that is a part of it; a group of provinces narrows it no more."""
    found = of_earlier(one, "place_part")
    if regex("region_lead").fullmatch(one.named.scope):
        found = replace(found, value=replace(one.named, scope=""))
    far = "" if one.mention.sentence is m.sentence else "subject_of_sentence_before"
    return replace(found, doubt=found.doubt or ("whose_area" if abroad else far))


def _of_share_before(ask: Ask) -> Answer | None:
    """三市发明专利拥有量占全省的83%，其中哈尔滨2.9万件: the places' parts of what a share before is of."""
    before = ask.context.earlier[-1] if ask.context.earlier and ask.predicate.is_part else None
    if before is None or before.kind != "share" or before.mention.sentence is not ask.mention.sentence:
        return None
    name = next((token for token in before.mention.before if token.kind is Kind.NAME), None)
    one = names.resolve(name.text, ask.level_unit) if name else Subject("")
    return answer(one, "place_part", How.SHARED, name.start, name.end) if one.id else None


def _of_clause_before(ask: Ask) -> Answer | None:
    """北京、上海占据了著作权登记数量的前两名，其中北京693421件: the one name of a clause that counts nothing."""
    before = ask.mention.clause_before
    named = [token for token in before.tokens if token.kind is Kind.NAME] if before else []
    alone = len(named) == 1 and Kind.FIGURE not in before.kinds
    one = names.resolve(named[0].text, ask.level_unit) if alone else Subject("")
    return answer(one, "place_part", How.SHARED, named[0].start, named[0].end) if one.id else None


def _of_section(ask: Ask) -> Answer | None:
    """北京市12件 in a line of its own, below a paragraph that ends with 分别是: what the section last counted."""
    one = dict(ask.context.counted).get(ask.mention.unit) if not ask.context.earlier else None
    return answer(one, "place_part", How.PARAGRAPH, doubt="subject_of_sentence_before") if one else None


def _is_place_alone(said: Predicate) -> bool:
    """Whether places and no noun stand before a number."""
    named = said.noun and not regex("no_noun").match(said.noun)
    return not named and any(token.kind is Kind.PLACE for token in said.places)


COMPLETIONS = (
    Resolver("per_capita", "indicator", _per_capita, (*OWN, *LEFT_OUT)),
    Resolver("place_part", "indicator", _place_part, (*OWN, *LEFT_OUT, "dependent_head")),
    Resolver("parallel_name", "indicator", _parallel_name, (*OWN, *LEFT_OUT, "dependent_head", "act_alone")),
    Resolver("act_alone", "indicator", _act_alone, (*OWN, *LEFT_OUT)),
    Resolver("cases_by_kind", "indicator", _cases_by_kind, (*OWN, *LEFT_OUT, "list_member")),
    Resolver("rate_of_cases", "indicator", _rate_of_cases, (*OWN, *LEFT_OUT)),
    Resolver("task_done", "indicator", _task_done, (*OWN, *LEFT_OUT)),
    Resolver("grade_alone", "indicator", _grade_alone, (*OWN, *LEFT_OUT, "place_part")),
    Resolver("dependent_head", "indicator", _dependent_head, (*OWN, *LEFT_OUT)),
)  # fmt: skip
