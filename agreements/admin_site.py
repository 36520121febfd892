"""The archive's admin site.

It stands outside the package ``agreements.admin``: Django makes the site while it looks for the modules of that
package, and what they register before the site exists would be lost.
"""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _


class LabelledAutocomplete(AutocompleteJsonView):
    """Autocomplete whose suggestions tell records of one name apart (see agreements/admin/labels.py)."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        """The suggestion's id and its label."""
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": getattr(self.model_admin, "label_of", str)(obj)}


class ArchiveAdminSite(AdminSite):
    """Django's admin under the archive's name."""

    site_header = _("Archive of bilateral environmental agreements")
    site_title = _("Archive")
    index_title = _("Records")

    def get_urls(self) -> list[Any]:
        """The admin's addresses, with those of the pages that belong to no one kind of record."""
        return [path("duplicates/", self.admin_view(self.duplicates_view), name="duplicates"), *super().get_urls()]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Records that look like one."""
        from agreements.admin.duplicates import duplicates_view

        return duplicates_view(request, self)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggestions for a field that is being typed in."""
        view = LabelledAutocomplete.as_view(admin_site=self)
        return cast(HttpResponse, view(request))
