"""What a set says of each record, declared once for every form it is given out in.

A column is a name and a function of the record. Its value is text, a number, a truth value, None (not recorded) or a
list of texts. Names and order of columns are part of the public interface: add at the end, never rename.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from agreements.models import Agreement, Party, Project, Signatory, Theme
from agreements.text import without_repeats

Cell = str | int | bool | None | list[str]


@dataclass(frozen=True)
class Column:
    """One column: its name and its value for a record."""

    name: str
    value: Callable[[Any], Cell]


def attributes(*names: str) -> list[Column]:
    """Columns that are plain attributes of the record."""
    return [_attribute(name) for name in names]


def _attribute(name: str) -> Column:
    return Column(name, lambda record: _plain(getattr(record, name)))


def _plain(value: Any) -> Cell:
    """Numbers and truth values as they are, None and '' as None, everything else as text."""
    if isinstance(value, bool | int):
        return value
    return str(value) if value not in (None, "") else None


def listed(name: str, values: Callable[[Any], Iterable[Any]]) -> Column:
    """A column that holds a list of texts, each once, in order."""
    return Column(name, lambda record: without_repeats(str(value) for value in values(record)))


AGREEMENT_COLUMNS = [
    *attributes("id", "reference", "title_en", "title_no", "norwegian_form", "kind", "is_legally_binding"),
    listed("parties", lambda agreement: (side.party.code for side in agreement.participations.all())),
    *attributes("signed_on", "place_of_signature", "entry_into_force_on", "entry_into_force_condition"),
    *attributes("valid_until", "term_months", "renewal", "expires_on", "terminated_on", "legal_status"),
    listed("signatories", lambda agreement: (signature.signatory.name for signature in agreement.signatures.all())),
    listed("themes", lambda agreement: (theme.slug for theme in agreement.themes.all())),
    listed(
        "registrations",
        lambda agreement: (f"{entry.register}:{entry.number}" for entry in agreement.registrations.all()),
    ),
    *attributes("summary_en", "summary_no"),
    Column("verified_on", lambda record: _plain(record.verified_on)),
    Column("added_at", lambda record: record.added_at.isoformat()),
    Column("changed_at", lambda record: record.changed_at.isoformat()),
]

SIGNATORY_COLUMNS = [
    *attributes("id", "name", "sort_name"),
    Column("party", lambda signatory: signatory.party.code if signatory.party else None),
    listed("other_names", lambda signatory: (alias.name for alias in signatory.aliases.all())),
    *attributes("wikidata_id", "agreement_count"),
]

PARTY_COLUMNS = attributes("code", "kind", "name_en", "name_no", "existed_from", "existed_until", "agreement_count")

THEME_COLUMNS = [
    *attributes("slug", "label_en", "label_no"),
    Column("broader", lambda theme: theme.broader.slug if theme.broader else None),
    *attributes("scope_note_en", "scope_note_no", "agreement_count"),
]

PROJECT_COLUMNS = [
    *attributes("id", "reference", "title_en", "title_no", "norwegian_form", "status", "started_on", "ended_on"),
    *attributes("budget_amount", "budget_currency"),
    listed("agreements", lambda project: (agreement.pk for agreement in project.public_agreements)),
    listed(
        "parties",
        lambda project: (
            side.party.code for agreement in project.public_agreements for side in agreement.participations.all()
        ),
    ),
    listed("themes", lambda project: (theme.slug for theme in project.themes.all())),
    *attributes("summary_en", "summary_no", "results_en", "results_no"),
    Column("added_at", lambda record: record.added_at.isoformat()),
    Column("changed_at", lambda record: record.changed_at.isoformat()),
]

COLUMNS: dict[type[Any], list[Column]] = {
    Agreement: AGREEMENT_COLUMNS,
    Signatory: SIGNATORY_COLUMNS,
    Party: PARTY_COLUMNS,
    Theme: THEME_COLUMNS,
    Project: PROJECT_COLUMNS,
}
