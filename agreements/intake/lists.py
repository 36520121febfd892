"""Who signed, told as a list under the text: "For the Government of Norway:", and on the next line the name."""

import re
from collections.abc import Sequence

from agreements.intake.gazetteer import PartyMention
from agreements.intake.layout import Layout
from agreements.intake.lexicon import Lexicon
from agreements.intake.people import People, PersonMention

LINE = re.compile(r"[^\n]+")
#: Characters of a line that only says for whom, and from there to the name.
LONGEST_LINE, REACH = 110, 160


def listed_signers(
    layout: Layout, words: Lexicon, parties: Sequence[PartyMention], people: People
) -> list[tuple[PersonMention, str]]:
    """Those who stand in such a list, each with the party's code. Empty unless two parties at least are listed."""
    heads = [head for line in LINE.finditer(layout.text) if (head := _head(layout.text, line, words, parties))]
    found: dict[str, PersonMention] = {}
    for number, party in enumerate(heads):
        ends = heads[number + 1].start if number + 1 < len(heads) else len(layout.text)
        inside = people.within(party.end, min(ends, party.end + REACH))
        if inside and not inside[0].is_speaking:
            found.setdefault(party.code, inside[0])
    return [(mention, code) for code, mention in found.items()] if len(found) > 1 else []


def _head(text: str, line: re.Match[str], words: Lexicon, parties: Sequence[PartyMention]) -> PartyMention | None:
    """The party for which the line says that those after it signed."""
    if len(line.group()) > LONGEST_LINE:
        return None
    side = re.compile(rf"\s*{words.pattern('side').pattern}", re.IGNORECASE).match(text, line.start(), line.end())
    inside = [party for party in parties if line.start() <= party.start < line.end()]
    if side is None or len(inside) != 1:
        return None
    is_all = not text[inside[0].end : line.end()].strip(" :.")
    return inside[0] if is_all or ":" in text[inside[0].end : inside[0].end + 2] else None
