"""Lever Postings API: `GET https://api.lever.co/v0/postings/{site}?mode=json`; EU: api.eu.lever.co.

One answer, a bare array, holds all published postings; a job closes by being absent. Format:
https://github.com/lever/postings-api.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from typing import Any

from ..reading.gazetteer import read_country
from ..reading.pay import read_period
from ..records import Parsed, RawListing, RawPay
from .payload import (
    clean,
    collect,
    dicts_in,
    identifier,
    keys_of,
    mapping,
    one_line,
    positive_decimal,
    read_json,
)

LABEL = "Lever site"
LOOKS_LIKE = "a bare array, as Lever sends it"

WHAT_TO_DO = "Check the source's address and kind; Lever sends a bare array (mode=json)."

POSTING_KEYS = {"text", "hostedUrl", "categories", "createdAt"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def recognises(answer: Any) -> bool:
    """Says whether a payload's JSON has the signs of a site of Lever; an empty array may be one."""
    if not isinstance(answer, list):
        return False
    keys = keys_of(answer)
    return not keys or bool(keys & POSTING_KEYS)


def parse(payload: bytes) -> Parsed:
    """Returns the postings of one site's answer, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are not such an answer. A site without postings is fine.

    >>> parse(b'[{"id": "a-7", "hostedUrl": "https://example.com/7"}]').refused
    (Refused(reference='a-7', reason='It has no title.'),)
    """
    postings = read_json(payload, LABEL, WHAT_TO_DO, accepted={LOOKS_LIKE})
    return collect(postings, read_row, "hostedUrl")


def read_row(posting: Mapping[str, Any]) -> RawListing:
    """Returns one posting as the site gives it, whole or not."""
    categories = mapping(posting.get("categories"))
    return RawListing(
        external_id=identifier(posting.get("id")),
        title=one_line(posting.get("text")),
        url=one_line(posting.get("hostedUrl")) or one_line(posting.get("applyUrl")),
        location_text=_locations(categories),
        body_html=_body(posting),
        pay=read_pay(posting),
        employment_type_text=one_line(categories.get("commitment")),
        workplace_text=one_line(posting.get("workplaceType")),
        level_text=one_line(categories.get("level")),
        country=read_country(one_line(posting.get("country"))),
        posted_at=_moment(posting.get("createdAt")),
    )


def read_pay(posting: Mapping[str, Any]) -> RawPay | None:
    """Returns the pay that a posting's own field states; a one-time payment is not a job's pay.

    >>> read_pay({"salaryRange": {
    ...     "min": 45.5, "max": 60, "currency": "USD", "interval": "per-hour-wage"}})
    RawPay(minimum=Decimal('45.5'), maximum=Decimal('60'), currency='USD', period='hour')
    """
    stated = mapping(posting.get("salaryRange"))
    interval = one_line(stated.get("interval"))
    minimum, maximum = positive_decimal(stated.get("min")), positive_decimal(stated.get("max"))
    if interval.startswith("one-time") or not (minimum or maximum):
        return None
    return RawPay(minimum, maximum, one_line(stated.get("currency")), read_period(interval))


def _locations(categories: Mapping[str, Any]) -> str:
    """Returns the first location and all the others, each once."""
    every = categories.get("allLocations")
    names = [categories.get("location"), *(every if isinstance(every, list) else [])]
    return "; ".join(dict.fromkeys(filter(None, map(one_line, names))))


def _body(posting: Mapping[str, Any]) -> str:
    """Returns the whole advert.

    `description` holds opening and body, `descriptionBody` the body only.
    """
    opening, additional = clean(posting.get("opening")), clean(posting.get("additional"))
    body = clean(posting.get("descriptionBody")) or clean(posting.get("description"))
    lists = map(_list, dicts_in(posting.get("lists")))
    pay = clean(posting.get("salaryDescription"))
    return "\n".join([opening if opening not in body else "", body, *lists, additional, pay])


def _list(section: Mapping[str, Any]) -> str:
    """Returns a heading, which is plain text, and items that come without the list around them.

    >>> _list({"text": "You know", "content": "<li>SQL</li>"})
    '<h3>You know</h3><ul><li>SQL</li></ul>'
    """
    title = escape(unescape(one_line(section.get("text"))))
    heading = f"<h3>{title}</h3>" if title else ""
    return f"{heading}<ul>{clean(section.get('content'))}</ul>"


def _moment(milliseconds: Any) -> datetime | None:
    try:
        return EPOCH + timedelta(milliseconds=milliseconds)
    except (TypeError, ValueError, OverflowError):
        return None
