"""Greenhouse Job Board API: `GET https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true`.

One answer holds the whole board, unpaged; a job closes by being absent. Format:
https://developers.greenhouse.io/job-board.html (grnhse/greenhouse-api-docs, job-board/_jobs.md).
"""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from ..reading.pay import find_period
from ..reading.places import read_location
from ..records import Parsed, RawListing, RawPay, envelope
from .payload import (
    UNSURE,
    clean,
    collect,
    dicts_in,
    identifier,
    keys_of,
    mapping,
    one_line,
    parse_datetime,
    positive_decimal,
    read_json,
)

LABEL = "Greenhouse job board"
LOOKS_LIKE = "a Greenhouse job board (its jobs have an absolute_url)"

WHAT_TO_DO = "Check the source's address and kind; Greenhouse sends an object with a list of jobs."

# Custom fields are named by each employer; these are the only ones whose values are kept.
EMPLOYMENT_FIELDS = {"employment type", "job type", "time type", "contract type"}
WORKPLACE_FIELDS = {"workplace type", "location type", "workplace", "work model", "remote status"}
LEVEL_FIELDS = {"experience level", "seniority", "seniority level", "career level"}
CHOICES = {"single_select", "multi_select"}

PAY_WORDS = ("pay", "salary", "compensation", "wage")
NOT_PAY_WORDS = ("bonus", "referral", "reward", "equity", "budget", "commission", "payroll")


def recognises(answer: Any) -> bool:
    """Says whether a payload's JSON has the signs of a board of Greenhouse."""
    board = mapping(answer)
    if not isinstance(board.get("jobs"), list):
        return False
    return "meta" in board or "absolute_url" in keys_of(board["jobs"])


def parse(payload: bytes) -> Parsed:
    """Returns the jobs of one board's answer, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are not such an answer. A board without jobs is fine.

    >>> parse(b'{"jobs": [{"id": 7, "absolute_url": "https://example.com/7"}]}').refused
    (Refused(reference='7', reason='It has no title.', name=''),)
    """
    answer = read_json(payload, LABEL, WHAT_TO_DO, accepted={LOOKS_LIKE, UNSURE})
    return collect(answer["jobs"], read_row, "absolute_url")


def read_row(job: Mapping[str, Any]) -> RawListing:
    """Returns one job as the board gives it, whole or not."""
    return RawListing(
        external_id=identifier(job.get("id")),
        title=one_line(job.get("title")),
        url=one_line(job.get("absolute_url")),
        location_text=_location(job),
        body_html=_unescaped(clean(job.get("content"))),
        pay=read_pay(job),
        employment_type_text=_choice(job, EMPLOYMENT_FIELDS),
        workplace_text=_choice(job, WORKPLACE_FIELDS),
        level_text=_choice(job, LEVEL_FIELDS),
        language=one_line(job.get("language")),
        posted_at=parse_datetime(job.get("first_published"), "first_published"),
        closes_at=parse_datetime(job.get("application_deadline"), "application_deadline"),
        employer_name=one_line(job.get("company_name")),
    )


def read_pay(job: Mapping[str, Any]) -> RawPay | None:
    """Returns the pay that a job's own fields state: its pay ranges, else its custom fields.

    >>> read_pay({"pay_input_ranges": [
    ...     {"min_cents": 4550, "max_cents": 6000, "currency_type": "USD", "title": "Hourly"}]})
    RawPay(minimum=Decimal('45.5'), maximum=Decimal('60'), currency='USD', period='hour')
    """
    return envelope(_input_ranges(job)) or envelope(_metadata_ranges(job))


def _unescaped(text: str) -> str:
    """Returns what html.unescape() does, sooner: most references stand for the signs of tags."""
    return html.unescape(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"'))


def _location(job: Mapping[str, Any]) -> str:
    """Returns the location's name, and the offices where it says no place: "Multiple Locations".

    A remote job is not bound to its offices.

    >>> _location({"location": {"name": "Various"}, "offices": [{"name": "Porto"}]})
    'Various; Porto'
    """
    name = one_line(mapping(job.get("location")).get("name"))
    location = read_location(name)
    if location.places or location.workplace == "remote":
        return name
    offices = map(_office, dicts_in(job.get("offices")))
    return "; ".join(dict.fromkeys(filter(None, [name, *offices])))


def _office(office: Mapping[str, Any]) -> str:
    """Returns an office's name, or its address where the name says no place."""
    name = one_line(office.get("name"))
    return name if read_location(name).places else one_line(office.get("location")) or name


def _choice(job: Mapping[str, Any], names: set[str]) -> str:
    """Returns the first custom field of these names that offers a fixed choice."""
    for field in dicts_in(job.get("metadata")):
        if field.get("value_type") in CHOICES and one_line(field.get("name")).lower() in names:
            value = field.get("value")
            return ", ".join(map(one_line, value)) if isinstance(value, list) else one_line(value)
    return ""


def _input_ranges(job: Mapping[str, Any]) -> Iterator[RawPay]:
    for row in dicts_in(job.get("pay_input_ranges")):
        minimum, maximum = map(positive_decimal, (row.get("min_cents"), row.get("max_cents")))
        if minimum or maximum:
            currency = one_line(row.get("currency_type"))
            period = find_period(one_line(row.get("title")))
            yield RawPay(minimum and minimum / 100, maximum and maximum / 100, currency, period)


def _metadata_ranges(job: Mapping[str, Any]) -> Iterator[RawPay]:
    for field in dicts_in(job.get("metadata")):
        name, value = one_line(field.get("name")).lower(), field.get("value")
        if field.get("value_type") != "currency_range" or not isinstance(value, dict):
            continue
        minimum, maximum = map(positive_decimal, (value.get("min_value"), value.get("max_value")))
        if _names_pay(name) and (minimum or maximum):
            yield RawPay(minimum, maximum, one_line(value.get("unit")), find_period(name))


def _names_pay(name: str) -> bool:
    return any(word in name for word in PAY_WORDS) and not any(w in name for w in NOT_PAY_WORDS)
