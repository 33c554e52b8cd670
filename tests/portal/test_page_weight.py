"""What a page weighs as a browser gets it: by Brotli, once it is kept (docs/design.md)."""

import pytest

from careers.models import Comparison, Role
from portal.page_cache import Page
from tests.factories import make_employer, make_listing

MOST = 12_000
# What real listings add to a pair: shares, years and pay that were counted from them; hashed names.
LEFT_FOR_COUNTS = 500


@pytest.fixture
def site(starter_with_figures):
    """The starter content, and as many open jobs of each role as its pages show."""
    employer = make_employer("Meadowlark Insurance")
    for role in Role.objects.published():
        for place in (("Minneapolis", "MN", "US"), ("Curitiba", "", "BR"), ("Galway", "", "IE")):
            make_listing(
                f"Senior {role} - {place[0]} Growth",
                [place],
                role=role,
                employer=employer,
                level="senior",
                workplace="hybrid",
                employment_type="full_time",
                pay_min=105_000,
                pay_max=150_000,
                pay_currency="USD",
                pay_period="year",
            )


def weight(client, address):
    return len(Page.of(client.get(address)).with_brotli().brotlied)


def test_every_written_pair_and_the_first_pages_weigh_at_most_twelve_kilobytes(client, site):
    pairs = [pair.get_absolute_url() for pair in Comparison.objects.published()]
    assert len(pairs) == 16
    weights = {each: weight(client, each) for each in ("/", "/jobs/", "/salaries/", *pairs)}
    assert {each: size for each, size in weights.items() if size > MOST - LEFT_FOR_COUNTS} == {}
