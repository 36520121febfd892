"""What the demonstration archive holds: whole records, and all of the founding press release."""

import pytest
from django.db.models import Count, Q

from agreements.choices import EditorialStatus
from agreements.models import (
    Agreement,
    Event,
    Evidence,
    Institution,
    Instrument,
    Party,
    Project,
    Relation,
    Signatory,
    Signature,
    Source,
    Theme,
    chain_of,
)
from agreements.written.writer import REASON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_archive")]


def test_there_is_enough_to_browse() -> None:
    assert Agreement.objects.published().count() >= 45
    assert Signatory.objects.published().count() >= 30
    assert Theme.objects.count() >= 30
    assert Project.objects.published().count() >= 20
    assert Event.objects.published().count() >= 8
    assert Instrument.objects.count() >= 10


@pytest.mark.parametrize("model", [Agreement, Project, Event])
def test_every_record_is_public_and_complete(model: type[Agreement | Project | Event]) -> None:
    for record in model._default_manager.all():
        assert record.editorial_status == EditorialStatus.PUBLISHED, record.reference
        assert record.missing_to_publish() == [], record.reference
        texts = (record.title_en, record.title_no, record.summary_en, record.summary_no)
        assert all(texts), record.reference
        assert record.verified_on, record.reference


def test_every_agreement_is_norways() -> None:
    norway = Party.objects.get(code="nor")
    for agreement in Agreement.objects.prefetch_related("participations"):
        assert norway.pk in {row.party_id for row in agreement.participations.all()}, agreement.reference


def test_every_signature_has_an_office_and_a_party_of_the_agreement() -> None:
    for signature in Signature.objects.select_related("institution", "agreement"):
        assert signature.office_en, str(signature)
        assert signature.office_no, str(signature)
        assert signature.party_id in signature.agreement.party_ids()
        if signature.institution:
            assert signature.institution.party_id == signature.party_id, str(signature)


def test_nothing_is_written_that_nothing_uses() -> None:
    assert not Source.objects.filter(evidence=None).exists()
    assert not Signatory.objects.filter(signatures=None).exists()
    unused = Q(participations=None, signatures=None, projects=None, terms=None, succeeds=None, succeeded_by=None)
    assert not Institution.objects.filter(unused).exists()


def test_a_person_who_took_part_in_an_event_has_a_page() -> None:
    taking_part = Signatory.objects.filter(events__isnull=False)
    assert set(taking_part) <= set(Signatory.objects.published())


def test_some_norwegian_is_nynorsk() -> None:
    forms = dict(Agreement.objects.values_list("norwegian_form").annotate(Count("pk")))
    assert forms["nn"] >= 2
    assert forms["nb"] > forms["nn"]


def test_institutions_and_states_succeed_one_another() -> None:
    ministry = Institution.objects.get(name_no="Klima- og miljødepartementet")
    assert [(str(row.predecessor.name_no), str(row.succeeded_on)) for row in ministry.succeeds.all()] == [
        ("Miljøverndepartementet", "2014-01-01")
    ]
    name, line = "MEE", []
    while name:
        line.append(name)
        before = Institution.objects.filter(succeeded_by__successor__acronym=name, party__code="chn").first()
        name = before.acronym if before else ""
    assert line == ["MEE", "MEP", "SEPA", "NEPA"]
    assert set(Party.objects.get(code="csk").successors.values_list("code", flat=True)) == {"cze", "svk"}
    assert list(Party.objects.get(code="sun").successors.values_list("code", flat=True)) == ["rus"]


@pytest.mark.parametrize(
    "line",
    [
        ["nor-chn-1995", "nor-chn-revised", "nor-chn-2017", "nor-chn-2024"],
        ["nor-sun-1988", "nor-rus-1992"],
        ["nor-fin-1938-tana", "nor-fin-1953-tana", "nor-fin-1960-tana", "nor-fin-1989-tana", "nor-fin-2016-tana"],
        ["nor-idn-2010", "nor-idn-2022"],
    ],
)
def test_renewals_make_a_chain(line: list[str]) -> None:
    assert [one.reference for one in chain_of(Agreement.objects.get(reference=line[-1]))] == line


