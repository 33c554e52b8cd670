"""Pay in another currency and period, at dated reference rates: to compare, never as the offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from careers.pay import PayPeriod, short_range

from ..models import ExchangeRate, Listing

USUAL_CURRENCY = "USD"


class Measure(NamedTuple):
    """What pay is converted to: a currency and a period."""

    currency: str
    period: str

    def __str__(self):
        return f"{self.currency} {PayPeriod(self.period).label}"


@dataclass(frozen=True)
class Rates:
    """US dollars for one unit of each currency, and the day of the newest of these rates."""

    usd: Mapping[str, Decimal]
    as_of: date | None

    @classmethod
    def read(cls):
        """Returns the rates that are kept; one query."""
        rows = list(ExchangeRate.objects.values_list("currency", "usd", "as_of"))
        newest = max((as_of for *_, as_of in rows), default=None)
        return cls({currency: usd for currency, usd, _ in rows}, newest)

    def convert(self, amount: Decimal, given: Measure, into: Measure) -> Decimal:
        """Returns an amount in another measure; KeyError where a currency has no rate.

        >>> rates = Rates({"USD": Decimal(1), "EUR": Decimal("1.25")}, None)
        >>> rates.convert(Decimal(50), Measure("EUR", "hour"), Measure("USD", "year"))
        Decimal('130000.00')
        """
        in_a_year = amount * PayPeriod(given.period).in_a_year
        if given.currency != into.currency:
            in_a_year = in_a_year * self.usd[given.currency] / self.usd[into.currency]
        return in_a_year / PayPeriod(into.period).in_a_year


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


def in_measure(listing: Listing, into: Measure, rates: Rates) -> str:
    """Returns a listing's pay in a Measure, as "about EUR 95K - 120K"; "" where it is in that.

    Where it cannot be converted, the words say why. A listing without pay has none.
    """
    given = measure_of(listing)
    if not listing.pay or given == into:
        return ""
    if given is None:
        return "not converted, as its period is not stated"
    try:
        ends = [
            end if end is None else rates.convert(end, given, into)
            for end in (listing.pay_min, listing.pay_max)
        ]
    except KeyError as missing:
        return f"not converted, as there is no rate for {missing.args[0]}"
    return f"about {short_range(*ends, *into)}"
