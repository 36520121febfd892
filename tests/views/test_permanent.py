"""Permanent addresses: one address a record, for ever."""

import pytest
from django.test import Client

from agreements.choices import EditorialStatus
from agreements.models import Agreement
from tests.factories import make_agreement, make_project, make_signature, make_withdrawn_agreement

pytestmark = pytest.mark.django_db


def test_the_address_has_the_id_and_the_title(client: Client) -> None:
    agreement = make_agreement("Renewed agreement on air – Ærlig talt", published=True)
    address = f"/en/agreements/{agreement.pk}-renewed-agreement-on-air-aerlig-talt/"
    assert agreement.get_absolute_url() == address
    assert client.get(address).status_code == 200
    assert client.get(address.replace("/en/", "/nb/")).status_code == 200


@pytest.mark.parametrize("path", ["{pk}-wrong-slug/", "{pk}/", "{pk}-WRONG/"])
def test_a_wrong_slug_is_redirected_with_its_query(client: Client, path: str) -> None:
    agreement = make_agreement("Air", published=True)
    response = client.get(f"/nb/agreements/{path.format(pk=agreement.pk)}?from=here")
    assert response.status_code == 301
    assert response["Location"] == f"/nb/agreements/{agreement.pk}-air/?from=here"


def test_a_title_in_no_latin_letters_has_an_address(client: Client) -> None:
    agreement = make_agreement("Соглашение", published=True)
    assert client.get(agreement.get_absolute_url()).status_code == 200


def test_a_withdrawn_record_says_what_stood_here_and_why_it_went(client: Client) -> None:
    agreement = make_withdrawn_agreement("Entered twice by mistake.", title="Agreement on air")
    response = client.get(agreement.get_absolute_url())
    assert response.status_code == 410
    text = response.content.decode()
    assert "Agreement on air" in text
    assert "Entered twice by mistake." in text


def test_a_withdrawn_project_answers_410(client: Client) -> None:
    project = make_project("Old project", [make_agreement(published=True)], published=True)
    project.editorial_status, project.withdrawn_reason = EditorialStatus.WITHDRAWN, "Never happened."
    project.save()
    response = client.get(project.get_absolute_url())
    assert response.status_code == 410
    assert "Never happened." in response.content.decode()


def test_a_merged_record_leads_to_the_one_it_became(client: Client) -> None:
    target = make_agreement("The one", published=True)
    merged = make_withdrawn_agreement("Same as another.", title="The double")
    Agreement.objects.filter(pk=merged.pk).update(merged_into=target)
    response = client.get(f"/en/agreements/{merged.pk}-anything/")
    assert response.status_code == 301
    assert response["Location"] == target.get_absolute_url()


def test_a_record_merged_into_a_draft_does_not_lead_there(client: Client) -> None:
    target = make_agreement("Secret draft")
    merged = make_withdrawn_agreement("Same as another.", title="The double")
    Agreement.objects.filter(pk=merged.pk).update(merged_into=target)
    response = client.get(merged.get_absolute_url())
    assert response.status_code == 410
    assert "Secret draft" not in response.content.decode()


def test_a_draft_has_no_page(client: Client) -> None:
    assert client.get(make_agreement("Draft").get_absolute_url()).status_code == 404


def test_a_signatory_has_a_page_once_a_signed_agreement_is_published(client: Client) -> None:
    agreement = make_agreement("Draft")
    person = make_signature(agreement, "Vidar Helgesen", "nor").signatory
    assert client.get(person.get_absolute_url()).status_code == 404
    make_signature(make_agreement("Public", published=True), person, "nor")
    assert client.get(person.get_absolute_url()).status_code == 200


def test_a_pair_has_one_address(client: Client) -> None:
    make_agreement("Air", ("nor", "chn"), published=True)
    make_agreement("Water", ("rus", "chn"), published=True)
    assert client.get("/en/between/nor/chn/").status_code == 200
    response = client.get("/en/between/chn/nor/")
    assert (response.status_code, response["Location"]) == (301, "/en/between/nor/chn/")
    assert client.get("/en/between/chn/rus/").status_code == 200
    assert client.get("/en/between/rus/chn/").status_code == 301
    assert client.get("/en/between/nor/nor/").status_code == 404
    assert client.get("/en/between/nor/atlantis/").status_code == 404


def test_the_bare_address_leads_to_the_language_the_browser_prefers(client: Client) -> None:
    for preferred, address in (("nb-NO,nb;q=0.9,en;q=0.5", "/nb/"), ("de", "/en/"), ("no", "/nb/"), ("nn", "/nb/")):
        response = client.get("/", headers={"accept-language": preferred})
        assert (response.status_code, response["Location"]) == (302, address), preferred


def test_a_row_leads_to_the_pair_without_a_detour(client: Client) -> None:
    make_agreement("Against the alphabet", ("swe", "chn"), published=True)
    make_agreement("Home party last", ("chn", "nor"), published=True)
    text = client.get("/en/agreements/").content.decode()
    for address in ("/en/between/chn/swe/", "/en/between/nor/chn/"):
        assert f'href="{address}"' in text
        assert client.get(address).status_code == 200
