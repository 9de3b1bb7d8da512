"""A person looks at doubtful figures: groups, answers written at once and taken back, workbook, and few questions."""

import json
import re
import shutil
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
import yaml
from tests.collect.person import Person
from tests.gold.judge import documents

from ipstats.collect import review_book, reviewing
from ipstats.collect.answers import typed
from ipstats.collect.entries import audits
from ipstats.collect.questions import AUDIT, DOUBTFUL, UNREAD
from ipstats.collect.read import read
from ipstats.collect.reviewing import AUDIT_EVERY, open_session
from ipstats.display import review_page, review_terminal
from ipstats.display.review import markup, question
from ipstats.display.review_keys import View, enter, keys, press
from ipstats.errors import CorrectionError, DocumentError, IpstatsError, ParameterError
from ipstats.model.doubts import doubt as doubt_said
from ipstats.model.doubts import doubt_words, slots_of_doubts, words
from ipstats.model.observations import write_table

TEXT = """# 江州市2024年知识产权工作情况

2024年，全市有知识产权服务站12个，商标品牌指导站56个，商标代理机构88家。
全市专利授权量12345件，同比增长5.6%。
举办活动120场，参加企业345家。
"""
DOUBTED = {"个": "stock_or_flow", "家": "stock_or_flow", "场": "no_noun"}
"""Units of figures that are in doubt here whatever the reader thinks of them, and the doubt."""
GOLD = {gold.stem: gold for gold in documents()}
CITIES = ("district-gongshu-2022", "district-yuhang-2022", "lists-hangzhou-2023")
OTHERS = ("bulletin-national-rd-2022", "court-national-2023", "press-national-2021-2022h1", "zones-national-2018-2022")


def doubting(*arguments, **given):
    """What `read` gives, with doubts that do not change when the reader learns."""
    document = read(*arguments, **given)
    table = document.table.copy()
    for at, unit in table["unit_measure"].items():
        if doubt := DOUBTED.get(unit):
            table.loc[at, ["trust", "comment_obs"]] = "doubtful", doubt_said(doubt)
    return replace(document, table=table)


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setattr(reviewing, "read", doubting)
    path = tmp_path / "jiangzhou.md"
    path.write_text(TEXT, "utf-8")
    return open_session(path, by="王某", area="南通市")


def in_file(session) -> list[dict]:
    return yaml.safe_load(session.file.read_text("utf-8")) if session.file.is_file() else []


def again(session, **given):
    """The same document opened anew."""
    return open_session(session.file.with_name(session.file.name.removesuffix(".corrections.yaml")), **given)


def test_every_doubt_has_its_attribute_and_every_attribute_its_words():
    assert set(slots_of_doubts()) == set(doubt_words())
    assert set(slots_of_doubts().values()) <= {*words("slots"), "several"}


def test_rows_of_one_group_share_doubts_and_evidence(session):
    assert session.left() == sum(session.table["trust"] == "doubtful") > 0
    for group in session.groups:
        assert len({(row["comment_obs"], row["trust"]) for row in session.rows_of(group)}) == 1
    assert len(session.groups[0]) > 1 and session.groups[0].doubts == ("stock_or_flow",)


def test_an_answer_is_written_at_once_and_undo_takes_it_out(session):
    rows = len(session.current)
    session.accept()
    written = in_file(session)
    assert [one["action"] for one in written] == ["confirm"] * rows
    assert all(
        (one["by"], one["rows"], one["as"]) == ("王某", rows, "group" if rows > 1 else "single") for one in written
    )
    assert all("quote" in one["where"] and one["expect"]["obs_text"] for one in written)
    session.undo()
    assert not session.file.exists()
    assert len(session.current) == rows


def test_undo_leaves_what_others_wrote(session):
    session.accept()
    session.file.write_text(session.file.read_text("utf-8") + "# 手工注释\n", "utf-8")
    with pytest.raises(CorrectionError, match="changed since"):
        session.undo()
    assert in_file(session)