def test_history_says_where_it_comes_from() -> None:
    for model in (Agreement, Signature, Relation, Evidence, Theme):
        reasons = set(model.history.values_list("history_change_reason", flat=True))
        assert reasons == {REASON}


# The founding press release


@pytest.fixture
def agreement() -> Agreement:
    return Agreement.objects.get(reference="nor-chn-2017")


def test_day_and_place_are_not_recorded(agreement: Agreement) -> None:
    assert str(agreement.signed_on) == "2017-06"
    assert agreement.place_of_signature == ""
    assert agreement.entry_into_force_on is None


def test_who_signed_and_in_what_capacity(agreement: Agreement) -> None:
    rows = agreement.signatures.select_related("signatory", "party", "institution").order_by("pk")
    assert [
        (row.signatory.name, row.party.code, row.office_no, row.institution and row.institution.acronym, row.qualifier)
        for row in rows
    ] == [
        ("Vidar Helgesen", "nor", "klima- og miljøminister", "KLD", "in_office"),
        ("Li Ganjie", "chn", "miljøvernminister", "MEP", "incoming"),
    ]
    assert [(alias.name, alias.language) for alias in rows[1].signatory.aliases.all()] == [("李干杰", "zh-Hans")]


def test_what_it_is_about(agreement: Agreement) -> None:
    assert set(agreement.themes.values_list("label_en", flat=True)) == {
        "Pollution", "Hazardous waste", "Biodiversity", "Emissions trading", "Climate change",
    }  # fmt: skip
    assert list(agreement.instruments.values_list("short_name", flat=True)) == ["Paris"]


def test_projects_that_go_on_and_projects_only_proposed(agreement: Agreement) -> None:
    by_status = {
        status: set(agreement.projects.filter(status=status).values_list("reference", flat=True))
        for status in ("active", "proposed")
    }
    assert by_status == {
        "active": {"nor-chn-emissions-trading", "nor-chn-cement-emissions", "nor-chn-mercury"},
        "proposed": {
            "nor-chn-plastic-litter", "nor-chn-electric-vehicles", "nor-chn-green-shipping", "nor-chn-black-carbon",
        },
    }  # fmt: skip
    assert agreement.projects.count() == 7


def test_the_visit_was_the_first_in_eight_years(agreement: Agreement) -> None:
    visit = Event.objects.get(agreements=agreement)
    assert (visit.kind, str(visit.started_on), str(visit.ended_on)) == ("visit", "2017-06-26", "2017-06-30")
    assert set(visit.parties.values_list("code", flat=True)) == {"nor", "chn"}
    assert [person.name for person in visit.participants.all()] == ["Vidar Helgesen"]
    assert "eight years" in visit.summary_en
    assert "åtte år" in visit.summary_no


def test_each_fact_names_its_page(agreement: Agreement) -> None:
    evidence = agreement.evidence.select_related("source")
    assert {row.field for row in evidence} >= {"", "signed_on", "kind", "signatures", "themes", "instruments"}
    addresses = {row.source.url for row in evidence if row.field == "signed_on"}
    assert any("id2556036" in address for address in addresses)
    assert any("id2563343" in row.source.url for row in evidence if not row.field)


def test_the_climate_memorandum_of_2024_was_signed_in_beijing() -> None:
    later = Agreement.objects.get(reference="nor-chn-2024")
    assert (str(later.signed_on), later.place_of_signature) == ("2024-09-10", "Beijing")
    declared = Signature.objects.filter(agreement__reference="nor-chn-2024-green-transition")
    assert set(declared.values_list("signatory__name", flat=True)) == {"Jonas Gahr Støre", "Li Qiang"}
