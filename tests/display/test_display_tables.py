"""Tables: their anatomy, links and marks; what is missing is said and is never nought."""

import json
from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

from ipstats import context, table
from ipstats.display import scales
from ipstats.display.captions import view, views
from ipstats.display.columns import headings
from ipstats.display.phrasing import records
from ipstats.display.prose import Inline, Prose
from ipstats.display.tables import MIME
from ipstats.errors import DefinitionError, ParameterError, TableError
from ipstats.model.indicators import indicators


def cells(shown, column):
    at = [one.name for one in shown.columns].index(column)
    return {row.cells[0].text: row.cells[at] for row in shown.rows}


def test_a_table_publishes_its_whole_anatomy(grown, here):
    bundle = table(grown, "growth", here)._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/html", "text/plain"}
    made = json.loads(json.dumps(bundle[MIME], allow_nan=False))
    assert set(made) == {
        "kind", "id", "title", "unit", "period", "source", "notes", "alt", "language", "columns", "rows",
    }  # fmt: skip
    assert all(set(column) == {"name", "label", "align", "group"} for column in made["columns"])
    assert all(
        set(cell) == {"text", "value", "href", "title", "mark", "sign"} for row in made["rows"] for cell in row["cells"]
    )
    assert made["period"] == ("2023年" if here.language == "zh" else "2023")


def both_rates(grown, here):
    """Computed and published growth beside each other."""
    return table(grown, "", here, columns=["indicator_unit", "level", "growth", "published"], title="增速")


def test_reported_numbers_link_and_computed_ones_say_their_formula(grown, zh):
    shown = both_rates(grown, zh)
    level, rate = cells(shown, "level")["专利授权量（件）"], cells(shown, "growth")["专利授权量（件）"]
    assert level.href.startswith("sources/made-up-110000.html#fig-") and not level.title
    assert not rate.href and "÷" in rate.title and "59000" in rate.title.replace(",", "")
    assert f'href="../reports/{level.href}"' in shown._repr_mimebundle_()["text/html"]


def test_values_are_unrounded_and_texts_are_not(grown, zh):
    rate = cells(both_rates(grown, zh), "growth")["专利授权量（件）"]
    assert rate.value == pytest.approx((59_000 / 66_000 - 1) * 100)
    assert rate.text == "−10.61"


def test_an_uncertain_rate_is_printed_as_its_range(grown, zh):
    assert "～" in cells(both_rates(grown, zh), "growth")["商标注册量（万件）"].text


def test_what_is_missing_is_a_dash_without_a_value(grown, zh):
    cell = cells(both_rates(grown, zh), "published")["商标注册量（万件）"]
    assert (cell.text, cell.value, cell.href) == ("—", None, "")


def test_status_letters_are_printed_and_explained(grown, here):
    shown = both_rates(grown, here)
    marks = {(cell.mark, cell.sign) for row in shown.rows for cell in row.cells}
    assert ("P", "③") in marks
    assert any(note.startswith("③") for note in shown.notes)
    assert any(("初步数" if here.language == "zh" else "provisional") in note for note in shown.notes)


def test_a_sign_has_one_meaning_in_every_table(zh):
    """A secondary figure has the sign ② alone as well as beside a computed one."""
    rows = pd.DataFrame({"ref_area": ["110000", "310000"], "level": [1.0, 2.0], "level_status": ["EU", "U"]})
    both, alone = (table(one, columns=["area", "level"], title="表") for one in (rows, rows[1:]))
    assert [row.cells[1].sign for row in (*both.rows, *alone.rows)] == ["①②", "②", "②"]
    assert (both.notes[-1], alone.notes[-1]) == ("①测算数；②转引数据。", "②转引数据。")


def test_columns_of_words_that_say_nothing_are_left_out(ranked, zh):
    rows = ranked[ranked["year"] == 2023].assign(published_rank=None)
    shown = table(rows, columns=["area", "value", "published_rank"], title="密度")
    assert [column.name for column in shown.columns] == ["area", "value"]


def test_a_table_of_ones_own_columns_and_headings(grown):
    shown = table(grown, columns=["indicator", ("level", "今年"), "unit_measure"], title="自选")
    assert [column.label for column in shown.columns] == ["指标", "今年", "unit_measure"]
    assert shown.rows[0].cells[1].href


