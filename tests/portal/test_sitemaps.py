"""What crawlers find: every page once, under one address, and all that sitemaps promise."""

from collections import deque
from urllib.parse import urldefrag, urljoin

import html5lib
import pytest
from django.utils import timezone
from lxml import etree

from careers.pages import share_images
from jobs.models import Listing
from portal import page_cache, sitemaps
from tests import snapshots
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_employer,
    make_listing,
    make_pay_cell,
    make_role,
    make_skill,
    make_source,
    moment,
)

ROOT = "http://testserver"
# One of each kind.
PAGES = [
    *("/", "/about/", "/privacy/", "/search/?q=sql", "/roles/", "/roles/analyst/", "/skills/"),
    *("/skills/sql/", "/salaries/", "/salaries/analyst/", "/compare/", "/disagreements/", "/data/"),
    *("/titles/", "/titles/?q=senior+analyst", "/fit/", "/fit/?skill=sql"),
    *("/compare/analyst-vs-builder/", "/compare/?role=analyst&role=builder&role=carrier"),
    *("/jobs/", "/jobs/?role=analyst&page=2", "/jobs/values/skill/", "/jobs/7000-wanted/"),
    *("/employers/acme-sohne/", "/jobs/side-by-side/", "/jobs/side-by-side/?id=7000"),
    "/saved/",
]
SITEMAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def fill_the_site():
    """Makes a small site with something of every kind, and enough jobs for two pages."""
    skill, employer = make_skill("SQL"), make_employer("Acme & Söhne")
    analyst, builder = (make_role(title, tools="SQL: Ask.") for title in ("Analyst", "Builder"))
    make_role("Carrier")
    make_draft_role("Drafted")
    make_comparison(analyst, builder)
    make_pay_cell(analyst)
    for number in range(30):
        make_listing(
            f"Analyst <{number}> & more",
            role=analyst,
            employer=employer,
            skills=[skill],
            workplace="remote",
            places=[("Kyoto", "", "JP")] if number % 5 == 0 else [],
        )
    make_listing("Wanted", pk=7000)
    make_listing("Closed", closed_at=timezone.now())


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(transactional_db, site_rows):
    snapshots.insert(site_rows)
    page_cache.PAGES.forget()


def locations(client, address):
    """[(address, date)] of a sitemap, or of the index of sitemaps."""
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    tree = etree.fromstring(response.content)
    return [
        (entry.findtext("s:loc", namespaces=SITEMAPS), entry.findtext("s:lastmod", None, SITEMAPS))
        for entry in tree
    ]


def all_locations(client):
    """The address of every page that a sitemap names."""
    index = [address for address, _ in locations(client, "/sitemap.xml")]
    return [page for each in index for page, _ in locations(client, each.removeprefix(ROOT))]


class Page:
    """What a crawler sees of a page."""

    def __init__(self, address, response):
        self.address = address
        self.status = response.status_code
        self.tree = None
        if response.headers["Content-Type"].startswith("text/html"):
            self.tree = html5lib.parse(response.text, namespaceHTMLElements=False)

    def links(self, *, followed):
        """The pages of the site that it leads to: those that crawlers follow, or the others."""
        for link in (*self.tree.iter("a"), *self.tree.iter("link")):
            address = urldefrag(urljoin(self.address, link.get("href", ""))).url
            is_page = address.startswith(f"{ROOT}/") and not address.startswith(f"{ROOT}/static/")
            if is_page and followed == ("nofollow" not in link.get("rel", "")):
                yield address

    def meta(self, name):
        return [m.get("content") for m in self.tree.iter("meta") if name in m.attrib.values()]

    @property
    def canonical(self):
        found = [link for link in self.tree.iter("link") if link.get("rel") == "canonical"]
        return found[0].get("href") if len(found) == 1 else None


def crawl(client):
    """Follows every link from home that crawlers follow; {address: Page}."""
    seen, waiting = {}, deque([f"{ROOT}/"])
    while waiting:
        address = waiting.popleft()
        if address in seen:
            continue
        page = seen[address] = Page(address, client.get(address.removeprefix(ROOT)))
        if page.tree is not None:
            waiting += page.links(followed=True)
    return seen


