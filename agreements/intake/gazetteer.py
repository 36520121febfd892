"""Names of parties in a text: states by the names Unicode CLDR gives them in the text's language and in English, their
adjectives, organisations, and every name that the archive knows."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycountry
from babel import Locale
from babel.languages import get_official_languages

from agreements.imports.parties.table import table
from agreements.intake.vocabulary import Vocabulary

WORDS = Path(__file__).parent / "words"
TOKEN = re.compile(r"[^\W_]+")
#: Languages whose adjectives of countries stand in demonyms.toml, and where to look.
DEMONYM_TABLE = {"en": "en", "nb": "nb", "nn": "nb", "sv": "sv", "da": "da"}
NORDIC = {"nb", "nn", "sv", "da"}
APOSTROPHE = re.compile(r"['’]s?(?!\w)|:s(?!\w)")
#: Endings of names (Norges, Chinas) and of adjectives (norske, norskt; norwegische, norwegischen) by language.
NAME_ENDINGS = dict.fromkeys((*NORDIC, "de"), ("s",))
ADJECTIVE_ENDINGS = {
    **dict.fromkeys(NORDIC, ("e", "t", "a", "es", "as")),
    "de": ("e", "er", "en", "es", "em"),
    "fr": ("e", "s", "es", "ne", "nes"),
    "es": ("s",),
    "pt": ("s",),
}
RUSSIAN_ENDING = re.compile(r"(?:ией|иями|иях|ии|ия|ию|ами|ями|ов|ей|ом|ем|ой|ью|а|у|ы|и|е|я|ю|ь|й|о)$")
#: Small words within names, skipped where a name begins with one.
ARTICLES = {"the", "de", "den", "det", "la", "le", "les", "el", "los", "las", "os", "as", "o", "a"}
#: Letters by which the first word of a name is looked up, and below which a Russian word has no ending to cut.
SHORTEST = 3
#: Letters of an acronym among the importers' names, which are folded to small letters there.
LONGEST_ACRONYM = 4


@dataclass(frozen=True)
class PartyMention:
    """A party named at ``start``–``end``, without an apostrophe and what follows it. ``code`` in capitals (NOR, FAO).

    ``is_adjective``: Norwegian, not Norway. ``is_genitive``: "Norges", "Singapore’s".
    """

    code: str
    start: int
    end: int
    is_adjective: bool = False
    is_organisation: bool = False
    is_genitive: bool = False


@dataclass(frozen=True)
class Entry:
    """A name to look for: its words, whose it is ('' is a phrase that means no party), and how it must be written."""

    words: tuple[str, ...]
    code: str
    is_adjective: bool
    is_organisation: bool
    is_acronym: bool


class Gazetteer:
    """All names known for one language, found by their first word."""

    def __init__(self, language: str, vocabulary: Vocabulary) -> None:
        self.language = language
        self._by_first: dict[str, list[Entry]] = {}
        seen: set[tuple[tuple[str, ...], str]] = set()
        for name, code, is_adjective in _names(language, vocabulary):
            entry = _entry(name, code, is_adjective)
            if entry and (entry.words, entry.code) not in seen:
                seen.add((entry.words, entry.code))
                self._by_first.setdefault(self._key(entry.words[0]), []).append(entry)
        for group in self._by_first.values():
            # Stable: what came first (the archive's own names) wins between names of one length.
            group.sort(key=lambda entry: -len(entry.words))
        self._han = _han_pattern(self._by_first) if language == "zh" else None

    def mentions(self, text: str) -> list[PartyMention]:
        """Every party named in the text, in order; where names overlap, the longest."""
        if self._han is not None:
            pattern, codes = self._han
            return [PartyMention(codes[m.group()], m.start(), m.end()) for m in pattern.finditer(text)]
        tokens = list(TOKEN.finditer(text))
        found: list[PartyMention] = []
        position = 0
        while position < len(tokens):
            entry = self._match(tokens, position)
            if entry is None:
                position += 1
                continue
            last = position + len(entry.words) - 1
            if entry.code:
                found.append(self._mention(entry, text, tokens[position].start(), tokens[last]))
            position = last + 1
        return found

    def _mention(self, entry: Entry, text: str, start: int, last: re.Match[str]) -> PartyMention:
        inflected = self.language in NAME_ENDINGS and self._stem(last.group()) != self._stem(entry.words[-1])
        is_genitive = not entry.is_adjective and (inflected or bool(APOSTROPHE.match(text, last.end())))
        return PartyMention(entry.code, start, last.end(), entry.is_adjective, entry.is_organisation, is_genitive)

    def _match(self, tokens: list[re.Match[str]], position: int) -> Entry | None:
        """The longest entry that begins at the token."""
        for entry in self._by_first.get(self._key(tokens[position].group()), ()):
            end = position + len(entry.words)
            if end <= len(tokens) and self._is(entry, [token.group() for token in tokens[position:end]]):
                return entry
        return None

    def _is(self, entry: Entry, words: list[str]) -> bool:
        if entry.is_acronym:
            return words[0] == entry.words[0] or words[0] == f"{entry.words[0]}s"
        if not entry.is_adjective and words[0].islower() and self.language != "zh":
            return False
        *first, last = words
        if any(self._stem(word) != self._stem(own) for word, own in zip(first, entry.words, strict=False)):
            return False
        return self._is_form(last, entry)

    def _is_form(self, word: str, entry: Entry) -> bool:
        """Whether the last word is the entry's, or a form of it."""
        own = self._stem(entry.words[-1])
        stem = self._stem(word)
        endings = (ADJECTIVE_ENDINGS if entry.is_adjective else NAME_ENDINGS).get(self.language, ())
        return stem == own or any(stem == own + ending for ending in endings)

    def _stem(self, word: str) -> str:
        word = word.casefold()
        return RUSSIAN_ENDING.sub("", word) if self.language == "ru" and len(word) > SHORTEST else word

    def _key(self, word: str) -> str:
        return self._stem(word)[:SHORTEST]


