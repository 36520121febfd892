"""A wrong file gets one sentence that says what is wrong with it, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from agreements.models import Agreement, Party, Source
from tests.imports.register import OwnRegister, as_csv, write_sheet

pytestmark = pytest.mark.django_db
Spoil = Callable[[Path], object]


def refusal(register: OwnRegister, which: str, spoil: Spoil) -> str:
    """Spoil one of the three files, import, and give back the sentence."""
    register.add("1", "Treaty on the Skagerrak, for the protection of cod", "Norway", "Sweden")
    register.add("2", "Ålesund agreement", "Norway", "Sweden")
    register.detail("1", TypeSubject="Pollution")
    paths = register.paths()
    spoil(paths[which])
    with pytest.raises(CommandError) as refused:
        call_command("import_ieadb", paths["treaties"], members=paths["members"], details=paths["details"])
    assert [model for model in (Agreement, Party, Source) if model.objects.exists()] == []
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def cut(octets: int) -> Spoil:
    """Take octets off the end."""
    return lambda path: path.write_bytes(path.read_bytes()[:-octets])


def encode(encoding: str) -> Spoil:
    return lambda path: path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))


@pytest.mark.parametrize("which", ["treaties", "members", "details"])
def test_a_missing_file(register: OwnRegister, which: str) -> None:
    assert "cannot be opened: No such file or directory." in refusal(register, which, lambda path: path.unlink())


@pytest.mark.parametrize("which", ["treaties", "details"])
def test_an_empty_file(register: OwnRegister, which: str) -> None:
    assert "is empty." in refusal(register, which, lambda path: path.write_bytes(b""))


def test_a_workbook_in_the_place_of_the_csv(register: OwnRegister) -> None:
    def swap(path: Path) -> None:
        path.write_bytes(path.with_name("members.xlsx").read_bytes())

    assert refusal(register, "treaties", swap) == "treaties.csv is not a CSV file but a zip archive or a workbook."


def test_a_csv_in_the_place_of_the_workbook(register: OwnRegister) -> None:
    def swap(path: Path) -> None:
        path.write_bytes(path.with_name("treaties.csv").read_bytes())

    expected = "members.xlsx is not an Excel workbook (.xlsx), or it is cut off."
    assert refusal(register, "members", swap) == expected


def test_another_encoding(register: OwnRegister) -> None:
    assert refusal(register, "treaties", encode("latin-1")) == (
        "treaties.csv is not text in UTF-8: line 3 has the byte 0xc5."
    )


def test_sixteen_bits_a_letter(register: OwnRegister) -> None:
    assert "zero bytes, as UTF-16 does" in refusal(register, "treaties", encode("utf-16"))


def test_a_byte_order_mark_is_no_error(register: OwnRegister) -> None:
    register.add("1", "Moose", "Norway", "Sweden")
    paths = register.paths()
    encode("utf-8-sig")(paths["treaties"])
    call_command("import_ieadb", paths["treaties"], members=paths["members"])
    assert Agreement.objects.count() == 1


def test_other_columns(register: OwnRegister) -> None:
    def rename(path: Path) -> None:
        path.write_bytes(path.read_bytes().replace(b"Treaty Name", b"Name of it"))

    expected = "treaties.csv is not the file expected: it has no column “Treaty Name”."
    assert refusal(register, "treaties", rename) == expected


def test_the_later_export_in_the_place_of_the_first(register: OwnRegister) -> None:
    def swap(path: Path) -> None:
        path.write_bytes(path.with_name("later.csv").read_bytes())

    assert "it has no column “IEA# (click for add'l info)”." in refusal(register, "treaties", swap)


def test_cut_off_inside_a_quoted_field(register: OwnRegister) -> None:
    assert refusal(register, "treaties", cut(3)) == "treaties.csv is cut off: its last row, line 3, has no end."


def test_cut_off_before_the_last_field(register: OwnRegister) -> None:
    assert refusal(register, "treaties", cut(4)) == "treaties.csv is cut off: its last row, line 3, is not complete."


def test_cut_off_after_a_few_fields(register: OwnRegister) -> None:
    def halve(path: Path) -> None:
        head, _, _ = path.read_bytes().rpartition(b'"Agreement"')
        path.write_bytes(head.rstrip(b","))

    assert refusal(register, "treaties", halve) == "treaties.csv is cut off: its last row, line 3, is not complete."


def test_the_later_export_cut_off_in_its_last_number(register: OwnRegister) -> None:
    assert "is cut off" in refusal(register, "details", cut(2))


def test_a_workbook_cut_off(register: OwnRegister) -> None:
    assert "is not an Excel workbook (.xlsx), or it is cut off." in refusal(register, "members", cut(500))


def test_a_workbook_without_the_sheet(register: OwnRegister) -> None:
    def other(path: Path) -> None:
        write_sheet(path, ["country"], [], name="Countries")

    assert refusal(register, "members", other) == "members.xlsx has no sheet “Sheet1”."


def test_a_workbook_with_other_columns(register: OwnRegister) -> None:
    def other(path: Path) -> None:
        write_sheet(path, ["country", "year"], [{"country": "Norway"}])

    assert "its sheet “Sheet1” has no column “inclusion”." in refusal(register, "members", other)


def test_a_workbook_without_bilateral_members(register: OwnRegister) -> None:
    register.members.append({"inclusion": "MEA", "mitch_id": 1, "country": "Norway"})
    register.members[:] = register.members[-1:]
    register.add("1", "Moose")
    paths = register.paths()
    with pytest.raises(CommandError, match=r"names no members of bilateral agreements \(BEA\)\."):
        call_command("import_ieadb", paths["treaties"], members=paths["members"])


def test_a_header_without_rows(register: OwnRegister) -> None:
    def behead(path: Path) -> None:
        path.write_text(as_csv(path.read_text().splitlines()[0].strip('"').split('","'), [], 1))

    assert refusal(register, "treaties", behead) == "treaties.csv holds no rows."
