"""Greenhouse Job Board API: `GET https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true`.

One answer holds the whole board, unpaged; a job closes by being absent. Format:
https://developers.greenhouse.io/job-board.html (grnhse/greenhouse-api-docs, job-board/_jobs.md).
"""

import html
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from .records import Parsed, PayloadError, RawListing, RawPay, Refused, envelope

LABEL = "Greenhouse job board"

WHAT_TO_DO = "Check the source's address and kind; Greenhouse sends an object with a list of jobs."

# Custom fields are named by each employer; these are the only ones whose values are kept.
EMPLOYMENT_FIELDS = {"employment type", "job type", "time type", "contract type"}
WORKPLACE_FIELDS = {"workplace type", "location type", "workplace", "work model", "remote status"}
LEVEL_FIELDS = {"experience level", "seniority", "seniority level", "career level"}
CHOICES = {"single_select", "multi_select"}

PAY_WORDS = ("pay", "salary", "compensation", "wage")
NOT_PAY_WORDS = ("bonus", "referral", "reward", "equity", "budget", "commission", "payroll")


def parse(payload: bytes) -> Parsed:
    """Return the jobs of one board's answer, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are not such an answer. A board without jobs is fine.

    >>> parse(b'{"jobs": [{"id": 7, "absolute_url": "https://example.com/7"}]}').refused
    (Refused(reference='7', reason='It has no title.'),)
    """
    listings: dict[str, RawListing] = {}
    refused = []
    for number, job in enumerate(_jobs(payload), start=1):
        reason = _reason_to_refuse(job, listings)
        if reason:
            refused.append(Refused(_reference(job, number), reason))
        else:
            listing = _listing(job)
            listings[listing.external_id] = listing
    return Parsed(tuple(listings.values()), tuple(refused))


def read_pay(job: Mapping[str, Any]) -> RawPay | None:
    """Return the pay that a job's own fields state: its pay ranges, else its custom fields.

    >>> read_pay({"pay_input_ranges": [
    ...     {"min_cents": 4550, "max_cents": 6000, "currency_type": "USD", "title": "Hourly"}]})
    RawPay(minimum=Decimal('45.5'), maximum=Decimal('60'), currency='USD', period='hour')
    """
    return envelope(_input_ranges(job)) or envelope(_metadata_ranges(job))


def _jobs(payload: bytes) -> list[Any]:
    answer = _load(payload)
    seen = _other_kind(answer)
    if seen:
        raise PayloadError(f"This is no Greenhouse job board: it looks like {seen}. {WHAT_TO_DO}")
    jobs: list[Any] = answer["jobs"]
    return jobs


def _load(payload: bytes) -> Any:
    if not payload.strip():
        raise PayloadError(
            "The answer is empty: no bytes were received. "
            "Open the source's address in a browser and check that it still answers."
        )
    try:
        return json.loads(payload)
    except (ValueError, RecursionError) as error:
        seen = _not_json(payload, error)
        raise PayloadError(f"This is not JSON: it looks like {seen}. {WHAT_TO_DO}") from None


def _not_json(payload: bytes, error: Exception) -> str:
    start = payload.lstrip()[:200].lower()
    if start.startswith(b"<!doctype html") or b"<html" in start:
        return "an HTML page, such as a login or an error page"
    if start.startswith(b"<"):
        return "XML"
    return f"broken or cut-off text ({error})"


def _other_kind(answer: Any) -> str:
    """Say what this JSON looks like, or "" where it looks like Greenhouse."""
    if isinstance(answer, list):
        return "a bare array, as Lever sends it"
    if not isinstance(answer, dict):
        return f"a bare value ({str(answer)[:40]!r})"
    if "error" in answer and "jobs" not in answer:
        return f"an error message ({str(answer['error'])[:80]!r})"
    if "offers" in answer:
        return "a Recruitee board (it has offers)"
    if "totalFound" in answer:
        return "a SmartRecruiters board (it has totalFound)"
    if "absolute_url" in answer:
        return "a single job, not the board's list"
    if not isinstance(answer.get("jobs"), list):
        return f"an object without a list of jobs (its keys: {', '.join(sorted(answer)[:8])})"
    first = next(iter(_objects(answer, "jobs")), {})
    if "apiVersion" in answer or "jobUrl" in first:
        return "an Ashby board (apiVersion, jobUrl)"
    if "shortcode" in first:
        return "a Workable board (its jobs have a shortcode)"
    if "companyName" in first or "candidate_required_location" in first:
        return "an aggregator's list of several employers' jobs"
    return ""


