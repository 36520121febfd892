"""Rules that the database holds: each is broken once against the database and once before a person's eyes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from agreements.models import (
    Agreement,
    AgreementParty,
    AlternativeTitle,
    DistinctPair,
    ErrorReport,
    FormerAddress,
    InstitutionSuccession,
    Kind,
    Party,
    PartyName,
    PartySuccession,
    PressRelease,
    Registration,
    Relation,
    SearchTerm,
    SignatoryAlias,
    TermOfOffice,
    ThemeAltLabel,
    ThemeMatch,
)
from tests.factories import (
    make_agreement,
    make_event,
    make_evidence,
    make_institution,
    make_link_check,
    make_party,
    make_project,
    make_signatory,
    make_signature,
    make_source,
    make_text,
    make_theme,
    make_withdrawn_agreement,
    relate,
)

pytestmark = pytest.mark.django_db


@contextmanager
def database_refuses(rule: str) -> Iterator[None]:
    """The statement breaks the named constraint and no other.

    SQLite names check constraints and indexes on expressions; of other unique constraints it names the columns.
    """
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    diagnosis = getattr(caught.value.__cause__, "diag", None)
    if diagnosis is not None:
        assert diagnosis.constraint_name == rule
    else:
        text = str(caught.value)
        assert f"CHECK constraint failed: {rule}" == text or text.startswith("UNIQUE constraint failed: ")


@dataclass(frozen=True)
class Rule:
    """How to break a constraint: a record that breaks it, unsaved, and what a person is told about it."""

    broken: Callable[[], models.Model]
    message: str
    field: str = NON_FIELD_ERRORS


def changed(record: models.Model, **fields: Any) -> models.Model:
    """The saved record with other values, not saved again."""
    for name, value in fields.items():
        setattr(record, name, value)
    return record


def again(record: models.Model, **fields: Any) -> models.Model:
    """A second, unsaved record with the same values, but for some."""
    fields = {"slug": "another", **fields} if hasattr(record, "slug_source") else fields
    return changed(type(record)._base_manager.get(pk=record.pk), pk=None, id=None, **fields)


def registration(number: str = "2017", register: str = "unts", agreement: Agreement | None = None) -> Registration:
    return Registration.objects.create(
        agreement=agreement or make_agreement(), register=register, number=number, url="https://example.org/entry"
    )


def side(**fields: Any) -> AgreementParty:
    return AgreementParty(**{"agreement": make_agreement(), "party": make_party("swe"), "position": 1, **fields})


def merged_into_itself() -> models.Model:
    agreement = make_withdrawn_agreement()
    return changed(agreement, merged_into=agreement)


def press_release() -> PressRelease:
    return PressRelease.objects.create(text="Norway and China signed.", sha256="a" * 64, retrieved_on="2017-06-27")


def pair_of_two(first: int, second: int) -> DistinctPair:
    kind = ContentType.objects.get_for_model(Agreement)
    return DistinctPair(content_type=kind, first_id=first, second_id=second)


def saved(record: models.Model) -> models.Model:
    record.save()
    return record


def former_address() -> FormerAddress:
    return FormerAddress.objects.create(content_type=ContentType.objects.get_for_model(Party), key="sun", object_id=1)


RENEWS = {"kind": "renews"}
NO_TITLE = "A published record needs a title in English or Norwegian."
NO_REASON = "Say why the record is withdrawn; readers are told."
NO_STATUS = "Value 'lost' is not a valid choice."

RULES: dict[str, Rule] = {
    "error_report_handled_by_somebody_at_some_time": Rule(
        lambda: changed(
            ErrorReport.objects.create(record=make_agreement(), text="The day is wrong", language="en"),
            handled_by=User.objects.create_user("editor"),
        ),
        "Who has dealt with a report did so at some time.",
    ),
    "agreement_published_has_a_title": Rule(
        lambda: changed(make_agreement(published=True), title_en=""), NO_TITLE, "title_en"
    ),
    "project_published_has_a_title": Rule(
        lambda: changed(make_project(published=True), title_en=""), NO_TITLE, "title_en"
    ),
    "event_published_has_a_title": Rule(lambda: changed(make_event(published=True), title_en=""), NO_TITLE, "title_en"),
    "agreement_withdrawn_says_why": Rule(
        lambda: changed(make_agreement(published=True), editorial_status="withdrawn"), NO_REASON, "withdrawn_reason"
    ),
    "project_withdrawn_says_why": Rule(
        lambda: changed(make_project(published=True), editorial_status="withdrawn"), NO_REASON, "withdrawn_reason"
    ),
    "event_withdrawn_says_why": Rule(
        lambda: changed(make_event(published=True), editorial_status="withdrawn"), NO_REASON, "withdrawn_reason"
    ),
    "agreement_editorial_status_is_known": Rule(
        lambda: changed(make_agreement(), editorial_status="lost"), NO_STATUS, "editorial_status"
    ),
    "project_editorial_status_is_known": Rule(
        lambda: changed(make_project(), editorial_status="lost"), NO_STATUS, "editorial_status"
    ),
    "event_editorial_status_is_known": Rule(
        lambda: changed(make_event(), editorial_status="lost"), NO_STATUS, "editorial_status"
    ),
    # Agreements
    "agreement_merged_is_withdrawn": Rule(
        lambda: changed(make_agreement(published=True), merged_into=make_agreement(published=True)),
        "A merged record must be withdrawn.",
    ),
    "agreement_not_merged_into_itself": Rule(merged_into_itself, "A record cannot be merged into itself."),
    "agreement_term_is_positive": Rule(
        lambda: changed(make_agreement(), term_months=0),
        "Ensure this value is greater than or equal to 1.",
        "term_months",
    ),
    "agreement_without_force_has_no_date_of_force": Rule(
        lambda: changed(make_agreement(entry_into_force_on="2017"), entry_into_force_condition="not_applicable"),
        "What never enters into force has no date of entry into force.",
    ),
    "agreement_signed_on_before_entry_into_force_on": Rule(
        lambda: changed(make_agreement(signed_on="2017-06"), entry_into_force_on="2017-05-31"),
        "Entry into force lies before signature. If that is true, explain it.",
    ),
    "agreement_signed_on_before_valid_until": Rule(
        lambda: changed(make_agreement(signed_on="2017-06"), valid_until="2016"),
        "The term ends before signature. If that is true, explain it.",
    ),
    "agreement_signed_on_before_terminated_on": Rule(
        lambda: changed(make_agreement(signed_on="2017-06-26"), terminated_on="2017-06-25"),
        "Termination lies before signature. If that is true, explain it.",
    ),
    "agreement_entry_into_force_on_before_valid_until": Rule(
        lambda: changed(make_agreement(entry_into_force_on="2018"), valid_until="2017-12-31"),
        "The term ends before entry into force. If that is true, explain it.",
    ),
    "agreement_entry_into_force_on_before_terminated_on": Rule(
        lambda: changed(make_agreement(entry_into_force_on="2018"), terminated_on="2017-12"),
        "Termination lies before entry into force. If that is true, explain it.",
    ),
    # Rows of an agreement
    "agreement_parties_differ": Rule(
        lambda: side(agreement=make_agreement(parties=["nor"]), party=make_party("nor"), position=2),
        "The two parties must be different.",
    ),
    "agreement_position_once": Rule(side, "Each side of an agreement is one party."),
    "agreement_has_two_sides": Rule(lambda: side(position=3), "Value 3 is not a valid choice.", "position"),
    "alternative_title_once": Rule(
        lambda: again(AlternativeTitle.objects.create(agreement=make_agreement(), title="Air")),
        "Alternative title with this Agreement and Title already exists.",
    ),
    "registration_once": Rule(lambda: again(registration()), "This registration is already recorded."),
    "registration_ieadb_number_once": Rule(
        lambda: again(registration(register="ieadb"), agreement=make_agreement()),
        "Another agreement has this IEADB number.",
    ),
    "signature_once": Rule(
        lambda: again(make_signature(make_agreement(), "Vidar Helgesen")),
        "This person's signature for the party is already recorded.",
    ),
    "agreement_one_prevailing_text": Rule(
        lambda: again(make_text(make_agreement(), prevails=True, status="authentic"), language="nb"),
        "Only one text of an agreement can prevail.",
    ),
    "agreement_prevailing_text_is_authentic": Rule(
        lambda: changed(make_text(make_agreement(), status="official"), prevails=True),
        "Only an authentic text can prevail.",
    ),
    # Relations
    "relation_not_to_itself": Rule(
        lambda: (lambda one: Relation(from_agreement=one, to_agreement=one, kind="amends"))(make_agreement()),
        "An agreement cannot be related to itself.",
    ),
    "relation_one_way": Rule(
        lambda: again(relate(make_agreement(), "amends", make_agreement())),
        "This relation is already recorded, perhaps the other way round.",
    ),
    # Parties, institutions and people
    "party_ends_after_it_begins": Rule(
        lambda: Party(code="xxx", name_en="X", name_no="X", existed_from="1991", existed_until="1990"),
        "A party cannot end before it begins.",
    ),
    "party_name_once": Rule(
        lambda: again(PartyName.objects.create(party=make_party(), name="Norge", language="nb")),
        "Other name with this Party, Name and Language already exists.",
    ),
    "party_succession_once": Rule(
        lambda: again(PartySuccession.objects.create(predecessor=make_party("sun"), successor=make_party("rus"))),
        "This succession is already recorded.",
    ),
    "party_does_not_succeed_itself": Rule(
        lambda: PartySuccession(predecessor=make_party("sun"), successor=make_party("sun")),
        "A party cannot succeed itself.",
    ),
    "institution_ends_after_it_begins": Rule(
        lambda: changed(make_institution(), existed_from="2018-03", existed_until="2018-02"),
        "An institution cannot end before it begins.",
    ),
    "institution_succession_once": Rule(
        lambda: again(
            InstitutionSuccession.objects.create(predecessor=make_institution("MEP"), successor=make_institution("MEE"))
        ),
        "This succession is already recorded.",
    ),
    "institution_does_not_succeed_itself": Rule(
        lambda: (lambda one: InstitutionSuccession(predecessor=one, successor=one))(make_institution()),
        "An institution cannot succeed itself.",
    ),
    "signatory_wikidata_id_once": Rule(
        lambda: again(make_signatory(wikidata_id="Q42")), "Another signatory has this Wikidata identifier."
    ),
    "signatory_dies_after_birth": Rule(
        lambda: changed(make_signatory(), born_on="1960", died_on="1959"), "A person cannot die before being born."
    ),
    "signatory_alias_once": Rule(
        lambda: again(SignatoryAlias.objects.create(signatory=make_signatory(), name="李干杰")),
        "Other form of the name with this Signatory and Name already exists.",
    ),
    "term_of_office_ends_after_it_begins": Rule(
        lambda: TermOfOffice(
            signatory=make_signatory(), office_en="Minister", started_on="2015-12", ended_on="2015-11-30"
        ),
        "A term of office cannot end before it begins.",
    ),
    # Projects and events
    "project_budget_has_a_currency": Rule(
        lambda: changed(make_project(), budget_amount=1000), "A budget needs a currency, and a currency needs a budget."
    ),
    "project_budget_is_not_negative": Rule(
        lambda: changed(make_project(), budget_amount=-1, budget_currency="NOK"),
        "Ensure this value is greater than or equal to 0.",
        "budget_amount",
    ),
    "project_ends_after_it_begins": Rule(
        lambda: changed(make_project(), started_on="2018", ended_on="2017"), "A project cannot end before it begins."
    ),
    "event_ends_after_it_begins": Rule(
        lambda: changed(make_event(started_on="2017-06-26"), ended_on="2017-06-25"),
        "An event cannot end before it begins.",
    ),
    # Sources and themes
    "source_once": Rule(lambda: again(make_source()), "This source is already recorded."),
    "evidence_once": Rule(lambda: again(make_evidence(make_agreement())), "This evidence is already recorded."),
    "link_check_outcome_is_known": Rule(
        lambda: changed(make_link_check(), outcome="lost"), "Value 'lost' is not a valid choice.", "outcome"
    ),
    "link_check_counts_failures_alone": Rule(
        lambda: changed(make_link_check(), failed_days=1),
        "Days are counted of an address that fails, and of no other.",
    ),
    "press_release_once": Rule(lambda: again(press_release()), "This press release was taken in before."),
    "press_release_decided_has_a_day": Rule(
        lambda: changed(press_release(), status="accepted"),
        "A press release is open, or the day of the decision is recorded.",
    ),
    "former_address_once": Rule(
        lambda: again(former_address()), "Former address with this Kind of record and Id, code or slug already exists."
    ),
    "distinct_pair_once": Rule(
        lambda: again(saved(pair_of_two(1, 2))),
        "Pair that is not the same with this Kind of record, First record and Second record already exists.",
    ),
    "distinct_pair_smaller_id_first": Rule(lambda: pair_of_two(2, 1), "The smaller number of a pair stands first."),
    "search_term_once": Rule(
        lambda: again(SearchTerm.objects.create(kind=Kind.PARTY, term=b"x", titles=b"", names=b"", body=b"")),
        "Search term with this Kind and Term already exists.",
    ),
    "theme_is_not_its_own_broader_theme": Rule(
        lambda: (lambda one: changed(one, broader=one))(make_theme()), "A theme cannot be broader than itself."
    ),
    "theme_alt_label_once": Rule(
        lambda: again(ThemeAltLabel.objects.create(theme=make_theme(), label="Smog", language="en")),
        "Alternative label with this Theme, Label and Language already exists.",
    ),
    "theme_match_once": Rule(
        lambda: again(ThemeMatch.objects.create(theme=make_theme(), vocabulary="GEMET", term="air")),
        "Match in another vocabulary with this Theme, Vocabulary and Term already exists.",
    ),
    "theme_exact_match_once": Rule(
        lambda: again(
            ThemeMatch.objects.create(theme=make_theme(), vocabulary="GEMET", term="air", kind="exact"),
            theme=make_theme("Water"),
        ),
        "Another theme already has exactly this meaning in that vocabulary.",
    ),
}


def test_every_constraint_of_the_archive_is_broken_here() -> None:
    declared = {
        constraint.name
        for model in apps.get_app_config("agreements").get_models()
        for constraint in model._meta.constraints
    }

    assert declared == RULES.keys()


@pytest.mark.parametrize("name", RULES)
def test_the_database_refuses(name: str) -> None:
    record = RULES[name].broken()

    with database_refuses(name):
        record.save()


@pytest.mark.parametrize("name", RULES)
def test_people_are_told(name: str) -> None:
    rule = RULES[name]
    record = rule.broken()

    with pytest.raises(ValidationError) as caught:
        record.full_clean()

    assert rule.message in caught.value.message_dict.get(rule.field, []), caught.value.message_dict


# Names and addresses that only one record may have


@pytest.mark.parametrize(
    ("broken", "field", "message"),
    [
        (lambda: again(make_party("nor")), "code", "Party with this Code already exists."),
        (lambda: again(make_theme(), label_no="Annet"), "label_en", "Theme with this Label in English already exists."),
        (
            lambda: again(make_theme(), label_en="Else"),
            "label_no",
            "Theme with this Label in Norwegian already exists.",
        ),
        (lambda: again(make_institution(), slug=make_institution().slug), "slug", "Institution with this Slug"),
        (lambda: again(make_signatory(), slug=make_signatory().slug), "slug", "Signatory with this Slug"),
        (
            lambda: again(make_agreement(reference="nor-chn-2017")),
            "reference",
            "Agreement with this Reference already exists.",
        ),
        (lambda: again(make_project(reference="mercury")), "reference", "Project with this Reference already exists."),
        (lambda: again(make_event(reference="visit-2017")), "reference", "Event with this Reference already exists."),
    ],
)
def test_names_are_given_once(broken: Callable[[], models.Model], field: str, message: str) -> None:
    record = broken()

    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    assert caught.value.message_dict[field][0].startswith(message)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        record.save()


def test_a_relation_told_the_other_way_round_is_refused() -> None:
    later, earlier = make_agreement("Later"), make_agreement("Earlier")
    relate(later, "implements", earlier)

    reverse = Relation(from_agreement=earlier, kind="implements", to_agreement=later)
    with database_refuses("relation_one_way"):
        reverse.save()
