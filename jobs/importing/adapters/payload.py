"""What every adapter needs of a payload: its kind, its rows, and their values."""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from .. import adapters  # the registry, which imports the adapters, which import this module
from ..records import Parsed, PayloadError, RawListing, Refused

UNSURE = "a list of jobs without a sign of its kind"


# --- kinds -------------------------------------------------------------------------------------


def read_json(payload: bytes, label: str, what_to_do: str, accepted: set[str]) -> Any:
    """Returns the JSON of a payload, if what it looks like is accepted; raises PayloadError if not.

    `accepted` holds descriptions: the adapter's own LOOKS_LIKE, and perhaps UNSURE.
    """
    refuse_empty(payload)
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError) as error:
        seen = describe_text(payload) or f"broken or cut-off text ({error})"
        raise PayloadError(f"This is not JSON: it looks like {seen}. {what_to_do}") from None
    seen = describe(answer)
    if seen not in accepted:
        raise PayloadError(f"This is no {label}: it looks like {seen}. {what_to_do}")
    return answer


def refuse_empty(payload: bytes) -> None:
    """Raises PayloadError where no bytes came."""
    if not payload.strip():
        raise PayloadError(
            "The answer is empty: no bytes were received. "
            "Open the source's address in a browser and check that it still answers."
        )


def describe_text(payload: bytes) -> str:
    """Says what bytes that are not JSON look like, or "" where nothing tells.

    >>> describe_text(b"title;company;url")
    'a table (CSV), as its first line names columns'
    """
    start = payload.removeprefix(BOM_UTF8).lstrip()[:2000]
    if start.lower().startswith(b"<!doctype html") or b"<html" in start[:200].lower():
        return "an HTML page, such as a login or an error page"
    if start.startswith(b"<"):
        return "XML"
    return _recognised(start)


def describe(answer: Any) -> str:
    """Says what a JSON answer looks like: an adapter's LOOKS_LIKE where one recognises it.

    >>> describe({"jobs": [{"absolute_url": "https://example.com/7"}]})
    'a Greenhouse job board (its jobs have an absolute_url)'
    >>> describe({"offers": []})
    'a Recruitee board (it has offers)'
    """
    return _recognised(answer) or _describe_other(answer)


def keys_of(rows: Any) -> set[str]:
    """Returns every key that an object in the list has; none where it is no list."""
    return {key for row in dicts_in(rows) for key in row}


def _recognised(answer: Any) -> str:
    kinds = adapters.ADAPTERS.values()
    return next((kind.LOOKS_LIKE for kind in kinds if kind.recognises(answer)), "")


def _describe_other(answer: Any) -> str:
    """Says what an answer looks like that no adapter recognises."""
    if isinstance(answer, list):
        seen = _names(keys_of(answer))
        return f"an array of something else than Lever's postings (their keys: {seen})"
    if not isinstance(answer, dict):
        return f"a bare value ({str(answer)[:40]!r})"
    if "error" in answer and "jobs" not in answer:
        return f"an error message ({str(answer['error'])[:80]!r})"
    if "offers" in answer:
        return "a Recruitee board (it has offers)"
    if "totalFound" in answer:
        return "a SmartRecruiters board (it has totalFound)"
    if {"absolute_url", "hostedUrl", "jobUrl"}.intersection(answer):
        return "a single job, not the board's list"
    if not isinstance(answer.get("jobs"), list):
        return f"an object without a list of jobs (its keys: {_names(answer)})"
    keys = keys_of(answer["jobs"])
    if "shortcode" in keys:
        return "a Workable board (its jobs have a shortcode)"
    if keys & {"companyName", "candidate_required_location"}:
        return "an aggregator's list of several employers' jobs"
    return UNSURE


def _names(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys)[:8])


# --- rows --------------------------------------------------------------------------------------

REPEATED_ID = "Its id occurs twice in this answer; the first one is kept."


def collect(
    rows: Iterable[Any],
    read_row: Callable[[Mapping[str, Any]], RawListing],
    url_field: str,
    *,
    needs_url: bool = True,
    repeated: str = REPEATED_ID,
) -> Parsed:
    """Reads every row; refuses those that cannot become a listing, with the reason.

    `url_field` is what the source calls the address, and `repeated` the reason to refuse an id
    that has come before.

    >>> collect([{}], lambda row: RawListing("7", "", ""), "url").refused
    (Refused(reference='7', reason='It has no title.'),)
    """
    listings: dict[str, RawListing] = {}
    refused = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            refused.append(Refused(f"row {number}", "It is not an object with fields."))
            continue
        listing = read_row(row)
        reason = _what_is_missing(listing, url_field, needs_url=needs_url)
        if not reason and listing.external_id in listings:
            reason = repeated
        if reason:
            reference = listing.external_id or listing.title or f"row {number}"
            refused.append(Refused(reference, reason))
        else:
            listings[listing.external_id] = listing
    return Parsed(tuple(listings.values()), tuple(refused))


def _what_is_missing(listing: RawListing, url_field: str, *, needs_url: bool) -> str:
    if not listing.title:
        return "It has no title."
    if not listing.external_id:
        return "It has no id."
    if not is_web_address(listing.url) and (listing.url or needs_url):
        return f"Its {url_field} is no http(s) address: {listing.url[:80]!r}."
    return ""


# --- values ------------------------------------------------------------------------------------


def clean(value: Any) -> str:
    """Returns a string without NUL and lone surrogates, which no database takes; else ""."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode(errors="ignore").decode()


def one_line(value: Any) -> str:
    """Returns the string's words with single spaces between them; "" for anything but a string.

    >>> one_line("  Data\\n Engineer "), one_line(None)
    ('Data Engineer', '')
    """
    return " ".join(clean(value).split())


def identifier(value: Any) -> str:
    """Returns an id as text: the number 7 and the text "7" name the same advert.

    >>> identifier(7), identifier(" 7 "), identifier(True)
    ('7', '7', '')
    """
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else one_line(value)


def is_web_address(url: str) -> bool:
    """Says whether this is a whole http(s) address.

    >>> is_web_address("https://example.com/7"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in url


def mapping(value: Any) -> dict[str, Any]:
    """Returns the value, if it is an object; an empty one if it is anything else."""
    return value if isinstance(value, dict) else {}


def dicts_in(value: Any) -> list[dict[str, Any]]:
    """Returns the objects in a list; none where it is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def positive_decimal(value: Any) -> Decimal | None:
    """Returns a positive amount; None for zero, which means "not stated", and for anything else.

    >>> positive_decimal("62000.0"), positive_decimal(0), positive_decimal("NaN")
    (Decimal('62000.0'), None, None)
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


def parse_datetime(value: Any) -> datetime | None:
    """Returns an ISO 8601 moment, in UTC where it names no offset; None for anything else.

    >>> parse_datetime("2026-05-04 09:30:00")
    datetime.datetime(2026, 5, 4, 9, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        stated = datetime.fromisoformat(one_line(value))
    except ValueError:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
