"""Ashby posting API: `https://api.ashbyhq.com/posting-api/job-board/{name}?includeCompensation=true`.

One answer holds the whole board, unpaged; a job closes by being absent. Format:
https://developers.ashbyhq.com/docs/public-job-posting-api.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..reading.gazetteer import read_country
from ..reading.pay import read_period
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

LABEL = "Ashby job board"
LOOKS_LIKE = "an Ashby board (apiVersion, jobUrl)"

WHAT_TO_DO = "Check the source's address and kind; Ashby sends an object with a list of jobs."

# A longer one is no name of a place, and would take long to read.
LONGEST_NAME = 300
ADDRESS_PARTS = ("addressLocality", "addressRegion", "addressCountry")
COUNT = re.compile(r"[1-9]\d{0,2}(?!\d)")


def recognises(answer: Any) -> bool:
    """Says whether a payload's JSON has the signs of a board of Ashby."""
    board = mapping(answer)
    if not isinstance(board.get("jobs"), list):
        return False
    return "apiVersion" in board or bool(keys_of(board["jobs"]) & {"jobUrl", "isListed"})


def parse(payload: bytes) -> Parsed:
    """Returns the listed jobs of one board, and the rows that cannot become a listing.

    Raises PayloadError when the bytes are not such an answer. A board without jobs is fine.

    >>> parse(b'{"jobs": [{"id": "a-7", "jobUrl": "https://example.com/7"}]}').refused
    (Refused(reference='a-7', reason='It has no title.', name=''),)
    """
    jobs = read_json(payload, LABEL, WHAT_TO_DO, accepted={LOOKS_LIKE, UNSURE})["jobs"]
    listed = (job for job in jobs if mapping(job).get("isListed") is not False)
    return collect(listed, read_row, "jobUrl")


def read_row(job: Mapping[str, Any]) -> RawListing:
    """Returns one job as the board gives it, whole or not."""
    return RawListing(
        external_id=identifier(job.get("id")),
        title=one_line(job.get("title")),
        url=one_line(job.get("jobUrl")) or one_line(job.get("applyUrl")),
        location_text=_locations(job),
        body_html=clean(job.get("descriptionHtml")),
        pay_text=one_line(_compensation(job).get("scrapeableCompensationSalarySummary")),
        pay=read_pay(job),
        employment_type_text=one_line(job.get("employmentType")),
        workplace_text=_workplace(job),
        country=read_country(one_line(_address(job).get("addressCountry"))),
        posted_at=parse_datetime(job.get("publishedAt"), "publishedAt"),
    )


def read_pay(job: Mapping[str, Any]) -> RawPay | None:
    """Returns the salary that a job's tiers state: the widest range in the first one's currency.

    >>> salary = {"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "EUR"}
    >>> tiers = [{"components": [salary | {"minValue": low, "maxValue": 90}]} for low in (70, 60)]
    >>> read_pay({"compensation": {"compensationTiers": tiers}})
    RawPay(minimum=Decimal('60'), maximum=Decimal('90'), currency='EUR', period='year')
    """
    compensation = _compensation(job)
    tiers = dicts_in(compensation.get("compensationTiers"))
    components = [part for tier in tiers for part in dicts_in(tier.get("components"))]
    summary = dicts_in(compensation.get("summaryComponents"))
    return envelope(_salaries(components)) or envelope(_salaries(summary))


def _compensation(job: Mapping[str, Any]) -> dict[str, Any]:
    return mapping(job.get("compensation"))


def _salaries(components: list[dict[str, Any]]) -> Iterator[RawPay]:
    """Yields what is paid as salary; "2 WEEK" means that the amounts are for two weeks."""
    for part in components:
        minimum, maximum = map(positive_decimal, (part.get("minValue"), part.get("maxValue")))
        if part.get("compensationType") == "Salary" and (minimum or maximum):
            interval = one_line(part.get("interval"))
            count = COUNT.match(interval)
            units = int(count[0]) if count else 1
            yield RawPay(
                minimum and minimum / units,
                maximum and maximum / units,
                one_line(part.get("currencyCode")),
                read_period(interval[count.end() :] if count else interval),
            )


def _workplace(job: Mapping[str, Any]) -> str:
    """Returns the stated workplace, else what `isRemote` says, true for hybrid jobs too."""
    stated = one_line(job.get("workplaceType"))
    return stated or ("Remote" if job.get("isRemote") is True else "")


def _locations(job: Mapping[str, Any]) -> str:
    """Returns the first location and the secondary ones, each once."""
    places = [job, *dicts_in(job.get("secondaryLocations"))]
    return "; ".join(dict.fromkeys(filter(None, map(_place, places))))


def _place(place: Mapping[str, Any]) -> str:
    """Returns a location's name, with its address where the name alone says no place.

    Of an area the address tells in which of its countries the job is, if it names a town; a country
    alone is the employer's own.

    >>> _place({"location": "Headquarters", "address": {"addressLocality": "Porto"}})
    'Headquarters, Porto'
    >>> porto = {"addressLocality": "Porto", "addressCountry": "Portugal"}
    >>> _place({"location": "Europe", "address": porto})
    'Europe, Portugal'
    >>> _place({"location": "Europe", "address": {"addressCountry": "Portugal"}})
    'Europe'
    """
    name, address = one_line(place.get("location")), _address(place)
    if len(name) > LONGEST_NAME:
        return name
    location = read_location(name)
    if location.areas and len(location.areas) == len(location.places):
        town, _, country = (one_line(address.get(part)) for part in ADDRESS_PARTS)
        is_inside = read_country(country) in location.inside_areas
        return f"{name}, {country}" if town and is_inside else name
    if location.places:
        return name
    return ", ".join(filter(None, [name, *(one_line(address.get(part)) for part in ADDRESS_PARTS)]))


def _address(place: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an address, which stands inside a `postalAddress` or on its own."""
    address = mapping(place.get("address"))
    return mapping(address.get("postalAddress")) or address
