"""One sentence read from left to right: each figure with its rule, subject, time, place and comparison."""

import re
from dataclasses import replace

from ipstats.grammar import naming, ranks
from ipstats.grammar.figures import Figure, rebound, scaled
from ipstats.grammar.lexicon import pattern, words
from ipstats.grammar.naming import Subject
from ipstats.grammar.rules import FROM, OBLIQUE, Rule, rule_for, sign, signed
from ipstats.grammar.scan import Token
from ipstats.model.areas import NATION
from ipstats.reading import derived, goals, listing, respective, topics
from ipstats.reading.afterwards import marks_passed
from ipstats.reading.respective import FAR
from ipstats.reading.series import Series
from ipstats.reading.structure import FILLER, LONGEST_GAP, ZONE, Said
from ipstats.reading.timing import is_past

_MARK = re.compile(pattern("mark"))
_CHANGE_AHEAD = re.compile(
    rf"(?:以上|左右|以内)?的?(?:高速|快速|年均)?((?:{pattern('rise')}|{pattern('fall')}))(?!到|至|为)"
)
_OTHER_PLACE = re.compile(f"{ZONE.pattern}|^{topics.TOGETHER.pattern}$")
_MEAN = re.compile("每|平均|[人户笔件]均")
_POINT = re.compile("^[一二三四五六七八九十]{1,2}是(?!否)")
"""The number of a point in running text (；二是…), which is no part of a name."""
_ONE_OF = re.compile("[^，。；、,;]{1,12}之一")
_SCORE = re.compile(".{2,}(?:指数|得分|评分|总分)$")
_PART_WORDS = re.compile("[成半]|分之")
_POINTING = tuple(words("pointing"))


