"""What addresses and pages call roles, skills and employers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, Value

from careers.models import Comparison, FormerAddress, Role, Skill, SkillGroup

from ..models import Employer, ExchangeRate

NO_GROUP = Value(None, BigIntegerField())


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
        """Reads the directory as it is at a moment (now, unless given); three queries.

        Two, where the Entries of employers are known: there may be very many.
        """
        rows, skills_of = _rows_and_groups(at)
        former = defaultdict(list)
        for pk, slug, kind in rows["former"]:
            former[kind].append((slug, pk))
        return cls(
            roles=Entries(rows["role"], former["role"]),
            skills=Entries(rows["skill"], former["skill"]),
            employers=employers
            or Entries(Employer.objects.values_list("pk", "slug", "name"), former["employer"]),
            needs=Entries(rows["need"]),
            skills_for={slug: skills_of[pk] for pk, slug, _ in rows["need"]},
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


def _rows_and_groups(at):
    """Returns {kind: [(id, slug, label)]} by label, and {id of a group: ids of skills}; one query.

    A group of skills is a need. The label of a former slug is the kind of what had it.
    """
    skills = _rows("skill", Skill.objects, "pk", "slug", "name", "group")
    others = [
        _rows("need", SkillGroup.objects, "pk", "slug", "name", NO_GROUP),
        _rows("role", Role.objects.published(at), "pk", "slug", "title", NO_GROUP),
        _rows("former", FormerAddress.objects, "target_id", "slug", "kind", NO_GROUP),
    ]
    by_kind, skills_of = defaultdict(list), defaultdict(list)
    for kind, pk, slug, label, group in skills.union(*others, all=True).order_by("name"):
        by_kind[kind].append((pk, slug, label))
        if group:
            skills_of[group].append(pk)
    return by_kind, skills_of


def _rows(kind, queryset, *columns):
    return queryset.order_by().values_list(Value(kind, CharField()), *columns)


def next_publication(after):
    """Returns when the next role or comparison becomes public; None where none is waiting."""
    roles, comparisons = (
        model.objects.filter(published_at__gt=after).order_by().values_list("published_at")
        for model in (Role, Comparison)
    )
    return min((at for (at,) in roles.union(comparisons)), default=None)
