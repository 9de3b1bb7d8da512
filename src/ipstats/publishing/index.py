"""`reports/index.html`: one page without scripts or network, in Chinese with English, failures first, then by area.

It carries the Chinese characters it uses, for machines that have no Chinese face.
"""

from html import escape
from importlib.resources import files
from itertools import groupby
from urllib.parse import quote

from ipstats.errors import IpstatsError
from ipstats.messages import said
from ipstats.model.areas import area
from ipstats.publishing.appendix import IpstatsHooks
from nbappendix.fonts import SANS
from nbappendix.subsets import embedded

ORDER = ("html", "pdf", "docx", "xlsx", "ipynb")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}

COLUMNS = {"年份": "Year", "报告": "Report", "中文": "Chinese", "英文": "English"}
STAFF = {"年份": "Year", "报告": "Report", "语言": "Language", "文件": "File", "生成": "Made", "矛盾": "Findings"}
STAFF |= {"用时": "Seconds"}


def page(manifest: dict) -> str:
    """The index of a manifest as one HTML page: each report once, with its languages and formats."""
    by_area = groupby(sorted(manifest["reports"], key=_order), key=lambda one: one["parameters"].get("area", ""))
    sections, links, count = [], [], 0
    for code, group in by_area:
        reports = [list(alike) for _, alike in groupby(group, key=_without_language)]
        count += len(reports)
        links.append(f'<a href="#area-{escape(code)}">{escape(_names(code)[0])}</a>')
        books = [book for book in manifest.get("books", []) if book["path"].partition("/")[0] == code]
        sections.append(_section(code, "".join([*map(_row, reports), *map(_volume, books)])))
    volumes = "".join(_volume(book) for book in manifest.get("books", []) if "/" not in book["path"])
    empty = "<p>还没有报告。 <span class='en'>No reports yet.</span></p>"
    body = (
        '<h1>报告目录 <span class="en" lang="en">Reports</span></h1>\n'
        f"{_summary(manifest, count)}"
        f"{_sources(manifest['sources'])}{_failures(manifest['failures'])}{_held(manifest['held'])}"
        f'<nav aria-label="地区 Areas">{"".join(links) if len(links) > 1 else ""}</nav>\n'
        f"{_table(COLUMNS, volumes) if volumes else ''}{''.join(sections) or empty}{_staff(manifest)}"
    )
    return frame("报告目录 Reports", body)


def frame(title: str, body: str) -> str:
    """A whole page of ours: no scripts, no network, the typeface with the characters it needs."""
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{_face(body)}{_sheet()}</style></head><body>\n<main>\n"
        f"{body}</main></body></html>\n"
    )


def _sheet() -> str:
    return (files("ipstats.publishing") / "index.css").read_text("utf-8")


def _face(body: str) -> str:
    """The shipped face with the characters of the page; nothing when the face is missing, as browsers have others."""
    try:
        source = embedded({c for c in body if not c.isascii()})
    except (OSError, ImportError):
        return ""
    return f'@font-face {{ font-family: "{SANS}"; src: {source} }}'


def _order(one: dict) -> tuple:
    given = one["parameters"]
    when = -int(given.get("year") or 0)
    return given.get("area", ""), when, _without_language(one), _language(one) != "zh"


def _without_language(one: dict) -> tuple:
    """What the languages of one report have in common."""
    return one["notebook"], sorted(
        (name, str(value)) for name, value in one["parameters"].items() if name != "language"
    )


def _language(one: dict) -> str:
    return "en" if one["parameters"].get("language") == "en" else "zh"


def _names(code: str) -> tuple[str, str]:
    """Chinese and English name of an area."""
    try:
        found = area(code)
        return found.name, found.name_en
    except IpstatsError:
        return code or "不分地区", "" if code else "any area"


def _summary(manifest: dict, made: int) -> str:
    failed = len(manifest["failures"])
    zh, en = (f"，{failed} 份未能生成", f", {failed} failed") if failed else ("", "")
    return (
        f'<p class="soft">{made} 份报告{zh}；更新于 {_day(manifest["written"])}。'
        f'<span lang="en"> {made} reports{en}.</span></p>\n'
    )


def _day(iso: str) -> str:
    return escape(iso[:10])


def _time(iso: str) -> str:
    """2026-11-22T18:40:57+08:00 as 2026-11-22 18:40 UTC+08:00."""
    zone = iso[19:]
    return escape(f"{iso[:16].replace('T', ' ')} UTC{'' if zone in ('', '+00:00') else zone}")


def _sources(sources: list[dict]) -> str:
    """The sources that cannot be read, before everything else."""
    if not sources:
        return ""
    items = [(one["file"], one["reason"]) for one in sources]
    todo = "<p>改好后运行：<code>ipstats report</code></p>"
    return _notice("未能读取的来源", "Sources that cannot be read", _reasons(items), todo)


def _held(held: list[dict]) -> str:
    """Reports that were not made from what is at hand; the last good ones are listed as they are."""
    if not held:
        return ""
    return _notice("暂缓更新", "Held back", _reasons([(one["report"], one["reason"]) for one in held]))


def _reasons(items: list[tuple[str, str]]) -> str:
    return "".join(f"<li><strong>{escape(name)}</strong><br>{escape(said(reason))}</li>" for name, reason in items)


