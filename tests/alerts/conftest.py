"""What tests of alerts share: one that is on, and the mails that went out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts import sending
from alerts.finding import newest_listing
from alerts.models import Alert
from tests.factories import make_listing

ADDRESS = "ann@example.org"
LONG_AGO = timedelta(days=2)


@pytest.fixture
def make_alert(db):
    """Makes an alert that is on and due, whose owner knows all listings that are there."""

    def make(search="", address=ADDRESS, rhythm="daily", **fields):
        now = timezone.now()
        defaults = {
            "confirmed_at": now - LONG_AGO,
            "due_at": now - timedelta(minutes=1),
            "seen": newest_listing(),
        }
        return Alert.objects.create(
            address=address, search=search, rhythm=rhythm, **defaults | fields
        )

    return make


@pytest.fixture
def make_new(db):
    """Makes a listing that came in some hours ago."""

    def make(title="Data Analyst", **fields):
        first_seen_at = timezone.now() - timedelta(hours=3)
        return make_listing(title, first_seen_at=first_seen_at, **fields)

    return make


@pytest.fixture
def send(mailoutbox):
    """Sends what is due; returns the round and the mails of it."""

    def send():
        before = len(mailoutbox)
        done = sending.send_due()
        return done, mailoutbox[before:]

    return send


@pytest.fixture
def next_day(db):
    """Makes every alert due again."""

    def turn():
        Alert.objects.confirmed().update(due_at=timezone.now() - timedelta(minutes=1))

    return turn
