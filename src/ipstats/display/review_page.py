"""The review as a page for a machine without Jupyter: the same questions and keys, the answers as a download.

The page loads nothing. It holds, for each row and each numbered answer, the text that the answer writes into the
corrections file; what is downloaded is that file, with what stood in it before.
"""

import json
from pathlib import Path

from ipstats.display.review import environment, question
from ipstats.model.doubts import words

KEYS = ("j", "k", "a", "n", "u")


def write(session, path: Path, language: str = "zh") -> int:
    """Write the page of a session's questions; how many there are."""
    asked, answers = [], []
    for at in range(len(session.groups)):
        session.move(at - session.at)
        asked.append(question(session, language, unfolded=True))
        answers.append(session.offered())
    session.move(-session.at)
    before = session.file.read_text("utf-8") if session.file.is_file() else ""
    data = json.dumps({"file": session.file.name, "before": before, "answers": answers}, ensure_ascii=False)
    here = Path(__file__).parent
    path.write_text(
        environment().get_template("review_page.html").render(
            title=session.document.title or session.document.source_id, asked=asked, answers=answers,
            keys={key: getattr(words("keys")[key], language) for key in KEYS}, language=language,
            data=data.replace("<", "\\u003c"), style=(here / "review.css").read_text("utf-8"),
            script=(here / "review_page.js").read_text("utf-8"), file=session.file.name,
        ),
        encoding="utf-8",
    )  # fmt: skip
    return len(asked)
