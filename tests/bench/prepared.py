"""Archives that are made once and kept: under var/bench, by size, seed and the code that makes them."""

import shutil
import zlib
from pathlib import Path

from tests.bench.serving import ROOT, environment, run

KEPT = ROOT / "var" / "bench"
#: File that is written last, when an archive is whole.
IS_MADE = "made"
#: What the content of a kept archive depends on: the generator, the tables, and what is derived from the records.
MAKERS = (
    "tests/bench/words.py",
    "tests/bench/archive.py",
    "tests/bench/store.py",
    "tests/bench/flat.py",
    "tests/bench/peer.py",
    "agreements/vocabulary/*.toml",
    "agreements/migrations/*.py",
    "agreements/models/*.py",
    *(
        f"agreements/catalogue/{name}.py"
        for name in ("analysis", "documents", "indexing", "stemming", "texts", "words")
    ),
    "agreements/catalogue/fulltext/*.py",
)


def prepared(size: int, seed: int) -> Path:
    """The folder of the archive of this size, made now unless it is there; older ones of the size are deleted."""
    folder = KEPT / f"{size}-{seed}-{_version():08x}"
    if not (folder / IS_MADE).exists():
        for older in KEPT.glob(f"{size}-{seed}-*"):
            shutil.rmtree(older)
        folder.mkdir(parents=True)
        env = environment(sqlite_address(folder), folder)
        run("-m", "tests.bench.prepare", str(size), str(seed), str(folder), env=env)
        (folder / IS_MADE).touch()
    return folder


def sqlite_address(folder: Path) -> str:
    """The address of the archive's own database in the folder."""
    return f"sqlite:///{folder / 'archive.sqlite3'}"


def _version() -> int:
    """A checksum of the code that makes the archive."""
    files = sorted(path for pattern in MAKERS for path in ROOT.glob(pattern))
    return zlib.crc32(b"".join(path.read_bytes() for path in files))
