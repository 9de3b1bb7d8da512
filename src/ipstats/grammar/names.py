"""What a noun phrase names: an indicator of the catalogue when every word is understood, its scope, or only a label."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ipstats.grammar.lexicon import any_of, regex, word_set, words
from ipstats.model.definitions import normalise
from ipstats.model.indicators import Indicator, elided_names, indicators, match_names, shared_names

_ROUNDS = 4
"""How often the ends of a noun phrase are looked at again after a word was taken off."""
_KINDS = {"patent_invention": "invention", "patent_utility": "utility", "patent_design": "design"}
_ACTS = {"patent_apply": "apply", "patent_grant": "grant", "patent_force": "force"}
PATENT_IDS = {
    ("apply", ""): "patent_applications", ("apply", "invention"): "invention_patent_applications",
    ("apply", "utility"): "utility_model_applications", ("apply", "design"): "design_applications",
    ("grant", ""): "patent_grants", ("grant", "invention"): "invention_patent_grants",
    ("grant", "utility"): "utility_model_grants", ("grant", "design"): "design_grants",
    ("force", "invention"): "invention_patents_in_force",
}  # fmt: skip
"""(act, kind) -> the indicator that counts it."""
PATENT_OF = {name: key for key, name in PATENT_IDS.items()}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is.

    `id` is the catalogue's only where every word was understood, or what was not is `scope`; `understood` tells the two
    apart. `own_words` is False where part of the name was borrowed from another mention.
    """

    label: str
    id: str = ""
    scope: str = ""
    understood: bool = False
    own_words: bool = True

    @property
    def name(self) -> str:
        """The catalogue's name, or ""."""
        return indicators()[self.id].zh if self.id else ""


class Phrase(NamedTuple):
    """A noun phrase without connectives at its ends, and the agent that stood before it."""

    noun: str
    agent: str = ""


@lru_cache(maxsize=1)
def _ends() -> tuple[re.Pattern, re.Pattern]:
    return re.compile(f"^(?:{any_of(words('name_left'))})+"), re.compile(f"(?:{any_of(words('name_right'))})+$")


@lru_cache(maxsize=16384)
def clean(text: str) -> Phrase:
    """The noun phrase in the words before or after a number.

    >>> clean("国家知识产权局共授权发明专利达")
    Phrase(noun='授权发明专利', agent='国家知识产权局')
    """
    agent = ""
    text = text.rpartition("——")[2]
    text = regex("listing_of_kinds").sub(lambda m: m[1] or "", text)
    text = regex("population_spelled").sub(words("per_10k_head")[0], text)
    text = regex("total_inside").sub("", text)
    for _ in range(_ROUNDS):
        before = text
        text = regex("aspect_lead").sub("", regex("toward").sub("", text))
        text = _without_right(without_left(text))
        if (m := regex("agent_first").match(text)) and not regex("act_alone").match(text[m.end() :]):
            agent, text = m[1], text[m.end() :]
        agent, text = _split(agent, text)
        if text == before:
            break
    return Phrase(regex("verb_within").sub("", text.strip("“”\"'、的·—-")), agent)


def without_left(text: str) -> str:
    """A noun phrase without the words before it that are no part of a name."""
    left = _ends()[0]
    shorter = left.sub("", text, count=1)
    if len(shorter) >= 2 and not text.startswith(words("kept_start")):
        return shorter
    return "" if len(text) <= 2 and left.fullmatch(text) else text


def _without_right(text: str) -> str:
    right = _ends()[1]
    shorter = right.sub("", text)
    if any(text.endswith(kept) and len(text) - len(shorter) < len(kept) for kept in words("kept_end")):
        return text
    return shorter if len(shorter) >= 2 or right.fullmatch(text) else text


def _split(agent: str, text: str) -> tuple[str, str]:
    """国家知识产权局|共|授权…: the agent and what is counted, parted by 共, 累计 and the like."""
    found = list(regex("phrase_split").finditer(text))
    if not found:
        return agent, text
    left, right = text[: found[-1].start()], text[found[-1].end() :]
    short = len(right) >= 2 and (
        bool(regex("agent_end").search(left)) or len(left) <= 2 or found[-1][0][0] in words("split_letter")
    )
    return (left, right) if len(right) >= 4 or short else (agent, text)