class Sentence(Series):
    """Reads the tokens of one sentence; `read` returns its figures in order."""

    def read(self) -> list[Said]:
        """The figures of the sentence."""
        view = self.view
        for index, token in enumerate(view.tokens):
            if token.start < self.at:
                continue
            if token.start > self.at:
                first = max(self.at, token.start - LONGEST_GAP)
                text = view.text[first : token.start]
                view.pieces.append(Token("x", first, token.start, _POINT.sub("", text) if "是" in text else text))
            self.at = token.end
            if token.kind == "(" and not self._opens_figures(index):
                self._bracket(index, self.closing[index])
            elif handler := _HANDLERS.get(token.kind):
                handler(self, index, token)
            else:
                view.pieces.append(token)
        self._end_clause()
        marks_passed(self.said)
        return sorted(self.said, key=lambda one: one.first)

    def _adopt(self) -> None:
        """Figures in brackets that stood before their subject was named (杭州（143件）、南京（125件）每万人…拥有量)."""
        orphans, self.orphans = self.orphans, []
        if orphans and (self._said_in_clause() or self.view.recent):
            subject = self.view.last()
            for token, rule, measure, self.area_once in orphans:
                self._say(token, rule, measure, subject)
        self.area_once = ""

    def _number(self, index: int, token: Token) -> None:
        """A number without unit is a figure behind an index or in a bracket behind an area, in the indicator's unit."""
        named = naming.named(self.view.pieces, "")
        scored = bool(named and named.indicator and named.indicator.unit in ("分", "点", ""))
        if text := _SCORE.search(naming.clean(naming.text_of(self.view.pieces))):
            figure = replace(token.data, unit="分")
            self._say(token._replace(data=figure), "level", "level", self.view.subject(text[0]))
            self.view.pieces = []
            return
        subject = named if scored else self.view.last()
        if not (scored or (self.stack and self.area)) or not subject.indicator:
            self.view.pieces.append(token)
            return
        figure = replace(token.data, unit=subject.indicator.unit)
        if self.stack and self.list_unit and naming.fits(subject.id, self.list_unit[1]):
            figure = scaled(token.data, *self.list_unit)
        self._say(token._replace(data=figure), "level", "level", subject)
        self.view.pieces = []

    def _figure(self, index: int, token: Token) -> None:
        figure, letters = token.data, self._letters()
        if _ONE_OF.match(self.view.text, token.end):
            self.view.pieces.append(token._replace(kind="x"))
            return
        if not figure.unit:
            token, figure = self._mark(token)
        rule = rule_for(figure.unit, letters)
        if rule.name in FROM and not self._reaches(index):
            rule = rule_for(figure.unit, letters.replace("F", "x"))
        if self._goes_on(figure, letters):
            last = self.said[-1]
            letters = "D" if last.value < 0 < last.figure.value else "U"
            rule = self._again(self.said[-1].rule, figure.unit, letters)
        elif figure.unit == "%" and self.stack and figure.printed[0] in "+-－−" and not letters:
            letters = "U"
            rule = rule_for(figure.unit, letters)
        elif figure.unit == "%" and (m := _CHANGE_AHEAD.match(self.view.text, self.at)):
            letters = "D" if m[1] in words("fall") else "U"
            rule = rule_for(figure.unit, letters)
        elif rule.name in OBLIQUE and not self.pending and (more := self._rates_ahead(index)):
            self._wait_for_levels(more + 1)
        if self.years:
            self.clause_time = self.years.pop(0)
        if self.stack and self.area:
            self.list_unit = figure.scale, figure.unit
        if rule.name == "level" and (each := respective.apiece(self.view, figure.unit)):
            for subject, self.area_once in each:
                self._say(token, rule.name, "level", subject)
            self.area_once, self.view.pieces = "", []
            return
        found = self._subjects(rule, figure, index, letters)
        if rule.measure == "level" and found != self.group[:1]:
            self.group = []
        names = [piece.text for piece in self.view.pieces if piece.kind == "I"]
        of_its_own = len(names) == 1 and found and found[0].id and found[0].label.endswith(names[0])
        if not of_its_own:  # which is remembered when it is said
            self._mention_named()
        measure = rule.measure
        if measure == "level" and figure.unit == "%" and found and _is_share(found[0]):
            measure = "share"
        if measure == "level" and _PART_WORDS.search(figure.printed) and found and not found[0].id:
            measure = "share"
        if measure in ("level", "share") and (
            figure.milestone or _MARK.match(self.view.text, token.end) or self._is_condition(token)
        ):
            measure = "threshold"
        if not found:
            self.view.pieces.append(token._replace(kind="x"))
            return
        for subject in found:
            self._say(token, rule.name, measure, subject, sign(rule, letters, self.view.pieces))
        self.area_once = ""
        if "F" in letters:
            self.clause_time = None
        if is_task := self._is_task(token):
            self.said[-1].is_target = True
        if is_task or self._is_condition(token):
            self.view.pieces.append(token._replace(kind="x"))
        else:
            self.view.pieces = []

    def _mark(self, token: Token) -> tuple[Token, Figure]:
        """A mark without unit (突破百亿大关) is in the unit of what passed it."""
        subject = naming.named(self.view.pieces, "") or self.view.last()
        unit = subject.indicator.unit.split("/")[0] if subject.indicator else ""
        figure = replace(token.data, unit=unit)
        return token._replace(data=figure), figure

    def _is_task(self, token: Token) -> bool:
        return goals.is_task(self.view.text, self.clause_start, token.start)

    def _letters(self) -> str:
        """The letters of the words before a figure, without what says nothing."""
        letters = "".join([
            "N" if piece.text == "新增" else piece.kind
            for piece in self.view.pieces
            if piece.kind not in "x、o" or not FILLER.fullmatch(piece.text)
        ])  # fmt: skip
        return letters.replace("、", "").replace("CN", "CU").replace("N", "o")

    def _reaches(self, index: int) -> bool:
        """Whether the next words say where a change came to."""
        for token in self.view.tokens[index + 1 : index + FAR]:
            if token.kind in "EUD":
                return True
            if token.kind in "N,;":
                return False
        return False

    def _subjects(self, rule: Rule, figure: Figure, index: int, letters: str) -> list[Subject]:
        view = self.view
        if self.bracket and not view.pieces and naming.fits(self.bracket.id, figure.unit):
            return [self.bracket]
        if self.pending:
            subject, self.area_once = self.pending.pop(0)
            shared = rule.measure == "share" and not _is_share(subject)
            self.of_what = topics.whole_of(view) or self.of_what
            return [naming.share_of(subject, self.of_what) if shared else subject]
        if figure.unit == "年":
            return [one for one in (naming.named(view.pieces, "年"),) if one]
        if view.pieces and view.pieces[-1].text.endswith(_POINTING):
            return []
        if rule.measure == "share":
            return [topics.share(view, bool(self.stack and self.area))]
        if rule.name in OBLIQUE or rule.measure == "multiple":
            if "L" in letters and not naming.trim(naming.text_of(view.pieces, without="AUDEL")):
                return self._run() or [view.last()]
            self.pending = respective.shared_out(view, index) if rule.name in OBLIQUE and not self.stack else []
            return self._subjects(rule, figure, index, letters) if self.pending else [topics.base(view, rule, figure)]
        is_goal = goals.AHEAD.match(view.text, self.at) or self._is_task(view.tokens[index])
        if is_goal and (subject := goals.goal(view, figure)):
            return [subject]
        if "L" in letters:
            at = view.until("L")
            names = listing.items(view.pieces[:at])
            if names:
                return [view.subject(name, figure.unit) for name in names]
        if not self.stack and (listed := respective.shared_out(view, index)):
            self.pending = listed
            return self._subjects(rule, figure, index, letters)
        if subject := self._mean(figure.unit):
            return [subject]
        if figure.unit == "%" and (subject := goals.fulfilment(view, naming.text_of(view.pieces, without="ASE"))):
            return [subject]
        return [topics.level(view, figure, index, self._said_in_clause())]

    def _rank(self, index: int, token: Token) -> None:
        """A place in an order: 居全国第一, 排名第五, 从第10位升至第7位."""
        view, letters = self.view, self._letters()
        if more := self._ranks_ahead(index):
            self._wait_for_levels(more + 1)
        if self.pending and not letters:
            letters = "R"
        place = ranks.read_rank(token, view.text, self.start, letters)
        if place is None:
            view.pieces.append(token)
            return
        figure, scope = place
        found = (
            [self.pending.pop(0)[0]]
            if self.pending
            else self._run()
            if "L" in letters
            else self.group
            if not naming.trim(naming.text_of(view.pieces, "AR")) and self.group
            else self._all_listed()
        )
        for subject in found or [topics.ranked(view, self._said_in_clause())]:
            if self._say(token._replace(data=figure), "rank", "rank", subject):
                self.said[-1].rank_scope = scope
        if "F" in letters:
            self.clause_time = None
        view.pieces = []

    def _all_listed(self) -> list[Subject]:
        """What 总数 is of: the stock new ones joined, or all of a row (示范企业12家、优势企业89家，总数居第一)."""
        words = naming.text_of(self.view.pieces, "AR")
        row = [one for one in self.said if one.rule == "level" and one.clause == self.said[-1].clause]
        if not row or len({one.unit for one in row}) > 1 or naming.trim(words) or not topics.speaks_of_all(words):
            return []
        if len(row) == 1:
            return [whole] if (whole := derived.not_only_new(row[0].subject)) else []
        held = all(one.subject.is_stock for one in row)
        return [Subject(naming.clip("、".join(one.subject.label for one in row) + "合计"), held=held)]

    def _streak(self, index: int, token: Token) -> None:
        """连续N年: for how long a predicate has held."""
        figure = ranks.read_streak(token)
        own = topics.ranked(self.view, True)
        if figure and own.label:
            predicate = ranks.predicate(self.view.text, token.end)
            subject = Subject(f"{own.name}连续{predicate}年数", held=True)
            self._say(token._replace(data=figure), "streak", "level", subject)
        self.view.pieces.append(token)

    def _say(self, token: Token, rule: str, measure: str, subject: Subject, factor: int = 1) -> bool:
        area = self.area_once or self.area or self.memory.area or self.own_area
        if not subject.label:
            if self.stack:
                self.orphans.append((token, rule, measure, area))
            return False
        view = self.view
        whole = view.whole if measure == "level" and area in ("", self.memory.area, self.own_area) else None
        if whole and (subject.id, subject.scope) == (whole.id, whole.scope) and subject.label != whole.label:
            subject = replace(subject, id="")
        if self._is_part_of_stock(subject, token.data.unit):
            subject = replace(subject, held=True)
        figure = rebound(token.data, naming.text_of(view.pieces, without=""))
        value, lower, upper, bound = signed(figure, factor)
        if summed := self._is_summed(subject, figure, token.start):
            subject = derived.all_so_far(subject)
        time, period, compared = self._placed(subject, figure, rule, measure, summed)
        one, unit = subject.indicator, figure.unit
        if measure in ("level", "change", "threshold") and one and "/" in one.unit and one.unit.split("/")[0] == unit:
            unit = one.unit
        together = view.row and subject.scope == view.row
        apart = self.area_clause != self.clause and not self.stack and subject.scope
        if apart and (together or _OTHER_PLACE.search(subject.scope)):
            area, self.zone = self.memory.area or self.own_area, ""
        scope = subject.scope if subject.scope.startswith(self.zone) else self.zone + subject.scope
        self.said.append(Said(
            token.start + figure.first, token.start + figure.last, figure, rule, measure, subject, value, lower, upper,
            bound, unit, period, area, scope, compared, self._part_of(subject, rule, measure, figure.unit),
            is_target=(self.target or self.target_clause) and not is_past(time, period, self.memory.times.clock),
            clause=self.clause, timed=time is not None,
            status=topics.status(view.text, self.start, token.start),
        ))  # fmt: skip
        if subject.of:
            self._mention(subject.of)
        if rule != "streak" and not (self.stack and self.area == NATION != self.own_area):
            self._mention(subject)
        return True

    def _part_of(self, subject: Subject, rule: str, measure: str, unit: str) -> str:
        """The name of the whole that 其中 spoke of, where the figure can be a part of it."""
        whole = self.view.whole
        if whole is None or whole == subject or rule == "rank":
            return ""
        unlike = whole.indicator is not None and not naming.fits(whole.id, unit)
        apart = measure == "level" and (unlike or self._lists_parts_before() or _MEAN.match(subject.label))
        return "" if apart else whole.name


def _is_share(subject: Subject) -> bool:
    return subject.name.endswith(("占比", "比重", "份额")) or subject.label.endswith(("占比", "比重", "份额"))


_HANDLERS = {
    ",": Sentence._comma, ";": Sentence._comma, "、": Sentence._list_mark, "T": Sentence._time, "A": Sentence._area,
    "N": Sentence._figure, "n": Sentence._number, "K": Sentence._rank, "Y": Sentence._streak, "C": Sentence._comparison,
    "P": Sentence._part, "Q": Sentence._respectively, "G": Sentence._goal, "e": Sentence._edition, "(": Sentence._open,
    ")": Sentence._close,
}  # fmt: skip
