"""One row of the IEADB with its members and details, interpreted: the agreement it wants to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agreements.choices import EditorialStatus
from agreements.dates import PartialDate
from agreements.imports.dates import first_contradiction, read_date, year_if_new_years_day
from agreements.imports.ieadb.details import Added, read_added
from agreements.imports.ieadb.kinds import kind_of
from agreements.imports.ieadb.rows import Member, Treaty
from agreements.imports.parties.resolve import Finding, FoundParty, find_parties
from agreements.imports.titles import TITLE_LENGTH, clean_title, same_wording
from agreements.imports.wanted import Key, Values, Wanted
from agreements.models import TerminationGround

#: Fields that the later export touches: a run without it leaves them as a run with it made them.
DETAILED_FIELDS = frozenset(
    {
        "kind", "signed_on", "entry_into_force_on", "place_of_signature", "valid_until", "terminated_on",
        "termination_ground", "date_exception", "editorial_status", "review_note", "register_note",
    }
)  # fmt: skip
#: Where the register shows the text it holds of an agreement.
TEXT_ADDRESS = "https://iea.uoregon.edu/treaty-text/{number}"
NO_SECRETARIAT = {"", "No known secretariat", "Secretariat not yet identified", "No secretariat established"}
#: The locator of the evidence that comes from the later export holds this.
LATER_EXPORT = ", later export"


@dataclass
class Draft:
    """A row on its way to a record: what was read so far, and notes on what has no field of its own."""

    row: Treaty
    members: Sequence[Member]
    added: Added | None
    details: Mapping[str, str] | None
    title: str
    signed_on: PartialDate | None = None
    entry_into_force_on: PartialDate | None = None
    notes: list[str] = field(default_factory=list)
    finding: Finding = field(default_factory=lambda: Finding(()))

    @property
    def day(self) -> PartialDate | None:
        """The day that decides which states the parties were."""
        return self.signed_on or self.entry_into_force_on


def interpret(row: Treaty, members: Sequence[Member], details: Mapping[str, str] | None) -> Draft:
    """Read a row's dates, title and parties. ``details`` None: the run or the later export does not have the row."""
    added = read_added(details) if details is not None else None
    draft = Draft(row, members, added, details, clean_title(row.values["Treaty Name"]))
    _read_dates(draft)
    draft.notes += added.notes if added else []
    countries = [member.country for member in members]
    draft.finding = find_parties(countries, draft.title, draft.day)
    for title in added.titles if added else ():
        if len(draft.finding.parties) < 2:
            # The other titles of an agreement often name the parties that its own title leaves out.
            other = find_parties(countries, title, draft.day)
            draft.finding = draft.finding if other.doubt else other
    return draft


def _read_dates(draft: Draft) -> None:
    """Signature and entry into force; the later export fills gaps and its contradictions are noted."""
    values = draft.row.values
    signed = read_date(values["Signature Date"])
    year = _year(values["Signature Year"])
    draft.signed_on = year_if_new_years_day(signed.date) or year
    if signed.date and year and signed.date.year != year.year:
        draft.notes.append(f"The register gives the year of signature {year} and the date {signed.date}.")
    force = read_date(values["Date IEA entered into force"])
    draft.entry_into_force_on = force.date
    if force.date and force.date == signed.date:
        # The same 1 January twice is the same unknown day of the year twice.
        draft.entry_into_force_on = draft.signed_on
    for name, reading in (("Signature", signed), ("Entry into force", force)):
        if reading.remark:
            draft.notes.append(f"{name}: {reading.remark}.")
    if draft.added:
        _fill_dates(draft, draft.added)


def _year(text: str) -> PartialDate | None:
    date = read_date(text).date
    return PartialDate(date.year) if date else None


