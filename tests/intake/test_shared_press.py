"""Real releases beside the project, with their answers; what is asked of the engine is asked of these."""

from pathlib import Path

import pytest

from agreements.intake.engine import read
from agreements.intake.report import as_json
from agreements.intake.vocabulary import EMPTY, vocabulary_of_the_archive
from tests.intake.truths import cases, is_signed, key

pytestmark = pytest.mark.shared


def test_real_releases_have_their_parties_status_and_signatories(shared_data: Path) -> None:
    found_cases = cases(shared_data / "press")
    assert found_cases
    for case in found_cases:
        answer = as_json(read(case.text, vocabulary=EMPTY))
        found = {key(agreement): agreement for agreement in answer["agreements"]}
        assert set(found) == {key(truth) for truth in case.truth["agreements"]}, case
        for truth in case.truth["agreements"]:
            proposal = found[key(truth)]
            assert (proposal["status"] == "signed") == is_signed(truth), case
            assert {p["name"] for p in proposal["signatories"]} == {p["name"] for p in truth["signatories"]}, case


def test_no_date_is_invented(shared_data: Path) -> None:
    for case in cases(shared_data / "press"):
        answer = as_json(read(case.text, vocabulary=EMPTY))
        true = {key(truth): truth["date_signed"] for truth in case.truth["agreements"]}
        for agreement in answer["agreements"]:
            assert agreement["signed_on"] in (None, true[key(agreement)]), case


@pytest.mark.django_db
def test_the_founding_release(shared_data: Path, demo_archive: None) -> None:
    text = (shared_data / "press" / "no-nor-chn-2017.txt").read_text()
    reading = read(text, vocabulary=vocabulary_of_the_archive())
    assert reading.language == "nb"
    assert reading.title is not None
    assert reading.title.value == "Norge og Kina fornyer samarbeidet om klima og miljø"
    assert reading.published_on is None
    (agreement,) = reading.agreements
    assert agreement.is_signed
    assert agreement.is_renewal
    assert agreement.title is not None
    assert agreement.title.value == "avtale om fornyet samarbeid på viktige miljøområder"
    assert [party.value for party in agreement.parties] == ["NOR", "CHN"]
    assert agreement.signed_on is None
    assert agreement.place is None
    assert {theme.value for theme in agreement.themes} == {
        "Pollution", "Hazardous waste", "Biodiversity", "Emissions trading", "Climate change",
    }  # fmt: skip
    minister, incoming = agreement.signatories
    assert (minister.name, minister.capacity) == ("Vidar Helgesen", None)
    assert minister.office is not None
    assert minister.office.value == "klima- og miljøminister"
    assert (incoming.name, incoming.capacity) == ("Li Ganjie", "incoming")
    assert incoming.office is not None
    assert incoming.office.value == "miljøvernminister"
    assert [(p.party.value, p.party.basis) for p in agreement.signatories if p.party] == [
        ("NOR", "inferred"), ("CHN", "stated"),
    ]  # fmt: skip
    assert reading.people == ()
    assert [instrument.value for instrument in reading.instruments] == ["Paris Agreement"]
    assert [(project.title.value, project.stage.value) for project in reading.projects] == [
        ("etablere et nasjonalt system for kvotehandel", "continuing"),
        ("redusere klimagassutslipp fra sementproduksjon", "existing"),
        ("minske forurensingen fra kvikksølv", "existing"),
        ("plastforsøpling", "proposed"),
        ("elbiler", "proposed"),
        ("grønn skipsfart", "proposed"),
        ("redusere forurensing av sot", "proposed"),
    ]
