"""Pay texts as adverts write them, and money that is not pay."""

from decimal import Decimal

import pytest

from careers.pay import PayPeriod
from jobs.importing.reading.pay import Pay, find_pay, from_raw, is_plausible, read_pay
from jobs.importing.reading.pay_words import ADVERBS, OTHER_PERIOD, SHARES, UNITS
from jobs.importing.records import RawPay


def pay(minimum: float | None, maximum: float | None, currency: str, period: str = "year") -> Pay:
    def amount(value: float | None) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    return Pay(amount(minimum), amount(maximum), currency, period)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("$120,000 - $150,000", "US", pay(120_000, 150_000, "USD")),
        ("USD 98,000 - 208,000", "", pay(98_000, 208_000, "USD")),
        ("£40k–£55k", "", pay(40_000, 55_000, "GBP")),
        ("$70-100k", "US", pay(70_000, 100_000, "USD")),
        ("$70-100,000", "US", pay(70_000, 100_000, "USD")),
        ("$500 - $1,000 per week", "US", pay(500, 1_000, "USD", "week")),
        ("45k€ - 55k€", "FR", pay(45_000, 55_000, "EUR")),
        ("€60.000 – €75.000 brutto/Jahr", "DE", pay(60_000, 75_000, "EUR")),
        ("45 000 € - 55 000 € par an", "FR", pay(45_000, 55_000, "EUR")),
        ("De 900€ à 1300€ par mois", "FR", pay(900, 1300, "EUR", "month")),
        ("CHF 120'000 - 140'000", "", pay(120_000, 140_000, "CHF")),
        ("500 000 kr/år", "NO", pay(500_000, 500_000, "NOK")),
        ("8 000 – 12 000 zł / mies.", "PL", pay(8_000, 12_000, "PLN", "month")),
        ("¥5.2M - ¥7M", "JP", pay(5_200_000, 7_000_000, "JPY")),
        ("年収 600万円 - 900万円", "JP", pay(6_000_000, 9_000_000, "JPY")),
        ("12-18 LPA", "IN", pay(1_200_000, 1_800_000, "INR")),
        ("3.5-5 Lacs PA", "", pay(350_000, 500_000, "INR")),
        ("R$ 8.000 - R$ 12.000 por mês", "BR", pay(8_000, 12_000, "BRL", "month")),
        ("$45.50/hr", "US", pay(45.5, 45.5, "USD", "hour")),
        ("$18.25 per hour to $21 per hour", "US", pay(18.25, 21, "USD", "hour")),
        ("£450 - £500 per day", "GB", pay(450, 500, "GBP", "day")),
        ("60000 - 80000 per annum", "GB", pay(60_000, 80_000, "GBP")),
        ("between €60k and €80k", "", pay(60_000, 80_000, "EUR")),
        ("£28k basic, £45k OTE", "GB", pay(28_000, 28_000, "GBP")),
        ("OTE £45k (50/50), base £28k", "GB", pay(28_000, 28_000, "GBP")),
    ],
)
def test_pay_is_read_as_it_is_written(text: str, country: str, expected: Pay):
    assert read_pay(text, country) == expected


@pytest.mark.parametrize(
    ("country", "currency"), [("US", "USD"), ("AU", "AUD"), ("CA", "CAD"), ("DE", "USD")]
)
def test_a_bare_dollar_is_the_countrys_own(country: str, currency: str):
    assert read_pay("$100,000 a year", country) == pay(100_000, 100_000, currency)


def test_a_currency_beside_the_dollar_outweighs_the_country():
    assert read_pay("CAD $90,000 - $110,000", "US") == pay(90_000, 110_000, "CAD")


@pytest.mark.parametrize("text", ["Up to £60,000", "Max. £60k per year"])
def test_an_upper_limit_leaves_the_minimum_open(text: str):
    assert read_pay(text) == pay(None, 60_000, "GBP")


@pytest.mark.parametrize("text", ["From $50,000 a year", "Starting at $50k", "$50,000+"])
def test_a_lower_limit_leaves_the_maximum_open(text: str):
    assert read_pay(text) == pay(50_000, None, "USD")


