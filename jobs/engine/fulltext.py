"""Full-text search in both databases: the table of words, and which listings hold a term.

Triggers (triggers.py) keep a table of words beside the listings, and the database searches it. Both
databases split a text as keyword_words() does, and first put the same words in place of names with
signs. SQLite's own tokenizer splits so, except for signs that are younger than it. PostgreSQL gets
a function for it, with letters and digits spelt out.
"""

import json
import sys
from functools import reduce
from itertools import groupby

import numpy as np

from .keywords import SIGNED_NAMES


def holding(term, connection, *, title_only=False):
    """Returns the ids of all listings, open or not, that hold a term.

    They hold it if its words stand next to each other and in this order in the title or in the
    text. The ids are a numpy array of int64, unsorted.
    """
    return SEARCHES[connection.vendor](term, connection, title_only)


def holding_among(term, pks, connection, *, title_only=False):
    """Returns the same as holding(), but only of the listings among the given ids."""
    return SEARCHES[connection.vendor](term, connection, title_only, [int(pk) for pk in pks])


def search_sqlite(term, connection, title_only, pks=None):
    sql = (
        "SELECT group_concat(rowid, ' ') FROM jobs_listing_words WHERE jobs_listing_words MATCH %s"
    )
    # Terms are letters and digits only, so a quoted phrase holds no syntax.
    values = [("title : " if title_only else "") + f'"{" ".join(term)}"']
    if pks is not None:
        sql += " AND rowid IN (SELECT value FROM json_each(%s))"
        values.append(json.dumps(pks))
    with connection.cursor() as cursor:
        # Reading one text is several times faster than reading a row for each id.
        cursor.execute(sql, values)
        return np.fromstring(cursor.fetchone()[0] or "", dtype=np.int64, sep=" ")


def search_postgresql(term, connection, title_only, pks=None):
    # The index knows which texts have all the words; only a phrase is looked for in the text.
    has = "string_to_array({0}, ' ') @> %(words)s"
    if len(term) > 1:
        has += " AND {0} LIKE %(phrase)s"
    columns = ["title"] if title_only else ["title", "body"]
    held = " OR ".join(has.format(column) for column in columns)
    sql = (
        f"SELECT string_agg(int8send(listing_id), ''::bytea) FROM jobs_listing_words WHERE ({held})"
    )
    if pks is not None:
        sql += " AND listing_id = ANY(%(pks)s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, {"words": list(term), "phrase": f"% {' '.join(term)} %", "pks": pks})
        return np.frombuffer(cursor.fetchone()[0] or b"", dtype=">i8").astype(np.int64)


SEARCHES = {"sqlite": search_sqlite, "postgresql": search_postgresql}


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
    """Returns statements that make and fill the table, which keeps words only and no texts."""
    texts = ", ".join(with_names_as_words(column) for column in ("title", "body_text"))
    return [
        "CREATE VIRTUAL TABLE jobs_listing_words USING fts5 (title, body_text, content = '', "
        "tokenize = 'unicode61 remove_diacritics 2')",
        "INSERT INTO jobs_listing_words (rowid, title, body_text) "
        f"SELECT id, {texts} FROM jobs_listing",
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
        f"normalize({with_names_as_words('value')}, NFD)",
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


def with_names_as_words(value):
    """Returns the SQL of a text with names such as C++ as words; `value` is SQL, too."""
    replaced = f"' ' || {value}"
    for name, word in SIGNED_NAMES:
        replaced = f"replace({replaced}, '{name}', '{word}')"
    return replaced


def alphabet():
    """Returns all letters and digits as ranges of a regular expression: "0-9A-Za-z…"."""
    known = [point for point in range(sys.maxunicode + 1) if chr(point).isalnum()]
    runs = groupby(enumerate(known), lambda pair: pair[1] - pair[0])
    ranges = [[point for _, point in run] for _, run in runs]
    return "".join(f"{chr(points[0])}-{chr(points[-1])}" for points in ranges)
