"""Sections of a report for which the table has no figures, told together at its end instead of one empty page each.

A sentence that stands in the place of a table, a chart or a statement says so in its bundle (`missing`). A section of
which nothing else was computed is left out, and its heading and sentence go into a last section. A report of which
nothing else was computed is its title and the first such sentence: it has nothing to explain or to sign.
"""

from nbappendix.labels import labels
from nbappendix.markdown import plain

COMPUTED = ("table", "figure", "output", "math")


def folded(blocks: list[dict], language: str) -> list[dict]:
    """The blocks without their empty sections, which a list at the end names with the reason."""
    if is_bare(blocks):
        titles = [block for block in blocks if block["kind"] == "heading" and block["level"] == 1]
        return [*titles[:1], next(block for block in blocks if block.get("missing"))]
    kept: list[list[dict]] = []
    empty: list[list[dict]] = []
    for section in _sections(blocks):
        (empty if _is_empty(section) else kept).append(section)
    shown = [block for section in kept for block in section]
    return shown + _told(empty, language) if empty else blocks


def is_bare(blocks: list[dict]) -> bool:
    """Whether all that was computed in a report says that something is missing."""
    computed = [block for block in blocks if "missing" in block or block["kind"] in COMPUTED]
    return bool(computed) and all(block.get("missing") for block in computed)


def _sections(blocks: list[dict]) -> list[list[dict]]:
    """The blocks from one heading to the next."""
    sections: list[list[dict]] = [[]]
    for block in blocks:
        if block["kind"] == "heading":
            sections.append([])
        sections[-1].append(block)
    return sections


def _is_empty(section: list[dict]) -> bool:
    """Whether all that was computed in a section (not the document's own title) says that something is missing."""
    if not section or section[0]["kind"] != "heading" or section[0]["level"] == 1:
        return False
    return is_bare(section)


def _told(sections: list[list[dict]], language: str) -> list[dict]:
    words = labels(language)
    said = [{"t": "text", "text": words["gaps"]}], [{"t": "text", "text": words["gaps_added"]}]
    heading = {"kind": "heading", "level": sections[0][0]["level"], "inlines": said[0]}
    items = [[{"kind": "paragraph", "inlines": _reasons(section)}] for section in sections]
    return [
        heading,
        {"kind": "paragraph", "inlines": said[1]},
        {"kind": "list", "ordered": False, "start": 1, "items": items},
    ]


def _reasons(section: list[dict]) -> list[dict]:
    """The heading of a section in bold, then its sentences, each once."""
    found = {plain(block["inlines"]): block["inlines"] for block in section if block.get("missing")}
    said = [{"t": "strong", "inlines": section[0]["inlines"]}]
    for inlines in found.values():
        said += [{"t": "text", "text": " "}, *inlines]
    return said
