"""Charts: no text on another, none outside the sheet, none in a missing glyph; the same bytes; readable in grey."""

import io
import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ipstats import charts, figure
from ipstats.display import figures, style
from ipstats.display.prose import Prose
from nbappendix import fonts

REFERENCE = Path(__file__).parent / "reference"

DRAWN = {
    "bars": lambda d, here: charts.bars(d["ranked"][d["ranked"]["year"] == 2023], "value", "density_rank", here),
    "signed bars": lambda d, here: charts.bars(d["grown"], "growth", "growth_bars", here, label="indicator"),
    "intervals": lambda d, here: charts.intervals(d["grown"], "growth", "growth_bars", here),
    "lines": lambda d, here: charts.lines(d["everywhere"], "level", "compare_lines", here),
    "panels": lambda d, here: charts.panels(d["series"], "level", "history", here),
    "sparks": lambda d, here: charts.sparks(d["series"], "level", "profile_course", here),
    "slope": lambda d, here: charts.slope(d["pairs"], "base", "level", "compare_change", here),
    "dumbbell": lambda d, here: charts.dumbbell(d["pairs"], "base", "level", "compare_change", here),
    "bump": lambda d, here: charts.bump(d["places"], "rank", "density_places", here),
    "columns": lambda d, here: charts.columns(d["series"], "level", "five_years_chart", here),
    "stacked": lambda d, here: charts.stacked(d["shares"], "share", "shares", here),
    "places": lambda d, here: charts.places(d["prizes"], "once", "award_places", here, edition=23, prize="all"),
    "tile grid": lambda d, here: charts.tile_grid(d["prizes"], "count", "award_tiles", here, edition=23, prize="all"),
}
SILENT = ("bars", "signed bars", "intervals", "slope", "dumbbell", "columns", "stacked")
"""Charts of views that leave it to the table or sentence beside them to say why there is none."""
each_chart = pytest.mark.parametrize("kind", DRAWN)


@pytest.fixture(scope="session")
def data(grown, series, everywhere, ranked, observations, prizes):
    from ipstats import growth

    areas = everywhere["ref_area"].unique()
    pairs = [growth(observations, area, 2023, 2022, indicators=["invention_patents_in_force"]) for area in areas]
    return {
        "grown": grown, "series": series, "everywhere": everywhere, "ranked": ranked,
        "pairs": pd.concat(pairs, ignore_index=True), "places": turned(ranked), "shares": shares(series),
        "prizes": prizes,
    }  # fmt: skip


def turned(ranked):
    """The ranks of the last year turned round, so that lines cross."""
    return ranked.assign(rank=ranked["rank"].where(ranked["year"] != 2023, 6 - ranked["rank"]))


def shares(series):
    """Two kinds of grants of a total, as `shares_by_year` gives them."""
    grants = series[series["indicator"] == "patent_grants"]
    parts = []
    for at, name in enumerate(("invention_patent_grants", "utility_model_grants")):
        share = 30.0 + 2 * (grants["year"] - 2020) if at == 0 else 70.0 - 2 * (grants["year"] - 2020)
        parts.append(grants.assign(indicator=name, share=share, share_lower=share, share_upper=share, share_unit="%"))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture
def sheets(monkeypatch):
    """The matplotlib figures behind the charts that a test draws."""
    kept, saved = [], figures._saved
    monkeypatch.setattr(figures, "_saved", lambda canvas: kept.append(canvas) or saved(canvas))
    return kept


@pytest.fixture(scope="session")
def drawn(data):
    """`drawn(kind, here)`: a chart and the matplotlib figure behind it, drawn once in each language."""
    kept, saved = {}, figures._saved

    def draw(kind, here):
        key = (kind, here.language)
        if key not in kept:
            canvases = []
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(figures, "_saved", lambda canvas: canvases.append(canvas) or saved(canvas))
                kept[key] = DRAWN[kind](data, here), canvases[0]
        return kept[key]

    return draw


def boxes(canvas):
    """Window extents of all visible texts, by text."""
    from matplotlib.text import Text

    renderer = canvas.canvas.get_renderer() if hasattr(canvas.canvas, "get_renderer") else canvas._get_renderer()
    found = [one for one in canvas.findobj(Text) if one.get_visible() and one.get_text().strip()]
    return [(one.get_text(), Text.get_window_extent(one, renderer)) for one in found if on_axis(one, canvas)]


def on_axis(text, canvas):
    """Tick labels outside their axis are not drawn."""
    for axes in canvas.axes:
        for axis, side in ((axes.xaxis, 0), (axes.yaxis, 1)):
            if any(text in (tick.label1, tick.label2) for tick in axis.get_major_ticks()):
                low, high = sorted((axes.get_xlim(), axes.get_ylim())[side])
                return axis.get_visible() and axes.get_visible() and low <= text.get_position()[side] <= high
    return True


