"""Makes everything that search stands on anew from the records."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from agreements.catalogue.changes import everything_changed, gathered
from agreements.catalogue.indexing import count, rebuild
from agreements.catalogue.statistics import refresh_statistics


class Progress(tqdm):  # type: ignore[type-arg]  # at run time it takes none
    """How far it is, without the thread that looks after a bar: a process with threads is not forked by ``rebuild``."""

    monitor_interval = 0


class Command(BaseCommand):
    """A thin shell over ``rebuild``."""

    help = "Make the search index anew. Needed after records were written past the archive, such as by loaddata or SQL."

    def handle(self, *args: Any, **options: Any) -> None:
        """Index every record, and let every process read the archive anew."""
        total = count()
        with gathered(), Progress(total=total, file=sys.stderr, disable=not sys.stderr.isatty()) as progress:
            rebuild(progress.update)
            everything_changed()
        refresh_statistics()
        self.stdout.write(f"{total} records indexed")
