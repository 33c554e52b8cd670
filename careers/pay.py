"""Pay: its periods, how amounts are printed, and (from a sample) the band they form."""

from decimal import Decimal
from enum import StrEnum

MINIMUM_SAMPLE = 10


class PayPeriod(StrEnum):
    """What an amount of pay is for, in a value and in words.

    Not TextChoices: the processes that read adverts would load all of Django's models for it.
    """

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"

    @property
    def label(self) -> str:
        return "an hour" if self == PayPeriod.HOUR else f"a {self}"

    @property
    def in_a_year(self) -> int:
        """Returns how many a full-time year has: 52 weeks of 5 days of 8 hours."""
        return PERIODS_IN_A_YEAR[self]


PERIODS_IN_A_YEAR = {
    PayPeriod.YEAR: 1,
    PayPeriod.MONTH: 12,
    PayPeriod.WEEK: 52,
    PayPeriod.DAY: 260,
    PayPeriod.HOUR: 2080,
}
PAY_PERIODS = {period.value: period.label for period in PayPeriod}


def short_amount(amount: Decimal | int) -> str:
    """Returns an amount in as few characters as stay true to a tenth.

    >>> [short_amount(Decimal(n)) for n in ("98000", "172500", "5200000", "45.50", "850")]
    ['98K', '172.5K', '5.2M', '45.50', '850']
    """
    amount = Decimal(amount)
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if amount >= size:
            return f"{round(amount / size, 1).normalize():f}{letter}"
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def short_range(
    minimum: Decimal | None, maximum: Decimal | None, currency: str, period: str
) -> str:
    """Returns a pay range as the site prints it; "" where neither end is known.

    A year goes unsaid; that a period is not known does not.

    >>> short_range(Decimal(98000), Decimal(208000), "USD", "year")
    'USD 98K - 208K'
    >>> short_range(Decimal("45.50"), Decimal("45.50"), "USD", "hour")
    'USD 45.50 an hour'
    >>> short_range(None, Decimal(75000), "EUR", "year")
    'up to EUR 75K'
    >>> short_range(Decimal(120000), Decimal(180000), "PKR", "")
    'PKR 120K - 180K, period not stated'
    """
    if minimum is None and maximum is None:
        return ""
    if minimum is None:
        words = f"up to {currency} {short_amount(maximum)}"
    elif maximum is None:
        words = f"from {currency} {short_amount(minimum)}"
    elif minimum == maximum:
        words = f"{currency} {short_amount(minimum)}"
    else:
        words = f"{currency} {short_amount(minimum)} - {short_amount(maximum)}"
    if not period:
        return f"{words}, period not stated"
    return words if period == PayPeriod.YEAR else f"{words} {PayPeriod(period).label}"


def exact_range(
    minimum: Decimal | None, maximum: Decimal | None, currency: str, period: str
) -> str:
    """Returns a pay range to the cent, with its period; "" where no end or no period is known.

    >>> exact_range(Decimal(172550), Decimal(208000), "USD", "year")
    'USD 172,550 to 208,000 a year'
    >>> exact_range(None, Decimal("45.5"), "EUR", "hour")
    'up to EUR 45.50 an hour'
    """
    if not period or (minimum is None and maximum is None):
        return ""
    low, high = (None if end is None else _to_the_cent(end) for end in (minimum, maximum))
    if low is None:
        words = f"up to {currency} {high}"
    elif high is None:
        words = f"from {currency} {low}"
    else:
        words = f"{currency} {low}" + ("" if low == high else f" to {high}")
    return f"{words} {PayPeriod(period).label}"


def _to_the_cent(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
