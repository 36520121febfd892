"""The site's own settings in production, read from the environment, with one more address."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"

# Every page is made anew: what a process remembers of pages asked for before is not what is compared here.
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # noqa: F405
