"""Figures that were read, judged against figures that a person annotated: paired by place, right or wrong by slot."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SLOTS = ("value", "unit", "measure", "indicator", "period", "area", "scope")
_KINDS = {
    "pp_change": "point_change",
    "ordinal": "rank",
    "ratio": "level",
    "average": "level",
    "target": "level",
    "": "level",
}
_UNITS = {"名": "人", "万人": "人", "个百分点": "百分点", "％": "%", "第": "位", "件/万人口": "件/万人"}
_TELLING = (
    "发明",
    "实用新型",
    "外观设计",
    "高价值",
    "万人",
    "申请",
    "授权",
    "有效",
    "金奖",
    "银奖",
    "优秀奖",
    "城镇",
    "农村",
    "新增",
    "增速",
    "国外",
)
"""Words that make another indicator of a name."""
_COVERAGE = ("国内", "国外", "港澳台", "在华", "示范区", "高新区", "规模以上", "规上", "高新技术企业")
_ACTS = re.compile("受理|投入|支出|内部")
"""Words of a name that narrow nothing: 专利申请受理量 is 专利申请量, R&D经费投入 and R&D经费支出 are R&D经费."""
_OPPOSITES = (("国内", "国外"), ("国外", "国内"))
_ALIKE = 0.75


@dataclass(frozen=True)
class Gold:
    """One document with its annotation: rows of tiers A and B count, others are neither right nor wrong.

    `text` is its file, or for a passage of a file (`awards-passages-held-3`) the passage itself.
    """

    stem: str
    text: Path | str
    rows: tuple[dict, ...]
    options: dict
    genre: str
    set: str


@dataclass
class Verdict:
    """An annotated row, the row read at its place (None where none was), and which slots are right."""

    gold: dict
    read: dict | None = None
    right: dict[str, bool] = field(default_factory=dict)

    @property
    def strict(self) -> bool:
        return self.read is not None and all(self.right.values())

    @property
    def silent(self) -> bool:
        """Whether it is wrong and nothing says so."""
        return self.read is not None and not self.strict and self.read["trust"] != "doubtful"


_PASSAGE = re.compile(r"^## (\d{4})(\d\d)(\d\d)\n", re.MULTILINE)
"""The line above a passage: its day of publication."""


def _passages(whole: Gold, areas: list[str]) -> Iterator[Gold]:
    """The passages of a file as documents of their own, each about the area that stands for it in `passages`."""
    text = whole.text.read_text("utf-8")
    heads = list(_PASSAGE.finditer(text))
    for at, (head, area) in enumerate(zip(heads, areas, strict=True), start=1):
        first, last = head.end(), heads[at].start() if at < len(heads) else len(text)
        rows = [
            {**row, "char_start": str(int(row["char_start"]) - first), "char_end": str(int(row["char_end"]) - first)}
            for row in whole.rows if first <= int(row["char_start"]) < last
        ]  # fmt: skip
        options = {"area": area, "published": "-".join(head.groups())}
        yield Gold(f"{whole.stem}-{at}", text[first:last], tuple(rows), options, whole.genre, whole.set)


def documents(folder: Path = HERE) -> list[Gold]:
    """The annotated documents of a folder, by its `documents.yaml`."""
    listed = yaml.safe_load((folder / "documents.yaml").read_text("utf-8"))
    found = []
    for stem, about in listed.items():
        rows = list(csv.DictReader((folder / f"{stem}.csv").open(encoding="utf-8-sig", newline="")))
        options = {"area": about.get("area") or None, "published": str(about.get("published") or "") or None}
        gold = Gold(stem, folder / f"{stem}.txt", tuple(rows), options, about.get("genre", ""), about.get("set", ""))
        found += _passages(gold, about["passages"]) if "passages" in about else [gold]
    return found


def judge(gold: Gold, table) -> tuple[list[Verdict], list[dict]]:
    """A verdict for every annotated row of tier A or B, and the rows read that no annotated row has."""
    read = [
        {**row, **{end: str(row[end])[:10] for end in ("period_start", "period_end")}}
        for row in table.to_dict("records")
    ]
    pairs = _pairs(gold.rows, read)
    verdicts = [Verdict(row) for row in gold.rows]
    taken: set[int] = set()
    for _, g, r, right in pairs:
        if verdicts[g].read is None and r not in taken:
            verdicts[g].read, verdicts[g].right = read[r], right
            taken.add(r)
    hits = taken | {r for _, _, r, right in pairs if all(right.values())}
    counted = [verdict for verdict in verdicts if verdict.gold.get("tier", "A") in ("A", "B")]
    return counted, [row for at, row in enumerate(read) if at not in hits]


def _pairs(gold: tuple[dict, ...], read: list[dict]) -> list[tuple[int, int, int, dict[str, bool]]]:
    """Slots right (negative), both rows by number, and which slots, of all rows at one place; the best pair first."""
    found = []
    for g, row in enumerate(gold):
        for r, one in enumerate(read):
            if _overlap(row, one):
                right = compare(row, one)
                found.append((-sum(right.values()), g, r, right))
    return sorted(found, key=lambda pair: pair[:3])


def _overlap(gold: dict, read: dict) -> bool:
    first, last = int(float(gold["char_start"])), int(float(gold["char_end"]))
    return read["char_start"] < last and first < read["char_end"]


def compare(gold: dict, read: dict) -> dict[str, bool]:
    """Which slots of a row agree with the annotation."""
    value = float(str(gold["value"]).replace(",", ""))
    kind = gold.get("kind", "").strip()
    measure = _KINDS.get(kind, kind)
    goal = kind == "target" or str(gold.get("is_target") or "").lower() in ("1", "true", "yes")
    unit = _unit(gold.get("unit_std") or gold.get("unit") or "")
    own, names = _plain_name(read["indicator_name"]), list(_names(gold))
    return {
        "value": abs(value - read["obs_value"]) <= 1e-6 * max(1.0, abs(value)),
        "unit": unit == _unit(read["unit_measure"]) or measure == "rank" == read["measure"],
        "measure": measure == read["measure"] and goal == bool(read["is_target"]),
        "indicator": any(alike(name, said) for name in names for said in (own, _plain_name(read["label"])) if said),
        "period": all(_day(gold[end]) == _day(read[end]) for end in ("period_start", "period_end")),
        "area": _area(gold["region"]) == _area(read["ref_area_name"]),
        "scope": _scope(gold, read) and not (own and not read["scope"] and _is_narrower(names, own, gold["region"])),
    }


def _names(gold: dict) -> Iterator[str]:
    for column in ("indicator", "indicator_as_written", "of_indicator"):
        yield from (_plain_name(name) for name in (gold.get(column) or "").split("|") if name)


def _day(text: str) -> str:
    return "" if text in ("NaT", "None", "nan") else (text or "")[:10]


def _unit(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.strip())
    return _UNITS.get(text, text)


def _area(name: str) -> str:
    name = {"国家": "全国", "中国": "全国", "我国": "全国"}.get(name or "", name or "")
    return re.sub("(市|省|特别行政区|(?:壮族|回族|维吾尔)?自治区)$", "", name) or name


@lru_cache(maxsize=8192)
def _plain_name(name: str) -> str:
    text = re.sub(r"[\s“”\"'‘’《》（）()·…、，,.。:：-]", "", unicodedata.normalize("NFKC", name or ""))
    text = (
        text.replace("每万人口", "每万人").replace("数量", "量").replace("总量", "量").replace("市场主体", "经营主体")
    )
    text = re.sub("(获奖)?(总数|数|量|额|情况)$", "", text.replace("新认定", "新增"))
    return re.sub("^(.+)新增$", r"新增\1", text)


@lru_cache(maxsize=8192)
def alike(one: str, other: str) -> bool:
    """Whether two plain names mean the same: no telling word in only one of them, and most letters shared."""
    if not one or not other or one == other:
        return bool(one) and one == other
    if any((word in one) != (word in other) for word in _TELLING):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and short in long and len(short) >= 0.6 * len(long):
        return True
    mine, others = _bigrams(one), _bigrams(other)
    shared = 2 * len(mine & others) / (len(mine) + len(others))
    return max(shared, SequenceMatcher(None, one, other).ratio() * 0.9) >= _ALIKE


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _is_narrower(names: list[str], own: str, region: str) -> bool:
    """Whether every fitting name of the annotation says more than the catalogue's: a part passed off as the whole."""
    fitting = [name for name in names if alike(name, own)]

    def rest(name: str) -> str:
        return re.sub(
            f"^(全国|全[省市区]|国家级?|我[国省市]|{re.escape(_area(region) or '_')}[省市]?)",
            "",
            _ACTS.sub("", name.replace(own, "", 1)),
        )

    return bool(fitting) and all(own in name and rest(name) for name in fitting)


def _scope(gold: dict, read: dict) -> bool:
    said = " ".join(_names(gold)) + (gold.get("scope") or "")
    wanted, scope = _bare(gold.get("scope")), _bare(read["scope"])
    if not wanted and _area(gold["region"]) != "全国" and scope.startswith("国内"):
        scope = ""  # what a place at home counts is domestic anyway
    if any(one in scope and one not in said and other in said for one, other in _OPPOSITES):
        return False
    if scope and scope not in _bare(said) and not (wanted and wanted in scope):
        return False
    told = scope + _bare(read["label"] + read["indicator_name"] + read["ref_area_name"])
    return all(word in told for word in _COVERAGE if word in (gold.get("scope") or ""))


def _bare(text: str | None) -> str:
    return re.sub(r"[\s“”\"'（）()、，,]|企业$", "", unicodedata.normalize("NFKC", text or ""))
