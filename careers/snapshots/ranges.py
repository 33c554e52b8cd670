"""Pay ranges: the table of aijobs.net, in which an advert is two rows, the higher end first.

It is no survey of people: figures are of the middles of ranges that adverts state.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from typing import NamedTuple

from .aggregates import (
    BAD_PAY,
    NO_ROLE,
    NO_TITLE,
    Aggregates,
    Group,
    RoleOf,
    amount_of,
    has_title,
    no_amounts,
    pay_cells,
)
from .codes import COUNTRIES, CURRENCIES
from .tables import Column

LICENCE = "CC0-1.0"
COLUMNS = tuple(
    map(
        Column,
        (
            *("job_title", "work_year", "experience_level", "employment_type", "company_location"),
            *("salary_currency", "employee_residence", "remote_ratio", "company_size"),
            *("salary", "salary_in_usd"),
        ),
    )
)
LEVELS = {"EN": "entry", "MI": "mid", "SE": "senior", "EX": "executive"}
FULL_TIME = "FT"
# Of level, country and year: none, each alone, each two but level and year, and all three.
SPLITS = [
    split
    for split in chain.from_iterable(
        combinations(("level", "country", "year"), size) for size in range(4)
    )
    if split != ("level", "year")
]
# No yearly pay of full-time work is outside of these, in USD.
PLAUSIBLE_USD = (1_000, 10_000_000)
LARGEST_AMOUNT = 1e11

SECOND_ROW = "lower end of a range, counted with its higher end"
NOT_FULL_TIME = "not full time"
UNKNOWN_LEVEL = "unknown level"
UNKNOWN_COUNTRY = "unknown country"
UNKNOWN_CURRENCY = "unknown currency"
BAD_YEAR = "year is no plausible year"


class Row(NamedTuple):
    """A row of the table: what it says but for pay, its pay, and why it cannot count, or ""."""

    said: tuple[str, ...]
    salary: float
    problem: str


def count(rows: Iterable[tuple[str, ...]], role_of: RoleOf) -> Aggregates:
    """Counts the rows of COLUMNS; `role_of` returns the slug of the role that a title names."""
    counted = Aggregates()
    amounts = no_amounts()
    for row, lower in adverts(map(_row, rows)):
        counted.rows += 1
        middle = row.salary
        if lower:
            counted.rows += 1
            counted.refused[SECOND_ROW] += 1
            middle = (row.salary + lower.salary) / 2
        title, year, level, employment, country, currency = row.said[:6]
        role = None if row.problem else role_of(title)
        if role is None:
            counted.refused[row.problem or NO_ROLE] += 1
        elif employment != FULL_TIME:
            counted.refused[NOT_FULL_TIME] += 1
        else:
            counted.roles[role].titles[title] += 1
            group = Group(role, LEVELS[level], country, int(year), currency)
            amounts[group].append(middle)
    counted.cells = pay_cells(amounts, SPLITS)
    return counted


def adverts(rows: Iterable[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Yields each advert: its only row and None, or the rows of the higher and the lower end.

    Two rows are one advert if they stand one after the other, say the same but for pay, and the
    first pays more. From the top, each row is used once.
    """
    waiting = iter(rows)
    row = next(waiting, None)
    while row:
        following = next(waiting, None)
        if following and _is_lower_end(row, following):
            yield row, following
            row = next(waiting, None)
        else:
            yield row, None
            row = following


def _is_lower_end(row: Row, following: Row) -> bool:
    is_sound = not row.problem and not following.problem
    return is_sound and row.said == following.said and row.salary > following.salary


def _row(values: tuple[str, ...]) -> Row:
    *said, salary, in_usd = values
    amount, usd = amount_of(salary), amount_of(in_usd)
    return Row(tuple(said), amount or 0, _problem(said, amount, usd))


def _problem(said: list[str], amount: float | None, usd: float | None) -> str:
    """Returns why a row cannot count, or ""."""
    title, year, level, _, country, currency = said[:6]
    low, high = PLAUSIBLE_USD
    if not has_title(title):
        return NO_TITLE
    if amount is None or usd is None or amount > LARGEST_AMOUNT or not low <= usd <= high:
        return BAD_PAY
    if level not in LEVELS:
        return UNKNOWN_LEVEL
    if country not in COUNTRIES:
        return UNKNOWN_COUNTRY
    if currency not in CURRENCIES:
        return UNKNOWN_CURRENCY
    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100):
        return BAD_YEAR
    return ""
