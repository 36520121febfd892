"""Which records are called so: held in memory, because whoever types asks for short beginnings of words.

Two letters begin very many words, and an index has to put together what each of them leads to; looking through the
names of some thousand records is quicker.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from agreements.catalogue.fulltext import Expansions, Tier, find
from agreements.catalogue.query import All, Prefix, Term
from agreements.catalogue.records import DatedRecords, NamedRecords
from agreements.catalogue.snapshot import Snapshot
from agreements.models import Kind, SearchDocument, document_id

#: Agreements and projects that are held, the newest ones.
MOST_HELD = {Kind.AGREEMENT: 2_000, Kind.PROJECT: 10_000}
#: Of those with the words before a single letter, so many are looked through for it.
MOST_READ = 1_000
#: Documents that are read at a time.
BATCH = 500

#: Ids of records, each with the titles of its search document, a space before and after.
Titles = Iterable[tuple[int, str]]


@dataclass(frozen=True)
class Wanted:
    """Words of a name: whole ones, and a last one that may only be begun. ``expanded``: the expansions of that."""

    whole: tuple[Term, ...]
    last: Term | Prefix
    expanded: Expansions = field(default_factory=dict)

    @property
    def node(self) -> All | Term | Prefix:
        """The same as a query."""
        return All((*self.whole, self.last)) if self.whole else self.last

    def among(self, titles: Titles) -> list[int]:
        """Those of the records whose titles hold all of the words."""
        last, *others = self._endings()
        found = [(pk, text) for pk, text in titles if last in text or any(other in text for other in others)]
        for word in self.whole:
            term = f" {word.term} "
            found = [(pk, text) for pk, text in found if term in text]
        return [pk for pk, _ in found]

    def _endings(self) -> list[str]:
        """How the last word may stand in titles."""
        if isinstance(self.last, Term):
            return [f" {self.last.term} "]
        terms = sorted(self.expanded.get(f"{self.last.start}*", ()))
        return [f" {self.last.start}", *(f" {term} " for term in terms)]


def called(kind: Kind, wanted: Wanted, snapshot: Snapshot, most: int) -> list[int]:
    """The ids of the public records of a kind that are called so.

    Of agreements and projects the newest, so many of them at most. Raise TypeError for a kind without names or titles.
    """
    records = snapshot.of(kind)
    if isinstance(records, NamedRecords):
        return [pk for pk in wanted.among(_held(kind, records.names, records.names)) if pk in records.ids]
    if not isinstance(records, DatedRecords):
        raise TypeError(kind)
    newest = records.newest.sequence[: MOST_HELD[kind]].tolist()
    found = wanted.among(_held(kind, records, newest))
    if len(found) < most and len(newest) < len(records.ids):
        found = _everywhere(kind, wanted, records)
    return found[:most]


def _everywhere(kind: Kind, wanted: Wanted, records: DatedRecords) -> list[int]:
    """The same as the index knows it, the newest first.

    A single letter begins a good part of all words: beside others, it is looked for among the newest that hold those.
    """
    if wanted.whole and isinstance(wanted.last, Prefix) and len(wanted.last.start) == 1:
        found = find(kind, All(wanted.whole), Tier.TITLES, expanded={}) & records.ids
        return wanted.among(_read(kind, records.newest.of(found)[:MOST_READ].tolist()))
    found = find(kind, wanted.node, Tier.TITLES, expanded=wanted.expanded) & records.ids
    newest: list[int] = records.newest.of(found).tolist()
    return newest


#: Titles by kind, and what they were read for.
_titles: dict[Kind, tuple[object, Titles]] = {}


def _held(kind: Kind, owner: object, ids: Iterable[int]) -> Titles:
    """The titles of these records in this order, read again for another ``owner``: what every change makes anew."""
    known = _titles.get(kind)
    if known is None or known[0] is not owner:
        known = _titles[kind] = owner, list(_read(kind, list(ids)))
    return known[1]


def _read(kind: Kind, ids: list[int]) -> Titles:
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found = SearchDocument.objects.filter(pk__in=[document_id(kind, pk) for pk in batch])
        titles = dict(found.values_list("pk", "titles"))
        yield from ((pk, f" {titles.get(document_id(kind, pk), '')} ") for pk in batch)
