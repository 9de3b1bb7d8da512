"""Densities against stock and population: which year's population, which coverage, how far off is a contradiction."""

import pytest
from claimed import minimal

from ipstats.checks import CHECKS, check
from ipstats.checks.claims import claims_of
from ipstats.checks.inputs import one_table

STOCK, PEOPLE, DENSITY = "发明专利有效量", "常住人口", "每万人口发明专利拥有量"


def rows(density: str, *people: tuple[int, str], stock: str = "20000", place: str = "北京", scope: str = ""):
    """A density at the end of 2022, the stock (of a coverage), and populations by year."""
    lines = [
        f"{place}|{DENSITY}|level|||2022-12-31|{density}|件/万人",
        f"{place}|{STOCK}|level|||2022-12-31|{stock}|件",
    ]
    lines += [f"{place}|{PEOPLE}|level|||{year}-12-31|{number}|万人" for year, number in people]
    return minimal(*lines).assign(scope=["", scope, *[""] * len(people)])


def verdict(table) -> tuple[str, str]:
    found = check(table, only="ratio")
    assert len(found) == 1
    return found["verdict"][0], found["cause"][0]


@pytest.mark.parametrize(
    ("density", "people", "expected"),
    [
        ("20.00", [(2022, "1000")], ("agrees", "")),
        ("20.00", [(2021, "1000")], ("agrees", "")),
        ("20.00", [(2022, "1100"), (2021, "1000")], ("agrees", "")),
        ("20.00", [(2022, "1100"), (2020, "1000")], ("agrees", "")),
        ("20.00", [(2022, "1100"), (2021, "1200")], ("contradicts", "")),
        ("20.80", [(2022, "1000")], ("cannot_say", "population_year")),
        ("19.20", [(2022, "1000")], ("cannot_say", "population_year")),
        ("20.80", [(2021, "1000")], ("cannot_say", "population_year")),
        ("20.80", [(2022, "1000"), (2021, "1001")], ("contradicts", "misreading")),
        ("20.98", [(2022, "1000")], ("cannot_say", "population_year")),
        ("21.02", [(2022, "1000")], ("contradicts", "")),
        ("22.20", [(2022, "1000")], ("contradicts", "")),
        ("18.00", [(2022, "1000")], ("contradicts", "")),
    ],
    ids=[
        "own year", "year before", "the year before fits", "two years before", "neither", "4 % more, one year known",
        "4 % less", "only the year before known", "both known", "4.9 % more", "5.1 % more",
        "11 % more", "10 % less",
    ],
)  # fmt: skip
def test_a_density_may_rest_on_a_population_not_at_hand_but_not_on_any(density, people, expected):
    assert verdict(rows(density, *people)) == expected


@pytest.mark.parametrize("year", [2023, 2019])
def test_a_later_population_and_one_of_three_years_before_are_no_denominators(year):
    assert check(rows("20.00", (year, "1000")), only="ratio").empty


@pytest.mark.parametrize(
    ("density", "expected"),
    [
        ("20.00", ("agrees", "")), ("15.00", ("cannot_say", "other_coverage")), ("9.00", ("contradicts", "")),
        ("25.00", ("contradicts", "")), ("10.10", ("cannot_say", "other_coverage")),
    ],
)  # fmt: skip
def test_the_nations_density_is_of_fewer_patents_but_not_of_fewer_than_half(density, expected):
    table = rows(density, (2022, "1000"), (2021, "1001"), place="全国")
    assert verdict(table) == expected


@pytest.mark.parametrize(
    ("density", "expected"),
    [("20.00", ("agrees", "other_coverage")), ("30.00", ("cannot_say", "other_coverage"))],
)
def test_a_stock_of_another_coverage_may_bear_the_nations_density_out_and_never_contradicts_it(density, expected):
    table = rows(density, (2022, "1000"), (2021, "1001"), place="全国", scope="国内")
    assert verdict(table) == expected


@pytest.mark.parametrize(("unit", "density"), [("件/万人", "20.0"), ("件/百万人", "2000"), ("件/亿人", "200000")])
def test_a_density_is_in_the_scale_of_its_unit(unit, density):
    table = rows(density, (2022, "1000"), (2021, "1000"))
    table.loc[0, "unit_measure"] = unit
    assert verdict(table) == ("agrees", "")


@pytest.mark.parametrize(("right", "expected"), [(3, 0), (4, 1)])
def test_a_page_that_divides_by_the_year_before_does_so_throughout(right, expected):
    """Ratios beside their denominators, most of them theirs: the one that is another's is no excuse."""
    lines = []
    for n, place in enumerate(("北京", "天津", "河北", "山西", "辽宁", "吉林")[: right + 1]):
        density = "20.0" if n else "25.0"
        lines.append(f"{place}|{DENSITY}|level|||2022-12-31|{density}|件/万人")
        lines += [f"{place}|{STOCK}|level|||2022-12-31|20000|件", f"{place}|{PEOPLE}|level|||2022-12-31|1000|万人"]
    earlier = minimal(f"北京|{PEOPLE}|level|||2021-12-31|800|万人")
    found = check(earlier, minimal(*lines), only="ratio")
    assert (found["verdict"] == "contradicts").sum() == expected


