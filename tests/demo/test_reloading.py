"""A second run writes nothing; a corrected file changes what it corrects; what editors did is theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agreements.demo.loader import load_demo
from agreements.models import Agreement, Evidence, Project, Registration, Signature, Source, Theme
from agreements.written.files import DataError
from agreements.written.writer import REASON, Tally
from tests.demo.conftest import stored
from tests.factories import make_agreement, make_theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_archive")]

Corrected = Callable[..., Path]


def changes(totals: dict[str, Tally]) -> dict[str, tuple[int, int, int]]:
    """What a run created, updated and removed, of the kinds it touched."""
    return {name: (tally.created, tally.updated, tally.removed) for name, tally in totals.items() if tally.written}


def test_a_second_run_writes_nothing() -> None:
    before = stored()
    totals = load_demo()
    assert changes(totals) == {}
    assert sum(tally.unchanged for tally in totals.values()) > 1000
    assert stored() == before


def test_a_corrected_text_changes_one_record(corrected: Corrected) -> None:
    data = corrected("guyana.toml", ("Norway pays Guyana up to 250", "Norway offers Guyana up to 250"))
    assert changes(load_demo(data)) == {"agreements": (0, 1, 0)}
    agreement = Agreement.objects.get(reference="nor-guy-2009")
    assert agreement.summary_en.startswith("Norway offers Guyana")
    assert agreement.is_published
    newest, before = agreement.history.order_by("-history_id")[:2]
    assert newest.history_change_reason == REASON
    assert newest.diff_against(before, excluded_fields=["changed_at"]).changed_fields == ["summary_en"]
    assert changes(load_demo(data)) == {}


def test_a_line_taken_away_is_no_longer_recorded(corrected: Corrected) -> None:
    data = corrected(
        "guyana.toml", ('valid_until = "2015"\n', ""), ('signed_on = "2009-11-09"', 'signed_on = "2009-11"')
    )
    assert changes(load_demo(data)) == {"agreements": (0, 1, 0)}
    agreement = Agreement.objects.get(reference="nor-guy-2009")
    assert (agreement.valid_until, agreement.expires_on, str(agreement.signed_on)) == (None, None, "2009-11")


def test_a_row_for_another_person_takes_the_place_of_the_wrong_one(corrected: Corrected) -> None:
    data = corrected("guyana.toml", ('{ signatory = "erik-solheim"', '{ signatory = "tine-sundtoft"'))
    assert changes(load_demo(data)) == {"signatures": (1, 0, 1)}
    signed = Signature.objects.filter(agreement__reference="nor-guy-2009", party__code="nor")
    assert [row.signatory.name for row in signed] == ["Tine Sundtoft"]


def test_themes_follow_the_file(corrected: Corrected) -> None:
    old = 'themes = ["redd", "climate-change", "biodiversity"]'
    data = corrected("guyana.toml", (old, 'themes = ["redd", "forests"]'))
    assert changes(load_demo(data)) == {"agreements": (0, 1, 0)}
    themes = Agreement.objects.get(reference="nor-guy-2009").themes
    assert set(themes.values_list("slug", flat=True)) == {"redd", "forests"}


def test_a_party_with_a_signature_cannot_be_exchanged_alone(corrected: Corrected) -> None:
    old = 'parties = [{ party = "nor" }, { party = "guy" }]'
    data = corrected("guyana.toml", (old, 'parties = [{ party = "nor" }, { party = "bra" }]'))
    with pytest.raises(DataError, match=r"guyana\.toml, agreement “nor-guy-2009”: .*one of the two parties"):
        load_demo(data)
    parties = Agreement.objects.get(reference="nor-guy-2009").parties
    assert set(parties.values_list("code", flat=True)) == {"nor", "guy"}


def test_what_an_editor_changed_stays(corrected: Corrected) -> None:
    agreement = Agreement.objects.get(reference="nor-guy-2009")
    agreement.title_en = "The editor's title"
    agreement.save()
    data = corrected(
        "guyana.toml",
        ("Norway pays Guyana up to 250", "Norway offers Guyana up to 250"),
        ('{ signatory = "erik-solheim"', '{ signatory = "tine-sundtoft"'),
    )
    totals = load_demo(data)
    assert changes(totals) == {}
    assert totals["agreements"].kept == 1
    agreement.refresh_from_db()
    assert agreement.title_en == "The editor's title"
    assert agreement.signatures.filter(signatory__name="Erik Solheim").exists()


def test_what_an_editor_withdrew_stays_withdrawn() -> None:
    project = Project.objects.get(reference="nor-guy-grif")
    project.editorial_status = "withdrawn"
    project.withdrawn_reason = "It was a test."
    project.save()
    assert changes(load_demo()) == {}
    project.refresh_from_db()
    assert project.is_withdrawn


def test_rows_that_others_added_stay() -> None:
    agreement = Agreement.objects.get(reference="nor-guy-2009")
    added = Registration.objects.create(agreement=agreement, register="ecolex", number="TRE-1")
    evidence = Evidence.objects.create(record=agreement, source=Source.objects.all()[0], locator="Added by hand")
    theme = Theme.objects.get(slug="redd")
    label = theme.alt_labels.create(label="Saving trees", language="en")
    totals = load_demo()
    assert changes(totals) == {}
    assert totals["registrations"].kept == 1
    for row in (added, evidence, label):
        row.refresh_from_db()


def test_a_theme_that_somebody_else_made_may_be_used(corrected: Corrected) -> None:
    make_theme("Wetlands", slug="wetlands")
    old = 'themes = ["redd", "climate-change", "biodiversity"]'
    load_demo(corrected("guyana.toml", (old, 'themes = ["redd", "wetlands"]')))
    assert Agreement.objects.get(reference="nor-guy-2009").themes.filter(slug="wetlands").exists()


class TestAfterAnImport:
    """An importer has brought an agreement before the files name it."""

    @pytest.fixture
    def imported(self) -> Agreement:
        agreement = make_agreement("As the register has it", signed_on="1995-02-13")
        Registration.objects.create(agreement=agreement, register="ieadb", number="999999")
        return agreement

    def test_its_number_finds_it(self, imported: Agreement, corrected: Corrected) -> None:
        source = 'sources = [{ source = "ieadb", locator = "No. 947" }]'
        again = f"""
[agreement.nor-ltu-1996]
title_en = "The same agreement"
title_no = "Den samme avtalen"
parties = [{{ party = "nor" }}, {{ party = "ltu" }}]
registrations = [{{ register = "ieadb", number = "999999" }}]
{source}

[project.nor-ltu-study]
title_en = "A study"
title_no = "En utredning"
agreements = ["nor-ltu-1996"]
{source}
"""
        totals = load_demo(corrected("lithuania.toml", (source, source + again)))
        assert totals["agreements"].kept == 1
        assert changes(totals) == {"projects": (1, 0, 0), "evidence": (1, 0, 0)}
        assert list(Project.objects.get(reference="nor-ltu-study").agreements.all()) == [imported]
        imported.refresh_from_db()
        assert imported.title_en == "As the register has it"
