"""How values of a listing are printed."""

from datetime import datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from jobs.words import age

NOON = datetime.fromisoformat("2026-11-26T12:00:00+00:00")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (59, "8 weeks ago"),
        (60, "2 months ago"),
    ],
)
@pytest.mark.parametrize("now", ["00:00:00", "12:00:00", "23:59:59"])
def test_an_age_is_told_in_one_unit_and_is_the_same_all_day(monkeypatch, days, words, now):
    day = NOON.date()
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(f"{day}T{now}+00:00"))
    assert age(NOON - timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-26T23:59:59+00:00", "today"),
        ("2026-11-27T00:00:00+00:00", "yesterday"),
        ("2026-11-28T00:00:00+00:00", "2 days ago"),
    ],
)
def test_an_age_turns_with_the_day_however_late_it_began(monkeypatch, now, words):
    posted = datetime.fromisoformat("2026-11-26T23:59:58+00:00")
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(now))
    assert age(posted) == words


def test_the_day_is_that_of_the_site(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=3, minutes=30))
    assert age(NOON) == "today"
    # There it is half past midnight.
    with override_settings(TIME_ZONE="Asia/Tokyo"):
        assert age(NOON) == "yesterday"
