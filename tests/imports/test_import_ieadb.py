"""The command: what comes of its rows, and that a second run writes nothing."""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management.base import CommandError

from agreements.choices import EditorialStatus
from agreements.imports.rows import RowWriter
from agreements.models import (
    Agreement,
    AgreementKind,
    AgreementParty,
    Evidence,
    Party,
    PartyBasis,
    PartyKind,
    PartySuccession,
    Relation,
    Source,
    TerminationGround,
    Theme,
    chain_of,
)
from tests.factories import make_agreement, make_party
from tests.imports.register import OwnRegister, codes, imported

pytestmark = pytest.mark.django_db


def rows_in_every_table() -> dict[str, int]:
    models = [*apps.get_app_config("agreements").get_models(include_auto_created=True)]
    return {model.__name__: model._base_manager.count() for model in models}


# Records


def test_a_row_with_two_members_is_published_with_its_facts(register: OwnRegister) -> None:
    register.add(
        "7001", "Convention on moose", "Norway", "Sweden", signed="1994-05-26", force="1995-02-01", lineage="Moose",
        secretariat="Moose Commission", text="Treaty Text**",
    )  # fmt: skip
    register.run()
    agreement = imported("7001")
    assert agreement.editorial_status == EditorialStatus.PUBLISHED
    assert (agreement.title_en, agreement.title_no) == ("Convention on moose", "")
    assert agreement.kind == AgreementKind.TREATY
    assert (str(agreement.signed_on), str(agreement.entry_into_force_on)) == ("1994-05-26", "1995-02-01")
    assert codes("7001") == ["nor", "swe"]
    assert agreement.review_note == ""
    assert agreement.is_legally_binding is None
    assert [text.url for text in agreement.texts.all()] == ["https://iea.uoregon.edu/treaty-text/7001"]


