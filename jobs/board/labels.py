"""What pages call the values of the board's parameters."""

import re
from decimal import Decimal

from careers.pay import PayPeriod, short_amount

from ..engine.facets import FACETS, UNKNOWN
from ..iso import country_name, country_names

# A currency and a period of pay, as addresses have them.
PAID_IN = re.compile(rf"[A-Z]{{3}}-({'|'.join([*PayPeriod, UNKNOWN])})")


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
        self.slugs = {facet: each.slugs for facet, each in entries.items()}
        # {facet: {value in addresses: label}}
        self.of = {facet.name: facet.labels() for facet in FACETS.values() if facet.labels}
        self.of |= {facet: each.labels for facet, each in entries.items()}

    def value(self, facet, counted):
        """Returns a value as addresses have it, from one as the index counts it.

        It is None for a row that has no name any more.
        """
        if counted == UNKNOWN or facet not in self.slugs:
            return counted
        return self.slugs[facet].get(counted)

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
        if facet == "pay":
            return f"{short_amount(Decimal(value))} or more"
        return self.of[facet].get(value)

    def chip(self, name, value):
        """Returns what a parameter's value is called where it stands alone."""
        if name == "q":
            return f"“{value}”"
        if name == "pay":
            return f"USD {self.label(name, value)}"
        if name == "pay_unknown":
            return "Also jobs that state no pay" if value == "show" else "Pay stated"
        if name == "not_employer":
            return f"Not {self.label('employer', value)}"
        if name == "home" and value != UNKNOWN:
            return f"Remote from {self.label(name, value)}"
        return self.label(name, value)


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
