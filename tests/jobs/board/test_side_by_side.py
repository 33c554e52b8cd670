"""Two to four jobs side by side: what each says, what it leaves out, and what is converted."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import html5lib
import pytest
from django.utils import timezone

from jobs.models import ExchangeRate
from portal import page_cache
from tests.factories import (
    make_employer,
    make_listing,
    make_past_adverts,
    make_pay_cell,
    make_role,
    make_skill,
    make_source,
)

pytestmark = pytest.mark.django_db

PAGE = "/jobs/side-by-side/"


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def tree_of(response):
    return html5lib.parse(response.text, namespaceHTMLElements=False)


def rows(response):
    """{heading: the words of its cells} of the page's table."""
    table = tree_of(response).find(".//table[@class]")
    lines = [list(row) for row in table.iter("tr")]
    return {words(line[0]) or line[1].tag: [words(cell) for cell in line[1:]] for line in lines}


def problems(response):
    return [words(item) for item in tree_of(response).findall(".//ul[@class]/li") if item.text]


def side_by_side(get, *listings, status=200, **asked):
    return get(PAGE, status, data={"id": [each.pk for each in listings]} | asked)


@pytest.fixture
def rates():
    ExchangeRate.objects.all().delete()
    for currency, usd in (("USD", 1), ("EUR", Decimal("1.25")), ("GBP", Decimal("1.5"))):
        ExchangeRate.objects.create(currency=currency, usd=usd, as_of="2026-11-03")


YEARLY = {"pay_min": 80_000, "pay_max": 100_000, "pay_currency": "EUR", "pay_period": "year"}
HOURLY = {"pay_min": 50, "pay_max": 50, "pay_currency": "USD", "pay_period": "hour"}


def test_each_row_has_what_each_of_the_jobs_says(get):
    full = make_listing(
        "Engineer",
        [("Berlin", "", "DE")],
        workplace="hybrid",
        level="senior",
        employment_type="full_time",
        **YEARLY,
    )
    found = rows(side_by_side(get, full, make_listing("Analyst")))
    assert found["Pay"] == ["EUR 80K - 100K", "Not stated"]
    assert found["Place"] == ["Berlin, Germany", "Place not stated"]
    assert found["Workplace"] == ["Hybrid", "Not stated"]
    assert found["Level"] == ["Senior-level / Expert", "Not stated"]
    assert found["Employment type"] == ["Full Time", "Not stated"]
    assert found["Leaves unsaid"] == [
        "Any skill that we can read",
        "Pay, place, workplace, level, employment type, any skill that we can read",
    ]


def test_skills_are_those_that_all_name_and_those_of_each(get):
    sql, python, spark = (make_skill(name) for name in ("SQL", "Python", "Spark"))
    first = make_listing("First", skills=[sql, python])
    second = make_listing("Second", skills=[sql, spark])
    found = rows(side_by_side(get, first, second, make_listing("Third", skills=[sql])))
    assert found["Skills all name"] == ["SQL"]
    assert found["Skills not all name"] == ["Python", "Spark", "None"]


# --- pay -----------------------------------------------------------------------------------------


def test_pay_is_converted_to_what_most_state_and_says_so(get, rates):
    jobs = [make_listing(f"{n}", **pay) for n, pay in enumerate((YEARLY, YEARLY, HOURLY))]
    page = side_by_side(get, *jobs)
    # 50 dollars an hour, 2,080 hours a year, 1.25 dollars a euro: 83,200.
    assert rows(page)["Pay"][2] == ("USD 50 an hour about EUR 83K a year at the rate of 3 Nov 2026")


def test_of_as_many_currencies_the_first_is_shown_and_of_as_many_periods_the_year(get, rates):
    jobs = [make_listing("One", **HOURLY), make_listing("Two", **YEARLY)]
    # 80,000 and 100,000 euros are 100,000 and 125,000 dollars.
    assert rows(side_by_side(get, *jobs))["Pay"] == [
        "USD 50 an hour about USD 104K a year",
        "EUR 80K - 100K about USD 100K - 125K at the rate of 3 Nov 2026",
    ]


def test_pay_is_converted_to_what_is_asked_for(get, rates):
    jobs = [make_listing("One", **YEARLY), make_listing("Two", **HOURLY)]
    found = rows(side_by_side(get, *jobs, currency="GBP", per="hour"))
    # 80,000 and 100,000 euros are 66,666.67 and 83,333.33 pounds, over 2,080 hours.
    assert found["Pay"] == [
        "EUR 80K - 100K about GBP 32.05 - 40.06 an hour at the rate of 3 Nov 2026",
        "USD 50 an hour about GBP 33.33 an hour at the rate of 3 Nov 2026",
    ]


