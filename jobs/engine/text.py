"""
Keyword search: what a word is, what a visitor's keyword asks for, and which listings hold it.

Beside the listings stands a table of their words, kept by triggers (triggers.py) and searched by
the database. Both databases split a text as words() does: SQLite's tokenizer is of the same mind,
but for signs that are younger than it; PostgreSQL has a function of its own, for which `alphabet()`
spells out the letters and digits.
"""

import json
import re
import sys
import unicodedata
from functools import reduce
from itertools import groupby
from typing import NamedTuple

import numpy as np

# Latin letters only: elsewhere a mark makes another letter, й is no и.
MARKED = re.compile("([A-Za-z])[\u0300-\u036f]+")
WORD = re.compile(r"[^\W_]+")
ASKED = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
STRAIGHT = str.maketrans("“”„‟«»", '""""""')

Term = tuple[str, ...]


class Keyword(NamedTuple):
    """What a visitor asks for: every wanted term and none of the unwanted ones."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]

    def __bool__(self):
        return bool(self.wanted or self.unwanted)

    def fits(self, title, body, employer):
        """True if texts hold what is asked for; the engine finds the same without reading them."""
        texts = [spaced(words(title)), spaced(words(body)), spaced(words(employer))]
        held = [any(spaced(term) in text for text in texts) for term in self.wanted]
        refused = [any(spaced(term) in text for text in texts) for term in self.unwanted]
        return all(held) and not any(refused)

    def is_named_in(self, title):
        """True if a title holds every wanted term: such listings come first."""
        return all(spaced(term) in spaced(words(title)) for term in self.wanted)


def spaced(found):
    """Words with a space around each, so that whole ones are found by looking for the text."""
    return f" {' '.join(found)} "


def words(text):
    """
    The words of a text: runs of letters and digits, in small letters; of Latin ones without marks.

    >>> words("Développeur C++ / Node.js (m/w/d) snake_case 2½")
    ['developpeur', 'c', 'node', 'js', 'm', 'w', 'd', 'snake', 'case', '2½']
    """
    if not text.isascii():
        bare = MARKED.sub(r"\1", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", bare)
    # At the end of a word, a Greek sigma has a small letter of its own.
    return WORD.findall(text.lower().replace("ς", "σ"))


def parse(keyword):
    """
    The Keyword of what a visitor typed: words, "phrases", -unwanted and -"unwanted phrases".

    >>> parse('Python C++ "machine learning" node.js -senior -“help desk” & python')
    ... # doctest: +NORMALIZE_WHITESPACE
    Keyword(wanted=(('python',), ('c',), ('machine', 'learning'), ('node', 'js')),
            unwanted=(('senior',), ('help', 'desk')))
    >>> parse('"not closed').wanted
    (('not', 'closed'),)
    """
    found = ASKED.findall(keyword.translate(STRAIGHT))
    terms = [(sign, tuple(words(phrase or word))) for sign, phrase, word in found]
    wanted = dict.fromkeys(term for sign, term in terms if term and not sign)
    unwanted = dict.fromkeys(term for sign, term in terms if term and sign)
    return Keyword(tuple(wanted), tuple(unwanted))


def holding(term, connection, *, title_only=False):
    """
    The ids of all listings, open or not, that hold a term, as a numpy array of int64, unsorted.

    To hold it is to have its words next to each other and in this order in the title or the text.
    """
    return SEARCHES[connection.vendor](term, connection, title_only)


def still_holding(term, pks, connection, *, title_only=False):
    """As holding(), but only among the listings of the given ids."""
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


def rebuild_text(connection):
    """Makes the table of words anew, from the listings."""
    drop_text(connection)
    with connection.cursor() as cursor:
        for statement in TABLES[connection.vendor]():
            cursor.execute(statement)


def drop_text(connection):
    """Drops the table of words, if there is one, and what fills it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS jobs_listing_words")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS jobs_words(text)")


def tables_of_sqlite():
    """Statements that make and fill the table, which reads the listings' own texts."""
    return [
        "CREATE VIRTUAL TABLE jobs_listing_words USING fts5 (title, body_text, "
        "content = 'jobs_listing', content_rowid = 'id', "
        "tokenize = 'unicode61 remove_diacritics 2')",
        "INSERT INTO jobs_listing_words (jobs_listing_words) VALUES ('rebuild')",
    ]


def tables_of_postgresql():
    """The same; it has no foreign key, as a flush empties the tables of models alone."""
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
    """
    The statement that makes PostgreSQL's function for the words of a text: each stands between
    spaces. It depends on no locale of the server. A word too long for the index, which
    nobody can ask for, becomes a “_”.
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
    """All letters and digits, as ranges of a regular expression: "0-9A-Za-z…"."""
    known = [point for point in range(sys.maxunicode + 1) if chr(point).isalnum()]
    runs = groupby(enumerate(known), lambda pair: pair[1] - pair[0])
    ranges = [[point for _, point in run] for _, run in runs]
    return "".join(f"{chr(points[0])}-{chr(points[-1])}" for points in ranges)
