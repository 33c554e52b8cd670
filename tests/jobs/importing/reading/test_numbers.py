"""Amounts in either writing, by what the others of their column show."""

from decimal import Decimal

import pytest

from jobs.importing.reading.numbers import decimal_mark, read_number
from jobs.importing.records import Unreadable


@pytest.mark.parametrize(
    "stated",
    ["60000", "60.000", "60,000", "60 000", "60'000", "60k", "€60k", "60 000 €", "60.000,00", "6e4",
     "60,000.00", "60000.0", "60000,00", "USD 60,000"],
)  # fmt: skip
def test_sixty_thousand_in_every_writing(stated):
    assert read_number(stated) == 60_000


@pytest.mark.parametrize(
    ("column", "stated", "amount"),
    [
        (["13.75", "14.50"], "12.500", "12.5"),
        (["5500,00"], "60.000", "60000"),
        (["5500,00"], "12,500", "12.5"),
        (["1.234.567"], "12.500", "12500"),
        (["13.75", "13,75"], "12.500", "12500"),
    ],
)
def test_a_column_shows_which_mark_parts_decimals(column, stated, amount):
    assert read_number(stated, decimal_mark(column)) == Decimal(amount)


@pytest.mark.parametrize("stated", ["competitive", "-5", "1.2.3", "90000 - 100000", "1e999999"])
def test_what_is_no_amount_is_said(stated):
    with pytest.raises(Unreadable, match="is no amount"):
        read_number(stated)
