"""A place to write small files of one's own, and what the database holds before and after."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from agreements.demo.loader import DATA

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into a folder of data and return the folder: ``write(parties='[party.aaa] …')``."""

    def write_files(**contents: str) -> Path:
        for name, content in contents.items():
            (tmp_path / f"{name}.toml").write_text(content, encoding="utf-8")
        return tmp_path

    return write_files


@pytest.fixture
def corrected(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the project's data in which one text of a file is replaced by another."""

    def correct(file: str, *replacements: tuple[str, str]) -> Path:
        for path in DATA.rglob("*.toml"):
            content = path.read_text(encoding="utf-8")
            if path.name == file:
                for old, new in replacements:
                    assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file}"
                    content = content.replace(old, new)
            (tmp_path / path.name).write_text(content, encoding="utf-8")
        return tmp_path

    return correct


def stored() -> dict[str, list[Any]]:
    """Every row of the archive's tables, the history's too, but for the change log of the catalogue."""
    tables = {}
    for model in apps.get_app_config("agreements").get_models():
        tables[model.__name__] = list(model._base_manager.order_by("pk").values_list())
    return tables
