"""Set pages that are still as they were: their entity tags (RFC 9110 § 8.8.3), and the latest pages in memory.

A set page follows from its address, the version of the archive, the day (of the legal statuses) and the release of the
site, and all readers see the same one. So its tag is known before it is made, and need not be made twice.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from agreements.catalogue.versions import Version

#: What is read of the project to tell one release of it from another.
RELEASED = ("agreements/**/*.py", "config/*.py", "templates/**/*", "static/css/*", "static/js/*", "locale/**/*.mo")


def entity_tag(request: HttpRequest, version: Version) -> str:
    """The tag of the set page at the request's address, at a version of the archive."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    made_of = f"{address} {version} {timezone.localdate()} {_release()}"
    return f'W/"{hashlib.blake2b(made_of.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()}"'


def remembered(tag: str, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page as it was made before under this tag, or made now and remembered."""
    pages = caches["pages"]
    content: bytes | None = pages.get(tag)
    if content is not None:
        return tagged(HttpResponse(content), tag)
    page = make()
    if page.status_code == 200:
        pages.set(tag, page.content)
    return tagged(page, tag)


def tagged(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Give a page its tag, if it is one that browsers may keep."""
    if response.status_code == 200:
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
    return response


@cache
def _release() -> str:
    """A short name of the site's code and texts as they were when the process began."""
    found = hashlib.blake2b(digest_size=4)
    for pattern in RELEASED:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            if path.is_file():
                found.update(f"{path}{path.stat().st_mtime_ns}".encode())
    return found.hexdigest()
