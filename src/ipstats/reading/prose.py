"""The figures of running text: blocks, sentences, mentions, and each mention's slots in turn."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ipstats.documents.blocks import Block
from ipstats.grammar import names
from ipstats.grammar.flat import flatten
from ipstats.grammar.lexicon import regex, word_set, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, Kind, Token, text_of
from ipstats.grammar.tokens import tokens
from ipstats.model.areas import NATION
from ipstats.model.indicators import indicators
from ipstats.reading.award_names import Award, award_of_section, is_of_another
from ipstats.reading.clause_tree import Clause, Mention, Sentence, mentions, sentences
from ipstats.reading.context import Context, DocumentContext, Topic
from ipstats.reading.document_context import cue_of, heading_of, is_dated_heading, is_line
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.narrowing import last_body, narrowed
from ipstats.reading.predicate import Predicate, predicate
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.areas import AREAS
from ipstats.reading.resolvers.awards import AWARDS
from ipstats.reading.resolvers.completions import COMPLETIONS
from ipstats.reading.resolvers.coordination import COORDINATION
from ipstats.reading.resolvers.ellipsis import ELLIPSES
from ipstats.reading.resolvers.lists import LISTS, spoken_of
from ipstats.reading.resolvers.measures import MEASURES
from ipstats.reading.resolvers.members import MEMBERS, counted
from ipstats.reading.resolvers.natures import STOCK, nature_beside, nature_of
from ipstats.reading.resolvers.nouns import NOUNS
from ipstats.reading.resolvers.others import comparison_of, share_doubt, share_subject, target_of
from ipstats.reading.resolvers.periods import NATURE, period_answer
from ipstats.reading.resolvers.prize_names import award_spoken_of, prize_of_metal
from ipstats.reading.resolvers.prize_parts import PRIZE_PARTS
from ipstats.reading.resolvers.times import period_of
from ipstats.reading.resolvers.topics import TOPICS
from ipstats.reading.setting import place_label
from ipstats.reading.slots import Ask, decide
from ipstats.reading.values import adjusted, bare_counts, value_of
from ipstats.reading.whom import names_of_zone

INDICATORS = (*NOUNS, *COORDINATION, *LISTS, *TOPICS, *MEMBERS, *COMPLETIONS, *AWARDS, *PRIZE_PARTS, *ELLIPSES)
NO_AREA = Answer(("", ""), Evidence("no_area", How.ASSUMED), "no_area")
_TOPIC_TIMES = ("span", "instant", "plan")
_CLAUSE_SPACE = re.compile(
    r"(?:(?<=[\u4e00-\u9fff”》）]{4})|(?<=[0-9万亿][件项家个元人%]))[ \u3000]+(?=[\u4e00-\u9fff“《]{4})"
    r"|(?<=奖)[ \u3000]+(?=[0-9]+[项件个])"
)
_ZONE_TOKENS = 5
_REMEMBERED, _TOPIC_TOKENS, _LEAD_LETTERS = 3, 3, 14


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its block; `is_headline` says that it stands in a line of its own."""

    one: Resolved
    block: Block
    offsets: list[int] | None
    is_headline: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A block's tokens and figures."""

    block: Block
    offsets: list[int] | None
    tokens: tuple[Token, ...]
    rows: tuple[Row, ...]


def read_blocks(blocks: list[Block], document: DocumentContext) -> Iterator[Read]:
    """Every block of running text with its tokens and figures, in order."""
    context = Context(document)
    path: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    within = document.area if document.area not in ("", NATION) else ""
    sections = _sections(blocks, document.title)
    for number, block in enumerate(blocks):
        text, offsets = flatten(with_commas(block.text))
        own = _path(block)
        if own != path:
            path, headline = own, ()
        found = _with_zone(tokens(text, within), document)
        is_headline = block.kind == "heading" or is_line(block.text)
        if number and is_headline and _heads(block, blocks[number - 1], text, found, document):
            headline = (block.text,)
        context = _in_section(_paragraph(block, text, (*path, *headline), context), sections[path])
        rows: list[Row] = []
        for sentence in sentences(found):
            context, more = read_sentence(sentence, text, context)
            rows += [Row(one, block, offsets, is_headline) for one in more]
        yield Read(block, offsets, found, tuple(rows))


def _with_zone(found: tuple[Token, ...], document: DocumentContext) -> tuple[Token, ...]:
    """The tokens with the name of the zone that the document is about as one place (合肥|经开区累计)."""
    own = names_of_zone(document.area, document.area_name)
    at = 0
    while own and at < len(found):
        run = found[at : at + _ZONE_TOKENS]
        name = next((name for name in own if text_of(run).startswith(name)), "")
        if name:
            found = (*found[:at], *_place_and_rest(run, name, document.area), *found[at + len(run) :])
        at += 1
    return found


