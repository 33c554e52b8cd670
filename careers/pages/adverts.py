"""Which adverts speak for a role: its open listings, else a snapshot's; else those of a stand-in.

Kinds are never mixed. One kind speaks for all roles of a page: the one that speaks for the most of
them, then for the most by adverts of their own, then the newest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from django.utils import timezone

from ..market import Ask, OpenCount, market
from ..models import EvidenceKind, Reference, Role
from .addresses import address_of
from .evidence import MIN_LISTINGS_FOR_SHARES, Asked
from .kept import once_a_version
from .recounts import recounts
from .shares import is_asked_for, upper_bound

# Shares that may be off by so many points say so.
NOTABLE_MARGIN = 5
# The newest first.
KINDS = (EvidenceKind.ADVERTISED, EvidenceKind.PAST)
OF_ROLE = ("slug", "title", "family")
OF_LISTINGS = ("listings", "skills", "gathered_at", "has_samples")
OF_SNAPSHOT = ("n_with_skills", "skills", "note", "snapshot__kind", "snapshot__measured")
OF_REFERENCE = ("key", "title", "publisher", "url", "year", "retrieved_on", "note", "notice")
COLUMNS = (
    *OF_ROLE,
    *(f"evidence__{name}" for name in OF_LISTINGS),
    *(f"snapshot_roles__{name}" for name in OF_SNAPSHOT),
    *(f"snapshot_roles__snapshot__reference__{name}" for name in OF_REFERENCE),
)


class RoleName(NamedTuple):
    """A published role as pages link it."""

    slug: str
    title: str
    family: str

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("careers:role_detail", self.slug)


@dataclass(frozen=True)
class Adverts:
    """Counted adverts of a role, and in how many of them each skill or group is named."""

    kind: str
    role: RoleName
    n: int
    # {a skill's address, or "group:" and a group's: adverts}
    counts: Mapping[str, int]
    # The addresses of the skills that their reader can read; None where it can read all.
    measured: frozenset[str] | None
    # When they were counted, if they are open listings; else when they were published.
    counted_on: date | None = None
    year: int | None = None
    # What readers should know of them, in a sentence.
    note: str = ""
    reference: Reference | None = None
    # Of open listings, by what is counted of them: how many there are at this moment.
    recounts: Mapping[Ask, OpenCount] = field(default_factory=dict, compare=False)
    # What was said by now of needs, by their keys: pages share adverts, and ask for the same.
    _asked: dict = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def is_past(self):
        return self.kind == EvidenceKind.PAST

    @property
    def among(self):
        """What they are, after a number."""
        return f"adverts of {self.year}" if self.is_past else "open listings"

    @property
    def margin(self):
        """How many points their shares may be off, at most; "" where that is little.

        Half the width of Wilson's interval at a share of a half, one-sided 95 %.
        """
        points = round(100 * (upper_bound(self.n / 2, self.n) - 0.5))
        return f"± {points} points" if points >= NOTABLE_MARGIN else ""

    def stands_in_for(self, role):
        """Whether a role has too few adverts of its own, so that these speak for it."""
        return self.role.slug != role.slug

    @cached_property
    def surely_asked(self):
        """The keys of all counts of what such adverts surely ask for."""
        return [key for key, count in self.counts.items() if is_asked_for(count, self.n)]

    @property
    def now(self):
        """How many open listings they are at this moment; None of what is past."""
        return self.recounts.get(Ask(self.role.slug))

    def asks(self, needs):
        """Returns what counts again how many they are, and how many ask for each of some needs.

        That is nothing if they are past.
        """
        keys = () if self.is_past else ("", *map(self._key, needs))
        return [Ask(self.role.slug, key) for key in keys]

    def asked(self, need):
        """Returns how many of them ask for a need (demand.Need) as Asked; None: not measured."""
        if need.keys not in self._asked:
            is_measured = self.measured is None or not self.measured.isdisjoint(need.keys)
            self._asked[need.keys] = self.asked_for(self._key(need)) if is_measured else None
        return self._asked[need.keys]

    def asked_for(self, key):
        """Returns how many of them name a skill or a group, by its key, as Asked."""
        now = self.recounts.get(Ask(self.role.slug, key))
        return Asked(self.counts.get(key, 0), self.n, self.among, now, self.now)

    def _key(self, need):
        """Returns the key of the count of a need.

        What was counted before a group was made knows its skills only, and so its least.
        """
        return max(need.keys, key=lambda key: self.counts.get(key, 0))


@dataclass(frozen=True)
class AdvertsByRole:
    """The adverts of each role that has enough of them, by kind and the role's address."""

    # All published ones by their addresses, in the order of their titles.
    roles: Mapping[str, RoleName]
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
            spoken_for = [(each, role) for each, role in zip(found, roles, strict=True) if each]
            own = [each for each, role in spoken_for if not each.stands_in_for(role)]
            return len(spoken_for), len(own)

        return max(of_kinds, key=most)

    def own_of_one_kind(self):
        """Returns {a role's address: its own Adverts} of the kind that most roles have."""
        return max((dict(self._own(kind)) for kind in KINDS), key=len)

    def fewest_of(self, slugs):
        """Returns how many adverts of its own the role with the fewest has, of the best kind."""
        counts = {key: adverts.n for key, adverts in self.found.items()}
        return max(min(counts.get((kind, slug), 0) for slug in slugs) for kind in KINDS)

    def shares_of(self, skill):
        """Returns (Adverts, Asked) of roles whose newest adverts name a skill, the most first."""
        newest = {slug: adverts for kind in reversed(KINDS) for slug, adverts in self._own(kind)}
        naming = [each for each in newest.values() if each.counts.get(skill.slug)]
        listings = [each.role.slug for each in naming if not each.is_past]
        now = recounts(Ask(slug, key) for slug in listings for key in ("", skill.slug))
        shares = [(each, replace(each, recounts=now).asked_for(skill.slug)) for each in naming]
        return sorted(shares, key=lambda pair: (-pair[1].share, pair[0].role.title))

    def _own(self, kind):
        return [(slug, adverts) for (of, slug), adverts in self.found.items() if of == kind]

    def reference_for(self, roles):
        """Returns the Reference of what speaks for roles; None of open listings, or of nothing."""
        return next((each.reference for each in self.speaking_for(roles) if each), None)


