"""Tables of jobs: the many names of their columns, and what real ones are like."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.importing.adapters import csv_table as csv_file
from jobs.importing.records import PayloadError, RawListing, RawPay
from jobs.models import Listing
from tests.factories import make_skill
from tests.jobs.board.boards import import_file

TABLE = (Path(__file__).parents[3] / "data" / "jobs_table.csv").read_bytes()
FIRST, SECOND = csv_file.parse(TABLE).listings


def parse_one(**cells: str) -> RawListing:
    """The listing of a table with one row, a Data Engineer unless said."""
    given = {"title": "Data Engineer"} | cells
    return csv_file.read_row(given)


def parse(table: str) -> csv_file.Parsed:
    return csv_file.parse(table.encode())


def titles(payload: bytes) -> list[str]:
    return [listing.title for listing in csv_file.parse(payload).listings]


def test_every_complete_row_becomes_a_listing_in_order():
    assert [one.external_id for one in csv_file.parse(TABLE).listings] == ["H-1", "H-2"]


def test_a_row_is_read_by_the_names_of_its_columns():
    assert FIRST.title == "Harbour Data Analyst"
    assert FIRST.url == "https://jobs.example.com/h1"
    assert FIRST.location_text == "Porto, Portugal"
    assert FIRST.country == "PT"
    assert FIRST.pay == RawPay(Decimal(32000), Decimal(38000), "EUR", "year")
    assert FIRST.employment_type_text == "Full-time"
    assert FIRST.workplace_text == "Remote"
    assert FIRST.posted_at == datetime(2026, 5, 4, tzinfo=UTC)


def test_a_listing_closes_at_the_end_of_its_last_day():
    assert FIRST.closes_at == datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC)


def test_a_rating_under_the_company_is_no_part_of_its_name():
    assert FIRST.employer_name == "Harbour Labs"


def test_plain_text_becomes_paragraphs_and_skills_stand_apart():
    assert FIRST.body_html == "<p>You count ships.</p><p>You write &amp; read SQL.</p>"
    assert FIRST.skills_text == "sql; d'arts"


def test_html_stays_html():
    assert SECOND.body_html == "<p>You keep <b>buoys</b>.</p>"


def test_escaped_html_is_unescaped():
    assert parse_one(description="&lt;p&gt;Work.&lt;/p&gt;").body_html == "<p>Work.</p>"


def test_minus_one_and_an_empty_list_mean_nothing():
    assert SECOND.location_text == "Ireland"
    assert SECOND.pay is None
    assert SECOND.employment_type_text == ""


def test_no_remote_work_leaves_open_whether_it_is_hybrid():
    assert SECOND.workplace_text == ""


def test_a_remote_column_may_say_hybrid():
    assert parse_one(remote="Hybrid").workplace_text == "Hybrid"


def test_a_day_that_is_not_given_is_left_out():
    assert SECOND.posted_at is None


def test_a_list_as_text_gives_its_items():
    assert (
        parse_one(location="['Porto, Portugal', 'Lyon']").location_text == "Porto, Portugal; Lyon"
    )


def test_pay_may_be_a_text():
    assert parse_one(salary_estimate="$53K-$91K").pay_text == "$53K-$91K"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str):
    table = "title,salary\nIngénieur données,£40k – €50k\n"
    assert titles(table.encode(encoding)) == ["Ingénieur données"]


def test_a_misread_pound_or_euro_is_mended():
    assert parse_one(salary="Â£40,000 or â‚¬50,000").pay_text == "£40,000 or €50,000"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_usual_delimiter_and_newline_is_read(delimiter: str, newline: str):
    rows = [["id", "Job-Title", "url"], ["1", "Analyst", "https://example.com/1"]]
    table = newline.join(delimiter.join(row) for row in rows)
    assert titles(table.encode()) == ["Analyst"]


def test_empty_lines_are_passed_over():
    assert titles(b"\n\ntitle,company\n\nAnalyst,Acme\n,\n") == ["Analyst"]


def test_a_quoted_cell_may_hold_lines_and_delimiters():
    listing = parse('title,description\nAnalyst,"One, two\n\nthree ""four"""').listings[0]
    assert listing.body_html == "<p>One, two</p><p>three &quot;four&quot;</p>"


