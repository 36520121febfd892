"""Parts drawn once for each shape of what they show are as if they were drawn each time."""

from typing import Any, NamedTuple

import pytest
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from pytest_django import Settings

from agreements import hot
from agreements.choices import LegalStatus
from agreements.hot import draw, shaped
from agreements.views.facets import Chosen, FacetPanel
from agreements.views.paging import PageLink

hostile = st.sampled_from(
    ["", "a", "<script>", "%s", "%(t0)s", "100 %", "{{ x }}", "&amp;", "Støre & co", "\"'", "t0", "李干杰"]
)
safe = hostile.map(lambda text: SafeString(f"<b>{len(text)}</b>"))
chosen = st.builds(Chosen, hostile, st.booleans(), hostile, hostile)
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "pagination": st.fixed_dictionaries(
        {
            "previous": hostile,
            "following": hostile,
            "links": st.lists(
                st.none() | st.builds(PageLink, st.integers(1, 4000), hostile, st.booleans()), max_size=4
            ),
        }
    ),
    "facet": st.fixed_dictionaries(
        {
            "facet": st.builds(
                FacetPanel,
                *(hostile, hostile, st.booleans(), st.booleans(), st.booleans(), hostile, hostile, safe),
                st.lists(chosen, max_size=3),
            )
        }
    ),
}


@pytest.mark.parametrize("part", PARTS)
@given(data=st.data())
def test_a_part_is_the_same_drawn_either_way(part: str, data: st.DataObject) -> None:
    parameters = data.draw(PARTS[part])
    for _again in range(2):
        assert shaped(part, parameters) == draw(part, parameters)


class Line(NamedTuple):
    """What a made-up part shows."""

    name: str
    number: int
    status: LegalStatus
    more: tuple[str, ...]


LINE = """{% macro line(one, of) %}{{ of }}{{ one.name }}{% if one.status == "in_force" %}!{% endif %}: {{ one.number }}
{%- for more in one.more %}, {{ more }}{% else %} alone{% endfor %}{% endmacro %}"""


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of these tests alone."""
    engine: Any = engines["hot"]
    environment = engine.env.in_language("en")
    monkeypatch.setattr(environment, "loader", DictLoader({"line.jinja": LINE}))
    monkeypatch.setattr(environment, "cache", None)
    monkeypatch.setattr(hot, "_by_shape", {})


def drawn(*given: Any) -> str:
    with override("en"):
        return shaped("line", {"one": Line(*given), "of": "of "}, "line")


def test_a_part_is_drawn_once_a_shape(line: None) -> None:
    assert drawn("<a>", 0, LegalStatus.IN_FORCE, ()) == "of &lt;a&gt;!: 0 alone"
    assert drawn("b", 7, LegalStatus.IN_FORCE, ()) == "of b!: 7 alone"
    assert len(hot._by_shape) == 1
    assert drawn("b", 7, LegalStatus.EXPIRED, ("c", "d")) == "of b: 7, c, d"
    assert drawn("", 7, LegalStatus.EXPIRED, ("c", "d")) == "of : 7, c, d"
    assert len(hot._by_shape) == 3


def test_no_more_shapes_are_kept_than_there_is_room_for(line: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "MOST_SHAPES", 2)
    for length in range(5):
        more = ("x",) * length
        assert drawn("b", 7, LegalStatus.EXPIRED, more).count("x") == length
    assert len(hot._by_shape) == 2


def test_templates_that_are_worked_on_are_drawn_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "_by_shape", {})
    settings.DEBUG = True
    assert shaped("pagination", {"previous": "", "following": "", "links": []}) == ""
    assert hot._by_shape == {}
