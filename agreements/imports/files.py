"""Reading the files of foreign registers, with one sentence for whatever is wrong with a file as a whole."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook


class UnreadableFileError(Exception):
    """A file that cannot be imported. Its text is one sentence that says which file and what is wrong with it."""


@dataclass(frozen=True)
class Line:
    """One row of a CSV file, untouched: the number of its first line (from 1) and its fields in order."""

    number: int
    fields: list[str]


@dataclass(frozen=True)
class CsvFile:
    """A CSV file that was read whole. A line may have another number of fields than the header."""

    header: list[str]
    lines: list[Line]

    def column(self, name: str) -> int:
        """Position of a column that ``read_csv`` required."""
        return self.header.index(name)


def read_csv(path: Path, required: Sequence[str], *, ends_with_newline: bool = False) -> CsvFile:
    """Read a UTF-8 CSV file with a header that has at least the required columns, in any order.

    ``ends_with_newline``: refuse a file whose last line is not ended. Only needed where a cut could not be seen, in a
    file whose last column is not quoted.

    Raises UnreadableFileError for a file that is missing, no CSV, in another encoding, of other columns, empty or cut
    off.
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    start = 1
    try:
        for fields in reader:
            if fields:
                lines.append(Line(start, fields))
            start = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise UnreadableFileError(f"{path.name} is cut off: its last row, line {start}, has no end.") from error
        raise UnreadableFileError(f"{path.name} is not a CSV file: line {start}: {error}.") from error
    if not lines:
        raise UnreadableFileError(f"{path.name} is empty.")
    header = [name.strip() for name in lines[0].fields]
    missing = [name for name in required if name not in header]
    if missing:
        raise UnreadableFileError(f"{path.name} is not the file expected: it has no column “{missing[0]}”.")
    rows = lines[1:]
    if not rows:
        raise UnreadableFileError(f"{path.name} holds no rows.")
    is_open = text.endswith(",") or (ends_with_newline and not text.endswith("\n"))
    if is_open or len(rows[-1].fields) < len(header):
        raise UnreadableFileError(f"{path.name} is cut off: its last row, line {rows[-1].number}, is not complete.")
    return CsvFile(header, rows)


def _text(path: Path) -> str:
    """The file's text. Raises UnreadableFileError when there is no such file or it is not text in UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be opened: {error.strerror}.") from error
    if raw.startswith(b"PK\x03\x04"):
        raise UnreadableFileError(f"{path.name} is not a CSV file but a zip archive or a workbook.")
    if b"\x00" in raw:
        raise UnreadableFileError(f"{path.name} is not text in UTF-8: it holds zero bytes, as UTF-16 does.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(
            f"{path.name} is not text in UTF-8: line {line} has the byte 0x{raw[error.start]:02x}."
        ) from error


def read_sheet(path: Path, sheet: str, required: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of an Excel sheet, each the values of the required columns in that order; None: an empty cell.

    Raises UnreadableFileError for a file that is missing, no workbook, cut off, or without the sheet or a column.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        if sheet not in workbook.sheet_names:
            raise UnreadableFileError(f"{path.name} has no sheet “{sheet}”.")
        rows = iter(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be opened: {error.strerror or error}.") from error
    except CalamineError as error:
        raise UnreadableFileError(f"{path.name} is not an Excel workbook (.xlsx), or it is cut off.") from error
    header = [str(name).strip() for name in next(rows, ())]
    missing = [name for name in required if name not in header]
    if missing:
        raise UnreadableFileError(
            f"{path.name} is not the file expected: its sheet “{sheet}” has no column “{missing[0]}”."
        )
    places = [header.index(name) for name in required]
    for row in rows:
        yield tuple(_value(row[place]) for place in places)


def _value(cell: Any) -> Any:
    """A cell's value; a whole number, which a sheet stores with decimals, is one again."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return None if cell == "" else cell
