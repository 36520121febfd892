"""Every public page in Norwegian speaks Norwegian: no English sentence of the catalogue stands in it.

The catalogue tells what is translated; only a rendered page tells whether the translation is used.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from tests.config.test_headers import links, route_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_archive")]

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "nb" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
#: An element in another language says so. What is in it, scripts, and the language menu are not ours to translate.
ELSEWHERE = re.compile(r"<script.*?</script>|<(\w+)[^>]* lang=\"(?!nb)[^\"]*\"[^>]*>.*?</\1>", re.DOTALL)
#: Names of records may happen to be words of ours; single words may be the same in both languages.
FEWEST_WORDS = 2
#: And a text with places to fill in fits too much that records say.
FEWEST_AROUND = 3
#: Pages walked of one pattern.
ENOUGH = 2


def english_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """What the pages would say in English, where Norwegian says something else: whole texts of elements, attributes."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="nb")
    for message in catalogue:
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for english, norwegian in zip(map(str, texts), map(str, said), strict=True):
            literal = PLACEHOLDER.split(english)
            fewest = FEWEST_WORDS if len(literal) == 1 else FEWEST_AROUND
            if english != norwegian and len(" ".join(literal).split()) >= fewest:
                parts = map(re.escape, literal)
                yield english, re.compile(r"(?:^|(?<=[|:.] ))" + ".+".join(parts) + r"(?=$| ?[|:.])")


PATTERNS = list(english_patterns())


def texts_of(page: str) -> set[str]:
    """The texts of elements, and of attributes that are read out or shown."""
    ours = ELSEWHERE.sub(" ", page)
    attributes = re.findall(r'(?:aria-label|title|alt|placeholder|data-suggest-label)="([^"]*)"', ours)
    inside = re.sub(r"<[^>]+>", "\n", ours).split("\n")
    return {" ".join(unescape(text).split()) for text in (*attributes, *inside)} - {""}


def untranslated(page: str) -> set[str]:
    """The English texts of the catalogue that stand in a page."""
    return {english for text in texts_of(page) for english, pattern in PATTERNS if pattern.fullmatch(text)}


def test_an_english_text_is_found() -> None:
    assert len(PATTERNS) > 300
    assert untranslated('<p>Skip to the content</p><p lang="en">Not recorded</p>') == {"Skip to the content"}
    assert "Remove the filter %(label)s: %(value)s" in untranslated(
        '<a aria-label="Remove the filter Tema: Klima">x</a>'
    )
    assert untranslated("<p>Gå til innholdet</p>") == set()


def norwegian_pages(client: Client, entrances: list[str]) -> Iterator[tuple[str, str]]:
    """Addresses under /nb/ that are reached from the entrances, a few of each pattern, with their pages."""
    waiting, met = list(entrances), Counter[str]()
    for address in waiting:
        with override("nb"):
            route = route_of(address)
        met[route] += 1
        if address not in entrances and met[route] > ENOUGH:
            continue
        response = client.get(address, follow=True)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            yield route, response.content.decode()
            waiting += [link for link in links(response, address) if link.startswith("/nb/") and link not in waiting]


def test_no_norwegian_page_says_anything_in_english(client: Client) -> None:
    entrances = [
        "/nb/", "/nb/agreements/?q=no+such", "/nb/agreements/?signed_from=never", "/nb/agreements/?q=mercuri",
        "/nb/agreements/?party=nor&party=chn&party_match=all&theme_not=noise", "/nb/no-such-page/",
    ]  # fmt: skip
    found: dict[str, set[str]] = {}
    for route, page in norwegian_pages(client, entrances):
        found.setdefault(route, set()).update(untranslated(page))

    assert {route: said for route, said in found.items() if said} == {}
    assert len(found) > 15, "the walk has not gone far"
