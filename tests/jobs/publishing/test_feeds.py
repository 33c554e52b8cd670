"""Feeds of searches: sound by the rules of their forms, true, and quiet while nothing changes."""

import csv
import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from io import StringIO
from uuid import UUID

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from jobs.models import Listing
from jobs.publishing.feeds import FORMS
from tests import snapshots
from tests.factories import (
    TERMS,
    make_employer,
    make_listing,
    make_role,
    make_skill,
    make_source,
    moment,
)

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = [
    "<script>alert(1)</script> & Söhne",
    "]]> <b>bold</b> &amp; &nbsp;",
    "Bell \x07 escape \x1b[31m null-like \x85 end \uffff",
    "\u202eright to left\u202c 🚀 データサイエンティスト",
    '=HYPERLINK("https://evil.example")',
    "  many\n\tlines\r\n ",
]
SEARCHES = [
    "",
    "page=2",
    "page=10",
    "page=99",
    "role=data-analyst",
    "role=unknown",
    "role=data-analyst&role=nobody",
    "role=nobody",
    "skill=sql",
    "skill=sql&skill=go",
    "skill=sql&skill=nothing",
    "employer=hostile",
    "q=bell&employer=hostile",
    "not_employer=hostile",
    "not_employer=nobody",
    "country=DE",
    "country=XX",
    "city=Berlin,DE",
    "city=M%C3%BCnchen,DE",
    "city=nowhere",
    "home=DE",
    "workplace=remote",
    "workplace=moon",
    "level=senior&workplace=remote&workplace=hybrid",
    "level=senior",
    "level=unknown",
    "type=full_time",
    "pay=100000",
    "pay=a+lot",
    "pay=100000&pay_unknown=show",
    "pay_unknown=hide",
    "pay_unknown=maybe",
    "paid_in=USD-year",
    "posted=1",
    "posted=30",
    "posted=2",
    "language=en",
    "source=handmade",
    "source=ashby",
    "text=unknown",
    "need=cloud",
    "q=analyst",
    "q=%22bell+escape%22",
    "q=-nothing",
    "q=%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E",
    "q=%00%01",
    "q=" + "x" * 300,
    "q=nothing+fits+this",
    "utm_source=elsewhere",
    "role=%F0%9F%9A%80",
]
# As the address that a feed gives for its own has them: known parameters, within limits.
SAID_AS = {"utm_source=elsewhere": "", "q=%00%01": "q=++", "q=" + "x" * 300: "q=" + "x" * 200}

# Beside those of an engine that is made for each request, as inside a transaction.
MOST_QUERIES = 40


def fill_the_board():
    """Makes 1,000 open listings, hostile ones among them."""
    analyst, sql = make_role("Data Analyst"), make_skill("SQL")
    make_skill("Go")
    hostile, plain = make_employer("Hostile", slug="hostile"), make_employer("Plain & Co")
    now = timezone.now()
    Listing.objects.bulk_create(
        Listing(
            title=HOSTILE[number] if number < len(HOSTILE) else f"Job {number}",
            employer=hostile if number < len(HOSTILE) else plain,
            role=analyst if number % 40 == 0 else None,
            level="senior" if number % 50 == 0 else None,
            workplace="remote" if number % 60 == 0 else None,
            body_text=f"Line {number}\n\nSay \x0c“hello” & <goodbye>. " * 20,
            posted_at=now - timedelta(hours=number),
            updated_at=now,
            closes_at=now + timedelta(days=30),
        )
        for number in range(1_000)
    )
    sql.listings.set(Listing.objects.filter(role=analyst))
    for listing in Listing.objects.filter(workplace="remote"):
        listing.places.create(city="Berlin", country="DE")


@pytest.fixture(scope="module")
def board_rows(rows_made_by):
    return rows_made_by(fill_the_board)


@pytest.fixture
def full_board(transactional_db, board_rows):
    snapshots.insert(board_rows)


@pytest.fixture
def follow(client):
    """Fetches a JSON Feed."""
    return lambda search="", **kwargs: client.get(f"/jobs/feed.json?{search}", **kwargs).json()


def rows_of(response):
    """The rows of a CSV file, by their column."""
    return [*csv.DictReader(StringIO(response.content.decode("utf-8-sig")))]


# --- the rules of each form ----------------------------------------------------------------------


