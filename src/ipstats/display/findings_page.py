"""The findings as one HTML page: by document and page, one entry a mistake, every figure of it marked in its sentence.

The page runs no script and loads nothing; whatever the tables hold is escaped.
"""

from functools import partial
from html import escape
from pathlib import Path

import pandas as pd

from ipstats.checks.amounts import figure
from ipstats.checks.evidence import CONTRADICTS
from ipstats.checks.registry import words
from ipstats.checks.statements import REVIEW
from ipstats.display.quotes import around, names
from ipstats.errors import IpstatsError
from nbappendix.fonts import SANS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
STYLE = Path(__file__).with_name("findings.css")
FIGURES = 8
"""Figures of a mistake that are shown in their sentences."""
ROWS = 200
"""Further figures of one mistake that are listed."""


def embedded(characters: set[str]) -> str:
    """The source of a font face for some characters, the file inside: the `face` of `write`."""
    from nbappendix import subsets

    return subsets.embedded(characters)


def write(path: Path, found: pd.DataFrame, table: pd.DataFrame, language: str, face=None) -> None:
    """Write the page of the findings of `check` on a table; explanations must be in the language.

    `face` gives the source of a font face for a set of characters, for machines that have no Chinese one.
    """
    text = page(found, table, language)
    if face is not None:
        try:
            source = face({c for c in text if not c.isascii()})
            rule = f'@font-face {{ font-family: "{SANS}"; src: {source} }}\nbody {{ font-family: "{SANS}" }}\n'
            text = text.replace("</style>", f"{rule}</style>", 1)
        except (OSError, ImportError, IpstatsError):
            pass
    path.write_text(text, encoding="utf-8")


def page(found: pd.DataFrame, table: pd.DataFrame, language: str = "zh") -> str:
    """The page: contradictions by document and page and in their order, then what was tested."""
    said = partial(words, "page", language=language)
    wrong = found[found["verdict"] == CONTRADICTS]
    figures = table.set_index("obs_id", drop=False)
    leading = wrong[wrong["follows"] == ""]
    following = dict(iter(wrong[wrong["follows"] != ""].groupby("follows", sort=False)))
    parts = []
    for name, group in leading.groupby("page", sort=False):
        entries = "".join(_entry(line, following, figures, language) for line in group.to_dict("records"))
        parts.append(
            f"<section>\n<h2>{escape(str(name))} <small>{len(group)} {said('sum')}</small></h2>\n{entries}</section>\n"
        )
    look = found[found["cause"].isin(REVIEW)]
    if len(look):
        entries = "".join(_entry(line, {}, figures, language) for line in look.to_dict("records"))
        parts.append(f"<section>\n<h2>{said('look')}</h2>\n{entries}</section>\n")
    empty = f"<p>{said('none') if len(found) else said('nothing')}</p>"
    title = said("title")
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{title}</title>\n'
        f"<style>\n{STYLE.read_text('utf-8')}</style></head><body>\n<main>\n<h1>{title}</h1>\n"
        f"{''.join(parts) or empty}{_coverage(found.attrs.get('coverage', []), language)}</main></body></html>\n"
    )


def _entry(line: dict, following: dict, figures: pd.DataFrame, language: str) -> str:
    said = partial(words, "page", language=language)
    ids = line["observation_ids"].split(";")
    rest = following.get(ids[0])
    cause = words("causes", line["cause"], language).partition("，")[0].partition(":")[0] or said("unknown")
    accepted = f"<p>{said('accepted')}：{escape(line['accepted'])}</p>" if line["accepted"] else ""
    quotes = "".join(f"<li>{_quote(figures.loc[one], language)}</li>" for one in ids[:FIGURES] if one in figures.index)
    told = escape(line["explanation"])
    return (
        f'<article class="{escape(line["severity"])}">\n<h3>{escape(cause)}</h3>\n<p>{told}</p>\n'
        f"{accepted}<h4>{said('figures')}</h4>\n<ul>{quotes}</ul>\n{_rest(rest, figures, language)}</article>\n"
    )


def _quote(row: pd.Series, language: str) -> str:
    """A figure marked in its sentence, or in its row of a table, with its document and place."""
    before, after = _sentence(row)
    place = "，".join(filter(None, (row["source_id"], row["section"], row["cell"])))
    shown = row["obs_text"]
    if not (before or after):
        shown = _shown(row, language)
        before = f"{names(dict(row), language)}："
    return f"{escape(before)}<mark>{escape(shown)}</mark>{escape(after)} <cite>{escape(place)}</cite>"


def _sentence(row: pd.Series) -> tuple[str, str]:
    """What stands before and after a figure in its sentence, nothing where no project keeps the text."""
    try:
        return around(dict(row))
    except IpstatsError:
        return "", ""


def _shown(row: dict, language: str) -> str:
    """A figure with its unit and sign."""
    return figure(row["printed"], row["unit_measure"], row["obs_value"], language)


def _rest(rest: pd.DataFrame | None, figures: pd.DataFrame, language: str) -> str:
    """The other figures of a mistake as a table, each once."""
    if rest is None:
        return ""
    said = partial(words, "page", language=language)
    first = rest.assign(own=rest["observation_ids"].str.partition(";")[0]).drop_duplicates("own")
    rows = []
    for line in first.head(ROWS).to_dict("records"):
        row = dict(figures.loc[line["own"]])
        cells = (
            names(row, language),
            _shown(row, language),
            line["suspect_label"],
            line["explanation"],
        )
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    heads = "".join(f'<th scope="col">{said(one)}</th>' for one in ("name", "published", "label", "cause"))
    return (
        f"<details><summary>{said('more')} ({len(first)})</summary>\n<table><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{''.join(rows)}</tbody></table></details>\n"
    )


def _coverage(records: list[dict], language: str) -> str:
    """What was tested, by document."""
    if not records:
        return ""
    said = partial(words, "page", language=language)
    names = [name for name in records[-1] if words("families", name, language)]
    names = [name for name in names if records[-1][name]]
    of_names = [words("families", name, language) for name in names]
    heads = [said("document"), said("all"), said("tested"), *of_names, said("slip")]
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    rows = []
    for one in records:
        source = said("total") if one["source"] == "total" else one["source"]
        cells = (source, one["observations"], one["checked"], *(one[name] for name in names), one["slip_leading"])
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    return (
        f"<section>\n<h2>{said('coverage')}</h2>\n<table><thead><tr>{head}</tr></thead>\n"
        f"<tbody>{''.join(rows)}</tbody></table></section>\n"
    )
