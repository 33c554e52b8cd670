"""The page of a listing that was found by a search: the way back, those beside it, and its pay."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from careers.models import EvidenceKind, PayCell
from tests.factories import make_listing, make_role

pytestmark = pytest.mark.django_db

CARD = re.compile(r'<h3><a href="([^"]*)">(.*?)</a></h3>')


@pytest.fixture
def jobs(db):
    """Sixty remote jobs, the newest first, and one in an office."""
    now = timezone.now()
    for number in range(60):
        posted = now - timedelta(hours=number)
        make_listing(f"Job {number}", workplace="remote", posted_at=posted)
    make_listing("Office", workplace="onsite")


def links(response):
    """{what a link of the search says: (its address, its title)}"""
    nav = response.text.partition('aria-label="Your search"')[2].partition("</nav>")[0]
    found = re.findall(r'<a [^>]*href="([^"]*)"(?: title="([^"]*)")?>(.*?)</a>', nav)
    plain = re.compile("<[^>]*>")
    return {
        plain.sub("", words): (unescape(address), unescape(title))
        for address, title, words in found
    }


def first_card(response, number=0):
    return unescape(CARD.findall(response.text)[number][0])


def test_a_listing_leads_back_to_its_page_of_results_and_to_those_beside_it(get, jobs):
    board = get("/jobs/?workplace=remote&page=2")
    response = get(first_card(board))
    assert "26 of 60" in response.text
    found = links(response)
    assert found["Back to 60 results"][0] == "/jobs/?workplace=remote&page=2"
    assert found["Previous job"][1] == "Job 24"
    assert found["Next job"][1] == "Job 26"
    following = get(found["Next job"][0])
    assert "27 of 60" in following.text
    assert links(following)["Back to 60 results"] == found["Back to 60 results"]
    assert links(following)["Previous job"][0] == first_card(board)


def test_the_first_and_the_last_have_none_before_or_behind_them(get, jobs):
    first = links(get(first_card(get("/jobs/?workplace=remote"))))
    assert "Previous job" not in first
    last = links(get(first_card(get("/jobs/?workplace=remote&page=3"), -1)))
    assert "Next job" not in last


def test_the_order_of_the_search_is_that_of_its_listings(get):
    for number, pay in enumerate((50_000, 90_000, 70_000)):
        make_listing(f"Job {number}", pay_usd_max=pay, workplace="remote")
    middle = get(first_card(get("/jobs/?sort=pay"), 1))
    assert "2 of 3" in middle.text
    assert [links(middle)[where][1] for where in ("Previous job", "Next job")] == ["Job 1", "Job 0"]


def test_a_listing_that_does_not_fit_any_more_leads_back_only(get, jobs):
    address = first_card(get("/jobs/?workplace=onsite")).replace("onsite", "remote")
    assert [*links(get(address))] == ["Back to 60 results"]


@pytest.mark.parametrize("query", ["", "?role=wizard", "?utm_source=x", "?sort=odd", "?pay=lots"])
def test_without_a_search_that_means_something_the_page_is_its_own(get, query):
    listing = make_listing("Alone")
    response = get(f"{listing.get_absolute_url()}{query}")
    assert "Your search" not in response.text
    assert "was left out" not in response.text


def test_a_listing_is_known_by_its_own_address_whatever_search_found_it(get):
    listing = make_listing("Found", workplace="remote")
    address = listing.get_absolute_url()
    response = get(f"{address}?workplace=remote")
    assert f'rel="canonical" href="http://testserver{address}"' in response.text
    moved = get(f"/jobs/{listing.pk}-old-title/?workplace=remote", status=301)
    assert moved.url == f"{address}?workplace=remote"


def test_the_search_costs_few_queries_more(get, jobs, count_queries):
    address = first_card(get("/jobs/?workplace=remote"), 3)
    alone = count_queries(lambda: get(address.partition("?")[0]))
    # Beside the engine's own, which a request within a transaction makes anew.
    assert count_queries(lambda: get(address)) <= alone + 19


# --- pay of its role ---------------------------------------------------------------------------


@pytest.fixture
def analyst(db):
    """A role whose open listings pay from 60,000 to 80,000 euros in their middle half."""
    role = make_role("Analyst")
    cell = {"kind": EvidenceKind.ADVERTISED, "role": role, "currency": "EUR", "period": "year"}
    amounts = {"p10": 50_000, "p25": 60_000, "p50": 70_000, "p75": 80_000, "p90": 90_000}
    PayCell.objects.create(**cell, **amounts, n=34)
    german = {name: amount + 10_000 for name, amount in amounts.items()}
    PayCell.objects.create(**cell, **german, country="DE", n=12)
    return role


def pay_of(low, high, currency="EUR", period="year"):
    return {"pay_min": low, "pay_max": high, "pay_currency": currency, "pay_period": period}


@pytest.mark.parametrize(
    ("pay", "words"),
    [
        (pay_of(80_000, 90_000), "Above the middle half for Analyst, "),
        (pay_of(60_000, 80_000), "In the middle half for Analyst, "),
        (pay_of(40_000, 50_000), "Below the middle half for Analyst, "),
        (pay_of(50, 54, period="hour"), "Above the middle half for Analyst, "),
    ],
)
def test_a_listing_says_where_its_pay_stands_in_its_role(get, analyst, pay, words):
    text = get(make_listing(role=analyst, **pay).get_absolute_url()).text
    assert words in text
    band = '<a href="/salaries/analyst/?currency=EUR&amp;country=all">EUR 60K - 80K</a>'
    assert f"{band} (34 open listings here)" in text


def test_pay_is_compared_within_its_country_where_enough_is_known(get, analyst):
    listing = make_listing(role=analyst, places=[("", "", "DE")], **pay_of(70_000, 76_000))
    assert (
        "EUR 70K - 90K</a> (12 open listings here, Germany)" in get(listing.get_absolute_url()).text
    )


@pytest.mark.parametrize(
    "pay",
    [
        {},
        pay_of(60_000, 80_000, currency="USD"),
        pay_of(60_000, 80_000, period=""),
        pay_of(None, 80_000),
    ],
)
def test_pay_that_cannot_be_compared_is_not(get, analyst, pay):
    assert "middle half" not in get(make_listing(role=analyst, **pay).get_absolute_url()).text
