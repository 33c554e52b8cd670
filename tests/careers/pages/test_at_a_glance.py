"""A role in a line: pay of one source, open jobs, and the remote ones among those that say."""

import pytest
from lxml import html

from careers.models import Role
from tests.factories import (
    make_evidence,
    make_listing,
    make_pay_cell,
    make_role,
    make_snapshot,
)

pytestmark = pytest.mark.django_db

PAIR = "/compare/analyst-vs-builder/"


@pytest.fixture
def pair():
    return make_role("Analyst"), make_role("Builder")


def glances(get, address):
    """The words of each line of facts on a page."""
    lines = html.fromstring(get(address).text).xpath('//ul[@class="glance"]')
    return [" ".join(" ".join(fact.text_content().split()) for fact in line) for line in lines]


def test_both_roles_show_pay_of_the_first_source_that_has_both(get, pair):
    analyst, builder = pair
    ranges, past = make_snapshot("ranges"), make_snapshot("past")
    make_pay_cell(analyst, ranges, p50=110_000)
    make_pay_cell(analyst, past, p50=100_000)
    make_pay_cell(builder, past, p50=120_000)
    first, second = glances(get, PAIR)
    assert first.startswith("USD 100K a year, median (past adverts, United States 2025)")
    assert second.startswith("USD 120K a year, median (past adverts, United States 2025)")


def test_where_no_source_has_both_neither_shows_pay(get, pair):
    analyst, builder = pair
    make_pay_cell(analyst, make_snapshot("ranges"))
    make_pay_cell(builder, make_snapshot("past"))
    assert not [line for line in glances(get, PAIR) if "median" in line]


def test_pay_of_the_nearest_occupation_is_not_the_role_s_own(get):
    role = make_role("Analyst")
    Role.objects.filter(pk=role.pk).update(occupation="15-2051", occupation_fit="near")
    official = make_snapshot("official", occupations={"15-2051": "Data Scientists"})
    make_pay_cell(None, official, occupation="15-2051", year=None)
    assert glances(get, "/roles/analyst/") == ["No open jobs"]


def test_a_share_of_remote_jobs_is_of_those_that_say_and_of_twenty_at_least(get, pair):
    analyst, builder = pair
    for workplace, count in (("remote", 5), ("hybrid", 15), (None, 3)):
        for _ in range(count):
            make_listing(role=analyst, workplace=workplace)
    for _ in range(19):
        make_listing(role=builder, workplace="remote")
    assert glances(get, PAIR) == ["23 open jobs 25% remote, of 20 that say where", "19 open jobs"]


def test_years_of_experience_are_those_that_listings_state_or_are_not_there(get, pair):
    analyst, builder = pair
    make_evidence(analyst, years={"n": 1200, "p25": 1, "p50": 2, "p75": 4})
    make_evidence(builder)
    words = "2 years asked for, median (middle half 1 to 4) of 1,200 open listings that state years"
    assert glances(get, PAIR) == [f"No open jobs {words}, 23 November 2026", "No open jobs"]


def test_years_without_a_spread_have_no_middle_half(get):
    make_evidence(make_role("Analyst"), years={"n": 10, "p25": 1, "p50": 1, "p75": 1})
    (line,) = glances(get, "/roles/analyst/")
    assert "1 year asked for, median of 10 open listings that state years" in line
