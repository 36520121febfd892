"""A page's number of queries does not grow with the rows it shows."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Party, Project, Signatory, Theme

MOST = 20

pytestmark = pytest.mark.django_db


def addresses() -> dict[str, str]:
    """An address of every page, of the records that the rows hang on."""
    return {
        "home": "/en/",
        "agreements": "/en/agreements/",
        "filtered": "/en/agreements/?theme=theme-0&party=nor&partner=chn&status=not_recorded&has_projects=yes",
        "nothing found": "/en/agreements/?party=nor&has_text=no&kind=treaty&q=zebra",
        "signatories": "/en/signatories/",
        "parties": "/en/parties/",
        "themes": "/en/themes/",
        "projects": "/en/projects/",
        "agreement": Agreement.objects.get(title_en="Full agreement").get_absolute_url(),
        "signatory": Signatory.objects.get(name="Person 0").get_absolute_url(),
        "party": Party.objects.get(code="nor").get_absolute_url(),
        "pair": "/en/between/nor/chn/",
        "theme": Theme.objects.get(slug="theme-0").get_absolute_url(),
        "project": Project.objects.get(title_en="Project 0").get_absolute_url(),
        "about": "/en/about/",
        "glossary": "/en/glossary/",
    }


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def test_queries_do_not_grow(client: Client, full_agreement: Callable[[int], Agreement]) -> None:
    def measured(rows: int) -> dict[str, int]:
        with transaction.atomic():
            full_agreement(rows)
            found = {page: queries(client, address) for page, address in addresses().items()}
            transaction.set_rollback(True)
        return found

    few, many = measured(2), measured(7)
    assert many == few
    assert max(many.values()) < MOST, many
