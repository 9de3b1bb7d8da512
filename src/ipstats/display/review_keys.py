"""What a key does to a review: one table for the panel of JupyterLab and for a terminal."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ipstats.errors import IpstatsError
from ipstats.model.doubts import words


@dataclass(frozen=True, slots=True)
class View:
    """What a screen shows beside the question: a message, all sentences or three, a field that waits for words."""

    message: str = ""
    unfolded: bool = False
    waits_for: str = ""


def _help(language: str) -> str:
    return "　".join(f"{'␣' if key == ' ' else key} {getattr(said, language)}" for key, said in words("keys").items())


def _widened(session) -> str:
    before, after, others = len(session.ids), session.widen(), len(session.elsewhere)
    if not others:
        return "其他资料中没有疑问和依据都相同的行 no other document has rows of this doubt and evidence"
    return f"{before} → {after} 条 rows，另及 {others} 份资料 in {others} other documents"


_MOVES: dict[str, Callable] = {
    "j": lambda session: session.move(1),
    "k": lambda session: session.move(-1),
    "s": lambda session: session.split(),
    " ": lambda session: session.later(),
}
_ANSWERS: dict[str, Callable] = {
    "a": lambda session: session.accept(),
    "n": lambda session: session.drop(),
    "u": lambda session: session.undo(),
}


def press(session, key: str, view: View, language: str = "zh") -> View:
    """The view after a key; an error is a message and changes nothing."""
    try:
        return _pressed(session, key, view, language)
    except IpstatsError as error:
        return View(str(error), view.unfolded)


def _pressed(session, key: str, view: View, language: str) -> View:
    if key in _MOVES:
        _MOVES[key](session)
        return View()
    if key in _ANSWERS:
        return View(_ANSWERS[key](session))
    if key.isdigit():
        return View(session.choose(int(key)))
    match key:
        case "g":
            return View(_widened(session))
        case "e":
            return replace(view, unfolded=not view.unfolded, message="")
        case "t" | "/" | "x":
            return replace(view, waits_for=key, message="")
        case "?":
            return replace(view, message=_help(language))
    return replace(view, waits_for="", message="")


def enter(session, said: str, view: View) -> View:
    """The view after words were typed: an answer, or what to look for."""
    try:
        if view.waits_for == "/":
            return View("" if session.find(said) else f"没有含“{said}”的组 nothing holds it")
        if view.waits_for == "x":
            return View(_ticked(session, said), view.unfolded)
        return View(session.type(said))
    except IpstatsError as error:
        return replace(view, message=str(error))


def _ticked(session, said: str) -> str:
    """Leave rows out of the next answer, or take them in again, by their numbers: `2 4-6`."""
    numbers = {n for a, b in re.findall(r"(\d+)(?:\s*[-—–至]\s*(\d+))?", said) for n in range(int(a), int(b or a) + 1)}
    ids = session.ids
    if not numbers or not numbers <= set(range(1, len(ids) + 1)):
        return f"请写条号，如 2 4-6，本组共 {len(ids)} 条 rows by number, 1 to {len(ids)}"
    for number in numbers:
        session.tick(ids[number - 1])
    return ""


def keys() -> tuple[str, ...]:
    """Every key that means something."""
    return (*"123456789", *words("keys"), "Escape")
