"""An executed notebook -> one JSON-like document, from which every format is made, so that numbers cannot differ.

A document is `{title, subtitle, cover, language, publisher, date, draft, colophon, folded, contents, brief,
sources, quotations, blocks}`; a `brief` one is meant for one page: sources stand in full under its tables, and no list
follows. A block has a `kind`:

- `heading` (`level`, `inlines`), `paragraph` (`inlines`, perhaps `missing` or `small`), `quote` (`blocks`), `rule`
- `list` (`ordered`, `start`, `items`, each a list of blocks; perhaps `small` or an `anchor`), `math` (`text`, TeX)
- `code` (`text`, `language`), `source` (code cells: `text`), `output` (`text`, `stream`, and `trace` of an error)
- `table` (JSON of docs/architecture.md and `number`, `label`)
- `figure` (likewise, with `svg`, or `image` in base64 and its `mime`; `data` is a table or None)

An inline has a `t`: `text`, `code`, `math` (all with `text`), `strong`, `emphasis`, `strikethrough`, `sub`, `sup`,
`note` (all with `inlines`), `link` (`href`, `title`, `inlines`, perhaps `quote`), `image` (`href`, `text`), `break`.
"""

import hashlib
import itertools
import re
from pathlib import Path

from nbappendix import bundles, gaps, markdown, numbering, outputs
from nbappendix.hooks import hooks
from nbappendix.labels import labels

LANGUAGES = {"zh", "en"}
BLANK = "＿" * 5  # room to sign in
LONG_SOURCES = 70  # characters of sources that still stand under a table


def build(notebook, name: str = "", folder: Path | None = None, final: bool = False) -> dict:
    """The document of an executed notebook (an `nbformat` node or its dict).

    `name` is the title of last resort; pictures that Markdown cells name are looked for in `folder`. The notebook is a
    draft unless `final`, or its metadata say that it is none (`draft` is false).
    """
    metadata = notebook.get("metadata", {})
    ours = about(metadata)
    parameters = ours["parameters"]
    language = _language(ours)
    blocks = [b for cell in notebook["cells"] if _kept(cell, language) for b in _cell(cell, folder)]
    blocks = [part for block in _joined(blocks) for part in _within_bounds(block)]
    ours |= {"signoff": ours.get("signoff") and not gaps.is_bare(blocks)}
    title, blocks = _title(gaps.folded(blocks, language))
    number(blocks, language)
    if ours.get("numbering"):
        numbering.number(blocks, language)
    subtitle = ours.get("subtitle") or hooks().subject(ours, language)
    title = _visible(ours.get("title"), title, name, labels(language)["untitled"])
    return {
        "title": title,
        "subtitle": subtitle,
        "cover": cover(beyond(title, subtitle, language), ours, language),
        "contents": ours.get("contents") is not False,
        "publisher": ours.get("publisher", ""),
        "language": language,
        "date": str(ours.get("inputs_date", "") or ""),
        "draft": not final and ours.get("draft") is not False,
        "colophon": _colophon(ours, parameters, language),
        "folded": bool(ours.get("folded")),
        "brief": bool(ours.get("brief")),
        **_lists(blocks, folder or Path(), ours, language),
        "blocks": blocks,
    }


def _lists(blocks: list[dict], folder: Path, ours: dict, language: str) -> dict:
    """The lists that end a document; a brief one has none."""
    if ours.get("brief"):
        return {"sources": [], "quotations": []}
    return {"sources": cite(blocks, language), "quotations": quote(blocks, folder, language)}


def title_of(notebook) -> str:
    """The title that the document of an executed notebook has, nothing where it says none."""
    ours = about(notebook.get("metadata", {}))
    blocks = (b for cell in notebook["cells"] if _kept(cell, _language(ours)) for b in _cell(cell, None))
    titles = (markdown.plain(b["inlines"]) for b in blocks if b["kind"] == "heading" and b["level"] == 1)
    return ours.get("title") or next(titles, "")


def about(metadata: dict) -> dict:
    """What the metadata of a notebook say of it, its parameters (its own, else papermill's) among it."""
    said = hooks().about(metadata)
    return said | {"parameters": said.get("parameters") or metadata.get("papermill", {}).get("parameters", {})}


def _language(ours: dict) -> str:
    said = str(ours.get("language") or ours["parameters"].get("language") or "zh")
    return "en" if said.startswith("en") else "zh"


def cover(subtitle: str, ours: dict, language: str) -> list[str]:
    """The lines under a title: what it is about; who issues it, of what date; and room for signatures (`signoff`)."""
    words = labels(language)
    issued = [(words["publisher"], ours.get("publisher") or (BLANK if ours.get("signoff") else ""))]
    issued += [(words["inputs_date"], str(ours.get("inputs_date") or ""))]
    signed = [(words[key], BLANK) for key in ("compiled", "reviewed", "approved")] if ours.get("signoff") else []
    said = (words["gap"].join(f"{k}{words['colon']}{v}" for k, v in rows if v) for rows in (issued, signed))
    return [line for line in (subtitle, *said) if line]


