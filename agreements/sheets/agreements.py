"""The sheets of agreements: the agreements themselves, with their two parties, and the rows that belong to them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementText,
    AlternativeTitle,
    Registration,
    Relation,
    Signature,
)
from agreements.sheets.cells import Cell, Choice, Date, Day, Kept, Link, Links, Shown, Whole, YesNo
from agreements.sheets.resource import Pending, Sheet


class Side(Link):
    """The party, or the institution that acts for it, on one side of an agreement."""

    def __init__(self, part: str, position: int) -> None:
        super().__init__(attribute=part)
        self.position = position

    @cached_property
    def field(self) -> Any:
        return AgreementParty._meta.get_field(self.attribute)

    @property
    def words(self) -> str:
        return f"{super().words} {self.position}"

    def value(self, record: Any) -> int | None:
        for side in record.participations.all():
            if side.position == self.position:
                pk: int | None = getattr(side, self.field.attname)
                return pk
        return None

    def put(self, record: Any, value: Any) -> None:
        """Sides wait for the agreement to be saved."""


#: Columns of the two sides, by position.
SIDES = {1: ("party_1", "institution_1"), 2: ("party_2", "institution_2")}


class AgreementSheet(Sheet):
    """Agreements."""

    sheet_name = "agreements"
    model = Agreement
    prefetched = ("participations", "themes", "instruments")

    reference = Cell()
    title_en = Cell()
    title_no = Cell()
    norwegian_form = Choice()
    kind = Choice()
    is_legally_binding = YesNo()
    party_1 = Side("party", 1)
    institution_1 = Side("institution", 1)
    party_2 = Side("party", 2)
    institution_2 = Side("institution", 2)
    signed_on = Date()
    place_of_signature = Cell()
    entry_into_force_on = Date()
    entry_into_force_condition = Choice()
    provisionally_applied_from = Date()
    entry_into_force_note = Cell()
    valid_until = Date()
    term_months = Whole()
    renewal = Choice()
    terminated_on = Date()
    termination_ground = Choice()
    date_exception = Cell()
    depositary = Cell()
    summary_en = Cell()
    summary_no = Cell()
    themes = Links()
    instruments = Links()
    verified_on = Day()
    review_note = Cell()
    editorial_status = Kept()

    def save_rows(self, record: Any, row: Pending) -> None:
        """Write the sides that change; a party that moves to the other side takes its dates along."""
        meant = row.of(*SIDES[1], *SIDES[2])
        if not meant:
            return
        before = {side.position: side for side in AgreementParty.objects.filter(agreement=record)}
        by_party = {side.party_id: side for side in before.values()}
        wanted = {position: self._side(names, meant, before.get(position)) for position, names in SIDES.items()}
        for position, side in before.items():
            if wanted[position][0] != side.party_id:
                AgreementParty.objects.get(pk=side.pk).delete()
        for position, (party, institution) in wanted.items():
            if party is not None:
                self._write_side(record, position, party, institution, before.get(position), by_party.get(party))
            elif institution is not None:
                raise ValidationError({SIDES[position][1]: _("An institution acts for a party; write the party too.")})
        self._refuse_orphans(record)
        record._prefetched_objects_cache = {}
        record.clean()

    @staticmethod
    def _side(names: tuple[str, str], meant: dict[str, Any], now: Any) -> tuple[int | None, int | None]:
        """The party and the institution that a side is to have."""
        party, institution = names
        return (
            meant.get(party, now.party_id if now else None),
            meant.get(institution, now.institution_id if now else None),
        )

    @staticmethod
    def _write_side(record: Any, position: int, party: int, institution: int | None, now: Any, moving: Any) -> None:
        """Save one side, if it changes. ``now``: who stood here; ``moving``: the party's row, wherever it stood."""
        if now is not None and now.party_id == party and now.institution_id == institution:
            return
        side = moving or AgreementParty(agreement=record, party_id=party)
        if now is None or now.party_id != party:
            side.pk = None
            side._state.adding = True
        side.agreement, side.position, side.institution_id = record, position, institution
        try:
            side.full_clean()
        except ValidationError as error:
            columns = {"party": SIDES[position][0], "institution": SIDES[position][1]}
            if hasattr(error, "error_dict"):
                raise ValidationError(
                    {columns.get(name, name): text for name, text in error.error_dict.items()}
                ) from error
            raise
        side.save()

    @staticmethod
    def _refuse_orphans(record: Any) -> None:
        """Raise ValidationError when somebody signed for one who is no longer a party."""
        orphan = record.signatures.exclude(party__participations__agreement=record).select_related("party").first()
        if orphan is not None:
            raise ValidationError(_("Somebody signed for %(party)s here.") % {"party": orphan.party})


class RowsOfAgreements(Sheet):
    """Rows that belong to agreements."""

    parent = "agreement"

    def records(self) -> models.QuerySet[Any]:
        """In the order of their agreements."""
        return super().records().order_by(self.parent, "pk")


class SideSheet(RowsOfAgreements):
    """What the sides of agreements did, each on its own. The parties themselves stand in the sheet of agreements."""

    sheet_name = "sides"
    model = AgreementParty
    adds = False

    agreement = Link(fixed=True)
    agreement_title = Shown("agreement", gettext_lazy("title"))
    party = Link(fixed=True)
    basis = Choice()
    signed_on = Date()
    ratified_on = Date()
    notified_on = Date()
    in_force_on = Date()
    withdrew_on = Date()


class SignatureSheet(RowsOfAgreements):
    """Who signed, for whom, in which office that day."""

    sheet_name = "signatures"
    model = Signature

    agreement = Link(fixed=True)
    agreement_title = Shown("agreement", gettext_lazy("title"))
    party = Link()
    signatory = Link()
    signatory_name = Shown("signatory", gettext_lazy("name"))
    office_en = Cell()
    office_no = Cell()
    institution = Link()
    qualifier = Choice()
    signed_on = Date()


class AlternativeTitleSheet(RowsOfAgreements):
    """Other titles of agreements."""

    sheet_name = "other_titles"
    model = AlternativeTitle

    agreement = Link(fixed=True)
    agreement_title = Shown("agreement", gettext_lazy("title"))
    title = Cell()
    language = Cell()


class TextSheet(RowsOfAgreements):
    """The texts of agreements. Files and their plain text are kept on the agreement's own page."""

    sheet_name = "texts"
    model = AgreementText

    agreement = Link(fixed=True)
    agreement_title = Shown("agreement", gettext_lazy("title"))
    language = Cell()
    status = Choice()
    prevails = YesNo()
    url = Cell()
    file = Kept()


class RelationSheet(RowsOfAgreements):
    """What agreements do to earlier ones."""

    sheet_name = "relations"
    model = Relation
    parent = "from_agreement"

    from_agreement = Link(fixed=True)
    agreement_title = Shown("from_agreement", gettext_lazy("title"))
    kind = Choice()
    to_agreement = Link()
    other_title = Shown("to_agreement", gettext_lazy("title of the other"))


class RegistrationSheet(RowsOfAgreements):
    """Entries of agreements in public registers."""

    sheet_name = "registrations"
    model = Registration

    agreement = Link(fixed=True)
    agreement_title = Shown("agreement", gettext_lazy("title"))
    register = Choice()
    number = Cell()
    url = Cell()
