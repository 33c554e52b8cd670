"""Pay ranges: rows to adverts, adverts to cells. Figures are reckoned by hand."""

from decimal import Decimal

import pytest

from careers.snapshots import aggregates, ranges

ROLES = {"Data Analyst": "data-analyst", "Data Engineer": "data-engineer"}


def row(salary, title="Data Analyst", usd=None, **said):
    values = {
        "job_title": title, "work_year": "2024", "experience_level": "SE",
        "employment_type": "FT", "company_location": "US", "salary_currency": "USD",
        "employee_residence": "US", "remote_ratio": "0", "company_size": "M",
    }  # fmt: skip
    return (*(values | said).values(), str(salary), str(salary if usd is None else usd))


def count(*rows):
    return ranges.count(rows, ROLES.get)


def middles(*salaries):
    """The middles of the adverts that rows of these salaries make."""
    rows = map(ranges._row, (row(salary) for salary in salaries))
    return [
        (first.salary + second.salary) / 2 if second else first.salary
        for first, second in ranges.adverts(rows)
    ]


@pytest.mark.parametrize(
    ("salaries", "adverts"),
    [
        ((90_000, 70_000), [80_000]),
        ((70_000, 90_000), [70_000, 90_000]),
        ((80_000, 80_000), [80_000, 80_000]),
        ((90_000, 70_000, 60_000), [80_000, 60_000]),
        ((90_000, 70_000, 60_000, 40_000), [80_000, 50_000]),
        ((60_000, 90_000, 70_001), [60_000, 80_000.5]),
        ((), []),
    ],
)
def test_two_rows_are_one_advert_where_the_second_pays_less(salaries, adverts):
    assert middles(*salaries) == adverts


@pytest.mark.parametrize(
    "differing",
    [
        {"title": "Data Engineer"}, {"work_year": "2023"}, {"experience_level": "MI"},
        {"salary_currency": "EUR"}, {"company_location": "CA"}, {"employee_residence": "CA"},
        {"remote_ratio": "100"}, {"company_size": "L"}, {"employment_type": "PT"},
    ],
)  # fmt: skip
def test_rows_that_say_something_else_are_two_adverts(differing):
    counted = count(row(90_000), row(70_000, **differing))
    assert ranges.SECOND_ROW not in counted.refused


def test_rows_apart_are_no_pair():
    counted = count(row(90_000), row(50_000, "Data Engineer"), row(70_000))
    assert counted.roles["data-analyst"].titles == {"Data Analyst": 2}


def test_ten_adverts_make_cells_and_nine_do_not():
    pairs = [row(salary) for n in range(10) for salary in (100_000 + 2_000 * n, 80_000)]
    others = [row(50_000, "Data Engineer") for _ in range(9)]
    counted = count(*pairs, *others)
    assert (counted.rows, counted.kept) == (29, 19)
    assert counted.refused == {ranges.SECOND_ROW: 10}
    assert {cell.subject for cell in counted.cells} == {"data-analyst"}
    # Middles are 90,000 to 99,000 by 1,000: the 10th percentile lies 0.9 steps up, and so on.
    assert {cell[7:] for cell in counted.cells} == {
        (10, *map(Decimal, ("90900", "92250", "94500", "96750", "98100")))
    }
    assert [(c.level, c.country, c.year) for c in counted.cells] == [
        ("", "", None), ("", "", 2024), ("", "US", None), ("", "US", 2024),
        ("senior", "", None), ("senior", "US", None), ("senior", "US", 2024),
    ]  # fmt: skip


def test_currencies_are_never_mixed():
    rows = [row(60_000, salary_currency=code, usd=60_000) for code in ["EUR"] * 10 + ["USD"] * 9]
    assert {cell.currency for cell in count(*rows).cells} == {"EUR"}


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (row(-5), aggregates.BAD_PAY),
        (row("much"), aggregates.BAD_PAY),
        (row("nan"), aggregates.BAD_PAY),
        (row("1e300", usd=50_000), aggregates.BAD_PAY),
        (row(90_000, usd=999), aggregates.BAD_PAY),
        (row(90_000, usd=10_000_001), aggregates.BAD_PAY),
        (row(90_000, company_location="XX"), ranges.UNKNOWN_COUNTRY),
        (row(90_000, salary_currency="BTC"), ranges.UNKNOWN_CURRENCY),
        (row(90_000, experience_level="??"), ranges.UNKNOWN_LEVEL),
        (row(90_000, work_year="1024"), ranges.BAD_YEAR),
        (row(90_000, work_year="²024"), ranges.BAD_YEAR),
        (row(90_000, employment_type="PT"), ranges.NOT_FULL_TIME),
        (row(90_000, "Baker"), aggregates.NO_ROLE),
        (row(90_000, " "), aggregates.NO_TITLE),
        (row(90_000, "a" * 201), aggregates.NO_TITLE),
    ],
)
def test_a_row_that_cannot_count_is_refused_by_its_reason(odd, reason):
    counted = count(odd, row(70_000))
    assert (counted.rows, counted.kept) == (2, 1)
    assert counted.refused == {reason: 1}
