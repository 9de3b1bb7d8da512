"""The command line: every command is one call of a public verb.

Exit status: 0 done, 1 the figures contradict each other, 2 bad input, 3 some reports failed and the rest are done.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from ipstats import messages, terminal
from ipstats.errors import IpstatsError, ParameterError

UsageError: Any = typer.BadParameter.__base__
"""What a command line that cannot be read raises; typer does not name it itself."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Figures of Chinese intellectual-property reports: read, checked, compared, published  "
    "知识产权统计报告中的数字：读取、核对、比较、发布",
)
schedule = typer.Typer(no_args_is_help=True, help="Keep reports up to date  定时运行")
app.add_typer(schedule, name="schedule")


def _year(text: str) -> int:
    """A year as a person types it: 2023, ２０２３, 二〇二三年."""
    from ipstats.model.numerals import parse_number

    try:
        number = parse_number(text.strip().removesuffix("年")).value
        if number == int(number):
            return int(number)
    except ValueError:
        pass
    raise ParameterError(f"year {text!r} cannot be read; expected a year such as 2023")


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a script.")]
Notebooks = Annotated[
    list[str] | None, typer.Argument(metavar="NOTEBOOK", help="Notebooks, by name; the declared ones if none.")
]
Areas = Annotated[
    list[str] | None, typer.Option("--area", metavar="AREA", help="An area's name or code; may be repeated.")
]
Years = Annotated[
    list[int] | None, typer.Option("--year", parser=_year, metavar="YEAR", help="A report year; may be repeated.")
]
BaseYear = Annotated[
    int | None, typer.Option(parser=_year, metavar="YEAR", help="The year compared with; the year before if none.")
]
Languages = Annotated[
    list[str] | None, typer.Option("--language", metavar="zh|en", help="A language of the reports; may be repeated.")
]
Parameters = Annotated[
    list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="A parameter of the notebook; may be repeated.")
]
Jobs = Annotated[int, typer.Option(metavar="N", help="Reports run at once; 0 for all cores.")]
To = Annotated[str | None, typer.Option("--to", metavar="FORMATS", help="Formats, by commas: html,pdf,docx,xlsx.")]
Spoken = Annotated[
    str, typer.Option("--language", metavar="zh|en", help="The language of what is said; that of LANG if none.")
]
AcceptChanges = Annotated[
    bool, typer.Option("--accept-changes", help="The figures that a new reader reads otherwise have been seen.")
]


def main() -> None:
    """Run the command line; our own errors and a user's slips are one line on stderr and an exit status."""
    terminal.speak_utf8()
    try:
        sys.exit(terminal.command(app)(standalone_mode=False))
    except UsageError as error:
        told = error.format_message()
        where = f"; see `{error.ctx.command_path} --help`" if error.ctx else ""
        messages.say(told if "\n" in told else f"ipstats: {told.rstrip('.')}{where}", aside=True)  # help has lines
        sys.exit(2)
    except IpstatsError as error:
        print(f"ipstats: {error!s}", file=sys.stderr)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        messages.say(f"ipstats: {error.filename or ''}: {error.strerror or error}", aside=True)
        sys.exit(2)


@app.command()
def read(
    documents: Annotated[
        list[Path], typer.Argument(metavar="DOCUMENT", help="Documents: .md .txt .html .docx .pdf .xlsx .xls .csv")
    ],
    published: Annotated[
        str, typer.Option(metavar="DATE", help="Date of publication, YYYY-MM-DD: what 今年 and 上年 refer to.")
    ] = "",
    area: Annotated[
        str, typer.Option(metavar="AREA", help="The area the document speaks of, when it does not name one.")
    ] = "",
    year: Annotated[
        int | None, typer.Option(parser=_year, metavar="YEAR", help="The year it reports on, when it does not say.")
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write the table: .csv, .parquet, .jsonl or .xlsx; - for CSV on stdout.",
        ),
    ] = "",
    html: Annotated[
        Path | None, typer.Option(metavar="VIEW.html", help="Write a page of the text with each figure highlighted.")
    ] = None,
    jobs: Annotated[int, typer.Option(metavar="N", help="Processes for many documents; 0 for all cores.")] = 0,
    quiet: Quiet = False,
) -> None:
    """Read the figures of any document  读取文件中的数字"""
    from ipstats.collect import commands

    own = {}
    if html:
        from ipstats.publishing.view import view

        own = {"view": view}
    commands.read(
        documents, published=published, area=area, year=year, output=output, html=html, jobs=jobs, quiet=quiet, **own
    )


