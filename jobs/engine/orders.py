"""Slots in an order, cut into bands: a page, however deep, is found by sorting one band of it.

Like the bitmaps of facets, bands never change. Slots that are appended later are kept beside them,
and slots that are no longer live stay where they are.
"""

from bisect import bisect_left
from itertools import pairwise

import numpy as np
from pyroaring import BitMap

from .columns import as_array, as_bitmap

SLOTS_IN_BAND = 4096
# A band that became longer is cut when an index is renewed.
MOST_IN_BAND = 2 * SLOTS_IN_BAND
# So few slots are sorted at once, without looking at bands.
SORTED_AT_ONCE = 2048
# Posted within some days, paying at least so much: the same few bounds are asked for all the time.
KEPT_BOUNDS = 16


class Order:
    """Slots by rising keys. `keys` gives the key columns of an array of slots, the first decides.

    Each band holds the slots whose key is not below its own first one, nor above the next band's.
    """

    def __init__(self, keys, bands, first_slots):
        """Takes bands in their order, and the first slot of each."""
        self.keys = keys
        # {bound: the slots below it}
        self.bounds = {}
        # {number of a band: the slots that were appended later and belong there}
        self.appended = {}
        self.bands = bands
        self.first_slots = first_slots
        self.firsts = self._keys_of(first_slots)
        if not self.bands:
            self.bands, self.firsts = [BitMap()], [()]

    @classmethod
    def of(cls, slots, keys):
        """Returns the order of a new index's slots: O(n log n)."""
        return cls(keys, *_banded(_sorted(slots, keys)))

    def add(self, slots):
        """Appends n slots, each beside the band where its key belongs: O(n log n)."""
        self.bounds.clear()
        ordered = self._sort(slots)
        keys = self._keys_of(ordered)
        cuts = [bisect_left(keys, first) for first in self.firsts[1:]]
        for number, (start, end) in enumerate(pairwise([0, *cuts, len(keys)])):
            if start < end:
                appended = self.appended.setdefault(number, BitMap())
                appended |= as_bitmap(ordered[start:end])

    def settled(self):
        """Returns the order with all slots in bands, of which it cuts those that became long."""
        bands, first_slots = [], []
        for number, band in enumerate(self.bands):
            slots = band | self.appended.get(number, BitMap())
            # What comes before all others is beside the first band.
            if number == 0 or len(slots) > MOST_IN_BAND:
                cut, firsts = _banded(self._sort(as_array(slots)))
            else:
                cut, firsts = [slots], self.first_slots[number : number + 1]
            bands += cut
            first_slots.append(firsts)
        return Order(self.keys, bands, np.concatenate(first_slots))

    def slice(self, bitmap, start, stop):
        """Returns the slots of the bitmap from place `start` to `stop`, as a list.

        It counts the bands before the slice, and sorts those that the slice touches.
        """
        if len(bitmap) <= SORTED_AT_ONCE:
            return self._sort(as_array(bitmap))[start:stop].tolist()
        found = []
        for number, band in enumerate(self.bands):
            if stop <= 0:
                break
            appended = bitmap & self.appended[number] if number in self.appended else BitMap()
            here = bitmap.intersection_cardinality(band) + len(appended)
            if start < here:
                slots = as_array(bitmap & band | appended)
                found += self._sort(slots)[max(start, 0) : stop].tolist()
            start, stop = start - here, stop - here
        return found

    def position(self, bitmap, slot):
        """Returns how many slots of a bitmap come before one of them in this order.

        Like slice() it counts in the bands before, and sorts within one.
        """
        if len(bitmap) <= SORTED_AT_ONCE:
            return self._sort(as_array(bitmap)).tolist().index(slot)
        before = 0
        for number, band in enumerate(self.bands):
            appended = bitmap & self.appended[number] if number in self.appended else BitMap()
            if slot in band or slot in appended:
                return before + self._sort(as_array(bitmap & band | appended)).tolist().index(slot)
            before += bitmap.intersection_cardinality(band) + len(appended)
        raise LookupError(f"Slot {slot} is in no band of this order.")

    def below(self, bound):
        """Returns the slots whose first key is below the bound; the caller must not change them."""
        if bound not in self.bounds:
            if len(self.bounds) >= KEPT_BOUNDS:
                self.bounds.clear()
            self.bounds[bound] = self._below(bound)
        return self.bounds[bound]

    def check(self, built, size):
        """Asserts the invariants of an order over slots 0 to `size`, of which `built` are in bands.

        - The bands hold each built slot once, the sets beside them each appended one.
        - No key of a band is below its first one, no key of a band or beside it above the next
          band's first one.
        - Kept bounds are what a fresh look gives.
        """
        in_bands = [slot for band in self.bands for slot in band]
        beside = [slot for slots in self.appended.values() for slot in slots]
        assert sorted(in_bands) == [*range(built)], "bands do not hold each built slot once"
        assert sorted(beside) == [*range(built, size)], "not each appended slot is there once"
        for number, (first, following) in enumerate(pairwise([*self.firsts, None])):
            keys = self._keys_of(as_array(self.bands[number]))
            appended = self._keys_of(as_array(self.appended.get(number, BitMap())))
            # What comes before all others is beside the first band.
            lower = keys if number == 0 else keys + appended
            assert all(first <= key for key in lower), f"band {number} holds what comes before it"
            is_last = following is None
            upper = keys + appended
            assert is_last or max(upper) <= following, f"band {number} holds what comes after it"
        for bound, slots in self.bounds.items():
            assert slots == self._below(bound), f"what is kept below {bound} is out of date"

    def _below(self, bound):
        edge = max(bisect_left(self.firsts, (bound,)) - 1, 0)
        appended = [slots for number, slots in self.appended.items() if number < edge]
        slots = as_array(self.bands[edge] | self.appended.get(edge, BitMap()))
        at_edge = as_bitmap(slots[self.keys(slots)[0] < bound])
        return BitMap.union(at_edge, *self.bands[:edge], *appended)

    def _sort(self, slots):
        return _sorted(slots, self.keys)

    def _keys_of(self, slots):
        """Returns the key of each slot, a tuple."""
        return list(zip(*(key.tolist() for key in self.keys(slots)), strict=True))


def _sorted(slots, keys):
    return slots[np.lexsort(keys(slots)[::-1])]


def _banded(ordered):
    """Returns (bands, the first slot of each) of slots in their order."""
    starts = range(0, len(ordered), SLOTS_IN_BAND)
    bands = [as_bitmap(ordered[at : at + SLOTS_IN_BAND]) for at in starts]
    return bands, ordered[::SLOTS_IN_BAND]
