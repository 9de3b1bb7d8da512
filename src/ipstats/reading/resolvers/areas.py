"""Whose area a figure is of: a place is the topic only where it stands as one, else the heading's or document's."""

from dataclasses import replace
from itertools import takewhile

from ipstats.grammar.lexicon import regex
from ipstats.grammar.token import VERB, Kind, Token, text_of
from ipstats.model import areas
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer, Evidence, How, Veto, distributed
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.award_areas import award_of_giver
from ipstats.reading.resolvers.compared import figure_of_wider, others_place
from ipstats.reading.resolvers.ellipsis import antecedent
from ipstats.reading.resolvers.lists import misfits_places, place_beside, respective_places
from ipstats.reading.resolvers.parallel import parallel_level
from ipstats.reading.resolvers.places import (
    OWN_LEVELS,
    Place,
    at_place,
    begins_name,
    heads_name,
    in_bracket,
    leading_place,
    named_place,
    place_of,
    wider,
)
from ipstats.reading.slots import Ask, Resolver, answer
from ipstats.reading.whom import is_area, leading

_OPENING = 3
"""Tokens at the beginning of a clause among which 全市 or 我省 is its topic."""


# ---------------------------------------------------------------- the document's and heading's area
def _document(ask: Ask) -> Answer:
    document = ask.context.document
    doubt = "" if document.area_name else "no_area"
    lead = ask.context.lead_area
    beside = any(token.kind is Kind.PLACE and token.code != document.area for token in ask.predicate.places)
    if (lead and lead != document.area) or (beside and not ask.predicate.kinds):
        doubt = doubt or "another_place_before"
    how = document.area_how if document.area_name else How.ASSUMED
    return Answer((document.area, document.area_name), Evidence("document_area", how), doubt)


def _heading(ask: Ask) -> Answer | None:
    code = ask.context.heading.area
    return Answer(named_place(code), Evidence("heading_area", How.HEADING)) if code else None


# ---------------------------------------------------------------- by syntax
def _respective_place(ask: Ask) -> Answer | None:
    token, document = respective_places(ask.mention), ask.context.document
    if token is not None:
        return at_place(place_of(token), "respective_place", How.SHARED, token, "" if token.code else "place_unknown")
    if not misfits_places(ask.mention):
        return None
    own = (document.area, document.area_name)
    return at_place(own, "respective_place", How.SHARED, ask.mention.token, "respective_mismatch")


def _each_place(ask: Ask) -> Answer | None:
    """杭州市、宁波市获金奖各2项, 河南、西藏的登记量增长率超过100%: one number for each of several places."""
    m = ask.mention
    if m.bracketed or len(m.item.quantities) != 1:
        return None
    marks = [token for token in m.before if token.kind in (Kind.RESPECTIVELY, Kind.EACH)]
    last = marks[-1].start if marks else _end_of_places(m) if _holds_for_each(m) else -1
    places = [token for token in _coordinated_places(m) if token.start < last]
    if len(places) < 2:
        return None
    return distributed(at_place(place_of(place), "each_place", How.SHARED, place) for place in places)


def _end_of_places(m: Mention) -> int:
    """The end of the first run of places among the words before a number."""
    first = next((at for at, token in enumerate(m.before) if token.kind is Kind.PLACE), len(m.before))
    run = takewhile(lambda token: token.kind in (Kind.PLACE, Kind.JOIN), m.before[first:])
    return max((token.end for token in run), default=-1)


def _holds_for_each(m: Mention) -> bool:
    """Whether several places can each be among the first three, or beyond a bound."""
    of_rank = m.token.rank is not None and m.token.rank.within
    return of_rank or (m.unit == "%" and m.token.figure is not None and m.token.figure.bound in (">", "<"))


def _places_that_fulfil(ask: Ask) -> Answer | None:
    """同比增长超过100%的地市有承德、衡水: a rate of each of the places behind it."""
    after = ask.mention.after
    if ask.mention.unit != "%" or not after or not regex("places_follow").match(after[0].text):
        return None
    places = [token for token in after if token.kind is Kind.PLACE]
    return (
        distributed(at_place(place_of(place), "places_that_fulfil", How.CLAUSE, place) for place in places)
        if places
        else None
    )


def _coordinated_places(m: Mention) -> list[Token]:
    """The places before a number, where a conjunction stands among its words."""
    if all(token.kind is not Kind.JOIN for token in m.before):
        return []
    return [one for at, one in enumerate(m.before, 1) if one.kind is Kind.PLACE and not begins_name(m.before[at:])]


