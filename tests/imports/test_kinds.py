"""The kind follows the name that an instrument gives itself."""

import pytest

from agreements.imports.ieadb.kinds import kind_of
from agreements.models import AgreementKind as Kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Treaty between A and B", Kind.TREATY),
        ("Additional Convention to the Agreement between A and B", Kind.TREATY),
        ("Agreement between A and B under the Treaty of 1900", Kind.AGREEMENT),
        ("Exchange of notes constituting an agreement", Kind.EXCHANGE_OF_NOTES),
        ("Agreement in the form of an Exchange of Letters", Kind.EXCHANGE_OF_NOTES),
        ("Memorandum of Understanding on air", Kind.MEMORANDUM),
        ("Joint Declaration on the sea", Kind.JOINT_DECLARATION),
        ("Amendments to the Convention", Kind.AMENDMENT),
        ("Programme of cooperation", Kind.PROGRAMME),
        ("Procès-verbal of the meeting", Kind.OTHER),
        ("Соглашение о рыболовстве", Kind.AGREEMENT),
    ],
)
def test_the_first_word_for_a_form_decides(title: str, kind: Kind) -> None:
    assert kind_of(title, "Agreement") == kind


def test_the_registers_type_decides_where_it_says_more_than_agreement() -> None:
    assert kind_of("Agreement on whales", "Protocol") == Kind.PROTOCOL
    assert kind_of("Agreement on whales", "Other Binding Modification") == Kind.AMENDMENT


def test_the_finer_type_decides_over_the_coarse_one() -> None:
    assert kind_of("Agreement on whales", "Protocol", "Convention") == Kind.TREATY
    assert kind_of("Convention on whales", "Agreement", "Agreement") == Kind.TREATY


def test_notes_are_notes_whatever_they_change() -> None:
    assert kind_of("Exchange of notes amending the Agreement", "Amendment", "Amendment") == Kind.EXCHANGE_OF_NOTES
