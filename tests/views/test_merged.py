"""Addresses of merged records lead on, permanently, to what they became."""

import pytest
from django.test import Client

from agreements.merging.merge import merge, undo
from agreements.merging.plan import Plan
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_merged_persons_address_leads_on_and_back_again(client: Client) -> None:
    agreement = make.make_agreement(published=True)
    kept, gone = make.make_signatory("Kari Nordmann"), make.make_signatory("Nordmann, K.")
    make.make_signature(agreement, gone)
    address = gone.get_absolute_url()
    merger = merge(Plan(kept, gone))
    response = client.get(f"{address}?from=here")
    assert (response.status_code, response["Location"]) == (301, f"{kept.get_absolute_url()}?from=here")
    undo(merger)
    assert client.get(address).status_code == 200


def test_two_mergers_in_a_row_take_one_step(client: Client) -> None:
    first, second, third = (make.make_signatory(name) for name in ("One", "Two", "Three"))
    make.make_signature(make.make_agreement(published=True), first)
    address = first.get_absolute_url()
    merge(Plan(second, first))
    merge(Plan(third, second))
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, third.get_absolute_url())


def test_a_merged_partys_pages_lead_on(client: Client) -> None:
    kept, gone = make.make_party("gbr"), make.make_party("uki")
    make.make_agreement(parties=["nor", gone], published=True)
    merge(Plan(kept, gone))
    for path, leads_to in (
        ("/en/parties/uki/", "/en/parties/gbr/"),
        ("/nb/between/nor/uki/", "/nb/between/nor/gbr/"),
        ("/nb/between/uki/nor/", "/nb/between/nor/gbr/"),
    ):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, leads_to)


def test_a_merged_theme_and_project_lead_on(client: Client) -> None:
    agreement = make.make_agreement(published=True)
    themes = make.make_theme("Climate"), make.make_theme("Weather")
    projects = make.make_project("A", [agreement], published=True), make.make_project("B", [agreement], published=True)
    for kept, gone in (themes, projects):
        address = gone.get_absolute_url()
        merge(Plan(kept, gone))
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())


def test_a_merged_agreement_leads_on(client: Client) -> None:
    kept, gone = make.make_agreement("A", published=True), make.make_agreement("B", published=True)
    address = gone.get_absolute_url()
    merge(Plan(kept, gone))
    assert client.get(address)["Location"] == kept.get_absolute_url()


@pytest.mark.parametrize("path", ["parties/xyz/", "themes/nothing/", "signatories/9-x/", "between/nor/xyz/"])
def test_what_nobody_took_over_is_not_found(client: Client, path: str) -> None:
    make.make_party("nor")
    assert client.get(f"/en/{path}").status_code == 404
