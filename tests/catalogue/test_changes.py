"""Every change of what sets show or search finds is told with it: to whom, once, and not when it is rolled back."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from agreements.catalogue import changes, versions
from agreements.catalogue.changes import changed, changes_since, current_version, everything_changed, gathered
from agreements.models import (
    AgreementParty,
    AlternativeTitle,
    ArchiveChange,
    ArchiveVersion,
    Kind,
    PartyName,
    Registration,
    SignatoryAlias,
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
)
from tests import factories as make
from tests.worlds import made_or_put_back

pytestmark = pytest.mark.django_db

AGREEMENT, SIGNATORY, PARTY, THEME, PROJECT, INSTITUTION = Kind


class World:
    """One record of every kind, tied together; another agreement that renews the first, and one apart."""

    def __init__(self) -> None:
        self.air = make.make_theme("Air", broader=make.make_theme("Pollution"))
        self.norway, self.china = make.make_party("nor"), make.make_party("chn")
        self.ministry = make.make_institution()
        self.agreement = make.make_agreement("Agreement on air", [self.norway, self.china], themes=[self.air])
        self.earlier = make.make_agreement("Earlier agreement")
        self.apart = make.make_agreement("Apart")
        self.relation = make.relate(self.agreement, "supersedes", self.earlier)
        self.helgesen = make.make_signatory("Vidar Helgesen")
        self.li = make.make_signatory("Li Ganjie")
        self.signature = make.make_signature(self.agreement, self.helgesen)
        self.text = make.make_text(self.agreement)
        self.project = make.make_project("Less mercury", [self.agreement], themes=[self.air])
        self.project.institutions.add(self.ministry)
        self.paris = make.make_instrument("Paris Agreement")
        self.agreement.instruments.add(self.paris)
        self.title = AlternativeTitle.objects.create(agreement=self.agreement, title="Another title")
        self.number = Registration.objects.create(agreement=self.agreement, register="unts", number="55")
        self.alias = SignatoryAlias.objects.create(signatory=self.helgesen, name="V. Helgesen")
        self.office = TermOfOffice.objects.create(signatory=self.helgesen, office_en="Minister")
        self.other_name = PartyName.objects.create(party=self.china, name="PRC")
        self.alt_label = ThemeAltLabel.objects.create(theme=self.air, label="Atmosphere", language="en")
        self.source = make.make_source("A page")
        self.event = make.make_event("Visit", ["chn"], [self.agreement])
        self.event.participants.add(self.li)
        self.proof = make.make_evidence(self.apart, source=self.source)
        self.match = ThemeMatch.objects.create(theme=self.air, vocabulary="GEMET", term="air")

    def told(self, **ids: Any) -> dict[Kind, set[int]]:
        return {Kind[name.upper()]: {record.pk for record in records} for name, records in ids.items()}


@pytest.fixture
def world(db: None) -> World:
    return made_or_put_back(World)


def told_of(action: Callable[[], Any]) -> dict[Kind, set[int]] | None:
    """What the archive tells of an action; the ids are those before it."""
    before = current_version()
    action()
    return changes_since(before)


def side(world: World) -> AgreementParty:
    return world.agreement.participations.get(position=1)


#: What belongs to the agreement of the world; saving an agreement is told of the one it supersedes as well.
AGREEMENT_ROWS: dict[str, Callable[[World], Model]] = {
    "agreement": lambda world: world.agreement,
    "party": side,
    "title": lambda world: world.title,
    "registration": lambda world: world.number,
    "text": lambda world: world.text,
    "instrument": lambda world: world.paris,
}
OTHER_ROWS: dict[str, tuple[Callable[[World], Model], Callable[[World], dict[Kind, set[int]]]]] = {
    "relation": (lambda w: w.relation, lambda w: w.told(agreement=[w.agreement, w.earlier])),
    "signatory": (lambda w: w.helgesen, lambda w: w.told(signatory=[w.helgesen])),
    "alias": (lambda w: w.alias, lambda w: w.told(signatory=[w.helgesen])),
    "term of office": (lambda w: w.office, lambda w: w.told(signatory=[w.helgesen])),
    "party": (lambda w: w.china, lambda w: w.told(party=[w.china])),
    "name of a party": (lambda w: w.other_name, lambda w: w.told(party=[w.china])),
    "theme": (lambda w: w.air, lambda w: w.told(theme=[w.air, w.air.broader])),
    "label": (lambda w: w.alt_label, lambda w: w.told(theme=[w.air])),
    "match": (lambda w: w.match, lambda w: w.told(theme=[w.air])),
    "project": (lambda w: w.project, lambda w: w.told(project=[w.project], agreement=[w.agreement])),
    "institution": (lambda w: w.ministry, lambda w: w.told(institution=[w.ministry])),
    "signature": (
        lambda w: w.signature,
        lambda w: w.told(agreement=[w.agreement, w.earlier], signatory=[w.helgesen]),
    ),
}


@pytest.mark.parametrize("row", AGREEMENT_ROWS.values(), ids=AGREEMENT_ROWS)
def test_saving_a_row_of_an_agreement_tells_of_it(row: Callable[[World], Model], world: World) -> None:
    assert told_of(row(world).save) == world.told(agreement=[world.agreement, world.earlier])


@pytest.mark.parametrize(("row", "expected"), OTHER_ROWS.values(), ids=OTHER_ROWS)
def test_saving_tells_of_the_record_it_belongs_to(row: Any, expected: Any, world: World) -> None:
    assert told_of(row(world).save) == expected(world)


def test_an_event_is_told_of_where_it_shows(world: World) -> None:
    shown = world.told(agreement=[world.agreement, world.earlier], party=[world.china], signatory=[world.li])
    assert told_of(world.event.save) == shown
    assert told_of(world.event.delete) == shown


def test_evidence_is_told_of_where_it_shows(world: World) -> None:
    for_project, for_event = make.make_evidence(world.project), make.make_evidence(world.event)
    assert told_of(world.proof.save) == world.told(agreement=[world.apart])
    assert told_of(for_project.save) == world.told(project=[world.project])
    assert told_of(for_event.delete) == world.told(
        agreement=[world.agreement], party=[world.china], signatory=[world.li]
    )
    world.proof.record = world.project
    assert told_of(world.proof.save) == world.told(agreement=[world.apart], project=[world.project])


def test_a_source_is_told_of_with_all_that_stands_on_it(world: World) -> None:
    make.make_evidence(world.project, source=world.source)
    make.make_evidence(world.event, source=world.source)
    world.source.title = "Another page"
    assert told_of(world.source.save) == world.told(
        agreement=[world.apart, world.agreement], project=[world.project], party=[world.china], signatory=[world.li]
    )
    assert told_of(lambda: make.make_source("Cited nowhere")) == {}


def test_what_only_shows_leaves_the_search_documents_alone(world: World) -> None:
    with CaptureQueriesContext(connection) as captured:
        world.source.save()
    assert not [query for query in captured.captured_queries if "searchdocument" in query["sql"]]


@pytest.mark.parametrize("name", ["title", "number", "text", "paris"])
def test_deleting_a_row_of_an_agreement_tells_of_it(name: str, world: World) -> None:
    assert told_of(getattr(world, name).delete) == world.told(agreement=[world.agreement, world.earlier])


@pytest.mark.parametrize("name", ["relation", "signature", "alias", "office", "other_name", "alt_label", "match"])
def test_deleting_tells_of_the_record_it_belonged_to(name: str, world: World) -> None:
    expected = told_of(getattr(world, name).save)

    told = told_of(getattr(world, name).delete)

    assert told is not None
    assert told == expected


def test_a_deleted_record_is_told_of_with_those_it_was_linked_to(world: World) -> None:
    air, agreement, project = world.air.pk, world.agreement.pk, world.project.pk
    assert told_of(world.air.delete) == {
        THEME: {air, world.air.broader_id},
        AGREEMENT: {agreement, world.earlier.pk},
        PROJECT: {project},
    }
    assert told_of(world.project.delete) == {PROJECT: {project}, AGREEMENT: {agreement, world.earlier.pk}}
    ministry, later = world.ministry.pk, make.make_project("Later")
    later.institutions.add(world.ministry)
    assert told_of(world.ministry.delete) == {INSTITUTION: {ministry}, PROJECT: {later.pk}}


def test_a_deleted_agreement_is_told_of_with_all_that_showed_it(world: World) -> None:
    agreement = world.agreement.pk
    told = told_of(world.agreement.delete)
    assert told == {
        AGREEMENT: {agreement, world.earlier.pk},
        PROJECT: {world.project.pk},
        SIGNATORY: {world.helgesen.pk},
    }


@pytest.mark.parametrize(
    ("link", "kinds"),
    [
        (lambda w: w.apart.themes.add(w.air), {"agreement": ["apart"]}),
        (lambda w: w.event.agreements.set([w.apart]), {"agreement": ["apart", "agreement", "earlier"]}),
        (lambda w: w.china.events.clear(), {"party": ["china"]}),
        (lambda w: w.helgesen.events.add(w.event), {"signatory": ["helgesen"]}),
        (lambda w: w.air.agreements.add(w.apart), {"agreement": ["apart"]}),
        (lambda w: w.air.agreements.remove(w.agreement), {"agreement": ["agreement", "earlier"]}),
        (lambda w: w.air.agreements.clear(), {"agreement": ["agreement", "earlier"]}),
        (lambda w: w.agreement.themes.clear(), {"agreement": ["agreement", "earlier"]}),
        (lambda w: w.agreement.instruments.set([]), {"agreement": ["agreement", "earlier"]}),
        (lambda w: w.project.themes.set([]), {"project": ["project"], "agreement": ["agreement"]}),
        (lambda w: w.ministry.projects.clear(), {"project": ["project"], "agreement": ["agreement"]}),
        (
            lambda w: w.project.agreements.set([w.apart]),
            {"project": ["project"], "agreement": ["apart", "agreement", "earlier"]},
        ),
        (
            lambda w: w.agreement.projects.clear(),
            {"project": ["project"], "agreement": ["agreement", "earlier"]},
        ),
    ],
)
def test_links_tell_from_either_side(link: Any, kinds: dict[str, list[str]], world: World) -> None:
    expected = {name: [getattr(world, record) for record in records] for name, records in kinds.items()}
    assert told_of(lambda: link(world)) == world.told(**expected)


def test_links_that_are_there_already_tell_nothing(world: World) -> None:
    assert told_of(lambda: world.agreement.themes.add(world.air)) == {}


@pytest.mark.parametrize(
    ("name", "column", "new", "kind", "owners"),
    [
        ("title", "agreement", "apart", AGREEMENT, ["agreement", "earlier", "apart"]),
        ("relation", "to_agreement", "apart", AGREEMENT, ["agreement", "earlier", "apart"]),
        ("alias", "signatory", "li", SIGNATORY, ["helgesen", "li"]),
        ("other_name", "party", "norway", PARTY, ["china", "norway"]),
    ],
)
def test_a_row_that_moves_tells_of_both_owners(
    name: str, column: str, new: str, kind: Kind, owners: list[str], world: World
) -> None:
    row = getattr(world, name)
    setattr(row, column, getattr(world, new))
    assert told_of(row.save) == {kind: {getattr(world, owner).pk for owner in owners}}


def test_a_theme_that_moves_tells_of_the_themes_above_it(world: World) -> None:
    pollution, climate = world.air.broader, make.make_theme("Climate")
    world.air.broader = climate
    assert told_of(world.air.save) == world.told(theme=[world.air, pollution, climate])


# Versions


def test_an_archive_without_a_word_has_no_version() -> None:
    ArchiveVersion.objects.all().delete()
    assert current_version() == versions.NOTHING_WRITTEN
    make.make_party("nor")
    assert current_version() > versions.NOTHING_WRITTEN


def test_every_change_has_a_later_version(world: World) -> None:
    first = current_version()
    world.apart.save()
    second = current_version()
    world.apart.save()
    assert first < second < current_version()


def test_versions_rise_when_the_clock_goes_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = current_version()
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    world.apart.save()
    assert current_version() == before + 1


def test_a_version_is_not_used_again_after_its_transaction_was_rolled_back(world: World) -> None:
    with transaction.atomic():
        world.apart.save()
        lost = current_version()
        transaction.set_rollback(True)
    world.apart.save()
    assert current_version() != lost
    assert changes_since(lost) is None


def test_nothing_has_changed_since_the_current_version(world: World) -> None:
    assert changes_since(current_version()) == {}


def test_changes_add_up(world: World) -> None:
    before = current_version()
    world.apart.save()
    world.norway.save()
    world.earlier.save()
    assert changes_since(before) == world.told(agreement=[world.apart, world.earlier], party=[world.norway])


def test_a_change_of_everything_makes_readers_begin_anew(world: World) -> None:
    before = current_version()
    everything_changed()
    between = current_version()
    world.apart.save()
    assert changes_since(before) is None
    assert changes_since(between) == world.told(agreement=[world.apart])


def test_too_many_records_are_everything(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_LISTED", 3)
    assert told_of(lambda: changed(THEME, [1, 2, 3])) == {THEME: {1, 2, 3}}
    assert told_of(lambda: changed(THEME, [1, 2, 3, 4])) is None


def test_the_log_forgets_what_is_old(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "LINES_KEPT", 3)
    old = current_version()
    world.norway.save()
    recent = current_version()
    for record in (world.china, world.norway, world.ministry):
        record.save()
    versions.prune()
    assert ArchiveChange.objects.count() == 3
    assert changes_since(old) is None
    assert changes_since(recent) is None  # its own line is gone, so nobody can tell what came before it
    world.china.save()
    versions.prune()
    assert ArchiveChange.objects.count() == 3


# Gathering


def test_gathered_writes_are_one_change(world: World) -> None:
    before = current_version()
    with gathered():
        world.apart.save()
        with gathered():
            world.china.save()
        world.title.delete()
        changed(THEME, [world.air.pk])
        assert current_version() == before
    assert ArchiveChange.objects.filter(version__gt=before).values("version").distinct().count() == 1
    assert changes_since(before) == world.told(
        agreement=[world.apart, world.agreement, world.earlier], party=[world.china], theme=[world.air]
    )


def test_gathering_nothing_changes_nothing(world: World) -> None:
    before = current_version()
    with gathered():
        changed(AGREEMENT, [])
    assert current_version() == before


def test_an_exception_rolls_back_what_was_gathered(world: World) -> None:
    def fail() -> None:
        with gathered():
            world.apart.title_en = "Changed"
            world.apart.save()
            raise LookupError

    before = current_version()
    with pytest.raises(LookupError):
        fail()
    world.apart.refresh_from_db()
    assert (current_version(), world.apart.title_en) == (before, "Apart")
    assert told_of(world.china.save) == world.told(party=[world.china])


def test_a_trial_that_is_rolled_back_changes_nothing(world: World) -> None:
    before = current_version()
    with gathered():
        world.apart.save()
        transaction.set_rollback(True)
    assert current_version() == before


# Ways of writing


def test_records_loaded_from_a_fixture_are_told_of(world: World) -> None:
    dumped = serializers.serialize(
        "json", [world.apart, world.title, world.air, Theme.objects.get(label_en="Pollution")]
    )
    before = current_version()
    for record in serializers.deserialize("json", dumped):
        record.save()
    told = changes_since(before)
    assert told is not None
    assert told[AGREEMENT] >= {world.apart.pk, world.agreement.pk}
    assert told[THEME] == {world.air.pk, world.air.broader_id}


@pytest.mark.postgres
def test_the_first_write_of_a_transaction_stands_in_line(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        world.norway.save()
    first = queries[0]["sql"]
    assert first.startswith("SELECT")
    assert ArchiveVersion._meta.db_table in first
    assert "FOR UPDATE" in first