def _before_number(ask: Ask) -> Answer | None:
    """居首的是北京62件、上海40件: a place right before its number, and a list that goes on so."""
    said, earlier = ask.predicate, ask.context.earlier
    if said.own_place is not None:
        return at_place(place_of(said.own_place), "place_before_number", How.CLAUSE, said.own_place)
    before = earlier[-1] if earlier and not said.noun else None
    if before is None or before.mention.clause is not ask.mention.clause or said.places:
        return None
    return before.area if before.area.evidence.rule == "place_before_number" else None


def _place_of_greatest(ask: Ask) -> Answer | None:
    """淄博同比增长最高，为70.6%: the place that the clause before says to have the greatest."""
    before = ask.silent_before
    if before is None or ask.predicate.places or not regex("superlative").search(before.text):
        return None
    place = leading_place(before.tokens)
    return at_place(place_of(place), "place_of_greatest", How.SHARED, place) if place else None


def _mean_of_others(ask: Ask) -> Answer | None:
    """高于全市平均水平（69.1件）: the number in brackets is the larger area's."""
    m = ask.mention
    if not m.bracketed:
        return None
    inside = next((token for token in m.before if token.kind is Kind.AVERAGE), None)
    mean = m.bracket_of if m.bracket_of is not None and m.bracket_of.kind is Kind.AVERAGE else inside
    if mean is None:
        return None
    outer = wider(mean.text, ask.context.document.area)
    return at_place(outer or ("", ""), "mean_of_others", How.SHARED, mean, "" if outer else "whose_mean")


def _abroad(ask: Ask) -> Answer | None:
    """全球商标申请量: the world or another country as the subject is no area of the catalogue."""
    m, said, earlier = ask.mention, ask.predicate, ask.context.earlier
    of_a_place = any(token.kind is Kind.PLACE for token in said.places)
    if not m.is_rank and not m.number_first and not of_a_place and (found := regex("abroad_name").match(said.noun)):
        return answer(("", found[0]), "abroad", How.CLAUSE, said.start, said.start + len(found[0]))
    before = earlier[-1] if earlier and not said.noun else None
    goes_on = before is not None and before.area.evidence.rule == "abroad" and before.mention.sentence is m.sentence
    return before.area if goes_on else None


def _office_of_nation(ask: Ask) -> Answer | None:
    """国家知识产权局共受理发明专利申请92.8万件, 国内（不含港澳台）…: in a province's text these are of the nation."""
    own, m = ask.context.document.area, ask.mention
    if own in ("", areas.NATION) or m.bracketed or any(token.kind in (Kind.PLACE, Kind.OWN_AREA) for token in m.before):
        return None
    acts = regex("office_of_nation_acts").match(text_of(token for token in m.before if token.kind is not Kind.TIME))
    whole = ask.predicate.noun and regex("coverage_of_nation").match(ask.subject.scope)
    if not acts and not whole:
        return None
    return at_place(named_place(areas.NATION), "office_of_nation", How.CLAUSE, m.token, "larger_place")


def _before_bracket(ask: Ask) -> Answer | None:
    m = ask.mention
    if m.bracket_of is not None and (place := _place_before(m.bracket_of, m)) is not None:
        doubt = "" if place[0] else "place_unknown"
        return at_place(place, "place_before_bracket", How.SHARED, m.bracket_of, doubt)
    if (whole := _area_of_whole(m)) is not None and (around := wider(whole.text, ask.context.document.area)):
        return at_place(around, "place_before_bracket", How.SHARED, whole)
    outer = ask.context.figure_of(m.outer)
    if outer is None or outer is not ask.context.last or ask.predicate.places or not outer.area.value[1]:
        return None
    return at_place(outer.area.value, "place_before_bracket", How.SHARED, outer.mention.token, outer.area.doubt)


def _place_before(token: Token, m: Mention) -> Place | None:
    """The place that stands before brackets, as a token of its own or as it is written."""
    if token.kind is Kind.PLACE:
        return place_of(token)
    written = _place_as_written(m)
    if not written:
        return None
    return named_place(areas.area(written).code) if is_area(written) else ("", written)


def _place_as_written(m: Mention) -> str:
    """超过南京（7912件）; 当涂县（57件）、无为县（37件）: a place that is no token of its own, else ""."""
    above = regex("surpassed").match(m.bracket_of.text) if m.bracket_of is not None else None
    if above is not None:
        return above["place"]
    places = m.host is not None and any(one.after and one.after.kind is Kind.PLACE for one in m.host.brackets)
    found = regex("place_as_written").search(m.bracket_of.text) if places and m.bracket_of is not None else None
    return found["place"] if found else ""


