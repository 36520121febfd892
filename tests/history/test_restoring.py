"""Going back to a version and forward again loses nothing; a version that a rule forbids is refused in words."""

from typing import Any

import pytest
from django.db import models

from agreements.catalogue.changes import gathered
from agreements.history.occasions import occasions_of
from agreements.history.restoring import NotRestorableError, restore
from agreements.history.state import State, state_of
from agreements.models import Agreement, AgreementText, Registration, Signatory, SignatoryAlias
from tests import factories as make
from tests.admin.conftest import World

pytestmark = pytest.mark.django_db


def states(record: models.Model) -> list[State]:
    return [occasion.state for occasion in occasions_of(type(record), record.pk)]


def change_everything(world: World) -> None:
    """Change the published agreement in every way that a form can."""
    agreement = Agreement.objects.get(pk=world.published.pk)
    with gathered():
        agreement.title_en, agreement.signed_on, agreement.place_of_signature = "Another title", "2018", "Oslo"
        agreement.save()
        agreement.themes.set([world.climate])
        agreement.instruments.clear()
        agreement.signatures.get(signatory=world.li).delete()
        signature = agreement.signatures.get(signatory=world.helgesen)
        signature.office_en = "Minister"
        signature.save()
        agreement.alternative_titles.all().delete()
        Registration.objects.create(agreement=agreement, register="lovdata", number="1")
        make.make_evidence(agreement, "signed_on", note="In June")
        for text in agreement.texts.all():
            text.prevails = False
            text.save()
        AgreementText.objects.create(agreement=agreement, language="nb", status="authentic", prevails=True)


def test_the_last_state_in_history_is_that_of_the_database(world: World) -> None:
    change_everything(world)
    for record in (world.published, world.helgesen, world.norway, world.climate, world.ministry, world.project):
        expected = state_of(record)
        # The world's make() sets one column without a version.
        for values in expected.values():
            values.pop("institution_id", None)
        last = states(record)[-1]
        for values in last.values():
            values.pop("institution_id", None)
        assert last == expected, record


def test_back_and_forward_again_nothing_is_lost(world: World) -> None:
    world.published.participations.get(party=world.norway).save()  # a version of what was set without one
    before = state_of(world.published)
    change_everything(world)
    after = state_of(world.published)
    assert before != after

    assert restore(world.published, before)
    assert state_of(world.published) == before
    assert restore(world.published, after)
    assert state_of(world.published) == after
    assert states(world.published)[-3:] == [after, before, after]


def test_restoring_what_is_there_writes_nothing(world: World) -> None:
    versions = world.published.history.count()
    assert not restore(world.published, state_of(world.published))
    assert world.published.history.count() == versions


def test_two_parties_that_changed_places_change_back(world: World) -> None:
    before = state_of(world.published)
    one, other = world.published.participations.order_by("position")
    with gathered():
        one.delete()
        other.position = 1
        other.save()
        one.position = 2
        one.save(force_insert=True)
    assert [side.party.code for side in world.published.participations.order_by("position")] == ["chn", "nor"]
    one.refresh_from_db()
    key = ("agreementparty", one.pk)
    wanted = {**state_of(world.published), **{k: v for k, v in before.items() if k[0] == "agreementparty"}}
    wanted = {k: v for k, v in wanted.items() if k != key or k in before}
    restore(world.published, wanted)
    assert [side.party.code for side in world.published.participations.order_by("position")] == ["nor", "chn"]


def test_whether_it_is_public_stays_as_it_is(world: World) -> None:
    older = state_of(world.published)
    agreement = Agreement.objects.get(pk=world.published.pk)
    agreement.editorial_status, agreement.withdrawn_reason, agreement.title_en = "withdrawn", "Wrong.", "New title"
    agreement.save()
    restore(agreement, older)
    agreement.refresh_from_db()
    assert (agreement.editorial_status, agreement.withdrawn_reason) == ("withdrawn", "Wrong.")
    assert agreement.title_en == "Agreement on renewed cooperation"


@pytest.mark.parametrize("kind", ["helgesen", "norway", "climate", "ministry", "project", "event"])
def test_every_kind_of_record_goes_back(world: World, kind: str) -> None:
    record: Any = getattr(world, kind)
    before = state_of(record)
    record = type(record).objects.get(pk=record.pk)
    name = next(name for name in ("title_en", "label_en", "name_en", "name") if hasattr(record, name))
    setattr(record, name, "Something else")
    record.save()
    assert state_of(record) != before
    restore(record, before)
    assert state_of(record) == before


def test_a_version_that_names_somebody_who_is_gone_is_refused(world: World) -> None:
    older = state_of(world.published)
    world.published.signatures.get(signatory=world.li).delete()
    world.li.delete()
    now = state_of(world.published)
    with pytest.raises(NotRestorableError, match=r"names “Li Ganjie”, which is no longer in the archive"):
        restore(world.published, older)
    assert state_of(world.published) == now


def test_a_version_that_breaks_a_rule_of_today_is_refused_whole(world: World) -> None:
    older = state_of(world.published)
    world.published.evidence.all().delete()
    world.published.title_en = "Better title"
    world.published.editorial_status = "draft"
    world.published.save()
    without_source = state_of(world.published)
    restore(world.published, older)
    Agreement.objects.filter(pk=world.published.pk).update(editorial_status="published")
    with pytest.raises(NotRestorableError, match="a source"):
        restore(world.published, without_source)
    assert state_of(world.published)[("agreement", world.published.pk)]["title_en"] != "Better title"


def test_a_row_that_belongs_to_another_record_now_is_not_taken_back(world: World) -> None:
    alias = SignatoryAlias.objects.get(signatory=world.li)
    older = state_of(world.li)
    alias.signatory = world.helgesen
    alias.save()
    with pytest.raises(NotRestorableError, match="belongs to another record now"):
        restore(world.li, older)
    assert SignatoryAlias.objects.get(pk=alias.pk).signatory == world.helgesen


def test_what_another_record_has_taken_since_is_refused(world: World) -> None:
    person = make.make_signatory("Anna", wikidata_id="Q1")
    older = state_of(person)
    person.wikidata_id = ""
    person.save()
    make.make_signatory("Berit", wikidata_id="Q1")
    with pytest.raises(NotRestorableError, match=r"Wikidata|another record|Another record"):
        restore(person, older)
    assert Signatory.objects.get(pk=person.pk).wikidata_id == ""
