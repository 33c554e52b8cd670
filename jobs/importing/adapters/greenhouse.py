"""Greenhouse Job Board API: `GET https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true`.

One answer holds the whole board, unpaged; a job closes by being absent. Format:
https://developers.greenhouse.io/job-board.html (grnhse/greenhouse-api-docs, job-board/_jobs.md).
"""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from ..records import Parsed, RawListing, RawPay, envelope
from .payload import (
    GREENHOUSE,
    UNSURE,
    amount,
    collect,
    identifier,
    kept,
    mapping,
    moment,
    objects,
    read_json,
    text,
)

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
    answer = read_json(payload, LABEL, WHAT_TO_DO, accepted={GREENHOUSE, UNSURE})
    return collect(answer["jobs"], read_row, "absolute_url")


def read_row(job: Mapping[str, Any]) -> RawListing:
    """One job as the board gives it, whole or not."""
    return RawListing(
        external_id=identifier(job.get("id")),
        title=text(job.get("title")),
        url=text(job.get("absolute_url")),
        location_text=_location(job),
        body_html=html.unescape(kept(job.get("content"))),
        pay=read_pay(job),
        employment_type_text=_choice(job, EMPLOYMENT_FIELDS),
        workplace_text=_choice(job, WORKPLACE_FIELDS),
        level_text=_choice(job, LEVEL_FIELDS),
        language=text(job.get("language")),
        posted_at=moment(job.get("first_published")),
        closes_at=moment(job.get("application_deadline")),
        employer_name=text(job.get("company_name")),
    )


def read_pay(job: Mapping[str, Any]) -> RawPay | None:
    """Return the pay that a job's own fields state: its pay ranges, else its custom fields.

    >>> read_pay({"pay_input_ranges": [
    ...     {"min_cents": 4550, "max_cents": 6000, "currency_type": "USD", "title": "Hourly"}]})
    RawPay(minimum=Decimal('45.5'), maximum=Decimal('60'), currency='USD', period='hour')
    """
    return envelope(_input_ranges(job)) or envelope(_metadata_ranges(job))


def _location(job: Mapping[str, Any]) -> str:
    name = text(mapping(job.get("location")).get("name"))
    offices = (text(office.get("name")) for office in objects(job.get("offices")))
    return name or "; ".join(filter(None, offices))


def _choice(job: Mapping[str, Any], names: set[str]) -> str:
    """The value of the first custom field of these names; only fields that offer a fixed choice."""
    for field in objects(job.get("metadata")):
        if field.get("value_type") in CHOICES and text(field.get("name")).lower() in names:
            value = field.get("value")
            return ", ".join(map(text, value)) if isinstance(value, list) else text(value)
    return ""


def _input_ranges(job: Mapping[str, Any]) -> Iterator[RawPay]:
    for row in objects(job.get("pay_input_ranges")):
        minimum, maximum = amount(row.get("min_cents")), amount(row.get("max_cents"))
        if minimum or maximum:
            currency = text(row.get("currency_type"))
            period = _period(text(row.get("title")))
            yield RawPay(minimum and minimum / 100, maximum and maximum / 100, currency, period)


def _metadata_ranges(job: Mapping[str, Any]) -> Iterator[RawPay]:
    for field in objects(job.get("metadata")):
        name, value = text(field.get("name")).lower(), field.get("value")
        if field.get("value_type") != "currency_range" or not isinstance(value, dict):
            continue
        minimum, maximum = amount(value.get("min_value")), amount(value.get("max_value"))
        if _names_pay(name) and (minimum or maximum):
            yield RawPay(minimum, maximum, text(value.get("unit")), _period(name))


def _names_pay(name: str) -> bool:
    return any(word in name for word in PAY_WORDS) and not any(w in name for w in NOT_PAY_WORDS)


def _period(name: str) -> str | None:
    lowered = name.lower()
    if "hour" in lowered:
        return "hour"
    return "year" if "annual" in lowered or "year" in lowered else None
