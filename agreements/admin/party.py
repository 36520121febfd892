"""Parties in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import ArchiveAdmin, TabularRows, count_of, link_to_list
from agreements.admin.forms import RecordForm, RowForm
from agreements.admin.search import FULL_TEXT
from agreements.models import Agreement, AgreementParty, Institution, Party, PartyName, PartySuccession, Signatory


class PartyForm(RecordForm):
    """A party."""

    constraint_fields: ClassVar[dict[str, str]] = {"party_ends_after_it_begins": "existed_until"}


class PartyNameInline(TabularRows):
    """Names that sources use."""

    model = PartyName
    fields = ["name", "language"]


class SuccessorForm(RowForm):
    """A succession, entered on the page of the predecessor."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "party_does_not_succeed_itself": "successor",
        "party_succession_once": "successor",
    }


class PredecessorForm(RowForm):
    """A succession, entered on the page of the successor."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "party_does_not_succeed_itself": "predecessor",
        "party_succession_once": "predecessor",
    }


class SuccessorInline(TabularRows):
    """Parties that took its place."""

    model = PartySuccession
    form = SuccessorForm
    fk_name = "predecessor"
    fields = ["successor", "succeeded_on"]
    autocomplete_fields = ["successor"]
    verbose_name = _("successor")
    verbose_name_plural = _("successors")


class PredecessorInline(TabularRows):
    """Parties whose place it took."""

    model = PartySuccession
    form = PredecessorForm
    fk_name = "successor"
    fields = ["predecessor", "succeeded_on"]
    autocomplete_fields = ["predecessor"]
    verbose_name = _("predecessor")
    verbose_name_plural = _("predecessors")


@admin.register(Party)
class PartyAdmin(ArchiveAdmin):
    """States, former states, territories and organisations."""

    form = PartyForm
    list_display = ["name_en", "name_no", "code", "kind", "agreements_count", "signatories_count", "institutions_count"]
    list_filter = ["kind"]
    search_fields = FULL_TEXT
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("code", "kind"),
                    ("name_en", "name_no"),
                    ("official_name_en", "official_name_no"),
                    ("existed_from", "existed_until"),
                ]
            },
        ),
    ]
    inlines = [PartyNameInline, PredecessorInline, SuccessorInline]
    counts = {
        "agreements_count": count_of(AgreementParty, "party", "agreement"),
        "signatories_count": count_of(Signatory, "party"),
        "institutions_count": count_of(Institution, "party"),
    }

    @admin.display(description=_("agreements"), ordering="agreements_count")
    def agreements_count(self, obj: Any) -> str:
        return link_to_list(Agreement, obj.agreements_count, party=obj.pk)

    @admin.display(description=_("signatories"), ordering="signatories_count")
    def signatories_count(self, obj: Any) -> str:
        return link_to_list(Signatory, obj.signatories_count, party=obj.pk)

    @admin.display(description=_("institutions"), ordering="institutions_count")
    def institutions_count(self, obj: Any) -> str:
        return link_to_list(Institution, obj.institutions_count, party=obj.pk)
