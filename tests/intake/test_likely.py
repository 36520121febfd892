"""Which records a proposal may already be, and which it is never taken for."""

import pytest

from agreements.dates import PartialDate
from agreements.intake.likely import KnownPeople, agreements_between, likely_agreements, likely_projects, similar
from agreements.intake.reading import NamedPerson, Outcome, Proposal, ProposedAgreement, Span
from agreements.models import AgreementKind, SignatoryAlias
from tests.factories import make_agreement, make_party, make_project, make_signatory, make_signature

pytestmark = pytest.mark.django_db
HERE = Span(0, 1)


def proposal(title: str = "", signed_on: PartialDate | None = None, signers: tuple[str, ...] = ()) -> ProposedAgreement:
    """An agreement between Norway and China as a text may tell of it."""
    return ProposedAgreement(
        Outcome.SIGNED,
        HERE,
        AgreementKind.AGREEMENT,
        False,
        (Proposal("NOR", HERE), Proposal("CHN", HERE)),
        Proposal(title, HERE) if title else None,
        Proposal(signed_on, HERE) if signed_on else None,
        signatories=tuple(NamedPerson(name, HERE) for name in signers),
    )


def reasons(proposed: ProposedAgreement, published_on: PartialDate | None = None) -> dict[str, tuple[str, ...]]:
    """Why each agreement between the two is likely, by title; a star for a strong one."""
    among = agreements_between([make_party("nor"), make_party("chn")])
    found = likely_agreements(proposed, published_on, among)
    return {f"{one.record}{'*' if one.is_strong else ''}": one.reasons for one in found}


def test_an_agreement_of_a_near_date_is_surely_meant_and_one_of_another_time_is_not() -> None:
    make_agreement("On rivers", signed_on="2017-06")
    make_agreement("On birds", signed_on="2009")
    make_agreement("Of others", parties=("nor", "swe"), signed_on="2017-06")
    assert reasons(proposal(), PartialDate(2017, 6, 26)) == {
        "On rivers*": ("the same parties", "signed at about that time: June 2017")
    }


def test_where_no_time_is_told_every_agreement_of_the_two_may_be_it() -> None:
    make_agreement("On rivers", signed_on="2017-06")
    assert reasons(proposal()) == {"On rivers": ("the same parties",)}


def test_a_similar_title_and_the_same_people_tell() -> None:
    agreement = make_agreement("Agreement on migratory birds", signed_on="2001")
    li = make_signatory("Li Ganjie")
    SignatoryAlias.objects.create(signatory=li, name="李干杰")
    make_signature(agreement, li, "chn")
    found = reasons(proposal("agreement on protection of migratory birds", signers=("李干杰",)))
    assert found == {
        "Agreement on migratory birds": ("the same parties", "a similar title", "signed by Li Ganjie too")
    } or found == {"Agreement on migratory birds*": ("the same parties", "a similar title", "signed by Li Ganjie too")}


@pytest.mark.parametrize(
    ("name", "other", "is_strong"),
    [
        ("Helgesen Vidar", "Vidar Helgesen", True),
        ("Vidar H. Helgesen", "Vidar Helgesen", True),
        ("José Núñez", "Jose Nunez", True),
        ("Vidar Helgesen", "Vidar Helgeson", False),
        ("Дмитрий Орлов", "Dmitriy Orlov", False),
        ("Dmitry Orlov", "Дмитрий Орлов", False),
    ],
)
def test_one_person_may_be_written_in_several_ways(name: str, other: str, is_strong: bool) -> None:
    person = make_signatory(other)
    (likely,) = KnownPeople().likely(name, None)
    assert (likely.record, likely.is_strong) == (person, is_strong)


@pytest.mark.parametrize(
    ("name", "other"),
    [("李干杰", "Li Ganjie"), ("李刚", "李钢"), ("Kari Lund", "Ola Lund"), ("Anne Berg", "Hanne Berg Olsen")],
)
def test_two_people_are_not_taken_for_one(name: str, other: str) -> None:
    make_signatory(other)
    assert KnownPeople().likely(name, None) == []


def test_a_person_of_another_party_is_no_sure_match() -> None:
    make_signatory("Kari Lund", party=make_party("swe"))
    (likely,) = KnownPeople().likely("Kari Lund", make_party("nor"))
    assert likely.reasons == ("the same name", "recorded for Sweden")
    assert not likely.is_strong


def test_projects_of_a_similar_title() -> None:
    same, other = make_project("Less mercury in rivers"), make_project("Green shipping")
    (likely,) = likely_projects("less mercury in the rivers", [other, same])
    assert likely.record == same


def test_titles_without_words_have_nothing_in_common() -> None:
    assert similar("", "") == similar("a", "a") == 0
