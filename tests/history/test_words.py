"""What a version holds is said in the words of the forms."""

import pytest
from django.utils import translation

from agreements.history.words import shown
from agreements.models import Agreement, AgreementText


@pytest.mark.parametrize(
    ("model", "field", "value", "words"),
    [
        (Agreement, "signed_on", "2017-06", "June 2017"),
        (Agreement, "kind", "memorandum", "Memorandum of understanding"),
        (Agreement, "place_of_signature", "", "–"),
        (AgreementText, "file", "texts/2017/agreement.pdf", "agreement.pdf"),
        (Agreement, "is_legally_binding", "True", "Yes"),
    ],
)
def test_values_are_said_in_words(model: type, field: str, value: str, words: str) -> None:
    with translation.override("en"):
        assert shown(model._meta.get_field(field), value) == words  # type: ignore[attr-defined]
