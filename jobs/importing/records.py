"""What an adapter hands on: one advert as its source gives it, before anything is read into it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


class PayloadError(ValueError):
    """The bytes are not what the adapter reads; says what is wrong, what was seen, what to do."""


@dataclass(frozen=True)
class RawPay:
    """Pay in numbers, as a source states it; `period` is None where the source names none.

    An adapter leaves out equity and bonuses, gives whole units (not cents) and keeps zeros out.
    """

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    period: str | None


@dataclass(frozen=True)
class RawListing:
    """One advert with its text as given: trimmed, but not yet interpreted.

    `body_html` is HTML, unescaped but NOT yet sanitised. `url` may be empty only where the kind of
    source says so. `country` is an ISO 3166 code. Dates are aware. A source's personal data
    (recruiters, hiring managers, creators) has no field here, and so cannot be kept.
    """

    external_id: str
    title: str
    url: str
    location_text: str = ""
    body_html: str = ""
    pay_text: str = ""
    pay: RawPay | None = None
    employment_type_text: str = ""
    workplace_text: str = ""
    level_text: str = ""
    country: str = ""
    language: str = ""
    posted_at: datetime | None = None
    closes_at: datetime | None = None
    employer_name: str = ""


@dataclass(frozen=True)
class Refused:
    """A row that cannot become a listing: what names it, and why."""

    reference: str
    reason: str


@dataclass(frozen=True)
class Parsed:
    """Everything that one payload holds, in the payload's order."""

    listings: tuple[RawListing, ...]
    refused: tuple[Refused, ...]


def envelope(ranges: Iterable[RawPay]) -> RawPay | None:
    """Return the widest range over several, in the first one's currency and period.

    An open end stays open only where every range leaves it open.

    >>> low = RawPay(Decimal(90), Decimal(110), "USD", "hour")
    >>> high = RawPay(Decimal(100), Decimal(130), "USD", "hour")
    >>> envelope([low, high])
    RawPay(minimum=Decimal('90'), maximum=Decimal('130'), currency='USD', period='hour')
    >>> envelope([]) is None
    True
    """
    every = list(ranges)
    if not every:
        return None
    first = every[0]
    alike = [pay for pay in every if (pay.currency, pay.period) == (first.currency, first.period)]
    minimum = min((pay.minimum for pay in alike if pay.minimum is not None), default=None)
    maximum = max((pay.maximum for pay in alike if pay.maximum is not None), default=None)
    return RawPay(minimum, maximum, first.currency, first.period)