@lru_cache(maxsize=16384)
def catalogue(name: str, unit: str = "") -> str:
    """The id of the one indicator that a name means (in a unit, where one is given), else ""."""
    plain = normalise(name)
    short = regex("heavy_end").sub("", plain)
    for variant in (plain, short, short + "量", short + "数"):
        if len(variant) < 2:
            continue
        found = match_names(unit or None).get(variant) or match_names(None).get(variant) or _only_shared(variant, unit)
        if found and (not unit or fits(found, unit)):
            return found
    return ""


def lookup(name: str, unit: str = "") -> str:
    """The id of the indicator that a name means as it is written, or ""; the unit decides where several share it."""
    key = normalise(name)
    if len(key) < 2:
        return ""
    if key in shared_names():
        return match_names(unit).get(key, "") if unit else shared_names()[key][0]
    return match_names().get(key, "") or match_names().get(regex("explained").sub("", key), "")


def trim(text: str) -> str:
    """A noun phrase without the words at its ends that a name does not need."""
    return clean(text).noun


def _only_shared(name: str, unit: str) -> str:
    ids = shared_names().get(name, ()) if not unit else ()
    return ids[0] if len(ids) == 1 else ""


def fits(indicator_id: str, unit: str) -> bool:
    """Whether a figure in a unit can be a level of an indicator (件 of 件/万人, where 每万人 stands in the name)."""
    one = indicators()[indicator_id]
    if one.counts_in(unit) or one.unit.startswith(unit + "/"):
        return True
    return (unit == "元" and one.unit.startswith("元")) or (unit in ("名", "人") and one.unit == "人")


def nearly_fits(subject: Subject, unit: str) -> bool:
    """Whether a subject has no id that forbids the unit."""
    return not subject.id or not unit or fits(subject.id, unit)


# ---------------------------------------------------------------- patents, read word by word
class _Words(NamedTuple):
    """The words of a patent count: its act, kind and scopes, and whether it names patents."""

    act: str
    kind: str
    scopes: tuple[str, ...]
    is_patent: bool


@lru_cache(maxsize=1)
def _patent_words() -> tuple[re.Pattern, dict[str, tuple[str, str]]]:
    meanings: dict[str, tuple[str, str]] = {}
    for groups, slot in ((_KINDS, "kind"), (_ACTS, "act")):
        for group, value in groups.items():
            meanings |= {word: (slot, value) for word in words(group)}
    meanings |= {word: ("scope", word) for word in words("patent_scope")}
    meanings |= {word: ("filler", "") for word in words("patent_filler")}
    return re.compile(any_of(meanings)), meanings


@lru_cache(maxsize=8192)
def _patent_count(text: str) -> _Words | None:
    """The words of a patent count, or None where one is not understood."""
    pattern, meanings = _patent_words()
    said: dict[str, str] = {}
    scopes, at = [], 0
    for m in pattern.finditer(text):
        if m.start() != at:
            return None
        at = m.end()
        slot, value = meanings[m[0]]
        if slot == "scope":
            scopes.append(value)
        elif slot != "filler":
            if slot == "act" and said.get("act", value) != value:
                return None
            said[slot] = value
    if not text or at != len(text) or not (said or scopes):
        return None
    return _Words(said.get("act", ""), said.get("kind", ""), tuple(scopes), words("patent_word")[0] in text)


def says_kind(text: str) -> bool:
    """Whether a patent count names its kind (发明, 实用新型, 外观设计), not only whose patents they are."""
    said = _patent_count(text)
    return said is not None and bool(said.kind)


def patent(text: str, unit: str, whole: Subject | None = None, lenient: bool = False) -> Subject | None:
    """A patent count read from its words: act (申请, 授权, 有效), kind (发明 …) and scopes (国内, 职务 …).

    `whole` lends act, kind and coverage to a part that leaves them out; `lenient` reads 申请 and 授权 of a text that is
    about patents only. None where a word is unknown, or act or kind are not told.
    """
    said = _patent_count(text) if unit in ("件", "") else None
    if said is None:
        return None
    whole_act, whole_kind = PATENT_OF.get(whole.id, ("", "")) if whole else ("", "")
    act, kind = _act_and_kind(said, whole_act, whole_kind)
    named = said.is_patent or kind or whole_act or lenient
    if not named or (act, kind) not in PATENT_IDS:
        return None
    return _patent_subject(text, unit, said, PATENT_IDS[act, kind], whole if whole_act else None)


