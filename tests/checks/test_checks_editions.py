"""Editions as files, minimal tables, acceptance, coverage, vintages and bad input."""

import pandas as pd
import pytest
from claimed import contradictions, minimal, year_rows

from ipstats.checks import CHECKS, check
from ipstats.checks.claims import claims_of
from ipstats.checks.commands import check as command
from ipstats.checks.findings import FINDINGS
from ipstats.checks.inputs import one_table
from ipstats.checks.minimal import COLUMNS
from ipstats.errors import ParameterError, TableError
from ipstats.model.observations import frame
from ipstats.model.vintages import as_of

YEARS = {2021: "198778", 2022: "202722", 2023: "193973"}
LISTED = [
    "check", "verdict", "severity", "ref_area", "ref_area_name", "indicator", "period_start", "period_end", "published",
    "expected_lower", "expected_upper", "cause", "suspect_label", "explanation", "observation_ids", "sources",
]  # fmt: skip


def test_findings_have_the_listed_columns_in_order():
    found = check(minimal(*year_rows("北京", "专利授权量", YEARS, growth={2022: "1.98"})))
    assert list(found.columns[: len(LISTED)]) == LISTED
    assert list(found.columns) == FINDINGS


def test_contradictions_come_first():
    rows = year_rows("北京", "专利授权量", YEARS, growth={2022: "1.98", 2023: "4.31"})
    assert check(minimal(*rows))["verdict"].tolist() == ["contradicts", "agrees"]


def test_a_catalogues_name_an_id_and_an_alias_are_one_indicator():
    rows = [
        *year_rows("北京", "专利授权量", {2022: "202722"}),
        *year_rows("北京市", "patent_grants", {2021: "198778"}),
        "110000|授权专利|growth|yoy|2022-01-01|2022-12-31|1.98%|",
    ]
    found = check(minimal(*rows), only="implied_base")
    assert found["verdict"].tolist() == ["agrees"]


def test_an_unknown_indicator_is_checked_by_the_generic_rules():
    rows = year_rows("某开发区", "知识产权服务站", {2021: "200", 2022: "250"}, unit="个", growth={2022: "52.0"})
    wrong = contradictions(minimal(*rows))
    assert wrong[["check", "indicator", "ref_area_name"]].to_numpy().tolist() == [
        ["implied_base", "知识产权服务站", "某开发区"]
    ]


@pytest.mark.parametrize(
    ("printed", "unit"),
    [("20.2722万件", ""), ("20.2722万", "件"), ("20.2722", "万件"), ("202,722", "件"), ("202722件", "件")],
)
def test_scale_and_unit_may_stand_in_either_cell(printed, unit):
    rows = [*year_rows("北京", "专利授权量", {2021: "198778"}, growth={2022: "1.98"})]
    rows.append(f"北京|专利授权量|level||2022-01-01|2022-12-31|{printed}|{unit}")
    assert check(minimal(*rows), only="implied_base")["verdict"].tolist() == ["agrees"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("北京|专利授权量|level||2022-01-01|2022-12-31|abc|件", "row 2, column printed: 'abc'; expected a figure"),
        ("北京|专利授权量|level||2022-01-01||1|件", "row 2, column period_end: empty; expected the last day"),
        ("北京|专利授权量|level||2022-1|2022-12-31|1|件", "row 2, column period_start: '2022-1'; expected a date"),
        ("北京|专利授权量|size||2022-01-01|2022-12-31|1|件", "row 2, column measure: 'size'; expected level, growth"),
        ("北京|专利授权量|growth|yo|2022-01-01|2022-12-31|1|%", "row 2, column comparison: 'yo'; expected yoy"),
        ("北京|专利授权量|level||2023-01-01|2022-12-31|1|件", "row 2, column period_start: 2023-01-01 is after"),
        ("北京||level||2022-01-01|2022-12-31|1|件", "row 2, column indicator: empty; expected an id or a name"),
    ],
    ids=["printed", "no end", "start", "measure", "comparison", "order", "indicator"],
)
def test_bad_input_names_file_row_column_and_what_was_expected(tmp_path, row, said):
    path = tmp_path / "bad.csv"
    minimal(row).to_csv(path, index=False)
    with pytest.raises(TableError) as error:
        check(path)
    assert str(error.value).startswith(f"{path}: {said}")


