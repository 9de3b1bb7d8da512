"""What is given of a document, set against its title."""

import pytest

from ipstats import read

TEXT = "# {}\n\n2022年，全市专利授权量1939件。\n"


@pytest.mark.parametrize(
    ("title", "given", "said"),
    [
        ("随州市2022年知识产权工作", {"area": "襄阳市"}, "随州市"),
        ("2022年樊城区知识产权工作", {"area": "襄阳市"}, "樊城区"),
        ("襄阳市2022年知识产权工作", {"area": "全国"}, "襄阳市"),
        ("襄阳市2022年知识产权工作", {"area": "襄阳市", "year": 2019}, "2022"),
    ],
    ids=["another city", "a district of it", "the nation", "another year"],
)
def test_a_title_against_what_was_given_makes_all_doubtful(title, given, said):
    document = read(TEXT.format(title), **given)
    assert set(document.table["trust"]) == {"doubtful"}
    assert [said in line for line in document.warnings] == [True]


@pytest.mark.parametrize(
    ("title", "given"),
    [
        ("襄阳市2022年知识产权工作", {"area": "襄阳市"}),
        ("湖北襄阳市2022年知识产权工作", {"area": "襄阳市"}),
        ("2023年知识产权发展状况", {"area": "襄阳市", "year": 2022}),
        ("知识产权工作", {"area": "襄阳市"}),
    ],
    ids=["the same", "the province before it", "a paper of the year after", "no place"],
)
def test_a_title_that_agrees_or_says_nothing_is_no_doubt(title, given):
    document = read(TEXT.format(title), **given)
    assert document.warnings == () and "doubtful" not in set(document.table["trust"])


@pytest.mark.parametrize("zone", ["武汉经开区", "合肥高新区"], ids=["the catalogue lacks it", "by a short name"])
def test_the_name_of_the_zone_that_a_document_is_about_is_its_area(zone):
    """It is neither the city that the name begins with nor a part of itself."""
    table = read(f"2022年，{zone}新增发明专利授权2425件。截至年末，{zone}累计有效发明专利6452件。", area=zone).table
    assert table["obs_value"].tolist() == [2425, 6452] and table["ref_area_name"].nunique() == 1
    assert set(table["scope"]) == {""} and not table["ref_area_name"].isin(["武汉市", "合肥市"]).any()