def beyond(title: str, subtitle: str, language: str) -> str:
    """What a subtitle says that its title does not."""
    gap = labels(language)["listing" if language == "en" else "gap"]
    return gap.join(part for part in subtitle.split(gap) if part not in title)


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

    A block that names such sources gets a short form, `cited`: their numbers in the list.
    """
    words = labels(language)
    sourced = [b for block in walk(blocks) for b in (block, block.get("data") or {}) if b.get("source")]
    long = [block for block in sourced if len(words["between"].join(block["source"])) > LONG_SOURCES]
    listed = list(dict.fromkeys(source for block in long for source in block["source"]))
    for block in long:
        numbers = _numbers([listed.index(source) + 1 for source in block["source"]], words)
        block["cited"] = words["cited"].format(numbers)
    return listed


def quote(blocks: list[dict], folder: Path, language: str) -> list[dict]:
    """What the sources say where linked numbers come from, as the list of endnotes that travels with the document.

    A link that has a quotation gets its number in the list, `quote`; figures of one sentence share it. The list
    is in the order of the sources, so that each is named once.
    """
    linked = _linked(blocks)
    for one in linked:
        one.pop("quote", None)
    said = hooks().quotations(list(dict.fromkeys(one["href"] for one in linked)), folder, language)
    quoted = [one for one in linked if one["href"] in said]
    sources = list(dict.fromkeys(said[one["href"]][1] for one in quoted))
    notes = sorted(dict.fromkeys(said[one["href"]] for one in quoted), key=lambda note: sources.index(note[1]))
    numbers = {note: number for number, note in enumerate(notes, 1)}
    first: dict[tuple, str] = {}
    for one in quoted:
        one["quote"] = numbers[said[one["href"]]]
        first.setdefault(said[one["href"]], one["href"])
    return [{"text": note[0], "source": note[1], "href": first[note], "number": n} for note, n in numbers.items()]


def _linked(blocks: list[dict]) -> list[dict]:
    """Everything that links: inlines of sentences, cells of tables."""
    rows = (row for table in data_tables({"blocks": blocks}) for row in table["rows"])
    return [one for one in (*inlines(blocks), *(cell for row in rows for cell in row["cells"])) if one.get("href")]


def _numbers(numbers: list[int], words: dict) -> str:
    """1, 2, 3, 5 as [1]–[3], [5]."""
    runs = itertools.groupby(enumerate(sorted(set(numbers))), lambda pair: pair[1] - pair[0])
    spans = [[number for _, number in run] for _, run in runs]
    return words["listing"].join(f"[{one}]–[{last[-1]}]" if last else f"[{one}]" for one, *last in spans)


def closing(doc: dict) -> list[dict]:
    """The blocks that end a document for readers: the list of sources."""
    words = labels(doc["language"])
    items = [[_text(source)] for source in doc.get("sources", [])]
    return [_title_of(words["sources"]), _listing(items)] if items else []


def endnotes(doc: dict) -> list[dict]:
    """What the sources say of each linked number, source by source; the blocks that come last of all."""
    words = labels(doc["language"])
    blocks = [_title_of(words["quotations"])] if doc.get("quotations") else []
    grouped = itertools.groupby(doc.get("quotations", []), lambda note: note["source"])
    for source, notes in ((source, list(notes)) for source, notes in grouped):
        items = [[{"t": "link", "href": one["href"], "inlines": [_text(one["text"])]}] for one in notes]
        blocks.append({"kind": "paragraph", "inlines": [_text(source)], "small": True})
        blocks.append(_listing(items) | {"start": notes[0]["number"], "anchor": "quote"})
    return blocks


def _text(text: str) -> dict:
    return {"t": "text", "text": text}


def _title_of(text: str) -> dict:
    return {"kind": "heading", "level": 1, "inlines": [_text(text)]}


def _listing(items: list[list[dict]]) -> dict:
    """A numbered list in small type."""
    paragraphs = [[{"kind": "paragraph", "inlines": nodes}] for nodes in items]
    return {"kind": "list", "ordered": True, "start": 1, "items": paragraphs, "small": True}


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
    known = bundles.frame(given)
    return block | {key: value for key, value in known.items() if value and key not in ("id", "language")}


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


def _within_bounds(block: dict) -> list[dict]:
    """A heading longer than a title may be is cut, and stands below in full as a paragraph."""
    words = markdown.plain(block["inlines"]) if block["kind"] == "heading" else ""
    if len(words) <= bundles.LONGEST:
        return [block]
    short = [{"t": "text", "text": bundles.cut(words)}]
    return [block | {"inlines": short}, {"kind": "paragraph", "inlines": block["inlines"]}]


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
    """The first title with a visible character; PDF/UA demands that a document has one."""
    return next(bundles.cut(t.strip()) for t in titles if t and any(c.isprintable() and not c.isspace() for c in t))


def _colophon(ours: dict, parameters: dict, language: str) -> list[list[str]]:
    """Rows of (what, value) that say how the document was made: parameters, version and names of the inputs."""
    words = labels(language)
    given = [f"{name}{words['colon']}{value}" for name, value in hooks().parameters(parameters, language)]
    rows = [[words["parameters"], ("；" if language == "zh" else "; ").join(given)]] if given else []
    version = ours.get("data_version") or _digest(ours.get("inputs", {}))
    rows += [[words["data_version"], str(version)]] if version else []
    rows += [[words["inputs_date"], str(ours["inputs_date"])]] if ours.get("inputs_date") else []
    names = words["listing"].join(_stem(name) for name in sorted(ours.get("inputs", {})))
    return rows + ([[words["inputs"], names]] if names else [])


def gathered(colophon: list[list[str]]) -> dict[str, list[str]]:
    """The rows of a colophon with the same name together: name -> values."""
    found: dict[str, list[str]] = {}
    for name, value in colophon:
        found.setdefault(name, []).append(value)
    return found


def _digest(inputs: dict) -> str:
    """One version for all input files, of their names and hashes; nothing where there are none."""
    said = "\n".join(f"{name} {inputs[name]}" for name in sorted(inputs))
    return hashlib.sha256(said.encode()).hexdigest()[:16] if inputs else ""


def _stem(path: str) -> str:
    return re.split(r"[/\\]", str(path))[-1]
