"""Prints records that look like one; see docs/editors.md for merging them."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from agreements.merging.duplicates import KINDS, find_duplicates

NAMES = {str(model._meta.model_name): model for model in KINDS}
COLUMNS = ("kind", "score", "one", "one_name", "other", "other_name", "reasons")


class Command(BaseCommand):
    """A thin shell over ``find_duplicates``."""

    help = "List pairs of records that may be one, the likeliest first, with a score (0–100) and the reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which kinds, how many, and in which form."""
        parser.add_argument("--kind", choices=sorted(NAMES), help="only this kind of record")
        parser.add_argument("--limit", type=int, help="at most so many pairs of each kind")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print JSON")
        form.add_argument("--csv", action="store_true", help="print CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the pairs; for people with a line of counts at the end."""
        pairs = list(self._pairs(options["kind"], options["limit"]))
        if options["json"]:
            self.stdout.write(json.dumps(pairs, ensure_ascii=False, indent=2))
        elif options["csv"]:
            writer = csv.DictWriter(self.stdout, COLUMNS)
            writer.writeheader()
            writer.writerows({**pair, "reasons": "; ".join(pair["reasons"])} for pair in pairs)
        else:
            for pair in pairs:
                self.stdout.write(
                    f"{pair['score']:3}  {pair['kind']} {pair['one']} “{pair['one_name']}” – "
                    f"{pair['other']} “{pair['other_name']}”: {'; '.join(pair['reasons'])}"
                )
            self.stdout.write(f"{len(pairs)} pairs")

    def _pairs(self, kind: str | None, limit: int | None) -> Iterator[dict[str, Any]]:
        for name, model in NAMES.items():
            if kind in (None, name):
                found = find_duplicates(model)[: None if limit is None else max(0, limit)]
                names = model._default_manager.in_bulk({pk for pair in found for pk in (pair.one, pair.other)})
                for pair in found:
                    yield {
                        "kind": name,
                        "score": pair.score,
                        "one": pair.one,
                        "one_name": str(names[pair.one]),
                        "other": pair.other,
                        "other_name": str(names[pair.other]),
                        "reasons": list(pair.reasons),
                    }
