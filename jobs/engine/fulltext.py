"""Full-text search in both databases: which listings hold a term (word_table.py)."""

import json

import numpy as np


def holding(term, connection, *, title_only=False):
    """Returns the ids of all listings, open or not, that hold a term.

    They hold it if its words stand next to each other and in this order in the title or in the
    text. The ids are a numpy array of int64, unsorted.
    """
    return SEARCHES[connection.vendor](term, connection, title_only)


def holding_among(term, pks, connection, *, title_only=False):
    """Returns the same as holding(), but only of the listings among the given ids."""
    return SEARCHES[connection.vendor](term, connection, title_only, [int(pk) for pk in pks])


def query_of(pks, connection):
    """Returns (SQL, its values) of a subquery of ids, however many: one value holds all of them."""
    given = [int(pk) for pk in pks]
    if connection.vendor == "sqlite":
        return "SELECT value FROM json_each(%s)", [json.dumps(given)]
    return "SELECT unnest(%s::bigint[])", [given]


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
