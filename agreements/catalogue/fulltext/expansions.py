"""What the words of a query mean besides themselves, judged by the archive's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from agreements.catalogue.analysis import term
from agreements.catalogue.compounds import compounds, divided
from agreements.catalogue.query import All, Either, Field, Node, Not, Phrase, Prefix, Term
from agreements.catalogue.versions import Version, current_version
from agreements.models import SearchWord
from agreements.sorting import ByCodePoint

#: Further terms for a word, by its term; for the beginning of a word, by that and an asterisk.
Expansions = Mapping[str, frozenset[str]]

#: Words that may be compounds with the one looked for, the shortest first, and terms for a beginning, at most.
MOST_CANDIDATES, MOST_TERMS = 500, 500
#: Letters of a term by which words that may hold it are told from others at a glance.
GLANCE = 4


@dataclass(frozen=True)
class Norwegian:
    """The Norwegian words of the archive at one version, and the compounds that were looked for among them."""

    terms: Mapping[str, str]
    """The term of each word, by its surface; the shortest first."""
    _found: dict[str, frozenset[str]] = field(default_factory=dict)

    def compounds_of(self, word: Term) -> frozenset[str]:
        """The terms of compounds of which the word is a part."""
        if word.surface not in self._found:
            glance = word.term[:GLANCE]
            candidates = [item for item in self.terms.items() if glance in item[0] and len(item[0]) > len(word.term)]
            self._found[word.surface] = frozenset(compounds(word.surface, candidates[:MOST_CANDIDATES], self.terms))
        return self._found[word.surface]

    def made_up_of(self, word: Term) -> Node:
        """The words that make up a compound which the archive does not have; any other word as it is."""
        parts = () if self.compounds_of(word) else divided(word.surface, self.terms)
        if not parts or SearchWord.objects.filter(term=word.term).exists():
            return word
        return All(tuple(Term(term(part), part) for part in parts))


@lru_cache(maxsize=1)
def _norwegian(version: Version) -> Norwegian:
    words = SearchWord.objects.filter(is_norwegian=True).values_list("surface", "term")
    return Norwegian(dict(sorted(words, key=lambda word: (len(word[0]), word[0]))))


def taken_apart(node: Node) -> Node:
    """The query with the words in place of a compound that the archive does not have: miljø and avtale of miljøavtale.

    What is excluded stays as it is, and so does a hyphenated word, which asks for its pieces side by side.
    """
    match node:
        case Term():
            return _norwegian(current_version()).made_up_of(node)
        case All() | Either() if not any(isinstance(part, Phrase) for part in node.parts if isinstance(node, Either)):
            return replace(node, parts=tuple(map(taken_apart, node.parts)))
        case Field():
            return replace(node, part=taken_apart(node.part))
        case _:
            return node


def expansions(node: Node) -> Expansions:
    """What the words of a query mean besides themselves: compounds, and words that begin so but whose term does not."""
    found: dict[str, frozenset[str]] = {}
    for leaf in _words_in(node):
        if isinstance(leaf, Term):
            found[leaf.term] = _norwegian(current_version()).compounds_of(leaf)
        else:
            found[f"{leaf.start}*"] = _beginning(leaf.start)
    return {word: terms for word, terms in found.items() if terms}


def _words_in(node: Node) -> Iterator[Term | Prefix]:
    if isinstance(node, Term | Prefix):
        yield node
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from _words_in(part)
    elif isinstance(node, Not | Field):
        yield from _words_in(node.part)


def _beginning(start: str) -> frozenset[str]:
    """The terms of words that begin so, where the term has lost it: avtalen gives avtal, which does not."""
    words = SearchWord.objects.filter(surface__startswith=start).exclude(term__startswith=start)
    terms = words.values_list("term", flat=True).distinct().order_by(ByCodePoint("term"))
    return frozenset(terms[:MOST_TERMS])
