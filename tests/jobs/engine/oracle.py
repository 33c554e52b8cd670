"""What the board must answer, the plain and slow way: querysets, and one COUNT for each value."""

from datetime import timedelta

from django.db.models import Q
from django.http import QueryDict

from jobs.board.filters import PAY_NOT_STATED, POSTED, ListingFilter, reaching
from jobs.engine.answers import FEW_RESULTS
from jobs.engine.directory import Directory
from jobs.engine.facets import FACETS, HANDMADE, INVENTED, PAGE_SIZE, PAY_STEPS, READ, UNKNOWN
from jobs.iso import area_countries
from jobs.models import EmploymentType, Level, Listing, ListingPlace, Workplace, source_kinds

# The parameters that a facet's values are counted without; its own one, unless said here.
COUNTED_WITHOUT = {"pay": ("pay", "pay_unknown"), "skill": ()}
# The parameters of which every value must fit by itself.
ONE_BY_ONE = ("skill", "need", "not_employer")


def filters_of(query, at):
    """Returns the ListingFilter of an address over the listings that are open at a moment."""
    data = QueryDict(query) if isinstance(query, str) else query
    filters = ListingFilter(data, Listing.objects.open(at), at=at)
    filters.form.is_valid()
    return filters


def expected_page(query, page, at):
    """Returns (ids of the page, total)."""
    pks = list(filters_of(query, at).qs.values_list("pk", flat=True))
    last = max(1, -(-len(pks) // PAGE_SIZE))
    start = (min(max(page, 1), last) - 1) * PAGE_SIZE
    return pks[start : start + PAGE_SIZE], len(pks)


def expected_counts(query, at, facets=None):
    """Returns {facet: [(value, count)]} of all facets or some, the most frequent first."""
    possible = possible_values(at)
    return {name: _counts(name, possible[name], query, at) for name in facets or possible}


def expected_relaxed_totals(query, at):
    """Returns {(parameter, value): total without it}; only of few listings."""
    filters = filters_of(query, at)
    if filters.qs.count() > FEW_RESULTS:
        return {}
    return {
        (name, value): filters_of(_without(query, name, value), at).qs.count()
        for name, value in _applied(filters.form.cleaned_data)
    }


def _applied(asked):
    for name, value in asked.items():
        if value in (None, "", ()) or name == "sort" or (name, value) == ("pay_unknown", "show"):
            continue
        yield from ((name, one) for one in (value if name in ONE_BY_ONE else [""]))


def _counts(name, possible, query, at):
    base = filters_of(query, at).qs if name == "skill" else _others(name, query, at)
    counts = [(value, base.filter(fits).order_by().count()) for value, fits in possible]
    return ranked(counts)[: FACETS[name].counted]


def ranked(counts):
    """Returns (value, count) pairs, the most frequent first, then by their texts; none of zero."""
    return sorted((each for each in counts if each[1]), key=lambda each: (-each[1], str(each[0])))


def _others(name, query, at):
    data = QueryDict(query, mutable=True)
    for parameter in COUNTED_WITHOUT.get(name, (name,)):
        data.pop(parameter, None)
    return filters_of(data, at).qs


def _without(query, name, value):
    data = QueryDict(query, mutable=True)
    data.setlist(name, [each for each in data.getlist(name) if value and each != value])
    return data


def possible_values(at):
    """Returns {facet: [(value as the index has it, the Q of listings that have it)]}."""
    directory = Directory.load()
    countries = [*ListingPlace.objects.exclude(country="").values_list("country", flat=True)]
    areas = ListingPlace.objects.filter(country="").values_list("region", flat=True)
    countries += [code for area in areas for code in area_countries(area)]
    cities = ListingPlace.objects.exclude(city="").exclude(country="")
    cities = [f"{city},{country}" for city, country in cities.values_list("city", "country")]
    paid_in = Listing.objects.stating_pay().values_list("pay_currency", "pay_period").distinct()
    languages = Listing.objects.exclude(language="").values_list("language", flat=True)
    reaches = {str(step): reaching(step) for step in PAY_STEPS}
    days = {day: Q(posted_at__gt=at - timedelta(days=int(day))) for day in POSTED}
    return {
        "role": [*_fits("role", directory.roles.slugs), *_fits("role", {UNKNOWN: UNKNOWN})],
        "employer": _fits("employer", directory.employers.slugs),
        "skill": _fits("skill", directory.skills.slugs),
        "level": _fits("level", [*Level.values, UNKNOWN]),
        "type": _fits("type", [*EmploymentType.values, UNKNOWN]),
        "workplace": _fits("workplace", [*Workplace.values, UNKNOWN]),
        "country": _fits("country", [*countries, UNKNOWN]),
        "home": _fits("home", [*countries, UNKNOWN]),
        "city": _fits("city", cities),
        "language": _fits("language", [*languages, UNKNOWN]),
        "source": _fits("source", [*dict(source_kinds()), HANDMADE]),
        "pay": [*reaches.items(), (UNKNOWN, PAY_NOT_STATED)],
        "posted": [*days.items()],
        "paid_in": _fits("paid_in", [f"{c}-{p or UNKNOWN}" for c, p in paid_in]),
        "text": _fits("text", [READ, INVENTED, UNKNOWN]),
    }


def _fits(name, values):
    """Returns (value, its Q) of each; `values` may be {value in the index: value in an address}."""
    fits = ListingFilter.base_filters[name].fits
    addresses = values if isinstance(values, dict) else {value: value for value in values}
    return [(value, fits(address)) for value, address in addresses.items()]
