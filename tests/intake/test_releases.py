"""What is read in whole releases, in the languages that are read fully and in the others, against known answers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agreements.intake.engine import read
from agreements.intake.reading import Reading, Span
from agreements.intake.report import as_json
from agreements.intake.vocabulary import EMPTY, vocabulary_of_the_archive
from tests.intake.truths import Case, is_signed, key, own_cases

CASES = own_cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_release_is_read_as_a_careful_reader_reads_it(case: Case) -> None:
    answer = as_json(read(case.text, vocabulary=EMPTY))
    assert answer["language"] == case.truth["language"]
    found = {key(agreement): agreement for agreement in answer["agreements"]}
    true = {key(agreement): agreement for agreement in case.truth["agreements"]}
    assert set(found) == set(true)
    for parties, truth in true.items():
        proposal = found[parties]
        assert (proposal["status"] == "signed") == is_signed(truth)
        assert proposal["signed_on"] == truth["date_signed"]
        is_missed = "place_of_signature" in case.truth.get("missed", ())
        assert proposal["place_of_signature"] == (None if is_missed else truth["place"])
        assert {person["name"] for person in proposal["signatories"]} == {p["name"] for p in truth["signatories"]}


@pytest.mark.django_db
def test_the_rules_do_not_lean_on_the_archive_s_records(demo_archive: None) -> None:
    vocabulary = vocabulary_of_the_archive()
    for case in CASES:
        with_records, without = read(case.text, vocabulary=vocabulary), read(case.text, vocabulary=EMPTY)
        for ours, theirs in zip(with_records.agreements, without.agreements, strict=True):
            assert key(as_json(with_records)["agreements"][0]) == key(as_json(without)["agreements"][0]), case
            assert replace(ours, themes=(), parties=()) == replace(theirs, themes=(), parties=()), case


@pytest.mark.parametrize("case", [c for c in CASES if c.truth["language"] in {"nb", "nn", "en", "sv", "da"}], ids=str)
def test_signatories_come_with_office_capacity_and_party(case: Case) -> None:
    answer = as_json(read(case.text, vocabulary=EMPTY))
    found = {(key(a), person["name"]): person for a in answer["agreements"] for person in a["signatories"]}
    for agreement in case.truth["agreements"]:
        for truth in agreement["signatories"]:
            person = found[key(agreement), truth["name"]]
            assert person["party"] == truth["country"]
            assert (person["office"] or "").casefold() == (truth["role"] or "").casefold()
            assert person["qualifier"] == truth["qualifier"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whoever_is_only_quoted_or_met_is_named_and_no_signatory(case: Case) -> None:
    reading = read(case.text, vocabulary=EMPTY)
    assert {person.name for person in reading.people} == {p["name"] for p in case.truth["people_not_signers"]}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_proposal_has_its_words_in_the_text(case: Case) -> None:
    reading = read(case.text, vocabulary=EMPTY)
    for value, span in spans(reading):
        assert 0 <= span.start < span.end <= len(case.text)
        words = case.text[span.start : span.end]
        assert words.strip() == words
        if value:
            assert " ".join(words.split()) == value


def spans(reading: Reading) -> Iterator[tuple[str, Span]]:
    """All evidence, with the value where that is quoted from the text."""
    for agreement in reading.agreements:
        yield "", agreement.evidence
        for quoted in (agreement.title, agreement.place):
            if quoted:
                yield quoted.value, quoted.evidence
        for proposal in (*agreement.parties, *agreement.themes):
            yield "", proposal.evidence
        if agreement.signed_on:
            yield "", agreement.signed_on.evidence
        for person in agreement.signatories:
            yield "", person.evidence
    for person in reading.people:
        yield person.name, person.evidence
    for project in reading.projects:
        yield project.title.value, project.title.evidence
    for instrument in reading.instruments:
        yield "", instrument.evidence


@pytest.mark.parametrize("case", [c for c in CASES if c.truth["projects"]], ids=str)
def test_projects_are_found_with_their_stage(case: Case) -> None:
    found = [(project.title.value, project.stage) for project in read(case.text, vocabulary=EMPTY).projects]
    for truth in case.truth["projects"]:
        assert any(truth["title"] in title and _same_stage(stage, truth["status"]) for title, stage in found), truth


def _same_stage(found: str, true: str) -> bool:
    """Whether what exists is also continued, texts do not always say."""
    return found == true or {found, true} == {"existing", "continuing"}


@pytest.mark.parametrize("case", [c for c in CASES if not c.truth["agreements"]], ids=str)
def test_a_text_without_an_agreement_says_so(case: Case) -> None:
    assert (
        "The text does not say that an agreement was made or is being made."
        in read(case.text, vocabulary=EMPTY).remarks
    )
