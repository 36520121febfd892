"""What words match: the query parsed, its fields looked up in the index, the rest found in the full text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.functional import cached_property
from django.utils.translation import override
from pyroaring import BitMap

from agreements.catalogue.analysis import terms
from agreements.catalogue.fulltext import Expansions, Search, Tier, expansions, find
from agreements.catalogue.highlight import Matcher
from agreements.catalogue.query import Field, Node, leaves
from agreements.catalogue.records import NamedRecords
from agreements.catalogue.rewording import reworded
from agreements.catalogue.smallwords import asked_by
from agreements.catalogue.snapshot import Snapshot, current, held
from agreements.models import AgreementKind, Kind

#: Fields of queries that are facets of agreements whose values are records.
NAMED_FIELDS = {
    "theme": Kind.THEME,
    "party": Kind.PARTY,
    "signatory": Kind.SIGNATORY,
    "institution": Kind.INSTITUTION,
}


class LeftBehindError(Exception):
    """The archive has changed since the snapshot that was to be answered from; see ``snapshot.made_ahead``."""


@dataclass(frozen=True)
class Match:
    """What the words of a question match among the records of a kind, drafts included. ``node`` None: no words.

    ``text``: the words as they were typed. ``is_reworded``: nothing public has them, so they were read in other words
    as well.
    """

    text: str
    node: Node | None
    kind: Kind
    snapshot: Snapshot
    expanded: Expansions
    is_reworded: bool = False

    @classmethod
    def of(cls, text: str, kind: Kind, snapshot: Snapshot) -> "Match":
        """Read the words; those of which nothing can be searched for match nothing.

        Where nothing public is found, they are read in other words as well.
        """
        return cls._of(text, asked_by(text), kind, snapshot).or_in_other_words()

    @classmethod
    def now(cls, text: str, kind: Kind) -> "Match":
        """The same in the snapshot of this moment.

        The archive's version is not asked before, but comes with what the index holds of the words: on PostgreSQL, the
        way there and back takes longer than either answer.
        """
        before, asked = held(), asked_by(text)
        if before is not None and asked:
            match = cls._of(text, asked, kind, before)
            if match.is_of_now():
                return match.or_in_other_words()
        return cls.of(text, kind, current())

    @classmethod
    def ahead(cls, text: str, kind: Kind) -> "Match | None":
        """The same in the latest snapshot of this process, with the index asked and not waited for: see ``is_of_now``.

        None where one cannot go on meanwhile.
        """
        before, asked = held(), asked_by(text)
        match = cls._of(text, asked, kind, before) if before is not None and asked else None
        return match if match and match._search and match._search.ask_ahead() else None

    def settled(self) -> "Match":
        """This, or what other words match, once the index has answered.

        Raise LeftBehindError where it answered from another archive than the snapshot is of: no page may mix the two.
        """
        if not self.is_of_now():
            raise LeftBehindError
        return self.or_in_other_words()

    def is_of_now(self) -> bool:
        """Whether the archive had the version of the snapshot when the index was asked; waits for the answer."""
        return self._search is not None and self._search.version == self.snapshot.version

    @classmethod
    def _of(cls, text: str, node: Node | None, kind: Kind, snapshot: Snapshot) -> "Match":
        return cls(text, node, kind, snapshot, expansions(node, snapshot.version) if node else {})

    def or_in_other_words(self) -> "Match":
        """This, or what other words match where nothing public has these."""
        if self.node and not self.found & self.snapshot.of(self.kind).ids:
            other = reworded(self.node)
            if other != self.node:
                return replace(self._of(self.text, other, self.kind, self.snapshot), is_reworded=True)
        return self

    @cached_property
    def found(self) -> BitMap:
        """The ids of all that match."""
        return self._in(Tier.ALL)

    def tiers(self) -> Iterator[BitMap]:
        """Those that match in what they are called, then those that also match in what they name."""
        yield self._in(Tier.TITLES)
        yield self._in(Tier.NAMES)

    @cached_property
    def _search(self) -> Search | None:
        return Search(self.kind, self.node, self.expanded, self._resolve) if self.node else None

    @cached_property
    def matcher(self) -> Matcher:
        """What marks the words in a text."""
        return Matcher.joined(self.parts)

    @cached_property
    def parts(self) -> list[Matcher]:
        """What marks each of the words by itself, phrases and beginnings of words among them."""
        return [Matcher.of(leaf, self.expanded) for leaf in leaves(self.node)] if self.node else []

    @cached_property
    def standing(self) -> dict[Matcher, list[BitMap]]:
        """For what marks a word or a beginning, the records in whose documents it stands, by tier.

        Not for phrases, nor for what is looked for in a field: the index does not know where those stand.
        """
        known = self._search.standing() if self._search else ()
        return {Matcher.of(leaf, self.expanded): sets for leaf, sets in known}

    def _in(self, tier: Tier) -> BitMap:
        return self._search.found(tier) if self._search else BitMap()

    def _resolve(self, field: Field) -> BitMap:
        return _of_kind(self.kind, _agreements(field, self.snapshot), self.snapshot)


def _agreements(field: Field, snapshot: Snapshot) -> BitMap:
    """The published agreements of which a question to a field is true."""
    facets = snapshot.agreements.facets
    if field.name in NAMED_FIELDS:
        named = find(NAMED_FIELDS[field.name], field.part, Tier.TITLES)
        found = facets[field.name].having(named)
        if field.name == "theme":  # also what a project under it is about
            found = found | _above(snapshot.projects.facets["theme"].having(named), snapshot)
        return found
    if field.name == "project":
        return _above(find(Kind.PROJECT, field.part, Tier.TITLES) & snapshot.projects.ids, snapshot)
    if field.name == "year":
        return facets["year"].having([int(field.text)] if field.text.isascii() and field.text.isdigit() else [])
    if field.name == "kind":
        return facets["kind"].having(_kinds(field.text))
    return find(Kind.AGREEMENT, field.part, Tier.TITLES) & snapshot.agreements.ids


def _above(projects: BitMap, snapshot: Snapshot) -> BitMap:
    """The agreements under which one of the projects stands."""
    return BitMap(snapshot.projects.facets["agreement"].counts(projects))


def _kinds(text: str) -> Iterable[int]:
    """The places of the kinds of agreement whose label, in one of the languages, has all of these words."""
    asked = set(terms(text))
    for language in ("en", "nb"):
        with override(language):
            yield from (place for place, kind in enumerate(AgreementKind) if asked <= set(terms(str(kind.label))))


def _of_kind(kind: Kind, agreements: BitMap, snapshot: Snapshot) -> BitMap:
    """The records of a kind that stand on one of the agreements."""
    if kind == Kind.AGREEMENT:
        return agreements
    if kind == Kind.PROJECT:
        return snapshot.projects.facets["agreement"].having(agreements)
    records = snapshot.of(kind)
    if not isinstance(records, NamedRecords):
        return BitMap()
    return BitMap(records.agreements.counts(agreements))
