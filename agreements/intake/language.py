"""Which language a text is in: its function words, counted. No library tells the Scandinavian languages apart as well
on a short text, because the words that differ are few, common and known."""

import re
from collections import Counter

from agreements.intake.lexicon import LANGUAGES, lexicon

HAN = re.compile(r"[\u4e00-\u9fff]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
#: Share of characters from which a script alone decides.
SCRIPT_SHARE = 0.2
#: Points below which a text has too few words to tell; one telling word makes five.
FEWEST_WORDS = 3
#: Characters that are enough to tell.
SAMPLE = 20_000


def language_of(text: str) -> str | None:
    """One of LANGUAGES; None when the text has too few words of any of them."""
    sample = text[:SAMPLE]
    letters = max(sum(character.isalpha() for character in sample), 1)
    if len(HAN.findall(sample)) > SCRIPT_SHARE * letters:
        return "zh"
    if len(CYRILLIC.findall(sample)) > SCRIPT_SHARE * letters:
        return "ru"
    counts = Counter(re.findall(r"[^\W\d_]+", sample.casefold()))
    scores = {language: _score(counts, language) for language in LANGUAGES}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= FEWEST_WORDS else None


def _score(counts: Counter[str], language: str) -> int:
    """Function words count once; those that no neighbouring language has count five times."""
    words = lexicon(language).words
    common = sum(counts[word] for word in words["function"])
    return common + 4 * sum(counts[word] for word in words.get("telling", frozenset()))