def _place_and_rest(run: tuple[Token, ...], name: str, code: str) -> Iterator[Token]:
    """Some tokens that begin with a name, the first of them as a place of that name and what is left of the others."""
    end = run[0].start + len(name)
    yield Token(Kind.PLACE, run[0].start, end, name, code=code)
    for token in run:
        if token.start >= end:
            yield token
        elif token.end > end:
            yield Token(Kind.TEXT, end, token.end, token.text[end - token.start :])


def _heads(block: Block, before: Block, text: str, found: tuple[Token, ...], document: DocumentContext) -> bool:
    """Whether a line that is no heading serves as one: below an item's date, or by what it says."""
    if block.kind == "heading":
        return False
    return (document.is_compilation and is_dated_heading(before)) or _is_heading(block, text, found, document)


def with_commas(text: str) -> str:
    """A headline with commas for the spaces that part its clauses (状况发布　我省每万人…), of the same length.

    >>> with_commas("湖南发布白皮书 发明专利拥有量超9万件")
    '湖南发布白皮书，发明专利拥有量超9万件'
    """
    return _CLAUSE_SPACE.sub(lambda m: "，" + m[0][1:], text) if is_line(text) else text


def _path(block: Block) -> tuple[str, ...]:
    """The headings that a block stands below, a heading's own among them."""
    return (*block.headings, block.text) if block.kind == "heading" else block.headings


def _sections(blocks: list[Block], title: str) -> dict[tuple[str, ...], Award]:
    """Heading path -> the award of its section that holds before one is named, and whether it names no other."""
    texts: dict[tuple[str, ...], str] = defaultdict(str)
    for block in blocks:
        texts[_path(block)] += block.text + "\n"
    return {path: award_of_section(text, title) for path, text in texts.items()}


def _in_section(context: Context, section: Award) -> Context:
    """The context with the one award and the one edition that its section names, where none was named so far."""
    award = context.award
    award = replace(section, name=award.name or section.name, edition=award.edition or section.edition)
    return replace(context, award=award)


def _paragraph(block: Block, text: str, path: tuple[str, ...], context: Context) -> Context:
    """The context at the beginning of a block: its headings, the place that labels it, the period it begins with."""
    heading = heading_of(path, context.document)
    if label := place_label(block.text):
        heading = replace(heading, area=label.area, written=label.day or heading.written)
    context = context.under(heading).next_paragraph()
    cue = cue_of(text, context)
    return replace(context, cue=cue, one_year=False) if cue else context


def _is_heading(block: Block, text: str, found: tuple[Token, ...], document: DocumentContext) -> bool:
    """Whether a line without a figure serves as a heading: it names a time, or says that goals or results follow."""
    if any(token.kind is Kind.FIGURE for token in found) or block.text.strip() == document.title:
        return False
    says = any(token.kind is Kind.TIME for token in found) or regex("goal_heading").search(text)
    return bool(says or regex("result_heading").search(text)) and not regex("date_line").match(text)


# ---------------------------------------------------------------- one sentence
def read_sentence(sentence: Sentence, text: str, context: Context) -> tuple[Context, list[Resolved]]:
    """The figures of one sentence, and the context after it."""
    opening = text[sentence.tokens[0].start : sentence.tokens[-1].end]
    if sentence.tokens[0].start and (cue := cue_of(opening, context)):
        context = replace(context, cue=cue, one_year=False)
    found: list[Resolved] = []
    starts_part = bool(sentence.clauses) and sentence.clauses[0].tokens[0].kind is Kind.PART
    here = context if starts_part else replace(context, whole=None, whole_row=None)
    seen = 0
    for mention in mentions(sentence):
        if mention.sentence is sentence:
            here = _with_announced_whole(sentence.clauses[seen : mention.clause_index + 1], here)
            seen = max(seen, mention.clause_index + 1)
        said = predicate(mention)
        if said.is_part or _part_clause_before(mention):
            here = _with_whole(here, mention)
        elif _begins_anew(mention, said, here):
            here = replace(here, whole=None, whole_row=None)
        rows = resolve(mention, said, here)
        found += rows
        here = replace(here, earlier=(*here.earlier, *rows))
    found = narrowed(found, sentence, context)
    return _after(sentence, opening, found, context, here), found


