"""The archive's admin site.

It stands outside the package ``agreements.admin``: Django makes the site while it looks for the modules of that
package, and what they register before the site exists would be lost.
"""

from typing import cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
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

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's own addresses and those of the archive's tools."""
        from agreements.admin import intake

        return [*intake.urls(self), *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggestions for a field that is being typed in."""
        view = LabelledAutocomplete.as_view(admin_site=self)
        return cast(HttpResponse, view(request))
