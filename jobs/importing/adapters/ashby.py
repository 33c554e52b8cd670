"""Ashby posting API: `https://api.ashbyhq.com/posting-api/job-board/{name}?includeCompensation=true`.

One answer holds the whole board, unpaged; a job closes by being absent. Format:
https://developers.ashbyhq.com/docs/public-job-posting-api.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..reading.pay import read_period
from ..reading.places import read_country, read_location
from ..records import Parsed, RawListing, RawPay, envelope
from .payload import (
    ASHBY,
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

LABEL = "Ashby job board"

WHAT_TO_DO = "Check the source's address and kind; Ashby sends an object with a list of jobs."

ADDRESS_PARTS = ("addressLocality", "addressRegion", "addressCountry")
COUNT = re.compile(r"[1-9]\d{0,2}(?!\d)")


def parse(payload: bytes) -> Parsed:
    """Return the listed jobs of one board, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are not such an answer. A board without jobs is fine.

    >>> parse(b'{"jobs": [{"id": "a-7", "jobUrl": "https://example.com/7"}]}').refused
    (Refused(reference='a-7', reason='It has no title.'),)
    """
    jobs = read_json(payload, LABEL, WHAT_TO_DO, accepted={ASHBY, UNSURE})["jobs"]
    listed = (job for job in jobs if mapping(job).get("isListed") is not False)
    return collect(listed, read_row, "jobUrl")


def read_row(job: Mapping[str, Any]) -> RawListing:
    """One job as the board gives it, whole or not."""
    return RawListing(
        external_id=identifier(job.get("id")),
        title=text(job.get("title")),
        url=text(job.get("jobUrl")) or text(job.get("applyUrl")),
        location_text=_locations(job),
        body_html=kept(job.get("descriptionHtml")),
        pay_text=text(_compensation(job).get("scrapeableCompensationSalarySummary")),
        pay=read_pay(job),
        employment_type_text=text(job.get("employmentType")),
        workplace_text=_workplace(job),
        country=read_country(text(_address(job).get("addressCountry"))),
        posted_at=moment(job.get("publishedAt")),
    )


def read_pay(job: Mapping[str, Any]) -> RawPay | None:
    """Return the salary that a job's tiers state: the widest range in the first one's currency.

    >>> salary = {"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "EUR"}
    >>> tiers = [{"components": [salary | {"minValue": low, "maxValue": 90}]} for low in (70, 60)]
    >>> read_pay({"compensation": {"compensationTiers": tiers}})
    RawPay(minimum=Decimal('60'), maximum=Decimal('90'), currency='EUR', period='year')
    """
    compensation = _compensation(job)
    tiers = objects(compensation.get("compensationTiers"))
    components = [part for tier in tiers for part in objects(tier.get("components"))]
    summary = objects(compensation.get("summaryComponents"))
    return envelope(_salaries(components)) or envelope(_salaries(summary))


def _compensation(job: Mapping[str, Any]) -> dict[str, Any]:
    return mapping(job.get("compensation"))


def _salaries(components: list[dict[str, Any]]) -> Iterator[RawPay]:
    """What is paid as salary; "2 WEEK" means that the amounts are for two weeks."""
    for part in components:
        minimum, maximum = amount(part.get("minValue")), amount(part.get("maxValue"))
        if part.get("compensationType") == "Salary" and (minimum or maximum):
            interval = text(part.get("interval"))
            count = COUNT.match(interval)
            units = int(count[0]) if count else 1
            yield RawPay(
                minimum and minimum / units,
                maximum and maximum / units,
                text(part.get("currencyCode")),
                read_period(interval),
            )


def _workplace(job: Mapping[str, Any]) -> str:
    """The stated workplace; `isRemote` counts only without it, as it is true for hybrid jobs."""
    stated = text(job.get("workplaceType"))
    return stated or ("Remote" if job.get("isRemote") is True else "")


def _locations(job: Mapping[str, Any]) -> str:
    """The first location and the secondary ones, each once."""
    places = [job, *objects(job.get("secondaryLocations"))]
    return "; ".join(dict.fromkeys(filter(None, map(_place, places))))


def _place(place: Mapping[str, Any]) -> str:
    """A location's name; with its address where the name alone says no place ("Headquarters").

    >>> _place({"location": "Headquarters", "address": {"addressLocality": "Porto"}})
    'Headquarters, Porto'
    """
    name = text(place.get("location"))
    if name and read_location(name).places:
        return name
    address = _address(place)
    return ", ".join(filter(None, [name, *(text(address.get(part)) for part in ADDRESS_PARTS)]))


def _address(place: Mapping[str, Any]) -> dict[str, Any]:
    """An address, which stands inside a `postalAddress` or on its own."""
    address = mapping(place.get("address"))
    return mapping(address.get("postalAddress")) or address