def _begins_anew(mention: Mention, said: Predicate, context: Context) -> bool:
    """其中发明564件；年末有效发明专利930件: whether a later part of a sentence goes on with a count that is no part."""
    whole = context.whole_row
    if whole is None or not mention.clause.opens_segment or not mention.is_figure:
        return False
    own = indicators().get(names.catalogue(said.noun, mention.unit))
    of_another = own is not None and (not own.part_of or (whole.named.id and own.part_of != whole.named.id))
    return bool(regex("act_only").match(said.noun) or of_another)


def _part_clause_before(mention: Mention) -> bool:
    """其中，…: the part word stands as a clause of its own."""
    before = mention.previous_clause
    return before is not None and [token.kind for token in before.tokens] == [Kind.PART]


def _with_announced_whole(clauses: tuple[Clause, ...], context: Context) -> Context:
    """在受理的国内申请中，…; 第二十四届中国专利奖评选，…: a clause without a number names the total."""
    for before, clause in zip((None, *clauses), clauses, strict=False):
        whole = None if clause.has_quantity else _announced_whole(clause, context.document.patents_only)
        whole = whole or (_parted_whole(before) if before and regex("partition").match(clause.text) else None)
        if whole is not None:
            context = replace(context, whole=whole, whole_row=None)
    return context


def _announced_whole(clause: Clause, patents_only: bool) -> Subject | None:
    text = text_of(token for token in clause.tokens if token.kind in NOMINAL)
    if regex("award_clause").search(text):
        award = regex("award_clause_end").sub("", regex("nation_lead").sub("", names.clean(text).noun))
        return Subject(regex("award_edition").sub("", award))
    m = regex("of_whole_clause").match(text)
    label = names.clean(regex("nation_lead").sub("", m[1])).noun if m else ""
    if not label:
        return None
    return names.patent(label, "件", None, lenient=patents_only) or names.resolve(label, "")


def _parted_whole(clause: Clause) -> Subject | None:
    """有效发明专利，按发明人类型分，…: the count that the clause before 按…分 names without a number."""
    text = text_of(token for token in clause.tokens if token.kind in NOMINAL and token.kind is not Kind.OWN_AREA)
    one = names.resolve(names.clean(text).noun, "")
    return one if one.id and not clause.has_quantity else None


def _with_whole(context: Context, mention: Mention) -> Context:
    """其中: the total is the level before, of this sentence first, that is no part itself."""
    levels = [one for one in context.earlier if one.kind == "level" and one.unit != "%" and not one.bracketed]
    pool = [one for one in levels if one.mention.sentence is mention.sentence] or levels[-1:]
    whole = ([one for one in pool if not one.part_of] or pool)[-1:]
    return replace(context, whole=whole[0].named, whole_row=whole[0]) if whole else context


# ---------------------------------------------------------------- one mention
def resolve(mention: Mention, said: Predicate, context: Context) -> list[Resolved]:
    """The rows of one quantity: none, one, or one for each subject that the text shares it among."""
    ask = Ask(mention, said, context)
    if not _counts(ask):
        return []
    measure = decide(MEASURES, ask)
    if measure is None:
        return []
    ask = ask._replace(measure=measure.value)
    subject = decide(INDICATORS, ask)
    if subject is None:
        return []
    return [row for one in subject.each for row in _filled(ask, measure, one)]


def _counts(ask: Ask) -> bool:
    """Whether a bare number or a place in an order is a figure at all."""
    m, said = ask.mention, ask.predicate
    if m.token.kind is Kind.BARE:
        return bool(award_spoken_of(ask, "")[0]) if prize_of_metal(m) else _bare_counts(ask)
    if not m.is_rank or m.token.rank.among or said.kinds:
        return True
    earlier = ask.context.earlier
    listed = m.item_index and earlier and earlier[-1].mention.clause is m.clause and earlier[-1].kind == "rank"
    return bool(listed or regex("rank_verb_before").search(text_of(m.before[-2:])))


def _bare_counts(ask: Ask) -> bool:
    """Whether a number without a unit counts: in brackets one behind a place."""
    m = ask.mention
    if not m.bracketed:
        return bare_counts(ask)
    return m.bracket_of is not None and m.bracket_of.kind is Kind.PLACE and not ask.predicate.raw