def _patent_subject(text: str, unit: str, said: _Words, indicator: str, whole: Subject | None) -> Subject:
    """The subject of a patent count whose indicator is known, with its scopes and those that its total keeps."""
    kept = _kept_scopes(whole.scope, said.scopes) if whole else []
    found, scopes = _narrower(indicator, (*kept, *_told_apart(said.scopes, kept)), unit)
    scope = " ".join(dict.fromkeys(scopes))
    label = text if said.act else scope.replace(" ", "") + indicators()[found].zh
    return Subject(label, found, scope, True, own_words=bool(said.act or said.kind))


def patent_like(text: str, unit: str, wholes: Sequence[Subject]) -> Subject | None:
    """A patent count that names its act or its kind alone, with the other from the first subject that fits it.

    >>> patent_like("授权总量", "件", [Subject("发明专利申请", "invention_patent_applications")]).id
    'invention_patent_grants'
    """
    said = _patent_count(text) if unit in ("件", "") else None
    if said is None or bool(said.act) is bool(said.kind):
        return None
    whole = _of_act(said.act, wholes)
    act, kind = PATENT_OF[whole.id] if whole else ("", "")
    key = (said.act or act, said.kind or kind)
    if whole is None or key not in PATENT_IDS:
        return None
    scope = " ".join(dict.fromkeys(_kept_scopes(whole.scope, said.scopes)))
    return Subject(indicators()[PATENT_IDS[key]].zh, PATENT_IDS[key], scope, True, own_words=False)


def _of_act(act: str, wholes: Sequence[Subject]) -> Subject | None:
    """The first count of patents by an act, or else the first at all."""
    others = [one for one in wholes if one.id in PATENT_OF]
    return next((one for one in others if act in ("", PATENT_OF[one.id][0])), next(iter(others), None))


def _act_and_kind(said: _Words, whole_act: str, whole_kind: str) -> tuple[str, str]:
    """The act and kind of a patent count, its own or those that its total lends it."""
    same_act = not said.act or said.act == whole_act
    return said.act or whole_act, said.kind or (whole_kind if same_act and said.scopes else "")


def _told_apart(own: tuple[str, ...], kept: list[str]) -> list[str]:
    """The scopes of a part that no longer one of its total holds (国内 beside 国内（不含港澳台）)."""
    return [one for one in own if not any(more.startswith((f"{one}(", f"{one}（")) for more in kept)]


def _kept_scopes(whole: str, own: tuple[str, ...]) -> list[str]:
    """The scopes of a total that its part keeps: not one that the part names itself, nor its opposite."""
    return [
        scope for scope in re.split("[ ·]", whole)
        if scope and scope not in own and not any(_exclude(scope, one) for one in own)
    ]  # fmt: skip


def _exclude(scope: str, other: str) -> bool:
    """Whether two scopes exclude each other (国内 and 国外在华, 企业 and 高校)."""
    if scope in word_set("applicant") and other in word_set("applicant"):
        return scope != other
    return any(other.startswith(one) and scope.startswith(two) for one, two in words("opposite"))


def _narrower(found: str, scopes: tuple[str, ...], unit: str) -> tuple[str, tuple[str, ...]]:
    """The indicator of the catalogue that a scope has of its own (企业 + 有效发明专利量), and the scopes left."""
    for word in scopes:
        if word in word_set("origin_scope"):
            continue
        narrower = catalogue(word + indicators()[found].zh, unit or "件")
        if narrower and narrower != found:
            found, scopes = narrower, tuple(one for one in scopes if one != word)
    return found, scopes


# ---------------------------------------------------------------- any name
@lru_cache(maxsize=1)
def _grades() -> re.Pattern:
    """What narrows a count of enterprises, laboratories or persons: coverage, and the level that named them."""
    return re.compile(any_of([*words("scope"), *words("grade")]))


@lru_cache(maxsize=1)
def _scopes() -> re.Pattern:
    return re.compile(f"({any_of([*words('patent_scope'), *words('whole_scope')])})(?:{any_of(words('scope_joint'))})?")


