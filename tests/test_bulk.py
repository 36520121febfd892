"""Rows written past the models: what is left out has its default, and the database's rules hold."""

import pytest
from django.db import IntegrityError, transaction

from agreements import bulk
from agreements.bulk import batches, insert, new_ids
from agreements.choices import EditorialStatus
from agreements.dates import PartialDate
from agreements.models import Agreement, Party, SearchWord
from tests.factories import make_agreement, make_party

pytestmark = pytest.mark.django_db


def test_a_row_is_as_if_saved() -> None:
    saved = Agreement.objects.create(title_en="Ærlig — 李", signed_on="2017-06", term_months=24)
    (pk,) = new_ids(Agreement, 1)
    insert(Agreement, ("id", "title_en", "signed_on", "term_months"), [(pk, saved.title, PartialDate(2017, 6), 24)])
    written = Agreement.objects.get(pk=pk)
    assert written.signed_on == saved.signed_on
    assert written.editorial_status == EditorialStatus.DRAFT
    assert written.changed_at >= saved.changed_at
    told_apart = {"id", "added_at", "changed_at"}
    for field in Agreement._meta.concrete_fields:
        if field.attname not in told_apart:
            assert getattr(written, field.attname) == getattr(saved, field.attname), field.attname


def test_ids_are_new_even_after_the_last_record_went() -> None:
    last = make_agreement()
    gone = last.pk
    last.delete()
    first, second = new_ids(Agreement, 2)
    insert(Agreement, ("id", "title_en"), [(first, "One"), (second, "Two")])
    assert gone < first < second < make_agreement().pk


def test_the_rules_of_the_database_hold() -> None:
    make_party("nor")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Party, ("code", "name_en"), [("swe", "Sweden"), ("nor", "Norway")])
    assert list(Party.objects.values_list("code", flat=True)) == ["nor"]


def test_more_rows_than_one_statement_takes() -> None:
    words = [f"word{number:04}" for number in range(1_001)]
    insert(SearchWord, ("surface", "term", "written", "is_norwegian"), ((word, word, word, False) for word in words))
    assert list(SearchWord.objects.order_by("surface").values_list("surface", flat=True)) == words


def test_a_row_of_more_values_than_one_statement_should_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_VALUES", 3)
    insert(SearchWord, ("surface", "term", "written", "is_norwegian"), [(word, word, word, False) for word in "ab"])
    assert SearchWord.objects.count() == 2


def test_nothing_to_write_is_no_mistake() -> None:
    insert(Party, ("code",), [])
    assert list(new_ids(Party, 0)) == []
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
