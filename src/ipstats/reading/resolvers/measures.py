"""What a number is of its subject: level, growth, change, share, rank … and its sign."""

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, word_set
from ipstats.grammar.token import NOMINAL, VERB, Kind, Token, text_of
from ipstats.model.indicators import indicators
from ipstats.reading.clause_tree import Clause, Mention
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.predicate import Predicate
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.compared import is_set_against_others, others_measure
from ipstats.reading.slots import Ask, Measured, Resolver

_CHANGE = (Kind.RISE, Kind.FALL)


def sign(m: Mention, said: Predicate) -> int:
    """The sign of a change: a fall is negative; 降幅收窄 is a growth that rose."""
    changes = said.changes or _shared_changes(m)
    last = -1 if changes and changes[-1] is Kind.FALL else 1
    if m.unit == "百分点" and len(said.changes) > 1 and said.rate_noun:
        if regex("falling_rate").search(said.rate_noun):
            return -last
        if said.changes[0] is Kind.FALL:
            return 1
    return last


def _shared_changes(m: Mention) -> tuple[Kind, ...]:
    """分别增长4.4%、5.9%: the second number has the verb of the first."""
    if m.before or not m.item_index:
        return ()
    lead = m.clause.items[0].lead
    if all(token.kind is not Kind.RESPECTIVELY for token in lead):
        return ()
    verbs = [token.kind for token in lead if token.kind in VERB]
    return (verbs[-1],) if verbs and verbs[-1] in _CHANGE else ()


def verb_of(m: Mention, said: Predicate) -> Kind | None:
    """The verb of a number, its own or that which 分别 shares."""
    shared = () if said.changes else _shared_changes(m)
    return shared[-1] if shared else said.verb


def part_first(m: Mention, said: Predicate) -> bool:
    """90%的县医院, 八成以上财政资金: a part before its whole."""
    if said.kinds or not m.is_figure or not m.after or m.after[0].kind not in NOMINAL:
        return False
    follows = m.after[0].text
    return (follows.startswith("的") or len(said.noun) < 2) and not regex("bound_after").match(follows)


# ---------------------------------------------------------------- any unit
def _rank(ask: Ask) -> Answer | None:
    return _measured("rank", "rank", 1) if ask.mention.is_rank else None


def _measured(name: str, rule: str, signed: int, how: How = How.CLAUSE, doubt: str = "") -> Answer:
    return Answer(Measured(name, signed), Evidence(rule, how), doubt)


def _before_in_clause(ask: Ask) -> Resolved | None:
    """The mention before, where it stands in the same clause and counts in the same unit."""
    earlier, m = ask.context.earlier, ask.mention
    before = earlier[-1] if earlier else None
    if before is None or before.mention.clause is not m.clause or before.unit != (m.unit or "位"):
        return None
    return before


def _from_to(ask: Ask) -> Answer | None:
    before, m = _before_in_clause(ask), ask.mention
    if before is None or not m.position or not before.predicate.is_from or before.mention.item is not m.item:
        return None
    return _measured(before.kind, "from_to", 1, How.SHARED) if Kind.REACH in ask.predicate.kinds else None


_LISTED = ("growth", "share", "level", "point_change", "change")


def _listed(ask: Ask) -> Answer | None:
    """The second number of a list without words of its own is what the first was."""
    m, earlier = ask.mention, ask.context.earlier
    if m.before or not m.item_index or not earlier or earlier[-1].mention.clause is not m.clause:
        return None
    before = earlier[-1]
    unit = m.unit or "位"
    if before.kind == "growth" and {before.unit, unit} <= {"%", "倍"}:
        return _measured("growth", "listed", _sign_of(before), How.SHARED)
    if before.unit != unit or before.kind not in _LISTED:
        return None
    if m.is_figure and m.token.text[:1] in word_set("bound_letter"):
        return None
    return _measured(before.kind, "listed", _sign_of(before), How.SHARED)


def _sign_of(before: Resolved) -> int:
    """The sign that a verb gave the number before, not one that was printed."""
    return -1 if before.value < 0 and before.mention.token.text[:1] not in "-−－" else 1


