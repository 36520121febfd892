"""What a record needs before readers see it, how it goes, and the rules that look at several rows at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from agreements.models import (
    Agreement,
    AgreementParty,
    Event,
    Evidence,
    Project,
    Signature,
)
from tests.factories import (
    make_agreement,
    make_event,
    make_evidence,
    make_institution,
    make_party,
    make_project,
    make_signatory,
    make_signature,
    make_source,
    make_withdrawn_agreement,
)

pytestmark = pytest.mark.django_db


def messages(record: Agreement | Project | Event | AgreementParty | Signature | Evidence) -> dict[str, list[str]]:
    """What a person is told about the record; empty when it is in order."""
    try:
        record.full_clean()
    except ValidationError as error:
        return dict(error.message_dict)
    return {}


# Publishing


@pytest.mark.parametrize(
    ("parties", "sourced", "title", "missing"),
    [
        (["nor", "chn"], False, "Air", "a source"),
        (["nor"], True, "Air", "two different parties"),
        ([], True, "Air", "two different parties"),
        (["nor", "chn"], True, " ", "a title in English or Norwegian"),
        ([], False, "", "a title in English or Norwegian, a source, two different parties"),
    ],
)
def test_an_agreement_is_published_only_when_nothing_is_missing(
    parties: list[str], sourced: bool, title: str, missing: str
) -> None:
    agreement = make_agreement(title, parties=parties)
    if sourced:
        make_evidence(agreement)

    with pytest.raises(ValidationError) as caught:
        agreement.publish()

    assert caught.value.messages == [f"Not ready to publish. Missing: {missing}."]
    assert agreement.editorial_status == "draft"
    assert not Agreement.objects.published().exists()


def test_a_complete_agreement_is_published() -> None:
    agreement = make_agreement("")
    agreement.title_no = "Avtale om luft"
    make_evidence(agreement, "signed_on")

    agreement.publish()

    assert list(Agreement.objects.published()) == [agreement]
    assert messages(agreement) == {}


@pytest.mark.parametrize("make", [make_project, make_event])
def test_projects_and_events_need_a_title_and_a_source(make: Callable[..., Project | Event]) -> None:
    record = make("")

    with pytest.raises(ValidationError, match="Missing: a title in English or Norwegian, a source"):
        record.publish()

    record.title_en = "Mercury"
    make_evidence(record)
    record.publish()
    assert record.is_published


def test_publishing_breaks_off_when_another_rule_is_broken() -> None:
    agreement = make_agreement(signed_on="2017")
    make_evidence(agreement)
    agreement.terminated_on = "2016"

    with pytest.raises(ValidationError, match="Termination lies before signature"):
        agreement.publish()

    assert agreement.editorial_status == "draft"
    agreement.refresh_from_db()
    assert agreement.editorial_status == "draft"


@pytest.mark.parametrize("make", [make_agreement, make_project, make_event])
def test_status_cannot_be_typed_past_what_is_missing(make: Callable[..., Agreement | Project | Event]) -> None:
    record = make()
    record.editorial_status = "published"

    assert messages(record) == {"__all__": ["Not ready to publish. Missing: a source."]}


def test_a_new_record_cannot_be_born_published() -> None:
    newborn = Agreement(title_en="Air", editorial_status="published")

    assert messages(newborn) == {"__all__": ["Not ready to publish. Missing: a source, two different parties."]}


def test_a_form_that_saves_the_rows_afterwards_answers_for_them() -> None:
    declared = Agreement(title_en="Air", editorial_status="published")
    declared.declared_party_ids = {make_party("nor").pk, make_party("chn").pk}
    following = Project(title_en="Mercury", editorial_status="published")
    following.rows_follow = True

    assert messages(declared) == messages(following) == {}


@pytest.mark.parametrize(("rows", "missing"), [("evidence", "a source"), ("participations", "two different parties")])
def test_a_published_agreement_that_loses_a_row_is_noticed(rows: str, missing: str) -> None:
    agreement = make_agreement(published=True)
    make_agreement("Whole", published=True)
    getattr(agreement, rows).first().delete()

    assert messages(agreement) == {"__all__": [f"Not ready to publish. Missing: {missing}."]}
    assert list(Agreement.objects.needs_review()) == [agreement]


def test_evidence_of_another_kind_of_record_with_the_same_number_is_no_source() -> None:
    agreement, project = make_agreement(), make_project()
    Project.objects.filter(pk=project.pk).update(id=agreement.pk)
    make_evidence(Project.objects.get())

    assert agreement.missing_to_publish() == ["a source"]


# Withdrawing and merging


def test_a_blank_reason_is_no_reason() -> None:
    for record in (make_agreement(published=True), make_project(published=True), make_event(published=True)):
        record.editorial_status, record.withdrawn_reason = "withdrawn", "  "
        assert messages(record) == {"withdrawn_reason": ["Say why the record is withdrawn; readers are told."]}
        record.withdrawn_reason = "Entered twice."
        assert messages(record) == {}


def merged(record: Agreement, into: Agreement) -> Agreement:
    record.editorial_status, record.merged_into = "withdrawn", into
    return record


def test_a_record_is_merged_into_a_public_one() -> None:
    one, two, draft = (make_agreement(t, published=p) for t, p in (("One", True), ("Two", True), ("Draft", False)))

    assert messages(merged(one, into=two)) == {}
    assert messages(merged(one, into=draft)) == {
        "merged_into": ["That record is not public; readers cannot be led to it."]
    }


def test_mergers_lead_there_in_one_step() -> None:
    one, two, three = (make_agreement(title, published=True) for title in ("One", "Two", "Three"))
    merged(one, into=two).save()

    assert messages(merged(three, into=one)) == {
        "merged_into": ["That record was itself merged; choose the one it became."]
    }
    for target in (three, one):
        target.refresh_from_db()
    assert messages(merged(two, into=three)) == {
        "merged_into": ["Other records were merged into this one; merge them anew first."]
    }


def test_a_record_that_others_lead_to_cannot_be_deleted() -> None:
    from django.db.models import ProtectedError

    one, two = make_agreement("One", published=True), make_agreement("Two", published=True)
    merged(one, into=two).save()

    with pytest.raises(ProtectedError):
        two.delete()


# Rows that must fit one another


def test_a_signature_is_for_a_party_of_the_agreement() -> None:
    agreement = make_agreement(parties=["nor", "chn"])
    person = make_signatory()

    foreign = Signature(agreement=agreement, signatory=person, party=make_party("swe"))
    ours = Signature(agreement=agreement, signatory=person, party=make_party("nor"))

    assert messages(foreign) == {"party": ["A signature's party must be one of the two parties of the agreement."]}
    assert messages(ours) == {}


def test_signatures_in_a_form_are_compared_with_the_parties_in_the_form() -> None:
    norway, china, sweden = make_party("nor"), make_party("chn"), make_party("swe")
    for agreement in (Agreement(title_en="Not saved yet"), make_agreement(parties=["nor", "swe"])):
        agreement.declared_party_ids = {norway.pk, china.pk}
        told = {
            party.code: messages(Signature(agreement=agreement, signatory=make_signatory(), party=party)).get("party")
            for party in (norway, china, sweden)
        }
        assert told == {
            "nor": None,
            "chn": None,
            "swe": ["A signature's party must be one of the two parties of the agreement."],
        }


def test_a_signature_without_its_agreement_or_party_is_told_what_is_missing() -> None:
    told = messages(Signature(signatory=make_signatory()))

    assert told == {"agreement": ["This field cannot be null."], "party": ["This field cannot be null."]}


def test_a_party_that_somebody_signed_for_cannot_be_exchanged() -> None:
    agreement = make_agreement(parties=["nor", "chn"])
    make_signature(agreement, "Vidar Helgesen", "nor")
    norway, china = agreement.participations.all()

    norway.party = make_party("swe")
    china.party = make_party("fin")

    assert messages(norway) == {"party": ["Somebody signed for Norway here."]}
    assert messages(china) == {}


def test_an_institution_acts_for_its_own_party() -> None:
    agreement = make_agreement(parties=["nor", "chn"])
    chinese = make_institution("Ministry of Environmental Protection", "chn")
    signature = Signature(agreement=agreement, signatory=make_signatory(), party=make_party("nor"), institution=chinese)
    norway, china = agreement.participations.all()
    norway.institution = china.institution = chinese

    told = {"institution": ["This institution belongs to another party."]}
    assert messages(signature) == messages(norway) == told
    assert messages(china) == {}


def test_evidence_names_a_field_that_the_record_has() -> None:
    agreement = make_agreement()
    evidence = Evidence(record=agreement, source=make_source(), field="signed_in")

    assert messages(evidence) == {"field": ["This kind of record has no field of that name."]}
    evidence.field = "signed_on"
    assert messages(evidence) == {}


# Terms


@pytest.mark.parametrize(
    ("fields", "expires_on"),
    [
        ({"entry_into_force_on": "2018-02-01", "term_months": 60}, "2023-02-01"),
        ({"entry_into_force_on": "2018-02-01", "term_months": 60, "valid_until": "2022"}, "2022"),
        ({"entry_into_force_on": "2018-02-01", "term_months": 60, "renewal": "tacit"}, None),
        ({"signed_on": "2017-06", "entry_into_force_condition": "signature", "term_months": 6}, "2017-12"),
        ({"signed_on": "2017-06", "term_months": 6}, None),
        ({"term_months": 6}, None),
    ],
)
def test_the_end_of_the_term_follows_from_the_dates(fields: dict[str, Any], expires_on: str | None) -> None:
    agreement = make_agreement(**fields)

    agreement.refresh_from_db()
    assert (str(agreement.expires_on) if agreement.expires_on else None) == expires_on


def test_saving_one_field_saves_what_follows_from_it() -> None:
    agreement = make_agreement(entry_into_force_on="2018")
    changed_at = agreement.changed_at

    agreement.valid_until = "2020"
    agreement.save(update_fields=["valid_until"])

    agreement.refresh_from_db()
    assert str(agreement.expires_on) == "2020"
    assert agreement.changed_at > changed_at


def test_a_term_past_the_calendar_is_a_message() -> None:
    agreement = make_agreement(entry_into_force_on="9990-01-01")
    agreement.term_months = 1200

    assert messages(agreement) == {"term_months": ["The term runs past the year 9999."]}


def test_a_withdrawn_agreement_is_not_public() -> None:
    make_withdrawn_agreement()

    assert not Agreement.objects.published().exists()
