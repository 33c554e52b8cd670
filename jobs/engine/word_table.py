"""The table of words that both databases search (fulltext.py).

Triggers (triggers.py) keep it beside the listings. Both databases split a text as keywords.words()
does. SQLite's own tokenizer does so, except for signs that are younger than it. PostgreSQL gets a
function for it, with letters and digits spelt out.
"""

import sys
from functools import reduce
from itertools import groupby


def rebuild_words(connection):
    """Makes a new table of words from the listings."""
    drop_words(connection)
    with connection.cursor() as cursor:
        for statement in TABLES[connection.vendor]():
            cursor.execute(statement)


def drop_words(connection):
    """Drops the table of words, if there is one, and what fills it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS jobs_listing_words")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS jobs_words(text)")


def tables_of_sqlite():
    """Returns statements that make and fill the table, which reads the listings' own texts."""
    return [
        "CREATE VIRTUAL TABLE jobs_listing_words USING fts5 (title, body_text, "
        "content = 'jobs_listing', content_rowid = 'id', "
        "tokenize = 'unicode61 remove_diacritics 2')",
        "INSERT INTO jobs_listing_words (jobs_listing_words) VALUES ('rebuild')",
    ]


def tables_of_postgresql():
    """Returns the same; no foreign key, as a flush empties the tables of models only."""
    return [
        words_in_sql(),
        "CREATE TABLE jobs_listing_words "
        "(listing_id bigint PRIMARY KEY, title text NOT NULL, body text NOT NULL)",
        "INSERT INTO jobs_listing_words (listing_id, title, body) "
        "SELECT id, jobs_words(title), jobs_words(body_text) FROM jobs_listing",
        *(
            f"CREATE INDEX jobs_listing_words_{column} ON jobs_listing_words "
            f"USING gin (string_to_array({column}, ' '))"
            for column in ("title", "body")
        ),
    ]


TABLES = {"sqlite": tables_of_sqlite, "postgresql": tables_of_postgresql}


def words_in_sql():
    """Returns the statement that makes PostgreSQL's function for the words of a text.

    Each word stands between spaces. The function depends on no locale of the server. A word too
    long for the index, which nobody can ask for, becomes a “_”.
    """
    steps = [
        "normalize(value, NFD)",
        "normalize(regexp_replace({}, '([A-Za-z])[\u0300-\u036f]+', '\\1', 'g'), NFC)",
        "translate(lower({} COLLATE \"und-x-icu\"), 'ς', 'σ')",
        f"regexp_replace({{}}, '[^{alphabet()}]+', ' ', 'g')",
        "regexp_replace({}, '[^ ]{{255}}[^ ]*', '_', 'g')",
    ]
    value = reduce(lambda inner, step: step.format(inner), steps)
    return (
        "CREATE FUNCTION jobs_words(value text) RETURNS text "
        f"LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ' ' || {value} || ' ' $$"
    )


def alphabet():
    """Returns all letters and digits as ranges of a regular expression: "0-9A-Za-z…"."""
    known = [point for point in range(sys.maxunicode + 1) if chr(point).isalnum()]
    runs = groupby(enumerate(known), lambda pair: pair[1] - pair[0])
    ranges = [[point for _, point in run] for _, run in runs]
    return "".join(f"{chr(points[0])}-{chr(points[-1])}" for points in ranges)
