"""Official wages: the Occupational Employment and Wage Statistics (OEWS) of the U.S. Bureau of
Labor Statistics, as published: a row for each occupation in the nation, a state or a metropolitan
or other area.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from ..pay import MINIMUM_SAMPLE, PayPeriod
from .aggregates import Aggregates, Cell, Refused
from .tables import Column, TableError

LICENCE = "Public domain (US government)"
COLUMNS = (
    Column("soc_code", ("occ_code",)),
    Column("occupation", ("occ_title",)),
    Column("area_type", absent="national"),
    Column("area", absent="National"),
    Column("employment", ("tot_emp",)),
    Column("annual_p10", ("a_pct10",)),
    Column("annual_p25", ("a_pct25",)),
    Column("annual_median", ("a_median",)),
    Column("annual_p75", ("a_pct75",)),
    Column("annual_p90", ("a_pct90",)),
)
NATION = "national"
AREA_TYPES = {NATION, "state", "metropolitan"}
NOT_PUBLISHED = {"-", "*", "**", ""}
# At or above the highest wage that is published. How much more is not known, so it is no figure.
TOP_CODE = "#"
# The highest wages of earlier releases, for files that have them in place of TOP_CODE.
CAPS = {Decimal(187_200), Decimal(208_000), Decimal(239_200)}
PLAUSIBLE = (1_000, 10_000_000)
LONGEST_CODE = 7
LONGEST_AREA = 120
# Far more than a release has; a file with more would not fit in memory.
MOST_CELLS = 500_000

NO_EMPLOYMENT = "employment not published"
FEW_EMPLOYED = f"fewer than {MINIMUM_SAMPLE} employed"
NO_WAGE = "no wage published"
BAD_FIGURE = "employment or wages are no plausible figures"
BAD_PLACE = "occupation or area is not named as expected"
TWICE = "occupation and area a second time"


def count(rows: Iterable[tuple[str, ...]], roles_of: Mapping[str, list[str]]) -> Aggregates:
    """Takes the rows of COLUMNS; `roles_of` is {occupation's code: the slugs of its roles}.

    A role's title is its occupation's, with the number of areas: each has a figure of its own.
    """
    counted = Aggregates()
    cells: dict[tuple[str, str], Cell] = {}
    for row in rows:
        counted.rows += 1
        try:
            cell = _cell(row)
            if (cell.subject, cell.area) in cells:
                raise Refused(TWICE)
        except Refused as reason:
            counted.refused[str(reason)] += 1
            continue
        if len(cells) == MOST_CELLS:
            raise TableError(f"It has more than {MOST_CELLS:,} wages; OEWS has fewer.")
        cells[cell.subject, cell.area] = cell
        title = counted.occupations.setdefault(cell.subject, row[1])
        for role in roles_of.get(cell.subject, ()):
            counted.roles[role].titles[title] += 1
    counted.cells = sorted(_without_caps(cells.values()), key=lambda cell: cell.order)
    return counted


def _cell(row: tuple[str, ...]) -> Cell:
    """Returns the figures of a row; raises Refused where it has none."""
    code, title, area_type, area, employment, *wages = row
    is_named = code and title and area and len(code) <= LONGEST_CODE and len(area) <= LONGEST_AREA
    if not is_named or area_type not in AREA_TYPES:
        raise Refused(BAD_PLACE)
    if employment in NOT_PUBLISHED:
        raise Refused(NO_EMPLOYMENT)
    try:
        employed = int(employment)
        figures = [_figure(wage) for wage in wages]
    except (ValueError, InvalidOperation):
        raise Refused(BAD_FIGURE) from None
    if not any(figures):
        raise Refused(NO_WAGE)
    if employed < 0 or not _are_plausible([figure for figure in figures if figure is not None]):
        raise Refused(BAD_FIGURE)
    if employed < MINIMUM_SAMPLE:
        raise Refused(FEW_EMPLOYED)
    place = "" if area_type == NATION else area
    return Cell(code, "", "US", place, None, "USD", PayPeriod.YEAR.value, employed, *figures)


def _are_plausible(wages: list[Decimal]) -> bool:
    low, high = PLAUSIBLE
    return wages == sorted(wages) and low <= wages[0] and wages[-1] <= high


def _figure(wage: str) -> Decimal | None:
    if wage in NOT_PUBLISHED or wage == TOP_CODE:
        return None
    figure = Decimal(wage)
    if not figure.is_finite():
        raise ValueError(wage)
    return figure


def _without_caps(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yields the cells without figures that are the highest wage that their release publishes."""
    cells = list(cells)
    highest = max((figure for cell in cells for figure in cell[-5:] if figure), default=None)
    cap = highest if highest in CAPS else None
    for cell in cells:
        yield Cell(*cell[:-5], *(None if figure == cap else figure for figure in cell[-5:]))
