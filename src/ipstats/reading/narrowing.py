"""What narrows the figures of a sentence beside their names: coverage, a zone, a body, group or field, a heading."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import Kind, Token, text_of
from ipstats.reading.clause_tree import Clause, Mention, Sentence
from ipstats.reading.context import Context, DocumentContext
from ipstats.reading.evidence import Evidence, How
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.places import leading_place
from ipstats.reading.whom import names_of_zone

_OPENING = 3
"""Tokens at the beginning of a clause among which 全市 or 我省 ends what the clauses before were about."""
_KIND = 2
"""Characters of a word for a kind (企业, 高校)."""
_SKIPPED = (Kind.TIME, Kind.PART, Kind.EACH)
_OWN_PLACE = ("own_area", "subject_place", "clause_place", "sentence_place", "respective_place", "heading_area")
"""Rules of areas that a figure's own sentence names."""


def narrowed(found: list[Resolved], sentence: Sentence, context: Context) -> list[Resolved]:
    """The figures of a sentence with what it says of them once for several."""
    found = [_with_body(one, context) for one in _beside_holders(_with_coverage(found))]
    found = _with_heading_scope(_with_zone(found, sentence, context.document), context)
    found = _with_title_body(found, context.document)
    return [_with_doubt(one, "product_of_area") if _is_of_product(one, context.document) else one for one in found]


def _is_of_product(one: Resolved, document: DocumentContext) -> bool:
    """Whether an output in a text on geographical indications may be that of one product (宣威火腿综合产值)."""
    of_products = bool(regex("of_products").search(document.title)) and not one.named.id and not one.named.scope
    return of_products and bool(regex("product_output").search(one.named.label))


def last_body(found: list[Resolved], before: Context) -> str:
    """The body that the sentence after one can go on with, "" where this one ended by speaking of an area."""
    for one in reversed(found):
        if body := body_of(one.mention, before):
            return body.name
        if one.area.evidence.rule in _OWN_PLACE:
            return ""
    return "" if found else before.body


def _narrow(one: Resolved, scope: str, evidence: Evidence) -> Resolved:
    """A figure with another scope, and whence it is."""
    return replace(one, subject=replace(one.subject, value=replace(one.named, scope=scope)), narrowed=evidence)


# ---------------------------------------------------------------- bodies, groups and fields
def _with_body(one: Resolved, context: Context) -> Resolved:
    """鞍钢股份有限公司发明专利申请量、授权量均居榜首: whom a clause is about narrows what it counts."""
    found = body_of(one.mention, context)
    if found is None:
        return _with_doubt(one) if _may_go_on(one, context) else one
    if found.name in names_of_zone(context.document.area, context.document.area_name):
        return one
    body, subject = found.name, _without_group(one, found.name)
    said = f"{one.named.scope} {subject.label} {one.area.value[1]}"
    told = one.bracketed or body in said or (one.named.scope and not found.is_near)
    if told or regex("holder").search(one.named.scope):
        return one
    scope = one.named.scope if body in word_set("divisions") else f"{body} {one.named.scope}".strip()
    one = replace(one, subject=replace(one.subject, value=replace(subject, understood=False)))
    one = _narrow(one, scope, found.evidence) if scope else one
    return one if found.is_near else _with_doubt(one)


def _may_go_on(one: Resolved, context: Context) -> bool:
    """Whether a figure that names nobody may be of the body that the sentence before was about."""
    if regex("that_company").match(text_of(_to_number(one.mention.before))):
        return True
    silent = context.body and one.area.evidence.rule not in _OWN_PLACE and not one.named.scope
    return bool(silent) and context.body not in one.named.label


def _with_doubt(one: Resolved, doubt: str = "another_body_before") -> Resolved:
    subject = one.subject
    return one if subject.doubt else replace(one, subject=replace(subject, doubt=doubt))


def _without_group(one: Resolved, body: str) -> Subject:
    """获得贴息扶持的31家企业新增专利申请238项: the name without the group that acts."""
    subject = one.named
    group = next(
        (word for word in words("group_of_places") if subject.label.startswith(word) and body.startswith(word)), ""
    )
    own = subject.label.removeprefix(group or body[-_KIND:])
    if subject.id or own == subject.label or len(own) <= _KIND:
        return subject
    return names.resolve(own, one.ask.level_unit)


class About(NamedTuple):
    """Whom a clause is about: a body with a name, a group behind its number, a field where the clause says no more; and
    whether it speaks of an area."""

    body: str
    group: str
    number: Token | None
    field: str
    of_area: bool


class Body(NamedTuple):
    """Whom a figure is of, where that was said, and whether no semicolon stands between."""

    name: str
    evidence: Evidence
    is_near: bool


def body_of(m: Mention, context: Context) -> Body | None:
    """The body, group or field that a number's clause, or one before it in its sentence, is about."""
    is_near = True
    for clause in reversed(m.clauses_so_far):
        about, own = _about(clause, context.body), clause is m.clause
        group = "" if about.number is m.token else about.group
        if name := group or about.body or ("" if own else about.field):
            how = How.CLAUSE if own else How.SENTENCE
            return Body(name, Evidence("clause_body", how, clause.tokens[0].start, clause.tokens[-1].end), is_near)
        if about.of_area:
            break
        is_near = is_near and (not clause.opens_segment or clause.tokens[0].kind is Kind.PART)
    return None


@lru_cache(maxsize=256)
def _about(clause: Clause, body: str) -> About:
    """Whom a clause is about, where the sentence before was about a body."""
    tokens = [token for token in clause.tokens if token.kind not in _SKIPPED]
    group, number = _group(clause, tokens)
    own_area = any(token.kind is Kind.OWN_AREA for token in clause.tokens[:_OPENING])
    of_area = own_area or leading_place(clause.tokens) is not None
    return About(_named(tokens, body), group, number, _field(clause), of_area)


