"""Letters for patterns: the standard library's ``re`` has no classes for capital and small letters of all scripts."""

import unicodedata

#: Latin, Greek and Cyrillic blocks (up to U+052F) and Latin Extended Additional, which Vietnamese needs.
BLOCKS = (*range(0x41, 0x530), *range(0x1E00, 0x1F00))


def _letters(category: str) -> str:
    return "".join(chr(point) for point in BLOCKS if unicodedata.category(chr(point)) == category)


#: A class of capital letters and one of small letters, each for one character.
UPPER = f"[{_letters('Lu')}]"
LOWER = f"[{_letters('Ll')}]"
#: Any letter, also of scripts without capitals; for one character.
LETTER = r"[^\W\d_]"
