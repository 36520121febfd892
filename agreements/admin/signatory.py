"""Signatories in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import ArchiveAdmin, StackedRows, TabularRows, count_of, link_to_list
from agreements.admin.filters import OwnParty
from agreements.admin.forms import RecordForm, RowForm
from agreements.admin.search import FULL_TEXT
from agreements.models import Agreement, Signatory, SignatoryAlias, Signature, TermOfOffice


class SignatoryForm(RecordForm):
    """A person."""

    constraint_fields: ClassVar[dict[str, str]] = {
        "signatory_wikidata_id_once": "wikidata_id",
        "signatory_dies_after_birth": "died_on",
    }


class AliasInline(TabularRows):
    """The name as others write it."""

    model = SignatoryAlias
    fields = ["name", "language"]


class TermForm(RowForm):
    """A term of office."""

    constraint_fields: ClassVar[dict[str, str]] = {"term_of_office_ends_after_it_begins": "ended_on"}


class TermInline(StackedRows):
    """Offices held."""

    model = TermOfOffice
    form = TermForm
    fields = [("office_en", "office_no"), ("institution", "started_on", "ended_on")]
    autocomplete_fields = ["institution"]
    verbose_name_plural = _("terms of office")


@admin.register(Signatory)
class SignatoryAdmin(ArchiveAdmin):
    """The people who signed."""

    form = SignatoryForm
    list_display = ["name", "sort_name", "party", "born_on", "agreements_count"]
    list_filter = [OwnParty]
    search_fields = FULL_TEXT
    autocomplete_fields = ["party"]
    fieldsets = [
        (None, {"fields": [("name", "sort_name"), "party", ("born_on", "died_on"), "wikidata_id"]}),
        (_("Address in the archive"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    inlines = [AliasInline, TermInline]
    counts = {
        "agreements_count": count_of(Signature, "signatory", "agreement"),
    }

    @admin.display(description=_("agreements"), ordering="agreements_count")
    def agreements_count(self, obj: Any) -> str:
        return link_to_list(Agreement, obj.agreements_count, signatory=obj.pk)
