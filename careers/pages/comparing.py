"""Two to four roles side by side: rows, and what they share and do not share. No queries.

The difference counts vocabulary entries, not spellings: each skill of any of the roles stands in
exactly one place, with all roles, with some, or with one.
"""

from dataclasses import dataclass
from functools import cached_property

from ..models import Role, RoleSkill, Skill
from .evidence import Asked, asked_for
from .profiles import Citations, Section, sections_of

# So many roles are put side by side.
LEAST, MOST = 2, 4

HEADINGS = {
    "definition": "Definitions",
    "responsibilities": "Responsibilities",
    "skills": "Required skills",
    "education": "Education",
    "tools": "Tools and software",
    "industries": "Industries",
    "outlook": "Outlook",
    "tips": "Practical tips",
}


@dataclass(frozen=True)
class Cell:
    """What one role's profile says in one section."""

    role: Role
    section: Section


@dataclass(frozen=True)
class Row:
    """One section, aligned across the roles."""

    name: str
    heading: str
    cells: tuple[Cell, ...]

    @property
    def differs(self):
        """Whether the roles say different things; a section that all leave empty does not."""
        first = _words(self.cells[0].section)
        return any(_words(cell.section) != first for cell in self.cells)


@dataclass(frozen=True)
class Requirement:
    """A vocabulary entry and how much each of the roles needs it (None: not at all)."""

    skill: Skill
    roles: tuple[Role, ...]
    needs: tuple[str | None, ...]
    asked: tuple[Asked | None, ...]

    @cached_property
    def needed_by(self):
        """(role, its need, its Asked or None) of each role that needs it."""
        each = zip(self.roles, self.needs, self.asked, strict=True)
        return [(role, need, asked) for role, need, asked in each if need]

    @property
    def is_core(self):
        return RoleSkill.Need.CORE in self.needs

    @property
    def weight(self):
        """The need that all of its roles agree on; "" where they do not."""
        stated = {need for need in self.needs if need}
        return stated.pop() if len(stated) == 1 else ""

    def notes(self, all_named=False):
        """Returns what there is to say of the roles that need it, one sentence part a role.

        How much each needs it, where they differ, and how often its listings ask for it. A role
        of which there is nothing to say is left out, or only named if `all_named`.
        """
        notes = []
        for role, need, asked in self.needed_by:
            words = ", ".join(str(word) for word in (not self.weight and need, asked) if word)
            if len(self.needed_by) == 1:
                notes.append(words)
            elif words or all_named:
                notes.append(f"{role.title}: {words}" if words else role.title)
        return [note for note in notes if note]


@dataclass(frozen=True)
class OnlyNeededBy:
    """What one role needs and none of the others does."""

    role: Role
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True)
class SkillSplit:
    """The skills or the tools of the roles: each requirement in exactly one place."""

    heading: str
    shared: tuple[Requirement, ...]
    some: tuple[Requirement, ...]
    only: tuple[OnlyNeededBy, ...]

    @property
    def all(self):
        """Every requirement, once."""
        lone = tuple(requirement for only in self.only for requirement in only.requirements)
        return self.shared + self.some + lone


@dataclass(frozen=True)
class LearningGap:
    """What somebody in one role has to learn for another: the skills that only the other needs."""

    start: Role
    end: Role
    core: tuple[Skill, ...]
    useful: tuple[Skill, ...]


@dataclass(frozen=True)
class Lineup:
    """Roles side by side."""

    roles: tuple[Role, ...]
    choices: tuple[Cell, ...]
    rows: tuple[Row, ...]
    skills: SkillSplit
    tools: SkillSplit

    def __str__(self):
        return " vs ".join(role.title for role in self.roles)

    @property
    def in_a_sentence(self):
        """What the roles share and what sets each apart, for pages that no editor has written."""
        everything = [r for split in self.splits for r in split.all]
        shared = sum(len(split.shared) for split in self.splits)
        apart = [self._apart(position) for position in range(len(self.roles))]
        share = f"They share {shared} of the {len(everything)} skills and tools they name"
        return "; ".join([share, *(words for words in apart if words)]) + "."

    def _apart(self, position):
        only = [split.only[position] for split in self.splits]
        names = [r.skill.name for each in only for r in each.requirements if r.is_core]
        return f"only {self.roles[position]} needs {', '.join(names[:3])}" if names else ""

    @property
    def is_pair(self):
        return len(self.roles) == LEAST

    @property
    def splits(self):
        return (self.skills, self.tools)

    @property
    def learning_gaps(self):
        """The LearningGap from each role of a pair to the other, there and back."""
        first, second = self.roles
        return [self._gap(first, second, 1), self._gap(second, first, 0)]

    def _gap(self, start, end, position):
        wanted = [r for split in self.splits for r in split.only[position].requirements]
        core = tuple(r.skill for r in wanted if r.is_core)
        return LearningGap(start, end, core, tuple(r.skill for r in wanted if not r.is_core))


def compare(roles, citations=None):
    """Returns the Lineup of roles that are read whole (RoleQuerySet.with_profile).

    `citations` numbers the references of the page; without it references go unnumbered.
    """
    roles = tuple(roles)
    citations = citations or Citations()
    profiles = [sections_of(role, citations) for role in roles]
    requirements = _requirements(roles)
    tools = [r for r in requirements if r.skill.kind == Skill.Kind.TOOL]
    skills = [r for r in requirements if r.skill.kind != Skill.Kind.TOOL]
    return Lineup(
        roles=roles,
        choices=_cells(roles, profiles, "choose_if"),
        rows=tuple(
            Row(name, heading, _cells(roles, profiles, name)) for name, heading in HEADINGS.items()
        ),
        skills=_split("Skills", roles, skills),
        tools=_split("Tools", roles, tools),
    )


def _cells(roles, profiles, name):
    return tuple(Cell(role, p[name]) for role, p in zip(roles, profiles, strict=True))


def _requirements(roles):
    """Returns a Requirement for each skill of any role: core before useful, then by name."""
    needs = [{need.skill: need.need for need in role.needs.all()} for role in roles]
    asked = [asked_for(role) for role in roles]
    entries = {skill for of_role in needs for skill in of_role}
    found = [
        Requirement(
            skill,
            roles,
            needs=tuple(of_role.get(skill) for of_role in needs),
            asked=tuple(of_role.get(skill.pk) for of_role in asked),
        )
        for skill in entries
    ]
    return sorted(found, key=lambda r: (not r.is_core, r.skill.name.casefold()))


def _split(heading, roles, requirements):
    lone = [r for r in requirements if len(r.needed_by) == 1]
    some = [r for r in requirements if 1 < len(r.needed_by) < len(roles)]
    shared = [r for r in requirements if len(r.needed_by) == len(roles)]
    only = tuple(
        OnlyNeededBy(role, tuple(r for r in lone if r.needs[position]))
        for position, role in enumerate(roles)
    )
    return SkillSplit(heading, tuple(shared), tuple(some), only)


def _words(section):
    lines = [(line.label, line.text) for line in section.lines]
    groups = [*section.paragraphs, *(group for line in lines for group in line)]
    return [[piece.text for piece in group] for group in groups]
