"""The offline bundle asks for what each system needs, by the lock, with its hashes."""

import importlib.util
import re
import zipfile

import pytest


@pytest.fixture(scope="module")
def bundle(repo):
    spec = importlib.util.spec_from_file_location("bundle", repo / "tools" / "bundle.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names(text: str) -> set[str]:
    return set(re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.M))


@pytest.mark.parametrize(
    ("target", "there", "absent"),
    [("linux", {"pexpect", "pandas"}, {"colorama"}), ("windows", {"colorama", "pandas"}, {"pexpect"})],
)
def test_each_system_gets_its_own_packages(bundle, repo, target, there, absent):
    text = bundle.requirements(repo / "requirements.lock", bundle.TARGETS[target][0])
    found = names(text)
    assert there <= found and not absent & found and " ; " not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries) and len(entries) == len(found)


def wheel(folder, name, version, *requires):
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {one}" for one in requires)]
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n")


def test_wheels_that_lack_one_they_require_on_that_system_are_noticed(bundle, tmp_path):
    wheel(tmp_path, "a", "1", 'b_c>=2; sys_platform == "win32"', "d; extra == 'more'", 'e; sys_platform == "linux"')
    wheel(tmp_path, "b_c", "1.5")
    windows = bundle.TARGETS["windows"][0]
    assert bundle.unmet(tmp_path, windows) == ['a requires b_c>=2; sys_platform == "win32"']
    wheel(tmp_path, "b_c", "2.0")
    assert bundle.unmet(tmp_path, windows) == []
    assert bundle.unmet(tmp_path, {"sys_platform": "linux"}) == ['a requires e; sys_platform == "linux"']


def test_the_windows_script_is_one_for_windows(bundle):
    script = bundle.INSTALL_BAT
    assert script.startswith("@echo off\nchcp 65001 >nul\n"), "the code page comes before what is Chinese"
    assert set(re.findall(r"%(\w+)%", script)) == set(re.findall(r'set "(\w+)=', script)), "variables used and set"
    commands = re.sub(r"\^\n\s*", "", script).splitlines()
    assert [line.count('"') % 2 for line in commands] == [0] * len(commands), "a quotation that is not closed"
    assert all("|| " in line for line in commands if "-m venv" in line or "-m pip" in line), "a failure goes unnoticed"


def test_the_scripts_install_without_network_and_windows_is_not_claimed(bundle):
    for script in (bundle.INSTALL_SH, bundle.INSTALL_BAT):
        assert "--no-index" in script and "http" not in script
    assert "没有在 Windows 上运行过" in bundle.README
