"""What full-time pay amounts to in each country, to tell periods apart and odd amounts from pay.

The table is jobs/data/wages.csv; the README beside it says where its figures come from. None of
them is shown to anybody.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from careers.pay import PayPeriod

WAGES = Path(__file__).parents[2] / "data" / "wages.csv"

# Rough worth of one unit in US dollars (2026), only to see that an amount cannot be pay.
# Conversion for filtering has dated rates of its own.
IN_USD = {
    "AED": 0.27, "ALL": 0.012, "AMD": 0.0026, "ARS": 0.0008, "AUD": 0.66, "AZN": 0.59, "BAM": 0.59,
    "BDT": 0.0082, "BGN": 0.59, "BHD": 2.65, "BOB": 0.145, "BRL": 0.18, "CAD": 0.72, "CHF": 1.2,
    "CLP": 0.001, "CNY": 0.14, "COP": 0.00025, "CRC": 0.002, "CZK": 0.047, "DKK": 0.15,
    "DOP": 0.016, "EGP": 0.02, "ETB": 0.007, "EUR": 1.15, "GBP": 1.33, "GEL": 0.37, "GHS": 0.09,
    "GTQ": 0.13, "HKD": 0.13, "HUF": 0.0029, "IDR": 0.00006, "ILS": 0.29, "INR": 0.0115,
    "ISK": 0.008, "JOD": 1.41, "JPY": 0.0067, "KES": 0.0077, "KRW": 0.0007, "KWD": 3.25,
    "KZT": 0.0019, "LKR": 0.0033, "MAD": 0.11, "MDL": 0.059, "MKD": 0.0187, "MXN": 0.053,
    "MYR": 0.24, "NGN": 0.00065, "NOK": 0.099, "NPR": 0.0071, "NZD": 0.59, "OMR": 2.6, "PEN": 0.28,
    "PHP": 0.0174, "PKR": 0.0035, "PLN": 0.27, "PYG": 0.00014, "QAR": 0.27, "RON": 0.23,
    "RSD": 0.0098, "RUB": 0.012, "SAR": 0.27, "SEK": 0.105, "SGD": 0.77, "THB": 0.031, "TND": 0.34,
    "TRY": 0.024, "TWD": 0.033, "TZS": 0.0004, "UAH": 0.024, "UGX": 0.00028, "USD": 1.0,
    "UYU": 0.025, "UZS": 0.00008, "VND": 0.00004, "ZAR": 0.057,
}  # fmt: skip

LEAST_USD, MOST_USD = 5_000, 2_000_000  # a year
LARGEST_SPREAD = 20
# A listing's columns of pay hold no more.
TOO_MUCH = 10**10
# A range may reach so much beyond what is usual.
SLACK = 1.5
# Half a job is advertised at half of the least full-time pay; an hour of it is not.
HALF_A_JOB = 0.5
# Small jobs' pay of a month is as low as a day's or a week's: size alone never means those two.
TOLD_BY_SIZE = (PayPeriod.YEAR, PayPeriod.MONTH, PayPeriod.HOUR)


@dataclass(frozen=True)
class Wages:
    """What full-time pay in one country is, at least a month and at most a year."""

    country: str
    currency: str
    least_month: float
    most_year: float
    is_paid_by_the_week: bool

    @property
    def periods(self) -> list[PayPeriod]:
        """Returns the periods for which adverts there state pay."""
        return [each for each in PayPeriod if each != PayPeriod.WEEK or self.is_paid_by_the_week]

    @property
    def least_year(self) -> float:
        return 12 * self.least_month

    def may_be(self, amount: float, period: PayPeriod, slack: float = 1) -> bool:
        """Says whether an amount of its currency may be somebody's pay for the period there."""
        is_by_the_piece = period in (PayPeriod.DAY, PayPeriod.HOUR)
        least = self.least_year * (1 if is_by_the_piece else HALF_A_JOB)
        most = self.most_year
        if period == PayPeriod.YEAR:
            most = max(most, MOST_USD / IN_USD[self.currency])
        return least / slack <= amount * period.in_a_year <= most * slack

    def may_reach(self, amounts: Sequence[float], period: PayPeriod) -> bool:
        """Says whether a range of pay for the period may touch these amounts there."""
        return any(self.may_be(amount, period) for amount in amounts) and all(
            self.may_be(amount, period, SLACK) for amount in amounts
        )


