"""
Answers the board: a page of listings, their total, and a count for every value of every facet.

One index in the memory of each worker, built from the database and kept fresh by the log that
triggers write with every change (docs/performance.md). Ask `current()`, once a request.
"""

from threading import RLock

from django.db import connection

from . import changes, memory
from .answers import Answer, Question, answer, values
from .clock import this_minute
from .directory import Names
from .index import Full, Index
from .keywords import Keywords
from .snapshot import last_moments, read
from .text import parse

__all__ = ["Answer", "Engine", "current", "warm"]


class Engine:
    """The board at a moment, as one worker knows it."""

    def __init__(self, *, is_shared=False):
        """One that is not shared sees what its transaction has not committed yet."""
        self.is_shared = is_shared
        self.lock = RLock()
        self.index = self.head = self.names = self.keywords = None

    @property
    def version(self):
        """By what answers may be kept: those of one version stay the same. None: keep nothing."""
        if not self.is_shared or self.head is None:
            return None
        return (*self.head, int(self.index.at.timestamp()))

    def refresh(self, at=None):
        """Takes in what has been committed, and what has ended, until now."""
        with self.lock:
            # Read here: a thread that waited must not come with the minute before.
            at = at or this_minute()
            if self.index is None or self.head is None or at < self.index.at:
                self.rebuild(at)
            if at > self.index.at:
                self.index.close_until(at)
                memory.give_back()
            if self.head and self.head != changes.head(connection):
                try:
                    self._catch_up(at)
                except Full:
                    self.rebuild(at)
        return self

    def rebuild(self, at=None):
        """Reads everything anew."""
        at = at or this_minute()
        with self.lock:
            # What is written while it is read comes once more with the log.
            head, names = changes.head(connection), Names.read()
            index = Index(read(at), at)
            self.head, self.names, self.index = head, names, index
            self.keywords = Keywords(index, names)
            memory.give_back()

    def answer(self, asked, page=1):
        """The Answer to the cleaned data of a ListingFilter; `page` may be any whole number."""
        with self.lock:
            found = self._found(asked)
            return answer(self._question(asked, found), asked["sort"], page, found)

    def values(self, asked, facet):
        """[(value, count)] of all values of one facet."""
        with self.lock:
            return values(self._question(asked, self._found(asked)), facet)

    def _question(self, asked, found):
        return Question(self.index, asked, self.names, found)

    def _found(self, asked):
        return self.keywords.find(parse(asked["q"])) if asked.get("q") else None

    def _catch_up(self, at):
        news = changes.since(self.head, connection)
        if news is None:
            return self.rebuild(at)
        if news.names:
            self.names = Names.read()
            self.keywords.rename(self.names)
        changed = set(news.listings)
        if news.seen:
            open_pks, ends = last_moments(at, news.seen)
            reopened = self.index.see_again(open_pks, ends).tolist()
            changed |= {*reopened, *(news.seen - set(open_pks.tolist()))}
        if changed:
            self.index.remove(changed)
            self.index.add(read(at, changed))
        self.head = news.head


_shared = Engine(is_shared=True)


def current():
    """
    The engine, fresh: it knows all that was committed before the call.

    Inside a transaction it is one of its own, which sees what the transaction has written and is
    not kept; what is not committed must not reach other requests.
    """
    return (Engine() if connection.in_atomic_block else _shared).refresh()


def warm():
    """Builds the index before the first request; DatabaseError if there is no database to read."""
    _shared.refresh()
