"""Pay as adverts write it, read into a range, a currency and a period.

The words around an amount decide whether it is pay: the nearest telling word before it
("salary", "bonus", "raised") and the words behind it ("an hour", "sign-on bonus", "in revenue").
A period that is not named is told by size only where a country makes one of them plausible.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice

from careers.pay import PAY_PERIODS

from ..records import RawPay, envelope
from .currencies import ISO_CODE, ONE_MARK, currency_of, may_end_a_mark
from .pay_patterns import (
    AND_UP,
    ANY_PERIOD,
    ASIDES,
    BASE,
    BEHIND,
    BETWEEN,
    CLAUSE_ENDS,
    DASH,
    DIGIT,
    FIGURE,
    IN_CJK,
    IN_THIS,
    JOINT,
    LABEL_JOINT,
    LONGEST_BEFORE,
    NAMED_PERIOD,
    NO_MAXIMUM,
    NO_MINIMUM,
    OF_THE_AMOUNT,
    PER_THING,
    PERIOD_BEFORE,
    SENTENCE_ENDS,
    SPACES,
    TELLING_BEFORE,
    TELLING_BEHIND,
    TOTAL,
)
from .pay_words import (
    ADVERBS,
    EURO_SCALES,
    HOMES_OF_SCALES,
    LARGE_SCALES,
    MONEY_SCALES,
    OTHER_PERIOD,
    SCALES,
    SHARES,
    UNITS,
    UNSPACED,
)
from .wages import TOO_MUCH, is_usual, may_be_pay, period_by_size


@dataclass(frozen=True)
class Pay:
    """A stated offer in the advert's own currency; an end that is None is open."""

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    period: str  # a value of PayPeriod; "" where it is not known

    @property
    def ends(self) -> list[Decimal]:
        """Returns the ends that are stated."""
        return [end for end in (self.minimum, self.maximum) if end is not None]


# A range whose ends are swapped is put right; a higher first figure is another amount.
LARGEST_SWAP = 3
SIDES = ("before", "after")
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
    text = SPACES.sub(" ", text)
    return _settle(_statements(text, country, is_field=len(text) <= FIELD_LENGTH))


def find_pay(body_text: str, country: str = "") -> Pay | None:
    """Returns the offer that an advert's text, as to_text() gives it, states somewhere, or None.

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

    A missing period is told by the size of the amount, where only one is plausible. A missing
    currency is the country's, where the amounts can be no US dollars.

    >>> from_raw(RawPay(Decimal("120000.0"), Decimal("160000.0"), "USD", None))
    Pay(minimum=Decimal('120000'), maximum=Decimal('160000'), currency='USD', period='year')
    >>> from_raw(RawPay(Decimal(0), Decimal(0), "USD", "year")) is None
    True
    """
    given = raw.currency.strip()
    ends = [end for end in (raw.minimum, raw.maximum) if end]
    is_code = ISO_CODE.fullmatch(given.upper())
    marks = [given] if given else []
    currency = given.upper()
    if not is_code:
        currency = _currency(marks, country, ends, raw.period, is_table=True)
    return _pay(raw.minimum, raw.maximum, currency, raw.period, country)


def read_period(text: str) -> str | None:
    """Returns what a source's field says that its pay is for, in any of their spellings, or None.

    That is a period of a listing, TWO_WEEKS, HALF_A_MONTH or, for any other, OTHER_PERIOD.

    >>> [read_period(text) for text in ("per-year-salary", "1 MONTH", "Hourly", "an hour", "NONE")]
    ['year', 'month', 'hour', 'hour', None]
    >>> [read_period(text) for text in ("BIWEEKLY", "semi-month-salary", "bi-monthly")]
    ['two weeks', 'half a month', 'other']
    """
    named = NAMED_PERIOD.findall(text.replace("_", " "))
    return _period_of(named[-1]) if named else None


def find_period(title: str) -> str | None:
    """Returns what the title of an amount says that it is for, as read_period() has it, or None.

    >>> [find_period(title) for title in ("Hourly range", "Pay (per month)", "US day shift")]
    ['hour', 'month', None]
    """
    found = ANY_PERIOD.search(title)
    return _period_of(found["unit"] or found["adverb"]) if found else None


def period_words(period: str | None) -> str:
    """Returns what read_period() gives in plain words; "" for none or another one.

    >>> period_words("hour"), period_words("two weeks"), period_words("other")
    ('an hour', 'for two weeks', '')
    """
    if period in SHARES:
        return f"for {period}"
    return PAY_PERIODS.get(period or "", "")


