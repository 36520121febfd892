"""Institutions in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import ArchiveAdmin, TabularRows, count_of, link_to_list
from agreements.admin.filters import OwnParty
from agreements.admin.forms import RecordForm, RowForm
from agreements.admin.search import FULL_TEXT
from agreements.models import Agreement, AgreementParty, Institution, InstitutionSuccession


class InstitutionForm(RecordForm):
    """An institution."""

    constraint_fields: ClassVar[dict[str, str]] = {"institution_ends_after_it_begins": "existed_until"}


class SuccessorForm(RowForm):
    """A succession, entered on the page of the predecessor."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "institution_does_not_succeed_itself": "successor",
        "institution_succession_once": "successor",
    }


class PredecessorForm(RowForm):
    """A succession, entered on the page of the successor."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "institution_does_not_succeed_itself": "predecessor",
        "institution_succession_once": "predecessor",
    }


class SuccessorInline(TabularRows):
    """Institutions that took over."""

    model = InstitutionSuccession
    form = SuccessorForm
    fk_name = "predecessor"
    fields = ["successor", "succeeded_on"]
    autocomplete_fields = ["successor"]
    verbose_name = _("successor")
    verbose_name_plural = _("successors")


class PredecessorInline(TabularRows):
    """Institutions it took over from."""

    model = InstitutionSuccession
    form = PredecessorForm
    fk_name = "successor"
    fields = ["predecessor", "succeeded_on"]
    autocomplete_fields = ["predecessor"]
    verbose_name = _("predecessor")
    verbose_name_plural = _("predecessors")


@admin.register(Institution)
class InstitutionAdmin(ArchiveAdmin):
    """Ministries and agencies."""

    form = InstitutionForm
    list_display = ["name_en", "acronym", "party", "existed_from", "existed_until", "agreements_count"]
    list_filter = [OwnParty]
    search_fields = FULL_TEXT
    autocomplete_fields = ["party"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "party",
                    ("name_en", "name_no"),
                    ("native_name", "acronym"),
                    ("existed_from", "existed_until"),
                ]
            },
        ),
        (_("Address in the archive"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    inlines = [PredecessorInline, SuccessorInline]
    counts = {
        "agreements_count": count_of(AgreementParty, "institution", "agreement"),
    }

    @admin.display(description=_("agreements"), ordering="agreements_count")
    def agreements_count(self, obj: Any) -> str:
        return link_to_list(Agreement, obj.agreements_count, institution=obj.pk)
