"""Two seeded vocabularies: some words of theirs stand on every third record, most on hardly any."""

import random
from collections.abc import Collection, Sequence
from itertools import accumulate

CONSONANTS, VOWELS = "bdfgklmnprstv", "aeiou"
#: A word that ends in one of these is its own stem in English and in Norwegian, so that every engine finds the same.
LAST = "bkmp"
#: Words of a language.
SIZE = 10_000
#: Zipf's law as Mandelbrot put it: the word of rank r is as frequent as 1 / (r + SHIFT). It makes broad words.
SHIFT = 40
#: Every so many ranks stands a real word, as long as there are some.
REAL_WORD_EVERY = 7

ENGLISH = (
    "mercury", "ozone", "climate", "wetland", "salmon", "glacier", "sulphur", "plastic", "methane", "sewage", "whaling",
    "seabird", "radon", "permafrost", "peatland", "asbestos", "aquifer", "plankton", "lichen", "smelter", "estuary",
    "krill", "tundra", "walrus", "dioxin", "cadmium", "mangrove", "lynx",
)  # fmt: skip
NORWEGIAN = (
    "kvikksølv", "klima", "utslipp", "våtmark", "laks", "isbre", "svovel", "plast", "metan", "kloakk",
    "hvalfangst", "sjøfugl", "radon", "torvmyr", "asbest", "grunnvann", "plankton", "smelteverk", "fjord", "krill",
    "tundra", "hvalross", "dioksin", "kadmium", "mangrove", "gaupe",
)  # fmt: skip


class Language:
    """Words of one language to draw texts from, ``words``: most frequent first. ``made_up``: without a meaning."""

    def __init__(self, rng: random.Random, real: Sequence[str], taken: Collection[str] = ()) -> None:
        self.made_up = _made_up(rng, SIZE - len(real), taken)
        self.words = _mixed(self.made_up, real)
        self._weights = list(accumulate(1 / (rank + SHIFT) for rank in range(SIZE)))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """So many words, each independent of the others."""
        return rng.choices(self.words, cum_weights=self._weights, k=count)

    def text(self, rng: random.Random, count: int) -> str:
        """Sentences of so many words altogether."""
        words = self.draw(rng, count)
        sentences = [words[start : start + 12] for start in range(0, count, 12)]
        return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)


def languages(seed: int) -> tuple[Language, Language]:
    """The English-like and the Norwegian-like language; no made-up word is in both."""
    rng = random.Random(seed)
    english = Language(rng, ENGLISH)
    return english, Language(rng, NORWEGIAN, taken=set(english.made_up))


def _made_up(rng: random.Random, count: int, taken: Collection[str]) -> list[str]:
    """Different words of five or seven letters, consonants and vowels by turns: too short to be made of one another."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = [rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.choice((2, 3, 3, 3)))]
        word = "".join(syllables) + rng.choice(LAST)
        if word not in taken:
            found[word] = None
    return list(found)


def _mixed(made_up: list[str], real: Sequence[str]) -> list[str]:
    words = list(made_up)
    for number, word in enumerate(real):
        words.insert(number * REAL_WORD_EVERY, word)
    return words
