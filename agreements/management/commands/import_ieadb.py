"""Imports the International Environmental Agreements Database; see docs/importing.md."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from agreements.imports.files import UnreadableFileError
from agreements.imports.ieadb.load import Outcome, load, read_files, steps
from agreements.imports.report import write_report


class Command(BaseCommand):
    """Bring the archive up to date with the IEADB's bilateral environmental agreements, all of them or none."""

    help = "Import the bilateral environmental agreements of the IEADB from its original files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and how to run."""
        parser.add_argument("treaties", type=Path, help="treaties.csv, the export of 2021")
        parser.add_argument("--members", type=Path, required=True, help="members.xlsx, its membership sheet")
        parser.add_argument("--details", type=Path, help="treaties_2025.csv, the later export")
        parser.add_argument("--dry-run", action="store_true", help="write nothing and print the same totals")
        parser.add_argument("--report", type=Path, help="CSV file for rejected rows and whatever else needs a look")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, report. Raises CommandError with one sentence when a file is not what it should be."""
        try:
            files = read_files(options["treaties"], options["members"], options["details"])
            if options["report"]:
                # Before anything is imported: a report that cannot be written should cost nothing.
                write_report(options["report"], files.treaties.header, [])
            with tqdm(
                total=steps(files),
                bar_format="{percentage:3.0f}% |{bar}| {elapsed}",
                file=sys.stderr,
                disable=not sys.stderr.isatty(),
            ) as progress:
                outcome = load(files, dry_run=options["dry_run"], step=progress.update)
            if options["report"]:
                write_report(options["report"], files.treaties.header, outcome.remarks)
        except UnreadableFileError as error:
            raise CommandError(str(error)) from error
        self._print(outcome, options["dry_run"])

    def _print(self, outcome: Outcome, dry_run: bool) -> None:
        """The totals; the first line adds up."""
        result = outcome.result
        created, updated, unchanged = len(result.created), len(result.updated), len(result.unchanged)
        self.stdout.write(
            f"created {created} + updated {updated} + unchanged {unchanged} + rejected {outcome.rejected_count}"
            f" = {outcome.rows_count} rows of bilateral environmental agreements (BEA)"
        )
        codes = ", ".join(f"{code} {count}" for code, count in sorted(outcome.left_aside.items()))
        self.stdout.write(f"left aside, other inclusion codes: {outcome.left_aside.total()} rows ({codes or 'none'})")
        self.stdout.write(
            f"published with both parties: {outcome.published_count}; relations in lineages: {outcome.relations_count};"
            f" new parties: {outcome.parties_created_count}"
        )
        if result.kept:
            self.stdout.write(f"kept as an editor wrote them, against the register: {len(result.kept)}")
        if outcome.not_joined_count:
            self.stdout.write(f"rows of the later export that are not imported here: {outcome.not_joined_count}")
        if dry_run:
            self.stdout.write("dry run: nothing was written")
