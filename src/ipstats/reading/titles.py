"""What a table as a whole says: its title, unit line, place, time, and what the title narrows its figures to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from ipstats.documents.content import PrintedTable
from ipstats.grammar.dates import Time
from ipstats.grammar.lexicon import any_of, regex, table_words, word_set
from ipstats.grammar.names import lookup
from ipstats.model.areas import NATION, match_names
from ipstats.model.definitions import normalise
from ipstats.model.indicators import indicators
from ipstats.model.periods import Period, month_end
from ipstats.model.units import Unit
from ipstats.reading.bilingual import is_translation
from ipstats.reading.eras import with_common_years
from ipstats.reading.headers import Said, narrowed, narrowing, read_header, tidy
from ipstats.reading.setting import Setting, period_ahead
from ipstats.reading.subjects import first_name, is_coverage, names_in, objects_in
from ipstats.reading.table_times import edition_time

_LONGEST_OBJECT = 24
_LONGEST_SCOPE = 16
_SHORTEST_TITLE = 3
_FEWEST_WORDS = 3
"""Words of a title in English; what has fewer is the name of a file or a sheet."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a table as a whole tells of every figure in it."""

    setting: Setting
    table: PrintedTable
    title: str = ""
    words: str = ""
    time: Time | None = None
    units: tuple[Unit, ...] = ()
    names: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    area: str = ""
    area_said: bool = False
    """Whether title or headings name the area, not only the document."""
    scope: str = ""
    """What the title narrows its figures to: 国内, 规上工业企业."""
    odd_scope: str = ""
    """Words of the title that are none of the known coverages, or a coverage that stands where none narrows."""
    goes_on: bool = False
    """Whether the title names an indicator that goes on as another quantity (R&D经费来源)."""
    of_award: bool = False
    """Whether it is of the China Patent Award, whose editions (届) have years."""
    plan_end: Period | None = None
    """The last year of the plan that title or headings name: what is of that year is a goal."""
    is_register: bool = False
    all_years: Period | None = None
    """From the beginning of counting, for columns that add up all years (总累计)."""
    of_every: bool = False
    """Whether it is of the nation because its title lists provinces: so it is only where rows or columns name them."""
    english: str = ""
    """The longest title in English, which names figures that no word of Chinese does."""
    is_index: bool = False
    """Whether title or captions say that its figures are indices, the base of which is 100."""
    indicator: Said = field(default_factory=Said)
    """What the portal's line of the indicator says of all figures (累计值), or a title: that they are of growth."""
    of_nation: bool = False
    """Whether it is from the data base of the nation, whose figures are of no other area."""
    of_amounts: bool = False
    """Whether its unit is said to be that of amounts of money alone (金额单位)."""
    years: tuple[int, ...] = ()
    """The years that title and captions name, without those of a yearbook's edition."""

    @property
    def section(self) -> str:
        """The headings above it and its title."""
        return " > ".join([text for text in (*self.table.headings, self.title) if text])

    def read(self, text: str) -> Said:
        """What a header of the table says."""
        within = self.area or self.setting.area
        said = read_header(with_common_years(text, within), within)
        time = edition_time(said.words, self.of_award) if self.of_award else None
        return replace(said, words="", time=time) if time else said


def is_continued(lines: Iterable[str]) -> bool:
    """Whether a title says that the table goes on with the one before it (续表), whose title and unit hold for it."""
    return any(regex("title_continued").search(tidy(line)) for line in lines)


def told_by(table: PrintedTable, setting: Setting, lines: Iterable[str]) -> Told:
    """What captions and title rows say: unit, time, place, coverage and indicators of the whole table."""
    lines = list(lines)
    english = _english_title(lines)
    lines = [with_common_years(line, setting.area) for line in lines if not is_translation(line)]
    told = Told(
        setting, table, english=english, plan_end=period_ahead((*table.headings, *lines)),
        of_award=any(regex("of_award").search(line) for line in (*table.headings, *lines)),
    )  # fmt: skip
    for line in lines:
        told = _with_line(told, line, setting)
    if not told.names and not told.objects:
        above = (tuple(objects_in(heading)) for heading in (*reversed(table.headings), setting.title))
        told = replace(told, objects=next(filter(None, above), ()))
    return told if told.area else replace(told, area=setting.area)


def _english_title(lines: Iterable[str]) -> str:
    """The longest line in English without its number, of the data portal the one that names the figures (Index:)."""
    english = [line.strip() for line in lines if is_translation(line) and len(line.split()) >= _FEWEST_WORDS]
    english = [line for line in english if not regex("portal_line").match(line)]
    named = (match["name"] for line in english if (match := regex("portal_indicator").match(line)))
    return next(named, regex("title_number").sub("", max(english, key=len, default="")).strip())


