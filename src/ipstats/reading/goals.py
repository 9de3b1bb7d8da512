"""Goals beside results: what a goal is of, and how much of it is done (完成年度目标（700亿元）的58.9%)."""

import re

from ipstats.grammar import naming
from ipstats.grammar.figures import Figure
from ipstats.grammar.naming import Subject
from ipstats.reading.topics import View

AHEAD = re.compile(r"(?:以上)?的?(?:[^，。；、,;]{0,6})目标")
"""After a figure that is a goal (12件的预期目标)."""
FULFILLED = re.compile(r"(?:任务)?(?:\([^()]*\))?的?(?:[0-9]|百分之|[一二三四五六七八九]成)")
"""After a word of goals of which so much is done (完成年度目标的97%)."""
_TASK = re.compile(
    r"完成了?[^，。；、,;()]{0,8}?(?:(?:全年|年度|[省市]定|下达|既定|预定|考核)[^，。；、,;()]{0,6}(?:任务|计划)|目标(?:任务)?)"
    r"[数值]?为?\(?$"
)
_LONGEST = 24
_DONE = re.compile("完成.*(?:目标|任务|计划)")


def is_task(text: str, start: int, at: int) -> bool:
    """Whether the figure at `at` is the task that a clause says was done (完成全年任务1000件的120%)."""
    return bool(_TASK.search(text, max(start, at - _LONGEST), at))


def goal(view: View, figure: Figure) -> Subject | None:
    """What a figure called a goal is of, where the words before it do not name it (提前实现…的12件目标)."""
    own = naming.named(view.pieces, figure.unit)
    return own or next((one for one in view.recent if one.id and naming.fits(one.id, figure.unit)), None)


def fulfilment(view: View, words: str) -> Subject | None:
    """The share of a goal that is done, when the words before the figure say so."""
    if not (m := _DONE.search(words)):
        return None
    own = naming.named(view.pieces[: view.until("G")], "") or view.last()
    return Subject(f"{naming.trim(words[: m.start()]) or own.label}目标完成率", of=own)
