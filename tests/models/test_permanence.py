"""What stays: ids that are never used again, readable addresses in any script, and who changed what when."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.test import RequestFactory
from django.utils import timezone
from simple_history.models import HistoricalRecords

from agreements.models import Agreement
from agreements.text import fold
from tests.factories import (
    make_agreement,
    make_evidence,
    make_institution,
    make_project,
    make_signatory,
    make_signature,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


# Ids


def test_an_id_is_never_used_again() -> None:
    first, last = make_agreement("First"), make_agreement("Last")
    gone = last.pk
    last.delete()

    assert make_agreement("Newer").pk > gone

    Agreement.objects.all().delete()
    assert make_agreement("Newest").pk > gone + 1 > first.pk


def test_an_id_stays_used_when_the_newest_record_is_merged_out_of_a_batch() -> None:
    batch = Agreement.objects.bulk_create(Agreement(title_en=f"Number {number}") for number in range(3))
    newest = max(record.pk for record in batch)
    Agreement.objects.filter(pk__in=[record.pk for record in batch]).delete()

    (again,) = Agreement.objects.bulk_create([Agreement(title_en="Again")])
    assert again.pk > newest


# Slugs


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Agreement on Air Pollution", "agreement-on-air-pollution"),
        ("Avtale om Ålesunds ærfugl og sjøørret", "avtale-om-alesunds-aerfugl-og-sjoorret"),
        ("Żółć, Łódź & Straße — Đà Nẵng", "zolc-lodz-strasse-da-nang"),
        ("Sámi Ŋuorjjo ja Ŧ", "sami-nuorjjo-ja-t"),
        ("李干杰", "record"),
        ("Соглашение", "record"),
        ("الاتفاق", "record"),
        ("한국 2017", "2017"),
        ("", "record"),
        ("-- — --", "record"),
        ("a" * 79 + " end", "a" * 79),
    ],
)
def test_a_title_in_any_script_gives_an_address(title: str, slug: str) -> None:
    agreement = make_agreement(title)

    assert agreement.slug == slug
    assert agreement.get_absolute_url() == f"/en/agreements/{agreement.pk}-{slug}/"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Støre Ærø Ångström", "Store AEro Angstrom".replace("AE", "Ae")),
        ("Ho\u0302tel", "Hotel"),
        ("ﬁn Ａ", "fin A"),
        ("が 한국 й", "が 한국 й"),
    ],
)
def test_only_latin_letters_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_address_is_the_same_in_both_languages_and_falls_back_to_norwegian() -> None:
    both = make_agreement("On air", title_no="Om luft")
    norwegian = make_agreement("", title_no="Om sjøen")

    assert (both.slug, norwegian.slug) == ("on-air", "om-sjoen")


def test_slugs_of_people_and_institutions_are_unique_and_stay() -> None:
    people = [make_signatory(name) for name in ("Li Jun", "Li Jun", "Li Jun", "李军", "李军", "Li")]
    ministries = [make_institution("Ministry of the Environment", party) for party in ("nor", "chn", "nor")]

    assert [person.slug for person in people] == ["li-jun", "li-jun-2", "li-jun-3", "record", "record-2", "li"]
    assert [ministry.slug for ministry in ministries] == [
        "nor-ministry-of-the-environment",
        "chn-ministry-of-the-environment",
        "nor-ministry-of-the-environment-2",
    ]
    people[0].name = "Renamed"
    people[0].save()
    assert people[0].slug == "li-jun"


def test_a_cleared_slug_and_sort_name_are_made_anew_when_only_the_name_is_saved() -> None:
    person = make_signatory("Vidar Helgesen", slug="old")

    person.name, person.slug, person.sort_name = "Vidar H", "", ""
    person.save(update_fields=["name"])

    person.refresh_from_db()
    assert (person.slug, person.sort_name) == ("vidar-h", "Vidar H")


# History


@pytest.fixture
def editor() -> Iterator[User]:
    """An editor whose request is being answered."""
    user = User.objects.create_user("editor")
    request = RequestFactory().post("/")
    request.user = user
    HistoricalRecords.context.request = request
    yield user
    del HistoricalRecords.context.request


def versions(record: models.Model) -> list[tuple[str, str | None]]:
    """The kind of each version and who made it, oldest first."""
    rows = record.history.order_by("history_id")  # type: ignore[attr-defined]
    return [(row.history_type, row.history_user.username if row.history_user else None) for row in rows]


def test_every_change_is_kept_with_who_and_when(editor: User) -> None:
    before = timezone.now()
    agreement = make_agreement("On air", signed_on="2017")
    agreement.signed_on = "2017-06"
    agreement.save()

    assert versions(agreement) == [("+", "editor"), ("~", "editor")]
    assert [str(row.signed_on) for row in agreement.history.order_by("history_id")] == ["2017", "2017-06"]
    dates = [row.history_date for row in agreement.history.order_by("history_id")]
    assert before <= dates[0] <= dates[1] <= timezone.now()


def test_nobody_is_named_outside_a_request() -> None:
    assert versions(make_agreement()) == [("+", None)]


def test_an_anonymous_request_names_nobody(editor: User) -> None:
    HistoricalRecords.context.request.user = AnonymousUser()

    assert versions(make_agreement()) == [("+", None)]


def test_the_rows_of_an_agreement_have_their_own_history(editor: User) -> None:
    agreement = make_agreement()
    norway = agreement.participations.get(position=1)
    rows = [norway, make_signature(agreement, "Vidar Helgesen"), make_text(agreement), make_evidence(agreement)]

    for row in rows:
        row.save()
        assert versions(row) == [("+", "editor"), ("~", "editor")]


def test_the_history_outlives_the_record(editor: User) -> None:
    agreement = make_agreement("On air")
    make_evidence(agreement)
    signature = make_signature(agreement, "Vidar Helgesen")
    pk, signed = agreement.pk, signature.pk

    agreement.delete()

    last = Agreement.history.filter(id=pk).latest()
    assert (last.history_type, last.title_en, last.history_user) == ("-", "On air", editor)
    assert type(signature).history.filter(id=signed).latest().history_type == "-"


def test_themes_and_other_links_are_part_of_each_version(editor: User) -> None:
    agreement = make_agreement()
    air, water = make_theme("Air"), make_theme("Water")

    agreement.themes.set([air, water])
    agreement.themes.remove(air)

    linked = [{row.theme for row in version.themes.all()} for version in agreement.history.order_by("history_id")]
    assert linked == [set(), {air, water}, {water}]
    assert {user for _, user in versions(agreement)} == {"editor"}


def test_links_made_from_the_other_side_are_part_of_the_history_too(editor: User) -> None:
    agreement, other, air = make_agreement("One"), make_agreement("Other"), make_theme("Air")

    air.agreements.add(agreement)
    assert [{row.theme for row in version.themes.all()} for version in agreement.history.order_by("history_id")] == [
        set(),
        {air},
    ]

    air.agreements.clear()
    assert not agreement.history.latest().themes.exists()
    assert versions(air) == [("+", "editor")]
    assert versions(other) == [("+", "editor")]


def test_projects_keep_their_agreements_in_the_history() -> None:
    agreement = make_agreement()
    project = make_project(agreements=[agreement])

    assert [row.agreement for row in project.history.latest().agreements.all()] == [agreement]


# The three dates


def test_added_changed_and_verified_are_three_dates() -> None:
    agreement = make_agreement()
    added = agreement.added_at

    agreement.verified_on = dt.date(2026, 1, 2)
    agreement.save()
    agreement.refresh_from_db()

    assert agreement.added_at == added < agreement.changed_at
    assert agreement.verified_on == dt.date(2026, 1, 2)
    assert make_agreement().verified_on is None