@each_chart
def test_no_text_lies_on_another(drawn, here, kind):
    found = boxes(drawn(kind, here)[1])
    assert len(found) > 4
    for at, (one, first) in enumerate(found):
        for other, second in found[at + 1 :]:
            wide = min(first.x1, second.x1) - max(first.x0, second.x0)
            high = min(first.y1, second.y1) - max(first.y0, second.y0)
            assert wide < 1 or high < 2.5, (one, other)


@each_chart
def test_every_character_has_a_glyph_and_is_real_text(drawn, here, kind):
    svg = drawn(kind, here)[0].svg
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert texts and not fonts.missing("".join(texts))
    assert f"'{fonts.SANS}'" in svg
    assert "-" not in {text[0] for text in texts if re.fullmatch(r"-[\d.,]+", text)}, "minus is U+2212"


@each_chart
def test_the_same_data_gives_the_same_bytes(data, drawn, zh, kind):
    first, second = drawn(kind, zh)[0], DRAWN[kind](data, zh)
    assert first.svg == second.svg and first.png == second.png
    assert "<dc:date>" not in first.svg


@each_chart
def test_a_chart_carries_its_data_and_says_it_to_who_cannot_see(drawn, here, kind):
    made = drawn(kind, here)[0].to_json()
    assert made["title"] and made["source"] and made["period"]
    assert made["data"]["rows"] and made["data"]["columns"]
    assert re.search(r"\d", made["alt"]), "the alternative text has figures"


@each_chart
def test_no_data_and_one_figure_are_sentences(data, here, kind):
    for rows in (0, 1):
        said = DRAWN[kind]({name: frame.iloc[:rows] for name, frame in data.items()}, here)
        assert isinstance(said, Prose), rows
        assert bool(said) == (kind not in SILENT), "what stands beside it says why there is none"


def test_no_line_crosses_a_missing_year_or_a_break(data, zh, sheets):
    own = data["everywhere"][data["everywhere"]["ref_area"] == "110000"]
    broken = own.assign(break_before=own["year"] == 2022)
    charts.lines(broken, "level", "tour_lines", zh)
    drawn = [line.get_xdata().tolist() for line in sheets[0].axes[0].lines if line.get_marker() == "o"]
    assert drawn == [[2020, 2021], [2022, 2023]]
    charts.lines(own[own["year"] != 2021], "level", "tour_lines", zh)
    drawn = [line.get_xdata().tolist() for line in sheets[1].axes[0].lines if line.get_marker() == "o"]
    assert drawn == [[2020], [2022, 2023]]


def test_an_uncertain_growth_shows_its_whole_interval(data, zh, sheets):
    charts.intervals(data["grown"], "growth", "growth_bars", zh)
    rates = data["grown"].reset_index(drop=True)
    at = rates.index[rates["indicator"] == "trademark_registrations"][0]
    bands = [line.get_xdata() for line in sheets[0].axes[0].lines if line.get_linewidth() == 6]
    assert bands[at] == pytest.approx(rates.loc[at, ["growth_lower", "growth_upper"]].astype(float).to_list())


def test_places_that_never_changed_are_a_sentence(data, here):
    said = charts.bump(data["ranked"], "rank", "density_places", here)
    assert isinstance(said, Prose) and not said.missing
    assert ("均为第1位" if here.language == "zh" else "1st throughout") in str(said)


def test_years_stand_under_heads_of_their_own(data, here):
    """Over the years a level is a value, not that of the report's year; two labels are two columns."""
    made = charts.lines(data["everywhere"], "level", "compare_lines", here).data
    assert [column.label for column in made.columns][2] == ("数值" if here.language == "zh" else "Figure")
    gaps = data["ranked"].assign(gap=1.0, gap_unit="件/万人", population_year="same", published=1.0, published_unit="")
    made = charts.intervals(gaps, "gap", "population_gaps", here, label=["year", "population_year"], against="").data
    labels = [column.label for column in made.columns]
    assert len(set(labels)) == len(labels) == 5 and "population_year" not in labels


def test_bars_of_one_rounding_have_no_ranges(data, zh):
    rows = data["ranked"][data["ranked"]["year"] == 2023]
    svg = charts.bars(rows, "value", "density_rank", zh, decimals=1).svg
    printed = [text for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg) if re.search(r"\d", text)]
    assert printed and all(re.fullmatch(r"[\d,]+\.\d", text) for text in printed)


