"""Heat map, stream, bars and columns: named numbers in, named marks out."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.pictures import grid
from agreements.pictures.grid import Grid, Line
from agreements.pictures.table import Cell
from tests.pictures.reading import SVG, parts, tree, words

HOSTILE = "<svg onload=alert(1)>"


def made(numbers: list[list[int]], names: list[str]) -> Grid:
    return Grid(
        corner="Theme",
        rows=[Line(name, f"/?theme={name}") for name in names],
        columns=[Line(f"{year}–{year + 4}") for year in range(1990, 1990 + 5 * len(numbers[0]), 5)],
        cells=[[Cell(value, f"/{name}/{place}" if value else "") for place, value in enumerate(row)]
               for name, row in zip(names, numbers, strict=True)],
    )  # fmt: skip


ALL = [grid.heat, grid.stream, grid.columns, grid.bars]


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("width", [grid.WIDE, grid.NARROW])
def test_a_hostile_name_stays_text(draw: Callable[..., str], width: float) -> None:
    picture = draw(made([[1, 2], [3, 4]], [HOSTILE, "Air"]), HOSTILE, width)
    assert "<svg onload" not in picture
    assert tree(picture).attrib["aria-label"] == HOSTILE


def test_a_field_for_each_number_and_none_for_nothing() -> None:
    picture = grid.heat(made([[1, 0, 12]], ["Air"]), "Themes")
    fields = {part.url: part.name for part in parts(picture)}
    assert fields == {"/?theme=Air": "Air", "/Air/0": "Air, 1990–1994: 1", "/Air/2": "Air, 2000–2004: 12"}
    assert [text for text in words(picture) if text.isdigit()] == ["1", "12"]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_is_never_paler(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert 1 <= grid.heat_shade(low, high) <= grid.heat_shade(high, high) <= grid.SHADES


def test_bars_are_as_long_as_their_numbers() -> None:
    picture = grid.bars(made([[10], [5]], ["Air", "Water"]), "Themes")
    ten, five = (float(bar.attrib["width"]) for bar in tree(picture).iter(f"{SVG}rect"))
    assert ten == pytest.approx(2 * five, rel=0.01)
    assert [part.name for part in parts(picture)] == ["Air: 10", "Water: 5"]


def test_columns_stand_on_one_another() -> None:
    picture = grid.columns(made([[2, 1], [1, 0]], ["Air", "Water"]), "Themes")
    bars = [bar for bar in tree(picture).iter(f"{SVG}rect") if bar.attrib["width"] != "14"]  # without the key
    bars = [bar for bar in tree(picture).iter(f"{SVG}rect") if bar.attrib["width"] != "14"]  # without the key
    air, water = (next(bar for bar in bars if bar.attrib["class"] == f"layer layer-{row}") for row in (0, 1))
    assert float(water.attrib["y"]) + float(water.attrib["height"]) == pytest.approx(float(air.attrib["y"]), abs=0.11)


def test_a_stream_has_a_layer_and_a_name_for_each_row() -> None:
    picture = grid.stream(made([[2, 1], [1, 0]], ["Air", "Water"]), "Themes")
    assert [path.attrib["class"] for path in tree(picture).iter(f"{SVG}path")] == ["layer layer-0", "layer layer-1"]
    assert {"Air", "Water"} <= set(words(picture))


@pytest.mark.parametrize("draw", ALL)
def test_one_number_is_a_picture(draw: Callable[..., str]) -> None:
    assert "NaN" not in draw(made([[1]], ["Air"]), "Themes")


def test_the_table_says_the_same() -> None:
    table = made([[1, 0]], ["Air"]).table()
    assert table.head == ["Theme", "1990–1994", "1995–1999"]
    assert [[cell.value for cell in row] for row in table.rows] == [["Air", 1, 0]]
