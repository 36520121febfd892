"""Check that the Norwegian catalogue holds what the code says today, all of it translated, and is compiled.

The messages are extracted anew in a copy of the project, which takes GNU gettext. Exits with a list of what is wrong.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/nb/LC_MESSAGES/django.po")


def findings() -> Iterator[str]:
    """Yield what is wrong, one finding a line."""
    written = keyed(read(ROOT / CATALOGUE))
    extracted = keyed(extract())
    for key in sorted(extracted.keys() - written.keys()):
        yield f"not in the catalogue: {key}"
    for key in sorted(written.keys() - extracted.keys()):
        yield f"no longer in the code: {key}"
    for key, message in written.items():
        if message.fuzzy or not all(texts(message)):
            yield f"not translated: {key}"
    with (ROOT / CATALOGUE).with_suffix(".mo").open("rb") as file:
        compiled = keyed(read_mo(file))
    for key in sorted(written.keys() | compiled.keys()):
        if key not in written or key not in compiled or texts(written[key]) != texts(compiled[key]):
            yield f"compiled catalogue differs, run manage.py compilemessages: {key}"


def extract() -> Catalog:
    """Extract the messages of the code and the templates, in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("agreements", "config", "templates", "locale"):
            shutil.copytree(ROOT / part, copy / part)
        shutil.copy(ROOT / "manage.py", copy)
        environment = {**os.environ, "DEBUG": "true", "DATABASE_URL": "sqlite://:memory:"}
        command = [sys.executable, "manage.py", "makemessages", "--locale", "nb", "--no-obsolete", "--verbosity", "0"]
        subprocess.run(command, cwd=copy, env=environment, check=True)
        return read(copy / CATALOGUE)


def read(path: Path) -> Catalog:
    """Read a catalogue, without messages that are no longer used."""
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True)


def keyed(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    """Return the messages by context ('' for none) and English text (the singular, where there is a plural)."""
    return {
        (message.context or "", message.id if isinstance(message.id, str) else message.id[0]): message
        for message in catalogue
        if message.id
    }


def texts(message: Message) -> tuple[str, ...]:
    """Return the translation, one text for each plural form."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


if __name__ == "__main__":
    sys.exit("\n".join(findings()) or None)
