"""Every defect of the foreign data, each with a row of our own making, from the file to the record."""

import pytest

from agreements.choices import EditorialStatus, LegalStatus
from agreements.models import Agreement
from tests.imports.register import OwnRegister, codes, imported

pytestmark = pytest.mark.django_db


def signed(register: OwnRegister, written: str, year: str = "1972") -> Agreement:
    """The agreement of a row with this date of signature."""
    register.add("1", "Convention on elk", "Norway", "Sweden", signed=written, year=year)
    register.run()
    return imported("1")


@pytest.mark.parametrize("filler", ["0000-00-00", "1111-11-11", "2899-01-01", ""])
def test_no_date_leaves_the_year_of_signature(register: OwnRegister, filler: str) -> None:
    assert str(signed(register, filler).signed_on) == "1972"


def test_no_date_and_no_year_is_not_recorded(register: OwnRegister) -> None:
    assert signed(register, "0000-00-00", year="0000").signed_on is None


@pytest.mark.parametrize("filler", ["2899-01-01", "2599-01-01", "2999-01-01", "0000-00-00", "1111-11-11"])
def test_no_entry_into_force(register: OwnRegister, filler: str) -> None:
    register.add("1", "Convention on elk", "Norway", "Sweden", force=filler)
    register.run()
    assert imported("1").entry_into_force_on is None
    assert imported("1").review_note == ""


def test_an_uncertain_date(register: OwnRegister) -> None:
    agreement = signed(register, "1972-06-31?")
    assert str(agreement.signed_on) == "1972-06"
    assert agreement.register_note == "Signature: there is no such date: 1972-06-31."
    assert agreement.editorial_status == EditorialStatus.PUBLISHED


def test_a_year_written_as_the_first_of_january(register: OwnRegister) -> None:
    assert str(signed(register, "1972-01-01").signed_on) == "1972"


def test_entry_into_force_on_the_first_of_january_is_a_day(register: OwnRegister) -> None:
    register.add("1", "Convention on elk", "Norway", "Sweden", signed="1971-05-05", force="1972-01-01")
    register.add("2", "Convention on elk", "Norway", "Sweden", signed="1972-01-01", force="1972-01-01")
    register.run()
    assert str(imported("1").entry_into_force_on) == "1972-01-01"
    assert str(imported("2").entry_into_force_on) == "1972"


@pytest.mark.parametrize(
    ("written", "iso"), [("26/05/1994", "1994-05-26"), ("Sep 11, 1994", "1994-09-11"), ("8880", "1994-04-25")]
)
def test_a_date_in_another_form(register: OwnRegister, written: str, iso: str) -> None:
    assert str(signed(register, written, year="1994").signed_on) == iso


def test_a_date_that_nobody_can_read(register: OwnRegister) -> None:
    agreement = signed(register, "spring")
    assert str(agreement.signed_on) == "1972"
    assert agreement.register_note == "Signature: cannot be read as a date: spring."


def test_a_year_that_contradicts_the_date(register: OwnRegister) -> None:
    agreement = signed(register, "1949-05-31", year="1953")
    assert str(agreement.signed_on) == "1949-05-31"
    assert agreement.register_note == "The register gives the year of signature 1953 and the date 1949-05-31."


def test_entry_into_force_before_signature_is_explained(register: OwnRegister) -> None:
    register.add("1", "Convention on elk", "Norway", "Sweden", signed="1984-10-16", force="1984-10-01")
    register.run()
    assert str(imported("1").entry_into_force_on) == "1984-10-01"
    assert imported("1").date_exception == "The register (IEADB) dates the entry into force before the signature."


def test_an_end_before_entry_into_force_is_explained(register: OwnRegister) -> None:
    register.add("1", "Convention on elk", "Sweden", signed="1984-10-16", force="1986-10-01")
    register.add_member("1", "Norway", tterm="1985-01-02")
    register.run()
    assert imported("1").date_exception == "The register (IEADB) dates the termination before the entry into force."
    assert Agreement.objects.with_legal_status().get().legal_status == LegalStatus.TERMINATED


