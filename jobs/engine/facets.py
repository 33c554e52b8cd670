"""A facet in memory: for each value a bitmap of the slots that have it, and the way back.

A slot is a listing's number in the index. Slots are only ever appended, and one that is removed
leaves all bitmaps. The bitmaps answer broad questions, the way back narrow ones.
"""

from array import array
from functools import cached_property
from heapq import heappushpop
from itertools import pairwise

import numpy as np
from pyroaring import BitMap

# Below one slot in so many, looking at each slot is faster than looking at each value.
NARROW = 12
# A facet with more values than this is long; so many slots are looked at faster than its values.
LONG = 1_000
NARROW_IN_LONG = 100_000


class Selection:
    """Slots to count among."""

    def __init__(self, bitmap, live):
        """`live` is how many slots there are to choose from."""
        self.bitmap = bitmap
        self.size = len(bitmap)
        self.live = live

    @cached_property
    def slots(self):
        return as_array(self.bitmap)


class OneValue:
    """The way back where every slot has one value: a column of codes."""

    def __init__(self, capacity, dtype):
        self.codes = np.zeros(capacity, dtype)

    def append(self, slots, codes, size):
        self.codes[slots] = codes

    def pairs(self, slots):
        """(slots, codes): the two columns of every value of the slots."""
        return slots, self.codes[slots]


class ManyValues:
    """The way back where a slot has any number of values: all codes, one slot after another."""

    def __init__(self, capacity, dtype):
        self.ends = np.zeros(capacity + 1, np.uint32)
        self.codes = np.zeros(0, dtype)
        self.size = self.used = 0

    def append(self, slots, codes, size):
        """Takes pairs in the order of their slots; there are `size` slots afterwards."""
        used = self.used + len(codes)
        if used > len(self.codes):
            room = np.zeros(used // 8 + len(codes), self.codes.dtype)
            self.codes = np.concatenate((self.codes[: self.used], room))
        self.codes[self.used : used] = codes
        lengths = np.bincount(slots - self.size, minlength=size - self.size)
        self.ends[self.size + 1 : size + 1] = self.used + np.cumsum(lengths)
        self.size, self.used = size, used

    def pairs(self, slots):
        starts = self.ends[slots].astype(np.int64)
        lengths = self.ends[slots + 1] - starts
        before = np.cumsum(lengths) - lengths
        at = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        return np.repeat(slots, lengths), self.codes[at]


class Facet:
    def __init__(self, way_back):
        self.way_back = way_back
        self.values = []
        self.texts = []
        self.codes = {}
        self.bitmaps = []
        self._forget_totals()

    def code(self, value):
        """The number that stands for a value; a new one for a new value."""
        if value not in self.codes:
            self.codes[value] = len(self.values)
            self.values.append(value)
            self.texts.append(str(value))
            self.bitmaps.append(BitMap())
        return self.codes[value]

    def add(self, slots, values, size):
        """Appends the slots' Values (rows.py), pair by pair; `size` slots are used then."""
        numbers = np.array([self.code(value) for value in values.distinct], np.uint32)
        codes = numbers[values.numbers] if len(values.numbers) else np.zeros(0, np.uint32)
        self.way_back.append(slots, codes, size)
        for code, group in _groups(slots, codes):
            self.bitmaps[code] |= group
        self._forget_totals()

    def remove(self, slots):
        for code, group in _groups(*self.way_back.pairs(slots)):
            self.bitmaps[code] -= group
        self._forget_totals()

    def having(self, *values):
        """The slots that have any of the values."""
        known = [self.bitmaps[self.codes[value]] for value in values if value in self.codes]
        return BitMap.union(BitMap(), *known)

    def count(self, selection, limit=None):
        """[(value, how many of the selected slots have it)] of the values that any of them has.

        The most frequent come first, those of the same count by their texts; at most `limit`.
        """
        if selection.size == selection.live:
            found = self._frequent(self._totals(), limit)
        elif selection.size < self._narrow(selection.live):
            found = self._frequent(self._tally(selection.slots), limit)
        else:
            found = self._walk(selection.bitmap, limit)
        ranked = sorted([(-count, self.texts[code], code) for code, count in found])
        return [(self.values[code], -count) for count, _, code in ranked[:limit]]

    def values_of(self, slots):
        """For each slot the list of its values, those first that most slots have."""
        totals = self._totals().tolist()
        found = {slot: [] for slot in slots.tolist()}
        owners, codes = self.way_back.pairs(slots)
        for slot, code in zip(owners.tolist(), codes.tolist(), strict=True):
            found[slot].append(code)
        return [
            [self.values[code] for code in sorted(codes, key=lambda code: -totals[code])]
            for codes in found.values()
        ]

    def _narrow(self, live):
        return max(live // NARROW, NARROW_IN_LONG if len(self.values) > LONG else 0)

    def _tally(self, slots):
        return np.bincount(self.way_back.pairs(slots)[1], minlength=len(self.values))

    def _frequent(self, counts, limit):
        """(code, count) of at least the `limit` most frequent codes."""
        codes = np.flatnonzero(counts)
        if limit and limit < len(codes):
            least = np.partition(counts[codes], -limit)[-limit]
            codes = codes[counts[codes] >= least]
        return zip(codes.tolist(), counts[codes].tolist(), strict=True)

    def _walk(self, bitmap, limit):
        """The same, meeting the values by falling totals: no later one can have more than that."""
        count_in = bitmap.intersection_cardinality
        if not limit:
            counts = enumerate(map(count_in, self.bitmaps))
            return [(code, count) for code, count in counts if count]
        best, found = [0] * limit, []
        for total, code in self._falling():
            if total < best[0]:
                break
            if count := count_in(self.bitmaps[code]):
                heappushpop(best, count)
                found.append((code, count))
        return found

    def _totals(self):
        if self._counted is None:
            self._counted = np.fromiter(map(len, self.bitmaps), np.int64, len(self.bitmaps))
        return self._counted

    def _falling(self):
        """(total, code) of all values that any slot has, the highest totals first."""
        if self._sorted is None:
            totals = self._totals()
            codes = np.argsort(-totals, kind="stable")[: np.count_nonzero(totals)]
            self._sorted = list(zip(totals[codes].tolist(), codes.tolist(), strict=True))
        return self._sorted

    def _forget_totals(self):
        self._counted = self._sorted = None


def as_array(bitmap):
    """The members of a bitmap, ascending."""
    return np.frombuffer(bitmap.to_array(), np.uint32)


def as_bitmap(slots):
    """A bitmap of an array; by way of the standard library's array it is ten times faster."""
    return BitMap(array("I", slots.astype(np.uint32).tobytes()))


def _groups(slots, codes):
    """(code, bitmap of its slots) for each code."""
    if codes.max(initial=0) < 2**16:
        codes = codes.astype(np.uint16)  # which numpy sorts several times faster
    order = np.argsort(codes, kind="stable")
    slots, codes = slots[order], codes[order]
    starts = np.flatnonzero(np.diff(codes.astype(np.int64), prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(slots)]):
        yield codes[start], as_bitmap(slots[start:end])
