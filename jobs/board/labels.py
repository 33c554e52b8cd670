"""What pages call the values of the board's parameters."""

import re
from decimal import Decimal
from functools import cache

from careers.pay import PayPeriod, short_range

from ..engine.facets import FACETS, NOT, REACHES, STARTS, UNKNOWN
from ..iso import area_slug, countries_inside, country_name, country_names

# A currency and a period of pay, as addresses have them.
PAID_IN = re.compile(rf"[A-Z]{{3}}-({'|'.join([*PayPeriod, UNKNOWN])})")

# How an amount of pay is meant unless its address says something else.
USUAL_PAY = {"currency": "USD", "per": PayPeriod.YEAR.value, "reach": REACHES}
REACHES_IN_WORDS = {STARTS: "starts at", REACHES: "reaches"}
# Parameters that no words of their own tell: the order, and how the amount of pay is meant.
MEANT_WITH_OTHERS = {"sort", *USUAL_PAY}
# The facets whose values may be areas.
AREAS_IN = ("area", "home")


class Labels:
    """The labels of every facet's values at a moment."""

    def __init__(self, directory):
        """Takes the Directory of the engine that answers."""
        self.directory = directory
        entries = {
            "role": directory.roles,
            "skill": directory.skills,
            "employer": directory.employers,
            "need": directory.needs,
        }
        self.entries = entries
        self.slugs = {facet: each.slugs for facet, each in entries.items()}
        # {facet: {value in addresses: label}}
        self.of = _fixed_labels() | {facet: each.labels for facet, each in entries.items()}

    def value(self, facet, counted):
        """Returns a value as addresses have it, from one as the index counts it.

        It is None for a row that has no name any more.
        """
        if counted == UNKNOWN or facet not in self.slugs:
            return counted
        return self.slugs[facet].get(counted)

    def as_known(self, facet, value):
        """Returns a value as the site writes it now: what has been renamed may be given by a former
        address, and areas by their name.
        """
        if facet in self.entries:
            return self.entries[facet].current(value)
        if facet not in AREAS_IN or value in self.of[facet]:
            return value
        slug = area_slug(value)
        return slug if countries_inside(slug) else value

    def knows(self, facet, value):
        """Tells whether a value of a facet can be asked for."""
        if facet == "city":
            return is_city(value)
        if facet == "paid_in":
            return bool(PAID_IN.fullmatch(value))
        if facet in FACETS and FACETS[facet].unknown and value == UNKNOWN:
            return True
        return value in self.of[facet]

    def label(self, facet, value):
        """Returns what a value is called among others of its facet; None for an unknown one."""
        if value == UNKNOWN and facet in FACETS and FACETS[facet].unknown:
            return FACETS[facet].unknown
        if facet == "city":
            return city_words(value)
        if facet == "paid_in":
            return paid_in_words(value)
        return self.of[facet].get(value)

    def chip(self, name, value, query):
        """Returns what a parameter's value is called where it stands alone.

        `query` is the BoardQuery that it is of, which tells how an amount of pay is meant.
        """
        if name == "q":
            return f"“{value}”"
        if name == "pay":
            return f"Pay {pay_words(query)}"
        if name == "pay_unknown":
            return "Also jobs that state no pay" if value == "show" else "Pay stated"
        if name.startswith(NOT):
            return f"Not {self.label(name.removeprefix(NOT), value)}"
        if name == "home" and value != UNKNOWN:
            return f"Remote from {self.label(name, value)}"
        return self.label(name, value)


@cache
def _fixed_labels():
    """Returns the labels of the facets whose values the Directory does not name."""
    return {facet.name: facet.labels() for facet in FACETS.values() if facet.labels}


def pay_meant(query):
    """Returns (currency, period, reach) in which a BoardQuery asks for pay."""
    return tuple(query.get(name, (usual,))[0] for name, usual in USUAL_PAY.items())


def pay_words(query):
    """Returns the amount of pay that a BoardQuery asks for, in words.

    >>> pay_words({"pay": ("120000",), "currency": ("EUR",), "reach": ("starts",)})
    'starts at EUR 120K'
    """
    currency, period, reach = pay_meant(query)
    amount = Decimal(query["pay"][0])
    return f"{REACHES_IN_WORDS[reach]} {short_range(amount, amount, currency, period)}"


def paid_in_words(value):
    """Returns a currency and a period as addresses have them, in words.

    >>> paid_in_words("USD-year"), paid_in_words("PKR-unknown")
    ('USD a year', 'PKR, period not stated')
    """
    currency, _, period = value.partition("-")
    if period == UNKNOWN:
        return f"{currency}, period not stated"
    return f"{currency} {PayPeriod(period).label}"


def is_city(value):
    """Tells whether a text is a city as addresses have it.

    >>> is_city("Berlin,DE"), is_city("Berlin"), is_city(",DE")
    (True, False, False)
    """
    city, _, country = value.rpartition(",")
    return bool(city.strip()) and country in country_names()


def city_words(value):
    """Returns a city as addresses have it, in words.

    >>> city_words("Berlin,DE")
    'Berlin, Germany'
    """
    city, _, country = value.rpartition(",")
    return f"{city}, {country_name(country)}"
