"""How pages fill: which charts are drawn smaller, and which words move up past a chart or table that begins a page.

The template measures every block once; from the heights the flow of the typesetter is reckoned for each scale of a
chart and each number of paragraphs that go before it, and the way with the least blank is taken.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nbappendix import markdown

SCALES = tuple(round(1 - 0.03 * step, 2) for step in range(12))
"""How a chart may be drawn, down to 0.67: words of 7.5 pt are then as small as 八号, the least type there is."""
SMALL = 0.73  # words of 7.5 pt are then as small as 七号, the least that is printed unless a page would stay half empty
UNSURE = 6.0  # points that heights measured block by block may be short of the page's
FEW_LINES = 90.0
STEP = 4.0  # heights on a page that differ by less are one state
MOST_MOVED = 4
MOST_STATES, FEWEST_STATES = 4000, 8  # kept of a document at once, and for each of its blocks
SHRUNK, TINY, MOVED, SPLIT = 0.3, 0.2, 0.01, 0.02
"""What it costs, beside the square of the part of a page left blank: a chart drawn smaller (times the square of what it
lost) and smaller than `SMALL`, a paragraph moved, a table split."""
FILLED = 0.75
"""A page other than the last that is filled by less is a fault, as are a few lines alone on the last."""


class Item(NamedTuple):
    """A block as the pages take it, in points."""

    height: float = 0.0
    above: float = 0.0
    """Space before it, and after it; between two blocks the larger holds."""
    below: float = 0.0
    keep: float = 0.0
    """What of it stands together at its beginning."""
    least: float = 0.0
    """What goes over to the next page if anything does, with what is repeated there."""
    again: float = 0.0
    chart: float = 0.0
    """What of its height shrinks with the scale."""
    moves: bool = False
    """Whether it may go before a chart or table that it follows."""
    opens: bool = False
    """A chart or table, with what leads to it."""
    lead: float = 0.0
    """What of its height that is."""
    breaks: str = ""
    """`part` or `landscape`: what begins a page of its own."""


def filled(blocks: list[dict], heights: dict, points: str) -> tuple[dict, int]:
    """The blocks in the order they are printed, charts drawn as large as the pages have room for, and the columns that
    the endnotes are set in; then how many pages before the last are filled badly even so. `heights` is what the
    template measured; a paragraph that `points` (an expression) to what stands above or below it is not moved."""
    measured = [
        Item(**said, moves=block["kind"] == "paragraph" and not re.search(points, markdown.plain(block["inlines"])))
        for block, said in zip(blocks, heights["blocks"], strict=True)
    ]
    items = _kept([*measured, *(Item(**said) for said in heights["end"])], [block["kind"] for block in blocks])
    order, low, faults = planned(items, heights["full"], Item(**heights["start"]))
    half, whole = heights["notes"]["half"], heights["notes"]["whole"]
    one = half <= low and low - half + whole <= heights["full"] - UNSURE
    led = {~index for index, _ in order}
    drawn: list[dict] = []
    for index, scale in order:
        if index < 0:
            drawn += blocks[~index]["lead"]
        elif index < len(blocks):
            drawn.append(_drawn(blocks[index], scale, index in led))
    return {"blocks": drawn, "columns": 1 if one else 2}, faults


def _kept(items: list[Item], kinds: list[str]) -> list[Item]:
    """Headings held together with the beginning of what follows them."""
    for at in reversed(range(min(len(kinds), len(items) - 1))):
        one, after = items[at], items[at + 1]
        if kinds[at] == "heading" and not after.breaks:
            items[at] = one._replace(keep=one.height + max(one.below, after.above) + after.keep)
    return items


def _drawn(block: dict, scale: float, led: bool) -> dict:
    """A block, a chart in its scale, and without its lead where that was printed before."""
    changed: dict = {"lead": []} if led else {}
    if scale != 1:
        changed["block"] = block["block"] | {"width": block["block"]["width"] * scale}
    return block | changed


class State(NamedTuple):
    """One way to have filled the pages so far."""

    faults: int
    cost: float
    low: float
    """How far down the page is filled."""
    below: float
    steps: tuple | None
    """(steps before, item, its scale)."""
    page: int = 1


def planned(items: Sequence[Item], full: float, start: Item) -> tuple[list[tuple[int, float]], float, int]:
    """The items in the order they are printed, each with its scale (`~n` is the lead of the item `n`); how far down the
    last page is filled; the faults.

    `full` is the height of a page's text, `start` what stands on the first page before the items.
    """
    reached: list[dict[int, State]] = [{} for _ in range(len(items) + 1)]
    _keep(reached[0], State(0, 0.0, start.height, start.below, None))
    kept = max(MOST_STATES // max(len(items), 1), FEWEST_STATES)
    for at in range(len(items)):
        for state in sorted(reached[at].values(), key=lambda one: one[:2])[:kept]:
            for moved, scale in _ways(items, at):
                done = _leading(state, items, at, moved, full)
                done = _placed(done, _unled(items[at]) if moved else items[at], scale, full, at)
                _keep(reached[at + moved + 1], done._replace(cost=done.cost + MOVED * moved))
        reached[at] = {}
    best = min(reached[-1].values(), key=lambda one: (one.faults + alone(one.low, one.page), one.cost))
    return _steps(best), best.low, best.faults


def _ways(items: Sequence[Item], at: int) -> Iterator[tuple[int, float]]:
    """How many of the items after one may go before it, with the scale it is drawn in."""
    scales = SCALES if items[at].chart else SCALES[:1]
    for moved in range(MOST_MOVED + 1):
        if moved and not (items[at].opens and at + moved < len(items) and items[at + moved].moves):
            return
        yield from ((moved, scale) for scale in scales)


def _leading(state: State, items: Sequence[Item], at: int, moved: int, full: float) -> State:
    """The state after what goes before an item: its lead, so that nothing leaves its heading, and what is moved."""
    one = items[at]
    if moved and one.lead:
        first = items[at + 1]
        lead = Item(height=one.lead, above=one.above, below=first.above, keep=one.lead + first.above + first.keep)
        state = _placed(state, lead, 1.0, full, ~at)
    for index in range(at + 1, at + moved + 1):
        state = _placed(state, items[index], 1.0, full, index)
    return state


def _unled(item: Item) -> Item:
    return item._replace(height=item.height - item.lead, keep=item.keep - item.lead, above=item.below)


def _placed(state: State, item: Item, scale: float, full: float, index: int) -> State:
    """The state after an item was set where the typesetter would set it."""
    cost = SHRUNK * (1 - scale) ** 2 + (TINY if scale < SMALL else 0.0)
    after = state._replace(cost=state.cost + cost, below=item.below, steps=(state.steps, index, scale))
    if item.breaks:
        left = _left(after, full) if item.breaks == "landscape" else after
        return left._replace(faults=left.faults + alone(state.low, state.page), low=item.height, page=1)
    shrunk = item.chart * (1 - scale)
    space = max(state.below, item.above) if state.low else 0.0
    return _flowed(after, item._replace(height=item.height - shrunk, keep=item.keep - shrunk), space, full)


def _flowed(state: State, item: Item, space: float, full: float) -> State:
    """The state after an item below a `space`, or on the next page, or parted between the two."""
    low, room = state.low + space, full - UNSURE
    if low and low + min(item.keep, item.height) > room:
        state, low = _left(state, full), 0.0
    low += item.height
    if low > room and item.height > item.keep:
        low = max(low - full, item.least) + item.again
        state = state._replace(cost=state.cost + (SPLIT if item.again else 0.0), page=state.page + 1)
        low -= max(low - item.again, 0) // (full - item.again) * (full - item.again)
    return state._replace(low=low)


def _left(state: State, full: float) -> State:
    """The state after the page was left as it is."""
    blank = max(1 - state.low / full, 0.0)
    faults = state.faults + (blank > 1 - FILLED)
    return state._replace(faults=faults, cost=state.cost + blank**2, page=state.page + 1)


def alone(low: float, page: int) -> int:
    """Whether a page is the last of several and has a few lines only."""
    return int(page > 1 and low < FEW_LINES)


def _keep(states: dict[int, State], state: State) -> None:
    """Of the ways that fill a page alike the cheapest goes on."""
    key = int(state.low / STEP)
    if key not in states or state[:2] < states[key][:2]:
        states[key] = state


def _steps(state: State) -> list[tuple[int, float]]:
    found, steps = [], state.steps
    while steps:
        steps, index, scale = steps
        found.append((index, scale))
    return found[::-1]
