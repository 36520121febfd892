"""Reads a press release and prints what it proposes for a draft record; see docs/intake.md."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from agreements.dates import parse_partial_date
from agreements.intake.engine import read
from agreements.intake.formats.document import open_document
from agreements.intake.formats.errors import UnreadableDocumentError
from agreements.intake.report import as_json, as_lines


class Command(BaseCommand):
    """A thin shell over ``read``. It stores nothing."""

    help = "Read a press release (.txt, .html, .pdf, .docx) and print what it proposes for a draft record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its date and the form of the answer."""
        parser.add_argument("file", type=Path, help="the release")
        parser.add_argument("--published", metavar="DATE", help="when it was published: 2017-06-26, 2017-06 or 2017")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and print. Raises CommandError, one sentence, for a file or a date that cannot be read."""
        try:
            published_on = parse_partial_date(options["published"]) if options["published"] else None
            reading = read(open_document(options["file"]).text, published_on)
        except UnreadableDocumentError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
            return
        for line in as_lines(reading):
            self.stdout.write(line)
