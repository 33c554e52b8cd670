"""A facet in memory: an inverted index (value -> slots) and a forward index (slot -> values).

A slot is a listing's document number in the index. The inverted index has a roaring bitmap for each
value, of the slots that were there when the index was built. These bitmaps never change: workers
share that memory until somebody writes to it. Slots that are appended later are in the forward
index only. Slots that are removed stay in both, because every question is asked of live slots. The
bitmaps answer broad questions, the forward index answers narrow ones.
"""

from array import array
from collections import Counter
from functools import cached_property
from heapq import heappushpop
from itertools import pairwise

import numpy as np
from pyroaring import BitMap

# A bitmap of fewer than one slot in so many keeps them in lists (Roaring bitmaps: of under 4,096 in
# 65,536), and looking at one value then takes ten times as long as where they are bits.
NARROW_SHARE = 16
# Slots are looked at in parts of this many: their arrays stay in the processor's cache, and larger
# ones take two to three times as long.
SLOTS_AT_ONCE = 4_096


class Selection:
    """Slots to count among."""

    def __init__(self, bitmap, index):
        """Takes a bitmap of live slots of an Index."""
        self.bitmap = bitmap
        self.size = len(bitmap)
        self.live = len(index.live)
        self.built, self.end = index.built, index.size

    @cached_property
    def slots(self):
        return as_array(self.bitmap)

    @cached_property
    def appended(self):
        """The slots that the inverted index does not know."""
        return as_array(self.bitmap & BitMap(range(self.built, self.end)))


class SingleValued:
    """The forward index where every slot has one value: a column of codes."""

    # Looking at one value's bitmap takes about as long as looking at so many slots.
    SLOTS_A_VALUE = 1_000

    def __init__(self, capacity, code_type):
        self.codes = np.zeros(capacity, code_type)
        self.size = 0

    @classmethod
    def of(cls, codes, size):
        """Returns one with the codes of `size` slots, and room for more behind them."""
        forward = cls(0, codes.dtype)
        forward.codes, forward.size = codes, size
        return forward

    def make_room(self, capacity):
        """Has room for so many slots from now on."""
        self.codes = with_room(self.codes, capacity)

    def append(self, slots, codes, size):
        """Takes pairs in the order of their slots; there are `size` slots afterwards."""
        self.codes[slots] = codes
        self.size = size

    def pairs(self, slots):
        """Returns (slots, codes): two columns with every value of the slots."""
        return slots, self.codes[slots]

    def codes_of(self, slots):
        """Returns the second of these columns alone."""
        return self.codes[slots]


