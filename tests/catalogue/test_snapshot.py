"""After any edits, what is held in memory and kept up to date is what reading everything anew gives."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from agreements.catalogue import current, snapshot
from agreements.catalogue.changes import changed, gathered
from agreements.catalogue.facet import Facet
from agreements.catalogue.order import Order
from agreements.catalogue.snapshot import Snapshot, build
from agreements.catalogue.sources import known_language
from agreements.choices import EditorialStatus
from agreements.dates import PartialDate
from agreements.models import (
    Agreement,
    AgreementKind,
    AgreementParty,
    AgreementText,
    ArchiveChange,
    ArchiveVersion,
    Institution,
    Kind,
    Party,
    PartyKind,
    Project,
    ProjectStatus,
    Relation,
    Signature,
    Theme,
)
from tests.catalogue.archive import LANGUAGES, PARTIES, STATUSES, Archive
from tests.factories import make_agreement, make_institution, make_party, make_signature, make_text, make_theme
from tests.worlds import records_for_a_module

pytestmark = pytest.mark.django_db

DAYS = [dt.date(1999, 5, 1), dt.date(2001, 1, 1), dt.date(2003, 7, 15), dt.date(2006, 1, 1)]


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Archive]:
    with records_for_a_module(django_db_blocker, lambda: Archive(7, agreements=20)) as made:
        yield made


# What a snapshot says


def said(held: Snapshot) -> dict[str, Any]:
    """Everything, in plain values. What is worked out late is worked out."""
    agreements, projects = held.agreements, held.projects
    found: dict[str, Any] = {
        "names": {kind: dict(names) for kind, names in held.names.items()},
        "codes": held.ids_by_code,
        "tree": dict(held.broader),
        "signed for": sets(held.signed_for),
        "signatories' themes": sets(held.signatories.facets["theme"]),
        "party kinds": sets(held.parties.facets["kind"]),
    }
    for kind in (Kind.AGREEMENT, Kind.PROJECT, Kind.SIGNATORY, Kind.PARTY, Kind.THEME):
        found[f"{kind} ids"] = list(held.of(kind).ids)
    for kind, records in ((Kind.AGREEMENT, agreements), (Kind.PROJECT, projects)):
        found |= {f"{kind} {name}": sets(facet) for name, facet in records.facets.items()}
        found[f"{kind} dates"] = [(pk, int(records.codes[pk])) for pk in records.ids]
        for language in ("en", "nb"):
            with override(language):
                found |= {f"{kind} {name} {language}": sequence(records.order(name)) for name in ORDERS}
    for kind in (Kind.SIGNATORY, Kind.PARTY):
        named = held.of(kind)
        found |= {f"{kind} {name}": sequence(named.order(name)) for name in ("name", "-agreements")}
    return found | {f"status {day}": sets(agreements.facet("status", day)) for day in DAYS}


ORDERS = ("-date", "date", "title", "-title")


def sets(facet: Facet) -> dict[int, list[int]]:
    return {value: list(ids) for value, ids in sorted(facet.sets.items())}


def sequence(order: Order) -> tuple[list[int], int]:
    return order.sequence.tolist(), order.tail


# Edits, as editors make them


def set_status(archive: Archive, record: Agreement | Project) -> None:
    """Publish, withdraw, or take back to a draft."""
    record.editorial_status, record.withdrawn_reason = archive.rng.choice(STATUSES), "Entered twice."
    record.save()


def change_dates(archive: Archive, record: Agreement | Project) -> None:
    changed = {"started_on": archive.date()} if isinstance(record, Project) else archive.dates()
    for name, value in changed.items():
        setattr(record, name, value)
    record.save()


def change_title(archive: Archive, record: Agreement | Project) -> None:
    record.title_en, record.title_no = archive.word(), archive.rng.choice(["", archive.word()])
    record.save()


def change_kind(archive: Archive, record: Agreement | Project) -> None:
    if isinstance(record, Project):
        record.status = archive.rng.choice(list(ProjectStatus))
    else:
        record.kind = archive.rng.choice(list(AgreementKind))
    record.save()


def set_themes(archive: Archive, record: Agreement | Project) -> None:
    record.themes.set(archive.some(list(Theme.objects.all()), 3))


def add_theme_from_the_other_side(archive: Archive, record: Agreement | Project) -> None:
    theme = archive.rng.choice(list(Theme.objects.all()))
    (theme.projects if isinstance(record, Project) else theme.agreements).add(record)  # type: ignore[arg-type]


def delete(archive: Archive, record: Agreement | Project) -> None:
    if isinstance(record, Agreement) and record.merged_from.exists():
        return  # others lead to it
    Relation.objects.filter(to_agreement=record.pk).delete() if isinstance(record, Agreement) else None
    record.delete()


Edit = Callable[[Archive], None]


def of_some(model: type[Agreement] | type[Project], edit: Callable[[Archive, Any], None]) -> Edit:
    """An edit of one of the records there are."""

    def edited(archive: Archive) -> None:
        if records := list(model._default_manager.order_by("pk")):
            edit(archive, archive.rng.choice(records))

    edited.__name__ = f"{edit.__name__} of {model._meta.model_name}"
    return edited


def some_row(archive: Archive, model: Any) -> Any:
    return archive.rng.choice(list(model._default_manager.order_by("pk")) or [None])


def new_agreement(archive: Archive) -> None:
    archive.agreement()


def copy_of_an_agreement_in_one_transaction(archive: Archive) -> None:
    with gathered():
        make_agreement(archive.word(), ("nor", "idn"), themes=["A new theme"], **archive.fate(), **archive.dates())


def merge(archive: Archive) -> None:
    double, kept = archive.rng.sample(list(Agreement.objects.order_by("pk")), 2)
    double.editorial_status, double.merged_into = EditorialStatus.WITHDRAWN, kept
    double.save()


def change_party(archive: Archive) -> None:
    row = some_row(archive, AgreementParty)
    taken = AgreementParty.objects.filter(agreement=row.agreement).values("party")
    row.party = archive.rng.choice(list(Party.objects.exclude(pk__in=taken)))
    row.institution = archive.institution()
    row.save()


def delete_party_row(archive: Archive) -> None:
    some_row(archive, AgreementParty).delete()


def sign(archive: Archive) -> None:
    agreement = some_row(archive, Agreement)
    person = archive.person()
    if not agreement.signatures.filter(signatory=person).exists():
        make_signature(agreement, person, archive.rng.choice(PARTIES), institution=archive.institution())


def change_signature(archive: Archive) -> None:
    if row := some_row(archive, Signature):
        others = Signature.objects.filter(agreement=row.agreement).exclude(pk=row.pk).values("signatory")
        free = [person for person in archive.people if person.pk not in {other["signatory"] for other in others}]
        row.signatory, row.party = archive.rng.choice(free), Party.objects.get(code=archive.rng.choice(PARTIES))
        row.save()


def delete_signature(archive: Archive) -> None:
    if row := some_row(archive, Signature):
        row.delete()


def add_text(archive: Archive) -> None:
    make_text(
        some_row(archive, Agreement),
        archive.rng.choice([*LANGUAGES, "se"]),
        url=archive.rng.choice(["", "https://e.org"]),
    )


def change_text(archive: Archive) -> None:
    if text := some_row(archive, AgreementText):
        text.language, text.url = archive.rng.choice(LANGUAGES), archive.rng.choice(["", "https://example.org"])
        text.agreement = some_row(archive, Agreement)
        text.save()


def delete_text(archive: Archive) -> None:
    if text := some_row(archive, AgreementText):
        text.delete()


def relate(archive: Archive) -> None:
    archive.agreements = list(Agreement.objects.order_by("pk"))
    archive.relation()


def delete_relation(archive: Archive) -> None:
    if relation := some_row(archive, Relation):
        relation.delete()


def new_project(archive: Archive) -> None:
    archive.agreements = list(Agreement.objects.order_by("pk"))
    archive.project()


def set_agreements_of_a_project(archive: Archive) -> None:
    if project := some_row(archive, Project):
        project.agreements.set(archive.some(list(Agreement.objects.all()), 3))


def clear_projects_of_an_agreement(archive: Archive) -> None:
    some_row(archive, Agreement).projects.clear()


def move_theme(archive: Archive) -> None:
    theme = some_row(archive, Theme)
    below = set(Theme.objects.with_narrower([theme]))
    theme.broader = archive.rng.choice([None, *(other for other in Theme.objects.all() if other not in below)])
    theme.save()


def new_theme_above_another(archive: Archive) -> None:
    theme = some_row(archive, Theme)
    broader = make_theme(f"Theme {Theme.objects.count()} {archive.word()}", broader=theme.broader)
    theme.broader = broader
    theme.save()


def delete_theme(archive: Archive) -> None:
    leaves = list(Theme.objects.filter(narrower=None).order_by("pk"))
    archive.rng.choice(leaves).delete()


def rename(archive: Archive) -> None:
    """A theme, a party, a person or an institution."""
    model, field = archive.rng.choice(
        [(Theme, "label_no"), (Party, "name_en"), (Institution, "name_no"), (type(archive.people[0]), "name")]
    )
    record = some_row(archive, model)
    setattr(record, field, f"{archive.word()} {archive.rng.randrange(1000)}")
    record.save()


def rename_for_sorting(archive: Archive) -> None:
    person = archive.person()
    person.sort_name = archive.word()
    person.save()


def change_kind_of_party(archive: Archive) -> None:
    party = some_row(archive, Party)
    party.kind = archive.rng.choice(list(PartyKind))
    party.save()


def new_party_and_institution(archive: Archive) -> None:
    office = make_institution(f"Office {archive.rng.random()}", make_party("idn"))
    row = make_agreement("Of an office", ("nor", "idn"), **archive.fate()).participations.get(party__code="idn")
    row.institution = office
    row.save()


OF_BOTH = (set_status, change_dates, change_title, change_kind, set_themes, add_theme_from_the_other_side, delete)
EDITS: list[Edit] = [
    *(of_some(model, edit) for model in (Agreement, Project) for edit in OF_BOTH),
    new_agreement, copy_of_an_agreement_in_one_transaction, merge, change_party, delete_party_row, sign,
    change_signature, delete_signature, add_text, change_text, delete_text, relate, delete_relation, new_project,
    set_agreements_of_a_project, clear_projects_of_an_agreement, move_theme, new_theme_above_another, delete_theme,
    rename, rename_for_sorting, change_kind_of_party, new_party_and_institution,
]  # fmt: skip


def assert_as_new(held: Snapshot) -> None:
    anew = said(build(held.version))
    kept = said(held)
    assert {name: kept[name] for name in kept if kept[name] != anew[name]} == {
        name: anew[name] for name in kept if kept[name] != anew[name]
    }


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: str(edit.__name__))
@pytest.mark.parametrize("seed", range(2))
def test_after_one_edit(archive: Archive, edit: Edit, seed: int) -> None:
    archive.rng.seed(seed)
    said(current())
    edit(archive)
    assert_as_new(current())


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.sampled_from(EDITS), min_size=2, max_size=12), st.integers(0, 999), st.integers(1, 5))
def test_after_many_edits(archive: Archive, edits: list[Edit], seed: int, at_once: int) -> None:
    """Read after every few edits, so that the changes of several versions are read together."""
    archive.rng.seed(seed)
    with transaction.atomic():
        for number, edit in enumerate(edits):
            edit(archive)
            if number % at_once == 0:
                said(current())
        assert_as_new(current())
        transaction.set_rollback(True)
    assert_as_new(current())


def test_after_a_change_of_many_records(archive: Archive) -> None:
    before = said(current())
    with gathered():
        for agreement in Agreement.objects.all():
            agreement.themes.set(Theme.objects.order_by("pk")[:2])
            agreement.participations.last().delete()
            agreement.kind = AgreementKind.PROTOCOL
            agreement.save()
    assert said(current()) != before
    assert_as_new(current())


# Which state is answered from


def test_what_was_rolled_back_is_not_answered_from(archive: Archive) -> None:
    before = said(current())
    with transaction.atomic():
        make_agreement("Rolled back", published=True, themes=["Rolled back too"])
        assert said(current()) != before
        transaction.set_rollback(True)
    assert said(current()) == before


def test_another_state_of_the_same_age_is_read_anew(archive: Archive) -> None:
    """Two edits in two transactions of which the first is rolled back never have one version."""
    for title in ("First", "Second"):
        with transaction.atomic():
            made = make_agreement(title, published=True)
            assert made.pk in current().agreements.ids
            assert_as_new(current())
            transaction.set_rollback(True)
    assert made.pk not in current().agreements.ids


@pytest.mark.parametrize("edited_since", [False, True], ids=["as it was", "and edited since"])
def test_a_restored_backup_is_read_anew(archive: Archive, edited_since: bool) -> None:
    """The database is an older one: nothing tells what was lost, and the log does not know the version held."""
    old = current()
    backup = ArchiveVersion.objects.get()
    lost = make_agreement("Made after the backup", published=True)
    assert lost.pk in current().agreements.ids
    Agreement.objects.filter(pk=lost.pk).update(editorial_status=EditorialStatus.DRAFT)  # tells nobody
    ArchiveChange.objects.filter(version__gt=backup.number).delete()
    ArchiveVersion.objects.update(number=backup.number)
    come = make_agreement("Made after it was restored", published=True) if edited_since else None
    assert set(current().agreements.ids) - set(old.agreements.ids) == ({come.pk} if come else set())
    assert_as_new(current())


def test_titles_are_in_order_also_when_a_record_went_before_anybody_asked(archive: Archive) -> None:
    last = make_agreement("Zzz", published=True)
    held = current()
    gone = last.pk
    last.delete()
    in_order = held.agreements.order("title").of(held.agreements.ids).tolist()
    assert (sorted(in_order), in_order[-1]) == (list(held.agreements.ids), gone)


def test_a_small_change_is_read_without_reading_everything(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the tests of changes would compare ``build`` with itself."""
    current()
    monkeypatch.setattr(snapshot, "build", lambda version: pytest.fail("everything was read"))
    for edit in EDITS[:7]:
        edit(archive)
        current()