def test_bilateral_rows_with_one_three_four_and_no_parties(register: OwnRegister) -> None:
    countries = ("Norway", "Sweden", "Finland", "Denmark")
    for number, count in (("0", 0), ("1", 1), ("3", 3), ("4", 4)):
        register.add(number, "Convention on elk", *countries[:count])
    register.run()
    notes = {number: imported(number).review_note for number in ("0", "1", "3", "4")}
    assert notes["0"].startswith("Both parties are missing")
    assert notes["1"].startswith("One party is missing")
    assert notes["3"] == "Not two parties: 3 are named (Norway and Sweden and Finland)."
    assert notes["4"].startswith("Not two parties: 4 are named")
    assert not Agreement.objects.published().exists()


def test_the_european_union_as_a_party(register: OwnRegister) -> None:
    register.add("1", "Fisheries Partnership Agreement between the European Community and the Comoros", "Comoros")
    register.run()
    assert codes("1") == ["eue", "com"]


def test_a_former_state_under_todays_code(register: OwnRegister) -> None:
    register.add("1", "Agreement on fur seals", "Japan", "Serbia", signed="1957-05-05")
    register.run()
    assert codes("1") == ["jpn", "yug"]


def test_codes_of_the_later_export_that_are_not_iso_decide_nothing(register: OwnRegister) -> None:
    for number, treaty_id in (("1", "AUH-ITA_1878A"), ("2", "BAD-CHE_1869A"), ("3", "MEX-TEX_1944A")):
        register.add(number, "Convention on elk", "Norway", "Sweden")
        register.detail(number, treatyID=treaty_id)
    register.run()
    assert [codes(number) for number in "123"] == [["nor", "swe"]] * 3
    assert imported("3").evidence.filter(locator__contains="MEX-TEX_1944A").exists()


def test_rows_that_share_a_title_are_two_agreements(register: OwnRegister) -> None:
    for number in ("1", "2"):
        register.add(number, "Convention on elk", "Norway", "Sweden")
    register.run()
    assert Agreement.objects.filter(title_en="Convention on elk").count() == 2


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("x" * 554, "x" * 554),
        ("Agreement on the protec", "Agreement on the protec"),
        ("P&ecirc;che &amp; chasse", "Pêche & chasse"),
        ("The \x93Teno\x94 river", "The “Teno” river"),
        ("Agreement\non\r\nelk", "Agreement on elk"),
        ("اتفاق بشأن البيئة", "اتفاق بشأن البيئة"),
        ("Συμφωνία για τα ποτάμια", "Συμφωνία για τα ποτάμια"),
        ("Соглашение о рыболовстве", "Соглашение о рыболовстве"),
    ],
)
def test_an_odd_title(register: OwnRegister, raw: str, title: str) -> None:
    register.add("1", raw, "Norway", "Sweden")
    register.run()
    assert imported("1").title_en == title
    assert imported("1").is_published


def test_a_row_without_a_title_is_a_draft(register: OwnRegister) -> None:
    register.add("1", " ", "Norway", "Sweden")
    register.run()
    assert imported("1").editorial_status == EditorialStatus.DRAFT
    assert imported("1").review_note == "The register gives no title."


@pytest.mark.parametrize("separated", ["en;fr", "en ; fr", "en, fr"])
def test_any_separator_between_languages(register: OwnRegister, separated: str) -> None:
    register.add("1", "Convention on elk", "Norway", "Sweden")
    register.detail("1", Language=separated)
    register.run()
    assert sorted(text.language for text in imported("1").texts.all()) == ["en", "fr"]


@pytest.mark.parametrize("written", ["http:\\\\example.org\\a.pdf", "http://example.org/a b.pdf", "1284 UNTS 345"])
def test_what_stands_where_an_address_should_be(register: OwnRegister, written: str) -> None:
    register.add("1", "Convention on elk", "Norway", "Sweden")
    register.detail("1", TextURL=written)
    register.run()
    assert not imported("1").texts.exists()
    assert imported("1").register_note == f"Where the text is, as the register writes it: {written}"


def test_a_row_with_too_few_fields_is_rejected_and_the_others_imported(register: OwnRegister) -> None:
    register.add("1", "Convention on elk", "Norway", "Sweden")
    register.add("2", "Convention on moose", "Norway", "Sweden")
    paths = register.paths()
    lines = paths["treaties"].read_text(encoding="utf-8").splitlines(keepends=True)
    lines.insert(1, '"3","BEA","1999"\r\n')
    paths["treaties"].write_text("".join(lines), encoding="utf-8", newline="")
    register.paths = lambda: paths  # type: ignore[method-assign]
    assert "created 2 + updated 0 + unchanged 0 + rejected 1 = 3 rows" in register.run()
