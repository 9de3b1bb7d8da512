"""The subject of a figure by a noun of its own: before the number, behind it, or by the list that it stands in."""

from dataclasses import replace
from itertools import takewhile

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, QUANTITY, Kind, Token, text_of
from ipstats.model.indicators import indicators
from ipstats.reading.clause_tree import Bracket, Mention, follows_noun
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.predicate import Predicate
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.measures import part_first
from ipstats.reading.slots import Ask, Resolver, answer
from ipstats.reading.whom import names_of_zone

OWN = ("noun_before", "noun_after", "list_item")
LEFT_OUT = ("clause_topic", "bracket_lead", "ellipsis", "predicate_after")
"""The resolvers of a noun of the number's own, and of a noun that is left out: what more special ones override."""
PRIZES = words("prize")
LONGEST_NAME, LONGEST_VERB = 26, 10
SHORT_PART = 8
"""Characters of a part's name that may leave out what the total before said (发明52172件)."""
BETWEEN = "noun_between_numbers"


def named(text: str, ask: Ask, rule: str, how: How, start: int, end: int) -> Answer:
    """A noun phrase as a subject, with what speaks against it."""
    unit, whole = ask.level_unit, ask.context.whole
    text = _of_ordered_kind(_without_own_zone(text, ask), ask.mention)
    if whole is None and (within := regex("within_whole").match(text)):
        text, whole = within["part"], _whole_named(within["whole"], ask)
    one = _narrowed_in_bracket(text, unit, ask) or names.resolve(text, unit, whole)
    one = _with_bracket_inside(one, text, ask, start, end)
    if not one.id and whole is None:
        one = _part_of_count_before(text, unit, ask) or one
    one = _with_agent(_with_new(_with_coverage(_with_rate(_by_whom(one, ask), ask), ask, start, end), ask), ask)
    if not one.id and (listed := regex("enumerated").match(one.label)) and len(listed[3]) >= 4:
        one = replace(one, label=listed[1] + listed[3])
    elif not one.id and (listed := regex("listed_members").match(one.label)):
        one = replace(one, label=listed[1])
    return answer(one, rule, how, start, end, _doubt(one, ask, start, end))


def _without_own_zone(text: str, ask: Ask) -> str:
    """高新区专利授权量 in a document about a zone that the catalogue lacks: the name without its area."""
    document = ask.context.document
    zone = regex("zone_kind").search(document.area_name) if not document.area[:1].isdigit() else None
    if zone is None:
        return text
    own_names = (*names_of_zone(document.area, document.area_name), zone[0])
    own = next((name for name in own_names if text.startswith(name) and text != name), "")
    return text.removeprefix(own)


def _of_ordered_kind(text: str, m: Mention) -> str:
    """发明专利的增幅最大，申请量…: an act alone with the kind of patents that the segment speaks of."""
    return ordered_kind(m) + text if regex("act_only").match(text) else text


def ordered_kind(m: Mention) -> str:
    """外观设计专利数量最多，申请量和授权量分别…: the kind of patents that a clause of the segment orders, else ""."""
    for clause in reversed(() if m.clause.opens_segment else m.clauses_so_far[:-1]):
        ordered = regex("ordered_kind").match(
            text_of(token for token in clause.tokens if token.kind is not Kind.OWN_AREA)
        )
        if ordered and not clause.has_quantity and names.says_kind(ordered[1]):
            return ordered[1]
        if clause.opens_segment:
            break
    return ""


def _whole_named(text: str, ask: Ask) -> Subject:
    """The whole that a part is counted within; one that names its kind alone has the act of the patents before."""
    one = names.resolve(text, "")
    levels = (one.named for one in reversed(ask.context.earlier) if one.is_level)
    before = sorted(levels, key=lambda whole: bool(whole.scope))
    found = None if one.id else next(filter(None, (names.patent(text, "", whole) for whole in before)), None)
    return found or one