class MultiValued:
    """The forward index where a slot has any number of values: all codes, slot after slot."""

    # As above: looking at a slot takes longer here.
    SLOTS_A_VALUE = 200

    def __init__(self, capacity, code_type):
        # The codes of a slot are codes[ends[slot]:ends[slot + 1]].
        self.ends = np.zeros(capacity + 1, np.uint32)
        self.codes = np.zeros(0, code_type)
        self.size = self.used = 0

    @classmethod
    def of(cls, ends, codes, size):
        """Returns one with the codes of `size` slots, and room for more behind them."""
        forward = cls(0, codes.dtype)
        forward.ends, forward.codes, forward.size = ends, codes, size
        forward.used = int(ends[size])
        return forward

    def make_room(self, capacity):
        """Has room for so many slots from now on; append() makes that for codes."""
        self.ends = with_room(self.ends, capacity + 1)

    def append(self, slots, codes, size):
        """Takes pairs as SingleValued does. It makes room ahead, so few calls copy all codes."""
        used = self.used + len(codes)
        if used > len(self.codes):
            room = np.zeros(used // 8 + len(codes), self.codes.dtype)
            self.codes = np.concatenate((self.codes[: self.used], room))
        self.codes[self.used : used] = codes
        lengths = np.bincount(slots - self.size, minlength=size - self.size)
        self.ends[self.size + 1 : size + 1] = self.used + np.cumsum(lengths)
        self.size, self.used = size, used

    def pairs(self, slots):
        """Returns (slots, codes): two columns with every value of the slots."""
        lengths = self.ends[slots + 1] - self.ends[slots]
        return np.repeat(slots, lengths), self.codes_of(slots)

    def codes_of(self, slots):
        """Returns the second of these columns alone."""
        starts = self.ends[slots].astype(np.int64)
        lengths = self.ends[slots + 1] - starts
        before = np.cumsum(lengths) - lengths
        at = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        return self.codes[at]


class FacetColumn:
    """One facet of all slots: its values, both indexes, and how many live slots have each value."""

    def __init__(self, forward):
        """Takes an empty forward index: SingleValued or MultiValued."""
        self.forward = forward
        # A value is kept once; its number, the code, stands for it. These lists go by code.
        self.values = []
        self.texts = []
        self.codes = {}
        self.bitmaps = []
        # How many live slots have each value.
        self.totals = array("q")
        # How many slots the bitmaps know; None until there are some.
        self.built = None
        # {code: the slots behind them}
        self.appended = {}
        self._forget_order()

    def code(self, value):
        """Returns the number that stands for a value; a new one for a new value."""
        if value not in self.codes:
            self.codes[value] = len(self.values)
            self.values.append(value)
            self.texts.append(str(value))
            self.bitmaps.append(BitMap())
            self.totals.append(0)
        return self.codes[value]

    def restore(self, values, bitmaps, totals, built):
        """Takes what another column had: lists by code, and how many slots its bitmaps know."""
        self.values, self.texts = values, [str(value) for value in values]
        self.codes = {value: code for code, value in enumerate(values)}
        self.bitmaps, self.totals, self.built = bitmaps, totals, built
        self._forget_order()

    def add(self, slots, values, size):
        """Appends FacetValues (snapshot.py), each pair to its slot; there are `size` slots then.

        The first call builds the inverted index.
        """
        numbers = np.array([self.code(value) for value in values.distinct], np.uint32)
        codes = numbers[values.numbers] if len(values.numbers) else np.zeros(0, np.uint32)
        self.forward.append(slots, codes, size)
        if self.built is None:
            for code, group in _groups(slots, codes):
                self.bitmaps[code] = group
            self.built = size
        else:
            for code, group in _groups(slots, codes):
                self.appended.setdefault(int(code), BitMap()).update(group)
        self._count(codes, 1)

    def settle(self):
        """Takes all slots into the bitmaps, which no worker shares yet."""
        for code, slots in self.appended.items():
            self.bitmaps[code] |= slots
        self.appended = {}
        self.built = self.forward.size

    def remove(self, slots):
        """Takes slots, which are no longer live, out of the totals."""
        self._count(self.forward.codes_of(slots), -1)

    def having(self, *values):
        """Returns the slots, live or not, that have any of the values: two bitmaps a value.

        The caller must not change them: one bitmap alone is the facet's own.
        """
        codes = [self.codes[value] for value in values if value in self.codes]
        bitmaps = [self.bitmaps[code] for code in codes]
        bitmaps += [self.appended[code] for code in codes if code in self.appended]
        if len(bitmaps) == 1:
            return bitmaps[0]
        return BitMap.union(*bitmaps) if bitmaps else BitMap()

    def count(self, selection, limit=None):
        """Returns [(value, how many selected slots have it)] of the values that any of them has.

        The most frequent come first, those of the same count by their texts; at most `limit`. Of
        all live slots the counts are known. Otherwise it looks at each value's bitmap in a broad
        selection, until no later one can be among the first, and at each slot of a narrow one, or
        where that meets too many values.
        """
        if selection.size == selection.live:
            found = self._frequent(self._totals(), limit)
        else:
            is_narrow = selection.size < selection.end // NARROW_SHARE
            found = None if is_narrow else self._walk(selection, limit)
            if found is None:
                found = self._frequent(self._tally(selection.slots), limit)
        ranked = sorted([(-count, self.texts[code], code) for code, count in found])
        return [(self.values[code], -count) for count, _, code in ranked[:limit]]

    def values_of(self, slots):
        """Returns a list of values for each slot, those first that most live slots have."""
        totals = self.totals
        found = {slot: [] for slot in slots.tolist()}
        owners, codes = self.forward.pairs(slots)
        for slot, code in zip(owners.tolist(), codes.tolist(), strict=True):
            found[slot].append(code)
        return [
            [self.values[code] for code in sorted(codes, key=lambda code: -totals[code])]
            for codes in found.values()
        ]

    def check(self, live, built, size):
        """Asserts the invariants of a facet of `size` slots, of which `built` are in the bitmaps.

        - Both indexes know these slots.
        - Each list that goes by code has an entry for each value, and a value has one code.
        - A slot has each of its values once.
        - The inverted index is the forward index, turned round: of the built slots, and of others.
        - The totals are what the forward index says of the live slots, a bitmap.
        """
        sizes = self.built, self.forward.size
        assert sizes == (built, size), f"{sizes} slots are known, not {(built, size)}"
        many = len(self.values)
        lists = (self.texts, self.codes, self.bitmaps, self.totals)
        assert {len(each) for each in lists} == {many}, f"not every list has {many} values"
        assert [self.codes[value] for value in self.values] == [*range(many)], "a code is wrong"
        slots, codes = self.forward.pairs(np.arange(size))
        pairs = [*zip(slots.tolist(), codes.tolist(), strict=True)]
        assert len(set(pairs)) == len(pairs), "a slot has a value twice"
        inverted = {(slot, code) for code, bitmap in enumerate(self.bitmaps) for slot in bitmap}
        built_pairs = {(slot, code) for slot, code in pairs if slot < built}
        assert inverted == built_pairs, "inverted and forward index differ"
        appended = {(slot, code) for code, bitmap in self.appended.items() for slot in bitmap}
        assert appended == {*pairs} - built_pairs, "appended slots differ from the forward index"
        totals = self._tally(as_array(live)).tolist()
        assert self.totals.tolist() == totals, f"totals are {self.totals}, of live slots {totals}"

    def _tally(self, slots):
        """Returns how many of the slots have each value, by code."""
        counts = np.zeros(len(self.values), np.int64)
        for start in range(0, len(slots), SLOTS_AT_ONCE):
            codes = self.forward.codes_of(slots[start : start + SLOTS_AT_ONCE])
            counts += np.bincount(codes, minlength=len(counts))
        return counts

    def _frequent(self, counts, limit):
        """Returns (code, count) of at least the `limit` most frequent codes."""
        codes = np.flatnonzero(counts)
        if limit and limit < len(codes):
            least = np.partition(counts[codes], -limit)[-limit]
            codes = codes[counts[codes] >= least]
        return zip(codes.tolist(), counts[codes].tolist(), strict=True)

    def _walk(self, selection, limit):
        """Returns the same; None where it meets so many values that to look at each slot is faster.

        It meets them by falling totals: no later one can count for more.
        """
        falling, most = self._falling(), selection.size // self.forward.SLOTS_A_VALUE
        if min(limit or len(falling), len(falling)) > most:
            return None
        count_in = selection.bitmap.intersection_cardinality
        # Usually few or none, and to ask for none takes as long as to look at many values.
        later = selection.appended
        appended = Counter(self.forward.codes_of(later).tolist()) if len(later) else {}
        best, found = [0] * (limit or len(self.values)), []
        for met, code in enumerate(falling):
            if self.totals[code] < best[0]:
                break
            if met == most:
                return None
            if count := count_in(self.bitmaps[code]) + appended.get(code, 0):
                heappushpop(best, count)
                found.append((code, count))
        return found

    def _totals(self):
        """Returns the totals as an array, made once between two changes."""
        if self._array is None:
            self._array = np.array(self.totals, np.int64)
        return self._array

    def _falling(self):
        """Returns the codes of all values that a live slot has, the highest totals first."""
        if self._sorted is None:
            totals = self._totals()
            codes = np.argsort(-totals, kind="stable")[: np.count_nonzero(totals)]
            self._sorted = array("I", codes.astype(np.uint32).tobytes())
        return self._sorted

    def _count(self, codes, sign):
        """Adds 1 or -1 to the total of each of the codes, as often as it is there."""
        if len(self.totals):
            totals = np.frombuffer(self.totals, np.int64)
            totals += sign * np.bincount(codes, minlength=len(totals))
        self._forget_order()

    def _forget_order(self):
        self._array = self._sorted = None


def with_room(array, capacity):
    """Returns an array of so many numbers that begins as another one, and has zeros behind that."""
    room = np.zeros(max(capacity - len(array), 0), array.dtype)
    return np.concatenate((array, room))


def as_array(bitmap):
    """Returns the members of a bitmap, ascending."""
    return np.frombuffer(bitmap.to_array(), np.uint32)


def as_bitmap(slots):
    """Returns a bitmap of an array; the standard library's array makes it ten times faster."""
    return BitMap(array("I", slots.astype(np.uint32).tobytes()))


def _groups(slots, codes):
    """Yields (code, bitmap of its slots) for each code."""
    if codes.max(initial=0) < 2**16:
        codes = codes.astype(np.uint16)  # which numpy sorts several times faster
    order = np.argsort(codes, kind="stable")
    slots, codes = slots[order], codes[order]
    edges = np.flatnonzero(codes[1:] != codes[:-1]) + 1
    for start, end in pairwise([0, *edges.tolist(), len(slots)]):
        if start < end:
            yield codes[start], as_bitmap(slots[start:end])