@pytest.mark.parametrize("word", ["year_on_year", "同比", "比上年", "YoY", "yoy"])
def test_a_comparison_may_be_written_plainly(word):
    rows = minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: "202722"}, growth={2022: "1.98"}))
    assert check(rows.replace("yoy", word), only="implied_base")["verdict"].tolist() == ["agrees"]


@pytest.mark.parametrize("day", ["2022/12/31", "20221231", "2022年12月31日", "2022-12-31 00:00:00", "44926"])
def test_dates_that_a_spreadsheet_changed_are_read(day):
    rows = minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: "202722"}, growth={2022: "１．９８％"}))
    assert check(rows.replace("2022-12-31", day), only="implied_base")["verdict"].tolist() == ["agrees"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_may_be_saved_by_a_spreadsheet(tmp_path, encoding):
    path = tmp_path / "t.csv"
    rows = minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: "202722"}, growth={2022: "1.98"}))
    path.write_bytes((rows.to_csv(index=False) + ",,,,,,,\n").encode(encoding))
    assert check(path)["verdict"].tolist() == ["agrees"]


def test_names_that_are_not_known_are_said_with_the_nearest(tmp_path, capsys):
    path = tmp_path / "t.csv"
    minimal("北京巿|专利授权数量|level||2022-01-01|2022-12-31|202722|件").to_csv(path, index=False)
    assert command([path], output=None, accept=None, as_json=False, quiet=False) == 0
    said = capsys.readouterr()
    assert (
        "不认识的指标 '专利授权数量'；是否指 专利授权量" in said.err
        and "不认识的地区 '北京巿'；是否指 北京" in said.err
    )
    assert said.out.startswith("没有可以相互核对的数字") and "did you mean" not in said.err
    assert command([path], output=None, accept=None, as_json=False, quiet=False, language="en") == 0
    assert "unknown area '北京巿'; did you mean 北京?; checked by the general rules only" in capsys.readouterr().err


def test_the_command_line_tells_the_notices_and_not_what_agrees(tmp_path, capsys):
    path = tmp_path / "t.csv"
    rows = [minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: level}), vintage=day)
            for level, day in (("202722", "2023-03-01"), ("203722", "2024-03-01"))]  # fmt: skip
    pd.concat(rows).to_csv(path, index=False)
    assert command([path], output=None, accept=None, as_json=False, quiet=False, language="en") == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "published as" in line]
    assert len(said) == 1 and "203,722" in said[0] and "revis" in said[0]


