"""Expectations of prose tests, `printed | value | unit | measure | id or label | period | column=value …`, judged."""

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from ipstats.documents.blocks import Block, Context
from ipstats.reading.rows import prose_of

HERE = Path(__file__).parent
SLOTS = ("value", "unit", "measure", "name", "period")


def read_prose(blocks: list[Block], options: Context) -> list[dict]:
    """The rows of running text."""
    return prose_of(blocks, options)[0]


@lru_cache(maxsize=1)
def pending() -> dict[str, str]:
    """What is not yet read rightly -> why; an entry that is read rightly fails its test, so their number only falls."""
    listed = yaml.safe_load((HERE / "pending.yaml").read_text("utf-8"))
    return {case: reason for reason, cases in listed.items() for case in cases}


def mismatch(rows: list[dict], one: str) -> str:
    """The first slot in which no row at the place agrees with an expectation, "" where one row agrees in all."""
    printed, value, unit, measure, name, period, *more = (part.strip() for part in one.split("|"))
    found = [row for row in rows if row["obs_text"] == printed]
    if not found:
        return "not read"
    wrong = []
    for row in found:
        held = {
            "value": row["obs_value"] == pytest.approx(float(value)), "unit": row["unit_measure"] == unit,
            "measure": row["measure"] == measure, "name": name in (row["indicator"], row["label"]),
            "period": row["time_period"] == period,
        }  # fmt: skip
        held |= {pair.partition("=")[0]: str(row[pair.partition("=")[0]]) == pair.partition("=")[2] for pair in more}
        wrong.append(next((slot for slot, right in held.items() if not right), ""))
    return "" if "" in wrong else wrong[0]


def assert_read(rows: list[dict], reads: list[str], case: str) -> None:
    """Each expectation is read rightly, or it is listed in `pending.yaml`; a listed one must still be wrong."""
    for at, one in enumerate(reads, start=1):
        name = f"{case} #{at}"
        wrong = mismatch(rows, one)
        if wrong:
            assert name in pending(), (
                f"{one}: {wrong}; read {[(r['obs_text'], r['indicator'], r['label']) for r in rows]}"
            )
        else:
            assert name not in pending(), f"{name} is read rightly now; take it out of pending.yaml"