def _notice(zh: str, en: str, items: str, todo: str = "") -> str:
    """A section that stands before the reports: what went wrong, item by item, and what to do."""
    heading = f'<h2>{zh} <span class="en" lang="en">{en}</span></h2>'
    return f'<section class="failures">{heading}<ul>{items}</ul>{todo}</section>\n'


def _failures(failures: list[dict]) -> str:
    if not failures:
        return ""
    items = "".join(
        f"<li><strong>{escape(one['report'])}</strong> <span class='soft'>{_time(one['at'])}</span><br>"
        f"{escape(said(one['reason']))}"
        + (f"<br><code>{escape(one['cell'])}</code>" if one["cell"] else "")
        + f'<br><a href="{quote(one["kept"])}.traceback.txt">错误详情 traceback</a>'
        f' · <a href="{quote(one["kept"])}.ipynb">笔记本 notebook</a> · <a href="{quote(one["kept"])}.log">日志 log</a>'
        + (f" · 上次成功 last good {_time(one['last_good'])}" if one["last_good"] else "")
        + "</li>"
        for one in failures
    )
    return _notice("未能生成", "Failed", items, "<p>重试：<code>ipstats report --failed</code></p>")


def _heads(columns: dict[str, str]) -> str:
    return "".join(f'<th scope="col">{zh} <span class="en" lang="en">{en}</span></th>' for zh, en in columns.items())


def _table(columns: dict[str, str], rows: str) -> str:
    head = f"<thead><tr>{_heads(columns)}</tr></thead>"
    kind = "listing" if columns is COLUMNS else "staff"
    return f'<div class="scroll"><table class="{kind}">{head}<tbody>{rows}</tbody></table></div>'


def _section(code: str, rows: str) -> str:
    chinese, english = _names(code)
    return (
        f'<section><h2 id="area-{escape(code)}">{escape(chinese)}'
        f'<span class="en" lang="en">{escape(english)}</span></h2>{_table(COLUMNS, rows)}</section>\n'
    )


def _volume(book: dict) -> str:
    """The row of a volume that reports are bound into."""
    link = f'<a href="{quote(book["path"])}">'
    shown = [f"{link}PDF</a>" if f".{language}." in book["path"] else "" for language in LANGUAGE_NAMES]
    return _cells(
        "", f'{link}{escape(book["title"])}</a> <span class="soft">合订本 <span lang="en">bound</span></span>', shown
    )


def _cells(year: object, report: str, shown: list[str]) -> str:
    return f"<tr><td>{escape(str(year))}</td><td>{report}</td>{''.join(f'<td>{one}</td>' for one in shown)}</tr>"


def _staff(manifest: dict) -> str:
    """What those who make the reports look for: notebooks, times, findings."""
    reports = sorted(manifest["reports"], key=_order)
    if not reports:
        return ""
    told = f'<p class="soft">ipstats {escape(manifest["package"])} · {_time(manifest["written"])}</p>'
    heading = '<summary>编制信息 <span class="en" lang="en">For those who make the reports</span></summary>'
    return f"<details>{heading}{told}{_table(STAFF, ''.join(map(_staff_row, reports)))}</details>\n"


def _staff_row(one: dict) -> str:
    given = one["parameters"]
    notebook = one["files"].get("ipynb", {}).get("path", "")
    link = f'<a href="{quote(notebook)}">笔记本</a>' if notebook else ""
    return (
        f'<tr><td class="w">{escape(str(given.get("year") or ""))}</td>'
        f"<td>{escape(_names(given.get('area', ''))[0])} {escape(one.get('title') or one['notebook'])}</td>"
        f'<td>{LANGUAGE_NAMES.get(given.get("language", ""), "")}</td><td class="w">{link}</td>'
        f'<td class="w">{_time(one["made"]) if one["made"] else ""}</td>'
        f'<td class="n">{escape(str(one.get("findings", "")))}{_within(one)}</td>'
        f'<td class="n">{one["seconds"]:.1f}</td></tr>'
    )


def _within(one: dict) -> str:
    """How many findings there are about areas within it, where there are any."""
    count = one.get("findings_within")
    return f'<br><span class="soft">所辖 <span lang="en">within</span> {count}</span>' if count else ""


def _row(languages: list[dict]) -> str:
    """The row of a report: its title in each language, then its formats."""
    links: dict[str, list[str]] = {language: [] for language in LANGUAGE_NAMES}
    titles: list[str] = []
    for one in languages:
        files, soft = one["files"], ' class="soft"' if titles else ""
        first = next(e for e in ORDER if e in files)
        title = escape(one.get("title") or one["notebook"])
        titles.append(f'<a{soft} href="{quote(files[first]["path"])}" lang="{_language(one)}">{title}</a>{_own(one)}')
        links[_language(one)] += [
            f'<a href="{quote(files[e]["path"])}">{e.upper()}</a>' for e in ORDER[:-1] if e in files
        ]
    shown = [" · ".join(found) for found in links.values()]
    return _cells(languages[0]["parameters"].get("year") or "", "<br>".join(titles), shown)


def _own(one: dict) -> str:
    """The parameters that only this report has."""
    named = IpstatsHooks().parameters(one.get("own", {}), one["parameters"].get("language", "zh"))
    told = "；".join(f"{name}：{value}" for name, value in named)
    return f'<br><span class="soft">{escape(told)}</span>' if told else ""
