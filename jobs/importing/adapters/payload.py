"""What every adapter needs of a payload: its kind, its rows, and their values."""

import json
import logging
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from .. import adapters  # the registry, which imports the adapters, which import this module
from ..reading.dates import read_date
from ..records import Parsed, PayloadError, RawListing, Refused, Unreadable

logger = logging.getLogger(__name__)

UNSURE = "a list of jobs without a sign of its kind"


# What stands for a byte that is no UTF-8.
ODD = "\ufffd"
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Python makes no number of more than 4,300 digits, and no field of an advert needs so many.
MOST_DIGITS = 300
DEEPEST_JSON = 60
BEYOND_ANY_PAY = Decimal(10) ** 15
BRACKET_OR_STRING = re.compile(r'[\[\]{}]|"(?:[^"\\]|\\.)*"', re.DOTALL)


# --- kinds -------------------------------------------------------------------------------------


def read_json(payload: bytes, label: str, what_to_do: str, accepted: set[str]) -> Any:
    """Returns the JSON of a payload, if what it looks like is accepted; raises PayloadError if not.

    `accepted` holds descriptions: the adapter's own LOOKS_LIKE, and perhaps UNSURE.
    """
    refuse_empty(payload)
    try:
        answer = _load(payload)
    except ValueError as error:
        seen = describe_text(payload) or f"broken or cut-off text ({error})"
        raise PayloadError(f"This is not JSON: it looks like {seen}. {what_to_do}") from None
    seen = describe(answer)
    if seen not in accepted:
        raise PayloadError(f"This is no {label}: it looks like {seen}. {what_to_do}")
    return answer


def decode(payload: bytes) -> str:
    r"""Returns the text of UTF-8 with or without its mark, an odd byte in it as "\ufffd".

    It is Windows-1252, which old spreadsheets write, only where most of what is not ASCII is odd.

    >>> decode("Zürich, Málaga".encode() + b"\x96"), decode("Zürich".encode("cp1252"))
    ('Zürich, Málaga�', 'Zürich')
    """
    text = payload.decode("utf-8-sig", errors="replace")
    odd = text.count(ODD) - payload.count(ODD.encode())
    if not odd:
        return text
    sound = sum(len(run) for run in NOT_ASCII.findall(text)) - odd
    return payload.decode("cp1252", errors="replace") if odd > sound else text


def _load(payload: bytes) -> Any:
    """Returns JSON in which one odd advert does not spoil the others; raises ValueError."""
    text = payload.decode(encoding) if (encoding := _wide(payload)) else decode(payload)
    try:
        return json.loads(text, parse_int=_whole_number)
    except RecursionError:
        return json.loads(_without_depths(text), parse_int=_whole_number)


def _wide(payload: bytes) -> str:
    """Returns the name of UTF-16 or UTF-32, where a payload is that; else ""."""
    encoding = json.detect_encoding(payload)
    return "" if encoding.startswith("utf-8") else encoding


def _whole_number(digits: str) -> int | None:
    return int(digits) if len(digits) <= MOST_DIGITS else None


def _without_depths(text: str) -> str:
    """Returns JSON with null for what is nested deeper than any advert's fields are.

    >>> json.loads(_without_depths('{"a": ' + "[" * 99 + '"]"' + "]" * 99 + ', "b": 1}'))["b"]
    1
    """
    kept, depth, copied = [], 0, 0
    for token in BRACKET_OR_STRING.finditer(text):
        opens, closes = token[0] in "[{", token[0] in "]}"
        depth += opens
        if opens and depth == DEEPEST_JSON:
            kept.append(f"{text[copied : token.start()]}null")
        if closes and depth == DEEPEST_JSON:
            copied = token.end()
        depth -= closes
    return "".join([*kept, text[copied:]]) if depth == 0 else text[:0]


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
NO_READER = "A field of it holds what no advert holds there, so it was not read. The log says more."


def collect(
    rows: Iterable[Any],
    read_row: Callable[[Mapping[str, Any]], RawListing],
    url_field: str,
) -> Parsed:
    """Reads every row; refuses those that cannot become a listing, with the reason.

    `url_field` is what the source calls the address.

    >>> collect([{}], lambda row: RawListing("7", "", ""), "url").refused
    (Refused(reference='7', reason='It has no title.', name=''),)
    """
    listings: dict[str, RawListing] = {}
    refused, notes = [], []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            refused.append(Refused(f"row {number}", "It is not an object with fields."))
            continue
        listing, reason = try_row(read_row, row)
        if listing is None:
            refused.append(Refused(identifier(row.get("id")) or f"row {number}", reason))
            continue
        reason = what_is_missing(listing, url_field)
        if not reason and listing.external_id in listings:
            reason = REPEATED_ID
        if reason:
            reference = listing.external_id or listing.title or f"row {number}"
            refused.append(Refused(reference, reason))
        else:
            listings[listing.external_id] = listing
            notes += odd_bytes(listing.external_id, listing)
    return Parsed(tuple(listings.values()), tuple(refused), tuple(notes))


def try_row(
    read_row: Callable[[Mapping[str, Any]], RawListing], row: Mapping[str, Any]
) -> tuple[RawListing | None, str]:
    """Returns what a row holds, or None and the reason: one odd row never costs the others."""
    try:
        return read_row(row), ""
    except Unreadable as error:
        return None, str(error)
    except Exception:
        logger.exception("A row could not be read.")
        return None, NO_READER


def odd_bytes(name: str, listing: RawListing) -> list[str]:
    """Returns a sentence on an advert that holds bytes which are no UTF-8; else none."""
    texts = (listing.title, listing.employer_name, listing.location_text, listing.body_html)
    if not any(ODD in text for text in texts):
        return []
    return [f"{name}: it holds bytes that are no UTF-8; “{ODD}” stands where they were."]


def what_is_missing(listing: RawListing, url_field: str, *, needs_url: bool = True) -> str:
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
    if not number.is_finite() or number <= 0:
        return None
    if number >= BEYOND_ANY_PAY:
        raise Unreadable(f"An amount of {number:.0e} is more than any job pays.")
    return number


def parse_datetime(value: Any, what: str = "date") -> datetime | None:
    """Returns a moment, in UTC where it names no offset; None where no text is given.

    Raises Unreadable for a text that is no date: it is never taken for today.

    >>> parse_datetime("2026-05-04 09:30:00")
    datetime.datetime(2026, 5, 4, 9, 30, tzinfo=datetime.timezone.utc)
    """
    stated = one_line(value)
    if not stated:
        return None
    try:
        return read_date(stated)[0]
    except Unreadable as error:
        raise Unreadable(f"Its {what} cannot be read: {error}") from None
