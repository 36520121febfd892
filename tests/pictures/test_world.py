"""The map: which countries there are, how they are shaded, what leads where."""

import re

import pytest

from agreements.pictures import world
from agreements.pictures.world import Place
from tests.pictures.reading import SVG, parts, tree


def test_the_map_is_light_and_has_small_states_too() -> None:
    assert world.DATA.stat().st_size < 60_000
    assert all(world.is_on_map(code) for code in ("nor", "chn", "sgp", "mlt", "fji", "mdv", "brb"))
    assert not any(world.is_on_map(code) for code in ("sun", "ata", "eue"))


@pytest.mark.parametrize("code", sorted(world.world().shapes))
def test_a_shape_lies_on_the_map(code: str) -> None:
    path = world.world().shapes[code]
    assert re.fullmatch(r"(M\d+ -?\d+l[-\d ]+z)+", path), path[:60]


def test_places_are_shaded_named_and_lead_on() -> None:
    drawn = world.drawn(
        [Place("chn", "China: 9", "/chn", 5), Place("sgp", "Singapore: 1", "/sgp", 1), Place("nor", "Norway", "", 0)],
        "Partners",
    )
    assert [(part.url, part.name) for part in parts(drawn)] == [("/chn", "China: 9"), ("/sgp", "Singapore: 1")]
    looks = [shape.attrib["class"] for shape in tree(drawn).iter() if shape.tag in (f"{SVG}path", f"{SVG}circle")]
    assert looks == ["land", "country shade-5", "country self", "country shade-1"]


def test_a_hostile_name_stays_text() -> None:
    assert "<script" not in world.drawn([Place("chn", "<script>", '"><script>', 1)], "<script>")


def test_scales_of_numbers() -> None:
    assert world.number_scale(3).labels == ["1", "2", "3", "4", "5+"]
    scale = world.number_scale(13)
    assert scale.labels == ["1", "2–3", "4–5", "6–9", "10+"]
    assert [scale.shade(number) for number in (1, 3, 4, 9, 10, 13)] == [1, 2, 3, 4, 5, 5]


def test_scales_of_years() -> None:
    scale = world.year_scale(2024)
    assert scale.labels == ["–1989", "1990–1999", "2000–2009", "2010–2019", "2020–2029"]
    assert [scale.shade(year) for year in (0, 1950, 1990, 2024)] == [1, 1, 2, 5]
