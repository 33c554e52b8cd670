"""What an adapter hands on: one advert as its source gives it, and its form in JSON."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any


class PayloadError(ValueError):
    """The bytes are not what the adapter reads; says what is wrong, what was seen, what to do."""


class Unreadable(ValueError):
    """A field of one advert states what cannot be read; says which and what, in a sentence."""


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

    `body_html` is HTML, perhaps escaped, NOT yet sanitised; `skills_text` a list of skills. `url`
    may be empty only where the kind of source says so. `country` is an ISO 3166 code. Dates are
    aware. A source's personal data (recruiters, hiring managers, creators) has no field here, and
    so cannot be kept.
    """

    external_id: str
    title: str
    url: str
    location_text: str = ""
    body_html: str = ""
    skills_text: str = ""
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
    """A row that cannot become a listing: its number at the source, and why.

    `name` is what a receipt calls it where the number says nothing to its readers.
    """

    reference: str
    reason: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name or self.reference}: {self.reason}"


@dataclass(frozen=True)
class Parsed:
    """Everything that one payload holds, in the payload's order.

    `notes` are sentences on what was taken, but not all of it.
    """

    listings: tuple[RawListing, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...] = ()


def envelope(ranges: Iterable[RawPay]) -> RawPay | None:
    """Returns the widest range over several, in the first one's currency and period.

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


# --- as JSON -----------------------------------------------------------------------------------

RAW_FIELDS = {field.name for field in fields(RawListing)}
DATE_FIELDS = {"posted_at", "closes_at"}


def as_given(raw: RawListing) -> dict[str, Any]:
    """Returns an advert in a form that JSON can hold: what it states, and no more.

    >>> raw = RawListing("7", "Analyst", "", pay=RawPay(Decimal("45.50"), None, "EUR", "hour"))
    >>> as_given(raw)["pay"]
    ['45.50', None, 'EUR', 'hour']
    >>> from_given(as_given(raw)) == raw
    True
    """
    given = {name: getattr(raw, name) for name in sorted(RAW_FIELDS) if getattr(raw, name)}
    if raw.pay:
        ends = (raw.pay.minimum, raw.pay.maximum)
        amounts = [None if end is None else str(end) for end in ends]
        given["pay"] = [*amounts, raw.pay.currency, raw.pay.period]
    return given | {name: given[name].isoformat() for name in DATE_FIELDS & given.keys()}


def from_given(given: Mapping[str, Any]) -> RawListing:
    """Returns the advert that `as_given` put into this form."""
    known: dict[str, Any] = {"external_id": "", "title": "", "url": ""}
    known |= {name: value for name, value in given.items() if name in RAW_FIELDS}
    known |= {name: datetime.fromisoformat(known[name]) for name in DATE_FIELDS & known.keys()}
    if "pay" in known:
        *ends, currency, period = known["pay"]
        minimum, maximum = (None if end is None else Decimal(end) for end in ends)
        known["pay"] = RawPay(minimum, maximum, currency, period)
    return RawListing(**known)


def pack(parsed: Parsed, keep: str) -> bytes:
    """Returns what came in, and what of it is to be kept, small enough to wait for an editor."""
    adverts = [as_given(raw) for raw in parsed.listings]
    refused = [[row.reference, row.reason, row.name] for row in parsed.refused]
    return zlib.compress(json.dumps([keep, adverts, refused, parsed.notes]).encode())


def unpack(packed: bytes) -> tuple[Parsed, str]:
    """Returns what `pack` has packed: what came in, and what of it is to be kept."""
    keep, adverts, refused, *notes = json.loads(zlib.decompress(packed))
    raws = tuple(from_given(each) for each in adverts)
    # What was packed before there were notes has none.
    return Parsed(raws, tuple(Refused(*row) for row in refused), *map(tuple, notes)), keep
