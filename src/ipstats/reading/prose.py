"""Running text becomes rows: every figure of a document's blocks, with its exact place."""

import re
from collections.abc import Iterable

from ipstats.documents.blocks import Block, Context
from ipstats.grammar.scan import LABEL, Token, flatten, place, scan
from ipstats.reading.afterwards import apart, date_headlines, doubts, ranges, undated
from ipstats.reading.clauses import Sentence
from ipstats.reading.memory import Memory, Said, overhear
from ipstats.reading.setting import Setting, labelled, setting_of, under
from ipstats.reading.timing import Times
from ipstats.reading.whom import area_name, within

FIGURES = frozenset("NKYn")
ROUNDING = ("不等于", "四舍五入", "尾差")
_OF_ROUNDING = re.compile(f"(?<![^。；])[^。；]*(?:{'|'.join(ROUNDING)})[^。；]*")
"""A note on how the figures add up (合计可能不等于100%) gives none."""
_POINT = re.compile(rf"{LABEL}|[0-9]{{1,2}}[.、．](?![0-9])|——|[●■◆▪]")
"""What an item of a list begins with, where the document's format does not say so."""
_POINTS_BACK = re.compile("[其该此]|这|上述|前述|同期|期间")
BEFORE = 80
"""Characters of a sentence that may complete a name in the next one."""
LONGEST_SENTENCE = 500
"""Tokens after which a sentence that does not end is taken to end."""


def read_blocks(blocks: Iterable[Block], context: Context | None = None, setting: Setting | None = None) -> list[dict]:
    """The figures of a document's blocks as rows of the observation table (without ids), in the order of the text.

    `char_start` and `char_end` are offsets in the document's text, where `obs_text` stands. What `context` does not say
    (year, date, area) is worked out from title and text; a period or area that nothing tells is left missing.
    """
    context = context or Context()
    blocks = list(blocks)
    setting = setting or setting_of(blocks, context)
    found: list[tuple[Block, Setting, list[int] | None, list[Said]]] = []
    memory, clock, section, item = None, None, [], None
    for block in blocks:
        here = under(setting, (*block.headings, block.text) if block.kind == "heading" else block.headings)
        label = labelled(here, block.text)
        item = label or (None if block.kind == "heading" else item)
        here = item or here
        if memory is None or here.clock != clock or label:
            date_headlines(section)
            memory, clock, section = Memory(Times(here.clock), []), here.clock, []
        if block.kind == "heading":
            memory.recent = []  # a subject is not carried into another section
        memory.next_paragraph()
        text, offsets = flatten(block.text)
        listed = block.kind == "item" or bool(_POINT.match(text))
        memory.lead = memory.lead if listed else None
        if any(word in text for word in ROUNDING):
            text = _OF_ROUNDING.sub(lambda match: "。" * len(match[0]), text)
        said = read_text(text, here, memory)
        if text.endswith((":", "：")) or (block.kind == "item" and memory.opening and memory.opening.kind == "instant"):
            memory.lead = memory.opening or memory.lead
        section += said
        found.append((block, here, offsets, said))
    date_headlines(section)
    return [row for piece in found for row in _rows(*piece, context)]


def _rows(
    block: Block, here: Setting, offsets: list[int] | None, paragraph: list[Said], context: Context
) -> list[dict]:
    """The rows of a block's figures, each with its place in the document's text."""
    rows, section = [], " > ".join(block.headings)
    for said, doubt in zip(paragraph, doubts(paragraph), strict=True):
        char_start, char_end, obs_text = block.place(*place(offsets, said.first, said.last))
        doubt, about = doubt or apart(obs_text), ranges(said.figure.printed)
        row = row_of(said)
        row |= {
            "source_id": context.source_id, "vintage": here.clock.written or context.published,
            "section": section, "page": block.page, "char_start": char_start, "char_end": char_end,
            "obs_text": obs_text, "obs_status": "U" if doubt else "E" if about else said.status,
            "comment_obs": doubt or about or undated(said, here.clock.written),
        }  # fmt: skip
        rows.append(row)
    return rows


def read_text(text: str, setting: Setting, memory: Memory) -> list[Said]:
    """The figures of a flat text, sentence by sentence."""
    said: list[Said] = []
    tokens = scan(text, within(setting.area))
    first, start = 0, 0
    for at, token in enumerate(tokens):
        if token.kind == "." or at == len(tokens) - 1 or at - first >= LONGEST_SENTENCE:
            last = at if token.kind == "." else at + 1
            words = tokens[first:last]
            memory.opening = words[0].data if words and words[0].kind == "T" else None
            memory.times.next_sentence(_goes_on(words, text, start))
            if not FIGURES.isdisjoint([word.kind for word in words]):
                sentence = Sentence(text, words, start, memory, setting.area, setting.is_target)
                said += sentence.read()
                memory.recent = sentence.view.recent
            else:
                overhear(words, memory, text)
            memory.before = text[max(start, token.end - BEFORE) : token.end]
            first, start = at + 1, token.end
    return said


def _goes_on(words: list[Token], text: str, start: int) -> bool:
    """Whether a sentence goes on with what the one before said: with its parts, its growth, or the time it named."""
    first = words[0] if words and words[0].start == start else None
    said_before = first and (first.kind in "PCUDSLQ" or (first.kind == "T" and not first.data.says_year))
    return bool(said_before or _POINTS_BACK.match(text, start))


def row_of(said: Said) -> dict:
    """A figure as a row, without its place."""
    period = said.period
    one = said.subject.indicator
    lower, upper = ends(said)
    return {
        "ref_area": said.area,
        "ref_area_name": area_name(said.area),
        "scope": said.scope,
        "indicator": said.subject.id,
        "indicator_name": one.zh if one else "",
        "label": said.subject.label,
        "measure": said.measure,
        "comparison": said.comparison,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "obs_value": said.value,
        "obs_lower": lower,
        "obs_upper": upper,
        "bound": said.bound,
        "unit_measure": said.unit,
        "printed": said.figure.printed,
        "is_target": said.is_target,
        "part_of": said.part_of,
        "rank_scope": said.rank_scope,
        "rule": said.rule,
    }


def ends(said: Said) -> tuple[float, float]:
    """The interval of a figure; 每万人…132.0件 is a ratio and rounded, although its unit counts whole things."""
    one = said.subject.indicator
    if one and one.kind == "ratio" and said.measure == "level" and said.lower == said.upper:
        half = float(said.figure.step) / 2
        return said.lower - half, said.upper + half
    return said.lower, said.upper
