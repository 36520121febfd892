"""A small archive with something of every kind, the people who keep it, and forms as a browser would post them."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from agreements.catalogue.changes import gathered
from agreements.models import (
    Agreement,
    AgreementText,
    AlternativeTitle,
    Event,
    Institution,
    InstitutionSuccession,
    Instrument,
    Party,
    PartyName,
    PartySuccession,
    Project,
    Registration,
    RelationKind,
    Signatory,
    SignatoryAlias,
    Source,
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
)
from tests import factories as make
from tests.worlds import world_of_many_modules


@dataclass
class World:
    """What the tests call by name: a published agreement of 2017, the draft of 1995 it renews, and what is around."""

    published: Agreement
    draft: Agreement
    withdrawn: Agreement
    project: Project
    event: Event
    norway: Party
    china: Party
    sweden: Party
    ministry: Institution
    helgesen: Signatory
    li: Signatory
    climate: Theme
    mercury: Theme
    paris: Instrument
    source: Source
    text: AgreementText


@gathered()
def make_world() -> World:
    """Make the small archive."""
    norway, china, sweden = make.make_party("nor"), make.make_party("chn"), make.make_party("swe")
    PartyName.objects.create(party=china, name="中国", language="zh-Hans")
    PartySuccession.objects.create(predecessor=make.make_party("sun"), successor=make.make_party("rus"))
    ministry = make.make_institution("Ministry of Climate and Environment", norway, acronym="KLD", existed_from="2014")
    earlier = make.make_institution("Ministry of the Environment", norway, existed_until="2013")
    InstitutionSuccession.objects.create(predecessor=earlier, successor=ministry, succeeded_on="2014-01-01")
    helgesen = make.make_signatory("Vidar Helgesen", sort_name="Helgesen, Vidar", party=norway)
    TermOfOffice.objects.create(signatory=helgesen, office_en="Minister of Climate", institution=ministry)
    li = make.make_signatory("Li Ganjie", party=china)
    SignatoryAlias.objects.create(signatory=li, name="李干杰", language="zh-Hans")
    pollution = make.make_theme("Pollution")
    climate, mercury = make.make_theme("Climate change"), make.make_theme("Mercury", broader=pollution)
    ThemeAltLabel.objects.create(theme=climate, label="Global warming", language="en")
    ThemeMatch.objects.create(theme=climate, vocabulary="GEMET", term="climatic change")
    paris = make.make_instrument("Paris Agreement")
    draft = make.make_agreement("Memorandum on the environment", signed_on="1995-11", review_note="No text found.")
    published = make.make_agreement(
        "Agreement on renewed cooperation", published=True, themes=[climate, mercury], signed_on="2017-06"
    )
    published.instruments.add(paris)
    published.participations.filter(party=norway).update(institution=ministry)
    make.make_signature(published, helgesen, norway, office_en="Minister of Climate")
    make.make_signature(published, li, china, office_en="Minister of the Environment", qualifier="incoming")
    AlternativeTitle.objects.create(agreement=published, title="Samarbeidsavtalen", language="nb")
    Registration.objects.create(agreement=published, register="ieadb", number="5417")
    make.relate(published, RelationKind.RENEWS, draft)
    text = make.make_text(published, "en", status="authentic", prevails=True)
    project = make.make_project("Less mercury", [published], published=True, themes=[mercury], status="active")
    event = make.make_event("Visit to Beijing", agreements=[published], published=True)
    event.participants.add(helgesen)
    return World(
        published=published,
        draft=draft,
        withdrawn=make.make_withdrawn_agreement(title="Entered twice", signed_on="2001"),
        project=project,
        event=event,
        norway=norway,
        china=china,
        sweden=sweden,
        ministry=ministry,
        helgesen=helgesen,
        li=li,
        climate=climate,
        mercury=mercury,
        paris=paris,
        source=Source.objects.get(),
        text=text,
    )


@pytest.fixture(scope="module")
def world_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The small archive, made once a module."""
    with world_of_many_modules(django_db_blocker, make_world) as made:
        yield made


