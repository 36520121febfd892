"""What an edited cell, and an added row, do to the archive, and what they leave alone."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from agreements.models import Agreement, AgreementText, Event, Party, Project, Signatory, Signature, Source, Theme
from agreements.sheets.bringing import bring, preview
from agreements.sheets.writing import as_workbook
from tests.admin.conftest import World
from tests.sheets.workbooks import Taken

pytestmark = pytest.mark.django_db


def values(record: Any) -> dict[str, Any]:
    """What a record holds, links included, without the day it was changed."""
    stored = type(record)._base_manager.filter(pk=record.pk).values().get()
    links = {
        field.name: set(getattr(record, field.name).values_list("pk", flat=True)) for field in record._meta.many_to_many
    }
    return {name: value for name, value in (stored | links).items() if name not in ("changed_at", "expires_on")}


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: after[name] for name in after if after[name] != before[name]}


@pytest.mark.parametrize(
    ("column", "typed", "field", "stored"),
    [
        ("reference", "nor-chn-2017", "reference", "nor-chn-2017"),
        ("title_no", "Avtale om fornyet samarbeid", "title_no", "Avtale om fornyet samarbeid"),
        ("title_en", "- what begins with a hyphen", "title_en", "- what begins with a hyphen"),
        ("kind", "Memorandum of understanding", "kind", "memorandum"),
        ("kind", "Intensjonserklæring", "kind", "letter_of_intent"),
        ("is_legally_binding", True, "is_legally_binding", True),
        ("is_legally_binding", "nei", "is_legally_binding", False),
        ("signed_on", 2017, "signed_on", "2017"),
        ("signed_on", "26.6.2017", "signed_on", "2017-06-26"),
        ("signed_on", None, "signed_on", None),
        ("entry_into_force_condition", "not_applicable", "entry_into_force_condition", "not_applicable"),
        ("term_months", 60, "term_months", 60),
        ("valid_until", "2022-06", "valid_until", "2022-06"),
        ("renewal", "tacit", "renewal", "tacit"),
        ("termination_ground", "consent", "termination_ground", "consent"),
        ("summary_en", "Two lines\nof summary", "summary_en", "Two lines\nof summary"),
        ("verified_on", "2026-01-31", "verified_on", "2026-01-31"),
        ("review_note", "Look again", "review_note", "Look again"),
    ],
)  # fmt: skip
def test_one_cell_changes_one_field(
    world: World, publisher: User, column: str, typed: Any, field: str, stored: Any
) -> None:
    record = world.published
    before, rest = values(record), {pk: values(Agreement(pk=pk)) for pk in (world.draft.pk, world.withdrawn.pk)}
    versions = record.history.count()
    report = bring(Taken(Agreement).type(record, **{column: typed}).saved, Agreement, publisher, "sheet.xlsx")
    assert (report.counts["changed"], report.counts["refused"], report.counts["created"]) == (1, 0, 0)
    after = values(record)
    assert {name: value if value is None or isinstance(value, int) else str(value)
            for name, value in difference(before, after).items()} == {field: stored}  # fmt: skip
    assert {pk: values(Agreement(pk=pk)) for pk in rest} == rest
    newest = record.history.first()
    assert record.history.count() == versions + 1
    assert (newest.history_user, newest.history_change_reason) == (publisher, "sheet.xlsx")


def test_links_are_set_in_any_order(world: World, publisher: User) -> None:
    sheet = Taken(Agreement)
    assert sheet.read(world.published, "themes") == "climate-change; mercury"
    same = bring(sheet.type(world.published, themes="mercury;climate-change").saved, Agreement, publisher, "")
    assert same.counts["changed"] == 0
    bring(sheet.type(world.published, themes="mercury", instruments=None).saved, Agreement, publisher, "")
    assert [theme.slug for theme in world.published.themes.all()] == ["mercury"]
    assert not world.published.instruments.exists()


def test_a_project_an_event_a_party_a_person_a_theme_and_a_source(world: World, publisher: User) -> None:
    bring(
        Taken(Project).type(world.project, budget_amount="1 500 000,5", budget_currency="NOK").saved,
        Project,
        publisher,
        "",
    )
    world.project.refresh_from_db()
    assert (str(world.project.budget_amount), world.project.budget_currency) == ("1500000.50", "NOK")
    bring(Taken(Event).type(world.event, parties="nor; swe", place="Oslo").saved, Event, publisher, "")
    assert {party.code for party in world.event.parties.all()} == {"nor", "swe"}
    bring(Taken(Party).type(world.china, official_name_no="Folkerepublikken Kina").saved, Party, publisher, "")
    assert Party.objects.get(code="chn").official_name_no == "Folkerepublikken Kina"
    bring(Taken(Signatory).type(world.li, born_on="1964").saved, Signatory, publisher, "")
    assert str(Signatory.objects.get(pk=world.li.pk).born_on) == "1964"
    bring(Taken(Theme).type(world.mercury, broader=None).saved, Theme, publisher, "")
    assert Theme.objects.get(pk=world.mercury.pk).broader is None
    bring(Taken(Source).type(world.source, retrieved_on="2026-02-03").saved, Source, publisher, "")
    assert str(Source.objects.get(pk=world.source.pk).retrieved_on) == "2026-02-03"


def test_signatures_keep_office_institution_qualifier_and_party(world: World, publisher: User) -> None:
    signature = Signature.objects.get(signatory=world.li)
    before, changed_at = values(signature), world.published.changed_at
    sheet = Taken(Agreement)
    assert sheet.read(signature, "qualifier", "signatures") == "incoming"
    assert sheet.read(signature, "party", "signatures") == "chn"
    assert sheet.read(signature, "signatory_name", "signatures") == "Li Ganjie"
    bring(sheet.type(signature, "signatures", office_no="miljøvernminister").saved, Agreement, publisher, "")
    assert difference(before, values(signature)) == {"office_no": "miljøvernminister"}
    world.published.refresh_from_db()
    assert world.published.changed_at > changed_at  # the agreement's page says when it changed


def test_what_is_added_in_every_sheet_of_a_workbook(world: World, publisher: User) -> None:
    sheet = Taken(Agreement)
    sheet.add(reference="nor-swe-1979", title_en="Agreement on air", party_1="nor", institution_1=world.ministry.slug,
              party_2="swe", signed_on="1979-05", themes="climate-change")  # fmt: skip
    sheet.add("signatures", agreement="nor-swe-1979", party="nor", signatory="vidar-helgesen", qualifier="acting")
    sheet.add("texts", agreement="nor-swe-1979", language="nb", status="authentic", prevails=True)
    sheet.add("other_titles", agreement="nor-swe-1979", title="Luftavtalen", language="nb")
    sheet.add("registrations", agreement="nor-swe-1979", register="unts", number="123")
    sheet.add("relations", from_agreement=world.published.pk, kind="continues", to_agreement="nor-swe-1979")
    sheet.add("evidence", agreement="nor-swe-1979", source=world.source.pk, field="signed_on", locator="p. 2")
    report = bring(sheet.saved, Agreement, publisher, "")
    assert (report.counts["created"], report.counts["refused"]) == (7, 0), report.rows
    added = Agreement.objects.get(reference="nor-swe-1979")
    assert (added.editorial_status, str(added.signed_on), added.kind) == ("draft", "1979-05", "agreement")
    assert [(side.position, side.party.code, side.institution) for side in added.participations.all()] == [
        (1, "nor", world.ministry), (2, "swe", None)
    ]  # fmt: skip
    assert [(one.signatory, one.qualifier) for one in added.signatures.all()] == [(world.helgesen, "acting")]
    assert AgreementText.objects.get(agreement=added).prevails
    assert added.evidence.get().field == "signed_on"
    again = preview(as_workbook(Agreement, Agreement.objects.all()), Agreement, publisher)
    assert set(again.counts) == {"unchanged"}


def test_a_text_longer_than_a_cell_is_shown_in_part_and_kept_whole(world: World, publisher: User) -> None:
    long = "word " * 8000
    Agreement.objects.filter(pk=world.draft.pk).update(summary_en=long)
    sheet = Taken(Agreement)
    assert len(sheet.read(world.draft, "summary_en")) < 32_767
    assert set(preview(sheet.saved, Agreement, publisher).counts) == {"unchanged"}
    report = preview(sheet.type(world.draft, summary_en="word word […]").saved, Agreement, publisher)
    assert "too long for a sheet" in report.rows[0].refusals[0][1]


def test_characters_that_no_workbook_holds_do_no_harm(world: World, publisher: User) -> None:
    Agreement.objects.filter(pk=world.draft.pk).update(summary_en="a\x0bb\r\nc", review_note=" spaces \u2028")
    assert set(preview(Taken(Agreement).saved, Agreement, publisher).counts) == {"unchanged"}
