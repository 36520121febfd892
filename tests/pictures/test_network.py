"""The network: the same each time, names apart, nobody left out."""

from itertools import combinations

import pytest

from agreements.pictures import network, text
from agreements.pictures.network import Edge, Node
from tests.pictures.reading import SVG, parts, tree, words


def crowd(size: int) -> tuple[list[Node], list[Edge]]:
    nodes = [Node(key, f"Minister Number {key}", f"/{key}", weight=1 + key % 7) for key in range(size)]
    ties = [(key, (key * 7 + 1) % size) for key in range(size)]
    edges = [Edge(one, other, 1 + one % 3, "", "both") for one, other in ties if one != other]
    return nodes, edges


def test_it_is_laid_out_the_same_each_time() -> None:
    nodes, edges = crowd(12)
    assert network.lay_out(nodes, edges) == network.lay_out(nodes[::-1], edges)


@pytest.mark.parametrize("size", [2, 5, 12, 28])
def test_names_do_not_overlap_and_stay_within(size: int) -> None:
    nodes, edges = crowd(size)
    places = network.lay_out(nodes, edges)
    for one, other in combinations(nodes, 2):
        (x1, y1), (x2, y2) = places[one.key], places[other.key]
        wide = (text.width(one.name, network.SIZE) + text.width(other.name, network.SIZE)) / 2
        assert abs(x1 - x2) >= wide - 0.5 or abs(y1 - y2) >= network.SIZE, (one.name, other.name)
    for x, y in places.values():
        assert 0 <= x <= network.WIDTH
        assert 0 <= y <= network.HEIGHT


def test_named_people_become_named_nodes_and_lines() -> None:
    nodes = [Node(1, "Vidar Helgesen", "/vidar", 3), Node(2, "Li <Ganjie>", "/li", 1, group=1)]
    edges = [Edge(1, 2, 1, "/both", "Vidar Helgesen – Li Ganjie: 1")]
    drawn = network.drawn(nodes, edges, network.lay_out(nodes, edges), "Who signed together")
    assert [part.name for part in parts(drawn)] == ["Vidar Helgesen: 3", "Li <Ganjie>: 1"]
    assert words(drawn) == ["Vidar Helgesen", "Li <Ganjie>"]
    assert len(list(tree(drawn).iter(f"{SVG}line"))) == 1