def test_what_cannot_be_converted_says_why(get, rates):
    jobs = [
        make_listing("One", **YEARLY),
        make_listing("Two", **YEARLY | {"pay_currency": "PKR"}),
        make_listing("Three", **YEARLY | {"pay_period": ""}),
    ]
    assert rows(side_by_side(get, *jobs))["Pay"] == [
        "EUR 80K - 100K",
        "PKR 80K - 100K not converted, as there is no rate for PKR",
        "EUR 80K - 100K, period not stated not converted, as its period is not stated",
    ]


def test_an_unknown_currency_is_said_and_changes_nothing(get, rates):
    jobs = [make_listing("One", **YEARLY), make_listing("Two", **YEARLY)]
    page = side_by_side(get, *jobs, currency="XXX", per="fortnight")
    assert "Pay cannot be shown in “XXX”, so that is left out." in problems(page)
    assert "Pay cannot be shown in “fortnight”, so that is left out." in problems(page)
    assert rows(page)["Pay"] == ["EUR 80K - 100K"] * 2


# --- each against its role -----------------------------------------------------------------------


def test_a_job_stands_against_the_needs_and_the_pay_of_its_role(get):
    sql, spark = make_skill("SQL"), make_skill("Spark")
    role = make_role("Data Engineer")
    make_past_adverts(role, n=100, named={sql: 80, spark: 60})
    make_pay_cell(role, currency="EUR", country="", year=2026, p25=50_000, p75=85_000, n=40)
    job = make_listing("Engineer", skills=[sql], role=role, **YEARLY)
    found = rows(side_by_side(get, job, make_listing("Other")))["Against its role"]
    assert found[0].startswith("Data Engineer Names 1 of the 2 needs that 100 adverts of ")
    assert "for Data Engineer ask for most: SQL." in found[0]
    assert "Does not name Spark." in found[0]
    assert found[0].endswith(
        "Pays above the middle half for Data Engineer, EUR 50K - 85K (40 open listings here, 2026)."
    )
    assert found[1] == "No role matched"


@pytest.mark.parametrize(
    ("cell", "compares"),
    [
        ({}, True),
        ({"level": "senior"}, True),
        ({"level": "entry"}, False),
        ({"country": "DE"}, True),
        ({"country": "US"}, False),
        ({"currency": "USD"}, False),
        ({"area": "Bavaria", "country": "DE"}, False),
        ({"p25": None}, False),
    ],
)
def test_pay_stands_only_against_figures_of_its_currency_level_and_country(get, cell, compares):
    role = make_role("Data Engineer")
    make_pay_cell(role, **{"currency": "EUR", "country": ""} | cell)
    job = make_listing("One", [("Berlin", "", "DE")], role=role, level="senior", **YEARLY)
    found = rows(side_by_side(get, job, make_listing("Other")))["Against its role"][0]
    assert ("the middle half" in found) == compares


# --- which jobs ----------------------------------------------------------------------------------


def test_a_closed_job_says_so_and_has_no_way_to_apply(get):
    yesterday = timezone.now() - timedelta(days=1)
    url = {"url": "https://apply.example/"}
    page = side_by_side(
        get, make_listing("Shut", closed_at=yesterday, **url), make_listing("Open", **url)
    )
    head = rows(page)["th"]
    assert "Closed since" in head[0]
    assert head[1].endswith("Open")
    assert page.text.count("https://apply.example/") == 1


def test_a_job_that_closed_long_ago_is_gone_and_named(get):
    gone = make_listing("Gone", closed_at=timezone.now() - timedelta(days=40))
    page = side_by_side(get, gone, make_listing("One"), make_listing("Two"))
    assert problems(page) == [
        f"“Gone” at {gone.employer} closed so long ago that its page is gone."
    ]
    assert len(rows(page)["Pay"]) == 2


def test_unknown_jobs_are_named_and_the_others_shown(get):
    jobs = [make_listing("One"), make_listing("Two")]
    page = get(PAGE, data={"id": [jobs[0].pk, 999_999, "abc", jobs[1].pk, jobs[0].pk]})
    assert problems(page) == [
        "“abc” is not the number of a job.",
        "There is no job with the number 999999.",
    ]
    assert len(rows(page)["Pay"]) == 2


