"""The outline of a report: numbered headings (一、（一） 1. ), captions, notes, and lines that only carry the page."""

import re

from ipstats.documents.blocks import Block
from ipstats.documents.content import Content

DAY = (
    r"20\d\d(?:[-年/.](?:1[0-2]|0?[1-9])[-月/.](?:3[01]|[12]\d|0?[1-9])日?"
    r"|(?:0[1-9]|1[0-2])(?:3[01]|[0-2]\d))(?!\d)"
)
"""The day an item of a compilation begins with (20240116, 2024-01-16)."""

NUMBERED = (
    ("item", re.compile(rf"[［\[（(]?(?!....年){DAY}[］\])）]?\s+(?=\S{{4}})")),
    ("chapter", re.compile(r"第[一二三四五六七八九十百]+[章篇部][分]?[\s\u3000、：:]?")),
    ("section", re.compile(r"第[一二三四五六七八九十百]+节[\s\u3000、：:]?")),
    ("one", re.compile(r"[一二三四五六七八九十]{1,3}\s?[、．.]\s*")),
    ("two", re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*")),
    ("three", re.compile(r"[0-9]{1,2}(?:[．.、](?![0-9])|(?=[\s\u3000][^0-9]))\s*")),
    ("four", re.compile(r"[（(][0-9]{1,2}[）)]\s*")),
)
"""Kinds of numbering, outermost first."""

CAPTION = re.compile(
    r"(?:续?附?表|附录|专栏|图)\s*[0-9一二三四五六七八九十]{0,3}(?:[-–—.．][0-9]{1,3})*"
    r"(?:[：:\s\u3000]|(?<=[0-9])(?=[\u4e00-\u9fff])|(?=[12][0-9]{3}年|各))"
)
UNIT_LINE = re.compile(
    r"[（(]?\s*(?:计量)?单\s*位\s*[：:]\s*(?P<unit>[^）)\s]{1,12}(?:[、，,][^）)\s]{1,12})*)\s*[）)]?$"
)
NOTE = re.compile(
    r"注\s*[0-9一二三]?\s*[：:.]|(?:附注|说明|备注)\s*[：:]|(?:(?:资料|数据)?来源)\s*[：:]|\[[0-9]{1,2}\]|[①②③④⑤⑥⑦⑧⑨]"
)
OPENING = re.compile("(?:本届|此次|此外|近年来|同时|另外|下一步|首先|目前|截至|去年|据(?:了解|悉|统计|介绍))")
"""Words that begin a sentence, and so a paragraph behind an empty line, though the one before lacks its full stop."""
BYLINE = re.compile(
    r"(?:[0-9]{4}[-年./][0-9]{1,2}[-月./][0-9]{1,2}日?\s*(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?[\s|｜]*)?"
    r"(?:(?:信息|文章|稿件)?来源|(?:发布|发文|成文)?(?:日期|时间)|作者|记者|(?:责任)?编辑|浏览(?:量|次数)?)\s*[：:]"
)
"""A line of a page that says where its text is from, when it was put there or by whom."""
PAGE_LINE = re.compile(
    r"\s*(?:[-–—－·]\s*[0-9]{1,4}\s*[-–—－·]|第\s*[0-9]{1,4}\s*页(?:[，,/\s]*共\s*[0-9]{1,4}\s*页)?|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
    r"|[Pp]age\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?|[0-9]{1,3})\s*"
)
"""A line that holds nothing but a page number."""

LONGEST_HEADING = 45
_MOST_CAPTIONS = 3
_FORM = re.compile(r"表\s*号\s*[：:]|(?:制[定表]|批准|备案)机关\s*[：:]|备案文号\s*[：:]")
"""A line that says by what order a survey is made, between a title and its table."""
_ENGLISH = re.compile(r"[A-Za-z][^\u3400-\u9fff]*")
_TRANSLATED = re.compile(r"[^\u3400-\u9fff]*[A-Za-z]{3}[^\u3400-\u9fff]*")
"""A line in English, which in a bilingual table translates the one above it."""
_STOPS = re.compile(r"[。；！？，]")
_END = tuple("。！？；：…!?;:")


def numbering(text: str) -> str:
    """The kind of numbering a text begins with, or "".

    >>> numbering("（二）商标"), numbering("二是工作成效突出。")
    ('two', '')
    """
    for kind, pattern in NUMBERED:
        if pattern.match(text):
            return kind
    return ""


def numbered(text: str) -> int:
    """How many characters the numbering at the beginning of a text takes.

    >>> numbered("一、专利"), numbered("专利")
    (2, 0)
    """
    return next((match.end() for _, pattern in NUMBERED if (match := pattern.match(text))), 0)


def is_heading(text: str) -> bool:
    """Whether a line is a numbered heading, not a numbered sentence."""
    return bool(
        len(text) <= LONGEST_HEADING and not _STOPS.search(text) and not text.endswith(_END) and numbering(text)
    )


def ends_sentence(text: str) -> bool:
    """Whether a paragraph ends as paragraphs do."""
    return text.rstrip("”’\"')）】》 \u3000").endswith(_END)


class Outline:
    """The headings above the place that is being read."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []
        self._levels: dict[str, int] = {}

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(title for _, title in self._stack)

    def enter(self, title: str, level: int | None = None) -> tuple[str, ...]:
        """Go below a heading; returns the titles above it.

        A kind of numbering keeps the level it was first seen at, whatever level a format gives a later one.
        """
        kind = numbering(title)
        if kind:
            order = [name for name, _ in NUMBERED].index(kind)
            level = self._levels.setdefault(kind, level or 7 + order)
        level = level or 6
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        above = self.path
        self._stack.append((level, title))
        return above


def kind_of(text: str) -> str:
    """Whether a line is a caption, a note or a paragraph."""
    if UNIT_LINE.match(text) or (CAPTION.match(text) and not re.search("[。；，]", text)):
        return "caption"
    return "note" if NOTE.match(text) else "paragraph"


def take_captions(content: Content) -> tuple[str, ...]:
    """The lines right above a table that belong to it; they become captions, and so do translations between them.

    Lines in English are its captions where it has no others.
    """
    captions: list[str] = []
    english: list[str] = []
    blocks, since = content.blocks, content.captioned
    content.captioned = len(blocks)
    for index in range(len(blocks) - 1, since - 1, -1):
        block = blocks[index]
        text = block.text.strip()
        if _is_passed(block, text):
            _make_caption(blocks, index)
            english.insert(0, text)
            continue
        near = index == len(blocks) - 1 or blocks[index + 1].kind == "caption"
        if len(captions) == _MOST_CAPTIONS or not near or not _may_caption(block, text):
            break
        if block.kind != "heading":
            _make_caption(blocks, index)
        captions.insert(0, text)
        if CAPTION.match(text) or block.kind == "heading":
            break
    return tuple(captions or english)


def _is_passed(block: Block, text: str) -> bool:
    """Whether a line between a table and its captions is no caption: a translation, or by what order a survey is."""
    return bool(_TRANSLATED.fullmatch(text) or _FORM.match(text)) and block.kind not in ("heading", "item", "note")


def _may_caption(block: Block, text: str) -> bool:
    """Whether a block right above a table may be its caption: it says so, or is short and no sentence."""
    if block.kind in ("note", "item"):
        return False
    short = len(_ENGLISH.sub("", text)) <= 60 and not ends_sentence(text) and not re.search("[。；]", text)
    return block.kind == "caption" or bool(CAPTION.match(text) or UNIT_LINE.match(text)) or short


def _make_caption(blocks: list[Block], index: int) -> None:
    block = blocks[index]
    blocks[index] = Block(block.text, block.start, "caption", block.headings, block.page, block.joins)


def title_of(content: Content) -> str:
    """The first heading of the first level, else the first short line before the running text."""
    for block in content.blocks[:8]:
        text = block.text.strip()
        if block.kind == "heading" and not block.headings and not numbering(text) and not re.match(r"[\d.-]{8}", text):
            return text
        if block.kind == "paragraph" and 6 <= len(text) <= 60 and not ends_sentence(text) and "，" not in text:
            return text
        if ends_sentence(text):
            break
    return ""
