"""A map of the world: countries as shapes, small ones as circles, shaded by a number (Natural Earth, in Equal Earth).

The shapes are made by docs/make_world.py; their codes are those of parties (ISO 3166-1 alpha-3 in small letters).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.safestring import SafeString

from agreements.pictures.svg import element, link, picture

DATA = Path(__file__).parent / "vendor" / "world-1.0.0" / "world.json"
#: Shades of the scale; 0 is that of land without a number.
SHADES = 5
#: Where the shades begin: the first list whose last one is reached by the highest number, the longest scale otherwise.
BOUNDS = [(1, 2, 3, 4, 5), (1, 2, 4, 6, 10), (1, 2, 5, 10, 20), (1, 5, 10, 25, 50), (1, 10, 25, 50, 100)]
RADIUS = 10


class World(NamedTuple):
    """Path data by code, and the middles of those that are too small to be seen."""

    width: int
    height: int
    shapes: dict[str, str]
    middles: dict[str, list[int]]


@cache
def world() -> World:
    """The vendored map."""
    return World(**json.loads(DATA.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Place:
    """A country on the map. ``shade``: 1 to SHADES; 0 marks the country that the map is about."""

    code: str
    title: str
    url: str
    shade: int


@dataclass(frozen=True)
class Scale:
    """From where on each shade begins; ``labels`` says so in words, the lowest first."""

    bounds: Sequence[int]
    labels: Sequence[str]

    def shade(self, value: int) -> int:
        """The shade of a value, from 1."""
        return max(sum(bound <= value for bound in self.bounds), 1)


def number_scale(highest: int) -> Scale:
    """A scale for numbers from 1 on."""
    bounds = next((bounds for bounds in reversed(BOUNDS) if bounds[-1] <= highest), BOUNDS[0])
    ends = [*(bound - 1 for bound in bounds[1:]), None]
    pairs = zip(bounds, ends, strict=True)
    return Scale(
        bounds, [f"{low}+" if end is None else str(low) if end == low else f"{low}–{end}" for low, end in pairs]
    )


def year_scale(newest: int) -> Scale:
    """A scale for years: a shade for each decade up to that of the newest; the first has all that is older."""
    last = newest - newest % 10
    bounds = [last - 10 * back for back in range(SHADES - 1, -1, -1)]
    return Scale(bounds, [f"–{bounds[0] + 9}", *(f"{bound}–{bound + 9}" for bound in bounds[1:])])


def is_on_map(code: str) -> bool:
    """Whether a party has a place of its own on the map."""
    return code in world().shapes or code in world().middles


def drawn(places: Iterable[Place], label: str) -> SafeString:
    """The map with these places; all other land is pale."""
    by_code = {place.code: place for place in places}
    found = world()
    bare = "".join(path for code, path in found.shapes.items() if code not in by_code)
    parts = [element("path", d=bare, class_="land")]
    parts += [_shape(place, found) for place in by_code.values() if place.code not in found.middles]
    parts += [_shape(place, found) for place in by_code.values() if place.code in found.middles]
    return picture(found.width, found.height, label, *parts, class_="world")


def _shape(place: Place, found: World) -> SafeString:
    look = f"country shade-{place.shade}" if place.shade else "country self"
    parts = []
    if place.code in found.shapes:
        parts.append(element("path", d=found.shapes[place.code], class_=look))
    if place.code in found.middles:
        x, y = found.middles[place.code]
        parts.append(element("circle", cx=x, cy=y, r=RADIUS, class_=look))
    return link(place.url, place.title, *parts)