def _with_bracket_inside(one: Subject, text: str, ask: Ask, start: int, end: int) -> Subject:
    """创新型（试点）企业: brackets inside a noun are part of its label, and narrow an indicator of the catalogue."""
    for bracket in ask.mention.clause.brackets:
        said, after = bracket.sentence.text, bracket.after
        if after is None or not _stands_inside(after, bracket, start, end) or said.isascii():
            continue
        tail = text_of(t for t in ask.mention.clause.tokens if after.end <= t.start and t.end <= end)
        if not tail or not text.endswith(tail):
            continue
        if one.id:
            known = one.understood and bool(regex("coverage").search(said))
            return replace(one, scope=f"{one.scope}({said})", understood=known)
        one = replace(one, label=f"{one.label.removesuffix(tail)}({said}){tail}")
    return one


def _stands_inside(after: Token, bracket: Bracket, start: int, end: int) -> bool:
    """Whether short brackets without a number stand, behind a token, between the words of a noun."""
    counts = any(token.kind in QUANTITY for token in bracket.sentence.tokens)
    return start <= after.start and after.end < end and not counts and len(bracket.sentence.text) <= SHORT_PART


def _narrowed_in_bracket(text: str, unit: str, ask: Ask) -> Subject | None:
    """财政总收入456.6亿元（区本级365.4亿元）: words of scope alone narrow what stands before the brackets."""
    m = ask.mention
    outer = ask.context.figure_of(m.outer) if m.bracketed else None
    return names.scope_of_whole(text, unit, outer.named) if outer is not None else None


def _part_of_count_before(text: str, unit: str, ask: Ask) -> Subject | None:
    """发明52172件 right after 专利授权275774件."""
    if len(text) > SHORT_PART:
        return None
    before = next((one for one in reversed(ask.context.earlier) if one.kind == "level"), None)
    if before is None:
        return None
    if regex("act_only").match(text) and ask.context.document.patents_only and not before.named.id:
        return names.patent(text, unit, None, lenient=True)
    whole = _total_of(before.named, text)
    found = names.patent(text, unit, whole) if whole.id in names.PATENT_OF else None
    return replace(found, own_words=False) if found else None


def _total_of(whole: Subject, text: str) -> Subject:
    """The total of a count before where a part's name can only be of that, else the count itself."""
    total = indicators()[whole.id].part_of if whole.id else ""
    beside = not word_set("applicant").isdisjoint(whole.scope.split())
    of_total = not names.says_kind(text) and not whole.own_words and not beside
    if not total or (whole.id in names.PATENT_OF and not of_total):
        return whole
    return Subject(indicators()[total].zh, total, whole.scope)


def _with_rate(one: Subject, ask: Ask) -> Subject:
    """The rate of change stays in the name where its place in an order or its change is told."""
    m, said = ask.mention, ask.predicate
    compared = ask.measure.name == "multiple"
    of_rate = m.is_rank or compared or (m.unit == "百分点" and len(said.changes) > 1)
    return Subject(one.label + said.rate_noun, "", one.scope) if said.rate_noun and of_rate else one


def _with_new(one: Subject, ask: Ask) -> Subject:
    """有效发明专利新增3230件、高价值专利800件: a new count is not the stock, and a list shares it."""
    m, said = ask.mention, ask.predicate
    new, net_new = words("new_suffix")
    net = any(token.kind is Kind.RISE and regex("net_increase").match(token.text) for token in m.before)
    if net and not said.is_comparing and ask.measure.name == "level":
        return Subject(one.label + net_new, "", one.scope)
    if regex("newly_end").search(_lead_noun(m)) and not said.kinds and not regex("act_first").match(one.label):
        return Subject(one.label.removesuffix(new) + new, "", one.scope)
    return replace(one, id="", understood=False) if one.id and regex("newly_end").search(one.label) else one


def _lead_noun(m: Mention) -> str:
    """The noun before the first number of a list, for the numbers behind it."""
    lead = m.clause.items[0].lead if m.item_index else ()
    return names.clean(text_of(token for token in lead if token.kind in NOMINAL)).noun


def _by_whom(one: Subject, ask: Ask) -> Subject:
    """检察机关办理知识产权案件: somebody else counts under the words that mean an indicator of the catalogue."""
    others = indicators()[one.id].not_by if one.id else ()
    said = text_of(token for clause in ask.mention.clauses_so_far for token in clause.tokens) if others else ""
    told = any(word in said or word in ask.context.document.title for word in others)
    return replace(one, id="", understood=False) if told else one


