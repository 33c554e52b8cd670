"""All open listings in memory: a column for each facet, an order for each way of sorting."""

from functools import reduce
from operator import and_

import numpy as np
from pyroaring import BitMap

from .columns import FacetColumn, MultiValued, SingleValued, as_array, as_bitmap
from .facets import FACETS
from .orders import Order
from .snapshot import Snapshot

# Slots for listings that are added later; when they are used up, the index is built again.
SPARE_SLOTS = 20_000


class Full(Exception):
    """There is no room for more listings; the index has to be built again."""


class Index:
    """The open listings of a moment.

    Every listing has a slot, its document number here; a changed listing gets a new one. Numbers
    below `built` came with the index, those from there to `size` were appended, and `live` are
    those of listings that are open.
    """

    def __init__(self, snapshot: Snapshot, at):
        self.built = len(snapshot.pk)
        self.size = 0
        capacity = self.built + SPARE_SLOTS
        self.pk = np.zeros(capacity, np.int64)
        self.posted = np.zeros(capacity, np.int64)
        self.closes = np.zeros(capacity, np.int64)
        self.expires = np.zeros(capacity, np.int64)
        self.pay = np.zeros(capacity, np.int32)
        self.live = BitMap()
        self.facets = {
            facet.name: _column(facet, capacity) for facet in FACETS.values() if facet.has_column
        }
        self.orders = {}
        self.at = at
        self.add(snapshot)
        slots = np.arange(self.built)
        keys = {"newest": self._newest, "pay": self._best_paid, "closing": self._closing}
        self.orders = {name: Order(key, slots) for name, key in keys.items()}

    def add(self, snapshot):
        """Appends listings, whose ids must not be live here; raises Full if they do not fit."""
        size = self.size + len(snapshot.pk)
        if size > len(self.pk):
            raise Full
        slots = np.arange(self.size, size)
        for name in ("pk", "posted", "closes", "expires", "pay"):
            getattr(self, name)[slots] = getattr(snapshot, name)
        for name, values in snapshot.facets.items():
            self.facets[name].add(self.size + values.rows, values, size)
        for order in self.orders.values():
            order.add(slots)
        self.live |= as_bitmap(slots)
        self.size = size

    def remove(self, pks):
        """Removes the listings among these ids that are here."""
        self._remove(as_array(self.slots_of(np.array(sorted(pks), np.int64))))

    def extend(self, pks, expires):
        """Moves the ends of listings, microseconds an id; returns the ids that are not here."""
        slots = as_array(self.slots_of(pks))
        order = np.argsort(pks)
        here = order[np.searchsorted(pks, self.pk[slots], sorter=order)] if len(pks) else order
        self.expires[slots] = expires[here]
        return np.setdiff1d(pks, self.pk[slots])

    def expire(self, at):
        """Moves on to a later moment: removes what has ended by then, returns how many. O(size)."""
        self.at = at
        ended = as_bitmap(np.flatnonzero(self.expires[: self.size] <= microseconds(at)))
        ended &= self.live
        self._remove(as_array(ended))
        return len(ended)

    def fitting(self, values):
        """Returns the live slots that have a value of each facet: {"role": 1}; all for {}."""
        having = [self.facets[name].having(value) for name, value in values.items()]
        return reduce(and_, having, self.live)

    def slots_of(self, pks):
        """Returns the live slots of an array of listing ids as a bitmap.

        It searches built slots by bisection and looks at each appended one.
        """
        places = np.searchsorted(self.pk[: self.built], pks)
        places[places == self.built] = 0
        found = as_bitmap(places[self.pk[places] == pks]) if self.built else BitMap()
        appended = self.built + np.flatnonzero(np.isin(self.pk[self.built : self.size], pks))
        return (found | as_bitmap(appended)) & self.live

    def check(self):
        """Asserts the invariants of the index and of its parts; AssertionError says which fails.

        - Slots are counted right: built, then appended, within the room there is.
        - Built slots are in the order of their listings' ids, each id once.
        - Live slots exist, each for another listing, and none of them has ended.
        - Each facet's inverted and forward index agree, and its totals fit (FacetColumn.check).
        - Each order has each slot once, in the order of its keys (Order.check).

        It looks at everything, one by one: it is for tests.
        """
        sizes = 0, self.built, self.size, len(self.pk)
        assert list(sizes) == sorted(sizes), f"built, size and room are {sizes[1:]}"
        assert np.all(np.diff(self.pk[: self.built]) > 0), "built slots are not in order of ids"
        slots = as_array(self.live)
        assert max(slots, default=-1) < self.size, "a live slot is beyond the last one"
        assert len(np.unique(self.pk[slots])) == len(slots), "a listing has two live slots"
        assert np.all(self.expires[slots] > microseconds(self.at)), "a live listing has ended"
        for name, column in self.facets.items():
            _check(name, column.check, self.live, self.built, self.size)
        for name, order in self.orders.items():
            _check(name, order.check, self.built, self.size)

    def _remove(self, slots):
        if not len(slots):
            return
        for facet in self.facets.values():
            facet.remove(slots)
        self.live -= as_bitmap(slots)

    # What comes first has the lower keys.

    def _newest(self, slots):
        return -self.posted[slots], -self.pk[slots]

    def _best_paid(self, slots):
        return -self.pay[slots], *self._newest(slots)

    def _closing(self, slots):
        return self.closes[slots], *self._newest(slots)


def microseconds(moment):
    """Returns a moment as whole microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)


def _column(facet, capacity):
    forward = MultiValued if facet.is_multi_valued else SingleValued
    return FacetColumn(forward(capacity, facet.code_type))


def _check(name, check, *arguments):
    """Calls a check; its AssertionError says of which facet or order it speaks."""
    try:
        check(*arguments)
    except AssertionError as error:
        raise AssertionError(f"{name}: {error}") from error
