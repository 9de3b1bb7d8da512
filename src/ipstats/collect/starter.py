"""A new project from what the package carries: notebooks, templates, an example, settings; nothing is overwritten."""

import shutil
import tempfile
from pathlib import Path

import ipstats
from ipstats.collect.sources import SUFFIX, sidecar
from ipstats.collect.templates import workbook
from ipstats.errors import IpstatsError
from ipstats.writing import writing

STARTER = Path(ipstats.__file__).parent / "starter"
FOLDERS = ("data/raw", "data/processed", "notebooks", "definitions", "reports", "releases", "examples")
EXAMPLE = "beijing-2023.md"


def _carried(name: str) -> Path:
    """A folder or file that the package carries: inside the wheel, or in the checkout it is used from."""
    for folder in (STARTER, STARTER.parents[2]):
        if (folder / name).exists():
            return folder / name
    raise IpstatsError(f"{STARTER / name}: is missing from this installation; install ipstats again")


def init(folder: str | Path, *, example: bool = False) -> Path:
    """Lay out a new project.

    Parameters
    ----------
    folder : where; it may be there already, but none of the files
    example : put the shipped documents and tables into data/raw

    Returns
    -------
    Path
        the folder

    Raises
    ------
    IpstatsError
        when something stands where a file would go, or the folder cannot be written; nothing is left then

    Examples
    --------
    >>> init("our-office", example=True)  # doctest: +SKIP
    PosixPath('our-office')
    """
    target = Path(folder).expanduser().resolve()
    if target.exists() and not target.is_dir():
        raise IpstatsError(f"{target}: is a file; name a folder for the project")
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
            made = Path(scratch) / "project"
            _lay_out(made, example)
            _move(made, target)
    return target


def _lay_out(made: Path, example: bool) -> None:
    for name in FOLDERS:
        (made / name).mkdir(parents=True)
    for name, place in (("README.md", ""), ("environment.yml", ""), ("definitions/README.md", "definitions")):
        shutil.copyfile(STARTER / name, made / place / Path(name).name)
    shutil.copyfile(STARTER / "gitignore", made / ".gitignore")
    for notebook in sorted(_carried("notebooks").glob("*.ipynb")):
        shutil.copyfile(notebook, made / "notebooks" / notebook.name)
    raw = _carried("data/raw")
    settings = _carried("notebooks/reports.yaml") if example else STARTER / "reports.yaml"
    shutil.copyfile(settings, made / "notebooks" / "reports.yaml")
    shutil.copytree(raw if example else raw / "templates", made / ("data/raw" if example else "data/raw/templates"),
                    dirs_exist_ok=True)  # fmt: skip
    for template in sorted((made / "data/raw/templates").glob("*.csv")):
        workbook(template, template.with_suffix(".xlsx"))
    shutil.copyfile(raw / EXAMPLE, made / "examples" / EXAMPLE)
    shutil.copyfile(sidecar(raw / EXAMPLE), made / "examples" / f"{EXAMPLE}{SUFFIX}")


def _move(made: Path, target: Path) -> None:
    """Put the project in place: as a whole where there is nothing yet, else file by file where none is there."""
    if not target.exists():
        made.rename(target)
        return
    files = [path for path in sorted(made.rglob("*")) if path.is_file()]
    if there := [path for one in files if (path := target / one.relative_to(made)).exists()]:
        raise IpstatsError(f"{there[0]}: is there already; nothing was changed, choose an empty folder")
    for folder in [path for path in sorted(made.rglob("*")) if path.is_dir()]:
        (target / folder.relative_to(made)).mkdir(parents=True, exist_ok=True)
    for one in files:
        one.rename(target / one.relative_to(made))
