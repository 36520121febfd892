"""What a line of an export says, and how."""

import json

import pytest
from django.test import Client

from agreements.catalogue import current
from agreements.exports.columns import COLUMNS
from agreements.exports.formats import as_cell
from agreements.models import Agreement
from tests.client import body, csv_rows
from tests.factories import make_agreement, make_signature

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    return body(client.get(address))


def test_a_csv_line_of_an_agreement(client: Client) -> None:
    agreement = make_agreement(
        "=HYPERLINK(1)", ("nor", "chn"), published=True, themes=["Air"], signed_on="2017-06", title_no="Avtale, «ny»"
    )
    make_signature(agreement, "Vidar Helgesen", "nor")
    (row,) = csv_rows(read(client, "/en/agreements.csv"))
    assert row["title_en"] == "'=HYPERLINK(1)"
    assert row["title_no"] == "Avtale, «ny»"
    assert (row["parties"], row["signatories"], row["themes"]) == ("nor; chn", "Vidar Helgesen", "air")
    assert (row["signed_on"], row["entry_into_force_on"], row["legal_status"]) == ("2017-06", "", "not_recorded")
    assert row["url"].endswith(agreement.get_absolute_url())


def test_json_keeps_types(client: Client) -> None:
    make_agreement("A", published=True, is_legally_binding=False, term_months=60)
    (item,) = json.loads(read(client, "/en/agreements.json"))["items"]
    assert item["is_legally_binding"] is False
    assert item["term_months"] == 60
    assert item["signed_on"] is None
    assert item["parties"] == ["nor", "chn"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+47 22", "'+47 22"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        (-2, -2),
        (True, "true"),
        (None, ""),
        (["=a", "b"], "'=a; b"),
        ("2017-06", "2017-06"),
    ],
)
def test_spreadsheet_formulas_are_disarmed(value: object, cell: object) -> None:
    assert as_cell(value) == cell  # type: ignore[arg-type]


def test_an_unknown_suffix_is_no_page(client: Client) -> None:
    assert client.get("/en/agreements.xlsx").status_code == 404


def test_queries_of_an_export_do_not_grow_with_its_rows(
    client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    make_agreement("First", published=True, themes=["Air"])
    current()  # what changed is read before
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        read(client, "/en/agreements.csv")
    for number in range(40):
        make_agreement(f"Agreement {number}", published=True, themes=["Air", "Water"])
    current()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        read(client, "/en/agreements.csv")


def test_column_names_are_unique() -> None:
    for model, columns in COLUMNS.items():
        names = [column.name for column in columns]
        assert len(names) == len(set(names)), model
    assert COLUMNS[Agreement][0].name == "id"
