"""An executed notebook -> one JSON-like document, from which every format is made, so that numbers cannot differ.

A document is `{title, subtitle, language, publisher, date, draft, colophon, sources, blocks}`. A block has a `kind`:

- `heading` (`level`, `inlines`), `paragraph` (`inlines`, perhaps `missing`), `quote` (`blocks`), `rule`
- `list` (`ordered`, `start`, `items`, each a list of blocks; perhaps `small`), `math` (`text`, TeX)
- `code` (`text`, `language`), `source` (code cells: `text`), `output` (`text`, `stream`, and `trace` of an error)
- `table` (JSON of docs/architecture.md and `number`, `label`)
- `figure` (likewise, with `svg`, or `image` in base64 and its `mime`; `data` is a table or None)

An inline has a `t`: `text`, `code`, `math` (all with `text`), `strong`, `emphasis`, `strikethrough`, `sub`, `sup`,
`note` (all with `inlines`), `link` (`href`, `title`, `inlines`), `image` (`href`, `text`), `break`.
"""

import itertools
import re
from pathlib import Path

from nbappendix import gaps, markdown, outputs
from nbappendix.hooks import hooks
from nbappendix.labels import labels

LANGUAGES = {"zh", "en"}
LONG_SOURCES = 70  # characters of sources that still stand under a table
PUBLISHER = re.compile(r"《?[^，,；;《（(]*")


def build(notebook, name: str = "", folder: Path | None = None, final: bool = False) -> dict:
    """The document of an executed notebook (an `nbformat` node or its dict).

    `name` is the title of last resort; pictures that Markdown cells name are looked for in `folder`. The notebook is a
    draft unless `final`, or its metadata say that it is none (`draft` is false).
    """
    metadata = notebook.get("metadata", {})
    ours = about(metadata)
    parameters = ours["parameters"]
    language = "en" if str(ours.get("language") or parameters.get("language") or "zh").startswith("en") else "zh"
    blocks = [b for cell in notebook["cells"] if _kept(cell, language) for b in _cell(cell, folder)]
    title, blocks = _title(gaps.folded(_joined(blocks), language))
    number(blocks, language)
    return {
        "title": _visible(ours.get("title"), title, name, labels(language)["untitled"]),
        "subtitle": ours.get("subtitle") or hooks().subject(ours, language),
        "publisher": ours.get("publisher", ""),
        "language": language,
        "date": str(ours.get("inputs_date", "") or ""),
        "draft": not final and ours.get("draft") is not False,
        "colophon": _colophon(ours, parameters, language),
        "sources": cite(blocks, language),
        "blocks": blocks,
    }


def about(metadata: dict) -> dict:
    """What the metadata of a notebook say of it, its parameters (its own, else papermill's) among it."""
    said = hooks().about(metadata)
    return said | {"parameters": said.get("parameters") or metadata.get("papermill", {}).get("parameters", {})}


def number(blocks: list[dict], language: str, tables: int = 0, figures: int = 0) -> tuple[int, int]:
    """Number the tables and figures in place, after `tables` and `figures` that came before; gives the last numbers."""
    words = labels(language)
    counts = {"table": tables, "figure": figures}
    for block in walk(blocks):
        if block["kind"] in counts:
            counts[block["kind"]] += 1
            block["number"] = counts[block["kind"]]
            block["label"] = words[block["kind"]].format(block["number"])
            if block.get("data"):
                block["data"] |= {"number": block["number"], "label": block["label"]}
    return counts["table"], counts["figure"]


def cite(blocks: list[dict], language: str) -> list[str]:
    """Sources too long to stand under their tables and figures, as the list that ends the document.

    A block that names such sources gets a short form, `cited`: the publishers, and the numbers in the list.
    """
    words = labels(language)
    named = [b for block in walk(blocks) for b in (block, block.get("data") or {}) if b.get("source")]
    long = [block for block in named if len(words["between"].join(block["source"])) > LONG_SOURCES]
    listed = list(dict.fromkeys(source for block in long for source in block["source"]))
    for block in long:
        publishers = list(dict.fromkeys(PUBLISHER.match(source)[0].strip() for source in block["source"]))
        who = words["listing"].join(publishers[:3]) + (words["others"] if len(publishers) > 3 else "")
        block["cited"] = words["cited"].format(who, _numbers([listed.index(s) + 1 for s in block["source"]], words))
    return listed


def _numbers(numbers: list[int], words: dict) -> str:
    """1, 2, 3, 5 as [1]–[3], [5]."""
    runs = itertools.groupby(enumerate(sorted(set(numbers))), lambda pair: pair[1] - pair[0])
    spans = [[number for _, number in run] for _, run in runs]
    return words["listing"].join(f"[{one}]–[{last[-1]}]" if last else f"[{one}]" for one, *last in spans)


def closing(doc: dict) -> list[dict]:
    """The blocks that end a document for readers: the list of sources."""
    if not doc.get("sources"):
        return []
    title = {"kind": "heading", "level": 1, "inlines": [{"t": "text", "text": labels(doc["language"])["source"]}]}
    items = [[{"kind": "paragraph", "inlines": [{"t": "text", "text": source}]}] for source in doc["sources"]]
    return [title, {"kind": "list", "ordered": True, "start": 1, "items": items, "small": True}]


