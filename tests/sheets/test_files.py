"""Files as people bring them: from Norwegian Excel, from other programs, and such as are none of ours."""

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from openpyxl import Workbook, load_workbook

from agreements.models import Agreement, Theme
from agreements.sheets import reading
from agreements.sheets.bringing import bring, preview
from agreements.sheets.reading import LARGEST_FILE, UnreadableSheetError
from agreements.sheets.writing import as_csv, as_workbook
from tests.admin.conftest import World
from tests.sheets.workbooks import Taken

pytestmark = pytest.mark.django_db


def themes_as_csv(delimiter: str = ",") -> str:
    from agreements.sheets.records import ThemeSheet

    return "".join(as_csv(ThemeSheet, Theme.objects.all(), delimiter))


# Encodings and delimiters


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t")],
)
def test_csv_as_spreadsheets_write_it(world: World, publisher: User, encoding: str, delimiter: str) -> None:
    text = themes_as_csv(delimiter).removeprefix("\ufeff").replace("Mercury (no)", "Kvikksølv på øya")
    report = bring(text.encode(encoding), Theme, publisher, "")
    assert (report.counts["changed"], report.counts["refused"]) == (1, 0)
    assert Theme.objects.get(pk=world.mercury.pk).label_no == "Kvikksølv på øya"


def test_norwegian_excel_turns_dates_round_and_changes_nothing(world: World, publisher: User) -> None:
    from agreements.sheets.agreements import AgreementSheet

    Agreement.objects.filter(pk=world.draft.pk).update(signed_on="1995-11-03", is_legally_binding=True)
    text = "".join(as_csv(AgreementSheet, Agreement.objects.all(), ";")).removeprefix("\ufeff")
    turned = text.replace("1995-11-03", "03.11.1995").replace(";true;", ";SANN;")
    assert turned != text
    assert set(preview(turned.encode("cp1252", "replace"), Agreement, publisher).counts) == {"unchanged"}


def test_some_columns_and_rows_are_enough(world: World, publisher: User) -> None:
    rows = csv.DictReader(io.StringIO(themes_as_csv().removeprefix("\ufeff")))
    version = next(row["version"] for row in rows if row["label_en"] == "Mercury")
    raw = f"label_no,id,version\nKvikksølv,{world.mercury.pk},{version}\n\n".encode()
    report = bring(raw, Theme, publisher, "")
    assert report.counts == {"changed": 1}
    assert Theme.objects.get(pk=world.mercury.pk).label_en == "Mercury"


def test_cells_that_a_spreadsheet_takes_for_days_and_numbers(world: World, publisher: User) -> None:
    import datetime as dt

    sheet = Taken(Agreement).type(world.draft, signed_on=dt.datetime(1995, 11, 3), term_months=60.0)
    bring(sheet.saved, Agreement, publisher, "")
    draft = Agreement.objects.get(pk=world.draft.pk)
    assert (str(draft.signed_on), draft.term_months) == ("1995-11-03", 60)


# Formulas


def test_a_workbook_holds_no_formula_and_every_title_comes_back(world: World, publisher: User) -> None:
    for title in ("=HYPERLINK(1)", "-5 °C by 2030", "+47", "@home", "\tx", "'=x", "air; =1+1"):
        Agreement.objects.filter(pk=world.draft.pk).update(title_en=title)
        raw = as_workbook(Agreement, Agreement.objects.all())
        page = load_workbook(io.BytesIO(raw))["agreements"]
        assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
        assert set(preview(raw, Agreement, publisher).counts) == {"unchanged"}
        # Typed over elsewhere in the row, the title stays what it is.
        bring(Taken(Agreement).type(world.draft, depositary=f"for {title}").saved, Agreement, publisher, "")
        assert Agreement.objects.get(pk=world.draft.pk).title_en == title


# Files that are none of ours


def workbook(**sheets: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]  # a new workbook has one
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def zipped(name: str, size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\0" * size)
    return file.getvalue()


def lying(raw: bytes, size: int) -> bytes:
    """A zip archive that states another size of what it unpacks to, in both places."""
    return raw.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


BOMB = 400 * 1024 * 1024
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "The file is empty."),
    "large": (lambda: b"x" * (50 * 1024 * 1024), "The file has 50 MB"),
    "bomb": (lambda: zipped("xl/worksheets/sheet1.xml", BOMB), "unpacks to far more"),
    "bomb that lies": (lambda: lying(zipped("xl/worksheets/sheet1.xml", BOMB), BOMB), "unpacks to far more"),
    "zip": (lambda: zipped("letter.txt", 10), "not an Excel workbook"),
    "cut off": (lambda: as_workbook(Theme, Theme.objects.all())[:4000], "not an Excel workbook"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "of the old kind"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither an Excel workbook"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "has no column “id”"),
    "letters": (lambda: b"id,label_en\n1,\x81\x8d\xf8", "The letters of this file cannot be read."),
    "open quotation": (lambda: b'id,label_en\n1,"open', "a quotation mark is opened"),
    "other sheet": (lambda: workbook(Ark1=[["id"], [1]]), "none of the sheets that belong here"),
    "other set": (lambda: as_workbook(Agreement, Agreement.objects.all()), "none of the sheets that belong here"),
    "no key": (lambda: workbook(themes=[["label_en"], ["Noise"]]), "has no column “id”"),
    "unknown column": (lambda: workbook(themes=[["id", "colour"], [1, "red"]]), "does not know: “colour”"),
    "column twice": (lambda: workbook(themes=[["id", "label_en", "label_en"]]), "the column “label_en” twice"),
    "cell without a column": (lambda: workbook(themes=[["id"], [1, "x"]]), "row 2: a cell has no column"),
    "no sheet": (lambda: workbook(about=[["x"]]), "none of the sheets that belong here"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_of_ours_gets_one_sentence(world: World, publisher: User, name: str) -> None:
    make, sentence = FILES[name]
    with pytest.raises(UnreadableSheetError, match=sentence):
        preview(make(), Theme, publisher)


def test_an_encrypted_entry_and_too_many_rows(world: World, publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(UnreadableSheetError, match="too many rows"):
        preview(as_workbook(Theme, Theme.objects.all()), Theme, publisher)
    encrypted = bytearray(as_workbook(Theme, Theme.objects.none()))
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableSheetError, match="not an Excel workbook"):
        preview(bytes(encrypted), Theme, publisher)


def test_the_largest_file_is_larger_than_a_register(world: World) -> None:
    assert 10 * len(as_workbook(Agreement, Agreement.objects.all())) < LARGEST_FILE
