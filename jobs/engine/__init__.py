"""Answers the board: a page of listings, their total, and a count for every value of every facet.

One index in the memory of each worker, built from the database and kept fresh by the log that
triggers write with every change (docs/performance.md). A request asks `current()` once.

The engine and its libraries are imported with the first question: commands rarely ask one.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import OperationalError, connection

from . import patience
from .clock import this_minute

__all__ = [
    "Outdated",
    "current",
    "is_made_anew",
    "standing_in",
    "this_minute",
    "warm",
    "within_transaction",
]

# The engine that answers all that is asked here and now, whatever is committed.
_stand_in = ContextVar("stand_in", default=None)


class Outdated(OperationalError):
    """All that this process knows is too old, and a new index was not there in time.

    For a visitor that is trouble of the database like any other (patience.is_trouble).
    """


def current():
    """Returns the engine, fresh: it knows all that was committed before the call.

    Only in a request, while a new index is built, it may be some seconds behind, or raise Outdated
    (Engine.refresh); a command waits for that. Inside a transaction it is a new engine, which sees
    what the transaction has written and is not kept: uncommitted rows must not reach other
    requests. Raises patience.Refused while the database is known to be in trouble.
    """
    from .engine import Engine, shared

    if stand_in := _stand_in.get():
        return stand_in
    # Before waiting for others who wait for it.
    patience.check()
    if connection.in_atomic_block:
        return Engine().refresh()
    return shared.refresh() if patience.current() else shared.refresh_fully()


def is_made_anew():
    """Tells whether current() makes a new engine each time, so that the database is cheaper."""
    return connection.in_atomic_block and _stand_in.get() is None


def within_transaction():
    """Returns an engine that knows what this transaction has written, and is for it alone."""
    from .engine import Engine

    return Engine().refresh()


@contextmanager
def standing_in(engine):
    """Lets an engine be the current one within a block: for a transaction that is taken back."""
    token = _stand_in.set(engine)
    try:
        yield engine
    finally:
        _stand_in.reset(token)


def warm():
    """Prepares the index before the first request; DatabaseError if no database can be read."""
    from .engine import shared

    shared.warm()