def test_an_edit_is_read_by_few_queries_however_many_agreements_changed(archive: Archive) -> None:
    asked = []
    for number in (1, 15):
        current()
        with gathered():
            for agreement in Agreement.objects.order_by("pk")[:number]:
                agreement.place_of_signature += " again"
                agreement.save()
        with CaptureQueriesContext(connection) as captured:
            current()
        asked.append(len(captured))
    assert asked[0] <= asked[1] <= 10


def test_what_follows_from_dates_stays_where_no_date_changed(archive: Archive) -> None:
    agreement = make_agreement("Dated", published=True, signed_on=PartialDate(2001, 2, 3))
    before = current().agreements
    agreement.place_of_signature = "Oslo"
    agreement.save()
    moved = current().agreements
    assert (moved.newest, moved.codes is before.codes) == (before.newest, True)
    agreement.signed_on = PartialDate(1999, 2, 3)
    agreement.save()
    assert current().agreements.newest is not before.newest
    assert_as_new(current())


def test_a_kind_that_there_is_not_is_none_of_the_others(archive: Archive) -> None:
    agreement = make_agreement("Of another time", published=True)
    current()
    Agreement.objects.filter(pk=agreement.pk).update(kind="unheard")
    changed(Kind.AGREEMENT, [agreement.pk])
    assert current().agreements.facets["kind"].of_record(agreement.pk) == []
    assert_as_new(current())


def test_a_snapshot_does_not_change(archive: Archive) -> None:
    held = current()
    before = said(held)
    for edit in EDITS:
        edit(archive)
    current()
    assert said(held) == before | {name: said(held)[name] for name in before if "title" in name}


def test_a_language_of_drafts_alone_is_not_known() -> None:
    make_text(make_agreement("Draft"), language="qaa")
    make_text(make_agreement("Public", published=True), language="qab")
    held = build(1)
    assert (known_language("qaa"), known_language("qab") in held.agreements.facets["language"].sets) == (None, True)
