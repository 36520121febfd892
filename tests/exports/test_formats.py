"""The same set in other forms: the same items in the same order, and nothing a spreadsheet would run."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from django.test import Client

from agreements.exports.columns import COLUMNS
from agreements.exports.formats import as_cell
from agreements.models import Agreement
from tests.client import body
from tests.factories import make_agreement, make_project, make_signature

ATOM = "{http://www.w3.org/2005/Atom}"
#: Every set has at least one item.
SETS = ["agreements", "signatories", "parties", "themes", "projects"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    """Thirty agreements, so that the page holds fewer than the set, and a draft of everything."""
    for number in range(30):
        agreement = make_agreement(
            f"Agreement {number:02}", ("nor", "chn" if number % 2 else "swe"), published=True,
            themes=["Air" if number % 3 else "Water"], signed_on=f"{1990 + number % 7}", title_no="Avtale",
        )  # fmt: skip
        make_signature(agreement, f"Person {number:02}", "nor")
        make_project(f"Project {number:02}", [agreement], published=True)
    draft = make_agreement("Draft", themes=["Secret"])
    make_signature(draft, "Secret Person", "nor")


def content(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return body(response)


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    ("name", "query"),
    [
        *((name, "") for name in SETS),
        ("agreements", "?q=1"),
        ("agreements", "?order=date&theme=air"),
        ("agreements", "?party=chn&order=-title"),
        ("signatories", "?party=nor&order=-agreements"),
        ("parties", "?order=-agreements"),
        ("themes", "?q=air"),
        ("projects", "?party=chn&order=title"),
    ],
)
def test_all_forms_hold_the_items_of_the_pages_in_their_order(
    world: None, client: Client, name: str, query: str, language: str
) -> None:
    page = client.get(f"/{language}/{name}/{query}").context
    assert not page["filter"].form.errors
    shown = [str(record) for record in page["filter"].qs]
    rows = csv_rows(content(client, f"/{language}/{name}.csv{query}"))
    data = json.loads(content(client, f"/{language}/{name}.json{query}"))
    feed = ElementTree.fromstring(content(client, f"/{language}/{name}.atom{query}"))  # noqa: S314 - our own
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    links = [entry.find(f"{ATOM}link").attrib["href"] for entry in feed.iter(f"{ATOM}entry")]  # type: ignore[union-attr]
    assert titles == shown
    assert titles
    assert [row["url"] for row in rows] == [item["url"] for item in data["items"]] == links
    assert data["url"] == f"http://testserver/{language}/{name}/{query}"


def test_a_csv_line_of_an_agreement(client: Client) -> None:
    agreement = make_agreement(
        "=HYPERLINK(1)", ("nor", "chn"), published=True, themes=["Air"], signed_on="2017-06", title_no="Avtale, «ny»"
    )
    make_signature(agreement, "Vidar Helgesen", "nor")
    (row,) = csv_rows(content(client, "/en/agreements.csv"))
    assert row["title_en"] == "'=HYPERLINK(1)"
    assert row["title_no"] == "Avtale, «ny»"
    assert (row["parties"], row["signatories"], row["themes"]) == ("nor; chn", "Vidar Helgesen", "air")
    assert (row["signed_on"], row["entry_into_force_on"], row["legal_status"]) == ("2017-06", "", "not_recorded")
    assert row["url"].endswith(agreement.get_absolute_url())


def test_json_keeps_types(client: Client) -> None:
    make_agreement("A", published=True, is_legally_binding=False, term_months=60)
    (item,) = json.loads(content(client, "/en/agreements.json"))["items"]
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


@pytest.mark.parametrize("suffix", ["csv", "json", "atom"])
def test_a_bad_value_gives_nothing_and_says_so(world: None, client: Client, suffix: str) -> None:
    response = client.get(f"/en/agreements.{suffix}?party=atlantis")
    assert response.status_code == 400
    assert "Agreement 0" not in body(response)


def test_an_unknown_suffix_is_no_page(client: Client) -> None:
    assert client.get("/en/agreements.xlsx").status_code == 404


def test_queries_of_an_export_do_not_grow_with_its_rows(
    client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    make_agreement("First", published=True, themes=["Air"])
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        content(client, "/en/agreements.csv")
    for number in range(40):
        make_agreement(f"Agreement {number}", published=True, themes=["Air", "Water"])
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        content(client, "/en/agreements.csv")


def test_column_names_are_unique() -> None:
    for model, columns in COLUMNS.items():
        names = [column.name for column in columns]
        assert len(names) == len(set(names)), model
    assert COLUMNS[Agreement][0].name == "id"
