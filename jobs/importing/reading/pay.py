"""Pay as adverts write it, read into a range, a currency and a period.

The words around an amount decide whether it is pay: the nearest telling word before it
("salary", "bonus", "raised") and the words behind it ("an hour", "sign-on bonus", "in revenue").
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from decimal import Decimal
from itertools import islice

from careers.pay import PayPeriod

from ..records import RawPay, envelope


@dataclass(frozen=True)
class Pay:
    """A stated offer in the advert's own currency; an end that is None is open."""

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    period: str  # a value of PayPeriod


# Rough worth of one unit in US dollars (2026), only to tell an hour's pay from a year's and to see
# that an amount cannot be pay. Conversion for filtering has dated rates of its own.
IN_USD = {
    "AED": 0.27, "ARS": 0.0008, "AUD": 0.66, "BGN": 0.59, "BRL": 0.18, "CAD": 0.72, "CHF": 1.2,
    "CLP": 0.001, "CNY": 0.14, "COP": 0.00025, "CZK": 0.047, "DKK": 0.15, "EGP": 0.02, "EUR": 1.15,
    "GBP": 1.33, "HKD": 0.13, "HUF": 0.0029, "IDR": 0.00006, "ILS": 0.29, "INR": 0.0115,
    "JPY": 0.0067, "KES": 0.0077, "KRW": 0.0007, "MXN": 0.053, "MYR": 0.24, "NGN": 0.00065,
    "NOK": 0.099, "NZD": 0.59, "PEN": 0.28, "PHP": 0.0174, "PKR": 0.0035, "PLN": 0.27, "RON": 0.23,
    "RUB": 0.012, "SAR": 0.27, "SEK": 0.105, "SGD": 0.77, "THB": 0.031, "TRY": 0.024, "TWD": 0.033,
    "UAH": 0.024, "USD": 1.0, "VND": 0.00004, "ZAR": 0.057,
}  # fmt: skip

CURRENCY_OF_COUNTRY = {
    "AE": "AED", "AR": "ARS", "AU": "AUD", "BR": "BRL", "CA": "CAD", "CH": "CHF", "CL": "CLP",
    "CN": "CNY", "CO": "COP", "CZ": "CZK", "DK": "DKK", "EG": "EGP", "GB": "GBP", "HK": "HKD",
    "HU": "HUF", "ID": "IDR", "IL": "ILS", "IN": "INR", "JP": "JPY", "KE": "KES", "KR": "KRW",
    "MX": "MXN", "MY": "MYR", "NG": "NGN", "NO": "NOK", "NZ": "NZD", "PE": "PEN", "PH": "PHP",
    "PK": "PKR", "PL": "PLN", "RO": "RON", "SA": "SAR", "SE": "SEK", "SG": "SGD", "TH": "THB",
    "TR": "TRY", "TW": "TWD", "UA": "UAH", "US": "USD", "VN": "VND", "ZA": "ZAR",
}  # fmt: skip
EURO_COUNTRIES = (
    "AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PT", "SI", "SK",
)  # fmt: skip
CURRENCY_OF_COUNTRY |= dict.fromkeys(EURO_COUNTRIES, "EUR")

MARKS = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "cdn$": "CAD", "a$": "AUD", "au$": "AUD",
    "nz$": "NZD", "s$": "SGD", "sg$": "SGD", "hk$": "HKD", "mx$": "MXN", "nt$": "TWD", "r$": "BRL",
    "£": "GBP", "€": "EUR", "₹": "INR", "₩": "KRW", "₪": "ILS", "₱": "PHP", "₫": "VND",
    "₺": "TRY", "฿": "THB", "₦": "NGN", "₴": "UAH", "zł": "PLN", "kč": "CZK", "円": "JPY",
    "euro": "EUR", "euros": "EUR", "rmb": "CNY",
} | {code.lower(): code for code in IN_USD}  # fmt: skip

# Marks that several currencies share: the ones each may mean, the usual one first.
SHARED_MARKS = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP"),
    "dollars": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK"),
    "rs": ("INR", "PKR"),
}

