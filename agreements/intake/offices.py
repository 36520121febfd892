"""Offices in a sentence: the title, the portfolio after it, and what stands before it (whose, acting, incoming)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agreements.intake.gazetteer import PartyMention
from agreements.intake.lexicon import ANY, Lexicon, lexicon

WORD = re.compile(r"[^\W_][\w’'-]*")
COMMON = lexicon(ANY)
CONNECTOR = COMMON.words["connectors"]
#: What may stand between a party and a title, a genitive's ending and a hyphen included.
BETWEEN = re.compile(rf"(?:['’]s?|-|{COMMON.pattern('before_title').pattern})$", re.IGNORECASE)
LEFT_WORD = re.compile(r"(?:[^\W\d_][\w’':.-]*|['’]s?|-)\s*$")
#: Words of a portfolio, at most; a longer phrase is no title.
LONGEST_PORTFOLIO = 14
DEFINITE = re.compile(r"(?:en|et|n)$")


@dataclass(frozen=True)
class Office:
    """An office at ``start``–``end``, up to the end of the portfolio. ``left``: where its modifiers begin.

    ``title`` None: a mere colleague or counterpart. ``qualifier``: a value of ``reading.Capacity``, or None.
    ``party``: the party's mention when it is stated. ``is_definite``: "ministeren", which names one spoken of before.
    """

    left: int
    start: int
    end: int
    title: str | None
    qualifier: str | None
    party: PartyMention | None
    is_definite: bool


class OfficeReader:
    """Finds the offices of one text."""

    def __init__(self, text: str, words: Lexicon, parties: Sequence[PartyMention]) -> None:
        self.text, self.words = text, words
        self._starting = {mention.start: mention for mention in parties}
        self._ending = {mention.end: mention for mention in parties}
        self._stops = [words.pattern(name) for name in ("say", "signed", "present", "relative", "met", "presence")]
        # After an elision ("de l'eau") the next word follows without a space.
        link = words.pattern("link").pattern.removesuffix(r"(?!\w)") + r"(?:(?!\w)|(?<=['’]))"
        # A portfolio follows a preposition; an adjective may come between in Romance languages, and Russian needs none.
        romance = r"(?:[^\W\d_]+\s+)?" if words.language in {"fr", "es", "pt"} else ""
        self._link = re.compile(rf"\s+{romance}{link}\s*", re.IGNORECASE)

    def offices(self, start: int, end: int) -> list[Office]:
        """The offices between two offsets, in order."""
        heads = [*self.words.pattern("offices").finditer(self.text, start, end)]
        heads += self.words.pattern("colleague").finditer(self.text, start, end)
        found: list[Office] = []
        for head in sorted(heads, key=lambda match: match.start()):
            if not found or head.start() >= found[-1].end:
                found.append(self._office(head, start, end))
        return found

    def _office(self, head: re.Match[str], first: int, last: int) -> Office:
        begins = self._with_portfolio_before(head.start(), first)
        left, qualifier, party = self._before(begins, first)
        end, inner = self._portfolio(head.end(), last)
        title_end = end
        if inner is not None and party is None:
            party = inner
        if inner is not None:
            title_end = self._without_party(head.end(), inner)
        colleague = bool(self.words.pattern("colleague").fullmatch(head.group()))
        title = " ".join(self.text[begins:title_end].split())
        return Office(
            left,
            begins,
            end,
            None if colleague else title,
            qualifier or self._by_title(title),
            party,
            bool(DEFINITE.search(head.group())) and bool(self.words.pattern("definite").search(head.group())),
        )

    def _with_portfolio_before(self, start: int, first: int) -> int:
        """English puts a portfolio before the title as well: "Environment and Climate Change Minister"."""
        known = (
            self.words.words.get("portfolio", frozenset()) - CONNECTOR if self.words.language == "en" else frozenset()
        )
        while word := re.search(r"([^\W\d_][\w-]*),?\s+(?:(?:and|&)\s+)?$", self.text[first:start]):
            begins = first + word.start(1)
            if word.group(1).casefold() not in known or word.group(1).islower() or begins in self._starting:
                break
            start = begins
        return start

    def _by_title(self, title: str) -> str | None:
        """What the title itself says of the capacity."""
        if COMMON.pattern("deputy").match(title):
            return "deputy"
        if COMMON.pattern("ambassador").search(title) or "大使" in title:
            return "ambassador"
        return None

    def _before(self, start: int, first: int) -> tuple[int, str | None, PartyMention | None]:
        """Walk left over whose the office is and in what capacity it is held."""
        qualifier, party, left = None, None, start
        while match := LEFT_WORD.search(self.text[first:left]):
            word = match.group().strip()
            begins = first + match.start()
            mention = self._ending.get(begins + len(word)) or self._possessive(begins, word)
            if mention and party is None and mention.start >= first:
                party, left = mention, mention.start
                continue
            named = self._qualifier(word)
            if named is None and not BETWEEN.match(word):
                break
            qualifier, left = qualifier or named, begins
        return left, qualifier, party

    def _possessive(self, begins: int, word: str) -> PartyMention | None:
        """The party in "Ghana’s" or "Netherlands’", where a mention ends before the apostrophe."""
        cut = re.search(r"['’]s?$|:s$|-$", word)
        return self._ending.get(begins + cut.start()) if cut else None

    def _qualifier(self, word: str) -> str | None:
        return next((name for name, pattern in self.words.qualifiers.items() if pattern.fullmatch(word)), None)

    def _portfolio(self, position: int, last: int) -> tuple[int, PartyMention | None]:
        """Where the portfolio after a title ends, and the party named in it ("minister i Kina")."""
        party: PartyMention | None = None
        count = 0
        while count < LONGEST_PORTFOLIO:
            link = self._link.match(self.text, position, last)
            begins = link.end() if link else self._bare(position, last) if count == 0 else None
            if begins is None:
                break
            end, named = self._phrase(begins, last)
            if end == begins:
                break
            party, position, count = party or named, end, count + 3
        return position, party

    def _bare(self, position: int, last: int) -> int | None:
        """Russian puts the portfolio right after the title, in the genitive."""
        gap = re.compile(r"\s+").match(self.text, position, last)
        return gap.end() if gap and self.words.language == "ru" else None

    def _phrase(self, begins: int, last: int) -> tuple[int, PartyMention | None]:
        """Words of a portfolio from ``begins``: its end, and a party among them."""
        end, position, party, is_first = begins, begins, None, True
        for _step in range(LONGEST_PORTFOLIO):
            mention = self._starting.get(position)
            word = WORD.match(self.text, position, last)
            if mention and mention.end <= last:
                party, end = party or mention, mention.end
            elif word is None or self._stops_at(position):
                break
            elif word.group().casefold() in CONNECTOR:
                position = self._skip_spaces(word.end(), last)
                continue
            elif self._belongs(word.group(), is_first):
                end = word.end()
            else:
                break
            is_first = False
            position = self._next(end, last)
        return end, party

    def _stops_at(self, position: int) -> bool:
        return any(pattern.match(self.text, position) for pattern in self._stops)

    def _belongs(self, word: str, is_first: bool) -> bool:
        """Whether a word may stand in a portfolio. The first one may be anything that is capitalised or known."""
        folded = word.casefold()
        if folded in self.words.words.get("portfolio", frozenset()):
            return True
        is_small = word[:1].islower()
        if self.words.language in {"en", "fr", "es", "pt", "de"}:
            return is_first and not is_small
        return (is_small and folded not in self.words.words["function"]) or (is_first and not is_small)

    def _next(self, end: int, last: int) -> int:
        """Where the next word begins: over a space, or over a comma inside a list that ends with "and"."""
        comma = re.compile(r",\s+").match(self.text, end, last)
        if comma is None:
            return self._skip_spaces(end, last)
        rest = self.text[comma.end() : min(last, comma.end() + 80)]
        in_list = re.match(
            r"(?:[\w-]+(?:\s[\w-]+)?,\s+)*[\w-]+(?:\s[\w-]+)?,?\s+(?:and|og|och|&|et|y|e)\s+[\w-]+", rest
        )
        word = WORD.match(rest)
        is_portfolio = word and self._belongs(word.group(), False)
        return comma.end() if in_list and is_portfolio else last

    def _skip_spaces(self, position: int, last: int) -> int:
        while position < last and self.text[position].isspace():
            position += 1
        return position

    def _without_party(self, head_end: int, party: PartyMention) -> int:
        """The end of the title when the party and the preposition before it are left out of it."""
        kept = self.text[head_end : party.start].rstrip(" ,")
        while kept:
            word = kept.split()[-1]
            if word.casefold() not in CONNECTOR and not self.words.pattern("link").fullmatch(word):
                break
            kept = kept[: len(kept) - len(word)].rstrip(" ,")
        return head_end + len(kept)