def _fill_dates(draft: Draft, added: Added) -> None:
    """Take the dates that only the later export has; note those that it has otherwise."""
    later_signed = year_if_new_years_day(added.signed_on)
    for name, mine, later in (
        ("signed_on", draft.signed_on, later_signed),
        ("entry_into_force_on", draft.entry_into_force_on, added.entry_into_force_on),
    ):
        if later is None or mine == later:
            continue
        if mine is None or (mine.year == later.year and mine.month is None):
            setattr(draft, name, later)
        else:
            draft.notes.append(f"The later export gives {name.replace('_', ' ')} {later}, the export used here {mine}.")


def wanted_record(draft: Draft, party_id: Mapping[str, int], theme_id: Mapping[str, int], source_id: int) -> Wanted:
    """The record that a row wants to be. ``party_id`` is by code, ``theme_id`` by subject."""
    parties = draft.finding.parties
    fields = _fields(draft)
    themes = frozenset[int]()
    if draft.added and draft.added.subject:
        if draft.added.subject in theme_id:
            themes = frozenset({theme_id[draft.added.subject]})
        else:
            draft.notes.append(f"Subject in the register: {draft.added.subject}")
    rows: dict[str, dict[Key, Values]] = {
        "parties": _parties(draft, party_id),
        "registration": {(draft.row.number,): {"url": ""}},
        "texts": _texts(draft),
        "alternative titles": _alternative_titles(draft),
        "evidence": _evidence(draft, source_id),
    }
    notes = [draft.finding.doubt] if draft.finding.doubt else []
    if not draft.title:
        notes.append("The register gives no title.")
    is_whole = len(parties) == 2 and not draft.finding.doubt and bool(draft.title)
    fields["editorial_status"] = EditorialStatus.PUBLISHED if is_whole else EditorialStatus.DRAFT
    fields["review_note"] = "\n".join(notes)
    fields["register_note"] = "\n".join(draft.notes)
    return Wanted(draft.row.number, fields, rows, themes, has_details=draft.added is not None)


def _fields(draft: Draft) -> dict[str, Any]:
    """The agreement's own columns."""
    added = draft.added or Added()
    terminated, remarks = _terminated(draft)
    draft.notes += remarks
    valid_until = None
    if added.ended_on:
        terminated, valid_until = (None, added.ended_on) if added.ran_out else (added.ended_on, None)
    place = added.place
    if len(place) > 200:
        draft.notes.append(f"Place, as the register writes it: {place}")
        place = ""
    return {
        "title_en": draft.title,
        "kind": kind_of(draft.title, draft.row.values["Agreement Type (level 2)"], added.fine_type).value,
        "signed_on": draft.signed_on,
        "entry_into_force_on": draft.entry_into_force_on,
        "place_of_signature": place,
        "valid_until": valid_until,
        "terminated_on": terminated,
        "termination_ground": (added.ground if terminated else TerminationGround.NOT_RECORDED).value,
        "date_exception": _date_exception(draft, valid_until, terminated),
    }


def _terminated(draft: Draft) -> tuple[PartialDate | None, list[str]]:
    """The end that the membership sheet gives, and remarks on dates that no file explains."""
    remarks = []
    ends = []
    for member in draft.members:
        reading = read_date(member.terminated)
        ends.append(reading.date)
        if reading.remark:
            remarks.append(f"End for {member.country}: {reading.remark}.")
        for value in member.further:
            date = read_date(value).date
            if date and date != reading.date:
                remarks.append(f"A further date for {member.country} that the register does not explain: {date}.")
    dates = sorted({date for date in ends if date})
    if len(dates) > 1:
        remarks.append(f"The register gives several ends: {', '.join(map(str, dates))}.")
    return (dates[-1] if dates else None), list(dict.fromkeys(remarks))