def _entry(name: str, code: str, is_adjective: bool) -> Entry | None:
    words = tuple(TOKEN.findall(name))
    while len(words) > 1 and words[0].casefold() in ARTICLES:
        words = words[1:]
    if not words or len("".join(words)) < 2:
        return None
    is_acronym = len(words) == 1 and words[0].isupper() and words[0].isascii()
    is_organisation = code in _organisations()
    return Entry(words, code, is_adjective, is_organisation, is_acronym)


@cache
def _organisations() -> frozenset[str]:
    known = {party.code.upper() for party in table().parties.values() if party.kind == "organisation"}
    return frozenset(known | {code.upper() for code in _organisation_table()})


def _names(language: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str, bool]]:
    """Names with their codes, the archive's own first; True for adjectives."""
    for name, code in vocabulary.party_names:
        yield name, code.upper(), name[:1].islower() or name.casefold() in _all_demonyms()
    for alpha_2, code in _countries():
        for locale in dict.fromkeys((language, "en")):
            territories = Locale.parse(locale).territories
            if alpha_2 in territories:
                yield from ((name, code, False) for name in _forms(territories[alpha_2]))
    in_archive = _codes_in_the_archive(vocabulary)
    for code, names in _organisation_table().items():
        yield from ((name, in_archive.get(code, code).upper(), False) for name in names)
    yield from ((name, in_archive.get(code, code).upper(), False) for name, code in _of_the_importers())
    # Phrases that hold a party's name and mean none.
    yield from ((" ".join(words).title(), "", False) for words in table().not_parties)
    # After the names: "New Zealand" is both.
    yield from _demonyms(language)


def _of_the_importers() -> Iterator[tuple[str, str]]:
    """Former states, organisations and spellings that the table of the importers knows, which are folded."""
    for words, code in table().names.items():
        joined = " ".join(words)
        is_acronym = len(words) == 1 and len(joined) <= LONGEST_ACRONYM and joined not in _short_names()
        yield (joined.upper() if is_acronym else joined.title()), code