def _filled(ask: Ask, measure: Answer, subject: Answer) -> Iterator[Resolved]:
    """A mention with its subject: nature, area, period, comparison and goal follow; a row for each of several."""
    value = value_of(ask, subject.value)
    points_of_share = measure.value.name == "point_change" and Kind.SHARE in ask.predicate.kinds
    if measure.value.name == "share" or points_of_share:
        ask = ask._replace(subject=subject.value)
        subject = replace(subject, value=share_subject(ask), doubt=subject.doubt or share_doubt(ask))
    subject, unit = adjusted(ask, subject, value.unit)
    subject = _with_odd_name(subject, unit)
    nature = nature_beside(ask, subject.value, unit) or nature_of(subject.value, unit)
    ask = ask._replace(subject=subject.value, nature=nature.name, known_nature=nature.rule == "catalogue_nature")
    area = decide(AREAS, ask) or NO_AREA
    period = _with_nature_doubt(ask, subject, period_answer(ask), nature.rule)
    whole = _whole_of(ask)
    made = Resolved(
        ask.mention, ask.predicate, measure, subject, area, period, comparison_of(ask, period.value),
        target_of(ask, period.value), nature.name, value.value, value.lower, value.upper, value.bound, unit, ask,
        (whole.named.name or whole.named.label) if whole else "", whole.value if whole and whole.unit == unit else None,
    )  # fmt: skip
    for place in area.each:
        yield replace(made, area=place)


def _with_odd_name(subject: Answer, unit: str) -> Answer:
    """A doubt for a label that names nothing which could be counted in the unit."""
    one = subject.value
    if one.id or subject.doubt:
        return subject
    label = regex("share_of").sub("", one.label)
    scope = unit not in word_set("entity_unit") and names.is_scope(label)
    zone = unit != "个" and regex("zone_of_place").match(label)
    odd = scope or zone or regex("odd_name").search(label) or regex("act_only").match(label)
    return replace(subject, doubt="odd_name") if odd else subject


def _whole_of(ask: Ask) -> Resolved | None:
    """The figure that a level is a part of, where the text told one."""
    row = ask.context.whole_row
    is_part = row is not None and row.mention.token is not ask.mention.token and ask.measure.name == "level"
    return row if is_part and not is_of_another(ask.subject.label, row.named.label) else None


def _with_nature_doubt(ask: Ask, subject: Answer, period: Answer, rule: str) -> Answer:
    """A period with the doubt whether it is a moment: lifted where its time was told, added to a bare noun's."""
    if period.doubt == NATURE and _is_of_time_told(ask, subject, period):
        period = replace(period, doubt="")
    unsaid = ask.nature == STOCK and not regex("stock_told").search(subject.value.label)
    of_list = rule == "entity_noun" or (rule == "catalogue_nature" and unsaid)
    untold = rule == "bare_noun" or (of_list and _new_before(ask))
    return replace(period, doubt=NATURE) if untold and not period.doubt else period


def _new_before(ask: Ask) -> bool:
    """新培育市级示范企业1家，县级示范企业2家: whether a bare noun stands right behind a new count in its unit."""
    before = ask.context.last
    beside = before is not None and before.mention.sentence is ask.mention.sentence and before.unit == ask.mention.unit
    new = before is not None and regex("newly_or_named").match(before.named.label)
    plain = ask.measure.name == "level" and not {Kind.PLACE, Kind.OWN_AREA, Kind.TIME} & ask.mention.clause.kinds
    return beside and plain and not ask.mention.clause.opens_segment and bool(new)


def _is_of_time_told(ask: Ask, subject: Answer, period: Answer) -> bool:
    """Whether projects of unknown nature with a noun of their own are of the period told: nearly all are."""
    time, _, placed = period.evidence.rule.partition(".")
    of_section = time in ("cue", "outside_bracket") or placed != "as_said" or period.value.is_instant
    named = subject.evidence.rule in ("noun_before", "parallel_name") and not subject.doubt
    return named and not of_section and ask.measure.name == "level" and ask.mention.unit in word_set("flow_counter")


# ---------------------------------------------------------------- after the sentence
def _after(sentence: Sentence, opening: str, found: list[Resolved], before: Context, here: Context) -> Context:
    """The context that the next sentence of the paragraph finds."""
    carried, goals = _carried(sentence, found, before), _announces_goals(opening)
    cue = carried if goals and carried is not None and carried is not before.carried else before.cue
    return replace(
        before, lead_area=_lead_area(found, before), carried=carried, cue=cue,
        one_year=before.one_year or _is_of_year(carried), whole=here.whole, whole_row=here.whole_row,
        earlier=tuple(found) or before.earlier[-_REMEMBERED:], is_goal=before.is_goal or goals,
        award=before.award.then(sentence.text),
        counted=counted(before.counted, found), body=last_body(found, before),
        spoken=() if found else _spoken(sentence),
    )  # fmt: skip


def _lead_area(found: list[Resolved], before: Context) -> str:
    """The code of the place that a sentence begins with, or that its 全市 means, else that of the ones before."""
    lead_area = before.lead_area
    for one in found:
        spoken = one.area.evidence.rule in ("subject_place", "sentence_place") and one.mention.clause_index == 0
        if (spoken or one.area.evidence.rule == "own_area_of_context") and one.area.value[0]:
            lead_area = one.area.value[0]
    return lead_area


