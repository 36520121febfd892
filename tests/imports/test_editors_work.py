"""What editors changed since the last import stays, and is reported when the register has news for it."""

import csv

import pytest

from agreements.choices import EditorialStatus
from agreements.merging.merge import merge
from agreements.merging.plan import GONE, Plan
from agreements.models import AgreementParty, AlternativeTitle, Theme
from tests.factories import make_party
from tests.imports.register import OwnRegister, codes, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited(register: OwnRegister) -> OwnRegister:
    """A register with one agreement that was imported once."""
    register.add("1", "Moose", "Norway", "Sweden", signed="1994-05-26")
    register.detail("1", TypeSubject="Pollution", Location="Oslo", TitleAlt="Elg", Comments="a note")
    register.run()
    return register


def kept(register: OwnRegister) -> list[str]:
    path = register.folder / "report.csv"
    register.run(report=path)
    with path.open(encoding="utf-8", newline="") as file:
        return [line["reason"] for line in csv.DictReader(file) if line["outcome"] == "kept"]


def test_an_editors_value_stays_while_the_register_says_what_it_said(edited: OwnRegister) -> None:
    agreement = imported("1")
    agreement.title_en, agreement.review_note = "Agreement on moose", ""
    agreement.save()
    assert kept(edited) == []
    agreement.refresh_from_db()
    assert (agreement.title_en, agreement.review_note) == ("Agreement on moose", "")


def test_an_editors_value_stays_against_news_and_is_reported(edited: OwnRegister) -> None:
    agreement = imported("1")
    agreement.title_en = "Agreement on moose"
    agreement.save()
    edited.treaties[0]["Treaty Name"] = "Moose and elk"
    assert kept(edited) == ["An editor's work stands; the register has other news for: title_en."]
    assert imported("1").title_en == "Agreement on moose"


def test_what_the_editor_did_not_touch_follows_the_register(edited: OwnRegister) -> None:
    agreement = imported("1")
    agreement.title_en = "Agreement on moose"
    agreement.save()
    edited.treaties[0]["Date IEA entered into force"] = "1995-01-01"
    edited.run()
    agreement = imported("1")
    assert (agreement.title_en, str(agreement.entry_into_force_on)) == ("Agreement on moose", "1995-01-01")


def test_an_editors_value_still_stays_after_another_value_followed_the_register(edited: OwnRegister) -> None:
    test_what_the_editor_did_not_touch_follows_the_register(edited)
    edited.run()
    assert imported("1").title_en == "Agreement on moose"


def test_a_row_that_an_editor_took_away_does_not_come_back(edited: OwnRegister) -> None:
    imported("1").alternative_titles.get().delete()
    assert "unchanged 1" in edited.run()
    assert not AlternativeTitle.objects.exists()


def test_a_row_that_an_editor_reworded_is_not_doubled(edited: OwnRegister) -> None:
    title = AlternativeTitle.objects.get()
    title.title = "Elgavtalen"
    title.save()
    assert kept(edited) == []
    assert [row.title for row in AlternativeTitle.objects.all()] == ["Elgavtalen"]


def test_a_row_that_an_editor_worked_on_is_not_deleted(edited: OwnRegister) -> None:
    title = AlternativeTitle.objects.get()
    title.language = "nb"
    title.save()
    edited.details[0]["TitleAlt"] = ""
    assert kept(edited) == ["An editor's work stands; the register has other news for: alternative titles."]
    assert AlternativeTitle.objects.exists()


def test_a_theme_that_an_editor_took_away_does_not_come_back_and_one_added_stays(edited: OwnRegister) -> None:
    agreement = imported("1")
    given = agreement.themes.get()
    other = Theme.objects.exclude(pk=given.pk)[0]
    agreement.themes.set([other])
    edited.treaties[0]["Date IEA entered into force"] = "1995-02-01"
    for _ in range(2):
        edited.run()
        assert list(imported("1").themes.all()) == [other]


def test_a_theme_that_the_register_drops_goes(edited: OwnRegister) -> None:
    edited.details[0]["TypeSubject"] = "Energy"
    before = imported("1").themes.get()
    edited.run()
    assert imported("1").themes.get() != before


def test_a_draft_that_an_editor_completed_stays_complete(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway")
    register.run()
    agreement = imported("1")
    AgreementParty.objects.create(agreement=agreement, party=make_party("fin"), position=2)
    agreement.review_note = ""
    agreement.publish()
    assert kept(register) == []
    assert (codes("1"), imported("1").editorial_status) == (["nor", "fin"], EditorialStatus.PUBLISHED)
    register.add_member("1", "Sweden")
    assert kept(register) == ["An editor's work stands; the register has other news for: parties."]
    assert codes("1") == ["nor", "fin"]


def test_news_do_not_publish_what_an_editor_left_with_other_parties(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway")
    register.run()
    AgreementParty.objects.create(agreement=imported("1"), party=make_party("fin"), position=2)
    register.add_member("1", "Sweden")
    register.run()
    assert imported("1").editorial_status == EditorialStatus.DRAFT


def test_news_that_would_contradict_an_editors_date_are_left_to_the_editor(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden", signed="1994-05-26")
    register.run()
    agreement = imported("1")
    agreement.signed_on = "2004-05-26"
    agreement.save()
    register.treaties[0]["Date IEA entered into force"] = "1995-01-02"
    assert kept(register) == ["An editor's work stands; the register has other news for: entry_into_force_on."]
    assert imported("1").entry_into_force_on is None


def test_a_withdrawn_record_stays_withdrawn(edited: OwnRegister) -> None:
    agreement = imported("1")
    agreement.editorial_status, agreement.withdrawn_reason = EditorialStatus.WITHDRAWN, "Not environmental."
    agreement.save()
    edited.run()
    assert imported("1").is_withdrawn


def test_two_rows_that_editors_made_one_agreement_stay_one(register: OwnRegister) -> None:
    for number, title in (("1", "Agreement on moose"), ("2", "Moose and elk")):
        register.add(number, title, "Norway", "Sweden", signed="1994-05-26")
    register.run()
    merge(Plan(imported("1"), imported("2"), {"title_en": GONE}))
    report = ["An editor's work stands; the register has other news for: the whole record: it was merged with another."]
    assert kept(register) == report * 2
    assert "unchanged 2" in register.run()
    agreement = imported("1")
    assert agreement == imported("2")
    assert agreement.title_en == "Moose and elk"
    assert sorted(agreement.registrations.values_list("number", flat=True)) == ["1", "2"]
