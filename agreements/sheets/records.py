"""The sheets of everything besides agreements."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import (
    Agreement,
    Event,
    Evidence,
    Institution,
    InstitutionSuccession,
    Instrument,
    Party,
    PartyName,
    PartySuccession,
    Project,
    Signatory,
    SignatoryAlias,
    Source,
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
)
from agreements.sheets.cells import Amount, Cell, Choice, Date, Day, Kept, Link, Links, Shown
from agreements.sheets.resource import OwnerLink, Pending, RowsOfAnyRecord, Sheet

# Signatories


class SignatorySheet(Sheet):
    """People who signed."""

    sheet_name = "signatories"
    model = Signatory

    name = Cell()
    sort_name = Cell()
    party = Link()
    born_on = Date()
    died_on = Date()
    wikidata_id = Cell()
    slug = Cell()


class AliasSheet(Sheet):
    """Other forms of people's names."""

    sheet_name = "other_names"
    model = SignatoryAlias
    parent = "signatory"

    signatory = Link(fixed=True)
    signatory_name = Shown("signatory", gettext_lazy("name"))
    name = Cell()
    language = Cell()


class TermSheet(Sheet):
    """Offices that people held."""

    sheet_name = "terms_of_office"
    model = TermOfOffice
    parent = "signatory"

    signatory = Link(fixed=True)
    signatory_name = Shown("signatory", gettext_lazy("name"))
    office_en = Cell()
    office_no = Cell()
    institution = Link()
    started_on = Date()
    ended_on = Date()


# Parties and institutions


class PartySheet(Sheet):
    """States and organisations."""

    sheet_name = "parties"
    model = Party

    code = Cell()
    kind = Choice()
    name_en = Cell()
    name_no = Cell()
    official_name_en = Cell()
    official_name_no = Cell()
    existed_from = Date()
    existed_until = Date()


class PartyNameSheet(Sheet):
    """Other names of parties."""

    sheet_name = "other_names"
    model = PartyName
    parent = "party"

    party = Link(fixed=True)
    name = Cell()
    language = Cell()


class PartySuccessionSheet(Sheet):
    """Which parties took the place of others."""

    sheet_name = "successions"
    model = PartySuccession
    parent = "predecessor"

    predecessor = Link(fixed=True)
    successor = Link()
    succeeded_on = Date()


class InstitutionSheet(Sheet):
    """Ministries and agencies."""

    sheet_name = "institutions"
    model = Institution

    party = Link()
    name_en = Cell()
    name_no = Cell()
    native_name = Cell()
    acronym = Cell()
    existed_from = Date()
    existed_until = Date()
    slug = Cell()


class InstitutionSuccessionSheet(Sheet):
    """Which institutions took over from others."""

    sheet_name = "successions"
    model = InstitutionSuccession
    parent = "predecessor"

    predecessor = Link(fixed=True)
    successor = Link()
    succeeded_on = Date()


# Themes and instruments


class ThemeSheet(Sheet):
    """The vocabulary."""

    sheet_name = "themes"
    model = Theme

    label_en = Cell()
    label_no = Cell()
    broader = Link()
    scope_note_en = Cell()
    scope_note_no = Cell()
    slug = Cell()


class AltLabelSheet(Sheet):
    """Other words for themes."""

    sheet_name = "other_labels"
    model = ThemeAltLabel
    parent = "theme"

    theme = Link(fixed=True)
    label = Cell()
    language = Cell()


class MatchSheet(Sheet):
    """Terms of other vocabularies."""

    sheet_name = "matches"
    model = ThemeMatch
    parent = "theme"

    theme = Link(fixed=True)
    vocabulary = Cell()
    term = Cell()
    kind = Choice()
    url = Cell()


class InstrumentSheet(Sheet):
    """Multilateral agreements."""

    sheet_name = "instruments"
    model = Instrument

    name_en = Cell()
    name_no = Cell()
    short_name = Cell()
    adopted_on = Date()
    url = Cell()
    slug = Cell()


# Projects and events


class ProjectSheet(Sheet):
    """Cooperation under agreements."""

    sheet_name = "projects"
    model = Project
    prefetched = ("agreements", "themes", "institutions")

    reference = Cell()
    title_en = Cell()
    title_no = Cell()
    norwegian_form = Choice()
    agreements = Links()
    institutions = Links()
    themes = Links()
    status = Choice()
    started_on = Date()
    ended_on = Date()
    budget_amount = Amount()
    budget_currency = Cell()
    summary_en = Cell()
    summary_no = Cell()
    results_en = Cell()
    results_no = Cell()
    verified_on = Day()
    review_note = Cell()
    editorial_status = Kept()

    def save_rows(self, record: Any, row: Pending) -> None:
        """A published project is of at least one agreement."""
        if record.is_published and "agreements" in row.of("agreements") and not record.agreements.exists():
            raise ValidationError({"agreements": _("A published project is of at least one agreement.")})


class EventSheet(Sheet):
    """Visits, meetings and the like."""

    sheet_name = "events"
    model = Event
    prefetched = ("agreements", "parties", "participants")

    reference = Cell()
    title_en = Cell()
    title_no = Cell()
    norwegian_form = Choice()
    kind = Choice()
    started_on = Date()
    ended_on = Date()
    place = Cell()
    parties = Links()
    participants = Links()
    agreements = Links()
    summary_en = Cell()
    summary_no = Cell()
    verified_on = Day()
    review_note = Cell()
    editorial_status = Kept()


# Sources and evidence


class SourceSheet(Sheet):
    """Pages, registers and documents."""

    sheet_name = "sources"
    model = Source

    publisher = Cell()
    title = Cell()
    url = Cell()
    language = Cell()
    published_on = Date()
    retrieved_on = Day()
    licence = Cell()
    sha256 = Cell()


class EvidenceSheet(RowsOfAnyRecord):
    """Which source supports which fact of a record."""

    sheet_name = "evidence"
    model = Evidence
    parent = "object_id"


class AgreementEvidenceSheet(EvidenceSheet):
    """Evidence for agreements."""

    owner = Agreement

    agreement = OwnerLink(Agreement)
    source = Link()
    source_title = Shown("source", gettext_lazy("source"))
    field = Cell()
    locator = Cell()
    note = Cell()


class ProjectEvidenceSheet(EvidenceSheet):
    """Evidence for projects."""

    owner = Project

    project = OwnerLink(Project)
    source = Link()
    source_title = Shown("source", gettext_lazy("source"))
    field = Cell()
    locator = Cell()
    note = Cell()


class SignatoryEvidenceSheet(EvidenceSheet):
    """Evidence for people."""

    owner = Signatory

    signatory = OwnerLink(Signatory)
    source = Link()
    source_title = Shown("source", gettext_lazy("source"))
    field = Cell()
    locator = Cell()
    note = Cell()


class EventEvidenceSheet(EvidenceSheet):
    """Evidence for events."""

    owner = Event

    event = OwnerLink(Event)
    source = Link()
    source_title = Shown("source", gettext_lazy("source"))
    field = Cell()
    locator = Cell()
    note = Cell()
