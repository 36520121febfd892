"""What the later export adds to a record: subject, place, languages, texts, other titles, end, notes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from agreements.dates import PartialDate
from agreements.imports.dates import read_date
from agreements.models import TerminationGround

#: Fillers that mean "nothing".
NOTHING = {"", "no", "not known", "unknown", "need orig", "n/a", "?"}
#: Codes of languages that are not those of ISO 639-1, as the register writes them.
LANGUAGES = {"sp": "es", "po": "pt", "jp": "ja", "cn": "zh"}
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SEPARATOR = re.compile(r"\s*[;,]\s*")
_ADDRESS = re.compile(r"https?://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?::\d+)?(?:[/?#][^\s\\<>\"]*)?", re.IGNORECASE)
_GROUNDS = (
    (TerminationGround.PARTY_CEASED, re.compile(r"dissolution|reunification|ceased to exist", re.IGNORECASE)),
    (TerminationGround.LATER_AGREEMENT, re.compile(r"replaced|supersed|superced|term(?:inated)? by \d", re.IGNORECASE)),
    (TerminationGround.NOTICE, re.compile(r"denounce|denunciation|notice", re.IGNORECASE)),
    (TerminationGround.OTHER, re.compile(r"joining (?:of )?(?:the )?EU|phytosanitary", re.IGNORECASE)),
)
_RAN_OUT = re.compile(r"expire|limited duration", re.IGNORECASE)


@dataclass
class Added:
    """What one row of the later export says. '' and None: nothing. ``notes`` is for editors, a line each."""

    place: str = ""
    subject: str = ""
    titles: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    signed_on: PartialDate | None = None
    entry_into_force_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    ran_out: bool = False
    ground: TerminationGround = TerminationGround.NOT_RECORDED
    grounds: str = ""
    fine_type: str = ""
    notes: list[str] = field(default_factory=list)


def read_added(row: Mapping[str, str]) -> Added:
    """Interpret one row of the later export. What cannot be placed is in the notes, word for word."""
    added = Added(subject=row["TypeSubject"], fine_type=row["TypeAgree"])
    added.place = _place(row["Location"])
    if added.place != row["Location"] and row["Location"].casefold() not in NOTHING:
        added.notes.append(f"Place, as the register writes it: {row['Location']}")
    added.titles = [title for title in (row["Title"],) if title]
    if row["TitleAlt"].startswith("Source:"):
        added.notes.append(row["TitleAlt"])
    elif row["TitleAlt"].casefold() not in NOTHING:
        added.titles.append(row["TitleAlt"])
    _read_texts(added, row["TextURL"], row["Language"])
    _read_dates(added, row)
    if row["Comments"]:
        added.notes.append(f"Notes of the register: {row['Comments']}")
    return added


def _place(text: str) -> str:
    """The place without the editors' marks after it ("Bucharest (extract)", "Bucharest _")."""
    if text.casefold() in NOTHING:
        return ""
    return re.sub(r"\s*(?:\(extract\)|_)\s*$", "", text).strip()


def _read_texts(added: Added, url: str, language: str) -> None:
    """Addresses that are addresses, and languages that are codes; the rest into the notes."""
    cleaned = url.replace("\xa0", " ").strip()
    pieces = [piece.strip() for piece in re.split(r"\s*;\s+|\s+;\s*", cleaned) if piece.strip()]
    if pieces and all(_ADDRESS.fullmatch(piece) and len(piece) <= 1000 for piece in pieces):
        added.addresses = list(dict.fromkeys(pieces))
    elif cleaned:
        added.notes.append(f"Where the text is, as the register writes it: {url}")
    for code in filter(None, _SEPARATOR.split(language.strip().casefold())):
        if _LANGUAGE.fullmatch(code):
            added.languages.append(LANGUAGES.get(code, code))
        else:
            added.notes.append(f"Language, as the register writes it: {language}")


def _read_dates(added: Added, row: Mapping[str, str]) -> None:
    """Signature and force, and the end with its ground. A term that ran out is not a termination (VCLT article 54)."""
    for name, column in (("signed_on", "Signature"), ("entry_into_force_on", "Force"), ("ended_on", "End")):
        reading = read_date(row[column])
        setattr(added, name, reading.date)
        if reading.remark:
            added.notes.append(f"{column} in the later export: {reading.remark}.")
    if row["Term"] and row["Term"] != row["End"]:
        added.notes.append(f"Term, as the register writes it: {row['Term']}")
    added.grounds = row["Grounds"]
    if added.grounds and not added.ended_on:
        added.notes.append(f"Ground of termination, without a date: {added.grounds}")
    added.ran_out = bool(_RAN_OUT.search(added.grounds))
    if added.ended_on and not added.ran_out:
        added.ground = next(
            (ground for ground, words in _GROUNDS if words.search(added.grounds)), TerminationGround.NOT_RECORDED
        )
