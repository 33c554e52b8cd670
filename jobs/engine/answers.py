"""Answers the board: filters and a page number -> a page of listings, the total, every count."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from itertools import accumulate, combinations
from math import ceil
from operator import and_, or_

import numpy as np
from pyroaring import BitMap

from ..iso import countries_inside
from .columns import Selection, as_array
from .facets import FACETS, OFFERED_AREAS, PAGE_SIZE, STARTS, UNKNOWN
from .index import microseconds
from .snapshot import NO_PAY

# With so few results, or fewer, it helps to know which filter to take back.
FEW_RESULTS = 10
# Of more filters the pairs are too many to be told.
MOST_PAIRED = 8


@dataclass(frozen=True)
class Answer:
    """What the board shows for some filters."""

    pks: list[int]
    total: int
    page: int
    pages: int
    # {facet: [(value as the index has it, how many listings it would give)]}
    counts: dict[str, list[tuple]]
    # {listing: the skills it names, those first that most listings name}
    skills: dict[int, list[str]]
    # The pay, in US dollars a year, of the listings that fit all but what is asked of pay: what it
    # must reach, the highest, or else where it starts. An array.
    amounts: np.ndarray = field(compare=False, repr=False)
    # {(parameter, value or ""): how many listings fit without it}; empty unless few listings fit.
    relaxed_totals: dict[tuple[str, str], int] = field(default_factory=dict)
    # {two such keys: how many fit without both}; empty unless none fits.
    relaxed_pairs: dict[tuple, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where a listing stands among those that fit, and the ids of those beside it, if there are."""

    # Of so many it is the one of this number, counted from 1.
    total: int
    number: int
    previous: int | None
    next: int | None

    @property
    def page(self):
        """The page of the board on which it stands."""
        return ceil(self.number / PAGE_SIZE)


class Question:
    """The filters of one request as bitmaps over an index, each under its parameter and value."""

    def __init__(self, index, asked, directory, matches):
        """Takes the cleaned data of a ListingFilter, and the KeywordMatches of its "q" or None.

        A value may be gone by now: no listing has it.
        """
        self.index = index
        self.directory = directory
        # {(parameter, value or ""): the slots that fit}
        self.parts = {}
        # {facet: the values of it that are asked for, as the index has them}
        self.values = {}
        asked = defaultdict(tuple, asked)
        for facet in FACETS.values():
            if asked[facet.name] and facet.has_column and not facet.is_bound:
                self._choose(facet, asked[facet.name])
            if facet.has_exclusion and asked[facet.exclusion]:
                self._leave_out(facet, asked[facet.exclusion])
        for need in asked["need"]:
            any_of = self.directory.skills_for.get(need, ())
            self.parts["need", need] = self.index.facets["skill"].having(*any_of)
        if asked["area"]:
            self.values["area"] = asked["area"]
            inside = [index.inside(area) for area in asked["area"]]
            self.parts["area", ""] = reduce(or_, inside)
        if matches:
            self.parts["q", ""] = matches.anywhere
        if asked["posted"]:
            self.parts["posted", ""] = self.posted_within(int(asked["posted"]))
        # Whether the highest pay has to reach an amount, and not the lowest.
        self.reaches = asked["pay_usd"] not in (None, ()) and asked["reach"] != STARTS
        self._bound_pay(asked["pay_usd"], asked["reach"], asked["pay_unknown"])
        for parameter in asked["fits_nothing"]:
            self.parts[parameter, ""] = BitMap()

    def fitting(self, *unasked):
        """Returns the live slots that fit all filters except the parts of the keys `unasked`."""
        parts = [bitmap for key, bitmap in self.parts.items() if key not in unasked]
        return reduce(and_, parts, self.index.live)

    def selection(self, *unasked):
        return Selection(self.fitting(*unasked), self.index)

    def posted_within(self, days):
        since = self.index.at - timedelta(days=days)
        return self.index.orders["newest"].below(-microseconds(since))

    def _choose(self, facet, values):
        """Asks for any of the values, or for each of them if the facet is conjunctive."""
        column, indexed = self.index.facets[facet.name], self.directory.indexed(facet, values)
        inside = []
        if facet.takes_areas:
            inside = [code for value in values for code in countries_inside(value)]
            indexed = [value for value in values if not countries_inside(value)]
        self.values[facet.name] = indexed
        if not facet.is_conjunctive:
            self.parts[facet.name, ""] = column.having(*indexed, *inside)
            return
        for value, key in zip(values, indexed, strict=True):
            self.parts[facet.name, value] = column.having(key)

    def _leave_out(self, facet, values):
        column = self.index.facets[facet.name]
        for value, key in zip(values, self.directory.indexed(facet, values), strict=True):
            self.parts[facet.exclusion, value] = self.index.live - column.having(key)

    def _bound_pay(self, least, reach, unknown):
        if unknown in ("show", "hide"):
            not_stated = self.index.facets["pay"].having(UNKNOWN)
        if least not in (None, ()):
            order = self.index.orders["low_pay" if reach == STARTS else "pay"]
            paying = order.below(1 - least)
            self.parts["pay", ""] = paying | not_stated if unknown == "show" else paying
        if unknown == "hide":
            self.parts["pay_unknown", ""] = self.index.live - not_stated


