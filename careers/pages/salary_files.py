"""All figures of one role's pay to take along: docs/exports.md describes them. No queries."""

from . import exporting

COLUMNS = (
    *("kind", "reference", "level", "country", "area", "year", "currency", "period", "n"),
    *("p10", "p25", "p50", "p75", "p90"),
)


def as_data(pay):
    """Returns the PayCells of a role as plain values for JSON."""
    return {"cells": [dict(zip(COLUMNS, row, strict=True)) for row in _rows(pay)]}


def as_csv(pay):
    """Returns the text of a CSV file with a row a cell; what it does not split by is empty."""
    rows = [["" if value is None else str(value) for value in row] for row in _rows(pay)]
    return exporting.csv_text([COLUMNS, *rows])


def _rows(pay):
    """Yields the values of each cell: None where it does not split, or nothing is published."""
    (role,) = pay.roles
    for source in pay.sources:
        key = source.reference.key if source.reference else None
        for cell in pay.of(role, source):
            split = (cell.level, cell.country, cell.area)
            yield (
                cell.kind,
                key,
                *(value or None for value in split),
                *(cell.year, cell.currency, cell.period, cell.n),
                *map(plain_number, cell.percentiles),
            )


def plain_number(amount):
    """Returns an amount as a number: whole where it is, for JSON; None where there is none."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
