"""The subject of a figure that leaves it out: the clause before, the text before brackets, the nearest mention."""

from dataclasses import replace
from itertools import takewhile

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, VERB, Kind, text_of
from ipstats.grammar.tokens import CONDITION, STEP
from ipstats.model.indicators import indicators
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.predicate import Predicate
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.compared import others_subject
from ipstats.reading.resolvers.measures import verb_of
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, is_compared_with
from ipstats.reading.slots import Ask, Resolver, answer

_ENDS_LEAD = VERB | {Kind.PLACE, Kind.RANK, Kind.RESPECTIVELY}
_FIRST_TOKENS = 2
_LONGEST_LEAD = 14
"""Characters before a name of the catalogue that narrow it (企业|专利授权量)."""
_LONG_NOUN = 3
"""Characters of a noun that, standing between, may be another subject."""


# ---------------------------------------------------------------- the clause before
def _clause_topic(ask: Ask) -> Answer | None:
    """受理的国外申请以发明专利为主，有95259件: the clause before, without a number, says what is counted."""
    m, said = ask.mention, ask.predicate
    if len(said.noun) >= 2 or m.item_index or m.position:
        return None
    before = m.previous_clause
    if before is None or before.has_quantity:
        return None
    return _before_step(before, ask) or _named_clause(before, ask) or _mainly(before, ask)


def _before_step(before: Clause, ask: Ask) -> Answer | None:
    """地区生产总值连续迈上3个千亿元台阶、达9860亿元: the noun before the step."""
    step = next((at for at, token in enumerate(before.tokens) if token.reason == STEP), None)
    if not step or not (ask.predicate.kinds or ask.mention.is_rank):
        return None
    noun = names.clean(
        text_of(t for t in before.tokens[:step] if t.kind in NOMINAL and t.kind is not Kind.OWN_AREA)
    ).noun
    if len(noun) < _LONG_NOUN:
        return None
    one = names.resolve(noun, ask.level_unit)
    return answer(one, "clause_topic", How.SHARED, before.tokens[0].start, before.tokens[step].start)


def _named_clause(before: Clause, ask: Ask) -> Answer | None:
    """专利授权量再创新高，达到12件: a name of the catalogue opens the clause before."""
    at = next((at for at, token in enumerate(before.tokens) if token.kind is Kind.NAME), None)
    if at is None or at > _FIRST_TOKENS or not _without_noun(ask):
        return None
    token = before.tokens[at]
    lead = text_of(ahead for ahead in before.tokens[:at] if ahead.kind is Kind.TEXT)
    body = regex("body_first").match(lead + token.text)
    one = names.resolve(lead + token.text, ask.level_unit)
    if body is not None and body["body"] == lead:
        one = replace(names.resolve(token.text, ask.level_unit), scope=lead, understood=False)
    if not names.resolve(token.text, ask.level_unit).id or len(lead) > _LONGEST_LEAD:
        return None
    return answer(one, "clause_topic", How.SHARED, token.start, token.end)


def _without_noun(ask: Ask) -> bool:
    """Whether a place in an order, a verb or nothing stands before a number."""
    said = ask.predicate
    return bool(ask.mention.is_rank or said.kinds or not said.raw or regex("bare_verb").match(said.raw))


def _mainly(before: Clause, ask: Ask) -> Answer | None:
    text = text_of(token for token in before.tokens if token.kind in NOMINAL and token.kind is not Kind.OWN_AREA)
    found = regex("mainly").search(text)
    if found is None:
        return None
    label = text[: found.start()] + found[found.lastindex]
    lenient = ask.context.document.patents_only
    one = names.patent(names.clean(label).noun, ask.level_unit, None, lenient) or names.resolve(label, ask.level_unit)
    return answer(one, "clause_topic", How.SHARED, before.tokens[0].start, before.tokens[-1].end)


# ---------------------------------------------------------------- the nearest mention
def _goes_on(ask: Ask) -> bool:
    """Whether the words before a number have no noun and need a subject: 同比增长17.1%, 居全国首位, 达12件."""
    m, said = ask.mention, ask.predicate
    if is_compared_with(m, said):
        return True
    if len(said.noun) >= 2 and not regex("no_noun").match(said.noun):
        return False
    if m.is_rank or verb_of(m, said) or said.is_comparing or m.unit in ("%", "百分点", "倍"):
        return True
    return not {Kind.ANNUAL_AVERAGE, Kind.EACH}.isdisjoint(said.kinds) or _has_no_words(m, said)


