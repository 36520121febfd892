"""Timelines: lanes of moments and periods over years, what follows what, and the years of which nothing is known."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agreements.dates import PartialDate
from agreements.pictures import scales, text
from agreements.pictures.scales import Scale

Shape = Literal["dot", "diamond", "bar", "columns"]
#: Years in a row without a moment that are worth showing.
LONG_SILENCE = 5


@dataclass(frozen=True)
class Mark:
    """A moment, or a period where ``end`` is given or ``is_open`` says that it goes on or its end is not recorded.

    ``key`` names it among the marks; ``follows``: keys of those that it renews, and whether something without a date
    lies between. ``title``: all that a reader may know of it; ``label``: what is written beside it. ``count``: of a
    column, how many records it stands for. ``note``: more, which the table tells.
    """

    key: str
    start: PartialDate
    label: str
    title: str
    url: str = ""
    end: PartialDate | None = None
    is_open: bool = False
    is_strong: bool = True
    follows: Sequence[tuple[str, bool]] = ()
    count: int = 0
    note: str = ""

    @property
    def is_period(self) -> bool:
        """Whether it is drawn as a bar."""
        return self.is_open or self.end is not None


@dataclass(frozen=True)
class Lane:
    """Marks of one sort under a name that leads to all of them."""

    name: str
    marks: Sequence[Mark]
    shape: Shape = "dot"
    url: str = ""


@dataclass(frozen=True)
class Gap:
    """Years, the last one included, from which nothing is recorded."""

    first: int
    last: int


def gaps(dates: Iterable[PartialDate], today: dt.date) -> list[Gap]:
    """The long silences between the dates, and after the last of them up to this year, which itself does not count."""
    years = sorted({date.year for date in dates})
    pairs = zip(years, [*years[1:], today.year], strict=True) if years else ()
    return [Gap(one + 1, other - 1) for one, other in pairs if other - one - 1 >= LONG_SILENCE]


@dataclass(frozen=True)
class Frame:
    """The measures of a drawing. ``labelled``: to where labels may reach; ``above``: they stand above their marks."""

    width: float
    plot: float
    size: float
    above: bool
    ticks: int
    bar: float

    @property
    def row(self) -> float:
        """The height of a row of marks."""
        return self.size * (2.5 if self.above else 1.8)


WIDE = Frame(width=1000, plot=690, size=14, above=False, ticks=12, bar=18)
NARROW = Frame(width=360, plot=346, size=14.5, above=True, ticks=6, bar=11)
LEFT, RADIUS, COLUMNS = 10.0, 5.5, 90.0


@dataclass(frozen=True)
class Placed:
    """A mark from ``x`` to ``x2`` (the same for a moment) at ``y``, and where the first letter of its label stands."""

    mark: Mark
    x: float
    x2: float
    y: float
    label: str
    label_x: float
    label_y: float
    is_inside: bool = False
    height: float = 0  # of a bar or a column


@dataclass(frozen=True)
class PlacedLane:
    """A lane from ``top`` on; its name stands at ``name_y``."""

    lane: Lane
    top: float
    name_y: float
    marks: Sequence[Placed]


@dataclass(frozen=True)
class Layout:
    """All places of a timeline. ``ticks``: years and where they stand; ``gaps``: silences, from where to where."""

    frame: Frame
    height: float
    lanes: Sequence[PlacedLane]
    ticks: Sequence[tuple[int, float]]
    gaps: Sequence[tuple[Gap, float, float]]
    top: float


def lay_out(lanes: Sequence[Lane], silences: Sequence[Gap], frame: Frame, today: dt.date) -> Layout:
    """Find the places. There must be at least one mark."""
    marks = [mark for lane in lanes for mark in lane.marks]
    low = min(scales.begins(mark.start) for mark in marks)
    high = max(_last(mark, today) for mark in marks)
    high = max(high, *(gap.last + 1.0 for gap in silences)) if silences else high
    first, last = int(low), max(int(high) + 1, int(low) + 4)
    scale = Scale(first, last, LEFT, frame.plot)
    top = frame.size * (2.9 if silences else 1.6)
    placed, y = [], top
    for lane in lanes:
        if lane.marks:
            placed.append(_place_lane(lane, y, scale, frame, today))
            y = _bottom(placed[-1], frame) + frame.size * 0.9
    return Layout(
        frame=frame,
        height=y,
        lanes=placed,
        ticks=[(year, scale(year)) for year in scales.year_ticks(first, last, frame.ticks)],
        gaps=[(gap, scale(gap.first), scale(gap.last + 1)) for gap in silences],
        top=top,
    )


def _last(mark: Mark, today: dt.date) -> float:
    if mark.end:
        return scales.ends(mark.end)
    begins = scales.ends(mark.start)
    return max(begins, scales.in_years(today)) if mark.is_open else begins


def _bottom(lane: PlacedLane, frame: Frame) -> float:
    return max(mark.y for mark in lane.marks) + frame.row / 2


def _place_lane(lane: Lane, top: float, scale: Scale, frame: Frame, today: dt.date) -> PlacedLane:
    name_y = top + frame.size * 1.35
    start = name_y + frame.size * 0.5
    if lane.shape == "columns":
        return PlacedLane(lane, top, name_y, list(_columns(lane.marks, start, scale, frame)))
    ordered = sorted(lane.marks, key=lambda mark: (str(mark.start), mark.key))
    place = _above if frame.above else _beside
    return PlacedLane(lane, top, name_y, list(place(ordered, lane.shape, start, scale, frame, today)))


def _extent(mark: Mark, scale: Scale, today: dt.date) -> tuple[float, float]:
    """From where to where a mark reaches; a bar is never too thin to be seen."""
    if not mark.is_period:
        x = scale(scales.about(mark.start))
        return x, x
    x = scale(scales.begins(mark.start))
    return x, max(scale(_last(mark, today)), x + 4)


def _above(
    marks: Sequence[Mark], shape: Shape, start: float, scale: Scale, frame: Frame, today: dt.date
) -> Iterator[Placed]:
    """A row for each mark: its label, and the mark below."""
    for number, mark in enumerate(marks):
        x, x2 = _extent(mark, scale, today)
        base = start + number * frame.row + frame.size
        label = text.fitted(mark.label, frame.width - LEFT, frame.size)
        room = frame.width - text.width(label, frame.size)
        yield Placed(
            mark,
            x,
            x2,
            base + frame.size * 0.72,
            label,
            max(min(x - RADIUS, room), LEFT - RADIUS),
            base,
            height=frame.bar,
        )


def _beside(
    marks: Sequence[Mark], shape: Shape, start: float, scale: Scale, frame: Frame, today: dt.date
) -> Iterator[Placed]:
    """Labels to the right of their marks, or within bars. Moments step down a row each; periods share rows."""
    reach: list[float] = []  # how far each row is taken
    for mark in marks:
        x, x2 = _extent(mark, scale, today)
        whole = text.width(mark.label, frame.size)
        is_inside = mark.is_period and whole <= x2 - x - 12
        label_x = x + 6 if is_inside else x2 + (RADIUS + 5 if not mark.is_period else 6 + frame.bar / 2 * mark.is_open)
        label = text.fitted(mark.label, frame.width - label_x, frame.size)
        end = max(x2, label_x + text.width(label, frame.size))
        row = next((row for row, taken in enumerate(reach) if taken + 10 <= x - RADIUS), len(reach))
        if shape == "dot":
            row = len(reach)  # what is renewed is joined by lines, which nothing may cross
        reach[row : row + 1] = [end]
        y = start + (row + 0.5) * frame.row
        yield Placed(mark, x, x2, y, label, label_x, y + frame.size * 0.35, is_inside, frame.bar)


def _columns(marks: Sequence[Mark], start: float, scale: Scale, frame: Frame) -> Iterator[Placed]:
    """A column for each year, as high as its count."""
    highest = max(mark.count for mark in marks)
    base = start + COLUMNS
    for mark in marks:
        x, x2 = scale(scales.begins(mark.start)), scale(scales.ends(mark.start))
        gap = min((x2 - x) * 0.12, 1.5)
        height = max(mark.count / highest * (COLUMNS - frame.size * 1.4), 2)
        label = str(mark.count) if mark.count == highest else ""
        label_x = (x + x2 - text.width(label, frame.size)) / 2
        yield Placed(mark, x + gap, x2 - gap, base, label, label_x, base - height - 4, height=height)
