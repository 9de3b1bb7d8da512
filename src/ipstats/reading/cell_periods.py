"""When a table's cell is of: the times that its row, its column, its group, the title and the document say."""

from datetime import date

from ipstats.grammar.dates import Time
from ipstats.grammar.lexicon import regex
from ipstats.model.periods import Period
from ipstats.reading.cell_slots import Mention, answered, head_of
from ipstats.reading.evidence import Answer, How
from ipstats.reading.table_times import Untold, is_part, monthly, period_of


def period_answer(m: Mention, stock: bool) -> Answer:
    """The period that row, column, group, title and document say together."""
    return next(filter(None, (resolve(m, stock) for resolve in _PERIOD)))


def _of_all_rows(m: Mention, stock: bool) -> Answer | None:
    """The total of rows of years is over all of them."""
    if not (m.line.is_total and m.whole.rows_years) or any(_times(m)[0]):
        return None
    return answered(None if stock else m.whole.rows_years, "years_of_rows", How.SHARED)


def _of_all_years(m: Mention, stock: bool) -> Answer | None:
    """总累计: since counting began."""
    if not any(map(regex("since_beginning").search, _spoken(m))):
        return None
    return answered(m.told.all_years, "all_years", How.TITLE, doubt="" if m.told.all_years else "since_beginning")


def _accumulated(m: Mention, stock: bool) -> Answer | None:
    """What a title adds up over several years, where no header names another time."""
    years = m.told.all_years
    if years is None or any(_times(m)[0]) or m.line.group:
        return None
    doubt = "" if regex("accumulated").search(m.told.title) else "two_times"
    return answered(Period.instant(years.end) if stock else years, "title", How.TITLE, doubt=doubt)


def _of_plan_so_far(m: Mention, stock: bool) -> Answer | None:
    """What the years of a plan add up to that are over (“十四五”累计, beside years up to 2024)."""
    plan, told = _plan_alone(m), m.whole.rows_years or m.whole.years
    last = told.end.year if told else m.told.setting.clock.year or 0
    if plan is None or last not in range(plan.year or 0, plan.last_year or 0):
        return None
    period = Period.instant(date(last, 12, 31)) if stock else Period.year(plan.year, last)
    return answered(period, "plan_so_far", How.SHARED if told else How.ASSUMED)


def _plan_alone(m: Mention) -> Time | None:
    """The plan that is the only time of row and column, which say that something adds up, and not to a goal."""
    times = [time for axis in _times(m)[0] for time in axis]
    of_goals = m.told.plan_end or m.told.setting.is_target or any(one.is_target for one in m.said)
    adds_up = any(one.is_total or regex("accumulated").search(one.text) for one in m.said)
    return times[0] if [time.kind for time in times] == ["plan"] and adds_up and not of_goals else None


def _told(m: Mention, stock: bool) -> Answer:
    """What headers, group and title say, the nearest first."""
    cell = head_of(m, lambda said: said.time is not None)[1]
    same = any(regex("same_part").search(one.text) for one in m.said)
    try:
        near, far = _with_months(m)
        period = period_of(near, far, m.told.setting.clock, stock=stock, same_part=same)
    except Untold as why:
        return answered(None, "none", How.CELL, doubt=str(why))
    how = How.CELL if any(near) else How.TITLE if far else How.DOCUMENT
    return answered(period, str(how), how, cell, _doubt_of_times(m, near, how, stock))


_PERIOD = (_of_all_rows, _of_all_years, _accumulated, _of_plan_so_far, _told)


def _doubt_of_times(m: Mention, near: tuple[tuple[Time, ...], ...], how: How, stock: bool) -> str:
    """What speaks against the time told: a flow of a day, a goal without a year, several years in a title."""
    if not stock and any(time.kind == "day" for axis in near for time in axis):
        return "flow_at_day"
    if _is_goal_of_no_year(m):
        return "goal_of_which_year"
    return "two_times" if how is How.TITLE and not m.line.group and len(m.told.years) > 1 else ""


def _is_goal_of_no_year(m: Mention) -> bool:
    """Whether a header says the goal of a plan (规划目标), and neither it nor a title of which year that is."""
    goals = (one for one in m.said if one.is_target and not one.time)
    return not m.told.plan_end and any(regex("goal_of_plan").search(one.text) for one in goals)


def _with_months(m: Mention) -> tuple[tuple[tuple[Time, ...], ...], tuple[Time, ...]]:
    """The times said of a cell, where 本月, 当季 and 累计 are the months that row, column or title mean."""
    near, far = _times(m)
    if m.line.is_total and m.whole.rows_months and not near[0]:
        near = ((m.whole.rows_months,), *near[1:])
    of_row, of_column = (tuple(filter(is_part, axis)) for axis in near)
    months = of_row or of_column
    said = [*(m.column.spoken if of_row else _spoken(m)), m.told.indicator.text]
    part = monthly(said, next(iter(months), m.told.time), m.told.setting.clock)
    if part is None:
        return near, far
    first, *rest = (_without_this_year(axis, months) for axis in near)
    return (((part, *first), *rest), far) if months else ((first, *rest), (part, *far))


def _spoken(m: Mention) -> list[str]:
    """The headers of row and column as printed."""
    return [*(one.text for one in m.line.stub), *m.column.spoken]


def _times(m: Mention) -> tuple[tuple[tuple[Time, ...], ...], tuple[Time, ...]]:
    """The times of the row's and of the column's headers, and those of group and title."""
    stub, far = ((*(one.time for one in said),) for said in (m.line.stub, m.line.group))
    return (tuple(filter(None, stub)), m.column.times), tuple(filter(None, (*far, *m.line.corner, m.told.time)))


def _without_this_year(times: tuple[Time, ...], months: tuple[Time, ...]) -> tuple[Time, ...]:
    """Times without 本年, which a table of months says of the year so far, and without its months."""
    return tuple(time for time in times if time not in months and not (time.whole_year and time.relative == 0))