def walk(blocks: list[dict]):
    """Every block, those inside quotes and lists too, in reading order."""
    for block in blocks:
        yield block
        yield from walk(block.get("blocks", []))
        for item in block.get("items", []):
            yield from walk(item)


def inlines(blocks: list[dict]):
    """Every inline of every block, nested ones after the one that holds them."""
    pending = [n for block in walk(blocks) for n in block.get("inlines", [])]
    while pending:
        node = pending.pop(0)
        yield node
        pending = node.get("inlines", []) + pending


def data_tables(doc: dict) -> list[dict]:
    """The tables of a document and those that figures were drawn from, in reading order."""
    found = []
    for block in walk(doc["blocks"]):
        if block["kind"] == "table":
            found.append(block)
        elif block["kind"] == "figure" and block.get("data"):
            data = block["data"]
            shared = ("title", "unit", "period", "source", "notes")
            found.append(data | {key: data.get(key) or block.get(key) for key in shared})
    return found


def _kept(cell, language: str) -> bool:
    tags = _tags(cell)
    other_language = bool(tags & LANGUAGES) and language not in tags
    return not other_language and not tags & {"remove-cell", "remove_cell"}


def _tags(cell) -> set[str]:
    return set(cell.get("metadata", {}).get("tags", []))


def _source(cell) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _cell(cell, folder: Path | None) -> list[dict]:
    if cell["cell_type"] == "markdown":
        found = markdown.blocks(_source(cell))
        for block in walk(found):
            if block["kind"] == "figure":
                outputs.load_picture(block, cell.get("attachments", {}), folder)
            elif block["kind"] == "table":
                block |= outputs.complete(block)
        return found
    if cell["cell_type"] != "code":
        return []
    tags, found = _tags(cell), []
    if _source(cell).strip() and not tags & {"remove-input", "remove_input", "remove_code"}:
        found.append({"kind": "source", "text": _source(cell)})
    if not tags & {"remove-output", "remove_output"}:
        given = hooks().about(cell.get("metadata", {}))
        for output in outputs.joined(cell.get("outputs", [])):
            found += [_given(block, given) for block in outputs.blocks(output)]
    return found


def _given(block: dict, given: dict) -> dict:
    """A table or figure, with what the cell's own metadata say of it (`title`, `unit`, `source` ...)."""
    if block["kind"] not in ("table", "figure"):
        return block
    known = {k: v for k, v in given.items() if k in ("title", "unit", "period", "alt") and v}
    lists = {k: [v] if isinstance(v, str) else list(v) for k, v in given.items() if k in ("source", "notes") and v}
    return block | known | lists


def _joined(blocks: list[dict]) -> list[dict]:
    """Code cells that follow each other with nothing printed between them as one."""
    result: list[dict] = []
    for block in blocks:
        if block["kind"] == "source" and result and result[-1]["kind"] == "source":
            result[-1] = block | {"text": f"{result[-1]['text']}\n\n{block['text']}"}
        else:
            result.append(block)
    return result


def _title(blocks: list[dict]) -> tuple[str, list[dict]]:
    """The first level-one heading is the document's title and leaves the text; the rest close up to start at one."""
    at = next((i for i, b in enumerate(blocks) if b["kind"] == "heading" and b["level"] == 1), None)
    title = ""
    if at is not None:
        title = markdown.plain(blocks[at]["inlines"])
        blocks = blocks[:at] + blocks[at + 1 :]
    return title, _close_up(blocks)


def _close_up(blocks: list[dict]) -> list[dict]:
    """Heading levels without gaps (PDF/UA asks for it): the highest becomes one, none is skipped on the way down."""
    path: list[int] = []
    for block in blocks:
        if block["kind"] == "heading":
            while path and path[-1] >= block["level"]:
                path.pop()
            path.append(block["level"])
            block["level"] = len(path)
    return blocks


def _visible(*titles: str | None) -> str:
    """The first title of which something can be seen: a document without one is not accessible."""
    return next(t.strip() for t in titles if t and any(c.isprintable() and not c.isspace() for c in t))


def _colophon(ours: dict, parameters: dict, language: str) -> list[list[str]]:
    """Rows of (what, value) that say how the document was made: parameters, data version, hashes of the inputs."""
    words = labels(language)
    given = [f"{name}{words['colon']}{value}" for name, value in hooks().parameters(parameters, language)]
    rows = [[words["parameters"], ("；" if language == "zh" else "; ").join(given)]] if given else []
    rows += [[words[key], str(ours[key])] for key in ("data_version", "inputs_date") if ours.get(key)]
    rows += [[words["inputs"], f"{_stem(k)}  {v}"] for k, v in sorted(ours.get("inputs", {}).items())]
    return rows


def _stem(path: str) -> str:
    return re.split(r"[/\\]", str(path))[-1]