def stands_compared(m: Mention) -> bool:
    """Whether a number is the one that others are compared with (与2011年的191件相比)."""
    return bool(m.after and regex("compared_behind").match(m.after[0].text))


def time_of_base(m: Mention) -> Token | None:
    """The time of the value that another is compared with (较2011年的47.02%, 低于去年同期的28.9%), else None."""
    if stands_compared(m):
        return next((token for token in reversed(m.before) if token.kind is Kind.BASE_TIME), None)
    if not m.before or not m.before[-1].text.endswith("的"):
        return None
    time = next((token for token in m.before[-2:] if token.kind in (Kind.BASE_TIME, Kind.TIME)), None)
    if time is None or time.kind is Kind.BASE_TIME:
        return time
    at = m.before.index(time)
    return time if at and regex("sets_against").search(m.before[at - 1].text) else None


def value_of_base(ask: Ask) -> Answer | None:
    """上诉率为39.53%，较2011年的47.02%下降: the rate that another is compared with is what that one is."""
    against = next((one for one in reversed(ask.in_sentence) if one.unit == ask.mention.unit), None)
    if against is None or against.kind not in _LISTED or not _is_rate(ask.mention) or time_of_base(ask.mention) is None:
        return None
    return _measured(against.kind, "value_of_base", 1, How.SHARED)


# ---------------------------------------------------------------- percentages and points
def _points(ask: Ask) -> Answer | None:
    m = ask.mention
    return _measured("point_change", "points", sign(m, ask.predicate)) if m.unit == "百分点" else None


def _is_rate(m: Mention) -> bool:
    return m.unit in ("%", "‰")


def _signed_in_bracket(ask: Ask) -> Answer | None:
    """（+5.6%）, （-3%）: a signed rate in brackets is a growth."""
    m, said = ask.mention, ask.predicate
    if m.unit != "%" or said.kinds or said.noun or not m.bracketed or m.token.text[:1] not in "-−－+＋":
        return None
    return _measured("growth", "signed_in_bracket", 1)


def _growth_of_host(ask: Ask) -> Answer | None:
    """同比增速较快的为西藏（161.1%）: a rate in brackets is what the clause around them speaks of."""
    m, said = ask.mention, ask.predicate
    if m.unit != "%" or not m.bracketed or m.host is None or said.kinds or said.noun or m.bracket_of is None:
        return None
    rate = _rate_before(m.bracket_of, m.host)
    if not rate:
        return None
    return _measured("growth", "growth_of_host", -1 if regex("falling_rate").search(rate) else 1, How.SHARED)


def _growth_of_list(ask: Ask) -> Answer | None:
    """增速居前三位的市：甲市12%; 淄博增长最高，为70%: a rate alone is what the clause before orders places by."""
    m, said = ask.mention, ask.predicate
    alone = m.unit == "%" and not said.kinds and not said.noun and not m.bracketed
    before = m.previous_clause if alone else None
    change = _change_of_order(before, bool(said.places)) if before else None
    return _measured("growth", "growth_of_list", 1 if change.kind is Kind.RISE else -1, How.SHARED) if change else None


def _change_of_order(clause: Clause, lists: bool) -> Token | None:
    """The change by which a clause without a number orders places, or which it says to be the greatest."""
    orders = regex("order_of_places" if lists else "superlative").search(clause.text)
    if clause.has_quantity or not orders:
        return None
    return next((token for token in clause.tokens if token.kind in _CHANGE), None)


def _rate_before(place: Token, clause: Clause) -> str:
    """The first noun of a rate of change in a clause before one of its tokens, else ""."""
    before = [token for token in clause.tokens if token.end <= place.start and token.kind in _CHANGE]
    return next((token.text for token in before if regex("rate_noun").search(token.text)), "")


