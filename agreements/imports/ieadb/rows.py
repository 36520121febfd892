"""The three files of the IEADB, read into rows that know their columns. Nothing is interpreted here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agreements.imports.files import Line, UnreadableFileError, read_csv, read_sheet
from agreements.imports.titles import TITLE_LENGTH, clean_title

#: The inclusion code of bilateral environmental agreements.
BILATERAL = "BEA"
NUMBER = "IEA# (click for add'l info)"
TREATY_COLUMNS = (
    NUMBER, "Inclusion", "Signature Year", "Signature Date", "Date IEA entered into force", "Treaty Name",
    "Treaty Text", "Agreement Type (level 2)", "Lineage", "Sequence in lineage", "Secretariat",
)  # fmt: skip
MEMBER_SHEET = "Sheet1"
MEMBER_COLUMNS = (
    "inclusion", "mitch_id", "country", "treatyname", "tterm", "csig", "crat",
    "ceif3", "ceif4", "ceif5", "ceif6", "ceif7", "ceif8", "ceif9",
)  # fmt: skip
DETAIL_COLUMNS = (
    "treatyID", "Title", "End", "Signature", "Force", "Term", "Grounds", "TypeAmbit", "TypeAgree", "TypeSubject",
    "Location", "TitleAlt", "TextURL", "Language", "Comments", "Version", "mitchID",
)  # fmt: skip


@dataclass(frozen=True)
class Treaty:
    """One row of treaties.csv: its values by column, stripped, and the line it was read from, untouched."""

    line: Line
    values: dict[str, str]

    @property
    def number(self) -> str:
        """The IEADB number."""
        return self.values[NUMBER]


@dataclass(frozen=True)
class Member:
    """One row of the membership sheet: a country that belongs to an agreement. Dates are as the sheet gives them."""

    country: str
    treaty_name: str
    terminated: Any
    signed: Any
    ratified: Any
    in_force: Any
    #: ceif4 to ceif9 where they are filled; no file says what they mean.
    further: tuple[Any, ...]


@dataclass
class Treaties:
    """What treaties.csv holds: rows to import, rows that cannot be (each with its reason), and codes left aside."""

    header: list[str]
    rows: list[Treaty]
    rejected: list[tuple[Line, str]]
    left_aside: Counter[str]

    @property
    def count(self) -> int:
        """All bilateral environmental rows."""
        return len(self.rows) + len(self.rejected)


def read_treaties(path: Path) -> Treaties:
    """Read treaties.csv. Raises UnreadableFileError with one sentence when it is not that file."""
    file = read_csv(path, TREATY_COLUMNS)
    treaties = Treaties(file.header, [], [], Counter())
    inclusion = file.column("Inclusion")
    seen = set[str]()
    for line in file.lines:
        code = line.fields[inclusion].strip() if inclusion < len(line.fields) else BILATERAL
        if code != BILATERAL:
            treaties.left_aside[code or "(empty)"] += 1
            continue
        if len(line.fields) != len(file.header):
            reason = f"The row has {len(line.fields)} fields where the header has {len(file.header)}."
            treaties.rejected.append((line, reason))
            continue
        row = Treaty(line, dict(zip(file.header, map(str.strip, line.fields), strict=True)))
        reason = _why_rejected(row, seen)
        if reason:
            treaties.rejected.append((line, reason))
        else:
            seen.add(row.number)
            treaties.rows.append(row)
    return treaties


def _why_rejected(row: Treaty, seen: set[str]) -> str:
    """The reason why a row cannot be a record; '' when it can."""
    if not row.number:
        return "The row has no number."
    if not row.number.isascii() or not row.number.isdigit():
        return f"“{row.number}” is not an IEADB number."
    if row.number in seen:
        return f"An earlier row has the number {row.number}."
    if len(clean_title(row.values["Treaty Name"])) > TITLE_LENGTH:
        return f"The title is longer than {TITLE_LENGTH} characters."
    return ""


def read_members(path: Path) -> dict[str, list[Member]]:
    """The members of each bilateral agreement by its number. Raises UnreadableFileError with one sentence."""
    members: dict[str, list[Member]] = {}
    for inclusion, number, country, name, terminated, signed, ratified, in_force, *further in read_sheet(
        path, MEMBER_SHEET, MEMBER_COLUMNS
    ):
        if inclusion == BILATERAL and country:
            rest = tuple(value for value in further if value is not None)
            member = Member(str(country).strip(), str(name or ""), terminated, signed, ratified, in_force, rest)
            members.setdefault(_number(number), []).append(member)
    if not members:
        raise UnreadableFileError(f"{path.name} names no members of bilateral agreements ({BILATERAL}).")
    return members


def _number(value: object) -> str:
    """A spreadsheet's number as text."""
    return str(value or "").strip()


@dataclass(frozen=True)
class Details:
    """What the later export holds: its rows by IEADB number, each by column, and the lines that cannot be used."""

    by_number: dict[str, dict[str, str]]
    unusable: list[tuple[Line, str]]


def read_details(path: Path) -> Details:
    """Read treaties_2025.csv. Raises UnreadableFileError with one sentence when it is not that file.

    Its last column is not quoted, so a cut would leave a number that looks whole: the file must end with a line break.
    """
    file = read_csv(path, DETAIL_COLUMNS, ends_with_newline=True)
    details = Details({}, [])
    for line in file.lines:
        values = dict(zip(file.header, map(str.strip, line.fields), strict=False))
        if len(line.fields) != len(file.header):
            details.unusable.append((line, f"The row has {len(line.fields)} fields, the header {len(file.header)}."))
        elif values["mitchID"] in details.by_number:
            details.unusable.append((line, f"An earlier row has the number {values['mitchID']}."))
        else:
            details.by_number[values["mitchID"]] = values
    return details


def unplaced(numbers: Iterable[str], rows: Iterable[Treaty]) -> list[str]:
    """Numbers that no row has, in order."""
    known = {row.number for row in rows}
    return [number for number in numbers if number not in known]
