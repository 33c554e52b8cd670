"""Backups of the database: a file each, beside it a manifest by which it is verified.

There is nothing else to back up: the site takes no uploads, and the board's index is made anew.
"""

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

import psycopg
from django.db import connection
from django.utils import timezone

NAMED = "rolewise-%Y%m%dT%H%M%SZ"
MANIFEST = ".json"
SUFFIXES = {"sqlite": ".sqlite3.gz", "postgresql": ".pgdump"}
# What is kept: the newest backup of each of so many days, weeks and months that have one.
KEPT = (("%Y-%m-%d", 7), ("%G-%V", 4), ("%Y-%m", 6))
# Level 6 takes three times as long and saves a tenth.
GZIP_LEVEL = 3
# How PostgreSQL's programs are told what Django is told.
PG_NAMES = {
    "PGHOST": "host",
    "PGPORT": "port",
    "PGUSER": "user",
    "PGPASSWORD": "password",
    "PGDATABASE": "dbname",
    "PGSSLMODE": "sslmode",
    "PGSSLROOTCERT": "sslrootcert",
}


class BackupError(Exception):
    """A backup that was not made, is not whole, or must not be restored; says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    vendor: str
    # Of the file.
    sha256: str
    # {table: how many rows}, all of one moment.
    rows: dict[str, int]

    @classmethod
    def of(cls, path):
        """Returns the Manifest beside a backup; raises BackupError."""
        beside = Path(f"{path}{MANIFEST}")
        try:
            return cls(**json.loads(beside.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise BackupError(f"{beside} cannot be read, so {path} is not used: {error}") from None

    def write(self, path):
        """Writes it beside a backup."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True)
        Path(f"{path}{MANIFEST}").write_text(f"{text}\n", encoding="utf-8")


def backup(folder):
    """Writes a backup of this moment into a folder, and verifies it; returns (path, Manifest).

    Writers go on meanwhile. Raises BackupError, and then leaves no file.
    """
    folder, now = Path(folder), timezone.now()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{now:{NAMED}}{SUFFIXES[connection.vendor]}"
    if path.exists():
        raise BackupError(f"{path} is there already. Try again in a second.")
    part = path.with_name(f"{path.name}.part")
    write = _write_sqlite if connection.vendor == "sqlite" else _write_postgresql
    try:
        # Accounts and sessions are in it: nobody else reads it.
        part.touch(mode=0o600)
        rows = write(part)
        manifest = Manifest(now.isoformat(), connection.vendor, _sha256(part), rows)
        manifest.write(path)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        Path(f"{path}{MANIFEST}").unlink(missing_ok=True)
        raise
    return path, manifest


def restore(path, *, replace=False):
    """Restores a backup into the database of the settings; returns its Manifest.

    The database must be empty, unless it is to be replaced. Raises BackupError; the database is
    then as it was.
    """
    path, manifest = Path(path), Manifest.of(path)
    if manifest.vendor != connection.vendor:
        raise BackupError(
            f"{path} is of {manifest.vendor}, and DATABASE_URL names a database of "
            f"{connection.vendor}."
        )
    if _sha256(path) != manifest.sha256:
        raise BackupError(f"{path} is damaged: its SHA-256 is not the one of its manifest.")
    if not replace and connection.introspection.table_names():
        raise BackupError(
            "The database is not empty. Restore into an empty one, or say --replace to lose what "
            "it holds."
        )
    read = _restore_sqlite if connection.vendor == "sqlite" else _restore_postgresql
    read(path, manifest.rows)
    return manifest


# --- SQLite ------------------------------------------------------------------------------------


def _write_sqlite(part):
    """Writes a compressed copy of the database; returns how many rows its tables have."""
    source = Path(connection.settings_dict["NAME"])
    if not source.exists():
        raise BackupError(f"There is no database at {source}.")
    with _beside(part, ".copy") as copy:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as copied:
            # In one step, as each write of another connection would begin it anew.
            live.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE")
        rows = _verified_sqlite(copy)
        with open(copy, "rb") as plain, gzip.open(part, "wb", GZIP_LEVEL) as packed:
            shutil.copyfileobj(plain, packed)
        with open(copy, "rb") as plain, gzip.open(part, "rb") as packed:
            if file_digest(plain, "sha256").digest() != file_digest(packed, "sha256").digest():
                raise BackupError("What was written is not what is read back. Is the disk well?")
    return rows


