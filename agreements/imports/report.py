"""The report of an import: every row that was rejected or left to editors, untouched, with the reason."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agreements.imports.files import UnreadableFileError


@dataclass(frozen=True)
class Remark:
    """One line of the report. ``outcome``: rejected, kept, cleaned or not placed; ``fields``: the row as read."""

    outcome: str
    reason: str
    file: str
    line: int | None
    fields: Sequence[str]


def write_report(path: Path, header: Sequence[str], remarks: Iterable[Remark]) -> None:
    """Write the report as CSV: outcome, reason, file, line, then the columns of the register's main file.

    Rows of other files follow in the same columns, in their own order. Raises UnreadableFileError when the place cannot
    be written.
    """
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["outcome", "reason", "file", "line", *header])
            for remark in remarks:
                writer.writerow([remark.outcome, remark.reason, remark.file, remark.line or "", *remark.fields])
    except OSError as error:
        raise UnreadableFileError(f"The report {path} cannot be written: {error.strerror}.") from error
