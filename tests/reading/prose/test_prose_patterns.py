"""The patterns of report prose (`patterns.yaml`), each in several wordings: what is read of a sentence."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from expected import assert_read, pending, read_prose

from ipstats import read
from ipstats.documents.blocks import Block, Context
from ipstats.model.observations import frame

CASES, WORDINGS, CONTEXTS, GENRES, LISTS, PRIZES, PRIZE_FORMS = (
    yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for name in (
        "patterns.yaml",
        "wordings.yaml",
        "contexts.yaml",
        "genres.yaml",
        "lists.yaml",
        "prizes.yaml",
        "prize_forms.yaml",
    )
)
DOCUMENTS = CONTEXTS | GENRES | LISTS | PRIZES | PRIZE_FORMS


def rows_of(text: str, year: int | None = 2022, **context) -> list[dict]:
    return frame(read_prose([Block(text)], Context(year=year, **context))).to_dict("records")


@pytest.mark.parametrize("name", CASES)
def test_pattern(name):
    assert_read(rows_of(CASES[name]["text"]), CASES[name]["reads"], name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_short_document(name):
    assert_read(read(DOCUMENTS[name]["text"]).table.to_dict("records"), DOCUMENTS[name]["reads"], name)


@pytest.mark.parametrize(
    ("wording", "name"),
    [(one, f"{name} {at}") for name, all_ in WORDINGS.items() for at, one in enumerate(all_, start=1)],
)
def test_wording(wording, name):
    text, _, reads = wording.partition(" => ")
    assert_read(rows_of(text), [reads], name)


def test_the_words_of_what_is_pending_are_cases():
    groups = (*CASES.items(), *DOCUMENTS.items())
    cases = {f"{name} #{at}" for name, case in groups for at in range(1, len(case["reads"]) + 1)}
    cases |= {f"{name} {at} #1" for name, all_ in WORDINGS.items() for at in range(1, len(all_) + 1)}
    assert set(pending()) <= cases


NO_FIGURES = [
    "2022年6月，国务院办公厅印发〔2021〕124号通知。",
    "深化对“两个确立”的认识，增强“四个意识”，做到“两个维护”。",
    "《知识产权强国建设纲要（2021-2035年）》第三章第十二条提出要求。",
    "一是加强保护；二是优化服务；三是深化改革。",
    "完善“1+17+N”服务体系，C919、6G和12345热线受到关注。",
    "“4·26”宣传周期间举办第25届论坛，十大案例入选。",
    "推进优化营商环境5.0版改革，建设“两区”，落实“一带一路”倡议。",
    "从三个方面推进，抓好四个环节。",
    "首批试点由第三方评估，进入第一梯队。",
    "长江-2期产品在深圳证券交易所发行，首创先行裁驳模式。",
    "面向未来十五年描绘蓝图[2]，打造国际一流。",
    "专利审查周期压减至1个半月以内，平均用时两个半小时。",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_numbers_that_are_no_figures(text):
    assert [row["obs_text"] for row in rows_of(text)] == []


def test_relative_years_are_those_of_writing():
    rows = rows_of("去年，全国专利授权量9件。截至今年1月底，有效注册商标8件。", year=None, published=date(2024, 2, 1))
    assert [row["time_period"] for row in rows] == ["2023", "2024-01-31"]


def test_what_no_one_says_is_missing_not_guessed():
    (row,) = rows_of("专利授权量9件。", year=None)
    assert row["time_period"] == "" and row["ref_area"] == "" and str(row["period_end"]) == "NaT"


def test_headings_date_and_plan():
    blocks = [
        Block("2022年工作回顾", kind="heading"),
        Block("专利授权量9件。", start=20, headings=("2022年工作回顾",)),
        Block("专利授权量10件。", start=40, headings=("2023年主要目标",)),
    ]
    rows = read_prose(blocks, Context(title="某市知识产权工作报告"))
    assert [(row["period_end"].year, row["is_target"]) for row in rows] == [(2022, False), (2023, True)]


def test_items_of_a_compilation_have_dates_of_their_own():
    blocks = [
        Block("今年上半年授权专利9件。", headings=("汇编", "20230718 新闻")),
        Block("去年授权专利20件。", start=50, headings=("汇编", "20240104 新闻")),
    ]
    assert [str(row["period_end"]) for row in read_prose(blocks, Context())] == ["2023-06-30", "2023-12-31"]


def test_a_headline_is_dated_by_the_text_below():
    head = "20241030 有效注册商标量同比增长10.5%"
    blocks = [
        Block(head, kind="heading", headings=("汇编",)),
        Block("截至今年9月底，有效注册商标量达66万件，同比增长10.5%。", start=50, headings=("汇编", head)),
    ]
    assert {str(row["period_end"]) for row in read_prose(blocks, Context())} == {"2024-09-30"}


def test_a_word_cut_by_a_page_break_is_whole():
    block = Block("2022年新增知识产权示范单位3家。", start=100, joins=((8, "\n\n"),))
    (row,) = read_prose([block], Context())
    assert row["label"] == "新增知识产权示范单位" and (row["char_start"], row["char_end"]) == (117, 119)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2018年授权专利64106件，增幅3825%；发明授权11393件，增幅4.72%。", "U"),
        ("2018年授权专利64106件，增幅38.25%；发明授权11393件，增幅4.72%。", "A"),
    ],
    ids=["decimal point lost", "decimal point there"],
)
def test_a_lost_decimal_point_is_flagged_not_mended(text, status):
    row = next(row for row in rows_of(text, year=2018, area="北京市") if row["measure"] == "growth")
    assert row["obs_status"] == status and row["obs_value"] == float(row["printed"])
    assert bool(row["comment_obs"]) == (status == "U")


@pytest.mark.parametrize(
    ("text", "indicator", "places"),
    [
        ("第二十五届中国专利奖中，杭州市、宁波市获金奖各2项。", "china_patent_award_gold", ["杭州市", "宁波市"]),
        ("2023年，温州、嘉兴、绍兴各有专利代理机构8家。", "patent_agencies", ["温州市", "嘉兴市", "绍兴市"]),
        (
            "2023年，合肥、芜湖两市新增国家知识产权示范企业各3家。",
            "new_demonstration_enterprises",
            ["合肥市", "芜湖市"],
        ),
    ],
    ids=["so many each", "each has so many", "of so many cities"],
)
def test_as_many_in_each_of_several_places(text, indicator, places):
    rows = rows_of(text)
    assert [row["ref_area_name"] for row in rows] == places
    assert {row["indicator"] for row in rows} == {indicator}
