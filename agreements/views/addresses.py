"""Addresses of records by the dozen: what ``reverse`` gives, worked out once a language."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from agreements.catalogue.pairs import pair_codes
from agreements.models.base import make_slug


@lru_cache
def _around(name: str, language: str | None, *arguments: str | int) -> tuple[str, str]:
    """What stands before and after the arguments of an address, which lie beside each other."""
    before, _, after = reverse(name, args=arguments).partition(_MARK)
    return before, after


_MARK = "0-x"


def record_address(name: str, pk: int, slug: str) -> str:
    """The address of a record at ``<id>-<slug>``."""
    return addresses(name)(pk, slug)


def addresses(name: str) -> Callable[[int, str], str]:
    """What gives the same of many records, in the language of now."""
    before, after = _around(name, get_language(), 0, "x")
    return lambda pk, slug: f"{before}{pk}-{slug}{after}"


def export_address(name: str, suffix: str) -> str:
    """The address of a set in another form."""
    return _whole(f"{name}_export", get_language(), suffix)


def page_address(name: str) -> str:
    """The address of a page of which there is one."""
    return _whole(name, get_language())


@lru_cache
def _whole(name: str, language: str | None, *arguments: str) -> str:
    return reverse(name, args=arguments)


def agreement_address(pk: int, title: str) -> str:
    """The address of an agreement; ``title``: in English, or in Norwegian where there is no English one."""
    return record_address("agreement", pk, make_slug(title))


def code_address(name: str, code: str) -> str:
    """The address of a record that is named by a code: a party or a theme."""
    before, after = _around(name, get_language(), _MARK)
    return f"{before}{code}{after}"


def pair_address(one: str, other: str) -> str:
    """The address of the page of two parties, from their codes."""
    before, after = _around("pair", get_language(), _MARK, _MARK)
    first, second = pair_codes(one, other)
    return f"{before}{first}/{second}{after.partition(_MARK)[2]}"