def _with_line(told: Told, line: str, setting: Setting) -> Told:
    """What a line says besides what was told; of who filled a form in (填报单位：) no more than the place."""
    form = regex("form_line").match(line)
    if form is None:
        return _with_words(told, line, setting)
    return _with_words(_with_place(told, tidy(form[0]), setting.area), line[form.end() :], setting)


def _with_words(told: Told, line: str, setting: Setting) -> Told:
    if regex("portal_line").match(tidy(line)):
        of_nation = bool(regex("portal_nation").match(tidy(line)))
        return replace(told, of_nation=of_nation or told.of_nation)
    told, line = _of_portal(told, line, setting)
    words = regex("title_tail").sub("", regex("title_number").sub("", tidy(line)))
    of_amounts = told.of_amounts or bool(regex("of_amounts").search(words))
    told = replace(told, is_index=told.is_index or _says_index(words), of_amounts=of_amounts)
    if months := regex("months_over_years").fullmatch(words):
        return _with_months(told, *(int(one or 0) for one in months.groups()))
    said = read_header(line, setting.area)
    told = _with_times(_with_growth(replace(told, units=said.units or told.units), said), line, said)
    if not words or _only_qualifies(line, said):
        return told
    titled = _with_title(told, line, words, setting.area) if said.words else told
    return _with_place(titled, words, setting.area)


def _says_index(words: str) -> bool:
    """Whether a line says that the figures are indices: 国内生产总值指数, (以上年为100)."""
    return bool(regex("index_base").search(words) or regex("index_title").search(words))


def _with_growth(told: Told, said: Said) -> Told:
    """A title that says growth in % says it of all figures (各市专利授权量增速（%）)."""
    of_growth = said.measure == "growth" and said.words and [unit.base for unit in said.units] == ["%"]
    return replace(told, indicator=replace(said, text="")) if of_growth else told


def _of_portal(told: Told, line: str, setting: Setting) -> tuple[Told, str]:
    """What the portal's line of the indicator says (指标：), and the name in it; another line stays as it is."""
    portal = regex("portal_indicator").match(tidy(line))
    if portal is None:
        return told, line
    named = read_header(portal["name"], setting.area)
    return replace(told, indicator=named, units=named.units), named.scope + named.words or portal["name"]


def _with_times(told: Told, line: str, said: Said) -> Told:
    """The time that a line says; that of the yearbook it is from (2013专利统计年报) only where it says no other."""
    plain = regex("edition_of_book").sub("", tidy(line))
    time = read_header(plain).time or said.time or edition_time(said.words) or told.time
    years = dict.fromkeys((*told.years, *map(int, regex("year_named").findall(plain))))
    return replace(told, time=time, years=tuple(years))


def _only_qualifies(line: str, said: Said) -> bool:
    """Whether a line says the unit alone, or stands in brackets below a title."""
    only_unit = bool(said.units) and len(said.scope + said.words) < _SHORTEST_TITLE and not objects_in(said.words)
    return only_unit or bool(regex("title_qualifier").match(tidy(line)))


def _with_months(told: Told, first_year: int, first: int, day: int, year: int, last: int, last_day: int) -> Told:
    """From a month (or day) to another: of one year the table's time, over several that of what adds all of them up."""
    end = month_end(year, last)
    if first_year != year:
        start = min(date(first_year, first, 1) + timedelta(max(day, 1) - 1), month_end(first_year, first))
        return replace(told, all_years=Period(start, end.replace(day=min(last_day or end.day, end.day))))
    whole = day <= 1 and last_day in (0, end.day)
    return replace(told, time=Time("span", year=year, first=first, last=last)) if whole else told


def _with_title(told: Told, line: str, words: str, within: str) -> Told:
    scope, rest = title_scope(words, within)
    named = rest if scope else words
    names, objects = tuple(names_in(named, whole=True)), tuple(objects_in(words))
    if len(words) >= _SHORTEST_TITLE:
        told = replace(told, title=line.strip(), words=rest if len(rest) <= _LONGEST_OBJECT else "", scope=scope)
        is_register = bool(regex("register_title").search(tidy(line)))
        goes_on = bool(set(names_in(named)) - set(names))
        told = replace(told, odd_scope=_odd_scope(scope, words, names), is_register=is_register, goes_on=goes_on)
    return replace(told, names=names or told.names, objects=objects or told.objects)


def _odd_scope(scope: str, words: str, names: Iterable[str]) -> str:
    """What of a title may narrow its figures and is not accounted for, "" for nothing."""
    odd = regex("bracket_end").sub("", regex("coverages").sub("", scope))
    if odd and not is_coverage(odd):
        return odd
    told = scope + "".join(indicators()[id].zh for id in names)
    inside = regex("coverage_inside").finditer(regex("coverages_listed").sub("", words))
    return next((match[0] for match in inside if match[0] not in told), "")