def test_the_command_line_reaches_the_checks(tmp_path, monkeypatch, capsys):
    from ipstats import cli

    path = tmp_path / "t.csv"
    minimal("北京市|专利授权量|level||2022-01-01|2022-12-31|202722|件").to_csv(path, index=False)
    monkeypatch.setattr("sys.argv", ["ipstats", "check", str(path)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    shown = capsys.readouterr()
    assert not end.value.code and shown.out.startswith("没有可以相互核对的数字") and not shown.err


def test_the_projects_own_table_is_checked_with_the_projects_acceptances(tmp_path):
    from ipstats.publishing.settings import accepted

    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    assert accepted(tmp_path) is None
    (tmp_path / "notebooks" / "accepted.yaml").write_text("[]")
    assert accepted(tmp_path) == tmp_path / "notebooks" / "accepted.yaml"


def test_a_table_of_something_else_is_refused_with_the_columns_expected(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(TableError, match=r"its columns are a, b\); expected observation columns"):
        check(path)


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("a,b\n1,2\n", "没有列 measure", "no column measure"),
        ("printed,indicator\n5,专利授权量\n", "最简表应有 ref_area_name", "a minimal table has ref_area_name"),
        ("measure,period_end,obs_value\nlvl,2022-12-31,3\n", "可选：level, growth", "expected one of level, growth"),
        (f"{HEAD}\n北京,专利授权量,level,,2022-01-01,2022-12-31,很多,件\n", "应为数字，如 187884", "expected a figure"),
        (
            f"{HEAD}\n北京,专利授权量,level,,,2022-12-31,1,件,2\n",
            "有的行比表头多出单元格",
            "more cells than the",
        ),
        (f"{HEAD}\n{HEAD}\n{HEAD},,\n", "第 3 行应有 8 列，实有 10 列", "Expected 8 fields in line 3, saw 10"),
        ("", "文件中没有列", "No columns to parse"),
    ],
    ids=["other columns", "few columns", "measure", "printed", "a cell too many", "rows of two lengths", "empty"],
)
def test_bad_input_is_told_in_the_users_language(tmp_path, monkeypatch, text, zh, en):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as error:
        check(path)
    for language, there, not_there in (("zh", zh, en), ("en", en, zh)):
        monkeypatch.setenv("LANGUAGE", language)
        assert there in str(error.value) and not_there not in str(error.value)


def test_a_table_of_no_rows_has_nothing_to_check(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"{HEAD}\n")
    found = check(path)
    assert found.empty and found.attrs["coverage"][-1]["observations"] == 0


def test_an_empty_cell_is_missing_and_never_zero():
    rows = year_rows("北京", "专利授权量", {2021: "198778", 2022: ""}, growth={2022: "1.98"})
    assert check(minimal(*rows)).empty


NAMES = ("北京", "天津", "河北", "山西", "辽宁", "吉林", "上海", "江苏", "浙江", "安徽")


def same_figures(first: list[int], second: list[int], **later) -> list[str]:
    """Verdicts on one column of two editions, place by place."""
    pages = [
        minimal(*(f"{place}|专利授权量|level||2022-01-01|2022-12-31|{value}|件"
                  for place, value in zip(NAMES, values, strict=False)), vintage=f"{year}-03-01")
        for year, values in ((2023, first), (2024, second))
    ]  # fmt: skip
    found = check(pages[0], pages[1].assign(**later), only="same_figure")
    return found.set_index("ref_area_name").loc[list(NAMES[: len(first)]), "verdict"].tolist()


def test_undated_tables_are_editions_in_the_order_given_and_one_table_is_one_edition():
    first, second = (minimal(*year_rows("北京", "专利授权量", {2022: level})) for level in ("202722", "203722"))
    given = [table.assign(source_id="report") for table in (first, second)]
    assert claims_of(one_table(given)).column("edition").tolist() == [0, 1]
    together = one_table([pd.concat(given)])
    assert claims_of(together).column("edition").tolist() == [0, 0]
    assert claims_of(together.drop(columns="file")).column("edition").tolist() == [0, 0]


def test_an_edition_that_changes_half_of_a_column_or_more_is_a_revision():
    """By two per cent, which is more than a single figure may be corrected by without a word."""
    column = [10_000 + 1_000 * n for n in range(10)]
    five = [round(value * 1.02) for value in column[:5]] + column[5:]
    assert same_figures(column, five) == ["cannot_say"] * 5 + ["agrees"] * 5
    assert same_figures(column, [*five[:4], *column[4:]]) == ["contradicts"] * 4 + ["agrees"] * 6
    assert same_figures(column[:5], five[:5]) == ["cannot_say"] * 5
    assert same_figures(column[:4], five[:4]) == ["contradicts"] * 4, "four figures are no column"


def two_statements(first: str, second: str, measure: str = "level|", what: str = "专利授权量", **columns) -> list[str]:
    """Verdict, cause and note of two statements of one figure in two documents, 北京's of 2021."""
    unit = "件" if measure == "level|" else "%"
    rows = [f"北京|{what}|{measure}|2021-01-01|2021-12-31|{printed}|{unit}" for printed in (first, second)]
    two = {"source_id": ["first", "second"], "vintage": ["2022-03-01", "2023-03-01"]}
    found = CHECKS["same_figure"].run(claims_of(one_table([minimal(*rows).assign(**two | columns)])))
    return found.loc[found["claim"], ["verdict", "cause", "note"]].to_numpy().tolist()[0]


REVISION, REGISTERED, WRONG = (
    ["cannot_say", "revision", ""],
    ["cannot_say", "revision", "registered"],
    ["contradicts", "", ""],
)


@pytest.mark.parametrize(
    ("first", "second", "more", "said"),
    [
        ("100000", "100999", {}, REVISION), ("100000", "101001", {}, WRONG), ("100000", "99001", {}, REVISION),
        ("100000", "98999", {}, WRONG), ("10.0", "10.5", {"measure": "growth|yoy"}, WRONG),
        ("100000", "100999", {"source_id": "one", "vintage": "2022-03-01"}, WRONG),
        ("123456", "123465", {}, WRONG), ("123456", "123457", {}, REVISION),
        ("100000", "120000", {"obs_status": ["P", "A"]}, REGISTERED),
        ("100000", "120001", {"obs_status": ["P", "A"]}, WRONG),
        ("100000", "80000", {"obs_status": ["P", "A"]}, REGISTERED),
        ("100000", "79999", {"obs_status": ["P", "A"]}, WRONG), ("100000", "120000", {"obs_status": ["A", "P"]}, WRONG),
        ("100000", "100000", {"obs_status": ["P", "A"]}, ["agrees", "", ""]),
        ("500", "504", {"what": "china_patent_award"}, WRONG),
        ("500", "504", {"what": "china_patent_award", "label": ["预获奖", ""]}, REGISTERED),
        ("500", "700", {"what": "china_patent_award", "label": ["", "公示"]}, REGISTERED),
    ],
)  # fmt: skip
def test_a_later_document_may_revise_a_level_by_one_per_cent_and_a_provisional_figure_by_a_fifth(
    first, second, more, said
):
    assert two_statements(first, second, **more) == said


def test_an_edition_in_which_labels_moved_is_no_revision():
    """Two of eight print each other's figures, which is more than a fifth, and two others differ."""
    column = [10_000 + 1_000 * n for n in range(8)]
    moved = [column[1], column[0], round(column[2] * 1.02), round(column[3] * 1.02), *column[4:]]
    assert same_figures(column, moved) == ["contradicts"] * 4 + ["agrees"] * 4


def test_a_figure_said_to_be_provisional_may_be_revised_and_agrees_where_it_is_the_same():
    first = minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: "202722"}), vintage="2023-03-01")
    later = minimal(*year_rows("北京", "专利授权量", {2021: "198778", 2022: "212722"}), vintage="2024-03-01")
    found = check(first.assign(obs_status="P"), later, only="same_figure").sort_values("period_end")
    assert found[["verdict", "cause"]].to_numpy().tolist() == [["agrees", ""], ["cannot_say", "revision"]]
    twice = pd.concat([first, later.assign(vintage="2023-03-01")])
    found = check(twice.assign(obs_status="P"), only="same_figure").sort_values("period_end")
    assert found["verdict"].tolist() == ["agrees", "contradicts"], "one edition revises nothing of its own"