def test_the_rows_of_a_result_are_those_that_pandas_gives(grown, observations):
    holes = observations.assign(page=pd.array([None, *range(1, len(observations))], "Int64"), of=float("nan"))
    for rows in (grown, grown.head(1), holes, grown.iloc[:0], grown.assign(any=[[1]] * len(grown))):
        assert str(records(rows)) == str(rows.to_dict("records"))
    assert records(grown.iloc[0]) == [dict(grown.iloc[0])]


def test_totals_are_set_apart(observations, zh):
    from ipstats import contributions

    rows = contributions(observations, "110000", "patent_grants", 2023, 2022)
    assert isinstance(table(rows, "contributions", zh), Prose), "no parts are reported: a sentence, not an empty table"
    rows = rows.reindex(range(2)).assign(role=["part", "total"], indicator="patent_grants", indicator_name="专利授权量")
    assert [row.kind for row in table(rows, "contributions", zh, columns=["role"]).rows] == ["body", "total"]


@pytest.mark.parametrize("name", sorted(views()))
def test_an_empty_view_says_what_is_missing(grown, here, name):
    said = table(grown.iloc[:0], name, here, edition=23, base_edition=22, prize="all", start=2018)
    assert isinstance(said, Prose) and "{" not in str(said)
    assert bool(said) == bool(view(name).empty_zh) == bool(view(name).empty_en), "silent in both languages or in none"


def test_a_view_that_says_nothing_shows_nothing():
    with pytest.raises(NotImplementedError):
        Prose("zh", (Inline("有话"),))._ipython_display_()
    assert Prose("zh")._ipython_display_() is None


def test_the_reason_of_an_empty_result_is_said(zh, grown):
    empty = grown.iloc[:0].copy()
    empty.attrs["reason_zh"] = "只有2个地区有数"
    assert "只有2个地区有数" in str(table(empty, "", zh, title="位次"))


@pytest.mark.parametrize("name", sorted(views()))
def test_views_name_known_columns_and_the_same_words_in_both_languages(name):
    view = views()[name]
    assert set(view.columns) <= set(headings())
    assert view.main == "" or view.main in view.columns
    for field in ("title", "empty"):
        words = [set(part.split("}")[0] for part in view.text(field, lang).split("{")[1:]) for lang in ("zh", "en")]
        assert words[0] == words[1], field


@pytest.mark.parametrize("name", sorted(name for name, view in views().items() if view.notes_when))
def test_a_note_s_condition_is_one_that_a_table_can_meet(name):
    view = views()[name]
    known = {"", "—", "stated_rate", *view.columns, *indicators()}
    for when, note in zip(view.notes_when, view.notes_zh, strict=True):
        assert when in known or when in note, "a text that cells show, told in the note itself"


def test_a_note_is_printed_where_the_table_has_what_it_is_about(grown, zh):
    def notes(rows, name, *more):
        return "".join(table(rows, name, zh, columns=["indicator_unit", "level", *more]).notes)

    assert "“—”" not in notes(grown, "profile", "base"), "no cell is a dash"
    assert "“—”" in notes(grown.assign(base=float("nan")), "profile", "base")
    stated = grown.assign(rate_id="a")
    assert "增速为公布数，无公布数的" in notes(stated, "five_years", "rate")
    assert "增速为公布数" not in notes(grown.assign(rate_id=""), "five_years", "rate")


@pytest.mark.parametrize(("moved", "said"), [(2, "升2"), (-1, "降1"), (0, "持平"), (None, "—")])
def test_how_a_rank_moved_is_told_in_words(grown, zh, moved, said):
    rows = grown.head(2).assign(moved=[moved, 1.0])
    assert [cell.text for cell in cells(table(rows, columns=["indicator", "moved"]), "moved").values()] == [said, "升1"]


def test_verbs_return_new_tables(grown, zh):
    shown = table(grown, "growth", zh)
    renamed = shown.titled("另题").noted("说明").head(1)
    assert renamed.title == "另题" and renamed.notes[-2] == "说明" and len(renamed.rows) == 1
    assert shown.title != "另题" and len(shown.rows) > 1
    with pytest.raises(FrozenInstanceError):
        shown.title = "改"


