"""The value of a mention in base units, and what its unit says about its subject."""

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from ipstats.grammar import names
from ipstats.grammar.figures import Figure, read_figure, scaled
from ipstats.grammar.lexicon import regex
from ipstats.grammar.names import Subject
from ipstats.grammar.token import Kind, Rank, text_of
from ipstats.model import intervals
from ipstats.model.indicators import indicators
from ipstats.model.units import units
from ipstats.reading.clause_tree import Mention
from ipstats.reading.evidence import Answer
from ipstats.reading.resolvers.lists import place_beside, respective_places
from ipstats.reading.resolvers.others import loose_bound
from ipstats.reading.slots import Ask

_LONG_NUMBER = 4
_FLIPPED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


class Value(NamedTuple):
    """A number with its sign, what it can mean, its bound and unit."""

    value: float
    lower: float
    upper: float
    bound: str
    unit: str


def value_of(ask: Ask, subject: Subject) -> Value:
    """The value of a mention; a fall is negative, and its ends and bound turn with it."""
    m = ask.mention
    if m.is_rank:
        return _place_in_order(m.token.rank)
    figure = _with_scale(ask)
    lower, upper, bound = figure.lower, figure.upper, figure.bound
    if bound == "=" and (loose := loose_bound(m)) != "=":
        interval = intervals.rounded(Decimal(str(figure.value)), figure.step, loose, discrete=figure.discrete)
        lower, upper, bound = interval.lower, interval.upper, loose
    unit = figure.unit or _unit_of_list(ask, subject)
    if unit and lower == upper and ask.measure.name == "level" and _kind(subject) == "ratio":
        half = float(figure.step) / 2
        lower, upper = lower - half, upper + half
    if ask.measure.sign < 0 and figure.value > 0:
        return Value(-figure.value, -upper, -lower, _FLIPPED.get(bound, bound), unit)
    return Value(figure.value, lower, upper, bound, unit)


def _place_in_order(rank: Rank) -> Value:
    """第3位 as it is, 前三 as at most the third."""
    if rank.within:
        return Value(rank.place, 1.0, rank.place, "<=", "位")
    return Value(rank.place, rank.place, rank.place, "=", "位")


def _kind(subject: Subject) -> str:
    """The kind of a subject's indicator (stock, flow, ratio …), "" where it has none."""
    return indicators()[subject.id].kind if subject.id else ""


def _with_scale(ask: Ask) -> Figure:
    """A figure; a bare number in brackets has unit and scale of those before (合肥（823.6亿元）、芜湖（61.3）)."""
    m, figure = ask.mention, ask.mention.token.figure
    before = ask.context.last
    if m.token.kind is not Kind.BARE or not m.bracketed:
        return figure
    if (announced := _announced_unit(m)) is not None:
        return scaled(figure, announced.scale, announced.unit)
    if before is None or not before.bracketed:
        return figure
    other = before.mention.token.figure
    return scaled(figure, other.scale, other.unit) if other is not None and other.unit else figure


def _announced_unit(m: Mention) -> Figure | None:
    """One of the unit that a clause before a list announces in brackets (有效发明专利量（万件）：宁波（1.9）)."""
    for clause in m.around.clauses[: m.around.clauses.index(m.host)]:
        for bracket in clause.brackets:
            said = bracket.sentence.text
            one = None if bracket.sentence.clauses[0].has_quantity else read_figure(f"1{said}")
            if one is not None and one.unit and one.last == len(said) + 1:
                return one
    return None


def _unit_of_list(ask: Ask, subject: Subject) -> str:
    """The unit of a bare number: the subject's own, else that of the level that its list goes on with."""
    if subject.id:
        return indicators()[subject.id].unit
    levels = (one for one in reversed(ask.context.earlier) if one.is_level and not one.bracketed and one.unit != "个")
    return next((one.unit for one in levels), "")


def bare_counts(ask: Ask) -> bool:
    """Whether a number without a unit is a figure: an index, a place's, or a long one in a list that counts pieces."""
    m, said, earlier = ask.mention, ask.predicate, ask.context.earlier
    if respective_places(m) is not None or place_beside(m) is not None:
        return True
    if _reaches(ask) or (_is_index(said.noun) and not m.after):
        return True
    counted = any(one.is_level and one.unit == "件" for one in earlier)
    return counted and len(said.noun) >= 3 and _is_long_count(m.token.text.replace(",", ""))


