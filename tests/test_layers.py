"""Imports go one way: no module reaches for a layer above its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "agreements"
#: From the ground up. A module may import its own layer and those before it.
LAYERS = [
    {"text", "dates", "bulk", "choices", "fetch", "figures", "context_processors", "hot"},
    {"models"},
    {"sorting", "catalogue"},
    {"filters"},
    {"exports", "history", "merging", "pictures", "quality"},
    {"imports", "intake", "sheets", "written", "vocabulary", "demo"},
    {"templatetags", "views", "sitemaps", "urls", "admin", "admin_site"},
    {"middleware", "management", "apps"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
#: Rooms of one layer that know nothing of each other: the public pages and the editors' side.
APART = [
    {"views", "templatetags", "sitemaps", "urls"},
    {"admin", "admin_site"},
]


def modules() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts]


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            if name.startswith("agreements."):
                yield name.split(".")[1]


def test_every_room_has_its_place() -> None:
    rooms = {path.name.removesuffix(".py") for path in ROOT.iterdir()} - {"__init__", "__pycache__", "migrations"}
    assert rooms == set(LEVEL)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_its_own_layer_and_those_below(path: Path) -> None:
    if path == ROOT / "__init__.py":
        return
    mine = room(path)
    for other in imported_rooms(path):
        assert LEVEL[other] <= LEVEL[mine], f"{mine} must not know {other}"
        rooms = [group for group in APART if mine in group]
        assert not any(other in group for group in APART if rooms and group not in rooms), (
            f"{mine} and {other} are apart"
        )