def test_a_row_may_be_shorter_or_longer_than_the_line_of_names():
    assert titles(b"title,company,url\nAnalyst\nEngineer,Acme,,more") == ["Analyst", "Engineer"]


def test_a_row_without_a_title_and_one_without_a_web_address_are_refused():
    reasons = [row.reason for row in csv_file.parse(TABLE).refused]
    assert reasons[0] == "It has no title."
    assert "'www.example.com'" in reasons[1]


def test_a_row_without_an_id_gets_the_same_one_each_time():
    once = parse_one(company="Acme", location="Porto")
    assert once.external_id.startswith("row-")
    assert parse_one(company="ACME ", location="Porto", salary="€40k") == RawListing(
        **{**vars(once), "employer_name": "ACME", "pay_text": "€40k"}
    )


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Analyst"},
        {"company": "Acme"},
        {"location": "Lyon"},
        {"url": "https://example.com"},
        {"date_posted": "2026-05-04"},
    ],
)
def test_another_title_employer_location_address_or_day_gives_another_id(other: dict[str, str]):
    assert parse_one(**other).external_id != parse_one().external_id


def test_a_repeated_row_is_refused_in_words():
    parsed = parse("title,company\nAnalyst,Acme\nAnalyst,Acme\n")
    assert len(parsed.listings) == 1
    assert str(parsed.refused[0]) == "row 2: It repeats row 1, word for word; that one is kept."


def test_a_table_of_many_rows_is_read_whole():
    rows = "".join(f"{number},Analyst\n" for number in range(5_000))
    assert len(parse(f"id,title\n{rows}").listings) == 5_000


def test_a_table_without_rows_is_fine():
    assert parse("title,company").listings == ()


@pytest.mark.parametrize(
    ("payload", "seen"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>Log in</title>", "HTML page"),
        (b"<?xml version='1.0'?><source/>", "XML"),
        (b'\xef\xbb\xbf[{"text": "Engineer"}]', "Lever"),
        (b'{"apiVersion": "1", "jobs": []}', "Ashby"),
        (b'{"jobs": [{"absolute_url": "https://example.com/1"}]}', "Greenhouse"),
        (b'{"jobs": [', "cut-off JSON"),
        (b"name;age\nAda;36", "its columns are 'name', 'age'"),
    ],
)
def test_another_kind_of_answer_is_named_and_not_read(payload: bytes, seen: str):
    with pytest.raises(PayloadError, match=seen):
        csv_file.parse(payload)


@pytest.mark.django_db
def test_a_table_is_imported_and_the_same_bytes_again_change_nothing(tmp_path):
    receipts = [import_file(tmp_path, TABLE, kind="csv") for _ in range(2)]
    assert "2 new" in receipts[0]
    assert "0 new, 0 changed, 0 closed, 2 unchanged" in receipts[1]
    listing = Listing.objects.get(external_id="H-2")
    assert (listing.url, listing.employer.name) == ("", "Harbour Labs")


# What a table's own cells show


def dates(*cells: str) -> list[str]:
    rows = "".join(f"{number},Analyst,{cell}\n" for number, cell in enumerate(cells, start=1))
    parsed = parse(f"id,title,posted\n{rows}")
    days = {row.external_id: f"{row.posted_at:%d %b}" for row in parsed.listings if row.posted_at}
    reasons = {row.reference: row.reason for row in parsed.refused}
    return [days.get(str(n)) or reasons.get(str(n), "") for n in range(1, len(cells) + 1)]


def test_dates_are_read_by_the_order_that_the_table_shows():
    assert dates("3/2/2026", "28/2/2026") == ["03 Feb", "28 Feb"]
    assert dates("3/2/2026", "2/28/2026", "02.03.2026") == ["02 Mar", "28 Feb", "02 Mar"]


def test_a_date_that_cannot_be_read_refuses_its_row_in_words():
    unsure, soon, nothing = dates("3/2/2026", "soon", "")
    assert unsure == (
        "Its posted cannot be read: '3/2/2026' may be read in two ways: day or month first."
    )
    assert soon == "Its posted cannot be read: 'soon' is no date."
    assert nothing == ""


RANGE = "salary_min;salary_max;currency;period"


def pays(table: str) -> list[tuple]:
    found = (row.pay for row in parse(table).listings)
    return [(pay.minimum, pay.maximum, pay.currency, pay.period) for pay in found if pay]


