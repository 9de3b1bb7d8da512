"""Revised figures in a report that was run: a mark on each, what the mark means, and the list of what changed."""

import json
import re
from collections.abc import Iterator

from ipstats.publishing.appendix import labels

TABLE, FIGURE, PROSE = (f"application/vnd.ipstats.{kind}+json" for kind in ("table", "figure", "prose"))
SIGN = "r"
_ANCHOR = re.compile(r"#fig-([0-9a-f]+)$")


def marked(notebook: dict, revised: set[str], sentences: list[str], before: dict, language: str) -> dict:
    """A copy of an executed notebook in which figures (by `obs_id`) are marked as revised and all changes are listed.

    `before` is the edition compared with: its `date` and `edition`.
    """
    notebook = json.loads(json.dumps(notebook))
    note = labels("revisions", language)["note"].format(before["date"])
    for data in _outputs(notebook):
        for kind in (TABLE, FIGURE):
            if kind in data and _mark_tables(data[kind], revised):
                data[kind]["notes"] = [*data[kind].get("notes", []), note]
        if PROSE in data:
            data[PROSE]["inlines"] = list(_mark_prose(data[PROSE]["inlines"], revised, language))
        if "text/html" in data:
            data["text/html"] = _mark_html(data["text/html"], revised)
    if sentences:
        notebook["cells"].append(_section(sentences, before, language))
    return notebook


def _outputs(notebook: dict) -> Iterator[dict]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


def _is_revised(href: str, revised: set[str]) -> bool:
    return any(one in revised for one in _ANCHOR.findall(href or "")[:1])


def _mark_tables(node, revised: set[str]) -> bool:
    """Mark the cells of a table, and of the data of a chart wherever it stands; whether one was marked."""
    if isinstance(node, list):
        return any([_mark_tables(one, revised) for one in node])
    if not isinstance(node, dict):
        return False
    if {"href", "mark", "text"} <= set(node) and _is_revised(node["href"], revised):
        node["mark"] = f"{node['mark']}, {SIGN}" if node["mark"] else SIGN
        return True
    return any([_mark_tables(one, revised) for one in node.values()])


def _mark_prose(inlines: list[dict], revised: set[str], language: str) -> Iterator[dict]:
    for one in inlines:
        yield one
        if _is_revised(one.get("href", ""), revised):
            yield {"href": "", "text": labels("revisions", language)["beside"], "title": ""}


def _mark_html(html, revised: set[str]):
    text = html if isinstance(html, str) else "".join(html)
    for one in revised:
        text = re.sub(rf'(<a [^>]*#fig-{one}"[^>]*>[^<]*</a>)', rf"\1<sup>{SIGN}</sup>", text)
    return text


def _section(sentences: list[str], before: dict, language: str) -> dict:
    """The list of changes as a cell of prose at the end."""
    said = labels("revisions", language)
    lead = said["lead"].format(before["date"], before["edition"])
    lines = "\n".join(f"- {_plain(sentence)}" for sentence in sentences)
    return {
        "cell_type": "markdown", "id": "revisions", "metadata": {},
        "source": f"## {said['title']}\n\n{lead}\n\n{lines}\n",
    }  # fmt: skip


def _plain(text: str) -> str:
    """Text in which Markdown finds no signs of its own."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", text)