def test_a_target_never_contradicts_a_result():
    rows = minimal(*year_rows("北京", "专利授权量", {2022: "202722"}))
    goal = rows.assign(printed="300000", is_target="true")
    assert check(pd.concat([rows, goal])).empty


def test_another_coverage_is_another_figure():
    rows = minimal(*year_rows("全国", "有效发明专利量", {2022: "421.2万"}))
    domestic = rows.assign(printed="328.0万", scope="国内（不含港澳台）")
    assert contradictions(pd.concat([rows.assign(scope=""), domestic])).empty


def test_files_are_editions_in_the_order_given(tmp_path):
    first = minimal(*year_rows("北京", "专利授权量", {2021: "198778"}))
    second = minimal(*year_rows("北京", "专利授权量", {2021: "198787", 2022: "202722"}, growth={2022: "1.98"}))
    for name, table in (("a", first), ("b", second)):
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    wrong = contradictions(tmp_path / "a.csv", tmp_path / "b.csv")
    assert wrong[["check", "cause", "sources"]].to_numpy().tolist() == [["same_figure", "digit_slip", "b;a"]]


def test_an_edition_that_moves_most_figures_a_little_was_revised():
    places = ["北京", "天津", "河北", "山西", "辽宁", "吉林"]
    table = lambda factor: minimal(  # noqa: E731
        *(
            f"{p}|专利授权量|level||2021-01-01|2021-12-31|{round((n + 1) * 34567 * factor)}|件"
            for n, p in enumerate(places)
        )
    )
    found = check(table(1), table(1.013))
    assert set(found["verdict"]) == {"cannot_say"} and set(found["cause"]) == {"revision"}


