"""The block that shows what roles pay: for each kind of evidence a bar a role, all on one scale.

Kinds are never mixed into one figure. `read` makes two queries at most, however many the roles.
"""

from dataclasses import dataclass

from django.utils.http import urlencode

from ..models import Fit, Role
from ..pay import MINIMUM_SAMPLE
from . import pay_cells
from .evidence import evidence_of
from .pay_cells import PayCells, Source
from .pay_choice import PARAMETERS, Asked, Choice, Switch, best, switches
from .pay_plot import Bar, bars
from .profiles import Citation


@dataclass(frozen=True)
class Row:
    """One role in a group: its Bar, or in words why it has none."""

    role: Role
    bar: Bar | None
    why_none: str = ""


@dataclass(frozen=True)
class Group:
    """What one source says, a Row for each of the roles."""

    source: Source
    rows: tuple[Row, ...]
    citation: Citation | None = None

    def __bool__(self):
        return any(row.bar for row in self.rows)

    @property
    def first(self):
        """The first Bar."""
        return next(row.bar for row in self.rows if row.bar)

    @property
    def reasons(self):
        """Why there is no figure, each reason once."""
        return list(dict.fromkeys(row.why_none for row in self.rows if row.why_none))


@dataclass(frozen=True)
class PayBlock:
    """What roles pay by one choice of currency, country and level."""

    roles: tuple[Role, ...]
    # None where nothing fits what was asked for, which `asked` says in words.
    choice: Choice | None
    asked: str
    # The query of the address that asks for nothing of pay.
    unasked: str
    groups: tuple[Group, ...]
    switches: tuple[Switch, ...] = ()
    minimum_sample: int = MINIMUM_SAMPLE

    def __bool__(self):
        """Tells whether there is anything to say: a source of figures."""
        return bool(self.groups)

    @property
    def bars(self):
        """All bars, source by source."""
        return [row.bar for group in self.groups for row in group.rows if row.bar]

    @property
    def shown(self):
        """The groups that have a bar."""
        return [group for group in self.groups if group]

    @property
    def missing(self):
        """The groups without any."""
        return [group for group in self.groups if not group]

    @property
    def own_bar(self):
        """The first bar that is of the first role itself, and not of an occupation near to it."""
        return next((bar for bar in self.bars if is_own(bar) and bar.role == self.roles[0]), None)


def is_own(bar):
    """Tells whether a bar is of its role, and not only of the nearest official occupation."""
    return not bar.source.is_official or bar.role.occupation_fit == Fit.SAME


def read(roles, content_generation=None) -> PayCells:
    """Returns what pay_block needs of roles: yearly cells of nations with a median; two queries.

    What was read in the same state of content (portal/page_cache.py) is not read again.
    """
    return pay_cells.read_national(roles, content_generation)


def pay_block(pay, citations, query):
    """Returns the PayBlock of PayCells that read() gave, by what a QueryDict's parameters ask for.

    `citations` numbers the references of the page; other parameters stay in the links.
    """
    asked = Asked.in_query(query)
    said = pay.said
    choice = best(said, asked)
    fitting = pay_cells.recounted(pay.of_choice(choice), pay.roles)
    kept = [(name, v) for name in query if name not in PARAMETERS for v in query.getlist(name)]
    return PayBlock(
        roles=pay.roles,
        choice=choice,
        asked=str(asked),
        unasked=urlencode(kept),
        groups=_groups(pay.with_cells(fitting), choice, citations),
        switches=tuple(switches(said, choice, kept)) if choice else (),
    )


def _groups(pay, choice, citations):
    """Returns a Group of each source of PayCells that fit a choice, all their bars on one scale."""
    found = {source: _cell_of_each(pay, source) for source in pay.sources}
    cited = {
        source: citations.cite_reference(source.reference)
        for source in pay.sources
        if found[source] and source.reference
    }
    drawn = bars(
        [(cell, source, role) for source in found for role, cell in found[source].items()],
        {source: citation.number for source, citation in cited.items()},
    )
    bar_of = {(bar.source, bar.role): bar for bar in drawn}
    return tuple(
        Group(
            source,
            tuple(_row(role, source, bar_of.get((source, role)), choice) for role in pay.roles),
            cited.get(source),
        )
        for source in pay.sources
    )


def _cell_of_each(pay, source):
    """Returns {role: its cell} of a source, of the same year as far as it can be."""
    return pay_cells.one_year_each({role: pay.of(role, source) for role in pay.roles})


def _row(role, source, bar, choice):
    return Row(role, bar, "" if bar else _why_none(role, source, choice))


def _why_none(role, source, choice):
    """Returns in a sentence why a source has no figure for a role."""
    if source.is_official:
        if not role.occupation:
            return role.occupation_reason or "No official occupation is named for it."
        if choice and choice.level:
            return "Official wages are not told apart by level."
        return "None is published for this choice."
    if source.is_advertised and evidence_of(role) is None:
        return "No real open listing has been counted yet; invented samples never are."
    adverts = "open listings" if source.is_advertised else "adverts"
    return f"Fewer than {MINIMUM_SAMPLE} {adverts} state such pay, too few for a figure."
