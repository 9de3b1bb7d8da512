"""Wrong definition files fail with file, key and reason; right ones are read as records."""

import itertools
from dataclasses import dataclass
from datetime import date

import pytest
import yaml

from ipstats.errors import DefinitionError
from ipstats.model.areas import read_areas
from ipstats.model.awards import read_editions
from ipstats.model.calibers import read_calibers
from ipstats.model.definitions import FOLDER, entries, make, normalise, read_yaml
from ipstats.model.indicators import read_indicators
from ipstats.model.units import read_units


@dataclass(frozen=True)
class Record:
    id: str
    size: int
    day: date | None = None
    words: tuple[str, ...] = ()
    share: float = 0.0


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_dates_and_whole_numbers_are_taken_as_the_record_wants_them(tmp_path):
    path = written(tmp_path, "x.yaml", "a: {size: 3, day: '2022-12-31', words: [甲, 乙], share: 2}\nb: {size: 4}\n")
    found = entries(Record, path)
    assert found["a"] == Record("a", 3, date(2022, 12, 31), ("甲", "乙"), 2.0)
    assert found["b"].day is None and found["b"].words == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"id": "a"}, "size is missing", id="missing"),
        pytest.param({"id": "a", "size": 1, "weight": 2}, "unknown field 'weight'", id="unknown"),
        pytest.param({"id": "a", "size": "many"}, "expected int, found 'many'", id="type"),
        pytest.param({"id": "a", "size": 1, "day": "31.12.2022"}, "is no date", id="date"),
        pytest.param(["a"], "expected fields, found list", id="no fields"),
    ],
)
def test_a_wrong_entry_says_where_and_why(fields, said):
    with pytest.raises(DefinitionError, match=f"^x.yaml: a.*{said}"):
        make(Record, fields, "x.yaml: a")


INDICATOR = "zh: {zh}, en: {zh}, unit: 件, kind: {kind}, definition_zh: 甲, definition_en: a, source: s"


def indicator_file(folder, *lines):
    return written(folder, "indicators.yaml", "\n".join(lines))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(["a: {zh: 甲}"], "a: definition_en is missing", id="missing"),
        pytest.param(["a: {" + INDICATOR.format(zh="甲", kind="level") + "}"], "kind 'level' is none of", id="kind"),
        pytest.param(["a: {" + INDICATOR.format(zh="甲", kind="ratio") + "}"], "numerator and denominator", id="ratio"),
        pytest.param(
            ["a: {" + INDICATOR.format(zh="甲", kind="ratio") + ", numerator: b}"], "and denominator", id="half"
        ),
        pytest.param(
            ["a: {" + INDICATOR.format(zh="甲", kind="flow") + ", part_of: z}"], "no indicator 'z'", id="total"
        ),
        pytest.param(
            [f"{key}: {{{INDICATOR.format(zh=key, kind='flow')}, aliases: [丙]}}" for key in "ab"],
            "b: the name '丙' also means a in the same unit",
            id="ambiguous",
        ),
        pytest.param(["a: 1", "a: 2"], "a: written twice", id="twice"),
        pytest.param(["a: [1"], "not valid YAML", id="broken"),
        pytest.param(["- a"], "expected a mapping", id="list"),
    ],
)
def test_a_wrong_indicator_file_names_the_key(tmp_path, lines, said):
    with pytest.raises(DefinitionError, match=f"indicators.yaml: .*{said}"):
        read_indicators(indicator_file(tmp_path, *lines))


def test_one_name_for_two_indicators_is_right_when_their_units_tell_them_apart(tmp_path):
    lines = [f"a: {{{INDICATOR.format(zh='金额', kind='flow')}, aliases: [融资]}}".replace("件", "元")]
    lines += [f"b: {{{INDICATOR.format(zh='项目', kind='flow')}, aliases: [融资]}}"]
    assert set(read_indicators(indicator_file(tmp_path, *lines))) == {"a", "b"}


