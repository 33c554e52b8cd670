"""Reads open listings from the database, in the columns that the index keeps.

A million rows would take half a minute to come one by one. So the database writes many rows into
one text, numbers between spaces, which numpy reads at once.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
from django.db.models import Aggregate, BigIntegerField, Case, CharField, Func, Value, When
from django.db.models.functions import Coalesce, Concat

from ..iso import LANGUAGES, area_countries, country_names
from ..models import (
    CONFIRMED_WITHIN,
    SAMPLES,
    TOP_PAY,
    EmploymentType,
    Level,
    Listing,
    ListingPlace,
    Source,
    Workplace,
)
from .facets import FACETS, HANDMADE, INVENTED, READ, UNKNOWN

# What numbers stand for null: of moments, of pay, of ids.
NEVER = 2**62
NO_PAY = -1
NO_ID = 0
# Listing ids that one text covers, or that one query looks for.
IDS_IN_TEXT = 100_000
MICROSECONDS = 1_000_000

# Columns of few values are read as places in these lists; the last place is of any other value.
LEVELS = [*Level.values, UNKNOWN]
TYPES = [*EmploymentType.values, UNKNOWN]
WORKPLACES = [*Workplace.values, UNKNOWN]
# English is looked for first, as most adverts are in English.
LANGUAGE_CODES = ["", "en", *(code for code in LANGUAGES if code != "en"), "other"]
# Currency and period of pay as addresses have them.
PAID_IN = Concat(
    "pay_currency",
    Value("-"),
    Case(When(pay_period="", then=Value(UNKNOWN)), default="pay_period"),
    output_field=CharField(),
)
PLACE_KINDS = [ListingPlace.Kind.RESIDENCE, ListingPlace.Kind.OFFICE]


# --- what the database writes ------------------------------------------------------------------


class Microseconds(Func):
    """A moment as whole microseconds since 1970: exact, and no text to parse in Python."""

    output_field = BigIntegerField()
    template = f"(extract(epoch FROM %(expressions)s) * {MICROSECONDS})::bigint"

    def as_sqlite(self, compiler, db, **context):
        moment = "%(expressions)s"
        # The fraction is cut off first, as strftime would round 59.9995 seconds up.
        template = (
            f"(CAST(strftime('%%%%s', substr({moment}, 1, 19)) AS integer) * {MICROSECONDS}"
            f" + CAST(substr({moment} || '000000', 21, 6) AS integer))"
        )
        return self.as_sql(compiler, db, template=template, **context)


class Ids(Func):
    """A set of ids to look for: one parameter, as Django would take longer over many than SQL."""

    output_field = BigIntegerField()
    template = "(SELECT value::bigint FROM json_array_elements_text(%(expressions)s::json))"

    def __init__(self, ids):
        super().__init__(Value(json.dumps(ids), output_field=CharField()))

    def as_sqlite(self, compiler, db, **context):
        return self.as_sql(
            compiler, db, template="(SELECT value FROM json_each(%(expressions)s))", **context
        )


class Column(Aggregate):
    """All values of a column in one text; all Columns of a query have the same order."""

    output_field = CharField()
    sign = " "

    def as_sqlite(self, compiler, db, **context):
        template = f"group_concat(%(expressions)s, '{self.sign}')"
        return self.as_sql(compiler, db, template=template, **context)

    def as_postgresql(self, compiler, db, **context):
        template = f"string_agg((%(expressions)s)::text, '{self.sign}')"
        return self.as_sql(compiler, db, template=template, **context)


class Lines(Column):
    """All texts of a column, a line each."""

    sign = "\n"


def _place_in(choices, column):
    """Returns the SQL expression for the place of a column's value in a list of plain words.

    One template, as Django would take longer over a When for each of many choices than the query.
    """
    places = " ".join(f"WHEN '{value}' THEN {n}" for n, value in enumerate(choices[:-1]))
    template = f"CASE %(expressions)s {places} ELSE {len(choices) - 1} END"
    return Func(column, template=template, output_field=BigIntegerField())


# What is read of each listing.
LISTING = {
    "id": Column("pk"),
    "posted": Column(Microseconds("posted_at")),
    "closes": Column(Coalesce(Microseconds("closes_at"), Value(NEVER))),
    "confirmed": Column(Microseconds("confirmed_at")),
    "top_pay": Column(Coalesce(TOP_PAY, Value(NO_PAY))),
    "low_pay": Column(Coalesce("pay_usd_min", Value(NO_PAY))),
    "source_id": Column(Coalesce("source_id", Value(NO_ID))),
    "employer_id": Column("employer_id"),
    "role_id": Column(Coalesce("role_id", Value(NO_ID))),
    "level": Column(_place_in(LEVELS, "level")),
    "employment_type": Column(_place_in(TYPES, "employment_type")),
    "workplace": Column(_place_in(WORKPLACES, "workplace")),
    "language": Column(_place_in(LANGUAGE_CODES, "language")),
}


# --- what the index takes ----------------------------------------------------------------------


@dataclass
class FacetValues:
    """The values of one facet as pairs: for each the row of a listing and the number of a value."""

    rows: np.ndarray
    # The values, by their numbers.
    distinct: list
    numbers: np.ndarray


@dataclass
class Snapshot:
    """The open listings of a moment, by rising id: their columns, and the values of each facet.

    Moments are microseconds since 1970, pay is US dollars a year: what it reaches, and starts at.
    """

    pk: np.ndarray
    posted: np.ndarray
    closes: np.ndarray
    expires: np.ndarray
    pay: np.ndarray
    low_pay: np.ndarray
    facets: dict[str, FacetValues]


def read_snapshot(at, pks=None):
    """Returns the Snapshot of the listings that are open at a moment; of all, or of some ids."""
    columns = _listings(at, pks)
    readers = FacetReaders(columns, pks)
    return Snapshot(
        pk=columns["id"],
        posted=columns["posted"],
        closes=columns["closes"],
        expires=_expires(columns),
        pay=columns["top_pay"],
        low_pay=columns["low_pay"],
        facets={name: getattr(readers, name)() for name in FACETS if FACETS[name].has_column},
    )


def read_ends(at, pks):
    """Returns (ids, ends in microseconds), two columns, of the open listings among some ids."""
    columns = _listings(at, pks)
    return columns["id"], _expires(columns)


class FacetReaders:
    """Reads the facets of listings: one function a facet, named after it, returns FacetValues."""

    def __init__(self, columns, pks):
        """Takes the columns of LISTING, and the ids they were read for or None."""
        self.columns = columns
        self.pk = columns["id"]
        self.pks = pks

    def role(self):
        return _of_ids(self.columns["role_id"], {NO_ID: UNKNOWN})

    def level(self):
        return _of_choices(self.columns["level"], LEVELS)

    def workplace(self):
        return _of_choices(self.columns["workplace"], WORKPLACES)

    def country(self):
        """Countries of work, and those in which a remote worker may live."""
        places = self._places
        in_countries = self._of_places(places.has_country, places.countries)
        return _or_unknown(_united(in_countries, self._homes), np.arange(len(self.pk)))

    def city(self):
        """Cities as addresses have them: "Berlin,DE"."""
        places = self._places
        return self._of_places(places.has_city & places.has_country, places.names)

    def home(self):
        """Countries in which a remote worker may live; unknown for remote listings only."""
        is_remote = self.columns["workplace"] == WORKPLACES.index(Workplace.REMOTE)
        return _or_unknown(self._homes, np.flatnonzero(is_remote))

    def pay(self):
        """Whether pay is not stated; any amount may be asked for (Index.orders)."""
        without = np.flatnonzero(self.columns["top_pay"] == NO_PAY)
        return FacetValues(without, [UNKNOWN], np.zeros(len(without), np.int64))

    def paid_in(self):
        """Currencies with periods, as addresses have them: "USD-year"."""
        paid = Listing.objects.stating_pay().order_by()
        parts = _parts(paid, "pk", self.pks, self.pk.max(initial=0))
        columns = {"owners": Column("pk"), "names": Lines(PAID_IN)}
        texts = [text for text in (part.aggregate(**columns) for part in parts) if text["owners"]]
        names = [name for text in texts for name in text["names"].split("\n")]
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        owners = _numbers(text["owners"] for text in texts)
        return _of_owners(owners, [*numbers], np.array([numbers[n] for n in names], int), self.pk)

    def skill(self):
        rows = Listing.skills.through.objects.order_by()
        parts = _parts(rows, "listing", self.pks, self.pk.max(initial=0))
        texts = [
            part.aggregate(owners=Column("listing_id"), ids=Column("skill_id")) for part in parts
        ]
        skills = _of_ids(_numbers(text["ids"] for text in texts))
        owners = _numbers(text["owners"] for text in texts)
        return _of_owners(owners, skills.distinct, skills.numbers, self.pk)

    def type(self):
        return _of_choices(self.columns["employment_type"], TYPES)

    def employer(self):
        return _of_ids(self.columns["employer_id"])

    def language(self):
        return _of_choices(self.columns["language"], [UNKNOWN, *LANGUAGE_CODES[1:]])

    def source(self):
        """Kinds of sources."""
        return _of_ids(self.columns["source_id"], {NO_ID: HANDMADE} | self._source_kinds)

    def text(self):
        """Whether the text of a real advert was read."""
        parts = _parts(
            Listing.objects.without_text().order_by(), "pk", self.pks, self.pk.max(initial=0)
        )
        without = _numbers(part.aggregate(ids=Column("pk"))["ids"] for part in parts)
        samples = [pk for pk, kind in self._source_kinds.items() if kind == SAMPLES]
        is_sample = np.isin(self.columns["source_id"], samples)
        numbers = np.select([is_sample, np.isin(self.pk, without)], [1, 2], 0)
        return FacetValues(np.arange(len(self.pk)), [READ, INVENTED, UNKNOWN], numbers)

    @cached_property
    def _source_kinds(self):
        return dict(Source.objects.values_list("pk", "kind"))

    @cached_property
    def _places(self):
        return Places.read(self.pk, self.pks)

    @cached_property
    def _homes(self):
        """Countries in which a worker may live, those of the areas too that are named."""
        places = self._places
        named = self._of_places(places.is_home & places.has_country, places.countries)
        return _united(named, _in_areas(self.pk, self.pks))

    def _of_places(self, which, called):
        """Returns what the names of some places are `called`, as values of their listings."""
        places = self._places
        return _of_owners(places.owners[which], called, places.numbers[which], self.pk)


class Places:
    """The places of listings: whose they are, of which kind, and the number of each one's name."""

    def __init__(self, owners, kinds, names):
        self.owners = owners
        self.is_home = kinds == PLACE_KINDS.index(ListingPlace.Kind.RESIDENCE)
        distinct = {name: number for number, name in enumerate(dict.fromkeys(names))}
        # The names as addresses have them, "Berlin,DE", and the countries in them, by number.
        self.names = [*distinct]
        self.countries = [name.rpartition(",")[2] for name in distinct]
        cities = [name.rpartition(",")[0] for name in distinct]
        self.numbers = np.fromiter(map(distinct.__getitem__, names), np.int64, len(names))
        self.has_city = np.fromiter(map(bool, cities), bool)[self.numbers]
        self.has_country = np.fromiter(map(bool, self.countries), bool)[self.numbers]

    @classmethod
    def read(cls, pk, pks):
        """Reads the places of listings: of those of `pks`, or of all up to the last of `pk`."""
        columns = {
            "owners": Column("listing_id"),
            "kinds": Column(_place_in(PLACE_KINDS, "kind")),
            "names": Lines(Concat("city", Value(","), "country")),
        }
        parts = _parts(ListingPlace.objects.order_by(), "listing", pks, pk.max(initial=0))
        texts = [text for text in (part.aggregate(**columns) for part in parts) if text["owners"]]
        names = [name for text in texts for name in text["names"].split("\n")]
        owners, kinds = (_numbers(text[name] for text in texts) for name in ("owners", "kinds"))
        return cls(owners, kinds, names)


