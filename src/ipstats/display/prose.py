"""Prose with links: one sentence, or several, published in every form an export reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Inline:
    """A run of text; `href` leads to a figure's place in its source, `title` says a formula and its operands."""

    text: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class Prose:
    """Sentences in one language. `str()` is the plain text, `a + b` sets one after the other.

    In a notebook the last expression of a cell shows it; it publishes `application/vnd.ipstats.prose+json`, HTML,
    Markdown and plain text.
    """

    language: str
    inlines: tuple[Inline, ...] = ()
