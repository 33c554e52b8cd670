"""All open listings in memory: a facet each way of filtering, an order each way of sorting."""

import numpy as np
from pyroaring import BitMap

from .columns import Facet, ManyValues, OneValue, as_array, as_bitmap
from .orders import Order
from .snapshot import Rows

# Slots for listings that are added later; when they are used up, the index is built anew.
ROOM = 20_000
# What a facet's codes fit into: more than 65,536 cities or employers are thinkable.
FACETS = {
    "role": (OneValue, np.uint16),
    "employer": (OneValue, np.uint32),
    "level": (OneValue, np.uint8),
    "type": (OneValue, np.uint8),
    "workplace": (OneValue, np.uint8),
    "language": (OneValue, np.uint8),
    "source": (OneValue, np.uint8),
    "skill": (ManyValues, np.uint16),
    "country": (ManyValues, np.uint16),
    "city": (ManyValues, np.uint32),
    "home": (ManyValues, np.uint16),
    "pay": (ManyValues, np.uint8),
}


class Full(Exception):
    """There is no room for more listings; build the index anew."""


class Index:
    """The open listings of a moment. Every listing has a slot; a changed one gets a new slot."""

    def __init__(self, rows: Rows, at):
        self.built = len(rows.pk)
        self.size = 0
        capacity = self.built + ROOM
        self.pk = np.zeros(capacity, np.int64)
        self.posted = np.zeros(capacity, np.int64)
        self.closes = np.zeros(capacity, np.int64)
        self.expires = np.zeros(capacity, np.int64)
        self.pay = np.zeros(capacity, np.int32)
        self.live = BitMap()
        self.facets = {name: Facet(way(capacity, dtype)) for name, (way, dtype) in FACETS.items()}
        self.orders = {}
        self.at = at
        self.add(rows)
        slots = np.arange(self.built)
        keys = {"newest": self._newest, "pay": self._best_paid, "closing": self._closing}
        self.orders = {name: Order(key, slots) for name, key in keys.items()}

    def add(self, rows):
        """Takes listings in whose ids are not there; Full if they do not fit."""
        size = self.size + len(rows.pk)
        if size > len(self.pk):
            raise Full
        slots = np.arange(self.size, size)
        for name in ("pk", "posted", "closes", "expires", "pay"):
            getattr(self, name)[slots] = getattr(rows, name)
        for name, values in rows.facets.items():
            self.facets[name].add(self.size + values.rows, values, size)
        for order in self.orders.values():
            order.add(slots)
        self.live |= as_bitmap(slots)
        self.size = size

    def remove(self, pks):
        """Takes out the listings among these ids that are there."""
        self._remove(as_array(self.slots_of(np.array(sorted(pks), np.int64))))

    def see_again(self, pks, expires):
        """Moves the ends of listings; returns those ids that are not in the index."""
        slots = as_array(self.slots_of(pks))
        order = np.argsort(pks)
        here = order[np.searchsorted(pks, self.pk[slots], sorter=order)] if len(pks) else order
        self.expires[slots] = expires[here]
        return np.setdiff1d(pks, self.pk[slots])

    def close_until(self, at):
        """Takes out what has ended by a later moment."""
        self.at = at
        ended = as_bitmap(np.flatnonzero(self.expires[: self.size] <= microseconds(at)))
        self._remove(as_array(ended & self.live))

    def slots_of(self, pks):
        """The slots of the listings among these ids, an array, as a bitmap."""
        places = np.searchsorted(self.pk[: self.built], pks)
        places[places == self.built] = 0
        found = as_bitmap(places[self.pk[places] == pks]) if self.built else BitMap()
        later = self.built + np.flatnonzero(np.isin(self.pk[self.built : self.size], pks))
        return (found | as_bitmap(later)) & self.live

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
    """A moment as whole microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)
