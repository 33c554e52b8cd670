"""What pages call the values of the board's parameters."""

from decimal import Decimal

from careers.pay import short_amount

from ..engine.facets import HANDMADE, UNKNOWN
from ..iso import LANGUAGES, country_name, country_names
from ..models import EmploymentType, Level, Workplace, source_kinds
from .filters import POSTED

NOT_STATED = {
    "role": "No role matched",
    "level": "Level not stated",
    "type": "Type not stated",
    "workplace": "Workplace not stated",
    "country": "Place not stated",
    "home": "Remote, countries not stated",
    "language": "Language not stated",
}


class Wording:
    """Words for parameters and their values, with the names of a moment."""

    def __init__(self, names):
        """`names` are the Directory of the engine that answers."""
        self.names = names
        self.labels = {
            "role": names.roles.labels,
            "skill": names.skills.labels,
            "employer": names.employers.labels,
            "level": dict(Level.choices),
            "type": dict(EmploymentType.choices),
            "workplace": dict(Workplace.choices),
            "country": country_names(),
            "home": country_names(),
            "language": LANGUAGES,
            "source": {**dict(source_kinds()), HANDMADE: "Entered by hand"},
            "posted": POSTED,
        }
        self.slugs = {
            "role": names.roles.slugs,
            "skill": names.skills.slugs,
            "employer": names.employers.slugs,
        }

    def value(self, facet, counted):
        """A value as addresses have it, from one as the index counts it; None if it has no name."""
        if counted == UNKNOWN or facet not in self.slugs:
            return counted
        return self.slugs[facet].get(counted)

    def label(self, facet, value):
        """A value among others of its facet; None for one that pages do not show."""
        if value == UNKNOWN:
            return NOT_STATED[facet]
        if facet == "city":
            return city_words(value)
        if facet == "pay":
            return f"{short_amount(Decimal(value))} or more"
        return self.labels[facet].get(value)

    def chip(self, name, value):
        """A value where it stands alone."""
        if name == "q":
            return f"“{value}”"
        if name == "pay":
            return f"USD {self.label(name, value)}"
        if name == "pay_unknown":
            return "Pay not stated, too" if value == "show" else "Pay stated"
        if name == "not_employer":
            return f"Not {self.label('employer', value)}"
        if name == "home" and value != UNKNOWN:
            return f"Remote from {self.label(name, value)}"
        return self.label(name, value)


def city_words(value):
    """
    A city as addresses have it, in words.

    >>> city_words("Berlin,DE")
    'Berlin, Germany'
    """
    city, _, country = value.rpartition(",")
    return f"{city}, {country_name(country)}"