def test_an_accepted_finding_stays_listed_and_no_longer_fails(tmp_path, capsys):
    rows = minimal(*year_rows("北京", "专利授权量", YEARS, growth={2023: "4.31"}))
    table, accept = tmp_path / "t.csv", tmp_path / "accept.yaml"
    rows.to_csv(table, index=False)
    accept.write_text(
        "- {check: implied_base, ref_area_name: 北京, period_end: 2023-12-31, reason: 原件如此}\n"
        "- {check: rank, ref_area_name: 上海, reason: 旧}\n",
        "utf-8",
    )
    assert command([table], output=None, accept=None, as_json=False, quiet=True) == 1
    assert command([table], output=tmp_path / "f.csv", accept=accept, as_json=False, quiet=True) == 0
    assert "已认可的发现不再出现" in capsys.readouterr().err
    written = pd.read_csv(tmp_path / "f.csv")
    assert written["accepted"].tolist() == ["原件如此"]


@pytest.mark.parametrize("entry", ["- {check: rank}", "- {reason: x}", "- {colour: red, reason: x}", "check: rank"])
def test_an_acceptance_without_reason_or_object_is_refused(tmp_path, entry):
    path = tmp_path / "accept.yaml"
    path.write_text(entry)
    with pytest.raises(TableError):
        check(minimal(*year_rows("北京", "专利授权量", YEARS)), accept=path)


def test_coverage_counts_by_document_what_any_check_touched():
    rows = minimal(*year_rows("北京", "专利授权量", YEARS, growth={2022: "1.98"}))
    coverage = pd.DataFrame(check(rows).attrs["coverage"]).set_index("source")
    assert coverage.loc["total", ["observations", "checked", "contradicted"]].tolist() == [4, 3, 0]


def test_figures_that_their_series_bears_out_are_counted_apart(provinces):
    rows = provinces(growth=False)
    rows = rows[(rows["indicator"] == "designs_in_force") & (rows["ref_area_name"] != "全国")]
    alone = minimal("北京|商标注册量|level||2022-01-01|2022-12-31|365000|件")
    total = check(pd.concat([rows, alone])).attrs["coverage"][-1]
    assert (total["observations"], total["checked"], total["series"]) == (len(rows) + 1, 0, len(rows))
    assert check(rows, only="rank").attrs["coverage"][-1]["series"] == 0


def test_an_unknown_check_is_refused_with_the_list():
    with pytest.raises(ParameterError, match="no check 'nothing'; there are implied_base"):
        check(minimal(*year_rows("北京", "专利授权量", YEARS)), only="nothing")


def test_every_check_says_its_rule_in_both_languages_and_its_source():
    for one in CHECKS.values():
        assert one.rule_zh and one.rule_en and one.source and one.how_zh and one.how_en, one.id


def two_vintages() -> pd.DataFrame:
    row = {"ref_area": "110000", "indicator": "resident_population", "label": "常住人口", "period_end": "2019-12-31"}
    return frame(
        [
            row
            | {
                "obs_value": 21536000.0,
                "obs_lower": 21535500,
                "obs_upper": 21536500,
                "vintage": "2020-03-01",
                "source_id": "a",
            },
            row
            | {
                "obs_value": 21900000.0,
                "obs_lower": 21895000,
                "obs_upper": 21905000,
                "vintage": "2024-12-31",
                "source_id": "b",
            },
            row | {"obs_value": 21890000.0, "obs_lower": 21885000, "obs_upper": 21895000, "source_id": "undated"},
        ]
    )


@pytest.mark.parametrize(("day", "known"), [("2019-12-31", []), ("2021-01-01", ["a"]), ("2025-01-01", ["b"])])
def test_the_table_as_it_was_known_on_a_day(day, known):
    assert as_of(two_vintages(), day)["source_id"].tolist() == known


def test_as_of_refuses_what_is_no_date():
    with pytest.raises(ParameterError, match="is no date"):
        as_of(two_vintages(), "someday")


def test_what_a_document_repeats_is_compared_once():
    rows = minimal(*year_rows("北京", "专利授权量", YEARS, growth={2022: "1.98"}))
    found = check(pd.concat([rows, rows]))
    assert found["check"].value_counts().to_dict() == {"same_figure": 4, "implied_base": 1}


def test_gold_of_patents_is_also_said_of_all_gold():
    gold = "全国|china_patent_award_gold_patent|level||2022-01-01|2022-12-31|{}|项"
    verdicts = {n: check(minimal(gold.format(n)), only="award_edition")["verdict"].iloc[0] for n in ("30", "40", "50")}
    assert verdicts == {"30": "agrees", "40": "agrees", "50": "contradicts"}
