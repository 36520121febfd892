"""A card that stands for a page where it is shared: 1200 × 630, what it is about in large letters, its years below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from agreements.pictures import text
from agreements.pictures.scales import Scale
from agreements.pictures.standalone import style
from agreements.pictures.svg import element, joined

WIDTH, HEIGHT, MARGIN = 1200.0, 630.0, 72.0
#: Sizes of the title, the largest first, and in how many lines each may stand.
TITLES = ((72, 2), (56, 3), (44, 4))


@dataclass(frozen=True)
class Card:
    """``eyebrow`` above the title, ``facts`` below it, a line each; ``years``: how many agreements in each year."""

    eyebrow: str
    title: str
    facts: Sequence[str]
    site: str
    years: Mapping[int, int] = field(default_factory=dict)


def drawn(card: Card) -> SafeString:
    """The card."""
    room = WIDTH - 2 * MARGIN
    size, lines = next(
        ((size, lines) for size, most in TITLES if not _is_cut(lines := _lines(card.title, room, size, most))),
        (TITLES[-1][0], _lines(card.title, room, *TITLES[-1])),
    )
    y = MARGIN + 60.0
    parts = [element("text", text.fitted(card.eyebrow, room, 26, text.SEMIBOLD), x=MARGIN, y=y, class_="card-eyebrow")]
    y += 10
    for line in lines:
        y += size * 1.18
        parts.append(element("text", line, x=MARGIN, y=y, font_size=size, class_="card-title"))
    y += 20
    for fact in card.facts[:2]:
        y += 42
        parts.append(element("text", text.fitted(fact, room, 28), x=MARGIN, y=y, class_="card-fact"))
    return element(
        "svg",
        element("style", SafeString(style())),
        element("rect", width=WIDTH, height=HEIGHT, class_="paper"),
        element("rect", width=WIDTH / 2, height=12, class_="fill"),
        element("rect", x=WIDTH / 2, width=WIDTH / 2, height=12, class_="fill-warm"),
        *parts,
        _years(card.years) if y < 450 else "",
        _foot(card.site),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        width=WIDTH,
        height=HEIGHT,
    )


def _lines(title: str, room: float, size: float, most: int) -> list[str]:
    return text.lines(title, room, size, text.SEMIBOLD, most)


def _is_cut(lines: Sequence[str]) -> bool:
    return any(line.endswith(text.ELLIPSIS) for line in lines)


def _years(years: Mapping[int, int]) -> SafeString:
    """A column for each year in which something was agreed."""
    if len(years) < 2:
        return joined([])
    first, last, most = min(years), max(years), max(years.values())
    across = Scale(first, last + 1, MARGIN, WIDTH - MARGIN)
    up = Scale(0, most, 0, 70)
    wide = max(across(first + 1) - across(first) - 2, 3)
    base = 540.0
    columns = [
        element("rect", x=across(year), y=base - up(count), width=wide, height=up(count), class_="fill")
        for year, count in sorted(years.items())
    ]
    rule = element("line", x1=MARGIN, x2=WIDTH - MARGIN, y1=base, y2=base, class_="rule")
    return joined([*columns, rule])


def _foot(site: str) -> SafeString:
    """The archive's mark and name: two sides that overlap."""
    y = HEIGHT - 44
    return joined(
        [
            element("circle", cx=MARGIN + 14, cy=y, r=14, class_="fill"),
            element("circle", cx=MARGIN + 32, cy=y, r=14, class_="fill-warm"),
            element("text", site, x=MARGIN + 60, y=y + 9, class_="card-site"),
        ]
    )
