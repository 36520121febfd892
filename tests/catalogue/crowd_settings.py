"""Settings of the processes of ``crowd``: those of the tests, on the database that the test made for them."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["CROWD_DATABASE"]
