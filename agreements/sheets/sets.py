"""Which sheets a list of the admin is taken out in: the records themselves, then the rows that belong to them."""

from typing import Any

from django.db import models

from agreements.models import Agreement, Event, Institution, Instrument, Party, Project, Signatory, Source, Theme
from agreements.sheets import agreements, records
from agreements.sheets.resource import Sheet

#: Kind of record → its sheets in the order in which they are brought back.
SHEETS: dict[type[models.Model], tuple[type[Sheet], ...]] = {
    Agreement: (
        agreements.AgreementSheet,
        agreements.SideSheet,
        agreements.SignatureSheet,
        agreements.AlternativeTitleSheet,
        agreements.TextSheet,
        agreements.RelationSheet,
        agreements.RegistrationSheet,
        records.AgreementEvidenceSheet,
    ),
    Signatory: (records.SignatorySheet, records.AliasSheet, records.TermSheet, records.SignatoryEvidenceSheet),
    Party: (records.PartySheet, records.PartyNameSheet, records.PartySuccessionSheet),
    Institution: (records.InstitutionSheet, records.InstitutionSuccessionSheet),
    Theme: (records.ThemeSheet, records.AltLabelSheet, records.MatchSheet),
    Project: (records.ProjectSheet, records.ProjectEvidenceSheet),
    Event: (records.EventSheet, records.EventEvidenceSheet),
    Instrument: (records.InstrumentSheet,),
    Source: (records.SourceSheet,),
}


def sheet_called(model: Any, name: str) -> type[Sheet] | None:
    """The sheet of a kind of record with the name. None: there is none."""
    return next((sheet for sheet in SHEETS[model] if sheet.sheet_name == name), None)
