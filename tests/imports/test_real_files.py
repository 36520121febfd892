"""The original files, where they lie beside the project."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count

from agreements.models import Agreement, Evidence, Party, Registration, Relation
from agreements.models.relation import CHAIN_KINDS
from tests.imports.register import codes, imported
from tests.imports.test_import_ieadb import rows_in_every_table

pytestmark = [pytest.mark.django_db, pytest.mark.shared]


def run(shared_data: Path, *options: str, details: bool = False) -> str:
    folder = shared_data / "data" / "ieadb"
    output = io.StringIO()
    later = folder / "treaties_2025.csv" if details else None
    call_command(
        "import_ieadb", folder / "treaties.csv", *options, members=folder / "members.xlsx", details=later, stdout=output
    )
    return output.getvalue()


def totals(printed: str) -> tuple[int, ...]:
    """Created, updated, unchanged, rejected, rows."""
    found = re.match(r"created (\d+) \+ updated (\d+) \+ unchanged (\d+) \+ rejected (\d+) = (\d+) rows", printed)
    assert found
    return tuple(map(int, found.groups()))


def test_every_bilateral_row_is_accounted_for_and_a_second_run_changes_nothing(shared_data: Path) -> None:
    empty = rows_in_every_table()
    dry = totals(run(shared_data, "--dry-run"))
    assert rows_in_every_table() == empty
    first = totals(run(shared_data))
    assert first == dry
    assert sum(first[:4]) == first[4] == 2296
    before = rows_in_every_table()
    assert totals(run(shared_data)) == (0, 0, 2296 - first[3], first[3], 2296)
    assert rows_in_every_table() == before

    # Published with both parties, the rest waiting with what is missing.
    published = Agreement.objects.published()
    assert published.count() >= 2050
    assert not published.annotate(sides=Count("participations__party", distinct=True)).exclude(sides=2).exists()
    waiting = Agreement.objects.exclude(pk__in=published.values("pk"))
    assert set(waiting) <= set(Agreement.objects.needs_review())
    assert Registration.objects.filter(register="ieadb").count() == first[0]
    assert Evidence.objects.count() >= first[0]

    # Former states by the date: nothing of Russia's is older than the Russian Federation.
    russia = Party.objects.get(code="rus")
    assert not russia.agreements.filter(signed_on__lt="1991-12-26").exists()
    assert not Party.objects.get(code="sun").agreements.filter(signed_on__gte="1991-12-27").exists()
    assert codes("4035") == ["nor", "ruemp"]

    # No circle: every link of a chain leads back in time or stays on the day.
    for link in Relation.objects.filter(kind__in=CHAIN_KINDS).select_related("from_agreement", "to_agreement"):
        assert link.from_agreement.signed_on is not None
        assert link.to_agreement.signed_on is not None
        assert link.to_agreement.signed_on.may_precede(link.from_agreement.signed_on)


def test_the_later_export_adds_themes_places_and_texts_and_changes_nothing_twice(shared_data: Path) -> None:
    first = totals(run(shared_data, details=True))
    assert sum(first[:4]) == first[4] == 2296
    agreements = Agreement.objects.all()
    assert agreements.filter(themes__isnull=False).distinct().count() >= 1900
    assert agreements.exclude(place_of_signature="").count() >= 1200
    assert agreements.filter(texts__language="en").distinct().count() >= 100
    before = rows_in_every_table()
    assert totals(run(shared_data, details=True)) == (0, 0, 2296 - first[3], first[3], 2296)
    assert rows_in_every_table() == before
    assert imported("456").terminated_on is not None
