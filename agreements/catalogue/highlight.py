"""Marking in a text what was searched for, in the words as they stand there."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from agreements.catalogue.analysis import HYPHENS, Token, each_token, surface, tokens
from agreements.catalogue.glance import Beginnings, can_tell, plainly
from agreements.catalogue.query import Node, Phrase, Prefix, Term, leaves

Span = tuple[int, int]
#: No word or hyphenated word goes beyond it.
_UNBROKEN = re.compile(r"\S+")


@dataclass(frozen=True)
class Matcher:
    """What to mark: words by their terms, words by how they begin, words side by side."""

    terms: frozenset[str]
    starts: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, node: Node | None, expansions: Mapping[str, Collection[str]] | None = None) -> "Matcher":
        """Mark what a query asks for, not what it excludes; with a term also those that it was expanded to."""
        asked = list(leaves(node)) if node else []
        terms = {leaf.term for leaf in asked if isinstance(leaf, Term)}
        further = {found for term in terms for found in (expansions or {}).get(term, ())}
        return cls(
            frozenset(terms | further),
            tuple(leaf.start for leaf in asked if isinstance(leaf, Prefix)),
            tuple(leaf.terms for leaf in asked if isinstance(leaf, Phrase)),
        )

    @classmethod
    def joined(cls, matchers: "Collection[Matcher]") -> "Matcher":
        """Mark what any of these marks."""
        if len(matchers) == 1:
            return next(iter(matchers))
        return cls(
            frozenset().union(*(one.terms for one in matchers)),
            tuple(start for one in matchers for start in one.starts),
            tuple(phrase for one in matchers for phrase in one.phrases),
        )

    def __bool__(self) -> bool:
        return bool(self.terms or self.starts or self.phrases)

    def spans(self, text: str) -> list[Span]:
        """Where the matches stand in the text, in order and apart; one for the pieces of a hyphenated word."""
        if text not in self._spans:
            self._spans[text] = self._spans_in(text)
        return self._spans[text]

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What stands, with a space before it, in a column of the full-text index in which there is a match."""
        words = [*self.terms, *(" ".join(phrase) for phrase in self.phrases)]
        return (*(f" {word} " for word in words), *(f" {start}" for start in self.starts))

    @cached_property
    def _spans(self) -> dict[str, list[Span]]:
        """Those of texts before: a title is asked for them once to see, once to be marked, a name on many rows."""
        return {}

    def _spans_in(self, text: str) -> list[Span]:
        if not self:
            return []
        is_whole = bool(self.phrases) or not can_tell(text)
        found = tokens(text) if is_whole else list(self._near_beginnings(text))
        alone = (span for token in found if (span := self.span(text, token)))
        return _merged(text, sorted([*alone, *self._in_phrases(found)]))

    @cached_property
    def beginnings(self) -> Beginnings:
        """What finds the places in a text where a match may begin."""
        return Beginnings({*self.terms, *(phrase[0] for phrase in self.phrases)}, self.starts)

    def _near_beginnings(self, text: str) -> Iterator[Token]:
        """The tokens of the parts of the text between white space in which a match may begin."""
        end = 0
        for start in self.beginnings.places(plainly(text)):
            if start < end:
                continue
            while start > end and not text[start - 1].isspace():
                start -= 1
            part = _UNBROKEN.match(text, start)
            if part:
                end = part.end()
                for token in each_token(part[0]):
                    yield token._replace(start=token.start + start, end=token.end + start)

    def span(self, text: str, token: Token) -> Span | None:
        """What to mark of a token of the text, taken by itself; None where it is no match."""
        if token.term in self.terms or self._begins(text, token):
            return token.start, token.end
        for extra in token.extras:
            if extra in self.terms:
                place = text.find(extra, token.start, token.end)  # of a pair of characters, the one
                return (place, place + len(extra)) if place >= 0 else (token.start, token.end)
        return None

    def _begins(self, text: str, token: Token) -> bool:
        if not self.starts:
            return False
        return token.term.startswith(self.starts) or surface(text[token.start : token.end]).startswith(self.starts)

    def _in_phrases(self, found: list[Token]) -> Iterator[Span]:
        for phrase in self.phrases:
            for first in range(len(found) - len(phrase) + 1):
                part = found[first : first + len(phrase)]
                if part[0].term == phrase[0] and tuple(token.term for token in part) == phrase:
                    yield from ((token.start, token.end) for token in part)


def _merged(text: str, spans: list[Span]) -> list[Span]:
    """The spans without overlaps; those with no more than a hyphen between them as one."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start] in HYPHENS):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, matcher: Matcher) -> list[tuple[str, bool]]:
    """The text in parts, and of each whether it is a match; together they are the text, and none is empty."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for start, next_end in matcher.spans(text):
        parts += [(text[end:start], False), (text[start:next_end], True)]
        end = next_end
    return [(part, match) for part, match in [*parts, (text[end:], False)] if part]


def highlighted(text: str, matcher: Matcher) -> SafeString:
    """The text as HTML with its matches in ``<mark>``; all of the text itself is escaped."""
    parts = (f"<mark>{escape(part)}</mark>" if match else escape(part) for part, match in marked(text, matcher))
    return SafeString("".join(parts))  # every part is escaped
