"""The best plain SQL that we know for what the index in memory answers: the ids of a page and the counts of all facets.

One statement over the normal tables, the same for both databases. A facet's values are counted under every filter but
its own, as our pages count them. Decades follow from years, and "no" from "yes" and the total.
"""

from typing import Any

from django.db import connection

from agreements.models import Agreement

#: Indexes that hold all that a facet reads, made beside those that the project has.
INDEXES = (
    "CREATE INDEX bench_theme ON agreements_agreement_themes (theme_id, agreement_id)",
    "CREATE INDEX bench_party ON agreements_agreementparty (party_id, agreement_id)",
    "CREATE INDEX bench_side ON agreements_agreementparty (agreement_id, party_id, institution_id)",
    "CREATE INDEX bench_signature ON agreements_signature (agreement_id, signatory_id, institution_id)",
    "CREATE INDEX bench_text ON agreements_agreementtext (agreement_id, language)",
    "CREATE INDEX bench_project ON agreements_project_agreements (agreement_id, project_id)",
    "CREATE INDEX bench_kind ON agreements_agreement (editorial_status, kind, id)",
)
BROADER = """broader (theme, above) AS (
  SELECT id, id FROM agreements_theme
  UNION SELECT broader.theme, agreements_theme.broader_id FROM broader
  JOIN agreements_theme ON agreements_theme.id = broader.above WHERE agreements_theme.broader_id IS NOT NULL
)"""
#: Facet → conditions on the id of an agreement, of which the value is to be put in.
CONDITIONS = {
    "theme": "id IN (SELECT agreement_id FROM agreements_agreement_themes JOIN broader ON theme = theme_id"
    " WHERE above = {})",
    "party": "id IN (SELECT agreement_id FROM agreements_agreementparty WHERE party_id = {})",
}
VECTOR = "array_to_tsvector(array_remove(string_to_array(titles || ' ' || names || ' ' || body, ' '), ''))"
#: A full-text index over the search documents of agreements, by database.
FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE bench_words USING fts5"
        " (words, content='', tokenize='unicode61 remove_diacritics 0', detail=none, columnsize=0)",
        "INSERT INTO bench_words (rowid, words) SELECT id >> 3, titles || ' ' || names || ' ' || body"
        " FROM agreements_searchdocument WHERE id & 7 = 0",
    ),
    "postgresql": (
        f"CREATE INDEX bench_words ON agreements_searchdocument USING gin ({VECTOR}) WHERE id & 7 = 0",
        "SELECT gin_clean_pending_list('bench_words'::regclass)",
    ),
}
#: The same of one word that is its own index term, in that index.
WORDS = {
    "sqlite": "id IN (SELECT rowid FROM bench_words WHERE bench_words MATCH '\"{}\"')",
    "postgresql": "id IN (SELECT id >> 3 FROM agreements_searchdocument"
    f" WHERE {VECTOR} @@ '{{}}'::tsquery AND id & 7 = 0)",
}
ACTING = """(SELECT agreement_id, institution_id FROM agreements_agreementparty WHERE institution_id IS NOT NULL
  UNION ALL SELECT agreement_id, institution_id FROM agreements_signature WHERE institution_id IS NOT NULL) AS acting"""
#: Facet → value, rows that have it, and the column of them that is an agreement. ``standing`` is made in the statement.
FACETS = {
    "theme": ("above", "agreements_agreement_themes JOIN broader ON theme = theme_id", "agreement_id"),
    "party": ("party_id", "agreements_agreementparty", "agreement_id"),
    "signatory": ("signatory_id", "agreements_signature", "agreement_id"),
    "institution": ("institution_id", ACTING, "agreement_id"),
    "kind": ("kind", "agreements_agreement", "id"),
    "status": ("legal_status", "standing", "id"),
    "year": ("substr(signed_on, 1, 4)", "agreements_agreement", "id"),
    "language": ("language", "agreements_agreementtext", "agreement_id"),
    "has_text": (
        "1",
        "(SELECT agreement_id FROM agreements_agreementtext"
        " WHERE url > '' OR file > '' OR extracted_text > '') AS held",
        "agreement_id",
    ),
    "has_projects": (
        "1",
        "(SELECT agreement_id FROM agreements_project_agreements JOIN agreements_project"
        " ON agreements_project.id = project_id WHERE editorial_status = 'published') AS under",
        "agreement_id",
    ),
}
PAGE = """SELECT 'page', CAST(id AS text), 0 FROM (
  SELECT id FROM agreements_agreement WHERE id IN (SELECT id FROM found)
  ORDER BY signed_on DESC NULLS LAST, id DESC LIMIT 25) AS newest"""


def answer(conditions: dict[str, str]) -> list[tuple[str, str | None, int]]:
    """Rows of (facet, value, count) under conditions on the id of an agreement, by the facet they are of.

    Beside the facets: ``total`` with the number found, and ``page`` with the ids of the newest 25.
    """
    standing, params = _standing()
    sets = {"found": list(conditions.values())}
    for facet in conditions.keys() & FACETS.keys():
        sets[f"without_{facet}"] = [condition for name, condition in conditions.items() if name != facet]
    tables = [BROADER, *(_found(name, sets[name]) for name in sets), f"standing AS ({standing})"]
    counts = [_counting(facet, f"without_{facet}" if facet in conditions else "found") for facet in FACETS]
    parts = [*counts, "SELECT 'total', NULL, count(*) FROM found", PAGE]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {', '.join(tables)} {' UNION ALL '.join(parts)}", params)
        rows: list[tuple[str, str | None, int]] = cursor.fetchall()
    return rows


def _found(name: str, conditions: list[str]) -> str:
    chosen = " AND ".join(["editorial_status = 'published'", *conditions])
    return f"{name} AS MATERIALIZED (SELECT id FROM agreements_agreement WHERE {chosen})"


def _counting(facet: str, found: str) -> str:
    value, rows, record = FACETS[facet]
    amount = "count(*)" if record == "id" or facet == "party" else f"count(DISTINCT {record})"
    chosen = f"WHERE {record} IN (SELECT id FROM {found})"
    return f"SELECT '{facet}', CAST({value} AS text), {amount} FROM {rows} {chosen} GROUP BY {value}"


def _standing() -> tuple[str, Any]:
    """SQL of (id, legal_status) of the agreements found, today, and its parameters."""
    agreements = Agreement.objects.with_legal_status().order_by()
    sql, params = agreements.values_list("id", "legal_status").query.sql_with_params()
    return f"{sql} WHERE id IN (SELECT id FROM found)", params