def recounted(speaking, needs):
    """Returns the Adverts that speak for roles with what they are at this moment.

    That is how many they are, and how many ask for each of some needs: those whose counts the page
    prints. Where none speaks for a role, None stands among them.
    """
    now = recounts(ask for each in speaking if each for ask in each.asks(needs))
    return tuple(each and replace(each, recounts=now) for each in speaking)


def read_adverts():
    """Returns the AdvertsByRole of all published roles; one query."""
    newest_first = "-snapshot_roles__snapshot__reference__year"
    rows = Role.objects.published().order_by("title", newest_first).values_list(*COLUMNS)
    roles, found = {}, {}
    for row in rows:
        values = iter(row)
        role, listings, snapshot, reference = (
            [*islice(values, len(names))]
            for names in (OF_ROLE, OF_LISTINGS, OF_SNAPSHOT, OF_REFERENCE)
        )
        name = roles.setdefault(role[0], RoleName(*role))
        for adverts in (_of_listings(name, *listings), _of_snapshot(name, reference, *snapshot)):
            if adverts:
                found.setdefault((adverts.kind, name.slug), adverts)
    return AdvertsByRole(roles, found)


# By the state of content (portal/page_cache.py).
kept_adverts = once_a_version(read_adverts)


def _of_listings(role, listings, skills, gathered_at, has_samples):
    """Returns the Adverts that open listings make; None where they are too few, or invented."""
    if not market() or has_samples or (listings or 0) < MIN_LISTINGS_FOR_SHARES:
        return None
    day = timezone.localdate(gathered_at)
    return Adverts(EvidenceKind.ADVERTISED, role, listings, skills, None, day)


def _of_snapshot(role, reference, n, skills, note, kind, measured):
    """Returns the Adverts of a snapshot; None where they are too few, or of another kind."""
    if kind != EvidenceKind.PAST or n < MIN_LISTINGS_FOR_SHARES:
        return None
    source = Reference(**dict(zip(OF_REFERENCE, reference, strict=True)))
    measured = frozenset(measured)
    return Adverts(kind, role, n, skills, measured, None, source.year, note, source)
