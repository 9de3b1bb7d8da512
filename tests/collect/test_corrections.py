"""Corrections beside a document: each with a reason and a guard; a failure names file, entry and what was seen."""

import pytest

from ipstats.collect.corrections import beside
from ipstats.collect.read import read
from ipstats.errors import CorrectionError

TEXT = (
    "# 苏州市2023年工作总结\n\n2023年，全市专利授权量93831件，同比增长431%。商标注册量12件。\n\n"
    "| 指标 | 2023年（件） |\n|---|---|\n| 专利授权量 | 93831 |\n"
)


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "summary.md"
    path.write_text(TEXT, encoding="utf-8")

    def with_corrections(entries: str):
        (tmp_path / "summary.md.corrections.yaml").write_text(entries, encoding="utf-8")
        return path

    return with_corrections


OVERRIDE = """
- action: override
  where: {quote: 同比增长431%}
  expect: {printed: "431", measure: growth}
  set: {printed: "4.31"}
  reason: 扫描件丢失小数点
"""


def test_an_override_says_so_and_keeps_its_place(document):
    path = document(OVERRIDE)
    before = read(path, corrections=[]).table
    after = read(path).table
    row = after[after["measure"] == "growth"].iloc[0]
    assert (row["obs_value"], row["obs_lower"], row["obs_upper"]) == (4.31, 4.305, 4.315)
    assert row["rule"].endswith("+corrected")
    assert row["comment_obs"] == "corrected: 扫描件丢失小数点"
    assert row["obs_text"] == "431%"
    assert after["obs_id"].tolist() == before["obs_id"].tolist()
    assert len(beside(path)) == 1
    others = after["measure"] != "growth"
    assert after[others].equals(before[others])


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2023年底", "2023-12-31"),
        ("2023年末", "2023-12-31"),
        ("2023-12-31", "2023-12-31"),
        ("2023年1—11月", "2023-01-01/P11M"),
    ],
)
def test_a_time_is_set_as_a_person_writes_it(written, period, document):
    path = document(OVERRIDE.replace('set: {printed: "4.31"}', f"set: {{period: {written}}}"))
    assert read(path).table.set_index("measure").loc["growth", "time_period"] == period


@pytest.mark.parametrize(
    ("given", "value", "printed"),
    [("42", 42, "42"), ("365000", 365000, "365000"), ("4.31", 4.31, "4.31"), ("0.5, printed: 0.50", 0.5, "0.50")],
)
def test_a_value_alone_is_exact_and_printed_as_it_is(given, value, printed, document):
    path = document(OVERRIDE.replace('printed: "4.31"', f"obs_value: {given}"))
    row = read(path).table.set_index("measure").loc["growth"]
    assert (row["obs_value"], row["obs_lower"], row["obs_upper"], row["bound"]) == (value, value, value, "=")
    assert float(row["printed"]) == float(printed)


def test_status_area_period_and_indicator_in_one_word(document):
    path = document("""
- action: override
  where: {cell: t1!r2c2}
  expect: {obs_value: 93831, label: 专利授权量}
  set: {area: 南京市, period: 2022-01-01/P11M, indicator: 发明专利授权量, obs_status: U}
  reason: 表头印错
""")
    row = read(path).table.set_index("cell").loc["t1!r2c2"]
    assert row[["ref_area", "ref_area_name", "time_period", "indicator", "obs_status"]].tolist() == [
        "320100", "南京市", "2022-01-01/P11M", "invention_patent_grants", "U",
    ]  # fmt: skip


def test_drop_and_add(document):
    path = document("""
- action: drop
  where: {quote: 商标注册量12件}
  expect: {obs_value: 12}
  reason: 引用旧数
- action: add
  where: {quote: 工作总结}
  expect: {rows: 0}
  set: {indicator: 商标注册量, printed: 3.5万, unit_measure: 件, area: 苏州市, period: "2023"}
  reason: 图中的数字
""")
    table = read(path).table
    added = table[table["indicator"] == "trademark_registrations"]
    assert added["obs_value"].tolist() == [35000]
    assert added[["obs_text", "rule", "comment_obs"]].iloc[0].tolist() == [
        "工作总结",
        "corrected",
        "corrected: 图中的数字",
    ]
    assert added["obs_lower"].tolist() == [34500]


