"""Figures of prose as rows of the observation table, with their place, trust and evidence."""

from collections.abc import Sequence
from dataclasses import replace

from ipstats.documents.blocks import Block, Context
from ipstats.grammar.flat import place
from ipstats.grammar.lexicon import regex, word_set
from ipstats.grammar.token import Token, text_of
from ipstats.grammar.tokens import COMPETITORS
from ipstats.model.doubts import doubt, doubt_words
from ipstats.model.observations import DOUBTFUL
from ipstats.reading.context import DocumentContext
from ipstats.reading.document_context import document_context
from ipstats.reading.doubts import (
    conflicts,
    doubts_of,
    is_range,
    is_set_apart,
    print_doubts,
    subject_evidence,
    trust_of,
)
from ipstats.reading.evidence import Answer, Evidence, How
from ipstats.reading.prose import Read, Row, read_blocks
from ipstats.reading.resolved import Resolved

_AHEAD = 40
"""Figures after a headline among which the text repeats it."""
_STATUSES = (("estimated", "E"), ("provisional", "P"))


def prose_of(blocks: list[Block], options: Context) -> tuple[list[dict], list[Read]]:
    """The rows of running text, and what was read of each block.

    Parameters
    ----------
    blocks : the document's blocks in order; captions of tables are left out here
    options : what is known of the document besides (area, year, day of publication, source)
    """
    document = document_context(blocks, options)
    reads = list(read_blocks([block for block in blocks if block.kind != "caption"], document))
    return rows_of(reads, document, options.source_id), reads


def rows_of(read: Sequence[Read], document: DocumentContext, source_id: str) -> list[dict]:
    """The rows of a document's prose, in order."""
    found = restated([row for one in read for row in one.rows])
    against = conflicts([row.one for row in found], document.published or document.last_day)
    printed = _printed(found)
    return [_row(row, printed[at], against.get(at, []), document, source_id) for at, row in enumerate(found)]


def restated(rows: list[Row]) -> list[Row]:
    """A headline's figure without a time has that of the same figure in the text below it."""
    found = []
    for at, row in enumerate(rows):
        one = row.one
        if row.is_headline and one.period.evidence.how > How.SENTENCE:
            same = next((o.one for o in rows[at + 1 : at + _AHEAD] if _restates(o, one)), None)
            if same is not None:
                period = Answer(same.period.value, Evidence("restated_in_text", How.PARAGRAPH))
                one = replace(one, period=period, comparison=same.comparison)
        found.append(replace(row, one=one))
    return found


def _restates(row: Row, one: Resolved) -> bool:
    other = row.one
    if row.is_headline or other.period.evidence.how > How.SENTENCE:
        return False
    return (other.value, other.unit, other.kind) == (one.value, one.unit, one.kind)


def _printed(rows: list[Row]) -> list[str]:
    """What speaks against each number as it is printed, paragraph by paragraph."""
    found: list[str] = []
    first = 0
    for at in range(len(rows) + 1):
        if at == len(rows) or rows[at].block is not rows[first].block:
            found += print_doubts([row.one for row in rows[first:at]])
            first = at
    return found


