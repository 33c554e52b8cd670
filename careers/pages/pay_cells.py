"""The cells of pay that there are of some roles, as plain values, and the sources they come from.

`read` and `read_national` make two queries at most; nothing else here makes any.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from ..market import Ask, OpenCount, market
from ..models import EvidenceKind, PayCell, Role, Snapshot
from ..pay import PayPeriod
from .kept import each_once_a_version, once_a_version
from .pay_choice import Choice, Said
from .recounts import recounts

# A year with a smaller part of the adverts of a role's fullest year has only begun.
BEGUN = Fraction(1, 4)
# What comes in files of one year each, so that cells do not name it.
ONE_YEAR = (EvidenceKind.PAST, EvidenceKind.OFFICIAL)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Cell(NamedTuple):
    """A PayCell. What it does not split by is "" or None; so is what its source leaves out."""

    kind: str
    snapshot: int | None
    role: int | None
    occupation: str
    level: str
    country: str
    area: str
    year: int | None
    currency: str
    period: str
    n: int
    p10: Decimal | None
    p25: Decimal | None
    p50: Decimal | None
    p75: Decimal | None
    p90: Decimal | None
    # Of open listings: how many of these there are at this moment.
    now: OpenCount | None = None

    @property
    def percentiles(self):
        """The five amounts, from the 10th percentile to the 90th; None where not published."""
        return self.p10, self.p25, self.p50, self.p75, self.p90

    @property
    def owner(self):
        """The id of its role, or the code of its official occupation."""
        return self.role or self.occupation

    @property
    def is_yearly(self):
        return self.period == PayPeriod.YEAR


# All fields of a Cell but the last are columns of the database.
COLUMNS = Cell._fields[:-1]


@dataclass(frozen=True)
class Source:
    """Where cells come from: a snapshot of a file, or (without one) the listings of this site."""

    kind: EvidenceKind
    snapshot: Snapshot | None = None

    @property
    def reference(self):
        return self.snapshot and self.snapshot.reference

    @property
    def year(self):
        """The year of all its figures, as its title names it; None where they are of several."""
        if self.kind not in ONE_YEAR:
            return None
        named = YEAR.findall(self.reference.title)
        return int(named[-1]) if named else self.reference.year

    @property
    def is_official(self):
        return self.kind == EvidenceKind.OFFICIAL

    @property
    def is_advertised(self):
        return self.kind == EvidenceKind.ADVERTISED

    def occupation_of(self, role):
        """Returns the title of a role's official occupation; its code where no title is known."""
        titles = self.snapshot.occupations if self.snapshot else {}
        return titles.get(role.occupation, role.occupation)


@dataclass(frozen=True)
class OwnCells:
    """The cells of one role, or of one official occupation."""

    cells: tuple[Cell, ...]

    @cached_property
    def said(self):
        """{the values of a Choice: those of what is Said of it}, without what is said of areas.

        Plain tuples, as there are thousands of them for as long as a site's content is kept: the
        collector of memory passes over these, and no visitor waits for it.
        """
        found = defaultdict(list)
        for cell in self.cells:
            if not cell.area:
                found[cell.currency, cell.country, cell.level].append(cell)
        return {
            values: (len({cell.snapshot for cell in cells}), sum(cell.n for cell in cells))
            for values, cells in found.items()
        }


@dataclass(frozen=True)
class PayCells:
    """All cells that were read of some roles."""

    roles: tuple[Role, ...]
    sources: tuple[Source, ...]
    # Those of each role and of each official occupation. Pages share them (read_national).
    owned: tuple[OwnCells, ...]

    @property
    def cells(self):
        """All of them."""
        return tuple(chain.from_iterable(own.cells for own in self.owned))

    @property
    def said(self):
        """{Choice: what is Said of it}, without what is said of areas."""
        together = defaultdict(Said)
        for own in self.owned:
            for values, (times, adverts) in own.said.items():
                of_choice = together[values]
                of_choice.times += times
                of_choice.adverts += adverts
        return {Choice(*values): said for values, said in together.items()}

    def of_choice(self, choice):
        """Returns the cells of a Choice, without those of areas; none without one."""
        return [cell for cell in self.cells if choice.fits(cell)] if choice else []

    def of(self, role, source):
        """Returns a role's cells from a source: its own, or those of its official occupation."""
        snapshot = source.snapshot and source.snapshot.pk
        owner = role.occupation if source.is_official else role.pk
        return self._by_owner.get((snapshot, owner), [])

    def only(self, source):
        """Returns the PayCells of one source; of nothing without one."""
        if source is None:
            return replace(self, sources=(), owned=())
        pk = source.snapshot and source.snapshot.pk
        return replace(self._where(lambda cell: cell.snapshot == pk), sources=(source,))

    @property
    def national(self):
        """The PayCells of nations, without those of areas in them."""
        return self._where(lambda cell: not cell.area)

    @property
    def yearly(self):
        """The PayCells of yearly pay."""
        return self._where(lambda cell: cell.is_yearly)

    def with_cells(self, cells):
        """Returns the same of these cells only."""
        return replace(self, owned=owned(cells))

    def _where(self, is_one):
        return self.with_cells(filter(is_one, self.cells))

    @cached_property
    def _by_owner(self):
        grouped = defaultdict(list)
        for cell in self.cells:
            grouped[cell.snapshot, cell.owner].append(cell)
        return grouped


