"""How pay is spread among the jobs of a search, beside its results."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.utils.html import strip_tags

from jobs.board.pay_spread import pay_spread
from jobs.board.query import BoardQuery
from jobs.engine.directory import Rate
from tests.factories import make_listing

RATES = {code: Rate(Decimal(usd), date(2026, 1, 1)) for code, usd in (("USD", 1), ("EUR", "1.25"))}
# One of each ten thousand from 40,000 to 90,000, and five of 60,000 more.
AMOUNTS = np.array([*range(40_000, 100_000, 10_000), *[60_000] * 5], np.int32)


def spread_of(amounts=AMOUNTS, least=None, **asked):
    query = BoardQuery({name: (value,) for name, value in asked.items()})
    return pay_spread(amounts, least, query, RATES)


def told(spread):
    return [(bar.words, bar.count, bar.inside) for bar in spread.bars]


def test_bars_are_round_and_the_outermost_hold_what_is_beyond():
    spread = spread_of(np.array([*AMOUNTS, *AMOUNTS, 1, 5_000_000]))
    assert told(spread) == [
        ("under 45K", 3, 3),
        ("45K to 50K", 0, 0),
        ("50K to 55K", 2, 2),
        ("55K to 60K", 0, 0),
        ("60K to 65K", 12, 12),
        ("65K to 70K", 0, 0),
        ("70K to 75K", 2, 2),
        ("75K to 80K", 0, 0),
        ("80K to 85K", 2, 2),
        ("85K or more", 3, 3),
    ]
    assert (spread.count, spread.low, spread.high, spread.unit) == (24, "40K", "90K", "USD a year")


def test_what_reaches_the_amount_asked_for_is_inside_also_within_a_bar():
    spread = spread_of(least=60_001, pay="60001", reach="starts")
    assert spread.inside == 3
    assert [inside for _, _, inside in told(spread)] == [0, 0, 0, 0, 0, 0, 1, 0, 1, 1]
    assert spread.asked == "starts at USD 60K"


def test_bars_are_in_the_currency_and_the_period_that_are_asked_for():
    spread = spread_of(least=75_000, pay="5000", currency="EUR", per="month", reach="starts")
    # 1.25 x 12 x 2,600 = 39,000 and 1.25 x 12 x 6,000 = 90,000
    assert (spread.low, spread.high, spread.unit) == ("2.5K", "6K", "EUR a month")
    assert sum(bar.count for bar in spread.bars) == 11
    assert told(spread)[3] == ("4K to 4.5K", 6, 0)  # 60,000 are exactly 4,000
    assert spread.inside == 2


def test_heights_and_places_are_parts_of_the_plot():
    bars = spread_of(least=60_001, pay="60001").bars
    assert [(bar.x, bar.width) for bar in bars[:2]] == [(0, 10), (10, 10)]
    heights = [(bar.height, bar.height_inside) for bar in bars[4:7]]
    assert heights == [(100, 0), (0, 0), (16.7, 16.7)]


@pytest.mark.parametrize("amounts", [AMOUNTS[:9], np.array([50_000] * 10)])
def test_there_is_no_plot_of_fewer_than_ten_or_of_one_amount(amounts):
    assert spread_of(amounts) is None


def test_without_a_rate_there_is_none():
    assert spread_of(currency="SEK", pay="1") is None


@pytest.mark.django_db
def test_the_board_tells_the_spread_in_numbers_and_not_of_fewer_than_ten(client):
    for amount in range(50, 140, 10):
        make_listing(pay_usd_min=amount * 1000, pay_usd_max=300_000)
    assert "Where pay starts" not in client.get("/jobs/").text
    make_listing(pay_usd_min=50_000, pay_usd_max=60_000)
    make_listing()
    page = client.get("/jobs/?pay=100000&reach=starts").text
    assert "Where pay starts" in page
    assert "4 of 10 jobs: pay starts at USD 100K or more." in strip_tags(page)
    assert '<th scope="row">100K to 110K</th><td>1</td><td>1</td>' in page
    page = client.get("/jobs/?pay=400000&reach=reaches").text
    assert "0 of 10 jobs: pay reaches USD 400K or more." in strip_tags(page)
