"""Did you mean: words of the archive that a mistyped word is nearest to, and the query with them in its place.

Nearest by optimal string alignment: letters left out, put in, changed, or two neighbours exchanged count as one edit.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from agreements.catalogue.analysis import Token, is_unspaced, surface
from agreements.catalogue.syntax import readable, words

#: Letters of a word that may have two edits rather than one, and of one that may have any, at least.
LONG, SHORTEST = 6, 4
#: Suggestions for a word, and mistyped words in a query, at most. A query with more of them is not a slip of the keys.
MOST_SUGGESTIONS, MOST_MISTYPED = 3, 3


def suggestions(word: str, vocabulary: Mapping[str, str]) -> list[str]:
    """Surfaces of the vocabulary that the word may be a slip for, the best first, at most three.

    ``vocabulary``: the term of each word of the archive, by its surface. Fewer edits come first, then the same first
    letter, then words that the archive has in more forms (slips of its own it has in one), then the same length, then
    the alphabet. Words with digits, of fewer than four letters, or of scripts without spaces have none, and no word has
    itself.
    """
    typed = surface(word)
    if len(typed) < SHORTEST or is_unspaced(typed) or not typed.isalpha():
        return []
    most_edits = 2 if len(typed) >= LONG else 1
    found = extract(typed, list(vocabulary), scorer=OSA.distance, processor=None, score_cutoff=most_edits, limit=None)
    forms = Counter(vocabulary.values())
    ranked = sorted(
        (edits, other[0] != typed[0], -forms[vocabulary[other]], abs(len(other) - len(typed)), other)
        for other, edits, _ in found
        if edits and other.isalpha()
    )
    return [other for *_, other in ranked[:MOST_SUGGESTIONS]]


def corrections(query: str, vocabulary: Mapping[str, str], written: Mapping[str, str] | None = None) -> Iterator[str]:
    """The query with its mistyped words replaced and all else kept, in the ways that the suggestions allow, best first.

    ``written``: how texts have the words, by surface; those that are missing are put in as surfaces. A word is mistyped
    if no word of the vocabulary has its term. Nothing if none is, or if one has no suggestion. Whoever shows a
    correction sees to it that it finds something.
    """
    text, known = readable(query), set(vocabulary.values())
    mistyped = [token for token in words(text) if known.isdisjoint((token.term, *token.extras))]
    if not 0 < len(mistyped) <= MOST_MISTYPED:
        return
    choices = [_as_typed(text[token.start : token.end], vocabulary, written or {}) for token in mistyped]
    ranked = sorted(product(*map(enumerate, choices)), key=lambda chosen: sum(rank for rank, _ in chosen))
    for chosen in ranked:
        yield _replaced(text, mistyped, (other for _, other in chosen))


def _as_typed(word: str, vocabulary: Mapping[str, str], written: Mapping[str, str]) -> list[str]:
    """The suggestions for a word as texts have them, with a capital where the word has one."""
    found = [written.get(other, other) for other in suggestions(word, vocabulary)]
    return [other[:1].upper() + other[1:] for other in found] if written and word[:1].isupper() else found


def _replaced(text: str, places: Iterable[Token], others: Iterable[str]) -> str:
    parts, end = [], 0
    for token, other in zip(places, others, strict=True):
        parts += [text[end : token.start], other]
        end = token.end
    return "".join([*parts, text[end:]]).strip()
