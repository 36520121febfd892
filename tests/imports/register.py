"""A register of our own making, in the files of the IEADB: for tests that name the rows they are about."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command
from openpyxl import Workbook

from agreements.imports.ieadb.rows import DETAIL_COLUMNS, MEMBER_COLUMNS, NUMBER, TREATY_COLUMNS
from agreements.models import Agreement

Row = dict[str, Any]


@dataclass
class OwnRegister:
    """The rows of the three files, and a run of the command over them."""

    folder: Path
    treaties: list[Row] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)

    def add(self, number: str, title: str, *countries: str, **columns: str) -> Row:
        """A bilateral row, with its members. Keywords: those of ``short``."""
        short = {
            "year": "Signature Year",
            "signed": "Signature Date",
            "force": "Date IEA entered into force",
            "kind": "Agreement Type (level 2)",
            "lineage": "Lineage",
            "sequence": "Sequence in lineage",
            "inclusion": "Inclusion",
            "text": "Treaty Text",
            "secretariat": "Secretariat",
        }
        row = dict.fromkeys(TREATY_COLUMNS, "")
        row |= {NUMBER: number, "Inclusion": "BEA", "Treaty Name": title, "Signature Date": "1994-05-26"}
        row |= {"Agreement Type (level 2)": "Agreement", "Lineage": "Not Yet Assigned"}
        row |= {short[name]: value for name, value in columns.items()}
        if not row["Signature Year"]:
            row["Signature Year"] = row["Signature Date"][:4]
        self.treaties.append(row)
        for country in countries:
            self.add_member(number, country)
        return row

    def add_member(self, number: str, country: str, **columns: Any) -> Row:
        """A row of the membership sheet. Keywords are its columns (csig, crat, ceif3, tterm, ceif4 …)."""
        row = dict.fromkeys(MEMBER_COLUMNS) | {"inclusion": "BEA", "mitch_id": int(number), "country": country}
        self.members.append(row | columns)
        return row

    def detail(self, number: str, **columns: str) -> Row:
        """A row of the later export. Keywords are its columns."""
        row = dict.fromkeys(DETAIL_COLUMNS, "") | {"mitchID": number, "treatyID": f"NOR-SWE_{number}A"}
        self.details.append(row | columns)
        return row

    def paths(self) -> dict[str, Path]:
        """Write the three files."""
        treaties, members, details = (self.folder / name for name in ("treaties.csv", "members.xlsx", "later.csv"))
        treaties.write_text(as_csv(TREATY_COLUMNS, self.treaties, csv.QUOTE_ALL), encoding="utf-8", newline="")
        write_sheet(members, MEMBER_COLUMNS, self.members or [{"inclusion": "BEA", "mitch_id": 0, "country": "Peru"}])
        details.write_text(as_csv(DETAIL_COLUMNS, self.details, csv.QUOTE_MINIMAL), encoding="utf-8", newline="")
        return {"treaties": treaties, "members": members, "details": details}

    def run(self, *options: str, **more: Any) -> str:
        """Import the files, with the later export when it has rows, and give back what was printed."""
        paths = self.paths()
        if self.details:
            more.setdefault("details", paths["details"])
        output = io.StringIO()
        call_command("import_ieadb", paths["treaties"], *options, members=paths["members"], stdout=output, **more)
        return output.getvalue()


def as_csv(columns: Sequence[str], rows: Sequence[Row], quoting: Any) -> str:
    """The rows as CSV with the lines ended as the register ends them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, quoting=quoting, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_sheet(path: Path, columns: Sequence[str], rows: Sequence[Row], name: str = "Sheet1") -> None:
    """An Excel workbook with one sheet."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = name
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    workbook.save(path)


def imported(number: str) -> Agreement:
    """The agreement with the IEADB number."""
    return Agreement.objects.get(registrations__register="ieadb", registrations__number=number)


def codes(number: str) -> list[str]:
    """The codes of its parties, in order."""
    return [row.party.code for row in imported(number).participations.select_related("party")]
