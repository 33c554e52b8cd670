"""Answers the board: filters and a page number -> a page of listings, the total, every count."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from math import ceil
from operator import and_

import numpy as np

from .columns import Selection
from .facets import POSTED, UNKNOWN
from .index import microseconds

PAGE_SIZE = 25
# Of facets that may have thousands of values, only so many are counted and shown.
SHOWN = {"skill": 15, "employer": 15, "city": 15, "country": 15, "home": 15}
# With so few results it helps to know which filter to take back.
FEW = 10


@dataclass(frozen=True)
class Answer:
    """What the board shows for some filters."""

    pks: list[int]
    total: int
    page: int
    pages: int
    # {facet: [(value as it stands in the index, how many listings it would give)]}
    counts: dict[str, list[tuple]]
    # {listing: the skills it names, those first that most listings name}
    skills: dict[int, list[str]]
    # {(filter, value or ""): how many listings there are without it}; known where few are found.
    without: dict[tuple[str, str], int] = field(default_factory=dict)


class Question:
    """The filters of one request as bitmaps over an index, each under its name and value."""

    def __init__(self, index, asked, names, found):
        """`asked` is cleaned data of a ListingFilter, `found` what its keyword found or None.

        It may name what is gone by now: no listing has that.
        """
        self.index = index
        self.names = names
        self.parts = {}
        # {facet: the values of it that are asked for, as the index has them}
        self.values = {}
        asked = defaultdict(tuple, asked)
        self._any_of("role", [names.roles.ids.get(slug, slug) for slug in asked["role"]])
        self._any_of("employer", [names.employers.ids.get(slug) for slug in asked["employer"]])
        for name in ("level", "type", "workplace", "country", "city", "home", "language", "source"):
            self._any_of(name, asked[name])
        self.values["skill"] = [names.skills.ids.get(slug) for slug in asked["skill"]]
        for slug, skill in zip(asked["skill"], self.values["skill"], strict=True):
            self.parts["skill", slug] = index.facets["skill"].having(skill)
        for slug in asked["not_employer"]:
            theirs = index.facets["employer"].having(names.employers.ids.get(slug))
            self.parts["not_employer", slug] = index.live - theirs
        if found:
            self.parts["q", ""] = found.anywhere
        if asked["posted"]:
            self.parts["posted", ""] = self.posted_within(int(asked["posted"]))
        self._pay(asked["pay"], asked["pay_unknown"])

    def fitting(self, *unasked):
        """The slots that fit all filters but the parts of those keys."""
        parts = [bitmap for key, bitmap in self.parts.items() if key not in unasked]
        return reduce(and_, parts, self.index.live)

    def selection(self, *unasked):
        return Selection(self.fitting(*unasked), self.index)

    def posted_within(self, days):
        since = self.index.at - timedelta(days=days)
        return self.index.orders["newest"].before(-microseconds(since))

    def _any_of(self, name, values):
        if values:
            self.values[name] = values
            self.parts[name, ""] = self.index.facets[name].having(*values)

    def _pay(self, least, unknown):
        not_stated = self.index.facets["pay"].having(UNKNOWN)
        if least not in (None, ()):
            reaching = self.index.orders["pay"].before(1 - least)
            self.parts["pay", ""] = reaching | not_stated if unknown == "show" else reaching
        if unknown == "hide":
            self.parts["pay_unknown", ""] = self.index.live - not_stated


def answer(question, sort, page, found):
    """The Answer to a question: its page nearest to the number `page`, in the order `sort`."""
    fitting = question.selection()
    total = len(fitting.bitmap)
    pages = max(1, ceil(total / PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    index = question.index
    slots = np.array(_part(index, fitting.bitmap, sort, found, start, start + PAGE_SIZE), int)
    pks = index.pk[slots].tolist()
    skills = index.facets["skill"].values_of(slots)
    slugs = question.names.skills.slugs
    return Answer(
        pks=pks,
        total=total,
        page=page,
        pages=pages,
        counts=_counts(question, fitting),
        skills={
            pk: [slugs[s] for s in own if s in slugs] for pk, own in zip(pks, skills, strict=True)
        },
        without=_without(question) if total <= FEW else {},
    )


def values(question, name):
    """All values of one facet, as an Answer's counts have the first of them."""
    return question.index.facets[name].count(_selection_for(question, name, question.selection()))


def _part(index, bitmap, sort, found, start, stop):
    """The slots from place `start` to `stop`; the best matches name the keyword in the title."""
    if sort != "relevance":
        return index.orders[sort].part(bitmap, start, stop)
    newest, best = index.orders["newest"], bitmap & found.in_title
    first = newest.part(best, start, stop)
    rest = bitmap - best
    return first + newest.part(rest, max(start - len(best), 0), max(stop - len(best), 0))


def _counts(question, fitting):
    counts = {name: _counts_of(question, name, fitting) for name in question.index.facets}
    for_days = _selection_for(question, "posted", fitting).bitmap
    counts["posted"] = [
        (days, for_days.intersection_cardinality(question.posted_within(int(days))))
        for days in POSTED
    ]
    return counts


def _counts_of(question, name, fitting):
    """The most frequent values of a facet, and after them those that are asked for."""
    facet, limit = question.index.facets[name], SHOWN.get(name)
    selection = _selection_for(question, name, fitting)
    counts = facet.count(selection, limit)
    known = {value for value, _ in counts}
    rarer = [value for value in question.values.get(name, ()) if value not in known]
    count_in = selection.bitmap.intersection_cardinality
    return counts + [(value, count_in(facet.having(value))) for value in rarer]


def _selection_for(question, name, fitting):
    """What the values of a facet are counted among: all other filters, as any of its values fits.

    Of skills a listing must have all, so they are counted among what fits already.
    """
    own = {("pay", ""), ("pay_unknown", "")} if name == "pay" else {(name, "")}
    return question.selection(*own) if own & question.parts.keys() else fitting


def _without(question):
    return {key: len(question.fitting(key)) for key in question.parts}
