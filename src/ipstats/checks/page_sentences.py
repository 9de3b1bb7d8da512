"""The sentence of a mistake of a whole page: its rows and labels, the page, and the other reading if there is one."""

import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.registry import words
from ipstats.checks.sentences import in_words, what_of
from ipstats.model.naming import period

ROWS_SHOWN = 40


def page_of(claims: Claims, row: int, language: str) -> str:
    """The page a figure is on: document, page or table, and period."""
    number, time = claims.column("page")[row], period(claims.column("time_period")[row], language)
    form = words("pages", "page" if pd.isna(number) else "numbered", language)
    return form.format(source=claims.column("source_id")[row], number="" if pd.isna(number) else int(number), time=time)


def page_sentence(claims: Claims, lines: pd.DataFrame, language: str) -> str:
    """The sentence of the lines of one mistake that concerns several rows, "" for others."""
    rows = lines.drop_duplicates("row")
    number = len(set(claims.column("area")[rows["row"]]))
    form = _form(lines, str(rows["cause"].iat[0]), str(rows["check"].iat[0]))
    if not form or (number < 2 and form != "doubled"):
        return ""
    row = int(rows["row"].to_numpy()[0])
    names = dict.fromkeys(what_of(claims, one, language) for one in rows["row"])
    told = {
        "page": page_of(claims, row, language), "what": words("joints", "indicators", language).join(names),
        "number": number, "size": _size(claims, row), "unit": claims.column("unit_measure")[row],
        "name": in_words(claims.column("ref_area_name")[row], language),
        "label": in_words(rows["suspect_label"].iat[0], language),
    }  # fmt: skip
    if form == "relabelled":
        other = _other_reading(claims, lines, row, language)
        told |= {"pairs": _pairs(claims, rows, language), "other": other}
    return words("pages", form, language).format(**told)


def _form(lines: pd.DataFrame, cause: str, check: str) -> str:
    """Which sentence tells a mistake that moved, copied or named several figures together; "" for another one."""
    if cause == "label_shift":
        return "doubled" if (lines["check"] == "doubled_row").any() else "relabelled"
    if cause == "wrong_unit":
        return "wrong_unit"
    return "copied" if cause == "year_slip" and check == "copied_column" else ""


def _size(claims: Claims, row: int) -> int:
    """How many areas the column of a figure has."""
    column = claims.alike(["edition", "what", "measure", "moment"])
    return len(set(claims.column("area")[column == column[row]]))


def _pairs(claims: Claims, rows: pd.DataFrame, language: str) -> str:
    """Printed labels and those that fit: 山东→北京."""
    names = claims.column("ref_area_name")[rows["row"]]
    labels = rows["suspect_label"].str.split(";")
    pairs = dict.fromkeys(
        f"{in_words(name, language)}→{'/'.join(in_words(one, language) for one in several)}"
        for name, several in zip(names, labels, strict=True)
    )
    shown = list(pairs)[:ROWS_SHOWN]
    more = "……" if len(pairs) > len(shown) else ""
    return words("joints", "labels", language).join(shown) + more


def _other_reading(claims: Claims, lines: pd.DataFrame, row: int, language: str) -> str:
    """The page that has the wrong labels if this one is right, where nothing tells which."""
    open_ones = lines["note"].str.contains("#")
    noted = lines.loc[open_ones, "note"]
    decided = (lines["check"] == "labels") & lines["tight"] & ~open_ones
    if noted.empty or decided.any():
        return ""
    edition = int(str(noted.iat[0]).rpartition("#")[2])
    table = claims.table
    there = table[(table["edition"] == edition) & (table["what"] == table["what"].iat[row])]
    if there.empty:
        return ""
    return words("pages", "other", language).format(page=page_of(claims, int(there.index[0]), language))
