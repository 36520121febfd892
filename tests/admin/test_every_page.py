"""Every page of the admin opens, with data present: lists, searches, every value of every filter, add and change."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.history.occasions import occasions_of
from agreements.models import Agreement, ErrorReport, Event, Institution, Party, Project, Signatory, Source, Theme
from tests import factories as make
from tests.admin.conftest import World

pytestmark = pytest.mark.django_db

#: Reports of errors are not written in the admin: they have tests of their own.
REGISTERED = sorted(admin.site._registry.keys() - {ErrorReport}, key=lambda model: model._meta.label)
OURS = [model for model in REGISTERED if model._meta.app_label == "agreements"]
#: What the Content-Security-Policy refuses: styles and scripts in the page itself.
INLINE = re.compile(r"<style|<[^>]+\s(style|on[a-z]+)=|<script(?![^>]*\ssrc=)")
named = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.model_name)
ours = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)


def address(model: Any, page: str, *args: Any, **query: Any) -> str:
    query_string = f"?{urlencode(query)}" if query else ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args) + query_string


def listed(client: Client, where: str) -> list[Any]:
    response = client.get(where)
    assert response.status_code == 200, where
    return list(response.context["cl"].result_list)


def test_everything_a_reader_sees_has_its_pages() -> None:
    assert {model.__name__ for model in OURS} == {
        "Agreement", "Event", "Institution", "Instrument", "Party", "Project", "Signatory", "Source", "Theme",
    }  # fmt: skip
    assert {model.__name__ for model in REGISTERED} >= {"User", "Group"}


@named
def test_list_add_change_and_history_open(model: Any, administrator: Client, world: World) -> None:
    if model in OURS:
        assert listed(administrator, address(model, "changelist")), "the small archive lacks a record of this kind"
    record = model._default_manager.first()
    for page in (
        address(model, "changelist"),
        address(model, "changelist", q="a"),
        address(model, "add"),
        address(model, "change", record.pk),
        address(model, "history", record.pk),
        address(model, "delete", record.pk),
    ):
        response = administrator.get(page)
        kept = page.endswith("/delete/") and getattr(record, "is_published", False)
        assert response.status_code == (403 if kept else 200), page
        assert not INLINE.search(response.content.decode()), page


@ours
def test_every_version_opens(model: Any, administrator: Client, world: World) -> None:
    record = model._default_manager.first()
    occasions = occasions_of(model, record.pk)
    assert occasions
    for occasion in occasions:
        page = address(model, "version", record.pk, occasion.number)
        response = administrator.get(page)
        assert response.status_code == 200
        assert not INLINE.search(response.content.decode()), page


@named
def test_every_value_of_every_filter(model: Any, administrator: Client, world: World) -> None:
    start = address(model, "changelist")
    changelist = administrator.get(start).context["cl"]
    tried = 0
    for chosen in changelist.filter_specs:
        for choice in chosen.choices(changelist):
            response = administrator.get(start + choice["query_string"])
            assert response.status_code == 200, choice["query_string"]
            tried += 1
    assert tried == sum(len(list(chosen.choices(changelist))) for chosen in changelist.filter_specs)
    assert tried or not admin.site._registry[model].list_filter


@named
def test_every_column_sorts(model: Any, administrator: Client, world: World) -> None:
    columns = administrator.get(address(model, "changelist")).context["cl"].list_display
    for number in range(1, len(columns)):
        assert administrator.get(address(model, "changelist", o=f"-{number}")).status_code == 200


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, {"published", "draft", "withdrawn"}),
        ({"editorial_status__exact": "draft"}, {"draft"}),
        ({"review": "needed"}, {"draft"}),
        ({"text": "yes"}, {"published"}),
        ({"text": "no"}, {"draft", "withdrawn"}),
        ({"sources": "no"}, {"draft"}),
        ({"sources": "yes"}, {"published", "withdrawn"}),
        ({"standing": "not_recorded"}, {"published", "draft", "withdrawn"}),
        ({"standing": "in_force"}, set()),
        ({"decade": "2010"}, {"published"}),
        ({"decade": "1990"}, {"draft"}),
        ({"decade": "none"}, set()),
        ({"kind__exact": "protocol"}, set()),
        ({"party": "norway"}, {"published", "draft", "withdrawn"}),
        ({"party": "sweden"}, set()),
        ({"theme": "mercury"}, {"published"}),
        ({"signatory": "li"}, {"published"}),
        ({"institution": "ministry"}, {"published"}),
        ({"instrument": "paris"}, {"published"}),
        ({"project": "project"}, {"published"}),
        ({"source": "source"}, {"published", "withdrawn"}),
    ],
)
def test_filters_find_what_they_say(
    query: dict[str, str], titles: set[str], administrator: Client, world: World
) -> None:
    by_record = {"party", "theme", "signatory", "institution", "instrument", "project", "source"}
    resolved = {name: getattr(world, value).pk if name in by_record else value for name, value in query.items()}
    found = listed(administrator, address(Agreement, "changelist", **resolved))
    assert set(found) == {getattr(world, title) for title in titles}


@pytest.mark.parametrize("name", ["party", "theme", "signatory", "text", "sources", "standing", "decade", "review"])
@pytest.mark.parametrize("value", ["nobody", "-1", "9" * 40, "²"])
def test_a_value_nobody_offers_finds_nothing(name: str, value: str, administrator: Client, world: World) -> None:
    assert listed(administrator, address(Agreement, "changelist", **{name: value})) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("renewed cooperation", True),
        ("samarbeidsavtalen", True),
        ("5417", True),
        ("China Helgesen", True),
        ("李干杰", True),
        ("中国 renewed", True),
        ('"on renewed"', True),
        ('"renewed on"', False),
        ("renewed Sweden", False),
        ('"', False),
    ],
)
def test_search_finds_by_names_in_any_script_and_numbers(
    words: str, found: bool, administrator: Client, world: World
) -> None:
    results = listed(administrator, address(Agreement, "changelist", q=words))
    assert (world.published in results) is found
    assert len(results) == len(set(results))


@pytest.mark.parametrize(
    ("model", "record", "column", "parameter", "lists"),
    [
        (Theme, "mercury", "agreements_count", "theme", Agreement),
        (Theme, "mercury", "projects_count", "theme", Project),
        (Party, "norway", "agreements_count", "party", Agreement),
        (Party, "norway", "signatories_count", "party", Signatory),
        (Party, "norway", "institutions_count", "party", Institution),
        (Signatory, "helgesen", "agreements_count", "signatory", Agreement),
        (Institution, "ministry", "agreements_count", "institution", Agreement),
        (Source, "source", "agreements_count", "source", Agreement),
        (Source, "source", "projects_count", "source", Project),
        (Source, "source", "events_count", "source", Event),
        (Project, "project", "agreements_count", "project", Agreement),
    ],
)
def test_a_count_is_that_of_the_list_it_links_to(
    model: Any, record: str, column: str, parameter: str, lists: Any, administrator: Client, world: World
) -> None:
    pk = getattr(world, record).pk
    row = next(row for row in listed(administrator, address(model, "changelist")) if row.pk == pk)
    count = getattr(row, column)
    assert count > 0
    target = address(lists, "changelist", **{parameter: pk})
    assert len(listed(administrator, target)) == count
    assert f'href="{target}">{count}</a>' in administrator.get(address(model, "changelist")).content.decode()


def fill(number: int) -> None:
    """One more of everything, tied together."""
    party = make.make_party(f"x{chr(97 + number)}x")
    theme = make.make_theme(f"Theme {number}", broader=make.make_theme("Pollution"))
    ministry = make.make_institution(f"Ministry {number}", party)
    person = make.make_signatory(f"Person {number}", party=party)
    agreement = make.make_agreement(f"Agreement {number}", ["nor", party], published=True, themes=[theme])
    agreement.participations.filter(party=party).update(institution=ministry)
    agreement.instruments.add(make.make_instrument(f"Instrument {number}"))
    make.make_signature(agreement, person, party)
    make.make_text(agreement)
    make.make_project(f"Project {number}", [agreement], published=True)
    make.make_event(f"Event {number}", [party], [agreement], published=True)
    make.make_evidence(agreement, source=make.make_source(f"Source {number}"))


@ours
def test_a_longer_list_asks_no_more_questions(model: Any, administrator: Client) -> None:
    fill(0)
    counts = []
    for numbers in (range(1, 2), range(2, 9)):
        for number in numbers:
            fill(number)
        with CaptureQueriesContext(connection) as queries:
            rows = listed(administrator, address(model, "changelist"))
        counts.append((len(rows), len(queries)))
    (few, before), (many, after) = counts
    assert many > few
    assert after == before < 20


@pytest.mark.parametrize(
    ("model", "field", "term", "label"),
    [
        ("agreementparty", "institution", "Climate", "Ministry of Climate and Environment (KLD) [Norway]"),
        ("signature", "signatory", "李", "Li Ganjie [China]"),
        ("relation", "to_agreement", "1995", "Memorandum on the environment [November 1995; Norway – China]"),
        ("relation", "to_agreement", "Memorandum", "Memorandum on the environment [November 1995; Norway – China]"),
        ("agreement_themes", "theme", "mercury", "Mercury [Pollution]"),
        ("project_agreements", "project", "mercury", "Less mercury"),
        ("evidence", "source", "Press", "A ministry: Press release"),
    ],
)
def test_suggestions_tell_records_apart(
    model: str, field: str, term: str, label: str, editor: Client, world: World
) -> None:
    query = {"app_label": "agreements", "model_name": model, "field_name": field, "term": term}
    results = editor.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [result["text"] for result in results] == ([label] if label else [])


def test_view_on_site_leads_to_what_the_public_sees_alone(administrator: Client, world: World) -> None:
    for record, shown in ((world.published, True), (world.draft, False), (world.norway, True), (world.sweden, False)):
        page = administrator.get(address(type(record), "change", record.pk)).content.decode()
        assert (f'href="{record.get_absolute_url()}"' in page) is shown
