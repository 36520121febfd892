"""Workbooks as an editor handles them: taken out, a few cells typed over, a row added, saved."""

import io
from typing import Any

from django.apps import apps
from django.db import models
from openpyxl import load_workbook

from agreements.models import ArchiveVersion
from agreements.sheets.bringing import REFUSED, Report
from agreements.sheets.sets import SHEETS
from agreements.sheets.writing import as_workbook


class Taken:
    """The workbook of all records of a kind."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.workbook = load_workbook(io.BytesIO(as_workbook(model, model._base_manager.all())))

    def page(self, sheet: str = "") -> Any:
        """A sheet, by default that of the records themselves."""
        return self.workbook[sheet or SHEETS[self.model][0].sheet_name]

    def columns(self, sheet: str = "") -> dict[str, int]:
        """The columns by name."""
        return {cell.value: cell.column for cell in self.page(sheet)[1]}

    def row_of(self, record: Any, sheet: str = "") -> int:
        """The number of a record's row."""
        number: int = next(row[0].row for row in self.page(sheet).iter_rows(min_row=2) if row[0].value == record.pk)
        return number

    def read(self, record: Any, column: str, sheet: str = "") -> Any:
        """What a cell holds."""
        return self.page(sheet).cell(self.row_of(record, sheet), self.columns(sheet)[column]).value

    def type(self, record: Any, sheet: str = "", /, **cells: Any) -> "Taken":
        """Type over cells of a record's row."""
        self._type(self.row_of(record, sheet), sheet, cells)
        return self

    def add(self, sheet: str = "", /, **cells: Any) -> int:
        """Fill the first empty row; returns its number."""
        number = int(self.page(sheet).max_row) + 1
        self._type(number, sheet, cells)
        return number

    def _type(self, number: int, sheet: str, cells: dict[str, Any]) -> None:
        for column, value in cells.items():
            self.page(sheet).cell(number, self.columns(sheet)[column]).value = value

    @property
    def saved(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self.workbook.save(file)
        return file.getvalue()


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the archive, history and log included."""
    return {
        model.__name__: sorted(model._base_manager.values_list(), key=str)
        for model in apps.get_app_config("agreements").get_models(include_auto_created=True)
    } | {"version": sorted(ArchiveVersion.objects.values_list(), key=str)}


def sentences(report: Report) -> str:
    """Everything a report refuses, in one text: row, column and sentence a line."""
    return "\n".join(
        f"{row.sheet} {row.number} {column}: {sentence}"
        for row in report.of(REFUSED)
        for column, sentence in row.refusals
    )
