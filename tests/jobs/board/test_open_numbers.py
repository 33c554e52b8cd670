"""The numbers of all open listings: the same to everybody, whatever they keep."""

import pytest
from django.utils import timezone

from tests.factories import make_listing

pytestmark = pytest.mark.django_db


def numbers_of(response):
    """The numbers that an answer stands for, as static/js/saved.js reads them."""
    numbers, last = [], 0
    for turn, count in enumerate(response.json()["open"]):
        numbers += range(last + 1, last + count + 1) if turn % 2 else []
        last += count
    return numbers


def test_open_listings_are_there_and_closed_ones_are_not(client):
    for pk in (3, 4, 5, 9):
        make_listing(pk=pk)
    make_listing(pk=6, closed_at=timezone.now())
    response = client.get("/jobs/open.json")
    assert numbers_of(response) == [3, 4, 5, 9]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_without_listings_there_are_none(client):
    assert client.get("/jobs/open.json").json() == {"open": []}


def test_the_page_of_what_is_saved_is_the_same_for_all_and_not_for_search_engines(get):
    page = get("/saved/")
    assert '<meta name="robots" content="noindex">' in page.text
    assert not page.cookies
    assert page.text == get("/saved/").text
