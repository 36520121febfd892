"""What an editor accepts is written whole, each fact with its evidence, or not at all."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError

from agreements.choices import EditorialStatus
from agreements.dates import PartialDate
from agreements.intake.accept import accept
from agreements.intake.decision import AgreementFacts, Decision, Fact, PersonFacts, ProjectFacts, SourceFacts
from agreements.intake.reading import Span
from agreements.intake.take_in import Details, pasted, take_in
from agreements.models import (
    Agreement,
    AgreementKind,
    AgreementParty,
    Evidence,
    Institution,
    Instrument,
    Party,
    PressRelease,
    Project,
    ProjectStatus,
    Qualifier,
    Relation,
    ReleaseStatus,
    Signatory,
    Signature,
    Source,
)
from tests.factories import make_agreement, make_instrument, make_party, make_project, make_signatory, make_theme

pytestmark = pytest.mark.django_db

TEXT = """Norge og Vietnam fornyer avtale om mangrove

Klima- og miljøminister Kari Lund og Vietnams miljøminister Tran Van Minh undertegnet 3. mai 2021 en ny avtale om
mangroveskog i Hanoi.

Et samarbeid om fiskeoppdrett og forurensing hører til avtalen, som bygger på Parisavtalen.
"""
WRITTEN = (Agreement, AgreementParty, Signatory, Signature, Institution, Instrument, Project, Source, Evidence, Party)


def at(words: str) -> Span:
    """Where the words stand in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def fact(value: Any, words: str) -> Fact[Any]:
    return Fact(value, at(words))


@pytest.fixture
def publisher() -> User:
    user = User.objects.create_user("kari")
    user.groups.add(Group.objects.get(name="publisher"))
    return user


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("ola")
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture
def release(editor: User) -> PressRelease:
    return take_in(pasted(TEXT), Details(publisher="Klima- og miljødepartementet"), editor)[0]


@pytest.fixture
def decision() -> Decision:
    """Every sort of fact that can be accepted; Norway, mangroves and Paris are there, the rest is new."""
    make_party("nor")
    lund = PersonFacts(
        name="Kari Lund",
        sort_name="Lund, Kari",
        existing=make_signatory("Kari Lund", party=make_party("nor")),
        party="nor",
        office=fact("klima- og miljøminister", "Klima- og miljøminister"),
        qualifier=Qualifier.IN_OFFICE,
        institution="Ministry of Climate and Environment",
        evidence=at("Kari Lund"),
    )
    minh = PersonFacts(
        name="Tran Van Minh",
        sort_name="Tran Van Minh",
        existing=None,
        party="vnm",
        office=fact("miljøminister", "miljøminister Tran"),
        qualifier=Qualifier.ACTING,
        institution=None,
        evidence=at("Tran Van Minh"),
    )
    facts = AgreementFacts(
        existing=None,
        evidence=at("undertegnet"),
        kind=fact(AgreementKind.AGREEMENT, "avtale om\nmangroveskog"),
        titles=(("nb", fact("Avtale om mangroveskog", "avtale om\nmangroveskog")),),
        parties=(fact("nor", "Norge"), fact("vnm", "Vietnam")),
        signed_on=fact(PartialDate(2021, 5, 3), "3. mai 2021"),
        place=fact("Hanoi", "Hanoi"),
        people=(lund, minh),
        themes=(fact(make_theme("Mangroves"), "mangrove"), fact(make_theme("Pollution"), "forurensing")),
        instruments=(fact(make_instrument("Paris Agreement"), "Parisavtalen"),),
        projects=(ProjectFacts("Fiskeoppdrett", None, ProjectStatus.ACTIVE, at("fiskeoppdrett")),),
        language="nb",
    )
    source = SourceFacts("Klima- og miljødepartementet", "Om mangrove", "", "nb", None, dt.date(2021, 5, 4))
    return Decision(source, (facts,))


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in WRITTEN}


