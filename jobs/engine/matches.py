"""What a keyword finds, as bitmaps: the database searches each term once, while it is kept."""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import and_

from django.db import connection
from pyroaring import BitMap

from . import memory
from .columns import as_array
from .fulltext import holding, holding_after, holding_among
from .keywords import keyword_words, spaced

# A term that half of a million listings hold takes 125 KB.
KEPT_TERMS = 32
# A search that finds more listings than this uses memory that is worth giving back.
LARGE_RESULT = 10_000


@dataclass(frozen=True)
class KeywordMatches:
    """The live slots that fit a keyword, and those that have all its wanted terms in the title."""

    anywhere: BitMap
    in_title: BitMap


class KeywordSearch:
    """Finds the slots of an index that fit a keyword, and keeps the postings of each term."""

    def __init__(self, index, directory):
        self.index = index
        # {(term, whether in the title only): (its slots, how many slots were searched)}
        self.postings = OrderedDict()
        self.rename(directory)

    def rename(self, directory):
        """Takes new names of employers; a listing also holds what its employer is called."""
        # One text, as looking through twenty thousand would write to memory that workers share.
        lines = [spaced(keyword_words(name)) for name in directory.employers.labels.values()]
        self.employers = "\n".join(lines)
        self.starts = array("I", accumulate((len(line) + 1 for line in lines), initial=0))
        self.pks = array("Q", directory.employers.ids.values())
        # {term: the ids of employers whose names hold it}
        self.employers_named = {}

    def find(self, keyword):
        """Returns the KeywordMatches of a Keyword."""
        live = self.index.live
        anywhere = reduce(and_, map(self._anywhere, keyword.wanted), live)
        for term in keyword.unwanted:
            # Not in place: without a wanted term this still is the index's own bitmap.
            anywhere = anywhere - self._anywhere(term)
        return KeywordMatches(anywhere, reduce(and_, map(self._in_title, keyword.wanted), live))

    def find_after(self, keyword, after, late):
        """Returns the KeywordMatches of a Keyword among the late slots, whose ids are above one.

        Nobody sorts them by relevance, so titles are not looked at.
        """

        def held(term):
            pks = holding_after(term, after, connection)
            return self.index.slots_of(pks) | self._of_employers(term)

        anywhere = reduce(and_, map(held, keyword.wanted), late)
        for term in keyword.unwanted:
            anywhere = anywhere - held(term)
        return KeywordMatches(anywhere, BitMap())

    def named(self, keyword):
        """Returns the live slots whose title or employer's name holds each wanted term.

        Unwanted terms are not looked at, and without a wanted one nothing is named.
        """
        if not keyword.wanted:
            return BitMap()
        held = (self._in_title(term) | self._of_employers(term) for term in keyword.wanted)
        return reduce(and_, held, self.index.live)

    def _anywhere(self, term):
        return self._held(term, title_only=False) | self._of_employers(term)

    def _in_title(self, term):
        return self._held(term, title_only=True)

    def _held(self, term, title_only):
        """Returns the slots whose listings hold a term.

        A changed listing gets a new slot, so only slots appended since are searched again.
        """
        key = term, title_only
        slots, searched = self.postings.pop(key, (None, 0))
        if slots is None:
            slots = self._search(term, title_only)
        else:
            slots |= self._search_appended(term, title_only, searched)
        self.postings[key] = slots, self.index.size
        if len(self.postings) > KEPT_TERMS:
            self.postings.popitem(last=False)
        return slots

    def _search(self, term, title_only):
        pks = holding(term, connection, title_only=title_only)
        slots = self.index.slots_of(pks)
        if len(pks) > LARGE_RESULT:
            del pks
            memory.give_back()
        return slots

    def _search_appended(self, term, title_only, searched):
        appended = as_array(self.index.live & BitMap(range(searched, self.index.size)))
        if not len(appended):
            return BitMap()
        pks = self.index.pk[appended].tolist()
        return self.index.slots_of(holding_among(term, pks, connection, title_only=title_only))

    def _of_employers(self, term):
        if term not in self.employers_named:
            if len(self.employers_named) >= KEPT_TERMS:
                self.employers_named.clear()
            self.employers_named[term] = self._employers_called(spaced(term))
        return self.index.facets["employer"].having(*self.employers_named[term])

    def _employers_called(self, name):
        """Returns the ids of employers whose names hold words, given with spaces around each."""
        found, at = set(), self.employers.find(name)
        while at >= 0:
            found.add(self.pks[bisect_right(self.starts, at) - 1])
            at = self.employers.find(name, at + 1)
        return found
