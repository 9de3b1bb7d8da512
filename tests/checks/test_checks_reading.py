"""What a reader may have mistaken goes to a person, and blames no office; one doubtful figure accuses no other."""

import pytest

from ipstats.checks import check
from ipstats.model.observations import frame

ENTERPRISES = {"ref_area": "530000", "label": "高新技术企业数", "unit_measure": "家", "source_id": "text"}


def read(value: float, printed: str, at: int, **more) -> dict:
    """A figure as read from running text, exact."""
    return ENTERPRISES | {
        "measure": "level", "period_start": "2023-01-01", "period_end": "2023-12-31", "obs_value": value,
        "obs_lower": value, "obs_upper": value, "printed": printed, "char_start": at, "char_end": at + len(printed),
        "obs_id": f"a{at}",
    } | more  # fmt: skip


def test_two_figures_of_one_name_in_a_text_want_a_look():
    found = check(frame([read(5337, "5337", 10), read(3480, "3480", 90)]), only="same_figure")
    assert found[["verdict", "cause", "severity"]].to_numpy().tolist() == [["cannot_say", "reading", "medium"]]


def rates(year: int) -> list[dict]:
    def level(value: float, when: int, at: int) -> dict:
        return read(value, str(value), at, period_start=f"{when}-01-01", period_end=f"{when}-12-31")

    rate = read(10.0, "10.0", 70, measure="growth", comparison="yoy", unit_measure="%", obs_lower=9.95, obs_upper=10.05)
    return [level(10000, 2022, 10), level(11000, 2023, 40), level(12321, year, 100), rate]


def test_a_figure_that_another_year_would_suit_is_not_held_against_the_office():
    found = check(frame(rates(2023)))
    assert not (found["verdict"] == "contradicts").any() and (found["severity"] == "medium").any()


@pytest.mark.parametrize(
    ("domestic", "verdict"), [(190, "cannot_say"), (191, "contradicts"), (None, "contradicts")],
    ids=["their sum is told", "another is told", "none is told"],
)  # fmt: skip
def test_kinds_that_add_up_to_the_total_of_another_coverage_are_of_that(domestic, verdict):
    kinds = ("patent_grants", "invention_patent_grants", "utility_model_grants", "design_grants")
    told = [(name, number, "") for name, number in zip(kinds, (250, 100, 60, 30), strict=True)]
    told += [("patent_grants", domestic, "国内")] if domestic else []
    rows = [
        read(
            number, str(number), 10 * at, ref_area="000000", indicator=name, label=name, scope=scope, unit_measure="件"
        )
        for at, (name, number, scope) in enumerate(told)
    ]
    assert set(check(frame(rows), only="parts_add_up")["verdict"]) == {verdict}


@pytest.mark.parametrize(
    ("level", "verdict"),
    [(11000, "agrees"), (13000, "contradicts"), (91000, "cannot_say"), (1210, "cannot_say"), (110000, "contradicts")],
    ids=["right", "wrong", "eight times", "a ninth", "ten times, which is a slip"],
)
def test_what_is_far_off_for_no_known_cause_is_of_something_else(level, verdict):
    rows = rates(2024)
    rows[1] |= {"obs_value": level, "obs_lower": level, "obs_upper": level, "printed": str(level)}
    found = check(frame([rows[0], rows[1], rows[3]]), only="implied_base")
    assert found["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("trust", "verdict"), [("sure", "contradicts"), ("likely", "contradicts"), ("doubtful", "cannot_say")]
)
def test_a_doubtful_figure_accuses_no_other(trust, verdict):
    rows = rates(2024)
    rows[3] |= {"obs_value": 25.0, "obs_lower": 24.95, "obs_upper": 25.05, "printed": "25.0"}
    table = frame(rows).assign(trust=["sure", "sure", "sure", trust])
    found = check(table, only="implied_base")
    assert found["verdict"].tolist() == [verdict]
    if trust == "doubtful":
        assert found[["measure", "cause"]].to_numpy().tolist() == [["growth", "reading"]]