def _row(row: Row, printed: str, against: list[str], document: DocumentContext, source_id: str) -> dict:
    one, block = row.one, row.block
    m, subject, period = one.mention, one.named, one.at
    figure = m.token.figure
    first = m.token.start + (figure.first if figure else 0)
    last = m.token.start + figure.last if figure else m.token.end
    char_start, char_end, text = block.place(*place(row.offsets, first, last))
    doubts = [*doubts_of(one), *against]
    low = list(filter(None, (printed, "set_apart" if is_set_apart(text) else "")))
    trust = trust_of(one, [*doubts, *low])
    doubts += ["weak_evidence"] if trust == DOUBTFUL and not doubts and not low else []
    status, comment = _status(one, low, text)
    return {
        "ref_area": one.area.value[0], "ref_area_name": one.area.value[1], "scope": _wide(subject.scope),
        "indicator": subject.id, "indicator_name": subject.name, "label": _wide(subject.label) or m.token.text,
        "measure": one.kind, "comparison": one.comparison.value,
        "period_start": period.start if period else None, "period_end": period.end if period else None,
        "obs_value": one.value, "obs_lower": one.lower, "obs_upper": one.upper, "bound": one.bound,
        "unit_measure": one.unit, "printed": figure.printed if figure else _digits(m.token.text),
        "is_target": bool(one.target.value), "part_of": one.part_of,
        "rank_scope": _among(one), "source_id": source_id,
        "vintage": document.published, "section": " > ".join(block.headings), "page": block.page,
        "char_start": char_start, "char_end": char_end, "obs_text": text, "obs_status": status,
        "comment_obs": "; ".join([*comment, *map(doubt, doubts)]),
        "rule": f"{one.measure.evidence.rule}/{one.subject.evidence.rule}",
        "trust": trust, "evidence": evidence_of(one, row),
    }  # fmt: skip


_WIDE = str.maketrans("()", "（）")


def _wide(text: str) -> str:
    """A name with the brackets of Chinese text."""
    return text.translate(_WIDE)


def _among(one: Resolved) -> str:
    """Among whom a place in an order is: its own words, the competitors counted before it, or those of its list."""
    m, rank = one.mention, one.mention.token.rank
    if rank is None or rank.among:
        return rank.among if rank else ""
    if m.before:
        return _among_before(m.before)
    listed = [token.rank.among for token in m.clause.quantities if token.rank and token.start < m.token.start]
    return listed[-1] if listed else ""


def _among_before(before: tuple[Token, ...]) -> str:
    """Among whom the words before a place in an order say that it is: 15个副省级城市中, 居苏北五市."""
    said = regex("among_told").search(text_of(before))
    told = (said["among"] or said["among_all"]) if said else ""
    return next((token.text for token in before if token.reason == COMPETITORS), told)


def _digits(text: str) -> str:
    m = regex("rank_digits").search(text)
    return m[0] if m else text


def _status(one: Resolved, low: list[str], printed: str) -> tuple[str, list[str]]:
    """The observation status and what it is for: low reliability, a range's middle, estimated, provisional."""
    if low:
        return "U", [doubt_words()[low[0]].both]
    if is_range(printed) and not one.mention.is_rank:
        return "E", [f"{printed}：印为区间，值取其中点 (a range is printed; the value is its middle)"]
    before = one.mention.text_so_far
    for group, status in _STATUSES:
        if any(word in before for word in word_set(group)):
            return status, []
    return "A", []


def evidence_of(one: Resolved, row: Row) -> str:
    """`slot=rule@how[start-end]` of every slot, spans in the document's text, and the other readings."""
    slots = (
        ("measure", one.measure), ("indicator", one.subject), ("area", one.area), ("period", one.period),
        ("comparison", one.comparison), ("target", one.target),
    )  # fmt: skip
    told = []
    for slot, answer in slots:
        evidence = subject_evidence(one) if slot == "indicator" else answer.evidence
        told.append(f"{slot}={_placed(evidence, row)}")
        told += [f"{slot}?={_reading(rival)}@{_placed(rival.evidence, row)}" for rival in answer.rivals]
    told += [f"scope={_placed(one.narrowed, row)}"] if one.narrowed else []
    return ";".join(told)


def _placed(evidence: Evidence, row: Row) -> str:
    if evidence.start < 0 or evidence.end <= evidence.start:
        return str(evidence._replace(start=-1))
    start, end, _ = row.block.place(*place(row.offsets, evidence.start, evidence.end))
    return str(evidence._replace(start=start, end=end))


def _reading(rival: Answer) -> str:
    """Another reading, as a person would name it."""
    value = rival.value
    text = getattr(value, "label", "") or getattr(getattr(value, "period", None), "time_period", "") or value
    text = text[-1] if isinstance(text, tuple) else text
    return str(text).replace(";", " ").replace("@", " ")
