"""Amounts of pay: how they are printed, and (from a sample) the band they form."""

from decimal import Decimal

PERIOD_WORDS = {
    "year": "",
    "month": "a month",
    "week": "a week",
    "day": "a day",
    "hour": "an hour",
}


def short_amount(amount: Decimal) -> str:
    """
    An amount in as few characters as stay true to a tenth.

    >>> [short_amount(Decimal(n)) for n in ("98000", "172500", "5200000", "45.50", "850")]
    ['98K', '172.5K', '5.2M', '45.50', '850']
    """
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if amount >= size:
            return f"{round(amount / size, 1).normalize():f}{letter}"
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def short_range(
    minimum: Decimal | None, maximum: Decimal | None, currency: str, period: str
) -> str:
    """
    A pay range as the site prints it; "" where neither end is known. A year goes unsaid.

    >>> short_range(Decimal(98000), Decimal(208000), "USD", "year")
    'USD 98K - 208K'
    >>> short_range(Decimal("45.50"), Decimal("45.50"), "USD", "hour")
    'USD 45.50 an hour'
    >>> short_range(None, Decimal(75000), "EUR", "year")
    'up to EUR 75K'
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
    return f"{words} {PERIOD_WORDS[period]}".strip()
