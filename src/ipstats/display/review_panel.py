"""The review in JupyterLab: a widget that is driven by the keyboard, a button for every key."""

from pathlib import Path

import anywidget
import traitlets

from ipstats.display.review import markup
from ipstats.display.review_keys import View, enter, keys, press

HERE = Path(__file__).parent


class ReviewPanel(anywidget.AnyWidget):
    """The questions of a session, one at a time. Each answer is in the corrections file before the next is shown.

    `session` is what `ipstats.collect.reviewing.open_session` gave; its rows stand in `session.table`.
    """

    _esm = HERE / "review.js"
    _css = HERE / "review.css"
    html = traitlets.Unicode().tag(sync=True)
    pressed = traitlets.List(traitlets.Unicode()).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, session, language: str = "zh"):
        self.session, self._language, self._view = session, language, View()
        label = "待核数字的复核面板" if language == "zh" else "review of figures"
        super().__init__(html=self._markup(), pressed=list(keys()), label=label)
        self.on_msg(self._told)

    def _told(self, _widget, message: dict, _buffers) -> None:
        """What was pressed, ticked or typed in the browser."""
        if key := message.get("key"):
            self._view = press(self.session, key, self._view, self._language)
        elif "typed" in message:
            self._view = enter(self.session, str(message["typed"]), self._view)
        elif message.get("tick") in self.session.ids:
            self.session.tick(message["tick"])
        self.html = self._markup()

    def _repr_mimebundle_(self, **given) -> tuple[dict, dict]:
        """The widget, and the question as a page of its own where no kernel runs."""
        data, metadata = super()._repr_mimebundle_(**given) or ({}, {})
        style = (HERE / "review.css").read_text("utf-8")
        return data | {"text/html": f'<style>{style}</style><div class="ipstats-review">{self.html}</div>'}, metadata

    def _markup(self) -> str:
        view = self._view
        return markup(self.session, self._language, view.message, view.unfolded, view.waits_for)