AREAS = (
    "code,name,short,name_en,level,parent,valid_from,valid_to,aliases,flags,members\n000000,全国,,China,nation,,,,,,\n"
)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("11000,甲,,A,province,000000,,,,,", "11000: the code is not six digits", id="code"),
        pytest.param("110000,甲,,A,city,000000,,,,,", "level 'city' is none of", id="level"),
        pytest.param("110000,甲,,A,province,990000,,,,,", "no area '990000'", id="parent"),
        pytest.param("110000,甲,,A,province,000000,2015,,,,", "expected YYYY-MM-DD", id="date"),
        pytest.param("110000,甲,,A,province,000000,2015-01-01,2014-01-01,,,", "is before valid_from", id="order"),
        pytest.param("110000,甲,,A,province,000000,,,,capital,", "flag 'capital' is none of", id="flag"),
        pytest.param("000000,甲,,A,nation,,,,,,", "000000: written twice", id="twice"),
        pytest.param("110000,甲", "line 3: expected 11 cells", id="short"),
    ],
)
def test_a_wrong_area_file_names_the_code(tmp_path, row, said):
    with pytest.raises(DefinitionError, match=f"areas.csv: .*{said}"):
        read_areas(written(tmp_path, "areas.csv", AREAS + row + "\n"))


@pytest.mark.parametrize(
    ("read", "name", "text", "said"),
    [
        pytest.param(
            read_editions, "awards.yaml", "a: {edition: 1, source: s, total: 5, gold: 1, silver: 1, excellence: 1}",
            "a: total is 5 but its parts add up to 3", id="award sums",
        ),
        pytest.param(
            read_editions, "awards.yaml", "a: {edition: 1, source: s}\nb: {edition: 1, source: s}",
            "b: edition 1 .* written twice", id="award twice",
        ),
        pytest.param(read_units, "units.yaml", "亿元: {kind: money, of: 元, scale: 10}", "no unit '元'", id="base"),
        pytest.param(read_units, "units.yaml", "元: {kind: money, scale: 10}", "of and scale go together", id="scale"),
        pytest.param(
            read_units, "units.yaml", "元: {kind: money}\n块: {kind: money, aliases: [元]}", "'元' is written twice",
            id="unit twice",
        ),
        pytest.param(
            read_calibers, "calibers.yaml",
            "a: {indicators: [patent_grants], last_before: 2020-12-31, first_after: 2020-01-01, kind: coverage,"
            " action: label, reason_zh: 甲, reason_en: a, source: s}",
            "a: last_before 2020-12-31 is not before", id="caliber order",
        ),
        pytest.param(
            read_calibers, "calibers.yaml",
            "a: {indicators: [nothing], last_before: 2019-12-31, first_after: 2020-01-01, kind: coverage,"
            " action: label, reason_zh: 甲, reason_en: a, source: s}",
            "a: indicators: no indicator 'nothing'", id="caliber indicator",
        ),
    ],
)  # fmt: skip
def test_a_wrong_register_names_the_entry(tmp_path, read, name, text, said):
    with pytest.raises(DefinitionError, match=f"{name}: .*{said}"):
        read(written(tmp_path, name, text))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("专利、商标 质押", "专利商标质押"),
        ("ＰＣＴ申请", "pct申请"),
        ("“两区”", "两区"),
        ("Inner Mongolia", "innermongolia"),
    ],
)
def test_names_are_compared_in_one_form(name, plain):
    assert normalise(name) == plain


SHIPPED = {
    "indicators.yaml": read_indicators,
    "units.yaml": read_units,
    "awards.yaml": read_editions,
    "calibers.yaml": read_calibers,
}
WRONG = [None, 7, "nonsense", [], [7], {}, {"a": 1}, True, "", 2.5]


@pytest.mark.parametrize("name", SHIPPED)
def test_whatever_is_put_into_a_field_the_file_is_read_or_the_entry_is_named(tmp_path, name):
    content = dict(itertools.islice(read_yaml(FOLDER / name).items(), 8))
    samples = dict(itertools.islice(content.items(), 2))
    refused = 0
    for key, entry in samples.items():
        others = yaml.safe_dump({other: content[other] for other in content if other != key}, allow_unicode=True)
        for field, value in itertools.product(entry, WRONG):
            wrong = others + yaml.safe_dump({key: entry | {field: value}}, allow_unicode=True)
            try:
                SHIPPED[name](written(tmp_path, name, wrong))
            except DefinitionError as error:
                refused += 1
                assert str(error).startswith(f"{name}: ") and len(str(error).splitlines()) == 1
    assert refused > len(samples) * 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_of_areas_is_read_as_a_chinese_excel_saves_it(encoding, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_bytes(
        (AREAS + "110000,北京市,北京,Beijing,province,000000,,,,,\n").replace("\n", "\r\n").encode(encoding)
    )
    assert read_areas(path)["110000"].name == "北京市"


def test_a_table_of_areas_in_no_known_encoding_is_refused(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_bytes(AREAS.encode() + b"\xff\xff,\n")
    with pytest.raises(DefinitionError, match=r"areas.csv: is no text in UTF-8 or GB 18030"):
        read_areas(path)
