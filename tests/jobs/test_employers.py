"""Employers' pages: their open listings, and what these state."""

import html5lib
import pytest
from django.utils import timezone

from jobs.models import Employer
from tests.factories import make_employer, make_listing, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def fjord():
    return make_employer("Fjord & Sons", slug="fjord", website="https://fjord.example/")


def links(response):
    """{the words of a link: its address}."""
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    return {" ".join("".join(a.itertext()).split()): a.get("href") for a in tree.iter("a")}


def test_an_employer_has_a_page_with_its_open_listings(get, fjord):
    make_listing("Tide Analyst", employer=fjord)
    make_listing("Closed Analyst", employer=fjord, closed_at=timezone.now())
    make_listing("Analyst of others")
    page = get("/employers/fjord/")
    assert "Tide Analyst" in page.text
    assert "1 open job" in page.text
    assert "Closed Analyst" not in page.text
    assert "Analyst of others" not in page.text
    assert links(page)["Employer’s website"] == "https://fjord.example/"


def test_its_counts_lead_to_the_board_which_says_the_same(get, fjord):
    paid = {"pay_currency": "NOK", "pay_period": "year"}
    analyst = make_role("Tide Analyst")
    make_listing(employer=fjord, workplace="remote", level="senior", pay_min=500_000, **paid)
    make_listing(employer=fjord, workplace="remote", pay_min=600_000, pay_max=900_000, **paid)
    make_listing(employer=fjord, role=analyst)
    make_listing(workplace="remote", level="senior", pay_max=100_000, **paid)
    found = links(get("/employers/fjord/"))
    counted = {
        "3 open jobs": ("/jobs/?employer=fjord", 3),
        "Remote": ("/jobs/?workplace=remote&employer=fjord", 2),
        "Workplace not stated": ("/jobs/?workplace=unknown&employer=fjord", 1),
        "Senior-level / Expert": ("/jobs/?level=senior&employer=fjord", 1),
        "NOK 500K - 900K": ("/jobs/?employer=fjord&paid_in=NOK-year", 2),
        "No role matched": ("/jobs/?role=unknown&employer=fjord", 2),
    }
    for label, (address, count) in counted.items():
        assert sorted(found[label].partition("?")[2].split("&")) == sorted(
            address.partition("?")[2].split("&")
        )
        board = get(found[label]).text
        assert f"{count} job{'' if count == 1 else 's'}" in board, label


def test_an_employer_with_more_listings_than_cards_leads_to_all_of_them(get, fjord):
    for number in range(26):
        make_listing(f"Analyst {number}", employer=fjord)
    assert "See all 26 open jobs at Fjord & Sons" in links(get("/employers/fjord/"))


def test_an_employer_without_open_listings_says_so_and_is_not_indexed(get, fjord):
    page = get("/employers/fjord/").text
    assert "no open jobs here at the moment" in page
    assert '<meta name="robots" content="noindex">' in page


def test_an_employer_keeps_its_address_under_another_name(get, fjord):
    Employer.objects.update(name="Fjord Group")
    assert "Fjord Group" in get("/employers/fjord/").text


def test_an_unknown_employer_is_a_404(get):
    assert "There is no employer at this address: nobody." in get("/employers/nobody/", 404).text


def test_a_listing_leads_to_its_employer(get, fjord):
    listing = make_listing(employer=fjord)
    assert links(get(listing.get_absolute_url()))["Fjord & Sons"] == "/employers/fjord/"


def test_it_takes_as_many_queries_for_one_listing_as_for_many(get, fjord, count_queries):
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_listing(employer=fjord, places=[("Oslo", "", "NO")])
        counts.append(count_queries(lambda: get("/employers/fjord/")))
    assert counts[0] == counts[1]
