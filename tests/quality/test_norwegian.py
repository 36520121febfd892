"""The share of nynorsk a year: of which records, of which year, and when it is enough."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from agreements.models import Agreement, Project
from agreements.quality.norwegian import Forms, forms_by_year
from tests.factories import make_agreement, make_project, make_withdrawn_agreement


def at(year: int, month: int = 6, day: int = 1, hour: int = 12) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.mark.django_db
def test_published_records_with_norwegian_text_count_in_the_year_in_which_they_were_added() -> None:
    written: dict[str, Any] = {"published": True, "title_no": "Avtale"}
    make_agreement("Bokmål", added_at=at(2025), **written)
    make_agreement("Nynorsk", added_at=at(2025), norwegian_form="nn", **written)
    make_agreement("Summary alone", added_at=at(2025), norwegian_form="nn", published=True, summary_no="Om luft.")
    make_agreement("New Year's Eve", added_at=at(2025, 12, 31, 23), **written)
    make_agreement("New Year's Day", added_at=at(2026, 1, 1, 0), **written)
    make_project("Project", added_at=at(2025), **written)
    make_agreement("English alone", added_at=at(2025), norwegian_form="nn", published=True)
    make_agreement("Draft", added_at=at(2025), norwegian_form="nn", title_no="Avtale")
    make_withdrawn_agreement(title="Withdrawn", added_at=at(2025), norwegian_form="nn", title_no="Avtale")

    newest, older = forms_by_year()

    assert (newest.year, older.year) == (2026, 2025)
    assert older.counts == {"nb": {Agreement: 2, Project: 1}, "nn": {Agreement: 2}}
    assert (older.nynorsk_percent, older.is_enough) == (40, True)
    assert (newest.nynorsk_percent, newest.is_enough) == (0, False)
    assert [forms.year for forms in forms_by_year(1)] == [2026]


@pytest.mark.django_db
def test_an_archive_without_norwegian_has_no_years() -> None:
    make_agreement(published=True)
    assert forms_by_year() == []


@pytest.mark.parametrize(
    ("bokmaal", "nynorsk", "percent", "enough"),
    [(3, 1, 25, True), (1, 3, 75, True), (301, 100, 25, False), (100, 301, 75, False), (0, 1, 100, False)],
)
def test_a_quarter_of_each_form_is_enough(bokmaal: int, nynorsk: int, percent: int, enough: bool) -> None:
    forms = Forms(2026)
    forms.counts["nb"][Agreement], forms.counts["nn"][Agreement] = bokmaal, nynorsk
    assert (forms.nynorsk_percent, forms.is_enough) == (percent, enough)
