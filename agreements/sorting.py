"""Order of names and titles, the same on SQLite and PostgreSQL."""

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import get_language


class ByCodePoint(models.Func):
    """Compare text by code point, whatever the locale of the database."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """PostgreSQL compares by the database's locale unless told otherwise; SQLite always does so by code point."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"')


def reading_order(field: str) -> ByCodePoint:
    """Sort key of a text kept per language (``title`` → ``title_no`` or ``title_en``), as the reader sees it."""
    first, second = ("no", "en") if (get_language() or "en")[:2] == "nb" else ("en", "no")
    shown = Coalesce(NullIf(f"{field}_{first}", models.Value("")), f"{field}_{second}")
    return ByCodePoint(Lower(shown), output_field=models.CharField())
