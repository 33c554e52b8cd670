"""Every count of open listings on a page is a link to the board, which says the same number."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from careers.market import market
from careers.models import Skill, SkillGroup
from jobs.evidence import gather
from jobs.market import ListingMarket
from jobs.models import Listing
from tests import snapshots
from tests.factories import (
    make_comparison,
    make_employer,
    make_listing,
    make_role,
    make_skill,
    make_source,
)

pytestmark = pytest.mark.django_db

PAGES = (
    "/roles/analyst/",
    "/roles/builder/",
    "/compare/analyst-vs-builder/",
    "/compare/?role=analyst&role=builder&role=curator",
    "/skills/sql/",
    "/skills/spark/",
    "/salaries/",
    "/salaries/analyst/",
    "/salaries/analyst/?level=senior&country=NO",
    "/disagreements/",
)
NUMBER = re.compile(r"\d[\d,]*")


def fill_the_site():
    """Makes roles with many listings of every sort, counts them, and lets time pass for a few."""
    sql, spark = make_skill("SQL"), make_skill("Spark")
    make_skill("Excel")
    lake = SkillGroup.objects.create(slug="lake", name="A lake")
    Skill.objects.filter(pk=spark.pk).update(group=lake)
    make_skill("Delta", group=lake)
    analyst = make_role("Analyst", skills="SQL: Ask.\nExcel: Sum.")
    builder = make_role("Builder", skills="Spark: Build.\nSQL: Ask.")
    make_role("Curator", skills="SQL: Ask.")
    make_comparison(analyst, builder)
    samples, employer = make_source(kind="samples"), make_employer("Acme")
    for n in range(90):
        make_listing(
            f"Job {n}",
            role=(analyst, builder)[n % 2],
            employer=employer,
            source=samples if n % 9 == 8 else None,
            body_text="" if n % 7 == 6 else "Come.",
            skills=[[sql], [spark, sql], [sql], []][n % 4],
            level=("senior", None)[n % 3 == 2],
            places=[("Oslo", "", "NO")] if n % 3 else [("Bonn", "", "DE")],
            pay_min=90_000 + n,
            pay_currency="USD",
            pay_period="year",
        )
    gather()


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(db, site_rows):
    snapshots.insert(site_rows)


def count_links(page):
    """(address, number) of each link to the board that prints a number."""
    for link in html.document_fromstring(page.text).iter("a"):
        number = NUMBER.search(link.text_content())
        if link.get("href").startswith("/jobs/?") and number:
            yield link.get("href"), int(number.group().replace(",", ""))


def assert_all_recount(client, get):
    """Follows every count of every page, each once; returns the addresses."""
    counts = {link for address in PAGES for link in count_links(get(address))}
    for address, number in counts:
        assert board_total(client, address) == number, address
    return {address for address, _ in counts}


def board_total(client, address):
    """How many jobs the board says it has."""
    words = html.document_fromstring(client.get(address).text).get_element_by_id("count").text
    return int(NUMBER.findall(words.replace("No ", "0 "))[-1].replace(",", ""))


def test_every_count_of_every_page_is_what_its_board_says(site, client, get):
    addresses = assert_all_recount(client, get)
    asked = " ".join(addresses)
    for part in ("role=analyst", "skill=sql", "need=lake", "paid_in=USD-year", "level=senior"):
        assert part in asked
    assert "country=NO" in asked
    assert "text=read" in asked


@pytest.fixture
def asked(monkeypatch):
    """All that pages ask the market to count."""
    asked, counts = [], ListingMarket.counts

    def noting(self, asks):
        asks = [*asks]
        asked.extend(asks)
        return counts(self, asks)

    monkeypatch.setattr(ListingMarket, "counts", noting)
    return asked


@pytest.mark.parametrize(
    ("address", "needs"),
    [
        # What its profile names, and what one learns for one of both.
        ("/roles/analyst/", {"sql", "excel"}),
        ("/compare/analyst-vs-builder/", {"sql", "group:lake"}),
        ("/salaries/", set()),
        ("/salaries/analyst/", set()),
    ],
)
def test_a_page_counts_again_what_it_prints_and_little_else(site, get, asked, address, needs):
    links = {link for link, _ in count_links(get(address))}
    assert {ask.need for ask in asked if ask.need} == needs
    pay = [ask for ask in asked if ask.currency]
    assert pay
    assert {str(market().counts([ask])[ask].address) for ask in pay} <= links


def test_where_a_count_has_drifted_the_page_says_so_and_the_link_is_right(site, client, get):
    some = Listing.objects.filter(role__slug="analyst").order_by("pk")[:8]
    Listing.objects.filter(pk__in=some).update(closed_at=timezone.now() - timedelta(days=1))
    assert assert_all_recount(client, get)
    words = " ".join(html.document_fromstring(get("/roles/analyst/").text).itertext())
    assert re.search(r"\(\s*\d+ now\s*\)", words)
    assert " now" not in html.document_fromstring(get("/roles/builder/").text).text_content()


def test_no_count_of_open_listings_on_a_page_goes_without_a_link(site, get):
    """A number right before “open listings” is one that a reader may want to see."""
    for address in PAGES:
        main = html.document_fromstring(get(address).text).find(".//main")
        for link in main.xpath(".//a"):
            link.text, link[:] = "«link»", []
        words = " ".join(main.text_content().split())
        words = words.replace("fewer than 20 open listings", "too few")
        assert not re.search(r"\d (of \d+ )?open (listings|jobs)", words), address