@cache
def _short_names() -> frozenset[str]:
    """Names of countries as short as an acronym: Iran, Cuba, Togo."""
    english = Locale("en").territories
    return frozenset(english[alpha_2].casefold() for alpha_2, _alpha_3 in _countries() if alpha_2 in english)


def _codes_in_the_archive(vocabulary: Vocabulary) -> dict[str, str]:
    """The archive's code of an organisation, by ours, where it has a record of its own (EUE for our EU)."""
    known = {name.casefold(): code for name, code in vocabulary.party_names}
    return {
        code: known[name.casefold()]
        for code, names in _organisation_table().items()
        for name in names
        if name.casefold() in known
    }


@cache
def _organisation_table() -> dict[str, list[str]]:
    organisations: dict[str, list[str]] = tomllib.loads((WORDS / "organisations.toml").read_text(encoding="utf-8"))
    return organisations


def _forms(name: str) -> Iterator[str]:
    """A CLDR name, and what is left of it without a bracket (“Myanmar (Burma)”) and after a comma."""
    yield name
    if "(" in name:
        yield name.split("(")[0].strip()
        yield name.split("(")[1].rstrip(")").strip()
    for short, long in (("Saint ", "St. "), ("&", "and")):
        if short in name:
            yield name.replace(short, long)


def _demonyms(language: str) -> Iterator[tuple[str, str, bool]]:
    """Adjectives: of the table, or CLDR's name of the language that most people of one country speak."""
    if language in DEMONYM_TABLE:
        for code, names in _demonym_table()[DEMONYM_TABLE[language]].items():
            yield from ((name, code.upper(), True) for name in names)
        return
    for spoken, code in _languages_of_countries().items():
        name = Locale.parse(language).languages.get(spoken)
        if name and language != "zh":
            yield name, code, True


@cache
def _demonym_table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads((WORDS / "demonyms.toml").read_text(encoding="utf-8"))
    return table


@cache
def _all_demonyms() -> frozenset[str]:
    return frozenset(
        name.casefold() for table in _demonym_table().values() for names in table.values() for name in names
    )


@cache
def _countries() -> tuple[tuple[str, str], ...]:
    """(alpha-2, alpha-3) of today's states and territories, Kosovo included (ISO 3166-1, and its user-assigned XK)."""
    return (*((country.alpha_2, country.alpha_3) for country in pycountry.countries), ("XK", "XKX"))


@cache
def _languages_of_countries() -> dict[str, str]:
    """Languages that are official (CLDR) in one state alone or are named after one: code of language → of state."""
    spoken: dict[str, list[str]] = {}
    for alpha_2, alpha_3 in _countries():
        for language in get_official_languages(alpha_2):
            spoken.setdefault(language, []).append(alpha_3)
    single = {language: codes[0] for language, codes in spoken.items() if len(codes) == 1 and len(language) == 2}
    return single | {"zh": "CHN", "de": "DEU", "fr": "FRA", "es": "ESP", "pt": "PRT", "ru": "RUS", "sv": "SWE",
                     "da": "DNK", "no": "NOR", "nb": "NOR", "nl": "NLD", "it": "ITA", "tr": "TUR", "el": "GRC",
                     "ko": "KOR", "fi": "FIN"}  # fmt: skip


def _han_pattern(by_first: dict[str, list[Entry]]) -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {"".join(e.words): e.code for group in by_first.values() for e in group if e.code and not e.is_adjective}
    names = sorted((name for name in codes if not name.isascii()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))), codes


@cache
def gazetteer(language: str, vocabulary: Vocabulary) -> Gazetteer:
    """The gazetteer of a language and an archive, made once."""
    return Gazetteer(language, vocabulary)


def distinct(mentions: Iterable[PartyMention]) -> list[str]:
    """Codes in order, each once."""
    return list(dict.fromkeys(mention.code for mention in mentions))
