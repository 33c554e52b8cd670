"""What has closed is gone everywhere within a minute, and its own page says so."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.importing.pipeline import pull
from jobs.models import Listing
from jobs.publishing.feeds import FORMS
from portal import page_cache
from portal.sitemaps import KINDS
from tests.factories import (
    TERMS,
    make_employer,
    make_evidence,
    make_listing,
    make_role,
    make_skill,
    make_source,
    moment,
)
from tests.jobs.board.boards import PAY, board, job
from tests.kept_pages import PAGES, after, fill_the_site

DAY = timedelta(days=1)
OTHERS = 25
EARLIER = moment("2026-10-01")
# Beside the pages that every site has.
OF_THE_LISTINGS = [
    "/employers/tinderbrook-outdoors/",
    "/jobs/?role=tinder-analyst",
    "/search/?q=tinder",
    *(f"/jobs/feed.{form}" for form in FORMS),
    *(f"/sitemap-{kind}.xml" for kind in KINDS),
]


@pytest.fixture
def analyst(transactional_db, monkeypatch):
    """A site whose clock stands, with a role for which many listings are open."""
    after(monkeypatch, seconds=0)
    fill_the_site()
    page_cache.PAGES.forget()
    analyst = make_role("Tinder Analyst")
    for number in range(OTHERS):
        fields = {"role": analyst, "body_text": "We ask for SQL.", "posted_at": EARLIER}
        make_listing(f"Other {number}", **fields)
    make_evidence(analyst, listings=OTHERS + 4, skills={make_skill("Tinder"): OTHERS})
    return analyst


@pytest.fixture
def source():
    employer = make_employer("Tinderbrook Outdoors", slug="tinderbrook-outdoors")
    return make_source("Tinderbrook", employer=employer, may_republish=True, **TERMS)


def surfaces(client, addresses):
    """{address: what it says} of all of them."""
    return {address: client.get(address).content for address in addresses}


def test_a_listing_that_closes_in_any_way_is_gone_everywhere_within_a_minute(
    analyst, source, monkeypatch
):
    now = timezone.now()
    make_listing("Stays open", employer=source.employer, posted_at=EARLIER)
    paid = {"pay_input_ranges": [PAY]}
    jobs = [job(number, f"Tinder Analyst {number}", **paid) for number in range(1, 5)]
    pull(source, board(*jobs))
    by_number = {each.external_id: each for each in Listing.objects.filter(source=source)}
    # The third is missing from two pulls.
    unseen, ended, taken_down = (by_number[number] for number in "124")
    elsewhere = make_source("Elsewhere", may_republish=True, **TERMS)
    soon = now + timedelta(seconds=1)
    Listing.objects.filter(pk=unseen.pk).update(source=elsewhere, confirmed_at=soon - 14 * DAY)
    Listing.objects.filter(pk=ended.pk).update(closes_at=soon)
    closing = {each.get_absolute_url() for each in by_number.values()}

    visitor = Client()
    other = Listing.objects.filter(title="Other 0").get().get_absolute_url()
    addresses = [*PAGES, *OF_THE_LISTINGS, analyst.get_absolute_url(), other]
    before = surfaces(visitor, addresses)
    for address in closing:
        assert sum(address.encode() in text for text in before.values()) >= 3, address
        assert "JobPosting" in visitor.get(address).text
        assert visitor.get(f"{address}share.png").status_code == 200

    after(monkeypatch, seconds=1)
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("ann"))
    action = {"action": "close", "_selected_action": [taken_down.pk]}
    editor.post(reverse("admin:jobs_listing_changelist"), action)
    for _ in range(2):
        pull(source, board(*jobs[1:2], *jobs[3:4]))
    after(monkeypatch, seconds=60)

    found = surfaces(visitor, addresses)
    for address in closing:
        assert [where for where, text in found.items() if address.encode() in text] == []
        page = visitor.get(address)
        assert page.status_code == 200
        assert "This job is closed" in page.text
        assert "Similar jobs that are open" in page.text
        assert '<meta name="robots" content="noindex">' in page.text
        assert "JobPosting" not in page.text
        assert "https://example.com/jobs/" not in page.text, "a link to apply"
        assert visitor.get(f"{address}share.png").status_code == 404

    # Nothing counts them either: the site is as if they had never been.
    Listing.objects.filter(pk__in=[each.pk for each in by_number.values()]).delete()
    never = surfaces(visitor, addresses)
    assert [address for address in addresses if found[address] != never[address]] == []


@pytest.mark.parametrize(("days", "status"), [(0, 200), (29, 200), (30, 410), (400, 410)])
def test_a_closed_page_stays_for_thirty_days_and_is_gone_then(get, db, days, status):
    role = make_role("Analyst")
    make_listing("Still open", role=role)
    text = "<p>We count ships.</p>"
    closed_at = timezone.now() - days * DAY
    listing = make_listing("Closed", role=role, closed_at=closed_at, body_html=text)
    page = get(listing.get_absolute_url(), status=status).text
    assert "This job is closed" in page
    assert "Still open" in page
    assert (text in page) == (status == 200)


def test_the_page_of_a_listing_goes_while_it_is_kept(transactional_db, monkeypatch):
    after(monkeypatch, seconds=0)
    listing = make_listing(closed_at=timezone.now() - 30 * DAY + timedelta(minutes=1))
    visitor = Client()
    assert visitor.get(listing.get_absolute_url()).status_code == 200
    after(monkeypatch, seconds=60)
    assert visitor.get(listing.get_absolute_url()).status_code == 410
