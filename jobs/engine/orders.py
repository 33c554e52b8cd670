"""Slots in an order, cut into bands: a page, however deep, is found by sorting one band of it.

Like the bitmaps of facets, bands never change: slots that come later stand beside them, and those
that are no longer live stay where they are.
"""

from bisect import bisect_left, bisect_right

import numpy as np
from pyroaring import BitMap

from .columns import as_array, as_bitmap

BAND = 4096
# So few are sorted at once, without looking at bands.
FEW = 2048
# Posted within some days, paying at least so much: the same few bounds are asked for all the time.
KEPT_BOUNDS = 16


class Order:
    """
    Slots by rising keys. `keys` gives the columns of keys of an array of slots, the first decides.

    Each band holds the slots whose key is not before its own first one, nor after the next band's.
    """

    def __init__(self, keys, slots):
        self.keys = keys
        self.kept = {}
        # {number of a band: the slots that came later and belong there}
        self.late = {}
        ordered = self._sort(slots)
        self.bands = [as_bitmap(ordered[at : at + BAND]) for at in range(0, len(slots), BAND)]
        self.firsts = list(zip(*(key.tolist() for key in keys(ordered[::BAND])), strict=True))
        if not self.bands:
            self.bands, self.firsts = [BitMap()], [()]

    def add(self, slots):
        self.kept.clear()
        for slot, band in self._bands_of(slots):
            self.late.setdefault(band, BitMap()).add(slot)

    def part(self, bitmap, start, stop):
        """The slots of the bitmap from place `start` to `stop`, as a list."""
        if len(bitmap) <= FEW:
            return self._sort(as_array(bitmap))[start:stop].tolist()
        found = []
        for number, band in enumerate(self.bands):
            if stop <= 0:
                break
            late = bitmap & self.late[number] if number in self.late else BitMap()
            here = bitmap.intersection_cardinality(band) + len(late)
            if start < here:
                slots = as_array(bitmap & band | late)
                found += self._sort(slots)[max(start, 0) : stop].tolist()
            start, stop = start - here, stop - here
        return found

    def before(self, bound):
        """The slots whose first key is lower than the bound; not to be changed by the caller."""
        if bound not in self.kept:
            if len(self.kept) >= KEPT_BOUNDS:
                self.kept.clear()
            self.kept[bound] = self._before(bound)
        return self.kept[bound]

    def _before(self, bound):
        edge = max(bisect_left(self.firsts, (bound,)) - 1, 0)
        late = [slots for number, slots in self.late.items() if number < edge]
        slots = as_array(self.bands[edge] | self.late.get(edge, BitMap()))
        at_edge = as_bitmap(slots[self.keys(slots)[0] < bound])
        return BitMap.union(at_edge, *self.bands[:edge], *late)

    def _sort(self, slots):
        return slots[np.lexsort(self.keys(slots)[::-1])]

    def _bands_of(self, slots):
        """(slot, number of its band) for each."""
        for slot, *key in zip(slots.tolist(), *(k.tolist() for k in self.keys(slots)), strict=True):
            yield slot, max(bisect_right(self.firsts, tuple(key)) - 1, 0)
