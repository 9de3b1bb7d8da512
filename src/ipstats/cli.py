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


def _given(metavar: str, *names: str, **more) -> Any:
    """An option with a value. What each option means stands in `definitions/help.yaml`, in both languages."""
    return typer.Option(*names, metavar=metavar, **more)


Words = Annotated[str, _given("TEXT")]
Name = Annotated[str, _given("NAME")]
Place = Annotated[str, _given("AREA")]
Day = Annotated[str, _given("DATE")]
Year = Annotated[int | None, _given("YEAR", parser=_year)]
File = Annotated[Path | None, _given("FILE")]
Output = Annotated[Path | None, _given("FILE", "-o", "--output")]
Jobs = Annotated[int, _given("N")]
Spoken = Annotated[str, _given("zh|en", "--language")]
Notebooks = Annotated[list[str] | None, typer.Argument(metavar="NOTEBOOK")]
Areas = Annotated[list[str] | None, _given("AREA", "--area")]
Years = Annotated[list[int] | None, _given("YEAR", "--year", parser=_year)]
Languages = Annotated[list[str] | None, _given("zh|en", "--language")]
Parameters = Annotated[list[str] | None, _given("NAME=VALUE", "-p")]
Final = Annotated[bool, typer.Option("--final")]
AcceptChanges = Annotated[bool, typer.Option("--accept-changes")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q")]
Json = Annotated[bool, typer.Option("--json")]


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
    documents: Annotated[list[Path], typer.Argument(metavar="DOCUMENT")],
    published: Day = "",
    area: Place = "",
    year: Year = None,
    output: Annotated[str, _given("FILE", "-o", "--output")] = "",
    html: Annotated[Path | None, _given("VIEW.html")] = None,
    jobs: Jobs = 0,
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
    file: Annotated[Path, typer.Argument(metavar="FILE")], area: Place = "", year: Year = None, sheet: Name = ""
) -> None:  # fmt: skip
    """Draft how a table is read, for its sidecar  拟定表格的读法"""
    from ipstats.collect.drafts import draft

    print(draft(file, area=area, year=year, sheet=sheet), end="")


@app.command()
def why(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT")],
    at: Annotated[str, _given("TEXT", "--at")],
    published: Day = "",
    area: Place = "",
    year: Year = None,
) -> None:
    """Say what decided a figure: its words, its clause, and every rule that answered  说明某个数为何这样读"""
    from ipstats.collect import commands

    commands.why(document, at=at, published=published, area=area, year=year)


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force")] = False,
    quiet_when_fresh: Annotated[bool, typer.Option("--quiet-when-fresh")] = False,
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
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    xlsx: File = None,
    back: Annotated[Path | None, _given("FILE", "--from")] = None,
    html: File = None,
    by: Name = "",
    area: Place = "",
    published: Day = "",
    language: Spoken = "",
) -> None:
    """Decide about the figures that want a look  逐组核定待核数字"""
    from ipstats.look import run

    language = messages.spoken(language)
    run(source, xlsx=xlsx, back=back, html=html, language=language, by=by, area=area, published=published)


@app.command()
def check(
    tables: Annotated[list[Path] | None, typer.Argument(metavar="TABLE")] = None,
    output: Output = None,
    accept: File = None,
    area: Annotated[str | None, _given("AREA")] = None,
    source: Annotated[str | None, _given("DOCUMENT")] = None,
    language: Spoken = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check the figures against each other  核对数字

    Exit status 1 when something contradicts.
    """
    from ipstats import project
    from ipstats.checks import commands
    from ipstats.display.findings_page import embedded, write
    from ipstats.publishing.settings import accepted

    if accept is None and not tables:
        accept = accepted(project.root())
    status = commands.check(
        tables or [], output=output, accept=accept, as_json=as_json, quiet=quiet, language=messages.spoken(language),
        area=area, source=source, page=partial(write, face=embedded),
    )  # fmt: skip
    raise typer.Exit(status)


@app.command()
def report(
    notebooks: Notebooks = None,
    area: Areas = None,
    year: Years = None,
    base_year: Year = None,
    language: Languages = None,
    parameter: Parameters = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    to: Annotated[str | None, _given("FORMATS", "--to")] = None,
    book: Annotated[bool, typer.Option("--book")] = False,
    jobs: Jobs = 1,
    cluster: Annotated[str | None, _given("ADDRESS")] = None,
    engine: Annotated[str, _given("fork|papermill")] = "fork",
    force: Annotated[bool, typer.Option("--force")] = False,
    failed: Annotated[bool, typer.Option("--failed")] = False,
    explain: Annotated[bool, typer.Option("--explain")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    final: Final = False,
    deliver: Annotated[Path | None, _given("DIR")] = None,
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
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK.ipynb")],
    to: Annotated[list[str], _given("FORMATS")] = ["pdf"],  # noqa: B006
    output: Annotated[Path | None, _given("PATH", "-o", "--output")] = None,
    fonts: Annotated[str, _given("FONTS")] = "house",
    final: Final = False,
    verify: Annotated[bool, typer.Option("--verify")] = False,
) -> None:
    """Export an executed notebook: PDF, HTML, XLSX, data  导出附件"""
    from ipstats.publishing.appendix import export as make

    for path in make(notebook, _formats(",".join(to)) or (), out=output, final=final, fonts=fonts, verify=verify):
        print(path)


@app.command()
def release(
    signed_by: Name,
    notebooks: Notebooks = None,
    area: Areas = None,
    year: Years = None,
    base_year: Year = None,
    language: Languages = None,
    parameter: Parameters = None,
    note: Words = "",
    despite: Annotated[str, _given("REASON")] = "",
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
    before: Annotated[str, typer.Argument(metavar="A")],
    after: Annotated[str, typer.Argument(metavar="B")],
    output: Output = None,
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
    release_folder: Annotated[Path, typer.Argument(metavar="RELEASE")],
    again: Annotated[bool, typer.Option("--again/--sums-only")] = True,
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
    files_or_urls: Annotated[list[str], typer.Argument(metavar="FILE_OR_URL")],
    title: Words = "",
    publisher: Words = "",
    area: Place = "",
    period: Annotated[str, _given("PERIOD")] = "",
    published: Day = "",
    url: Annotated[str, _given("URL")] = "",
    name: Name = "",
    local: Annotated[bool, typer.Option("--local")] = False,
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
    arguments: Annotated[list[str] | None, typer.Argument(metavar="ARGUMENT")] = None, language: Spoken = ""
) -> None:
    """JupyterLab on working copies of the notebooks  在 JupyterLab 中探索"""
    from ipstats.publishing.lab import run

    raise typer.Exit(run(language, arguments or []))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    example: Annotated[bool, typer.Option("--example")] = False,
) -> None:
    """Lay out a new project  新建项目"""
    from ipstats.collect.starter import init as lay_out

    print(lay_out(folder, example=example))
    then = "`ipstats build`, `ipstats report`" if example else "`ipstats add FILE --area AREA`, `ipstats build`"
    messages.say(f"next: `cd {folder}`, then {then}; README.md tells more")


@app.command()
def doctor(menu: Annotated[bool, typer.Option("--menu")] = False, quiet: Quiet = False) -> None:
    """Is this machine able to do all of it  检查运行环境"""
    from ipstats.doctor import examine

    if not examine(install_menu=menu, quiet=quiet):
        raise typer.Exit(2)


Cron = Annotated[str, _given("CRON")]
Zone = Annotated[str, _given("ZONE")]
Arguments = Annotated[list[str] | None, typer.Argument(metavar="ARGUMENT")]


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
