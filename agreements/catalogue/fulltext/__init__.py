"""Which records a query finds in the search documents: the same ones on SQLite and PostgreSQL."""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from agreements.catalogue.fulltext.engines import Clause, Question, engine
from agreements.catalogue.fulltext.expansions import Expansions, expansions
from agreements.catalogue.query import All, Either, Field, Node, Not, Phrase, Prefix, Term
from agreements.models import Kind

__all__ = ["Expansions", "Tier", "expansions", "find", "holds"]


class Tier(enum.IntEnum):
    """Where the words of a query are looked for; each holds what the one before finds."""

    TITLES = 1
    """In what the record is called."""
    NAMES = 2
    """In what it is called, and in the names of who and what it is about."""
    ALL = 3
    """In everything it is found by."""


#: What answers a question to a field: ids of the kind that is searched; None: there is no such field.
Resolve = Callable[[Field], BitMap | None]


def no_fields(field: Field) -> BitMap | None:
    """Where there are no fields to ask."""
    return None


def find(
    kind: Kind,
    node: Node,
    tier: Tier = Tier.ALL,
    resolve: Resolve = no_fields,
    expanded: Expansions | None = None,
) -> BitMap:
    """The ids of the records of a kind, published or not, that the query finds.

    Every positive part must stand in the tier's columns of the document; what is excluded is looked for in the whole of
    it. A query that only excludes finds all other records. ``expanded``: the query's ``expansions``, where the caller
    has them.
    """
    return _Search(kind, resolve, expansions(node) if expanded is None else expanded).found(node, tier)


def holds(node: Node, texts: Sequence[str], expanded: Expansions, is_in_field: Callable[[Field], bool]) -> bool:
    """Whether ``find`` would find a document with these texts in the columns of a tier, each between two spaces.

    For a few that are read already. What is excluded needs the whole document, so it counts as met.
    """
    match node:
        case Not():
            return True
        case Field():
            return is_in_field(node)
        case All():
            return all(holds(part, texts, expanded, is_in_field) for part in node.parts)
        case Either():
            return any(holds(part, texts, expanded, is_in_field) for part in node.parts)
        case Term():
            needles = [f" {term} " for term in (node.term, *expanded.get(node.term, ()))]
        case Prefix():
            needles = [f" {node.start}", *(f" {term} " for term in expanded.get(f"{node.start}*", ()))]
        case Phrase():
            needles = [f" {' '.join(node.terms)} "]
    return any(needle in text for needle in needles for text in texts)


@dataclass(frozen=True)
class _Search:
    kind: Kind
    resolve: Resolve
    expanded: Expansions

    def found(self, node: Node, tier: Tier) -> BitMap:
        """The ids of what the node finds."""
        if isinstance(node, Field):
            return self.resolve(node) or BitMap()
        if isinstance(node, Not):
            return engine().everything(self.kind) - self.found(node.part, Tier.ALL)
        if isinstance(node, Either) and self._clause(node) is None:
            return BitMap.union(BitMap(), *(self.found(part, tier) for part in node.parts))
        return self._all(node.parts if isinstance(node, All) else (node,), tier)

    def _all(self, parts: Iterable[Node], tier: Tier) -> BitMap:
        """What every part finds: asked of the engine at once as far as it goes, the rest one by one."""
        clauses: list[Clause] = []
        phrases: list[Phrase] = []
        excluded: list[Not] = []
        others: list[Node] = []
        for part in parts:
            if clause := self._clause(part):
                clauses.append(clause)
            elif isinstance(part, Phrase):
                phrases.append(part)
            elif isinstance(part, Not):
                excluded.append(part)
            else:
                others.append(part)
        sets = [self.found(part, tier) for part in others]
        if clauses or phrases:
            asked = Question(tuple(clauses), tuple(phrase.terms for phrase in phrases), columns=tier)
            sets.append(engine().matching(self.kind, asked))
        found = BitMap.intersection(*sets) if sets else engine().everything(self.kind)
        for part in excluded:
            if found:
                found = found - self.found(part.part, Tier.ALL)
        return found

    def _clause(self, node: Node) -> Clause | None:
        """The words of which the node wants at least one; None when it wants anything else."""
        if isinstance(node, Term):
            return Clause(frozenset({node.term} | self.expanded.get(node.term, frozenset())))
        if isinstance(node, Prefix):
            return Clause(self.expanded.get(f"{node.start}*", frozenset()), frozenset({node.start}))
        if isinstance(node, Either):
            clauses = [self._clause(part) for part in node.parts]
            if all(clauses):
                return Clause(
                    frozenset().union(*(clause.terms for clause in clauses if clause)),
                    frozenset().union(*(clause.prefixes for clause in clauses if clause)),
                )
        return None