def test_bars_that_are_left_out_are_the_smallest_changes(data, here):
    """Sorted from rise to fall, the first would leave out every large fall."""
    rows = data["grown"].iloc[:4].assign(growth=[20.0, 1.0, -0.5, -30.0], growth_lower=None, growth_upper=None)
    made = charts.bars(rows, "growth", "growth_bars", here, label="indicator", most=2, decimals=1)
    printed = [text for text in re.findall(r"<text[^>]*>([^<]*)</text>", made.svg) if re.search(r"\d\.\d", text)]
    assert printed == ["20.0", "−30.0"]
    assert ("增减最大的2项" if here.language == "zh" else "those that change most") in made.notes[-1]


def test_bars_and_lines_start_at_nought(drawn, zh):
    assert drawn("lines", zh)[1].axes[0].get_ylim()[0] == 0
    assert drawn("bars", zh)[1].axes[0].get_xlim()[0] == 0


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def test_highlights_stand_out_in_grey_and_text_is_legible():
    def contrast(a, b):
        low, high = sorted((luminance(a), luminance(b)))
        return (high + 0.05) / (low + 0.05)

    assert contrast(style.colour("highlight"), style.colour("other")) >= 3
    assert min(contrast(style.colour(name), "#ffffff") for name in ("ink", "quiet", "highlight")) >= 4.5


def test_series_differ_by_more_than_colour():
    looks = [(style.look(at)["marker"], style.look(at)["linestyle"]) for at in range(8)]
    assert len(set(looks)) == 8


def test_chinese_of_ones_own_drawing_shows(data, zh):
    import matplotlib.pyplot as plt
    import seaborn as sns

    from ipstats import use_style

    with plt.rc_context():
        use_style()
        axes = sns.lineplot(data["everywhere"], x="year", y="level")
        axes.set(ylabel="有效发明专利（件）", xlabel="年份")
        shown = figure(axes, data["everywhere"], title="自绘", here=zh, columns=["year", "level"])
        plt.close("all")
    assert "有效发明专利（件）" in shown.svg and f"'{fonts.SANS}'" in shown.svg
    assert shown.source and shown.alt


@each_chart
def test_it_looks_as_reviewed(drawn, zh, kind):
    """A small grey copy beside the one somebody looked at; ACCEPT_CHARTS=1 keeps the new ones for review."""
    from PIL import Image

    path = REFERENCE / f"{kind.replace(' ', '-')}.png"
    whole = Image.open(io.BytesIO(drawn(kind, zh)[0].png)).convert("L")
    small = whole.resize((200, round(200 * whole.height / whole.width)), Image.Resampling.BOX)
    if os.environ.get("ACCEPT_CHARTS"):
        REFERENCE.mkdir(exist_ok=True)
        small.save(path, optimize=True)
    seen = Image.open(path)
    assert abs(seen.height - small.height) <= 3
    difference = np.abs(np.asarray(seen.resize(small.size), float) - np.asarray(small, float))
    assert difference.mean() < 3, f"{path.name}: look at it again"


def test_a_value_of_another_year_than_the_edge_of_its_row_says_its_year(data, here, sheets):
    """Two points are no course, and the value of a later first year does not stand above the first year's mark."""
    first, *others = list(dict.fromkeys(data["series"]["indicator"]))
    year = data["series"]["year"].max()
    late = data["series"][(data["series"]["indicator"] == first) & (data["series"]["year"] > year - 2)]
    rest = data["series"][data["series"]["indicator"].isin(others)]
    charts.sparks(pd.concat([late, rest]), "level", "profile_course", here)
    axes = sheets[0].axes[0]
    dated = [one for one in axes.texts if str(year - 1) in one.get_text()]
    assert len(late) == 2 and [one.xy[0] for one in dated] == [year - 1]
    assert {line.get_linestyle() for line in axes.lines if list(line.get_xdata()) == [year - 1, year]} == {"None"}


def test_many_bars_that_point_one_way_stand_in_two_columns_on_one_scale(data, zh, sheets):
    one = data["ranked"][data["ranked"]["year"] == 2023].head(1)
    for count, panels in ((20, 1), (21, 2)):
        rows = pd.concat([one] * count, ignore_index=True)
        rows["value"] = [float(count - at) for at in range(count)]
        rows.loc[1:, "ref_area"] = "310000"
        charts.bars(rows, "value", "density_rank", zh, decimals=1)
        axes = sheets[-1].axes
        assert len(axes) == panels and len({one.get_xlim()[1] for one in axes}) == 1, "bars of all columns compare"
        assert sum(len(one.patches) for one in axes) == count
