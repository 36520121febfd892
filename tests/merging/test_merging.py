"""Two records become one: no row is lost, clashes keep every fact, and undoing puts everything back as it was."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

from agreements.merging.journal import NotUndoableError
from agreements.merging.merge import MergeRefusedError, merge, undo
from agreements.merging.plan import GONE, Plan
from agreements.models import (
    Agreement,
    AgreementParty,
    AlternativeTitle,
    Event,
    Evidence,
    FormerAddress,
    Institution,
    InstitutionSuccession,
    Merger,
    Party,
    PartyName,
    PartySuccession,
    Project,
    Registration,
    Signatory,
    SignatoryAlias,
    Signature,
    TermOfOffice,
    Theme,
    ThemeAltLabel,
    ThemeMatch,
)
from tests import factories as make
from tests.admin.conftest import World

pytestmark = pytest.mark.django_db

Pair = tuple[Any, Any]
#: Columns that keep themselves.
CLOCKS = {"changed_at"}
NOT_FACTS = {"Merger", "SearchDocument", "SearchWord", "ArchiveVersion", "ArchiveChange"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the archive, by table; versions and what search stands on left out.

    A link to many is what it links: it has no id that anybody knows.
    """
    found = {}
    for model in apps.get_app_config("agreements").get_models(include_auto_created=True):
        if issubclass(model, HistoricalChanges) or model.__name__.startswith("Historical"):
            continue
        if model.__name__ in NOT_FACTS:
            continue
        skipped = CLOCKS | ({"id"} if model._meta.auto_created else set())
        columns = [f.attname for f in model._meta.concrete_fields if f.name not in skipped]
        found[model._meta.label] = sorted(map(repr, model._base_manager.values_list(*columns)))
    return found  # type: ignore[return-value]


# Two of each kind, each with everything that can point to it


def two_people(world: World) -> Pair:
    kept = make.make_signatory("Bjørn Ås", party=world.norway, born_on="1950")
    gone = make.make_signatory("Bjorn Aas", party=world.norway, died_on="2001", wikidata_id="Q7")
    SignatoryAlias.objects.create(signatory=kept, name="B. Ås")
    SignatoryAlias.objects.create(signatory=gone, name="B. Ås")  # the same: folded
    SignatoryAlias.objects.create(signatory=gone, name="Б. Ос", language="ru")
    for person in (kept, gone):
        TermOfOffice.objects.create(signatory=person, office_en="Minister", started_on="1990")  # the same
    TermOfOffice.objects.create(signatory=gone, office_en="Ambassador", started_on="1995")
    make.make_signature(world.draft, kept, world.norway)
    make.make_signature(world.published, gone, world.norway, office_en="Minister")
    make.make_signature(world.draft, gone, world.norway, office_en="Ambassador")  # a twin that lacks the office
    world.event.participants.add(gone)
    make.make_event("Meeting", agreements=[world.draft]).participants.add(kept, gone)
    FormerAddress.objects.create(record=gone, key="9999")
    return kept, gone


def two_parties(world: World) -> Pair:
    kept, gone = make.make_party("gbr"), make.make_party("uki", official_name_en="United Kingdom of Great Britain")
    PartyName.objects.create(party=kept, name="Britain", language="en")
    PartyName.objects.create(party=gone, name="Britain", language="en")
    PartyName.objects.create(party=gone, name="UK", language="en")
    old = make.make_party("old")
    for party in (kept, gone):
        PartySuccession.objects.create(predecessor=old, successor=party)
    PartySuccession.objects.create(predecessor=gone, successor=make.make_party("new"))
    ministry = make.make_institution("Defra", gone)
    agreement = make.make_agreement("Air over the North Sea", ["nor", gone], published=True)
    make.make_agreement("Water", [kept, "nor"])
    agreement.participations.filter(party=gone).update(institution=ministry)
    person = make.make_signatory("Margaret", party=gone)
    make.make_signature(agreement, person, gone)
    make.make_event("Visit to London", [gone, "nor"])
    make.make_event("Visit to both", [gone, kept])
    return kept, gone


