"""How values of a listing are printed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.words import age


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (59, "8 weeks ago"),
        (60, "2 months ago"),
    ],
)
def test_an_age_is_told_in_one_unit(days, words):
    assert age(timezone.now() - timedelta(days=days, minutes=1)) == words
