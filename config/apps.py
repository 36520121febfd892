"""App configurations that belong to the site rather than to the archive."""

from django.contrib.admin.apps import AdminConfig


class ArchiveAdminConfig(AdminConfig):
    """Django's admin, with the archive's own admin site (see agreements/admin_site.py)."""

    default_site = "agreements.admin_site.ArchiveAdminSite"
