"""Pay texts as adverts write them, and money that is not pay."""

from decimal import Decimal
from itertools import islice

import pytest

from careers.pay import PAY_PERIODS, PayPeriod
from jobs.importing.reading.pay import (
    Pay,
    find_pay,
    from_raw,
    is_plausible,
    read_pay,
    read_period,
)
from jobs.importing.reading.pay_words import ADVERBS, OTHER_PERIOD, SHARES, UNITS
from jobs.importing.reading.wages import CURRENCY_OF_COUNTRY, IN_USD
from jobs.importing.records import RawPay

from .pay_kinds import cases


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


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("ab 3.200 €", "DE", pay(3_200, None, "EUR", "month")),
        ("Ab 55.000 € Jahresbrutto", "DE", pay(55_000, None, "EUR")),
        ("Mindestgehalt: EUR 2.800,- brutto/Monat", "AT", pay(2_800, None, "EUR", "month")),
        ("A partir de 28.000 €", "ES", pay(28_000, None, "EUR")),
        ("À partir de 38K€", "FR", pay(38_000, None, "EUR")),
        ("Desde $25,000 mensuales", "MX", pay(25_000, None, "MXN", "month")),
        ("od 60 000 Kč", "CZ", pay(60_000, None, "CZK", "month")),
        ("月給25万円以上", "JP", pay(250_000, None, "JPY", "month")),
        ("bis zu 70.000 €", "DE", pay(None, 70_000, "EUR")),
        ("Hasta 40.000 € brutos al año", "ES", pay(None, 40_000, "EUR")),
    ],
)
def test_an_open_end_is_read_in_other_languages(text, country, expected):
    assert read_pay(text, country) == expected


@pytest.mark.parametrize("text", ["From $50,000 a year", "Starting at $50k", "$50,000+"])
def test_a_lower_limit_leaves_the_maximum_open(text: str):
    assert read_pay(text) == pay(50_000, None, "USD")