def test_explanations_are_in_one_language_or_both():
    table = frame([*rates(2024)[:2], rates(2024)[3] | {"obs_value": 25.0, "obs_lower": 24.95, "obs_upper": 25.05}])
    both = check(table, only="implied_base")["explanation"].iloc[0]
    one = [check(table, only="implied_base", language=name)["explanation"].iloc[0] for name in ("zh", "en")]
    assert both == " / ".join(one)
    assert "(11000家 ÷ 10000家 − 1) × 100% = 10.0%" in one[0] and "，应为" not in one[1]


def test_findings_can_be_narrowed_to_an_area_and_a_document():
    table = frame(rates(2024))
    assert len(check(table, area="云南省")) and len(check(table, source="text"))
    other = frame([read(1, "1", 200, ref_area="110000", source_id="other")])
    assert check(table, other, area="北京市").empty and check(table, other, source="other").empty


def test_the_page_of_the_findings_marks_every_figure_and_escapes_what_it_shows(tmp_path):
    from ipstats.checks import examine
    from ipstats.display.findings_page import page

    rows = [*rates(2024)[:2], rates(2024)[3] | {"obs_value": 25.0, "obs_lower": 24.95, "obs_upper": 25.05}]
    table = frame([row | {"label": "<b>企业</b>", "printed": f"{row['obs_value']:g}"} for row in rows])
    seen = examine(table, language="zh")
    shown = page(seen.findings, seen.table, "zh")
    assert "<b>" not in shown and "&lt;b&gt;" in shown
    assert all(f"<mark>{value}" in shown for value in ("10000家", "11000家", "25%"))
    assert "核对结果" in shown and "合计" in shown


def test_the_command_writes_a_page_beside_the_table(tmp_path, capsys):
    from ipstats.checks import commands
    from ipstats.display.findings_page import write

    path = tmp_path / "t.csv"
    frame(rates(2024)).to_csv(path, index=False)
    status = commands.check(
        [path], output=tmp_path / "f.csv", accept=None, as_json=False, quiet=False, language="en", page=write
    )
    assert status == 0 and (tmp_path / "f.csv").is_file()
    assert "Which figures were tested" in (tmp_path / "f.html").read_text("utf-8")
    assert "a slipped digit would have shown" in capsys.readouterr().out


def test_the_command_line_checks_a_table_of_ones_own(tmp_path, capsys, monkeypatch):
    from ipstats.cli import main

    path = tmp_path / "t.csv"
    frame(rates(2024)).to_csv(path, index=False)
    monkeypatch.setattr("sys.argv", ["ipstats", "check", str(path), "-o", str(tmp_path / "f.csv")])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0 and "核对" in capsys.readouterr().out
    assert "@font-face" in (tmp_path / "f.html").read_text("utf-8"), "the page brings its typeface along"


def test_coverage_says_by_what_a_figure_was_tested_and_whether_a_slip_would_show():
    from ipstats.checks import examine

    figures = examine(frame(rates(2024))).figures
    assert figures["tests"].tolist() == ["growth", "growth", "", "growth"]
    assert figures["slip"].tolist()[:3] == ["any digit", "any digit", ""]


def test_the_page_lists_what_wants_a_look_at_the_text():
    from ipstats.checks import examine
    from ipstats.display.findings_page import page

    seen = examine(frame([read(5337, "5337", 10), read(3480, "3480", 90)]), language="zh")
    shown = page(seen.findings, seen.table, "zh")
    assert "请看原文</h2>" in shown and "<mark>5337家" in shown and "<mark>3480家" in shown


def test_the_page_lists_the_other_figures_of_a_mistake(tables):
    from ipstats.checks import examine
    from ipstats.display.findings_page import page

    both = next(tables.designs())
    levels = both[both["measure"] == "level"].set_index(["edition", "ref_area_name"])["printed"]
    later = (both["edition"] == 1) & (both["measure"] == "level")
    both.loc[later, "printed"] = [levels[0, place] for place in both.loc[later, "ref_area_name"]]
    seen = examine(*tables.files(both), language="zh")
    shown = page(seen.findings, seen.table, "zh")
    assert shown.count("<details>") == 1 and shown.count("外观设计专利有效量") > 25
