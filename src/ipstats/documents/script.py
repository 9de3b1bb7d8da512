"""Traditional characters are read as the simplified ones of the grammar, one for one, so that every place holds."""

import re
from dataclasses import replace
from functools import lru_cache

from ipstats.documents.blocks import Block
from ipstats.documents.content import Content
from ipstats.model.definitions import FOLDER, read_yaml

FILE = FOLDER / "traditional.yaml"
NOTE = "traditional characters, read as simplified ones; look over the names (繁体字，已按简体读取，请核对名称)"
_SAMPLE = 20_000
_LEAST = 0.1
"""The part of a text's Chinese characters that are traditional only, from which on it is written in them."""
_HAN = re.compile("[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    pairs = " ".join(read_yaml(FILE)["pairs"]).split()
    return {ord(pair[0]): pair[1] for pair in pairs}


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern:
    """Any of the traditional characters."""
    return re.compile(f"[{''.join(map(chr, _table()))}]")


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters.

    >>> is_traditional("專利授權量12萬件"), is_traditional("专利授权量12万件（著作權）")
    (True, False)
    """
    sample = text[:_SAMPLE]
    traditional = len(_traditional().findall(sample))
    return traditional > 0 and traditional > _LEAST * len(_HAN.findall(sample))


def simplified(content: Content) -> Content:
    """The content in simplified characters, each where the traditional one stands."""

    def text(words: str) -> str:
        return words.translate(_table())

    def block(one: Block) -> Block:
        joins = tuple((at, text(left_out)) for at, left_out in one.joins)
        return one._replace(text=text(one.text), headings=tuple(map(text, one.headings)), joins=joins)

    tables = [
        replace(
            table,
            cells=tuple(cell._replace(block=block(cell.block)) for cell in table.cells),
            captions=tuple(map(text, table.captions)),
            headings=tuple(map(text, table.headings)),
        )
        for table in content.tables
    ]
    return replace(
        content,
        text=text(content.text),
        blocks=list(map(block, content.blocks)),
        tables=tables,
        title=text(content.title),
        warnings=[*content.warnings, NOTE],
    )