def test_several_ranges_give_their_envelope():
    text = "Zone 1: $150,000 - $180,000; Zone 2: $130,000 - $160,000"
    assert read_pay(text) == pay(130_000, 180_000, "USD")


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("$28 - $32", "", pay(28, 32, "USD", "hour")),
        ("$39K-$66K", "US", pay(39_000, 66_000, "USD")),
        ("45 000 - 60 000 Kč", "CZ", pay(45_000, 60_000, "CZK", "month")),
        ("PKR 120,000 - 180,000", "PK", pay(120_000, 180_000, "PKR", "month")),
        ("₱35,000", "PH", pay(35_000, 35_000, "PHP", "month")),
        ("8 000 - 12 000 zł", "PL", pay(8_000, 12_000, "PLN", "month")),
        ("₹25,000", "IN", pay(25_000, 25_000, "INR", "month")),
        ("800 000 Ft", "HU", pay(800_000, 800_000, "HUF", "month")),
        ("HK$30,000", "HK", pay(30_000, 30_000, "HKD", "month")),
        ("CHF 110'000", "CH", pay(110_000, 110_000, "CHF")),
    ],
)
def test_a_period_is_told_by_size_where_one_is_plausible_in_the_country(text, country, expected):
    assert read_pay(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country", "amount", "currency"),
    [
        ("$20,000", "US", 20_000, "USD"),
        ("$3,000", "US", 3_000, "USD"),
        ("$100", "US", 100, "USD"),
        ("€500", "DE", 500, "EUR"),
        ("INR 1,50,000", "IN", 150_000, "INR"),
        ("150 000 ₽", "RU", 150_000, "RUB"),
        ("BRL 20.000", "BR", 20_000, "BRL"),
    ],
)
def test_where_two_periods_are_plausible_the_period_is_unknown(text, country, amount, currency):
    assert read_pay(text, country) == pay(amount, amount, currency, "")


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("$3,000 bi-weekly", "US", pay(1_500, 1_500, "USD", "week")),
        ("$2,500 - $3,000 biweekly", "US", pay(1_250, 1_500, "USD", "week")),
        ("$1,600 every two weeks", "US", pay(800, 800, "USD", "week")),
        ("$1,500 fortnightly", "AU", pay(750, 750, "AUD", "week")),
        ("$2,401 per fortnight", "NZ", pay(1_200.5, 1_200.5, "NZD", "week")),
        ("Fortnightly salary: £1,800", "GB", pay(900, 900, "GBP", "week")),
        ("$4,000 semi-monthly", "US", pay(8_000, 8_000, "USD", "month")),
        ("$2,000 twice a month", "US", pay(4_000, 4_000, "USD", "month")),
        ("$12,000 quincenales", "MX", pay(24_000, 24_000, "MXN", "month")),
        ("£600 pw", "GB", pay(600, 600, "GBP", "week")),
        ("800 zł / tydzień", "PL", pay(800, 800, "PLN", "week")),
        ("1.200 € pro Woche", "DE", pay(1_200, 1_200, "EUR", "week")),
        ("$2,000 bi-monthly", "US", pay(2_000, 2_000, "USD", "")),
        ("$15,000 per quarter", "US", pay(15_000, 15_000, "USD", "")),
        ("$300 per shift", "US", pay(300, 300, "USD", "")),
    ],
)
def test_pay_of_other_periods_becomes_a_share_of_a_listings_or_has_none(text, country, expected):
    assert read_pay(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("USD$150,000 - USD$200,000", "", pay(150_000, 200_000, "USD")),
        ("CAD$ 90k - CAD$ 110k", "", pay(90_000, 110_000, "CAD")),
        ("AUD$120,000 per annum", "", pay(120_000, 120_000, "AUD")),
        ("US $80,000", "DE", pay(80_000, 80_000, "USD")),
        ("C$95,000 to C$120,000", "", pay(95_000, 120_000, "CAD")),
        ("80 000 $ CAD", "CA", pay(80_000, 80_000, "CAD")),
        ("R25 000 - R35 000 per month", "ZA", pay(25_000, 35_000, "ZAR", "month")),
        ("R2 310 - R2 890/week", "ZA", pay(2_310, 2_890, "ZAR", "week")),
        ("RM 5,000 - RM 7,000", "MY", pay(5_000, 7_000, "MYR", "month")),
        ("R$ 8 mil por mês", "BR", pay(8_000, 8_000, "BRL", "month")),
        ("120–150 zł/h + VAT", "PL", pay(120, 150, "PLN", "hour")),
        ("от 150 000 до 200 000 руб. в месяц", "RU", pay(150_000, 200_000, "RUB", "month")),
        ("₦250,000 monthly", "NG", pay(250_000, 250_000, "NGN", "month")),
        ("kr 600.000 - 700.000", "DK", pay(600_000, 700_000, "DKK")),
        ("45 000 kr/mån", "SE", pay(45_000, 45_000, "SEK", "month")),
        ("45 000 kr per måned", "NO", pay(45_000, 45_000, "NOK", "month")),
        ("60-80 T€", "DE", pay(60_000, 80_000, "EUR")),
        ("2.500,00 € brutos mensuales", "ES", pay(2_500, 2_500, "EUR", "month")),
        ("30.000€ - 36.000€ brutos al año", "ES", pay(30_000, 36_000, "EUR")),
        ("$25,000 - $30,000 al mes", "MX", pay(25_000, 30_000, "MXN", "month")),
        ("$80 por hora", "MX", pay(80, 80, "MXN", "hour")),
        ("$5,000 - $7,000", "AR", pay(5_000, 7_000, "USD", "")),
        ("15 Lakh CTC", "IN", pay(1_500_000, 1_500_000, "INR")),
        ("4000 tot 5500 euro per maand", "NL", pay(4_000, 5_500, "EUR", "month")),
        ("月薪3万-5万", "TW", pay(30_000, 50_000, "TWD", "month")),
        ("Rs. 1.5 - 2 lacs per month", "PK", pay(150_000, 200_000, "PKR", "month")),
        ("25万円〜35万円", "JP", pay(250_000, 350_000, "JPY", "month")),
        ("年収600万〜900万円", "JP", pay(6_000_000, 9_000_000, "JPY")),
        ("30-50万", "CN", pay(300_000, 500_000, "CNY")),
        ("1.5-2.5万/月", "CN", pay(15_000, 25_000, "CNY", "month")),
        ("연봉 4,000만원 ~ 6,000만원", "KR", pay(40_000_000, 60_000_000, "KRW")),
        ("Rp 8 - 12 juta per bulan", "ID", pay(8_000_000, 12_000_000, "IDR", "month")),
    ],
)
def test_marks_and_scales_are_read_in_every_countrys_writing(text, country, expected):
    assert read_pay(text, country) == expected


