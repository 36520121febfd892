"""Pictures of a table of numbers: a heat map, a stream and bars. Rows are values, columns are periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.safestring import SafeString

from agreements.pictures import text
from agreements.pictures.scales import Scale, nice_ticks
from agreements.pictures.svg import element, joined, link, number, picture
from agreements.pictures.table import Cell, Table

#: How wide pictures are on a desk and on a telephone.
WIDE, NARROW, SIZE = 1000.0, 360.0, 14.0
#: Shades of a heat map, and colours of a stream.
SHADES, LAYERS = 5, 6


@dataclass(frozen=True)
class Line:
    """The name of a row or a column, and where it leads."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Grid:
    """Numbers of rows × columns, each with the address of its list; ``corner``: what the rows are called."""

    corner: str
    rows: Sequence[Line]
    columns: Sequence[Line]
    cells: Sequence[Sequence[Cell]]

    def values(self) -> list[list[int]]:
        """The bare numbers."""
        return [[int(cell.value) for cell in row] for row in self.cells]

    def table(self) -> Table:
        """The same as a table."""
        rows = zip(self.rows, self.cells, strict=True)
        return Table(
            [self.corner, *(column.name for column in self.columns)],
            [[Cell(line.name, line.url), *cells] for line, cells in rows],
        )


def _name_room(grid: Grid, width: float) -> float:
    return min(max((text.width(row.name, SIZE) for row in grid.rows), default=0) + 14, 300, width * 0.45)


def _named(line: Line, x: float, y: float, room: float) -> SafeString:
    words = element("text", text.fitted(line.name, room, SIZE), x=x, y=y, class_="label")
    return link(line.url, line.name, words)


def heat(grid: Grid, label: str, width: float = WIDE) -> SafeString:
    """A heat map: the more, the darker; the number stands in each field."""
    room = _name_room(grid, width)
    wide = min((width - room) / max(len(grid.columns), 1), 110)
    high, top = 30.0, 28.0
    highest = max((value for row in grid.values() for value in row), default=0)
    parts = [_column_names(grid, room, wide, width)]
    for place, (line, cells) in enumerate(zip(grid.rows, grid.cells, strict=True)):
        y = top + place * high
        parts.append(_named(line, 0, y + high * 0.65, room - 10))
        for column, cell in enumerate(cells):
            if cell.value:
                name = f"{line.name}, {grid.columns[column].name}: {cell.value}"
                parts.append(_field(room + column * wide, y, wide, high, cell, highest, name))
    return picture(width, top + len(grid.rows) * high, label, *parts, class_="heat")


def heat_shade(value: int, highest: int) -> int:
    """The shade of a number from 1 on: by its root, so that small numbers can be told apart beside a large one."""
    return min(SHADES, 1 + int(SHADES * ((value - 1) / max(highest, SHADES)) ** 0.5))


def _field(x: float, y: float, wide: float, high: float, cell: Cell, highest: int, name: str) -> SafeString:
    value = int(cell.value)
    shade = heat_shade(value, highest)
    return link(
        cell.url,
        name,
        element("rect", x=x + 1, y=y + 1, width=wide - 2, height=high - 2, rx=2, class_=f"cell shade-{shade}"),
        element(
            "text",
            str(value),
            x=x + wide / 2,
            y=y + high * 0.65,
            text_anchor="middle",
            class_=f"label on-shade-{shade}",
        ),
    )


def _column_names(grid: Grid, start: float, wide: float, width: float) -> SafeString:
    """The names of the columns: all of them, or as many as have room."""
    widest = max((text.width(column.name, SIZE) for column in grid.columns), default=0)
    step = next(step for step in range(1, len(grid.columns) + 2) if step * wide >= widest + 6)
    return joined(
        element(
            "text",
            column.name,
            x=min(start + (place + 0.5) * wide, width - text.width(column.name, SIZE) / 2),
            y=17,
            text_anchor="middle",
            class_="label label--axis",
        )
        for place, column in enumerate(grid.columns)
        if place % step == 0
    )


def bars(grid: Grid, label: str, width: float = WIDE) -> SafeString:
    """A bar for each row, as long as its number in the first column."""
    room, high = _name_room(grid, width), 28.0
    values = [row[0] for row in grid.values()]
    scale = Scale(0, max(values, default=1) or 1, room, width - 60)
    parts = []
    for place, (line, value) in enumerate(zip(grid.rows, values, strict=True)):
        y = place * high
        words = element("text", text.fitted(line.name, room - 10, SIZE), x=0, y=y + 19, class_="label")
        end = max(scale(value), room + 2)
        bar = element("rect", x=room, y=y + 5, width=end - room, height=18, rx=2, class_="fill")
        count = element("text", str(value), x=end + 6, y=y + 19, class_="label label--quiet")
        parts.append(link(grid.cells[place][0].url, f"{line.name}: {value}", words, bar, count))
    return picture(width, max(len(grid.rows), 1) * high, label, *parts, class_="bars")


