"""All open listings in memory: a column for each facet, an order for each way of sorting."""

from functools import reduce
from itertools import pairwise
from operator import and_

import numpy as np
from pyroaring import BitMap

from ..iso import countries_inside
from .columns import FacetColumn, MultiValued, SingleValued, as_array, as_bitmap, with_room
from .facets import FACETS
from .orders import Order

# The columns of an index: those of a Snapshot, under the same names.
COLUMNS = {
    "pk": np.int64,
    "posted": np.int64,
    "closes": np.int64,
    "expires": np.int64,
    "pay": np.int32,
    "low_pay": np.int32,
}
# Slots for listings that are added later. When half of them are used up, the index is built again,
# so what a worker has in memory of its own stays small.
SPARE_SLOTS = 20_000
# An index is worn, and the next one is numbered anew, when more of its slots are holes, of no open
# listing, or it has more runs.
MOST_HOLES, MOST_RUNS = 1 / 4, 16


class Index:
    """The open listings of a moment.

    Every listing has a slot, its document number here; a changed listing gets a new one. Numbers
    below `built` came with the index, in one or more runs of rising ids; those from there to `size`
    were appended, and `live` are those of listings that are open.
    """

    def __init__(self, at, runs, columns, facets):
        """Takes columns and facets with room for slots; it has no live listing yet.

        `runs` are where the runs of built slots begin, and at last where they end.
        """
        self.at = at
        self.runs = runs
        # Whether it was built worn; what ends later does not count.
        self.is_worn = False
        self.size = 0
        self.pk, self.posted, self.closes = columns["pk"], columns["posted"], columns["closes"]
        self.expires = columns["expires"]
        self.pay, self.low_pay = columns["pay"], columns["low_pay"]
        self.live = BitMap()
        self.facets = facets
        self.orders = {}
        # {area as addresses have it: the slots with any of its countries}
        self.areas = {}

    @classmethod
    def of(cls, snapshot, at):
        """Returns the index of a Snapshot, with spare slots."""
        built = len(snapshot.pk)
        room = built + SPARE_SLOTS
        columns = {name: np.zeros(room, code_type) for name, code_type in COLUMNS.items()}
        facets = {f.name: _column(f, room) for f in FACETS.values() if f.has_column}
        index = cls(at, sorted({0, built}), columns, facets)
        index.add(snapshot)
        index.orders = {
            name: Order.of(np.arange(built), keys) for name, keys in index.order_keys().items()
        }
        return index

    @property
    def built(self):
        """How many slots came with the index."""
        return self.runs[-1]

    def order_keys(self):
        """Returns {name of an order: what gives the keys of slots}; what comes first has lower."""
        return {
            "newest": self._newest,
            "pay": self._best_paid,
            "closing": self._closing,
            "low_pay": self._best_started,
        }

    def has_room(self, listings):
        """Says whether so many listings more have a slot."""
        return self.size + listings <= len(self.pk)

    @property
    def is_filling_up(self):
        """Whether half of the spare slots are used up."""
        return not self.has_room((len(self.pk) - self.built) // 2)

    def add(self, snapshot):
        """Appends listings, whose ids must not be live here, and for which there must be room."""
        size = self.size + len(snapshot.pk)
        slots = np.arange(self.size, size)
        for name in COLUMNS:
            getattr(self, name)[slots] = getattr(snapshot, name)
        for name, values in snapshot.facets.items():
            self.facets[name].add(self.size + values.rows, values, size)
        for order in self.orders.values():
            order.add(slots)
        self.live |= as_bitmap(slots)
        self.size = size
        self.areas.clear()

    def extend_by(self, snapshot):
        """Appends any number of listings, whose ids rise, as built ones with spare slots behind.

        Only where no worker shares the index yet.
        """
        room = self.size + len(snapshot.pk) + SPARE_SLOTS
        for name in COLUMNS:
            setattr(self, name, with_room(getattr(self, name), room))
        for column in self.facets.values():
            column.forward.make_room(room)
        self.add(snapshot)
        for column in self.facets.values():
            column.settle()
        self.orders = {name: order.settled() for name, order in self.orders.items()}
        self.runs = sorted({*self.runs, self.size})
        holes = self.size - len(self.live)
        self.is_worn = holes > MOST_HOLES * self.size or len(self.runs) > MOST_RUNS

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
        """Returns the live slots that have any of the values of each facet; all for {}."""
        having = [self.facets[name].having(*any_of) for name, any_of in values.items()]
        return reduce(and_, having, self.live)

    def inside(self, area):
        """Returns the slots, live or not, with a place in an area; the caller must not change them.

        An area is asked for by every page, so its union of countries is kept until slots come.
        """
        if area not in self.areas:
            self.areas[area] = self.facets["country"].having(*countries_inside(area))
        return self.areas[area]

    def after(self, pk):
        """Returns the live slots of listings that came in after one: their ids are higher."""
        return self.live & as_bitmap(np.flatnonzero(self.pk[: self.size] > pk))

    def slots_of(self, pks):
        """Returns the live slots of an array of listing ids as a bitmap.

        It searches each run of built slots by bisection and looks at each appended one.
        """
        appended = self.built + np.flatnonzero(np.isin(self.pk[self.built : self.size], pks))
        found = as_bitmap(appended)
        for start, end in pairwise(self.runs):
            places = start + np.searchsorted(self.pk[start:end], pks)
            places = np.minimum(places, end - 1)
            found |= as_bitmap(places[self.pk[places] == pks])
        return found & self.live

    def free(self):
        """Lets go of what refers to the index in a circle; nobody may ask it any more.

        Its memory is free at once. The collector would come late, and never for what was there
        before workers were forked.
        """
        self.orders.clear()

    def check(self):
        """Asserts the invariants of the index and of its parts; AssertionError says which fails.

        - Slots are counted right: built, then appended, within the room there is.
        - A run of built slots is in the order of their listings' ids, each id once.
        - Live slots exist, each for another listing, and none of them has ended.
        - Each facet's inverted and forward index agree, and its totals fit (FacetColumn.check).
        - Each order has each slot once, in the order of its keys (Order.check).

        It looks at everything, one by one: it is for tests.
        """
        sizes = 0, self.built, self.size, len(self.pk)
        assert list(sizes) == sorted(sizes), f"built, size and room are {sizes[1:]}"
        for start, end in pairwise(self.runs):
            assert np.all(np.diff(self.pk[start:end]) > 0), "built slots are not in order of ids"
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

    def _newest(self, slots):
        return -self.posted[slots], -self.pk[slots]

    def _best_paid(self, slots):
        return -self.pay[slots], *self._newest(slots)

    def _best_started(self, slots):
        return (-self.low_pay[slots],)

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