@cache
def _table() -> dict[str, Wages]:
    with WAGES.open(encoding="utf-8", newline="") as file:
        return {row["country"]: _wages(row) for row in csv.DictReader(file)}


def _wages(row: dict[str, str]) -> Wages:
    return Wages(
        row["country"],
        row["currency"],
        float(row["least_month"]),
        float(row["most_year"]),
        row["paid_by_the_week"] == "yes",
    )


CURRENCY_OF_COUNTRY = {country: wages.currency for country, wages in _table().items()}


def plausible_periods(
    amounts: Sequence[Decimal], currency: str, country: str = ""
) -> list[PayPeriod]:
    """Returns the periods for which a range of these ends may be pay there; none if unknown.

    Where the country's own currency is another one, its wages and those of the currency's home
    both count; where no country is given, those of every country that has the currency.

    >>> [*map(str, plausible_periods([Decimal(120_000), Decimal(180_000)], "PKR", "PK"))]
    ['month']
    >>> [*map(str, plausible_periods([Decimal(20_000)], "USD", "US"))]
    ['year', 'month']
    """
    found = {
        period
        for wages, worth in _wages_for(currency, country)
        for period in wages.periods
        if wages.may_reach([float(amount) * worth for amount in amounts], period)
    }
    return [period for period in PayPeriod if period in found]


def period_by_size(amounts: Sequence[Decimal], currency: str, country: str = "") -> str:
    """Returns the one period for which these amounts may be pay there; "" where several may be.

    >>> period_by_size([Decimal(28), Decimal(32)], "USD"), period_by_size([Decimal(3000)], "USD")
    ('hour', '')
    """
    periods = plausible_periods(amounts, currency, country)
    if len(periods) > 1 or not periods or periods[0] not in TOLD_BY_SIZE:
        return ""
    return periods[0].value if is_usual(amounts, currency, periods[0], country) else ""


def is_usual(amounts: Sequence[Decimal], currency: str, period: str, country: str = "") -> bool:
    """Says whether these amounts may be pay for the period there, usual or not."""
    return any(
        all(wages.may_be(float(amount) * worth, PayPeriod(period)) for amount in amounts)
        for wages, worth in _wages_for(currency, country)
    )


def may_be_pay(amounts: Sequence[Decimal], currency: str, period: str) -> bool:
    """Says whether these amounts can be somebody's pay anywhere; "" is for any period.

    >>> may_be_pay([Decimal(25_000)], "INR", "month"), may_be_pay([Decimal(25)], "INR", "month")
    (True, False)
    """
    if max(amounts) > LARGEST_SPREAD * min(amounts) or max(amounts) >= TOO_MUCH:
        return False
    if currency not in IN_USD:
        return True
    periods = [PayPeriod(period)] if period else [*PayPeriod]
    worth = IN_USD[currency]
    least = min([LEAST_USD / worth, *_half_jobs(currency)])
    return any(
        all(least <= float(end) * each.in_a_year <= MOST_USD / worth for end in amounts)
        for each in periods
    )


def _half_jobs(currency: str) -> Iterator[float]:
    for wages in _table().values():
        if wages.currency == currency:
            yield HALF_A_JOB * wages.least_year


@cache
def _wages_for(currency: str, country: str) -> list[tuple[Wages, float]]:
    """Returns the wages that count, each with the worth of the currency's unit in theirs."""
    home = [wages for wages in _table().values() if wages.currency == currency]
    own = _table().get(country.upper())
    if own in home:
        home = [own]
    elif own and currency in IN_USD:
        return [(own, IN_USD[currency] / IN_USD[own.currency]), *((each, 1.0) for each in home)]
    return [(each, 1.0) for each in home]
