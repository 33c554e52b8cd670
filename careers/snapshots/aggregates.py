"""What is counted of a file: rows, titles, skills, and pay by its percentiles."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from ..pay import MINIMUM_SAMPLE, PayPeriod

PERCENTS = (10, 25, 50, 75, 90)
PLACES = Decimal("0.0001")
LONGEST_TITLE = 200
# What a split leaves out of a cell.
NOT_SPLIT: dict[str, Any] = {"level": "", "country": "", "year": None}

# Why rows are refused, where more than one kind of file has the reason.
NO_ROLE = "title names no role"
NO_TITLE = "title missing or too long"
BAD_PAY = "pay is no plausible amount"


RoleOf = Callable[[str], str | None]


class Refused(Exception):
    """Why a row is not kept, in words."""


class Group(NamedTuple):
    """Whose pay an amount is: what figures are split by."""

    role: str
    level: str = ""
    country: str = ""
    year: int | None = None
    currency: str = "USD"
    period: str = PayPeriod.YEAR


class Cell(NamedTuple):
    """Pay of a role or an occupation: a PayCell's columns, the subject by its slug or code."""

    subject: str
    level: str
    country: str
    area: str
    year: int | None
    currency: str
    period: str
    n: int
    p10: Decimal | None
    p25: Decimal | None
    p50: Decimal | None
    p75: Decimal | None
    p90: Decimal | None

    @property
    def order(self) -> tuple:
        """Where the cell stands in a file."""
        return (*self[:4], self.year or 0, self.currency, self.period)


@dataclass
class RoleCount:
    """The adverts of a role: how many, their titles, and the skills that are named."""

    titles: Counter[str] = field(default_factory=Counter)
    n_with_skills: int = 0
    skills: Counter[str] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        return self.titles.total()


@dataclass
class Aggregates:
    """All that is counted of one file. Each row is either kept or refused for one reason."""

    rows: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    # Of the kept adverts, those whose pay goes into no figure, by reason.
    pay_refused: Counter[str] = field(default_factory=Counter)
    roles: dict[str, RoleCount] = field(default_factory=partial(defaultdict, RoleCount))
    cells: list[Cell] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)
    occupations: dict[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        return self.rows - self.refused.total()


Amounts = defaultdict[Group, array]


def no_amounts() -> Amounts:
    """Returns an empty {Group: amounts}; eight bytes an amount, so that large files fit."""
    return defaultdict(partial(array, "d"))


def percentiles(*parts: Sequence[float]) -> list[Decimal]:
    """Returns the 10th, 25th, 50th, 75th and 90th percentile of all amounts, to four decimals.

    They are inclusive, as SQL's percentile_cont: between two amounts, in proportion.

    >>> [str(amount.normalize()) for amount in percentiles([20, 41.5], [30, 10])]
    ['13', '17.5', '25', '32.875', '38.05']
    """
    import numpy as np  # takes long to import, and most who read this module count nothing

    ordered = np.sort(np.concatenate(parts)).tolist()
    return [_percentile(ordered, percent) for percent in PERCENTS]


def _percentile(ordered: Sequence[float], percent: int) -> Decimal:
    """Returns one percentile of sorted amounts, in decimals: floats would round by chance."""
    place, hundredths = divmod((len(ordered) - 1) * percent, 100)
    low = Decimal(repr(ordered[place]))
    high = Decimal(repr(ordered[min(place + 1, len(ordered) - 1)]))
    return (low + (high - low) * hundredths / 100).quantize(PLACES)


def pay_cells(amounts: Mapping[Group, array], splits: Iterable[Collection[str]]) -> list[Cell]:
    """Returns the cells of every split that have enough amounts.

    A split names what its cells are apart by, of NOT_SPLIT; role, currency and period always are.
    """
    cells = []
    for split in splits:
        left_out = {name: value for name, value in NOT_SPLIT.items() if name not in split}
        together = defaultdict(list)
        for group, of_group in amounts.items():
            together[group._replace(**left_out)].append(of_group)
        for group, parts in together.items():
            if (n := sum(map(len, parts))) >= MINIMUM_SAMPLE:
                cells.append(_cell(group, n, percentiles(*parts)))
    return sorted(cells, key=lambda cell: cell.order)


def _cell(group: Group, n: int, figures: list[Decimal]) -> Cell:
    place = (group.role, group.level, group.country, "", group.year)
    return Cell(*place, group.currency, str(group.period), n, *figures)


def amount_of(text: str) -> float | None:
    """Returns the amount that a text is, or None.

    >>> amount_of("79200.50"), amount_of("-5"), amount_of("nan"), amount_of("1e400")
    (79200.5, None, None, None)
    """
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if 0 < amount < float("inf") else None


def has_title(title: str) -> bool:
    """Says whether a title is one that can be matched and printed."""
    return bool(title.strip()) and len(title) <= LONGEST_TITLE


def role_named(title: str, role_of: RoleOf) -> str:
    """Returns the slug of the role that a title names; raises Refused where it names none."""
    if not has_title(title):
        raise Refused(NO_TITLE)
    role = role_of(title)
    if role is None:
        raise Refused(NO_ROLE)
    return role