def columns(grid: Grid, label: str, width: float = WIDE) -> SafeString:
    """A column for each column of the grid; its rows, at most LAYERS of them, stand on one another."""
    key, top = _key(grid.rows, width)
    high, top, left = 300.0, top + 12.0, 46.0
    values = grid.values()
    sums = [sum(row[place] for row in values) for place in range(len(grid.columns))]
    ticks = nice_ticks(max(sums, default=1))
    scale = Scale(0, ticks[-1], top + high, top)
    wide = (width - left) / max(len(grid.columns), 1)
    parts = [key, _value_axis(ticks, scale, left, width)]
    for place, column in enumerate(grid.columns):
        x = left + place * wide + min(wide * 0.1, 4)
        base = 0
        for row, line in enumerate(grid.rows):
            value = values[row][place]
            if value:
                y, y2 = scale(base + value), scale(base)
                name = f"{line.name}, {column.name}: {value}" if len(grid.rows) > 1 else f"{column.name}: {value}"
                bar = element(
                    "rect", x=x, y=y, width=wide - 2 * min(wide * 0.1, 4), height=y2 - y, class_=f"layer layer-{row}"
                )
                parts.append(link(grid.cells[row][place].url, name, bar))
                base += value
    names = element("g", _column_names(grid, left, wide, width), transform=f"translate(0 {number(top + high + 4)})")
    return picture(width, top + high + 28, label, *parts, names, class_="columns-picture")


def _key(rows: Sequence[Line], width: float) -> tuple[SafeString, float]:
    """What each layer is, in lines of swatches and names; and how high that is. Nothing where there is one row."""
    if len(rows) < 2:
        return joined([]), 0.0
    parts, x, y = [], 0.0, 0.0
    for place, line in enumerate(rows):
        wide = text.width(line.name, SIZE) + 40
        if x and x + wide > width:
            x, y = 0.0, y + 24
        swatch = element("rect", x=x, y=y + 3, width=14, height=14, class_=f"layer layer-{place}")
        words = element("text", line.name, x=x + 20, y=y + 15, class_="label")
        parts.append(link(line.url, line.name, swatch, words))
        x += wide
    return joined(parts), y + 36


def _value_axis(ticks: Sequence[int], scale: Scale, left: float, width: float) -> SafeString:
    parts = []
    for tick in ticks:
        y = scale(tick)
        parts.append(element("line", x1=left, x2=width, y1=y, y2=y, class_="grid"))
        parts.append(element("text", str(tick), x=left - 8, y=y + 5, text_anchor="end", class_="label label--axis"))
    return joined(parts)


def _curve(places: Sequence[tuple[float, float]]) -> str:
    """Path data through the places, level at each of them: such curves keep their order, and show no false heights."""
    (x, y), *rest = places
    parts = [f"{number(x)} {number(y)}"]
    for x2, y2 in rest:
        middle = number((x + x2) / 2)
        parts.append(f"C{middle} {number(y)} {middle} {number(y2)} {number(x2)} {number(y2)}")
        x, y = x2, y2
    return "".join(parts)


def stream(grid: Grid, label: str, width: float = WIDE) -> SafeString:
    """Rows as layers over time, at most LAYERS of them, the first at the bottom."""
    key, top = _key(grid.rows, width)
    high, top, left = 320.0, top + 12.0, 46.0
    values = grid.values()
    sums = [list(accumulate(row[place] for row in values)) for place in range(len(grid.columns))]
    ticks = nice_ticks(max((stack[-1] for stack in sums if stack), default=1))
    scale = Scale(0, ticks[-1], top + high, top)
    wide = (width - left) / max(len(grid.columns), 1)
    xs = [left + (place + 0.5) * wide for place in range(len(grid.columns))]
    parts = [key, _value_axis(ticks, scale, left, width)]
    for row, line in enumerate(grid.rows):
        lower = [(x, scale(sums[place][row] - values[row][place])) for place, x in enumerate(xs)]
        upper = [(x, scale(sums[place][row])) for place, x in enumerate(xs)]
        path = f"M{_curve(upper)}L{_curve(lower[::-1])}z"
        shape = element("path", d=path, class_=f"layer layer-{row}")
        parts.append(link(line.url, line.name, shape))
    names = element("g", _column_names(grid, left, wide, width), transform=f"translate(0 {number(top + high + 4)})")
    return picture(width, top + high + 28, label, *parts, names, class_="stream")
