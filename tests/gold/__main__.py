"""`python -m tests.gold [FOLDER]`: scores by document; `floors` writes floors.yaml, `rules` rules.md and trust.md."""

import sys
from collections import Counter
from pathlib import Path

from tests.gold.judge import HERE, documents, judge

from ipstats import read


def scores(folder: Path) -> dict[str, Counter]:
    """Document -> how many rows are annotated, right, silently wrong, sure, sure and right."""
    found = {}
    for gold in documents(folder):
        verdicts, extra = judge(gold, read(gold.text, corrections=[], **gold.options).table)
        count = Counter(rows=len(verdicts), extra=len(extra))
        for one in verdicts:
            count["strict"] += one.strict
            count["silent"] += one.silent
            count["sure"] += one.read is not None and one.read["trust"] == "sure"
            count["sure_right"] += one.strict and one.read["trust"] == "sure"
        found[gold.stem] = count
    return found


def main(words: list[str]) -> None:
    folder = next((Path(word) for word in words if Path(word).is_dir()), HERE)
    if "rules" in words:
        from tests.gold.report import write

        write()
        return
    found = scores(folder)
    for stem, count in found.items():
        print(
            f"{stem:44} "
            + "  ".join(f"{name} {count[name]}" for name in ("rows", "strict", "silent", "sure", "sure_right", "extra"))
        )
    total = sum(found.values(), Counter())
    print(f"{'all':44} strict {total['strict'] / total['rows']:.1%}  silent {total['silent'] / total['rows']:.1%}")
    if "floors" in words:
        lines = [f"{stem}: [{count['strict']}, {count['silent']}]\n" for stem, count in found.items()]
        (folder / "floors.yaml").write_text(
            "# document: [rows right at least, rows wrong without a mark at most]\n" + "".join(lines)
        )


if __name__ == "__main__":
    main(sys.argv[1:])
