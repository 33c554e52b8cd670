"""What addresses and pages call roles, skills and employers."""

from dataclasses import dataclass

from careers.models import Role, Skill

from ..models import Employer


class Register:
    """Entries of one kind: their slugs stand in addresses, their labels on pages."""

    def __init__(self, rows):
        """`rows` are (id, slug, label)."""
        rows = list(rows)
        self.ids = {slug: pk for pk, slug, _ in rows}
        self.slugs = {pk: slug for pk, slug, _ in rows}
        self.labels = {slug: label for _, slug, label in rows}

    def __contains__(self, slug):
        return slug in self.ids


@dataclass(frozen=True)
class Names:
    """Everything a visitor may name in a parameter of the board."""

    roles: Register
    skills: Register
    employers: Register

    @classmethod
    def read(cls):
        """The names as they are in the database now; three queries."""
        return cls(
            roles=Register(Role.objects.published().values_list("pk", "slug", "title")),
            skills=Register(Skill.objects.values_list("pk", "slug", "name")),
            employers=Register(Employer.objects.values_list("pk", "slug", "name")),
        )