def test_several_ranges_give_their_envelope():
    text = "Zone 1: $150,000 - $180,000; Zone 2: $130,000 - $160,000"
    assert read_pay(text) == pay(130_000, 180_000, "USD")


def test_a_period_is_told_by_size_where_none_is_named():
    assert read_pay("$28 - $32") == pay(28, 32, "USD", "hour")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Competitive, DOE",
        "0",
        "-1",
        "40 hours per week",
        "2019 - 2024",
        "$5,000 sign-on bonus",
        "$1,000 referral bonus for every hire",
        "401(k) match up to $6,000",
        "Tuition reimbursement up to $4,000 per year",
        "We have raised $90 million from investors",
        "Series B: $31M",
        "a $200B market",
        "clients with $5MM–$50MM in revenue",
    ],
)
def test_other_money_is_no_pay(text: str):
    assert read_pay(text, "US") is None


def test_a_body_is_searched_for_what_it_calls_pay():
    body = (
        "We raised $40M last year.\nPerks\n$1,500 learning budget per year\n"
        "Salary range\n$121,500—$145,000 USD plus equity and a 10% bonus"
    )
    assert find_pay(body) == pay(121_500, 145_000, "USD")


@pytest.mark.parametrize(
    "body",
    [
        "You will own budgets of $120,000 - $150,000 for our clients.",
        "Our customers save $120,000.",
        "Compensation is competitive. The team grew from 20 to 35 in 2024.",
    ],
)
def test_a_body_that_states_no_pay_has_none(body: str):
    assert find_pay(body, "US") is None


def test_an_implausible_amount_in_a_body_is_no_pay():
    assert find_pay("Salary: $1,200 a year", "US") is None


def test_stated_numbers_keep_their_period_and_order():
    raw = RawPay(Decimal(60), Decimal("45.50"), "usd", "hour")
    assert from_raw(raw) == pay(45.5, 60, "USD", "hour")


def test_stated_numbers_without_a_period_get_it_by_size():
    assert from_raw(RawPay(Decimal(90_000), None, "EUR", None)) == pay(90_000, None, "EUR")


def test_stated_numbers_without_a_currency_take_the_countrys():
    assert from_raw(RawPay(Decimal(90_000), None, "", "year"), "GB") == pay(90_000, None, "GBP")


def test_stated_zeros_are_no_pay():
    assert from_raw(RawPay(Decimal(0), Decimal(0), "USD", "year")) is None


@pytest.mark.parametrize(
    "odd",
    [
        pay(92_000, 119_000_000, "JPY"),
        pay(10_000, 250_000, "USD"),
        pay(1_000, 2_000, "USD"),
        pay(100_000, 120_000, "USD", "hour"),
        pay(4_900, 5_100, "USD"),
        pay(1_900_000, 2_100_000, "USD"),
    ],
)
def test_what_nobody_earns_is_implausible(odd: Pay):
    assert not is_plausible(odd)


@pytest.mark.parametrize(
    "usual", [pay(5_200_000, 7_000_000, "JPY"), pay(28, 32, "USD", "hour"), pay(None, 1, "XDR")]
)
def test_what_somebody_earns_is_plausible(usual: Pay):
    assert is_plausible(usual)


def test_a_base_stands_beside_its_total():
    text = "Total compensation: $200,000 - $300,000 (base $150,000 - $180,000 + bonus)"
    assert find_pay(text) == pay(150_000, 180_000, "USD")


def test_a_bonus_behind_the_range_is_no_part_of_it():
    text = "The pay range is $150,000 - $190,000, with an additional $20,000 - $30,000 in bonus."
    assert find_pay(text) == pay(150_000, 190_000, "USD")


def test_every_word_for_a_period_names_one_that_there_is_or_a_share_of_it():
    assert {*UNITS.values(), *ADVERBS.values()} == {*PayPeriod.values, *SHARES, OTHER_PERIOD}


@pytest.mark.parametrize(
    ("period", "yearly"),
    [("year", 1), ("month", 12), ("week", 52), ("day", 5 * 52), ("hour", 8 * 5 * 52)],
)
def test_a_full_time_year_has_twelve_months_and_forty_hours_a_week(period, yearly):
    assert PayPeriod(period).in_a_year == yearly
