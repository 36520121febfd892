"""What a picture, its table and the list behind each of them say is one number."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.catalogue import FACETS, current
from agreements.filters import AgreementFilter
from agreements.models import Kind
from agreements.pictures.table import Figure
from agreements.views import pictured
from agreements.views.mapped import LATEST, NUMBER, Options, archive_map, map_figure
from agreements.views.pictured import Subject
from tests.pictures.reading import parts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_archive")]

SPLITS = ["theme", "party", "signatory", "institution", "kind", "status"]
Draw = Callable[[Subject, str], Figure | None]

PICTURES: dict[str, Draw] = {
    "heat": pictured.heat_figure,
    "stream": pictured.stream_figure,
    "bars": pictured.bars_figure,
    "network": lambda subject, facet: pictured.network_figure(subject, facet) if facet in SPLITS[1:3] else None,
    "columns": lambda subject, facet: pictured.columns_figure(subject),
    "map": lambda subject, facet: map_figure(subject, Options()),
    "latest": lambda subject, facet: map_figure(subject, Options(colour=LATEST)),
}
QUESTIONS = [
    "",
    "party=nor",
    "party=chn&party=rus",
    "party=nor&party=chn&party_match=all",
    "party_not=chn",
    "theme=climate-change",
    "theme=climate-change&theme=mercury",
    "kind=memorandum&kind=agreement",
    "status=in_force",
    "status=in_force&on=1990-06-01",
    "signed_from=1993&signed_to=2012-06",
    "signed_from=2017-06-26",
    "q=mercury",
    "signatory=vidar-helgesen",
    "has_projects=yes&decade=2000",
]


def subject(query: str) -> Subject:
    filterset = AgreementFilter(QueryDict(query))
    return Subject(filterset.answer, filterset.data)


#: How the name of a part ends that says a number.
NUMBERED = re.compile(r": [0-9]+$")


def behind(url: str) -> int:
    """The length of the list at an address of the set of agreements, or of a page of two parties."""
    split = urlsplit(url)
    if "/between/" in split.path:
        _empty, _language, _between, one, other, _end = split.path.split("/")
        return AgreementFilter(QueryDict(f"party={one}&party={other}&party_match=all")).answer.total
    assert split.path.endswith("/agreements/"), url
    filterset = AgreementFilter(QueryDict(split.query))
    assert not filterset.question.impossible, url
    return filterset.answer.total


def agrees(figure: Figure) -> int:
    """Hold every number of the table and of the picture against the list behind it; how many there were."""
    said = {(cell.url, cell.value) for row in figure.table.rows for cell in row if cell.url and type(cell.value) is int}
    for drawing in filter(None, (figure.wide, figure.narrow)):
        found = parts(drawing)
        said |= {(part.url, part.number) for part in found if NUMBERED.search(part.name) and "latest" not in part.name}
    for url, number in said:
        assert behind(url) == number, (figure.caption, url)
    return len(said)


#: Pictures that are not divided by a facet.
UNDIVIDED = ("columns", "map", "latest")


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("name", PICTURES)
def test_picture_table_and_list_agree(name: str, query: str) -> None:
    facets = {"stream": ["theme", "kind"]}.get(name, SPLITS[:1] if name in UNDIVIDED else SPLITS)
    for facet in facets:
        if figure := PICTURES[name](subject(query), facet):
            assert agrees(figure)


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Parameters of a set, any of them together."""
    snapshot = current()
    query = QueryDict(mutable=True)
    for facet in draw(
        st.lists(st.sampled_from(["theme", "party", "kind", "status", "decade"]), max_size=3, unique=True)
    ):
        known = sorted(snapshot.agreements.facet(facet, subject("").answer.day).sets)
        values = draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))
        query.setlist(facet, [FACETS[Kind.AGREEMENT][facet].code(value, snapshot) for value in values])
        if facet in AgreementFilter.many and draw(st.booleans()):
            query[f"{facet}_match"] = "all"
    for name in draw(st.lists(st.sampled_from(["signed_from", "signed_to", "on"]), unique=True)):
        query[name] = draw(st.sampled_from(["1936", "1988-05", "2004-02-29", "2017-06", "2024"]))
    return query.urlencode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_they_agree_whatever_is_asked(data: st.DataObject) -> None:
    query = data.draw(queries())
    name = data.draw(st.sampled_from(sorted(PICTURES)))
    if figure := PICTURES[name](subject(query), data.draw(st.sampled_from(SPLITS))):
        agrees(figure)


def test_the_partners_of_a_party_lead_to_the_pages_of_pairs(client: Client) -> None:
    figure = client.get("/en/parties/nor/").context["map"]
    assert agrees(figure) == 30
    china = next(row for row in figure.table.rows if row[0].value == "China")
    assert (china[0].url, china[1].value, china[2].value) == ("/en/between/nor/chn/", 9, 2024)


def test_former_states_stand_under_those_that_came_after_them() -> None:
    today = {part.name.split(":")[0]: part for part in parts(map_figure(subject(""), Options()).wide)}  # type: ignore[union-attr]
    assert "Soviet Union: 8 agreements" in today["Soviet Union"].name
    assert "Russia: 5 agreements" in today["Soviet Union"].name
    assert behind(today["Soviet Union"].url) == 13


def test_on_a_day_of_its_own_a_former_state_stands_alone() -> None:
    query = "on=1985-01-01&signed_to=1985-01-01"
    at = subject(query)
    drawn = map_figure(at, Options(day=at.answer.day))
    assert drawn is not None
    names = [part.name for part in parts(drawn.wide)]
    assert any(name.startswith("Soviet Union:") and "Russia" not in name for name in names)
    assert not any("Slovakia" in name for name in names)


def test_what_has_no_place_on_the_map_is_named() -> None:
    figure = map_figure(subject(""), Options())
    assert figure is not None
    assert figure.notes == ["Not on the map: European Union: 4 agreements, the latest of 2023."]


def test_the_map_of_the_front_page() -> None:
    figure = archive_map()
    assert figure is not None
    assert figure.explore_url == "/en/explore/?picture=map"
    assert agrees(figure)


def test_colours_of_a_map_follow_number_or_latest() -> None:
    by_number, by_latest = (map_figure(subject("party=nor"), Options(colour=colour)) for colour in (NUMBER, LATEST))
    assert by_number is not None
    assert by_latest is not None
    assert by_number.wide != by_latest.wide
    assert by_number.table == by_latest.table


def test_an_old_treaty_leaves_room_for_the_rest() -> None:
    spans, among = subject("").spans()
    assert [str(span) for span in spans[:2]] == ["–1954", "1955–1959"]
    assert sum(map(len, among)) == sum(code > 0 for code in current().agreements.codes.tolist())


def test_themes_of_one_level_are_compared() -> None:
    rows = pictured.grid_of(subject(""), "theme", 12).rows
    assert "Climate change" in [row.name for row in rows]
    assert "Emissions trading" not in [row.name for row in rows]
    narrower = pictured.grid_of(subject("theme=climate-change"), "theme", 12).rows
    assert "Emissions trading" in [row.name for row in narrower]
    assert "Climate change" not in [row.name for row in narrower]


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_found_is_no_picture(name: str) -> None:
    nothing = "signed_to=1500"
    assert all(PICTURES[name](subject(nothing), facet) is None for facet in SPLITS)