def _growth_after(ask: Ask) -> Answer | None:
    """以5%的速度增长, 5.2%增长, 近30倍增幅: the verb behind the rate, the noun behind a multiple."""
    m = ask.mention
    if not m.after or m.after[0].kind not in _CHANGE:
        return None
    if m.unit != "%" and not (m.unit == "倍" and regex("rate_noun").fullmatch(m.after[0].text)):
        return None
    if verb_of(m, ask.predicate) in (*_CHANGE, Kind.SHARE):
        return None
    return _measured("growth", "growth_after", -1 if m.after[0].kind is Kind.FALL else 1)


def _part_of_noun(ask: Ask) -> Answer | None:
    m = ask.mention
    return _measured("share", "part_of_noun", 1) if _is_rate(m) and part_first(m, ask.predicate) else None


def _share(ask: Ask) -> Answer | None:
    m, said = ask.mention, ask.predicate
    if not _is_rate(m) or Kind.SHARE not in said.kinds or verb_of(m, said) in _CHANGE:
        return None
    return _measured("share", "share", 1)


def _rate_noun(ask: Ask) -> Answer | None:
    """增速达5.6%, 降幅为3%: the rate of change is a noun."""
    m, said = ask.mention, ask.predicate
    if not _is_rate(m) or not said.rate_noun or said.verb not in (Kind.REACH, Kind.FROM):
        return None
    return _measured("growth", "rate_noun", -1 if regex("falling_rate").search(said.rate_noun) else 1)


def _growth(ask: Ask) -> Answer | None:
    m, said = ask.mention, ask.predicate
    if not _is_rate(m) or verb_of(m, said) not in _CHANGE:
        return None
    doubt = "share_or_growth" if Kind.SHARE in said.kinds else "against_others" if is_set_against_others(m) else ""
    return _measured("growth", "growth", sign(m, said), doubt=doubt)


def _bare_growth(ask: Ask) -> Answer | None:
    """同比5.6%: a rate against an earlier time without a verb."""
    m, said = ask.mention, ask.predicate
    compared = {Kind.YOY, Kind.ANNUAL_AVERAGE, Kind.PREVIOUS_PERIOD} & set(said.kinds)
    if not _is_rate(m) or not compared or verb_of(m, said) or said.object:
        return None
    return _measured("growth", "bare_growth", 1)


def _share_noun(ask: Ask) -> Answer | None:
    noun = ask.predicate.noun
    if not noun and _passes_mark(ask):
        return _measured("share", "share_noun", 1, How.SHARED)
    if not _is_rate(ask.mention) or not regex("share_name").search(noun):
        return None
    found = names.catalogue(noun, ask.mention.unit)
    of_rate = found and not regex("share_name").search(indicators()[found].zh)
    return None if of_rate else _measured("share", "share_noun", 1)


def _passes_mark(ask: Ask) -> bool:
    """占比首次突破40%，达40.3%: whether a rate goes on about a share that passed a mark in the clause before."""
    before, m = ask.context.last, ask.mention
    if before is None or before.kind != "share" or before.mention.clause is not m.clause_before:
        return False
    figure = before.mention.token.figure
    return figure is not None and (figure.milestone or figure.bound in (">", "<")) and _is_rate(m)


def _rate(ask: Ask) -> Answer | None:
    return _measured("level", "rate", 1) if _is_rate(ask.mention) else None


# ---------------------------------------------------------------- multiples
def _growth_times(ask: Ask) -> Answer | None:
    m, said = ask.mention, ask.predicate
    of_rate = said.rate_noun and regex("copula_first").match(said.object)
    if m.unit != "倍" or verb_of(m, said) not in _CHANGE or of_rate:
        return None
    return _measured("growth", "growth_times", sign(m, said))


def _multiple(ask: Ask) -> Answer | None:
    return _measured("multiple", "multiple", 1) if ask.mention.unit == "倍" else None


# ---------------------------------------------------------------- counts and sums
def _counts(m: Mention) -> bool:
    return not m.is_rank and m.unit not in ("%", "‰", "百分点", "倍")