def test_a_crawl_from_home_finds_every_page_once_and_no_dead_end(site, client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    pages = crawl(client)
    assert {page.address: page.status for page in pages.values() if page.status != 200} == {}
    html = [page for page in pages.values() if page.tree is not None]

    aside = {link for page in html for link in page.links(followed=False)} - pages.keys()
    dead = [link for link in aside if client.get(link.removeprefix(ROOT)).status_code != 200]
    assert dead == []

    told = all_locations(client)
    assert len(set(told)) == len(told) == 55
    assert [address for address in told if address not in pages] == []
    for address in told:
        assert pages[address].canonical == address
        assert pages[address].meta("robots") == []
    for page in html:
        # Where it is not the one address of its content, it names that, which answers.
        assert page.canonical, page.address
        assert page.canonical in pages, page.address
        assert pages[page.canonical].canonical == page.canonical
        is_to_be_found = page.canonical == page.address and not page.meta("robots")
        assert is_to_be_found == (page.address in told), page.address


@pytest.mark.parametrize(
    ("address", "known_as"),
    [
        ("/jobs/?sort=newest&role=analyst", "/jobs/?role=analyst"),
        ("/jobs/?workplace=remote&role=analyst", "/jobs/?role=analyst&workplace=remote"),
        ("/jobs/?page=1&q=", "/jobs/"),
        ("/jobs/?level=unknown&role=analyst", "/jobs/?role=analyst"),
        ("/jobs/7000-another-title/", "/jobs/7000-wanted/"),
        ("/jobs/7000-wanted/?utm_source=elsewhere", "/jobs/7000-wanted/"),
        ("/roles/analyst", "/roles/analyst/"),
        ("/compare/builder-vs-analyst/", "/compare/analyst-vs-builder/"),
        ("/compare/?role=builder&role=analyst", "/compare/analyst-vs-builder/"),
        ("/compare/analyst-vs-builder/?show=differences", "/compare/analyst-vs-builder/"),
        ("/salaries/analyst/?level=senior", "/salaries/analyst/"),
    ],
)
def test_another_address_of_a_page_leads_to_its_own_or_names_it(site, client, address, known_as):
    response = client.get(address, follow=True)
    assert Page(ROOT, response).canonical == ROOT + known_as


def test_every_page_has_words_and_a_picture_for_those_who_share_it(site, client):
    pictures = set()
    for address in PAGES:
        page = Page(address, client.get(address))
        for name in ("og:title", "og:description", "og:url", "og:image", "og:image:alt"):
            assert len(page.meta(name)) == 1, (address, name)
        assert page.meta("og:url") == [page.canonical]
        pictures.update(page.meta("og:image"))
    for picture in pictures:
        response = client.get(picture.removeprefix(ROOT))
        assert response.content.startswith(b"\x89PNG"), picture


def test_titles_of_any_script_are_shared_as_they_are(get, db):
    listing = make_listing("Data Scientist 🚀 データ & «ученый»", employer=make_employer("Ωmega"))
    page = Page("", get(listing.get_absolute_url()))
    (title,) = page.meta("og:title")
    assert title.startswith("Data Scientist 🚀 データ & «ученый» at Ωmega")


def test_a_job_s_picture_says_what_is_stated_of_it(client, db, monkeypatch):
    drawn = []
    monkeypatch.setattr(share_images, "draw", lambda shown: drawn.append(shown) or b"")
    listing = make_listing(
        "Data Scientist 🚀",
        employer=make_employer("Ωmega"),
        places=[("Kyoto", "", "JP")],
        body_text="Long words.",
        pay_min=50_000,
        pay_currency="USD",
        pay_period="year",
    )
    address = f"{listing.get_absolute_url()}share.png"
    assert f'"og:image" content="{ROOT}{address}"' in client.get(listing.get_absolute_url()).text
    assert client.get(address).status_code == 200
    (shown,) = drawn
    assert (shown.titles, shown.family) == (("Data Scientist 🚀",), "Ωmega")
    assert shown.facts[0].figure == "from USD 50K"
    assert shown.summary == "Kyoto, Japan"
    assert "Long words" not in str(shown)
    Listing.objects.update(closed_at=timezone.now())
    assert client.get(address).status_code == 404
    assert f'content="{ROOT}/share.png"' in client.get(listing.get_absolute_url()).text


# --- sitemaps ------------------------------------------------------------------------------------


def test_the_index_names_kinds_that_have_pages_with_the_day_of_their_last_change(db, client):
    assert locations(client, "/sitemap.xml") == [(f"{ROOT}/sitemap-pages.xml", None)]
    role = make_role("Analyst")
    role.live_revision.created_at = moment("2026-11-03")
    role.live_revision.save()
    type(role).objects.update(published_at=moment("2026-11-05"))
    make_listing(pk=7, updated_at=moment("2026-11-10"))
    make_listing(pk=8, updated_at=moment("2026-11-11"))
    make_listing(pk=12_345, updated_at=moment("2026-11-12"))
    assert locations(client, "/sitemap.xml")[1:] == [
        (f"{ROOT}/sitemap-roles.xml", "2026-11-05T00:00:00+00:00"),
        (f"{ROOT}/sitemap-listings-0.xml", "2026-11-11T00:00:00+00:00"),
        (f"{ROOT}/sitemap-listings-2.xml", "2026-11-12T00:00:00+00:00"),
    ]
    assert locations(client, "/sitemap-listings-2.xml") == [
        (f"{ROOT}/jobs/12345-data-analyst/", "2026-11-12T00:00:00+00:00")
    ]
    assert locations(client, "/sitemap-roles.xml") == [
        (f"{ROOT}/roles/analyst/", "2026-11-05T00:00:00+00:00")
    ]


def test_being_seen_again_changes_no_date_and_a_closed_job_is_in_no_sitemap(db, client):
    listing = make_listing(pk=7, source=make_source(), updated_at=moment("2026-11-10"))
    Listing.objects.update(confirmed_at=timezone.now())
    ((_, date),) = locations(client, "/sitemap-listings-0.xml")
    assert date == "2026-11-10T00:00:00+00:00"
    listing.closed_at = timezone.now()
    listing.save()
    assert locations(client, "/sitemap-listings-0.xml") == []
    assert len(locations(client, "/sitemap.xml")) == 1


def test_there_is_no_other_sitemap(get):
    get("/sitemap-nothing.xml", status=404)


def test_sitemaps_and_robots_txt_name_the_site_s_own_address(db, client, settings):
    settings.SITE_URL = "https://careers.example.org"
    assert "Sitemap: https://careers.example.org/sitemap.xml" in client.get("/robots.txt").text
    assert "<loc>https://careers.example.org/</loc>" in client.get("/sitemap-pages.xml").text
    assert "(https://careers.example.org/roles/)" in client.get("/llms.txt").text


def test_a_site_with_samples_names_no_sitemap(db, client):
    make_listing(source=make_source(kind="samples"))
    assert "Sitemap:" not in client.get("/robots.txt").text


def test_llms_txt_leads_to_pages_that_answer(site, client):
    text = client.get("/llms.txt").text
    assert text.startswith("# Rolewise\n\n> ")
    links = [
        line.partition("](")[2].partition(")")[0] for line in text.splitlines() if "](" in line
    ]
    assert len(links) == 12
    for link in links:
        assert client.get(link.removeprefix(ROOT)).status_code == 200, link


def test_one_page_of_each_kind_is_the_first_that_the_site_has():
    assert sitemaps.one_of_each_kind() == ["/jobs/", "/"], "nothing else is there"
    fill_the_site()
    assert sitemaps.one_of_each_kind() == [
        *("/jobs/", "/", "/roles/analyst/", "/compare/analyst-vs-builder/", "/skills/sql/"),
        *("/salaries/analyst/", "/jobs/?role=analyst", "/employers/acme-sohne/"),
    ]