def _in_areas(pk, pks):
    """Returns the countries of the areas in which remote workers may live, as FacetValues."""
    homes = ListingPlace.objects.order_by().filter(kind=ListingPlace.Kind.RESIDENCE)
    areas = homes.filter(city="", country="").exclude(region="")
    parts = _parts(areas, "listing", pks, pk.max(initial=0))
    texts = [part.aggregate(owners=Column("listing_id"), areas=Lines("region")) for part in parts]
    owners = _numbers(text["owners"] for text in texts)
    names = [name for text in texts if text["owners"] for name in text["areas"].split("\n")]
    codes = {code: number for number, code in enumerate(country_names())}
    inside = [[codes[code] for code in area_countries(name)] for name in names]
    owners = np.repeat(owners, [len(each) for each in inside])
    numbers = np.array([number for each in inside for number in each], np.int64)
    return _of_owners(owners, [*codes], numbers, pk)


def _listings(at, pks):
    """Returns {name in LISTING: its column}, by rising id."""
    listings = Listing.objects.open(at).order_by()
    last = Listing.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    texts = [part.aggregate(**LISTING) for part in _parts(listings, "pk", pks, last)]
    columns = {name: _numbers(text[name] for text in texts) for name in LISTING}
    order = np.argsort(columns["id"])
    return {name: column[order] for name, column in columns.items()}