def _area_of_whole(m: Mention) -> Token | None:
    """占全省专利申请量（1204件）的32%: the area whose whole stands, behind 占, before the brackets of a number."""
    tokens = m.host.tokens if m.host is not None and m.bracket_of in m.host.tokens else ()
    before = [token for token in tokens if token.end <= m.token.start]
    at = max((at for at, token in enumerate(before) if token.kind is Kind.SHARE), default=len(before))
    return next((token for token in before[at:] if token.kind is Kind.OWN_AREA), None)


def _of_the_subject(ask: Ask) -> Answer | None:
    """北京…26.9件，居全国首位: an elided subject brings its area along."""
    m = ask.mention
    if ask.predicate.places or len(ask.predicate.noun) >= 2 or not ask.context.earlier:
        return None
    level = parallel_level(ask)
    before = level or _share_of_others(ask) or antecedent(ask)
    beside = before is not None and before.mention.sentence is m.sentence and before.bracketed == m.bracketed
    if not beside or not before.area.value[1]:
        return None
    token = before.mention.token
    evidence = Evidence("area_of_subject", How.SHARED, token.start, token.end)
    doubt = before.area.doubt or ("" if level else _of_several(before, ask))
    return replace(before.area, evidence=evidence, also=(), rivals=(), doubt=doubt)


def _share_of_others(ask: Ask) -> Resolved | None:
    """全省授权11.6万件，我市占4.1%，居全省第9位: the share before that one place has of the figure of another."""
    last = ask.in_sentence[-1] if ask.in_sentence else None
    return last if last is not None and last.kind == "share" and figure_of_wider(last.ask) is not None else None


def _of_several(before: Resolved, ask: Ask) -> str:
    """The doubt of what goes on, in a clause of its own, about a clause that told of several places."""
    if before.mention.clause is ask.mention.clause:
        return ""
    places = {one.area.value for one in ask.context.earlier if one.mention.clause is before.mention.clause}
    return "several_places" if len(places) > 1 else ""


# ---------------------------------------------------------------- places as topics
def _subject_place(ask: Ask) -> Answer | None:
    """深圳市专利授权量: the place that the number's own words begin with."""
    m = ask.mention
    lead = leading_place(m.before) or place_beside(m)
    if lead is None or heads_name(lead, m.before) or compared_with(lead, m.clause, m):
        return None
    if m.is_rank and len(_coordinated_places(m)) > 1:
        return None
    return _as_topic(in_bracket(lead, m.clause), "subject_place", How.CLAUSE, ask)


def _clause_place(ask: Ask) -> Answer | None:
    """The place or 全市 that the clause, or a clause before it in the sentence, is about."""
    m = ask.mention
    if m.bracketed:
        return None
    for clause in reversed(m.clauses_so_far):
        own = _own_token(clause, m)
        if own is not None:
            return _own(own, ask, How.CLAUSE if clause is m.clause else How.SENTENCE)
        first = leading_place(clause.tokens)
        aside = clause is not m.clause and Kind.SHARE in clause.kinds and clause.has_quantity
        named = first is not None and not aside and not heads_name(first, clause.tokens)
        if named and not compared_with(first, clause, m):
            return _of_clause(first, clause, ask)
    return None


def _own_token(clause: Clause, m: Mention) -> Token | None:
    """全市, 我省 near the beginning of a clause, before its verb, and not compared with."""
    if Kind.OWN_AREA not in clause.kinds:
        return None
    verb = next((at for at, token in enumerate(clause.tokens) if token.kind in VERB), len(clause.tokens))
    opening = clause.tokens[: min(verb, _OPENING)]
    return next((t for t in opening if t.kind is Kind.OWN_AREA and not compared_with(t, clause, m)), None)


def compared_with(token: Token, clause: Clause, m: Mention) -> bool:
    """是全市的4.3倍, 占全省…, 在全市…中名列第四, 全省首批: an area beside a multiple, or within which places are."""
    if m.unit == "倍" and clause is m.clause:
        return True
    at = clause.tokens.index(token)
    before = clause.tokens[at - 1].text if at and clause.tokens[at - 1].kind is not Kind.RESPECTIVELY else ""
    after = text_of(clause.tokens[at + 1 : at + 2])
    among = Kind.RANK in clause.kinds and regex("among_before").search(before)
    leads = regex("in_front").match(after) and regex("placed_before").search(before)
    honoured = regex("honour_before").search(before)
    compared = regex("compared_before").search(before) or regex("among_after").match(after) or honoured
    return bool(among or leads or compared)


