"""Which records each work list holds: one that belongs on it, and its neighbours that do not."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Event, Project
from agreements.quality.renewals import next_renewal
from agreements.quality.worklists import GROUPS, NOBODY, Asking, numbers, work_lists, work_lists_of
from tests.factories import (
    make_agreement,
    make_event,
    make_project,
    make_signature,
    make_text,
    make_withdrawn_agreement,
    relate,
)

TODAY = dt.date(2026, 3, 15)


def on(code: str, model: type[models.Model] = Agreement, user: int = NOBODY) -> set[str]:
    """The titles on a list; its number is held to be theirs."""
    asking, work_list = Asking(user, TODAY), work_lists()[code]
    titles = [str(record) for record in work_list.narrow(model._base_manager.all(), asking)]
    assert numbers(work_lists().values(), model, asking)[code] == len(titles)
    return set(titles)


def test_each_list_has_a_code_of_its_own_and_words_for_being_empty() -> None:
    listed = [one for group in GROUPS for one in group.lists]
    assert len({one.code for one in listed}) == len(listed)
    assert all(one.label and one.explanation and one.empty and one.models for one in work_lists().values())
    assert set(work_lists_of(Project)) < set(work_lists_of(Agreement))


@pytest.mark.django_db
def test_drafts_are_mine_when_i_wrote_in_them() -> None:
    me, other = (User.objects.create_user(name) for name in ("me", "other"))

    def written(title: str, *by: User | None, **fields: Any) -> None:
        record = Agreement(title_en=title, **fields)
        for user in by:
            record._history_user = user  # type: ignore[attr-defined]
            record.save()

    written("Mine", me)
    written("Taken over", other, me)
    written("Mine, then changed by another", me, other)
    written("Another's", other)
    written("Imported", None)
    written("In review", me, editorial_status="in_review")

    assert on("my-drafts", user=me.pk) == {"Mine", "Taken over", "Mine, then changed by another"}
    assert on("my-drafts") == set()


@pytest.mark.django_db
def test_review_and_second_look() -> None:
    make_agreement("Draft")
    make_agreement("Waits", editorial_status="in_review")
    make_agreement("Waits with a note", editorial_status="in_review", review_note="Who signed?")
    make_agreement("Draft with a note", review_note="No text found.")
    make_agreement("Published", published=True)
    make_agreement("Published with a note", published=True, review_note="Check the date.")
    make_agreement("Lost its source", published=True).evidence.all().delete()
    make_agreement("Lost a party", published=True).participations.filter(position=2).delete()
    make_withdrawn_agreement(title="Withdrawn with a note", review_note="Twice.")
    make_project("Project that waits", editorial_status="in_review")
    make_event("Event that waits", editorial_status="in_review")

    assert on("in-review") == {"Waits", "Waits with a note"}
    assert on("second-look") == {
        "Waits with a note", "Draft with a note", "Published with a note", "Lost its source", "Lost a party",
    }  # fmt: skip
    assert (on("in-review", Project), on("in-review", Event)) == ({"Project that waits"}, {"Event that waits"})


@pytest.mark.django_db
def test_what_expires_within_a_year() -> None:
    in_force: dict[str, Any] = {"entry_into_force_on": "2020"}
    make_agreement("Today", valid_until="2026-03-15", **in_force)
    make_agreement("Yesterday", valid_until="2026-03-14", **in_force)
    make_agreement("This month, perhaps past", valid_until="2026-03", **in_force)
    make_agreement("In a year", valid_until="2027-03-15", **in_force)
    make_agreement("In a year and a day", valid_until="2027-03-16", **in_force)
    make_agreement("Next year, some day", valid_until="2027", **in_force)
    make_agreement("By its term", term_months=72, entry_into_force_on="2020-12-01")
    make_agreement("Not known when it began", valid_until="2026-12")
    make_agreement("Tacit", valid_until="2026-12", renewal="tacit", **in_force)
    make_agreement("Terminated", valid_until="2026-12", terminated_on="2025", **in_force)
    superseded = make_agreement("Superseded", valid_until="2026-12", **in_force)
    relate(make_agreement("Later", published=True, entry_into_force_on="2025"), "supersedes", superseded)
    make_withdrawn_agreement(title="Withdrawn", valid_until="2026-12", **in_force)

    assert on("expiring") == {
        "Today",
        "This month, perhaps past",
        "In a year",
        "Next year, some day",
        "By its term",
        "Not known when it began",
    }


@pytest.mark.django_db
def test_what_is_due_for_tacit_renewal_within_a_year() -> None:
    tacit: dict[str, Any] = {"renewal": "tacit"}
    make_agreement("First term ends", valid_until="2026-12", **tacit)
    make_agreement("Third term ends", entry_into_force_on="2011-09-01", term_months=60, **tacit)
    make_agreement("Term ends later", entry_into_force_on="2012-09-01", term_months=60, **tacit)
    make_agreement("Length not recorded", valid_until="2020", **tacit)
    make_agreement("Nothing recorded", **tacit)
    make_agreement("Not tacit", valid_until="2026-12", renewal="by_agreement")
    make_agreement("Terminated", valid_until="2026-12", terminated_on="2026-01", **tacit)
    superseded = make_agreement("Superseded", valid_until="2026-12", **tacit)
    relate(make_agreement("Later", published=True, entry_into_force_on="2025"), "supersedes", superseded)
    make_withdrawn_agreement(title="Withdrawn", valid_until="2026-12", **tacit)

    assert on("tacit-renewal") == {"First term ends", "Third term ends"}


@pytest.mark.parametrize(
    ("fields", "renewal"),
    [
        ({"valid_until": "2026-12-31"}, "2026-12-31"),
        ({"valid_until": "2026"}, "2026"),
        ({"valid_until": "2025", "term_months": 24}, "2027"),
        ({"valid_until": "2025-12-31", "term_months": 1}, "2026-03-31"),
        ({"valid_until": "1931-12-31", "term_months": 1}, "2026-03-31"),
        ({"valid_until": "2026-03-14", "term_months": 12}, "2027-03-14"),
        ({"valid_until": "2026-03-15", "term_months": 12}, "2026-03-15"),
        ({"entry_into_force_on": "1921", "term_months": 1200}, "2121"),
        ({"signed_on": "2021-05-01", "entry_into_force_condition": "signature", "term_months": 60}, "2026-05-01"),
        ({"signed_on": "2021-05-01", "term_months": 60}, None),
        ({"valid_until": "2025"}, None),
        ({}, None),
    ],
)
def test_the_next_renewal(fields: dict[str, Any], renewal: str | None) -> None:
    found = next_renewal(Agreement(renewal="tacit", **fields), TODAY)
    assert (str(found) if found else None) == renewal


@pytest.mark.django_db
def test_what_is_missing() -> None:
    whole = make_agreement("Whole", published=True, signed_on="2017")
    make_text(whole)
    make_signature(whole, "Vidar Helgesen")
    bare = make_agreement("Bare draft")
    make_text(bare, url="")  # known to exist, and no more
    make_withdrawn_agreement(title="Withdrawn")

    for code in ("without-text", "without-date", "without-source", "without-signatory"):
        assert on(code) == {"Bare draft"}, code
    whole.texts.all().delete()
    assert on("without-text") == {"Whole", "Bare draft"}


@pytest.mark.django_db
def test_a_record_returns_when_it_was_verified_years_ago(settings: Any) -> None:
    verified: dict[str, dt.date | None] = {
        "Lately": dt.date(2026, 3, 1),
        "To the day": dt.date(2023, 3, 15),
        "A day more": dt.date(2023, 3, 14),
        "Never": None,
    }
    for title, day in verified.items():
        make_agreement(title, published=True, verified_on=day)
        make_project(title, [make_agreement("Of it")], published=True, verified_on=day)
    make_agreement("Draft", verified_on=dt.date(2001, 1, 1))
    make_agreement("Draft never verified")

    assert (on("verified-long-ago"), on("never-verified")) == ({"A day more"}, {"Never"})
    assert (on("verified-long-ago", Project), on("never-verified", Project)) == ({"A day more"}, {"Never"})
    assert work_lists()["verified-long-ago"].label == "Verified more than 3 years ago"
    settings.VERIFY_AFTER_YEARS = 1
    assert on("verified-long-ago") == {"A day more", "To the day"}
    assert work_lists()["verified-long-ago"].label == "Verified more than 1 year ago"


def test_a_year_after_a_leap_day_is_the_28th() -> None:
    assert Asking(NOBODY, dt.date(2028, 2, 29)).in_a_year == dt.date(2029, 2, 28)


@pytest.mark.django_db
def test_all_numbers_of_a_kind_are_one_question() -> None:
    make_agreement("Tacit", renewal="tacit", valid_until="2026-12")
    with CaptureQueriesContext(connection) as queries:
        numbers(work_lists().values(), Agreement, Asking(NOBODY, TODAY))
    assert (
        len([query for query in queries if "django_content_type" not in query["sql"]]) == 2
    )  # and one for the renewals
