"""Prose with links: one sentence, or several, published in every form an export reads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from ipstats.display.links import shown

MIME = "application/vnd.ipstats.prose+json"
SLOT = re.compile(r"\{(\w+)\}")
MARKDOWN = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of text; `href` leads to a figure's place in its source, `title` says a formula and its operands."""

    text: str
    href: str = ""
    title: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Prose:
    """Sentences in one language. `str()` is the plain text, `a + b` sets one after the other, empty prose is false.

    In a notebook the last expression of a cell shows it; it publishes `application/vnd.ipstats.prose+json`, HTML,
    Markdown and plain text.
    """

    language: str
    inlines: tuple[Inline, ...] = ()
    missing: bool = False
    """It stands in the place of something that there are no figures for."""
    level: int = 0
    """Of a heading: 1 (the title of the report), 2 or 3; 0 is running text."""

    def heading(self, level: int = 2) -> "Prose":
        """The words alone as a heading, without links and without a full stop."""
        text = str(self).rstrip("。.")
        return Prose(self.language, (Inline(text[:1].upper() + text[1:]),) if text else (), level=level)

    @classmethod
    def fill(cls, language: str, template: str, /, **slots) -> "Prose":
        """A template with `{slot}`s, each filled with text, a number, an `Inline` or another `Prose`."""
        parts: list[Inline] = []
        for place, piece in enumerate(SLOT.split(template)):
            value = slots[piece] if place % 2 else piece
            parts += (
                value.inlines
                if isinstance(value, Prose)
                else [value if isinstance(value, Inline) else Inline(str(value))]
            )
        return cls(language, _joined(parts))

    @classmethod
    def join(cls, language: str, proses: Iterable["Prose | Inline | str"], between: str = "") -> "Prose":
        """Several after one another with a separator."""
        given = [
            one if isinstance(one, Prose) else cls(language, (one if isinstance(one, Inline) else Inline(one),))
            for one in proses
        ]
        given = [one for one in given if one]
        inlines = [
            part for place, one in enumerate(given) for part in ([Inline(between)] if place else []) + list(one.inlines)
        ]
        return cls(language, _joined(inlines))

    def __str__(self) -> str:
        return "".join(part.text for part in self.inlines)

    def __bool__(self) -> bool:
        return any(part.text for part in self.inlines)

    def __add__(self, other: "Prose") -> "Prose":
        between = " " if self.language == "en" and self and other else ""
        both = Prose.join(self.language, (self, other), between)
        return replace(both, missing=all(one.missing for one in (self, other) if one))

    def to_html(self) -> str:
        """Links and titled spans in a paragraph, or a heading."""
        if self.level:
            return f'<h{self.level} lang="{self.language}">{escape(str(self))}</h{self.level}>'
        return f'<p class="ipstats-prose" lang="{self.language}">{"".join(map(_html, self.inlines))}</p>'

    def to_markdown(self) -> str:
        """Links as Markdown has them; what was computed keeps its text only."""
        return "#" * self.level + " " * bool(self.level) + "".join(_markdown(part) for part in self.inlines)

    def to_json(self) -> dict:
        """The document model's form."""
        inlines = [{"text": part.text, "href": part.href, "title": part.title} for part in self.inlines]
        shown = {"kind": "prose", "language": self.language, "inlines": inlines}
        return shown | ({"missing": True} if self.missing else {}) | ({"level": self.level} if self.level else {})

    def _ipython_display_(self) -> None:
        """Where there is nothing to say nothing is shown; else Jupyter goes on to the forms below."""
        if self:
            raise NotImplementedError

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            MIME: self.to_json(),
            "text/html": self.to_html(),
            "text/markdown": self.to_markdown(),
            "text/plain": str(self),
        }


def _joined(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Neighbouring runs of plain text as one, empty ones left out."""
    out: list[Inline] = []
    for part in parts:
        if out and not (part.href or part.title or out[-1].href or out[-1].title):
            out[-1] = Inline(out[-1].text + part.text)
        elif part.text:
            out.append(part)
    return tuple(out)


def _html(part: Inline) -> str:
    title = f' title="{escape(part.title)}"' if part.title else ""
    if part.href:
        return f'<a href="{escape(shown(part.href))}"{title}>{escape(part.text)}</a>'
    return f"<span{title}>{escape(part.text)}</span>" if title else escape(part.text)


def _markdown(part: Inline) -> str:
    text = MARKDOWN.sub(r"\\\1", part.text)
    return f"[{text}]({shown(part.href)})" if part.href else text