def _with_agent(one: Subject, ask: Ask) -> Subject:
    """国家高新区共授权…: who acts is a part of the area, which narrows the figure."""
    agent = ask.predicate.agent
    own = agent == ask.context.document.area_name
    if one.scope or own or not regex("agent_scope").search(agent):
        return one
    return replace(one, scope=names.without_left(agent))


def _with_coverage(one: Subject, ask: Ask, start: int, end: int) -> Subject:
    """发明专利（不含港澳台）: coverage in brackets behind the noun."""
    for bracket in ask.mention.clause.brackets:
        if bracket.after is None or not start <= bracket.after.start < max(end, start + 1):
            continue
        inside = bracket.sentence.tokens
        said = text_of(inside)
        if f"({said})" in one.scope:
            return one
        if regex("bracket_scope").search(said) and all(token.kind is not Kind.FIGURE for token in inside):
            return replace(one, scope=f"{one.scope}({said})" if one.scope else said)
    return one


def _doubt(one: Subject, ask: Ask, start: int, end: int) -> str:
    if not one.id and len(one.label) > LONGEST_NAME:
        return "long_name"
    if not one.id and regex("comparison_inside").search(one.label):
        return "comparison_in_name"
    m = ask.mention
    joined = any(token.text == "、" and start <= token.start < end for token in m.before)
    if joined and (m.is_rank or (not one.id and m.unit in ("%", "元", "人"))):
        return "several_nouns"
    return ""


# ---------------------------------------------------------------- before the number
def _noun_before(ask: Ask) -> Answer | None:
    """专利授权量187884件: a noun of its own before the number."""
    m, said = ask.mention, ask.predicate
    if not _has_noun_of_its_own(m, said):
        return None
    if regex("dependent_head").match(said.noun):
        return _head_alone(ask)
    if _is_condition(ask):
        return _condition(ask)
    found = named(said.noun, ask, "noun_before", How.CLAUSE, said.start, said.end)
    before = ask.context.earlier[-1] if ask.context.earlier and m.position else None
    after_doubt = before is not None and before.mention.item is m.item and before.subject.doubt == BETWEEN
    return replace(found, doubt=BETWEEN) if after_doubt and m.is_figure else found


def _has_noun_of_its_own(m: Mention, said: Predicate) -> bool:
    """Whether the noun before a number is what it counts, not a word without meaning or before a noun behind it."""
    if (m.number_first and not m.is_rank) or len(said.noun) < 2 or regex("no_noun").match(said.noun):
        return False
    if regex("per_population").match(said.noun) or _is_of_another(m, said):
        return False
    return not (said.noun.endswith("等") and m.after and m.after[0].kind in NOMINAL)


def _is_of_another(m: Mention, said: Predicate) -> bool:
    """Whether the noun before a rate or a multiple is what it is a part, or a multiple, of."""
    return (m.unit == "%" and part_first(m, said)) or is_compared_with(m, said) or is_share_of_task(m)


def is_compared_with(m: Mention, said: Predicate) -> bool:
    """为东京湾区的3.11倍，旧金山湾区的7.07倍: whether what stands before a multiple is what it is a multiple of."""
    return m.unit == "倍" and said.raw.endswith(words("of_what"))


def is_share_of_task(m: Mention) -> bool:
    """完成全年授权任务量的52%: whether a rate is how much of a task was done."""
    return m.unit == "%" and bool(regex("share_of_task").search(text_of(m.before)))


def _head_alone(ask: Ask) -> Answer | None:
    """出口1.2亿元 where no noun of the sentence completes it."""
    said = ask.predicate
    before = last_head(ask)
    if regex("same_head").match(said.noun) or (before is not None and before.mention.sentence is ask.mention.sentence):
        return None
    found = named(said.noun, ask, "noun_before", How.CLAUSE, said.start, said.end)
    return found if regex("free_head").match(said.noun) else replace(found, doubt="head_without_noun")


def _is_condition(ask: Ask) -> bool:
    """增长超过10%的城市3个: the number counts what fulfils a condition."""
    m, said = ask.mention, ask.predicate
    if said.is_condition or (said.raw.startswith("的") and m.position and not m.is_rank):
        return True
    plain = m.is_figure and m.unit not in ("%", "百分点", "倍", "元")
    return plain and len(said.object) > 1 and said.object.startswith("的") and Kind.FROM not in said.kinds


