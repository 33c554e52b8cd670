"""About what pay is in the currency and period that somebody asks for; reference rates, dated."""

from functools import partial

from careers.pay import PayPeriod, short_range

from .labels import USUAL_PAY, pay_meant

# From here on an amount is rounded to thousands, and from here on to whole units.
ROUNDED_TO_THOUSANDS, ROUNDED_TO_UNITS = 10_000, 100


def conversion(query, rates):
    """Returns a function of pay that tells what it is about in what a BoardQuery asks for.

    None where the query asks for no pay. `rates` is {currency: Rate}.
    """
    if "pay" not in query:
        return None
    currency, period, _ = pay_meant(query)
    return partial(about, currency=currency, period=period, rates=rates)


def about(pay, *, currency, period, rates):
    """Returns (lowest, highest, currency, period) in another currency and period, in words.

    "" where it is in these already, where a rate is missing or the period is not known.

    >>> from datetime import date
    >>> from jobs.engine.directory import Rate
    >>> rates = {"USD": Rate(1, date(2026, 1, 1)), "EUR": Rate(1.1, date(2026, 11, 3))}
    >>> about((50, 60, "USD", "hour"), currency="EUR", period="year", rates=rates)
    'about EUR 95K - 113K a year at the rate of 3 Nov 2026'
    >>> about((50, None, "EUR", "hour"), currency="EUR", period="month", rates=rates)
    'about from EUR 8.7K a month'
    >>> about((50, 60, "EUR", ""), currency="EUR", period="year", rates=rates)
    ''
    """
    low, high, own, own_period = pay
    is_same = (own, own_period) == (currency, period)
    if is_same or not own_period or (own != currency and not {own, currency} <= rates.keys()):
        return ""
    factor = PayPeriod(own_period).in_a_year / PayPeriod(period).in_a_year
    if own != currency:
        factor *= float(rates[own].usd) / float(rates[currency].usd)
    low, high = (None if end is None else _rounded(float(end) * factor) for end in (low, high))
    words = short_range(low, high, currency, period)
    if not words:
        return ""
    year = " a year" if period == PayPeriod.YEAR and own_period != PayPeriod.YEAR else ""
    return f"about {words}{year}{_dated(own, currency, rates)}"


def _rounded(amount):
    if amount >= ROUNDED_TO_THOUSANDS:
        return round(amount / 1_000) * 1_000
    return round(amount) if amount >= ROUNDED_TO_UNITS else round(amount, 2)


def _dated(own, currency, rates):
    """Returns of which day the older of two rates is; US dollars are what all are in."""
    days = [rates[each].as_of for each in (own, currency) if each != USUAL_PAY["currency"]]
    if own == currency or not days:
        return ""
    day = min(days)
    return f" at the rate of {day.day} {day:%b %Y}"
