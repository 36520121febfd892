"""The legal status of all agreements from arrays is that of SQL, on any day."""

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from agreements.catalogue import current
from agreements.catalogue.standing import STATUSES
from agreements.models import Agreement
from tests.catalogue.archive import FIRST_YEAR, LAST_YEAR, Archive
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db

days = st.dates(dt.date(FIRST_YEAR - 1, 12, 1), dt.date(LAST_YEAR + 2, 1, 31))


@pytest.fixture(scope="module", params=[3, 5, 6])
def archive(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Archive]:
    with records_for_a_module(django_db_blocker, lambda: Archive(request.param)) as made:
        yield made


def by_sql(day: dt.date) -> dict[int, str]:
    with_status = Agreement.objects.published().with_legal_status(day).order_by()
    return dict(with_status.values_list("pk", "legal_status"))


def by_arrays(day: dt.date) -> dict[int, str]:
    found = current().agreements.standing.on(day)
    return {pk: STATUSES[place].value for place, ids in found.items() for pk in ids}


@settings(max_examples=80, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(day=days)
def test_arrays_say_what_sql_says(archive: Archive, day: dt.date) -> None:
    assert by_arrays(day) == by_sql(day)


def test_every_day_at_which_something_begins_or_ends(archive: Archive) -> None:
    dates = Agreement.objects.values_list("signed_on", "entry_into_force_on", "terminated_on", "expires_on")
    known = {date for row in dates for date in row if date}
    moments = {day for date in known for day in (date.earliest, date.latest)}
    for day in sorted(moments)[::2]:
        for beside in (day - dt.timedelta(1), day, day + dt.timedelta(1)):
            assert by_arrays(beside) == by_sql(beside), beside


def test_the_archives_show_every_status(archive: Archive) -> None:
    met = {status for year in range(FIRST_YEAR, LAST_YEAR + 1) for status in by_sql(dt.date(year, 6, 1)).values()}
    assert met == {status.value for status in STATUSES}