def _has_no_words(m: Mention, said: Predicate) -> bool:
    """Whether only a bound or a bare verb stands before a number, or, within a list, nothing."""
    if m.is_figure and m.token.figure.bound in (">", "<") and m.token.figure.first > 0:
        return True
    if said.raw and regex("bare_verb").match(said.raw):
        return True
    return bool((m.item_index and not said.raw) or (m.position and not m.before))


def antecedent(ask: Ask) -> Resolved | None:
    """The mention whose subject goes on: the one before, outside brackets unless this one stands in them."""
    before = _nearest(ask.mention, ask.context.earlier)
    if before is not None and before.kind == "share" and not _of_share(before, ask):
        return _numerator(ask) or before
    if before is not None and before.kind == "point_change" and Kind.SHARE in ask.predicate.kinds:
        return _numerator(ask) or before
    return before


def _nearest(m: Mention, earlier: tuple[Resolved, ...]) -> Resolved | None:
    """The mention before; in brackets that which they stand behind, outside them none that stands in some."""
    if not earlier:
        return None
    before = earlier[-1]
    if m.outer is not None and m.bracketed and not _counts_itself(m, earlier):
        return next((one for one in reversed(earlier) if one.mention.token is m.outer.token), before)
    return next((one for one in reversed(earlier) if _may_go_on(one, m)), before)


def _may_go_on(one: Resolved, m: Mention) -> bool:
    """Whether the text may go on about a figure before: none in brackets, no goal, no value of others."""
    outside = m.bracketed or not one.bracketed
    return outside and not _is_goal(one, m) and one.subject.evidence.rule != "others_subject"


def _is_goal(one: Resolved, m: Mention) -> bool:
    """超额完成年度任务2.1亿元，增长20.6%: whether a figure of the sentence is what was to be reached."""
    return one.is_level and one.mention.sentence is m.sentence and bool(regex("goal_end").search(one.named.label))


def _counts_itself(m: Mention, earlier: tuple[Resolved, ...]) -> bool:
    """Whether the brackets counted something of their own before (其中发明12件，占3%), with which they go on."""
    inside = (one for one in reversed(earlier) if one.bracketed and one.mention.sentence is m.sentence)
    level = next((one for one in inside if one.is_level), None)
    return level is not None and (len(level.predicate.noun) >= 2 or bool(level.predicate.places))


def _numerator(ask: Ask) -> Resolved | None:
    """The level of the sentence that a share before is of, unless the number is a mark passed."""
    m = ask.mention
    root = next((one for one in reversed(ask.context.earlier) if one.kind == "level" and one.unit != "%"), None)
    passed = m.is_figure and m.token.figure.milestone
    return root if root is not None and root.mention.sentence is m.sentence and not passed else None


def _of_share(before: Resolved, ask: Ask) -> bool:
    """Whether what follows a share is of the share itself, not of its numerator."""
    m, reaches = ask.mention, _reaches(ask.predicate)
    if m.is_rank and (not before.predicate.object or regex("share_of_area").match(before.predicate.object)):
        return False
    if m.is_rank or m.unit == "百分点" or (m.position and reaches and before.mention.item is m.item):
        return True
    return m.unit == "%" and before.mention.clause is not m.clause and reaches


def _is_one_of_several(m: Mention) -> bool:
    """同比分别保持不变、增长3倍: whether 分别 gives only one of several a number."""
    return Kind.RESPECTIVELY in m.clause.kinds and len(m.clause.quantities) == 1


def _reaches(said: Predicate) -> bool:
    """达40.3%, 提高到40.3%: whether a verb of reaching, or nothing more, stands before a number."""
    return Kind.REACH in said.kinds or bool(said.raw and regex("bare_verb").match(said.raw))


def _ellipsis(ask: Ask) -> Answer | None:
    """同比增长17.1%: a predicate without a subject goes on about the nearest subject."""
    before = antecedent(ask) if _goes_on(ask) else None
    if before is None or _is_count_after_rate(before, ask):
        return None
    subject, total = _adjusted(before, ask)
    how, between = _reach(before, ask.mention)
    doubt = between if how is How.PARAGRAPH else "subject_doubtful" if before.subject.doubt else between
    doubt = doubt or ("respective_mismatch" if _is_one_of_several(ask.mention) else "")
    token = before.mention.token
    return Answer(subject, Evidence("ellipsis", how, token.start, token.end), doubt or total)


