"""The admin is searched by the full text, drafts included; what a form writes is one change to it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.admin import search
from agreements.catalogue.changes import changes_since, current_version
from agreements.models import (
    Agreement,
    AgreementText,
    ArchiveChange,
    Institution,
    Kind,
    Party,
    Project,
    Signatory,
    Theme,
)
from tests.admin.conftest import World, open_form

pytestmark = pytest.mark.django_db


def listed(client: Client, model: Any, words: str) -> set[Any]:
    address = reverse(f"admin:agreements_{model._meta.model_name}_changelist")
    return set(client.get(address, {"q": words}).context["cl"].result_list)


@pytest.mark.parametrize(
    ("model", "words", "name"),
    [
        (Agreement, "memorandum environment", "draft"),
        (Agreement, "memor", "draft"),
        (Agreement, "environments", "draft"),
        (Agreement, "chi memor", None),  # only the last word is still being typed
        (Agreement, "memorandum of the environ", "draft"),  # nobody asks for small words
        (Agreement, "memor of", None),  # which the last one need not be
        (Project, "mercur", "project"),
        (Project, "renewed", "project"),  # by the public agreement that it stands under
        (Agreement, "secretariat", None),  # a word of its text alone
        (Signatory, "helgesen vid", "helgesen"),
        (Signatory, "minister helgesen", "helgesen"),
        (Signatory, "李干杰", "li"),
        (Party, "kina", "china"),
        (Theme, "mercury", "mercury"),
        (Institution, "norway climate", "ministry"),
    ],
)
def test_lists_are_searched_by_words_and_by_how_the_last_begins(
    model: Any, words: str, name: str | None, administrator: Client, world: World
) -> None:
    AgreementText.objects.create(agreement=world.published, language="nb", extracted_text="The secretariat shall meet.")
    found = listed(administrator, model, words)
    assert (getattr(world, name) in found) if name else not found


@pytest.mark.parametrize("words", ["memorandum", "norway", "agreement or memorandum", "zzzzzz"])
def test_a_word_on_most_records_finds_the_same_as_any_other(
    words: str, administrator: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = listed(administrator, Agreement, words)
    monkeypatch.setattr(search, "MANY", 0)
    assert listed(administrator, Agreement, words) == usual


@pytest.mark.parametrize("words", ["", "   "])
def test_without_a_word_the_list_is_whole(words: str, administrator: Client, world: World) -> None:
    assert {world.draft, world.published} <= listed(administrator, Agreement, words)


@pytest.mark.parametrize("words", ["?", '"', "-", "\u200b"])
def test_what_is_no_word_finds_nothing(words: str, administrator: Client, world: World) -> None:
    assert listed(administrator, Agreement, words) == set()


def test_a_form_with_all_its_rows_is_one_change(publisher: Client, world: World) -> None:
    form = open_form(publisher, world.draft)
    form.add_row("alternative_titles", title="Utkast", language="nb")
    form.add_row("registrations", register="lovdata", number="1")
    before = current_version()
    assert form.send("_review", title_en="Changed title", themes=[world.mercury.pk]).status_code == 302
    assert ArchiveChange.objects.filter(version__gt=before).values("version").distinct().count() == 1
    told = changes_since(before)
    assert told is not None
    assert world.draft.pk in told[Kind.AGREEMENT]
    assert listed(publisher, Agreement, "utkast changed mercury") == {world.draft}


def test_a_form_that_is_refused_changes_nothing(publisher: Client, world: World) -> None:
    before = current_version()
    assert open_form(publisher, world.draft).send("_save", signed_on="soon").status_code == 200
    assert current_version() == before
