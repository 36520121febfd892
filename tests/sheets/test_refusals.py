"""What a sheet cannot do: a sentence at its row and column, and nothing written at all."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from agreements.models import Agreement, AgreementParty, Project, Signatory, Signature, Theme
from agreements.sheets.bringing import bring, preview
from tests.admin.conftest import World
from tests.factories import make_agreement, make_signature
from tests.sheets.workbooks import Taken, everything, sentences

pytestmark = pytest.mark.django_db


def refused(sheet: Taken, user: User) -> str:
    """Bring it back; nothing is written; why."""
    before = everything()
    report = bring(sheet.saved, sheet.model, user, "")
    assert everything() == before
    assert not report.can_be_imported
    return sentences(report)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"signed_on": "June 2017"}, "signed_on: “June 2017” is not a date. Write a year (2017)"),
        ({"signed_on": "31.2.2017"}, "signed_on: “31.2.2017” is not a date"),
        ({"verified_on": "2017-06"}, "verified_on: “2017-06” is not a day"),
        ({"kind": "contract"}, "kind: “contract” is not one of the choices: treaty, agreement"),
        ({"kind": None}, "kind: “” is not one of the choices"),
        ({"is_legally_binding": "perhaps"}, "is_legally_binding: “perhaps” is neither true nor false"),
        ({"term_months": "five years"}, "term_months: “five years” is not a whole number"),
        ({"term_months": 0}, "term_months: "),
        ({"themes": "climate-change; weather"}, "themes: No theme is called “weather”"),
        ({"party_2": "xyz"}, "party_2: No party is called “xyz”"),
        ({"party_2": "nor"}, "The two parties must be different"),
        ({"entry_into_force_on": "1990"}, "Entry into force lies before signature"),
        ({"title_en": None}, "A published record needs a title"),
        ({"editorial_status": "draft"}, "editorial_status: This is not changed by a sheet. Write “published” again."),
        ({"version": None}, "version: The version is missing"),
        ({"id": 999999}, "id: No record here has the id 999999"),
        ({"id": "seven"}, "id: No record here has the id seven"),
    ],
)
def test_a_wrong_cell_is_refused_in_a_sentence(
    world: World, publisher: User, cells: dict[str, Any], sentence: str
) -> None:
    sheet = Taken(Agreement)
    row = sheet.row_of(world.published)
    if set(cells) & {"version", "id"}:
        cells = {"place_of_signature": "Oslo", **cells}
    assert sentence in refused(sheet.type(world.published, **cells), publisher)
    assert f"agreements {row} " in sentences(preview(sheet.saved, Agreement, publisher))


def test_one_refused_row_keeps_all_others_out(world: World, publisher: User) -> None:
    sheet = Taken(Agreement).type(world.published, place_of_signature="Oslo").type(world.draft, kind="contract")
    assert sentences(preview(sheet.saved, Agreement, publisher)).count("\n") == 0
    assert "contract" in refused(sheet, publisher)


def test_reasons_are_given_in_the_readers_language(world: World, publisher: User) -> None:
    with override("nb"):
        assert "«i fjor» er ikke en dato" in refused(Taken(Agreement).type(world.draft, signed_on="i fjor"), publisher)


def test_an_id_in_two_rows(world: World, publisher: User) -> None:
    sheet = Taken(Agreement)
    sheet.add(id=world.draft.pk, title_en="Twice")
    assert "stands in several rows: " in refused(sheet, publisher)


# Rights


def test_editors_change_drafts_and_publishers_what_is_public(world: World, editor: User, publisher: User) -> None:
    assert bring(
        Taken(Agreement).type(world.draft, place_of_signature="Oslo").saved, Agreement, editor, ""
    ).can_be_imported
    for record in (world.published, world.withdrawn):
        sheet = Taken(Agreement).type(record, place_of_signature="Oslo")
        assert "changed by publishers" in refused(sheet, editor)
        assert preview(sheet.saved, Agreement, publisher).can_be_imported


def test_editors_do_not_change_the_rows_of_what_is_public(world: World, editor: User) -> None:
    signature = Signature.objects.get(signatory=world.li)
    sheet = Taken(Agreement).type(signature, "signatures", office_en="Minister")
    assert "changed by publishers" in refused(sheet, editor)
    sheet = Taken(Agreement)
    sheet.add("evidence", agreement=world.published.pk, source=world.source.pk, locator="p. 3")
    assert "changed by publishers" in refused(sheet, editor)
    sheet = Taken(Agreement)
    sheet.add("evidence", agreement=world.draft.pk, source=world.source.pk)
    assert preview(sheet.saved, Agreement, editor).can_be_imported


def test_nobody_publishes_by_a_sheet(world: World, publisher: User) -> None:
    sheet = Taken(Agreement)
    sheet.add(title_en="New", party_1="nor", party_2="swe", editorial_status="published")
    assert "This is not changed by a sheet" in refused(sheet, publisher)


def test_somebody_without_rights_changes_nothing(world: World) -> None:
    nobody = User.objects.create_user("nobody", is_staff=True)
    assert "You may not change agreements." in refused(Taken(Agreement).type(world.draft, depositary="x"), nobody)
    sheet = Taken(Theme)
    sheet.add(label_en="Noise", label_no="Støy")
    assert "You may not add themes." in refused(sheet, nobody)


# Two at once


def test_a_row_whose_record_somebody_changed_is_refused_with_who_and_when(
    world: World, publisher: User, editor: User
) -> None:
    sheet = Taken(Agreement)
    world.draft._history_user = editor  # type: ignore[attr-defined]
    world.draft.depositary = "Norway"
    world.draft.save()
    assert set(preview(sheet.saved, Agreement, publisher).counts) == {"unchanged"}  # the row itself was not touched
    sentence = refused(sheet.type(world.draft, place_of_signature="Oslo"), publisher)
    assert "kari changed this record (" in sentence
    assert "2026" in sentence or "20" in sentence


def test_a_record_that_is_gone_matters_only_to_a_row_that_was_touched(world: World, publisher: User) -> None:
    sheet = Taken(Agreement)
    gone = world.draft.pk
    Agreement.objects.get(pk=gone).delete()
    assert set(preview(sheet.saved, Agreement, publisher).counts) == {"unchanged"}
    world.draft.pk = gone
    assert f"No record here has the id {gone}" in refused(sheet.type(world.draft, depositary="x"), publisher)


# The two sides


def sides(agreement: Agreement) -> list[tuple[int, str, str | None]]:
    return [
        (side.position, side.party.code, str(side.in_force_on) if side.in_force_on else None)
        for side in AgreementParty.objects.filter(agreement=agreement)
    ]


def test_parties_change_places_and_take_their_dates_along(world: World, publisher: User) -> None:
    AgreementParty.objects.filter(agreement=world.published, party=world.norway).update(in_force_on="2018")
    bring(Taken(Agreement).type(world.published, party_1="chn", party_2="nor", institution_1=None,
          institution_2=world.ministry.slug).saved, Agreement, publisher, "")  # fmt: skip
    assert sides(world.published) == [(1, "chn", None), (2, "nor", "2018")]
    assert world.published.participations.get(position=2).institution == world.ministry
    assert world.published.signatures.count() == 2


def test_a_party_somebody_signed_for_stays(world: World, publisher: User) -> None:
    sheet = Taken(Agreement).type(world.published, party_2="swe")
    assert "Somebody signed for China here." in refused(sheet, publisher)


def test_a_published_agreement_keeps_two_parties(world: World, publisher: User) -> None:
    agreement = make_agreement("Without signatures", published=True)
    sheet = Taken(Agreement).type(agreement, party_2=None)
    assert "two different parties" in refused(sheet, publisher)
    bring(Taken(Agreement).type(agreement, party_2="swe").saved, Agreement, publisher, "")
    assert sides(agreement) == [(1, "nor", None), (2, "swe", None)]


def test_an_institution_of_another_party_and_one_without_a_party(world: World, publisher: User) -> None:
    sheet = Taken(Agreement).type(world.draft, institution_2=world.ministry.slug)
    assert "institution_2: This institution belongs to another party." in refused(sheet, publisher)
    sheet = Taken(Agreement)
    sheet.add(title_en="New", party_2="swe", institution_1=world.ministry.slug)
    assert "institution_1: An institution acts for a party" in refused(sheet, publisher)


# Rows of records


def test_rows_follow_the_rules_of_their_forms(world: World, publisher: User) -> None:
    signature = Signature.objects.get(signatory=world.li)
    for cells, sentence in (
        ({"party": "swe"}, "party: A signature's party must be one of the two parties"),
        ({"agreement": world.draft.pk}, "agreement: A row stays with its record."),
        ({"signatory": None}, "signatory: "),
    ):
        assert sentence in refused(Taken(Agreement).type(signature, "signatures", **cells), publisher)
    sheet = Taken(Agreement)
    sheet.add("signatures", agreement=world.published.pk, party="nor", signatory="vidar-helgesen")
    assert "already recorded" in refused(sheet, publisher)
    sheet = Taken(Agreement)
    sheet.add("sides", agreement=world.draft.pk, party="swe")
    assert "Rows are not added here" in refused(sheet, publisher)
    sheet = Taken(Agreement)
    sheet.add("relations", from_agreement=world.draft.pk, kind="amends", to_agreement=world.published.pk)
    sheet.add("relations", from_agreement=world.published.pk, kind="amends", to_agreement=world.draft.pk)
    assert "other way round" in refused(sheet, publisher)
    sheet = Taken(Agreement)
    sheet.add("texts", agreement=world.published.pk, language="nb", status="authentic", prevails="true")
    assert "Only one text of an agreement can prevail" in refused(sheet, publisher)


def test_two_rows_that_would_be_one(world: World, publisher: User) -> None:
    sheet = Taken(Signatory)
    sheet.add(name="One", wikidata_id="Q1")
    sheet.add(name="Other", wikidata_id="Q1")
    assert "Another signatory has this Wikidata identifier." in refused(sheet, publisher)


def test_a_published_project_keeps_an_agreement(world: World, publisher: User) -> None:
    sheet = Taken(Project).type(world.project, agreements=None)
    assert "A published project is of at least one agreement." in refused(sheet, publisher)


def test_a_circle_of_themes(world: World, publisher: User) -> None:
    sheet = Taken(Theme).type(world.mercury.broader, broader="mercury")
    assert "themes cannot go in a circle" in refused(sheet, publisher)


def test_signatures_of_another_agreement_are_left_alone(world: World, publisher: User) -> None:
    other = make_agreement("Other", ("nor", "swe"))
    make_signature(other, world.helgesen, "nor")
    assert bring(Taken(Agreement).type(world.draft, party_2="swe").saved, Agreement, publisher, "").can_be_imported
