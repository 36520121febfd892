"""The page on which pictures are made, and what can be taken away from it."""

import pytest
from django.test import Client
from django.utils.html import escape

from tests.client import body, csv_rows
from tests.factories import make_agreement
from tests.pictures.reading import parts, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_archive")]

PICTURES = ["heat", "stream", "columns", "bars", "map", "network"]


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("language", ["en", "nb"])
def test_each_picture_has_its_page(client: Client, picture: str, language: str) -> None:
    response = client.get(f"/{language}/explore/?picture={picture}&party=nor")
    assert response.status_code == 200
    assert response.context["figure"] is not None
    assert "<svg" in response.content.decode()


@pytest.mark.parametrize("picture", PICTURES)
def test_each_picture_can_be_taken_away(client: Client, picture: str) -> None:
    svg = client.get(f"/en/explore.svg?picture={picture}&party=nor")
    assert svg["Content-Type"] == "image/svg+xml"
    assert all(part.url.startswith("http://testserver/") for part in parts(body(svg)))
    png = client.get(f"/en/explore.png?picture={picture}&party=nor")
    assert (png["Content-Type"], png.content[:4]) == ("image/png", b"\x89PNG")
    assert csv_rows(body(client.get(f"/en/explore.csv?picture={picture}&party=nor")))


def test_the_table_as_csv(client: Client) -> None:
    rows = csv_rows(body(client.get("/en/explore.csv?picture=bars&split=kind&party=chn")))
    assert rows == [
        {"Kind": "Agreement", "Agreements": "5"},
        {"Kind": "Memorandum of understanding", "Agreements": "3"},
        {"Kind": "Joint declaration or statement", "Agreements": "1"},
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("picture=pie", "“pie” is not one of the values to choose from."),
        ("split=colour", "“colour” is not one of the values to choose from."),
        ("picture=map&colour=red", "“red” is not one of the values to choose from."),
        ("theme=nonsense", "Theme: “nonsense” is not one of the values to choose from."),
        (
            "signed_from=yesterday",
            "Signed from: “yesterday” is not a date. Write a year (2017), a month (2017-06) or a day (2017-06-26).",
        ),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(client: Client, query: str, sentence: str) -> None:
    page = client.get(f"/en/explore/?{query}")
    assert page.status_code == 200
    assert [str(mistake) for mistake in page.context["wrong"]] == [sentence]
    assert page.context["figure"] is None
    taken = client.get(f"/en/explore.svg?{query}")
    assert (taken.status_code, body(taken)) == (400, sentence)


@pytest.mark.parametrize(
    ("query", "without"),
    [
        ("picture=pie&party=chn", "party=chn"),
        ("split=pie&picture=bars", "picture=bars"),
        ("picture=map&colour=red&party=chn", "picture=map&party=chn"),
        ("party=chn&party=nonsense&picture=bars", "picture=bars&party=chn"),
    ],
)
def test_what_has_no_box_can_be_left_out(client: Client, query: str, without: str) -> None:
    page = client.get(f"/en/explore/?{query}")
    (mistake,) = page.context["wrong"]
    assert mistake.url == f"/en/explore/?{without}"
    assert f'href="{escape(mistake.url)}">Leave it out</a>' in body(page)
    assert not client.get(mistake.url).context["wrong"]


def test_a_date_is_put_right_in_its_box(client: Client) -> None:
    page = body(client.get("/en/explore/?signed_from=yesterday"))
    assert '<a class="ds-link" href="#id_signed_from">Signed from: “yesterday”' in page
    assert 'id="id_signed_from"' in page
    assert "Leave it out" not in page


def test_a_split_that_another_picture_has_gives_way(client: Client) -> None:
    page = client.get("/en/explore/?picture=network&split=theme")
    assert page.context["wrong"] == ()
    assert [option["value"] for option in page.context["splits"] if option["chosen"]] == ["party"]


def test_empty_boxes_of_the_form_leave_the_address(client: Client) -> None:
    response = client.get("/en/explore/?picture=bars&q=&party=chn&signed_from=")
    assert (response.status_code, response["Location"]) == (302, "/en/explore/?picture=bars&party=chn")


def test_filters_without_a_box_are_kept(client: Client) -> None:
    page = client.get("/en/explore/?picture=bars&party=chn&party=rus&has_projects=yes&split=kind")
    assert sorted(page.context["kept"]) == [("has_projects", "yes"), ("party", "chn"), ("party", "rus")]
    assert page.context["set_url"] == "/en/agreements/?party=chn&party=rus&has_projects=yes"


def test_nothing_found_says_so(client: Client) -> None:
    page = client.get("/en/explore/?signed_to=1500")
    assert page.context["figure"] is None
    assert "give nothing to draw" in page.content.decode()
    assert client.get("/en/explore.png?signed_to=1500").status_code == 400


def test_a_hostile_title_in_the_address_stays_text(client: Client) -> None:
    address = '/en/explore.svg?picture=columns&q=%3Cscript%3E+or+mercury&x="><script>'
    drawn = body(client.get(address))
    assert "<script" not in drawn
    assert tree(drawn) is not None


def test_a_draft_changes_no_picture(client: Client) -> None:
    before = client.get("/en/explore.csv?picture=columns").content
    make_agreement("Draft", signed_on="2017")
    assert client.get("/en/explore.csv?picture=columns").content == before
    make_agreement("Public", published=True, signed_on="2017")
    assert client.get("/en/explore.csv?picture=columns").content != before


def test_it_is_not_drawn_twice(client: Client) -> None:
    first = client.get("/en/explore.svg?picture=map")
    again = client.get("/en/explore.svg?picture=map", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_day_of_the_law_is_told(client: Client) -> None:
    page = client.get("/en/explore/?picture=map&on=1985").content.decode()
    assert "As the law stood on 31 December 1985." in page