@pytest.fixture
def world(db: None, world_of_the_module: World) -> World:
    """The small archive as it was made: what a test does to its records, no other test sees."""
    return deepcopy(world_of_the_module)


def log_in(group: str | None) -> Client:
    """The browser of a member of the group, or of an administrator."""
    name = group or "administrator"
    user = User.objects.create_user(name, is_staff=True, is_superuser=group is None)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator(db: None) -> Client:
    """An administrator's browser."""
    return log_in(None)


@pytest.fixture
def editor(db: None) -> Client:
    """An editor's browser."""
    return log_in("editor")


@pytest.fixture
def publisher(db: None) -> Client:
    """A publisher's browser."""
    return log_in("publisher")


class FilledForm:
    """A change or add page as it came, to be filled in and sent with a button, like a person does.

    ``fields`` are what the page would send unchanged. Rows are named by the formset's prefix.
    """

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        form = response.context["adminform"].form
        self.fields: dict[str, Any] = {}
        self._filled: set[tuple[str, int]] = set()
        self._read(form)
        self.formsets = {
            formset.formset.prefix: formset.formset for formset in response.context["inline_admin_formsets"]
        }
        for formset in self.formsets.values():
            self._read(formset.management_form)
            for row in formset.forms:
                self._read(row)

    def _read(self, form: Any) -> None:
        for field in form:
            value: Any = None if isinstance(field.field, forms.FileField) else field.value()
            if isinstance(value, list | tuple) or hasattr(value, "all"):
                value = [getattr(item, "pk", item) for item in value]
            if value is not None and value is not False:
                self.fields[field.html_name] = value

    def add_row(self, prefix: str, /, **values: Any) -> int:
        """Fill the first row not yet saved, or one more, as "Add another" does. Returns its number."""
        rows = int(self.fields[f"{prefix}-TOTAL_FORMS"])
        saved = int(self.fields[f"{prefix}-INITIAL_FORMS"])
        number = next((row for row in range(saved, rows) if (prefix, row) not in self._filled), rows)
        self._filled.add((prefix, number))
        self.fields[f"{prefix}-TOTAL_FORMS"] = max(rows, number + 1)
        self.change_row(prefix, number, **values)
        return number

    def change_row(self, prefix: str, number: int, /, **values: Any) -> None:
        """Type into a row."""
        self.fields.update({f"{prefix}-{number}-{name}": getattr(value, "pk", value) for name, value in values.items()})

    def delete_row(self, prefix: str, number: int) -> None:
        """Tick the row's box "Delete"."""
        self.fields[f"{prefix}-{number}-DELETE"] = "on"

    def send(self, button: str = "_continue", **values: Any) -> Any:
        """Press a button, after typing into fields of the record itself."""
        return self.client.post(self.address, {**self.fields, **values, button: "1"})


def open_form(client: Client, record: Any) -> FilledForm:
    """The change page of a record, or the add page of a model."""
    if isinstance(record, type):
        return FilledForm(client, reverse(f"admin:agreements_{record._meta.model_name}_add"))  # type: ignore[attr-defined]
    return FilledForm(client, reverse(f"admin:agreements_{record._meta.model_name}_change", args=[record.pk]))


def errors_of(response: Any) -> str:
    """Every message on a refused form, in one text; the form came back and nothing was saved."""
    assert response.status_code == 200, (response.status_code, getattr(response, "url", ""))
    form = response.context["adminform"].form
    found = [form.errors.as_text()]
    for formset in response.context["inline_admin_formsets"]:
        found.append(formset.formset.non_form_errors().as_text())
        found += [row.errors.as_text() for row in formset.formset.forms]
    return "\n".join(found)


def messages_of(client: Client, response: Any) -> str:
    """Follow the redirect after saving and read the messages."""
    assert response.status_code == 302, errors_of(response)
    page = client.get(response.url)
    return " ".join(str(message) for message in page.context["messages"])
