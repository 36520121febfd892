"""The drawing kit: elements, widths of text, scales."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.dates import PartialDate
from agreements.pictures import scales, text
from agreements.pictures.svg import element, link, number, picture
from tests.pictures.reading import parts, tree, words

HOSTILE = '"><script>alert(1)</script>&<b x="'
PRINTABLE = st.text(st.characters(exclude_categories=["C"]), max_size=80)


@given(PRINTABLE)
def test_whatever_a_record_is_called_stays_text(title: str) -> None:
    drawn = picture(10, 10, title, link(f"/?q={title}", title, element("text", title)))
    assert words(drawn) == [title]
    assert parts(drawn) == [(f"/?q={title}", title)]
    assert tree(drawn).attrib["aria-label"] == title


def test_a_hostile_title_makes_no_element() -> None:
    drawn = picture(10, 10, HOSTILE, element("text", HOSTILE))
    assert "<script" not in drawn
    assert [child.tag.rpartition("}")[2] for child in tree(drawn)] == ["text"]


def test_without_an_address_a_part_is_no_link() -> None:
    assert link("", "Norway", element("circle", r=3)) == '<g class="mark"><title>Norway</title><circle r="3"/></g>'


@pytest.mark.parametrize(("value", "written"), [(12, "12"), (12.04, "12"), (12.55, "12.6"), (-0.5, "-0.5")])
def test_coordinates_are_short(value: float, written: str) -> None:
    assert number(value) == written


@given(PRINTABLE, st.floats(10, 400))
def test_what_is_fitted_fits(words: str, room: float) -> None:
    assert text.width(text.fitted(words, room, 14), 14) <= room


def test_what_has_room_is_left_alone_and_the_rest_is_cut_at_a_word() -> None:
    assert text.fitted("Avtale om vern", 400, 14) == "Avtale om vern"
    assert text.fitted("Agreement on renewed environmental cooperation", 190, 14) == "Agreement on renewed…"
    assert text.fitted("Agreement", 5, 14) == ""


def test_lines_hold_all_words_where_there_is_room() -> None:
    assert text.lines("Norway and China again", 110, 14) == ["Norway and", "China again"]
    assert text.lines("one two three four five six", 60, 14, most=2)[-1].endswith("…")


@given(st.integers(0, 10**7))
def test_an_axis_names_few_round_values_and_reaches_the_highest(highest: int) -> None:
    ticks = scales.nice_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 6
    assert len({later - earlier for earlier, later in pairwise(ticks)}) == 1


def test_years_named_on_an_axis() -> None:
    assert scales.year_ticks(1995, 2027, 12) == [1995, 2000, 2005, 2010, 2015, 2020, 2025]
    assert scales.year_ticks(1751, 2027, 6) == [1800, 1850, 1900, 1950, 2000]


@pytest.mark.parametrize("date", ["2017", "2017-06", "2017-06-26", "9999"])
def test_a_date_lies_between_its_ends(date: str) -> None:
    known = PartialDate.parse(date)
    assert scales.begins(known) < scales.about(known) < scales.ends(known)


def test_a_scale_of_one_value_stands_at_its_start() -> None:
    assert scales.Scale(5, 5, 10, 20)(5) == 10
    assert scales.in_years(dt.date(2017, 1, 1)) == 2017


def test_pictures_without_links_are_one_image() -> None:
    attributes: dict[str, Any] = tree(picture(10, 20, "Dots", has_links=False)).attrib
    assert (attributes["role"], attributes["viewBox"]) == ("img", "0 0 10 20")
