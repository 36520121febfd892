"""A page's number of queries does not grow with the rows it shows, nor a list's with what is chosen."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Party, Project, Signatory, Theme

MOST = 21
#: The archive's version alone: rows are kept from when the page was asked for before.
MOST_OF_A_LIST = 1

pytestmark = pytest.mark.django_db

LISTS = [
    "",
    "?theme=theme-0&party=nor&party=chn&party_match=all&status=not_recorded&has_projects=yes",
    "?theme=theme-0&theme=theme-1&theme_not=theme-2&signatory=person-0&signatory=elder-0&signatory_match=any",
    "?kind=agreement&kind_not=treaty&decade=2010&decade=1990&year=2017&language=en&has_text=yes",
    "?signed_from=1980&signed_to=2030-01&on=2020-01-01&status=in_force&status=not_recorded&order=title",
    "?party=nor&kind=treaty&has_text=no",
    "?party=atlantis",
    "?order=-title",
    "by/theme/?party=nor&find=theme",
]


def addresses() -> dict[str, str]:
    """An address of every page, of the records that the rows hang on."""
    return {
        "home": "/en/",
        **{f"agreements {query}": f"/en/agreements/{query}" for query in LISTS},
        "found by words": "/en/agreements/?q=agreement&theme=theme-0",
        "no words found": "/en/agreements/?party=nor&has_text=no&kind=treaty&q=zebra",
        "signatories": "/en/signatories/",
        "signatories found": "/en/signatories/?party=nor&theme=theme-0&order=-agreements",
        "parties": "/en/parties/",
        "parties found": "/en/parties/?kind=state&order=-agreements",
        "themes": "/en/themes/",
        "projects": "/en/projects/",
        "projects found": "/en/projects/?status=active&status_not=completed&party=nor&theme=theme-0&order=title",
        "agreement": Agreement.objects.get(title_en="Full agreement").get_absolute_url(),
        "signatory": Signatory.objects.get(name="Person 0").get_absolute_url(),
        "party": Party.objects.get(code="nor").get_absolute_url(),
        "pair": "/en/between/nor/chn/",
        "theme": Theme.objects.get(slug="theme-0").get_absolute_url(),
        "project": Project.objects.get(title_en="Project 0").get_absolute_url(),
        "about": "/en/about/",
        "glossary": "/en/glossary/",
    }


def queries(client: Client, address: str) -> list[str]:
    """The SQL of a page when nothing has changed since it was last asked for."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in captured]


def test_queries_do_not_grow(client: Client, full_agreement: Callable[[int], Agreement]) -> None:
    def measured(rows: int) -> dict[str, int]:
        with transaction.atomic():
            full_agreement(rows)
            found = {page: len(queries(client, address)) for page, address in addresses().items()}
            transaction.set_rollback(True)
        return found

    few, many = measured(3), measured(8)
    assert many == few
    assert max(many.values()) < MOST, many
    assert all(many[f"agreements {query}"] <= MOST_OF_A_LIST for query in LISTS), many


@pytest.mark.parametrize("name", ["agreements", "signatories", "parties", "themes", "projects"])
def test_a_list_counts_nothing_by_sql(client: Client, full_agreement: Callable[[int], Agreement], name: str) -> None:
    full_agreement(2)
    asked = queries(client, f"/en/{name}/")
    assert asked
    assert not [sql for sql in asked if "count(" in sql.lower()]
