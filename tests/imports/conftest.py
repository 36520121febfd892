"""What the tests of the importers share."""

from pathlib import Path

import pytest

from tests.imports.register import OwnRegister


@pytest.fixture
def register(tmp_path: Path) -> OwnRegister:
    """A register without rows."""
    return OwnRegister(tmp_path)