def _of_clause(first: Token, clause: Clause, ask: Ask) -> Answer | None:
    m, document = ask.mention, ask.context.document
    first = in_bracket(first, clause)
    if clause is m.clause:
        return _as_topic(first, "subject_place", How.CLAUSE, ask)
    ahead = _before_in_segment(clause, m)
    opens = clause.has_quantity and not any(one.has_quantity for one in ahead)
    if opens or _is_locative(clause):
        return _as_topic(first, "sentence_place", How.SENTENCE, ask)
    known = place_of(first)[0] in ("", document.area, areas.NATION) or not clause.has_quantity
    if known:
        return None
    return at_place((document.area, document.area_name), "sentence_place", How.SENTENCE, first, "another_place_before")


def _is_locative(clause: Clause) -> bool:
    """在玉林市陆川县，…: whether a clause says where, and nothing else."""
    where = (Kind.PLACE, Kind.TIME)
    return all(token.kind in where or regex("before_leading_place").match(token.text) for token in clause.tokens)


def _before_in_segment(clause: Clause, m: Mention) -> tuple[Clause, ...]:
    """The clauses of a sentence between the semicolon before a clause and it."""
    ahead = m.sentence.clauses[: m.sentence.clauses.index(clause) + 1]
    first = max(at for at, one in enumerate(ahead) if one.opens_segment or not at)
    return ahead[first:-1]


def _that_place(ask: Ask) -> Answer | None:
    """以界首市为例，该市专利产值56亿元: 该市 is the place named last before it, or that of the sentence before."""
    said = next((at for at, clause in enumerate(ask.mention.clauses_so_far) if _says_that(clause)), None)
    if said is None or ask.predicate.places:
        return None
    before = ask.mention.clauses_so_far[: said + 1]
    places = [token for clause in before for token in clause.tokens if token.kind is Kind.PLACE]
    if places:
        return at_place(place_of(places[-1]), "that_place", How.SENTENCE, places[-1])
    own = (ask.context.document.area, "")
    place = next((one.area.value for one in reversed(ask.context.earlier) if one.area.value[0] not in own), ("", ""))
    return answer(place, "that_place", How.PARAGRAPH, doubt="" if place[0] else "whose_area")


def _says_that(clause: Clause) -> bool:
    """Whether a clause speaks of a place by 该市, 该县 and the like."""
    return regex("that_place").search(clause.text) is not None


def _own_area(ask: Ask) -> Answer | None:
    """全市专利授权量: the document's own area among the number's words."""
    m = ask.mention
    own = next((t for t in ask.predicate.places if t.kind is Kind.OWN_AREA and not compared_with(t, m.clause, m)), None)
    return _own(own, ask, How.CLAUSE) if own else None


def _own(token: Token, ask: Ask, how: How) -> Answer:
    """The area that 全市, 我省 means: the document's, or one around it or spoken of before."""
    context = ask.context
    document = context.document
    code = context.heading.area
    if not _is_share_of_wider(ask) and (other := _other_own(token, ask)) is not None:
        rule = "own_area_of_heading" if other[0] and other[0] == code else "own_area_of_context"
        return at_place(other, rule, How.PARAGRAPH, token, "" if other[1] else "whose_area")
    here = named_place(code) if code else (document.area, document.area_name)
    return at_place(here, "own_area", how, token, "" if here[1] else "no_area")


def _is_share_of_wider(ask: Ask) -> bool:
    """全市12.8%的地区生产总值出自这里: whether a share in a zone's document is the zone's, of the city's whole."""
    code = ask.context.document.area
    return ask.measure.name == "share" and bool(code) and areas.area(code).level == "zone"


def _other_own(token: Token, ask: Ask) -> Place | None:
    """全市 in a province's document is the city spoken of; None where it is the document's own area."""
    context, m = ask.context, ask.mention
    code, level = context.document.area, OWN_LEVELS.get(token.text[:2])
    if not code and level in ("prefecture", "province"):
        around = leading(context.document.area_name)
        return _around(around, level) if around else None
    if not code or level is None or _is_own_level(code, level):
        return None
    if (place := _counted_place(m, token, level)) is not None:
        return place_of(place)
    for spoken in (context.heading.area, context.lead_area):
        if spoken and (areas.area(spoken).level in (level, "county") or _is_own_level(spoken, level)):
            return named_place(spoken)
    return _around(code, level)


def _around(code: str, level: str) -> Place:
    """The area of a level that one lies in, or is."""
    around = next((one for one in areas.ancestors(code) if areas.area(one).level == level), None)
    return named_place(around) if around else ("", "")