def _named(tokens: list[Token], body: str) -> str:
    """The company, university, customs office or zone that a clause begins with; 该公司 is the one before."""
    lead = text_of(_to_number(tokens))
    if body and regex("that_body").match(lead):
        return body
    found = regex("body_first").match(lead)
    return found["body"] if found and not regex("winner_example").search(lead[found.end("body") :]) else ""


def _to_number(tokens: Iterable[Token]) -> Iterator[Token]:
    return takewhile(lambda token: token.kind not in (Kind.FIGURE, Kind.RANK, Kind.OWN_AREA), tokens)


def _group(clause: Clause, tokens: list[Token]) -> tuple[str, Token | None]:
    """62个县(市)共申请专利, 获得贴息扶持的31家企业新增专利申请: who is counted first and then acts, and the number."""
    tokens = [token for token in tokens if token.kind not in (Kind.OWN_AREA, Kind.PLACE)]
    at = next((at for at, token in enumerate(tokens[:2]) if _counts_those(token)), None)
    who = None if at is None else regex("group_acts").match(text_of(_to_number(tokens[at + 1 :])))
    told = text_of(tokens[:at])
    if at is None or who is None or not _is_told_apart(told, who["group"]):
        return "", None
    inside = "".join(f"({one.sentence.text})" for one in clause.brackets if one.after is tokens[at + 1])
    return told.removesuffix("的") + who["group"] + inside, tokens[at]


def _counts_those(token: Token) -> bool:
    return token.figure is not None and token.figure.unit in word_set("entity_unit")


def _is_told_apart(told: str, group: str) -> bool:
    """Whether those who act are places, or told apart by what stands before their number (获得贴息扶持的)."""
    return told.endswith("的") if told else group in word_set("group_of_places")


def _field(clause: Clause) -> str:
    """在海运渠道，…; 新装备制造业规模最大，…; 其次是…: a clause of its own that says where, or which industry."""
    if Kind.FIGURE in clause.kinds:
        return ""
    found = regex("field_alone").fullmatch(clause.text) or regex("industry_alone").fullmatch(clause.text)
    return found["field"] if found else ""


# ---------------------------------------------------------------- coverage, zones and headings
def _with_coverage(found: list[Resolved]) -> list[Resolved]:
    """国内（不含港澳台）, said once, holds for the figures that follow up to a semicolon."""
    rows, said, segment = [], "", -1
    for one in found:
        here = sum(clause.opens_segment for clause in one.mention.clauses_so_far)
        said, segment = ("" if here != segment else said), here
        subject = one.named
        if regex("coverage").search(subject.scope):
            said = subject.scope
        elif said and not subject.scope and not one.bracketed:
            one = _narrow(one, said, Evidence("coverage_said", How.SENTENCE))
        rows.append(one)
    return rows


def _beside_holders(found: list[Resolved]) -> list[Resolved]:
    """高校申请专利3件，授权2件，有效发明专利5件: what has a name of its own may be of all holders."""
    rows: list[Resolved] = []
    for one in found:
        beside = bool(rows) and rows[-1].is_level and rows[-1].named.scope in word_set("applicant")
        rows.append(_with_doubt(one) if beside and _says_of_nobody(one) else one)
    return rows


def _says_of_nobody(one: Resolved) -> bool:
    """Whether a level of the catalogue goes on in a segment without a word of whom or of where it is."""
    own = one.subject.evidence.rule == "noun_before" and bool(one.named.id) and not one.named.scope
    clause = one.mention.clause
    silent = clause.kinds.isdisjoint([Kind.PLACE, Kind.OWN_AREA]) and not clause.opens_segment
    return own and silent and one.is_level and not one.bracketed


def _with_zone(found: list[Resolved], sentence: Sentence, document: DocumentContext) -> list[Resolved]:
    """A zone that a sentence is about narrows the scope, but not that which the document is about."""
    zone = _zone_of(sentence) if found else None
    if zone is None or zone.code == document.area:
        return found
    lead, evidence = found[0].named.scope, Evidence("sentence_zone", How.SENTENCE, zone.start, zone.end)
    inner = [(one.named.scope or lead).removeprefix(zone.text) for one in found]
    return [_narrow(one, zone.text + scope, evidence) for one, scope in zip(found, inner, strict=True)]


def _zone_of(sentence: Sentence) -> Token | None:
    """The zone that the first clause of a sentence with more than times begins with, where it has a number."""
    told = (one for one in sentence.clauses if any(token.kind not in (Kind.TIME, Kind.COMMA) for token in one.tokens))
    clause = next(told, None)
    first = leading_place(clause.tokens) if clause is not None and clause.has_quantity else None
    return first if first is not None and first.code[:1] == "Z" else None


def _with_heading_scope(found: list[Resolved], context: Context) -> list[Resolved]:
    """What a heading narrows: figures of the document's area without a scope of their own."""
    scope, home = context.heading.scope, (context.document.area, context.document.area_name)
    if not scope:
        return found
    rows = []
    for one in found:
        subject = one.named
        if not subject.scope and scope not in subject.label and one.area.value == home:
            one = _narrow(one, scope, Evidence("heading_scope", How.HEADING))
        rows.append(one)
    return rows


def _with_title_body(found: list[Resolved], document: DocumentContext) -> list[Resolved]:
    """《国家高新区创新发展报告》: what names no area of its own may be of the zones or the court of the title alone."""
    if not document.body:
        return found
    rows, told = [], False
    for one in found:
        told = told or one.area.evidence.rule in _OWN_PLACE
        own = told or one.named.scope or document.body in one.named.label
        rows.append(one if own else _with_doubt(one, "body_of_title"))
    return rows
