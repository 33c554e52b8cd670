"""Slots in an order, cut into bands: a page, however deep, is found by sorting one band of it.

Slots that are no longer live stay in their bands; see facets.py.
"""

from bisect import bisect_left, bisect_right

import numpy as np
from pyroaring import BitMap

from .facets import as_array, as_bitmap

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
        ordered = self._sort(slots)
        self.bands = [as_bitmap(ordered[at : at + BAND]) for at in range(0, len(slots), BAND)]
        self.firsts = list(zip(*(key.tolist() for key in keys(ordered[::BAND])), strict=True))
        if not self.bands:
            self.bands, self.firsts = [BitMap()], [()]

    def add(self, slots):
        self.kept.clear()
        for slot, band in self._bands_of(slots):
            self.bands[band].add(slot)
        for band in range(len(self.bands) - 1, -1, -1):
            if len(self.bands[band]) > 2 * BAND:
                self._split(band)

    def part(self, bitmap, start, stop):
        """The slots of the bitmap from place `start` to `stop`, as a list."""
        if len(bitmap) <= FEW:
            return self._sort(as_array(bitmap))[start:stop].tolist()
        found = []
        for band in self.bands:
            if stop <= 0:
                break
            here = bitmap.intersection_cardinality(band)
            if start < here:
                found += self._sort(as_array(bitmap & band))[max(start, 0) : stop].tolist()
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
        slots = as_array(self.bands[edge])
        return BitMap.union(as_bitmap(slots[self.keys(slots)[0] < bound]), *self.bands[:edge])

    def _sort(self, slots):
        return slots[np.lexsort(self.keys(slots)[::-1])]

    def _bands_of(self, slots):
        """(slot, number of its band) for each."""
        for slot, *key in zip(slots.tolist(), *(k.tolist() for k in self.keys(slots)), strict=True):
            yield slot, max(bisect_right(self.firsts, tuple(key)) - 1, 0)

    def _split(self, band):
        ordered = self._sort(as_array(self.bands[band]))
        half = ordered[len(ordered) // 2 :]
        self.bands[band : band + 1] = [as_bitmap(ordered[: len(ordered) // 2]), as_bitmap(half)]
        first = tuple(int(key[0]) for key in self.keys(half[:1]))
        self.firsts.insert(band + 1, first)