def _with_place(told: Told, words: str, within: str) -> Told:
    codes = _places_in(words, within)
    if len(codes) == 1:
        return replace(told, area=codes[0], area_said=True, of_every=False)
    every = next((word for word in table_words("every_area") if word in words), "")
    if not every and not told.area and not within and regex("at_home_and_abroad").search(words):
        return replace(told, area=NATION)
    if not every or told.area:
        return told
    of_nation = any(word in every for word in table_words("every_province"))
    return replace(told, area=NATION if of_nation else within, of_every=of_nation)


@lru_cache(maxsize=4096)
def title_scope(words: str, within: str) -> tuple[str, str]:
    """What a title narrows its figures to, and what it is of besides.

    >>> title_scope("各地区规上工业企业R&D经费内部支出(2021年)", "000000")
    ('规上工业企业', 'R&D经费内部支出')
    >>> title_scope("国内三种专利授权数按地区分布", ""), title_scope("科学研究与开发机构基本情况", "")
    (('国内', '专利授权数'), ('科学研究与开发机构', ''))
    """
    core = _core(regex("title_by").sub("", regex("title_tail").sub("", words)), within)
    scope, rest = _narrowed(core)
    if scope:
        return scope, rest
    held, first = narrowing("holder_end", core), first_name(core)
    if held and first and first < held.end():  # 规上工业|企业R&D经费
        return held[0], core[held.end() :]
    if first is not None:
        return (core[:first] if _narrows(core[:first]) else ""), core[first:]
    if held and len(held[0]) > 2 and not any(normalise(held[0]) in map(normalise, one.names) for one in _named(core)):
        return _with_bracket(core, held.end())
    return "", core


def _with_bracket(core: str, end: int) -> tuple[str, str]:
    """What a title narrows to, with the bracket behind it (高技术产业（制造业）), and the rest."""
    bracket = regex("bracket_at_start").match(core[end:])
    end += bracket.end() if bracket else 0
    return core[:end], core[end:]


def _narrowed(core: str) -> tuple[str, str]:
    """What narrows a name, at its beginning or in its middle (国内外观设计|职务|授权量), and the name without it."""
    scope, rest = narrowed(core)
    if scope:
        return scope, rest
    for match in regex("coverage_inside").finditer(core):
        scope, rest = narrowed(core[: match.start()] + core[match.end() :])
        if match.start() and lookup(rest):
            return scope + match[0], rest
    return "", core


def _named(core: str):
    return [indicators()[id] for id in names_in(core)]


def _core(words: str, within: str) -> str:
    """A title without its time, place, unit, 三种 and the words that say nothing of its figures."""
    said = read_header(words, within)
    core = regex("coverages_listed").sub("", regex("of_kind").sub("", said.scope + said.words))
    core = regex("edition_of_prize").sub(lambda match: match[2] or match[0], core)
    core = re.sub(rf"^(?:{_places(within).pattern})", "", core)
    general = sorted((*_general_words(), *word_set("own_area")), key=len, reverse=True)
    while (lead := next((word for word in general if _leads(core, word)), "")) and not _begins(core, lead):
        core = core[len(lead) :]
    return core


@lru_cache(maxsize=1)
def _general_words() -> frozenset[str]:
    """The words of a title that say nothing of its figures, with brackets of either width."""
    words = table_words("general")
    return frozenset(words) | {word.replace("(", "（").replace(")", "）") for word in words}


def _leads(core: str, word: str) -> bool:
    """Whether a title begins with a word that says nothing, and that ends where no object begins (国内|外观设计)."""
    cut = (at for at in range(1, len(word)) for one in table_words("object") if core.startswith(one, at))
    return core.startswith(word) and not any(cut)


def _begins(core: str, lead: str) -> bool:
    """Whether a title begins with a name, or with what narrows one and is cut by the word (国内|外观设计)."""
    scope = narrowed(core)[0]
    return first_name(core) == 0 or bool(scope and not scope.startswith(lead))


def _narrows(before: str) -> bool:
    """Whether words before a name are a coverage: known ones, or a short noun phrase."""
    return 1 < len(before) <= _LONGEST_SCOPE and not regex("no_coverage").search(before)


@lru_cache(maxsize=64)
def _places(within: str) -> re.Pattern:
    common = word_set("common_noun_place")
    return re.compile(any_of(name for name in match_names(within) if name not in common))


def _places_in(text: str, within: str) -> list[str]:
    names = match_names(within)
    return list(dict.fromkeys(names[match[0]] for match in _places(within).finditer(normalise(text))))
