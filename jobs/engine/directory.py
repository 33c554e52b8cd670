"""What addresses and pages call roles, skills and employers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from careers.models import Comparison, FormerAddress, Role, Skill, SkillGroup

from ..models import Employer, ExchangeRate


class Entries:
    """Entries of one kind: their slugs are in addresses, their labels on pages."""

    def __init__(self, rows, former=()):
        """Takes rows of (id, slug, label), and (former slug, id) of those that had another one."""
        rows = list(rows)
        self.ids = {slug: pk for pk, slug, _ in rows}
        self.slugs = {pk: slug for pk, slug, _ in rows}
        self.labels = {slug: label for _, slug, label in rows}
        self.now = {old: self.slugs[pk] for old, pk in former if pk in self.slugs}

    def __contains__(self, slug):
        return slug in self.ids

    def current(self, slug):
        """Returns the slug by which something is known now; the same where it is no former one."""
        return slug if slug in self.ids else self.now.get(slug, slug)


class Rate(NamedTuple):
    """A reference rate: US dollars for one unit of a currency, and of which day that is."""

    usd: Decimal
    as_of: date


@dataclass(frozen=True)
class Directory:
    """Everything a visitor may name in a parameter of the board."""

    roles: Entries
    skills: Entries
    employers: Entries
    # Needs that any one of some skills fills, and {a need's address: the ids of these skills}.
    needs: Entries
    skills_for: dict[str, list[int]]
    # {currency: the reference Rate by which pay in it is converted}
    rates: dict[str, Rate]

    @classmethod
    def load(cls, at=None, employers=None):
        """Reads the directory as it is at a moment (now, unless given); five queries.

        Four, where the Entries of employers are known: there may be very many.
        """
        groups = list(
            SkillGroup.objects.order_by("slug").values_list("pk", "slug", "name", "skills")
        )
        former = defaultdict(list)
        for kind, slug, pk in FormerAddress.objects.values_list("kind", "slug", "target_id"):
            former[kind].append((slug, pk))
        roles = Role.objects.published(at).values_list("pk", "slug", "title")
        return cls(
            roles=Entries(roles, former["role"]),
            skills=Entries(Skill.objects.values_list("pk", "slug", "name"), former["skill"]),
            employers=employers
            or Entries(Employer.objects.values_list("pk", "slug", "name"), former["employer"]),
            needs=Entries(group[:3] for group in groups),
            skills_for={
                slug: [skill for *_, skill in of_need if skill]
                for slug, of_need in groupby(groups, key=lambda group: group[1])
            },
            rates={
                currency: Rate(usd, as_of)
                for currency, usd, as_of in ExchangeRate.objects.order_by("currency").values_list(
                    "currency", "usd", "as_of"
                )
            },
        )

    def indexed(self, facet, values):
        """Returns a Facet's values, given as in addresses, as the index has them: ids for slugs.

        A value that is not in the directory stays as it is; no listing in the index has it.
        """
        if not facet.entries:
            return list(values)
        ids = getattr(self, facet.entries).ids
        return [ids.get(value, value) for value in values]

    def skill_slugs(self, skills):
        """Returns the addresses for lists of skills' ids; what has no name any more is left out."""
        slugs = self.skills.slugs
        return [[slugs[skill] for skill in of_one if skill in slugs] for of_one in skills]


def next_publication(after):
    """Returns when the next role or comparison becomes public; None where none is waiting."""
    roles, comparisons = (
        model.objects.filter(published_at__gt=after).order_by().values_list("published_at")
        for model in (Role, Comparison)
    )
    return min((at for (at,) in roles.union(comparisons)), default=None)
