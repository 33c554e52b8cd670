"""Every form of a date, or a sentence; never today, and never a guessed month."""

from datetime import UTC, datetime

import pytest

from jobs.importing.reading.dates import has_day_first, read_date
from jobs.importing.records import Unreadable

SECOND_OF_MARCH = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "stated",
    [
        "2026-03-02", "20260302", "2026/03/02", "02.03.2026", "2.3.26", "2 Mar 2026", "2-Mar-2026",
        "Mar 2, 2026", "March 2nd, 2026", "Monday, March 2, 2026", "2. März 2026", "2 mars 2026",
        "2 de marzo de 2026", "1772409600", "1772409600000", "1772409600.0", "2026-03-02T00:00:00Z",
        "2026-03-02 00:00:00 UTC", "Mon, 02 Mar 2026 00:00:00 GMT", "02.03.2026 00:00",
    ],
)  # fmt: skip
def test_every_form_of_a_date_is_read(stated):
    assert read_date(stated)[0] == SECOND_OF_MARCH


@pytest.mark.parametrize(
    "stated",
    [
        "soon", "today", "yesterday", "3 days ago", "2026", "Mar 2026", "31.02.2026", "2026-02-30",
        "3/2/26", "46083", "13/13/2026", "0001-01-01", "9999-12-31", "1e999", "Marketing 2, 2026",
        "2026-03-02T25:00:00Z", "Jui 2, 2026", "99999999999999999999",
    ],
)  # fmt: skip
def test_what_is_no_date_is_said(stated):
    with pytest.raises(Unreadable, match="is no date"):
        read_date(stated)


@pytest.mark.parametrize(
    ("others", "month"),
    [(["28/2/2026"], 2), (["2/28/2026"], 3), (["13-1-2026"], 2), (["1/13/2026 14:30"], 3)],
)
def test_other_dates_show_whether_the_day_stands_first(others, month):
    found = read_date("3/2/2026", day_first=has_day_first(others))[0]
    assert found.month == month


@pytest.mark.parametrize("others", [[], ["3/3/2026"], ["4/5/2026"], ["28/2/2026", "2/28/2026"]])
def test_where_nothing_shows_it_the_date_is_not_read(others):
    with pytest.raises(Unreadable, match="in two ways"):
        read_date("3/2/2026", day_first=has_day_first(others))
    assert read_date("2/2/2026", day_first=has_day_first(others))[0].month == 2
    assert read_date("28/2/2026", day_first=has_day_first(others))[0].day == 28