def test_everything_accepted_is_written_as_a_draft(release: PressRelease, decision: Decision, editor: User) -> None:
    (agreement,) = accept(release, decision, editor).agreements

    assert agreement.editorial_status == EditorialStatus.DRAFT
    assert (agreement.title_no, agreement.norwegian_form) == ("Avtale om mangroveskog", "nb")
    assert (str(agreement.signed_on), agreement.place_of_signature) == ("2021-05-03", "Hanoi")
    assert [side.party.code for side in agreement.participations.all()] == ["nor", "vnm"]
    assert [(s.signatory.name, s.party.code, s.office_no, s.qualifier) for s in agreement.signatures.all()] == [
        ("Kari Lund", "nor", "klima- og miljøminister", "in_office"),
        ("Tran Van Minh", "vnm", "miljøminister", "acting"),
    ]
    assert str(agreement.signatures.all()[0].institution) == "Ministry of Climate and Environment"
    assert {theme.label_en for theme in agreement.themes.all()} == {"Mangroves", "Pollution"}
    assert [instrument.name_en for instrument in agreement.instruments.all()] == ["Paris Agreement"]
    (project,) = agreement.projects.all()
    assert (project.title_no, project.status, project.editorial_status) == ("Fiskeoppdrett", "active", "draft")
    assert Party.objects.get(code="vnm").name_no == "Vietnam"
    assert agreement.missing_to_publish() == []


def test_every_fact_has_one_piece_of_evidence_with_its_words(
    release: PressRelease, decision: Decision, editor: User
) -> None:
    (agreement,) = accept(release, decision, editor).agreements

    proved: dict[str, list[tuple[str, str]]] = {}
    for evidence in agreement.evidence.all():
        proved.setdefault(evidence.field, []).append((evidence.locator, evidence.note))
    assert {name: len(pieces) for name, pieces in proved.items()} == {
        "": 1, "kind": 1, "title_no": 1, "signed_on": 1, "place_of_signature": 1, "participations": 2, "signatures": 4,
        "themes": 2, "instruments": 1, "projects": 1,
    }  # fmt: skip
    assert proved["signed_on"][0][0] == "paragraph 2"
    assert "3. mai 2021" in proved["signed_on"][0][1]
    assert ("paragraph 2, “Tran Van Minh”") in [locator for locator, _note in proved["signatures"]]
    assert proved["instruments"][0][1].endswith("bygger på Parisavtalen.")
    assert agreement.projects.get().evidence.get().note.startswith("Et samarbeid om fiskeoppdrett")
    (source,) = Source.objects.all()
    assert {evidence.source for evidence in Evidence.objects.all()} == {source}
    assert (source.publisher, source.sha256) == ("Klima- og miljødepartementet", release.sha256)
    assert str(source.retrieved_on) == "2021-05-04"


def test_the_history_names_the_editor(release: PressRelease, decision: Decision, editor: User) -> None:
    (agreement,) = accept(release, decision, editor).agreements

    records = [agreement, *agreement.signatures.all(), *agreement.evidence.all(), *agreement.projects.all(),
               Party.objects.get(code="vnm"), Signatory.objects.get(name="Tran Van Minh")]  # fmt: skip
    for record in records:
        assert {version.history_user for version in record.history.all()} == {editor}, record


def test_the_release_remembers_what_became_of_it(release: PressRelease, decision: Decision, editor: User) -> None:
    accepted = accept(release, decision, editor)

    release.refresh_from_db()
    assert (release.status, release.decided_by) == (ReleaseStatus.ACCEPTED, editor)
    assert release.source == accepted.source
    assert list(release.agreements.all()) == accepted.agreements


def test_it_is_decided_on_once(release: PressRelease, decision: Decision, editor: User) -> None:
    accept(release, decision, editor)
    before = counts()
    with pytest.raises(ValidationError, match="Somebody else has decided"):
        accept(release, decision, editor)
    assert counts() == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"parties": (Fact("nor", Span(0, 5)), Fact("xxx", Span(0, 5)))}, "does not know a party “xxx”"),
        ({"parties": (Fact("nor", Span(0, 5)),)}, "must be one of the two parties"),
        ({"titles": (("nb", Fact("x" * 1001, Span(0, 5))),)}, "Title in Norwegian: Ensure this value has at most"),
        ({"projects": (ProjectFacts("x" * 1001, None, ProjectStatus.ACTIVE, Span(0, 5)),)}, "at most 1000"),
    ],
)
def test_a_failing_acceptance_writes_nothing(
    wrong: dict[str, Any], words: str, release: PressRelease, decision: Decision, editor: User
) -> None:
    before = counts()
    failing = replace(decision, agreements=(decision.agreements[0], replace(decision.agreements[0], **wrong)))
    with pytest.raises(ValidationError) as refused:
        accept(release, failing, editor)
    assert words in " ".join(refused.value.messages)
    assert counts() == before
    release.refresh_from_db()
    assert release.is_open


