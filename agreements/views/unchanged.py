"""Entity tags of set pages: what a page follows from, besides its address (RFC 9110 § 8.8.3)."""

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control

from agreements.catalogue.versions import Version

#: What is read of the project to tell one release of it from another.
RELEASED = ("agreements/**/*.py", "config/*.py", "templates/**/*", "static/css/*", "static/js/*", "locale/**/*.mo")


def entity_tag(version: Version) -> str:
    """The tag of every set page at a version of the archive: that, the day (of legal statuses) and the site's release.

    Readers all see the same page, and languages have addresses of their own.
    """
    return f'W/"{version:x}-{_day(timezone.localdate())}-{_release()}"'


def tagged(response: HttpResponseBase, version: Version) -> HttpResponseBase:
    """Tag a page that was made at a version, if it is one that browsers may keep."""
    if response.status_code == 200:
        response["ETag"] = entity_tag(version)
        patch_cache_control(response, no_cache=True)
    return response


def _day(day: dt.date) -> str:
    return f"{day:%y%j}"


@cache
def _release() -> str:
    """A short name of the site's code and texts as they were when the process began."""
    found = hashlib.blake2b(digest_size=4)
    for pattern in RELEASED:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if path.is_file():
                found.update(f"{path}{path.stat().st_mtime_ns}".encode())
    return found.hexdigest()
