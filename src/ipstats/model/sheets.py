"""CSV that people open in Excel: a text that a spreadsheet would take for a formula has an apostrophe before it.

`unguarded` takes it off again, so what is read back is what was written. Parquet, JSON and SDMX-CSV hold texts as they
are. The rule is OWASP's (CSV injection): texts that begin with = + - @, a tab or a carriage return.
"""

import pandas as pd

AS_PRINTED = ("bound", "printed", "obs_text")
"""Columns of numbers and signs, never free text."""
_FORMULA = r"'*[=+\-@\t\r]"
_NUMBER = r"[+-][0-9.,]+ ?%?"


def _texts(table: pd.DataFrame) -> list[str]:
    kinds = {name: str(dtype) for name, dtype in table.dtypes.items()}
    return [name for name, kind in kinds.items() if kind in ("str", "string", "object") and name not in AS_PRINTED]


def guarded(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before what would be a formula; numbers written as text stay as they are.

    >>> guarded(pd.DataFrame({"label": ["=1+1", "专利", "-5.6"], "printed": ["-5.6", "12", "3"]})).values.tolist()
    [["'=1+1", '-5.6'], ['专利', '12'], ['-5.6', '3']]
    """
    made = table.copy(deep=False)
    for name in _texts(table):
        text = table[name].astype("str")
        wrong = text.str.match(_FORMULA, na=False) & ~text.str.fullmatch(_NUMBER, na=False)
        if wrong.any():
            made[name] = table[name].where(~wrong, "'" + text)
    return made


def unguarded(table: pd.DataFrame) -> pd.DataFrame:
    """What `guarded` was given."""
    made = table.copy(deep=False)
    for name in _texts(table):
        made[name] = table[name].str.replace(f"^'({_FORMULA})", r"\1", regex=True)
    return made
