"""The Engine: an index, what keeps it fresh, and the questions that it answers.

A request takes in a few changes itself, and never builds: after more a thread takes them in, and
after very many another process stores a new index, from which new workers are forked. Until then
answers are those of before, at most MOST_SECONDS_OLD old.
"""

import logging
from collections import Counter
from copy import deepcopy
from functools import reduce
from operator import and_
from random import getrandbits
from threading import RLock, Thread
from time import monotonic, sleep

import numpy as np
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from . import Outdated, building, changes, memory, patience
from .answers import Question, answer, arrivals, place_of, values
from .background import Background
from .clock import this_minute
from .columns import Selection, as_array
from .directory import Directory, next_publication
from .keywords import Keyword, parse
from .matches import KeywordSearch
from .patience import takes_longer
from .skill_fit import skill_fit
from .snapshot import read_snapshot

# While a new index is built, answers may be as they were so long ago. After that visitors wait, but
# never for so long that gunicorn takes their worker for dead (timeout in gunicorn.conf.py).
MOST_SECONDS_OLD = 10
MOST_SECONDS_WAITED = 45
# How often a worker looks at the log when nobody comes, so that it always knows a recent moment.
SECONDS_BETWEEN_LOOKS = 3
# At most so long a worker waits for its successor before it takes the new index itself.
SECONDS_TO_BE_REPLACED = 20
# After so many lines of the log the index is stored again, so that the next start is quick.
STORED_EVERY = 50_000

logger = logging.getLogger(__name__)