INDIAN_SCALES = {
    "l": 100_000, "lpa": 100_000, "lac": 100_000, "lacs": 100_000, "lakh": 100_000,
    "lakhs": 100_000, "cr": 10_000_000, "crore": 10_000_000, "crores": 10_000_000,
}  # fmt: skip
LARGE_SCALES = {
    "m": 10**6, "mm": 10**6, "mn": 10**6, "mil": 10**6, "million": 10**6, "millions": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
SCALES = {"k": 1_000, "thousand": 1_000, "万": 10_000} | INDIAN_SCALES | LARGE_SCALES

# Said after a preposition or a slash: "per hour", "/yr", "par mois".
UNITS: dict[str, str] = {
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "std": "hour", "stunde": "hour",
    "heure": "hour", "hora": "hour", "ora": "hour", "uur": "hour", "godz": "hour",
    "godzinę": "hour", "day": "day", "diem": "day", "jour": "day", "tag": "day", "día": "day",
    "dia": "day", "dag": "day", "dzień": "day", "week": "week", "wk": "week", "woche": "week",
    "semaine": "week", "semana": "week", "tydzień": "week", "tydz": "week", "month": "month",
    "mo": "month", "mth": "month", "monat": "month", "mois": "month", "mes": "month",
    "mês": "month", "mese": "month", "maand": "month", "månad": "month", "måned": "month",
    "mies": "month", "miesiąc": "month", "year": "year", "yr": "year", "annum": "year",
    "an": "year", "jahr": "year", "año": "year", "ano": "year", "anno": "year", "jaar": "year",
    "rok": "year", "år": "year",
}  # fmt: skip
# Said on their own, before or after the amount.
ADVERBS: dict[str, str] = {
    "hourly": "hour", "daily": "day", "weekly": "week", "tygodniowo": "week", "monthly": "month",
    "pcm": "month", "monatlich": "month", "mensuel": "month", "mensual": "month",
    "mensuels": "month", "miesięcznie": "month", "annually": "year", "annual": "year",
    "annualized": "year", "annualised": "year", "yearly": "year", "pa": "year", "p.a": "year",
    "jährlich": "year", "annuel": "year", "annuels": "year", "anual": "year", "lpa": "year",
    "年収": "year", "月給": "month", "時給": "hour",
}  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# Two marks, each with a full stop and a space.
LONGEST_BEFORE = 2 * (max(map(len, [*MARKS, *SHARED_MARKS])) + 2)
# "45k€" is "45 k€"; no other mark may stand in a word.
MARK = rf"(?:(?:(?<![a-z])|(?=[€£]))(?:{_any_of([*MARKS, *SHARED_MARKS])})(?![a-z])\.?)"
ONE_MARK = re.compile(MARK, re.IGNORECASE)
SIDES = ("before", "after")
ISO_CODE = re.compile(r"[A-Z]{3}")
WORDS = re.compile(r"[^\W\d_]+")
DIGIT = re.compile(r"\d")
SPACES = re.compile(r"[ \t\u00a0\u202f\u2009]{2,}|[\t\u00a0\u202f\u2009]")
FIGURE = re.compile(
    rf"""
    (?: (?P<before> {MARK} (?:\s?{MARK})? ) \s? | (?<![\w.,]) )
    (?! 401 \s? \(? k )
    (?P<number> (?: \d{{1,3}}(?:[ ,.'’]\d{{3}})+ | \d{{1,2}}(?:,\d{{2}})+,\d{{3}} | \d+ )
                (?: [.,]\d{{1,2}} )? (?! \d | \s?% ) )
    (?: \s? (?P<scale> {_any_of(SCALES)} ) (?![a-zà-ÿ\d]) )?
    (?P<plus> \+ )?
    (?: \s? (?P<after> {MARK} ) (?!\s?\d) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
PERIOD_BEHIND = (
    r"[\s(,]* (?: (?:gross|net|netto|brutto|bruts?|base|salary|pay|rate|usd) [\s,]+ ){0,3}"
    r"(?: (?: / | per | an? | each | every | pro | par | por | al | na | (?:de\s|à\s)?l['’] ) \s*"
    rf"(?P<unit> {_any_of(UNITS)} ) | (?P<adverb> {_any_of(ADVERBS)} ) ) (?!\w)"
)
BEHIND = re.compile(PERIOD_BEHIND, re.IGNORECASE | re.VERBOSE)
JOINT = re.compile(
    rf"\s* (?: {PERIOD_BEHIND} )? \s*"
    r"(?: [-–—‑−~〜] | (?:up\s)?to | bis | à | a | hasta | until | (?P<and> and | und | et | y ) )"
    r"\s* (?: approximately\s | up\sto\s )?",
    re.IGNORECASE | re.VERBOSE,
)
PERIOD_BEFORE = re.compile(rf"(?<!\w)(?:{_any_of(ADVERBS)})(?!\w)", re.IGNORECASE)

SAYS_PAY = (
    r"pay | salar\w* | compensation | remuneration | wages? | earnings | ote | rates?"
    r"| rang(?:e|es|ing) | gehalt\w* | vergütung | verdienst | salaires? | rémunération | salario"
    r"| sueldo | retribución | retribuzione | ral | salário | remuneração | wynagrodzenie"
    r"| oferujemy | lön | løn | plat | mzda | salaris | 年収 | 月給 | 時給 | 給与"
)
SAYS_OTHER = (
    r"bonus(?:es)? | sign[- ]on | signing | relocation | reimburse\w* | stipends? | tuition | "
    r"allowances? | 401 | match(?:ing)? | funding | raised? | raising | series\s[a-h] | seed | "
    r"valu(?:ed|ation)\w* | revenues? | arr | invest\w+ | funds? | funded | sav(?:e|ed|ings) | "
    r"budgets? | insurance | deductible | credits? | donat\w+ | contribut\w+ | charit\w+ | grants? "
    r"| equity | stock | rsus? | referrals? | commissions? | discounts? | gift | wellness | "
    r"vouchers? | quotas? | deals? | contracts? | assets | aum | turnover | transactions? | "
    r"customers | profits? | gmv | volume | worth | fees? | prizes? | awards? | penalt\w+ | "
    r"tax(?:es)? | costs? | spend\w* | portfolios? | sales\sof | subsid\w+ | housing | learning | "
    r"equipment | travel | hsa | premiums? | towards? | round | market | industry | "
    r"business(?:es)? | capital"
)
TELLING = rf"(?<!\w) (?: (?P<pay> {SAYS_PAY} ) | (?P<other> {SAYS_OTHER} ) )"
TELLING_BEFORE = re.compile(rf"{TELLING} (?!\w)", re.IGNORECASE | re.VERBOSE)
TELLING_BEHIND = re.compile(rf"{TELLING} (?![\w:])", re.IGNORECASE | re.VERBOSE)
CLAUSE_ENDS = re.compile(
    r"[.,;:•+&|()\n]|\s/\s|(?<!\w)(?:plus|and|with|offers|depending|based)(?!\w)", re.IGNORECASE
)
SENTENCE_ENDS = re.compile(r"[.!?]\s|[;•\n]")
LABEL_JOINT = re.compile(
    r"\W*(?:(?:is|of|from|up to|starts at|starting at|between|around)\W+)*", re.IGNORECASE
)
ASIDES = re.compile(r"\([^()]*\)|(?:\+|plus)\s+\w+", re.IGNORECASE)
BETWEEN = re.compile(r"(?:between|entre|zwischen)\W*$", re.IGNORECASE)
NO_MINIMUM = re.compile(
    r"(?<!\w)(?:up to|max(?:imum)?(?: of)?|bis(?: zu)?|jusqu['’]à|hasta|fino a)\W*$", re.IGNORECASE
)
NO_MAXIMUM = re.compile(
    r"(?<!\w)(?:from|start(?:s|ing) at|min(?:imum)?(?: of)?|at least|ab|à partir de|desde|od)\W*$",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"\bOTE\b|on[- ]target|total (?:target|cash|annual|comp|earn|reward)", re.IGNORECASE
)
BASE = re.compile(r"\bbase\b(?!.*\bOTE\b)", re.IGNORECASE)

# A pay field is this short; what is longer is prose, where an amount needs a word that says pay.
FIELD_LENGTH = 60
# No advert names more amounts; a hostile text may.
MOST_MENTIONS = 500


def read_pay(text: str, country: str = "") -> Pay | None:
    """Returns the offer that a pay text states, or None where it states none.

    The country (ISO 3166 code) settles whose dollars, crowns or bare numbers these are. Several
    ranges give their envelope; one figure is both ends; "up to" and "from" leave an end open.

    >>> read_pay("£40k - £55,000 a year")
    Pay(minimum=Decimal('40000'), maximum=Decimal('55000'), currency='GBP', period='year')
    >>> read_pay("Up to $45.50/hour", country="AU")
    Pay(minimum=None, maximum=Decimal('45.50'), currency='AUD', period='hour')
    >>> read_pay("Competitive salary and a $5,000 sign-on bonus") is None
    True
    """
    return _settle(_statements(text, country, is_field=len(text) <= FIELD_LENGTH))


def find_pay(body_text: str, country: str = "") -> Pay | None:
    """Returns the offer that an advert's text states somewhere, or None.

    Stricter than `read_pay`: only plausible amounts that a nearby word calls pay, or ranges that
    name their period.

    >>> find_pay("We raised $40M.\\nThe base salary range is $120,000—$150,000 USD plus equity.")
    Pay(minimum=Decimal('120000'), maximum=Decimal('150000'), currency='USD', period='year')
    >>> find_pay("Our platform moves $120,000 - $150,000 a second.") is None
    True
    """
    return _settle(
        statement
        for statement in _statements(body_text, country, is_field=False)
        if statement.is_sure and is_plausible(statement.pay)
    )


def from_raw(raw: RawPay, country: str = "") -> Pay | None:
    """Returns the offer that a source states in numbers; None where they say nothing.

    A missing period is told by the size of the amount.

    >>> from_raw(RawPay(Decimal("120000.0"), Decimal("160000.0"), "USD", None))
    Pay(minimum=Decimal('120000'), maximum=Decimal('160000'), currency='USD', period='year')
    >>> from_raw(RawPay(Decimal(0), Decimal(0), "USD", "year")) is None
    True
    """
    given = raw.currency.strip().upper()
    currency = given if ISO_CODE.fullmatch(given) else _currency([given], country)
    minimum, maximum = _stated(raw.minimum), _stated(raw.maximum)
    largest = max(minimum or 0, maximum or 0)
    if not currency or not largest:
        return None
    if minimum and maximum and minimum > maximum:
        minimum, maximum = maximum, minimum
    period = raw.period or _period_by_size(Decimal(largest), currency)
    return Pay(minimum, maximum, currency, period)


def read_period(text: str) -> str | None:
    """Returns the period that a source's field names, in any of their spellings, or None.

    >>> [read_period(text) for text in ("per-year-salary", "1 MONTH", "Hourly", "an hour", "NONE")]
    ['year', 'month', 'hour', 'hour', None]
    """
    for word in reversed(WORDS.findall(text.lower().replace(".", ""))):
        for spelling in (word, word.removesuffix("s")):
            if period := UNITS.get(spelling) or ADVERBS.get(spelling):
                return period
    return None


def is_plausible(pay: Pay) -> bool:
    """Says whether the amounts can be somebody's pay; an editor looks at the others.

    >>> is_plausible(Pay(Decimal(92_000), Decimal(119_000_000), "JPY", "year"))
    False
    """
    ends = [end for end in (pay.minimum, pay.maximum) if end is not None]
    if max(ends) > 20 * min(ends):
        return False
    yearly = [_in_usd(end, pay.currency) * PayPeriod(pay.period).in_a_year for end in ends]
    return pay.currency not in IN_USD or all(5_000 <= end <= 2_000_000 for end in yearly)


@dataclass(frozen=True)
class _Mention:
    """One figure in a text, or the two that make a range, with the text around them."""

    text: str
    first: re.Match[str]
    last: re.Match[str]

    @property
    def is_range(self) -> bool:
        return self.first is not self.last

    @property
    def scale(self) -> str:
        return (self.last["scale"] or self.first["scale"] or "").lower()

    @property
    def marks(self) -> list[str]:
        groups = (figure[side] or "" for figure in (self.first, self.last) for side in SIDES)
        return [mark for group in groups for mark in ONE_MARK.findall(group)]

    @property
    def amounts(self) -> tuple[Decimal, Decimal]:
        """Low and high end; a scale said once counts for both: "$70-100k", "$70-100,000"."""
        low, high = _number(self.first["number"]), _number(self.last["number"])
        first_scale, last_scale = self.first["scale"], self.last["scale"]
        if not (first_scale or last_scale) and 10 <= low <= high / 1000 < 1000:
            low *= 1000
        low_scale = first_scale or (last_scale if low < 1000 else None)
        high_scale = last_scale or (first_scale if high < 1000 else None)
        return low * _scale(low_scale), high * _scale(high_scale)

    @property
    def before(self) -> str:
        start = self.first.start()
        return ASIDES.sub("", self.text[max(0, start - 120) : start])

    @property
    def clause_behind(self) -> str:
        return CLAUSE_ENDS.split(self.text[self.last.end() : self.last.end() + 40], maxsplit=1)[0]


@dataclass(frozen=True)
class _Statement:
    """A mention read as an offer, with what speaks for it."""

    pay: Pay
    is_range: bool
    has_cue: bool
    has_period: bool
    is_total: bool

    @property
    def strength(self) -> int:
        return 3 * self.has_cue + self.is_range + self.has_period

    @property
    def is_sure(self) -> bool:
        return self.has_cue or (self.is_range and self.has_period)

    def is_like(self, other: "_Statement") -> bool:
        return (self.is_range, self.has_cue, self.is_total) == (
            other.is_range,
            other.has_cue,
            other.is_total,
        )


def _settle(statements: Iterable[_Statement]) -> Pay | None:
    """Takes the best supported statement, widened by the others of its kind."""
    found = sorted(statements, key=lambda statement: (statement.is_total, -statement.strength))
    alike = [statement.pay for statement in found if statement.is_like(found[0])]
    widest = envelope(RawPay(*astuple(pay)) for pay in alike)
    return from_raw(widest) if widest else None


def _statements(text: str, country: str, *, is_field: bool) -> Iterator[_Statement]:
    for mention in islice(_mentions(SPACES.sub(" ", text)), MOST_MENTIONS):
        statement = _statement(mention, country)
        if statement and _may_be_pay(mention, statement, is_field=is_field):
            yield statement


def _mentions(text: str) -> Iterator[_Mention]:
    first: re.Match[str] | None = None
    for figure in _figures(text):
        if first and _makes_a_range(text, first, figure):
            yield _Mention(text, first, figure)
            first = None
            continue
        if first:
            yield _Mention(text, first, first)
        first = figure
    if first:
        yield _Mention(text, first, first)


def _figures(text: str) -> Iterator[re.Match[str]]:
    """Yields what FIGURE finds, but sooner: it passes over text without digits, which is most."""
    end = 0
    while digit := DIGIT.search(text, end):
        figure = FIGURE.search(text, max(end, digit.start() - LONGEST_BEFORE))
        if not figure:
            return
        yield figure
        end = figure.end()


def _makes_a_range(text: str, first: re.Match[str], last: re.Match[str]) -> bool:
    joint = JOINT.fullmatch(text, first.end(), last.start())
    if not joint or (last["before"] and not (first["before"] or first["after"])):
        return False
    if joint["and"] and not BETWEEN.search(text[: first.start()]):
        return False
    low, high = _Mention(text, first, last).amounts
    return low <= high <= 1000 * low


def _statement(mention: _Mention, country: str) -> _Statement | None:
    """Reads the mention; None where it has no currency or is nothing."""
    is_indian = mention.scale in INDIAN_SCALES and not mention.marks
    currency = _currency(mention.marks, "IN" if is_indian else country)
    low, high = mention.amounts
    if not currency or not high:
        return None
    stated = _stated_period(mention) or _spoken_period(mention.before[-60:], high, currency)
    minimum, maximum = (low, high) if mention.is_range else _open_ends(mention)
    return _Statement(
        Pay(minimum, maximum, currency, stated or _period_by_size(high, currency)),
        is_range=mention.is_range,
        has_cue=_is_called_pay(mention) is True,
        has_period=stated is not None,
        is_total=_is_total(mention),
    )


def _is_total(mention: _Mention) -> bool:
    """Says whether more than the base is meant: "total pay $200K (base $150K)" states both."""
    before = mention.before[-60:]
    if base := BASE.search(before):
        before = before[base.end() :]
    return bool(TOTAL.search(before + mention.clause_behind))


def _may_be_pay(mention: _Mention, statement: _Statement, *, is_field: bool) -> bool:
    if _is_called_pay(mention) is False:
        return False
    if mention.scale in LARGE_SCALES and not is_plausible(statement.pay):
        return False
    if mention.marks:
        return is_field or statement.strength > 0
    return _is_pay_without_a_mark(mention, statement, is_field=is_field)


def _is_pay_without_a_mark(mention: _Mention, statement: _Statement, *, is_field: bool) -> bool:
    """Says whether a bare number is pay: it needs a word or field that says so, and the look."""
    low, high = mention.amounts
    are_years = not mention.scale and 1900 <= low <= high <= 2100
    looks_right = (high >= 1000 or _stated_period(mention) is not None) and not are_years
    is_supported = mention.is_range or statement.has_period
    return looks_right and is_supported and (is_field or statement.has_cue)


def _is_called_pay(mention: _Mention) -> bool | None:
    """Says whether the words around it speak of pay, of other money (False) or of neither."""
    before = _telling_word_before(mention.before)
    behind = TELLING_BEHIND.search(mention.clause_behind)
    if before and before["pay"]:
        joint = mention.before[before.end() :]
        is_of_this = not (behind and behind["other"] and DIGIT.search(joint))
        if (mention.is_range and is_of_this) or LABEL_JOINT.fullmatch(joint):
            return True
    word = behind or before
    return word["pay"] is not None if word else None


def _telling_word_before(before: str) -> re.Match[str] | None:
    """Returns the nearest one; a word for other money reaches no further than its sentence."""
    for word in reversed(list(TELLING_BEFORE.finditer(before))):
        if word["pay"] or not SENTENCE_ENDS.search(before, word.end()):
            return word
    return None


def _number(digits: str) -> Decimal:
    """Reads digits with either country's separators.

    >>> [str(_number(digits)) for digits in ("1,234.50", "45.000", "60 000", "34.50", "1,20,000")]
    ['1234.50', '45000', '60000', '34.50', '120000']
    """
    plain = re.sub(r"[^\d.]", "", digits.replace(",", "."))
    whole, _, fraction = plain.rpartition(".")
    if len(fraction) == 3 or not whole:
        return Decimal(plain.replace(".", ""))
    return Decimal(f"{whole.replace('.', '')}.{fraction}")


def _scale(word: str | None) -> int:
    return SCALES[word.lower()] if word else 1


def _currency(marks: Iterable[str], country: str) -> str:
    """Returns the first mark's own currency, else what a shared mark means in the country."""
    local = CURRENCY_OF_COUNTRY.get(country.upper(), "")
    shared: tuple[str, ...] = ()
    for mark in marks:
        name = mark.lower().rstrip(".")
        if name in MARKS:
            return MARKS[name]
        shared = shared or SHARED_MARKS.get(name, ())
    if not shared:
        return local
    return local if local in shared else shared[0]


def _stated_period(mention: _Mention) -> str | None:
    for figure in (mention.last, mention.first):
        if found := BEHIND.match(mention.text, figure.end()):
            word = (found["unit"] or found["adverb"]).lower()
            return UNITS[word] if found["unit"] else ADVERBS[word]
    return "year" if mention.scale == "lpa" else None


def _spoken_period(before: str, amount: Decimal, currency: str) -> str | None:
    """Returns the last period named before the amount, unless it is absurd for its size."""
    words = PERIOD_BEFORE.findall(before)
    if not words:
        return None
    period = ADVERBS[words[-1].lower()]
    yearly = _in_usd(amount, currency) * PayPeriod(period).in_a_year
    return period if 1_000 <= yearly <= 2_000_000 else None


def _period_by_size(amount: Decimal, currency: str) -> str:
    dollars = _in_usd(amount, currency)
    yearly, monthly = (1_200, 60) if currency == "INR" else (9_000, 1_000)
    if dollars >= yearly:
        return "year"
    if dollars >= monthly:
        return "month"
    return "day" if dollars >= 200 else "hour"


def _open_ends(mention: _Mention) -> tuple[Decimal | None, Decimal | None]:
    low, high = mention.amounts
    if NO_MINIMUM.search(mention.before):
        return None, high
    if NO_MAXIMUM.search(mention.before) or mention.first["plus"]:
        return low, None
    return low, high


def _in_usd(amount: Decimal, currency: str) -> float:
    return float(amount) * IN_USD.get(currency, 1.0)


def _stated(amount: Decimal | None) -> Decimal | None:
    """Returns whole units where it is whole, else cents; None where it says nothing."""
    if amount is None or amount <= 0:
        return None
    is_whole = amount == amount.to_integral_value()
    return amount.quantize(Decimal(1) if is_whole else Decimal("0.01"))
