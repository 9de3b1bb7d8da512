"""Places in an order (第N位) against the levels of the others: among whom, by whose figures, and whose may be wrong."""

from math import inf

import pytest
from claimed import evidence, row

STOCK = {"start": ""}
DENSITY = "每万人口发明专利拥有量"


def test_a_place_leaves_its_level_between_those_before_and_after_it():
    places = {"深圳市": "130", "南京市": "120", "杭州市": "110", "广州市": "100"}
    what, unit, stock = "每万人口发明专利拥有量", "件/万人", {"start": ""}
    rows = [row(what, printed, unit, place=place, **stock) for place, printed in places.items()]
    ranks = [row(what, n, "位", place=place, measure="rank", **stock) for place, n in zip(places, "1334", strict=True)]
    lines = evidence("rank", *rows, *ranks)
    levels = lines[lines["role"] == "level"].sort_values("row")[["lower", "upper", "verdict"]].to_numpy().tolist()
    assert levels == [
        [119.5, inf, "agrees"], [99.5, 110.5, "contradicts"], [99.5, 120.5, "agrees"], [-inf, 110.5, "agrees"],
    ]  # fmt: skip
    claims = lines[lines["claim"]].sort_values("row")
    assert claims[["lower", "upper"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3], [4, 4]]


@pytest.mark.parametrize(
    ("place", "other", "verdict"),
    [
        ("1", "21000", "agrees"), ("1", "21200", "contradicts"), ("2", "21200", "agrees"), ("2", "19100", "agrees"),
        ("2", "18900", "contradicts"), ("1", "18900", "agrees"),
    ],
)  # fmt: skip
def test_a_density_that_is_not_printed_is_worked_out_to_a_twentieth(place, other, verdict):
    """Of the municipalities 北京 prints 20.0 (19.95 to 20.05); the others' follow from their stock and ten million."""
    stock = {"start": ""}
    rows = [row(DENSITY, "20.0", "件/万人", **stock), row(DENSITY, place, "位", measure="rank", **stock)]
    for name, patents in (("天津", other), ("上海", "5000"), ("重庆", "5000")):
        rows += [row("发明专利有效量", patents, place=name, **stock)]
        rows += [row("常住人口", "10000000", "人", place=name, **stock)]
    lines = evidence("rank", *rows, rank_scope=["", "直辖市", *[""] * 6])
    assert lines.loc[lines["claim"], "verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("place", "scope", "greater", "wrong"),
    [
        ("苏州", "全省", "南京", True), ("苏州", "全省", "杭州", False), ("苏州", "全省", "江苏", False),
        ("昆山", "全市", "常熟", True), ("昆山", "全市", "江宁区", False), ("江苏", "全国", "浙江", True),
        ("江苏", "", "浙江", True), ("江苏", "全省", "浙江", False), ("苏州", "全国", "南京", False),
        ("南京", "副省级城市", "杭州", True), ("南京", "副省级城市", "苏州", False), ("江苏", "长三角", "浙江", True),
        ("江苏", "长三角", "广东", False), ("苏州", "长三角", "杭州", False),
    ],
)  # fmt: skip
def test_a_first_place_is_among_areas_of_its_own_level_that_its_words_tell(place, scope, greater, wrong):
    what, stock = "有效发明专利量", {"start": ""}
    rows = [row(what, "100", place=place, **stock), row(what, "120", place=greater, **stock)]
    lines = evidence(
        "rank", *rows, row(what, "1", "位", place=place, measure="rank", **stock), rank_scope=["", "", scope]
    )
    assert bool((lines["verdict"] == "contradicts").any()) == wrong


@pytest.mark.parametrize(
    ("more", "less", "wrong"),
    [("b", "c", False), ("c", "b", True), ("a", "c", True), ("c", "a", False)],
    ids=["later less", "later more", "its own more", "its own less"],
)
def test_a_place_is_held_against_its_documents_own_figures_and_else_the_latest(more, less, wrong):
    """江苏 has 90 and is first in a; of 浙江 one document has 100 and another 80."""
    what, stock = "有效发明专利量", {"start": ""}
    rows = [row(what, "90", place="江苏", **stock), row(what, "1", "位", place="江苏", measure="rank", **stock)]
    rows += [row(what, printed, place="浙江", **stock) for printed in ("100", "80")]
    sources = ["a", "a", more, less]
    days = [f"2023-0{'abc'.index(one) + 1}-01" for one in sources]
    lines = evidence("rank", *rows, rank_scope=["", "长三角", "", ""], source_id=sources, vintage=days)
    assert lines.loc[lines["claim"], "verdict"].tolist() == ["contradicts" if wrong else "cannot_say"]


def test_areas_with_one_and_the_same_level_share_a_place_and_may_each_have_the_next():
    what, stock = "有效发明专利量", {"start": ""}
    places = {"深圳市": "120", "南京市": "120", "杭州市": "110"}
    rows = [row(what, printed, place=place, **stock) for place, printed in places.items()]
    ranks = [row(what, n, "位", place=place, measure="rank", **stock) for place, n in zip(places, "123", strict=True)]
    lines = evidence("rank", *rows, *ranks)
    claims = lines[lines["claim"]].sort_values("row")[["lower", "upper", "verdict"]].to_numpy().tolist()
    assert claims == [[1, 2, "agrees"], [1, 2, "agrees"], [3, 3, "agrees"]]


def test_a_doubtful_rank_names_the_few_peers_that_may_be_wrong():
    what, stock = "有效发明专利量", {"start": ""}
    places = {"深圳市": "130", "南京市": "120", "杭州市": "110"}
    rows = [row(what, printed, place=place, **stock) for place, printed in places.items()]
    ranks = [row(what, n, "位", place=place, measure="rank", **stock) for place, n in zip(places, "123", strict=True)]
    lines = evidence(
        "rank", *rows, *ranks[:1], *ranks[2:], row(what, "1", "位", place="南京市", measure="rank", **stock)
    )
    peers = lines[lines["role"] == "peer"]
    assert peers[["lower", "upper", "verdict"]].to_numpy().tolist() == [[-inf, 120, "contradicts"]]


@pytest.mark.parametrize(("above", "suspects"), [(1, 1), (3, 3), (4, 0)])
def test_a_few_areas_with_more_than_a_rank_allows_are_suspected_and_many_are_not(above, suspects):
    """Each of `above` areas has more than 北京, whose rank leaves room for one fewer."""
    names = ("天津", "河北", "山西", "辽宁", "吉林")
    levels = [
        row("发明专利有效量", str(900 - n if n < above else 100 + n), place=name, **STOCK)
        for n, name in enumerate(names)
    ]
    ranks = [row("发明专利有效量", str(9), "位", place=name, measure="rank", **STOCK) for name in names]
    own = [row("发明专利有效量", "500", **STOCK), row("发明专利有效量", str(above), "位", measure="rank", **STOCK)]
    lines = evidence("rank", *levels, *ranks, *own)
    lines = lines[lines["relation"] == lines.loc[lines["row"] == len(levels + ranks + own) - 1, "relation"].item()]
    assert (lines["role"] == "peer").sum() == suspects and set(lines["verdict"]) == {"contradicts"}