def test_a_record_names_its_source_and_number(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose", "Norway", "Sweden", lineage="Moose", sequence="100.000")
    register.run()
    (evidence,) = imported("7001").evidence.all()
    assert (evidence.field, evidence.locator, evidence.note) == ("", "IEA 7001", "Lineage: Moose 100.000")
    assert evidence.source.publisher == "International Environmental Agreements Database Project"
    assert evidence.source.licence == "CC BY 4.0"
    assert "Mitchell" in evidence.source.title
    assert imported("7001").registrations.get().url == ""


def test_a_party_from_the_title_is_marked_so(register: OwnRegister) -> None:
    register.add("7001", "Agreement between Sweden and Norway on moose", "Norway")
    register.run()
    rows = imported("7001").participations.values_list("position", "party__code", "basis")
    assert list(rows) == [(1, "swe", PartyBasis.TITLE), (2, "nor", PartyBasis.SOURCE)]
    assert imported("7001").is_published


def test_a_row_without_two_parties_is_a_draft_that_says_what_is_missing(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose", "Norway")
    register.add("7002", "Convention on elk")
    register.run()
    assert [imported(number).editorial_status for number in ("7001", "7002")] == [EditorialStatus.DRAFT] * 2
    assert codes("7001") == ["nor"]
    assert imported("7002").review_note == "Both parties are missing: nobody names them."
    assert set(Agreement.objects.needs_review()) == {imported("7001"), imported("7002")}
    assert not Agreement.objects.published().exists()


def test_a_contradiction_between_register_and_title_waits_for_an_editor(register: OwnRegister) -> None:
    register.add("7001", "Agreement between Hungary and Slovakia", "Hungary", "Slovenia")
    register.run()
    assert imported("7001").editorial_status == EditorialStatus.DRAFT
    assert codes("7001") == ["hun", "svn"]


def test_the_register_calls_russia_what_was_the_soviet_union(register: OwnRegister) -> None:
    register.add("7001", "Agreement on cod", "Norway", "Russian Federation", signed="1979-01-01")
    register.add("7002", "Agreement on cod", "Norway", "Russian Federation", signed="1995-05-02")
    register.run()
    assert (codes("7001"), codes("7002")) == (["nor", "sun"], ["nor", "rus"])
    soviet = Party.objects.get(code="sun")
    assert (soviet.kind, soviet.name_no) == (PartyKind.FORMER_STATE, "Sovjetunionen")
    assert (str(soviet.existed_from), str(soviet.existed_until)) == ("1922-12-30", "1991-12-26")
    assert PartySuccession.objects.get(predecessor=soviet, successor__code="rus").succeeded_on == soviet.existed_until


def test_todays_states_have_the_names_of_unicode_and_iso(register: OwnRegister) -> None:
    register.add("7001", "Agreement between the European Union and Greenland on cod")
    register.add("7002", "Agreement on air", "Norway", "Germany", signed="1995-05-02")
    register.run()
    found = dict(Party.objects.values_list("code", "name_no"))
    assert found == {"eue": "Den europeiske union", "grl": "Grønland", "nor": "Norge", "deu": "Tyskland"}
    assert dict(Party.objects.values_list("code", "kind"))["grl"] == PartyKind.TERRITORY
    assert dict(Party.objects.values_list("code", "kind"))["eue"] == PartyKind.ORGANISATION


def test_a_party_that_exists_is_used_as_it_is(register: OwnRegister) -> None:
    norway = make_party("nor", official_name_en="Written by hand")
    register.add("7001", "Convention on moose", "Norway", "Sweden")
    register.run()
    norway.refresh_from_db()
    assert norway.official_name_en == "Written by hand"
    assert imported("7001") in norway.agreements.all()


def test_the_members_dates_are_each_partys_own(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose", "Sweden", signed="1994-05-26")
    register.add_member("7001", "Norway", csig="1994-05-27", crat="1994-11-01", ceif3="1995-02-01", ceif4=None)
    register.run()
    norway = imported("7001").participations.get(party__code="nor")
    assert [str(date) for date in (norway.signed_on, norway.ratified_on, norway.in_force_on)] == [
        "1994-05-27", "1994-11-01", "1995-02-01",
    ]  # fmt: skip
    sweden = imported("7001").participations.get(party__code="swe")
    assert (sweden.signed_on, sweden.ratified_on, sweden.in_force_on) == (None, None, None)


def test_a_members_date_that_no_file_explains_is_noted(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose", "Sweden")
    register.add_member("7001", "Norway", ceif4="2007-01-11", tterm="2007-01-10")
    register.run()
    assert str(imported("7001").terminated_on) == "2007-01-10"
    assert "A further date for Norway that the register does not explain: 2007-01-11." in imported("7001").register_note


def test_another_title_in_the_membership_sheet_is_kept(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose", "Sweden")
    register.add_member("7001", "Norway", treatyname="Elgkonvensjonen")
    register.run()
    assert [title.title for title in imported("7001").alternative_titles.all()] == ["Elgkonvensjonen"]


def test_a_lineage_becomes_a_chain(register: OwnRegister) -> None:
    for number, signed, kind in (("1", "1970", "Agreement"), ("2", "1975", "Amendment"), ("3", "1980", "Protocol")):
        register.add(number, "Moose", "Norway", "Sweden", signed=f"{signed}-05-05", lineage="Moose", kind=kind)
    register.run()
    one, two, three = (imported(number) for number in "123")
    assert set(Relation.objects.values_list("from_agreement", "kind", "to_agreement")) == {
        (three.pk, "continues", one.pk),
        (two.pk, "amends", one.pk),
    }
    assert list(chain_of(one)) == [one, three]


def test_a_relation_that_would_close_a_circle_with_an_editors_is_left_out(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden", signed="1970-05-05", lineage="Moose")
    register.add("2", "Moose", "Norway", "Sweden", signed="1980-05-05")
    register.run()
    Relation.objects.create(from_agreement=imported("1"), to_agreement=imported("2"), kind="renews")
    register.treaties[1]["Lineage"] = "Moose"
    register.run()
    assert Relation.objects.count() == 1


def test_details_bring_theme_place_languages_texts_titles_and_notes(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose", "Norway", "Sweden")
    register.detail(
        "7001", TypeSubject="Fish and fisheries", Location="Oslo", Language="en", TextURL="https://example.org/moose.pdf",
        TitleAlt="Elgkonvensjonen", Comments="Aaron has a copy", Version="2007.1",
    )  # fmt: skip
    register.run()
    agreement = imported("7001")
    matched = Theme.objects.filter(matches__vocabulary="IEADB", matches__term="Fish and fisheries")
    assert list(agreement.themes.all()) == list(matched)
    assert agreement.place_of_signature == "Oslo"
    assert [(text.url, text.language) for text in agreement.texts.all()] == [("https://example.org/moose.pdf", "en")]
    assert [title.title for title in agreement.alternative_titles.all()] == ["Elgkonvensjonen"]
    assert agreement.register_note == "Notes of the register: Aaron has a copy"
    locators = agreement.evidence.values_list("locator", "note")
    assert ("IEA 7001, later export (NOR-SWE_7001A)", "Version 2007.1") in locators


def test_details_bring_the_end_with_its_ground(register: OwnRegister) -> None:
    for number, grounds in (("1", "Replaced by another"), ("2", "Expired under Article XI")):
        register.add(number, "Moose", "Norway", "Sweden")
        register.detail(number, End="2007-01-01", Term="2007-01-01", Grounds=grounds)
    register.run()
    ended, expired = imported("1"), imported("2")
    assert (str(ended.terminated_on), ended.termination_ground) == ("2007-01-01", TerminationGround.LATER_AGREEMENT)
    assert ended.evidence.get(field="terminated_on").note == "Replaced by another"
    assert (expired.terminated_on, str(expired.valid_until)) == (None, "2007-01-01")
    assert str(expired.expires_on) == "2007-01-01"


def test_a_subject_without_a_theme_is_noted(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose", "Norway", "Sweden")
    register.detail("7001", TypeSubject="Moose and elk")
    register.run()
    assert imported("7001").register_note == "Subject in the register: Moose and elk"
    assert not imported("7001").themes.exists()


def test_another_title_may_name_the_parties(register: OwnRegister) -> None:
    register.add("7001", "Convention on moose")
    register.detail("7001", TitleAlt="Convention between Norway and Sweden on moose")
    register.run()
    assert codes("7001") == ["nor", "swe"]
    assert imported("7001").is_published


# Runs


def test_the_totals_add_up_and_other_codes_are_left_aside(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    register.add("2", "Elk", "Norway", "Sweden", inclusion="MEA")
    register.treaties.append(register.treaties[0])
    printed = register.run()
    assert "created 1 + updated 0 + unchanged 0 + rejected 1 = 2 rows" in printed
    assert "left aside, other inclusion codes: 1 rows (MEA 1)" in printed


def test_a_second_run_writes_nothing(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Russian Federation", signed="1979-05-05", lineage="Moose")
    register.add(
        "2", "Moose", "Norway", "Russian Federation", signed="1989-05-05", lineage="Moose", text="Treaty Text**"
    )
    register.detail("2", TypeSubject="Pollution", TitleAlt="Elg", Comments="a note", Language="en")
    register.run()
    before, changed_at = rows_in_every_table(), imported("2").changed_at
    assert "created 0 + updated 0 + unchanged 2 + rejected 0 = 2 rows" in register.run()
    assert rows_in_every_table() == before
    assert imported("2").changed_at == changed_at


def test_every_row_is_in_the_history(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden", text="Treaty Text**")
    register.detail("1", TypeSubject="Pollution", TitleAlt="Elg")
    register.run()
    agreement = imported("1")
    (version,) = agreement.history.all()
    assert (version.history_type, version.history_change_reason) == ("+", "import_ieadb")
    assert [row.theme for row in version.themes.all()] == list(agreement.themes.all())
    for rows in (agreement.participations, agreement.texts, agreement.alternative_titles, agreement.registrations):
        assert [row.history.count() for row in rows.all()] == [1] * rows.count() != []
    assert [row.history.count() for row in agreement.evidence.all()] == [1, 1]


def test_news_from_the_register_are_an_update_with_a_version(register: OwnRegister) -> None:
    row = register.add("1", "Moose", "Norway", "Sweden")
    register.run()
    row["Date IEA entered into force"] = "1999-02-03"
    assert "updated 1" in register.run()
    assert str(imported("1").entry_into_force_on) == "1999-02-03"
    assert imported("1").history.count() == 2


def test_a_row_that_the_register_took_back_is_deleted(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    register.run()
    register.members[1]["country"] = "Finland"
    assert "updated 1" in register.run()
    assert codes("1") == ["nor", "fin"]


def test_details_can_come_later_and_stay_when_a_run_is_without_them(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden", text="Treaty Text**")
    register.run()
    register.detail("1", TypeSubject="Pollution", Location="Oslo", Language="en", Comments="a note")
    assert "updated 1" in register.run()
    before = rows_in_every_table()
    assert "unchanged 1" in register.run(details=None)
    assert rows_in_every_table() == before
    assert imported("1").place_of_signature == "Oslo"


def test_a_dry_run_writes_nothing_and_prints_the_same(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    register.detail("1", TypeSubject="Pollution")
    before = rows_in_every_table()
    dry = register.run("--dry-run")
    assert rows_in_every_table() == before
    assert dry == register.run() + "dry run: nothing was written\n"


def test_a_run_that_dies_leaves_the_archive_as_it_was(register: OwnRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    before = rows_in_every_table()
    write = RowWriter.write

    def die(self: RowWriter) -> None:
        if self.kind.name == "evidence":
            raise KeyboardInterrupt
        write(self)

    with monkeypatch.context() as patch:
        patch.setattr(RowWriter, "write", die)
        with pytest.raises(KeyboardInterrupt):
            register.run()
    assert rows_in_every_table() == before
    assert "created 1" in register.run()


# The report


def report_of(register: OwnRegister) -> list[dict[str, str]]:
    path = register.folder / "rejects.csv"
    register.run(report=path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_rejected_row_is_in_the_report_untouched_with_its_reason(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    row = {**register.treaties[0], "Treaty Name": " Fish &amp;\nfisheries "}
    register.treaties.append(row)
    (line,) = report_of(register)
    assert (line["outcome"], line["reason"], line["line"]) == ("rejected", "An earlier row has the number 1.", "3")
    assert line["Treaty Name"] == " Fish &amp;\nfisheries "


def test_a_title_that_was_cleaned_is_in_the_report_as_it_was(register: OwnRegister) -> None:
    register.add("1", "Fish &amp; fisheries", "Norway", "Sweden")
    (line,) = report_of(register)
    assert (line["outcome"], line["reason"]) == ("cleaned", "The title became: Fish & fisheries")
    assert line["Treaty Name"] == "Fish &amp; fisheries"


def test_rows_of_the_other_files_that_belong_nowhere_are_in_the_report(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    register.add_member("99", "Peru")
    register.detail("98", Title="Lost", TypeAmbit="Bilateral")
    register.detail("97", Title="Of many", TypeAmbit="Multilateral")
    lines = report_of(register)
    assert [(line["outcome"], line["file"], line["reason"]) for line in lines] == [
        ("not placed", "members", "No row has this number."),
        ("not placed", "details", "A bilateral row of the later export whose number no imported row has."),
    ]


@pytest.mark.parametrize(
    ("number", "reason"),
    [("", "The row has no number."), ("12a", "“12a” is not an IEADB number."), ("٣", "“٣” is not an IEADB number.")],
)
def test_a_row_without_a_number_is_rejected(register: OwnRegister, number: str, reason: str) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    register.treaties.append({**register.treaties[0], "IEA# (click for add'l info)": number})
    (line,) = report_of(register)
    assert line["reason"] == reason


def test_a_title_longer_than_a_record_holds_is_rejected(register: OwnRegister) -> None:
    register.add("1", "x" * 1001, "Norway", "Sweden")
    line, *_ = report_of(register)
    assert line["reason"] == "The title is longer than 1000 characters."
    assert not Agreement.objects.exists()


def test_a_report_that_cannot_be_written_costs_nothing(register: OwnRegister, tmp_path: Path) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    with pytest.raises(CommandError, match="cannot be written"):
        register.run(report=tmp_path / "nowhere" / "report.csv")
    assert not Agreement.objects.exists()


# Together with what is there


def test_a_record_written_by_hand_is_left_alone_and_reported(register: OwnRegister) -> None:
    agreement = make_agreement(parties=("nor", "swe"))
    agreement.registrations.create(register="ieadb", number="1")
    register.add("1", "Moose", "Norway", "Finland")
    before = rows_in_every_table()
    printed = register.run()
    assert "unchanged 1" in printed
    assert "kept as an editor wrote them, against the register: 1" in printed
    after = rows_in_every_table()
    assert {name for name in after if after[name] != before[name]} <= {
        "Party", "HistoricalParty", "Source", "HistoricalSource", "ArchiveChange", "SearchDocument", "SearchTerm",
        "SearchWord",
    }  # fmt: skip


def test_one_source_serves_all_records(register: OwnRegister) -> None:
    for number in ("1", "2", "3"):
        register.add(number, "Moose", "Norway", "Sweden")
    register.run()
    assert Source.objects.count() == 1
    assert Evidence.objects.count() == 3
    assert AgreementParty.objects.count() == 6
