"""The review in a terminal: the same questions and keys, a line at a time."""

from collections.abc import Callable

from ipstats.display.review import plain
from ipstats.display.review_keys import View, enter, press

PROMPT = "1–9 a n t s g e / ? j k u · x 3 不含第3条 · q 结束 quit > "


def run(session, ask: Callable[[str], str] = input, say: Callable[[str], None] = print, language: str = "zh") -> None:
    """Ask until all is answered or the person quits (q, end of input); everything answered is already written."""
    view = View()
    while session.current is not None:
        say(plain(session, language, view.unfolded))
        if view.message:
            say(f"  > {view.message}")
        try:
            said = ask(PROMPT)
        except EOFError:
            return
        if said.strip() == "q":
            return
        view = _after(session, said, view, ask, language)
    say(plain(session, language))


def _after(session, said: str, view: View, ask: Callable[[str], str], language: str) -> View:
    """The view after one line: a key, `x N` to leave the Nth row out, or a key followed by words (`t 2023`)."""
    word = said.strip()
    if word.startswith("x ") and word[2:].strip().isdigit():
        ids = session.ids
        number = int(word[2:])
        if not 1 <= number <= len(ids):
            return View(f"本组只有第 1–{len(ids)} 条 rows 1–{len(ids)} only", view.unfolded)
        session.tick(ids[number - 1])
        return View("", view.unfolded)
    if word[:2] in ("t ", "/ "):
        return enter(session, word[2:], View("", view.unfolded, word[0]))
    view = press(session, word or " ", view, language)
    return enter(session, ask(f"{view.waits_for} "), view) if view.waits_for else view
