"""What speaks against a figure, as `comment_obs` says it, and which of its attributes a person is asked about."""

from dataclasses import dataclass
from functools import lru_cache

from ipstats.model.definitions import FOLDER, make, read_yaml
from ipstats.model.evidence import SLOTS, parse_evidence

MARK = "待核"
"""What begins a doubt in `comment_obs`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of a review in both languages."""

    zh: str
    en: str
    question_zh: str = ""
    question_en: str = ""

    @property
    def both(self) -> str:
        """Chinese with English in brackets, as tables say it."""
        return f"{self.zh} ({self.en})"


@lru_cache(maxsize=8)
def words(group: str) -> dict[str, Pair]:
    """A group of words of `definitions/review.yaml`: slots, trust, hows, keys."""
    entries = read_yaml(FOLDER / "review.yaml")[group]
    return {name: make(Pair, fields, f"review.yaml: {group}: {name}") for name, fields in entries.items()}


@lru_cache(maxsize=1)
def slots_of_doubts() -> dict[str, str]:
    """Doubt -> the attribute that it is about; `several` where the evidence says which."""
    return read_yaml(FOLDER / "review.yaml")["doubts"]


@lru_cache(maxsize=1)
def doubt_words() -> dict[str, Pair]:
    """The words of every doubt in both languages, by its key."""
    return {
        name: make(Pair, fields, f"doubts.yaml: {name}") for name, fields in read_yaml(FOLDER / "doubts.yaml").items()
    }


@lru_cache(maxsize=1)
def trust_words() -> dict[str, str]:
    """How far a figure can be relied on, in both languages, by the values of the column `trust`."""
    return {name: f"{one.zh} {one.en}" for name, one in words("trust").items()}


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    return {one.zh: key for key, one in doubt_words().items()}


def doubt(key: str) -> str:
    """A doubt of `definitions/doubts.yaml` as `comment_obs` says it; `doubts` reads it back."""
    return f"{MARK}：{doubt_words()[key].both}"


def doubts(comment: str) -> tuple[str, ...]:
    """The doubts that a comment names, by their keys in `definitions/doubts.yaml`, in its order.

    >>> doubts("待核：时点数还是时期数不明 (a stock or a flow); 待核：没有自己的名词 (no noun of its own)")
    ('stock_or_flow', 'no_noun')
    """
    said = (part.removeprefix(MARK).lstrip("：:").split(" (")[0].strip() for part in comment.split("; "))
    return tuple(_keys()[one] for one in said if one in _keys())


def slots_in_doubt(comment: str, evidence: str) -> tuple[str, ...]:
    """The attributes that a person should look at, in the order in which they are asked."""
    about = slots_of_doubts()
    named = {about.get(doubt, "indicator") for doubt in doubts(comment)}
    if "several" in named:
        named |= {one.slot for one in parse_evidence(evidence).rivals}
    return tuple(slot for slot in ("value", *SLOTS) if slot in named)
