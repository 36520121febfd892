"""The archive's one Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Agreements, the people who signed them, their themes and the projects that followed."""

    name = "agreements"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Let the catalogue hear of every change."""
        from agreements.catalogue.receivers import connect

        connect()
