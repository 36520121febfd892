"""A sheet taken out and brought back unchanged writes nothing, in every form and for every kind of record."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models

from agreements.models import Agreement
from agreements.sheets.bringing import bring
from agreements.sheets.sets import SHEETS
from agreements.sheets.writing import as_csv, as_workbook
from tests.sheets.workbooks import everything

pytestmark = pytest.mark.django_db

BY_NAME = {model.__name__: model for model in SHEETS}


def brought_back_unchanged(model: type[models.Model], user: User) -> None:
    """Take everything out in every form and bring it back."""
    before = everything()
    report = bring(as_workbook(model, model._base_manager.all()), model, user, "unchanged.xlsx")
    assert set(report.counts) <= {"unchanged"}, report.rows[:3]
    assert report.counts["unchanged"] >= model._base_manager.count()
    for kind in SHEETS[model]:
        for delimiter in ",;":
            raw = "".join(as_csv(kind, model._base_manager.all(), delimiter)).encode()
            assert set(bring(raw, model, user, "unchanged.csv").counts) <= {"unchanged"}
    assert everything() == before


@pytest.mark.parametrize("name", BY_NAME)
def test_the_demonstration_archive_comes_back_as_it_went(demo_archive: None, administrator: User, name: str) -> None:
    brought_back_unchanged(BY_NAME[name], administrator)


@pytest.mark.shared
def test_a_real_register_comes_back_as_it_went(shared_data: Path, administrator: User) -> None:
    folder = shared_data / "data" / "ieadb"
    options: dict[str, Any] = {"members": folder / "members.xlsx", "details": folder / "treaties_2025.csv"}
    call_command("import_ieadb", folder / "treaties.csv", **options, stdout=io.StringIO())
    assert Agreement.objects.count() > 2200
    brought_back_unchanged(Agreement, administrator)