def _date_exception(draft: Draft, valid_until: PartialDate | None, terminated: PartialDate | None) -> str:
    """The explanation that readers see when the register's dates are out of order; '' when they are in order."""
    signed, force = ("signature", draft.signed_on), ("entry into force", draft.entry_into_force_on)
    wrong = first_contradiction([signed, force, ("end of the term", valid_until)]) or first_contradiction(
        [signed, force, ("termination", terminated)]
    )
    return f"The register (IEADB) dates the {wrong[1]} before the {wrong[0]}." if wrong else ""


def _parties(draft: Draft, party_id: Mapping[str, int]) -> dict[Key, Values]:
    """The sides by party, each with the dates of its own."""
    by_name = {member.country: member for member in draft.members}
    rows: dict[Key, Values] = {}
    for position, party in enumerate(draft.finding.parties, start=1):
        dates = _own_dates(draft, party, by_name.get(party.stated_as))
        rows[(party_id[party.code],)] = {"position": position, "basis": party.basis.value, **dates}
    return rows


def _own_dates(draft: Draft, party: FoundParty, member: Member | None) -> dict[str, PartialDate | None]:
    """A party's signature, ratification and entry into force; what was odd about them goes into the notes."""
    dates: dict[str, PartialDate | None] = {"signed_on": None, "ratified_on": None, "in_force_on": None}
    if member is None:
        return dates
    for name, value in zip(dates, (member.signed, member.ratified, member.in_force), strict=True):
        reading = read_date(value)
        dates[name] = year_if_new_years_day(reading.date) if name == "signed_on" else reading.date
        if reading.remark:
            draft.notes.append(f"{member.country}, {name.replace('_', ' ')}: {reading.remark}.")
    return dates


def _texts(draft: Draft) -> dict[Key, Values]:
    """Texts by address, and languages without an address. A single language is that of every text."""
    addresses = list(draft.added.addresses) if draft.added else []
    if draft.row.values["Treaty Text"]:
        addresses.append(TEXT_ADDRESS.format(number=draft.row.number))
    languages = draft.added.languages if draft.added else []
    single = languages[0] if len(languages) == 1 else ""
    rows: dict[Key, Values] = {(address, single): {} for address in addresses}
    if not addresses or len(languages) > 1:
        rows.update({("", language): {} for language in languages})
    return rows


def _alternative_titles(draft: Draft) -> dict[Key, Values]:
    """Titles that say more than the record's own, each wording once."""
    others = [member.treaty_name for member in draft.members]
    others += draft.added.titles if draft.added else []
    kept = [draft.title]
    for other in map(clean_title, others):
        if not other or any(same_wording(other, title) for title in kept):
            continue
        if len(other) > TITLE_LENGTH:
            draft.notes.append(f"Another title: {other}")
        else:
            kept.append(other)
    return {(title,): {} for title in kept[1:]}


def _evidence(draft: Draft, source_id: int) -> dict[Key, Values]:
    """The register as the record's source, with what it says beside the fields; the grounds of an end word for word."""
    values = draft.row.values
    place = f"IEA {draft.row.number}"
    remarks = []
    if values["Lineage"] not in {"", "Not Yet Assigned"}:
        remarks.append(f"Lineage: {values['Lineage']} {values['Sequence in lineage']}".strip())
    if values["Secretariat"] not in NO_SECRETARIAT:
        remarks.append(f"Secretariat: {values['Secretariat']}")
    rows: dict[Key, Values] = {("", source_id, place): {"note": "; ".join(remarks)[:500]}}
    if draft.added and draft.details is not None:
        later = f"{place}{LATER_EXPORT} ({draft.details['treatyID']})"[:200]
        rows["", source_id, later] = {"note": f"Version {draft.details['Version']}" if draft.details["Version"] else ""}
        if draft.added.ended_on and draft.added.grounds:
            end = "valid_until" if draft.added.ran_out else "terminated_on"
            rows[end, source_id, later] = {"note": draft.added.grounds[:500]}
            if len(draft.added.grounds) > 500:
                draft.notes.append(f"Ground of the end: {draft.added.grounds}")
    return rows
