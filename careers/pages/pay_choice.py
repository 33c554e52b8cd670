"""Which cells of pay a page shows: one currency, one country and one level, switched by links."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.http import urlencode

PARAMETERS = ("currency", "country", "level")
# What an address says for all countries together.
ALL = "all"
LEVELS = {"entry": "Entry", "mid": "Mid", "senior": "Senior", "executive": "Executive"}


class Choice(NamedTuple):
    """What figures are of: a currency, a country ("" for all together), a level ("" for all)."""

    currency: str
    country: str
    level: str

    def fits(self, cell):
        """Tells whether a cell is of this choice, and of a whole country."""
        return (cell.currency, cell.country, cell.level) == self and not cell.area

    @property
    def level_name(self):
        return LEVELS.get(self.level, self.level)

    @property
    def query(self):
        """The choice as the parameters of an address."""
        pairs = zip(PARAMETERS, (self.currency, self.country or ALL, self.level), strict=True)
        return [(name, value) for name, value in pairs if value]


class Asked(NamedTuple):
    """What an address asks for; "" where it leaves the choice to the page."""

    currency: str = ""
    country: str = ""
    level: str = ""

    @classmethod
    def in_query(cls, query):
        """Returns what a QueryDict asks for."""
        return cls(*(printable(query.get(name, "")) for name in PARAMETERS))

    def __str__(self):
        asked = zip(PARAMETERS, self, strict=True)
        return " and ".join(f"{name} “{value}”" for name, value in asked if value)


def printable(text):
    """Returns a text from an address as a page may print it: no control characters.

    >>> printable("US"), printable("U\\x00S")
    ('US', 'U\ufffdS')
    """
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


class Link(NamedTuple):
    """A value to switch to ("" for all), and the query of the address that does."""

    value: str
    currency: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class Switch:
    """A parameter with the values that have figures."""

    name: str
    links: tuple[Link, ...]


@dataclass
class Said:
    """How much cells say: by how many different sources and of how many roles, of how many adverts.

    A source that tells of several years counts once for a role.
    """

    times: int = 0
    adverts: int = 0


def best(said, asked):
    """Returns the Choice in which most is said of what was asked; None where nothing fits.

    Most said is: in most cells of different sources and roles, then of a country and not of all
    together, then from most adverts.
    """

    def rank(choice):
        of_choice = said[choice]
        return of_choice.times, bool(choice.country), of_choice.adverts, choice

    return max((choice for choice in said if _is_asked(choice, asked)), key=rank, default=None)


def _is_asked(choice, asked):
    return (
        choice.level == asked.level
        and asked.currency in ("", choice.currency)
        and asked.country in ("", choice.country or ALL)
    )


def switches(said, choice, kept=()):
    """Returns the Switches in which there is a choice; each of their links leads to figures.

    `said` is of each Choice. `kept` are (name, value) pairs of other parameters that stay in the
    address.
    """
    others = urlencode(kept)
    by_country = defaultdict(dict)
    for each, of_choice in said.items():
        by_country[each.country][each] = of_choice
    in_country = by_country[choice.country]
    levels = {each.level for each in in_country if each.currency == choice.currency}
    targets = {
        "country": [
            # In the currency in which most is said of it.
            _nearest(by_country[code], choice, currency="" if code else choice.currency)
            for code in _most_first(said, "country")
        ],
        "currency": [
            _nearest(in_country, choice, currency=code)
            for code in _most_first(in_country, "currency")
        ],
        "level": [choice._replace(level=name) for name in ("", *LEVELS) if name in levels],
    }
    return [
        Switch(name, tuple(_link(name, target, choice, others) for target in of_name if target))
        for name, of_name in targets.items()
        if len(of_name) > 1
    ]


def _most_first(said, name):
    """Returns the values of a field, those of most adverts first; all together before any."""
    adverts = Counter()
    for choice, of_choice in said.items():
        adverts[getattr(choice, name)] += of_choice.adverts
    return sorted(adverts, key=lambda value: (value != "", -adverts[value], value))


def _nearest(said, choice, currency):
    """Returns what is said most of at the level of a choice, or else at all levels; or None."""
    at_level = best(said, Asked(currency=currency, level=choice.level))
    return at_level or best(said, Asked(currency=currency))


def _link(name, target, choice, others):
    value = getattr(target, name)
    is_current = value == getattr(choice, name)
    query = "&".join(filter(None, (others, _encoded(target))))
    return Link(value, target.currency, query, is_current)


# A page links dozens of choices, and all pages link the same ones.
@lru_cache(maxsize=2_000)
def _encoded(choice):
    return urlencode(choice.query)
