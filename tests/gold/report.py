"""What each rule is worth, counted on annotated documents: `docs/rules.md`, `docs/trust.md`, `definitions/trust.yaml`.

Counting may only demote. A kind of evidence (a rule of a slot) makes a row sure only where at least 20 annotated rows
of three documents stand behind it and the document left out agrees; what falls short of that is at most likely.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from tests.gold.judge import HERE, Gold, Verdict, documents, judge

from ipstats import read
from ipstats.model.definitions import FOLDER
from ipstats.model.doubts import doubts
from ipstats.reading import prose
from ipstats.reading.resolvers import areas, measures, others, times
from ipstats.reading.slots import Resolver

SLOTS = {
    "measure": ("measure", "unit", "value"), "indicator": ("indicator", "scope"), "area": ("area",),
    "period": ("period",),
}  # fmt: skip
"""Slot of the evidence -> the columns that are wrong where its rule was."""
LEAST_ROWS, LEAST_DOCUMENTS, PRIOR = 20, 3, 8
FOR_SURE, FOR_LIKELY = 0.97, 0.85
"""Shares of right slots from which a rule may make a row sure, or likely; below, the row is doubtful."""
TABLES = {
    "measure": (measures, "MEASURES"), "indicator": (prose, "INDICATORS"), "area": (areas, "AREAS"),
    "time": (times, "TIMES"), "target": (others, "GOALS"),
}  # fmt: skip


@dataclass
class Worth:
    """How often a rule decided a slot of rows that were otherwise undoubted, and how often the slot was right."""

    rows: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)

    def add(self, stem: str, right: bool) -> None:
        self.rows[stem] += 1
        self.right[stem] += right

    def without(self, stem: str) -> tuple[int, int]:
        return sum(self.rows.values()) - self.rows[stem], sum(self.right.values()) - self.right[stem]


def wilson(right: int, rows: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not rows:
        return 0.0, 1.0
    z, share = 1.96, right / rows
    middle = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    half = z * math.sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows)) / (1 + z * z / rows)
    return middle - half, middle + half


def rule_of(evidence: str, slot: str) -> str:
    """The rule that decided a slot, from the `evidence` of a row."""
    said = next((part for part in evidence.split(";") if part.startswith(f"{slot}=")), "=@")
    return said.partition("=")[2].partition("@")[0]


def judged(golds: list[Gold]) -> dict[str, list[Verdict]]:
    return {gold.stem: judge(gold, read(gold.text, corrections=[], **gold.options).table)[0] for gold in golds}


def worth_of(verdicts: dict[str, list[Verdict]]) -> dict[tuple[str, str], Worth]:
    """(slot, rule) -> what it was worth in rows that nothing doubted."""
    found: dict[tuple[str, str], Worth] = defaultdict(Worth)
    for stem, several in verdicts.items():
        for one in several:
            if one.read is None or _doubted(one.read):
                continue
            for slot, columns in SLOTS.items():
                right = all(one.right[column] for column in columns)
                found[slot, rule_of(one.read["evidence"], slot)].add(stem, right)
    return dict(found)


def _doubted(row: dict) -> bool:
    """Whether more than the count of rules makes a row doubtful."""
    weak = doubts(row["comment_obs"] or "") == ("weak_evidence",) and "@assumed" not in _decided(row["evidence"])
    return row["trust"] == "doubtful" and not weak


def _decided(evidence: str) -> str:
    return ";".join(part for part in evidence.split(";") if part.startswith(("indicator=", "period=")))


def most(worth: Worth) -> str:
    """The most that a row decided by a rule can be trusted, judged with every document left out in turn."""
    rows, right = sum(worth.rows.values()), sum(worth.right.values())
    if rows < LEAST_ROWS or len(worth.rows) < LEAST_DOCUMENTS:
        return "likely" if right / rows >= FOR_LIKELY else "doubtful"
    worst = min(_shrunk(worth, stem) for stem in worth.rows)
    return "sure" if worst >= FOR_SURE else "likely" if right / rows >= FOR_LIKELY else "doubtful"


def _shrunk(worth: Worth, left_out: str) -> float:
    """The share of right slots in the other documents, drawn towards the share in all."""
    rows, right = worth.without(left_out)
    overall = sum(worth.right.values()) / sum(worth.rows.values())
    return (right + PRIOR * overall) / (rows + PRIOR)


def counts(found: dict[tuple[str, str], Worth]) -> dict[str, dict]:
    """Rule -> how far a row that it decided may be trusted, with the count."""
    return {
        rule: {
            "most": most(worth), "slot": slot, "right": sum(worth.right.values()), "rows": sum(worth.rows.values()),
            "documents": len(worth.rows),
        }
        for (slot, rule), worth in sorted(found.items()) if rule
    }  # fmt: skip


HEAD = """# A rule, and the most that a row it decided can be trusted, counted on annotated documents.
# Counted by `python -m tests.gold rules` (see docs/trust.md); a rule that no row there shows is likely at most.
"""


def write() -> None:
    """Count, demote, count again, and write the three files."""
    golds = documents(HERE)
    path = FOLDER / "trust.yaml"
    from ipstats.reading.doubts import counted

    path.write_text(HEAD + "{}\n")
    counted.cache_clear()
    found = worth_of(judged(golds))
    path.write_text(HEAD + yaml.safe_dump(counts(found), allow_unicode=True, sort_keys=True))
    counted.cache_clear()
    after = judged(golds)
    docs = HERE.parents[1] / "docs"
    (docs / "trust.md").write_text(trust_page(golds, after, found), "utf-8")
    (docs / "rules.md").write_text(rules_page(golds, after), "utf-8")


def trust_page(golds: list[Gold], verdicts: dict[str, list[Verdict]], found: dict[tuple[str, str], Worth]) -> str:
    """`docs/trust.md`: what each trust is worth, each document, the sure rows that are wrong, each kind of evidence."""
    total = sum(map(len, verdicts.values()))
    missed = sum(v.read is None for several in verdicts.values() for v in several)
    silent = sum(v.silent for several in verdicts.values() for v in several)
    lines = [
        "# 可信程度 Trust", "",
        "由 `python -m tests.gold rules` 生成，依据 `tests/gold` 中逐行标注的文件。"
        "Written by `python -m tests.gold rules` from the documents annotated row by row in `tests/gold`. "
        "Rows of one document are not independent: both "
        "intervals are given, by rows (Wilson) and by resampling documents; quote the wider.", "",
        "| 可信 trust | 行 rows | 占 share | 正确 right | 按行 95 % by rows "
        "| 按文件 95 % by documents | 最差文件 worst document |",
        "|---|---|---|---|---|---|---|",
        *(_line_of_trust(trust, verdicts, total) for trust in ("sure", "likely", "doubtful")), "",
        f"{total} rows of {len(golds)} documents; not found {missed}, "
        f"wrong and not doubtful (silent) {silent} ({silent / total:.1%}).", "", "## By document", "",
        "| 文件 document | 体裁 genre | 行 rows | 全对 strict | 无标记而错 silent "
        "| 确定 sure | 确定且对 sure and right |",
        "|---|---|---|---|---|---|---|",
        *(_line_of_document(gold, verdicts[gold.stem]) for gold in golds), "",
        "## Sure and not right", "", *_sure_and_wrong(verdicts), "",
        "## By kind of evidence", "",
        "Rows that nothing else doubted; `most` is what a row decided by the rule can be trusted at most.", "",
        "| 属性 slot | 规则 rule | 行 rows | 对 right | 文件 documents | 至多 most |",
        "|---|---|---|---|---|---|", *_lines_of_rules(found),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _with_trust(several: list[Verdict], trust: str) -> list[Verdict]:
    return [v for v in several if v.read is not None and v.read["trust"] == trust]


def _line_of_trust(trust: str, verdicts: dict[str, list[Verdict]], total: int) -> str:
    """How often rows of one trust are right, over all documents and in the worst."""
    by = {stem: here for stem, several in verdicts.items() if (here := _with_trust(several, trust))}
    right_in = {stem: sum(v.strict for v in several) for stem, several in by.items()}
    rows, right = sum(map(len, by.values())), sum(right_in.values())
    low, high = wilson(right, rows)
    first, last = resampled([(right_in[stem], len(several)) for stem, several in by.items()])
    worst = min(by, key=lambda stem: right_in[stem] / len(by[stem]), default="")
    told = f"{worst} {right_in[worst]}/{len(by[worst])}" if worst else "—"
    share = f"{right / rows:.1%}" if rows else "—"
    return (
        f"| {trust} | {rows} | {rows / total:.0%} | {share} | {low:.1%}–{high:.1%} | {first:.1%}–{last:.1%} | {told} |"
    )


def _line_of_document(gold: Gold, several: list[Verdict]) -> str:
    sure = _with_trust(several, "sure")
    strict, silent = sum(v.strict for v in several), sum(v.silent for v in several)
    counts = f"{len(several)} | {strict} | {silent} | {len(sure)} | {sum(v.strict for v in sure)}"
    return f"| {gold.stem} | {gold.genre} | {counts} |"


def _sure_and_wrong(verdicts: dict[str, list[Verdict]]) -> Iterator[str]:
    for stem, several in verdicts.items():
        for v in _with_trust(several, "sure"):
            if not v.strict:
                slots = ", ".join(slot for slot, right in v.right.items() if not right)
                yield f"- {stem}: {v.gold['raw_text']} {v.gold['indicator']} — {slots}"


def _lines_of_rules(found: dict[tuple[str, str], Worth]) -> Iterator[str]:
    for (slot, rule), worth in sorted(found.items(), key=lambda item: (item[0][0], -sum(item[1].rows.values()))):
        rows, right = sum(worth.rows.values()), sum(worth.right.values())
        yield f"| {slot} | {rule} | {rows} | {right} | {len(worth.rows)} | {most(worth)} |"


def resampled(counts: list[tuple[int, int]], times: int = 2000) -> tuple[float, float]:
    """The 95 % interval of a share when whole documents are drawn anew."""
    if not counts:
        return 0.0, 1.0
    draw = random.Random(20261129)
    shares = []
    for _ in range(times):
        several = [draw.choice(counts) for _ in counts]
        shares.append(sum(right for right, _ in several) / sum(rows for _, rows in several))
    shares.sort()
    return shares[int(0.025 * times)], shares[int(0.975 * times) - 1]


# ---------------------------------------------------------------- what each resolver is worth
def rules_page(golds: list[Gold], verdicts: dict[str, list[Verdict]]) -> str:
    before = _strict(verdicts)
    read = [v.read for several in verdicts.values() for v in several if v.read]
    slots = ("measure", "indicator", "area", "target", "period")
    decided = Counter(rule_of(row["evidence"], slot).split(".")[0] for row in read for slot in slots)
    lines = ["# 规则 Rules", "",
             "由 `python -m tests.gold rules` 生成。Each resolver switched off alone, the annotated documents read "
             "again: rows that become right (mended), that are no longer right (broken), and rows wrong without a mark "
             "before and after.", "",
             "| 属性 slot | 规则 rule | 说明 says | 决定 decides | 关掉 off: mended | broken | silent | 优先于 over |",
             "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    silent_before = sum(v.silent for several in verdicts.values() for v in several)
    for slot, (module, name) in TABLES.items():
        for one in getattr(module, name):
            after = without(module, name, one, golds)
            rows = _strict(after)
            mended, broken = len(rows - before), len(before - rows)
            silent = sum(v.silent for several in after.values() for v in several) - silent_before
            lines.append(
                f"| {slot} | {one.name} | {one.says} | {decided[one.name]} | {mended} | {broken} | {silent:+d} "
                f"| {' '.join(one.over)} |"
            )
    return "\n".join(lines) + "\n"


def without(module, name: str, off: Resolver, golds: list[Gold]) -> dict[str, list[Verdict]]:
    """The verdicts when one resolver is switched off, by a real second reading."""
    table = getattr(module, name)
    places = [place for place in (module, prose) if getattr(place, name, None) is table]
    shorter = tuple(one for one in table if one is not off)
    try:
        for place in {id(p): p for p in places}.values():
            setattr(place, name, shorter)
        if name == "TIMES":
            from ipstats.reading.resolvers import periods

            periods.TIMES = shorter
        return judged(golds)
    finally:
        for place in places:
            setattr(place, name, table)
        if name == "TIMES":
            periods.TIMES = table


def _strict(verdicts: dict[str, list[Verdict]]) -> set[tuple[str, int]]:
    return {(stem, at) for stem, several in verdicts.items() for at, one in enumerate(several) if one.strict}