def two_institutions(world: World) -> Pair:
    kept = world.ministry
    gone = make.make_institution("Climate and Environment, Ministry of", world.norway, native_name="Departementet")
    earlier = Institution.objects.get(name_en="Ministry of the Environment")
    InstitutionSuccession.objects.create(predecessor=earlier, successor=gone)
    world.draft.participations.filter(party=world.norway).update(institution=gone)
    make.make_signature(world.draft, world.helgesen, world.norway, institution=gone)
    TermOfOffice.objects.create(signatory=world.helgesen, office_en="Deputy", institution=gone)
    world.project.institutions.add(gone)
    return kept, gone


def two_themes(world: World) -> Pair:
    kept, gone = world.climate, make.make_theme("Climatic change", scope_note_en="Warming and what follows.")
    make.make_theme("Adaptation", broader=gone)
    ThemeAltLabel.objects.create(theme=gone, label="Global warming", language="en")
    ThemeAltLabel.objects.create(theme=gone, label="Klima", language="nb")
    ThemeMatch.objects.create(theme=gone, vocabulary="IEADB", term="Climate")
    ThemeMatch.objects.create(theme=gone, vocabulary="GEMET", term="climatic change", url="https://example.org/gemet")
    world.published.themes.add(gone)  # has both
    world.draft.themes.add(gone)
    world.project.themes.add(gone)
    return kept, gone


def two_projects(world: World) -> Pair:
    kept = world.project
    gone = make.make_project(
        "Mercury less", [world.published, world.draft], published=True, themes=[world.climate], started_on="2018"
    )
    gone.institutions.add(world.ministry)
    make.make_evidence(gone, "started_on", source=make.make_source("Report"))
    return kept, gone


def two_agreements(world: World) -> Pair:
    kept = world.published
    gone = make.make_agreement(
        "Agreement on cooperation renewed", [world.china, world.norway], published=True, themes=[world.climate],
        signed_on="2017-06-26", place_of_signature="Beijing", reference="nor-chn-2017",
    )  # fmt: skip
    gone.instruments.add(make.make_instrument("Minamata Convention"), world.paris)
    gone.participations.filter(party=world.china).update(ratified_on="2018")
    make.make_signature(gone, world.helgesen, world.norway, office_no="Klimaminister", signed_on="2017-06-26")
    make.make_signature(gone, make.make_signatory("Kari"), world.norway)
    AlternativeTitle.objects.create(agreement=gone, title="Samarbeidsavtalen", language="nb")
    AlternativeTitle.objects.create(agreement=gone, title="MoU", language="en")
    make.make_text(gone, "en", status="authentic")
    make.make_text(gone, "zh", status="authentic", url="https://example.org/zh")
    Registration.objects.create(agreement=gone, register="unts", number="1")
    make.relate(gone, "renews", world.draft)  # the other says so too
    make.relate(make.make_agreement("Later"), "amends", gone)
    make.make_evidence(gone, "signed_on", source=world.source, note="On 26 June", locator="page 1")
    Evidence.objects.filter(object_id=gone.pk, field="").update(note="As a whole")
    world.project.agreements.add(gone)
    make.make_project("Another", [gone])
    world.event.agreements.add(gone)
    earlier = make.make_withdrawn_agreement("The same.", title="Merged earlier")
    earlier.merged_into = gone
    earlier.save()
    return kept, gone


KINDS: dict[str, Callable[[World], Pair]] = {
    "signatory": two_people,
    "party": two_parties,
    "institution": two_institutions,
    "theme": two_themes,
    "project": two_projects,
    "agreement": two_agreements,
}
of_every_kind = pytest.mark.parametrize("make_two", KINDS.values(), ids=KINDS)


