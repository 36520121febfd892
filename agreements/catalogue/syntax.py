"""How a query is written: its signs, the names of its fields, and the parts that it falls into."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from agreements.catalogue.analysis import Token, surface, tokens

#: Characters of a query that count; the rest is not read.
MOST_CHARACTERS = 200

OR = frozenset({"or", "OR", "Or", "eller", "ELLER", "Eller", "|"})
AND = frozenset({"AND", "OG"})
NOT = frozenset({"NOT", "IKKE"})

#: The names of fields as readers write them, in any case, with or without diacritics.
_FIELDS = {
    "signatory": ("signatory", "minister", "statsråd", "underskriver", "undertegner"),
    "theme": ("theme", "tema"),
    "party": ("party", "country", "land", "part"),
    "institution": ("institution", "institusjon"),
    "project": ("project", "prosjekt"),
    "title": ("title", "tittel"),
    "kind": ("kind", "slag"),
    "year": ("year", "år"),
}
_FIELD_OF = {surface(word): name for name, words in _FIELDS.items() for word in words}

#: Signs of the language as other keyboards and typographers write them.
_SIGNS = str.maketrans(dict.fromkeys("“”„«»＂〝〞", '"') | {"：": ":", "＊": "*", "｜": "|", "－": "-", "−": "-"})
_PART = re.compile(r'(?P<minus>-?)(?:(?P<name>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query: one word or quotation, with what stands before it."""

    start: int
    """Where ``text`` begins in the query."""
    text: str
    """The word, or the quotation without its marks."""
    quoted: bool
    excluded: bool
    field: str = ""
    """The field in which it is looked for; '' for none."""
    written: str = ""
    """The name of the field as written."""

    @property
    def typed(self) -> str:
        """The part as it may be typed, with what stands before it."""
        text = f'"{self.text}"' if self.quoted else self.text
        return f"{'-' if self.excluded else ''}{self.written}{':' if self.written else ''}{text}"

    def is_sign(self, signs: frozenset[str]) -> bool:
        """Whether the part is one of the signs of the language."""
        return self.text in signs and not (self.quoted or self.excluded or self.field)


def readable(text: str) -> str:
    """What counts of a query, with plain signs and nothing unseen; an odd quotation mark is a space."""
    seen = "".join(
        " " if category == "Cc" else character
        for character in text[:MOST_CHARACTERS].translate(_SIGNS)
        if (category := unicodedata.category(character)) not in ("Cf", "Cs")
    )
    if seen.count('"') % 2:
        seen = " ".join(seen.rsplit('"', 1))
    return seen


@lru_cache
def parts(query: str) -> tuple[Part, ...]:
    """The parts of a readable query in order. A NOT that another part follows goes into that one."""
    written = list(_written(query))
    read: list[Part] = []
    excluding = False
    for place, part in enumerate(written, start=1):
        if part.is_sign(NOT) and place < len(written):
            excluding = True
        else:
            read.append(replace(part, excluded=part.excluded or excluding))
            excluding = False
    return tuple(read)


def words(query: str) -> Iterator[Token]:
    """The words that a readable query asks for, one by one, where they stand in it.

    Signs, names of fields, excluded words and beginnings of words are left out.
    """
    for part in parts(query):
        if not (part.excluded or part.is_sign(OR | AND)):
            for token in tokens(part.text):
                if not part.text.startswith("*", token.end):
                    yield token._replace(start=token.start + part.start, end=token.end + part.start)


def _written(query: str) -> Iterator[Part]:
    """The parts as they are written. What stands before a colon and is no field is a word, or a piece of one."""
    for match in _PART.finditer(query):
        name, excluded, quoted = match["name"] or "", bool(match["minus"]), match["quoted"] is not None
        field, group = _FIELD_OF.get(surface(name), ""), "quoted" if quoted else "word"
        if field:
            yield Part(match.start(group), match[group], quoted, excluded, field, name)
        elif name and quoted:
            yield Part(match.start("name"), name, False, excluded)
            yield Part(match.start(group), match[group], True, excluded)
        else:
            start = match.start("name" if name else group)
            yield Part(start, query[start : match.end(group)], quoted, excluded)
