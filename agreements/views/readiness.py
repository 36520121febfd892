"""What a process makes when it starts, so that no reader waits for it."""

import logging

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import override

from agreements.catalogue import current
from agreements.catalogue.kept import MOST_RECORDS
from agreements.catalogue.snapshot import Snapshot
from agreements.views.rows import agreement_rows, drawn

logger = logging.getLogger(__name__)


def get_ready() -> None:
    """Read the archive into memory, and draw the rows that stand first in lists: those of the newest agreements.

    A database that cannot be read yet is left to the reader who asks first. Called in a thread of its own, whose
    connection is closed.
    """
    try:
        _draw_rows(current())
    except DatabaseError:
        logger.warning("The archive could not be read at start-up; it will be when somebody asks.", exc_info=True)
    finally:
        connection.close()


def _draw_rows(snapshot: Snapshot) -> None:
    newest, day = snapshot.agreements.newest.sequence[:MOST_RECORDS].tolist(), timezone.localdate()
    for language, _name in settings.LANGUAGES:
        with override(language):
            rows = agreement_rows(newest, snapshot, day)
            for _ in range(2):  # drawn for the second time, a row is kept as one text
                drawn(rows, snapshot, day)
