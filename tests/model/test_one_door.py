"""The one door for names: what passes is one step of a path and one line of a text."""

import pytest

from ipstats.errors import ParameterError
from ipstats.names import file_name, inside, name_of, one_line

BAD = ["", ".", "..", ".hidden", "a.", " a", "a ", "a/b", "a\\b", "/abs", "C:", "a\0", "a\x1b[2J", "a\nb", "a\u2028b",
       "a\u202eb", "con", "NUL.txt", "com1", "a?b", "a*b", 'a"b', "a|b", "a<b", "专" * 67]  # fmt: skip


@pytest.mark.parametrize("name", BAD, ids=ascii)
def test_no_name(name):
    with pytest.raises(ParameterError) as caught:
        name_of(name)
    said = str(caught.value)
    assert "\n" not in said
    assert not set("\0\x1b\u202e") & set(said)
    assert max(said) >= "\u4e00", "said in Chinese too"


@pytest.mark.parametrize(
    "name", ["苏州市2023年（一）", "a-b_c.d", "国家 统计,公报", "𠮷", "专" * 66, "console", "a%20b#c&d"]
)
def test_a_name(name):
    assert name_of(name) == name


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\x", "a/../b", "/abs/a.md", "C:\\x\\a.md"])
def test_a_file_name_has_no_folders(name, tmp_path):
    assert inside(tmp_path, file_name(name)).parent == tmp_path


def test_a_link_does_not_lead_out(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a").symlink_to(tmp_path)
    with pytest.raises(ParameterError, match="leads out of"):
        inside(tmp_path / "raw", "a")


def test_a_line():
    assert one_line("苏州市\u200b2023年") == "苏州市\u200b2023年"
    with pytest.raises(ParameterError, match=r"title 'a\\nExecStart=b'"):
        one_line("a\nExecStart=b", "title")
