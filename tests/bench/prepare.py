"""`python -m tests.bench.prepare SIZE SEED [FOLDER]`: fills the empty database of DATABASE_URL with a made-up archive.

With a folder, Datasette's database is written there. Prints as JSON how many seconds the records took, and the index.
"""

import gc
import json
import sys
import tomllib
from pathlib import Path
from time import perf_counter

import django


def main(size: int, seed: int, folder: Path | None) -> None:
    """Make the archive, then Datasette's."""
    django.setup()
    from django.core.management import call_command

    from agreements.catalogue.changes import everything_changed
    from agreements.catalogue.indexing import rebuild
    from agreements.catalogue.statistics import refresh_statistics
    from agreements.vocabulary.loader import THEMES_FILE
    from tests.bench.archive import Archive
    from tests.bench.flat import make_peer
    from tests.bench.store import Writer

    call_command("migrate", verbosity=0)
    archive = Archive(size, seed, list(tomllib.loads(THEMES_FILE.read_text())["theme"]))
    agreements, projects = list(archive.agreements()), list(archive.projects())
    writer = Writer(archive)  # the vocabulary is there before anything is imported
    gc.freeze()  # what was made up is in memory, and nothing that the import would look through for garbage
    started = perf_counter()
    writer.write(agreements, projects)
    written = perf_counter()
    rebuild()
    everything_changed()
    print(json.dumps({"records": written - started, "index": perf_counter() - written}))
    refresh_statistics()  # every import ends so; PostgreSQL goes through whole tables until it is done
    if folder:
        make_peer(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
