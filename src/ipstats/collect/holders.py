"""Where the holder of a patent is: by a register that an office keeps, else by the region in the holder's name.

A name that names two places that do not lie in one another, or none, places nobody: no guess is made.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipstats.errors import DefinitionError, ParameterError, TableError
from ipstats.model.areas import ancestors
from ipstats.model.areas import area as find_area
from ipstats.model.definitions import FOLDER, normalise, read_yaml

FILE = FOLDER / "holders.yaml"
BRACKETS = re.compile(r"[（(]([^（）()]+)[)）]")
FULL = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|自治州)")
LEVELS = ("province", "prefecture", "special", "corps")
LONGEST = 11
"""So many characters the longest name of a prefecture has."""


@dataclass(frozen=True, slots=True)
class HolderAreas:
    """The codes that the holders of a thing are in, how many of them could not be placed, and whether any was placed
    by its name alone."""

    codes: frozenset[str]
    unplaced: int = 0
    by_name: bool = False


def place(holders: list[str], register: Mapping[str, str]) -> HolderAreas:
    """Where the holders of one patent are; `register` gives the code of a holder by its normalised name."""
    codes, unplaced, by_name = set(), 0, False
    for holder in holders:
        code = register.get(normalise(holder)) or at(holder)
        by_name |= bool(code) and normalise(holder) not in register
        unplaced += not code
        codes |= {code} - {""}
    return HolderAreas(frozenset(codes), unplaced, by_name)


@cache
def at(holder: str) -> str:
    """The code of the area that a holder's name tells, empty when it tells none or several.

    >>> at("江苏恒瑞医药股份有限公司"), at("哈尔滨工业大学（深圳）"), at("中国石油大学")
    ('320000', '', '')
    """
    name = holder.strip()
    said = read_yaml(FILE)
    for beginning, place_ in said["at"]["names"].items():
        if name.startswith(beginning):
            return find_area(place_).code
    if name.startswith(tuple(said["not_places"]["names"])):
        return ""
    branches = re.findall(f"([\u4e00-\u9fff]{{2,8}}?)(?:{'|'.join(said['branches']['names'])})", name)
    inner = [*(_whole(part) for part in BRACKETS.findall(name)), *map(_ending, [*FULL.findall(name), *branches])]
    found = {_leading(name), *inner} - {""}
    deepest = [code for code in found if all(other in ancestors(code) for other in found)]
    return deepest[0] if deepest else ""


def _leading(name: str) -> str:
    """The area with the longest name that a holder's name begins with."""
    return next((code for end in range(min(LONGEST, len(name)), 1, -1) if (code := _whole(name[:end]))), "")


def _ending(name: str) -> str:
    """The longest place that words end with (国网江苏省, 北京大学深圳 before 研究生院)."""
    return next((code for start in range(len(name) - 1) if (code := _whole(name[start:]))), "")


def _whole(text: str) -> str:
    try:
        found = find_area(text)
    except ParameterError:
        return ""
    return found.code if found.level in LEVELS else ""


def read_register(path: Path) -> dict[str, str]:
    """The register of holders: a YAML file of `holder: area`, as codes by normalised name."""
    try:
        return {normalise(str(name)): find_area(str(place_)).code for name, place_ in read_yaml(path).items()}
    except (DefinitionError, ParameterError) as error:
        raise TableError(f"{path}: {error}; expected lines `权利人: 地区`, as 华为技术有限公司: 深圳市") from error
