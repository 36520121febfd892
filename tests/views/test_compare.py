"""Agreements side by side."""

import pytest
from django.test import Client

from agreements.models import Agreement
from tests.factories import make_agreement, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[Agreement]:
    first = make_agreement("First", published=True, signed_on="1995-11", themes=["Air", "Water"], kind="memorandum")
    second = make_agreement("Second", published=True, signed_on="2017-06", themes=["Air"], kind="memorandum")
    third = make_agreement("Third", ("nor", "swe"), published=True, themes=["Air"], kind="treaty")
    make_signature(second, "Vidar Helgesen", "nor")
    return [first, second, third]


def lines(client: Client, *ids: int) -> dict[str, object]:
    query = "&".join(f"id={pk}" for pk in ids)
    return {line.label: line for line in client.get(f"/en/compare/?{query}").context["lines"]}


def test_what_is_the_same_and_what_differs(client: Client, three: list[Agreement]) -> None:
    first, second, _third = three
    found = lines(client, first.pk, second.pk)
    same = {label for label, line in found.items() if line.same}  # type: ignore[attr-defined]
    assert same == {"Parties", "Kind", "Legal status today"}
    themes = found["Themes"].cells  # type: ignore[attr-defined]
    assert [[(item.text, item.in_all) for item in cell] for cell in themes] == [
        [("Air", True), ("Water", False)],
        [("Air", True)],
    ]
    assert found["Signed by"].cells[0] == []  # type: ignore[attr-defined]


def test_a_difference_is_said_in_words_too(client: Client, three: list[Agreement]) -> None:
    page = client.get(f"/en/compare/?id={three[0].pk}&id={three[2].pk}").content.decode()
    assert page.count("<strong>differs</strong>") == sum(not line.same for line in lines(client, three[0].pk, three[2].pk).values())  # type: ignore[attr-defined]  # fmt: skip # noqa: E501


def test_they_stand_in_the_order_asked_for_and_each_can_be_taken_away(client: Client, three: list[Agreement]) -> None:
    first, second, third = (agreement.pk for agreement in three)
    heads = client.get(f"/en/compare/?id={third}&id={first}&q=x").context["agreements"]
    assert [(head["agreement"].title_en, head["without_url"]) for head in heads] == [
        ("Third", f"/en/compare/?id={first}&q=x"),
        ("First", f"/en/compare/?id={third}&q=x"),
    ]
    assert second


@pytest.mark.parametrize("value", ["x", "0", "999999999", "99999999999999999999", "-1", "１"])
def test_what_is_no_agreement_gets_a_sentence(client: Client, three: list[Agreement], value: str) -> None:
    page = client.get("/en/compare/", {"id": [str(three[0].pk), value]})
    assert page.status_code == 200
    assert len(page.context["wrong"]) == 1
    assert page.context["lines"] == []


def test_a_draft_is_no_agreement(client: Client) -> None:
    draft = make_agreement("Secret")
    page = client.get(f"/en/compare/?id={draft.pk}")
    assert [str(mistake) for mistake in page.context["wrong"]] == [f"There is no agreement “{draft.pk}”."]
    assert "Secret" not in page.content.decode()


def test_four_at_most(client: Client) -> None:
    ids = [make_agreement(f"Number {number}", published=True).pk for number in range(5)]
    page = client.get("/en/compare/", {"id": ids})
    assert [head["agreement"].pk for head in page.context["agreements"]] == ids[:4]
    assert [str(mistake) for mistake in page.context["wrong"]] == [
        "Four agreements can stand side by side; the first four are shown."
    ]


def test_what_cannot_be_used_is_left_out_and_the_rest_stays(client: Client, three: list[Agreement]) -> None:
    first, second = three[0].pk, three[1].pk
    page = client.get(f"/en/compare/?id={first}&id=x&id={second}&party=nonsense&signed_from=yesterday")
    kept = f"id={first}&id=x&id={second}"
    assert [mistake.url for mistake in page.context["wrong"]] == [
        f"/en/compare/?id={first}&id={second}&party=nonsense&signed_from=yesterday",
        f"/en/compare/?{kept}&signed_from=yesterday",  # has no box here
        f"/en/compare/?{kept}&party=nonsense",
    ]
    assert page.content.decode().count("Leave it out</a>") == 3
    assert "#id_" not in page.content.decode().partition("<main")[2].partition("</main")[0]


def test_one_and_the_same_id_in_two_forms_is_one_agreement(client: Client, three: list[Agreement]) -> None:
    first, second = three[0].pk, three[1].pk
    page = client.get(f"/en/compare/?id={first}&id=0{first}&id={second}")
    assert [head["agreement"].pk for head in page.context["agreements"]] == [first, second]
    assert page.context["agreements"][0]["without_url"] == f"/en/compare/?id={second}"


def test_an_address_without_anything_left_ends_with_its_path(client: Client, three: list[Agreement]) -> None:
    (mistake,) = client.get("/en/compare/?id=x").context["wrong"]
    assert mistake.url == "/en/compare/"


def test_words_that_are_too_long_have_no_box_beside_four_agreements(client: Client) -> None:
    ids = "&".join(f"id={make_agreement(f'Number {number}', published=True).pk}" for number in range(4))
    (mistake,) = client.get(f"/en/compare/?{ids}&q={'a' * 1001}").context["wrong"]
    assert (mistake.id, mistake.url) == ("", f"/en/compare/?{ids}")
    (mistake,) = client.get(f"/en/compare/?q={'a' * 1001}").context["wrong"]
    assert (mistake.id, mistake.url) == ("id_q", "")


def test_others_of_the_set_are_offered(client: Client, three: list[Agreement]) -> None:
    page = client.get(f"/en/compare/?id={three[0].pk}&party=chn")
    assert [row.title for row in page.context["offered"]] == ["Second"]
    assert client.get("/en/compare/?q=third").context["offered"][0].title == "Third"
    assert client.get("/en/compare/?party=nonsense").context["wrong"]


def test_the_page_of_an_agreement_leads_there(client: Client, three: list[Agreement]) -> None:
    url = client.get(three[0].get_absolute_url()).context["compare_url"]
    page = client.get(url)
    assert [head["agreement"].title_en for head in page.context["agreements"]] == ["First"]
    assert [row.title for row in page.context["offered"]] == ["Second"]
