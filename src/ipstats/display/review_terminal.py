"""The review in a terminal: the same questions and keys, a line at a time."""

from collections.abc import Callable

from ipstats.display.review import plain
from ipstats.display.review_keys import View, enter, press

PROMPT = "1–9 a n t s g e / ? j k u · x 2 4-6 去掉几条 · q 结束 quit > "


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
    """The view after one line: a key, or a key followed by words (`t 2023`, `x 2 4-6`)."""
    word = said.strip()
    if word[:2] in ("t ", "/ ", "x "):
        return enter(session, word[2:], View("", view.unfolded, word[0]))
    view = press(session, word or " ", view, language)
    return enter(session, ask(f"{view.waits_for} "), view) if view.waits_for else view