@lru_cache(maxsize=16384)
def _by_itself(text: str, unit: str) -> Subject:
    """The subject of a noun phrase without regard to what was said before."""
    if found := catalogue(text, unit):
        m = re.match(any_of(words("origin_scope")), text)
        return Subject(text, found, m[0] if m else "", True)
    if scoped := _scoped(text, unit):
        return scoped
    if found := _without_verb(text, unit):
        return Subject(text, found, "", True)
    return _led(text, unit) or Subject(text)


def _led(text: str, unit: str) -> Subject | None:
    """A name behind a field, a group of provinces, a holder or another modifier, which narrows it."""
    if m := regex("in_field").match(text):
        found = catalogue(text[m.end() :], unit)
        return Subject(text[m.end() :], found, m["field"], bool(found))
    if (m := regex("region_lead").match(text)) and (found := catalogue(text[m.end() :], unit)):
        return Subject(text[m.end() :], found, m[0], True)
    if (m := regex("zone_lead").match(text)) and (found := catalogue(text[m.end() :], unit)):
        return Subject(text, found, m[0], False)
    m = regex("holder_first").match(text)
    if m and (found := catalogue(m["held"], unit) or _without_verb(m["held"], unit)):
        return Subject(m["held"], found, m["holder"], False)
    for m in regex("modifier").finditer(text):
        if m.start() and (found := catalogue(text[m.end() :], unit)):
            return Subject(text, found, text[: m.start()], False)
    return None


def _without_verb(text: str, unit: str) -> str:
    """The id of what was acquired, or newly counted where it is a flow, else ""."""
    acquired = regex("acquire").sub("", text)
    if acquired != text and len(acquired) > 2 and (found := catalogue(acquired, unit)):
        return found
    newly = regex("newly").sub("", text)
    found = catalogue(newly, unit) if newly != text else ""
    return found if found and indicators()[found].kind == "flow" else ""


def _scoped(text: str, unit: str) -> Subject | None:
    """A name of the catalogue behind words of scope (高校|有效发明专利量)."""
    rest, scopes = text, []
    while m := _scopes().match(rest):
        scopes.append(m[1])
        rest = rest[m.end() :]
        if not (found := catalogue(rest, unit)):
            continue
        scopes = [word for word in scopes if word not in word_set("whole_scope")]
        narrower, left = _narrower(found, tuple(scopes), unit)
        return Subject(text, narrower, " ".join(left), True)
    return None


def resolve(text: str, unit: str, whole: Subject | None = None) -> Subject:
    """The subject that a noun phrase names.

    Parameters
    ----------
    text : the cleaned noun phrase (`clean`)
    unit : the unit that a level must fit, "" for growth and rank
    whole : the total that 其中 or 在…中 speaks of, whose act, kind and coverage a part may leave out

    >>> resolve("发明专利授权量", "件").id, resolve("人工智能发明专利授权量", "件").id
    ('invention_patent_grants', '')
    """
    text = _without_lone_quotes(text)
    if whole is not None and (found := _part_of(text, unit, whole)):
        return found
    if _scopes().match(text) and (found := patent(text, unit)):
        return found
    own = _by_itself(text, unit)
    if not own.id:
        return patent(text, unit) or own
    lends = whole and whole.understood and not own.scope
    return replace(own, scope=whole.scope) if whole and lends else own


def _part_of(text: str, unit: str, whole: Subject) -> Subject | None:
    """A part that leaves out what its whole says: act or kind, the rest of its name, or all but its scope."""
    return patent(text, unit, whole) or _elided(text, unit, whole) or scope_of_whole(text, unit, whole)


def _without_lone_quotes(text: str) -> str:
    return text if text.count("“") == text.count("”") else text.replace("“", "").replace("”", "")


def _elided(text: str, unit: str, whole: Subject) -> Subject | None:
    """金奖 beside 中国专利奖: a short name that holds only beside its total or a word of context."""
    fitting = [
        one for one in elided_names().get(normalise(text), ())
        if (not unit or fits(one, unit)) and _beside(one, whole)
    ]  # fmt: skip
    return Subject(text, fitting[0], whole.scope, True, own_words=False) if len(fitting) == 1 else None


def is_scope(text: str) -> bool:
    """Whether a noun phrase is words of scope alone (国内, 高校), which name no quantity of their own."""
    return bool(text) and "".join(_scopes().findall(text)) == text


