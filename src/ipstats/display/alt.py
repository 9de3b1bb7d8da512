"""Alternative texts made from the data shown: what a reader who cannot see a table or chart is told."""

from collections.abc import Sequence

Point = tuple[str, float, str]
"""Name, value, and the value as printed."""


def extremes(points: Sequence[Point], language: str = "zh") -> str:
    """The highest and lowest of some named values: 最高为北京（262.9），最低为西藏（3.1）."""
    known = [point for point in points if point[1] == point[1]]
    if not known:
        return "没有数据" if language == "zh" else "no data"
    top, low = max(known, key=lambda p: p[1]), min(known, key=lambda p: p[1])
    if len(known) == 1:
        return f"{top[0]}为{top[2]}" if language == "zh" else f"{top[0]} is {top[2]}"
    if language == "zh":
        return f"最高为{top[0]}（{top[2]}），最低为{low[0]}（{low[2]}）"
    return f"highest {top[0]} ({top[2]}), lowest {low[0]} ({low[2]})"


def listed(points: Sequence[Point], language: str = "zh", most: int = 8) -> str:
    """Named values one by one, at most `most` of them."""
    said = [f"{name}{text}" if language == "zh" else f"{name} {text}" for name, _, text in points[:most]]
    more = ("等" if language == "zh" else ", ...") if len(points) > most else ""
    return ("、" if language == "zh" else ", ").join(said) + more


def change(points: Sequence[Point], language: str = "zh") -> str:
    """From the first to the last of some values in order of time; names are years."""
    year = "年" if language == "zh" else ""
    known = [(f"{name}{year}", value, text) for name, value, text in points if value == value]
    if len(known) < 2:
        return extremes(known, language)
    first, last = known[0], known[-1]
    if language == "zh":
        return f"从{first[0]}的{first[2]}到{last[0]}的{last[2]}"
    return f"from {first[2]} in {first[0]} to {last[2]} in {last[0]}"


def of_table(shown, main: str = "") -> str:
    """How large a table is, and the extremes of its main column (or its first column of numbers)."""
    body = [row for row in shown.rows if row.kind == "body"]
    across, zh, at = len(shown.columns), shown.language == "zh", _main_column(shown.columns, main)
    size = f"{len(body)}行{across}列的表" if zh else f"table of {len(body)} rows and {across} columns"
    if at is None or not body:
        return f"{shown.title}：{size}。" if zh else f"{shown.title}: {size}."
    points = [(row.cells[0].text, _number(row.cells[at].value), row.cells[at].text) for row in body]
    said, label = extremes(points, shown.language), shown.columns[at].label
    if zh:
        return f"{shown.title}：{size}；{label}{said}。"
    return f"{shown.title}: {size}; {label}: {said}."


def _main_column(columns: Sequence, main: str) -> int | None:
    """Where the column `main` stands, else the first of numbers; None where there is neither."""
    named = [at for at, column in enumerate(columns) if column.name == main]
    return next(iter(named or (at for at, column in enumerate(columns) if column.align == "right")), None)


def _number(value) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")
