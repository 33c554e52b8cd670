"""What pages say of counted listings: shares only from enough of them."""

import pytest

from careers.models import Role
from tests.factories import make_evidence, make_role, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def sql():
    return make_skill("SQL")


def make_analyst(title="Analyst", **evidence):
    """A role with evidence, read as pages read it."""
    role = make_role(title, skills="SQL: Ask.")
    make_evidence(role, **evidence)
    return Role.objects.with_profile().get(pk=role.pk)


def test_nineteen_listings_say_nothing_of_shares(sql, get):
    make_analyst(listings=19, skills={sql: 19})
    assert "asked for in" not in get("/roles/analyst/").text
    assert "Analyst</a></th>" not in get("/skills/sql/").text


def test_shares_of_a_skill_are_listed_the_highest_first(sql, get):
    for title, asking in (("Analyst", 5), ("Builder", 15)):
        make_analyst(title, listings=20, skills={sql: asking})
    text = get("/skills/sql/").text
    assert text.index("75%") < text.index("25%")


def test_a_draft_role_s_share_is_not_public(sql, get):
    role = make_analyst(listings=20, skills={sql: 5})
    Role.objects.filter(pk=role.pk).update(published_at=None)
    assert "25%" not in get("/skills/sql/").text


# What pages say of pay, and of shares, where no real listing was counted.
NO_FIGURES = {
    "/roles/analyst/": "No real open listing has been counted yet",
    "/compare/analyst-vs-builder/": "No real open listing has been counted yet",
    "/skills/sql/": "There are no figures yet",
}


@pytest.mark.parametrize("address", NO_FIGURES)
def test_pages_say_in_a_sentence_that_there_are_no_figures_yet(sql, get, address):
    for title in ("Analyst", "Builder"):
        make_role(title, skills="SQL: Ask.")
    assert get(address).text.count(NO_FIGURES[address]) == 1


@pytest.mark.parametrize("address", NO_FIGURES)
def test_where_there_are_figures_pages_do_not_say_that_there_are_none(sql, get, address):
    for title in ("Analyst", "Builder"):
        make_analyst(title, skills={sql: 5})
    assert NO_FIGURES[address] not in get(address).text


@pytest.mark.parametrize("address", NO_FIGURES)
def test_what_was_once_counted_from_samples_is_no_figure(sql, get, address):
    for title in ("Analyst", "Builder"):
        make_analyst(title, skills={sql: 5}, has_samples=True)
    text = get(address).text
    assert NO_FIGURES[address] in text
    assert "of 43" not in text