def _expires(columns):
    """Returns when listings end: at their own end, or long after their source confirmed them."""
    unconfirmed = columns["confirmed"] + CONFIRMED_WITHIN // timedelta(microseconds=1)
    soonest = np.minimum(columns["closes"], unconfirmed)
    return np.where(columns["source_id"] == NO_ID, columns["closes"], soonest)


# --- from columns to values --------------------------------------------------------------------


def _parts(queryset, column, pks, last):
    """Returns the queryset in parts: rows of some ids, or ranges of ids up to the last one."""
    if pks is not None:
        pks = sorted(pks)
        starts = range(0, len(pks), IDS_IN_TEXT)
        parts = [pks[start : start + IDS_IN_TEXT] for start in starts]
        return [queryset.filter(**{f"{column}__in": Ids(part)}) for part in parts]
    return [
        queryset.filter(**{f"{column}__gte": start, f"{column}__lt": start + IDS_IN_TEXT})
        for start in range(0, int(last) + 1, IDS_IN_TEXT)
    ]


def _numbers(texts):
    """Returns the numbers of all texts, one after another; a text may be None."""
    read = [np.fromstring(text, np.int64, sep=" ") for text in texts if text]
    return np.concatenate([np.zeros(0, np.int64), *read])


def _of_ids(ids, called=None):
    """Returns a column of ids as FacetValues; some ids are `called` something else."""
    distinct = np.flatnonzero(np.bincount(ids))
    called = called or {}
    names = [called.get(pk, pk) for pk in distinct.tolist()]
    number_of = np.zeros(ids.max(initial=0) + 1, np.int64)
    number_of[distinct] = np.arange(len(distinct))
    return FacetValues(np.arange(len(ids)), names, number_of[ids])


