"""What was made once is there again as it was: rows, records and numbers to come."""

import pytest

from agreements.catalogue import Question, ask
from agreements.demo.loader import load_demo
from agreements.models import Agreement, Kind
from tests import rows
from tests.worlds import made_or_put_back

pytestmark = pytest.mark.django_db


def lying(tables: rows.Tables) -> dict[str, list[str]]:
    """The rows of the tables, whatever order they lie in."""
    return {name: sorted(map(str, table.rows)) for name, table in tables.items()}


def test_rows_are_put_back_as_they_were() -> None:
    totals = made_or_put_back(load_demo)
    before = rows.taken()
    found = set(ask(Question(Kind.AGREEMENT, words="climate")).ids)
    assert found
    Agreement.objects.filter(pk__in=found).update(title_en="Changed")
    Agreement.objects.exclude(pk__in=found)[:1].get().delete()
    assert made_or_put_back(load_demo) == totals
    assert lying(rows.taken()) == lying(before)
    assert set(ask(Question(Kind.AGREEMENT, words="climate")).ids) == found


def test_new_records_are_numbered_after_those_put_back() -> None:
    for _ in range(2):
        made_or_put_back(load_demo)
    known = set(Agreement.objects.values_list("pk", flat=True))
    assert Agreement.objects.create(title_en="New").pk > max(known)