def _is_of_year(topic: Topic | None) -> bool:
    return topic is not None and topic.period.kind == "year"


def _spoken(sentence: Sentence) -> tuple[Subject, ...]:
    """The indicators that a sentence without a figure names."""
    return tuple(one for clause in sentence.clauses for one in spoken_of(clause))


def _announces_goals(opening: str) -> bool:
    lead, colon, _ = opening.partition(":")
    return (
        bool(colon)
        and bool(regex("goal_lead").search(lead[-_LEAD_LETTERS:]))
        and not regex("goal_lead_not").search(lead)
    )


def _carried(sentence: Sentence, found: list[Resolved], context: Context) -> Topic | None:
    """The time that a sentence was about holds for the next of its paragraph, unless only one clause spoke of it."""
    clause = _opening_clause(sentence)
    if (reached := _reached(found, context)) is not None:
        return reached
    for one in reversed(found) if clause is not None else ():
        topic = None if one.predicate.is_from else _topic_of(clause, one.period.evidence, context)
        if topic is not None:
            return topic
    carried = None if _ends_years(sentence, context) else context.carried
    return carried if found else _time_alone(sentence, context) or carried


def _reached(found: list[Resolved], context: Context) -> Topic | None:
    """从2016年的3件上升到今年9月的5件: the time of the number that a change came to, in a clause of its own."""
    came_to = (one for one in reversed(found) if one.predicate.is_to and _came_from(one, found))
    topics = (_topic_of(one.mention.clause, one.period.evidence, context) for one in came_to)
    return next(filter(None, topics), None)


def _came_from(one: Resolved, found: list[Resolved]) -> bool:
    """Whether the figure before, in the clause before, is where a change came from."""
    clause = one.mention.clause_before
    return any(other.predicate.is_from and other.mention.clause is clause for other in found)


def _ends_years(sentence: Sentence, context: Context) -> bool:
    """自2003年以来…。目前…: a sentence of the present ends the years that the ones before were about."""
    years = context.carried is not None and context.carried.period.kind == "years"
    opening = sentence.clauses[0].tokens[:_TOPIC_TOKENS] if years and sentence.clauses else ()
    return any(token.time is not None and token.time.kind == "now" for token in opening)


def _topic_of(clause: Clause, evidence: Evidence, context: Context) -> Topic | None:
    """The time that a figure's period is from, where it is an adverbial of the clause and neither 目前 nor 9月当月."""
    if not evidence.rule.startswith("adverbial"):
        return None
    token = next((t for t in clause.tokens if t.kind is Kind.TIME and t.start == evidence.start), None)
    if token is not None and _is_month_alone(token, clause):
        return None
    period = period_of(token, context.clock(), context.spoken_year) if token and token.time.kind != "now" else None
    return Topic(period, evidence._replace(rule="adverbial"), token.time) if period else None


def _is_month_alone(token: Token, clause: Clause) -> bool:
    """9月当月: a month told beside the months so far, which the sentences after it go on with."""
    said = token.text + text_of(t for t in clause.tokens if t.start >= token.end)[:2]
    return said.endswith(words("this_month")) or token.text.endswith(words("this_month"))


def _opening_clause(sentence: Sentence) -> Clause | None:
    """The clause whose time the sentence is about: the first that names one, up to a figure; a year behind a plan."""
    found, of_plan = None, True
    for clause in sentence.clauses:
        times = [token.time.kind for token in clause.tokens if token.time is not None]
        if of_plan and any(kind not in ("day", "now") for kind in times):
            found, of_plan = clause, times == ["plan"]
        if clause.has_quantity:
            break
    return found


def _time_alone(sentence: Sentence, context: Context) -> Topic | None:
    """A sentence without a figure that begins with a year, months since January or a day sets the time of the next."""
    if regex("no_topic_time").search(text_of(sentence.tokens[: _TOPIC_TOKENS + 1])):
        return None
    for at, token in enumerate(sentence.tokens[:_TOPIC_TOKENS]):
        since = at and regex("since_before").search(sentence.tokens[at - 1].text)
        if token.kind is not Kind.TIME or token.time.kind not in _TOPIC_TIMES or since:
            continue
        whole = token.time.kind != "span" or (token.time.first == 1 and token.time.last > 1)
        period = period_of(token, context.clock(), context.year) if whole else None
        if period:
            return Topic(period, Evidence("adverbial", How.PARAGRAPH, token.start, token.end), token.time)
    return None
