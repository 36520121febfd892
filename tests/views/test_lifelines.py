"""Timelines: what two parties did together, an agreement, a person."""

import pytest
from django.test import Client

from agreements.models import Agreement, Relation, RelationKind, TermOfOffice
from agreements.pictures.table import Figure
from tests.client import shows
from tests.factories import (
    make_agreement,
    make_event,
    make_institution,
    make_party,
    make_project,
    make_signatory,
    make_signature,
    relate,
)
from tests.pictures.reading import parts

pytestmark = pytest.mark.django_db


def pair(client: Client, path: str = "/en/between/nor/chn/") -> Figure:
    figure = client.get(path).context["timeline"]
    assert isinstance(figure, Figure)
    return figure


def told(figure: Figure) -> dict[str, str]:
    """The rows of the table: what, by the row of the picture it stands in."""
    return {str(what.value): str(lane.value) for _when, what, lane in figure.table.rows}


def test_a_draft_leaves_no_mark(client: Client) -> None:
    make_agreement("Public", published=True, signed_on="1990")
    draft = make_agreement("Secret talks", signed_on="2017")
    make_event("Secret visit", parties=["nor", "chn"])
    make_project("Secret project", [draft], started_on="2018")
    relate(Agreement.objects.get(title_en="Public"), RelationKind.RENEWS, draft)
    page = client.get("/en/between/nor/chn/").content.decode()
    assert "Public" in page
    assert "Secret" not in page
    assert Relation.objects.count() == 1


def test_only_ministers_of_the_pair_stand_beside_it(client: Client) -> None:
    ministry, other = make_institution("Environment"), make_institution("Fisheries")
    agreement = make_agreement("Air", published=True, signed_on="2000")
    agreement.participations.filter(party__code="nor").update(institution=ministry)
    elsewhere = make_agreement("Fish", ("nor", "swe"), published=True, signed_on="2001")
    for name, institution, start, end in (
        ("Signer", ministry, "1999", "2001"),
        ("Successor", ministry, "2001", None),
        ("Fisher", other, "1999", None),
        ("Earlier", ministry, "1980", "1985"),
    ):
        person = make_signatory(name, party=make_party("nor"))
        make_signature(elsewhere, person, "nor")
        if name == "Signer":
            make_signature(agreement, person, "nor")
        TermOfOffice.objects.create(
            signatory=person, office_en="Minister", institution=institution, started_on=start, ended_on=end
        )
    figure = pair(client)
    in_office = [what for what, lane in told(figure).items() if lane == "In office for Norway"]
    assert in_office == ["Signer, Minister", "Successor, Minister"]


def test_many_agreements_become_columns_that_lead_to_their_years(client: Client) -> None:
    for number in range(26):
        make_agreement(f"Agreement {number}", published=True, signed_on=f"{1980 + number // 2}-03")
    figure = pair(client)
    assert told(figure)["2 agreements of 1980"] == "Agreements by year"
    for part in parts(figure.wide):
        if "year=" in part.url:
            assert shows(client.get(part.url))["result_count"] == 2


def test_a_hostile_title_stays_text(client: Client) -> None:
    make_agreement("<script>alert(1)</script>", published=True, signed_on="1990")
    assert "<script>alert" not in client.get("/en/between/nor/chn/").content.decode()


@pytest.mark.parametrize("signed_on", [None, "1990"])
def test_one_agreement_with_and_without_a_date(client: Client, signed_on: str | None) -> None:
    make_agreement("Only", published=True, signed_on=signed_on)
    context = client.get("/en/between/nor/chn/").context
    assert (context["timeline"] is None) == (signed_on is None)


def test_the_life_of_an_agreement(client: Client) -> None:
    earlier = make_agreement("First", published=True, signed_on="1990")
    later = make_agreement(
        "Second", published=True, signed_on="2000", entry_into_force_on="2001-02-03", terminated_on="2010"
    )
    relate(later, RelationKind.RENEWS, earlier)
    figure = client.get(later.get_absolute_url()).context["lifeline"]
    lanes = told(figure)
    assert (
        lanes["Signed 2000"] == lanes["In force from 3 February 2001"] == lanes["Terminated 2010"] == "This agreement"
    )
    assert lanes["First"] == "Agreements"


def test_an_agreement_of_which_little_is_known_has_no_picture(client: Client) -> None:
    agreement = make_agreement("Alone", published=True, signed_on="1990")
    assert client.get(agreement.get_absolute_url()).context["lifeline"] is None


def test_offices_and_signatures_of_a_person(client: Client) -> None:
    person = make_signatory("Vidar Helgesen")
    agreement = make_agreement("Renewed", published=True, signed_on="2017-06")
    make_signature(agreement, person, "nor")
    page = client.get(person.get_absolute_url())
    assert page.context["lifeline"] is None
    TermOfOffice.objects.create(signatory=person, office_en="Minister", started_on="2015", ended_on="2018")
    figure = client.get(person.get_absolute_url()).context["lifeline"]
    assert told(figure) == {"Vidar Helgesen, Minister": "Offices held", "Renewed": "Agreements"}
