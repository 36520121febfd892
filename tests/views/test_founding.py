"""The founding press release can be read off the public pages, in both languages."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import override

from agreements.models import Agreement, Signatory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_archive")]

WORDS = {
    "en": {
        "agreement": [
            "Vidar Helgesen", "Minister of Climate and Environment", "Li Ganjie", "incoming", "Norway", "China",
            "June 2017", "Paris Agreement", "Pollution", "Hazardous waste", "Biodiversity",
            "Emissions trading", "Climate change",
        ],
        "not recorded": "Not recorded",
        "day": "The day is not recorded.",
    },
    "nb": {
        "agreement": [
            "Vidar Helgesen", "klima- og miljøminister", "Li Ganjie", "påtroppende", "Norge", "Kina",
            "juni 2017", "Parisavtalen", "Forurensning", "Farlig avfall", "Naturmangfold", "Kvotehandel",
            "Klimaendringer",
        ],
        "not recorded": "Ikke registrert",
        "day": "Dagen er ikke registrert.",
    },
}  # fmt: skip


def read(client: Client, address: str) -> str:
    """The words of a page as a reader sees them."""
    response = client.get(address)
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def address_in(language: str, record: Agreement | Signatory) -> str:
    with override(language):
        return record.get_absolute_url()


@pytest.fixture
def founding() -> Agreement:
    return Agreement.objects.get(reference="nor-chn-2017")


@pytest.mark.parametrize("language", ["en", "nb"])
def test_who_signed_what_and_about_what(client: Client, founding: Agreement, language: str) -> None:
    text = read(client, address_in(language, founding))
    missing = [words for words in WORDS[language]["agreement"] if words.lower() not in text.lower()]
    assert missing == []


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_day_and_the_place_are_said_not_to_be_recorded(client: Client, founding: Agreement, language: str) -> None:
    text = read(client, address_in(language, founding))
    place = {"en": "Place of signature", "nb": "Underskriftssted"}[language]
    assert f"{place} {WORDS[language]['not recorded']}" in text
    assert str(WORDS[language]["day"]) in text


def test_the_chain_leads_from_1995_to_2024(client: Client, founding: Agreement) -> None:
    chain = client.get(address_in("en", founding)).context["chain"]
    references = [agreement.reference for agreement in chain]
    assert references[0] == "nor-chn-1995"
    assert len(references) == 4
    assert references[-2:] == ["nor-chn-2017", "nor-chn-2024"]


def test_three_projects_continue_and_four_are_proposed(client: Client, founding: Agreement) -> None:
    context = client.get(address_in("en", founding)).context
    statuses = sorted(project.status for project in context["projects"])
    assert statuses == ["active"] * 3 + ["proposed"] * 4
    text = read(client, address_in("en", founding)).lower()
    for words in ("emissions trading", "cement", "mercury", "plastic", "electric", "shipping", "black carbon"):
        assert words in text, words


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_visit_is_told_on_the_pages_of_the_agreement_and_the_pair(
    client: Client, founding: Agreement, language: str
) -> None:
    visit = founding.events.get(kind="visit")
    assert (str(visit.started_on), str(visit.ended_on)) == ("2017-06-26", "2017-06-30")
    eight = {"en": "eight years", "nb": "åtte år"}[language]
    for address in (address_in(language, founding), f"/{language}/between/nor/chn/"):
        text = read(client, address)
        assert eight in text, address


def test_everything_has_a_source(client: Client, founding: Agreement) -> None:
    sources = client.get(address_in("en", founding)).context["sources"]
    assert any("id2563343" in use.source.url for use in sources)


def test_helgesen_is_found_by_every_way_in(client: Client, founding: Agreement) -> None:
    person = founding.signatures.get(signatory__name="Vidar Helgesen").signatory
    for address in (
        "/en/signatories/?q=helgesen",
        f"/en/agreements/?signatory={person.slug}",
        "/en/agreements/?party=nor&party=chn&party_match=all",
        "/en/agreements/?theme=emissions-trading",
    ):
        assert "Vidar Helgesen" in read(client, address), address
    assert founding.title in read(client, address_in("en", person))
