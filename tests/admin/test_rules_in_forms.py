"""Every rule that a form can break comes back as a message, never as an error page, and what was stored stays."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import (
    Agreement,
    AgreementText,
    Evidence,
    Relation,
)
from tests import factories as make
from tests.admin.conftest import World, errors_of, open_form

pytestmark = pytest.mark.django_db

EVIDENCE = "agreements-evidence-content_type-object_id"


def stored(agreement: Agreement) -> list[Any]:
    """Everything a form of the agreement could change."""
    names = ("participations", "signatures", "texts", "relations", "registrations", "alternative_titles", "evidence")
    rows = [list(getattr(agreement, name).order_by("pk").values()) for name in (*names, "themes", "projects")]
    return [Agreement.objects.filter(pk=agreement.pk).values().get(), *rows]


# The agreement's own fields


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"signed_on": "2017-13"}, "signed_on", "is not a date"),
        ({"signed_on": "2017-02-30"}, "signed_on", "is not a date"),
        ({"signed_on": "0000-00-00"}, "signed_on", "is not a date"),
        ({"signed_on": "last June"}, "signed_on", "is not a date"),
        ({"entry_into_force_on": "2016"}, "entry_into_force_on", "Entry into force lies before signature"),
        ({"valid_until": "2016"}, "valid_until", "term ends before signature"),
        ({"terminated_on": "2016"}, "terminated_on", "Termination lies before signature"),
        (
            {"entry_into_force_on": "2019", "valid_until": "2018"},
            "valid_until",
            "term ends before entry into force",
        ),
        (
            {"entry_into_force_on": "2019", "terminated_on": "2018"},
            "terminated_on",
            "Termination lies before entry into force",
        ),
        ({"term_months": "0"}, "term_months", "greater than or equal to 1"),
        ({"term_months": "9" * 20}, "term_months", "less than or equal to"),
        ({"entry_into_force_on": "9990-01", "term_months": "600"}, "term_months", "past the year 9999"),
        ({"title_en": "", "title_no": " "}, "title_en", "needs a title"),
        ({"title_en": "x" * 1001}, "title_en", "at most 1000"),
        ({"title_en": "a\0b"}, "title_en", "Null characters"),
        ({"reference": "taken"}, "reference", "already exists"),
        ({"reference": "not a slug"}, "reference", "valid"),
        ({"kind": "pact"}, "kind", "not one of the available choices"),
        ({"themes": ["999"]}, "themes", "not one of the available choices"),
        ({"projects": ["999"]}, "projects", "not one of the available choices"),
        ({"verified_on": "yesterday"}, "verified_on", "valid date"),
    ],
)
def test_a_rule_of_the_agreement(
    values: dict[str, Any], field: str, message: str, publisher: Client, world: World
) -> None:
    make.make_agreement("Other", reference="taken")
    before = stored(world.published)
    response = open_form(publisher, world.published).send("_save", **values)
    assert message in errors_of(response)
    assert message in str(response.context["adminform"].form.errors[field])
    assert stored(world.published) == before


def test_dates_out_of_order_are_accepted_with_an_explanation(publisher: Client, world: World) -> None:
    form = open_form(publisher, world.published)
    assert form.send("_save", entry_into_force_on="2016", date_exception="Applied from 2016.").status_code == 302


# Parties


def test_the_two_parties_differ(publisher: Client, world: World) -> None:
    before = stored(world.published)
    form = open_form(publisher, world.published)
    form.change_row("participations", 1, party=world.norway)
    assert "The two parties must be different." in errors_of(form.send("_save"))
    assert stored(world.published) == before


def test_a_third_party_is_refused(editor: Client, world: World) -> None:
    form = open_form(editor, world.draft)
    form.add_row("participations", party=world.sweden, basis="source")
    assert "at most 2 forms" in errors_of(form.send("_save"))
    assert world.draft.participations.count() == 2


def test_a_party_entered_meanwhile_by_somebody_else_is_not_run_over(editor: Client, world: World) -> None:
    agreement = make.make_agreement("Begun", [])
    form = open_form(editor, agreement)
    for party in (world.norway, world.china):
        form.add_row("participations", party=party)
    agreement.participations.create(party=world.sweden, position=1)
    assert "Somebody else has entered one" in errors_of(form.send("_save"))
    assert [side.party for side in agreement.participations.all()] == [world.sweden]


def test_the_parties_may_change_places(publisher: Client, world: World) -> None:
    form = open_form(publisher, world.published)
    form.change_row("participations", 0, party=world.china, institution="")
    form.change_row("participations", 1, party=world.norway, institution=world.ministry)
    assert form.send("_save").status_code == 302
    assert list(world.published.participations.values_list("position", "party__code", "institution")) == [
        (1, "chn", None), (2, "nor", world.ministry.pk),
    ]  # fmt: skip


def test_a_party_may_be_replaced_and_the_new_one_stands_where_the_old_stood(editor: Client, world: World) -> None:
    form = open_form(editor, world.draft)
    form.change_row("participations", 0, party=world.sweden)
    assert form.send("_save").status_code == 302
    assert list(world.draft.participations.values_list("position", "party__code")) == [(1, "swe"), (2, "chn")]

    form = open_form(editor, world.draft)
    form.delete_row("participations", 0)
    assert form.send("_save").status_code == 302
    form = open_form(editor, world.draft)
    form.add_row("participations", party=world.norway)
    assert form.send("_save").status_code == 302
    assert list(world.draft.participations.values_list("position", "party__code")) == [(1, "nor"), (2, "chn")]


def test_an_institution_acts_for_its_own_party(publisher: Client, world: World) -> None:
    form = open_form(publisher, world.published)
    form.change_row("participations", 1, institution=world.ministry)
    assert "belongs to another party" in errors_of(form.send("_save"))


def test_a_published_agreement_keeps_two_parties(publisher: Client, world: World) -> None:
    other = make.make_agreement("No signatures", published=True)
    before = stored(other)
    form = open_form(publisher, other)
    form.delete_row("participations", 0)
    assert "A published agreement has two parties." in errors_of(form.send("_save", place_of_signature="Oslo"))
    assert stored(other) == before


def test_a_published_agreement_that_lost_a_party_can_be_mended(publisher: Client, world: World) -> None:
    other = make.make_agreement("Damaged", published=True)
    other.participations.filter(position=1).delete()
    form = open_form(publisher, other)
    form.add_row("participations", party=world.sweden)
    assert form.send("_save").status_code == 302
    assert list(other.participations.values_list("position", "party__code")) == [(1, "swe"), (2, "chn")]


# Signatures


def test_removing_a_party_that_signed_is_refused_with_its_signature(editor: Client, world: World) -> None:
    make.make_signature(world.draft, world.helgesen, world.norway)
    before = stored(world.draft)
    form = open_form(editor, world.draft)
    form.delete_row("participations", 0)
    assert "must be one of the two parties" in errors_of(form.send("_save"))
    assert stored(world.draft) == before

    form.delete_row("signatures", 0)
    assert form.send("_save").status_code == 302
    assert (world.draft.participations.count(), world.draft.signatures.count()) == (1, 0)


@pytest.mark.parametrize("new", [True, False])
def test_nobody_signs_for_a_stranger(new: bool, editor: Client, world: World) -> None:
    form = open_form(editor, Agreement if new else world.draft)
    if new:
        form.add_row("participations", party=world.norway)
        form.add_row("participations", party=world.china)
    form.add_row("signatures", party=world.sweden, signatory=world.helgesen, qualifier="in_office")
    assert "must be one of the two parties" in errors_of(form.send("_save", title_en="New"))


def test_a_party_and_its_signature_may_come_together(editor: Client, world: World) -> None:
    form = open_form(editor, world.draft)
    form.change_row("participations", 1, party=world.sweden)
    form.add_row("signatures", party=world.sweden, signatory=world.helgesen, qualifier="in_office")
    assert form.send("_save").status_code == 302
    assert world.draft.signatures.get().party == world.sweden


def test_a_person_signs_once_for_a_party(publisher: Client, world: World) -> None:
    form = open_form(publisher, world.published)
    form.add_row("signatures", party=world.norway, signatory=world.helgesen, qualifier="acting")
    assert "already recorded" in errors_of(form.send("_save"))


# Texts


def test_one_text_prevails_and_it_is_authentic(publisher: Client, world: World) -> None:
    form = open_form(publisher, world.published)
    form.add_row("texts", language="nb", status="authentic", prevails="on")
    assert "Only one text" in errors_of(form.send("_save"))
    form = open_form(publisher, world.published)
    form.change_row("texts", 0, status="translation")
    assert "Only an authentic text can prevail." in errors_of(form.send("_save"))


@pytest.mark.parametrize("first_prevails", [True, False])
def test_another_text_may_come_to_prevail(first_prevails: bool, publisher: Client, world: World) -> None:
    other = make.make_text(world.published, "nb", status="authentic")
    if not first_prevails:  # posted in the other order: the row that gains before the row that loses
        AgreementText.objects.filter(pk=world.text.pk).update(prevails=False)
        AgreementText.objects.filter(pk=other.pk).update(prevails=True)
    form = open_form(publisher, world.published)
    AgreementText.objects.update(prevails=False)
    AgreementText.objects.filter(pk=form.fields["texts-1-id"]).update(prevails=True)
    form.fields["version"] = open_form(publisher, world.published).fields["version"]
    form.fields.pop("texts-1-prevails", None)
    form.change_row("texts", 0, prevails="on")
    assert form.send("_save").status_code == 302
    assert AgreementText.objects.get(prevails=True).pk == form.fields["texts-0-id"]


def test_a_text_is_a_file_of_a_known_kind(publisher: Client, world: World) -> None:
    form = open_form(publisher, world.published)
    form.change_row("texts", 0, file=SimpleUploadedFile("virus.exe", b"MZ"))
    assert "not allowed" in errors_of(form.send("_save"))
    form = open_form(publisher, world.published)
    form.change_row("texts", 0, file=SimpleUploadedFile("text.txt", b"Article 1"))
    assert form.send("_save").status_code == 302
    assert len(AgreementText.objects.get(pk=world.text.pk).sha256) == 64


# Relations


def test_relations_go_neither_to_oneself_nor_twice_nor_in_a_circle(editor: Client, world: World) -> None:
    for kind, other, message in (
        ("amends", world.draft, "related to itself"),
        ("renews", world.published, "close a circle"),
    ):
        form = open_form(editor, world.draft)
        form.add_row("relations", kind=kind, to_agreement=other)
        assert message in errors_of(form.send("_save"))
    form = open_form(editor, world.draft)
    for _ in range(2):
        form.add_row("relations", kind="amends", to_agreement=world.withdrawn)
    assert "Two rows say the same." in errors_of(form.send("_save"))
    assert Relation.objects.count() == 1


# Registrations and titles


def test_one_number_of_the_ieadb_is_one_agreement(editor: Client, world: World) -> None:
    form = open_form(editor, world.draft)
    form.add_row("registrations", register="ieadb", number="5417")
    assert "Another agreement has this IEADB number." in errors_of(form.send("_save"))


def test_rows_that_change_keys_are_refused_not_broken(editor: Client, world: World) -> None:
    for title in ("One", "Two"):
        world.draft.alternative_titles.create(title=title)
    form = open_form(editor, world.draft)
    form.change_row("alternative_titles", 0, title="Two")
    form.change_row("alternative_titles", 1, title="One")
    assert "already exists" in errors_of(form.send("_save"))
    form = open_form(editor, world.draft)
    form.change_row("alternative_titles", 0, title="Two")
    form.delete_row("alternative_titles", 1)
    assert "already exists" in errors_of(form.send("_save"))
    assert set(world.draft.alternative_titles.values_list("title", flat=True)) == {"One", "Two"}


# Evidence


@pytest.mark.parametrize("name", ["published", "project", "event"])
def test_a_published_record_keeps_a_source(name: str, publisher: Client, world: World) -> None:
    record = getattr(world, name)
    form = open_form(publisher, record)
    form.delete_row(EVIDENCE, 0)
    assert "needs a source" in errors_of(form.send("_save"))
    assert record.evidence.count() == 1


def test_evidence_is_given_once_and_for_a_field_there_is(editor: Client, world: World) -> None:
    for number in (1, 2):
        form = open_form(editor, world.draft)
        for _ in range(number):
            form.add_row(EVIDENCE, source=world.source, field="nonsense" if number == 1 else "signed_on")
        message = "not one of the available choices" if number == 1 else "given twice"
        assert message in errors_of(form.send("_save"))
    assert not world.draft.evidence.exists()


def test_evidence_taking_the_place_of_other_evidence_is_refused(editor: Client, world: World) -> None:
    for locator in ("1", "2"):
        make.make_evidence(world.draft, locator=locator)
    form = open_form(editor, world.draft)
    form.change_row(EVIDENCE, 0, locator="2")
    form.delete_row(EVIDENCE, 1)
    assert "already recorded" in errors_of(form.send("_save"))
    assert Evidence.objects.filter(object_id=world.draft.pk, content_type__model="agreement").count() == 2


def test_a_fact_that_is_no_longer_offered_stays(editor: Client, world: World) -> None:
    make.make_evidence(world.draft, field="depositary")
    Evidence.objects.filter(field="depositary").update(field="verified_on")
    assert open_form(editor, world.draft).send("_save").status_code == 302
    assert world.draft.evidence.get().field == "verified_on"


# Two people at once


def test_a_form_opened_before_somebody_elses_change_is_held_back_once(editor: Client, world: World) -> None:
    form = open_form(editor, world.draft)
    world.draft.place_of_signature = "Beijing"
    world.draft.save()
    response = form.send("_save", place_of_signature="Oslo")
    assert "Somebody else changed this record" in errors_of(response)
    assert Agreement.objects.get(pk=world.draft.pk).place_of_signature == "Beijing"
    form.fields["version"] = response.context["adminform"].form["version"].value()
    assert form.send("_save", place_of_signature="Oslo").status_code == 302
    assert Agreement.objects.get(pk=world.draft.pk).place_of_signature == "Oslo"
