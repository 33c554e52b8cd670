"""Pay in every writing: forty currencies, six amounts, five periods, eight writings.

The suite reads a sample of them; `python -m tests.jobs.importing.reading.pay_kinds` reads all and
prints how many are right, how many are silent on their period, and each one that is wrong.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from careers.pay import PayPeriod
from jobs.importing.reading.pay import Pay, read_pay
from jobs.importing.reading.wages import plausible_periods

# A currency, the country of the advert, its sign, its mark of thousands, and full-time pay of a
# year there from low to high.
CURRENCIES = [
    ("USD", "US", "$", ",", 30_000, 240_000), ("USD", "DE", "US$", ",", 40_000, 240_000),
    ("CAD", "CA", "C$", ",", 40_000, 260_000), ("AUD", "AU", "A$", ",", 55_000, 300_000),
    ("NZD", "NZ", "NZ$", ",", 50_000, 250_000), ("GBP", "GB", "£", ",", 26_000, 180_000),
    ("EUR", "DE", "€", ".", 30_000, 180_000), ("EUR", "FR", "€", " ", 24_000, 160_000),
    ("EUR", "IE", "€", ",", 30_000, 180_000), ("CHF", "CH", "Fr.", "'", 60_000, 240_000),
    ("SEK", "SE", "kr", " ", 300_000, 1_200_000), ("NOK", "NO", "kr", " ", 400_000, 1_500_000),
    ("DKK", "DK", "kr", ".", 300_000, 1_400_000), ("ISK", "IS", "kr", ".", 6_000_000, 20_000_000),
    ("PLN", "PL", "zł", " ", 60_000, 480_000), ("CZK", "CZ", "Kč", " ", 300_000, 2_000_000),
    ("HUF", "HU", "Ft", " ", 4_000_000, 24_000_000), ("RON", "RO", "lei", ".", 60_000, 360_000),
    ("UAH", "UA", "₴", " ", 240_000, 3_600_000), ("RUB", "RU", "₽", " ", 480_000, 6_000_000),
    ("TRY", "TR", "₺", ".", 360_000, 4_000_000), ("ILS", "IL", "₪", ",", 90_000, 600_000),
    ("AED", "AE", "AED", ",", 60_000, 600_000), ("SAR", "SA", "SAR", ",", 60_000, 600_000),
    ("EGP", "EG", "EGP", ",", 120_000, 1_800_000), ("ZAR", "ZA", "R", " ", 120_000, 1_500_000),
    ("NGN", "NG", "₦", ",", 1_200_000, 24_000_000), ("KES", "KE", "KSh", ",", 360_000, 6_000_000),
    ("INR", "IN", "₹", ",", 240_000, 5_000_000), ("PKR", "PK", "Rs", ",", 600_000, 9_000_000),
    ("CNY", "CN", "¥", ",", 60_000, 900_000), ("JPY", "JP", "¥", ",", 3_000_000, 15_000_000),
    ("KRW", "KR", "₩", ",", 28_000_000, 150_000_000), ("HKD", "HK", "HK$", ",", 180_000, 1_200_000),
    ("TWD", "TW", "NT$", ",", 400_000, 3_000_000), ("SGD", "SG", "S$", ",", 30_000, 240_000),
    ("MYR", "MY", "RM", ",", 30_000, 360_000), ("THB", "TH", "฿", ",", 180_000, 2_400_000),
    ("IDR", "ID", "Rp", ".", 48_000_000, 900_000_000), ("PHP", "PH", "₱", ",", 180_000, 2_400_000),
    ("VND", "VN", "₫", ".", 96_000_000, 1_200_000_000), ("BRL", "BR", "R$", ".", 36_000, 420_000),
    ("MXN", "MX", "$", ",", 140_000, 1_800_000), ("COP", "CO", "$", ".", 24_000_000, 300_000_000),
    ("CLP", "CL", "$", ".", 8_000_000, 90_000_000), ("PEN", "PE", "S/", ",", 18_000, 240_000),
]  # fmt: skip
STEPS = (0, 0.1, 0.25, 0.45, 0.7, 1)
WORDS = {"year": "year", "month": "month", "week": "week", "day": "day", "hour": "hour"}
RANGE = Decimal("1.25")


@dataclass(frozen=True)
class Case:
    """A pay as an advert writes it, and what it states; `is_named` says whether a period is."""

    text: str
    country: str
    pay: Pay
    is_named: bool = True

    @property
    def outcome(self) -> str:
        """Returns "right", "silent" (all but an unnamed period) or "wrong"."""
        read = read_pay(self.text, self.country)
        if read == self.pay:
            return "right"
        silent = Pay(self.pay.minimum, self.pay.maximum, self.pay.currency, "")
        return "silent" if read == silent and not self.is_named else "wrong"

    @property
    def is_open(self) -> bool:
        """Says whether more than one period is plausible for an unnamed one."""
        return len(plausible_periods(self.pay.ends, self.pay.currency, self.country)) > 1


def cases() -> Iterator[Case]:
    """Yields every case."""
    for currency, country, sign, mark, least, most in CURRENCIES:
        for step in STEPS:
            for period in PayPeriod:
                yearly = least * (most / least) ** step
                low = _rounded(Decimal(yearly / period.in_a_year))
                yield from _writings(currency, country, sign, mark, period, low)


def _writings(
    currency: str, country: str, sign: str, mark: str, period: PayPeriod, low: Decimal
) -> Iterator[Case]:
    high = _rounded(low * RANGE)
    one, both = Pay(low, low, currency, period.value), Pay(low, high, currency, period.value)
    per = WORDS[period.value]
    first, second = _grouped(low, ","), _grouped(high, ",")
    local, local_high = _grouped(low, mark), _grouped(high, mark)
    yield Case(f"{currency} {first} per {per}", country, one)
    yield Case(f"{currency} {first} - {second} a {per}".replace("a hour", "an hour"), country, both)
    yield Case(f"{sign}{local} – {sign}{local_high}/{per}", country, both)
    yield Case(f"{local} - {local_high} {currency} per {per}", country, both)
    up_to = Pay(None, high, currency, period.value)
    yield Case(f"Up to {sign} {local_high} per {per}", country, up_to)
    yield Case(f"From {local} {currency}/{per}", country, Pay(low, None, currency, period.value))
    if low >= 1000 and low % 100 == high % 100 == 0:
        yield Case(f"{low / 1000:f}k-{high / 1000:f}k {currency} per {per}", country, both)
    if period != PayPeriod.WEEK or country in PAID_BY_THE_WEEK:
        yield Case(f"{currency} {first} - {second}", country, both, is_named=False)


PAID_BY_THE_WEEK = {"US", "CA", "GB", "IE", "AU", "NZ", "MX"}


def _rounded(amount: Decimal) -> Decimal:
    """Returns an amount to three figures, as adverts have them; whole from 100 on."""
    places = 2 - amount.adjusted()
    if amount >= 100:
        return round(amount, places).quantize(Decimal(1))
    return Decimal(round(amount))


def _grouped(amount: Decimal, mark: str) -> str:
    return f"{amount:,}".replace(",", mark)


def main() -> int:
    """Reads every case; returns how many are wrong, at most 1."""
    every = list(cases())
    outcomes = Counter()
    for case in every:
        outcome = case.outcome
        kind = "named" if case.is_named else "open" if case.is_open else "only one plausible"
        outcomes[kind, outcome] += 1
        if outcome == "wrong":
            print(f"{case.text!r} in {case.country}: {read_pay(case.text, case.country)}")
    print(f"{len(every)} cases of {len(CURRENCIES)} currencies")
    for (kind, outcome), count in sorted(outcomes.items()):
        print(f"period {kind}: {count} {outcome}")
    return min(1, sum(count for (_, outcome), count in outcomes.items() if outcome == "wrong"))


if __name__ == "__main__":
    sys.exit(main())
