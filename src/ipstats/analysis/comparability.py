"""The one place that decides whether two figures may be set against each other.

The rules follow the design's list: same indicator and measure, same unit, same part of the year, same coverage, result
with result, a positive base, and no break of definition between them that the register (calibers.yaml) refuses. What
the register or a status only labels is compared, and the reason printed beside it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from ipstats.model.calibers import Caliber, calibers
from ipstats.model.definitions import FOLDER, entries, one_of
from ipstats.model.indicators import AT_CONSTANT_PRICES, indicators
from ipstats.model.naming import coverage, period

Row = Mapping[Any, Any]
"""An observation, by column."""

TINY = 30
"""A base below this is flagged: a rate on fewer than about thirty cases says little."""

LABELS = {"definition": ("B", "D"), "second_hand": ("U",), "provisional": ("P", "E", "F", "I")}
"""Reason that labels a comparison -> the statuses (SDMX CL_OBS_STATUS) that cause it."""


CURRENT_PRICES = "current_prices"
"""The label of growth computed from values at current prices, where rates are published at constant ones."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason of definitions/comparability.yaml; `zh` and `en` may hold {level} and {base}."""

    id: str
    action: str
    zh: str
    en: str

    def __post_init__(self) -> None:
        one_of(self.action, ("refuse", "label"), "action")


@lru_cache(maxsize=1)
def reasons() -> dict[str, Reason]:
    """All reasons by id."""
    return entries(Reason, FOLDER / "comparability.yaml")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two figures compare: `status` is `comparable`, `labelled` (compare, and say why with care) or `refused`.

    `reason` is an id of `definitions/comparability.yaml` or of `definitions/calibers.yaml`. A refused verdict is false.
    """

    status: str
    reason: str = ""
    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return self.status != "refused"


COMPUTED = "computed:"
"""How the ids of figures begin that no source gives and that are worked out here."""
STATUS = {"refuse": "refused", "label": "labelled"}


SHOWN: dict[str, Callable[[str, str], str]] = {"period": period, "part_year": period, "scope": coverage}
"""Reason -> how what differs is written in a language; as it is when left out."""


def because(reason: str, level: str = "", base: str = "") -> Verdict:
    """The verdict of a reason of comparability.yaml, with what the two figures have where they differ."""
    found = reasons()[reason]
    said = {}
    for language, text in (("zh", found.zh), ("en", found.en)):
        sides = {"level": level, "base": base}
        if reason in SHOWN:
            sides = {name: SHOWN[reason](value, language) for name, value in sides.items()}
        said[language] = text.format(**sides)
    return Verdict(STATUS[found.action], reason, said["zh"], said["en"])


def verdict(level: pd.Series | Row, base: pd.Series | Row) -> Verdict:
    """Whether two observations may be compared, and why not.

    Takes rows of the observation table (the later figure first). The reasons are looked for in this order: target,
    indicator, measure, unit, period, scope, a base that is not positive, breaks of the register, statuses, tiny base.
    """
    level, base = dict(level), dict(base)
    found = difference(level, base)
    if found is not None:
        return found
    said = judge(pd.DataFrame([_pair(level, base)])).iloc[0]
    return Verdict(said["status"], said["reason"], said["reason_zh"], said["reason_en"])


def difference(level: Row, base: Row) -> Verdict | None:
    """The refusal of two observations that are not of one series and one part of the year; None when they are."""
    for reason, differs, shown in _differences(level, base):
        if differs:
            return because(reason, shown and level[shown], shown and base[shown])
    return None


def _differences(level: Row, base: Row) -> Iterator[tuple[str, bool, str]]:
    names = {row["indicator"] or row["label"] for row in (level, base)}
    units = {same_unit(row["indicator"], row["unit_measure"]) for row in (level, base)}
    yield "target", level["is_target"] != base["is_target"], ""
    yield "indicator", len(names) > 1, ""
    yield "measure", level["measure"] != base["measure"], ""
    yield "unit", len(units) > 1, "unit_measure"
    yield "period", level["part"] != base["part"] if "part" in level else not _same_part(level, base), "time_period"
    differs = level["scope"] != base["scope"]
    yield "scope_of_level", differs and not base["scope"], ""
    yield "scope", differs, "scope"


def _same_part(level: Row, base: Row) -> bool:
    from ipstats.model.periods import Period

    return Period.parse(level["time_period"]).comparable(Period.parse(base["time_period"]))


def _pair(level: Row, base: Row) -> dict[str, Any]:
    names = {"obs_value": "", "obs_lower": "_lower", "obs_upper": "_upper", "obs_status": "_status", "obs_id": "_id"}
    pair = {name: level[name] for name in ("ref_area", "indicator", "label", "measure", "unit_measure", "period_end")}
    pair |= {"level_source": level["source_id"], "base_source": base["source_id"]}
    pair |= {f"level{suffix}": level[name] for name, suffix in names.items()}
    return pair | {f"base{suffix}": base[name] for name, suffix in names.items()} | {"base_end": base["period_end"]}


def same_unit(indicator: str, unit: str) -> str:
    """The indicator's own unit where the catalogue knows `unit` as another word for it (项, 件), else the unit."""
    known = indicators().get(indicator)
    return known.unit if known and unit in known.units else unit