@app.command()
def recipe(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: .csv or .xlsx.")],
    area: Annotated[str, typer.Option(metavar="AREA", help="The area it speaks of, when it does not name one.")] = "",
    year: Annotated[
        int | None, typer.Option(parser=_year, metavar="YEAR", help="The year it reports on, when it does not say.")
    ] = None,
    sheet: Annotated[str, typer.Option(metavar="NAME", help="The sheet of a workbook.")] = "",
) -> None:
    """Draft how a table is read, for its sidecar  拟定表格的读法"""
    from ipstats.collect.drafts import draft

    print(draft(file, area=area, year=year, sheet=sheet), end="")


@app.command()
def why(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A document: .md .txt .html .docx .pdf")],
    at: Annotated[str, typer.Option("--at", metavar="TEXT", help="A piece of its text with the figure, e.g. 312家.")],
    published: Annotated[str, typer.Option(metavar="DATE", help="As for `ipstats read`.")] = "",
    area: Annotated[str, typer.Option(metavar="AREA", help="As for `ipstats read`.")] = "",
    year: Annotated[int | None, typer.Option(parser=_year, metavar="YEAR", help="As for `ipstats read`.")] = None,
) -> None:
    """Say what decided a figure: its words, its clause, and every rule that answered  说明某个数为何这样读"""
    from ipstats.collect import commands

    commands.why(document, at=at, published=published, area=area, year=year)


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="Even when nothing has changed.")] = False,
    quiet_when_fresh: Annotated[
        bool, typer.Option("--quiet-when-fresh", help="Say nothing when nothing has changed.")
    ] = False,
    accept_changes: AcceptChanges = False,
    quiet: Quiet = False,
) -> None:
    """Make data/processed from data/raw  由原始资料生成数据表

    Exit status 3 when a source could not be read and the others were.
    """
    from ipstats.publishing import upgrade

    if upgrade.build(force=force, quiet=quiet, quiet_when_fresh=quiet_when_fresh, accept_changes=accept_changes):
        raise typer.Exit(3)


@app.command()
def review(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, or the id of a source in data/raw.")],
    xlsx: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a workbook to decide in.")] = None,
    back: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Take a workbook's decisions.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page to decide in, by keyboard.")] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides; the user's name if none.")] = "",
    area: Annotated[str, typer.Option(metavar="AREA", help="The area, when the document does not name one.")] = "",
    published: Annotated[str, typer.Option(metavar="DATE", help="Date of publication, YYYY-MM-DD.")] = "",
    language: Spoken = "",
) -> None:
    """Decide about the figures that want a look  逐组核定待核数字"""
    from ipstats.look import run

    language = messages.spoken(language)
    run(source, xlsx=xlsx, back=back, html=html, language=language, by=by, area=area, published=published)


