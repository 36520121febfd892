"""A query in other words, for when nothing is found in its own.

A word that texts have in another way is asked for in that way too: a compound as the words that it is made of
(``miljøavtale``: an ``avtale`` about ``miljø``), and a theme by all that the vocabulary calls it, in either language
(``selfangst``: ``sealing``, ``seals and whales``). Words that say little are left out: ``agreements about salmon`` asks
for ``salmon``. All of it costs exactness, which is why it waits until a query finds nothing as it is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agreements.catalogue.analysis import term, terms
from agreements.catalogue.compounds import divided
from agreements.catalogue.fulltext.expansions import norwegian_words
from agreements.catalogue.query import All, Either, Node, Phrase, Term
from agreements.catalogue.smallwords import ASKING, SMALL, without
from agreements.catalogue.versions import Version, current_version
from agreements.models import Theme, ThemeAltLabel

#: What a theme is called, as terms.
Label = tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """For each label of a theme, without its small words, the other labels of the themes that have it."""

    others: Mapping[Label, frozenset[Label]]
    longest: int
    """Terms of the longest label."""


@lru_cache(maxsize=1)
def _vocabulary(version: Version) -> Vocabulary:
    called: dict[int, set[Label]] = {}
    named = [(pk, label) for pk, *labels in Theme.objects.values_list("pk", "label_en", "label_no") for label in labels]
    for pk, text in [*named, *ThemeAltLabel.objects.values_list("theme_id", "label")]:
        if label := tuple(terms(text)):
            called.setdefault(pk, set()).add(label)
    others: dict[Label, frozenset[Label]] = {}
    for labels in called.values():
        for label in labels:
            asked = tuple(word for word in label if word not in SMALL)
            others[asked] = others.get(asked, frozenset()) | (labels - {label})
    return Vocabulary(others, max(map(len, others), default=0))


def reworded(node: Node) -> Node:
    """The query with other words beside its own; the same where there are none.

    Words that are excluded stay as they are, and so do phrases and what is asked of a field.
    """
    version = current_version()
    return _reworded(node, _vocabulary(version), norwegian_words())


def _reworded(node: Node, vocabulary: Vocabulary, known: Mapping[str, str]) -> Node:
    match node:
        case Term():
            return _choice([node, *_parts(node, known), *_labels([node], vocabulary)])
        case All():
            return without(ASKING, replace(node, parts=tuple(_in_turn(node.parts, vocabulary, known))))
        case Either() if not any(isinstance(part, Phrase) for part in node.parts):  # as a hyphenated word is read
            return _choice([_reworded(part, vocabulary, known) for part in node.parts])
        case _:
            return node


def _in_turn(parts: Sequence[Node], vocabulary: Vocabulary, known: Mapping[str, str]) -> Iterator[Node]:
    """The parts in other words; as many words side by side as together are a label count as one."""
    place = 0
    while place < len(parts):
        for size in range(min(vocabulary.longest, len(parts) - place), 1, -1):
            words = [part for part in parts[place : place + size] if isinstance(part, Term)]
            if len(words) == size and (labels := list(_labels(words, vocabulary))):
                yield _choice([All(tuple(words)), *labels])
                place += size
                break
        else:
            yield _reworded(parts[place], vocabulary, known)
            place += 1


def _labels(words: Sequence[Term], vocabulary: Vocabulary) -> Iterator[Node]:
    """The other labels of the themes that are called so."""
    for label in sorted(vocabulary.others.get(tuple(word.term for word in words), ())):
        yield Phrase(label) if len(label) > 1 else Term(label[0], label[0])


def _parts(word: Term, known: Mapping[str, str]) -> Iterator[Node]:
    """The words of which a compound is made, all of them."""
    if parts := divided(word.surface, known):
        yield All(tuple(Term(term(part), part) for part in parts))


def _choice(nodes: Sequence[Node]) -> Node:
    choices = (part for node in nodes for part in (node.parts if isinstance(node, Either) else (node,)))
    distinct = tuple(dict.fromkeys(choices))
    return Either(distinct) if len(distinct) > 1 else distinct[0]
