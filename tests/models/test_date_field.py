"""Partial dates in the database: stored, ordered and filtered, against what Python says of the same dates."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db.models import F, Max, Min
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.dates import PartialDate, PartialDateField
from agreements.models import Institution, Party
from tests.factories import make_institution, make_party

pytestmark = pytest.mark.django_db

#: Every year and month of four years, and the first, a middle and the last day of each month.
DATES = [
    date
    for year in range(2015, 2019)
    for date in (
        PartialDate(year),
        *(PartialDate(year, month) for month in range(1, 13)),
        *(
            PartialDate(year, month, day)
            for month in range(1, 13)
            for day in (1, 15, PartialDate(year, month).latest.day)
        ),
    )
]
asked = st.builds(
    lambda day, precision: PartialDate.parse(day.isoformat()[:precision]),
    st.dates(dt.date(2014, 12, 1), dt.date(2019, 1, 31)),
    st.sampled_from([4, 7, 10]),
)


@pytest.fixture
def many_dates(db: None) -> None:
    """An institution for every date in DATES, out of order, and one without a date."""
    party = make_party()
    shuffled = [*DATES[1::2], None, *DATES[::2]]
    Institution.objects.bulk_create(
        Institution(party=party, name_en=str(date), slug=str(date), existed_from=date) for date in shuffled
    )


def stored(**lookup: object) -> set[PartialDate | None]:
    return set(Institution.objects.filter(**lookup).values_list("existed_from", flat=True))


# Order and ranges


def test_the_database_orders_dates_as_python_does(many_dates: None) -> None:
    in_order = Institution.objects.order_by(F("existed_from").asc(nulls_last=True), "pk")
    newest_first = Institution.objects.order_by(F("existed_from").desc(nulls_last=True), "pk")

    assert [row.existed_from for row in in_order] == [*sorted(DATES), None]
    assert [row.existed_from for row in newest_first] == [*sorted(DATES, reverse=True), None]


ORACLE: dict[str, Callable[[PartialDate, PartialDate], bool]] = {
    "on_or_after": lambda date, asked: date.latest >= asked.earliest,
    "on_or_before": lambda date, asked: date.earliest <= asked.latest,
    "wholly_before": lambda date, asked: date.latest < asked.earliest,
    "reached": lambda date, asked: date.latest <= asked.latest if date.day else date.latest < asked.latest,
}


@given(asked)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ranges_find_what_python_finds(many_dates: None, asked: PartialDate) -> None:
    for lookup, satisfies in ORACLE.items():
        expected = {date for date in DATES if satisfies(date, asked)}
        assert stored(**{f"existed_from__{lookup}": asked}) == expected, lookup


def test_a_range_keeps_what_may_lie_in_it_at_any_precision(many_dates: None) -> None:
    found = stored(existed_from__on_or_after="2016-06-10", existed_from__on_or_before="2016-06-20")

    assert {str(date) for date in found} == {"2016", "2016-06", "2016-06-15"}


def test_a_date_out_of_range_is_neither_kept_by_a_range_nor_by_its_negation_when_unknown(many_dates: None) -> None:
    total = Institution.objects.count()

    for lookup in ORACLE:
        condition = {f"existed_from__{lookup}": "2016-06"}
        assert None not in stored(**condition)
        kept, dropped = Institution.objects.filter(**condition), Institution.objects.exclude(**condition)
        assert kept.count() + dropped.count() == total, lookup


@pytest.mark.parametrize("value", [PartialDate(2016, 6), "2016-06", " 2016-06 "])
def test_lookups_take_dates_and_texts(many_dates: None, value: object) -> None:
    june = {PartialDate(2016, 6)}

    assert stored(existed_from=value) == june
    assert stored(existed_from__in=[value, "2014"]) == june
    assert stored(existed_from__on_or_after=value, existed_from__on_or_before="2016-06") == {
        PartialDate(2016),
        *june,
        PartialDate(2016, 6, 1),
        PartialDate(2016, 6, 15),
        PartialDate(2016, 6, 30),
    }


def test_lookups_take_calendar_days(many_dates: None) -> None:
    assert stored(existed_from=dt.date(2016, 6, 15)) == {PartialDate(2016, 6, 15)}
    assert stored(existed_from__wholly_before=dt.date(2015, 1, 2)) == {PartialDate(2015, 1, 1)}


@pytest.mark.parametrize("lookup", ["exact", "in", "on_or_after", "on_or_before", "wholly_before", "reached"])
def test_a_bad_date_in_a_query_is_refused(lookup: str) -> None:
    value = ["2017-13"] if lookup == "in" else "2017-13"

    with pytest.raises(ValidationError, match="is not a date"):
        stored(**{f"existed_from__{lookup}": value})


def test_a_range_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a date"):
        stored(existed_from__on_or_after="")


def test_null_is_not_recorded(many_dates: None) -> None:
    assert stored(existed_from__isnull=True) == stored(existed_from=None) == stored(existed_from="") == {None}
    assert Institution.objects.filter(existed_from__isnull=False).count() == len(DATES)


def test_the_first_and_the_last_are_dates(many_dates: None) -> None:
    assert Institution.objects.aggregate(first=Min("existed_from"), last=Max("existed_from")) == {
        "first": PartialDate(2015),
        "last": PartialDate(2018, 12, 31),
    }


# Values


@pytest.mark.parametrize(
    ("assigned", "expected"),
    [
        ("2017-06", PartialDate(2017, 6)),
        (dt.date(2017, 6, 26), PartialDate(2017, 6, 26)),
        (PartialDate(2017), PartialDate(2017)),
        ("", None),
        (None, None),
    ],
)
def test_a_record_reads_the_same_before_and_after_saving(assigned: object, expected: PartialDate | None) -> None:
    institution = make_institution()

    institution.existed_from = assigned  # type: ignore[assignment]
    assert institution.existed_from == expected
    institution.full_clean()
    institution.save()
    assert Institution.objects.get(pk=institution.pk).existed_from == expected


@pytest.mark.parametrize("bad", ["2017-13", "2017-02-30", "0000-00-00", "last summer", 20170626])
def test_a_bad_date_on_a_record_is_a_message_at_its_field(bad: object) -> None:
    institution = make_institution()
    institution.existed_from, institution.existed_until = bad, "2018"  # type: ignore[assignment]

    with pytest.raises(ValidationError) as caught:
        institution.full_clean()

    assert list(caught.value.message_dict) == ["existed_from"]
    assert caught.value.message_dict["existed_from"][0].startswith(f"“{bad}” is not a date.")
    with pytest.raises(ValidationError, match="is not a date"):
        institution.save()


def test_updates_write_dates_and_copy_them_between_columns() -> None:
    institution = make_institution(existed_from="1972")

    Institution.objects.update(existed_until="2013-12-31")
    Institution.objects.update(existed_from=F("existed_until"))

    institution.refresh_from_db()
    assert institution.existed_from == PartialDate(2013, 12, 31)
    with pytest.raises(ValidationError):
        Institution.objects.update(existed_until="soon")


@pytest.mark.parametrize("written", [PartialDate(2017, 6), None])
def test_serialised_records_come_back_the_same(written: PartialDate | None) -> None:
    make_institution(existed_from=written)

    text = serializers.serialize("json", Institution.objects.all())
    (restored,) = serializers.deserialize("json", text)

    assert isinstance(restored.object, Institution)
    assert restored.object.existed_from == written


def test_migrations_see_a_field_with_nothing_fixed_by_its_type() -> None:
    field = Party._meta.get_field("existed_from")

    _name, path, args, options = field.deconstruct()

    assert (path, args) == ("agreements.dates.PartialDateField", [])
    assert "max_length" not in options
    assert PartialDateField(**options).max_length == 10
