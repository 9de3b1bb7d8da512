"""Which award some words on prizes speak of, and what the catalogue calls its prizes."""

from collections.abc import Iterable
from itertools import takewhile

from ipstats.grammar import names
from ipstats.grammar.lexicon import regex, words
from ipstats.grammar.names import Subject
from ipstats.grammar.token import NOMINAL, Kind, Token, text_of
from ipstats.reading.award_names import after_awards, awards_named, behind_gain, edition_of_clause
from ipstats.reading.clause_tree import Clause, Item, Mention, Sentence
from ipstats.reading.resolved import Resolved
from ipstats.reading.resolvers.nouns import LEFT_OUT, OWN, PRIZES
from ipstats.reading.slots import Ask

COUNTED = ("项", "件", "个", "%", "倍")
"""Units of prizes; winners are counted in others (家, 人)."""
NATIONAL = words("national_award")[0]
OTHERS = (*OWN, *LEFT_OUT, "parallel_name", "dependent_head", "prize_of_award_before", "list_topic")
"""The resolvers that special words of prizes override."""
_OF_PATENTS = NATIONAL.removeprefix(words("award_giver")[0])


# ---------------------------------------------------------------- the words around a number
def tokens_ahead(m: Mention, *parts: Sentence | Clause | Item) -> tuple[Token, ...]:
    """The tokens of some parts of the sentence that stand before a number."""
    return tuple(token for part in parts for token in part.tokens if token.end <= m.token.start)


def tokens_behind(m: Mention) -> tuple[Token, ...]:
    """The tokens of its clause that stand behind a number."""
    return tuple(token for token in m.clause.tokens if token.start >= m.token.end)


def noun_behind(m: Mention) -> str:
    """The words behind a number up to a conjunction."""
    return text_of(takewhile(lambda token: token.kind in NOMINAL and token.kind is not Kind.JOIN, m.after))


