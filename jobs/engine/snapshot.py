"""Reads open listings from the database, in the columns that the index keeps.

A million rows would take half a minute to come one by one. So the database writes many rows into
one text, numbers between spaces, which numpy reads at once.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db.models import Aggregate, BigIntegerField, Case, CharField, Func, Value, When
from django.db.models.functions import Coalesce, Concat

from ..iso import LANGUAGES
from ..models import (
    CONFIRMED_WITHIN,
    TOP_PAY,
    EmploymentType,
    Level,
    Listing,
    ListingPlace,
    Source,
    Workplace,
)
from .facets import HANDMADE, PAY_STEPS, UNKNOWN

NEVER = 2**62
NO_PAY = -1
NONE = 0
# Listing ids that one text covers.
IDS_AT_ONCE = 100_000
MICROSECONDS = 1_000_000

# What the numbers of choices stand for; the last one stands for any other value.
LEVELS = [*Level.values, UNKNOWN]
TYPES = [*EmploymentType.values, UNKNOWN]
WORKPLACES = [*Workplace.values, UNKNOWN]
SPOKEN = ["", "en", *(code for code in LANGUAGES if code != "en"), "other"]
KINDS = [ListingPlace.Kind.RESIDENCE, ListingPlace.Kind.OFFICE]


# --- what the database writes ------------------------------------------------------------------


class Microseconds(Func):
    """A moment as whole microseconds since 1970: exact, and no text to parse in Python."""

    output_field = BigIntegerField()
    template = f"(extract(epoch FROM %(expressions)s) * {MICROSECONDS})::bigint"

    def as_sqlite(self, compiler, db, **context):
        moment = "%(expressions)s"
        template = (
            f"(CAST(strftime('%%%%s', {moment}) AS integer) * {MICROSECONDS}"
            f" + CAST(substr({moment} || '000000', 21, 6) AS integer))"
        )
        return self.as_sql(compiler, db, template=template, **context)


class Column(Aggregate):
    """All values of a column in one text; those of a query come in the same order."""

    output_field = CharField()
    sign = " "

    def as_sqlite(self, compiler, db, **context):
        template = f"group_concat(%(expressions)s, '{self.sign}')"
        return self.as_sql(compiler, db, template=template, **context)

    def as_postgresql(self, compiler, db, **context):
        template = f"string_agg((%(expressions)s)::text, '{self.sign}')"
        return self.as_sql(compiler, db, template=template, **context)


class Names(Column):
    """All texts of a column, a line each."""

    sign = "\n"


def _number(column, choices):
    """The place of a column's value in a list."""
    places = [When(**{column: value}, then=n) for n, value in enumerate(choices[:-1])]
    return Case(*places, default=len(choices) - 1)


LISTING = {
    "number": Column("pk"),
    "posted": Column(Microseconds("posted_at")),
    "closes": Column(Coalesce(Microseconds("closes_at"), Value(NEVER))),
    "confirmed": Column(Microseconds("confirmed_at")),
    "pay": Column(Coalesce(TOP_PAY, Value(NO_PAY))),
    "source": Column(Coalesce("source_id", Value(NONE))),
    "employer": Column("employer_id"),
    "role": Column(Coalesce("role_id", Value(NONE))),
    "level": Column(_number("level", LEVELS)),
    "type": Column(_number("employment_type", TYPES)),
    "workplace": Column(_number("workplace", WORKPLACES)),
    "language": Column(_number("language", SPOKEN)),
}


# --- what the index takes ----------------------------------------------------------------------


@dataclass
class Values:
    """The values of one facet: for each pair the row it belongs to and the number of its value."""

    rows: np.ndarray
    distinct: list
    numbers: np.ndarray


@dataclass
class Rows:
    """Open listings, by rising id: their columns, and the values of each facet."""

    pk: np.ndarray
    posted: np.ndarray
    closes: np.ndarray
    expires: np.ndarray
    pay: np.ndarray
    facets: dict[str, Values]


def read(at, pks=None):
    """The listings that are open at a moment: all of them, or those among some ids."""
    columns = _listings(at, pks)
    pk = columns["number"]
    facets = {
        "role": _of_ids(columns["role"], {NONE: UNKNOWN}),
        "employer": _of_ids(columns["employer"]),
        "source": _of_ids(columns["source"], _source_kinds()),
        "level": _of_choices(columns["level"], LEVELS),
        "type": _of_choices(columns["type"], TYPES),
        "workplace": _of_choices(columns["workplace"], WORKPLACES),
        "language": _of_choices(columns["language"], [UNKNOWN, *SPOKEN[1:]]),
        "pay": _pay_steps(columns["pay"]),
        "skill": _skills(pk, pks),
    }
    remote = np.flatnonzero(columns["workplace"] == WORKPLACES.index(Workplace.REMOTE))
    return Rows(
        pk=pk,
        posted=columns["posted"],
        closes=columns["closes"],
        expires=_expires(columns),
        pay=columns["pay"],
        facets=facets | _places(pk, pks, remote),
    )


def last_moments(at, pks):
    """(id, microseconds when it ends) of the listings among some ids that are open, two columns."""
    columns = _listings(at, pks)
    return columns["number"], _expires(columns)


def _listings(at, pks):
    """{name in LISTING: its column}, by rising id."""
    listings = Listing.objects.open(at).order_by()
    last = Listing.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    texts = [part.aggregate(**LISTING) for part in _parts(listings, "pk", pks, last)]
    columns = {name: _numbers(text[name] for text in texts) for name in LISTING}
    order = np.argsort(columns["number"])
    return {name: column[order] for name, column in columns.items()}


