"""The archive's admin site.

It stands outside the package ``agreements.admin``: Django makes the site while it looks for the modules of that
package, and what they register before the site exists would be lost.
"""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _


class LabelledAutocomplete(AutocompleteJsonView):
    """Autocomplete whose suggestions tell records of one name apart (see agreements/admin/labels.py)."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        """The suggestion's id and its label."""
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": getattr(self.model_admin, "label_of", str)(obj)}


class ArchiveAdminSite(AdminSite):
    """Django's admin under the archive's name, with the editors' front page."""

    site_header = _("Archive of bilateral environmental agreements")
    site_title = _("Archive")
    index_title = _("What waits for you")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's own addresses and those of pages that belong to no kind of record."""
        from agreements.admin import guide, intake

        missing = path("missing/", self.admin_view(self.missing_view), name="missing_by_party")
        duplicates = path("duplicates/", self.admin_view(self.duplicates_view), name="duplicates")
        return [missing, duplicates, *guide.urls(self), *intake.urls(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page."""
        from agreements.admin.front import front_page

        return super().index(request, {**front_page(request, self), **(extra_context or {})})

    def missing_view(self, request: HttpRequest) -> HttpResponse:
        """What the agreements of each party lack. For those who may see agreements."""
        from agreements.admin.front import missing_page

        return missing_page(request, self)

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Records that look like one."""
        from agreements.admin.duplicates import duplicates_view

        return duplicates_view(request, self)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggestions for a field that is being typed in."""
        view = LabelledAutocomplete.as_view(admin_site=self)
        return cast(HttpResponse, view(request))