def _restore_sqlite(path, rows):
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target, ".restored") as copy:
        with gzip.open(path, "rb") as packed, open(copy, "wb") as plain:
            shutil.copyfileobj(packed, plain)
        if _verified_sqlite(copy) != rows:
            raise BackupError(f"{path} does not hold the rows that its manifest tells of.")
        connection.close()
        # They belong to the file that goes, and would be taken for this one's.
        for suffix in ("-wal", "-shm"):
            target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)
        os.replace(copy, target)


def _verified_sqlite(path):
    """Returns how many rows the tables of a file have; raises BackupError if it is not sound."""
    with closing(sqlite3.connect(path)) as database:
        try:
            problems = database.execute("PRAGMA integrity_check").fetchall()
            if problems == [("ok",)]:
                problems = database.execute("PRAGMA foreign_key_check").fetchall()
                if not problems:
                    return _rows(database)
        except sqlite3.DatabaseError as error:
            problems = [error]
    raise BackupError(f"The copy is not sound: {problems[:3]}")


@contextmanager
def _beside(path, suffix):
    """Yields a path beside another one for a file that is gone after the block."""
    beside = path.with_name(f"{path.name}{suffix}")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


# --- PostgreSQL --------------------------------------------------------------------------------


def _write_postgresql(part):
    """Writes a dump of the database; returns how many rows its tables have at the same moment."""
    with psycopg.connect(**_address()) as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (snapshot,) = database.execute("SELECT pg_export_snapshot()").fetchone()
        rows = _rows(database)
        dump = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", *dump, f"--file={part}")
    # Reads all of it.
    _run("pg_restore", f"--file={os.devnull}", str(part))
    return rows


def _restore_postgresql(path, rows):
    clean = ["--clean", "--if-exists"] if connection.introspection.table_names() else []
    connection.close()
    how = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", *clean]
    _run("pg_restore", *how, f"--dbname={connection.settings_dict['NAME']}", str(path))
    with psycopg.connect(**_address()) as database:
        if _rows(database) != rows:
            raise BackupError(f"{path} was restored, but not with the rows its manifest tells of.")


def _address():
    given = connection.get_connection_params()
    return {name: given[name] for name in PG_NAMES.values() if given.get(name)}


def _run(program, *arguments):
    """Runs a program of PostgreSQL on the database; raises BackupError with what it says."""
    given = _address()
    told = {name: str(given[key]) for name, key in PG_NAMES.items() if key in given}
    try:
        subprocess.run(
            [program, *arguments], env=os.environ | told, check=True, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise BackupError(
            f"{program} is not installed here. Install PostgreSQL's client programs, of the "
            "server's version or a newer one (Debian, Ubuntu: postgresql-client)."
        ) from None
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} failed: {error.stderr.strip()}") from None


# --- both --------------------------------------------------------------------------------------


def _rows(database):
    """Returns {table: how many rows} of all tables of models in a sqlite3 or psycopg connection."""
    names = connection.introspection.django_table_names(include_views=False)
    held = {}
    for name in sorted(names):
        counting = f"SELECT count(*) FROM {connection.ops.quote_name(name)}"
        (held[name],) = database.execute(counting).fetchone()
    return held


def _sha256(path):
    try:
        with open(path, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from None


def thin(folder):
    """Deletes the backups of a folder that are not kept; returns how many."""
    found = {path: moment for path in Path(folder).iterdir() if (moment := _moment_of(path))}
    spare = found.keys() - kept(found)
    for path in spare:
        path.unlink()
        Path(f"{path}{MANIFEST}").unlink(missing_ok=True)
    return len(spare)


def kept(moments):
    """Returns the set of the paths that are kept, of {path: when the backup was made}."""
    newest_first = sorted(moments, key=moments.get, reverse=True)
    keeping = set()
    for period, many in KEPT:
        newest = {}
        for path in newest_first:
            newest.setdefault(moments[path].strftime(period), path)
        keeping.update(list(newest.values())[:many])
    return keeping


def _moment_of(path):
    """Returns when a backup was made, as its name says; None if it is no backup."""
    name, _, suffix = path.name.partition(".")
    if f".{suffix}" not in SUFFIXES.values():
        return None
    try:
        return datetime.strptime(name, NAMED)
    except ValueError:
        return None
