"""Which adverts speak for a role: its open listings, else a snapshot's; else those of a stand-in.

Kinds are never mixed. One kind speaks for all roles of a page: the one that speaks for the most of
them, then for the most by adverts of their own, then the newest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.dateformat import format as format_date

from ..market import market
from ..models import Evidence, EvidenceKind, Family, Reference, Role, SnapshotRole
from .evidence import MIN_LISTINGS_FOR_SHARES, Asked

# The newest first.
KINDS = (EvidenceKind.ADVERTISED, EvidenceKind.PAST)
NAMES_OF_ROLE = ("role__slug", "role__title", "role__family")
OF_REFERENCE = tuple(
    f"snapshot__reference__{name}"
    for name in ("key", "title", "publisher", "url", "year", "retrieved_on", "note", "notice")
)


@dataclass(frozen=True)
class Adverts:
    """Counted adverts of a role, and in how many of them each skill or group is named."""

    kind: str
    role: Role
    n: int
    # {a skill's address, or "group:" and a group's: adverts}
    counts: Mapping[str, int]
    # The addresses of the skills that their reader can read; None where it can read all.
    measured: frozenset[str] | None
    # When they were counted, or published: "2023", "26 November 2026".
    time: str
    reference: Reference | None = None

    @property
    def among(self):
        """What they are, after a number."""
        return "open listings" if self.reference is None else f"adverts of {self.time}"

    @property
    def lean_to_data(self):
        """Whether searches for data jobs found adverts of a trade that is larger than that."""
        return self.kind == EvidenceKind.PAST and self.role.family == Family.SOFTWARE

    def asked(self, need):
        """Returns how many of them ask for a need (demand.Need) as Asked; None: not measured."""
        if self.measured is not None and self.measured.isdisjoint(need.slugs):
            return None
        # What was counted before a group was made knows its skills only, and so its least.
        named = max(self.counts.get(key, 0) for key in (need.key, *need.slugs))
        return Asked(named, self.n, self.among)


@dataclass(frozen=True)
class AdvertsByRole:
    """The adverts of several roles and of their stand-ins: enough of them, or none."""

    found: Mapping[tuple[str, str], Adverts]

    def of(self, role, kind):
        """Returns the Adverts of a kind that speak for a role, its own before a stand-in's."""
        return self.found.get((kind, role.slug)) or self.found.get((kind, role.stand_in))

    def of_every_kind(self, role):
        """Returns all that speak for a role, the newest first."""
        return [found for kind in KINDS if (found := self.of(role, kind))]

    def speaking_for(self, roles: Sequence[Role]) -> tuple[Adverts | None, ...]:
        """Returns the Adverts of each role, all of one kind; None where a role has none of it."""
        of_kinds = [tuple(self.of(role, kind) for role in roles) for kind in KINDS]

        def most(found):
            own = [
                each for each, role in zip(found, roles, strict=True) if each and each.role == role
            ]
            return len(found) - found.count(None), len(own)

        return max(of_kinds, key=most)


def read_adverts(roles):
    """Returns the AdvertsByRole of roles; two queries."""
    stand_ins = Role.objects.published().filter(slug__in={role.stand_in for role in roles})
    whose = Q(role__in=roles) | Q(role__in=stand_ins)
    past = (
        SnapshotRole.objects.filter(whose, snapshot__kind=EvidenceKind.PAST)
        .filter(n_with_skills__gte=MIN_LISTINGS_FOR_SHARES)
        .select_related("role", "snapshot__reference")
        .only("n_with_skills", "skills", "snapshot__measured", *NAMES_OF_ROLE, *OF_REFERENCE)
        .order_by("-snapshot__reference__year")
    )
    live = Evidence.objects.filter(whose, listings__gte=MIN_LISTINGS_FOR_SHARES, has_samples=False)
    live = live.select_related("role") if market() else live.none()
    live = live.only("listings", "skills", "gathered_at", *NAMES_OF_ROLE)
    found = {}
    for adverts in (*map(_of_listings, live), *map(_of_snapshot, past)):
        found.setdefault((adverts.kind, adverts.role.slug), adverts)
    return AdvertsByRole(found)


def _of_listings(evidence):
    day = format_date(timezone.localdate(evidence.gathered_at), "j F Y")
    kind = EvidenceKind.ADVERTISED
    return Adverts(kind, evidence.role, evidence.listings, evidence.skills, None, day)


def _of_snapshot(row):
    snapshot = row.snapshot
    return Adverts(
        EvidenceKind.PAST,
        row.role,
        row.n_with_skills,
        row.skills,
        frozenset(snapshot.measured),
        str(snapshot.reference.year),
        snapshot.reference,
    )
