"""A feed reader's day: it asks each hour, and hears of each new job once."""

from datetime import timedelta
from itertools import count

import feedparser
import pytest
from django.utils import timezone

from jobs.models import Listing
from tests.factories import make_listing, make_role, make_source

FEEDS = {
    "/jobs/feed.atom": {},
    "/jobs/feed.rss?role=analyst": {"role__slug": "analyst"},
    "/jobs/feed.atom?level=senior&role=analyst": {"role__slug": "analyst", "level": "senior"},
    "/jobs/feed.rss?level=senior&level=mid": {"level__in": ["senior", "mid"]},
}


class Reader:
    """An old reader: it asks whether anything is new, and knows entries by their ids."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.seen, self.told, self.asked = set(), [], {}

    def poll(self):
        response = self.client.get(self.address, headers=self.asked)
        if response.status_code == 304:
            return
        self.asked = {
            "If-None-Match": response.headers["ETag"],
            "If-Modified-Since": response.headers["Last-Modified"],
        }
        for entry in feedparser.parse(response.content).entries:
            if entry.id not in self.seen:
                self.seen.add(entry.id)
                self.told.append(entry.title)


@pytest.fixture
def clock(monkeypatch):
    """Passes hours."""
    start = timezone.now()
    hours = count(1)

    def next_hour():
        now = start + timedelta(hours=next(hours))
        monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    return next_hour


def test_each_new_job_is_told_once_while_jobs_change_close_and_come_back(
    transactional_db, client, clock
):
    analyst, source = make_role("Analyst"), make_source()
    readers = {address: Reader(client, address) for address in FEEDS}
    were_there = {address: set() for address in FEEDS}
    for hour in range(24):
        now = clock()
        Listing.objects.update(confirmed_at=now)
        make_listing(
            f"Job {hour}",
            source=source,
            role=analyst if hour % 2 else None,
            level=("senior", "mid", None)[hour % 3],
            posted_at=now - timedelta(days=hour),
            confirmed_at=now,
        )
        if hour % 4 == 3:
            listings = Listing.objects.order_by("pk")
            listings.filter(pk=listings[hour // 2].pk).update(body_text="Other.", updated_at=now)
            listings.filter(closed_at__isnull=False).update(closed_at=None)
            listings.filter(pk=listings[hour - 2].pk).update(closed_at=now)
        for address, fields in FEEDS.items():
            open_now = Listing.objects.open().filter(**fields)
            were_there[address] |= {f"{each.title} at {each.employer}" for each in open_now}
            readers[address].poll()
    for address, reader in readers.items():
        assert len(reader.told) == len(set(reader.told)), address
        assert set(reader.told) == were_there[address], address
    assert len(were_there["/jobs/feed.atom"]) == 24
