"""A network: who stands in the same agreements. Laid out by forces, the same each time for the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
from django.utils.safestring import SafeString

from agreements.pictures import text
from agreements.pictures.scales import Scale
from agreements.pictures.svg import element, link, picture

WIDTH, HEIGHT, SIZE, EDGE = 1000.0, 640.0, 14.0, 34.0
SEED = 20
#: Rounds in which nodes, and their names, that lie too near each other are moved apart.
ROUNDS = 200


@dataclass(frozen=True)
class Node:
    """Who: ``weight`` is the number of agreements, ``group`` the colour."""

    key: int
    name: str
    url: str
    weight: int
    group: int = 0


@dataclass(frozen=True)
class Edge:
    """Two who stand in ``weight`` agreements together."""

    one: int
    other: int
    weight: int
    url: str
    title: str


Places = Mapping[int, tuple[float, float]]


def lay_out(nodes: Sequence[Node], edges: Sequence[Edge]) -> Places:
    """A place for each node, by the forces of Fruchterman and Reingold (1991), so that names do not overlap."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(sorted(node.key for node in nodes))
    graph.add_weighted_edges_from((edge.one, edge.other, 1 + edge.weight**0.5) for edge in edges)
    found = nx.spring_layout(graph, seed=SEED, k=2.2 / max(len(nodes), 1) ** 0.5, iterations=120)
    xs, ys = ([place[axis] for place in found.values()] for axis in (0, 1))
    across = Scale(min(xs), max(xs), 90, WIDTH - 90)
    down = Scale(min(ys), max(ys), EDGE, HEIGHT - EDGE)
    return _apart(nodes, {key: (across(x), down(y)) for key, (x, y) in found.items()})


def _apart(nodes: Sequence[Node], places: dict[int, tuple[float, float]]) -> Places:
    """The places with those moved that would hide a name."""
    half = {node.key: max(text.width(node.name, SIZE), 2 * radius(node, nodes)) / 2 + 4 for node in nodes}
    keys = sorted(places)
    for _round in range(ROUNDS):
        moved = False
        for place, one in enumerate(keys):
            for other in keys[place + 1 :]:
                (x1, y1), (x2, y2) = places[one], places[other]
                over_x, over_y = half[one] + half[other] - abs(x1 - x2), 2 * EDGE - 22 - abs(y1 - y2)
                if over_x > 0 and over_y > 0:
                    moved = True
                    if over_y <= over_x:
                        step = (over_y / 2 + 0.5) * (1 if y1 < y2 else -1)
                        places[one], places[other] = (x1, y1 - step), (x2, y2 + step)
                    else:
                        step = (over_x / 2 + 0.5) * (1 if x1 < x2 else -1)
                        places[one], places[other] = (x1 - step, y1), (x2 + step, y2)
        places = {
            key: (min(max(x, half[key]), WIDTH - half[key]), min(max(y, EDGE / 2), HEIGHT - EDGE))
            for key, (x, y) in places.items()
        }
        if not moved:
            break
    return places


def radius(node: Node, nodes: Sequence[Node]) -> float:
    """The radius of a node: its area grows with its weight."""
    most = max(other.weight for other in nodes)
    return 5 + 11 * float((node.weight / max(most, 1)) ** 0.5)


def drawn(nodes: Sequence[Node], edges: Sequence[Edge], places: Places, label: str) -> SafeString:
    """The picture: lines below, then nodes, then names."""
    most = max((edge.weight for edge in edges), default=1)
    parts = [_edge(edge, places, most) for edge in sorted(edges, key=lambda edge: (edge.weight, edge.one, edge.other))]
    parts += [_node(node, places[node.key], radius(node, nodes)) for node in nodes]
    return picture(WIDTH, HEIGHT, label, *parts, class_="network")


def _edge(edge: Edge, places: Places, most: int) -> SafeString:
    (x1, y1), (x2, y2) = places[edge.one], places[edge.other]
    return element(
        "g",
        element("title", edge.title),
        element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=1 + 5 * edge.weight / most, class_="edge"),
    )


def _node(node: Node, place: tuple[float, float], size: float) -> SafeString:
    x, y = place
    return link(
        node.url,
        f"{node.name}: {node.weight}",
        element("circle", cx=x, cy=y, r=size, class_=f"node layer-{node.group}"),
        element("text", node.name, x=x, y=y + size + SIZE, text_anchor="middle", class_="label halo"),
    )
