"""Timelines: where marks and labels stand, what is joined, which years are silent."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.dates import PartialDate
from agreements.pictures import text
from agreements.pictures.timeline import NARROW, WIDE, Frame, Gap, Lane, Layout, Mark, gaps, lay_out
from agreements.pictures.timeline_drawing import drawn
from tests.pictures.reading import SVG, parts, tree, words

TODAY = dt.date(2026, 11, 26)
DATES = st.builds(PartialDate, st.integers(1800, 2026))


def mark(key: str, start: str, label: str = "A label of some length", **fields: object) -> Mark:
    return Mark(key, PartialDate.parse(start), label, title=label, **fields)  # type: ignore[arg-type]


def dates(*years: int) -> list[PartialDate]:
    return [PartialDate(year) for year in years]


def test_long_silences_are_found_and_short_ones_not() -> None:
    assert gaps(dates(1995, 2005, 2009, 2017, 2024), TODAY) == [Gap(1996, 2004), Gap(2010, 2016), Gap(2018, 2023)]
    assert gaps(dates(2019, 2024), TODAY) == []
    assert gaps(dates(2010), TODAY) == [Gap(2011, 2025)]
    assert gaps([], TODAY) == []


def boxes(layout: Layout) -> list[tuple[float, float, float, float]]:
    """The box of each label: left, right, top, bottom."""
    size = layout.frame.size
    return [
        (placed.label_x, placed.label_x + text.width(placed.label, size), placed.label_y - size * 0.75, placed.label_y)
        for lane in layout.lanes
        for placed in lane.marks
        if placed.label
    ]


@st.composite
def lanes(draw: st.DrawFn) -> list[Lane]:
    found = []
    for shape in ("dot", "diamond", "bar"):
        marks = []
        for number in range(draw(st.integers(0, 8))):
            start = draw(DATES)
            end = PartialDate(min(start.year + draw(st.integers(0, 40)), 2026)) if shape == "bar" else None
            label = draw(st.text("abcdefgh ", min_size=1, max_size=90))
            marks.append(Mark(f"{shape}{number}", start, label, label, end=end))
        found.append(Lane(shape, marks, shape))
    return found if any(lane.marks for lane in found) else [Lane("dot", [Mark("only", PartialDate(2000), "x", "x")])]


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
@given(lanes=lanes())
def test_labels_never_overlap_nor_leave_the_picture(frame: Frame, lanes: list[Lane]) -> None:
    layout = lay_out(lanes, [], frame, TODAY)
    found = boxes(layout)
    for place, (left, right, top, bottom) in enumerate(found):
        assert left >= 0
        assert right <= frame.width + 0.01
        assert bottom <= layout.height
        for left2, right2, top2, bottom2 in found[place + 1 :]:
            apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
            assert apart, (left, right, left2, right2)


def chain() -> Lane:
    return Lane(
        "Agreements",
        [
            mark("1995", "1995-11", "First", url="/first"),
            mark("2005", "2005", "Beside"),
            mark("2017", "2017-06", "Second", url="/second", follows=[("1995", True)]),
            mark("2024", "2024-09-10", "Third", url="/third", follows=[("2017", False)]),
        ],
        url="/all",
    )


def test_what_is_renewed_is_joined_and_the_undated_between_breaks_the_line() -> None:
    picture = drawn(lay_out([chain()], [], WIDE, TODAY), "Norway and China")
    looks = [path.attrib["class"] for path in tree(picture).iter(f"{SVG}path")]
    assert looks == ["chain-line chain-line--broken", "chain-line"]


def test_every_mark_is_drawn_named_and_leads_on() -> None:
    picture = drawn(lay_out([chain()], [Gap(1996, 2004)], WIDE, TODAY), "Norway and China")
    assert {part.url for part in parts(picture)} == {"/all", "/first", "/second", "/third"}
    assert {"Agreements", "First", "Beside", "Second", "Third", "1996–2004"} <= set(words(picture))


def test_moments_step_down_in_the_order_of_time() -> None:
    (lane,) = lay_out([chain()], [], WIDE, TODAY).lanes
    assert [placed.mark.key for placed in lane.marks] == ["1995", "2005", "2017", "2024"]
    assert [placed.y for placed in lane.marks] == sorted({placed.y for placed in lane.marks})
    assert [placed.x for placed in lane.marks] == sorted(placed.x for placed in lane.marks)


def test_an_open_bar_reaches_today_and_a_closed_one_its_end() -> None:
    bars = Lane("In office", [mark("a", "2010", end=PartialDate(2012)), mark("b", "2010", is_open=True)], "bar")
    (lane,) = lay_out([bars], [], WIDE, TODAY).lanes
    closed, open_ = lane.marks
    assert closed.x == open_.x
    assert closed.x2 < open_.x2 <= WIDE.plot


def test_a_single_moment_is_a_picture() -> None:
    layout = lay_out([Lane("Agreements", [mark("a", "2017")])], [], WIDE, TODAY)
    assert 0 < layout.lanes[0].marks[0].x < WIDE.plot
    assert [year for year, _x in layout.ticks] == [2017, 2018, 2019, 2020, 2021]


def test_columns_are_as_high_as_their_counts() -> None:
    years = Lane("By year", [mark("a", "1990", count=4), mark("b", "1991", count=2)], "columns")
    (lane,) = lay_out([years], [], WIDE, TODAY).lanes
    four, two = lane.marks
    assert four.height == pytest.approx(2 * two.height)
    assert four.x2 < two.x
