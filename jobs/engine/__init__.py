"""Answers the board: a page of listings, their total, and a count for every value of every facet.

One index in the memory of each worker, built from the database and kept fresh by the log that
triggers write with every change (docs/performance.md). A request asks `current()` once.

The engine and its libraries are imported with the first question: commands rarely ask one.
"""

from django.db import connection

from . import patience
from .clock import this_minute

__all__ = ["current", "this_minute", "warm"]


def current():
    """Returns the engine, fresh: it knows all that was committed before the call.

    Only while it builds a new index it may be some seconds behind (Engine.refresh). Inside a
    transaction it is a new engine, which sees what the transaction has written and is not kept:
    uncommitted rows must not reach other requests. Raises patience.Refused while the database is
    known to be in trouble.
    """
    from .engine import Engine, shared

    # Before waiting for others who wait for it.
    patience.check()
    return (Engine() if connection.in_atomic_block else shared).refresh()


def warm():
    """Prepares the index before the first request; DatabaseError if no database can be read."""
    from .engine import shared

    shared.warm()
