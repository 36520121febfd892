"""Words that say little beside others: nobody who asks for agreements about salmon wants those alone that say "about".

Words of both languages, as queries mix them. A word that is another one in the other language when its diacritics are
left out (``is``, ice; ``by``, town; ``as``, the town of Ås) is none of them, nor is any in a phrase or a field.
"""

from agreements.catalogue.analysis import term
from agreements.catalogue.query import All, Node, Not, Term, parse

_SMALL = (
    *("about", "and", "between", "concerning", "from", "in", "of", "on", "regarding", "the", "to", "with"),
    *("av", "den", "det", "for", "fra", "i", "med", "mellom", "og", "om", "på", "til", "vedrørende"),
)
_ASKING = (
    *("a", "an", "did", "do", "does", "had", "has", "have", "how", "it", "its", "that", "their", "under", "was"),
    *("were", "what", "when", "where", "which", "who", "whose", "angående", "de", "du", "ei", "en", "er", "et"),
    *("gjelder", "ha", "hadde", "har", "hva", "hvem", "hvilke", "hvilken", "hvor", "når", "sin", "som", "var", "ved"),
    *("agreement", "avtale", "traktat", "treaty"),  # which every record here is …
    *("agree", "agreed", "made", "signed", "avtalt", "enig", "inngått", "signert", "undertegnet"),  # … or tells of
)
#: The terms of words that are not asked for beside others.
SMALL = frozenset(map(term, _SMALL))
#: Those, and the terms of words that are not asked for where nothing has them all.
ASKING = SMALL | frozenset(map(term, _ASKING))


def asked_by(words: str) -> Node | None:
    """The tree of a query without such words; None where there is nothing to search for."""
    node = parse(words)
    return without(SMALL, node) if node else None


def without(small: frozenset[str], node: Node) -> Node:
    """Of several parts, those that are no such words; all of them where nothing else is asked for."""
    if not isinstance(node, All):
        return node
    kept = tuple(part for part in node.parts if not (isinstance(part, Term) and part.term in small))
    if all(isinstance(part, Not) for part in kept):
        return node
    return All(kept) if len(kept) > 1 else kept[0]
