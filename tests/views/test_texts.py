"""The texts of an agreement on its page: each is named by its language, whatever that is."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.factories import make_agreement, make_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "in_english", "in_norwegian"),
    [
        ("en", "English", "Engelsk"),
        ("nn", "Norwegian Nynorsk", "Norsk nynorsk"),
        ("zh-Hans", "Chinese (Simplified)", "Kinesisk (forenklet)"),
        ("se", "Northern Sami", "Nordsamisk"),
        ("kl", "Kalaallisut", "Grønlandsk"),
        ("x-unheard", "X-unheard", "X-unheard"),
        ("", "Language not recorded", "Språk ikke registrert"),
    ],
)
def test_a_text_is_named_by_its_language(client: Client, code: str, in_english: str, in_norwegian: str) -> None:
    agreement = make_agreement("Agreement on air", published=True)
    make_text(agreement, code, status="authentic")

    def shown(language: str) -> str:
        page = client.get(f"/{language}/agreements/{agreement.pk}/", follow=True)
        assert page.status_code == 200
        (texts,) = re.findall(r'<ul class="plain-list briefs">(.*?)</ul>', page.content.decode(), re.DOTALL)
        return " ".join(strip_tags(texts).split())

    assert shown("en").startswith(in_english)
    assert shown("nb").startswith(in_norwegian)
