"""Names of people as they are written: runs of capitalised words, with the small words that names hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agreements.intake.letters import LOWER, UPPER
from agreements.text import fold

PARTICLE = r"(?:van|von|der|den|de|da|do|dos|das|di|del|della|la|le|el|al|bin|bint|binti|ibn|av|af|zu|zur|ter|ten|du|y)"
WORD = rf"(?:d['’])?{UPPER}(?:[^\W\d_]|['’](?={UPPER}|{LOWER}{{2}})|-(?=[^\W\d_]))*"
#: "J.", and "H.E." or "D.C." as one.
INITIAL = rf"{UPPER}\.(?:{UPPER}\.)*"
#: One to six words; "Meike van Ginneken", "J. K. Berg", "Bat-Erdene Bat-Ulzii", "Aïcha el-Sayed".
RUN = re.compile(rf"(?:{INITIAL}|{WORD})(?:\s+(?:{PARTICLE}\s+){{0,2}}(?:{INITIAL}|(?:(?:el|al|as)-)?{WORD})){{0,5}}")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+|[\u4e00-\u9fff]{2,3}")
#: A capitalised word of the same letters in another case is a heading, not a name.
MOST_WORDS = 5


@dataclass(frozen=True)
class NameSpan:
    """Words that may be a name, from ``start`` to ``end``."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> list[str]:
        """The words, particles included."""
        return self.text.split()


def name_runs(text: str, start: int, end: int) -> Iterator[NameSpan]:
    """Every run of capitalised words between two offsets."""
    for match in RUN.finditer(text, start, end):
        if match.start() == 0 or not (text[match.start() - 1].isalnum() or text[match.start() - 1] in "_"):
            yield name_span(text, match.start(), match.end())


def name_span(text: str, start: int, end: int) -> NameSpan:
    """The span with its words one space apart, without a possessive at its end."""
    written = text[start:end]
    for ending in ("'s", "’s", "'", "’"):
        if written.endswith(ending):
            end -= len(ending)
            break
    return NameSpan(start, end, " ".join(text[start:end].split()))


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name to compare by: small letters without diacritics."""
    return " ".join(re.findall(r"\w+", fold(name).casefold()))


def is_same(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same words, or all words of the shorter among the longer's."""
    a, b = set(plain(one).split()), set(plain(other).split())
    return a == b or (min(len(a), len(b)) >= 2 and (a <= b or b <= a))
