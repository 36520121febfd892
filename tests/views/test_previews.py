"""What other sites and search engines are told of a page."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement
from agreements.views.structured import as_script
from tests.factories import make_agreement, make_project, make_signature

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def agreement() -> Agreement:
    made = make_agreement(
        'Agreement on "mercury" & <air>', published=True, themes=["Mercury"], signed_on="2017-06",
        entry_into_force_on="2017-07-01", summary_en="What it is about.", reference="nor-chn-2017",
    )  # fmt: skip
    make_signature(made, "Vidar Helgesen", office_en="Minister")
    make_project("Secret project", [made])
    make_agreement("Secret agreement", themes=["Mercury"])
    return made


def page_of(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def described(page: str) -> list[Any]:
    return [json.loads(block) for block in BLOCK.findall(page)]


def meta(page: str, name: str) -> str:
    found = re.search(rf'<meta (?:property|name)="{name}"\s+content="([^"]*)">', page)
    assert found, name
    return found[1]


def test_an_agreement_is_legislation_between_two_jurisdictions(client: Client, agreement: Agreement) -> None:
    page = page_of(client, f"/en/agreements/{agreement.pk}/")
    [graph] = described(page)
    assert graph["@context"] == "https://schema.org"
    legislation, way = graph["@graph"]

    assert legislation["@type"] == "Legislation"
    assert legislation["name"] == 'Agreement on "mercury" & <air>'
    assert legislation["url"].startswith(f"http://testserver/en/agreements/{agreement.pk}-agreement-on-mercury")
    assert (legislation["legislationDate"], legislation["temporalCoverage"]) == ("2017-06", "2017-07-01")
    assert legislation["legislationLegalForce"] == "https://schema.org/InForce"
    assert [party["name"] for party in legislation["legislationJurisdiction"]] == ["Norway", "China"]
    assert [(one["name"], one["jobTitle"]) for one in legislation["contributor"]] == [("Vidar Helgesen", "Minister")]
    assert [theme["name"] for theme in legislation["about"]] == ["Mercury"]
    assert [step["name"] for step in way["itemListElement"]] == ["Front page", "Agreements", legislation["name"]]
    assert [step["position"] for step in way["itemListElement"]] == [1, 2, 3]
    assert "Secret" not in page


def test_what_is_not_recorded_is_not_said(client: Client) -> None:
    agreement = make_agreement("Air", published=True)
    legislation = described(page_of(client, f"/en/agreements/{agreement.pk}/"))[0]["@graph"][0]
    assert {"legislationDate", "temporalCoverage", "legislationLegalForce", "contributor", "abstract"}.isdisjoint(
        legislation
    )


def test_site_data_and_people_are_described(client: Client, agreement: Agreement) -> None:
    [site] = described(page_of(client, "/en/"))
    assert site["@type"] == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://testserver/en/agreements/?q={search_term_string}"

    [data] = described(page_of(client, "/en/agreements/"))
    assert data["@type"] == "Dataset"
    for download in data["distribution"]:
        assert client.get(download["contentUrl"])["Content-Type"].startswith(download["encodingFormat"])
    assert described(page_of(client, "/en/agreements/?theme=mercury")) == []

    person = described(page_of(client, f"/en/signatories/{agreement.signatures.get().signatory_id}/"))[0]["@graph"][0]
    assert (person["@type"], person["name"]) == ("Person", "Vidar Helgesen")


def test_nothing_in_a_record_ends_the_element() -> None:
    script = as_script({"name": "</script><script>alert(1)</script><!--"})
    assert script.count("<") == 2
    assert json.loads(BLOCK.findall(script)[0]) == {"name": "</script><script>alert(1)</script><!--"}


def test_a_page_names_itself_for_those_who_share_it(client: Client, agreement: Agreement) -> None:
    page = page_of(client, f"/nb/agreements/{agreement.pk}/?of=theme%3Dmercury")
    assert meta(page, "og:title") == "Agreement on &quot;mercury&quot; &amp; &lt;air&gt;"
    assert meta(page, "og:description") == meta(page, "description") == "What it is about."
    assert meta(page, "og:type") == "article"
    assert meta(page, "og:locale") == "nb_NO"
    address = f"http://testserver/nb/agreements/{agreement.pk}-{agreement.slug}/"
    assert meta(page, "og:url") == address
    assert f'<link rel="canonical" href="{address}">' in page
    alternates = dict(re.findall(r'rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)"', page))
    english = address.replace("/nb/", "/en/")
    assert alternates == {"en": english, "nb": address, "x-default": english}
    picture = meta(page, "og:image")
    assert client.get(picture)["Content-Type"] == "image/png"


def test_a_filtered_list_is_not_for_search_engines(client: Client, agreement: Agreement) -> None:
    page = page_of(client, "/en/agreements/?theme=mercury")
    assert meta(page, "robots") == "noindex, follow"
    assert 'rel="canonical"' not in page
    assert "hreflang" not in page.partition("<body")[0]
