"""The style page: there in development, and nowhere else."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_a_site_that_is_not_in_development_has_no_style_page(client: Client) -> None:
    assert client.get("/en/style/").status_code == 404


def test_it_shows_every_part_in_its_states(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    page = client.get("/en/style/").content.decode()

    parts = """
        facts--narrow evidence explained tools chain timeline rows row__title--long facet__chosen facet__more ds-chip
        ds-pagination ds-error-summary ds-search ds-validation-message tag--unrecorded place
    """
    assert [part for part in parts.split() if part not in page] == []
    assert page.count("In force") >= 2
    assert "There is nothing here yet." in page