@pytest.mark.parametrize(
    "call, error, said",
    [
        (lambda rows, zh: table(rows, columns=["nothing"], title="x"), TableError, "no column 'nothing'"),
        (lambda rows, zh: table(rows, columns=["count"], title="x"), TableError, "no column count"),
        (lambda rows, zh: table(rows, "no_such_view", zh), ParameterError, "expected one of"),
        (lambda rows, zh: table(rows, "award_ranking", zh), DefinitionError, "edition"),
        (lambda rows, zh: context("火星"), ParameterError, "火星"),
        (lambda rows, zh: context("北京", 2022, 2023), ParameterError, "base_year"),
        (lambda rows, zh: context("北京", 2022, 2021, "fr"), ParameterError, "language"),
    ],
    ids=["unknown column", "absent column", "unknown view", "unfilled title", "area", "years", "language"],
)
def test_mistakes_are_named(grown, zh, call, error, said):
    with pytest.raises(error, match=said):
        call(grown, zh)


def test_plain_text_is_aligned_also_with_chinese(grown, zh):
    from ipstats.display.html import _columns

    lines = str(table(grown, "growth", zh)).split("\n")
    rule = next(at for at, line in enumerate(lines) if line.startswith("---"))
    assert {_columns(line) for line in lines[rule + 1 : rule + 1 + len(grown)]} <= set(range(20, len(lines[rule]) + 1))


def test_html_has_three_rules_and_no_script(grown, zh):
    html = table(grown, "growth", zh)._repr_mimebundle_()["text/html"]
    assert html.count("border-top:1.5px") == html.count("border-bottom:1.5px") == 1
    assert "<script" not in html and "<style" not in html


def test_text_of_the_data_cannot_break_the_page(zh):
    import pandas as pd

    html = table(pd.DataFrame({"a": ["<script>&"]}), columns=["a"], title="<i>", source="x")._repr_mimebundle_()
    assert "<script>" not in html["text/html"] and "&lt;i&gt;" in html["text/html"]


@pytest.mark.parametrize(
    ("scope", "language", "text"),
    [("全省", "zh", "1（全省）"), ("全省", "en", "1 (the province)"), ("", "zh", "1（未注明）")],
    ids=["Chinese", "English", "among whom nobody says"],
)
def test_a_published_place_says_among_whom_and_leads_to_its_sentence(grown, scope, language, text):
    ranked = grown.head(1).assign(
        published_rank=1.0, published_rank_scope=scope, published_rank_id="a1", published_rank_source="report"
    )
    here = context("北京市", 2023, 2022, language)
    shown = table(ranked, here=here, columns=["indicator", "published_rank"], title="-")
    cell = shown.rows[0].cells[1]
    assert (cell.text, cell.href) == (text, "sources/report.html#fig-a1")


@pytest.mark.parametrize(
    "language, first, part", [("zh", "合计", "中国专利金奖"), ("en", "All prizes", "Gold for patents")]
)
def test_a_part_of_a_prize_stands_further_in_and_data_files_have_its_name(language, first, part):
    rows = pd.DataFrame({"prize": ["all", "gold", "gold_patent"]})
    shown = table(rows, here=context("浙江", 2023, 2022, language), columns=["prize"], title="Prizes")
    whole, gold, of_patents = (row.cells[0] for row in shown.rows[:3])
    assert (whole.text, whole.value) == (first, first)
    assert not gold.text.startswith("\u3000")
    assert (of_patents.text, of_patents.value) == (f"\u3000{part}", part)


def test_a_scale_alone_is_said_to_be_one():
    assert scales.unit("", 10_000, "en") == "in 10,000s" and scales.unit("yuan", 10**8, "en") == "100 million yuan"
    assert scales.unit("件", 10_000, "zh") == "万件"


@pytest.mark.parametrize(("bound", "zh", "en"), [("=", "2.3亿", "230 million"), ("~", "约2.3亿", "about 230 million")])
def test_a_figure_coarser_than_its_column_stays_as_its_source_printed_it(bound, zh, en):
    row = {"level": 2.3e8, "level_lower": 2.25e8, "level_upper": 2.35e8, "level_printed": "2.3亿", "level_bound": bound}
    assert [scales.text(row | {"unit_measure": "元"}, "level", 10_000, one) for one in ("zh", "en")] == [zh, en]