def answer(question, sort, page, matches):
    """Returns the Answer to a question: the page nearest to `page`, in the order `sort`."""
    fitting = question.selection()
    total = fitting.size
    pages = max(1, ceil(total / PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    index = question.index
    slots = np.array(_slice(index, fitting.bitmap, sort, matches, start, start + PAGE_SIZE), int)
    skills = dict(_with_skills(question, slots))
    return Answer(
        pks=[*skills],
        total=total,
        page=page,
        pages=pages,
        counts={facet.name: _counts(question, facet, fitting) for facet in FACETS.values()},
        skills=skills,
        amounts=_amounts(question, fitting),
        relaxed_totals=_relaxed_totals(question) if total <= FEW_RESULTS else {},
        relaxed_pairs={} if total else _relaxed_pairs(question),
    )


def place_of(question, sort, pk, matches):
    """Returns the Place of a listing among those that fit, in an order; None if it does not fit."""
    fitting, index = question.fitting(), question.index
    here = index.slots_of(np.array([pk])) & fitting
    if not here:
        return None
    before = _position(index, fitting, sort, matches, here[0])
    slots = _slice(index, fitting, sort, matches, max(before - 1, 0), before + 2)
    pks = index.pk[slots].tolist()
    at = pks.index(pk)
    return Place(
        total=len(fitting),
        number=before + 1,
        previous=pks[at - 1] if at else None,
        next=pks[at + 1] if at + 1 < len(pks) else None,
    )


def arrivals(question, start, stop):
    """Returns (how many listings fit, [(id, slugs of its skills)] of a slice of them).

    Those that came in last come first.
    """
    slots = as_array(question.fitting())
    # Ids rise as listings come in.
    last_come_first = np.argsort(-question.index.pk[slots], kind="stable")
    return len(slots), _with_skills(question, slots[last_come_first[start:stop]])


def values(question, name):
    """Returns all values of one facet; an Answer's counts have the first of them."""
    facet = FACETS[name]
    among = _counted_among(question, facet, question.selection())
    if not facet.has_column:
        return _counts_without_column(question, facet, among, facet.labels())
    return question.index.facets[name].count(among)


def _with_skills(question, slots):
    """Returns [(id, slugs of the skills it names)] of the listings in some slots."""
    skills = question.directory.skill_slugs(question.index.facets["skill"].values_of(slots))
    return [*zip(question.index.pk[slots].tolist(), skills, strict=True)]


def _slice(index, bitmap, sort, matches, start, stop):
    """Returns the slots of a page; by relevance, titles that hold the keyword come first."""
    if sort != "relevance":
        return index.orders[sort].slice(bitmap, start, stop)
    newest, best = index.orders["newest"], bitmap & matches.in_title
    first = newest.slice(best, start, stop)
    rest = bitmap - best
    return first + newest.slice(rest, max(start - len(best), 0), max(stop - len(best), 0))


def _position(index, bitmap, sort, matches, slot):
    """Returns how many slots come before one; _slice() has the same order."""
    if sort != "relevance":
        return index.orders[sort].position(bitmap, slot)
    newest, best = index.orders["newest"], bitmap & matches.in_title
    if slot in best:
        return newest.position(best, slot)
    return len(best) + newest.position(bitmap - best, slot)


def _amounts(question, fitting):
    """Returns the pay of the listings that fit all but what is asked of pay, and state it."""
    among, index = _counted_among(question, FACETS["pay"], fitting), question.index
    order, amounts = ("pay", index.pay) if question.reaches else ("low_pay", index.low_pay)
    paying = index.orders[order].below(-NO_PAY)
    # There may be as many as listings; with square brackets it takes twice as long.
    return amounts.take(as_array(among.bitmap & paying))


def _counts(question, facet, fitting):
    """Returns [(value, count)]: the most frequent values of a facet, then others asked for."""
    among = _counted_among(question, facet, fitting)
    count_in = among.bitmap.intersection_cardinality
    if not facet.has_column:
        offered = OFFERED_AREAS if facet.name == "area" else facet.labels()
        asked = [value for value in question.values.get(facet.name, ()) if value not in offered]
        return _counts_without_column(question, facet, among, [*offered, *asked])
    column = question.index.facets[facet.name]
    counts = column.count(among, facet.counted)
    known = {value for value, _ in counts}
    rarer = [value for value in question.values.get(facet.name, ()) if value not in known]
    return counts + [(value, count_in(column.having(value))) for value in rarer]


def _counts_without_column(question, facet, among, values):
    """Returns [(value, count)] of some values of a facet, in their order."""
    count_in = among.bitmap.intersection_cardinality
    if facet.name == "area":
        return [(area, count_in(question.index.inside(area))) for area in values]
    return [(days, count_in(question.posted_within(int(days)))) for days in values]


def _counted_among(question, facet, fitting):
    """Returns the Selection among which a facet's values are counted: what all other filters leave.

    Of a conjunctive facet a listing must have all values, so they are counted among what fits.
    """
    own = {(name, "") for name in (facet.parameters if facet.is_bound else (facet.name,))}
    return question.selection(*own) if own & question.parts.keys() else fitting


def _relaxed_totals(question):
    """Returns {key of a part: how many live slots fit all other parts}.

    Those are the parts before it and the parts after it, each of which is added once.
    """
    parts, live = [*question.parts.values()], question.index.live
    before = accumulate(parts, and_, initial=live)
    after = [*accumulate(reversed(parts), and_, initial=live)][-2::-1]
    return {
        key: first.intersection_cardinality(rest)
        for key, first, rest in zip(question.parts, before, after, strict=False)
    }


def _relaxed_pairs(question):
    """Returns {two keys of parts: how many live slots fit all other parts}; of few parts only."""
    parts = question.parts
    if len(parts) > MOST_PAIRED:
        return {}
    return {pair: len(question.fitting(*pair)) for pair in combinations(parts, 2)}
