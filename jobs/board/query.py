"""Addresses of the board: short, readable, without empty parameters, and one for each question."""

from functools import cache
from urllib.parse import quote_plus

from django.urls import reverse

from .filters import ListingFilter, ValuesFilter, usual_sort

# {parameter: whether it may be given more than once}, in the order in which addresses have them.
PARAMETERS = {
    name: isinstance(each, ValuesFilter) for name, each in ListingFilter.base_filters.items()
}


@cache  # a page has dozens of links to it
def board_path():
    return reverse("jobs:board")


@cache
def values_path(facet):
    return reverse("jobs:facet_values", args=[facet])


def canonical(query):
    """
    What a QueryDict asks of the board, as (parameter, value) pairs in one order.

    Unknown and empty parameters are left out, so that they cannot tell two questions apart.
    """
    pairs = []
    for name, has_many in PARAMETERS.items():
        if name in query:
            values = sorted(set(query.getlist(name))) if has_many else [query[name]]
            pairs += [(name, value) for value in values if value]
    return tuple(pairs)


def page_number(query):
    """The number of the page that is asked for; 1 where it is no number."""
    try:
        return int(query.get("page", 1))
    except ValueError:
        return 1


class Applied(dict):
    """{parameter: its values} of what really narrows or sorts the board; never changed in place."""

    @classmethod
    def of(cls, cleaned):
        """What applies of the cleaned data of a ListingFilter: what changes nothing is left out."""
        found = {name: _texts(cleaned.get(name)) for name in PARAMETERS}
        if found["pay_unknown"] != (("show",) if found["pay"] else ("hide",)):
            found["pay_unknown"] = ()
        return cls({name: values for name, values in found.items() if values}).sorted(
            cleaned["sort"]
        )

    @property
    def filters(self):
        """The same without the order."""
        return self.having("sort")

    def has(self, name, value):
        return value in self.get(name, ())

    def having(self, name, *values):
        """The same with just these values of a parameter."""
        changed = {**self, name: values}
        return Applied({each: changed[each] for each in PARAMETERS if changed.get(each)})

    def sorted(self, sort):
        """The same in an order, which goes unsaid where it is the one that a board has anyway."""
        return self.having("sort", *(() if sort == usual_sort("q" in self) else (sort,)))

    def adding(self, name, value):
        return self.having(name, *self.get(name, ()), value)

    def without(self, name, value=None):
        """The same without one value of a parameter, or without the parameter."""
        others = [each for each in self.get(name, ()) if each != value]
        return self.having(name, *(others if value else ()))

    def pairs(self, **more):
        """(parameter, value) for every value, and for those of other parameters."""
        pairs = [(name, value) for name, values in self.items() for value in values]
        return [*pairs, *more.items()]

    def address(self, page=1, path=None):
        """The address of the board, or of another page of it, on which this applies."""
        pairs = self.pairs(page=str(page)) if page > 1 else self.pairs()
        query = "&".join(f"{name}={quote_plus(value, safe=',')}" for name, value in pairs)
        return (path or board_path()) + (query and f"?{query}")


def _texts(value):
    """Cleaned data as addresses have it: a tuple of texts."""
    if value in (None, "", ()):
        return ()
    if isinstance(value, tuple):
        return value
    return (str(value),)
