"""What pages say of jobs, and that they say nothing of them where no market answers."""

import html5lib
import pytest

from careers import market
from careers.models import Evidence
from tests.factories import (
    make_comparison,
    make_employer,
    make_evidence,
    make_listing,
    make_role,
    make_skill,
)

pytestmark = pytest.mark.django_db

HOSTILE = "<b>Bold</b> & \"quoted\" 'so'"
PAGES = ["/roles/analyst/", "/skills/sql/", "/compare/analyst-vs-builder/"]
LINEUP = "/compare/?role=analyst&role=builder&role=curator"


@pytest.fixture
def site():
    """Three roles with a skill, a comparison, evidence and a job."""
    sql = make_skill("SQL")
    analyst, builder, _ = (
        make_role(title, skills="SQL: Ask.") for title in ("Analyst", "Builder", "Curator")
    )
    make_comparison(analyst, builder)
    make_evidence(analyst, skills={sql: 27})
    employer = make_employer(HOSTILE, slug="hostile")
    make_listing(HOSTILE, role=analyst, skills=[sql], employer=employer)
    return analyst


@pytest.fixture
def no_market(monkeypatch):
    monkeypatch.setattr(market, "_markets", [])


def main_of(response):
    """(the words, the links) of the page between its head and its foot."""
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    main = tree.find(".//main")
    links = [link.get("href") for link in main.iter("a")]
    return " ".join(" ".join(main.itertext()).split()).lower(), links


@pytest.mark.parametrize("address", [*PAGES, LINEUP])
def test_without_a_market_a_page_says_nothing_of_listings(get, site, no_market, address):
    words, links = main_of(get(address))
    assert not [said for said in ("open job", "listing", "pay in", "usd") if said in words]
    assert not [link for link in links if link.startswith("/jobs/") or link in ("#jobs", "#pay")]


@pytest.mark.parametrize("address", ["/roles/", "/compare/"])
def test_without_a_market_a_list_promises_no_jobs(get, site, no_market, address):
    text = get(address).text
    described = text[text.index('name="description"') : text.index('rel="icon"')]
    assert "open jobs" not in described


def test_without_a_market_tables_and_pictures_count_no_listings(client, site, no_market):
    table = client.get("/compare/table.csv?role=analyst&role=builder").text
    assert "listings" not in table
    data = client.get("/compare/table.json?role=analyst&role=builder").json()
    assert [role["adverts"] for role in data["roles"]] == [None, None]
    assert Evidence.objects.exists()


@pytest.mark.parametrize("address", [*PAGES, LINEUP])
def test_with_a_market_a_page_shows_jobs_and_escapes_what_feeds_wrote(get, site, address):
    text = get(address).text
    words, links = main_of(get(address))
    assert HOSTILE.lower() in words
    assert "<b>Bold" not in text
    assert any(link.startswith("/jobs/") for link in links)


@pytest.mark.parametrize(
    ("address", "board"), [("/roles/analyst/", "role=analyst"), ("/skills/sql/", "skill=sql")]
)
def test_a_page_counts_all_jobs_and_links_to_them(get, site, address, board):
    for _ in range(6):
        make_listing(role=site, skills=[site.needs.get().skill])
    text = get(address).text
    assert text.count('<article class="card listing"') == 4
    assert f'<a href="/jobs/?{board}">All 7 open jobs' in text
