"""The offline bundle asks for what each system needs, by the lock, with its hashes."""

import importlib.util
import re

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


def test_the_scripts_install_without_network_and_windows_is_not_claimed(bundle):
    for script in (bundle.INSTALL_SH, bundle.INSTALL_BAT):
        assert "--no-index" in script and "http" not in script
    assert "没有在 Windows 上运行过" in bundle.README