class Engine:
    """The board at a moment, as one worker knows it."""

    def __init__(self, *, is_shared=False):
        """Makes an empty engine.

        A shared one answers many requests: it stores its index, and renews it in the background.
        Another one sees uncommitted rows, too.
        """
        self.is_shared = is_shared
        self.lock = RLock()
        self.index = self.head = self.directory = self.search = None
        # The moment of which answers were last wanted.
        self.wanted = None
        # When the index was last known to be up to date, by the monotonic clock.
        self.fresh_at = float("-inf")
        # Whether the log has more than can be taken in while a visitor waits.
        self.is_behind = False
        self.renewal = Background(self.renew)
        # When the next role or comparison becomes public, which nothing in the log will tell.
        self.next_publication = None
        # Rises when something that pages show changes. It begins anywhere, as what is kept by it
        # must not be taken for what another engine of this process knew.
        self.changes_seen = getrandbits(48)
        # Rises, with it, when content changes: all but listings.
        self.content_seen = getrandbits(48)
        # Asks for another process in place of this one, which begins with the stored index; says
        # whether there will be one. A server that forks its workers has an answer.
        self.ask_for_successor = None

    @property
    def generation(self):
        """What pages show is the same for one generation, apart from ages. None: keep nothing.

        It rises when something that is shown changed, ended, or became public; a pull that only
        confirms what is there leaves it. Each worker counts its own.
        """
        return self.changes_seen if self.is_shared and self.head else None

    @property
    def content_generation(self):
        """Content is the same for one such number, whatever listings do. None: keep nothing.

        Read after the generation: what is newer than the page that it gets into does no harm.
        """
        return self.content_seen if self.is_shared and self.head else None

    @property
    def version(self):
        """Answers of one version stay the same, so they may be kept by it. None: keep nothing.

        That is a generation and a minute, as “posted within a day” is counted by the minute.
        """
        if self.generation is None:
            return None
        return self.generation, int(self.index.at.timestamp())

    def refresh(self, at=None):
        """Takes in all that was committed and all that has ended until now; returns itself.

        Where too much changed for that, a shared engine goes on with what was true at most
        MOST_SECONDS_OLD ago, and renews its index in the background. If it knows nothing so recent
        it waits for that, and raises Outdated if it takes too long.
        """
        is_current = self._catch_up(at)
        if not self.is_shared:
            return self if is_current else self.rebuild(at)
        if is_current:
            if self._is_worth_renewing():
                self.renewal.start()
            return self
        self.renewal.start()
        if not self._is_recent():
            self.renewal.wait(MOST_SECONDS_WAITED)
            if not self._catch_up(at) and not self._is_recent():
                raise Outdated("A new index of the board takes too long; see the server's log.")
        return self

    def refresh_fully(self):
        """Takes in all that was committed, however long that takes; returns itself."""
        if not self._catch_up(None):
            self.renewal.start()
            self.renewal.wait(MOST_SECONDS_WAITED)
            if not self._catch_up(None):
                self.rebuild()
        return self

    def renamed(self, changed=()):
        """Returns an engine that calls roles and skills as this transaction does.

        It has the same employers, and the same listings, of which it reads those with some ids
        again. It is for as long as the transaction: it does not follow what others commit.
        """
        other = Engine()
        with self.lock:
            other.lock, other.index, other.search = self.lock, self.index, self.search
            other.directory = Directory.load(timezone.now(), self.directory.employers)
            if changed:
                other.index = deepcopy(self.index)
                other.index.remove(changed)
                other.index.add(read_snapshot(self.index.at, changed))
                other.search = KeywordSearch(other.index, other.directory)
        return other

    def watch(self):
        """Looks at the log every few seconds from now on, in a thread of its own."""
        Thread(target=self._watch, name="board watch", daemon=True).start()

    def _watch(self):
        while True:
            sleep(SECONDS_BETWEEN_LOOKS)
            try:
                # A database that stands still must not hold the lock of the engine.
                with patience.of_visitor():
                    self.refresh()
            except Exception as error:
                logger.warning("The board could not look for changes: %s", error)
            finally:
                connections.close_all()

    def warm(self):
        """Takes in all there is, before the first request, and builds apart from this process."""
        at = this_minute()
        with self.lock:
            index, head = building.newest(at, apart=True, lines=STORED_EVERY)
            if self.head and head:
                # What is made of content is still good, unless the log says otherwise below.
                self._exchange(index, head._replace(content=self.head.content))
            else:
                self.take(index, head)
            # Not refresh(): a thread that it starts would be lost when workers are forked.
            if not self._catch_up(max(at, self.index.at), changes.BESIDE):
                self.rebuild()
            memory.give_back()

    @takes_longer
    def rebuild(self, at=None):
        """Builds the index again from all open listings, here and now; returns itself."""
        with self.lock:
            looked = monotonic()
            self.take(*building.build(at or this_minute()))
            self.fresh_at = looked
            memory.give_back()
        return self

    def take(self, index, head):
        """Replaces the index by another one, which knows the log until a Head."""
        self._read_directory(index.at)
        self._exchange(index, head)

    def _exchange(self, index, head):
        """Replaces the index, and leaves what everything is called as it was."""
        if self.index:
            self.index.free()
        self.index, self.head, self.is_behind = index, head, False
        self.built_seq = head.seq if head else 0
        self.search = KeywordSearch(index, self.directory)
        self.changes_seen += 1

    def renew(self):
        """Takes in more than visitors wait for, or else replaces the index; answers meanwhile."""
        if not (self.is_behind and self._take_in_many()):
            self._replace()

    def _take_in_many(self):
        """Takes in many changed listings, read while the engine answers; returns whether it could.

        Readers wait only while the index takes what was read.
        """
        with self.lock:
            index, head = self.index, self.head
        looked = monotonic()
        news = changes.since(head, connection, changes.BESIDE)
        if news is None or self.wanted < index.at:
            return False
        with self.lock:
            at = index.at
            changed = building.to_read_again(index, news, at)
        new = read_snapshot(at, changed)
        with self.lock:
            if index is not self.index or self.head[:2] != head[:2]:
                return False
            if not index.has_room(len(new.pk)):
                return False
            index.remove(changed)
            index.add(new)
            # Some of them may have ended while they were read.
            index.expire(index.at)
            self.head = news.head._replace(content=self.head.content)
            self.is_behind, self.fresh_at = False, looked
            self.changes_seen += 1
        del new
        memory.give_back()
        return True

    def _replace(self):
        """Replaces this process by another one that begins with a new index, or else the index.

        Whoever has the new index stored asks for the successors of all processes, who wait for it.
        """
        if self.ask_for_successor:
            building.store_newest(self.ask_for_successor, takes_worn=not self.index.is_worn)
            # This process is usually ended meanwhile. Who waits for it must not wait for that, too.
            until = monotonic() + SECONDS_TO_BE_REPLACED
            while self._is_recent() and monotonic() < until:
                sleep(0.2)
        self._replace_index()

    def _replace_index(self):
        """Replaces the index by a new one that knows the log until now.

        The new one grows in an engine of its own. Readers wait only while it takes its place.
        """
        looked, before = monotonic(), changes.head(connection)
        beside = Engine()
        takes_worn = not self.index.is_worn
        beside.take(*building.newest(self.wanted, apart=True, takes_worn=takes_worn))
        beside._catch_up(max(self.wanted, beside.index.at), changes.BESIDE)
        with self.lock:
            self.index.free()
            self.index, self.head, self.built_seq = beside.index, beside.head, beside.built_seq
            self.directory, self.search = beside.directory, beside.search
            self.next_publication = beside.next_publication
            self.is_behind = False
            if before and self.head and self.head.seq >= before.seq:
                self.fresh_at = looked
            self.changes_seen += 1
            self.content_seen += 1
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
            fitting = self._fitting(asked)
            slots = self.index.orders["newest"].slice(fitting, 0, limit)
            return len(fitting), self.index.pk[slots].tolist()

    def skill_fit(self, held, *, is_near=False, lacking=None, page=1):
        """Returns the SkillFit (skill_fit.py) of the skills with some ids."""
        with self.lock:
            return skill_fit(
                self.index, self.directory, held, is_near=is_near, lacking=lacking, page=page
            )

    @takes_longer
    def arrivals(self, asked, start, stop):
        """Returns (how many listings fit, [(id, slugs of its skills)] of a slice of them).

        Those that came in last come first. `asked` is the cleaned data of a ListingFilter.
        """
        with self.lock:
            return arrivals(self._question(asked, self._matches(asked)), start, stop)

    @takes_longer
    def arrived(self, asked, after):
        """Returns the ids of the listings that fit and came in after the one with the id `after`.

        Those that came in last come first. `asked` is the cleaned data of a ListingFilter; a
        keyword is looked for among the late ones only.
        """
        with self.lock:
            late = self.index.after(after)
            keyword = parse(asked["q"]) if asked.get("q") else None
            matches = self.search.find_after(keyword, after, late) if keyword else None
            slots = as_array(self._question(asked, matches).fitting() & late)
            return sorted(self.index.pk[slots].tolist(), reverse=True)

    def values_of(self, facet, pks):
        """Returns {id: its values of a facet} of those listings of some ids that are open."""
        with self.lock:
            slots = as_array(self.index.slots_of(np.array(sorted(pks), np.int64)))
            values = self.index.facets[facet].values_of(slots)
            return dict(zip(self.index.pk[slots].tolist(), values, strict=True))

    @takes_longer
    def newest_named(self, keyword, limit):
        """Returns the ids of at most `limit` newest listings that a visitor's keyword names.

        Their title, or their employer's name, holds each of its words.
        """
        with self.lock:
            named = self.search.named(parse(keyword))
            slots = self.index.orders["newest"].slice(named, 0, limit)
            return self.index.pk[slots].tolist()

    def total(self, asked):
        """Returns how many listings fit the cleaned data of a ListingFilter, or a part of it."""
        with self.lock:
            return len(self._question(asked, self._matches(asked)).fitting())

    @takes_longer
    def unheld(self, keyword):
        """Returns the wanted words of a Keyword that no open listing holds; phrases apart."""
        with self.lock:
            return [word for word, *more in keyword.wanted if not more and self._finds_none(word)]

    def _finds_none(self, word):
        return not self.search.find(Keyword(wanted=((word,),), unwanted=())).anywhere

    def place_of(self, pk, asked):
        """Returns the Place of a listing among those that fit; None if it is not one of them.

        `asked` is the cleaned data of a ListingFilter.
        """
        with self.lock:
            matches = self._matches(asked)
            return place_of(self._question(asked, matches), asked["sort"], pk, matches)

    def totals(self, queries):
        """Returns how many listings fit each of some queries, which may have filters in common.

        A query has a tuple of values for each facet that it asks for, as a BoardQuery does, and
        nothing but facets. What many queries ask for is looked up first and once, so that each
        costs little more than its last filter.
        """
        filters = [
            [(name, tuple(values)) for name, values in each.items() if values] for each in queries
        ]
        often = Counter(each for query in filters for each in query)
        ordered = [tuple(sorted(query, key=lambda each: (-often[each], each))) for query in filters]
        with self.lock:
            fitting = {(): self.index.live}
            having = {each: self._having(*each) for each in often}
            return [self._count(query, fitting, having) for query in ordered]

    def _count(self, filters, fitting, having):
        """Returns how many live slots fit (name, values) pairs; the last one makes no bitmap."""
        if not filters:
            return len(self.index.live)
        *first, last = filters
        return self._narrowed(tuple(first), fitting, having).intersection_cardinality(having[last])

    def _narrowed(self, filters, fitting, having):
        """Returns the live slots that fit (name, values) pairs; keeps what fits the first of them.

        `having` are the slots, live or not, that fit each of the pairs.
        """
        if filters not in fitting:
            fitting[filters] = self._narrowed(filters[:-1], fitting, having) & having[filters[-1]]
        return fitting[filters]

    def _having(self, name, values):
        """Returns the slots, live or not, that fit one filter of a query."""
        return reduce(and_, self._question({name: values}, None).parts.values())

    def counts(self, facet, **asked):
        """Returns [(value, how many listings have it)] of a facet among those that fit.

        What is asked for is said as for newest(); a tuple asks for any of its values.
        """
        with self.lock:
            return self.index.facets[facet].count(Selection(self._fitting(asked), self.index))

    def rows(self, facets, **asked):
        """Returns (id, a list of the values of each of the facets) of each listing that fits."""
        with self.lock:
            slots = as_array(self._fitting(asked))
            columns = [self.index.facets[name].values_of(slots) for name in facets]
            return [*zip(self.index.pk[slots].tolist(), *columns, strict=True)]

    def _fitting(self, asked):
        values = {
            name: each if isinstance(each, tuple) else (each,) for name, each in asked.items()
        }
        return self.index.fitting(values)

    def _question(self, asked, matches):
        return Question(self.index, asked, self.directory, matches)

    @takes_longer
    def _matches(self, asked):
        return self.search.find(parse(asked["q"])) if asked.get("q") else None

    def _is_worth_renewing(self):
        """Says whether the next changes might find no room, or the next start or index much to do.

        Nobody waits for a worn index to be numbered anew: what is current now is answered from it.
        """
        unstored = self.head.seq - self.built_seq if self.head and settings.INDEX_SNAPSHOT else 0
        return self.index.is_filling_up or self.index.is_worn or unstored > STORED_EVERY

    def _is_recent(self):
        """Says whether answers are those of a moment that is recent enough."""
        return monotonic() - self.fresh_at <= MOST_SECONDS_OLD

    def _catch_up(self, at, limits=None):
        """Takes in what is new, within the Limits; returns whether the index knows the whole log.

        It builds nothing but the first index of a process, or one of a log without lines.
        """
        with self.lock:
            # Read here: a thread that waited must not come with the minute before.
            self.wanted = at = at or this_minute()
            if self.index is None or self.head is None:
                self._begin(at)
            if at > self.index.at:
                self.changes_seen += self.index.expire(at)
                memory.give_back()
            looked, newest = monotonic(), changes.head(connection)
            # Content does not wait for the index.
            if self._has_new_content(newest, at):
                self._read_directory(at)
                self.search.rename(self.directory)
                self.head = self.head._replace(content=newest.content if newest else 0)
            # A clock that was put back shows again what had ended.
            is_known = newest == self.head and at == self.index.at
            if not is_known and (self.is_behind or not self._take_in_news(at, limits)):
                # Only a new index helps, so until it is there nothing is tried again.
                self.is_behind = True
                return False
            self.fresh_at = looked
            return True

    @takes_longer
    def _begin(self, at):
        """Takes the stored index, or builds the first one of this process while visitors wait.

        A command lets another process build it, and stays as small as the index.
        """
        if not self.is_shared:
            self.take(*building.build(at))
        else:
            apart = self.index is not None or patience.current() is None
            self.take(*building.newest(at, apart=apart))
        memory.give_back()

    def _has_new_content(self, newest, at):
        """Says whether content changed or was published since the directory was read."""
        is_published = self.next_publication and self.next_publication <= at
        return is_published or (newest and self.head and newest.content != self.head.content)

    @takes_longer
    def _read_directory(self, at):
        """Reads what everything is called, and when that changes next without a write."""
        # To the second: what was published just now is public.
        at = max(at, timezone.now())
        self.next_publication, self.directory = next_publication(at), Directory.load(at)
        self.changes_seen += 1
        self.content_seen += 1

    @takes_longer
    def _take_in_news(self, at, limits):
        """Takes in what the log has after the head; returns whether that could be done."""
        news = changes.since(self.head, connection, limits)
        if news is None or at < self.index.at:
            return False
        changed = building.to_read_again(self.index, news, at)
        new = read_snapshot(at, changed) if changed else None
        if new and not self.index.has_room(len(new.pk)):
            return False
        if new:
            self.index.remove(changed)
            self.index.add(new)
            self.changes_seen += 1
        self.head = news.head._replace(content=self.head.content)
        return True


shared = Engine(is_shared=True)
