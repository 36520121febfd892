"""Questions that public pages and the admin ask, each among records that must not be in the answer."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from agreements.catalogue.statistics import refresh_statistics
from agreements.models import (
    Agreement,
    Event,
    Party,
    Project,
    Relation,
    RelationKind,
    Signatory,
    Theme,
    chain_of,
)
from agreements.views.record import relations_of
from tests.factories import (
    make_agreement,
    make_event,
    make_party,
    make_project,
    make_signature,
    make_text,
    make_theme,
    make_withdrawn_agreement,
    relate,
)
from tests.steps import steps

pytestmark = pytest.mark.django_db

#: What SQLite may do to look a few records up: far less than a look at each of the demonstration's.
FEW_STEPS = 400


def titles(records: QuerySet[Agreement] | QuerySet[Project] | QuerySet[Event]) -> list[str]:
    """The English titles, in order."""
    return [record.title_en for record in records]


# What the public may see


@pytest.fixture
def drafts_around(db: None) -> None:
    """An agreement, a project and an event in each editorial status, with people and parties of their own."""
    for status, (one, other), person in (
        ("published", ("nor", "chn"), "Vidar Helgesen"),
        ("draft", ("nor", "swe"), "Draft Signatory"),
        ("in_review", ("fin", "rus"), "Reviewed Signatory"),
        ("withdrawn", ("idn", "sun"), "Withdrawn Signatory"),
    ):
        make: Callable[..., Agreement] = make_withdrawn_agreement if status == "withdrawn" else make_agreement
        agreement = make(
            title=f"{status} agreement",
            parties=[one, other],
            themes=[f"{status} theme"],
            **({} if status == "withdrawn" else {"published": status == "published"}),
        )
        make_signature(agreement, person, one)
        project = make_project(f"{status} project", [agreement], published=status == "published")
        event = make_event(f"{status} event", [one, other], [agreement], published=status == "published")
        for record in (agreement, project, event):
            record.editorial_status, record.withdrawn_reason = status, "Entered twice."
            record.save()


@pytest.mark.parametrize("model", [Agreement, Project, Event])
def test_only_published_records_are_public(
    drafts_around: None, model: type[Agreement] | type[Project] | type[Event]
) -> None:
    assert model.objects.count() == 4
    assert titles(model.objects.published()) == [f"published {model._meta.model_name}"]


def test_parties_and_people_are_public_through_a_published_agreement(drafts_around: None) -> None:
    assert {party.code for party in Party.objects.published()} == {"nor", "chn"}
    assert {person.name for person in Signatory.objects.published()} == {"Vidar Helgesen"}


def test_the_whole_vocabulary_is_public(drafts_around: None) -> None:
    make_theme("Nothing under it yet")

    assert set(Theme.objects.published()) == set(Theme.objects.all())
    assert Theme.objects.published().count() == 5


def test_parties_and_people_of_many_agreements_are_listed_once() -> None:
    make_signature(make_agreement("One", published=True), "Vidar Helgesen")
    make_signature(make_agreement("Two", published=True), Signatory.objects.get())

    assert [party.code for party in Party.objects.published().order_by("code")] == ["chn", "nor"]
    assert Signatory.objects.published().count() == 1


# What waits for an editor


def test_needs_review_lists_what_waits_and_what_lacks_something() -> None:
    make_agreement("Plain draft")
    make_agreement("Draft with a note", review_note="Which day?")
    make_agreement("Handed in", editorial_status="in_review")
    make_agreement("Fine", published=True)
    make_agreement("Doubtful", published=True, review_note="Check the place.")
    make_agreement("Lost a party", published=True).participations.filter(position=2).delete()
    make_agreement("Lost both", published=True).participations.all().delete()
    make_agreement("Lost its source", published=True).evidence.all().delete()
    make_withdrawn_agreement(title="Gone", review_note="Duplicate.")

    assert set(titles(Agreement.objects.needs_review())) == {
        "Draft with a note",
        "Handed in",
        "Doubtful",
        "Lost a party",
        "Lost both",
        "Lost its source",
    }
    assert Agreement.objects.needs_review().count() == 6


def test_projects_that_wait_for_an_editor() -> None:
    make_project("Draft")
    make_project("Noted", review_note="Budget?")
    make_project("Handed in", editorial_status="in_review")
    make_project("Fine", published=True)

    assert set(titles(Project.objects.needs_review())) == {"Noted", "Handed in"}


def test_without_text_looks_for_one_that_can_be_read() -> None:
    make_agreement("None")
    make_text(make_agreement("Only known to exist"), url="")
    make_text(make_agreement("Linked"))
    make_text(make_agreement("Held"), url="", file="texts/2017/a.pdf")
    make_text(make_agreement("Extracted"), url="", extracted_text="Article 1")
    both = make_agreement("One of two")
    make_text(both, "nb", url="")
    make_text(both, "en")

    assert set(titles(Agreement.objects.without_text())) == {"None", "Only known to exist"}
    assert set(titles(Agreement.objects.with_text())) == {"Linked", "Held", "Extracted", "One of two"}
    assert Agreement.objects.with_text().count() == 4


# Pairs and order


def test_between_takes_both_parties_in_either_order() -> None:
    make_agreement("Norway and China", ["nor", "chn"])
    make_agreement("China and Norway", ["chn", "nor"])
    make_agreement("Norway and Sweden", ["nor", "swe"])
    make_agreement("Sweden and China", ["swe", "chn"])
    make_agreement("Norway alone", ["nor"])
    norway, china = make_party("nor"), make_party("chn")

    for one, other in ((norway, china), (china, norway)):
        assert set(titles(Agreement.objects.between(one, other))) == {"Norway and China", "China and Norway"}
        assert Agreement.objects.between(one, other).count() == 2


def test_events_between_two_parties_may_have_others_too() -> None:
    make_event("Two", ["nor", "chn"])
    make_event("Three", ["nor", "chn", "swe"])
    make_event("One of them", ["nor", "swe"])
    make_event("Nobody", [])

    assert set(titles(Event.objects.between(make_party("chn"), make_party("nor")))) == {"Two", "Three"}


def test_by_date_is_newest_first_and_the_undated_last() -> None:
    for title, signed_on in (
        ("Undated, first entered", None),
        ("2017", "2017"),
        ("June 2017, first entered", "2017-06"),
        ("26 June 2017", "2017-06-26"),
        ("June 2017, last entered", "2017-06"),
        ("1995", "1995-11-06"),
        ("Undated, last entered", None),
    ):
        make_agreement(title, signed_on=signed_on)

    expected = [
        "26 June 2017",
        "June 2017, last entered",
        "June 2017, first entered",
        "2017",
        "1995",
        "Undated, last entered",
        "Undated, first entered",
    ]
    assert titles(Agreement.objects.by_date()) == titles(Agreement.objects.all()) == expected


def test_projects_by_date_are_latest_first_and_the_undated_last() -> None:
    for title, started_on in (("Undated", None), ("2015", "2015"), ("2018", "2018-01")):
        make_project(title, started_on=started_on)

    assert titles(Project.objects.by_date()) == titles(Project.objects.all()) == ["2018", "2015", "Undated"]


# Chains


def chain(*signed_on: str | None, kinds: tuple[str, ...] = ("renews", "continues")) -> list[Agreement]:
    """Published agreements, each following the one before it, entered newest first."""
    line = [make_agreement(f"Of {day}", published=True, signed_on=day) for day in reversed(signed_on)][::-1]
    for number, (earlier, later) in enumerate(pairwise(line)):
        relate(later, kinds[number % len(kinds)], earlier)
    return line


def test_a_chain_is_the_same_from_each_of_its_links_oldest_first() -> None:
    line = chain("1995-11-06", "2008", "2017-06", "2024")

    for agreement in line:
        assert list(chain_of(agreement)) == line


def test_an_agreement_that_renews_nothing_is_alone() -> None:
    alone = make_agreement("Alone", published=True)
    for kind in (RelationKind.AMENDS, RelationKind.SUPERSEDES, RelationKind.IMPLEMENTS, RelationKind.TERMINATES):
        relate(make_agreement(str(kind.label), published=True), kind, alone)

    assert list(chain_of(alone)) == [alone]


def test_branches_belong_to_one_chain() -> None:
    root, left = chain("1995", "2000")
    right, last = (make_agreement(title, published=True, signed_on=title) for title in ("2001", "2005"))
    relate(right, "renews", root)
    relate(last, "renews", left)
    relate(last, "renews", right)

    assert list(chain_of(right)) == [root, left, right, last]


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_a_chain_does_not_cross_what_is_not_public(status: str) -> None:
    first, middle, last = chain("1995", "2008", "2017")
    middle.editorial_status, middle.withdrawn_reason = status, "Entered twice."
    middle.save()

    assert list(chain_of(first)) == [first]
    assert list(chain_of(last)) == [last]
    assert list(chain_of(middle)) == [first, middle, last]


def test_an_undated_renewal_stands_after_what_it_renews() -> None:
    line = chain("1995", None, None, "2017")

    assert list(chain_of(line[0])) == line


def test_an_undated_beginning_stands_first() -> None:
    line = chain(None, "2017", "2024")

    assert list(chain_of(line[1])) == line


def test_a_circle_made_behind_our_back_does_not_keep_the_page_from_its_reader() -> None:
    one, two = chain(None, None)
    Relation.objects.bulk_create([Relation(from_agreement=one, kind="continues", to_agreement=two)])

    assert set(chain_of(one)) == {one, two}


def test_a_longer_chain_takes_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for line in (chain("1995", "2008"), chain(*map(str, range(1990, 2000)))):
        with django_assert_num_queries(3):
            assert list(chain_of(line[0])) == line
    undated = chain("1995", *[None] * 5)
    with django_assert_num_queries(4):
        assert list(chain_of(undated[0])) == undated


def test_a_relation_is_stored_once_and_read_both_ways() -> None:
    later, earlier = make_agreement("Later"), make_agreement("Earlier")
    relation = relate(later, RelationKind.RENEWS, earlier)

    assert str(relation) == "Later renews Earlier"
    assert relation.inverse_verb == "is renewed by"
    assert list(later.relations.all()) == list(earlier.inverse_relations.all()) == [relation]


@pytest.mark.parametrize("kind", RelationKind)
def test_every_relation_has_words_for_the_other_side(kind: RelationKind) -> None:
    assert Relation(kind=kind).inverse_verb.startswith("is ")


# Much or little


@pytest.mark.sqlite
@pytest.mark.parametrize("model", [Party, Signatory])
def test_whether_one_is_public_takes_no_look_at_the_others(demo_archive: None, model: type[Party | Signatory]) -> None:
    refresh_statistics()
    one = model.objects.published().latest("pk").pk
    assert steps(lambda: model.objects.published().get(pk=one)) < FEW_STEPS


@pytest.mark.sqlite
def test_neither_do_the_relations_of_an_agreement(demo_archive: None) -> None:
    refresh_statistics()
    renewed = Relation.objects.filter(to_agreement__editorial_status="published").latest("pk").from_agreement
    found: list[object] = []
    taken = steps(lambda: found.extend(relations_of(renewed)))
    assert found
    assert taken < FEW_STEPS