def test_a_failure_at_the_very_end_writes_nothing(
    release: PressRelease, decision: Decision, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*values: object) -> None:
        raise RuntimeError("the machine stops")

    before = counts()
    monkeypatch.setattr(PressRelease, "decide", fail)
    with pytest.raises(RuntimeError):
        accept(release, decision, editor)
    assert counts() == before


def test_no_choice_is_said_to_be_none(release: PressRelease, decision: Decision, editor: User) -> None:
    with pytest.raises(ValidationError, match="Nothing is chosen"):
        accept(release, replace(decision, agreements=()), editor)


# Tied to what there is


def tied(decision: Decision, agreement: Agreement) -> Decision:
    return replace(decision, agreements=(replace(decision.agreements[0], existing=agreement),))


def test_a_record_that_is_tied_gains_what_it_lacks(release: PressRelease, decision: Decision, editor: User) -> None:
    agreement = make_agreement("On mangroves", parties=("nor", "vnm"))
    accept(release, tied(decision, agreement), editor)

    agreement.refresh_from_db()
    assert (agreement.title_en, str(agreement.signed_on)) == ("On mangroves", "2021-05-03")
    assert [other.title for other in agreement.alternative_titles.all()] == ["Avtale om mangroveskog"]
    assert agreement.signatures.count() == 2
    assert agreement.participations.count() == 2
    assert agreement.evidence.filter(field="participations").count() == 2


def test_no_value_of_a_tied_record_is_overwritten(release: PressRelease, decision: Decision, editor: User) -> None:
    agreement = make_agreement("On mangroves", parties=("nor", "vnm"), signed_on="2020")
    with pytest.raises(ValidationError, match="Signed: the record says “2020”, the release “2021-05-03”"):
        accept(release, tied(decision, agreement), editor)


def test_an_editor_does_not_change_a_public_record(
    release: PressRelease, decision: Decision, editor: User, publisher: User
) -> None:
    agreement = make_agreement("On mangroves", parties=("nor", "vnm"), published=True)
    with pytest.raises(ValidationError, match="changed by publishers"):
        accept(release, tied(decision, agreement), editor)
    accept(release, tied(decision, agreement), publisher)
    agreement.refresh_from_db()
    assert str(agreement.signed_on) == "2021-05-03"


def test_what_it_renews_is_related_and_proved(release: PressRelease, decision: Decision, editor: User) -> None:
    earlier = make_agreement("Earlier", parties=("nor", "vnm"), signed_on="2011")
    renewing = replace(decision.agreements[0], renews=Fact(earlier, at("fornyer")))
    (agreement,) = accept(release, replace(decision, agreements=(renewing,)), editor).agreements

    relation = Relation.objects.get()
    assert (relation.from_agreement, relation.kind, relation.to_agreement) == (agreement, "renews", earlier)
    assert agreement.evidence.get(field="relations").note == "Norge og Vietnam fornyer avtale om mangrove"


def test_a_project_that_is_tied_keeps_what_it_says(release: PressRelease, decision: Decision, editor: User) -> None:
    project = make_project("Fish farming", published=True, status="completed")
    facts = ProjectFacts("Fiskeoppdrett", project, ProjectStatus.ACTIVE, at("fiskeoppdrett"))
    changed = replace(decision.agreements[0], projects=(facts,))
    (agreement,) = accept(release, replace(decision, agreements=(changed,)), editor).agreements

    project.refresh_from_db()
    assert (project.title_en, project.title_no, project.status) == ("Fish farming", "", "completed")
    assert list(agreement.projects.all()) == [project]
    assert agreement.evidence.filter(field="projects").count() == 1
