"""What SQLite knows of its tables: it plans by it which index to look into."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection

from agreements.bulk import insert
from agreements.catalogue.statistics import refresh_statistics
from agreements.choices import EditorialStatus
from agreements.models import Agreement

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

#: More than SQLite's documentation advises to look at.
MANY = 2_500


@pytest.mark.parametrize("count", [refresh_statistics, lambda: call_command("migrate", verbosity=0)])
def test_what_all_records_have_is_known_to_be_no_rarity(count: Callable[[], None]) -> None:
    """Or whatever is asked of a few public records goes through all that are public."""
    columns = ("id", "editorial_status", "title_en", "kind")
    rows = ((pk, EditorialStatus.PUBLISHED.value, f"Agreement {pk}", "treaty") for pk in range(1, MANY + 1))
    insert(Agreement, columns, rows)
    count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'agreement_newest_first'")
        counted, alike, *_ = map(int, cursor.fetchone()[0].split())
    assert (counted, alike) == (MANY, MANY)