def nominal(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(token for token in tokens if token.kind in NOMINAL)


def prize_in(text: str) -> str:
    """The kind of prize that a text names, "" for none."""
    return next((prize for prize in PRIZES if prize in text), "")


# ---------------------------------------------------------------- whose prizes
def award_spoken_of(ask: Ask, text: str) -> tuple[str, str]:
    """The award whose prizes some words speak of, "" where none is known, and a doubt.

    It is the one that they name, else that of the total before (获人工智能奖2项，其中金奖1项), else the last that the
    sentence names before the number, else the last before the sentence (doubtful where the section names several), else
    one behind the number.
    """
    if whole := _award_of_whole(text, ask):
        return whole, ""
    m, award = ask.mention, ask.context.award
    before = text_of(tokens_ahead(m, *filter(None, (m.around, m.sentence))))
    if regex("unknown_award").search(text):
        return "", ""
    if in_contest(m):
        return "", ""
    if named := awards_named(text) or awards_named(before):
        return named[-1], ""
    if regex("other_event").search(before):
        return "", ""
    if award.name:
        return award.name, "" if award.alone else "prize_of_award_before"
    behind = awards_named(m.sentence.text)
    return behind[0] if behind else "", ""


def in_contest(m: Mention) -> bool:
    """Whether the words since the last semicolon name a contest, which has prizes of its own, and no award."""
    own = "".join(clause.text for clause in segment(m))
    return bool(regex("contest_named").search(own)) and not awards_named(own)


def _award_of_whole(text: str, ask: Ask) -> str:
    """The award of the total before, under whatever name, of which some words name one kind of prizes alone."""
    whole = ask.context.whole
    if whole is None or regex("gain_lead").sub("", text) not in PRIZES:
        return ""
    label = regex("award_count_end").sub("", whole.label)
    award = behind_gain(label).rpartition("的")[2]
    return award if regex("award_alone").search(award) and not awards_named(award) else ""


def words_of_prizes(ask: Ask) -> tuple[str, int, int] | None:
    """The words before the number, or behind one that stands first, that speak of prizes and count nothing else."""
    m, said = ask.mention, ask.predicate
    if not _may_count_prizes(ask):
        return None
    text = regex("prize_won_by").sub("", said.noun) or said.raw
    if regex("award_act").match(text):
        text = text_of(nominal(tokens_ahead(m, m.clause)))
    start, end = said.start, said.end
    nominal_or_time = takewhile(lambda token: token.kind in NOMINAL or token.kind is Kind.TIME, m.after)
    behind = regex("result_told").sub("", text_of(nominal(nominal_or_time)))
    if regex("prize_first").match(behind) or (m.number_first and m.after and not regex("prize_words").search(text)):
        text, start, end = _shared_gain(m, noun_behind(m)) or behind, m.token.end, m.after[-1].end
    if not _speaks_of_prizes(text, ask) or regex("prize_other_count").search(text):
        return None
    return text, start, end


def _may_count_prizes(ask: Ask) -> bool:
    """Whether a unit can be that of prizes: of persons only where a prize goes to them."""
    m, to_person = ask.mention, regex("prize_to_person")
    return m.is_rank or m.unit in COUNTED or (m.unit == "人" and bool(to_person.search(ask.predicate.noun)))


def prize_of_metal(m: Mention) -> str:
    """两金一银: the prize whose metal stands right behind a number, "" for none."""
    counts = m.token.kind is Kind.BARE and m.unit
    found = regex("medal_behind").match(text_of(m.after)) if counts else None
    return next((prize for prize in PRIZES if found and prize.startswith(found[1])), "")


def _shared_gain(m: Mention, behind: str) -> str:
    """甲公司的1项专利、乙公司的2项专利获优秀奖: what a list says at its end, with the patents of one of its others."""
    last = m.clause.quantities[-1]
    if m.token is last or not m.number_first or not regex("patents_alone").match(behind):
        return ""
    end = text_of(token for token in m.clause.tokens if token.start >= last.end and token.kind in NOMINAL)
    gained = regex("gain").search(end)
    return behind + end[gained.start() :] if gained and regex("prize_words").search(end) else ""


def _speaks_of_prizes(text: str, ask: Ask) -> bool:
    """Whether some words are of prizes: by themselves, or beside the award that is spoken of.

    入选专利 is where the sentence names an award before it, 优秀发明人奖 where a patent award of another is meant;
    拿下101项 and the kind alone (优秀奖87项，含专利84项) where any award is.
    """
    if regex("prize_words").search(text) or awards_named(text):
        return True
    if regex("prize_entered").match(text):
        return bool(awards_named(text_of(tokens_ahead(ask.mention, ask.mention.sentence))))
    if regex("bare_gain").match(text) or kind_left(text, ask):
        return bool(award_spoken_of(ask, "")[0])
    own = regex("named_prize").match(regex("gain_lead").sub("", text))
    award, _ = award_spoken_of(ask, "") if own else ("", "")
    return award.endswith(_OF_PATENTS) and award != NATIONAL


# ---------------------------------------------------------------- what they are called
def prizes_of(award: str, text: str, ask: Ask) -> Subject:
    """The prizes of an award that a phrase speaks of; won over several editions they are no indicator's."""
    name = name_of_prizes(text, ask) if award == NATIONAL else award + _prize_of_other(text)
    if _is_over_editions(ask):
        return Subject(words("won_so_far")[0] + name)
    return names.resolve(name, ask.level_unit)


def _prize_of_other(text: str) -> str:
    """The prize of another award, "" for all of them: one of the usual kinds, or one by a name of its own."""
    rest = after_awards(text)
    if prize := prize_in(rest):
        return prize
    own = regex("named_prize").match(behind_gain(rest))
    return own[1] if own else ""


def _is_over_editions(ask: Ask) -> bool:
    """Whether prizes are counted over several editions: 累计, 历届 or 截至目前 before the number or its total."""
    m, over = ask.mention, regex("won_so_far")
    if m.is_rank or _is_of_own_edition(m):
        return False
    times = [token for token in tokens_ahead(m, *m.clauses_so_far) if token.kind is Kind.TIME]
    if (times and over.search(times[-1].text)) or _spans_editions(m):
        return True
    first = times[-1].start if times else 0
    said = text_of(token for token in tokens_ahead(m, *segment(m)) if token.start >= first)
    return bool(over.search(said)) or _is_part_of_so_far(ask)


def _spans_editions(m: Mention) -> bool:
    """第19届至第23届, 至2023年底: whether several editions, or a moment up to which all count, are told."""
    up_to = any(regex("up_to_moment").match(clause.text) for clause in m.clauses_so_far)
    return up_to or bool(regex("edition_range").search(m.text_so_far))


def _is_of_own_edition(m: Mention) -> bool:
    """其中第21届获奖20项: whether a number's own clause tells the one edition that it is of."""
    return bool(edition_of_clause(m)) and not regex("won_so_far").search(m.clause.text)


def _is_part_of_so_far(ask: Ask) -> bool:
    """累计获50项（含2金5银）, 累计获50项，其中金奖2项: whether the total was counted over several editions."""
    outer = ask.context.figure_of(ask.mention.outer) if ask.mention.bracketed else None
    whole = outer or ask.context.whole_row
    return whole is not None and whole.named.label.startswith(words("won_so_far"))


def segment(m: Mention) -> tuple[Clause, ...]:
    """The clauses from the last semicolon, or the beginning of the sentence, up to a mention."""
    return m.clauses_so_far[max(at for at, clause in enumerate(m.clauses_so_far) if clause.opens_segment) :]


def name_of_prizes(text: str, ask: Ask) -> str:
    """The catalogue's name of the national prizes that a phrase speaks of: one kind's, one prize's or all."""
    award, prize = NATIONAL, prize_in(text)
    if several := regex("several_prizes").search(text):
        return award + several[0]
    if not prize:
        of_all = awards_named(text) or regex("prizes_in_all").search(text)
        return kind_left(text, ask) or _prize_announced(ask, bool(of_all)) or award
    if kind := _kind_told(text, ask) or _kind_framed(ask):
        return kind + prize
    carries = not ask.mention.is_rank and not regex("national_award").search(text)
    return (_kind_before(prize, ask) if carries else "") or award + prize


def _kind_told(text: str, ask: Ask) -> str:
    """中国专利 or 中国外观设计 where a phrase tells the kind of its prize, else ""."""
    _, design, patent = words("national_award")
    if within := regex("kind_within_prize").search(text):
        return words("award_giver")[0] + within["kind"]
    if kind := regex("prize_kind").search(text):
        return kind[0]
    if regex("design_prize").search(text):
        return design
    plain = regex("plain_patent_prize").search(text) and tells_of_designs(ask)
    return patent if plain or regex("patent_prize").search(text) else ""


def _kind_framed(ask: Ask) -> str:
    """外观设计类获奖项目中，2项获银奖: the kind that a clause without a number says all of its sentence is of."""
    before = [clause.text for clause in ask.mention.clauses_so_far if not clause.has_quantity]
    found = next(filter(None, map(regex("kind_framed").search, before)), None)
    return words("award_giver")[0] + found["kind"] if found else ""


def kind_left(text: str, ask: Ask) -> str:
    """优秀奖87项，含专利84项、外观设计3项: the kind alone, with the prize that its part of the sentence named last."""
    alone = regex("kind_alone").match(text)
    if alone is None:
        return ""
    prizes = regex("any_prize").findall(text_of(tokens_ahead(ask.mention, *segment(ask.mention))))
    nation = words("award_giver")[0]
    return nation + alone[1] + prizes[-1] if prizes else ""


def tells_of_designs(ask: Ask) -> bool:
    return bool(regex("design_prize").search(text_of(ask.mention.sentence.tokens)))


def _prize_announced(ask: Ask, of_all: bool = False) -> str:
    """中国专利优秀奖预获奖项目中，佛山入选40项: the one prize that the clauses before name or tell all of."""
    if (whole := all_of_these(ask)) is not None and whole.named.label.endswith(PRIZES):
        return whole.named.label
    told = [clause for clause in ask.mention.clauses_so_far if not clause.has_quantity]
    text = text_of(token for clause in told for token in clause.tokens)
    named = set() if of_all else {m[0] for m in regex("full_prize").finditer(text)}
    others = sum(text.count(prize) for prize in PRIZES)
    return named.pop() if len(named) == 1 == others else ""


def all_of_these(ask: Ask) -> Resolved | None:
    """在揭晓的30项中国专利金奖中，…: the figure of the clause before, of which the next tells a part."""
    m = ask.mention
    here = [one for one in ask.in_sentence if one.is_level]
    near = bool(here) and m.clause_index - here[-1].mention.clause_index == 1
    return here[-1] if near and regex("of_these_end").search(text_of(here[-1].mention.clause.tokens)) else None


def _kind_before(prize: str, ask: Ask) -> str:
    """中国专利金奖2项、银奖5项; 3件金奖专利 after as many of one kind: the name with that kind, else ""."""
    if here := [one for one in ask.in_sentence if one.is_level]:
        return _kind_of_list(prize, here, ask)
    figure, levels = ask.mention.token.figure, (one for one in reversed(ask.context.earlier) if one.is_level)
    same = (one.named.label for one in levels if figure is not None and one.value == figure.value)
    return next((label for label in same if regex("prize_kind").match(label) and label.endswith(prize)), "")


def _kind_of_list(prize: str, here: list[Resolved], ask: Ask) -> str:
    """The prize with the kind of the last before it in its part of the sentence, where all of them tell one.

    中国专利 is told of those right behind it, of others where the sentence tells of design prizes too; 中国外观设计
    only where the part tells of nothing else, or the same prize for patents stands before.
    """
    m, clauses = ask.mention, segment(ask.mention)
    listed = [one.named.label for one in here if one.mention.clause in clauses and one.named.label.endswith(PRIZES)]
    kinds = list(map(kind_of, listed))
    kind = kinds[-1] if kinds and all(kinds) else ""
    _, design, patent = words("national_award")
    if kind == design:
        told = set(kinds) == {design} or any(label.endswith(patent + prize) for label in listed)
    else:
        told = m.clause_index - here[-1].mention.clause_index <= 1 or tells_of_designs(ask)
    return kind + prize if kind and told else ""


def kind_of(label: str) -> str:
    """中国专利 or 中国外观设计, "" where a name tells neither."""
    found = regex("prize_kind").search(label)
    return found[0] if found else ""
