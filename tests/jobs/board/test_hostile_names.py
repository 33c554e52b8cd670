"""Names come from feeds and editors: whatever they hold, pages print them as text."""

from html import unescape

import pytest

from tests.factories import make_employer, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"]
ON_PAGES = [
    "/jobs/",
    "/jobs/?employer=theirs&skill=hostile",
    "/jobs/?not_employer=theirs",
    "/jobs/values/{facet}/?employer=theirs",
]


def assert_is_text(response, name, count=1):
    """Holds that a page prints a name, and nowhere as anything but text."""
    assert "<" not in name or name not in response.text
    assert unescape(response.text).count(name) >= count


@pytest.fixture(params=HOSTILE)
def name(request):
    return request.param


@pytest.mark.parametrize("address", ON_PAGES)
def test_employers_are_printed_as_text_on_the_board(get, name, address):
    make_listing(employer=make_employer(name, slug="theirs"), skills=[make_skill(slug="hostile")])
    assert_is_text(get(address.format(facet="employer")), name)


@pytest.mark.parametrize("address", ON_PAGES)
def test_skills_are_printed_as_text_on_the_board(get, name, address):
    skill = make_skill(name, slug="hostile")
    for _ in range(10):  # of fewer jobs there are no figures
        make_listing(skills=[skill])
    make_listing(employer=make_employer(slug="theirs", name="Theirs"), skills=[skill])
    assert_is_text(get(address.format(facet="skill")), name)


@pytest.mark.parametrize("page", ["/jobs/", "/jobs/values/city/"])
def test_cities_are_printed_as_text_on_the_board(get, name, page):
    make_listing(places=[(name, "", "DE")])
    assert_is_text(get(page), name)
    assert_is_text(get(page, data={"city": f"{name},DE"}), name, count=2)


def test_what_is_asked_for_is_printed_back_as_text(get, name):
    asked = {"q": name, "role": name, "pay": name, "sort": name}
    assert_is_text(get("/jobs/", data=asked), name, count=2)
    assert_is_text(get("/jobs/values/skill/", data={"find": name}), name)


@pytest.mark.parametrize("page", ["/", "/roles/analyst/", "/jobs/?role=analyst", "of the listing"])
def test_cards_and_the_page_of_a_listing_print_everything_as_text(get, name, page):
    listing = make_listing(
        f"Title {name}",
        role=make_role("Analyst"),
        role_reason=f"title says {name}",
        employer=make_employer(f"Employer {name}", slug="theirs"),
        skills=[make_skill(f"Skill {name}", slug="hostile")],
        places=[(f"City {name}", "", "DE")],
        **{"pay_min": 50_000, "pay_currency": "EUR", "pay_period": "year"},
    )
    address = listing.get_absolute_url() if page == "of the listing" else page
    response = get(address)
    for what in ("Title", "Employer", "City"):
        assert_is_text(response, f"{what} {name}")


@pytest.mark.parametrize("page", ["/", "/roles/analyst/", "/jobs/", "of the listing"])
def test_pay_in_an_odd_currency_is_printed_as_text(get, page):
    pay = {"pay_min": 50_000, "pay_currency": "<b>", "pay_period": "year"}
    listing = make_listing(role=make_role("Analyst"), **pay)
    address = listing.get_absolute_url() if page == "of the listing" else page
    assert "from &lt;b&gt; 50K" in get(address).text
