"""The stem of a word, whichever of the archive's two languages it is written in.

Texts do not say word by word which language they are in (an English summary quotes a Norwegian title), so a word is
reduced by the rules of both: Snowball's Norwegian algorithm, then its English one (https://snowballstem.org/). Some
forms of a word still come out apart, because one algorithm undoes what the other expects, or because neither knows the
alternation. Rules before, between and after bring those together; each names its words.
"""

import re
from functools import lru_cache
from string import ascii_lowercase
from threading import Lock

from Stemmer import Stemmer

#: Without the memory of their own: stems are remembered here.
_NORWEGIAN, _ENGLISH = Stemmer("norwegian", 0), Stemmer("english", 0)
#: Snowball's objects keep the word they work on, so one thread at a time may use them.
_ONE_AT_A_TIME = Lock()


class _Rules:
    """Patterns with what they are replaced by, one after the other.

    Each begins with a letter, and looks back from there, also for the beginning of the word: a word without that letter
    is passed over in no time. ``ends``: the last letters of all words that a rule changes.
    """

    def __init__(self, *rules: tuple[str, str], ends: str = ascii_lowercase) -> None:
        self._ends = frozenset(ends)
        self._rules = [(re.compile(pattern), replacement) for pattern, replacement in rules]
        self._any = re.compile("|".join(f"(?:{pattern})" for pattern, _ in rules))

    def applied(self, word: str) -> str:
        """The word by the rules; most words meet none, as the last letter tells, or one look at all patterns."""
        if word[-1:] in self._ends and self._any.search(word):
            for pattern, replacement in self._rules:
                word = pattern.sub(replacement, word)
        return word


_BEFORE = _Rules(
    # laks and hav are no lakes and no having: a last letter more, which no rule takes, keeps them apart
    (r"laks(?<=^laks)(?:e|en|ens|ene|enes)?$", "lakss"),
    (r"hav(?<=^hav)(?:e|ing)$", "havv"),
    # Polen and polar are no poles, Ramsar is no ramme (frame), for the same reason
    (r"polen(?<=^polen)s?$", "polenn"),
    (r"polar(?<=^polar)[et]?$", "polarr"),
    (r"ramsar(?<=^ramsar)s?$", "ramsarr"),
    # rivers, lands → river, land; the Norwegian algorithm alone would keep rivers and take the -er of river
    (r"s$(?<=[a-z]{2}[bcdfghjklmnprtvwy]s)", ""),
    # organization, utilize → organisation, utilise
    (r"iz(?<=[a-z]{4}iz)(?=(?:e|ed|er|es|ing|ation)$)", "is"),
    # gray, sulfur → grey, sulphur
    (r"gray(?<=^gray)(?=s?$)", "grey"),
    (r"sulf(?<=^sulf)(?=ur|id|at)", "sulph"),
    # forureining, utslepp, mangfald, berekraftig → forurensing, utslipp, mangfold, bærekraftig, as in Bokmål
    (r"forureining", "forurensing"),
    (r"utslepp", "utslipp"),
    (r"mangfald", "mangfold"),
    (r"berekraft", "barekraft"),
    # environmental → environment
    (r"al(?<=mental)(?:ly)?$", ""),
    # forurensning, overvåkning → forurensing, overvåking, also with their endings
    (r"n(?<=[ks]n)(?=ing(?:a|en|er|ene)?$)", ""),
    # senteret, ministeren → sent, minist, as is made of senter and minister
    (r"er(?<=[a-z]{2}[^aeiouy]ter)(?:en|et)$", ""),
)
_BETWEEN = _Rules(
    # considered, bordering, transferred → consid, bord, transf, as consider, border and transfer are by now
    (r"er(?<=[a-z]{3}er)r*(?:ed|ing)$", ""),
    # ministr-e, sentr-e, registr-e → minist, sent, regist, as is made of minister, senter, register
    (r"r$(?<=[a-z]{2}[^aeiouy]tr)", ""),
    ends="dgr",
)
_AFTER = _Rules(
    # propos-ed, releas-ed → propo, relea, as the English algorithm makes of them once the Norwegian one took their -e
    (r"s$(?<=[a-z]{2}[^s]s)", ""),
    # making → make → mak, as make itself
    (r"e$(?<=[a-z]{3}e)", ""),
    # artikkel, regel, middel → artikl, regl, midl, as in artikler, regler, midler
    (r"([bdfgkpt])(?<=[aeiouy].)\1?el$", r"\1l"),
    # programm-et, romm-et → program, rom: Norwegian never doubles a last m
    (r"mm$(?<=[a-z]{2}mm)", "m"),
    # klima-et, tema-et → klim, tem, as is made of klima and tema
    (r"a$(?<=[aeiouy]ma)", ""),
    ends="aelms",
)


@lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """The stem of a lower-case word of the plain letters a–z; any other word (``co2``, ``дом``) as it is."""
    if not (word.isascii() and word.isalpha()):
        return word
    with _ONE_AT_A_TIME:
        norwegian = _NORWEGIAN.stemWord(_BEFORE.applied(word))
        english = _ENGLISH.stemWord(_BETWEEN.applied(norwegian))
    return _AFTER.applied(english)
