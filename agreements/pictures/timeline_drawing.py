"""A timeline as SVG."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.pictures import text
from agreements.pictures.svg import element, joined, link, number, picture
from agreements.pictures.timeline import LEFT, RADIUS, Gap, Layout, Placed, PlacedLane


def drawn(layout: Layout, label: str) -> SafeString:
    """The picture; ``label`` is its name."""
    frame = layout.frame
    parts = [
        *(_gap(layout, *place) for place in layout.gaps),
        *_axis(layout),
        *(_chains(layout, lane) for lane in layout.lanes),
        *(_lane(layout, lane) for lane in layout.lanes),
    ]
    return picture(frame.width, layout.height, label, *parts, class_="timeline-picture")


def gap_words(gap: Gap) -> str:
    """A silence in words."""
    return _("%(first)s–%(last)s: nothing recorded") % {"first": gap.first, "last": gap.last}


def _gap(layout: Layout, gap: Gap, start: float, stop: float) -> SafeString:
    size, top = layout.frame.size, layout.top - layout.frame.size * 1.3
    words = next(
        (words for words in (gap_words(gap), f"{gap.first}–{gap.last}") if text.width(words, size) <= stop - start - 6),
        "",
    )
    return element(
        "g",
        element("title", gap_words(gap)),
        element("rect", x=start, y=top, width=stop - start, height=layout.height - top, class_="gap"),
        element("text", words, x=(start + stop) / 2, y=top + size, text_anchor="middle", class_="label label--quiet")
        if words
        else "",
    )


def _axis(layout: Layout) -> Iterator[SafeString]:
    size = layout.frame.size
    for year, x in layout.ticks:
        yield element("line", x1=x, x2=x, y1=layout.top, y2=layout.height, class_="grid")
        half = text.width(str(year), size) / 2
        middle = min(max(x, half), layout.frame.width - half)
        yield element("text", str(year), x=middle, y=size, text_anchor="middle", class_="label label--axis")


def _chains(layout: Layout, lane: PlacedLane) -> SafeString:
    """The lines from what is renewed down to what renews it."""
    places = {placed.mark.key: placed for placed in lane.marks}
    lines = []
    for placed in lane.marks:
        for key, is_dashed in placed.mark.follows:
            if (earlier := places.get(key)) and earlier.y < placed.y:
                bend = min(8.0, placed.x - earlier.x)
                path = (
                    f"M{number(earlier.x)} {number(earlier.y + RADIUS)}V{number(placed.y - bend)}"
                    f"q0 {number(bend)} {number(bend)} {number(bend)}H{number(placed.x - RADIUS)}"
                )
                lines.append(
                    element("path", d=path, class_="chain-line chain-line--broken" if is_dashed else "chain-line")
                )
    return joined(lines)


def _lane(layout: Layout, lane: PlacedLane) -> SafeString:
    heading = element("text", lane.lane.name, x=LEFT - RADIUS, y=lane.name_y, class_="label label--strong")
    if lane.lane.url:
        heading = element("a", heading, href=lane.lane.url, class_="mark mark--heading")
    rule = element("line", x1=0, x2=layout.frame.width, y1=lane.top, y2=lane.top, class_="rule")
    return element("g", rule, heading, *(_mark(placed, lane.lane.shape) for placed in lane.marks))


def _mark(placed: Placed, shape: str) -> SafeString:
    mark = placed.mark
    strength = "" if mark.is_strong else "--quiet"
    look = ("label--inside" if mark.is_strong else "") if placed.is_inside else "halo"
    written = element(
        "text",
        placed.label,
        x=placed.label_x,
        y=placed.label_y,
        class_=f"label {look}".strip(),
    )
    return link(mark.url, mark.title, _shape(placed, shape, strength), written if placed.label else "")


def _shape(placed: Placed, shape: str, strength: str) -> SafeString:
    x, y = placed.x, placed.y
    if shape == "columns":
        return element(
            "rect", x=x, y=y - placed.height, width=placed.x2 - x, height=placed.height, class_=f"fill fill{strength}"
        )
    if placed.mark.is_period:
        half = placed.height / 2
        bar = element(
            "rect", x=x, y=y - half, width=placed.x2 - x, height=placed.height, rx=2, class_=f"fill fill{strength}"
        )
        if not placed.mark.is_open:
            return bar
        head = f"M{number(placed.x2)} {number(y - half)}l{number(half)} {number(half)}l{number(-half)} {number(half)}z"
        return joined([bar, element("path", d=head, class_=f"fill fill{strength}")])
    if shape == "diamond":
        reach = RADIUS + 1
        path = f"M{number(x - reach)} {number(y)}l{reach} {-reach}l{reach} {reach}l{-reach} {reach}z"
        return element("path", d=path, class_=f"fill-warm fill-warm{strength}")
    return element("circle", cx=x, cy=y, r=RADIUS, class_=f"dot dot{strength}")
