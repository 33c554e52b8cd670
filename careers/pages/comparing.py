"""Two to four roles side by side: their sections in rows, and what they need. No queries."""

from dataclasses import dataclass, replace
from functools import cached_property

from ..models import Role
from . import demand
from .adverts import Adverts, recounted
from .demand import ComparedNeed
from .profiles import WHOLE, Citations, Extent, Section, sections_of

# So many roles are put side by side.
LEAST, MOST = 2, 4

HEADINGS = {
    "plain": "In plain words",
    "definition": "Definitions",
    "responsibilities": "Responsibilities",
    "skills": "Required skills",
    "education": "Education",
    "tools": "Tools and software",
    "industries": "Industries",
    "outlook": "Outlook",
    "tips": "Practical tips",
    "first_year": "First year",
    "learn_first": "What to learn first",
}
# What a page of several roles leaves to the page of each: for outsiders, and how one gets in.
OF_ONE_ROLE = frozenset({"plain", "first_year", "learn_first"})
# What it shows in outline, as the rest tells less of how the roles differ.
OUTLINED = frozenset({"definition", "tools", "industries", "tips"})


@dataclass(frozen=True)
class Cell:
    """What one role's profile says in one section."""

    role: Role
    section: Section

    def without_lines_on(self, skills):
        """Returns the cell without the lines that name only skills of these addresses."""
        lines = tuple(line for line in self.section.lines if not line.names_only(skills))
        return replace(self, section=replace(self.section, lines=lines))


@dataclass(frozen=True)
class Row:
    """One section, aligned across the roles."""

    name: str
    heading: str
    cells: tuple[Cell, ...]
    is_outline: bool = False

    @property
    def differs(self):
        """Whether the roles say different things; a section that all leave empty does not."""
        first = _words(self.cells[0].section)
        return any(_words(cell.section) != first for cell in self.cells)

    def without_lines_on(self, skills):
        """Returns the row without the lines that name only skills of these addresses."""
        return replace(self, cells=tuple(cell.without_lines_on(skills) for cell in self.cells))


@dataclass(frozen=True)
class Lineup:
    """Roles side by side."""

    roles: tuple[Role, ...]
    choices: tuple[Cell, ...]
    rows: tuple[Row, ...]
    # What speaks for each of the roles; None where it has too few adverts.
    adverts: tuple[Adverts | None, ...]
    needs: tuple[ComparedNeed, ...]

    def __str__(self):
        return " vs ".join(role.title for role in self.roles)

    @property
    def in_a_sentence(self):
        """What sets the roles apart, for pages that no editor has written."""
        return demand.in_a_sentence(self.roles, self.needs)

    @property
    def is_pair(self):
        return len(self.roles) == LEAST

    @cached_property
    def split(self):
        """The needs that profiles name, by who names them."""
        return demand.split(self.roles, self.needs)

    @cached_property
    def unmeasured(self):
        """Those of them of which no adverts tell, by who names them."""
        return demand.split(self.roles, [each for each in self.needs if not each.is_measured])

    @property
    def with_route(self):
        """Those of the roles whose page tells how one gets in."""
        return [role for role in self.roles if role.first_year or role.learn_first]

    @property
    def rows_apart(self):
        """The rows that differ, without the lines that name only skills which all roles name."""
        shared = {slug for each in self.split.shared for slug in each.need.slugs}
        rows = [row.without_lines_on(shared) for row in self.rows]
        return tuple(row for row in rows if row.differs)

    @property
    def why_not_measured(self):
        """Why no adverts tell of some needs, after a comma or in brackets."""
        if any(self.adverts):
            return "not measured: these adverts were read for common tools and languages only"
        return "not measured: too few adverts were counted"

    def chart(self, differences_only=False):
        """Returns the Chart of the needs that adverts tell of."""
        return demand.chart(self.roles, self.adverts, self.needs, differences_only)

    @property
    def learnings(self):
        """The Learning from each role of a pair to the other, there and back; of more, none."""
        return demand.learnings(self.roles, self.adverts, self.needs) if self.is_pair else []

    @property
    def recounted(self):
        """The same, with what the counts that its page prints are at this moment."""
        needs = [line.need for learning in self.learnings for line in learning.measured]
        return replace(self, adverts=recounted(self.adverts, needs))


def compare(roles, known, citations=None, in_short=False):
    """Returns the Lineup of roles that are read whole (RoleQuerySet.with_profile).

    `known` are their needs and adverts (demand.Known). `citations` numbers the references of the
    page; without it references go unnumbered. `in_short` leaves out what is OF_ONE_ROLE, and has
    only an outline of what is OUTLINED.
    """
    roles = tuple(roles)
    citations = citations or Citations()
    extent = Extent(left_out=OF_ONE_ROLE, outlined=OUTLINED) if in_short else WHOLE
    profiles = [sections_of(role, citations, extent=extent) for role in roles]
    adverts, needs = demand.compare_needs(roles, known)
    return Lineup(
        roles=roles,
        choices=_cells(roles, profiles, "choose_if"),
        rows=tuple(_rows(roles, profiles, extent)),
        adverts=adverts,
        needs=tuple(needs),
    )


def _rows(roles, profiles, extent):
    """Yields the Row of each section in which any of the roles says something."""
    for name, heading in HEADINGS.items():
        if name in extent.left_out:
            continue
        cells = _cells(roles, profiles, name)
        if any(cell.section for cell in cells):
            yield Row(name, heading, cells, is_outline=name in extent.outlined)


def _cells(roles, profiles, name):
    return tuple(Cell(role, p[name]) for role, p in zip(roles, profiles, strict=True))


def _words(section):
    lines = [(line.label, line.text) for line in section.lines]
    groups = [*section.paragraphs, *(group for line in lines for group in line)]
    return [[piece.text for piece in group] for group in groups]