def pointing_to(record: models.Model) -> set[tuple[str, int, str]]:
    """Table, id and column of every row that points to the record; written out anew, not by the code under test."""
    found = set()
    for model in apps.get_app_config("agreements").get_models(include_auto_created=True):
        if issubclass(model, HistoricalChanges) or model.__name__.startswith("Historical"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is type(record):
                for pk in model._base_manager.filter(**{field.attname: record.pk}).values_list("pk", flat=True):
                    found.add((model.__name__, pk, field.name))
    for model in (Evidence, FormerAddress):
        kind = record._meta.model_name
        rows = model._base_manager.filter(content_type__model=kind, object_id=record.pk)
        found |= {(model.__name__, pk, "record") for pk in rows.values_list("pk", flat=True)}
    return found


@of_every_kind
def test_no_row_is_lost_and_undoing_puts_every_row_back(make_two: Callable[[World], Pair], world: World) -> None:
    kept, gone = make_two(world)
    before = everything()
    to_gone = {one for one in pointing_to(gone) if "_" not in one[0]}
    assert to_gone
    plan = Plan(kept, gone)
    folded = {(row.row.__class__.__name__, row.row.pk) for row in plan.rows if row.outcome.value != "moved"}

    merger = merge(plan)

    left = pointing_to(gone)
    assert not left, "rows still point to the record that went"
    to_kept = pointing_to(kept)
    for table, pk, column in to_gone:
        assert (table, pk, column) in to_kept or (table, pk) in folded
    assert everything() != before

    undo(merger)
    assert everything() == before
    assert Merger.objects.get().undone_at is not None


@of_every_kind
def test_links_to_many_stay(make_two: Callable[[World], Pair], world: World) -> None:
    kept, gone = make_two(world)
    plan = Plan(kept, gone)
    wanted = [set(links.ids(kept)) | set(ids) for links, ids in plan.links]
    merge(plan)
    assert [set(links.ids(kept)) for links, _ids in plan.links] == wanted


@of_every_kind
def test_the_name_that_went_leads_on_or_is_kept(make_two: Callable[[World], Pair], world: World) -> None:
    kept, gone = make_two(world)
    name = str(gone)
    merge(Plan(kept, gone))
    names = {
        "signatory": SignatoryAlias.objects.filter(signatory=kept.pk, name=name),
        "party": PartyName.objects.filter(party=kept.pk, name=name, language="en"),
        "theme": ThemeAltLabel.objects.filter(theme=kept.pk, label=name, language="en"),
        "agreement": AlternativeTitle.objects.filter(agreement=kept.pk, title=name, language="en"),
    }
    found = names.get(kept._meta.model_name)
    assert found is None or found.exists()


# What becomes of twins


def test_a_twin_takes_over_what_it_lacks(world: World) -> None:
    kept, gone = two_people(world)
    merge(Plan(kept, gone))
    signature = Signature.objects.get(agreement=world.draft, signatory=kept)
    assert signature.office_en == "Ambassador"
    kept.refresh_from_db()
    assert (str(kept.born_on), str(kept.died_on), kept.wikidata_id) == ("1950", "2001", "Q7")
    assert sorted(kept.terms.values_list("office_en", flat=True)) == ["Ambassador", "Minister"]
    assert set(kept.aliases.values_list("name", flat=True)) == {"B. Ås", "Б. Ос", "Bjorn Aas"}


def test_twins_that_contradict_each_other_are_an_editors_choice(world: World) -> None:
    kept, gone = make.make_signatory("Kari"), make.make_signatory("Kari N.")
    make.make_signature(world.draft, kept, world.norway, office_en="Minister")
    row = make.make_signature(world.draft, gone, world.norway, office_en="Ambassador")
    plan = Plan(kept, gone)
    (clash,) = plan.clashes
    assert [(one.label, one.before, one.after) for one in clash.fields] == [
        ("Office in English", "Minister", "Ambassador")
    ]
    merge(Plan(kept, gone, {f"signature-{row.pk}": GONE}))
    assert world.draft.signatures.get(signatory=kept).office_en == "Ambassador"


def test_evidence_of_the_same_fact_keeps_both_quotations(world: World) -> None:
    one, other = make.make_project("One", [world.draft]), make.make_project("Two", [world.draft])
    make.make_evidence(one, "status", note="Under way")
    make.make_evidence(other, "status", note="It has begun")
    merge(Plan(one, other))
    assert [row.note for row in one.evidence.all()] == ["Under way – It has begun"]


def test_two_prevailing_texts_stay_and_one_prevails(world: World) -> None:
    kept, gone = make.make_agreement("One"), make.make_agreement("Two")
    first = make.make_text(kept, "en", status="authentic", prevails=True)
    second = make.make_text(gone, "zh", status="authentic", prevails=True)
    plan = Plan(kept, gone, {f"agreementtext-{second.pk}": GONE})
    assert len(plan.clashes) == 1
    merge(plan)
    assert {text.pk: text.prevails for text in kept.texts.all()} == {first.pk: False, second.pk: True}


def test_a_party_that_one_of_two_drafts_lacks_takes_the_free_side(world: World) -> None:
    kept, gone = make.make_agreement("One", ["nor"]), make.make_agreement("Two", ["chn", "nor"])
    merge(Plan(kept, gone))
    assert [(side.position, side.party.code) for side in kept.participations.all()] == [(1, "nor"), (2, "chn")]


# The two records


def test_fields_are_chosen_one_by_one(world: World) -> None:
    kept, gone = two_agreements(world)
    plan = Plan(kept, gone, {"signed_on": GONE, "title_en": "kept", "reference": GONE})
    merge(plan)
    kept.refresh_from_db()
    assert (str(kept.signed_on), kept.place_of_signature) == ("2017-06-26", "Beijing")
    assert (kept.title_en, kept.reference) == ("Agreement on renewed cooperation", "nor-chn-2017")
    gone.refresh_from_db()
    assert (gone.editorial_status, gone.merged_into, gone.reference) == ("withdrawn", kept, None)


def test_a_draft_that_nobody_ever_saw_goes(world: World) -> None:
    gone = make.make_agreement("Entered twice")
    merge(Plan(world.published, gone))
    assert not Agreement.objects.filter(pk=gone.pk).exists()


def test_a_theme_under_the_one_that_goes_takes_its_place(world: World) -> None:
    top = make.make_theme("Nature")
    gone = make.make_theme("Weather", broader=top)
    between = make.make_theme("Air masses", broader=gone)
    kept = make.make_theme("Climate", broader=between)
    merge(Plan(kept, gone))
    assert {theme.label_en: str(theme.broader) for theme in Theme.objects.filter(pk__in=[kept.pk, between.pk])} == {
        "Climate": "Nature",
        "Air masses": "Climate",
    }


def test_a_theme_right_under_the_one_that_goes_takes_its_place(world: World) -> None:
    gone = make.make_theme("Weather", broader=make.make_theme("Nature"))
    kept = make.make_theme("Climate", broader=gone)
    merge(Plan(kept, gone))
    assert str(Theme.objects.get(pk=kept.pk).broader) == "Nature"


def test_history_says_who_became_whom(world: World) -> None:
    kept, gone = make.make_signatory("Kari"), make.make_signatory("Kari N.")
    row = make.make_signature(world.draft, gone, world.norway)
    merge(Plan(kept, gone))
    reasons = {version.history_change_reason for version in row.history.all()} | {
        version.history_change_reason for version in Signatory.history.filter(id=gone.pk)
    }
    assert "Merged: Kari N. → Kari" in reasons


# Refused


def test_a_record_is_not_merged_with_itself(world: World) -> None:
    with pytest.raises(MergeRefusedError, match="with itself"):
        merge(Plan(world.li, Signatory.objects.get(pk=world.li.pk)))


def test_agreements_of_other_parties_are_two(world: World) -> None:
    other = make.make_agreement("With Sweden", ["nor", "swe"])
    with pytest.raises(MergeRefusedError, match="more than two parties: China, Norway, Sweden"):
        merge(Plan(world.published, other))


def test_two_parties_of_one_agreement_are_two(world: World) -> None:
    before = everything()
    with pytest.raises(MergeRefusedError, match="so they are two parties"):
        merge(Plan(world.norway, world.china))
    assert everything() == before


def test_ministries_of_two_countries_are_two(world: World) -> None:
    other = make.make_institution("Ministry", world.china)
    with pytest.raises(MergeRefusedError, match="belong to different parties"):
        merge(Plan(world.ministry, other))


def test_what_is_public_does_not_lead_to_a_draft(world: World) -> None:
    with pytest.raises(MergeRefusedError, match="not public"):
        merge(Plan(world.draft, world.published))


def test_values_that_break_a_rule_together_are_refused_and_nothing_is_written(world: World) -> None:
    kept, gone = make.make_signatory("Kari", born_on="1950"), make.make_signatory("Kari N.", died_on="1940")
    before = everything()
    with pytest.raises(MergeRefusedError, match="cannot die before being born"):
        merge(Plan(kept, gone))
    assert everything() == before


def test_a_plan_that_is_no_longer_true_is_refused(world: World) -> None:
    kept, gone = two_people(world)
    seen = Plan(kept, gone).fingerprint
    make.make_signature(make.make_agreement("New"), gone, world.norway)
    with pytest.raises(MergeRefusedError, match="Something changed"):
        merge(Plan(kept, gone), fingerprint=seen)


# Warnings


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"born_on": "1950"}, {"born_on": "1951"}, "born at different times"),
        ({"born_on": "1950"}, {"born_on": "1950-03"}, None),
        ({"wikidata_id": "Q1"}, {"wikidata_id": "Q2"}, "Both have a Wikidata identifier"),
        ({"party": "nor"}, {"party": "swe"}, "different parties"),
        ({"party": "chn"}, {"party": "chn"}, "pinyin"),
        ({"party": "nor"}, {"party": "nor"}, None),
    ],
)
def test_people_who_may_be_two(one: dict[str, str], other: dict[str, str], words: str | None) -> None:
    people = []
    for number, fields in enumerate((one, other)):
        values: dict[str, Any] = dict(fields)
        if "party" in values:
            values["party"] = make.make_party(values["party"])
        people.append(make.make_signatory(f"Li Wei {number}", **values))
    told = Plan(people[0], people[1]).warnings
    assert (any(words in warning for warning in told)) if words else not told