def _is_count_after_rate(before: Resolved, ask: Ask) -> bool:
    """结案率99.22%。有1件入选十大案件: whether things are counted behind a rate, of which there is no count."""
    m = ask.mention
    counts = ask.measure.name == "level" and m.unit not in ("%", "‰", "")
    return counts and before.is_level and before.unit in ("%", "‰") and before.mention.sentence is not m.sentence


def _anaphor(ask: Ask) -> Answer | None:
    """而2022年这一数字为12件: the words that point back have the subject of the level before."""
    m = ask.mention
    if not m.is_figure or not regex("anaphor").match(ask.predicate.noun):
        return None
    before = next((one for one in reversed(ask.context.earlier) if one.is_level and not one.bracketed), None)
    if before is None:
        return None
    subject, _ = _adjusted(before, ask)
    how, afar = (How.SHARED, "") if before.mention.sentence is m.sentence else _reach(before, m)
    token = before.mention.token
    return Answer(subject, Evidence("anaphor", how, token.start, token.end), before.subject.doubt or afar)


def _reach(before: Resolved, m: Mention) -> tuple[How, str]:
    """How far back the subject stands that goes on, and what stands between as a doubt."""
    if m.bracketed or before.mention.clause is m.clause:
        return How.SHARED, ""
    if before.mention.sentence is not m.sentence:
        return How.PARAGRAPH, "subject_of_sentence_before"
    if m.clause_index - before.mention.clause_index <= 1:
        return How.SHARED, ""
    return How.SENTENCE, "noun_stands_between" if _noun_between(before, m) else ""


def _noun_between(before: Resolved, m: Mention) -> bool:
    between = m.sentence.clauses[before.mention.clause_index + 1 : m.clause_index]
    return any(
        token.kind is Kind.NAME or (token.kind is Kind.TEXT and len(token.text) > _LONG_NOUN)
        for clause in between for token in clause.tokens
    )  # fmt: skip


def _adjusted(before: Resolved, ask: Ask) -> tuple[Subject, str]:
    """The subject that goes on, as the new predicate needs it, and a doubt."""
    m, words_before = ask.mention, text_of(ask.mention.before)
    subject = not_new(before.named, words_before, ask.level_unit)
    if m.unit == "百分点" and before.kind == "growth":
        growth, mean = words("mean_growth")
        rate = mean if Kind.ANNUAL_AVERAGE in before.predicate.kinds else growth
        subject = Subject(subject.label.removesuffix(growth) + rate, "", subject.scope)
    if m.is_figure and not verb_of(m, ask.predicate) and ask.level_unit != before.unit:
        subject = _in_unit(subject, ask.level_unit)
    return subject, "total_of_several" if words("in_all")[0] in words_before else ""


def not_new(subject: Subject, words_before: str, unit: str) -> Subject:
    """新增12件, 累计…: what goes on about a new count is all of them."""
    stem = without_new(subject)
    if regex("so_far_in_all").search(words_before) and stem != subject.label:
        stocks = (names.resolve(text, unit) for text in (regex("approved").sub("", stem), stem))
        subject = next(filter(_is_stock, stocks), None) or Subject(stem + words("total_suffix")[0])
    stem = subject.label if unit == "" else regex("newly_end").sub("", subject.label)
    return names.resolve(stem, unit) if stem != subject.label else subject


def without_new(subject: Subject) -> str:
    """The name of a new count without what says that it is new, and without the kind of those who became it."""
    plain = subject.label.removeprefix(subject.scope)
    stem = regex("newly_end").sub("", regex("newly").sub("", plain))
    return stem if stem != plain else subject.label


def _is_stock(subject: Subject) -> bool:
    return bool(subject.id) and indicators()[subject.id].is_stock


def _in_unit(subject: Subject, unit: str) -> Subject:
    """The subject by the indicator of its name that is counted in the unit, where its own is not."""
    if names.nearly_fits(subject, unit):
        return subject
    short = regex("heavy_end").sub("", subject.label)
    return Subject(subject.label, names.catalogue(short, unit) or names.catalogue(subject.name, unit), subject.scope)


# ---------------------------------------------------------------- brackets
def _bracket_lead(ask: Ask) -> Answer | None:
    """青岛（58.99）: a number in brackets has the subject of what stands before them."""
    m = ask.mention
    if not _needs_lead(ask):
        return None
    span = (m.bracket_of.start, m.bracket_of.end)
    before = _before_bracket(ask)
    afar = m.host is not None and before is not None and _is_afar(before, m)
    if m.host is not None and (before is None or afar) and (found := _named_in_host(m.host, ask)):
        return found
    return _of_lead(before, afar, ask, Evidence("bracket_lead", How.SHARED, *span)) if before is not None else None