def _reason_to_refuse(job: Any, listings: Mapping[str, RawListing]) -> str:
    if not isinstance(job, dict):
        return "It is not an object with fields."
    if not _identifier(job):
        return "It has no id."
    if not _text(job.get("title")):
        return "It has no title."
    if not _is_web_address(_text(job.get("absolute_url"))):
        return f"Its absolute_url is no http(s) address: {_text(job.get('absolute_url'))[:80]!r}."
    if _identifier(job) in listings:
        return "Its id occurs twice in this answer; the first one is kept."
    return ""


def _reference(job: Any, number: int) -> str:
    named = (_identifier(job) or _text(job.get("title"))) if isinstance(job, dict) else ""
    return named or f"row {number}"


def _listing(job: Mapping[str, Any]) -> RawListing:
    return RawListing(
        external_id=_identifier(job),
        title=_text(job.get("title")),
        url=_text(job.get("absolute_url")),
        location_text=_location(job),
        body_html=html.unescape(_kept(job.get("content"))),
        pay=read_pay(job),
        employment_type_text=_choice(job, EMPLOYMENT_FIELDS),
        workplace_text=_choice(job, WORKPLACE_FIELDS),
        level_text=_choice(job, LEVEL_FIELDS),
        language=_text(job.get("language")),
        posted_at=_moment(job.get("first_published")),
        closes_at=_moment(job.get("application_deadline")),
        employer_name=_text(job.get("company_name")),
    )


def _kept(value: Any) -> str:
    """A string without what no database takes (NUL, lone surrogates); "" for anything else."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode(errors="ignore").decode()


def _text(value: Any) -> str:
    return " ".join(_kept(value).split())


def _identifier(job: Mapping[str, Any]) -> str:
    given = job.get("id")
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else _text(given)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in url


def _location(job: Mapping[str, Any]) -> str:
    stated = job.get("location")
    name = _text(stated.get("name")) if isinstance(stated, dict) else ""
    offices = (_text(office.get("name")) for office in _objects(job, "offices"))
    return name or "; ".join(filter(None, offices))


def _objects(job: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    rows = job.get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _choice(job: Mapping[str, Any], names: set[str]) -> str:
    """The value of the first custom field of these names; only fields that offer a fixed choice."""
    for field in _objects(job, "metadata"):
        if field.get("value_type") in CHOICES and _text(field.get("name")).lower() in names:
            value = field.get("value")
            return ", ".join(map(_text, value)) if isinstance(value, list) else _text(value)
    return ""


def _input_ranges(job: Mapping[str, Any]) -> Iterator[RawPay]:
    for row in _objects(job, "pay_input_ranges"):
        minimum, maximum = _amount(row.get("min_cents")), _amount(row.get("max_cents"))
        if minimum or maximum:
            currency = _text(row.get("currency_type"))
            period = _period(_text(row.get("title")))
            yield RawPay(minimum and minimum / 100, maximum and maximum / 100, currency, period)


def _metadata_ranges(job: Mapping[str, Any]) -> Iterator[RawPay]:
    for field in _objects(job, "metadata"):
        name, value = _text(field.get("name")).lower(), field.get("value")
        if field.get("value_type") != "currency_range" or not isinstance(value, dict):
            continue
        minimum, maximum = _amount(value.get("min_value")), _amount(value.get("max_value"))
        if _names_pay(name) and (minimum or maximum):
            yield RawPay(minimum, maximum, _text(value.get("unit")), _period(name))


def _names_pay(name: str) -> bool:
    return any(word in name for word in PAY_WORDS) and not any(w in name for w in NOT_PAY_WORDS)


def _amount(value: Any) -> Decimal | None:
    """A positive amount; None for zero, which means "not stated", and for anything else."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def _period(name: str) -> str | None:
    lowered = name.lower()
    if "hour" in lowered:
        return "hour"
    return "year" if "annual" in lowered or "year" in lowered else None


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
