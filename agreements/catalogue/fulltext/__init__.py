"""Which records a query finds in the search documents: the same ones on SQLite and PostgreSQL."""

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from pyroaring import BitMap

from agreements.catalogue.fulltext.expansions import Expansions, expansions
from agreements.catalogue.fulltext.index import EVERY, Ahead, Hits, everything, side_by_side, terms_ahead
from agreements.catalogue.query import All, Either, Field, Node, Not, Phrase, Prefix, Term
from agreements.catalogue.versions import Version
from agreements.models import Kind

__all__ = ["TIERS", "Expansions", "Search", "Tier", "everything", "expansions", "find"]


class Tier(enum.IntEnum):
    """Where the words of a query are looked for; each holds what the one before finds."""

    TITLES = 1
    """In what the record is called."""
    NAMES = 2
    """In what it is called, and in the names of who and what it is about."""
    ALL = 3
    """In everything it is found by."""


#: All of them, as a tuple: to go through an enumeration takes several times as long.
TIERS = tuple(Tier)
#: What answers a question to a field: ids of the kind that is searched; None: there is no such field.
Resolve = Callable[[Field], BitMap | None]


def no_fields(asked: Field) -> BitMap | None:
    """Where there are no fields to ask."""
    return None


def find(
    kind: Kind,
    node: Node,
    tier: Tier = Tier.ALL,
    resolve: Resolve = no_fields,
    expanded: Expansions | None = None,
) -> BitMap:
    """The ids of the records of a kind, published or not, that the query finds; see ``Search``.

    ``expanded``: the query's ``expansions``, where the caller has them.
    """
    return Search(kind, node, expansions(node) if expanded is None else expanded, resolve).found(tier)


@dataclass(frozen=True)
class Search:
    """A query among the records of a kind, published or not. What the index holds of its words is read once."""

    kind: Kind
    node: Node
    expanded: Expansions
    resolve: Resolve = no_fields
    _answers: dict[Field, BitMap] = field(default_factory=dict)

    def found(self, tier: Tier) -> BitMap:
        """The ids of the records that the query finds.

        Every positive part must stand in the tier's columns of the document; what is excluded is looked for in all of
        it. A query that only excludes finds all other records.
        """
        return self._found(self.node, tier)

    @property
    def version(self) -> Version | None:
        """That of the archive when the index was asked; None where it holds nothing of the kind."""
        return self._hits.version

    def standing(self) -> Iterator[tuple[Term | Prefix, list[BitMap]]]:
        """The words and beginnings looked for outside of fields, each with the records that hold it, by tier."""
        for leaf in self._leaves(self.node):
            if not isinstance(leaf, Phrase):
                yield leaf, [self._found(leaf, tier) for tier in TIERS]

    def ask_ahead(self) -> bool:
        """Ask the index for the terms of the query, and go on. False: that cannot be, and they will be asked for."""
        return self._ahead is not None

    @cached_property
    def _ahead(self) -> Ahead | None:
        return terms_ahead(self.kind, self._asked)

    @property
    def _asked(self) -> list[str]:
        return [EVERY, *(term for node in self._leaves(self.node) for term in self._terms(node))]

    @cached_property
    def _hits(self) -> Hits:
        starts = [node.start for node in self._leaves(self.node) if isinstance(node, Prefix)]
        return Hits.read(self.kind, self._asked, starts, self.__dict__.get("_ahead"))

    def _leaves(self, node: Node) -> Iterator[Term | Prefix | Phrase]:
        """The parts of the query that the index is asked for."""
        match node:
            case Term() | Prefix() | Phrase():
                yield node
            case All(parts) | Either(parts):
                for part in parts:
                    yield from self._leaves(part)
            case Not(part):
                yield from self._leaves(part)

    def _terms(self, leaf: Term | Prefix | Phrase) -> Iterator[str]:
        """The terms that stand for a part of the query."""
        match leaf:
            case Term(term):
                yield from (term, *self.expanded.get(term, ()))
            case Prefix(start):
                yield from self.expanded.get(f"{start}*", ())
            case Phrase(terms):
                yield from terms

    def _found(self, node: Node, tier: Tier) -> BitMap:
        match node:
            case Term():
                return self._hits.of(self._terms(node), tier)
            case Prefix(start):
                return self._hits.of(self._terms(node), tier, start)
            case Field():
                if node not in self._answers:
                    self._answers[node] = self.resolve(node) or BitMap()
                return self._answers[node]
            case Either(parts):
                return BitMap.union(BitMap(), *(self._found(part, tier) for part in parts))
            case All(parts):
                return self._all(parts, tier)
        return self._all((node,), tier)

    def _all(self, parts: tuple[Node, ...], tier: Tier) -> BitMap:
        """What every part finds. After the words come phrases, for which documents are read, and then exclusions."""
        later = [part for part in parts if isinstance(part, Phrase | Not)]
        sets = [self._found(part, tier) for part in parts if part not in later]
        found = BitMap.intersection(*sets) if sets else self._hits.of([EVERY], tier)
        for part in sorted(later, key=lambda part: isinstance(part, Not)):
            if isinstance(part, Phrase):
                held = (self._hits.of([term], tier) for term in part.terms)
                found = side_by_side(self.kind, part.terms, tier, BitMap.intersection(found, *held))
            elif isinstance(part, Not) and found:
                found = found - self._found(part.part, Tier.ALL)
        return found