def test_the_nth_occurrence_and_a_column_narrow_a_place(document):
    path = document("""
- action: drop
  where: {quote: "93831", nth: 2}
  expect: {cell: t1!r2c2}
  reason: 重复
""")
    assert (read(path).table["cell"] == "").all()


def test_the_table_given_is_left_alone(document):
    from ipstats.collect.corrections import apply

    path = document(OVERRIDE)
    table = read(path, corrections=[]).table
    copy = table.copy(deep=True)
    apply(table, beside(path), text=TEXT)
    assert table.equals(copy)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('printed: "431"', 'printed: "341"', "expected printed '341', seen '431'"),
        ("同比增长431%", "同比增长999%", "does not hold '同比增长999%'"),
        ("{quote: 同比增长431%}", "{measure: growth}", "where names no place"),
        ("{quote: 同比增长431%}", "{obs_id: abc}", "where names no place"),
        ("{quote: 同比增长431%}", "{quote: 同比增长431%, obs_id: abc}", "obs_id abc, found 0"),
        ("{quote: 同比增长431%}", "{span: [0, 70]}", "expected one row at span [0, 70], found 3"),
        ("{quote: 同比增长431%}", "{span: 7}", "span should be two offsets"),
        ("  reason: 扫描件丢失小数点\n", "", "a reason is missing"),
        ('  expect: {printed: "431", measure: growth}\n', "", "expect is missing"),
        ('  set: {printed: "4.31"}\n', "", "set is missing"),
        ("action: override", "action: change", "action 'change' is none of override, drop, add, confirm"),
        ("action: override", "action: confirm", "confirm sets nothing"),
        ("- action", "- as: many\n  action", "as should be single or group"),
        ('set: {printed: "4.31"}', "set: {value: 4}", "'value' is no column"),
        ('set: {printed: "4.31"}', "set: {printed: abc}", "'abc%' is no figure"),
        ('set: {printed: "4.31"}', "set: {area: 没有市}", "no area '没有市'"),
        ('set: {printed: "4.31"}', "set: {period: 去年}", "'去年' is no time period"),
        ("- action", "- colour: red\n  action", "expected the fields action, where"),
        ("{quote: 同比增长431%}", "{quote: 同比增长431%", "cannot be read"),
    ],
    ids=lambda value: None,
)  # fmt: skip
def test_failures_are_loud(document, old, new, said):
    assert old in OVERRIDE
    with pytest.raises(CorrectionError) as caught:
        read(document(OVERRIDE.replace(old, new)))
    message = str(caught.value)
    assert said in message
    assert "summary.md.corrections.yaml" in message
    assert "\n" not in message


def test_a_row_to_add_that_the_reader_has_learned_to_read(document):
    path = document("""
- action: add
  where: {quote: 商标注册量12件}
  expect: {rows: 0}
  set: {indicator: 商标注册量, printed: "12", unit_measure: 件}
  reason: 漏读
""")
    with pytest.raises(CorrectionError, match=r"expected 0 rows .* found 1"):
        read(path)


@pytest.mark.parametrize("content", ["action: drop\n", "", "3\n"], ids=["mapping", "empty", "number"])
def test_a_file_that_is_no_list(document, content):
    with pytest.raises(CorrectionError, match="expected a list of entries"):
        read(document(content))


CONFIRM = """
- action: confirm
  where: {quote: 同比增长431%}
  expect: {printed: "431", measure: growth}
  reason: 与年报核对
  by: 王某
  on: 2026-03-01
  as: group
  rows: 2
- action: confirm
  where: {quote: 工作总结}
  expect: {rows: 0}
  reason: 不是统计数字
"""


def test_a_confirmed_row_is_sure_and_says_by_whom(document):
    path = document(CONFIRM)
    before, after = (read(path, **given).table.set_index("obs_id") for given in ({"corrections": []}, {}))
    row = after[after["measure"] == "growth"].iloc[0]
    assert row["trust"] == "sure"
    assert row["evidence"].endswith("row=confirmed,王某,2026-03-01@person")
    assert row["comment_obs"].endswith("confirmed: 与年报核对")
    assert "待核" not in row["comment_obs"]
    same = [name for name in before if name not in ("trust", "evidence", "comment_obs")]
    assert before[same].equals(after[same])


def test_a_number_confirmed_to_be_none_that_is_now_read(document):
    path = document(CONFIRM.replace("工作总结", "商标注册量12件"))
    with pytest.raises(CorrectionError, match=r"expected 0 rows .* found 1"):
        read(path)
