"""Check with GNU gettext itself that the Norwegian catalogue holds what the code says today, no more and no less.

The messages are extracted anew in a copy of the project. Exits with a list of what differs. That all is translated and
compiled is tested in tests/test_translations.py, which needs no gettext.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/nb/LC_MESSAGES/django.po")


def findings() -> Iterator[str]:
    """Yield what is wrong, one finding a line."""
    written, extracted = keys(read(ROOT / CATALOGUE)), keys(extract())
    for key in sorted(extracted - written):
        yield f"not in the catalogue: {key}"
    for key in sorted(written - extracted):
        yield f"no longer in the code: {key}"


def extract() -> Catalog:
    """Extract the messages of the code and the templates, in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("agreements", "config", "templates", "locale"):
            shutil.copytree(ROOT / part, copy / part)
        shutil.copy(ROOT / "manage.py", copy)
        environment = {**os.environ, "DEBUG": "true", "DATABASE_URL": "sqlite://:memory:"}
        command = [sys.executable, "manage.py", "makemessages", "--locale", "nb", "--no-obsolete", "--verbosity", "0"]
        command += ["--extension", "html,txt,py,jinja"]
        subprocess.run(command, cwd=copy, env=environment, check=True)
        return read(copy / CATALOGUE)


def read(path: Path) -> Catalog:
    """Read a catalogue, without messages that are no longer used."""
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True)


def keys(catalogue: Catalog) -> set[tuple[str, str]]:
    """Return context ('' for none) and English text (the singular, where there is a plural) of each message."""
    return {
        (message.context or "", message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id
    }


if __name__ == "__main__":
    sys.exit("\n".join(findings()) or None)
