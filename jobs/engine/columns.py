"""A facet in memory: for each value a bitmap of the slots that have it, and the way back.

A slot is a listing's number in the index. The bitmaps are of the slots that were there when the
index was built, and never change: workers share that memory until somebody writes to it. Slots that
come later stand in the way back only, and those that are removed stay, as every question is asked
of live slots. The bitmaps answer broad questions, the way back narrow ones.
"""

from array import array
from collections import Counter
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

    def __init__(self, bitmap, index):
        """A bitmap of live slots of an Index."""
        self.bitmap = bitmap
        self.size = len(bitmap)
        self.live = len(index.live)
        self.built, self.end = index.built, index.size

    @cached_property
    def slots(self):
        return as_array(self.bitmap)

    @cached_property
    def late(self):
        """The slots that no bitmap of a value knows."""
        return as_array(self.bitmap & BitMap(range(self.built, self.end)))


class OneValue:
    """The way back where every slot has one value: a column of codes."""

    def __init__(self, capacity, dtype):
        self.codes = np.zeros(capacity, dtype)
        self.size = 0

    def append(self, slots, codes, size):
        """Takes pairs in the order of their slots; there are `size` slots afterwards."""
        self.codes[slots] = codes
        self.size = size

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
        """As of OneValue."""
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
        # How many live slots have each value.
        self.totals = array("q")
        # How many slots the bitmaps know of; None until there are some.
        self.built = None
        self._forget_order()

    def code(self, value):
        """The number that stands for a value; a new one for a new value."""
        if value not in self.codes:
            self.codes[value] = len(self.values)
            self.values.append(value)
            self.texts.append(str(value))
            self.bitmaps.append(BitMap())
            self.totals.append(0)
        return self.codes[value]

    def add(self, slots, values, size):
        """Appends the slots' Values (rows.py), pair by pair; there are `size` slots then."""
        numbers = np.array([self.code(value) for value in values.distinct], np.uint32)
        codes = numbers[values.numbers] if len(values.numbers) else np.zeros(0, np.uint32)
        self.way_back.append(slots, codes, size)
        for code, group in _groups(slots, codes):
            self.totals[code] += len(group)
            if self.built is None:
                self.bitmaps[code] = group
        self.built = size if self.built is None else self.built
        self._forget_order()

    def remove(self, slots):
        """Counts the slots out, which are no longer live."""
        for code, group in _groups(*self.way_back.pairs(slots)):
            self.totals[code] -= len(group)
        self._forget_order()

    def having(self, *values):
        """The slots, live or not, that have any of the values."""
        codes = [self.codes[value] for value in values if value in self.codes]
        owners, late = self.way_back.pairs(np.arange(self.built, self.way_back.size))
        having = as_bitmap(owners[np.isin(late, codes)])
        return BitMap.union(having, *(self.bitmaps[code] for code in codes))

    def count(self, selection, limit=None):
        """[(value, how many of the selected slots have it)] of the values that any of them has.

        The most frequent come first, those of the same count by their texts; at most `limit`.
        """
        if selection.size == selection.live:
            found = self._frequent(self._counted(), limit)
        elif selection.size < self._narrow(selection.live):
            found = self._frequent(self._tally(selection.slots), limit)
        else:
            found = self._walk(selection, limit)
        ranked = sorted([(-count, self.texts[code], code) for code, count in found])
        return [(self.values[code], -count) for count, _, code in ranked[:limit]]

    def values_of(self, slots):
        """For each slot the list of its values, those first that most slots have."""
        totals = self.totals
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

    def _walk(self, selection, limit):
        """The same, meeting the values by falling totals: no later one can have more than that."""
        count_in = selection.bitmap.intersection_cardinality
        late = Counter(self.way_back.pairs(selection.late)[1].tolist())
        if not limit:
            counts = enumerate(map(count_in, self.bitmaps))
            return [(code, count + late[code]) for code, count in counts if count or late[code]]
        best, found = [0] * limit, []
        for code in self._falling():
            if self.totals[code] < best[0]:
                break
            if count := count_in(self.bitmaps[code]) + late[code]:
                heappushpop(best, count)
                found.append((code, count))
        return found

    def _counted(self):
        if self._array is None:
            self._array = np.array(self.totals, np.int64)
        return self._array

    def _falling(self):
        """The codes of all values that any slot has, the highest totals first."""
        if self._sorted is None:
            totals = self._counted()
            codes = np.argsort(-totals, kind="stable")[: np.count_nonzero(totals)]
            self._sorted = array("I", codes.astype(np.uint32).tobytes())
        return self._sorted

    def _forget_order(self):
        self._array = self._sorted = None


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