def scope_of_whole(text: str, unit: str, whole: Subject) -> Subject | None:
    """商标申请718.8万件，其中国内（申请）687.6万件: words of scope narrow the total that they are a part of."""
    name = _to_narrow(whole)
    scopes = re.findall(_grades() if unit in word_set("entity_unit") else _scopes(), text)
    said = "".join(scopes)
    alone = text.startswith(said) and regex("count_end").sub("", name).endswith(text[len(said) :])
    if not said or not name or not alone or not nearly_fits(whole, unit):
        return None
    kept = _kept_scopes(whole.scope, tuple(scopes))
    found, left = _narrower(whole.id, (*kept, *_told_apart(tuple(scopes), kept)), unit) if whole.id else ("", scopes)
    return Subject(said + name, found, " ".join(dict.fromkeys(left)), bool(whole.id), own_words=False)


def _to_narrow(whole: Subject) -> str:
    """The name of a total that words of scope can narrow; "" of one that is a scope or an act alone."""
    if whole.id:
        return indicators()[whole.id].zh
    label = regex("grade_lead").sub("", regex("acquire").sub("", whole.label))
    return "" if is_scope(label) or regex("act_only").match(label) else label


def _beside(one: str, whole: Subject) -> bool:
    indicator = indicators()[one]
    return bool(whole.id and indicator.part_of == whole.id) or any(word in whole.label for word in indicator.context)


def title_subject(title: str) -> Subject | None:
    """The one count of patents that a title speaks of (2023年杭州各区县专利授权情况), None where it speaks of more.

    >>> title_subject("2023年杭州各区县（市）专利授权情况").id, title_subject("杭州市知识产权白皮书")
    ('patent_grants', None)
    """
    found = {one.id: one for m in regex("patents_in_title").finditer(title) if (one := patent(m[0], "件"))}
    return next(iter(found.values())) if len(found) == 1 else None


# ---------------------------------------------------------------- shares
def share_of(numerator: Subject, whole: str, total: Subject | None = None) -> Subject:
    """The subject of a share: its numerator, and of what; an id only where the catalogue has both ends.

    `whole` is what the share is of as written ("" where only 占 stands), `total` the subject that it is a part of.
    """
    base = _part_in_share(numerator)
    if not whole:
        return _elliptic_share(numerator, base, total)
    label = share_label(regex("total_end").sub("", base), whole)
    ends = ("", *words("name_trim"))
    for left, right in product(ends, ends):
        if base.endswith(left) and whole.endswith(right):
            tried = share_label(base.removesuffix(left), whole.removesuffix(right))
            if found := catalogue(tried, "%"):
                return Subject(label, found, "", True, own_words=False)
    return Subject(label, "", numerator.scope, False, own_words=False)


def _part_in_share(numerator: Subject) -> str:
    """The name that a numerator has in that of its share: the catalogue's, with a holder before it, else as written."""
    base = numerator.label if numerator.scope else numerator.name or numerator.label
    if numerator.id and regex("holder_kind").match(numerator.scope):
        base = numerator.scope + numerator.name
    if numerator.scope and not numerator.own_words and " " not in numerator.scope:
        base = numerator.scope
    return regex("acquire").sub("", base) or base


def share_label(part: str, whole: str) -> str:
    """The name of the share that a part has of a whole.

    >>> share_label("发明专利授权量", "专利授权量")
    '发明专利授权量占专利授权量比重'
    """
    of, share, _ = words("share_label")
    return f"{part}{of}{whole}{share}"


def _shares_of(numerator: str, total: str) -> list[Indicator]:
    """The catalogue's shares that an indicator is the numerator of, of one total where that is known."""
    shares = (one for one in indicators().values() if one.unit == "%" and one.numerator == numerator != "")
    return [one for one in shares if total in ("", one.denominator)]


def _elliptic_share(numerator: Subject, base: str, total: Subject | None) -> Subject:
    counted = indicators().get(numerator.id if not numerator.scope else "")
    named = counted.zh if counted and not counted.is_stock else numerator.label
    short = regex("count_end").sub("", named) or base
    fitting = _shares_of(numerator.id, total.id if total is not None else "")
    if len(fitting) == 1 and (not numerator.scope or numerator.scope.startswith(words("opposite")[0][0])):
        label = short + words("share_label")[-1] if total is not None and numerator.scope else fitting[0].zh
        return Subject(label, fitting[0].id, numerator.scope, True, own_words=False)
    return Subject(short + words("share_label")[-1], "", numerator.scope, False, own_words=False)
