"""The site's own settings in production, read from the environment, with one more address."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
