"""The pages of the admin's lists: the right records in the right order, whatever the list is sorted by."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_agreement

pytestmark = pytest.mark.django_db

LIST = reverse("admin:agreements_agreement_changelist")
TITLES = [f"Agreement {number:03}" for number in range(120)]


def shown(client: Client, **query: str) -> list[str]:
    return [str(record.title_en) for record in client.get(LIST, query).context["cl"].result_list]


def test_each_record_stands_on_one_page_in_order(editor: Client) -> None:
    for number, title in enumerate(TITLES):
        place = "Oslo" if number % 2 else ""
        make_agreement(title, signed_on=f"{1900 + number}", place_of_signature=place)
    pages = [shown(editor, p=str(number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [title for page in pages for title in page] == TITLES[::-1], "the newest first"

    columns = list(editor.get(LIST).context["cl"].list_display)
    by_share = [shown(editor, p=str(number), o=str(columns.index("completeness"))) for number in (1, 2, 3)]
    in_turn = [title for page in by_share for title in page]
    assert sorted(in_turn) == TITLES
    assert {int(title[-3:]) % 2 for title in in_turn[:60]} == {0}, "those without a place are less complete"
