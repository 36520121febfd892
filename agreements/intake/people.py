"""People named in a text, with the office each is said to hold and the party they serve where that is stated."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agreements.intake.gazetteer import PartyMention
from agreements.intake.layout import Layout, Sentence
from agreements.intake.letters import UPPER
from agreements.intake.lexicon import ANY, Lexicon, lexicon
from agreements.intake.names import HAN_NAME, NameSpan, is_same, name_runs, name_span, plain
from agreements.intake.offices import Office, OfficeReader
from agreements.intake.vocabulary import Vocabulary

COMMON = lexicon(ANY)
AND = re.compile(r"\s+(?:and|og|och|und|et|y|e|&)\s+(?:the\s+)?", re.IGNORECASE)
#: "From the Indian side".
ON_SIDE = re.compile(rf"\s+{COMMON.pattern('on_side').pattern}", re.IGNORECASE)
FROM_THE = re.compile(r"(?<!\w)(?:from|on|by|for)\s+(?:the\s+)?$", re.IGNORECASE)
ONE_NAME = re.compile(rf"(?<!\w){UPPER}[\w’'-]*")


@dataclass
class Person:
    """Somebody named in the text. ``office``, ``qualifier`` and ``party`` None: not stated. Spans are offsets."""

    name: str
    start: int
    end: int
    office: str | None = None
    office_span: tuple[int, int] | None = None
    qualifier: str | None = None
    party: str | None = None


@dataclass(frozen=True)
class PersonMention:
    """A place at which a person is meant: by name, by family name, or by office ("ministeren")."""

    person: int
    start: int
    end: int
    is_speaking: bool


@dataclass
class People:
    """Everybody named, and where."""

    persons: list[Person] = field(default_factory=list)
    mentions: list[PersonMention] = field(default_factory=list)

    def within(self, start: int, end: int) -> list[PersonMention]:
        """Mentions between two offsets, in order."""
        return [mention for mention in self.mentions if start <= mention.start and mention.end <= end]


class PeopleReader:
    """Finds the people of one text."""

    def __init__(self, layout: Layout, words: Lexicon, parties: Sequence[PartyMention], vocabulary: Vocabulary) -> None:
        self.layout, self.words, self.vocabulary = layout, words, vocabulary
        self.text = layout.text
        self.parties = list(parties)
        self.offices = OfficeReader(self.text, words, parties)
        self.people = People()
        self._unnamed: list[Office] = []
        self._honorific = re.compile(rf"\s*(?:{words.pattern('honorific').pattern}\.?\s+)+", re.IGNORECASE)

    def read(self) -> People:
        """All people. Names first, then those who are meant without their full name."""
        for sentence in self.layout.sentences:
            if self.words.language == "zh":
                self._read_han(sentence)
            else:
                self._read_sentence(sentence)
        self._read_known()
        self._read_sides()
        self._read_family_names()
        self._read_definite_offices()
        self.people.mentions.sort(key=lambda mention: mention.start)
        return self.people

    # Names with an office, an honorific or a verb of saying beside them

    def _read_sentence(self, sentence: Sentence) -> None:
        offices = self.offices.offices(sentence.start, sentence.end)
        runs = self._runs(sentence, offices)
        taken: set[int] = set()
        for office in offices:
            run = self._named_after(office, runs, taken) or self._named_before(office, runs, taken)
            if run is None:
                self._unnamed.append(office)
            else:
                taken.add(run.end)
                self._add(run, office)
        for run in runs:
            if run.end not in taken and self._is_presented(run, sentence):
                self._add(run, None)

    def _runs(self, sentence: Sentence, offices: Sequence[Office]) -> list[NameSpan]:
        """Runs of at least two words that may be names, none of them within an office."""
        edges = [sentence.start, *(edge for office in offices for edge in (office.left, office.end)), sentence.end]
        return [
            run
            for begin, end in zip(edges[::2], edges[1::2], strict=True)
            for found in name_runs(self.text, begin, end)
            for run in self._trimmed(found)
            if len(run.words) > 1
        ]

    def _trimmed(self, run: NameSpan) -> Iterable[NameSpan]:
        """The run without honorifics, parties, offices and function words before it; nothing if no name is left."""
        start = run.start
        while start < run.end:
            word = re.compile(r"\S+").match(self.text, start, run.end)
            if word is None:
                return
            honorific = self._honorific.match(self.text, start, run.end)
            if honorific and honorific.end() > start:
                start = honorific.end()
            elif mention := self._party_at(start):
                start = max(mention.end, word.end())
            elif self._is_no_name(word.group()):
                start = word.end()
            else:
                break
            while start < run.end and not self.text[start].isalpha():
                start += 1
        if start < run.end and not self._is_thing(self.text[start : run.end].split()):
            yield name_span(self.text, start, run.end)

    def _party_at(self, position: int) -> PartyMention | None:
        return next((mention for mention in self.parties if mention.start == position), None)

    def _is_no_name(self, word: str) -> bool:
        folded = word.casefold().strip(".,’'")
        patterns = ("offices", "say", "signed", "side", "by", "with", "between")
        return (
            folded in self.words.words["function"]
            or folded in self.words.days
            or any(self.words.pattern(name).fullmatch(folded) for name in patterns)
            or any(pattern.fullmatch(folded) for pattern in self.words.qualifiers.values())
        )

    def _is_thing(self, words: list[str]) -> bool:
        """Whether a word makes the run the name of an agreement or an institution (not the first: "Park Ji-hoon")."""
        folded = [word.casefold().strip(".,’'") for word in words]
        is_agreement = any(pattern.fullmatch(word) for pattern in self.words.kinds.values() for word in folded)
        return is_agreement or any(word in COMMON.words["institutions"] for word in folded[1:])

    def _named_after(self, office: Office, runs: list[NameSpan], taken: set[int]) -> NameSpan | None:
        """The name right after an office, perhaps past a comma and an honorific."""
        gap = re.compile(r"\s*,?\s*").match(self.text, office.end)
        position = gap.end() if gap else office.end
        honorific = self._honorific.match(self.text, position)
        if honorific:
            position = honorific.end()
        elif "," in self.text[office.end : position] and self._named_before(office, runs, taken):
            # "Amy Khor, Minister of Health, Peter Vik, …": the title belongs to the name before it.
            return None
        return next((run for run in runs if run.start == position), None)

    def _named_before(self, office: Office, runs: list[NameSpan], taken: set[int]) -> NameSpan | None:
        """The name before an office in apposition: "Qu Dongyu, Director General of FAO"."""
        for run in runs:
            if run.end not in taken and run.end < office.left:
                between = self.text[run.end : office.left]
                if re.fullmatch(r"\s*(?:,|\()\s*", between):
                    return run
        return None

    def _is_presented(self, run: NameSpan, sentence: Sentence) -> bool:
        """Whether something beside a name says that it is a person's."""
        before = self.text[sentence.start : run.start]
        after = self.text[run.end : sentence.end]
        honorific = re.search(rf"{self.words.pattern('honorific').pattern}\.?\s*$", before, re.IGNORECASE)
        said = re.search(rf"{self.words.pattern('say').pattern}\s*$", before, re.IGNORECASE)
        says = re.match(rf"\s*{self.words.pattern('say').pattern}", after, re.IGNORECASE)
        return bool(honorific or said or says or self._is_signing(before, after))

    def _is_signing(self, before: str, after: str) -> bool:
        """Whether a name stands right before a verb of signing, or in the list after "signed by"."""
        signed, by = self.words.pattern("signed"), self.words.pattern("by")
        if re.match(rf"\s+(?:(?:has|have|har|hat|haben|have)\s+)?{signed.pattern}", after, re.IGNORECASE):
            return True
        listed = re.search(rf"{by.pattern}(?P<names>[^;:]*)$", before, re.IGNORECASE)
        names = listed["names"] if listed else None
        return bool(
            names is not None
            and signed.search(before)
            and (not names.strip() or re.search(r"(?:,|\band|\bog|\boch|&)\s*$", names))
            and not self.words.pattern("presence").search(names)
        )

    def _add(self, run: NameSpan, office: Office | None, party: str | None = None) -> None:
        index = self._index_of(run)
        person = self.people.persons[index]
        if office is not None:
            if person.office is None and office.title:
                person.office, person.office_span = office.title, (office.start, office.end)
            if office.party:
                person.party = person.party or office.party.code
            person.qualifier = person.qualifier or office.qualifier
        person.party = person.party or party
        self.people.mentions.append(PersonMention(index, run.start, run.end, self._is_speaking(run, office)))

    def _index_of(self, run: NameSpan) -> int:
        """The person of that name: the one there is, under the longer of the two names, or a new one."""
        for index, person in enumerate(self.people.persons):
            if is_same(person.name, run.text):
                if len(run.text) > len(person.name):
                    person.name, person.start, person.end = run.text, run.start, run.end
                return index
        self.people.persons.append(Person(run.text, run.start, run.end))
        return len(self.people.persons) - 1

    def _is_speaking(self, run: NameSpan, office: Office | None) -> bool:
        """Whether a verb of saying stands right beside the person (and the office)."""
        left = min(run.start, office.left) if office else run.start
        right = max(run.end, office.end) if office else run.end
        say = self.words.pattern("say").pattern
        said = re.search(
            rf"{say}\s*(?:{self._honorific.pattern})?$", self.text[max(left - 60, 0) : left], re.IGNORECASE
        )
        return bool(said or re.match(rf",?\s*{say}", self.text[right : right + 40], re.IGNORECASE))

    def _read_han(self, sentence: Sentence) -> None:
        """Chinese: a name follows its office without a space, and a verb or a mark of punctuation follows the name."""
        for office in self.offices.offices(sentence.start, sentence.end):
            party = next((m for m in self.parties if office.start <= m.start < office.end), None)
            name = self._han_name(office.end, sentence.end)
            if name is None:
                continue
            start = party.end if party else office.start
            titled = Office(
                office.left, start, office.end, self.text[start : office.end], office.qualifier, party, False
            )
            self._add(name, titled)

    def _han_name(self, start: int, end: int) -> NameSpan | None:
        """The name at ``start``, up to a verb or a conjunction: a known family name, or the dot of a foreign one."""
        for name in ("signed", "say", "between", "modal", "place"):
            verb = self.words.pattern(name).search(self.text, start, end)
            end = verb.start() if verb else end
        match = HAN_NAME.match(self.text, start, end)
        is_known = match and ("·" in match.group() or match.group()[0] in self.words.words.get("surnames", frozenset()))
        return NameSpan(match.start(), match.end(), match.group()) if match and is_known else None

    def _read_sides(self) -> None:
        """Whom somebody stands for: "for Norway", "frå brasiliansk side", "on behalf of the Government of India"."""
        for party in self.parties:
            start = self._side_start(party)
            sentence = next((s for s in self.layout.sentences if s.start <= party.start < s.end), None)
            if start is None or sentence is None:
                continue
            inside = sorted(self.people.within(sentence.start, sentence.end), key=lambda mention: mention.start)
            left = next((m for m in reversed(inside) if m.end <= start), None)
            right = next((m for m in inside if m.start >= party.end), None)
            mention = left if right is None or (left and self._is_beside(left, start)) else right
            if mention is not None:
                person = self.people.persons[mention.person]
                person.party = person.party or party.code

    def _side_start(self, party: PartyMention) -> int | None:
        """Where the phrase begins that makes a party somebody's: before "for", or before "from the Indian side".

        None for two parties together: "on behalf of Norway and Chile" is said of several people.
        """
        following = next((other for other in self.parties if other.start > party.end), None)
        if following and AND.fullmatch(self.text, party.end, following.start):
            return None
        begins = max(party.start - 60, 0)
        before = self.text[begins : party.start]
        side = re.search(rf"{self.words.pattern('side').pattern}\s*$", before, re.IGNORECASE)
        if side is None and party.is_adjective and ON_SIDE.match(self.text, party.end):
            side = FROM_THE.search(before)
        return begins + side.start() if side else None

    def _is_beside(self, mention: PersonMention, start: int) -> bool:
        """Whether nothing but an office and a verb of signing stands between a person and such a phrase."""
        between = self.text[mention.end : start]
        office = self.people.persons[mention.person].office_span
        if office and mention.end <= office[0] and office[1] <= start:
            between = self.text[mention.end : office[0]] + self.text[office[1] : start]
        between = self.words.pattern("signed").sub("", between)
        return bool(re.fullmatch(r"\s*,?\s*,?\s*", between))

    # Those who are meant otherwise

    def _read_known(self) -> None:
        """People of the archive, in whatever script their name is written."""
        for name, code in self.vocabulary.people:
            if len(name.split()) < 2 and name.isascii():
                continue
            for match in re.finditer(
                rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name), self.text
            ):
                if not any(m.start <= match.start() < m.end for m in self.people.mentions):
                    self._add(NameSpan(match.start(), match.end(), name), None, code.upper() if code else None)

    def _read_family_names(self) -> None:
        """One word of a name that only one person in the text has: "Helgesen", "Minister Fu", "Dr Khor"."""
        owners: dict[str, set[int]] = {}
        for index, person in enumerate(self.people.persons):
            for word in {plain(person.name.split()[0]), plain(person.name.split()[-1])}:
                owners.setdefault(word, set()).add(index)
        for sentence in self.layout.sentences:
            for match in ONE_NAME.finditer(self.text, sentence.start, sentence.end):
                start = match.start()
                span = name_span(self.text, start, match.end())
                persons = owners.get(plain(span.text), set())
                if len(persons) == 1 and not self._is_taken(start):
                    (index,) = persons
                    run = NameSpan(start, span.end, span.text)
                    self.people.mentions.append(PersonMention(index, start, span.end, self._is_speaking(run, None)))

    def _is_taken(self, position: int) -> bool:
        mentioned = any(mention.start <= position < mention.end for mention in self.people.mentions)
        return mentioned or any(party.start <= position < party.end for party in self.parties)

    def _read_definite_offices(self) -> None:
        """The one holder of an office who was named, for "Klima- og miljøministeren signerte"."""
        for office in self._unnamed:
            if office.is_definite and office.title:
                index = self._holder(office)
                if index is not None:
                    run = NameSpan(office.start, office.end, office.title)
                    self.people.mentions.append(
                        PersonMention(index, office.start, office.end, self._is_speaking(run, office))
                    )

    def _holder(self, office: Office) -> int | None:
        """The only person with such an office (and of the party, if it is stated), else the one named last before."""
        stem = re.sub(r"(?:en|et|n)$", "", (office.title or "").casefold())
        code = office.party.code if office.party else None
        able = [
            index
            for index, person in enumerate(self.people.persons)
            if person.office and stem in person.office.casefold() and (code is None or person.party in (code, None))
        ]
        before = [m.person for m in self.people.mentions if m.start < office.start and m.person in able]
        return able[0] if len(able) == 1 else before[-1] if before else None