def _reaches(ask: Ask) -> bool:
    """从101.2升至103: the second number of a change, whose first has no unit either."""
    before = ask.context.last if ask.predicate.is_to else None
    return before is not None and not before.unit and before.mention.item is ask.mention.item


def _is_index(noun: str) -> bool:
    return len(noun) >= _LONG_NUMBER and regex("index_noun").search(noun) is not None


def _is_long_count(digits: str) -> bool:
    """Whether a number is too long for an ordinal and no year."""
    return len(digits) >= _LONG_NUMBER and not regex("year_number").fullmatch(digits)


def adjusted(ask: Ask, subject: Answer, unit: str) -> tuple[Answer, str]:
    """Subject and unit made to agree: a density's 件 is 件/万人; an id that the unit or an act forbids is dropped."""
    one, unit = _with_density(subject.value, unit, ask)
    measure = ask.measure.name
    if not unit and one.id and measure in ("level", "threshold"):
        unit = indicators()[one.id].unit
    if measure == "level" and one.id and (_wrong_unit(one, unit) or _act_of_stock(one, ask) or _total_of_new(one, ask)):
        one = replace(one, id="", understood=False)
    doubt = subject.doubt or ("" if unit else "no_unit")
    return replace(subject, value=one, doubt=doubt), unit


def _with_density(one: Subject, unit: str, ask: Ask) -> tuple[Subject, str]:
    """The subject and unit of a density that its indicator, its name or the clause before says."""
    measure = ask.measure.name
    known = _known_density(one, unit)
    if known and measure in ("level", "change"):
        return one, known
    if measure != "level":
        return one, unit
    if (per := _per_count(one.label, unit)) in units():
        return one, per
    density = _density_of_clause(one, ask) or _density_of_fraction(one, ask)
    return (density, indicators()[density.id].unit) if density else (one, unit)


def _known_density(one: Subject, unit: str) -> str:
    """The unit of an indicator that is counted in another per so many, "" of any other."""
    known = indicators()[one.id].unit if one.id else ""
    return known if unit and known.startswith(unit + "/") else ""


def _per_count(label: str, unit: str) -> str:
    """The unit of a name that counts per so many (每百户企业…: 件/百户), "" of any other."""
    per = regex("per_count_name").search(label) if unit else None
    return f"{unit}/{per['per'] or per['short']}" if per else ""


def _density_of_clause(one: Subject, ask: Ask) -> Subject | None:
    """每万人里头，高价值发明专利有21.5件: a clause before says that what follows is a density."""
    m = ask.mention
    ahead = None if m.bracketed else m.previous_clause
    if ahead is None or not one.id or not regex("population_clause").match(ahead.text):
        return None
    return _density_of(one)


def _density_of_fraction(one: Subject, ask: Ask) -> Subject | None:
    """每万人口发明专利拥有量3.8件，高价值发明专利拥有量1.6件: no whole number is a density, as that before."""
    figure, before = ask.mention.token.figure, ask.context.last
    goes_on = before is not None and before.mention.sentence is ask.mention.sentence and "/" in before.unit
    if not goes_on or figure is None or figure.value == int(figure.value):
        return None
    return _density_of(one) if one.id else None


def _density_of(one: Subject) -> Subject | None:
    """The density of the catalogue that is worked out of an indicator, None where there is none."""
    found = next((d for d in indicators().values() if d.kind == "ratio" and d.numerator == one.id), None)
    return Subject(found.zh, found.id, one.scope, True, own_words=False) if found else None


def _wrong_unit(one: Subject, unit: str) -> bool:
    known = indicators()[one.id].unit
    return unit != known and (unit == "%" or not names.fits(one.id, unit))


def _act_of_stock(one: Subject, ask: Ask) -> bool:
    """检查市场主体4100户: an act before a stock's name is no stock."""
    said = ask.predicate
    if not regex("act_of_stock").match(one.label) or _kind(one) != "stock":
        return False
    return not regex("so_far_in_all").search(said.raw + said.agent + text_of(ask.mention.before))


def _total_of_new(one: Subject, ask: Ask) -> bool:
    """总量 behind a new count of the same name is the stock, not the flow."""
    if not regex("total_end").search(one.label) or _kind(one) != "flow":
        return False
    return any(
        other.named.id == one.id and regex("newly").match(other.named.label)
        and other.mention.sentence is ask.mention.sentence
        for other in ask.context.earlier
    )  # fmt: skip
