"""Legal status: the sentence for each case, and the set and the record saying the same about any history."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agreements.choices import EditorialStatus, LegalStatus
from agreements.dates import PartialDate
from agreements.models import (
    Agreement,
    EntryIntoForceCondition,
    Relation,
    RelationKind,
    Renewal,
    legal_standing,
)
from tests.factories import make_agreement, relate

pytestmark = pytest.mark.django_db


def status_in_set(agreement: Agreement, day: PartialDate | None) -> str:
    """What the queryset says of the agreement on the day."""
    return str(Agreement.objects.with_legal_status(day).get(pk=agreement.pk).legal_status)


# Every case by name

SIGNATURE = EntryIntoForceCondition.SIGNATURE
CASES: dict[str, tuple[dict[str, Any], str, LegalStatus, str]] = {
    "nothing known": ({}, "2020", LegalStatus.NOT_RECORDED, "No date of entry into force is recorded."),
    "signed, force unknown": (
        {"signed_on": "2017-06"},
        "2020",
        LegalStatus.NOT_RECORDED,
        "No date of entry into force is recorded.",
    ),
    "never enters into force": (
        {"signed_on": "2017-06", "entry_into_force_condition": EntryIntoForceCondition.NOT_APPLICABLE},
        "2020",
        LegalStatus.NOT_RECORDED,
        "It is a political text that does not enter into force, and nothing recorded has ended it.",
    ),
    "not signed yet": (
        {"signed_on": "2017-06-26"},
        "2017-06-25",
        LegalStatus.NOT_YET_IN_FORCE,
        "It is not signed until 26 June 2017.",
    ),
    "signed, not in force yet": (
        {"signed_on": "2017-06-26", "entry_into_force_on": "2018-02"},
        "2018-01",
        LegalStatus.NOT_YET_IN_FORCE,
        "It enters into force February 2018.",
    ),
    "applied provisionally": (
        {"signed_on": "2017", "provisionally_applied_from": "2017-09", "entry_into_force_on": "2018-02-01"},
        "2018-01-31",
        LegalStatus.NOT_YET_IN_FORCE,
        "It enters into force 1 February 2018 and is applied provisionally until then.",
    ),
    "not applied provisionally yet": (
        {"provisionally_applied_from": "2017-09", "entry_into_force_on": "2018-02-01"},
        "2017-08-31",
        LegalStatus.NOT_YET_IN_FORCE,
        "It enters into force 1 February 2018.",
    ),
    "in force from the first day it may be": (
        {"entry_into_force_on": "2018-02"},
        "2018-02-01",
        LegalStatus.IN_FORCE,
        "It entered into force February 2018, and nothing recorded has ended it.",
    ),
    "in force on signature": (
        {"signed_on": "2017-06-26", "entry_into_force_condition": SIGNATURE},
        "2017-06-26",
        LegalStatus.IN_FORCE,
        "It took effect on signature, 26 June 2017, and nothing recorded has ended it.",
    ),
    "signature is the condition and lies ahead": (
        {"signed_on": "2017-06-26", "entry_into_force_condition": SIGNATURE},
        "2017-06-25",
        LegalStatus.NOT_YET_IN_FORCE,
        "It enters into force 26 June 2017.",
    ),
    "a stated day of force goes before signature": (
        {"signed_on": "2017", "entry_into_force_on": "2019", "entry_into_force_condition": SIGNATURE},
        "2018",
        LegalStatus.NOT_YET_IN_FORCE,
        "It enters into force 2019.",
    ),
    "in force for a term": (
        {"entry_into_force_on": "2018-02-01", "term_months": 60, "renewal": Renewal.BY_AGREEMENT},
        "2023-02-01",
        LegalStatus.IN_FORCE,
        "It entered into force 1 February 2018, and is valid until 1 February 2023.",
    ),
    "the term ran out": (
        {"entry_into_force_on": "2018-02-01", "term_months": 60},
        "2023-02-02",
        LegalStatus.EXPIRED,
        "Its term ran out: 1 February 2023.",
    ),
    "a stated last day goes before the term": (
        {"entry_into_force_on": "2018-02-01", "term_months": 60, "valid_until": "2020"},
        "2021-01-01",
        LegalStatus.EXPIRED,
        "Its term ran out: 2020.",
    ),
    "a year of expiry must pass": (
        {"entry_into_force_on": "2018-02-01", "valid_until": "2020"},
        "2020-12-31",
        LegalStatus.IN_FORCE,
        "It entered into force 1 February 2018, and is valid until 2020.",
    ),
    "renewed tacitly": (
        {"entry_into_force_on": "2018-02-01", "term_months": 60, "renewal": Renewal.TACIT},
        "2030",
        LegalStatus.IN_FORCE,
        "It entered into force 1 February 2018, and continues unless a party objects.",
    ),
    "terminated that day": (
        {"entry_into_force_on": "1995", "terminated_on": "2017-06-26"},
        "2017-06-26",
        LegalStatus.TERMINATED,
        "It was terminated: 26 June 2017.",
    ),
    "to be terminated": (
        {"entry_into_force_on": "1995", "terminated_on": "2017-06-26", "renewal": Renewal.TACIT},
        "2017-06-25",
        LegalStatus.IN_FORCE,
        "It entered into force 1995, and its termination takes effect 26 June 2017.",
    ),
    "a year of termination must pass": (
        {"entry_into_force_on": "1995", "terminated_on": "2017"},
        "2017",
        LegalStatus.IN_FORCE,
        "It entered into force 1995, and its termination takes effect 2017.",
    ),
    "the year of termination has passed": (
        {"entry_into_force_on": "1995", "terminated_on": "2017"},
        "2018-01-01",
        LegalStatus.TERMINATED,
        "It was terminated: 2017.",
    ),
    "terminated before its term": (
        {"entry_into_force_on": "1995", "valid_until": "2000", "terminated_on": "1999"},
        "2020",
        LegalStatus.TERMINATED,
        "It was terminated: 1999.",
    ),
}


@pytest.mark.parametrize(("fields", "day", "status", "reason"), CASES.values(), ids=CASES.keys())
def test_every_status_says_why(fields: dict[str, Any], day: str, status: LegalStatus, reason: str) -> None:
    agreement = make_agreement(**fields)
    asked = PartialDate.parse(day)

    standing = legal_standing(agreement, asked)

    assert (standing.status, standing.reason) == (status, reason)
    assert status_in_set(agreement, asked) == status


def test_the_sentence_has_dates_in_the_readers_language() -> None:
    agreement = make_agreement(entry_into_force_on="2018-02-01", valid_until="2020-05")

    with translation.override("nb"):
        assert "mai 2020" in legal_standing(agreement, PartialDate(2021)).reason


def test_without_a_day_it_is_today_in_norway(monkeypatch: pytest.MonkeyPatch) -> None:
    # Half past eleven in the evening in London is the next day in Oslo.
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2020, 1, 31, 23, 30, tzinfo=dt.UTC))
    begins = make_agreement("Begins", entry_into_force_on="2020-02-01")
    later = make_agreement("Later", entry_into_force_on="2020-02-02")

    assert (legal_standing(begins).status, legal_standing(later).status) == ("in_force", "not_yet_in_force")
    assert (status_in_set(begins, None), status_in_set(later, None)) == ("in_force", "not_yet_in_force")


# Later agreements


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        (RelationKind.SUPERSEDES, LegalStatus.SUPERSEDED, "A later agreement took its place: “The later one”."),
        (
            RelationKind.TERMINATES,
            LegalStatus.TERMINATED,
            "It was terminated by a later agreement, “The later one”.",
        ),
    ],
)
@pytest.mark.parametrize(
    ("later_dates", "last_day_before"),
    [
        ({"entry_into_force_on": "2017-06", "signed_on": "2016"}, "2017-05-31"),
        ({"signed_on": "2017-06-26"}, "2017-06-25"),
    ],
)
def test_a_later_published_agreement_ends_an_earlier_one(
    kind: RelationKind, status: LegalStatus, reason: str, later_dates: dict[str, str], last_day_before: str
) -> None:
    earlier = make_agreement("The earlier one", published=True, entry_into_force_on="1995")
    relate(make_agreement("The later one", published=True, **later_dates), kind, earlier)

    standing = legal_standing(earlier, PartialDate(2017))
    assert (standing.status, standing.reason) == (status, reason)
    assert status_in_set(earlier, PartialDate(2017)) == status
    before = PartialDate.parse(last_day_before)
    assert legal_standing(earlier, before).status == status_in_set(earlier, before) == LegalStatus.IN_FORCE


def test_an_undated_later_agreement_has_always_ended_the_earlier_one() -> None:
    earlier = make_agreement("The earlier one", entry_into_force_on="1995")
    relate(make_agreement("The later one", published=True), RelationKind.SUPERSEDES, earlier)

    assert legal_standing(earlier, PartialDate(1996)).status == LegalStatus.SUPERSEDED
    assert status_in_set(earlier, PartialDate(1996)) == LegalStatus.SUPERSEDED


def test_of_several_later_agreements_the_first_is_named() -> None:
    earlier = make_agreement("The earlier one", entry_into_force_on="1995")
    for title, signed_on in (("Undated", None), ("Of 2010", "2010"), ("Of 2005", "2005")):
        relate(make_agreement(title, published=True, signed_on=signed_on), RelationKind.SUPERSEDES, earlier)

    assert legal_standing(earlier, PartialDate(2020)).reason == "A later agreement took its place: “Of 2005”."


@pytest.mark.parametrize("status", [EditorialStatus.DRAFT, EditorialStatus.IN_REVIEW, EditorialStatus.WITHDRAWN])
@pytest.mark.parametrize("kind", RelationKind)
def test_an_agreement_that_is_not_public_ends_nothing_and_is_not_named(
    kind: RelationKind, status: EditorialStatus
) -> None:
    earlier = make_agreement("The earlier one", published=True, entry_into_force_on="1995")
    hidden = make_agreement(
        "Secret talks", signed_on="2000", editorial_status=status, withdrawn_reason="Entered in error."
    )
    relate(hidden, kind, earlier)

    standing = legal_standing(earlier, PartialDate(2020))

    assert standing.status == status_in_set(earlier, PartialDate(2020)) == LegalStatus.IN_FORCE
    assert standing.reason == "It entered into force 1995, and nothing recorded has ended it."


@pytest.mark.parametrize(
    "kind", [RelationKind.RENEWS, RelationKind.CONTINUES, RelationKind.AMENDS, RelationKind.IMPLEMENTS]
)
def test_a_renewal_or_an_amendment_ends_nothing(kind: RelationKind) -> None:
    earlier = make_agreement("The earlier one", entry_into_force_on="1995")
    relate(make_agreement("The later one", published=True, signed_on="2000"), kind, earlier)

    assert legal_standing(earlier, PartialDate(2020)).status == LegalStatus.IN_FORCE
    assert status_in_set(earlier, PartialDate(2020)) == LegalStatus.IN_FORCE


# Any history

days = st.dates(dt.date(1999, 6, 1), dt.date(2005, 6, 30))
partial_dates = st.builds(
    lambda day, precision: PartialDate.parse(day.isoformat()[:precision]), days, st.sampled_from([4, 7, 10])
)
some_date = st.none() | partial_dates
later_agreements = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(RelationKind),
        "editorial_status": st.sampled_from([*EditorialStatus, EditorialStatus.PUBLISHED]),
        "signed_on": some_date,
        "entry_into_force_on": some_date,
        "entry_into_force_condition": st.sampled_from([SIGNATURE, EntryIntoForceCondition.NOT_RECORDED]),
    }
)
histories = st.fixed_dictionaries(
    {
        "signed_on": some_date,
        "entry_into_force_on": some_date,
        "entry_into_force_condition": st.sampled_from([SIGNATURE, *EntryIntoForceCondition]),
        "provisionally_applied_from": some_date,
        "valid_until": some_date,
        "term_months": st.none() | st.integers(1, 60),
        "renewal": st.sampled_from(Renewal),
        "terminated_on": some_date,
        "later": st.lists(later_agreements, max_size=2),
    }
)


def with_history(history: dict[str, Any]) -> Agreement:
    """An unsaved agreement of the history, its dates in any order; ``derive`` as bulk_create demands."""
    fields = {name: value for name, value in history.items() if name not in {"later", "kind"}}
    if fields["entry_into_force_condition"] == EntryIntoForceCondition.NOT_APPLICABLE:
        fields["entry_into_force_on"] = None
    agreement = Agreement(title_en="Any", withdrawn_reason="Any.", date_exception="Any order.", **fields)
    agreement.derive()
    return agreement


def telling_days(agreements: list[Agreement]) -> list[dt.date]:
    """The days on which something may begin or end, and those before and after."""
    dates = [
        date
        for one in agreements
        for date in (one.signed_on, one.entry_into_force_on, one.expires_on, one.terminated_on)
        if date is not None
    ]
    edges = {
        edge + dt.timedelta(step) for date in dates for edge in (date.earliest, date.latest) for step in (-1, 0, 1)
    }
    return sorted(edges) or [dt.date(2000, 1, 1)]


@given(st.lists(histories, min_size=1, max_size=10), st.lists(st.none() | partial_dates, max_size=2), st.data())
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_the_set_and_the_record_never_disagree(
    drawn: list[dict[str, Any]], asked: list[PartialDate | None], data: st.DataObject
) -> None:
    with transaction.atomic():
        earlier = Agreement.objects.bulk_create(with_history(history) for history in drawn)
        pairs = [(one, later) for one, history in zip(earlier, drawn, strict=True) for later in history["later"]]
        ending = Agreement.objects.bulk_create(with_history(later) for _, later in pairs)
        Relation.objects.bulk_create(
            Relation(from_agreement=later, kind=drawn_later["kind"], to_agreement=one)
            for later, (one, drawn_later) in zip(ending, pairs, strict=True)
        )
        edges = data.draw(
            st.lists(st.sampled_from(telling_days(earlier + ending)), min_size=1, max_size=4, unique=True)
        )
        for day in [*asked, *edges]:
            in_set = dict(Agreement.objects.with_legal_status(day).values_list("pk", "legal_status"))
            alone = {one.pk: legal_standing(one, day).status.value for one in Agreement.objects.all()}
            assert in_set == alone, day
        transaction.set_rollback(True)