def is_plausible(pay: Pay) -> bool:
    """Says whether the amounts can be somebody's pay; an editor looks at the others.

    >>> is_plausible(Pay(Decimal(92_000), Decimal(119_000_000), "JPY", "year"))
    False
    >>> is_plausible(Pay(Decimal(25_000), None, "INR", "month"))
    True
    """
    return may_be_pay(pay.ends, pay.currency, pay.period)


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

    @cached_property
    def marks(self) -> list[str]:
        groups = (figure[side] or "" for figure in (self.first, self.last) for side in SIDES)
        return [mark for group in groups for mark in ONE_MARK.findall(group)]

    @cached_property
    def amounts(self) -> tuple[Decimal, Decimal]:
        """Both ends as written; a scale said once counts for both: "$70-100k", "$70-100,000"."""
        low, high = _number(self.first["number"]), _number(self.last["number"])
        first_scale, last_scale = self.first["scale"], self.last["scale"]
        if not (first_scale or last_scale) and 10 <= low <= high / 1000 < 1000:
            low *= 1000
        low_scale = first_scale or (last_scale if low < 1000 else None)
        high_scale = last_scale or (first_scale if high < 1000 else None)
        return low * _scale(low_scale), high * _scale(high_scale)

    @cached_property
    def before(self) -> str:
        start = self.first.start()
        return ASIDES.sub("", self.text[max(0, start - 120) : start])

    @cached_property
    def clause_behind(self) -> str:
        return CLAUSE_ENDS.split(self.text[self.last.end() : self.last.end() + 40], maxsplit=1)[0]

    @property
    def is_weak(self) -> bool:
        """Says whether it is a single figure without a period, which may be anything."""
        return not self.is_range and self.stated_period is None

    @cached_property
    def stated_period(self) -> str | None:
        """Returns the period named behind it, as read_period() has it; None where none is."""
        for figure in (self.last, self.first):
            if found := BEHIND.match(self.text, figure.end()):
                return _period_of(found["unit"] or found["adverb"])
        return "year" if self.scale == "lpa" else None

    @cached_property
    def spoken_period(self) -> str | None:
        """Returns the last period named before it; that may be meant for another amount."""
        words = PERIOD_BEFORE.findall(self.before[-60:])
        return _period_of(words[-1]) if words else None

    @cached_property
    def is_called_pay(self) -> bool | None:
        """Says whether the words around it speak of pay, of other money (False) or of neither."""
        return _is_called_pay(self)

    @property
    def looks_like_pay(self) -> bool:
        """Says whether it can be pay at all: a bare number is a range or has a period."""
        if self.marks or self.scale in MONEY_SCALES:
            return True
        low, high = sorted(self.amounts)
        are_years = not self.scale and 1900 <= low <= high <= 2100
        if are_years or (high < 1000 and not self.stated_period):
            return False
        return self.is_range or bool(self.stated_period or self.spoken_period)


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
    for mention in islice(_mentions(text), MOST_MENTIONS):
        statement = _statement(mention, country) if mention.looks_like_pay else None
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
        head = text[max(end, digit.start() - LONGEST_BEFORE) : digit.start()]
        start = digit.start() - len(head) * may_end_a_mark(head)
        matches = (FIGURE.match(text, place) for place in range(start, digit.end()))
        if figure := next(filter(None, matches), None):
            yield figure
        end = (figure or digit).end()


def _makes_a_range(text: str, first: re.Match[str], last: re.Match[str]) -> bool:
    joint = JOINT.fullmatch(text, first.end(), last.start())
    if not joint or (last["before"] and not (first["before"] or first["after"])):
        return False
    if joint["and"] and not BETWEEN.search(text[max(0, first.start() - 20) : first.start()]):
        return False
    low, high = _Mention(text, first, last).amounts
    if low <= high:
        return high <= 1000 * low
    return low <= LARGEST_SWAP * high and DASH.search(joint[0]) is not None


def _statement(mention: _Mention, country: str) -> _Statement | None:
    """Reads the mention; None where it has no currency or is nothing."""
    low, high = sorted(mention.amounts)
    place = country if mention.marks else _country_of_scale(mention.scale, country)
    period, spoken = mention.stated_period, mention.spoken_period
    currency = _currency(mention.marks, place, (low, high), period or spoken)
    if period is None and spoken and _fits(spoken, mention, currency, country):
        period = spoken
    minimum, maximum = (low, high) if mention.is_range else _open_ends(mention)
    pay = _pay(minimum, maximum, currency, period, country)
    if pay is None:
        return None
    return _Statement(
        pay,
        is_range=mention.is_range,
        has_cue=mention.is_called_pay is True,
        has_period=period is not None,
        is_total=_is_total(mention),
    )


def _pay(
    minimum: Decimal | None,
    maximum: Decimal | None,
    currency: str,
    period: str | None,
    country: str,
) -> Pay | None:
    """Returns the pay of these ends in their order; None where they say nothing.

    `period` is what it is for, as read_period() has it, or None where nothing says it.
    """
    minimum, maximum = _stated(minimum, period), _stated(maximum, period)
    ends = sorted(end for end in (minimum, maximum) if end is not None)
    if not currency or not ends:
        return None
    if len(ends) == 2:
        minimum, maximum = ends
    if period is None:
        period = period_by_size(ends, currency, country)
    elif period in SHARES:
        period = SHARES[period][0]
    elif period == OTHER_PERIOD:
        period = ""
    return Pay(minimum, maximum, currency, str(period))


