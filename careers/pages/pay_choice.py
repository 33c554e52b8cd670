"""Which cells of pay a page shows: one currency, one country and one level, switched by links."""

from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, replace
from typing import NamedTuple

from django.utils.http import urlencode

PARAMETERS = ("currency", "country", "level")
# What an address says for all countries together.
ALL = "all"
LEVELS = {"entry": "Entry", "mid": "Mid", "senior": "Senior", "executive": "Executive"}


@dataclass(frozen=True)
class Choice:
    """What figures are of: a currency, a country ("" for all together), a level ("" for all)."""

    currency: str
    country: str
    level: str

    def fits(self, cell):
        """Tells whether a cell is of this choice, and of a whole country."""
        cell_is = (cell.currency, cell.country, cell.level, cell.area)
        return cell_is == (*astuple(self), "")

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


def best(cells, asked):
    """Returns the Choice in which most is said of what was asked; None where nothing fits.

    Most said is: in most cells of different sources and roles, then of a country and not of all
    together, then from most adverts. Years count once.
    """
    owners, adverts = defaultdict(set), Counter()
    for cell in cells:
        if _is_asked(cell, asked):
            pair = cell.currency, cell.country
            owners[pair].add((cell.snapshot, cell.role, cell.occupation))
            adverts[pair] += cell.n

    def rank(pair):
        return len(owners[pair]), bool(pair[1]), adverts[pair], pair

    return Choice(*max(owners, key=rank), asked.level) if owners else None


def _is_asked(cell, asked):
    return (
        cell.is_yearly
        and not cell.area
        and cell.level == asked.level
        and asked.currency in ("", cell.currency)
        and asked.country in ("", cell.country or ALL)
    )


def switches(cells, choice, kept=()):
    """Returns the Switches in which there is a choice; each of their links leads to figures.

    `kept` are (name, value) pairs of other parameters that stay in the address.
    """
    cells = [cell for cell in cells if cell.is_yearly and not cell.area]
    in_country = [cell for cell in cells if cell.country == choice.country]
    levels = {cell.level for cell in in_country if cell.currency == choice.currency}
    targets = {
        "country": [_in_country(cells, choice, code) for code in _most_first(cells, "country")],
        "currency": [
            _nearest(in_country, choice, currency=code)
            for code in _most_first(in_country, "currency")
        ],
        "level": [replace(choice, level=name) for name in ("", *LEVELS) if name in levels],
    }
    return [
        Switch(name, tuple(_link(name, target, choice, kept) for target in of_name if target))
        for name, of_name in targets.items()
        if len(of_name) > 1
    ]


def _most_first(cells, name):
    """Returns the values of a field, those of most adverts first; all together before any."""
    adverts = Counter()
    for cell in cells:
        adverts[getattr(cell, name)] += cell.n
    return sorted(adverts, key=lambda value: (value != "", -adverts[value], value))


def _in_country(cells, choice, code):
    """Returns the Choice for a country, in the currency in which most is said of it."""
    currency = "" if code else choice.currency
    return _nearest(cells, choice, currency=currency, country=code or ALL)


def _nearest(cells, choice, **asked):
    """Returns what is asked for at the level of a choice, or else at all levels; None for none."""
    return best(cells, Asked(level=choice.level, **asked)) or best(cells, Asked(**asked))


def _link(name, target, choice, kept):
    value = getattr(target, name)
    is_current = value == getattr(choice, name)
    return Link(value, target.currency, urlencode([*kept, *target.query]), is_current)
