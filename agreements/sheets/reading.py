"""The file that comes back: a workbook or CSV as any spreadsheet writes it, or one sentence that says why not."""

import csv
import datetime as dt
import io
import sys
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tablib
from django.db import models
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from agreements.exports.formulas import armed
from agreements.sheets.resource import ID, Sheet
from agreements.sheets.sets import SHEETS
from agreements.sheets.writing import GUIDE

MEGABYTE = 1024 * 1024
#: Largest file; the sheets of 2,300 agreements take 1 MB.
LARGEST_FILE = 20 * MEGABYTE
#: What a workbook may unpack to; more is not from a spreadsheet.
LARGEST_UNPACKED = 300 * MEGABYTE
MOST_ROWS = 50_000
DELIMITERS = ",;\t"
BEGINS_ZIP = b"PK\x03\x04"
BEGINS_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
BEGINS_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class UnreadableSheetError(Exception):
    """A file that cannot be brought back. Its text is one sentence for people."""


@dataclass
class Page:
    """One sheet as it came: its kind, and its rows by column, below a header that was found in order."""

    kind: type[Sheet]
    data: Any


def read(raw: bytes, model: type[models.Model]) -> list[Page]:
    """The sheets of a file, in the order in which they are brought back. Raise UnreadableSheetError."""
    if not raw:
        raise UnreadableSheetError(_("The file is empty."))
    if len(raw) > LARGEST_FILE:
        text = _("The file has %(size)d MB; the largest that can be read has %(largest)d MB.")
        raise UnreadableSheetError(text % {"size": len(raw) // MEGABYTE, "largest": LARGEST_FILE // MEGABYTE})
    if raw.startswith(BEGINS_OLD_EXCEL):
        raise UnreadableSheetError(
            _("This is a workbook of the old kind (.xls), or one with a password. Save it as .xlsx without a password.")
        )
    tables = _tables_of_workbook(raw, model) if raw.startswith(BEGINS_ZIP) else _tables_of_csv(raw, model)
    return [Page(kind, _dataset(kind, rows)) for kind, rows in tables]


# Workbooks


def _tables_of_workbook(raw: bytes, model: type[models.Model]) -> list[tuple[type[Sheet], list[list[str]]]]:
    _refuse_bombs(raw)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = set(workbook.sheet_names)
        found = []
        for kind in SHEETS[model]:
            if kind.sheet_name in names:
                rows = workbook.get_sheet_by_name(kind.sheet_name).to_python(skip_empty_area=False)
                found.append((kind, [[_text(value) for value in row] for row in rows]))
    except (CalamineError, zipfile.BadZipFile, ValueError) as error:
        raise UnreadableSheetError(_("This is not an Excel workbook (.xlsx), or it is damaged.")) from error
    unknown = names - {GUIDE} - {kind.sheet_name for kind in SHEETS[model]}
    if not found:
        wanted = ", ".join(kind.sheet_name for kind in SHEETS[model])
        raise UnreadableSheetError(
            _("The workbook has none of the sheets that belong here (%(wanted)s); it has: %(found)s.")
            % {"wanted": wanted, "found": ", ".join(sorted(unknown)[:5]) or "–"}
        )
    return found


def _refuse_bombs(raw: bytes) -> None:
    """Raise UnreadableSheetError for a damaged archive, and for one that unpacks to more than a spreadsheet does.

    The sizes that the archive states are not believed: everything is unpacked, and forgotten.
    """
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for entry in archive.infolist():
                entry.file_size = sys.maxsize  # read to the end of what is packed, whatever is stated
                with archive.open(entry) as packed:
                    while block := packed.read(MEGABYTE):
                        unpacked += len(block)
                        if unpacked > LARGEST_UNPACKED:
                            raise UnreadableSheetError(_("The file unpacks to far more than a spreadsheet holds."))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise UnreadableSheetError(_("This is not an Excel workbook (.xlsx), or it is damaged.")) from error


def _text(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without decimals, days in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


# CSV


def _tables_of_csv(raw: bytes, model: type[models.Model]) -> list[tuple[type[Sheet], list[list[str]]]]:
    text = _decoded(raw)
    header = text.partition("\n")[0].strip("\r")
    delimiter = max(DELIMITERS, key=header.count)
    if len(header) > 10_000 or (not header.isprintable() and delimiter != "\t"):
        raise UnreadableSheetError(_("This is neither an Excel workbook (.xlsx) nor CSV."))
    limit = csv.field_size_limit(LARGEST_FILE)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableSheetError(
            _("This is not CSV, or it is cut off: a quotation mark is opened and not closed.")
        ) from error
    finally:
        csv.field_size_limit(limit)
    return [(_kind_of(rows[0], model), rows)]


def _decoded(raw: bytes) -> str:
    """The text of a file in UTF-8 with or without a mark, in UTF-16 with one, or as Excel writes it in Norway."""
    try:
        if raw.startswith(BEGINS_UTF16):
            return raw.decode("utf-16")
        if b"\x00" in raw:
            raise UnreadableSheetError(_("This is neither an Excel workbook (.xlsx) nor CSV."))
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableSheetError(
            _("The letters of this file cannot be read. Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx).")
        ) from error


def _kind_of(header: Sequence[str], model: type[models.Model]) -> type[Sheet]:
    """The sheet whose columns these are: the one that knows most of them."""
    names = {name.strip() for name in header}
    return max(SHEETS[model], key=lambda kind: (len(names & set(kind().headers)), kind is SHEETS[model][0]))


# Rows


def _dataset(kind: type[Sheet], rows: list[list[str]]) -> Any:
    """The rows by column, in django-import-export's form. Raise UnreadableSheetError for a header that is not ours."""
    header = [name.strip() for name in rows[0]] if rows else []
    while header and not header[-1]:
        header.pop()
    _check_header(kind, header)
    filled = rows[1:]
    while filled and not any(filled[-1]):
        filled.pop()
    if len(filled) > MOST_ROWS:
        raise UnreadableSheetError(_("The sheet “%(sheet)s” has too many rows.") % {"sheet": kind.sheet_name})
    data = tablib.Dataset(headers=header)
    for number, row in enumerate(filled, start=2):
        if any(row[len(header) :]):
            words = {"sheet": kind.sheet_name, "row": number}
            raise UnreadableSheetError(_("Sheet “%(sheet)s”, row %(row)d: a cell has no column.") % words)
        cells = [armed(text) for text in row[: len(header)]]
        data.append([*cells, *[""] * (len(header) - len(cells))])
    return data


def _check_header(kind: type[Sheet], header: Sequence[str]) -> None:
    known = kind().headers
    words = {"sheet": kind.sheet_name}
    unknown = [name for name in header if name not in known]
    if ID not in header:
        raise UnreadableSheetError(
            _("The sheet “%(sheet)s” has no column “id”, which says which record a row is.") % words
        )
    if unknown:
        text = _("The sheet “%(sheet)s” has a column that it does not know: “%(column)s”.")
        raise UnreadableSheetError(text % {**words, "column": unknown[0][:60]})
    for name in header:
        if list(header).count(name) > 1:
            text = _("The sheet “%(sheet)s” has the column “%(column)s” twice.")
            raise UnreadableSheetError(text % {**words, "column": name})


__all__ = ["LARGEST_FILE", "Page", "UnreadableSheetError", "read"]
