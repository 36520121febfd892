"""What words match now is seen by one look at the index, which also tells whether the archive has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.catalogue import current, snapshot
from agreements.catalogue.matching import Match
from agreements.models import Agreement, Kind
from tests.factories import make_agreement, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def air() -> Agreement:
    """A published agreement, on an archive that this process has read, and searched once."""
    made = make_agreement("Clean air", published=True, signed_on="2017")
    make_signature(made, "Vidar Helgesen")
    Match.now("moss", Kind.AGREEMENT)
    return made


def queries(words: str) -> list[str]:
    """The SQL of a search for words."""
    with CaptureQueriesContext(connection) as captured:
        assert Match.now(words, Kind.AGREEMENT).found
    return [query["sql"] for query in captured.captured_queries]


def test_nothing_but_the_index_is_asked_while_the_archive_is_as_it_was() -> None:
    current()
    (asked,) = queries("clean air")
    assert "searchterm" in asked
    assert "archiveversion" in asked


def test_an_edit_is_seen_by_the_next_search(air: Agreement) -> None:
    before = current()
    water = make_agreement("Water", published=True)
    air.title_en = "Soil"
    air.save()
    match = Match.now("water", Kind.AGREEMENT)
    assert list(match.found) == [water.pk]
    assert match.snapshot is snapshot.held()
    assert match.snapshot.version > before.version
    assert water.pk in match.snapshot.agreements.ids
    assert not Match.now("air", Kind.AGREEMENT).found
    assert list(Match.now("soil", Kind.AGREEMENT).found) == [air.pk]


def test_a_publication_is_seen_though_the_index_holds_drafts_too(air: Agreement) -> None:
    draft = make_agreement("Draft about air")
    Match.now("air", Kind.AGREEMENT)
    draft.editorial_status = "published"
    draft.save()
    match = Match.now("air", Kind.AGREEMENT)
    assert set(match.found & match.snapshot.agreements.ids) == {air.pk, draft.pk}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("air", True),
        ("air or water", True),
        ("cle*", True),
        ('"clean air"', True),
        ("signatory:helgesen", True),  # no word is looked up in the index of agreements
        ("-water", True),
        ("signatory:helgesen -air", False),
        ("klima-air-moss", False),
        ("'", False),
    ],
)
def test_it_matches_what_it_matches_in_the_snapshot_of_this_moment(words: str, found: bool, air: Agreement) -> None:
    for _again in range(2):
        now, usual = Match.now(words, Kind.AGREEMENT), Match.of(words, Kind.AGREEMENT, current())
        assert now.snapshot is usual.snapshot
        assert now.found == usual.found
        assert (air.pk in now.found) is found
        assert now.is_reworded == usual.is_reworded
        air.save()  # a new version


def test_other_words_are_read_where_the_typed_ones_find_nothing() -> None:
    protocol = make_agreement("Protocol about noise", published=True)
    for _again in range(2):
        match = Match.now("støyprotokoll", Kind.AGREEMENT)
        assert match.text == "støyprotokoll"
        assert match.is_reworded == Match.of("støyprotokoll", Kind.AGREEMENT, current()).is_reworded
        assert match.snapshot is current()
    assert protocol.pk in Match.now("noise", Kind.AGREEMENT).found


def test_an_index_that_holds_nothing_of_a_kind_tells_no_version(air: Agreement) -> None:
    match = Match.now("air", Kind.PROJECT)
    assert not match.found
    assert match.snapshot is current()