def test_what_was_answered_is_not_asked_again_and_holds_when_read_anew(session):
    chosen = next(n for n, one in enumerate(session.current.readings, start=1) if one.set.get("period"))
    asked = list(session.current.ids)
    session.choose(chosen)
    fresh = again(session, area="南通市")
    table = fresh.table.set_index("obs_id")
    assert not {one for group in fresh.groups for one in group.ids} & set(asked)
    assert set(table.loc[asked, "trust"]) == {"sure"}
    assert table.loc[asked, "evidence"].str.endswith("@person").all()
    assert table["time_period"].equals(session.table.set_index("obs_id")["time_period"])


def test_a_row_left_out_stays_a_question(session):
    session.groups = tuple(one for one in session.groups if len(one) > 1)
    out, *rest = session.current.ids
    session.tick(out)
    session.accept()
    assert len(in_file(session)) == len(rest)
    assert session.current.ids == (out,)


def test_split_widen_later_and_find(session):
    first, count = session.current, len(session.groups)
    session.later()
    assert session.groups[-1] == first
    session.find(session.rows_of(first)[0]["label"])
    assert session.current == first
    session.split()
    assert len(session.groups) == count + len(first) - 1


ABOUT = "title: 工作情况\narea: 南通市\nperiod: '2024'\npublished: 2025-02-01\nwording: restated\n"


@pytest.fixture
def reviews(tmp_path, monkeypatch):
    """Documents of a project that was built: two doubt the same for the same reasons, a third nothing."""
    monkeypatch.setenv("IPSTATS_ROOT", str(tmp_path))
    monkeypatch.setattr(reviewing, "read", doubting)
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    other = TEXT.replace("江州市", "淮州市").replace("2024", "2023")
    texts = {"jiangzhou": TEXT, "huaizhou": other, "plain": "# 某地2024年情况\n\n2024年，全市专利授权量7件。\n"}
    tables = []
    for name, text in texts.items():
        path = raw / f"{name}.md"
        path.write_text(text, "utf-8")
        path.with_name(f"{name}.md.source.yaml").write_text(ABOUT, "utf-8")
        tables.append(doubting(path, area="南通市", source=name).table)
    (tmp_path / "data" / "processed").mkdir()
    write_table(pd.concat(tables, ignore_index=True), tmp_path / "data" / "processed" / "observations.parquet")
    return raw


def test_a_decision_is_widened_to_documents_of_the_same_doubt_and_evidence_and_undone_in_all(reviews):
    session = open_session("jiangzhou", by="王某")
    own = len(session.current)
    assert session.widen() == 2 * own
    (alike,) = session.elsewhere
    shown = question(session, unfolded=True)
    assert shown.rows == len(shown.lines) == 2 * own
    assert [one.document for one in shown.lines if one.document] == ["淮州市2023年知识产权工作情况"] * own
    session.tick(alike.ids[0])
    session.accept()
    files = [reviews / f"{name}.md.corrections.yaml" for name in ("jiangzhou", "huaizhou")]
    entries = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    assert [len(one) for one in entries] == [own, own - 1]
    assert {(one["rows"], one["as"]) for some in entries for one in some} == {(2 * own - 1, "group")}
    assert not (reviews / "plain.md.corrections.yaml").exists() and not session.elsewhere
    session.undo()
    assert not any(file.exists() for file in files)


def test_a_time_that_is_chosen_holds_only_where_the_time_was_the_same(reviews):
    session = open_session("jiangzhou", by="王某")
    session.widen()
    session.type("2024-12-31")
    assert (reviews / "jiangzhou.md.corrections.yaml").is_file()
    assert not (reviews / "huaizhou.md.corrections.yaml").exists(), "2023 was read there"


def test_undo_takes_nothing_back_when_one_of_the_files_was_changed(reviews):
    session = open_session("jiangzhou", by="王某")
    session.widen()
    session.accept()
    other = reviews / "huaizhou.md.corrections.yaml"
    other.write_text(other.read_text("utf-8") + "# 手工\n", "utf-8")
    with pytest.raises(CorrectionError, match="changed since"):
        session.undo()
    assert (reviews / "jiangzhou.md.corrections.yaml").is_file()


