"""The Lever adapter: what it keeps, what it refuses, what it does not take for a site."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.importing.adapters import lever
from jobs.importing.records import PayloadError, RawListing, RawPay, Refused

SITE = (Path(__file__).parents[3] / "data" / "lever_site.json").read_bytes()
FIRST, SECOND = lever.parse(SITE).listings


def parse_one(**posting: object) -> RawListing:
    complete = {"id": "a", "text": "Data Engineer", "hostedUrl": "https://example.com/a"}
    return lever.parse(json.dumps([complete | posting]).encode()).listings[0]


def refused_one(**posting: object) -> Refused:
    complete = {"id": "a", "text": "Data Engineer", "hostedUrl": "https://example.com/a"}
    return lever.parse(json.dumps([complete | posting]).encode()).refused[0]


def test_every_complete_row_becomes_a_listing_in_order():
    assert [one.external_id[-2:] for one in lever.parse(SITE).listings] == ["01", "02"]


def test_a_posting_keeps_its_id_title_and_address():
    assert FIRST.external_id == "0b1e7c52-4a65-4a5c-9d0e-6f1f0a2b3c01"
    assert FIRST.title == "Senior Tide Data Engineer"
    assert FIRST.url == "https://jobs.example.com/harbour/0b1e7c52"


def test_the_address_to_apply_at_stands_in_for_a_missing_one():
    assert SECOND.url == "https://jobs.example.com/harbour/0b1e7c52-2/apply"


def test_several_locations_are_joined_each_once():
    assert FIRST.location_text == "Porto, Portugal; Lyon, France"


def test_a_posting_without_categories_has_no_location():
    assert parse_one(categories=None).location_text == ""


def test_the_text_is_opening_body_lists_and_the_rest():
    assert FIRST.body_html.split("\n") == [
        "<div>We watch tides.</div>",
        "<p>You build pipelines.</p>",
        "<h3>Wind &amp; water</h3><ul><li>SQL</li><li>Python</li></ul>",
        "<ul><li>Patience</li></ul>",
        "<p>Free boat rides.</p>",
        "<p>Paid in twelve parts.</p>",
    ]


def test_a_description_that_holds_the_opening_says_it_once():
    body = parse_one(opening="<p>Hello.</p>", description="<p>Hello.</p><p>Work.</p>").body_html
    assert body.strip() == "<p>Hello.</p><p>Work.</p>"


@pytest.mark.parametrize("spelling", ["onsite", "on-site", "remote", "hybrid", "unspecified"])
def test_the_workplace_is_handed_on_as_given(spelling: str):
    assert parse_one(workplaceType=spelling).workplace_text == spelling


def test_a_posting_was_made_at_its_milliseconds():
    assert FIRST.posted_at == datetime(2026, 2, 11, 17, 59, 17, 527000, tzinfo=UTC)


@pytest.mark.parametrize("odd", ["soon", 10**20, -1e300])
def test_a_date_that_cannot_be_read_refuses_its_posting_in_words(odd: object):
    refused = refused_one(createdAt=odd)
    assert (refused.reference, refused.reason[:28]) == ("a", "Its createdAt cannot be read")


@pytest.mark.parametrize("odd", [None, 0, "", {}])
def test_a_date_that_is_not_given_is_left_out(odd: object):
    assert parse_one(createdAt=odd).posted_at is None


def test_the_country_is_the_stated_one_or_none():
    assert (FIRST.country, SECOND.country) == ("PT", "")


def test_commitment_and_level_are_handed_on():
    assert (FIRST.employment_type_text, FIRST.level_text) == ("Full Time", "Senior")


def test_a_salary_range_is_pay():
    assert FIRST.pay == RawPay(Decimal(58000), Decimal(71000), "EUR", "year")


@pytest.mark.parametrize(
    ("interval", "period"),
    [
        ("per-year-salary", "year"),
        ("per-month-salary", "month"),
        ("per-week-salary", "week"),
        ("per-day-wage", "day"),
        ("per-hour-wage", "hour"),
        ("", None),
    ],
)
def test_the_interval_gives_the_period(interval: str, period: str | None):
    pay = parse_one(salaryRange={"min": 20, "max": 30, "currency": "USD", "interval": interval}).pay
    assert pay is not None
    assert pay.period == period


def test_a_one_time_payment_is_no_pay():
    assert SECOND.pay is None


@pytest.mark.parametrize("stated", [None, "58,000 - 71,000", {}, {"min": 0, "max": 0}])
def test_a_range_that_says_nothing_is_no_pay(stated: object):
    assert parse_one(salaryRange=stated).pay is None


def test_a_row_without_a_title_is_refused_by_its_id():
    refused = lever.parse(SITE).refused
    assert [(row.reference[-2:], row.reason) for row in refused] == [("03", "It has no title.")]


def test_a_row_whose_address_is_no_web_address_is_refused():
    payload = b'[{"id": "a", "text": "Engineer", "hostedUrl": "ftp://example.com"}]'
    assert "hostedUrl" in lever.parse(payload).refused[0].reason


def test_the_same_id_as_a_number_and_as_text_is_refused_the_second_time():
    rows = [
        {"id": number, "text": "Engineer", "hostedUrl": "https://example.com"}
        for number in (7, "7")
    ]
    parsed = lever.parse(json.dumps(rows).encode())
    assert [one.external_id for one in parsed.listings] == ["7"]
    assert "occurs twice" in parsed.refused[0].reason


def test_a_site_without_postings_is_fine():
    assert lever.parse(b"[]").listings == ()


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>Log in</title>", "HTML page"),
        (b'[{"text": "Eng', "cut-off"),
        (b"Job Title,Company\nEngineer,Acme", "a table"),
        (b'{"jobs": [{"absolute_url": "https://example.com/1"}]}', "Greenhouse"),
        (b'{"jobs": [{"jobUrl": "https://example.com/1"}]}', "Ashby"),
        (b'{"ok": false, "error": "Document not found"}', "Document not found"),
        (b'[{"legal": "notice"}, {"id": "1", "position": "Engineer"}]', "something else"),
        (b'{"id": "a", "hostedUrl": "https://example.com/a"}', "single job"),
    ],
)
def test_another_kind_of_answer_is_named_and_not_read(payload: bytes, seen: str):
    with pytest.raises(PayloadError, match=seen):
        lever.parse(payload)
