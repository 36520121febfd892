"""Norwegian writes compounds as one word: klima + gass + utslipp, kvote + handel, arbeid + s + marked.

Whoever searches for ``utslipp`` means ``klimagassutslipp`` too, and whoever searches for ``klimaavtale``, which no text
has, means an ``avtale`` about ``klima``. A word is taken for a compound only where all of it can be read as words of
the archive, so that ``port`` does not find ``transport``: nothing is known that ``trans`` would be.
"""

from collections.abc import Container, Iterable, Iterator

from agreements.catalogue.analysis import is_unspaced, surface, term

#: Letters of the word looked for, and of every other part of a compound, at least.
SHORTEST, SHORTEST_OTHER = 4, 3
#: Letters that may link two parts: miljø-vern-s-avtale, barn-e-hage.
_LINKS = "se"
#: Endings that the last part may have without being known with it.
_ENDINGS = ("", "a", "e", "en", "er", "et", "ene", "ens", "ers", "ets", "enes", "n", "s")
#: Letters that a surface lost at the seam of two words, by the letter before: miljø-energi, Tana-avtale.
_LOST = {"a": ("", "a", "e"), "o": ("", "e")}
#: What may stand in the archive as a word or an abbreviation, but begins or ends a word that is no compound.
_NO_PARTS = frozenset(
    {
        *("eks", "for", "fra", "inn", "inter", "med", "mot", "non", "opp", "pre", "pro", "sub", "til", "trans", "ved"),
        *("den", "det", "ene", "ent", "ere", "est", "het", "ing", "isk", "ist", "lig", "ning"),
    }
)


def compounds(word: str, candidates: Iterable[tuple[str, str]], known: Container[str]) -> set[str]:
    """The terms of those candidates of which the word, in any of its forms, is a part; not the word's own term.

    ``word``: as typed, or its surface. ``candidates``: surface and term of Norwegian words that may hold it.
    ``known``: the surfaces of Norwegian words of the archive, of which the other parts must be one.
    """
    wanted = term(word)
    if len(surface(word)) < SHORTEST or is_unspaced(word):
        return set()
    return {found for written, found in candidates if found != wanted and _has_part(written, wanted, known)}


def divided(word: str, known: Container[str]) -> tuple[str, ...]:
    """The fewest known words that make up a compound, as surfaces; empty where they are not at least two.

    ``word``: as typed, or its surface. ``known``: the surfaces of Norwegian words of the archive.
    """
    compound = surface(word)
    read: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(SHORTEST_OTHER, len(compound) + 1):
        readings = [(*read[start], part) for start in sorted(read) for part in _words(compound, start, end, known)]
        if readings:
            read[end] = min(readings, key=len)
    parts = read.get(len(compound), ())
    return parts if len(parts) > 1 else ()


def _words(compound: str, start: int, end: int, known: Container[str]) -> Iterator[str]:
    """The words that a piece of a compound can be: as it is, without a link after it, with a letter lost before it."""
    is_last = end == len(compound)
    for lost in _LOST.get(compound[start - 1], ("",)) if start else ("",):
        for last in _without_link(compound, end):
            part = lost + compound[start:last]
            bare = (part.removesuffix(ending) for ending in (_ENDINGS if is_last else ("",)))
            if len(part) >= (SHORTEST if is_last else SHORTEST_OTHER) and any(_is_part(one, known) for one in bare):
                yield part


def _has_part(compound: str, wanted: str, known: Container[str]) -> bool:
    """Whether a part of the compound has the term, and all before and after it can be read as known words."""
    head = wanted[:SHORTEST_OTHER]
    starts = sorted(_beginnings(compound, compound.rfind(head), known))
    starts = [start for start in starts if compound.startswith(head, start)]
    ends = sorted(_rests(compound, starts[0] + SHORTEST, known)) if starts else []
    return any(
        term(compound[start:end]) == wanted
        for start in starts
        for after in ends
        for end in _without_link(compound, after)
        if end - start >= SHORTEST and (start > 0 or after < len(compound))
    )


def _without_link(compound: str, end: int) -> tuple[int, ...]:
    """Where a part ends after which the next begins at ``end``: there, or before a letter that links the two."""
    return (end, end - 1) if 0 < end < len(compound) and compound[end - 1] in _LINKS else (end,)


def _beginnings(compound: str, last: int, known: Container[str]) -> set[int]:
    """The places up to which a compound can be read as known words, none after ``last``; 0 among them."""
    found = {0}
    for end in range(SHORTEST_OTHER, last + 1):
        if any(_is_part(compound[start:last], known) for start in found for last in _without_link(compound, end)):
            found.add(end)
    return found


def _rests(compound: str, first: int, known: Container[str]) -> set[int]:
    """The places from which on a compound can be read as known words, the last with any ending; its end among them.

    None is before ``first``.
    """
    found = {len(compound)}
    for start in range(len(compound) - SHORTEST_OTHER, first - 1, -1):
        rest = compound[start:]
        bare = (rest.removesuffix(ending) for ending in _ENDINGS if rest.endswith(ending))
        if any(_is_part(part, known) for part in bare) or any(
            _is_part(compound[start:last], known) for end in found for last in _without_link(compound, end)
        ):
            found.add(start)
    return found


def _is_part(part: str, known: Container[str]) -> bool:
    return len(part) >= SHORTEST_OTHER and part not in _NO_PARTS and part in known
