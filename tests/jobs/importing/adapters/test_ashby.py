"""The Ashby adapter: what it keeps, what it refuses, what it does not take for a board."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.importing.adapters import ashby
from jobs.importing.reading.places import read_location
from jobs.importing.records import PayloadError, RawListing, RawPay

BOARD = (Path(__file__).parents[3] / "data" / "ashby_board.json").read_bytes()
FIRST, SECOND = ashby.parse(BOARD).listings


def parse_one(**job: object) -> RawListing:
    complete = {"id": "a", "title": "Data Engineer", "jobUrl": "https://example.com/a"}
    return ashby.parse(json.dumps({"jobs": [complete | job]}).encode()).listings[0]


def salary(minimum: object, maximum: object, interval: str = "1 YEAR", currency: str = "USD"):
    return {
        "compensationType": "Salary",
        "interval": interval,
        "currencyCode": currency,
        "minValue": minimum,
        "maxValue": maximum,
    }


def pay_of(*components: dict[str, object]) -> RawPay | None:
    tiers = [{"components": [component]} for component in components]
    return parse_one(compensation={"compensationTiers": tiers}).pay


def test_an_unlisted_job_is_neither_taken_nor_refused():
    parsed = ashby.parse(BOARD)
    assert [one.external_id[-2:] for one in parsed.listings] == ["01", "02"]
    assert [row.reference[-2:] for row in parsed.refused] == ["04"]


def test_a_leading_space_is_no_part_of_the_title():
    assert FIRST.title == "Applied Scientist, Lighthouses"


def test_locations_are_joined_and_a_name_that_is_no_place_takes_its_address():
    assert FIRST.location_text == "Halifax, NS (HQ); Remote (US); Field Office, Porto, Portugal"


def test_the_country_of_the_address_is_a_code():
    assert FIRST.country == "CA"


def test_an_address_without_a_country_of_ours_states_none():
    address = {"postalAddress": {"addressCountry": "European Union"}}
    assert parse_one(location="Europe", address=address).country == ""


def test_the_workplace_type_outweighs_the_remote_flag():
    assert FIRST.workplace_text == "Hybrid"


def test_the_remote_flag_speaks_where_there_is_no_workplace_type():
    assert SECOND.workplace_text == "Remote"


def test_a_job_that_is_not_remote_may_still_be_hybrid():
    assert parse_one(isRemote=False).workplace_text == ""


def test_kind_of_employment_date_and_text_are_handed_on():
    assert FIRST.employment_type_text == "FullTime"
    assert FIRST.posted_at == datetime(2026, 6, 17, 20, 31, 2, 329000, tzinfo=UTC)
    assert FIRST.body_html == "<p>You read lamps &amp; logs.</p>"


def test_several_tiers_give_the_envelope_of_their_salaries_in_the_first_currency():
    assert FIRST.pay == RawPay(Decimal(88000), Decimal(121000), "CAD", "year")


def test_the_pay_text_is_the_salary_as_the_board_prints_it():
    assert FIRST.pay_text == "CA$88K - CA$121K"


@pytest.mark.parametrize(
    ("interval", "amounts", "period"),
    [
        ("1 YEAR", (52_000, 104_000), "year"),
        ("1 MONTH", (52_000, 104_000), "month"),
        ("1 WEEK", (52_000, 104_000), "week"),
        ("1 DAY", (52_000, 104_000), "day"),
        ("1 HOUR", (52_000, 104_000), "hour"),
        ("2 WEEK", (26_000, 52_000), "week"),
        ("6 MONTHS", (Decimal(52_000) / 6, Decimal(104_000) / 6), "month"),
        ("NONE", (52_000, 104_000), None),
    ],
)
def test_the_interval_gives_the_period(interval: str, amounts: tuple, period: str | None):
    low, high = amounts
    assert pay_of(salary(52_000, 104_000, interval)) == RawPay(low, high, "USD", period)


def test_the_summary_speaks_where_no_tier_does():
    compensation = {"compensationTiers": [], "summaryComponents": [salary(50_000, None)]}
    pay = parse_one(compensation=compensation).pay
    assert pay == RawPay(Decimal(50_000), None, "USD", "year")


@pytest.mark.parametrize(
    "compensation",
    [
        None,
        {},
        {"compensationTiers": [{"components": [salary(0, 0), salary(None, None)]}]},
        {"compensationTiers": [{"components": [salary(1, 2) | {"compensationType": "Bonus"}]}]},
    ],
)
def test_compensation_without_a_salary_is_no_pay(compensation: object):
    assert parse_one(compensation=compensation).pay is None


def test_a_row_whose_address_is_no_web_address_is_refused():
    assert "jobUrl" in ashby.parse(BOARD).refused[0].reason


def test_a_row_that_is_no_object_is_refused_by_its_number():
    assert ashby.parse(b'{"apiVersion": "1", "jobs": [7]}').refused[0].reference == "row 1"


@pytest.mark.parametrize("board", [b'{"jobs": []}', b'{"apiVersion": "1", "jobs": []}'])
def test_a_board_without_jobs_is_fine(board: bytes):
    assert ashby.parse(board).listings == ()


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        (b"", "empty"),
        (b"<html><title>Log in</title></html>", "HTML page"),
        (b"<jobs/>", "XML"),
        (b'{"jobs": [', "cut-off"),
        (b"id\ttitle\turl\n1\tEngineer\t", "a table"),
        (b"[]", "Lever"),
        (b'{"jobs": [], "meta": {"total": 0}}', "Greenhouse"),
        (b'{"jobs": [{"absolute_url": "https://example.com/1"}]}', "Greenhouse"),
        (b'{"id": "a", "jobUrl": "https://example.com/a"}', "single job"),
        (b'{"results": []}', "without a list of jobs"),
    ],
)
def test_another_kind_of_answer_is_named_and_not_read(payload: bytes, seen: str):
    with pytest.raises(PayloadError, match=seen):
        ashby.parse(payload)


def test_an_area_is_narrowed_by_the_country_of_its_address():
    address = {"addressLocality": "Bonn", "addressCountry": "Germany"}
    europe = {"location": "Europe", "address": {"postalAddress": address}}
    raw = ashby.read_row({"location": "Canada", "isRemote": True, "secondaryLocations": [europe]})
    assert raw.location_text == "Canada; Europe, Germany"
    read = read_location(raw.location_text, raw.country, raw.workplace_text)
    assert read.remote_countries == ("CA", "DE")


@pytest.mark.parametrize(
    ("area", "country"),
    [("North America", "United States"), ("Europe", "Portugal"), ("LATAM", "Brazil")],
)
def test_a_country_alone_is_the_employers_own_and_narrows_no_area(area: str, country: str):
    address = {"addressCountry": country}
    raw = ashby.read_row({"location": area, "isRemote": True, "address": address})
    assert read_location(raw.location_text, raw.country, raw.workplace_text).areas == (area,)


def test_an_address_elsewhere_does_not_narrow_an_area():
    address = {"addressCountry": "Canada"}
    raw = ashby.read_row({"location": "Europe", "address": address})
    assert raw.location_text == "Europe"
