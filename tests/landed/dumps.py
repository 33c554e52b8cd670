"""Databases as SQL text: small, the same for the same database, and fit to be read."""

import gzip
import os
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent
# Lines that only psql understands, and that differ each time.
PSQL_ONLY = ("\\restrict ", "\\unrestrict ")


def path_of(number, vendor):
    """Returns where the dump of a landing lies, for "sqlite" or "postgresql"."""
    return FOLDER / f"{number:02}.{vendor}.sql.gz"


def numbers():
    """Returns the numbers of all landings of which there is a dump."""
    return sorted({int(path.name.split(".")[0]) for path in FOLDER.glob("*.sql.gz")})


def save(connection, number):
    """Dumps the database of a connection as that of a landing; returns the path."""
    path = path_of(number, connection.vendor)
    text = DUMP[connection.vendor](connection)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return path


def load(connection, number):
    """Loads the dump of a landing into the empty database of a connection."""
    path = path_of(number, connection.vendor)
    LOAD[connection.vendor](connection, gzip.decompress(path.read_bytes()).decode())


def dump_sqlite(connection):
    with connection.cursor() as cursor:
        return "".join(f"{statement};\n" for statement in _sqlite_statements(cursor))


def _sqlite_statements(cursor):
    """Yields tables with their rows, then indexes and triggers.

    The table of words is left out: it holds no texts, and migrating makes it again.
    """
    yield "BEGIN"
    cursor.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT IN "
        "(SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY type != 'table', rowid"
    )
    for name, kind, sql in cursor.fetchall():
        if sql.startswith("CREATE VIRTUAL TABLE"):
            continue
        yield sql
        if kind == "table":
            yield from _sqlite_rows(cursor, name)
    yield "DELETE FROM sqlite_sequence"
    yield from _sqlite_rows(cursor, "sqlite_sequence")
    yield "COMMIT"


def _sqlite_rows(cursor, table):
    columns = [row[1] for row in cursor.execute(f'PRAGMA table_info("{table}")').fetchall()]
    quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    cursor.execute(f'SELECT {quoted} FROM "{table}" ORDER BY rowid')
    for (values,) in cursor.fetchall():
        yield f'INSERT INTO "{table}" VALUES ({values})'


def load_sqlite(connection, text):
    # A table may name one that comes after it.
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.executescript(text)


def dump_postgresql(connection):
    settings = connection.get_connection_params()
    named = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGDATABASE": "dbname"}
    given = {name: str(settings[key]) for name, key in named.items() if settings.get(key)}
    text = subprocess.run(
        ["pg_dump", "--inserts", "--no-owner", "--no-privileges"],
        env=os.environ | given,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return "".join(line for line in text.splitlines(True) if not line.startswith(PSQL_ONLY))


def load_postgresql(connection, text):
    with connection.cursor() as cursor:
        cursor.execute(text)
    # The text sets the connection's search path, among others.
    connection.close()


DUMP = {"sqlite": dump_sqlite, "postgresql": dump_postgresql}
LOAD = {"sqlite": load_sqlite, "postgresql": load_postgresql}
