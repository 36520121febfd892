"""The archive's published records in memory, as of one version of it: built once a process, then kept up to date.

A request asks ``current()``, which compares the archive's version in the database with its own, a matter of
microseconds, and reads again what changed since. A snapshot never changes, so threads share it without locks, and all
numbers of an answer are of one state.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection
from django.utils.functional import cached_property
from pyroaring import BitMap

from agreements.catalogue.arrays import among
from agreements.catalogue.changes import changes_since, current_version
from agreements.catalogue.facet import Facet, Tree
from agreements.catalogue.kept import Kept
from agreements.catalogue.names import NAMED, Name, read_names
from agreements.catalogue.prepared import Prepared
from agreements.catalogue.records import AgreementRecords, NamedRecords, ProjectRecords, Records
from agreements.catalogue.sources import place_in, read_all_signed_for, read_signed_for
from agreements.catalogue.versions import version_ahead
from agreements.models import Kind, Party, PartyKind, Project, Theme

T = TypeVar("T")

#: Kinds that are public by standing on a published agreement, and the facet that says on which.
PUBLIC_BY = {Kind.PARTY: "party", Kind.SIGNATORY: "signatory", Kind.INSTITUTION: "institution"}


#: The records of each kind in a snapshot; some are worked out when they are first asked for.
_RECORDS = {
    Kind.AGREEMENT: "agreements",
    Kind.PROJECT: "projects",
    Kind.SIGNATORY: "signatories",
    Kind.PARTY: "parties",
    Kind.THEME: "themes",
}


@dataclass(frozen=True)
class Snapshot:
    """What readers may see, at one version. ``signed_for``: by party, the people who signed for it.

    ``of_names``: what readers made of names alone, such as the words of ``offers``. ``of_agreements``: what they made
    of single agreements, the names that stand on them, and nothing else.
    """

    version: int
    names: Mapping[Kind, Mapping[int, Name]]
    broader: Tree
    party_kinds: Mapping[int, int]
    agreements: AgreementRecords
    projects: ProjectRecords
    signed_for: Facet
    of_names: dict[Any, Any] = field(default_factory=dict)
    of_agreements: Kept = field(default_factory=Kept)

    def of(self, kind: Kind) -> Records:
        """The records of a kind."""
        records: Records = getattr(self, _RECORDS[kind])
        return records

    @cached_property
    def signatories(self) -> NamedRecords:
        """The people who signed a published agreement, by party signed for and by theme of what they signed."""
        signed = self.agreements.facets["signatory"]
        themes = self.agreements.facets["theme"].sets.items()
        about = {theme: BitMap(signed.counts(agreements)) for theme, agreements in themes}
        facets = {
            "party": self.signed_for,
            "theme": Facet({theme: people for theme, people in about.items() if people}),
        }
        return NamedRecords(BitMap(signed.sets), facets, self.names[Kind.SIGNATORY], signed)

    @cached_property
    def parties(self) -> NamedRecords:
        """The parties of published agreements."""
        standing_on = self.agreements.facets["party"]
        kinds: dict[int, BitMap] = {}
        for party in standing_on.sets:
            kinds.setdefault(self.party_kinds[party], BitMap()).add(party)
        return NamedRecords(BitMap(standing_on.sets), {"kind": Facet(kinds)}, self.names[Kind.PARTY], standing_on)

    @cached_property
    def themes(self) -> NamedRecords:
        """The whole vocabulary."""
        names = self.names[Kind.THEME]
        return NamedRecords(BitMap(names), {}, names, self.agreements.facets["theme"])

    @cached_property
    def ids_by_code(self) -> Mapping[Kind, Mapping[str, int]]:
        """The id of a public record by the code that names it in an address, for the kinds that are values of facets.

        Who stands on drafts alone has none; every theme has one.
        """
        return {
            kind: {name.code: pk for pk, name in names.items() if self._is_public(kind, pk)}
            for kind, names in self.names.items()
        }

    def _is_public(self, kind: Kind, pk: int) -> bool:
        return kind == Kind.THEME or pk in self.agreements.facets[PUBLIC_BY[kind]].sets


def build(version: int) -> Snapshot:
    """Read everything."""
    broader = _read_tree()
    agreements = AgreementRecords.read(broader)
    return Snapshot(
        version=version,
        names={kind: read_names(kind) for kind in NAMED},
        broader=broader,
        party_kinds=_read_party_kinds(),
        agreements=agreements,
        projects=ProjectRecords.read(broader),
        signed_for=Facet.of(read_all_signed_for(agreements.ids)),
    )


def refreshed(before: Snapshot, changes: Mapping[Kind, set[int]], version: int) -> Snapshot:
    """Read again what changed since ``before``; the rest is shared with it."""
    names = {kind: _renamed(known, kind, changes.get(kind)) for kind, known in before.names.items()}
    broader = _read_tree() if Kind.THEME in changes else before.broader
    party_kinds = _read_party_kinds() if Kind.PARTY in changes else before.party_kinds
    agreements, projects, signed_for = before.agreements, before.projects, before.signed_for
    changed = BitMap(changes.get(Kind.AGREEMENT, ()))
    if changed or broader != before.broader:
        agreements = agreements.replaced(changed, broader)
    changed_projects = BitMap(changes.get(Kind.PROJECT, ())) | projects.facets["agreement"].having(changed)
    changed_projects |= BitMap(_projects_under(changed))
    if changed_projects or broader != before.broader:
        projects = projects.replaced(changed_projects, broader)
    if changed:
        people = _signatories_of(changed, before.agreements) | _signatories_of(changed, agreements)
        signed_for = signed_for.replaced(people, read_signed_for(list(people)))
    of_names = {} if changes.keys() & NAMED.keys() else before.of_names
    of_agreements = before.of_agreements.without(changed | _standing_on(changes, before.agreements))
    return Snapshot(version, names, broader, party_kinds, agreements, projects, signed_for, of_names, of_agreements)


def _standing_on(changes: Mapping[Kind, set[int]], agreements: AgreementRecords) -> BitMap:
    """The agreements on which records stand whose names may have changed."""
    facets = {**PUBLIC_BY, Kind.THEME: "theme"}
    return BitMap().union(*(agreements.facets[facets[kind]].having(changes[kind]) for kind in facets.keys() & changes))


def _renamed(known: Mapping[int, Name], kind: Kind, ids: set[int] | None) -> Mapping[int, Name]:
    if not ids:
        return known
    rest = {pk: name for pk, name in known.items() if pk not in ids}
    return rest | read_names(kind, ids)


def _read_tree() -> Tree:
    return dict(Theme.objects.order_by("pk").values_list("pk", "broader_id"))


def _read_party_kinds() -> dict[int, int]:
    return dict(Party.objects.order_by("pk").values_list("pk", place_in("kind", PartyKind)))


_PROJECTS_UNDER = Prepared(
    lambda ids: Project.agreements.through.objects.filter(among("agreement", ids)).values_list("project_id")
)


def _projects_under(agreements: BitMap) -> list[int]:
    return [pk for (pk,) in _PROJECTS_UNDER.rows(list(agreements))]


def _signatories_of(changed: BitMap, agreements: AgreementRecords) -> BitMap:
    return BitMap(agreements.facets["signatory"].counts(changed))


_held: Snapshot | None = None
_building = threading.Lock()
#: Begins a transaction in which all that is read is of one state, and which holds up nobody who writes.
_BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


def held() -> Snapshot | None:
    """The latest snapshot of this process, which the archive may have left behind; None: there is none yet."""
    return _held


def current() -> Snapshot:
    """The snapshot of the archive's version in the database at this moment.

    The first call of a process reads the archive (a second or so for 100,000 agreements); requests that need it wait.
    However fast the archive changes, nobody waits for more than one reading: a snapshot of the state of its beginning.
    """
    global _held
    before = _held
    if before is not None and before.version == current_version():
        return before
    with _building:
        with _one_state():
            now, is_read_anew = _up_to_date(_held)
        _held = now
        if is_read_anew:
            _give_back_memory()
        return now


def of_this_moment(make: Callable[[Snapshot], T]) -> T:
    """What ``make`` makes of the snapshot of this moment.

    On PostgreSQL it is made of the latest one while the database is asked for the version, and once more in the rare
    case that the archive has changed: the way there and back takes as long as a good part of a page. So ``make`` must
    do nothing that cannot be done twice.
    """
    before = _held
    ahead = version_ahead() if before else None
    if before is None or ahead is None:
        return make(current())
    return made_ahead(lambda: make(before), lambda: ahead() == before.version, lambda: make(current()))


def made_ahead(make: Callable[[], T], is_of_now: Callable[[], bool], anew: Callable[[], T]) -> T:
    """What ``make`` makes of the latest snapshot, or ``anew`` of that of this moment where it is another one."""
    try:
        made = make()
    except Exception:  # of what is no longer so, anything may be said
        if is_of_now():
            raise
    else:
        if is_of_now():
            return made
    return anew()


def _up_to_date(held: Snapshot | None) -> tuple[Snapshot, bool]:
    """The snapshot of this moment, and whether everything was read for it."""
    version = current_version()
    if held is not None and held.version == version:
        return held, False
    changes = None if held is None else changes_since(held.version)
    if held is None or changes is None:
        return build(version), True
    return refreshed(held, changes, version), False


def _give_back_memory() -> None:
    """Let go of what the connection kept while everything was read.

    SQLite keeps pages of the database (https://sqlite.org/pragma.html), libpq the room that its largest message took,
    for as long as the connection lives: the next query opens another.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA shrink_memory")
    elif not connection.in_atomic_block:
        connection.close()


@contextmanager
def _one_state() -> Iterator[None]:
    """Let the block read one state of the database; within a transaction, as that sees it."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("COMMIT")  # of nothing: after a ROLLBACK, psycopg would prepare all statements anew
