"""Where Django looks for the backend: see https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends."""

import selectors

from django.db.backends.postgresql import base
from psycopg import OperationalError


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows without asking whether the server has let go of it.

    Django sends a query for that at the beginning of each request, which takes as long as any other: of the answer
    "unchanged" it was half.
    """

    def is_usable(self) -> bool:
        """Whether the connection still works.

        The server says nothing unasked while all is well. Where something can be read, such as that it shuts down, it
        is asked after all.
        """
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self.connection.fileno(), selectors.EVENT_READ)
                is_quiet = not selector.select(timeout=0)
        except OperationalError:  # closed on our side
            return False
        return is_quiet or super().is_usable()
