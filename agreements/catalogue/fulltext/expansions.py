"""What the words of a query mean besides themselves, judged by the archive's own words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice

from django.utils.functional import cached_property

from agreements.catalogue.compounds import compounds
from agreements.catalogue.query import All, Either, Field, Node, Not, Prefix, Term
from agreements.catalogue.versions import Version, current_version
from agreements.models import SearchWord
from agreements.sorting import ByCodePoint

#: Further terms for a word, by its term; for the beginning of a word, by that and an asterisk.
Expansions = Mapping[str, frozenset[str]]

#: Words that may be compounds with the one looked for, the shortest first, and terms for a beginning, at most.
MOST_CANDIDATES, MOST_TERMS = 500, 500
#: Letters of a term by which words that may hold it are told from others at a glance.
GLANCE = 4
#: The last character there is.
LAST = "\U0010ffff"


@dataclass(frozen=True)
class Norwegian:
    """The Norwegian words of the archive at one version, and the compounds that were looked for among them."""

    terms: Mapping[str, str]
    """The term of each word, by its surface; the shortest first."""
    _found: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _listed(self) -> str:
        """All words, a line each: to look into one text is ten times as fast as to look into every word."""
        return "\n".join(self.terms)

    @cached_property
    def _starts(self) -> list[int]:
        """By a number of letters, where the words that have as many or more begin in the list."""
        lengths = Counter(map(len, self.terms))
        return [0, *accumulate(lengths[length] * (length + 1) for length in range(max(lengths, default=0) + 1))]

    def compounds_of(self, word: Term) -> frozenset[str]:
        """The terms of compounds of which the word is a part."""
        if word.surface not in self._found:
            holding = islice(self._holding(word.term[:GLANCE], len(word.term) + 1), MOST_CANDIDATES)
            candidates = [(other, self.terms[other]) for other in holding]
            self._found[word.surface] = frozenset(compounds(word.surface, candidates, self.terms))
        return self._found[word.surface]

    def _holding(self, letters: str, shortest: int) -> Iterator[str]:
        """The words of so many letters or more that hold these, the shortest first."""
        listed = self._listed
        end = self._starts[shortest] if shortest < len(self._starts) else len(listed)
        while (place := listed.find(letters, end)) >= 0:
            start, end = listed.rfind("\n", 0, place) + 1, listed.find("\n", place)
            end = len(listed) if end < 0 else end
            yield listed[start:end]


@lru_cache(maxsize=1)
def _norwegian(version: Version) -> Norwegian:
    words = SearchWord.objects.filter(is_norwegian=True).values_list("surface", "term")
    return Norwegian(dict(sorted(words, key=lambda word: (len(word[0]), word[0]))))


def norwegian_words() -> Mapping[str, str]:
    """The term of each Norwegian word of the archive, by its surface; the shortest first."""
    return _norwegian(current_version()).terms


def expansions(node: Node, version: Version | None = None) -> Expansions:
    """What the words of a query mean besides themselves: compounds, and words that begin so but whose term does not.

    ``version``: that of the archive, where the caller knows it.
    """
    found: dict[str, frozenset[str]] = {}
    for leaf in _words_in(node):
        if isinstance(leaf, Term):
            known = _norwegian(current_version() if version is None else version)
            found[leaf.term] = known.compounds_of(leaf)
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
    # Said twice, because SQLite looks only the range up in its index, and PostgreSQL only the beginning.
    near = SearchWord.objects.alias(word=ByCodePoint("surface")).filter(word__gte=start, word__lt=start + LAST)
    words = near.filter(surface__startswith=start).exclude(term__startswith=start)
    terms = words.values_list("term", flat=True).distinct().order_by(ByCodePoint("term"))
    return frozenset(terms[:MOST_TERMS])