def test_a_density_is_suspected_before_what_it_is_worked_out_of():
    found = check(rows("22.20", (2022, "1000"), (2021, "1003")))
    wrong = found[found["verdict"] == "contradicts"]
    assert wrong[["indicator", "suspect_label"]].to_numpy().tolist() == [["invention_patents_per_10k", ""]]


@pytest.mark.parametrize(
    ("densities", "told"), [(("20.00", "21.00"), "previous_year"), (("22.22", "19.09"), "own_year")]
)
def test_a_series_that_changes_the_year_of_its_population_is_told_with_the_year_it_changes_to(densities, told):
    """Stocks of 20000 and 21000 in 2021 and 2022; populations of 900, 1000 and 1100 in 2020, 2021 and 2022."""
    lines = [
        f"北京|{PEOPLE}|level|||{year}-12-31|{number}|万人"
        for year, number in ((2020, 900), (2021, 1000), (2022, 1100))
    ]
    for year, stock, density in ((2021, 20000, densities[0]), (2022, 21000, densities[1])):
        lines += [
            f"北京|{STOCK}|level|||{year}-12-31|{stock}|件",
            f"北京|{DENSITY}|level|||{year}-12-31|{density}|件/万人",
        ]
    found = CHECKS["denominator_year"].run(claims_of(one_table([minimal(*lines)])))
    assert set(found["note"]) == {told} and set(found["verdict"]) == {"cannot_say"}


@pytest.mark.parametrize(("own", "told"), [(2021, {"previous_year"}), (2022, set())])
def test_the_population_that_a_densitys_own_document_states_is_the_one_it_used(own, told):
    """Of 2022 both years' populations are 1000, one in the document of the density and one in a later table."""

    def people(year: int) -> str:
        return f"北京|{PEOPLE}|level|||{year}-12-31|1000|万人"

    def density(year: int, stock: int, printed: str) -> list[str]:
        return [
            f"北京|{STOCK}|level|||{year}-12-31|{stock}|件",
            f"北京|{DENSITY}|level|||{year}-12-31|{printed}|件/万人",
        ]

    first = minimal(*density(2021, 20000, "20.00"), people(2021), vintage="2022-03-01")
    second = minimal(*density(2022, 21000, "21.00"), people(own), vintage="2023-03-01")
    table = minimal(people(2021), people(2022), vintage="2024-03-01")
    found = CHECKS["denominator_year"].run(claims_of(one_table([first, second, table])))
    assert set(found["note"]) == told


@pytest.mark.parametrize(
    ("density", "people", "note", "cause"),
    [
        ("20.00", {2022: "1000", 2021: "1000"}, "own_year", ""),
        ("20.00", {2022: "1100", 2021: "1000"}, "previous_year", ""),
        ("20.00", {2021: "1000", 2020: "1000"}, "previous_year", ""),
        ("19.9", {2022: "1001"}, "own_year", "truncation"),
        ("19.9", {2022: "1001", 2021: "1003"}, "previous_year", ""),
        ("19.9", {2022: "1003", 2021: "1001"}, "own_year", ""), ("25.00", {2022: "1000", 2021: "999"}, "own_year", ""),
    ],
    ids=["both years", "the year before", "of two earlier years the later", "cut off", "rounded before cut off",
         "rounded of its own year", "none, so its own"],
)  # fmt: skip
def test_of_several_populations_the_best_fitting_is_named_and_of_those_the_nearest(density, people, note, cause):
    found = CHECKS["ratio"].run(claims_of(one_table([rows(density, *people.items())])))
    assert set(found["note"]) == {note} and set(found["cause"]) == {cause} and found["claim"].sum() == 1


@pytest.mark.parametrize(("own", "told"), [("1000", "a"), ("1100", "b")])
def test_of_populations_that_fit_alike_the_one_of_the_densitys_document_is_named(own, told):
    first = rows("20.00", (2022, own)).assign(source_id="a", vintage="2023-03-01")
    second = rows("20.00", (2022, "1000"))[2:].assign(source_id="b", vintage="2024-03-01")
    claims = claims_of(one_table([first, second]))
    found = CHECKS["ratio"].run(claims)
    assert claims.column("source_id")[found.loc[found["role"] == "denominator", "row"]].tolist() == [told]


@pytest.mark.parametrize(
    ("people", "expected"),
    [("1000", ("agrees", "")), ("1005", ("cannot_say", "revision")), ("1040", ("cannot_say", "revision")),
     ("1060", ("contradicts", ""))],
)  # fmt: skip
def test_a_density_published_before_the_census_contradicts_no_population_revised_by_a_twentieth(people, expected):
    """The census of 2020 revised the populations of the ten years before it, in later documents."""
    lines = [f"北京|{DENSITY}|level|||2018-12-31|20.00|件/万人", f"北京|{STOCK}|level|||2018-12-31|20000|件"]
    first = minimal(*lines, vintage="2019-03-01").assign(source_id="a")
    both = [f"北京|{PEOPLE}|level|||{year}-12-31|{people}|万人" for year in (2018, 2017)]
    later = minimal(*both, vintage="2022-03-01").assign(source_id="b")
    found = CHECKS["ratio"].run(claims_of(one_table([first, later])))
    assert found.loc[found["claim"], ["verdict", "cause"]].values.tolist() == [list(expected)]
