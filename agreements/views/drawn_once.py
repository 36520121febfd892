"""Pictures that many pages show and that take longest to draw: drawn once for each version of the archive."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from agreements.catalogue import Answer

T = TypeVar("T")

#: Seconds. What a map knows of the succession of states makes no new version of the archive; by then it is read again.
LONGEST = 300


def drawn_once(name: str, answer: Answer, make: Callable[[], T]) -> T:
    """What was made under this name from an answer of the same version, in the reader's language, or made now."""
    key = f"{name}:{answer.snapshot.version}:{get_language()}:{timezone.localdate()}"
    found: tuple[T] | None = caches["default"].get(key)
    if found is None:
        found = (make(),)
        caches["default"].set(key, found, LONGEST)
    return found[0]