def _mark(ask: Ask) -> Answer | None:
    """突破百亿大关: the number is a mark that was passed."""
    m = ask.mention
    if not _counts(m) or not m.is_figure or m.token.figure.bound != ">":
        return None
    return _measured("threshold", "mark", 1) if regex("mark_noun").match(text_of(m.after[:1])) else None


def _milestone(ask: Ask) -> Answer | None:
    """首次超过400万件, beside the true value, is a mark that was passed."""
    m = ask.mention
    passed = _counts(m) and m.is_figure and m.token.figure.milestone and not ask.predicate.noun
    return _measured("threshold", "milestone", 1) if passed else None


def _against_others(ask: Ask) -> Answer | None:
    m, said = ask.mention, ask.predicate
    if not _counts(m) or Kind.AVERAGE not in said.kinds or verb_of(m, said) not in _CHANGE:
        return None
    return _measured("change", "against_others", sign(m, said), doubt="against_others")


def _change(ask: Ask) -> Answer | None:
    m, said = ask.mention, ask.predicate
    if not _counts(m) or verb_of(m, said) not in _CHANGE or said.rate_noun or (said.object and not said.is_comparing):
        return None
    return _measured("change", "change", sign(m, said))


def _net_increase(ask: Ask) -> Answer | None:
    """国家高新技术企业净增1600户, not compared with a time: a count of new ones."""
    m, said = ask.mention, ask.predicate
    if not _counts(m) or said.is_comparing or len(said.noun) < 2 or said.rate_noun:
        return None
    verbs = [token for token in m.before if token.kind in VERB]
    return _measured("level", "net_increase", 1) if verbs and regex("net_increase").match(verbs[-1].text) else None


def _level(ask: Ask) -> Answer | None:
    return _measured("level", "level", 1) if _counts(ask.mention) else None


_RATES = ("rate", "share_noun")
_BY_UNIT = (
    "points", "growth_of_host", "growth_of_list", "signed_in_bracket", "growth_after", "part_of_noun", "share",
    "rate_noun", "growth", "bare_growth", *_RATES, "growth_times", "multiple", "mark", "milestone", "against_others",
    "net_increase", "change", "level",
)  # fmt: skip

MEASURES = (
    Resolver("rank", "measure", _rank),
    Resolver("from_to", "measure", _from_to, ("listed", *_BY_UNIT)),
    Resolver("listed", "measure", _listed,
             _BY_UNIT),
    Resolver("others_measure", "measure", others_measure, ("value_of_base", "listed", *_BY_UNIT)),
    Resolver("value_of_base", "measure", value_of_base, ("growth_after", "share", "growth", "bare_growth", *_RATES)),
    Resolver("points", "measure", _points),
    Resolver("signed_in_bracket", "measure", _signed_in_bracket, _RATES),
    Resolver("growth_of_host", "measure", _growth_of_host, _RATES),
    Resolver("growth_of_list", "measure", _growth_of_list, _RATES),
    Resolver("growth_after", "measure", _growth_after, ("bare_growth", "multiple", *_RATES)),
    Resolver("part_of_noun", "measure", _part_of_noun, ("growth_after", *_RATES)),
    Resolver("share", "measure", _share, ("rate_noun", "bare_growth", *_RATES)),
    Resolver("rate_noun", "measure", _rate_noun, ("growth", "bare_growth", *_RATES)),
    Resolver("growth", "measure", _growth, ("bare_growth", *_RATES)),
    Resolver("bare_growth", "measure", _bare_growth, _RATES),
    Resolver("share_noun", "measure", _share_noun, ("rate",)),
    Resolver("rate", "measure", _rate),
    Resolver("growth_times", "measure", _growth_times, ("multiple",)),
    Resolver("multiple", "measure", _multiple),
    Resolver("mark", "measure", _mark, ("milestone", "against_others", "change", "level")),
    Resolver("milestone", "measure", _milestone, ("against_others", "change", "level")),
    Resolver("against_others", "measure", _against_others, ("change", "level")),
    Resolver("net_increase", "measure", _net_increase, ("change", "level")),
    Resolver("change", "measure", _change, ("level",)),
    Resolver("level", "measure", _level),
)  # fmt: skip
