"""What every adapter needs of a payload: what kind it is, its rows, and their values."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from ..records import Parsed, PayloadError, RawListing, Refused

GREENHOUSE = "a Greenhouse job board (its jobs have an absolute_url)"
ASHBY = "an Ashby board (apiVersion, jobUrl)"
LEVER = "a bare array, as Lever sends it"
UNSURE = "a list of jobs without a sign of its kind"

OF_LEVER = {"text", "hostedUrl", "categories", "createdAt"}
TABLE_HEAD = re.compile(rb"[^{}<>\n]*(?:title|position)[^{}<>\n]*", re.IGNORECASE)


# --- kinds -------------------------------------------------------------------------------------


def read_json(payload: bytes, label: str, what_to_do: str, accepted: set[str]) -> Any:
    """The JSON of a payload, if what it looks like is accepted; raises PayloadError if not."""
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
    """Raise PayloadError where no bytes came."""
    if not payload.strip():
        raise PayloadError(
            "The answer is empty: no bytes were received. "
            "Open the source's address in a browser and check that it still answers."
        )


def describe_text(payload: bytes) -> str:
    """Say what bytes that are not JSON look like, or "" where nothing tells.

    >>> describe_text(b"title;company;url")
    'a table (CSV), as its first line names columns'
    """
    start = payload.removeprefix(BOM_UTF8).lstrip()[:2000]
    if start.lower().startswith(b"<!doctype html") or b"<html" in start[:200].lower():
        return "an HTML page, such as a login or an error page"
    if start.startswith(b"<"):
        return "XML"
    head = TABLE_HEAD.match(start)
    is_table = head is not None and any(mark in head[0] for mark in (b",", b";", b"\t"))
    return "a table (CSV), as its first line names columns" if is_table else ""


def describe(answer: Any) -> str:
    """Say what a JSON answer looks like; one of the names above where an adapter reads it.

    >>> describe({"jobs": [{"absolute_url": "https://example.com/7"}]}) == GREENHOUSE
    True
    >>> describe({"offers": []})
    'a Recruitee board (it has offers)'
    """
    if isinstance(answer, list):
        return _describe_array(answer)
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
    return _describe_board(answer)


def _describe_array(rows: list[Any]) -> str:
    keys = _keys(rows)
    if keys and not keys & OF_LEVER:
        return f"an array of something else than Lever's postings (their keys: {_names(keys)})"
    return LEVER


def _describe_board(answer: Mapping[str, Any]) -> str:
    keys = _keys(answer["jobs"])
    if "apiVersion" in answer or keys & {"jobUrl", "isListed"}:
        return ASHBY
    if "shortcode" in keys:
        return "a Workable board (its jobs have a shortcode)"
    if keys & {"companyName", "candidate_required_location"}:
        return "an aggregator's list of several employers' jobs"
    return GREENHOUSE if "absolute_url" in keys or "meta" in answer else UNSURE


def _keys(rows: list[Any]) -> set[str]:
    return set().union(*(row for row in rows if isinstance(row, dict)))


def _names(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys)[:8])


# --- rows --------------------------------------------------------------------------------------

REPEATED = "Its id occurs twice in this answer; the first one is kept."


def collect(
    rows: Iterable[Any],
    read_row: Callable[[Mapping[str, Any]], RawListing],
    url_field: str,
    *,
    needs_url: bool = True,
    repeated: str = REPEATED,
) -> Parsed:
    """Read every row; those that cannot become a listing are refused with the reason.

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


def kept(value: Any) -> str:
    """A string without what no database takes (NUL, lone surrogates); "" for anything else."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode(errors="ignore").decode()


def text(value: Any) -> str:
    """The string's words with single spaces between them; "" for anything but a string.

    >>> text("  Data\\n Engineer "), text(None)
    ('Data Engineer', '')
    """
    return " ".join(kept(value).split())


def identifier(value: Any) -> str:
    """An id as text: the number 7 and the text "7" name the same advert.

    >>> identifier(7), identifier(" 7 "), identifier(True)
    ('7', '7', '')
    """
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)


def is_web_address(url: str) -> bool:
    """Say whether this is a whole http(s) address.

    >>> is_web_address("https://example.com/7"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in url


def mapping(value: Any) -> dict[str, Any]:
    """The value, if it is an object; an empty one if it is anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; none where it is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def amount(value: Any) -> Decimal | None:
    """A positive amount; None for zero, which means "not stated", and for anything else.

    >>> amount("62000.0"), amount(0), amount("NaN")
    (Decimal('62000.0'), None, None)
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


def moment(value: Any) -> datetime | None:
    """An ISO 8601 moment, in UTC where it names no offset; None for anything else.

    >>> moment("2026-05-04 09:30:00")
    datetime.datetime(2026, 5, 4, 9, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        stated = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