def _needs_lead(ask: Ask) -> bool:
    """Whether a number stands in brackets without a noun of its own, or one that they counted before."""
    m = ask.mention
    if not m.bracketed or len(ask.predicate.noun) >= 2 or m.bracket_of is None:
        return False
    return not (_goes_on(ask) and _counts_itself(m, ask.context.earlier))


def _of_lead(before: Resolved, afar: bool, ask: Ask, evidence: Evidence) -> Answer:
    """The subject of the mention that brackets go on with; of a condition, what it counts."""
    if before.subject.evidence.rule == "counted_by_condition" and len(before.predicate.noun) >= 2:
        return Answer(names.resolve(before.predicate.noun, ask.level_unit, ask.context.whole), evidence)
    alike = ask.mention.bracket_of.kind is Kind.PLACE and before.unit.split("/")[0] == ask.mention.unit
    doubt = before.subject.doubt or ("subject_of_sentence_before" if afar and not alike else "")
    return replace(before.subject, evidence=evidence, also=(), doubt=doubt)


def _named_in_host(host: Clause, ask: Ask) -> Answer | None:
    """累计授权量居前五位的地区依次为广东（18527）: the noun of the clause that the brackets stand in."""
    named = [token for token in host.tokens if token.kind is Kind.NAME]
    if len(named) == 1:
        one = names.resolve(named[0].text, ask.level_unit)
        return answer(one, "bracket_lead", How.SHARED, named[0].start, named[0].end)
    lead = list(takewhile(lambda token: token.kind not in _ENDS_LEAD, host.tokens))
    noun = regex("rank_part").sub("", names.clean(text_of(t for t in lead if t.kind in NOMINAL)).noun)
    of_condition = any(token.reason == CONDITION for token in lead)
    if len(noun) < _LONG_NOUN or of_condition or regex("no_noun").match(noun):
        return None
    lenient = ask.context.document.patents_only
    one = names.patent(noun, ask.level_unit, None, lenient) or names.resolve(noun, ask.level_unit)
    return answer(one, "bracket_lead", How.SHARED, lead[0].start, lead[-1].end)


def _is_afar(before: Resolved, m: Mention) -> bool:
    return before.mention.sentence is not m.sentence and before.mention.token.start < m.host.tokens[0].start


def _of_list(ask: Ask) -> Resolved | None:
    """The mention right before, in brackets of the same sentence and of the same measure."""
    last = ask.context.last
    goes_on = last is not None and last.mention.around is ask.mention.around and last.kind == ask.measure.name
    return last if goes_on else None


def _is_told_outside(one: Resolved) -> bool:
    """Whether a mention stands outside brackets and has a subject that its words tell."""
    return not one.bracketed and one.subject.evidence.how is not How.ASSUMED


def _before_bracket(ask: Ask) -> Resolved | None:
    """The mention that brackets go on with: the one right before them, or the list's own."""
    m, earlier = ask.mention, ask.context.earlier
    if m.outer is not None:
        return ask.context.figure_of(m.outer)
    by_place = m.bracket_of.kind is Kind.PLACE
    if by_place and (last := _of_list(ask)) is not None:
        return last
    told = list(filter(_is_told_outside, reversed(earlier)))
    outside = told if by_place else [one for one in told if one.mention.sentence is not m.sentence]
    return _counted(outside, m.unit, by_place) or next(iter(outside), None)


def _counted(rows: list[Resolved], unit: str, wholes_first: bool) -> Resolved | None:
    """The first count or share of some rows, those in a unit first, for a list of places wholes before parts."""
    alike = [one for one in rows if one.is_level and one.unit == unit] if wholes_first else []
    ordered = sorted(alike or rows, key=lambda one: bool(one.part_of)) if wholes_first else rows
    return next((one for one in ordered if one.kind in ("level", "share") and one.unit != "个"), None)


ELLIPSES = (
    Resolver("others_subject", "indicator", others_subject,
             (*OWN, *LEFT_OUT, "dependent_head", "no_noun", "place_part")),
    Resolver("clause_topic", "indicator", _clause_topic, ("bracket_lead", "ellipsis", "predicate_after")),
    Resolver("bracket_lead", "indicator", _bracket_lead, ("ellipsis", "predicate_after")),
    Resolver("anaphor", "indicator", _anaphor, ("ellipsis", "predicate_after")),
    Resolver("ellipsis", "indicator", _ellipsis, ("predicate_after",)),
)  # fmt: skip
