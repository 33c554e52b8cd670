"""The page of all salaries: a bar a role, of one kind of evidence, and a table. No queries."""

from dataclasses import dataclass

from ..models import EvidenceKind, Role
from .pay_block import Group, PayBlock, pay_block
from .pay_choice import PARAMETERS as CHOICE
from .pay_choice import Asked, best, printable
from .pay_plot import Bar
from .questions import changed

PARAMETERS = ("kind", "currency", "country", "level", "sort")
DEFAULT_SORT = "median"
# By what the table is sorted, by the name of the column, and whether downwards.
SORTS = {
    "role": (lambda bar: bar.role.title.casefold(), False),
    "year": (lambda bar: bar.year or 0, True),
    "n": (lambda bar: bar.cell.n, True),
    "p10": (lambda bar: bar.cell.p10 or 0, True),
    "p25": (lambda bar: bar.cell.p25 or 0, True),
    "median": (lambda bar: bar.cell.p50, True),
    "p75": (lambda bar: bar.cell.p75 or 0, True),
    "p90": (lambda bar: bar.cell.p90 or 0, True),
}


@dataclass(frozen=True)
class KindLink:
    """A kind of evidence to switch to, and the query of the address that does."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class SortLink:
    """The query of the address that sorts by a column, and whether the largest come first."""

    query: str
    is_current: bool
    is_downwards: bool


@dataclass(frozen=True)
class AllSalaries:
    """One figure a role: what the page of all salaries shows."""

    kinds: tuple[KindLink, ...]
    # By the name of the column.
    sorts: dict[str, SortLink]
    # What was asked for and is unknown, each in words.
    unknown: tuple[str, ...]
    block: PayBlock
    # The rows of the table, as sorted.
    rows: tuple[Bar, ...]

    @property
    def group(self) -> Group | None:
        """What the one source says; None where none says anything."""
        return next(iter(self.block.shown), None)

    @property
    def bars(self):
        """The bars of the plot, the highest median first."""
        return sorted(self.block.bars, key=lambda bar: (-bar.cell.p50, bar.role.title))

    @property
    def without(self) -> list[Role]:
        """The roles without a figure."""
        return [row.role for group in self.block.shown for row in group.rows if not row.bar]


def all_salaries(pay, citations, query):
    """Returns the AllSalaries of PayCells, by what the parameters of a QueryDict ask for."""
    sources = _fullest(pay)
    default = max(sources, key=lambda kind: _roles_in(pay, sources[kind]), default="")
    kind = query.get("kind", default)
    sort = query.get("sort", DEFAULT_SORT)
    block = pay_block(pay.only(sources.get(kind)), citations, query)
    by, is_downwards = SORTS.get(sort, SORTS[DEFAULT_SORT])
    return AllSalaries(
        kinds=tuple(
            KindLink(
                EvidenceKind(name).label,
                changed(query, kind=name, **_unfitting(pay.only(source), query)),
                name == kind,
            )
            for name, source in sources.items()
        ),
        sorts={
            name: SortLink(changed(query, sort=name), name == sort, downwards)
            for name, (_, downwards) in SORTS.items()
        },
        unknown=tuple(
            f"{name} “{printable(value)}”"
            for name, value, known in (("kind", kind, sources), ("order", sort, SORTS))
            if value and value not in known
        ),
        block=block,
        rows=tuple(sorted(block.bars, key=by, reverse=is_downwards)),
    )


def _unfitting(pay, query):
    """Returns {parameter: ""} of what is asked of pay and does not fit one kind's PayCells."""
    said = pay.said
    asked = Asked.in_query(query)
    for unasked in ((), ("level",), ("currency", "country"), CHOICE):
        if best(said, asked._replace(**dict.fromkeys(unasked, ""))):
            break
    return dict.fromkeys(unasked, "")


def _fullest(pay):
    """Returns {kind: its Source of most roles} of the kinds that say something of any."""
    found = {}
    for source in sorted(pay.sources, key=lambda source: -_roles_in(pay, source)):
        if _roles_in(pay, source):
            found.setdefault(source.kind, source)
    return {kind: found[kind] for kind in EvidenceKind.values if kind in found}


def _roles_in(pay, source):
    return sum(bool(pay.of(role, source)) for role in pay.roles)