def _condition(ask: Ask) -> Answer:
    m = ask.mention
    tokens = [
        token for token in (m.item.tokens if m.position else m.before)
        if token.end <= m.token.start and token.kind is not Kind.OWN_AREA
    ]  # fmt: skip
    label = names.clean(text_of(tokens)).noun
    return answer(
        Subject(label), "counted_by_condition", How.CLAUSE, tokens[0].start, tokens[-1].end, "counted_by_condition"
    )


def last_head(ask: Ask) -> Resolved | None:
    """The mention before whose noun can be completed."""
    return next(
        (
            one for one in reversed(ask.context.earlier)
            if one.named.label and (one.kind != "share" or one.subject.evidence.rule == "noun_before")
        ),
        None,
    )  # fmt: skip


# ---------------------------------------------------------------- behind the number
def _noun_after(ask: Ask) -> Answer | None:
    """新设7家工作站: the noun stands behind the number, the verb before it."""
    m, said = ask.mention, ask.predicate
    if not m.is_figure or not _may_stand_behind(m, said):
        return None
    if m.unit == "%":
        return _part_of(ask)
    after, borrowed = _tokens_after(ask)
    text, end = _noun_text(after, m.token.end)
    listing = bool(regex("listing_lead").search(said.noun))
    noun = _trimmed(text) if listing or follows_noun(tuple(after)) else ""
    if not noun:
        return None
    found = named(noun + _shared_predicate(noun, m), ask, "noun_after", How.CLAUSE, m.token.end, end)
    if borrowed or (not m.number_first and m.after and len(m.item.quantities) > m.position + 1):
        found = replace(found, doubt=found.doubt or BETWEEN)
    return _with_verb(found, listing, ask)


def _shared_predicate(noun: str, m: Mention) -> str:
    """3家企业、2所高校被列入试点: what stands behind the last of those who are counted, for the ones before it."""
    last = m.clause.items[-1]
    if m.item is last or len(noun) > SHORT_PART or not m.number_first or not last.quantities:
        return ""
    behind = last.tokens[last.tokens.index(last.quantities[-1]) + 1 :]
    found = regex("shared_predicate").match(text_of(token for token in behind if token.kind in NOMINAL))
    return found["act"] if found and not regex("act_inside").search(noun) else ""


def _may_stand_behind(m: Mention, said: Predicate) -> bool:
    """Whether no noun before the number is one of its own."""
    bare = len(said.noun) < 2 or (m.after and regex("verb_alone").match(said.noun))
    return m.number_first or bool(bare or regex("batch_noun").search(said.noun))


def _tokens_after(ask: Ask) -> tuple[list[Token], bool]:
    """The tokens behind the number, and behind the next one where it counts what those counted got, or shares its noun.

    52家企业获得568万元资助 counts enterprises that got something; in 5批40名干部 both numbers have one noun.
    """
    m = ask.mention
    at = m.item.tokens.index(m.token) + 1
    if m.number_first and regex("gets_object").search(text_of(m.after)):
        behind = m.item.tokens[at + len(m.after) + 1 :]
        return [*m.after, *takewhile(lambda token: token.kind not in QUANTITY, behind)], True
    if m.after or ask.predicate.kinds:
        return list(m.after), False
    if at < len(m.item.tokens) and m.item.tokens[at].kind is Kind.FIGURE:
        return list(m.item.tokens[at + 1 :]), True
    return [], False


def _noun_text(after: list[Token], end: int) -> tuple[str, int]:
    text = ""
    for token in after:
        if token.kind is Kind.TIME and regex("named_as").search(text):
            continue
        if token.kind not in NOMINAL or (token.kind is Kind.JOIN and not text):
            break
        text += token.text if token.kind is not Kind.OWN_AREA else ""
        end = token.end
    return text, end


def _trimmed(text: str) -> str:
    text = regex("after_number_lead").sub("", text)
    phrase = names.clean(text)
    counted = phrase.agent if regex("act_first").match(phrase.noun) and text.startswith(phrase.agent) else ""
    text = regex("within_end").sub("", regex("after_number_end").sub("", counted + phrase.noun or text))
    text = regex("recognised").sub(lambda m: m["act"] + m["title"], text)
    return text.strip("的、")


