"""Currencies: their marks in adverts, what a mark means in a country, and their rough worth."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from careers.pay import PayPeriod

from .pay_words import any_of
from .wages import CURRENCY_OF_COUNTRY, IN_USD, is_usual

# Codes that are also words ("all 500", "try 3", PHP 8) count in capitals only.
CODES_LIKE_WORDS = {
    *("ALL", "BAM", "CAD", "COP", "GEL", "JOD", "KES", "MAD", "MKD", "NOK", "PEN", "PHP", "RON"),
    *("SAR", "TRY", "UGX"),
}
# What is a mark only as it is written here; "a $50,000 salary" names no Australian dollars.
MARKS_AS_WRITTEN = {"A$": "AUD", "C$": "CAD", "S$": "SGD", "R": "ZAR", "RM": "MYR"} | {
    code: code for code in CODES_LIKE_WORDS
}
MARKS = {
    "us$": "USD", "us $": "USD", "ca$": "CAD", "ca $": "CAD", "can$": "CAD", "cdn$": "CAD",
    "cdn": "CAD", "au$": "AUD", "au $": "AUD", "nz$": "NZD", "nz $": "NZD", "sg$": "SGD",
    "hk$": "HKD", "hk $": "HKD", "mx$": "MXN", "mex$": "MXN", "nt$": "TWD", "nt $": "TWD",
    "r$": "BRL", "cop$": "COP", "clp$": "CLP", "ar$": "ARS", "u$s": "USD", "u$d": "USD",
    "£": "GBP", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "₹": "INR", "₩": "KRW", "원": "KRW", "₪": "ILS", "₱": "PHP",
    "₫": "VND", "đ": "VND", "vnđ": "VND", "đồng": "VND", "₺": "TRY", "฿": "THB",
    "บาท": "THB", "₦": "NGN", "naira": "NGN", "₴": "UAH", "грн": "UAH",
    "zł": "PLN", "zl": "PLN", "zlotych": "PLN", "złotych": "PLN", "kč": "CZK", "kc": "CZK",
    "korun": "CZK", "forint": "HUF", "円": "JPY", "rmb": "CNY",
    "人民币": "CNY", "yuan": "CNY", "₽": "RUB", "руб": "RUB", "рублей": "RUB",
    "rmb¥": "CNY", "cn¥": "CNY", "jp¥": "JPY", "₸": "KZT", "тг": "KZT", "тенге": "KZT",
    "₼": "AZN", "₾": "GEL", "֏": "AMD", "৳": "BDT", "₵": "GHS", "gh₵": "GHS", "ksh": "KES",
    "kshs": "KES", "ushs": "UGX", "tsh": "TZS", "e£": "EGP", "₡": "CRC", "₲": "PYG",
    "rd$": "DOP", "дин": "RSD", "лв": "BGN", "reais": "BRL", "ringgit": "MYR", "nrs": "NPR",
    "dhs": "AED", "chf": "CHF",
    "sfr": "CHF", "franken": "CHF",
} | {code.lower(): code for code in IN_USD if code not in CODES_LIKE_WORDS}  # fmt: skip

# Marks that several currencies share: what each may mean. The country settles it.
SHARED_MARKS = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "UYU",
          "DOP"),
    "dollars": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "元": ("CNY", "TWD", "HKD"),
    "rs": ("INR", "PKR", "LKR", "NPR"),
    "rupees": ("INR", "PKR", "LKR", "NPR"),
    "₨": ("INR", "PKR", "LKR", "NPR"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kronor": ("SEK",),
    "kroner": ("NOK", "DKK"),
    "pesos": ("MXN", "PHP", "ARS", "CLP", "COP", "UYU", "DOP"),
    "lei": ("RON", "MDL"),
    "fr": ("CHF",),
    "dh": ("AED", "MAD"),
    "dirhams": ("AED", "MAD"),
    "riyals": ("SAR", "QAR"),
    "shillings": ("KES", "UGX", "TZS"),
    "pounds": ("GBP", "EGP"),
    "won": ("KRW",),
    "nis": ("ILS",),
    "tl": ("TRY",),
    "baht": ("THB",),
    "ft": ("HUF",),
    "yen": ("JPY",),
    "rp": ("IDR",),
    "s/": ("PEN",),
    "din": ("RSD",),
    "rand": ("ZAR",),
}  # fmt: skip
# What these mean without a country in which they are usual.
USUAL = {
    "$": "USD", "dollars": "USD", "¥": "JPY", "￥": "JPY", "元": "CNY", "rs": "INR", "₨": "INR",
    "rupees": "INR", "lei": "RON", "kronor": "SEK",
}  # fmt: skip

ISO_CODE = re.compile(r"[A-Z]{3}")


# The language R has versions and years; pay has two digits at least: "R 4" is none, "R4 500" is.
RAND = r"R (?! [A-Za-z] | \s?\d(?!\d|[ ,.]\d{3}) )"


def _pattern() -> str:
    """Returns what a mark looks like: one of letters stands alone, "45k€" and "USD$" are two."""
    every = [*MARKS, *SHARED_MARKS]
    words = [mark for mark in every if mark[0].isalpha() and mark[-1].isalpha()]
    led_by_letters = [mark for mark in every if mark[0].isalpha() and not mark[-1].isalpha()]
    signs = [mark for mark in every if not mark[0].isalpha()]
    as_written = [mark for mark in MARKS_AS_WRITTEN if mark not in ("R", "A$", "C$", "S$")]
    return (
        rf"(?: (?<![a-z]) (?: (?: {any_of(words)} | (?-i: {any_of(as_written)} ) ) (?![a-zà-ɏ])"
        rf" | {any_of(led_by_letters)} | (?-i: [ACS]\$ | {RAND} ) )"
        rf" | {any_of(signs)} ) \.?"
    )


MARK = _pattern()
ONE_MARK = re.compile(MARK, re.IGNORECASE | re.VERBOSE)
LONGEST_MARK = max(map(len, [*MARKS, *SHARED_MARKS]))


ENDS = {mark[-1] for mark in [*MARKS, *SHARED_MARKS]} | {"."}
NAMES = {mark.lower() for mark in [*MARKS, *SHARED_MARKS, *MARKS_AS_WRITTEN]}


def may_end_a_mark(head: str) -> bool:
    """Says, sooner than MARK does, whether a text may end with a mark; it may err with yes.

    >>> may_end_a_mark("pays $"), may_end_a_mark("in Rs. "), may_end_a_mark("more than ")
    (True, True, False)
    """
    stripped = head.rstrip()
    last = stripped[-1:]
    if not last.isalpha():
        return last in ENDS
    word = stripped.rpartition(" ")[2]
    return not (word.isascii() and word.isalpha()) or word.lower() in NAMES


def currency_of(
    marks: Iterable[str],
    country: str,
    amounts: Sequence[Decimal] = (),
    period: str = "",
    *,
    is_table: bool = False,
) -> str:
    """Returns the currency that the marks beside amounts name; "" where they leave it open.

    A mark's own currency comes first; a shared mark means the country's own, unless the amounts
    (for the period, if one is stated) are no pay in it: "$5,000" in Argentina is US dollars.
    Without a mark it is the country's; but amounts of a table that may as well be US dollars are
    left open, as tables of many countries' jobs state all of them so.

    >>> currency_of(["$"], "AU"), currency_of(["$", "CAD"], "US"), currency_of([], "PL")
    ('AUD', 'CAD', 'PLN')
    >>> currency_of(["$"], "AR", [Decimal(5000), Decimal(7000)]), currency_of(["kr"], "")
    ('USD', '')
    >>> currency_of([], "GB", [Decimal(90_000)], "year", is_table=True)
    ''
    """
    first_shared = ""
    for mark in marks:
        written = mark.rstrip(".")
        if own := MARKS_AS_WRITTEN.get(written) or MARKS.get(written.lower()):
            return own
        first_shared = first_shared or written.lower()
    if first_shared:
        return _shared_currency(first_shared, country, amounts, period)
    own = CURRENCY_OF_COUNTRY.get(country.upper(), "")
    is_open = is_table and own != "USD" and _may_be(amounts, "USD", period, country)
    return "" if is_open else own


def _shared_currency(mark: str, country: str, amounts: Sequence[Decimal], period: str) -> str:
    possible = SHARED_MARKS.get(mark, ())
    usual = USUAL.get(mark, "")
    local = CURRENCY_OF_COUNTRY.get(country.upper(), "")
    if local in possible:
        is_pay = local == usual or not amounts or _may_be(amounts, local, period, country)
        return local if is_pay or not usual else usual
    if usual:
        return usual
    likely = [each for each in possible if amounts and _may_be(amounts, each, period)]
    return likely[0] if len(likely) == 1 else ""


def _may_be(amounts: Sequence[Decimal], currency: str, period: str, country: str = "") -> bool:
    """Says whether they may be pay; where no period is stated, of a year or a month."""
    periods = [period] if period else [PayPeriod.YEAR, PayPeriod.MONTH]
    return any(is_usual(amounts, currency, each, country) for each in periods)
