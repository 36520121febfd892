"""What the rules of test_rules.py do not forbid."""

from typing import Any

import pytest

from agreements.models import Agreement, Registration, Relation, Signatory
from tests.factories import make_agreement, make_signatory, relate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "dates",
    [
        {"signed_on": "2017-06-26", "entry_into_force_on": "2017-06"},
        {"signed_on": "2017-06-26", "entry_into_force_on": "2017"},
        {"signed_on": "2017", "entry_into_force_on": "2017-01-01", "terminated_on": "2017"},
        {"entry_into_force_on": "2017-02", "valid_until": "2017-02-01"},
        {"signed_on": "2017-06-26", "entry_into_force_on": "2017-06-26", "valid_until": "2017-06-26"},
        {"signed_on": "2017", "entry_into_force_on": "1999", "terminated_on": "1998", "date_exception": "It is so."},
    ],
)
def test_dates_that_may_be_in_order_or_are_explained_are_kept(dates: dict[str, Any]) -> None:
    agreement = make_agreement(**dates)

    agreement.full_clean()


def test_registers_other_than_the_ieadb_may_number_several_agreements_alike() -> None:
    for title in ("One", "Another"):
        Registration.objects.create(agreement=make_agreement(title), register="unts", number="12")

    assert Registration.objects.filter(number="12").count() == 2


def test_many_records_may_have_no_reference_and_no_wikidata_identifier() -> None:
    make_agreement(), make_agreement(), make_signatory(), make_signatory()

    assert Agreement.objects.filter(reference=None).count() == Signatory.objects.filter(wikidata_id="").count() == 2


def test_two_agreements_may_be_related_in_two_ways() -> None:
    later, earlier = make_agreement("Later"), make_agreement("Earlier")

    for kind in ("renews", "supersedes"):
        Relation(from_agreement=later, kind=kind, to_agreement=earlier).full_clean()
        relate(later, kind, earlier)


def test_a_merged_record_need_not_say_why_it_went() -> None:
    kept, merged = make_agreement("Kept", published=True), make_agreement("Merged", published=True)

    merged.editorial_status, merged.merged_into = "withdrawn", kept
    merged.full_clean()
    merged.save()
