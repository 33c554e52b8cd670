"""What the board must answer, the plain and slow way: querysets, and one COUNT for each value."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.http import QueryDict

from jobs.board.filters import PAY_NOT_STATED, POSTED, ListingFilter
from jobs.engine.answers import FEW_RESULTS
from jobs.engine.directory import Directory
from jobs.engine.facets import (
    FACETS,
    HANDMADE,
    INVENTED,
    NOT,
    OFFERED_AREAS,
    PAGE_SIZE,
    READ,
    STARTS,
    UNKNOWN,
)
from jobs.iso import area_countries, area_slugs
from jobs.models import (
    TOP_PAY,
    EmploymentType,
    Level,
    Listing,
    ListingPlace,
    Workplace,
    source_kinds,
)

# The parameters that a facet's values are counted without; its own one, unless said here.
COUNTED_WITHOUT = {"pay": ("pay", "currency", "per", "reach", "pay_unknown"), "skill": ()}
# The parameters of which every value must fit by itself.
ONE_BY_ONE = ("skill", "need")
# Those that only tell how the amount of pay is meant.
NO_FILTERS = ("sort", "fits_nothing", "pay_usd", "currency", "per", "reach")


class Oracle:
    """The answers of one moment; nothing is written while they are asked for."""

    def __init__(self, at):
        self.at = at
        self.directory = Directory.load()
        self.possible_values = PossibleValues(self.directory, at)
        self.filters = {}

    def filters_of(self, query):
        """Returns the ListingFilter of an address over the open listings, one for each address."""
        if query not in self.filters:
            listings, directory = Listing.objects.open(self.at), self.directory
            filters = ListingFilter(QueryDict(query), listings, directory=directory, at=self.at)
            filters.form.is_valid()
            self.filters[query] = filters
        return self.filters[query]

    def asked(self, query):
        """Returns the cleaned data of an address, which is what an engine is asked."""
        return self.filters_of(query).form.cleaned_data

    def page(self, query, page):
        """Returns (ids of the page, total)."""
        pks = list(self.filters_of(query).qs.values_list("pk", flat=True))
        last = max(1, -(-len(pks) // PAGE_SIZE))
        start = (min(max(page, 1), last) - 1) * PAGE_SIZE
        return pks[start : start + PAGE_SIZE], len(pks)

    def arrived(self, query, after):
        """Returns the ids above one of the listings that fit; those come last come first."""
        fitting = self.filters_of(query).qs.filter(pk__gt=after).order_by("-pk")
        return list(fitting.values_list("pk", flat=True))

    def relaxed_totals(self, query):
        """Returns {(parameter, value): total without it}; only of few listings."""
        if self.filters_of(query).qs.count() > FEW_RESULTS:
            return {}
        asked = self.asked(query)
        found = {
            (name, value): self.filters_of(_without_value(query, name, value)).qs.count()
            for name, value in _applied(asked)
        }
        for name in asked["fits_nothing"]:
            known = asked.get(name, ())
            found[name, ""] = self.filters_of(_with_values(query, name, known)).qs.count()
        return found

    def amounts(self, query):
        """Returns the pay that histograms show, rising: of all that fits, whatever pay is asked."""
        asked = self.asked(query)
        is_highest = asked["pay_usd"] is not None and asked["reach"] != STARTS
        others = self.filters_of(_without(query, COUNTED_WITHOUT["pay"])).qs
        amounts = others.annotate(amount=TOP_PAY if is_highest else F("pay_usd_min"))
        return sorted(amounts.exclude(amount=None).values_list("amount", flat=True))

    def counts(self, query, facet):
        """Returns a facet's (value, count) pairs, the most frequent first."""
        others = self.filters_of(_without(query, COUNTED_WITHOUT.get(facet, (facet,))))
        possible = getattr(self.possible_values, facet)()
        counts = {f"of_{n}": Count("pk", filter=fits) for n, (_, fits) in enumerate(possible)}
        counted = others.qs.order_by().aggregate(**counts)
        pairs = [(value, counted[f"of_{n}"]) for n, (value, _) in enumerate(possible)]
        counted = ranked(pairs)[: FACETS[facet].counted]
        if facet == "area":
            shown = {*OFFERED_AREAS, *self.asked(query).get("area", ())}
            return [(area, count) for area, count in counted if area in shown]
        return counted


class PossibleValues:
    """One function a facet, named after it: its values in the index, each with its listings' Q."""

    def __init__(self, directory, at):
        self.directory = directory
        self.at = at

    def role(self):
        return _fits("role", self.directory.roles.slugs | {UNKNOWN: UNKNOWN})

    def employer(self):
        return _fits("employer", self.directory.employers.slugs)

    def skill(self):
        return _fits("skill", self.directory.skills.slugs)

    def level(self):
        return _fits("level", [*Level.values, UNKNOWN])

    def type(self):
        return _fits("type", [*EmploymentType.values, UNKNOWN])

    def workplace(self):
        return _fits("workplace", [*Workplace.values, UNKNOWN])

    def country(self):
        return _fits("country", [*_countries(), UNKNOWN])

    def home(self):
        return _fits("home", [*_countries(), UNKNOWN])

    def city(self):
        cities = ListingPlace.objects.exclude(city="").exclude(country="")
        names = cities.values_list("city", "country")
        return _fits("city", [f"{city},{country}" for city, country in names])

    def language(self):
        languages = Listing.objects.exclude(language="").values_list("language", flat=True)
        return _fits("language", [*languages, UNKNOWN])

    def source(self):
        return _fits("source", [*dict(source_kinds()), HANDMADE])

    def pay(self):
        return [(UNKNOWN, PAY_NOT_STATED)]

    def area(self):
        return _fits("area", [*area_slugs()])

    def paid_in(self):
        stated = Listing.objects.stating_pay().values_list("pay_currency", "pay_period").distinct()
        return _fits("paid_in", [f"{code}-{period or UNKNOWN}" for code, period in stated])

    def text(self):
        return _fits("text", [READ, INVENTED, UNKNOWN])

    def posted(self):
        return [(day, Q(posted_at__gt=self.at - timedelta(days=int(day)))) for day in POSTED]


def ranked(counts):
    """Returns (value, count) pairs, the most frequent first, then by their texts; none of zero."""
    return sorted((each for each in counts if each[1]), key=lambda each: (-each[1], str(each[0])))


def _countries():
    countries = ListingPlace.objects.exclude(country="").values_list("country", flat=True)
    areas = ListingPlace.objects.filter(country="").values_list("region", flat=True)
    return [*countries, *(code for area in areas for code in area_countries(area))]


def _fits(name, values):
    """Returns (value, its Q) of each; `values` may be {value in the index: value in an address}."""
    fits = ListingFilter.base_filters[name].fits
    addresses = values if isinstance(values, dict) else {value: value for value in values}
    return [(value, fits(address)) for value, address in addresses.items()]


def _applied(asked):
    for name, value in asked.items():
        if (
            value in (None, "", ())
            or name in NO_FILTERS
            or (name, value) == ("pay_unknown", "show")
        ):
            continue
        yield from ((name, one) for one in (value if is_one_by_one(name) else [""]))


def is_one_by_one(name):
    return name in ONE_BY_ONE or name.startswith(NOT)


def _without(query, names):
    data = QueryDict(query, mutable=True)
    for name in names:
        data.pop(name, None)
    return data.urlencode()


def _without_value(query, name, value):
    values = QueryDict(query).getlist(name)
    return _with_values(query, name, [each for each in values if value and each != value])


def _with_values(query, name, values):
    data = QueryDict(query, mutable=True)
    data.setlist(name, values)
    return data.urlencode()
