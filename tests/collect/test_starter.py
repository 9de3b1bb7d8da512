"""A new project: everything an office needs, from the package alone, and nothing overwritten."""

import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from ipstats.collect.starter import init
from ipstats.collect.templates import workbook
from ipstats.errors import IpstatsError


def ipstats(folder, *words):
    environment = {key: value for key, value in os.environ.items() if key != "IPSTATS_ROOT"}
    done = subprocess.run(
        [sys.executable, "-m", "ipstats", *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_commands_of_a_new_projects_readme_run(tmp_path):
    root = init(tmp_path / "本局 项目")
    readme = (root / "README.md").read_text("utf-8")
    assert "ipstats add examples/beijing-2023.md --area 北京市 --published 2024-01-31" in readme
    ipstats(root, "add", "examples/beijing-2023.md", "--area", "北京市", "--published", "2024-01-31")
    assert "beijing-2023" in ipstats(root, "build")
    ipstats(root, "report", "01_growth", "--area", "北京市", "--year", "2023", "--to", "html")
    assert list((root / "reports").glob("110000/2023/01_growth-*.html"))


def test_the_example_is_the_shipped_data(tmp_path, repo):
    root = init(tmp_path / "project", example=True)
    there = {path.name for path in (root / "data/raw").iterdir()}
    assert {path.name for path in (repo / "data/raw").iterdir()} <= there
    assert (root / "notebooks/reports.yaml").read_bytes() == (repo / "notebooks/reports.yaml").read_bytes()


@pytest.mark.parametrize("there", ["README.md", "notebooks/01_growth.ipynb"])
def test_nothing_is_overwritten(tmp_path, there):
    path = tmp_path / "project" / there
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(IpstatsError, match="is there already"):
        init(tmp_path / "project")
    assert [p for p in (tmp_path / "project").rglob("*") if p.is_file()] == [path] and path.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["project"]


def test_a_folder_with_other_files_takes_a_project(tmp_path):
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "notes.txt").write_text("mine")
    init(tmp_path / "project")
    assert (tmp_path / "project" / "data" / "raw").is_dir() and (tmp_path / "project" / "notes.txt").is_file()


def test_a_filled_workbook_is_read_as_its_csv_is(tmp_path):
    root = init(tmp_path / "project")
    book = root / "data/raw/templates/award-counts.xlsx"
    sheets = openpyxl.load_workbook(book)
    sheet = sheets.worksheets[0]
    for column, value in enumerate(["23", "北京市", "金奖", 9], start=1):
        sheet.cell(2, column, value)
    sheets.save(book)
    (root / "data/raw/templates/award-counts.csv").write_text("届,地区,奖项,项数\n23,北京市,金奖,9\n", "utf-8")
    ipstats(root, "build")
    from ipstats.model.observations import read_table

    table = read_table(root / "data/processed/observations.parquet")
    rows = table.set_index("source_id")[["ref_area", "indicator", "obs_value", "period_end"]]
    assert rows.loc["award-counts"].tolist() == rows.loc["award-counts-xlsx"].tolist()
    assert table["indicator"].unique().tolist() == ["china_patent_award_gold"]


@pytest.mark.parametrize("name", ["award-counts", "award-winners", "own-targets", "population"])
def test_every_template_has_drop_downs_and_the_same_bytes_every_time(repo, tmp_path, name):
    template = repo / "data/raw/templates" / f"{name}.csv"
    for number in (1, 2):
        workbook(template, tmp_path / f"{name}{number}.xlsx")
    first, second = (zipfile.ZipFile(tmp_path / f"{name}{n}.xlsx") for n in (1, 2))
    assert all(first.read(one) == second.read(one) for one in first.namelist())
    sheets = openpyxl.load_workbook(tmp_path / f"{name}1.xlsx")
    sheet = sheets.worksheets[0]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert lists and sheets.worksheets[1].sheet_state == "hidden"
    for rule in lists:
        name, _, cells = rule.formula1.partition("!")
        assert all(cell[0].value for cell in sheets[name][cells.replace("$", "")])