def assert_is_atom(body, search):
    """RFC 4287, sections 4.1 and 4.2."""
    feed = etree.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    self_link = feed.xpath("a:link[@rel='self']/@href", namespaces={"a": ATOM[1:-1]})
    assert self_link == [f"http://testserver/jobs/feed.atom{search and '?'}{search}"]
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    # What validators ask beyond the RFC.
    assert len({entry.findtext(f"{ATOM}updated") for entry in entries}) == len(entries)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        UUID(element.findtext(f"{ATOM}id").removeprefix("urn:uuid:"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    for entry in entries:
        (page,) = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert page.get("href").startswith("http://testserver/jobs/")
        texts = entry.findall(f"{ATOM}summary") + entry.findall(f"{ATOM}content")
        assert [text.get("type") for text in texts] == ["html"]
        published = datetime.fromisoformat(entry.findtext(f"{ATOM}published"))
        assert published <= datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    return ids


def assert_is_rss(body, search):
    """RSS 2.0, with the advice of the RSS Advisory Board to name its own address."""
    rss = etree.fromstring(body)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    for name in ("title", "link", "description", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")).tzinfo
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver/jobs/feed.rss{search and '?'}{search}"
    items = channel.findall("item")
    for item in items:
        for name in ("title", "link", "description", "guid", "pubDate"):
            assert len(item.findall(name)) == 1, name
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
    return [item.findtext("guid") for item in items]


def assert_is_json_feed(body, search):
    """JSON Feed 1.1."""
    feed = json.loads(body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://testserver/jobs/feed.json{search and '?'}{search}"
    assert feed["title"]
    assert feed["home_page_url"].startswith("http://testserver/jobs/")
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert item["url"].startswith("http://testserver/jobs/")
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo
        assert all(isinstance(tag, str) for tag in item["tags"])
        assert all(author["name"] for author in item["authors"])
    return [item["id"] for item in feed["items"]]


RULES = {"atom": assert_is_atom, "rss": assert_is_rss, "json": assert_is_json_feed}


@pytest.mark.parametrize("form", RULES)
def test_feeds_of_fifty_searches_are_sound(full_board, client, form):
    assert len(set(SEARCHES)) == 50
    for search in SEARCHES:
        response = client.get(f"/jobs/feed.{form}?{search}")
        assert response.headers["Content-Type"] == f"{FORMS[form].mime_type}; charset=utf-8"
        ids = RULES[form](response.content, SAID_AS.get(search, search))
        if form != "json":
            read = feedparser.parse(response.content)
            assert not read.bozo, (search, read.get("bozo_exception"))
            assert [entry.id for entry in read.entries] == ids, search


def test_hostile_titles_are_text_in_every_form(full_board, client, follow):
    titles = [item["title"] for item in follow("employer=hostile")["items"]]
    assert titles[::-1] == [
        "<script>alert(1)</script> & Söhne at Hostile",
        "]]> <b>bold</b> &amp; &nbsp; at Hostile",
        "Bell escape [31m null-like end at Hostile",
        "\u202eright to left\u202c 🚀 データサイエンティスト at Hostile",
        '=HYPERLINK("https://evil.example") at Hostile',
        "many lines at Hostile",
    ]
    atom = etree.fromstring(client.get("/jobs/feed.atom?employer=hostile").content)
    assert [title.text for title in atom.iterfind(f"{ATOM}entry/{ATOM}title")] == titles
    rss = etree.fromstring(client.get("/jobs/feed.rss?employer=hostile").content)
    assert [title.text for title in rss.iterfind("channel/item/title")] == titles


def test_a_table_has_every_job_and_no_formula(full_board, client):
    rows = rows_of(client.get("/jobs/feed.csv"))
    assert len(rows) == 1_000
    assert rows[-5]["title"] == '\'=HYPERLINK("https://evil.example")'
    assert rows[0]["title"] == "Job 999"
    assert len({row["id"] for row in rows}) == 1_000


def test_a_long_table_says_where_there_is_more(full_board, client, monkeypatch):
    monkeypatch.setitem(FORMS, "csv", FORMS["csv"]._replace(size=400))
    first, *_ = client.get("/jobs/feed.csv").content.decode("utf-8-sig").splitlines()
    assert first == '"# 1,000 jobs fit; more are at http://testserver/jobs/feed.csv?page=2"'
    last = client.get("/jobs/feed.csv?page=3")
    assert len(rows_of(last)) == 200


def test_the_pages_of_a_long_feed_hold_each_job_once(full_board, client):
    searches = ["", *(f"page={page}" for page in range(2, 11))]
    bodies = [client.get(f"/jobs/feed.json?{each}").content for each in searches]
    ids = [assert_is_json_feed(*each) for each in zip(bodies, searches, strict=True)]
    assert len({each for of_page in ids for each in of_page}) == 1_000
    assert [len(of_page) for of_page in ids] == [100] * 10


def test_the_pages_of_a_long_feed_lead_to_each_other(full_board, client, follow):
    root = "http://testserver/jobs/feed.atom?source=handmade"
    feed = feedparser.parse(client.get("/jobs/feed.atom?source=handmade&page=2").content).feed
    links = {link["rel"]: link["href"] for link in feed.links if link["rel"] != "alternate"}
    assert links == {
        "self": f"{root}&page=2",
        "first": root,
        "previous": root,
        "next": f"{root}&page=3",
        "last": f"{root}&page=10",
    }
    assert follow()["next_url"] == "http://testserver/jobs/feed.json?page=2"
    assert "next_url" not in follow("page=10")
    assert "next_url" not in follow("employer=hostile")


# --- what a feed tells ---------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_an_entry_says_what_the_page_says(follow):
    make_listing(
        "Data Analyst",
        employer=make_employer("Acme"),
        places=[("Berlin", "", "DE")],
        skills=[make_skill("SQL")],
        role=make_role("Analyst"),
        pay_min=50_000,
        pay_currency="EUR",
        pay_period="year",
        posted_at=moment("2026-11-03"),
        closes_at=moment("2099-12-01"),
        body_text="We count ships.",
        pk=7,
    )
    (item,) = follow()["items"]
    assert item["title"] == "Data Analyst at Acme"
    assert item["url"] == "http://testserver/jobs/7-data-analyst/"
    assert item["tags"] == ["Analyst", "SQL"]
    assert item["authors"] == [{"name": "Acme"}]
    assert item["date_published"] == "2026-11-03T00:00:00+00:00"
    text = " ".join(re.sub("<.*?>", " ", item["content_html"]).split())
    assert text == (
        "Berlin, Germany from EUR 50K. Posted 3 November 2026, closes 1 December 2099. "
        "Asks for: SQL. We count ships."
    )


def test_a_feed_is_called_as_the_board_is(follow):
    make_role("Analyst")
    feed = follow("role=analyst&level=senior")
    assert feed["title"] == "Senior-level Analyst jobs · Rolewise"
    assert feed["home_page_url"] == "http://testserver/jobs/?role=analyst&level=senior"


def test_an_entry_keeps_its_id_whatever_happens(client, follow, settings):
    source = make_source()
    listing = make_listing("Analyst", source=source)
    (id_,) = (item["id"] for item in follow()["items"])
    assert id_ == rows_of(client.get("/jobs/feed.csv"))[0]["id"]
    feed_id = feedparser.parse(client.get("/jobs/feed.atom").content).feed.id
    settings.SITE_URL = "https://moved.example"
    Listing.objects.filter(pk=listing.pk).update(title="Other", updated_at=timezone.now())
    source.name = "Renamed"
    source.save()
    (item,) = follow()["items"]
    assert (item["id"], item["title"][:5]) == (id_, "Other")
    assert item["url"].startswith("https://moved.example/jobs/")
    assert feedparser.parse(client.get("/jobs/feed.atom").content).feed.id == feed_id


def test_an_entry_is_updated_when_the_advert_changes_and_not_when_it_is_seen(follow):
    listing = make_listing("Analyst", source=make_source(), updated_at=moment("2026-11-01"))
    Listing.objects.update(posted_at=moment("2026-10-01"))
    Listing.objects.update(confirmed_at=timezone.now())
    dates = [follow()["items"][0]["date_modified"]]
    Listing.objects.filter(pk=listing.pk).update(updated_at=moment("2026-11-20"))
    dates.append(follow()["items"][0]["date_modified"])
    assert dates == ["2026-11-01T00:00:00+00:00", "2026-11-20T00:00:00+00:00"]


def test_a_closed_job_is_in_no_feed(client, follow):
    make_listing("Closed", closed_at=timezone.now())
    make_listing("Ended", closes_at=timezone.now() - timedelta(minutes=2))
    assert follow()["items"] == []
    assert rows_of(client.get("/jobs/feed.csv")) == []


def test_nobody_s_text_is_given_whole_without_leave(client):
    text = "word " * 100 + "the end"
    make_listing("Analyst", source=make_source(), body_text=text, body_html=f"<p>{text}</p>")
    for form in FORMS:
        body = client.get(f"/jobs/feed.{form}").text
        assert "the end" not in body
        quoted = re.search(r"(word )+(word)?…", body)[0]
        assert 250 < len(quoted) <= 300


def test_with_leave_a_feed_has_the_whole_advert_and_names_whose_it_is(client):
    text = "word " * 100 + "the end"
    source = make_source(may_republish=True, **TERMS)
    make_listing(source=source, body_text=text, body_html=f"<p>{text}</p>")
    make_listing(body_text=text, body_html=f"<p>{text}</p>")
    for form in ("atom", "rss", "json"):
        body = unescape(client.get(f"/jobs/feed.{form}").text)
        assert body.count("the end") == 2
        assert "Feeds & Co" in unescape(body)
    atom = etree.fromstring(client.get("/jobs/feed.atom").content)
    assert len(atom.findall(f"{ATOM}entry/{ATOM}content")) == 2
    rows = rows_of(client.get("/jobs/feed.csv"))
    assert [row["source"] for row in rows] == ["", "Feeds & Co"]
    assert rows[1]["source_link"] == "https://feeds.example/"


# --- what an address cannot mean -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "problem"),
    [
        ("role=nobody", "role: “nobody” is not one of the choices. So nothing fits."),
        ("skill=sql&skill=no", "skill: “no” is not one of the choices. So nothing fits."),
        ("not_employer=no", "not_employer: “no” is not one of the choices. So nothing fits."),
        ("pay=lots", "pay: Enter a whole number. So nothing fits."),
        ("posted=2", "posted: “2” is not one of the choices. So nothing fits."),
        ("q=%01", "So nothing fits."),
        ("rol=nobody", "“rol” is not a filter here, so it was left out. Did you mean “role”?"),
    ],
)
def test_a_wrong_value_matches_nothing_and_is_said(client, follow, search, problem):
    make_listing("Analyst", skills=[make_skill("SQL")])
    feed = follow(search)
    assert feed["items"] == []
    assert problem in feed["description"]
    atom = feedparser.parse(client.get(f"/jobs/feed.atom?{search}").content)
    assert problem in atom.feed.subtitle
    rss = feedparser.parse(client.get(f"/jobs/feed.rss?{search}").content)
    assert problem in rss.feed.subtitle
    table = client.get(f"/jobs/feed.csv?{search}").content.decode("utf-8-sig").splitlines()
    assert all(line.strip('"').startswith("# ") for line in table[:-1])
    assert table[-1].startswith("id,title,")


def test_beside_a_wrong_value_others_of_which_any_will_do_still_count(follow):
    make_listing("Fits", role=make_role("Analyst"))
    make_listing("Other")
    feed = follow("role=analyst&role=nobody")
    assert [item["title"][:4] for item in feed["items"]] == ["Fits"]
    assert feed["description"].endswith("role: “nobody” is not one of the choices.")


def test_there_are_four_forms(get):
    get("/jobs/feed.xml", status=404)


# --- polling -------------------------------------------------------------------------------------


def test_a_feed_is_sent_again_only_when_it_changed(transactional_db, client, monkeypatch):
    # An hour later is the same day: on another one feeds are made again, as ages are.
    noon = timezone.localtime().replace(hour=12)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    make_listing("Analyst")
    for form in FORMS:
        first = client.get(f"/jobs/feed.{form}")
        asked = {"If-None-Match": first.headers["ETag"]}
        assert client.get(f"/jobs/feed.{form}", headers=asked).status_code == 304
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get(f"/jobs/feed.{form}", headers=since).status_code == 304
    later = noon + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    Listing.objects.update(confirmed_at=later)
    # It was not made again.
    assert client.get("/jobs/feed.csv").headers["Last-Modified"] == first.headers["Last-Modified"]
    assert client.get(f"/jobs/feed.{form}", headers=asked).status_code == 304
    make_listing("Another")
    assert client.get(f"/jobs/feed.{form}", headers=asked | since).status_code == 200
    assert client.get(f"/jobs/feed.{form}", headers=since).status_code == 200


def test_a_feed_takes_few_queries(client, count_queries):
    for number in range(3):
        make_listing(
            f"Analyst {number}", places=[("Berlin", "", "DE")], skills=[make_skill(f"S{number}")]
        )
    for form in FORMS:
        assert count_queries(lambda form=form: client.get(f"/jobs/feed.{form}")) <= MOST_QUERIES


# --- found from the page -------------------------------------------------------------------------


def test_the_board_leads_to_the_feeds_of_its_search(get):
    make_role("Analyst")
    page = get("/jobs/?level=senior&role=analyst&sort=pay&page=2").text
    for form, kind in FORMS.items():
        address = f"/jobs/feed.{form}?role=analyst&amp;level=senior"
        assert f'type="{kind.mime_type}"' in page
        assert page.count(f'href="{address}"') == 2
    assert "Follow this search:" in page
    assert "Follow this search:" not in get("/jobs/?role=nobody").text
    assert "feed.atom" not in get("/jobs/?role=nobody").text
