"""The index over the search documents: FTS5 on SQLite, GIN on PostgreSQL (see agreements/catalogue/fulltext)."""

from django.db import migrations

#: Terms come folded and stemmed, so the tokenizer must leave them alone; "ascii" parts them at spaces and separators only.
#: Phrases are looked up in the documents, so no positions are kept; nothing is ranked by length, so no sizes either.
SQLITE = (
    """
    CREATE VIRTUAL TABLE agreements_searchindex USING fts5(
        titles, names, body,
        content='agreements_searchdocument', content_rowid='id', tokenize='ascii', detail=column, columnsize=0
    )
    """,
    "INSERT INTO agreements_searchindex (agreements_searchindex) VALUES ('rebuild')",
)
QUOTED_SPACE = "' '"
#: Name of an index → the columns whose terms it holds.
VECTORS = {"titles": ("titles",), "names": ("titles", "names"), "all": ("titles", "names", "body")}
POSTGRESQL = tuple(
    f"CREATE INDEX agreements_searchdocument_{name} ON agreements_searchdocument USING gin (array_to_tsvector("
    f"array_remove({' || '.join(f'string_to_array({column}, {QUOTED_SPACE})' for column in columns)}, '|')))"
    for name, columns in VECTORS.items()
)
UNDO_SQLITE = ("DROP TABLE agreements_searchindex",)
UNDO_POSTGRESQL = tuple(f"DROP INDEX agreements_searchdocument_{name}" for name in VECTORS)


def make_index(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def remove_index(apps, schema_editor):
    run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


def run(schema_editor, on_sqlite, on_postgresql):
    for statement in on_sqlite if schema_editor.connection.vendor == "sqlite" else on_postgresql:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_search")]

    operations = [migrations.RunPython(make_index, remove_index)]
