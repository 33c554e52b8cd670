"""How long answers of the database are waited for, and when it is not asked at all.

A command waits as long as it takes. A visitor does not: what the database does not answer soon
fails, and then no visitor's request asks it for a while (a circuit breaker). After that one request
tries again, and the first answer ends the trouble.
"""

import sqlite3
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import wraps
from threading import Lock
from time import monotonic

from django.db import DatabaseError, InterfaceError, OperationalError

# Seconds that one answer may take: for a visitor, for what takes longer, and for an editor.
USUAL, LONG, FOR_EDITORS = 0.7, 5, 30
# Seconds that a visitor, and an editor, wait for what another one has locked.
LOCKED, LOCKED_FOR_EDITORS = 0.5, 20
# Seconds between tries, which double up to the longest.
PAUSE, LONGEST_PAUSE = 1, 4

SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
# Classes of PostgreSQL's error codes: connections, resources (a full disk), locks, operators who
# stop it or a statement, its system and itself; and that it is read only.
POSTGRESQL_TROUBLE = ("08", "53", "55", "57", "58", "XX", "25006")


class Refused(OperationalError):
    """The database is known to be in trouble, and was not asked."""


def is_trouble(error):
    """Tells whether an error says that the database is gone, locked, full, read-only or broken.

    Another one says that the question was wrong.
    """
    if not isinstance(error, DatabaseError | InterfaceError | sqlite3.Error):
        return False
    cause = error.__cause__ or error
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in SQLITE_TROUBLE  # the rest says which kind of it
    if state := getattr(cause, "sqlstate", None):
        return state.startswith(POSTGRESQL_TROUBLE)
    return isinstance(error, OperationalError | InterfaceError)


class Breaker:
    """Whether the database may be asked."""

    def __init__(self):
        self.lock = Lock()
        self.close()

    def open(self):
        """Notes that the database is in trouble."""
        with self.lock:
            self.opened_at = monotonic()
            self.next_try = self.opened_at + self.pause

    def close(self):
        """Notes that it has answered."""
        self.opened_at = self.next_try = float("-inf")
        self.pause = PAUSE

    @property
    def is_open(self):
        """Whether the database was in trouble when it was last asked."""
        return self.opened_at > float("-inf")

    def lets_in(self):
        """Returns whether a request may ask; while there is trouble, one in a while may."""
        if not self.is_open:
            return True
        with self.lock:
            now = monotonic()
            if now < self.next_try:
                return False
            # A server that stands still has to work off each try later.
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            self.next_try = now + self.pause
            return True


breaker = Breaker()


@dataclass(frozen=True)
class Patience:
    """What a request may ask of the database."""

    # For one answer.
    seconds: float
    locked_seconds: float
    # When a visitor's request began, by the monotonic clock; None: an editor's, never refused.
    began: float | None = None
    may_ask: bool = True

    def check(self):
        """Raises Refused if the database should not be asked now."""
        if self.began and not (self.may_ask and breaker.opened_at < self.began):
            raise Refused("The database is in trouble, and was not asked.")


_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)
# Returns the Patience of this request; None outside of requests.
current: Callable[[], Patience | None] = _patience.get


def check():
    """Raises Refused if this request should not ask the database now."""
    if patience := current():
        patience.check()


@contextmanager
def of_visitor():
    """Lets this block's answers of the database come soon or not at all."""
    with _being(Patience(USUAL, LOCKED, monotonic(), breaker.lets_in())):
        yield


@contextmanager
def of_editor():
    """Lets this block wait until others have written."""
    with _being(Patience(FOR_EDITORS, LOCKED_FOR_EDITORS)):
        yield


def takes_longer(ask):
    """Makes a function that a visitor waits for longer than for usual answers."""

    @wraps(ask)
    def ask_patiently(*args, **kwargs):
        patience = current()
        if patience is None or patience.seconds > LONG:
            return ask(*args, **kwargs)
        with _being(replace(patience, seconds=LONG)):
            return ask(*args, **kwargs)

    return ask_patiently


@contextmanager
def _being(patience):
    token = _patience.set(patience)
    try:
        yield
    finally:
        _patience.reset(token)


@contextmanager
def trouble_is_noted():
    """Lets everybody know if this block meets trouble on behalf of a visitor."""
    try:
        yield
    except Exception as error:
        patience = current()
        if patience and patience.began and not isinstance(error, Refused) and is_trouble(error):
            breaker.open()
        raise


def guard(execute, sql, params, many, context):
    """Asks the database with the patience of this request; for execute_wrapper()."""
    patience = current()
    patience.check()
    with trouble_is_noted():
        context["connection"].wait_for_locks(patience.locked_seconds)
        result = execute(sql, params, many, context)
    breaker.close()
    return result