def _part_of(ask: Ask) -> Answer | None:
    """90%的县医院: the noun behind a share is what it is a part of."""
    m, said = ask.mention, ask.predicate
    if said.kinds or not part_first(m, said):
        return None
    after = [token for token in m.after if token.kind is not Kind.OWN_AREA]
    noun = _trimmed(text_of(after))
    if not noun:
        return None
    return named(noun, ask, "part_of_noun_after", How.CLAUSE, m.token.end, after[-1].end)


def _with_verb(found: Answer, listing: bool, ask: Ask) -> Answer:
    """The verb before the number, or before the list's first number, belongs to the name (新设…工作站)."""
    verb, how = _verb_before(listing, ask)
    doubt = found.doubt
    if len(verb) > LONGEST_VERB and how is How.CLAUSE and regex("circumstance").search(verb):
        verb, doubt = verb[-2:], doubt or "circumstances_left_out"
    if not verb:
        return found
    subject: Subject = found.value
    label = verb + subject.label
    own = names.catalogue(label, ask.level_unit)
    flow = subject.id and indicators()[subject.id].kind == "flow" and len(verb) <= 4
    kept = subject.id if flow and doubt != "circumstances_left_out" else ""
    value = Subject(label, own or kept, subject.scope, bool(own))
    return replace(found, value=value, doubt=doubt, evidence=found.evidence._replace(how=how))


def _verb_before(listing: bool, ask: Ask) -> tuple[str, How]:
    """The verb before a number whose noun stands behind it, else that of the list's first number."""
    noun = ask.predicate.noun
    verb = list_verb_of(noun) if listing else "" if regex("batch_noun").match(noun) else noun
    verb = regex("within_lead").sub("", verb)
    if verb or not ask.mention.item_index:
        return verb, How.CLAUSE
    return first_verb(ask), How.SHARED


def list_verb_of(text: str) -> str:
    """The verb at the head of a phrase that a list shares."""
    m = regex("shared_verb").match(text)
    return m[0] if m else ""


def first_verb(ask: Ask) -> str:
    """The verb of a list's first item, which holds for the others (新增A、B)."""
    lead = ask.mention.clause.items[0].lead
    text = text_of(token for token in lead if token.kind in NOMINAL and token.kind is not Kind.OWN_AREA)
    return list_verb_of(names.clean(text).noun)


def _list_item(ask: Ask) -> Answer | None:
    """新认定试点单位483家、示范单位146家: the second noun borrows the verb of the first."""
    m, said = ask.mention, ask.predicate
    if not m.item_index or m.number_first or len(said.noun) < 2 or said.kinds or not m.is_figure:
        return None
    verb = first_verb(ask)
    if not verb or any(regex(name).match(said.noun) for name in ("dependent_head", "shared_verb", "act_only")):
        return None
    plain = names.resolve(said.noun, ask.level_unit, ask.context.whole)
    if plain.id and indicators()[plain.id].kind == "flow":
        return None
    one = names.resolve(verb + said.noun, ask.level_unit)
    one = one if one.id else Subject(verb + said.noun)
    return answer(one, "list_item", How.SHARED, said.start, said.end)


# ---------------------------------------------------------------- nothing better
def _predicate_after(ask: Ask) -> Answer | None:
    """What follows a number that has no noun of its own may be no noun."""
    m = ask.mention
    if not m.after or m.after[0].kind not in NOMINAL:
        return None
    noun = names.clean(text_of(token for token in m.after if token.kind in NOMINAL)).noun
    if not noun:
        return None
    return answer(Subject(noun), "predicate_after", How.ASSUMED, m.token.end, m.after[-1].end, "no_noun")


def _no_noun(ask: Ask) -> Answer:
    said = ask.predicate
    text = said.noun or said.object or ask.mention.token.text
    return Answer(Subject(text), Evidence("no_noun", How.ASSUMED), "no_noun")


NOUNS = (
    Resolver("noun_before", "indicator", _noun_before),
    Resolver("noun_after", "indicator", _noun_after, ("noun_before",)),
    Resolver("list_item", "indicator", _list_item, ("noun_before",)),
    Resolver("predicate_after", "indicator", _predicate_after, ("no_noun",)),
    Resolver("no_noun", "indicator", _no_noun),
)  # fmt: skip