@pytest.mark.parametrize(("text", "country"), [("kr 45 000", ""), ("5 won", ""), ("6 ft", "US")])
def test_a_mark_that_may_mean_several_currencies_or_none_says_nothing(text, country):
    assert read_pay(text, country) is None


@pytest.mark.parametrize(
    "text", ["120000-90000 USD", "$120k - $90k", "USD 120,000 – 90,000", "$120,000 - $90,000"]
)
def test_a_swapped_range_is_put_right(text):
    assert read_pay(text, "US") == pay(90_000, 120_000, "USD")


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


@pytest.mark.parametrize(
    "body",
    [
        "Our product costs $25 per user per month.",
        "Plans start at $1,000 - $5,000 per month for teams.",
        "You manage ad budgets of $50,000 - $100,000 per month.",
        "Manage $60K/month in ad spend across channels.",
        "Night shift differential of $12.50 per hour.",
        "Weekend differential: $13.00/hr",
        "$2,500 - $3,000 monthly stipend for coworking.",
        "Get discounts of $6,000 - $7,000 per year.",
        "We closed a Series A of $25,000 - $50,000 a year and pay attention to detail.",
        "Equity worth $50,000 - $100,000 per year.",
        "Clients pay $10,000 - $50,000 per year for our platform.",
        "Responsible for contracts worth $100,000 - $500,000 per year.",
        "Typical order value ranges from $60,000 to $80,000.",
        "Pay per click campaigns of $5,000 - $10,000 a month.",
        "Jahresumsatz von 60.000 - 80.000 € pro Jahr.",
        "Weiterbildungsbudget von 6.000 € pro Jahr.",
        "The rent is $2,000 - $3,000 per month.",
    ],
)
def test_other_money_in_a_body_is_no_pay(body):
    assert find_pay(body, "US") is None


@pytest.mark.parametrize(
    ("body", "country", "expected"),
    [
        ("This is a contract role paying $60 - $80 per hour.", "US", pay(60, 80, "USD", "hour")),
        ("6-month contract. Rate: $75 per hour.", "US", pay(75, 75, "USD", "hour")),
        ("Equity and a salary of $130,000 - $160,000.", "US", pay(130_000, 160_000, "USD")),
        ("Salary $120k-$150k + 0.5% equity + 401k", "US", pay(120_000, 150_000, "USD")),
        ("Market salary of $100,000 - $120,000.", "US", pay(100_000, 120_000, "USD")),
        ("Stundenlohn von 26,69 Euro brutto/Std.", "DE", pay(26.69, 26.69, "EUR", "hour")),
        ("Das Jahresgehalt liegt ab 60.000 € brutto.", "DE", pay(60_000, None, "EUR")),
        ("You own a budget of $1M. Base: $140K-$160K.", "US", pay(140_000, 160_000, "USD")),
        ("Jahresbrutto: 70-80k €", "DE", pay(70_000, 80_000, "EUR")),
        ("Das Mindestgehalt ist EUR 3.200 pro Monat.", "AT", pay(3_200, None, "EUR", "month")),
        ("Stundensatz: 85 - 95 €", "DE", pay(85, 95, "EUR", "hour")),
        ("Un salario desde 2.000 € mensuales.", "ES", pay(2_000, None, "EUR", "month")),
        ("Lön: 40 000 - 50 000 kr/mån", "SE", pay(40_000, 50_000, "SEK", "month")),
        ("CTC: 12-18 LPA", "IN", pay(1_200_000, 1_800_000, "INR")),
        ("薪资：25k-40k/月", "CN", pay(25_000, 40_000, "CNY", "month")),
    ],
)
def test_pay_in_a_body_is_found_beside_words_for_other_money_and_in_other_languages(
    body, country, expected
):
    assert find_pay(body, country) == expected