def test_names_in_other_characters_are_told_apart(world: World) -> None:
    one, other = make.make_signatory("Li Wei"), make.make_signatory("Li Wei")
    SignatoryAlias.objects.create(signatory=one, name="李伟")
    SignatoryAlias.objects.create(signatory=other, name="李维")
    told = " ".join(Plan(one, other).warnings)
    assert "different characters: 李伟 and 李维" in told
    assert "never one because their pinyin is equal" in told
    SignatoryAlias.objects.create(signatory=other, name="李伟")
    assert not Plan(one, other).warnings


# Undoing


def test_what_was_changed_elsewhere_since_stays(world: World) -> None:
    kept, gone = two_people(world)
    row = world.published.signatures.get(signatory=gone)
    merger = merge(Plan(kept, gone))
    row.refresh_from_db()
    row.office_no = "Statsråd"
    row.save()
    later = make.make_signature(make.make_agreement("Later"), kept, world.norway)
    undo(merger)
    row.refresh_from_db()
    later.refresh_from_db()
    assert (row.signatory_id, row.office_no, later.signatory) == (gone.pk, "Statsråd", kept)


def test_a_value_that_was_changed_since_forbids_it(world: World) -> None:
    kept, gone = two_people(world)
    merger = merge(Plan(kept, gone))
    kept = Signatory.objects.get(pk=kept.pk)
    kept.died_on = "2002"
    kept.save()
    after = everything()
    with pytest.raises(NotUndoableError, match=r"“Bjørn Ås” was changed since: Died\."):
        undo(merger)
    assert everything() == after
    assert Merger.objects.get().undone_at is None


