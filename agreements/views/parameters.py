"""The parameters of an address, and addresses with other parameters."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict


def pairs(parameters: QueryDict) -> list[tuple[str, str]]:
    """The parameters one by one."""
    return [(name, value) for name, values in parameters.lists() for value in values]


def asked(parameters: QueryDict) -> QueryDict:
    """A copy of the parameters without those that have no value."""
    rest = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if given := [value for value in values if value]:
            rest.setlist(name, given)
    return rest


def without(parameters: QueryDict, *names: str) -> QueryDict:
    """A copy of the parameters without some of them."""
    rest = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if name not in names:
            rest.setlist(name, values)
    return rest


def encoded_parts(parameters: QueryDict) -> dict[str, str]:
    """Each of the parameters with its values as it stands in an address; joined by ``&`` they are all of it."""
    return {name: urlencode({name: values}, doseq=True) for name, values in parameters.lists()}


def query_without(encoded: Mapping[str, str], *names: str) -> str:
    """The query of an address without some of its parameters, given as ``encoded_parts``."""
    return "&".join(part for name, part in encoded.items() if name not in names)


def joined(path: str, query: str) -> str:
    """The path with a query that is written out."""
    return f"{path}?{query}" if query else path


def address(path: str, parameters: QueryDict) -> str:
    """The path with the parameters."""
    return f"{path}?{parameters.urlencode()}" if parameters else path