def judge(pairs: pd.DataFrame) -> pd.DataFrame:
    """`status`, `reason`, `reason_zh`, `reason_en` of pairs of the same series at two times (`analysis.pairs`).

    A refusal takes the place of every label; labels are said together, the first one's id being the reason.
    """
    out = pd.DataFrame({"status": "comparable", "reason": "", "reason_zh": "", "reason_en": ""}, index=pairs.index)
    counts = (pairs["measure"] == "level") & ~is_rate(pairs)
    for caliber in sorted(calibers().values(), key=lambda one: one.action == "refuse"):
        found = Verdict(STATUS[caliber.action], caliber.id, caliber.reason_zh, caliber.reason_en)
        _say(out, _across(pairs, caliber), found)
    named = pairs["indicator"] + " " + pairs["label"]
    priced = (pairs["unit_measure"] == "元") & named.str.contains("|".join(AT_CONSTANT_PRICES))
    _say(out, priced, because(CURRENT_PRICES))
    for label, statuses in LABELS.items():
        _say(out, pairs["level_status"].isin(statuses) | pairs["base_status"].isin(statuses), because(label))
    cases = counts & ~pairs["unit_measure"].str.contains("/")
    _say(out, cases & (pairs["base"] < TINY), because("tiny_base"))
    _say(out, counts & (pairs["base"] <= 0), because("not_positive"))
    _say(out, pairs["base"].isna(), because("no_base"))
    _say(out, pairs["level"].isna(), because("no_level"))
    return out


def is_rate(pairs: pd.DataFrame) -> pd.Series:
    """Which rows are shares or rates in per cent, whose difference is in 百分点 and not a rate of growth."""
    return (pairs["measure"] == "share") | pairs["unit_measure"].isin(("%", "‰", "百分点"))


def _across(pairs: pd.DataFrame, caliber: Caliber) -> pd.Series:
    """Which pairs have the break of a caliber between them; figures worked out here stand on one basis with those that
    they are set beside (`with_densities`)."""
    days = [pd.Timestamp(caliber.last_before), pd.Timestamp(caliber.first_after)]
    across = pairs["indicator"].isin(caliber.indicators)
    across &= (pairs["base_end"] <= days[0]) & (pairs["period_end"] >= days[1])
    if caliber.continuous:
        worked_out = pairs["level_id"].str.startswith(COMPUTED) | pairs["base_id"].str.startswith(COMPUTED)
        across &= (pairs["level_source"] != pairs["base_source"]) & ~worked_out
    if caliber.areas and across.any():
        codes = pairs.loc[across, "ref_area"].unique()
        across &= pairs["ref_area"].isin([code for code in codes if caliber.concerns(caliber.indicators[0], code)])
    return across


def _say(out: pd.DataFrame, where: pd.Series, found: Verdict) -> None:
    """Write a verdict into rows: a refusal or first label replaces what is there, a further label is appended."""
    if not where.any():
        return
    alone = where if not found else where & (out["status"] == "comparable")
    after = where & ~alone & (out["status"] == "labelled")
    out.loc[alone, ["status", "reason", "reason_zh", "reason_en"]] = [found.status, found.reason, found.zh, found.en]
    for name, stop, mark, said in (("reason_zh", "。", "；", found.zh), ("reason_en", ".", "; ", found.en)):
        out.loc[after, name] = out.loc[after, name].str.removesuffix(stop) + mark + said
