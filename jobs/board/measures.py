"""In which currency and period pay is compared, and what each listing's pay is in these."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from careers.pay import PayPeriod

from ..engine.directory import Rate
from ..models import Listing
from .conversion import about


class Measure(NamedTuple):
    """What pay is converted to: a currency and a period."""

    currency: str
    period: str


def measure_of(listing: Listing) -> Measure | None:
    """Returns the Measure in which a listing states its pay; None where it does not say all."""
    states = listing.pay and listing.pay_period
    return Measure(listing.pay_currency, listing.pay_period) if states else None


def usual_measure(listings: Iterable[Listing], asked: Mapping[str, str]) -> Measure | None:
    """Returns the currency and the period in which most of some listings state pay.

    Of as many currencies the first is taken, of as many periods the longest. What an address asks
    for stands before that: {"currency": "EUR", "per": "hour"}, or a part of it. None where no
    listing states its pay in full.
    """
    measures = [measure for listing in listings if (measure := measure_of(listing))]
    if not measures:
        return None
    currencies, periods = zip(*measures, strict=True)
    return Measure(
        asked.get("currency", max(currencies, key=currencies.count)),
        asked.get("per", max(PayPeriod, key=periods.count)),
    )


def in_measure(listing: Listing, into: Measure, rates: Mapping[str, Rate]) -> str:
    """Returns a listing's pay in a Measure, as "about EUR 95K - 120K"; "" where it is in that.

    Where it cannot be converted, the words say why. A listing without pay has none.
    """
    given = measure_of(listing)
    if not listing.pay or given == into:
        return ""
    if given is None:
        return "not converted, as its period is not stated"
    if given.currency != into.currency:
        for currency in (given.currency, into.currency):
            if currency not in rates:
                return f"not converted, as there is no rate for {currency}"
    pay = listing.pay_min, listing.pay_max, *given
    return about(pay, currency=into.currency, period=into.period, rates=rates)
