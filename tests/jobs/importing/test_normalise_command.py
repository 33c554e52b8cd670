"""`manage.py normalise`: JSON lines in, what an import reads in them out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from careers.models import Role
from tests.factories import make_draft_role, make_role, make_skill

SALARY = {"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "USD"}
SALARY |= {"minValue": 120_000, "maxValue": 150_000}
YEARLY = ("USD", 120_000, 150_000, "year")
RANGE = {"min_cents": 4550, "max_cents": 6000, "currency_type": "USD", "title": "Hourly"}
FIELD = {
    "name": "Pay Range",
    "value_type": "currency_range",
    "value": {"unit": "EUR", "min_value": "60000.0", "max_value": "80000.0"},
}


def normalise(tmp_path, what, *rows):
    """What the command answers to these rows."""
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return run(what, file=str(path))


def run(what, **options):
    out = io.StringIO()
    try:
        call_command("normalise", what, stdout=out, stderr=io.StringIO(), **options)
    finally:
        run.printed = [json.loads(line) for line in out.getvalue().splitlines()]
    return run.printed


def output(tmp_path, what, given, **row):
    return normalise(tmp_path, what, {"id": 1, "input": given} | row)[0]["output"]


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("text", "£30,000 per annum", ("GBP", 30_000, 30_000, "year")),
        ("text", "Up to $45.50/hour", ("AUD", None, 45.5, "hour")),
        ("lever", {"salaryRange": {"min": 9e4, "currency": "USD"}}, ("USD", 90_000, None, "year")),
        (
            "ashby",
            {"compensation": {"summaryComponents": [SALARY]}},
            ("USD", 120_000, 150_000, "year"),
        ),
        ("greenhouse", {"pay_input_ranges": [RANGE]}, ("USD", 45.5, 60, "hour")),
        ("pay_input_ranges", [RANGE], ("USD", 45.5, 60, "hour")),
        ("greenhouse_metadata", {"metadata": [FIELD]}, ("EUR", 60_000, 80_000, "year")),
        ("csv", {"salary": "£450 per day"}, ("GBP", 450, 450, "day")),
    ],
)
def test_a_salary_is_read_in_text_and_in_fields(tmp_path, kind, given, expected):
    currency, minimum, maximum, period = expected
    pay = {"currency": currency, "min": minimum, "max": maximum, "period": period}
    assert output(tmp_path, "salary", given, kind=kind, country="AU") == pay


@pytest.mark.parametrize(("kind", "given"), [("text", "We raised $40M"), ("lever", {})])
def test_no_pay_is_null(tmp_path, kind, given):
    assert output(tmp_path, "salary", given, kind=kind) is None


def test_a_location_is_read_with_its_first_place(tmp_path):
    assert output(tmp_path, "location", "Remote - Austin, TX or Canada") == {
        "city": "Austin",
        "region": "TX",
        "country": "US",
        "workplace": "remote",
        "multiple": True,
        "places": [
            {"city": "Austin", "region": "TX", "country": "US"},
            {"city": "", "region": "", "country": "CA"},
        ],
        "home": ["CA"],
        "areas": [],
    }


def test_a_location_is_read_with_the_countries_of_its_areas(tmp_path):
    read = output(tmp_path, "location", "Remote - Benelux or Poland")
    assert read["areas"] == ["Benelux"]
    assert read["home"] == ["BE", "LU", "NL", "PL"]


def test_a_location_is_read_in_a_sources_row(tmp_path):
    job = {"location": "Halifax", "isRemote": True, "workplaceType": "Hybrid"}
    job["address"] = {"postalAddress": {"addressCountry": "Canada"}}
    assert output(tmp_path, "location", job, kind="ashby") == {
        "city": "Halifax",
        "region": None,
        "country": "CA",
        "workplace": "hybrid",
        "multiple": False,
        "places": [{"city": "Halifax", "region": "", "country": "CA"}],
        "home": [],
        "areas": [],
    }


@pytest.mark.django_db
def test_a_title_gets_its_level_and_a_published_role(tmp_path):
    make_role("Data Engineer")
    make_draft_role("Data Analyst")
    titles = ("Senior Data Engineer", "Data Analyst", "Office Cook")
    answers = normalise(tmp_path, "title", *({"id": title, "input": title} for title in titles))
    assert [answer["id"] for answer in answers] == list(titles)
    assert answers[0]["output"] == {
        "level": "senior",
        "level_label": "Senior-level / Expert",
        "level_stated": True,
        "role": "data-engineer",
    }
    assert [answer["output"]["role"] for answer in answers] == ["data-engineer", "none", "none"]


@pytest.mark.django_db
def test_a_title_that_says_no_level_counts_as_mid_level(tmp_path):
    read = output(tmp_path, "title", "Data Engineer")
    assert (read["level"], read["level_stated"]) == ("mid", False)


@pytest.mark.django_db
def test_a_text_gives_the_skills_that_it_asks_for(tmp_path):
    for name in ("Python", "SQL"):
        make_skill(name)
    assert output(tmp_path, "skill", "<p>You write Python.</p>") == {"skills": ["python"]}
    job = {"title": "SQL Analyst", "content": "&lt;li&gt;Python&lt;/li&gt;"}
    job |= {"id": 1, "absolute_url": "https://jobs.example/1"}
    assert output(tmp_path, "skill", job, kind="greenhouse") == {"skills": ["python"]}


@pytest.mark.django_db
def test_without_a_vocabulary_no_text_names_a_skill(tmp_path):
    assert output(tmp_path, "skill", "You write Python.") == {"skills": []}


def test_without_a_database_every_title_has_the_role_none(tmp_path, monkeypatch):
    def broken():
        raise DatabaseError("no such table: careers_role")

    monkeypatch.setattr(Role.objects, "published", broken)
    assert output(tmp_path, "title", "Data Engineer")["role"] == "none"


def test_an_unreadable_line_says_so_and_the_others_are_still_read(tmp_path):
    rows = [
        {"id": "a", "input": 7},
        {"id": "b", "kind": "carrier-pigeon", "input": {}},
        {"id": "c", "kind": "lever", "input": "text"},
        "no object",
        {"id": "e", "input": "£30,000 a year"},
    ]
    with pytest.raises(CommandError, match="4 of 5 lines"):
        normalise(tmp_path, "salary", *rows)
    assert [answer["id"] for answer in run.printed] == ["a", "b", "c", None, "e"]
    errors = [answer.get("error", "") for answer in run.printed]
    assert "no text" in errors[0]
    assert "Known kinds" in errors[1]
    assert "is an object" in errors[2]
    assert "Line 4" in errors[3]
    assert errors[4] == ""


def test_lines_come_from_the_standard_input(monkeypatch):
    lines = b'\xef\xbb\xbf{"id": 1, "input": "Lisbon"}\n\n{"id": 2\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    with pytest.raises(CommandError, match="1 of 2 lines"):
        run("location")
    assert run.printed[0]["output"]["country"] == "PT"
    assert "Line 3 is not JSON" in run.printed[1]["error"]


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run("salary", file=str(tmp_path / "nothing.jsonl"))
