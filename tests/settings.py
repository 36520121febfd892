"""Settings of the test suite: the site's own, on SQLite or (TEST_ENGINE=postgres) on PostgreSQL.

No environment variable is needed. TEST_DATABASE_URL says where PostgreSQL is; the tests make a database of their own
there and drop it again.
"""

import os
import tempfile

POSTGRES_URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
ON_POSTGRES = os.environ.get("TEST_ENGINE") == "postgres"

os.environ["DEBUG"] = "false"
os.environ["SECRET_KEY"] = "a key for tests only, long enough for the deployment checks to accept"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["DATABASE_URL"] = POSTGRES_URL if ON_POSTGRES else "sqlite:////tmp/unused.sqlite3"
os.environ["FILES_DIR"] = tempfile.mkdtemp(prefix="tosidig-files-")

from config.settings import *  # noqa: E402, F403

SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
