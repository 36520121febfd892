"""`python -m tests.bench.prepare FOLDER SIZE SEED`: fills DATABASE_URL, and makes Datasette's database of it."""

import sys
import tomllib
from pathlib import Path
from time import perf_counter

import django


def main(folder: Path, size: int, seed: int) -> None:
    """Make both archives; the folder is there and the database empty."""
    django.setup()
    from django.core.management import call_command

    from agreements.vocabulary.loader import THEMES_FILE
    from tests.bench.archive import Archive
    from tests.bench.flat import make_peer
    from tests.bench.store import Writer

    call_command("migrate", verbosity=0)
    themes = list(tomllib.loads(THEMES_FILE.read_text())["theme"])
    started = perf_counter()
    Writer(Archive(size, seed, themes)).write()
    print(f"{size:,} agreements written in {perf_counter() - started:.0f} s", flush=True)
    started = perf_counter()
    make_peer(folder)
    print(f"Datasette's database written in {perf_counter() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
