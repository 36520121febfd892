"""Sheets as files: a workbook with all sheets of a list and a page that explains the columns, or one sheet as CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from agreements.exports.formats import BYTE_ORDER_MARK
from agreements.exports.formulas import disarmed
from agreements.sheets.cells import Cell
from agreements.sheets.directory import Directory
from agreements.sheets.resource import ID, VERSION, Sheet
from agreements.sheets.sets import SHEETS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Name of the page that explains the columns; it is passed over when a workbook comes back.
GUIDE = "about"
#: Rows below the last that are laid out as the others, for what is added.
SPARE = 200
#: Excel's own name of the format that leaves what is typed as it is; it would turn 2017-06 into a day.
AS_TYPED = "@"
WIDTHS = {"title_en": 48, "title_no": 48, "summary_en": 60, "summary_no": 60, "url": 40, "agreement_title": 40}


def rows_of(sheet: Sheet, owners: models.QuerySet[Any]) -> Iterator[list[str]]:
    """The rows of the sheet that are, or belong to, the records."""
    for record in sheet.records_of(owners).iterator(chunk_size=500):
        row = sheet.row_of(record)
        yield [row[0], *map(disarmed, row[1:])]


def as_csv(sheet_class: type[Sheet], owners: models.QuerySet[Any], delimiter: str) -> Iterator[str]:
    """One sheet as CSV in UTF-8, a line at a time. Norwegian Excel wants semicolons for ``delimiter``."""
    sheet = sheet_class()
    line = _Line(delimiter)
    yield BYTE_ORDER_MARK + line.of(sheet.headers)
    for row in rows_of(sheet, owners):
        yield line.of(row)


class _Line:
    """Writes one row of CSV into a text."""

    def __init__(self, delimiter: str) -> None:
        self._file = io.StringIO(newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)

    def of(self, row: Iterable[str]) -> str:
        self._file.seek(0)
        self._file.truncate()
        self._writer.writerow(row)
        return self._file.getvalue()


def as_workbook(model: type[models.Model], owners: models.QuerySet[Any]) -> bytes:
    """All sheets of a list as an Excel workbook (.xlsx)."""
    workbook = Workbook(write_only=True)
    directory = Directory()
    sheets = [sheet_class(directory) for sheet_class in SHEETS[model]]
    for sheet in sheets:
        _write_sheet(workbook, sheet, owners)
    _write_guide(workbook, sheets)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write_sheet(workbook: Workbook, sheet: Sheet, owners: models.QuerySet[Any]) -> None:
    page: Any = workbook.create_sheet(sheet.sheet_name)
    page.freeze_panes = "B2"
    for number, name in enumerate(sheet.headers, start=1):
        page.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 8 if name == ID else 18)
        page.column_dimensions[get_column_letter(number)].number_format = AS_TYPED
    page.append([_heading(page, name) for name in sheet.headers])
    count = 1
    typed = _Typed(page)
    for row in rows_of(sheet, owners):
        page.append(typed.cells(row))
        count += 1
    for number, cell in enumerate(sheet.cells, start=2):
        _offer_choices(page, cell, get_column_letter(number), count + SPARE)


def _heading(page: Any, name: str) -> Any:
    cell = WriteOnlyCell(page, value=name)
    cell.font = Font(bold=True, color="FF808080" if name in (ID, VERSION) else None)
    return cell


class _Typed:
    """The cells of rows as text, whatever they look like. One cell is filled anew for each: that halves the time."""

    def __init__(self, page: Any) -> None:
        self._cell: Any = WriteOnlyCell(page, value="")
        self._cell.number_format = AS_TYPED

    def cells(self, row: Sequence[str]) -> Iterator[Any]:
        """The row, to be written while it is read; the id as a number."""
        yield int(row[0])
        for text in row[1:]:
            if text:
                self._cell.value = text
                self._cell.data_type = "s"
            yield self._cell if text else None


def _offer_choices(page: Any, cell: Cell, column: str, last: int) -> None:
    values = ",".join(value for value, _words in cell.choices() if value)
    if not values or len(values) > 250:  # the longest list that Excel keeps in a rule is 255 characters
        return
    rule = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True, showErrorMessage=False)
    rule.add(f"{column}2:{column}{last}")
    page.data_validations.append(rule)


def _write_guide(workbook: Workbook, sheets: Sequence[Sheet]) -> None:
    """Every column with its name in words, what it means and what may be written, in the reader's language."""
    page: Any = workbook.create_sheet(GUIDE)
    for letter, width in zip("ABCDE", (16, 28, 34, 60, 60), strict=True):
        page.column_dimensions[letter].width = width
    heading = [_("sheet"), _("column"), _("in words"), _("what it means"), _("what may be written")]
    page.append([_heading(page, capfirst(text)) for text in heading])
    for sheet in sheets:
        page.append([sheet.sheet_name, ID, _("number of the record"), "", _("empty: the row is added as a new record")])
        for cell in sheet.cells:
            words = [sheet.sheet_name, cell.name, capfirst(cell.words), cell.help, capfirst(cell.form)]
            page.append([_wrapped(page, text) for text in words])
        note = _("for finding out whether somebody changed the record in the meantime; leave it as it is")
        page.append([sheet.sheet_name, VERSION, _("version of the row"), "", _wrapped(page, note)])


def _wrapped(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


__all__ = ["GUIDE", "XLSX", "as_csv", "as_workbook", "rows_of"]
