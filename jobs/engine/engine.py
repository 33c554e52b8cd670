"""The Engine: an index, what keeps it fresh, and the questions that it answers."""

from threading import RLock

from django.db import connection
from django.utils import timezone

from . import changes, memory
from .answers import Question, answer, values
from .directory import Directory, next_publication
from .index import Full, Index
from .keywords import parse
from .matches import KeywordSearch
from .snapshot import read_ends, read_snapshot


class Engine:
    """The board at a moment, as one worker knows it."""

    def __init__(self, *, is_shared=False):
        """Makes an empty engine; one that is not shared sees uncommitted rows, too."""
        self.is_shared = is_shared
        self.lock = RLock()
        self.index = self.head = self.directory = self.search = None
        self.next_publication = None
        self.risen = 0

    @property
    def generation(self):
        """What pages show is the same for one generation, apart from ages. None: keep nothing.

        It rises when something that is shown changed, ended, or became public; a pull that only
        confirms what is there leaves it. Each worker counts its own.
        """
        return self.risen if self.is_shared and self.head else None

    @property
    def version(self):
        """Answers of one version stay the same, so they may be kept by it. None: keep nothing.

        That is a generation and a minute, as “posted within a day” is counted by the minute.
        """
        if self.generation is None:
            return None
        return self.generation, int(self.index.at.timestamp())

    def refresh(self, at=None):
        """Takes in all that was committed and all that has ended until now; returns itself."""
        with self.lock:
            # Read here: a thread that waited must not come with the minute before.
            at = at or this_minute()
            if self.index is None or self.head is None or at < self.index.at:
                self.rebuild(at)
            if at > self.index.at:
                self.risen += self.index.expire(at)
                memory.give_back()
            if self.next_publication and self.next_publication <= at:
                self._read_directory(at)
            if self.head and self.head != changes.head(connection):
                try:
                    self._catch_up(at)
                except Full:
                    self.rebuild(at)
        return self

    def rebuild(self, at=None):
        """Builds the index again from all open listings."""
        at = at or this_minute()
        with self.lock:
            # The log will tell again what is written while this reads.
            head = changes.head(connection)
            self._read_directory(at)
            self.head, self.index = head, Index(read_snapshot(at), at)
            self.search = KeywordSearch(self.index, self.directory)
            memory.give_back()

    def answer(self, asked, page=1):
        """Returns the Answer to the cleaned data of a ListingFilter; `page` is any whole number."""
        with self.lock:
            matches = self._matches(asked)
            return answer(self._question(asked, matches), asked["sort"], page, matches)

    def values(self, asked, facet):
        """Returns [(value, count)] of all values of one facet."""
        with self.lock:
            return values(self._question(asked, self._matches(asked)), facet)

    def newest(self, limit, **asked):
        """Returns (how many listings are open, the ids of at most `limit` newest of them).

        Of all, or of those that have an id: role=1, skill=2.
        """
        with self.lock:
            fitting = self.index.fitting(asked)
            slots = self.index.orders["newest"].slice(fitting, 0, limit)
            return len(fitting), self.index.pk[slots].tolist()

    def _question(self, asked, matches):
        return Question(self.index, asked, self.directory, matches)

    def _matches(self, asked):
        return self.search.find(parse(asked["q"])) if asked.get("q") else None

    def _catch_up(self, at):
        news = changes.since(self.head, connection)
        if news is None:
            return self.rebuild(at)
        if news.content:
            self._read_directory(at)
        changed = set(news.listings)
        if news.seen:
            open_pks, ends = read_ends(at, news.seen)
            reopened = self.index.extend(open_pks, ends).tolist()
            changed |= {*reopened, *(news.seen - set(open_pks.tolist()))}
        if changed:
            self.index.remove(changed)
            self.index.add(read_snapshot(at, changed))
            self.risen += 1
        self.head = news.head

    def _read_directory(self, at):
        """Reads what is called how, and when that changes without a write."""
        # To the second: what was published just now is public.
        at = max(at, timezone.now())
        self.next_publication, self.directory = next_publication(at), Directory.load(at)
        if self.search:
            self.search.rename(self.directory)
        self.risen += 1


_shared = Engine(is_shared=True)


def current():
    """Returns the engine, fresh: it knows all that was committed before the call.

    Inside a transaction it is a new one, which sees what the transaction has written and is not
    kept: uncommitted rows must not reach other requests.
    """
    return (Engine() if connection.in_atomic_block else _shared).refresh()


def warm():
    """Builds the index before the first request; DatabaseError if there is no database to read."""
    _shared.refresh()


def this_minute():
    """Returns when the current minute began.

    The board's clock moves once a minute, so that answers can be kept for that long.
    """
    return timezone.now().replace(second=0, microsecond=0)
