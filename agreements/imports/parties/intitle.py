"""Which parties a title names: names, former names, and adjectives where they stand for a state."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from agreements.imports.parties.table import Words, normalise, table, words

#: What stands between the names of two parties of one agreement.
JOINED = re.compile(r"\band\b|[-–—/&]|\bwith\b|\by\b|\bet\b|\bund\b")
#: Words with which the subject of an agreement begins: no second party comes after them.
SUBJECT = re.compile(
    r"\b(?:concerning|regarding|relating|relative|respecting|about|to regulate"
    r"|for the (?:protection|purpose|regulation)"
    r"|(?<!commission )(?<!committee )on(?! (?:the|their) (?:one|other|own)))\b"
)
#: What may stand between two names that stand side by side.
BESIDE = re.compile(
    r"\s*(?:[-–—/&]|and)\s*(?:the )?(?:governments? of )?(?:the )?(?:(?:republic|kingdom) of )?(?:the )?"
)
#: What may stand between two names that continue one list ("between A, B and C").
LIST_FILLER = re.compile(
    r"[\s,]*(?:and )?(?:the )?(?:governments? of )?(?:the )?(?:(?:republic|kingdom) of )?(?:the )?"
)
#: Nouns that make an adjective before them mean the state ("the Hungarian Government").
POLITY = re.compile(
    r"\s+(?:(?:federal|federative|peoples|socialist|democratic|provisional|royal|arab|union|military|cantonal)\s+)*"
    r"(?:government|republic|reich|confederation|kingdom|federation|state|side|ministry|administration|crown|empire"
    r"|commonwealth|municipalities|authorities|delegations?)\b"
)
BETWEEN = re.compile(r"\b(?:between|among|entre|zwischen)\b")


@dataclass(frozen=True)
class Mention:
    """A party's name in a normalised title, from ``start`` to ``end``. ``is_adjective``: "Norwegian", not "Norway"."""

    code: str
    start: int
    end: int
    is_adjective: bool


@cache
def _names_by_first_word() -> dict[str, list[tuple[Words, str, bool]]]:
    """Everything to look for, by its first word, the longest first. Code '' is a phrase that means no party."""
    known = table()
    entries: dict[Words, tuple[str, bool]] = {name: (code, True) for name, code in known.adjectives.items()}
    entries.update({name: (code, False) for name, code in known.names.items()})
    entries.update(dict.fromkeys(known.not_parties, ("", False)))
    grouped: dict[str, list[tuple[Words, str, bool]]] = {}
    for name, (code, is_adjective) in entries.items():
        grouped.setdefault(name[0], []).append((name, code, is_adjective))
    for group in grouped.values():
        group.sort(key=lambda entry: -len(entry[0]))
    return grouped


def party_named(name: str) -> str | None:
    """The code of the party that a register's column names, None when the table does not know it."""
    return table().names.get(words(name))


@lru_cache(maxsize=1)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every party that a normalised title mentions, in order; where names overlap, the longest."""
    tokens = list(re.finditer(r"[a-z0-9]+", text))
    read = tuple(token.group() for token in tokens)
    grouped = _names_by_first_word()
    found: list[Mention] = []
    position = 0
    while position < len(tokens):
        for name, code, is_adjective in grouped.get(read[position], ()):
            end = position + len(name)
            if read[position:end] == name:
                if code:
                    found.append(Mention(code, tokens[position].start(), tokens[end - 1].end(), is_adjective))
                position = end - 1
                break
        position += 1
    return tuple(found)


def mentioned_in(title: str) -> set[str]:
    """Codes of all parties that a title mentions by name, parties of the agreement or not."""
    return {mention.code for mention in mentions(normalise(title)) if not mention.is_adjective}


def parties_in_title(title: str) -> list[str]:
    """Codes of the parties between which a title says the agreement is, in its order.

    Two for "between A and B" and for "A-B agreement"; more for a list; one when no second can be made out; none when
    the title names nobody, or names several without saying which are the parties.
    """
    text = normalise(title)
    found = list(_standing_for_states(text, mentions(text)))
    between = BETWEEN.search(text)
    listed = _first_list(text, [mention for mention in found if between and mention.start >= between.end()])
    if len(listed) > 1:
        return listed
    compound = _first_compound(text, found)
    if compound or listed:
        return compound or listed
    distinct = _distinct(mention.code for mention in found)
    return distinct if len(distinct) <= 2 else []


def _standing_for_states(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Names, and adjectives that stand beside another mention or before a word for a state."""
    for index, mention in enumerate(found):
        neighbours = [*found[max(index - 1, 0) : index], *found[index + 1 : index + 2]]
        beside = any(
            other.code != mention.code and _is_beside(text, *sorted((mention, other), key=lambda m: m.start))
            for other in neighbours
        )
        if not mention.is_adjective or beside or POLITY.match(text, mention.end):
            yield mention


def _is_beside(text: str, left: Mention, right: Mention) -> bool:
    """Whether nothing but a joint stands between the two ("Norwegian-Russian", "French and the Kingdom of Spain")."""
    return bool(BESIDE.fullmatch(text[left.end : right.start]))


def _first_list(text: str, found: list[Mention]) -> list[str]:
    """The parties right after "between": the first, the next one joined to it, and any that continue the list."""
    if not found:
        return []
    listed, last = [found[0].code], found[0]
    for mention in found[1:]:
        gap = text[last.end : mention.start]
        if len(listed) == 1:
            if mention.code == listed[0]:
                last = mention
                continue
            if (not JOINED.search(gap) and gap.strip() != ",") or SUBJECT.search(gap):
                break
        elif not LIST_FILLER.fullmatch(gap) or not gap.strip():
            break
        if mention.code not in listed:
            listed.append(mention.code)
        last = mention
    return listed


def _first_compound(text: str, found: list[Mention]) -> list[str]:
    """The first two different parties that stand side by side, when there is exactly one such pair."""
    pairs = {
        frozenset((left.code, right.code)): [left.code, right.code]
        for left, right in pairwise(found)
        if left.code != right.code and _is_beside(text, left, right)
    }
    return next(iter(pairs.values())) if len(pairs) == 1 else []


def _distinct(codes: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(codes))
