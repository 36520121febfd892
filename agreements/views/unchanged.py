"""Set pages that are still as they were: their entity tags (RFC 9110 § 8.8.3), and the latest pages in memory.

A set page follows from its address, the version of the archive, the day and the release of the site, and all readers
see the same one. So its tag is known before it is made, and a page that was made under a tag need not be made again.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
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


def remembered(request: HttpRequest, tag: str, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page as it was made before under this tag, or made now and remembered."""
    pages, key = caches["pages"], _key(request, tag)
    content: bytes | None = pages.get(key)
    if content is not None:
        return tagged(HttpResponse(content), tag)
    page = make()
    if page.status_code == 200:
        pages.set(key, page.content)
    return tagged(page, tag)


def _key(request: HttpRequest, tag: str) -> str:
    named = f"{tag} {request.build_absolute_uri()}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(named, digest_size=16).hexdigest()


def tagged(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Give a page its tag, if it is one that browsers may keep."""
    if response.status_code == 200:
        response["ETag"] = tag
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