def test_an_implausible_amount_in_a_body_is_no_pay():
    assert find_pay("Salary: $1,200 a year", "US") is None


def test_stated_numbers_keep_their_period_and_order():
    raw = RawPay(Decimal(60), Decimal("45.50"), "usd", "hour")
    assert from_raw(raw) == pay(45.5, 60, "USD", "hour")


def test_stated_numbers_without_a_period_get_it_by_size():
    assert from_raw(RawPay(Decimal(90_000), None, "EUR", None)) == pay(90_000, None, "EUR")


@pytest.mark.parametrize(
    ("amount", "period", "country", "currency"),
    [
        (90_000, "year", "US", "USD"),
        (6_000_000, "year", "JP", "JPY"),
        (400_000, "month", "HU", "HUF"),
        (45_000, "month", "CZ", "CZK"),
    ],
)
def test_stated_numbers_without_a_currency_take_the_countrys(amount, period, country, currency):
    raw = RawPay(Decimal(amount), None, "", period)
    assert from_raw(raw, country) == pay(amount, None, currency, period)


@pytest.mark.parametrize(
    ("amount", "period", "country"),
    [(90_000, "year", "GB"), (85_000, "year", "DE"), (128_050, "year", "IN"), (45, "hour", "CH")],
)
def test_stated_numbers_that_may_as_well_be_dollars_have_no_currency(amount, period, country):
    assert from_raw(RawPay(Decimal(amount), None, "", period), country) is None


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("BIWEEKLY", pay(1_500, 2_000, "USD", "week")),
        ("bi-week-salary", pay(1_500, 2_000, "USD", "week")),
        ("fortnight", pay(1_500, 2_000, "USD", "week")),
        ("semi-month-salary", pay(6_000, 8_000, "USD", "month")),
        ("bi-monthly", pay(3_000, 4_000, "USD", "")),
        ("", pay(3_000, 4_000, "USD", "")),
    ],
)
def test_stated_numbers_of_other_periods_become_a_share_of_a_listings(period, expected):
    raw = RawPay(Decimal(3_000), Decimal(4_000), "USD", read_period(period))
    assert from_raw(raw, "US") == expected


def test_more_than_a_listing_can_hold_is_no_pay():
    assert from_raw(RawPay(Decimal(10) ** 30, None, "USD", "year")) is None
    assert read_pay(f"Salary: ${10**30} a year") is None


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
    "usual",
    [
        pay(5_200_000, 7_000_000, "JPY"),
        pay(28, 32, "USD", "hour"),
        pay(None, 1, "XDR"),
        pay(25_000, 25_000, "INR", "month"),
        pay(40_000, 40_000, "PKR", "month"),
        pay(3_000, 3_000, "USD", ""),
    ],
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
    assert {*UNITS.values(), *ADVERBS.values()} == {*PAY_PERIODS, *SHARES, OTHER_PERIOD}


@pytest.mark.parametrize(
    ("period", "yearly"),
    [("year", 1), ("month", 12), ("week", 52), ("day", 5 * 52), ("hour", 8 * 5 * 52)],
)
def test_a_full_time_year_has_twelve_months_and_forty_hours_a_week(period, yearly):
    assert PayPeriod(period).in_a_year == yearly


def test_every_currency_of_the_table_of_wages_has_its_rough_worth():
    assert set(CURRENCY_OF_COUNTRY.values()) <= IN_USD.keys()


def test_pay_in_forty_currencies_and_eight_writings_is_never_wrong():
    """A sample: every seventh case of pay_kinds, whose command reads all of them."""
    assert [case for case in islice(cases(), 0, None, 7) if case.outcome == "wrong"] == []
