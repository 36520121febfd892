"""Loads the demonstration archive from the TOML files in data/."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agreements.catalogue.changes import gathered
from agreements.choices import EditorialStatus
from agreements.demo.kinds import AGREEMENT, KINDS
from agreements.models import Agreement, Register, Registration, Theme
from agreements.vocabulary.loader import load_vocabulary
from agreements.written.files import Entry, read_entries, row_tables
from agreements.written.writer import REASON, Totals, Writer

DATA = Path(__file__).parent / "data"
#: Kinds that a reader sees only once they are published.
EDITORIAL_KINDS = ("agreement", "project", "event")


def load_demo(data: Path = DATA) -> Totals:
    """Make the archive hold what the files in ``data`` and the vocabulary say, all of it or nothing.

    Counts by kind. A second run writes nothing, not even a row of history; after a correction only what changed is
    written. What somebody has changed in the archive since stays as it is (``kept``).

    Raises DataError, one sentence that names file and record, for any mistake in the files.
    """
    entries = read_entries(sorted(data.rglob("*.toml")), KINDS)
    with gathered():
        totals = load_vocabulary()
        writer = Writer()
        writer.known["theme"] = {theme.slug: theme for theme in Theme.objects.all()}
        writer.known["agreement"] = _already_imported(entries["agreement"])
        for name, kind in KINDS.items():
            made = writer.write(name, kind, entries[name])
            if name in EDITORIAL_KINDS:
                _publish(made, entries[name])
    return totals | writer.totals


def _already_imported(entries: Mapping[str, Entry]) -> dict[str, Any]:
    """Agreements that an importer brought before, found by their number in the IEADB: they are not made twice."""
    rows = AGREEMENT.rows["registrations"]
    keys = {
        row["number"]: key
        for key, entry in entries.items()
        for row in row_tables(entry, "registrations", rows)
        if row.get("register") == Register.IEADB and "number" in row
    }
    stored = Registration.objects.filter(register=Register.IEADB, number__in=keys).select_related("agreement")
    here = set(Agreement.objects.filter(reference__in=entries).values_list("reference", flat=True))
    return {keys[row.number]: row.agreement for row in stored if keys[row.number] not in here}


def _publish(made: list[Any], entries: Mapping[str, Entry]) -> None:
    """Publish the records that this run made, now that their rows stand; what editors decide later is theirs.

    Each was checked a moment ago, and the database holds its constraints, so only completeness is left to ask.
    """
    for record in made:
        if missing := record.missing_to_publish():
            raise entries[record.reference].error(f"it is not ready to publish. Missing: {', '.join(missing)}.")
        record.editorial_status = EditorialStatus.PUBLISHED
        record._change_reason = REASON
        record.save()