def test_an_answer_that_cannot_be_written_everywhere_is_written_nowhere(reviews):
    session = open_session("jiangzhou", by="王某")
    session.widen()
    (reviews / ".huaizhou.md.corrections.yaml.part").mkdir()
    assert "cannot be written" in press(session, "a", View()).message
    assert not (reviews / "jiangzhou.md.corrections.yaml").exists() and session.current


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ("地区=火星", "no area '火星'"),
        ("period=去年", "names no time"),
        ("类型=增幅", "measure: '增幅' is none of 数值, 增长率"),
        ("measure=增幅", "is none of"),
        ("目标=也许", "is_target: '也许' is none of 是, 否"),
        ("colour=red", "is no column"),
        (" ", "nothing was typed"),
    ],
)
def test_a_typed_answer_that_cannot_be_is_refused_and_nothing_is_written(session, said, match):
    before = session.groups
    with pytest.raises(IpstatsError, match=match):
        session.type(said)
    assert session.groups == before and not session.file.exists()


def test_typed_words():
    assert typed("地区=苏州市 时间=2023 数值=5.6") == {"area": "苏州市", "period": "2023", "printed": "5.6"}


def test_numbers_not_read_are_asked_about(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# 南通市2024年情况\n\n2024年，全市专利授权量312件，编号12-345-678。\n", "utf-8")
    session = open_session(path, area="南通市")
    numbers = [one for group in session.groups if group.kind == UNREAD for one in group.unread]
    assert [session.document.text[one.start : one.end] for one in numbers] == [one.text for one in numbers] != []
    while session.current and session.current.kind != UNREAD:
        session.later()
    session.drop()
    assert in_file(session)[-1]["expect"] == {"rows": 0}
    assert again(session, area="南通市").left(UNREAD) == 0


def test_every_twentieth_question_is_an_audit_that_is_counted(session):
    other = session.file.with_name("other.md.corrections.yaml")
    one = "- {action: confirm, where: {cell: a}, expect: {rows: 1}, reason: r, by: x, 'on': '2026-01-01'}\n"
    other.write_text(one * (AUDIT_EVERY - 2), "utf-8")
    session.accept()
    assert session.current.kind == AUDIT
    row = session.rows[0]
    assert row["trust"] == "sure"
    assert "抽查" not in question(session).kind, "nobody is told that it is an audit"
    session.accept()
    assert audits(session.file.parent) == (1, 0)
    assert in_file(session)[-1]["audit"] is True


def test_the_keys_do_what_they_say(session):
    first = session.current
    for key in [key for key in keys() if key not in "a1n23456789"]:
        assert isinstance(press(session, key, View()), View)
    assert session.left() == sum(session.table["trust"] == "doubtful") > 0 and not session.file.exists()
    assert press(session, "u", View()).message and press(session, "9", View()).message
    assert press(session, "t", View()).waits_for == "t"
    assert "no area" in enter(session, "地区=火星", View(waits_for="t")).message
    assert enter(session, first.doubts[0], View(waits_for="/")).message == ""
    assert enter(session, "没有的词", View(waits_for="/")).message


def test_rows_are_left_out_by_their_numbers(session):
    rows = session.ids
    assert len(rows) == 3
    assert press(session, "x", View()).waits_for == "x"
    assert enter(session, "1 2-3", View(waits_for="x", unfolded=True)) == View("", unfolded=True)
    assert session.out == set(rows)
    enter(session, "2至3", View(waits_for="x"))
    assert session.out == {rows[0]}
    assert [(one.number, one.ticked) for one in question(session).lines] == [(1, False), (2, True), (3, True)]
    for wrong in ("4", "没有", "0"):
        assert "共 3 条" in enter(session, wrong, View(waits_for="x")).message
    assert session.out == {rows[0]}


def test_a_terminal_runs_to_the_end(session):
    said, lines = [], iter(["x 1", "a", "e", "?", "x 99", "u", "t 时间=2024", *"a" * 20])
    review_terminal.run(session, ask=lambda _: next(lines), say=said.append)
    assert session.left() == 0 and session.current is None
    assert any("【12个】" in one for one in said)
    assert set(read(session.file.with_name("jiangzhou.md"), area="南通市").table["trust"]) == {"sure"}


def test_the_panel_escapes_the_document(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# 南通市2024年<script>情况\n\n2024年，全市建成<b onclick=x>服务站12个，培训企业34家。\n", "utf-8")
    html = markup(open_session(path, area="南通市"), "zh", "<i>", False, "t")
    assert "<script" not in html and "<b onclick" not in html and "&lt;i&gt;" in html


def test_a_page_holds_what_each_answer_writes(session, tmp_path):
    page = tmp_path / "review.html"
    assert review_page.write(session, page) == len(session.groups)
    data = json.loads(re.search(r'id="data">(.*)</script>', page.read_text("utf-8"))[1])
    assert data["file"] == session.file.name and session.at == 0
    for answer, act in (("1", session.accept), ("0", session.drop), ("2", lambda: session.choose(2))):
        act()
        assert yaml.safe_load("".join(data["answers"][0][answer].values())) == in_file(session)
        session.undo()


def test_a_page_escapes_the_document(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# 南通市2024年</script><b>情况\n\n2024年，全市建成</script><b>服务站12个，企业34家。\n", "utf-8")
    review_page.write(open_session(path, area="南通市"), tmp_path / "a.html")
    made = (tmp_path / "a.html").read_text("utf-8")
    assert made.count("</script>") == 2 and "<b>服务站" not in made


def test_the_panel_answers_messages_of_the_browser(session):
    from ipstats.display.review_panel import ReviewPanel

    panel = ReviewPanel(session)
    before = panel.html
    assert before in panel._repr_mimebundle_()[0]["text/html"], "what is shown where no kernel runs"
    panel._told(panel, {"key": "a"}, [])
    assert in_file(session) and panel.html != before
    panel._told(panel, {"tick": "no such row"}, [])
    assert session.out == frozenset()
    panel._told(panel, {"key": "t"}, [])
    panel._told(panel, {"typed": "2024"}, [])
    assert "no indicator &#39;2024&#39;" in panel.html and "名称=2024" in panel.html
    panel._told(panel, {"typed": "时间=2024"}, [])
    assert in_file(session)[-1]["action"] == "override"


def decided_book(path, decide) -> None:
    book = openpyxl.load_workbook(path)
    decide(book[review_book.SHEET], book[review_book.HIDDEN])
    book.save(path)


def test_a_workbook_goes_out_and_comes_back(session, tmp_path):
    path = tmp_path / "review.xlsx"
    lines = review_book.write(session, path)
    assert lines == session.left() + session.left("likely")
    column, first = review_book.DECISION + 1, review_book.FIRST + 1

    def decide(sheet, hidden):
        assert sheet.protection.sheet and hidden.sheet_state == "veryHidden"
        assert len(sheet.data_validations.dataValidation) == lines
        for row in range(first, first + lines):
            sheet.cell(row, column).value = review_book.AS_READ
        sheet.cell(first, column).value = hidden.cell(1, 3).value
        sheet.cell(first + 1, column).value = "呵呵"
        sheet.cell(2, 3).value = "李某"

    decided_book(path, decide)
    taken, refused = review_book.take(session, path)
    assert taken == lines - 1 and len(refused) == 1 and "line 2" in refused[0] and "呵呵" in refused[0]
    assert {one["by"] for one in in_file(session)} == {"李某"}
    assert {one["action"] for one in in_file(session)} == {"confirm", "override"}
    taken, refused = review_book.take(again(session, area="南通市"), path)
    assert taken == 0 and len(refused) == lines


def test_a_line_whose_figure_is_read_otherwise_is_refused_and_named(session, tmp_path):
    path = tmp_path / "review.xlsx"
    lines = review_book.write(session, path)

    def decide(sheet, _):
        for row in (1, lines):
            sheet.cell(review_book.FIRST + row, review_book.DECISION + 1).value = review_book.AS_READ

    decided_book(path, decide)
    source = session.file.with_name("jiangzhou.md")
    figure = session.rows_of(session.groups[0])[0]["obs_text"]
    source.write_text(TEXT.replace(figure, "99" + figure), "utf-8")
    taken, refused = review_book.take(again(session, area="南通市"), path)
    assert taken == 1 and len(refused) == 1 and "line 1" in refused[0]


def test_a_line_whose_protected_cells_were_changed_is_refused_and_named(session, tmp_path):
    path = tmp_path / "review.xlsx"
    review_book.write(session, path)
    first = review_book.FIRST + 1

    def decide(sheet, _):
        for row in range(first, first + 4):
            sheet.cell(row, review_book.DECISION + 1).value = review_book.AS_READ
        sheet.cell(first, 6).value = "别的指标"
        sheet.cell(first + 1, 2).value = "组"
        sheet.cell(first + 2, 1).value = 999
        sheet.cell(first + 3, 4).value = sheet.cell(first + 3, 4).value + " \n"

    decided_book(path, decide)
    taken, refused = review_book.take(session, path)
    assert (taken, len(refused)) == (1, 3)
    assert "指标 indicator was" in refused[0] and "别的指标" in refused[0] and f"row {first}" in refused[0]
    assert "组 group was" in refused[1] and "999 is the number of no line" in refused[2]


def test_numbers_not_read_are_in_the_workbook(tmp_path):
    path, book = tmp_path / "a.md", tmp_path / "review.xlsx"
    path.write_text("# 南通市2024年情况\n\n2024年，全市专利授权量312件，编号12-345-678。另有78-901-234。\n", "utf-8")
    session = open_session(path, area="南通市")
    numbers = session.left(UNREAD)
    lines = review_book.write(session, book)
    assert numbers > 1

    def decide(sheet, _):
        rows = [n for n in range(review_book.FIRST + 1, sheet.max_row + 1) if "未读数字" in str(sheet.cell(n, 3).value)]
        assert len(rows) == numbers <= lines
        for row in rows:
            sheet.cell(row, review_book.DECISION + 1).value = review_book.NO_FIGURE
        typed = dict(zip(review_book.TYPED, ("专利授权量", "南通市", "2024", "12"), strict=True))
        sheet.cell(rows[0], review_book.DECISION + 1).value = review_book.AS_TYPED
        for name, column in review_book.TYPED.items():
            sheet.cell(rows[0], column + 1).value = typed[name]

    decided_book(book, decide)
    assert review_book.take(session, book) == (numbers, [])
    fresh = open_session(path, area="南通市")
    assert fresh.left(UNREAD) == 0
    added = fresh.table[fresh.table["rule"] == "corrected"]
    assert added[["obs_value", "trust", "time_period"]].values.tolist() == [[12.0, "sure", "2024"]]


@pytest.mark.parametrize("name", ["a.xlsx", "b.xlsx"])
def test_what_is_no_workbook_of_a_review(session, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 not a zip") if name == "a.xlsx" else openpyxl.Workbook().save(path)
    with pytest.raises(DocumentError, match="no workbook of"):
        review_book.take(session, path)


def test_a_source_that_is_not_there_says_the_nearest(repo, monkeypatch):
    monkeypatch.setenv("IPSTATS_ROOT", str(repo))
    with pytest.raises(DocumentError, match="beijing-2023"):
        open_session("bejing-2023")
    with pytest.raises(DocumentError, match="mapped table"):
        open_session("other-areas")
    with pytest.raises(ParameterError, match="nothing is left"):
        empty = open_session("beijing-2022")
        empty.groups = ()
        empty.accept()


@pytest.mark.parametrize("stem", [*CITIES, *(pytest.param(one, marks=pytest.mark.slow) for one in OTHERS)])
def test_few_decisions_leave_no_row_doubtful_and_accept_none_that_is_wrong(stem, tmp_path):
    """Reports of 35 to 60 figures; one decision covers rows of the same doubts and evidence only."""
    gold = GOLD[stem]
    path = shutil.copy(gold.text, tmp_path)
    session = open_session(path, **gold.options)
    assert len(session.table) >= 35
    person = Person(session, gold)
    person.review()
    assert session.left(DOUBTFUL) == session.left(UNREAD) == 0
    assert person.answers.total() <= 15, person.answers
    fresh = open_session(path, **gold.options)
    assert not (fresh.table["trust"] == "doubtful").any()
    right = {one for one in fresh.table["obs_id"] if one in person.known}
    assert set(person.accepted) <= right