def _country_of_scale(scale: str, country: str) -> str:
    """Returns whose money an amount without a mark is, by its scale: lakhs are India's."""
    homes = HOMES_OF_SCALES.get(scale, ())
    return country if country in homes or not homes else homes[0]


def _is_total(mention: _Mention) -> bool:
    """Says whether more than the base is meant: "total pay $200K (base $150K)" states both."""
    before = mention.before[-60:]
    if base := BASE.search(before):
        before = before[base.end() :]
    return bool(TOTAL.search(before + mention.clause_behind))


def _may_be_pay(mention: _Mention, statement: _Statement, *, is_field: bool) -> bool:
    if mention.is_called_pay is False:
        return False
    if mention.scale in LARGE_SCALES and not is_plausible(statement.pay):
        return False
    if mention.marks or mention.scale in MONEY_SCALES:
        return is_field or statement.strength > 0
    return (mention.is_range or statement.has_period) and (is_field or statement.has_cue)


def _is_called_pay(mention: _Mention) -> bool | None:
    """Says whether the words around it speak of pay, of other money (False) or of neither."""
    if _is_per_thing(mention):
        return False
    before, behind = _telling_word_before(mention), _telling_word_behind(mention)
    if before and before["pay"]:
        joint = mention.before[before.end() :]
        is_of_this = not (behind and not behind["pay"] and DIGIT.search(joint))
        if (mention.is_range and is_of_this) or LABEL_JOINT.fullmatch(joint):
            return True
    word = behind or before
    if word is None and IN_CJK.search(mention.before):
        return True
    return word["pay"] is not None if word else None


def _is_per_thing(mention: _Mention) -> bool:
    end = mention.last.end()
    if period := BEHIND.match(mention.text, end):
        end = period.end()
    return PER_THING.match(mention.text, end) is not None


def _telling_word_before(mention: _Mention) -> re.Match[str] | None:
    """Returns the nearest one; a word for other money reaches no further than its sentence."""
    before = mention.before
    for word in reversed(list(TELLING_BEFORE.finditer(before))):
        if word["pay"]:
            return word
        if word["beside"] and not OF_THE_AMOUNT.fullmatch(before, word.end()):
            continue
        if not SENTENCE_ENDS.search(before, word.end()):
            return word
    return None


def _telling_word_behind(mention: _Mention) -> re.Match[str] | None:
    clause = mention.clause_behind
    for word in TELLING_BEHIND.finditer(clause):
        is_in_this = IN_THIS.fullmatch(clause, 0, word.start())
        if not word["beside"] or mention.is_weak or is_in_this:
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
    return (SCALES | EURO_SCALES)[word.lower()] if word else 1


def _fits(period: str, mention: _Mention, currency: str, country: str) -> bool:
    """Says whether the period named before an amount is not absurd for its size."""
    if period == OTHER_PERIOD:
        return False
    listed, share = SHARES.get(period, (period, Decimal(1)))
    amounts = [max(mention.amounts) * share]
    behind_it = PERIOD_BEFORE.split(mention.before)[-1]
    is_near = not SENTENCE_ENDS.search(behind_it) and may_be_pay(amounts, currency, listed)
    return is_near or is_usual(amounts, currency, listed, country)


def _currency(
    marks: list[str],
    country: str,
    amounts: Sequence[Decimal],
    period: str | None,
    *,
    is_table: bool = False,
) -> str:
    """Returns the currency of amounts for what read_period() gives."""
    if period in SHARES:
        period, share = SHARES[period]
        amounts = [amount * share for amount in amounts]
    listed = period if period in PAY_PERIODS else ""
    return currency_of(marks, country, amounts, listed, is_table=is_table)


def _period_of(word: str) -> str:
    lowered = word.lower()
    return ADVERBS.get(lowered) or UNSPACED.get(lowered) or UNITS[lowered]


def _open_ends(mention: _Mention) -> tuple[Decimal | None, Decimal | None]:
    low, high = mention.amounts
    if NO_MINIMUM.search(mention.before):
        return None, high
    is_open = NO_MAXIMUM.search(mention.before) or mention.first["plus"]
    if is_open or AND_UP.match(mention.text, mention.last.end()):
        return low, None
    return low, high


def _stated(amount: Decimal | None, period: str | None) -> Decimal | None:
    """Returns what it is for a listing's period: whole units where it is whole, else cents.

    None where it says nothing, or more than a listing can hold.
    """
    if amount is None:
        return None
    amount *= SHARES[period][1] if period in SHARES else 1
    if not 0 < amount < TOO_MUCH:
        return None
    is_whole = amount == amount.to_integral_value()
    return amount.quantize(Decimal(1) if is_whole else Decimal("0.01"))