def _of_choices(places, choices):
    """Returns a column of places in a list of choices as FacetValues."""
    return FacetValues(np.arange(len(places)), choices, places)


def _of_owners(owners, distinct, numbers, pk):
    """Returns FacetValues by the rows of their owners' ids, without those of other listings."""
    rows = np.searchsorted(pk, owners)
    rows[rows == len(pk)] = 0
    known = pk[rows] == owners if len(pk) else np.zeros(len(rows), bool)
    return _sorted(rows[known], distinct, numbers[known])


def _united(values, others):
    """Returns the values of both as FacetValues."""
    return _sorted(
        np.concatenate((values.rows, others.rows)),
        [*values.distinct, *others.distinct],
        np.concatenate((values.numbers, others.numbers + len(values.distinct))),
    )


def _or_unknown(values, rows):
    """Returns the same, with UNKNOWN for those of the rows that have no value."""
    without = rows[~np.isin(rows, values.rows)]
    number = np.full(len(without), len(values.distinct))
    return _sorted(
        np.concatenate((values.rows, without)),
        [*values.distinct, UNKNOWN],
        np.concatenate((values.numbers, number)),
    )


def _sorted(rows, distinct, numbers):
    """Returns FacetValues by rising row, each pair once; equal values become one."""
    named = {name: number for number, name in enumerate(dict.fromkeys(distinct))}
    same = np.array([named[name] for name in distinct], np.int64)
    many = max(len(named), 1)
    pairs = rows * many + same[numbers]
    if np.any(np.diff(pairs) < 0):
        pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return FacetValues(pairs // many, [*named], pairs % many)