def test_a_place_that_was_taken_since_forbids_it(world: World) -> None:
    kept, gone = make.make_theme("Air"), make.make_theme("Atmosphere")
    merger = merge(Plan(kept, gone))
    make.make_theme("Atmosphere")
    with pytest.raises(NotUndoableError, match="another record has taken its place"):
        undo(merger)


def test_the_later_of_two_mergers_is_undone_first(world: World) -> None:
    one, two, three = (make.make_signatory(name) for name in ("One", "Two", "Three"))
    row = make.make_signature(world.draft, three, world.norway)
    before = everything()
    first = merge(Plan(two, three))
    second = merge(Plan(one, two))
    with pytest.raises(NotUndoableError, match="undo that first"):
        undo(first)
    undo(second)
    undo(first)
    assert everything() == before
    row.refresh_from_db()
    assert row.signatory == three


def test_a_merger_is_undone_once(world: World) -> None:
    merger = merge(Plan(make.make_signatory("One"), make.make_signatory("Two")))
    undo(merger)
    with pytest.raises(NotUndoableError, match="already"):
        undo(merger)


def test_nothing_else_was_touched(world: World) -> None:
    others = [make.make_signatory("Somebody else"), *Signatory.objects.all()]
    before = {person.pk: repr(Signatory.objects.filter(pk=person.pk).values()) for person in others}
    merge(Plan(make.make_signatory("One"), make.make_signatory("Two")))
    assert before == {person.pk: repr(Signatory.objects.filter(pk=person.pk).values()) for person in others}
    assert (Party.objects.count(), Project.objects.count(), Event.objects.count()) == (5, 1, 1)
    assert AgreementParty.objects.count() == 6
