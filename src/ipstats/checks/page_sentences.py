"""The sentence of a mistake of a whole page: its rows and labels, the page, and the other reading if there is one."""

import pandas as pd

from ipstats.checks.claims import Claims
from ipstats.checks.sentences import in_words, what_of
from ipstats.model.naming import period

ROWS_SHOWN = 40


def page_of(claims: Claims, row: int, language: str) -> str:
    """The page a figure is on: document, page or table, and period."""
    source, time = claims.column("source_id")[row], period(claims.column("time_period")[row], language)
    number = claims.column("page")[row]
    if language == "zh":
        return f"《{source}》" + (f"第{number}页" if not pd.isna(number) else "") + time
    return f"{source}" + (f", page {number}" if not pd.isna(number) else "") + f", {time}"


def page_sentence(claims: Claims, lines: pd.DataFrame, language: str) -> str:
    """The sentence of the lines of one mistake that concerns several rows, "" for others."""
    rows = lines.drop_duplicates("row")
    places = claims.column("area")[rows["row"]]
    cause, check = rows["cause"].iat[0], rows["check"].iat[0]
    doubled = (lines["check"] == "doubled_row").any()
    if len(set(places)) < 2 and not doubled:
        return ""
    if cause == "label_shift":
        return _doubled(claims, rows, language) if doubled else _relabelled(claims, rows, lines, language)
    if cause in ("year_slip", "wrong_unit") and (check == "copied_column" or cause == "wrong_unit"):
        return _column(claims, rows, language)
    return ""


def _what(claims: Claims, rows: pd.DataFrame, language: str) -> str:
    names = dict.fromkeys(what_of(claims, row, language) for row in rows["row"])
    return ("、" if language == "zh" else "; ").join(names)


def _size(claims: Claims, row: int) -> int:
    """How many areas the column of a figure has."""
    table = claims.table
    same = [(table[name] == table[name].iat[row]).to_numpy() for name in ("edition", "what", "measure", "moment")]
    column = same[0] & same[1] & same[2] & same[3]
    return int(table.loc[column, "area"].nunique())


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
    return ("、" if language == "zh" else ", ").join(shown) + more


def _relabelled(claims: Claims, rows: pd.DataFrame, lines: pd.DataFrame, language: str) -> str:
    row = int(rows["row"].to_numpy()[0])
    number, size = len(set(claims.column("area")[rows["row"]])), _size(claims, row)
    page, what, pairs = page_of(claims, row, language), _what(claims, rows, language), _pairs(claims, rows, language)
    other = _other_reading(claims, lines, row, language)
    if language == "zh":
        return (
            f"{page}“{what}”：{size}行中有{number}行的行名与数不符，换成箭头后的行名则这{number}行都相符：{pairs}"
            f"（所印行名→相符的行名）{other}。"
        )
    return (
        f"{page}, {what}: {number} of {size} rows do not fit their labels; this relabelling makes all {number} fit: "
        f"{pairs} (printed → fitting){other}."
    )


def _other_reading(claims: Claims, lines: pd.DataFrame, row: int, language: str) -> str:
    """The page that has the wrong labels if this one is right, where nothing tells which."""
    open_ones = lines["note"].str.contains("#", regex=False)
    noted = lines.loc[open_ones, "note"]
    decided = (lines["check"] == "labels") & lines["tight"] & ~open_ones
    if noted.empty or decided.any():
        return ""
    edition = int(str(noted.iat[0]).rpartition("#")[2])
    table = claims.table
    there = table[(table["edition"] == edition) & (table["what"] == table["what"].iat[row])]
    if there.empty:
        return ""
    page = page_of(claims, int(there.index[0]), language)
    if language == "zh":
        return f"；仅凭这两页不能断定错在哪一页，先查较晚的一页：若此页无误，则是{page}的行名按相反方向错位"
    return (
        f"; these two pages do not tell which is wrong, and the later is looked at first: if it is right, labels of "
        f"{page} are moved the other way round"
    )


def _doubled(claims: Claims, rows: pd.DataFrame, language: str) -> str:
    row = int(rows["row"].to_numpy()[0])
    name, label = claims.column("ref_area_name")[row], rows["suspect_label"].iat[0]
    page, what = page_of(claims, row, language), _what(claims, rows, language)
    if language == "zh":
        return f"{page}：{name}一行的各列（{what}）与{label}一行完全相同，应是把{label}的数重复印在了{name}一行。"
    name, label = in_words(name, "en"), in_words(label, "en")
    return f"{page}: the row of {name} prints in all its columns ({what}) what that of {label} prints."


def _column(claims: Claims, rows: pd.DataFrame, language: str) -> str:
    row = int(rows["row"].to_numpy()[0])
    number, size = len(set(claims.column("area")[rows["row"]])), _size(claims, row)
    page, what = page_of(claims, row, language), _what(claims, rows, language)
    if rows["cause"].iat[0] == "wrong_unit":
        unit = claims.column("unit_measure")[row]
        if language == "zh":
            return f"{page}“{what}”：{size}行中有{number}行的单位印作“{unit}”，该指标不用此单位。"
        return f"{page}, {what}: {number} of {size} rows are in {unit}, which the indicator is not counted in."
    before = in_words(rows["suspect_label"].iat[0], language)
    if language == "zh":
        return f"{page}“{what}”：{size}行中有{number}行与{before}的数逐位相同，应是整列未更新。"
    return f"{page}, {what}: {number} of {size} rows are those of {before} to the digit: the column was not updated."
