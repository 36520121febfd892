"""The archive's one Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Agreements, the people who signed them, their themes and the projects that followed."""

    name = "agreements"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Let the catalogue hear of every change."""
        from agreements.catalogue.receivers import connect

        connect()
        post_migrate.connect(_get_ready, sender=self)


def _get_ready(**options: Any) -> None:
    """Index the records of an archive that was migrated to have an index, and empty that of one that was flushed.

    SQLite counts its rows then, as it does at no other time by itself: ``make serve`` begins with a migration.
    """
    from agreements.catalogue.indexing import index_if_empty
    from agreements.catalogue.statistics import refresh_own_statistics

    index_if_empty()
    refresh_own_statistics()
