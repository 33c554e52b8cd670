"""Lever Postings API: `GET https://api.lever.co/v0/postings/{site}?mode=json`; EU: api.eu.lever.co.

One answer, a bare array, holds all published postings; a job closes by being absent. Format:
https://github.com/lever/postings-api.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from typing import Any

from ..reading.pay import read_period
from ..reading.places import read_country
from ..records import Parsed, RawListing, RawPay
from .payload import LEVER, amount, collect, identifier, kept, mapping, objects, read_json, text

LABEL = "Lever site"

WHAT_TO_DO = "Check the source's address and kind; Lever sends a bare array (mode=json)."

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse(payload: bytes) -> Parsed:
    """Return the postings of one site's answer, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are not such an answer. A site without postings is fine.

    >>> parse(b'[{"id": "a-7", "hostedUrl": "https://example.com/7"}]').refused
    (Refused(reference='a-7', reason='It has no title.'),)
    """
    postings = read_json(payload, LABEL, WHAT_TO_DO, accepted={LEVER})
    return collect(postings, read_row, "hostedUrl")


def read_row(posting: Mapping[str, Any]) -> RawListing:
    """One posting as the site gives it, whole or not."""
    categories = mapping(posting.get("categories"))
    return RawListing(
        external_id=identifier(posting.get("id")),
        title=text(posting.get("text")),
        url=text(posting.get("hostedUrl")) or text(posting.get("applyUrl")),
        location_text=_locations(categories),
        body_html=_body(posting),
        pay=read_pay(posting),
        employment_type_text=text(categories.get("commitment")),
        workplace_text=text(posting.get("workplaceType")),
        level_text=text(categories.get("level")),
        country=read_country(text(posting.get("country"))),
        posted_at=_moment(posting.get("createdAt")),
    )


def read_pay(posting: Mapping[str, Any]) -> RawPay | None:
    """Return the pay that a posting's own field states; a one-time payment is not a job's pay.

    >>> read_pay({"salaryRange": {
    ...     "min": 45.5, "max": 60, "currency": "USD", "interval": "per-hour-wage"}})
    RawPay(minimum=Decimal('45.5'), maximum=Decimal('60'), currency='USD', period='hour')
    """
    stated = mapping(posting.get("salaryRange"))
    interval = text(stated.get("interval"))
    minimum, maximum = amount(stated.get("min")), amount(stated.get("max"))
    if interval.startswith("one-time") or not (minimum or maximum):
        return None
    return RawPay(minimum, maximum, text(stated.get("currency")), read_period(interval))


def _locations(categories: Mapping[str, Any]) -> str:
    """The first location and all the others, each once."""
    every = categories.get("allLocations")
    names = [categories.get("location"), *(every if isinstance(every, list) else [])]
    return "; ".join(dict.fromkeys(filter(None, map(text, names))))


def _body(posting: Mapping[str, Any]) -> str:
    """The whole advert: `description` is opening and body in one, `descriptionBody` body only."""
    opening, additional = kept(posting.get("opening")), kept(posting.get("additional"))
    body = kept(posting.get("descriptionBody")) or kept(posting.get("description"))
    lists = map(_list, objects(posting.get("lists")))
    pay = kept(posting.get("salaryDescription"))
    return "\n".join([opening if opening not in body else "", body, *lists, additional, pay])


def _list(section: Mapping[str, Any]) -> str:
    """A heading, which is plain text, and items that come without the list around them.

    >>> _list({"text": "You know", "content": "<li>SQL</li>"})
    '<h3>You know</h3><ul><li>SQL</li></ul>'
    """
    title = escape(unescape(text(section.get("text"))))
    heading = f"<h3>{title}</h3>" if title else ""
    return f"{heading}<ul>{kept(section.get('content'))}</ul>"


def _moment(milliseconds: Any) -> datetime | None:
    try:
        return EPOCH + timedelta(milliseconds=milliseconds)
    except (TypeError, ValueError, OverflowError):
        return None