@pytest.mark.parametrize("number", ["9" * 400, "-1", "1.5", "٣", "%ED%A0%80", "1_000"])
def test_an_odd_number_is_no_fault(get, number):
    page = get(f"{PAGE}?id={number}", 404)
    assert "is not the number of a job" in page.text


def test_of_more_than_four_the_first_stay_and_the_others_are_named(get):
    jobs = [make_listing(f"Job {number}") for number in range(5)]
    page = side_by_side(get, *jobs)
    assert problems(page) == ["4 jobs at most fit side by side. Left out: “Job 4”."]
    assert len(rows(page)["Pay"]) == 4


def test_one_job_waits_for_another(get):
    role = make_role("Analyst")
    job, other = (make_listing(title, role=role) for title in ("Mine", "Theirs"))
    page = side_by_side(get, job)
    assert "Choose at least one more" in page.text
    assert f'name="id" value="{job.pk}"' in page.text
    assert f'name="id" value="{other.pk}" form="pick-jobs"' in page.text


def test_without_a_job_the_page_says_how_to_choose(get):
    assert "Tick “Compare” on two to four jobs" in get(PAGE).text


def test_a_job_is_taken_out_by_a_link_that_keeps_the_rest(get, rates):
    jobs = [make_listing(f"{n}", **YEARLY) for n in range(3)]
    page = side_by_side(get, *jobs, currency="GBP")
    left = f"{PAGE}?id={jobs[0].pk}&amp;id={jobs[2].pk}&amp;currency=GBP"
    assert f'href="{left}"' in page.text


def test_the_board_and_a_listing_offer_boxes_that_lead_here(get):
    role = make_role("Analyst")
    job, other = (make_listing(title, role=role) for title in ("Mine", "Theirs"))
    for address in ("/jobs/", other.get_absolute_url()):
        page = get(address)
        form = tree_of(page).find(".//form[@id='pick-jobs']")
        assert form.get("action") == PAGE
        assert f'name="id" value="{job.pk}" form="pick-jobs"' in page.text
    assert form.find("input").get("value") == str(other.pk)


# --- together ------------------------------------------------------------------------------------


def test_every_cell_is_what_the_page_of_its_job_says(client):
    random = Random("pairs")
    employer, role = make_employer("Fjord"), make_role("Analyst")
    jobs = [
        make_listing(
            f"Job {number}",
            random.choice([[], [("Berlin", "", "DE")], [("Oslo", "", "NO"), ("Bergen", "", "NO")]]),
            employer=employer,
            role=role,
            workplace=random.choice([None, "remote", "onsite"]),
            level=random.choice([None, "mid", "executive"]),
            employment_type=random.choice([None, "contract"]),
            **random.choice([{}, YEARLY, HOURLY]),
        )
        for number in range(12)
    ]
    facts = {job.pk: facts_of(client.get(job.get_absolute_url())) for job in jobs}
    for _ in range(15):
        pair = random.sample(jobs, 2)
        table = tree_of(client.get(PAGE, {"id": [job.pk for job in pair]})).find(".//table")
        lines = [row for row in table.iter("tr") if row.find("th") is not None]
        shown = {row.find("th").text: row.findall("td") for row in lines}
        for heading in ("Pay", "Place", "Workplace", "Level", "Employment type", "Posted"):
            cells = [cell.text for cell in shown[heading]]
            assert cells == [facts[job.pk][heading] for job in pair], heading


def facts_of(response):
    """{term: what is said of it first} of a listing's page."""
    facts = tree_of(response).find(".//section[@aria-labelledby='in-short']").iter("div")
    pairs = [(fact.find("dt").text, fact.find("dd")) for fact in facts]
    return {term: said.text.strip() if said.text else words(said) for term, said in pairs}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("many", [2, 4])
def test_it_takes_as_many_queries_for_four_jobs_as_for_two(count_queries, client, many):
    source, role = make_source(), make_role("Analyst")
    skills = [make_skill(name) for name in ("SQL", "Spark")]
    make_past_adverts(role, named={skills[0]: 50})
    jobs = [make_listing(f"{n}", role=role, source=source, skills=skills) for n in range(many)]
    page_cache.PAGES.forget()
    client.get("/jobs/")
    query = {"id": [job.pk for job in jobs]}
    assert count_queries(lambda: client.get(PAGE, query)) <= 10
