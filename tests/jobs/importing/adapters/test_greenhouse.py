"""The Greenhouse adapter: what it keeps, what it refuses, what it does not take for a board."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.importing.adapters import UnknownKind, adapter_choices, get_adapter, greenhouse
from jobs.importing.records import PayloadError, RawListing, RawPay

BOARD = (Path(__file__).parents[3] / "data" / "greenhouse_board.json").read_bytes()


def listing(external_id: str) -> RawListing:
    return next(one for one in greenhouse.parse(BOARD).listings if one.external_id == external_id)


def board_of(**job: object) -> bytes:
    complete = {"id": 1, "title": "Data Engineer", "absolute_url": "https://example.com/1"}
    return json.dumps({"jobs": [complete | job]}).encode()


def parse_one(**job: object) -> RawListing:
    return greenhouse.parse(board_of(**job)).listings[0]


def reason_to_refuse(**job: object) -> str:
    return greenhouse.parse(board_of(**job)).refused[0].reason


def test_every_complete_row_becomes_a_listing_in_order():
    assert [one.external_id for one in greenhouse.parse(BOARD).listings] == ["4001", "4002", "4003"]


def test_titles_are_trimmed():
    assert listing("4001").title == "Lead Machine Learning Engineer"


def test_content_is_unescaped_once_and_not_yet_sanitised():
    assert '<p onclick="steal()">We watch tides &amp; ships.&nbsp;</p>' in listing("4001").body_html


def test_the_employer_is_the_company_without_stray_spaces():
    assert listing("4001").employer_name == "Harbour Labs"


def test_a_listing_was_posted_when_it_was_first_published():
    assert listing("4001").posted_at == datetime(2026, 5, 4, 13, 30, tzinfo=UTC)


def test_a_listing_without_a_first_publication_has_no_date():
    assert listing("4002").posted_at is None


def test_a_listing_closes_at_its_application_deadline():
    assert listing("4001").closes_at == datetime(2026, 9, 30, 23, 59, tzinfo=UTC)


def test_a_date_without_an_offset_is_taken_as_utc():
    assert parse_one(first_published="2026-05-04T09:30:00").posted_at.tzinfo is UTC


def test_a_pay_range_among_the_custom_fields_is_pay():
    assert listing("4001").pay == RawPay(Decimal("62000.0"), Decimal("81000.0"), "EUR", None)


def test_a_pay_range_of_zeros_and_a_referral_reward_are_no_pay():
    assert listing("4002").pay is None


def test_pay_ranges_in_cents_give_their_envelope():
    assert listing("4003").pay == RawPay(Decimal(40), Decimal("55.5"), "USD", "hour")


def test_a_bonus_range_is_no_pay():
    value = {"unit": "USD", "min_value": "5000", "max_value": "9000"}
    field = {"name": "Pay: bonus range", "value": value, "value_type": "currency_range"}
    assert parse_one(metadata=[field]).pay is None


def test_an_amount_that_is_no_number_is_no_pay():
    value = {"unit": "USD", "min_value": "NaN", "max_value": None}
    field = {"name": "Salary", "value": value, "value_type": "currency_range"}
    assert parse_one(metadata=[field]).pay is None


def test_offices_stand_in_only_for_an_empty_location():
    assert listing("4002").location_text == "Porto; Lisbon"


@pytest.mark.parametrize("name", ["Multiple Locations", "N/A", "Head office", "TBD", "Hybrid"])
def test_offices_count_where_the_location_says_no_place(name: str):
    offices = [{"name": "HQ", "location": "Austin, TX, United States"}, {"name": "Porto"}]
    raw = parse_one(location={"name": name}, offices=offices)
    assert raw.location_text == f"{name}; Austin, TX, United States; Porto"


@pytest.mark.parametrize("name", ["Berlin", "Remote", "EMEA"])
def test_offices_do_not_count_where_the_location_says_something(name: str):
    assert parse_one(location={"name": name}, offices=[{"name": "Porto"}]).location_text == name


def test_a_custom_field_may_name_the_kind_of_employment():
    assert listing("4001").employment_type_text == "Full-time"


def test_no_name_of_a_person_survives():
    assert "Petra" not in repr(greenhouse.parse(BOARD))


def test_a_row_without_a_title_is_refused_by_its_id():
    assert greenhouse.parse(BOARD).refused[0].reference == "4004"


def test_a_row_without_an_id_is_refused():
    assert reason_to_refuse(id=None) == "It has no id."


def test_a_row_whose_address_is_no_web_address_is_refused():
    assert "absolute_url" in reason_to_refuse(absolute_url="javascript:alert(1)")


def test_the_second_row_of_the_same_id_is_refused():
    job = {"id": 1, "title": "Data Engineer", "absolute_url": "https://example.com/1"}
    parsed = greenhouse.parse(json.dumps({"jobs": [job, job]}).encode())
    assert [row.reason for row in parsed.refused] == [
        "Its id occurs twice in this answer; the first one is kept."
    ]


def test_a_row_that_is_no_object_is_refused_by_its_number():
    assert greenhouse.parse(b'{"jobs": ["x"]}').refused[0].reference == "row 1"


def test_what_no_database_stores_is_left_out():
    assert parse_one(title="Data\0 Engineer\ud800").title == "Data Engineer"


def test_a_board_without_jobs_is_fine():
    assert greenhouse.parse(b'{"jobs": []}').listings == ()


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!DOCTYPE html><title>Log in</title>", "HTML page"),
        (b"<?xml version='1.0'?><source/>", "XML"),
        (b'{"jobs": [', "cut-off"),
        (b"\xff\xfe\xff", "cut-off"),
        (b"[]", "Lever"),
        (b'[{"text": "Engineer", "categories": {}}]', "Lever"),
        (b'{"apiVersion": "1", "jobs": []}', "Ashby"),
        (b'{"jobs": [{"shortcode": "A1"}]}', "Workable"),
        (b'{"offers": []}', "Recruitee"),
        (b'{"totalFound": 0, "content": []}', "SmartRecruiters"),
        (b'{"status": 404, "error": "Job not found"}', "Job not found"),
        (b'{"id": 1, "absolute_url": "https://example.com/1"}', "single job"),
        (b'{"jobs": {}}', "without a list of jobs"),
        (b"null", "bare value"),
    ],
)
def test_another_kind_of_answer_is_named_and_not_read(payload: bytes, seen: str):
    with pytest.raises(PayloadError, match=seen):
        greenhouse.parse(payload)


def test_the_registry_finds_an_adapter_by_its_kind():
    assert get_adapter("greenhouse") is greenhouse


def test_the_registry_names_the_known_kinds_when_asked_for_another():
    with pytest.raises(UnknownKind, match=r"Known kinds: .*greenhouse"):
        get_adapter("carrier-pigeon")


def test_the_registry_offers_kinds_with_their_labels():
    assert ("greenhouse", "Greenhouse job board") in adapter_choices()
