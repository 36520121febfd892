"""How Datasette gets the same public records: arranged as its documentation advises and as fast as it allows.

One flat table in the order of the list, so that nothing needs sorting; what an agreement has several of as JSON arrays
(`_facet_array`); an index on every column that is faceted; the words in a full-text table without content beside it, so
that rows stay short; opened immutable, with the counts of `datasette inspect`.
"""

DATABASE, TABLE = "peer", "agreements"
ARRAYS = ("themes", "parties", "signatories", "institutions", "languages")
COLUMNS = ("kind", "legal_status", "decade", "year", "has_text", "has_projects")
SCHEMA = f"""
CREATE TABLE {TABLE} (
  place INTEGER PRIMARY KEY, id INTEGER NOT NULL, signed_on TEXT, title_en TEXT, title_no TEXT,
  {", ".join(f"{name} TEXT" for name in ARRAYS)}, kind TEXT, legal_status TEXT, decade INTEGER, year INTEGER,
  has_text INTEGER, has_projects INTEGER
);
CREATE VIRTUAL TABLE {TABLE}_fts USING fts5 (words, content='', tokenize='porter unicode61');
"""
#: `datasette serve --setting`: nothing is suggested, nothing is cut off for want of time, pages as long as ours.
SETTINGS = {
    "suggest_facets": "off",
    "facet_time_limit_ms": "600000",
    "sql_time_limit_ms": "600000",
    "default_page_size": "25",
    "default_cache_ttl": "0",
    "cache_size_kb": "200000",
}
METADATA = {
    "databases": {
        DATABASE: {
            "tables": {
                TABLE: {
                    "fts_table": f"{TABLE}_fts",
                    "facets": [*({"array": name} for name in ARRAYS), *COLUMNS],
                }
            }
        }
    }
}
