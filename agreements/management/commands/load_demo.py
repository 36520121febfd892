"""Loads the demonstration archive and says what that changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.demo.loader import load_demo
from agreements.written.files import DataError
from agreements.written.writer import Tally


class Command(BaseCommand):
    """A thin shell over ``load_demo``."""

    help = "Load the demonstration archive. Running it again changes nothing; corrected files change what they correct."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the totals, one line per kind of record."""
        try:
            totals = load_demo()
        except DataError as error:
            raise CommandError(str(error)) from error
        for name, tally in totals.items():
            self.stdout.write(f"{name:<40} {in_words(tally)}")
        if not any(tally.written for tally in totals.values()):
            self.stdout.write("Everything was unchanged.")


def in_words(tally: Tally) -> str:
    """The counts in a line; removed and kept are named only where there are any."""
    parts = [f"{tally.created} created", f"{tally.updated} updated", f"{tally.unchanged} unchanged"]
    if tally.removed:
        parts.append(f"{tally.removed} removed")
    if tally.kept:
        parts.append(f"{tally.kept} kept as changed in the archive")
    return ", ".join(parts)
