"""Pay in any currency and period: what is found equals arithmetic by hand."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.http import QueryDict

from jobs.board.filters import ListingFilter
from jobs.engine import this_minute
from jobs.engine.engine import Engine
from jobs.models import ExchangeRate, Listing
from tests.factories import make_employer

DOLLARS_FOR_ONE = {"USD": "1", "EUR": "1.111", "GBP": "1.25", "JPY": "0.006935", "INR": "0.012"}
IN_A_YEAR = {"year": 1, "month": 12, "hour": 52 * 5 * 8}
# About what a year is paid with, in each currency.
USUAL = {"USD": 90_000, "EUR": 70_000, "GBP": 60_000, "JPY": 9_000_000, "INR": 2_500_000}
LISTINGS = 500


def in_dollars(amount, currency, period):
    return amount * IN_A_YEAR[period] * Decimal(DOLLARS_FOR_ONE[currency])


def invented_pay(random):
    """Returns (lowest, highest, currency, period); any of them may be unknown."""
    currency, period = random.choice([*USUAL]), random.choice([*IN_A_YEAR, ""])
    low = round(USUAL[currency] / IN_A_YEAR.get(period, 1) * random.uniform(0.4, 2), -1)
    low = Decimal(max(low, 10))
    high = low + round(low * Decimal(random.uniform(0, 0.5)))
    kind = random.random()
    if kind < 0.15:
        return None, None, "", ""
    return (
        (None if kind < 0.3 else low),
        (None if 0.3 <= kind < 0.45 else high),
        *(currency, period),
    )


@pytest.mark.django_db
def test_pay_starts_at_and_reaches_what_arithmetic_by_hand_says():
    random = Random("pay")
    ExchangeRate.objects.all().delete()
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, usd=usd, as_of=date(2026, 11, 1))
        for currency, usd in DOLLARS_FOR_ONE.items()
    )
    employer, rates = make_employer(), ExchangeRate.objects.by_currency()
    pays = [invented_pay(random) for _ in range(LISTINGS)]
    for number, (low, high, currency, period) in enumerate(pays):
        listing = Listing(
            employer=employer, title=str(number), closes_at=this_minute().replace(year=2030)
        )
        listing.pay_min, listing.pay_max = low, high
        listing.pay_currency, listing.pay_period = currency, period
        listing.convert_pay(rates)
        listing.save()
    board = Engine().refresh()
    titles = dict(Listing.objects.values_list("pk", "title"))
    for currency in USUAL:
        for period in IN_A_YEAR:
            # What a listing says itself, too, as it must fit exactly.
            said = [low for low, _, *way in pays if low and way == [currency, period]]
            usual = USUAL[currency] // IN_A_YEAR[period]
            for amount in (usual, int(random.choice(said))):
                least = in_dollars(amount, currency, period)
                starting, reaching = set(), set()
                for number, (low, high, *way) in enumerate(pays):
                    if low is not None and way[1] and in_dollars(low, *way) >= least:
                        starting.add(str(number))
                    top = low if high is None else high
                    if top is not None and way[1] and in_dollars(top, *way) >= least:
                        reaching.add(str(number))
                for reach, expected in (("starts", starting), ("reaches", reaching)):
                    query = f"pay={amount}&currency={currency}&per={period}&reach={reach}"
                    form = ListingFilter(QueryDict(query)).form
                    assert form.is_valid(), form.errors
                    total, found = board.arrivals(form.cleaned_data, 0, LISTINGS)
                    assert {titles[pk] for pk, _ in found} == expected, query
                    assert total == len(expected)
                assert 0 < len(starting) < len(reaching) < LISTINGS
