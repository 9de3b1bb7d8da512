"""How fast figures are read out of text, beside a bare pattern (the limit) and two peers that read less.

    python benchmarks/reading.py [MEGABYTES] [FOLDER of .md and .txt documents]

One core, processor time. The text is the documents of the folder (else those of the tests), repeated to the size with
other digits in each round, so that few figures come again; the words do, as they do in the reports of one genre. The
peers are benchmark-only dependencies: `pip install ipstats[bench]`, or `pip install jionlp chinese2digits` beside it;
one that is not installed is skipped and named. They do less: chinese2digits turns numerals into digits, JioNLP is asked
for times only, the pattern finds numbers with a unit; none links a number to an indicator, a period or an area. Slow
peers are timed on a part of the text.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from ipstats.grammar.scan import flatten, scan

from ipstats.collect.read import read
from ipstats.documents.blocks import Context
from ipstats.documents.markdown import read_markdown
from ipstats.model.observations import frame
from ipstats.reading.prose import read_blocks

OURS = Path(__file__).parents[1] / "tests" / "reading" / "prose" / "documents"
BARE = re.compile(r"[0-9][0-9,.]*[万亿]*(?:件|项|个|家|%|个百分点|倍|元|次|人|名)")
PEER_CHARACTERS = 20_000


def documents(folder: Path) -> list[str]:
    """The texts of a folder."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".md", ".txt"))
    return [path.read_text(encoding="utf-8") for path in paths]


def varied(text: str, number: int) -> str:
    """The text with another last digit in long numbers, and another first decimal."""
    return re.sub(r"(?<=[0-9]{4})[0-9](?![0-9])|(?<=[0-9]\.)[0-9]", lambda m: str((int(m[0]) + number) % 10), text)


def seconds(call: Callable, *args) -> float:
    start = process_time()
    call(*args)
    return process_time() - start


def rate(name: str, characters: int, spent: float, limit: float | None = None) -> float:
    """Print characters a second, and how many times slower than the limit that is."""
    speed = characters / max(spent, 1e-9)
    print(f"{name:<44}{speed / 1e6:>9.3f} M characters/s{f'{limit / speed:>10.1f} x' if limit else ''}")
    return speed


def peers() -> dict[str, Callable[[str], object]]:
    """The peers that are installed, each as a call on a text; the others are named."""
    found: dict[str, Callable[[str], object]] = {}
    try:
        import chinese2digits

        found["chinese2digits, numerals only"] = chinese2digits.takeNumberFromString
    except ImportError:
        print("chinese2digits is not installed: skipped")
    try:
        import jionlp

        found["JioNLP, times only"] = jionlp.ner.extract_time
    except ImportError:
        print("JioNLP is not installed: skipped")
    return found


def prose_alone(texts: list[str], limit: float) -> None:
    """The running text, without the reading of a format and of tables."""
    blocks = [read_markdown(text).blocks for text in texts]
    prose = sum(len(block.text) for document in blocks for block in document)
    rows: list[dict] = []
    spent = sum(seconds(lambda d: rows.extend(read_blocks(d, Context())), document) for document in blocks)
    rate("prose: blocks to rows", prose, spent, limit)
    rate("prose: blocks to DataFrame", prose, spent + seconds(frame, rows), limit)
    print(f"{'':<44}{len(rows)} figures, one in {prose / max(len(rows), 1):.0f} characters")


def main(megabytes: float = 5, folder: Path = OURS) -> None:
    texts = documents(folder)
    size = sum(map(len, texts))
    rounds = max(1, round(megabytes * 1e6 / 2.6 / size))  # a character of such text is 2.6 bytes of UTF-8
    texts = [varied(text, number) for number in range(rounds) for text in texts]
    size *= rounds
    print(f"{size / 1e6:.2f} M characters of {folder.name}, one core")
    for text in texts[: len(texts) // rounds]:
        read(text + "\n")
    limit = rate("bare pattern: number and unit", size, sum(seconds(BARE.findall, text) for text in texts))
    rate("scan: every token", size, sum(seconds(lambda t: scan(flatten(t)[0]), text) for text in texts), limit)
    prose_alone(texts, limit)
    spent = sum(seconds(read, text + "\n") for text in texts)
    whole = rate(f"whole: {len(texts)} texts to Documents with tables", size, spent, limit)
    one = "\n\n".join(texts) + "\n"
    rate("whole: all of it as one document", len(one), seconds(read, one), limit)
    sample = ("\n".join(texts))[:PEER_CHARACTERS]
    lines = sample.splitlines()
    for name, call in peers().items():
        speed = rate(name, len(sample), sum(seconds(call, line) for line in lines if line.strip()), limit)
        print(f"{'':<44}the whole reader is {whole / speed:.2f} times as fast")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5, Path(sys.argv[2]) if len(sys.argv) > 2 else OURS)