def _skills(pk, pks):
    skills = Listing.skills.through.objects.order_by()
    parts = _parts(skills, "listing", pks, pk.max(initial=0))
    texts = [part.aggregate(owners=Column("listing_id"), ids=Column("skill_id")) for part in parts]
    values = _of_ids(_numbers(text["ids"] for text in texts))
    owners = _numbers(text["owners"] for text in texts)
    return _of_owners(owners, values.distinct, values.numbers, pk)


def _places(pk, pks, remote):
    """Countries and cities of any place, and countries in which a remote worker may live."""
    owners, kinds, names = _place_columns(pk, pks)
    distinct = {name: number for number, name in enumerate(dict.fromkeys(names))}
    numbers = np.fromiter(map(distinct.__getitem__, names), np.int64, len(names))
    cities = [name.rpartition(",")[0] for name in distinct]
    countries = [name.rpartition(",")[2] for name in distinct]
    has_city = np.fromiter(map(bool, cities), bool)[numbers]
    has_country = np.fromiter(map(bool, countries), bool)[numbers]
    is_home = kinds == KINDS.index(ListingPlace.Kind.RESIDENCE)

    def values(which, called):
        return _of_owners(owners[which], called, numbers[which], pk)

    return {
        "country": _or_unknown(values(has_country, countries), np.arange(len(pk))),
        "city": values(has_city & has_country, [*distinct]),
        "home": _or_unknown(values(is_home & has_country, countries), remote),
    }


def _place_columns(pk, pks):
    """The listings of places, their kinds, and their names as addresses have them: "Berlin,DE"."""
    columns = {
        "owners": Column("listing_id"),
        "kinds": Column(_number("kind", KINDS)),
        "names": Names(Concat("city", Value(","), "country")),
    }
    parts = _parts(ListingPlace.objects.order_by(), "listing", pks, pk.max(initial=0))
    texts = [text for text in (part.aggregate(**columns) for part in parts) if text["owners"]]
    names = [name for text in texts for name in text["names"].split("\n")]
    owners, kinds = (_numbers(text[name] for text in texts) for name in ("owners", "kinds"))
    return owners, kinds, names


def _pay_steps(pay):
    """The steps that each pay reaches, so that counting them is like counting anything else."""
    reached = [np.flatnonzero(pay >= step) for step in PAY_STEPS]
    reached.append(np.flatnonzero(pay == NO_PAY))
    numbers = np.repeat(np.arange(len(reached)), [len(rows) for rows in reached])
    return _sorted(np.concatenate(reached), [*map(str, PAY_STEPS), UNKNOWN], numbers)


def _expires(columns):
    """When listings end: at their own end, or when their source has not confirmed them for long."""
    unconfirmed = columns["confirmed"] + CONFIRMED_WITHIN // timedelta(microseconds=1)
    soonest = np.minimum(columns["closes"], unconfirmed)
    return np.where(columns["source"] == NONE, columns["closes"], soonest)


def _source_kinds():
    return {NONE: HANDMADE} | dict(Source.objects.values_list("pk", "kind"))


# --- from columns to values --------------------------------------------------------------------


def _parts(queryset, column, pks, last):
    """The queryset in parts: those of some ids, or a range of ids each up to the last one."""
    if pks is not None:
        return [queryset.filter(**{f"{column}__in": pks})]
    return [
        queryset.filter(**{f"{column}__gte": start, f"{column}__lt": start + IDS_AT_ONCE})
        for start in range(0, int(last) + 1, IDS_AT_ONCE)
    ]


def _numbers(texts):
    """The numbers of all texts, one after another; a text may be None."""
    read = [np.fromstring(text, np.int64, sep=" ") for text in texts if text]
    return np.concatenate([np.zeros(0, np.int64), *read])


def _of_ids(ids, called=None):
    """A column of ids as values; some are `called` something else."""
    distinct = np.flatnonzero(np.bincount(ids))
    called = called or {}
    names = [called.get(pk, pk) for pk in distinct.tolist()]
    number_of = np.zeros(ids.max(initial=0) + 1, np.int64)
    number_of[distinct] = np.arange(len(distinct))
    return Values(np.arange(len(ids)), names, number_of[ids])


def _of_choices(numbers, choices):
    return Values(np.arange(len(numbers)), choices, numbers)


def _of_owners(owners, distinct, numbers, pk):
    """Values by the rows of their owners' ids; what belongs to no row is left out."""
    rows = np.searchsorted(pk, owners)
    rows[rows == len(pk)] = 0
    known = pk[rows] == owners if len(pk) else np.zeros(len(rows), bool)
    return _sorted(rows[known], distinct, numbers[known])


def _or_unknown(values, rows):
    """The same, with UNKNOWN for those of the rows that have no value."""
    without = rows[~np.isin(rows, values.rows)]
    number = np.full(len(without), len(values.distinct))
    return _sorted(
        np.concatenate((values.rows, without)),
        [*values.distinct, UNKNOWN],
        np.concatenate((values.numbers, number)),
    )


def _sorted(rows, distinct, numbers):
    """Values by rising row, each pair once; values of the same name are the same."""
    named = {name: number for number, name in enumerate(dict.fromkeys(distinct))}
    same = np.array([named[name] for name in distinct], np.int64)
    many = max(len(named), 1)
    pairs = rows * many + same[numbers]
    if np.any(np.diff(pairs) < 0):
        pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return Values(pairs // many, [*named], pairs % many)
