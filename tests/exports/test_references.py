"""An agreement as BibTeX and RIS."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_agreement, make_withdrawn_agreement

pytestmark = pytest.mark.django_db


def test_bibtex_names_title_parties_date_and_address(client: Client) -> None:
    agreement = make_agreement(
        "Agreement on {mercury} & waste_50%", published=True, signed_on="2017-06", reference="nor-chn-2017",
        place_of_signature="Beijing",
    )  # fmt: skip
    page = agreement.get_absolute_url()

    response = client.get(f"{page.rstrip('/')}.bib")

    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response.content.decode() == (
        "@misc{nor-chn-2017,\n"
        r"  title = {{Agreement on \{mercury\} \& waste\_50\%}},"
        "\n"
        "  author = {{Norway} and {China}},\n"
        "  year = {2017},\n"
        "  month = {6},\n"
        "  address = {Beijing},\n"
        "  howpublished = {Tosidig},\n"
        "  number = {nor-chn-2017},\n"
        f"  url = {{http://testserver{page}}},\n"
        f"  urldate = {{{timezone.localdate()}}},\n"
        "}\n"
    )


def test_ris_leaves_the_places_of_what_is_not_known_empty(client: Client) -> None:
    agreement = make_agreement("Agreement\non air", published=True, signed_on="2017-06", title_no="Avtale om luft")
    page = agreement.get_absolute_url().replace("/en/", "/nb/")

    response = client.get(f"{page.rstrip('/')}.ris")

    lines = response.content.decode().split("\r\n")
    assert lines[:6] == [
        "TY  - GEN",
        "TI  - Avtale om luft",
        "AU  - Norge",
        "AU  - Kina",
        "PY  - 2017",
        "DA  - 2017/06//",
    ]
    assert f"UR  - http://testserver{page}" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_an_undated_agreement_has_no_year(client: Client) -> None:
    address = make_agreement("Air", published=True).get_absolute_url().rstrip("/")
    assert "year" not in client.get(f"{address}.bib").content.decode().replace("urldate", "")
    assert "PY  -" not in client.get(f"{address}.ris").content.decode()


def test_a_wrong_slug_leads_to_the_same_form_and_others_are_as_their_pages(client: Client) -> None:
    agreement = make_agreement("Air", published=True)
    response = client.get(f"/en/agreements/{agreement.pk}-wrong.ris")
    assert (response.status_code, response["Location"]) == (301, f"/en/agreements/{agreement.pk}-air.ris")
    assert client.get(f"/en/agreements/{make_agreement('Draft').pk}-draft.bib").status_code == 404
    gone = make_withdrawn_agreement(title="Gone")
    assert client.get(f"/en/agreements/{gone.pk}-gone.bib").status_code == 410