@pytest.mark.parametrize(
    ("columns", "cells", "pay"),
    [
        (RANGE, "5500,00;7500,00;PLN;month", (5_500, 7_500, "PLN", "month")),
        (RANGE, "60.000;80.000;EUR;year", (60_000, 80_000, "EUR", "year")),
        ("salary_year_avg;currency", "90000.0;USD", (90_000, 90_000, "USD", "year")),
        ("salary_year_avg;salary_hour_avg;currency", ";45;USD", (45, 45, "USD", "hour")),
        ("annual_salary_min;annual_salary_max", "€60k;€80k", (60_000, 80_000, "€", "year")),
        ("min_amount;max_amount;currency;interval", "20;30;USD;hourly", (20, 30, "USD", "hour")),
        ("med_salary;currency;pay_period", "20;USD;HOURLY", (20, 20, "USD", "hour")),
    ],
)  # fmt: skip
def test_pay_in_numbers_is_read_by_the_names_of_its_columns(columns: str, cells: str, pay: tuple):
    assert pays(f"title;{columns}\nAnalyst;{cells}\n") == [pay]


def test_other_names_of_columns_are_known():
    row = parse_one(salary_offered="$90k a year", job_country="Germany", job_city="Bonn")
    assert (row.pay_text, row.country, row.location_text) == ("$90k a year", "DE", "Bonn, Germany")


def test_pay_that_is_no_number_and_columns_that_are_not_read_are_named():
    notes = parse("id,title,salary_min,applies,views\n7,Analyst,negotiable,1,2\n").notes
    assert notes == (
        "Columns that are not read: applies, views.",
        "7: its salary_min cannot be read: 'negotiable' is no amount.",
    )


def test_rows_without_id_and_address_are_told_apart_by_what_they_say():
    rows = "Analyst,Acme,One\nAnalyst,Acme,Two\nAnalyst,Acme,One\nAnalyst,Acme,Two\n"
    parsed = parse(f"title,company,description\n{rows}")
    assert [row.body_html for row in parsed.listings] == ["<p>One</p>", "<p>Two</p>"]
    assert [str(row) for row in parsed.refused] == [
        "row 3: It repeats row 1, word for word; that one is kept.",
        "row 4: It repeats row 2, word for word; that one is kept.",
    ]


def test_one_odd_byte_does_not_change_how_the_rest_is_read():
    table = "title,company\nDéveloppeur,Zürich AG\nOdd,Comp".encode() + b"\x96any\n"
    parsed = csv_file.parse(table)
    assert [row.employer_name for row in parsed.listings] == ["Zürich AG", "Comp�any"]
    assert parsed.notes == ("row 2: it holds bytes that are no UTF-8; “�” stands where they were.",)


@pytest.mark.django_db
def test_a_column_of_skills_is_skills_in_any_case(tmp_path):
    for name in ("Excel", "R", "Go", "Spark"):
        make_skill(name)
    table = "id,title,skills\n1,Analyst,\"excel, r, go, spark\"\n2,Analyst,\"['excel', 'r']\"\n"
    import_file(tmp_path, table.encode(), kind="csv")
    found = [
        sorted(row.skills.values_list("name", flat=True))
        for row in Listing.objects.order_by("external_id")
    ]
    assert found == [["Excel", "Go", "R", "Spark"], ["Excel", "R"]]


@pytest.mark.django_db
def test_days_and_ends_of_a_table_are_never_today(tmp_path):
    table = "id,title,posted,expires\n1,Analyst,02.03.2026,01.09.2026\n"
    import_file(tmp_path, table.encode(), kind="csv")
    listing = Listing.objects.get()
    assert (listing.posted_at.date(), listing.closes_at.date()) == (
        date(2026, 3, 2),
        date(2026, 9, 1),
    )


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_quotation_mark_that_is_not_closed_costs_its_own_row_only(place: int):
    rows = [f'{n},Analyst,"Porto, Portugal","Line one\nline two"\n' for n in range(1, 4)]
    rows[place] = '9,Analyst,"Porto,Text\n'
    parsed = parse("id,title,location,description\n" + "".join(rows))
    assert [row.external_id for row in parsed.listings] == [
        str(n) for n in range(1, 4) if n != place + 1
    ]
    assert [str(row) for row in parsed.refused] == [f"row {place + 1}: {csv_file.RUNS_ON}"]
