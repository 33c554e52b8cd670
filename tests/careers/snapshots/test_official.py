"""Official wages: rows as published."""

from decimal import Decimal

import pytest

from careers.snapshots import official

WAGES = ("50000", "60000", "70000", "80000", "90000")


def wage(*wages, code="15-2051", kind="state", area="Ohio", employed="500"):
    return (code, "Data Scientists", kind, area, employed, *(wages or WAGES))


def count(*rows):
    return official.count(rows, {"15-2051": ["data-scientist"]})


def test_nation_state_and_metro_are_kept_as_published():
    counted = count(
        wage(kind="national", area="National", employed="262440"),
        wage(),
        wage(kind="metropolitan", area="Akron, OH"),
    )
    assert [(c.subject, c.country, c.area, c.n, c.p50) for c in counted.cells] == [
        ("15-2051", "US", "", 262_440, Decimal(70_000)),
        ("15-2051", "US", "Akron, OH", 500, Decimal(70_000)),
        ("15-2051", "US", "Ohio", 500, Decimal(70_000)),
    ]
    assert counted.occupations == {"15-2051": "Data Scientists"}
    assert counted.roles["data-scientist"].titles == {"Data Scientists": 3}


@pytest.mark.parametrize("p90", ["-", "#", "*"])
def test_what_is_not_published_or_above_the_highest_wage_is_no_figure(p90):
    [cell] = count(wage(*WAGES[:4], p90)).cells
    assert (cell.p75, cell.p90) == (Decimal(80_000), None)


def test_the_highest_wage_that_is_published_is_no_figure_either():
    capped, below = count(wage(*WAGES[:4], "239200"), wage(*WAGES[:4], "239190", area="Utah")).cells
    assert (capped.p90, below.p90) == (None, Decimal(239_190))
    cells = count(wage(*WAGES[:4], "239200"), wage(*WAGES[:4], "300000", area="Utah")).cells
    assert [cell.p90 for cell in cells] == [Decimal(239_200), Decimal(300_000)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (wage("-", "-", "-", "-", "-"), official.NO_WAGE),
        (wage(employed="-"), official.NO_EMPLOYMENT),
        (wage(employed="9"), official.FEW_EMPLOYED),
        (wage(employed="-20"), official.BAD_FIGURE),
        (wage(employed="many"), official.BAD_FIGURE),
        (wage("50000", "40000", "70000", "80000", "90000"), official.BAD_FIGURE),
        (wage("-5", "60000", "70000", "80000", "90000"), official.BAD_FIGURE),
        (wage(*WAGES[:4], "1e99"), official.BAD_FIGURE),
        (wage(*WAGES[:4], "NaN"), official.BAD_FIGURE),
        (wage(kind="planet"), official.BAD_PLACE),
        (wage(code="15-2051.00"), official.BAD_PLACE),
        (wage(area="Utah"), official.TWICE),
    ],
)
def test_a_row_that_cannot_count_is_refused_by_its_reason(row, reason):
    counted = count(wage(area="Utah"), row)
    assert counted.refused == {reason: 1}
    assert len(counted.cells) == counted.kept == 1