def _counted_place(m: Mention, before: Token, level: str) -> Token | None:
    """The place of a level, or the county, that a clause begins with before a token; that of a city has a number."""
    for clause in m.clauses_so_far:
        first = leading_place(clause.tokens) if clause.has_quantity or level == "county" else None
        if first is None or first.start >= before.start or not first.code:
            continue
        if areas.area(first.code).level in (level, "county"):
            return first
    return None


def _is_own_level(code: str, level: str) -> bool:
    own = areas.area(code)
    if level == "county":
        return own.level in ("county", "zone") or "autonomous" in own.flags or code[:1] in "ZG"
    county_city = own.level == "county" and own.name.endswith("市")
    return own.level == level or "municipality" in own.flags or county_city or code[:1] == "G"


def _as_topic(place: Token, rule: str, how: How, ask: Ask) -> Answer:
    """A place as the topic: a zone narrows the document's area, a larger place is doubtful unless set beside it."""
    code, name = place_of(place)
    document = ask.context.document
    if code[:1] == "Z" and code != document.area:
        around = (document.area, document.area_name) if document.area_name else named_place(areas.area(code).parent)
        return at_place(around, "zone_is_scope", how, place)
    if code == document.area or not document.area:
        return at_place((code, name), rule, how, place)
    if document.area != areas.NATION and code in areas.ancestors(document.area):
        return at_place((code, name), rule, how, place, "" if _is_set_beside(ask) else "larger_place")
    far = how is not How.CLAUSE and not (code and areas.is_within(code, document.area))
    return at_place((code, name), rule, how, place, "place_from_another_clause" if far else "")


def _is_set_beside(ask: Ask) -> bool:
    """A level of the catalogue that the sentence told of the document's own area before: 北京132件，全国为13.3件."""
    if ask.measure.name not in ("level", "threshold") or not ask.subject.id:
        return False
    alike = (one for one in ask.in_sentence if one.is_level and one.named.id == ask.subject.id)
    return any(one.area.value[0] == ask.context.document.area for one in alike)


# ---------------------------------------------------------------- words that look like an area and are none
def _several_places(ask: Ask) -> Answer | None:
    """A rank of several places at once."""
    m, document = ask.mention, ask.context.document
    places = _coordinated_places(m)
    if not m.is_rank or len(places) < 2:
        return None
    return at_place((document.area, document.area_name), "several_places", How.CLAUSE, places[0], "several_places")


def _compared_place(ask: Ask) -> Veto | None:
    """A place that the figure is compared with is not its area."""
    m = ask.mention
    for token in m.before:
        if token.kind in (Kind.PLACE, Kind.OWN_AREA) and compared_with(token, m.clause, m):
            return Veto(Evidence("compared_place", How.CLAUSE, token.start, token.end))
    return None


_FAR = ("clause_place", "heading_area", "document_area", "area_of_subject")

AREAS = (
    Resolver("respective_place", "area", _respective_place, ("subject_place", "own_area", "several_places", *_FAR)),
    Resolver("each_place", "area", _each_place, ("subject_place", "own_area", "several_places", *_FAR)),
    Resolver("places_that_fulfil", "area", _places_that_fulfil, ("subject_place", "own_area", "several_places", *_FAR)),
    Resolver("place_before_number", "area", _before_number, ("subject_place", "own_area", *_FAR)),
    Resolver("place_of_greatest", "area", _place_of_greatest, ("subject_place", "own_area", *_FAR)),
    Resolver("others_place", "area", others_place, ("subject_place", "own_area", "place_before_number", *_FAR)),
    Resolver("mean_of_others", "area", _mean_of_others, ("subject_place", "own_area", *_FAR)),
    Resolver("abroad", "area", _abroad, ("subject_place", "own_area", *_FAR)),
    Resolver("office_of_nation", "area", _office_of_nation, ("heading_area", "document_area")),
    Resolver("award_of_giver", "area", award_of_giver,
             ("clause_place", "heading_area", "document_area", "area_of_subject")),
    Resolver("place_before_bracket", "area", _before_bracket, ("subject_place", "own_area", *_FAR)),
    Resolver("own_area", "area", _own_area, ("subject_place", *_FAR)),
    Resolver("that_place", "area", _that_place, _FAR),
    Resolver("several_places", "area", _several_places, _FAR),
    Resolver("subject_place", "area", _subject_place, _FAR),
    Resolver("area_of_subject", "area", _of_the_subject, ("clause_place", "heading_area", "document_area")),
    Resolver("clause_place", "area", _clause_place, ("heading_area", "document_area")),
    Resolver("heading_area", "area", _heading, ("document_area",)),
    Resolver("document_area", "area", _document),
    Resolver("compared_place", "area", _compared_place),
)  # fmt: skip
