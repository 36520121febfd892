"""Settings of the test suite: the site's own in production, on SQLite or (TEST_ENGINE=postgres) on PostgreSQL.

No environment variable is needed. TEST_DATABASE_URL says where PostgreSQL is; the tests make a database of their own
there and drop it again.
"""

import os
import tempfile

from tests import postgres

ON_POSTGRES = os.environ.get("TEST_ENGINE") == "postgres"

CHOSEN_BY_SITE = (
    *("SITE_NAME", "HOME_PARTY", "VERIFY_AFTER_YEARS", "CONTACT_EMAIL"),
    *("BEHIND_TLS_PROXY", "SECURE_COOKIES", "INTAKE_FETCH"),
)
for name in CHOSEN_BY_SITE:
    os.environ.pop(name, None)
os.environ["DEBUG"] = "false"
os.environ["SECRET_KEY"] = "a key for tests only, long enough for the deployment checks to accept"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["DATABASE_URL"] = postgres.ADDRESS if ON_POSTGRES else "sqlite://:memory:"
os.environ["FILES_DIR"] = tempfile.mkdtemp(prefix="tosidig-files-")

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES  # noqa: E402

if ON_POSTGRES:
    # template0 and UTF-8: a server set up without a locale has a template that cannot hold every title.
    DATABASES["default"]["TEST"] = {"CHARSET": "UTF8", "TEMPLATE": "template0"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0

# The test client and the browser speak plain HTTP; the headers of HTTPS are tested by name in tests/config.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What a page is made of is tested by making it; that it is remembered, by name in tests/views.
CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # serve static files from where they lie, without collecting them
WHITENOISE_USE_FINDERS = True
