"""The archive's admin site."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class ArchiveAdminSite(AdminSite):
    """Django's admin under the archive's name."""

    site_header = _("Archive of bilateral environmental agreements")
    site_title = _("Archive")
    index_title = _("Records")
