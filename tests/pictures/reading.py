"""Reading drawn pictures in tests."""

import re
from typing import NamedTuple
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


class Part(NamedTuple):
    """A part that leads somewhere."""

    url: str
    name: str

    @property
    def number(self) -> int:
        """The number that its name ends with, or that stands before “agreement”."""
        found = re.findall(r"(\d+)(?: agreements?\b| avtale|$)", self.name)
        return sum(map(int, found))


def tree(picture: str) -> ElementTree.Element:
    """The picture as XML; one that is not well-formed fails the test."""
    return ElementTree.fromstring(picture)  # noqa: S314 - of our own making


def parts(picture: str) -> list[Part]:
    """All parts that lead somewhere."""
    links = tree(picture).iter(f"{SVG}a")
    return [Part(link.attrib["href"], link.findtext(f"{SVG}title") or "") for link in links]


def words(picture: str) -> list[str]:
    """All that is written."""
    return [text.text or "" for text in tree(picture).iter(f"{SVG}text")]
