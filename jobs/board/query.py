"""Addresses of the board: short, readable, without empty parameters, and one for each question."""

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import quote_plus

from careers.pages.addresses import address_of

from .filters import ListingFilter, ValuesFilter, usual_sort
from .labels import USUAL_PAY

# In the order in which addresses have them.
PARAMETERS = tuple(ListingFilter.base_filters)
# Those that may be given more than once.
SEVERAL = frozenset(
    name for name, each in ListingFilter.base_filters.items() if isinstance(each, ValuesFilter)
)


def board_path():
    """Returns the path of the board."""
    return address_of("jobs:board")


def values_path(facet):
    """Returns the path of the page with all values of a facet."""
    return address_of("jobs:facet_values", facet)


def feed_path(form):
    """Returns the path of the feed of the board in a form (publishing/feeds.py: FORMS)."""
    return address_of("jobs:feed", form)


def path_with(path, pairs, page=1):
    """Returns a path with (parameter, value) pairs, and with the number of a page but the first."""
    if page > 1:
        pairs = [*pairs, ("page", str(page))]
    query = "&".join(f"{name}={quote_plus(value, safe=',')}" for name, value in pairs)
    return path + (query and f"?{query}")


def page_number(query):
    """Returns the number of the page that is asked for; 1 where it is no number."""
    try:
        return int(query.get("page", 1))
    except ValueError:
        return 1


class BoardQuery(Mapping):
    """{parameter: its values} of what narrows or sorts a board, in the order of addresses.

    It never changes: each method returns another BoardQuery.
    """

    def __init__(self, values=()):
        """Takes {parameter: its values}; parameters without values are left out.

        So are those that tell how an amount of pay is meant, where none is asked for.
        """
        given = dict(values)
        if not given.get("pay"):
            given |= dict.fromkeys(USUAL_PAY, ())
        self._values = {name: given[name] for name in PARAMETERS if given.get(name)}

    @classmethod
    def of(cls, cleaned):
        """Returns what applies of the cleaned data of a board's form.

        What changes nothing is left out: the usual order, how pay is usually meant, and words on
        pay that is not stated where they say what is so anyway.
        """
        found = {name: _texts(cleaned.get(name)) for name in PARAMETERS}
        for name, usual in USUAL_PAY.items():
            if found[name] == (usual,):
                found[name] = ()
        if found["pay_unknown"] != (("show",) if found["pay"] else ("hide",)):
            found["pay_unknown"] = ()
        return cls(found).ordered(cleaned["sort"])

    def __getitem__(self, name):
        return self._values[name]

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    # A page asks hundreds of times for what is not there, which Mapping finds out by an exception.

    def __contains__(self, name):
        return name in self._values

    def get(self, name, default=None):
        return self._values.get(name, default)

    def __repr__(self):
        return f"BoardQuery({self._values})"

    def has(self, name, value):
        """Tells whether a parameter has a value."""
        return value in self._values.get(name, ())

    def with_values(self, name, *values):
        """Returns the same with just these values of a parameter."""
        return BoardQuery({**self._values, name: values})

    def with_value(self, name, value):
        """Returns the same with one more value of a parameter."""
        return self.with_values(name, *self.get(name, ()), value)

    def without(self, name, value=None):
        """Returns the same without one value of a parameter, or without the parameter."""
        kept = [each for each in self.get(name, ()) if each != value]
        return self.with_values(name, *(kept if value else ()))

    def ordered(self, sort):
        """Returns the same in an order, which goes unsaid where it is the usual one."""
        return self.with_values("sort", *(() if sort == usual_sort("q" in self) else (sort,)))

    def without_order(self):
        """Returns its filters alone."""
        return self.with_values("sort")

    def pairs(self):
        """Returns (parameter, value) for every value."""
        return [(name, value) for name, values in self._values.items() for value in values]

    def address(self, page=1, path=None):
        """Returns the address of the board, or of a page or another path, with these values."""
        encoded = self._encoded if page == 1 else path_with("", self.pairs(), page)
        return (path or board_path()) + encoded

    @cached_property
    def _encoded(self):
        # A page of the board has dozens of addresses that ask the same, of other paths.
        return path_with("", self.pairs())


def _texts(value):
    """Returns cleaned data as addresses have it: a tuple of texts."""
    if value in (None, "", ()):
        return ()
    if isinstance(value, tuple):
        return value
    return (str(value),)
