"""Preview cards: of what is public, each drawn once."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_agreement, make_signature, make_withdrawn_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards() -> dict[str, str]:
    """The addresses of the cards of public records."""
    agreement = make_agreement("Renewed", published=True, signed_on="2017", themes=["Air"])
    person = make_signature(agreement, "Vidar Helgesen", "nor").signatory
    return {
        "site": reverse("site_card"),
        "agreement": reverse("agreement_card", args=[agreement.pk]),
        "signatory": reverse("signatory_card", args=[person.pk]),
        "party": reverse("party_card", args=["nor"]),
        "pair": reverse("pair_card", args=["nor", "chn"]),
        "theme": reverse("theme_card", args=[agreement.themes.get().slug]),
    }


@pytest.mark.parametrize("name", ["site", "agreement", "signatory", "party", "pair", "theme"])
def test_a_card_is_a_png_and_still_the_same_until_the_archive_changes(
    client: Client, cards: dict[str, str], name: str
) -> None:
    first = client.get(cards[name])
    assert (first.status_code, first["Content-Type"], first.content[:4]) == (200, "image/png", b"\x89PNG")
    unchanged = {"If-None-Match": first["ETag"]}
    assert client.get(cards[name], headers=unchanged).status_code == 304
    make_agreement("Another", published=True, signed_on="2019", themes=["Air"])
    assert client.get(cards[name], headers=unchanged).status_code == 200


def test_an_empty_archive_has_a_card(client: Client) -> None:
    assert client.get(reverse("site_card")).status_code == 200


def test_what_is_not_public_has_none(client: Client) -> None:
    draft = make_agreement("Secret", ("nor", "swe"))
    person = make_signature(draft, "Unknown Minister", "nor").signatory
    withdrawn = make_withdrawn_agreement()
    for address in (
        reverse("agreement_card", args=[draft.pk]),
        reverse("agreement_card", args=[withdrawn.pk]),
        reverse("agreement_card", args=[10**12]),
        reverse("signatory_card", args=[person.pk]),
        reverse("party_card", args=["swe"]),
        reverse("pair_card", args=["nor", "swe"]),
        reverse("pair_card", args=["nor", "nor"]),
        reverse("theme_card", args=["nothing"]),
    ):
        assert client.get(address).status_code == 404, address


def test_one_card_has_one_address(client: Client, cards: dict[str, str]) -> None:
    assert client.get(f"{cards['party']}?again=1").status_code == 404
    assert client.get(reverse("pair_card", args=["chn", "nor"])).status_code == 404
