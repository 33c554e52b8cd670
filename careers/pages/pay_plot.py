"""Bars of pay on one axis, as the places and the words that a plot and its table print."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ..models import Role
from ..pay import PayPeriod, short_amount
from .pay_cells import Cell, Source
from .pay_choice import LEVELS

# So many steps an axis has at most: their amounts fit side by side on a narrow screen.
MOST_STEPS = 6
# Percentiles of fewer adverts are drawn as uncertain.
FEW = 30
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """An axis from one round amount to another, with ticks at equal steps."""

    low: Decimal
    step: Decimal
    steps: int

    def at(self, amount):
        """Returns where an amount stands, in percent of the axis."""
        return round(float(100 * (amount - self.low) / (self.step * self.steps)), 1)

    @property
    def ticks(self):
        """The (place in percent, amount in words) of each tick."""
        amounts = [self.low + self.step * number for number in range(self.steps + 1)]
        return [(self.at(amount), short_amount(amount)) for amount in amounts]


def scale_of(amounts, most_steps=MOST_STEPS):
    """Returns the shortest Scale of so many round steps at most that holds all amounts.

    >>> [words for _, words in scale_of([Decimal(67_240), Decimal(239_130)]).ticks]
    ['50K', '100K', '150K', '200K', '250K']
    """
    lowest, highest = min(amounts), max(amounts)
    size = Decimal(10) ** ((highest - lowest or highest or 1).adjusted() - 1)
    while True:
        for step in (size * each for each in STEPS):
            low = (lowest / step).to_integral_value(ROUND_FLOOR)
            high = max((highest / step).to_integral_value(ROUND_CEILING), low + 1)
            if high - low <= most_steps:
                return Scale(low * step, step, int(high - low))
        size *= 10


@dataclass(frozen=True)
class Bar:
    """One cell of pay on a scale: what it is of, and from where."""

    cell: Cell
    scale: Scale
    source: Source
    # The number of its source in the page's list of references; None for this site's listings.
    number: int | None = None
    role: Role | None = None

    @property
    def is_of_few(self):
        return self.cell.n < FEW

    @property
    def line(self):
        """The ends of the thin line, in percent: the outermost percentiles that are published."""
        known = [amount for amount in self.cell.percentiles if amount is not None]
        return self.scale.at(known[0]), self.scale.at(known[-1])

    @property
    def middle(self):
        """The start and the width of the middle half, in percent; None where it is not known."""
        if self.cell.p25 is None or self.cell.p75 is None:
            return None
        start, end = self.scale.at(self.cell.p25), self.scale.at(self.cell.p75)
        return start, round(end - start, 1)

    @property
    def median(self):
        return self.scale.at(self.cell.p50)

    @property
    def median_words(self):
        return f"{self.cell.currency} {short_amount(self.cell.p50)}"

    @property
    def amounts(self):
        """The five percentiles in words."""
        return [
            "not published" if amount is None else short_amount(amount)
            for amount in self.cell.percentiles
        ]

    @property
    def year(self):
        """The year of the figure; None where it is of several, or has the day of its count."""
        return None if self.source.is_advertised else self.cell.year or self.source.year

    @property
    def per(self):
        """What the amounts are for: a year."""
        return PayPeriod(self.cell.period).label

    @property
    def unit(self):
        """What the amounts are in: USD a year."""
        return f"{self.cell.currency} {self.per}"

    @property
    def level_name(self):
        return LEVELS.get(self.cell.level, self.cell.level)


def bars(found, numbers):
    """Returns the Bars of [(cell, its Source, its role or None)] on one scale.

    `numbers` are {source: the number of its reference on the page}.
    """
    amounts = [a for cell, _, _ in found for a in cell.percentiles if a is not None]
    scale = scale_of(amounts) if amounts else None
    return [Bar(cell, scale, source, numbers.get(source), role) for cell, source, role in found]