def read(roles: Sequence[Role], **narrowed) -> PayCells:
    """Returns the cells of roles, all or those that a filter keeps: read(roles, area="")."""
    cells = _cells_of(_owners(roles), **narrowed)
    return PayCells(tuple(roles), _read_sources(), owned(cells))


def read_national(roles: Sequence[Role], content_generation: int | None) -> PayCells:
    """Returns the yearly cells of roles with a median, those of whole countries.

    They are read once for each state of content (portal/page_cache.py), or without one each time.
    """
    found = _kept_national(_owners(roles), content_generation)
    return PayCells(tuple(roles), _kept_sources(content_generation), tuple(found.values()))


def owned(cells: Iterable[Cell]) -> tuple[OwnCells, ...]:
    """Returns cells by whose they are."""
    return tuple(_of_each_owner(cells).values())


def _of_each_owner(cells):
    found = defaultdict(list)
    for cell in cells:
        found[cell.owner].append(cell)
    return {owner: OwnCells(tuple(cells)) for owner, cells in found.items()}


def _owners(roles):
    """Returns the ids of roles, and the codes of the official occupations that they name."""
    occupations = dict.fromkeys(role.occupation for role in roles if role.occupation)
    return [*(role.pk for role in roles), *occupations]


def _cells_of(owners, **narrowed):
    """Returns the Cells of owners that a filter keeps.

    Where no market answers, pages say nothing of listings: then none is advertised.
    """
    ids = [owner for owner in owners if isinstance(owner, int)]
    codes = [owner for owner in owners if isinstance(owner, str)]
    cells = PayCell.objects.of(ids, codes).filter(**narrowed)
    if not market():
        cells = cells.exclude(kind=EvidenceKind.ADVERTISED)
    return tuple(Cell(*row) for row in cells.values_list(*COLUMNS))


def _read_national(owners):
    """Returns {owner: its OwnCells} as read_national has them; an owner may have none."""
    cells = _cells_of(owners, area="", period=PayPeriod.YEAR, p50__isnull=False)
    return dict.fromkeys(owners, OwnCells(())) | _of_each_owner(cells)


def _read_sources():
    """Returns the Sources that there are, the newest evidence first."""
    snapshots = Snapshot.objects.select_related("reference").defer("measured")
    sources = [Source(EvidenceKind(each.kind), each) for each in snapshots]
    sources.sort(key=lambda source: EvidenceKind.values.index(source.kind))
    return (*([Source(EvidenceKind.ADVERTISED)] if market() else []), *sources)


_kept_national = each_once_a_version(_read_national)
_kept_sources = once_a_version(_read_sources)


def recounted(cells: Sequence[Cell], roles: Sequence[Role]) -> tuple[Cell, ...]:
    """Returns cells, those of roles' open listings with how many these are at this moment."""
    slugs = {role.pk: role.slug for role in roles}
    asks = {
        cell: Ask(slugs[cell.role], "", cell.level, cell.country, cell.currency)
        for cell in cells
        if cell.kind == EvidenceKind.ADVERTISED
    }
    now = recounts(asks.values())
    return tuple(cell._replace(now=now[asks[cell]]) if cell in asks else cell for cell in cells)


def one_year_each(found: dict) -> dict:
    """Returns {key: its cell of one year} from {key: cells that differ by their year only}.

    The year is the same for all, as far as it can be: the newest that has more than BEGUN for most
    of them. What has no figure of it keeps that of all years together, or else its newest.
    """
    full, known = Counter(), Counter()
    for cells in found.values():
        fullest = max((cell.n for cell in cells if cell.year), default=0)
        known.update(cell.year for cell in cells if cell.year)
        full.update(cell.year for cell in cells if cell.year and cell.n >= BEGUN * fullest)
    common = max(known, key=lambda year: (full[year], known[year], year), default=None)
    return {
        key: max(cells, key=lambda c: (c.year == common, c.year is None, c.year or 0))
        for key, cells in found.items()
        if cells
    }