@app.command()
def check(
    tables: Annotated[
        list[Path] | None, typer.Argument(metavar="TABLE", help="CSV or Parquet tables; the processed one if none.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write the findings: .csv or .parquet, and a page .html beside it."
        ),
    ] = None,
    accept: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Findings that a person has judged, with reasons; the project's own for its own table."
        ),
    ] = None,
    area: Annotated[
        str | None, typer.Option(metavar="AREA", help="Only findings on figures of this area and those within it.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="DOCUMENT", help="Only findings on figures of this document.")
    ] = None,
    language: Spoken = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check the figures against each other  核对数字

    Exit status 1 when something contradicts.
    """
    from ipstats.checks import commands
    from ipstats.display.findings_page import embedded, write

    if accept is None and not tables:
        accept = _accepted()
    status = commands.check(
        tables or [], output=output, accept=accept, as_json=as_json, quiet=quiet, language=messages.spoken(language),
        area=area, source=source, page=partial(write, face=embedded),
    )  # fmt: skip
    raise typer.Exit(status)


def _accepted() -> Path | None:
    """The project's accepted findings, which its reports use too (`accepted` in notebooks/reports.yaml)."""
    from ipstats import project
    from ipstats.publishing.settings import settings

    path = project.root() / settings(project.notebooks()).accepted
    return path if path.is_file() else None


@app.command()
def report(
    notebooks: Notebooks = None,
    area: Areas = None,
    year: Years = None,
    base_year: BaseYear = None,
    language: Languages = None,
    parameter: Parameters = None,
    every: Annotated[bool, typer.Option("--all", help="Every notebook.")] = False,
    to: To = None,
    book: Annotated[bool, typer.Option("--book", help="Bind the reports into one PDF as well.")] = False,
    jobs: Jobs = 1,
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler to run on.")] = None,
    engine: Annotated[str, typer.Option(metavar="fork|papermill", help="What runs the notebooks.")] = "fork",
    force: Annotated[bool, typer.Option("--force", help="Even what is up to date.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that failed last time.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each stale report is stale.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would run, and stop.")] = False,
    final: Annotated[bool, typer.Option("--final", help="Leave the draft mark off.")] = False,
    deliver: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Put what has changed into a folder of DIR, with a list.")
    ] = None,
    accept_changes: AcceptChanges = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run notebooks into reports  生成报告

    What is up to date is left alone; exit status 3 when some failed.
    """
    from ipstats.publishing import report as make

    outcomes = make(
        notebooks or None, areas=area, years=year, base_year=base_year, language=language,
        parameters=_assignments(parameter), all=every, to=_formats(to), book=book, jobs=jobs, cluster=cluster,
        engine=engine, force=force, failed=failed, explain=explain, dry_run=dry_run, final=final,
        quiet=quiet or as_json, accept_changes=accept_changes, deliver=deliver,
    )  # fmt: skip
    if as_json:
        print(json.dumps([outcome.as_dict() for outcome in outcomes], ensure_ascii=False, indent=1))
    if any(outcome.failed for outcome in outcomes):
        raise typer.Exit(3)


@app.command()
def export(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK.ipynb", help="An executed notebook.")],
    to: Annotated[
        list[str], typer.Option(metavar="FORMATS", help="Formats, by commas: pdf,html,docx,xlsx,csv,sdmx-csv.")
    ] = ["pdf"],  # noqa: B006
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="A file, or a folder for several.")
    ] = None,
    fonts: Annotated[
        str, typer.Option(metavar="FONTS", help="house (shipped), installed (仿宋, 黑体), or a folder.")
    ] = "house",
    final: Annotated[bool, typer.Option("--final", help="Leave the draft mark off.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Make it again and compare, byte by byte.")] = False,
) -> None:
    """Export an executed notebook: PDF, HTML, XLSX, data  导出附件"""
    from ipstats.publishing.appendix import export as make

    for path in make(notebook, _formats(",".join(to)) or (), out=output, final=final, fonts=fonts, verify=verify):
        print(path)


@app.command()
def release(
    signed_by: Annotated[str, typer.Option(metavar="NAME", help="Who answers for the release.")],
    notebooks: Notebooks = None,
    area: Areas = None,
    year: Years = None,
    base_year: BaseYear = None,
    language: Languages = None,
    parameter: Parameters = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="A note on this edition.")] = "",
    despite: Annotated[
        str, typer.Option(metavar="REASON", help="Why it goes out although the checks found contradictions.")
    ] = "",
    jobs: Jobs = 1,
    quiet: Quiet = False,
) -> None:
    """Freeze reports as an edition  定稿发布"""
    from ipstats.publishing.releases import release as freeze

    for path in freeze(
        notebooks or None, area, year, base_year, language, _assignments(parameter), signed_by=signed_by, note=note,
        despite=despite, jobs=jobs, quiet=quiet,
    ):  # fmt: skip
        messages.say(f"released: {path}")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A release, a table, or a day: as known then.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later one.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the changes: .csv, .html or .parquet.")
    ] = None,
    language: Spoken = "",
    as_json: Json = False,
) -> None:
    """Which figures changed between two editions, and why  比较两版"""
    from ipstats.publishing.differences import diff as compare
    from ipstats.publishing.differences import write

    found = compare(before, after)
    if output:
        write(found, output, f"{before} → {after}")
    if as_json:
        print(found.to_json(orient="records", force_ascii=False, date_format="iso", indent=1))
        return
    print(*found[f"said_{messages.spoken(language)}"], sep="\n")
    messages.say(f"{f'{output}: ' if output else ''}{len(found)} figures changed", aside=True)


@app.command()
def verify(
    release_folder: Annotated[Path, typer.Argument(metavar="RELEASE", help="A folder below releases/.")],
    again: Annotated[bool, typer.Option("--again/--sums-only", help="Make the reports again and compare.")] = True,
) -> None:
    """Is a release whole, and made again alike  核验定稿

    Exit status 1 when it is not.
    """
    from ipstats.publishing.verifying import verify as examine

    verdict = examine(release_folder, again=again)
    for line in verdict.broken:
        messages.say(line)
    for line in verdict.differs:
        messages.say(f"{line}: made again, it differs")
    if not verdict.protected:
        messages.say("the folder is not write-protected", aside=True)
    made = f"not made again: {verdict.not_made}" if verdict.not_made else "made again alike"
    messages.say(f"whole by the checksums; {made}" if verdict.sound else "NOT as released")
    raise typer.Exit(0 if verdict.sound else 1)


@app.command()
def add(
    files_or_urls: Annotated[list[str], typer.Argument(metavar="FILE_OR_URL", help="Documents or tables.")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="Its title.")] = "",
    publisher: Annotated[str, typer.Option(metavar="TEXT", help="Who published it.")] = "",
    area: Annotated[str, typer.Option(metavar="AREA", help="The area it speaks of.")] = "",
    period: Annotated[str, typer.Option(metavar="PERIOD", help="The time it speaks of: 2022, 2022-01-01/P11M.")] = "",
    published: Annotated[str, typer.Option(metavar="DATE", help="Date of publication, YYYY-MM-DD.")] = "",
    url: Annotated[str, typer.Option(metavar="URL", help="Where it was published.")] = "",
    name: Annotated[str, typer.Option(metavar="NAME", help="File name to give it in data/raw.")] = "",
    local: Annotated[bool, typer.Option("--local", help="Let an address be one of this house (loopback, private).")] = (
        False
    ),
) -> None:
    """Take new documents into data/raw  添加原始资料"""
    from ipstats.collect.building import add as take

    about = {"title": title, "publisher": publisher, "area": area, "period": period, "published": published}
    paths: Any = take(files_or_urls, **about, url=url, name=name, local=local)
    print(*paths, sep="\n")
    others = " and the others" if len(paths) > 1 else ""
    messages.say(f"next: look over {paths[0].name}.source.yaml{others}, then `ipstats build`")


@app.command(context_settings={"ignore_unknown_options": True})
def lab(
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="ARGUMENT", help="What to pass to JupyterLab, such as --no-browser.")
    ] = None,
    language: Spoken = "",
) -> None:
    """JupyterLab on working copies of the notebooks  在 JupyterLab 中探索"""
    from ipstats.publishing.lab import run

    raise typer.Exit(run(language, arguments or []))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the project is to be.")],
    example: Annotated[bool, typer.Option("--example", help="With the shipped documents and tables.")] = False,
) -> None:
    """Lay out a new project  新建项目"""
    from ipstats.collect.starter import init as lay_out

    print(lay_out(folder, example=example))
    then = "`ipstats build`, `ipstats report`" if example else "`ipstats add FILE --area AREA`, `ipstats build`"
    messages.say(f"next: `cd {folder}`, then {then}; README.md tells more")


@app.command()
def doctor(
    menu: Annotated[bool, typer.Option("--menu", help="Install the items of JupyterLab's export menu.")] = False,
    quiet: Quiet = False,
) -> None:
    """Is this machine able to do all of it  检查运行环境"""
    from ipstats.doctor import examine

    if not examine(install_menu=menu, quiet=quiet):
        raise typer.Exit(2)


Cron = Annotated[str, typer.Option(metavar="CRON", help='Cron expression: "0 6 * * 1" is Mondays at six.')]
Zone = Annotated[str, typer.Option(metavar="ZONE", help="Time zone of the expression.")]
Arguments = Annotated[
    list[str] | None, typer.Argument(metavar="ARGUMENT", help="What to pass to `ipstats report`, after --.")
]


@schedule.command("run")
def schedule_run(cron: Cron, arguments: Arguments = None, timezone: Zone = "Asia/Shanghai") -> None:
    """Keep running here; missed runs are made up once  在前台定时运行，错过的补一次"""
    from ipstats.publishing.schedule import run

    run(cron, arguments or [], timezone=timezone)


@schedule.command("cron")
def schedule_cron(cron: Cron = "0 6 * * 1", arguments: Arguments = None, timezone: Zone = "Asia/Shanghai") -> None:
    """Print the crontab line for this project  打印 crontab 行"""
    from ipstats.publishing.schedule import cron_line

    print(cron_line(cron, arguments or [], timezone=timezone))


@schedule.command("systemd")
def schedule_systemd(cron: Cron = "0 6 * * 1", arguments: Arguments = None, timezone: Zone = "Asia/Shanghai") -> None:
    """Print the systemd service and timer for this project  打印 systemd 单元"""
    from ipstats.publishing.schedule import systemd_units

    print(systemd_units(cron, arguments or [], timezone=timezone))


def _formats(text: str | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else None


def _assignments(pairs: list[str] | None) -> dict[str, str]:
    """NAME=VALUE pairs; the notebook's own types decide later what a value is."""
    assigned = {}
    for pair in pairs or []:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ParameterError(f"-p {pair}: expected NAME=VALUE, as in -p top=10")
        assigned[name.strip()] = value
    return assigned
