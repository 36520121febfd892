"""What the archive covers by party: of published records alone for readers, of all that are kept for editors."""

import datetime as dt

import pytest

from agreements.models import Party
from agreements.quality.coverage import coverage, missing_by_party
from agreements.quality.worklists import NOBODY, Asking
from tests.factories import make_agreement, make_signature, make_text, make_withdrawn_agreement

pytestmark = pytest.mark.django_db


def world() -> None:
    whole = make_agreement(
        "Whole", ("nor", "chn"), published=True, signed_on="2017", verified_on=dt.date(2026, 1, 1)
    )  # fmt: skip
    make_text(whole)
    make_signature(whole, "Vidar Helgesen")
    make_agreement("Bare", ("nor", "swe"), published=True).evidence.all().delete()
    draft = make_agreement("Draft", ("nor", "fin"), signed_on="2018")
    make_text(draft)
    make_withdrawn_agreement(title="Withdrawn", parties=("nor", "rus"))


def code(party: int | None) -> str:
    return Party.objects.get(pk=party).code if party else ""


def test_readers_are_told_of_what_is_published() -> None:
    world()
    rows = {code(row.party): (row.agreements, *row.having.values()) for row in coverage()}
    assert list(coverage()[0].having) == ["text", "date", "source", "signatory", "verified"]
    assert rows == {
        "": (2, 1, 1, 1, 1, 1),
        "nor": (2, 1, 1, 1, 1, 1),
        "chn": (1, 1, 1, 1, 1, 1),
        "swe": (1, 0, 0, 0, 0, 0),
    }
    assert list(rows) == ["", "nor", "chn", "swe"], "most agreements first, then by name"


def test_editors_are_told_of_drafts_too() -> None:
    world()
    rows = {code(row.party): (row.agreements, *row.lacking.values()) for row in missing_by_party(Asking.now(NOBODY))}
    assert list(missing_by_party(Asking.now(NOBODY))[0].lacking) == ["text", "date", "source", "signatory"]
    assert rows == {
        "": (3, 1, 1, 2, 2),
        "nor": (3, 1, 1, 2, 2),
        "swe": (1, 1, 1, 1, 1),
        "fin": (1, 0, 0, 1, 1),
        "chn": (1, 0, 0, 0, 0),
    }
    assert list(rows) == ["", "nor", "swe", "fin", "chn"], "most to add first"


def test_an_empty_archive_covers_nothing() -> None:
    assert [(row.party, row.agreements) for row in coverage()] == [(None, 0)]
    assert [(row.party, row.agreements, row.total) for row in missing_by_party(Asking.now(NOBODY))] == [(None, 0, 0)]
