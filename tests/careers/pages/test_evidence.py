"""What pages say of counted listings: shares only from enough of them, pay in one currency."""

import pytest

from careers.models import Role
from careers.pages.evidence import Asked, asked_for, pay_plot, unclaimed
from tests.factories import make_evidence, make_role, make_skill

pytestmark = pytest.mark.django_db

PAY = {"low": 98_000, "median": 120_000, "high": 208_000}


@pytest.fixture
def sql():
    return make_skill("SQL")


def make_analyst(title="Analyst", **evidence):
    """A role with evidence, read as pages read it."""
    role = make_role(title, skills="SQL: Ask.")
    make_evidence(role, **evidence)
    return Role.objects.with_profile().get(pk=role.pk)


def test_twenty_listings_are_enough_for_a_share(sql):
    role = make_analyst(listings=20, skills={sql: 5})
    assert asked_for(role) == {sql.pk: Asked(5, 20)}


def test_nineteen_listings_say_nothing_of_shares(sql, get):
    role = make_analyst(listings=19, skills={sql: 19})
    assert asked_for(role) == {}
    assert unclaimed(role) == {}
    assert "asked for in" not in get("/roles/analyst/").text
    assert "Analyst</a></th>" not in get("/skills/sql/").text


def test_a_skill_of_which_no_listing_speaks_is_asked_for_in_none(sql):
    assert asked_for(make_analyst(listings=20)) == {sql.pk: Asked(0, 20)}


def test_a_fifth_of_the_listings_makes_an_unnamed_skill_notable(sql):
    rare, notable = make_skill("Rare"), make_skill("Notable")
    role = make_analyst(listings=20, skills={rare: 3, notable: 4})
    assert list(unclaimed(role)) == ["notable"]


def test_shares_of_a_skill_are_listed_the_highest_first(sql, get):
    for title, asking in (("Analyst", 5), ("Builder", 15)):
        make_analyst(title, listings=20, skills={sql: asking})
    text = get("/skills/sql/").text
    assert text.index("75 %") < text.index("25 %")


def test_a_draft_role_s_share_is_not_public(sql, get):
    role = make_analyst(listings=20, skills={sql: 5})
    Role.objects.filter(pk=role.pk).update(published_at=None)
    assert "25 %" not in get("/skills/sql/").text


def test_roles_are_plotted_on_one_scale_from_lowest_to_highest(sql):
    first = make_analyst("Analyst", pay=PAY | {"lowest": 50_000, "highest": 250_000})
    second = make_analyst("Builder", pay=PAY | {"lowest": 100_000, "highest": 150_000})
    one, other = pay_plot([first, second]).rows
    assert (one.at["lowest"], one.at["highest"]) == (0, 100)
    assert (other.at["lowest"], other.at["highest"]) == (25, 50)


def test_a_currency_that_a_role_lacks_leaves_its_row_empty(sql, get):
    first = make_analyst("Analyst", pay=PAY | {"n": 31})
    second = make_analyst("Builder", pay=PAY | {"currency": "EUR", "n": 12})
    plot = pay_plot([first, second])
    assert plot.currency == "USD"
    assert [row.band is not None for row in plot.rows] == [True, False]
    text = get("/compare/analyst-vs-builder/").text
    assert "Fewer than ten of its open listings state yearly pay in USD" in text


def test_without_any_band_there_is_a_sentence_and_no_plot(sql, get):
    assert not pay_plot([make_analyst(listings=5)])
    text = get("/roles/analyst/").text
    assert "Fewer than ten open listings of this role state yearly pay" in text


NO_FIGURES = "There are no figures yet"
PAGES = ("/roles/analyst/", "/compare/analyst-vs-builder/", "/skills/sql/")


@pytest.mark.parametrize("address", PAGES)
def test_pages_say_in_a_sentence_that_there_are_no_figures_yet(sql, get, address):
    for title in ("Analyst", "Builder"):
        make_role(title, skills="SQL: Ask.")
    assert get(address).text.count(NO_FIGURES) == 1


@pytest.mark.parametrize("address", PAGES)
def test_where_there_are_figures_pages_do_not_say_that_there_are_none(sql, get, address):
    for title in ("Analyst", "Builder"):
        make_analyst(title, skills={sql: 5})
    assert NO_FIGURES not in get(address).text


@pytest.mark.parametrize("address", PAGES)
def test_what_was_once_counted_from_samples_is_no_figure(sql, get, address):
    for title in ("Analyst", "Builder"):
        make_analyst(title, skills={sql: 5}, pay=PAY, has_samples=True)
    text = get(address).text
    assert NO_FIGURES in text
    assert "98K" not in text
    assert "of 43" not in text
