"""What counts in a record's completeness, what answers it, and that a list says what the record says."""

from typing import Any

import pytest
from django.db.models import Model

from agreements.models import Agreement, Event, Project
from agreements.quality.completeness import (
    ITEMS,
    LIMITS,
    Band,
    completeness,
    completeness_of,
    in_band,
    item,
)
from tests.factories import (
    make_agreement,
    make_event,
    make_evidence,
    make_institution,
    make_project,
    make_signature,
    make_text,
)

pytestmark = pytest.mark.django_db

#: What answers each field of an agreement that is a field of its own.
FIELDS: dict[str, tuple[str, Any]] = {
    "signed_on": ("signed_on", "2017"),
    "effect": ("entry_into_force_on", "2018"),
    "summary": ("summary_no", "Om luft."),
    "title_no": ("title_no", "Luftavtalen"),
    "place": ("place_of_signature", "Beijing"),
    "duration": ("term_months", 60),
    "binding": ("is_legally_binding", False),
}


def answers(record: Model) -> dict[str, str]:
    found = completeness_of(record)
    assert found is not None
    return {one.item.code: one.answer.name.lower() for one in found.items}


def missing(record: Model) -> set[str]:
    return {code for code, answer in answers(record).items() if answer == "missing"}


def percent(record: Model) -> int:
    found = completeness_of(record)
    assert found is not None
    stored = type(record)._base_manager.annotate(share=completeness(type(record))).values_list("share", flat=True)
    assert stored.get(pk=record.pk) == found.percent, "a list says what the record says"
    return found.percent


def test_an_empty_agreement_lacks_everything() -> None:
    agreement = Agreement.objects.create()
    assert missing(agreement) == {one.code for one in ITEMS[Agreement]}
    assert percent(agreement) == 0


def test_a_full_agreement_lacks_nothing() -> None:
    agreement = make_agreement("Full", themes=["Air"], **dict(FIELDS.values()))
    make_evidence(agreement)
    make_text(agreement)
    for party, name in (("nor", "Vidar Helgesen"), ("chn", "Li Ganjie")):
        make_signature(agreement, name, party)
    assert missing(agreement) == set()
    assert percent(agreement) == 100


@pytest.mark.parametrize("code", FIELDS)
def test_a_field_answers_its_item_and_no_other(code: str) -> None:
    agreement = make_agreement()
    before = missing(agreement)
    setattr(agreement, *FIELDS[code])
    agreement.save()
    assert before - missing(agreement) == {code}


def test_rows_answer_their_items() -> None:
    agreement = make_agreement(parties=["nor"])
    assert "parties" in missing(agreement)
    agreement.participations.create(party=make_agreement("Other").participations.get(position=2).party, position=2)
    assert "parties" not in missing(agreement)

    make_signature(agreement, "Vidar Helgesen", "nor")
    make_signature(agreement, "Erna Solberg", "nor")
    assert {"signatory", "both_signed"} & missing(agreement) == {"both_signed"}
    make_signature(agreement, "Li Ganjie", "chn")
    assert "both_signed" not in missing(agreement)

    make_text(agreement, url="")
    assert "text" in missing(agreement), "a text that is only known to exist cannot be read"


def test_what_is_not_applicable_counts_as_answered() -> None:
    political = make_agreement("Declaration", entry_into_force_condition="not_applicable")
    not_recorded = make_agreement("Agreement", entry_into_force_condition="not_recorded")
    assert (answers(political)["effect"], answers(political)["duration"]) == ("not_applicable", "not_applicable")
    assert (answers(not_recorded)["effect"], answers(not_recorded)["duration"]) == ("missing", "missing")
    weights = item(Agreement, "effect").weight + item(Agreement, "duration").weight
    total = sum(one.weight for one in ITEMS[Agreement])
    assert percent(political) - percent(not_recorded) == pytest.approx(100 * weights / total, abs=1)


def test_an_agreement_in_force_on_signature_needs_no_other_date() -> None:
    condition: dict[str, Any] = {"entry_into_force_condition": "signature"}
    assert "effect" not in missing(make_agreement(signed_on="2017", **condition))
    assert "effect" in missing(make_agreement(**condition))


@pytest.mark.parametrize("fields", [{"renewal": "none"}, {"valid_until": "2020"}, {"terminated_on": "2020"}])
def test_any_word_of_its_end_tells_how_long_it_lasts(fields: dict[str, Any]) -> None:
    assert "duration" not in missing(make_agreement(**fields))


def test_verifying_makes_nothing_more_complete() -> None:
    agreement = make_agreement()
    before = percent(agreement)
    agreement.verify(None)
    assert percent(agreement) == before


def test_a_project_that_goes_on_has_no_end_and_no_results_to_tell() -> None:
    active, done = make_project("Active", status="active"), make_project("Done", status="completed")
    unknown, proposed = make_project("Unknown"), make_project("Proposed", status="proposed")
    told = {"ended_on", "results"}
    assert told & missing(active) == told & missing(proposed) == set()
    assert told & missing(done) == told & missing(unknown) == told
    assert "status" in missing(unknown)


def test_full_projects_and_events_lack_nothing() -> None:
    agreement = make_agreement()
    texts: dict[str, Any] = {"title_no": "På norsk", "summary_en": "What it is."}
    project = make_project(
        agreements=[agreement], themes=["Air"], status="completed", started_on="2018", ended_on="2020",
        results_no="Mindre kvikksølv.", published=True, **texts,
    )  # fmt: skip
    project.institutions.add(make_institution())
    event = make_event(place="Beijing", published=True, **texts)
    assert (percent(project), missing(project)) == (100, set())
    assert (percent(event), missing(event)) == (100, set())


@pytest.mark.parametrize("model", ITEMS)
def test_items_are_told_apart_and_have_their_place_on_the_form(model: Any) -> None:
    items = ITEMS[model]
    assert len({one.code for one in items}) == len(items)
    assert [one.weight for one in items] == sorted((one.weight for one in items), reverse=True)
    assert {one.weight for one in items} <= {1, 2, 3}
    for one in items:
        model._meta.get_field(one.place)


def test_every_share_is_in_one_band() -> None:
    assert [band for share in range(101) for band, (low, high) in LIMITS.items() if low <= share <= high] == (
        [Band.THIN] * 50 + [Band.HALF] * 25 + [Band.NEARLY] * 25 + [Band.COMPLETE]
    )


def test_bands_part_the_records() -> None:
    thin = make_agreement("Thin")
    half = make_agreement("Half", published=True, signed_on="2017", summary_en="About air.", themes=["Air"])
    found = {band: set(in_band(Agreement.objects.all(), band)) for band in Band}
    assert (found[Band.THIN], found[Band.HALF], found[Band.NEARLY], found[Band.COMPLETE]) == (
        {thin},
        {half},
        set(),
        set(),
    )


def test_a_record_that_is_not_stored_has_none() -> None:
    assert completeness_of(Event()) is None
    assert completeness_of(Project(pk=999)) is None
