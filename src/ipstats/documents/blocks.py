"""What a document hands to the reader: blocks of text that know their place, and what is known of the document."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

KINDS = ("heading", "paragraph", "item", "caption", "note")


class Block(NamedTuple):
    """A piece of running text, and where it stands in the document's text.

    `start` is the document offset of `text[0]`. `headings` are the titles above it, outermost first (a heading's own
    text is not among them). `joins` are the places where something was left out to make whole words again (a page break
    inside 贡/献): `(offset in text, the document's characters left out before that offset)`, in order.

    >>> block = Block("为战贡献力量40人", start=10, joins=((4, "\\n\\n"),))
    >>> block.place(6, 9)
    (18, 21, '40人')
    >>> block.place(2, 6)
    (12, 18, '贡献\\n\\n力量')
    """

    text: str
    start: int = 0
    kind: str = "paragraph"
    headings: tuple[str, ...] = ()
    page: int | None = None
    joins: tuple[tuple[int, str], ...] = ()

    def place(self, first: int, last: int) -> tuple[int, int, str]:
        """Document offsets of `text[first:last]`, and the document's characters between them."""
        if not self.joins:
            return self.start + first, self.start + last, self.text[first:last]
        before = sum(len(left_out) for offset, left_out in self.joins if offset <= first)
        pieces, at = [], first
        for offset, left_out in self.joins:
            if first < offset < last:
                pieces += [self.text[at:offset], left_out]
                at = offset
        pieces.append(self.text[at:last])
        inside = "".join(pieces)
        char_start = self.start + first + before
        return char_start, char_start + len(inside), inside


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document besides its blocks; whatever is empty the reader works out from the text.

    `area` is a GB/T 2260 code or a name, `year` the year the document reports on, `published` its date (the reference
    of 今年, 去年 ...).
    """

    title: str = ""
    published: date | None = None
    area: str = ""
    year: int | None = None
    source_id: str = ""
