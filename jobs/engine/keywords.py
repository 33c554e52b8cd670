"""What a keyword finds, as bitmaps: the database searches each term once, until it is forgotten."""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import and_

from django.db import connection
from pyroaring import BitMap

from . import memory, text
from .columns import as_array

# A term that half of a million listings hold takes 125 KB.
KEPT_TERMS = 32
# From so many listings on, a search uses more memory than should lie about.
MANY = 10_000


@dataclass(frozen=True)
class Found:
    """The slots that a keyword's wanted terms, and none of its unwanted ones, leave."""

    anywhere: BitMap
    in_title: BitMap


class Keywords:
    """Finds the slots of an index that hold a keyword, and keeps what each term found."""

    def __init__(self, index, names):
        self.index = index
        self.kept = OrderedDict()
        self.rename(names)

    def rename(self, names):
        """Takes new names of employers; a term is also held by what the employer is called."""
        # One text, as looking through twenty thousand would write to memory that workers share.
        lines = [text.spaced(text.words(name)) for name in names.employers.labels.values()]
        self.employers = "\n".join(lines)
        self.starts = array("I", accumulate((len(line) + 1 for line in lines), initial=0))
        self.pks = array("Q", names.employers.ids.values())
        self.named = {}

    def find(self, keyword):
        """What a text.Keyword finds."""
        live = self.index.live
        anywhere = reduce(and_, map(self._anywhere, keyword.wanted), live)
        for term in keyword.unwanted:
            # Not in place: without a wanted term this still is the index's own bitmap.
            anywhere = anywhere - self._anywhere(term)
        return Found(anywhere, reduce(and_, map(self._in_title, keyword.wanted), live))

    def _anywhere(self, term):
        return self._held(term, title_only=False) | self._of_employers(term)

    def _in_title(self, term):
        return self._held(term, title_only=True)

    def _held(self, term, title_only):
        """A changed listing gets a new slot, so only slots that came since are searched again."""
        key = term, title_only
        slots, searched = self.kept.pop(key, (None, 0))
        if slots is None:
            slots = self._search(term, title_only)
        else:
            slots |= self._held_later(term, title_only, searched)
        self.kept[key] = slots, self.index.size
        if len(self.kept) > KEPT_TERMS:
            self.kept.popitem(last=False)
        return slots

    def _search(self, term, title_only):
        pks = text.holding(term, connection, title_only=title_only)
        slots = self.index.slots_of(pks)
        if len(pks) > MANY:
            del pks
            memory.give_back()
        return slots

    def _held_later(self, term, title_only, searched):
        came = as_array(self.index.live & BitMap(range(searched, self.index.size)))
        if not len(came):
            return BitMap()
        pks = self.index.pk[came].tolist()
        return self.index.slots_of(text.still_holding(term, pks, connection, title_only=title_only))

    def _of_employers(self, term):
        if term not in self.named:
            if len(self.named) >= KEPT_TERMS:
                self.named.clear()
            self.named[term] = self._employers_called(text.spaced(term))
        return self.index.facets["employer"].having(*self.named[term])

    def _employers_called(self, padded):
        """The ids of employers whose names hold some words, given with a space around each."""
        found, at = set(), self.employers.find(padded)
        while at >= 0:
            found.add(self.pks[bisect_right(self.starts, at) - 1])
            at = self.employers.find(padded, at + 1)
        return found
