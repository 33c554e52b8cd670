"""What roles need: what their profiles claim, beside what their adverts ask for. No queries.

A group of skills of which any one will do is one need. Each need of any of the roles has a Claim a
role: named as core, as useful or not, and the share of its adverts that ask for it, or "not
measured". A gap between two roles is named only where it is ten points or more, and beyond chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, permutations
from typing import NamedTuple

from ..models import GROUP, Role, RoleSkill, Skill
from .addresses import address_of
from .adverts import Adverts, AdvertsByRole, kept_adverts
from .evidence import MIN_LISTINGS_FOR_SHARES, Asked
from .kept import once_a_version

# Shares that are less apart are about the same.
NOTABLE_GAP = 0.1
# So many needs a chart shows at once, and so many are named to learn.
SHOWN_AT_FIRST = 12
# Of three and more roles so many needs are shown at most, as each is a long row.
SHOWN_OF_MANY = 30
MOST_TO_LEARN = 5
# So many names a sentence has of each role.
NAMED_IN_A_SENTENCE = 3
# So many skills of a group are named beside it.
NAMED_OF_A_GROUP = 3


class Name(NamedTuple):
    """A skill as pages link it."""

    slug: str
    name: str

    @property
    def address(self):
        return address_of("careers:skill_detail", self.slug)


@dataclass(frozen=True)
class Need:
    """What an advert asks for: a skill, or any one of a group."""

    # The key of its count: the skill's address, or "group:" and the group's.
    key: str
    name: str
    kind: str
    skills: tuple[Name, ...]

    @property
    def is_group(self):
        return self.key.startswith(GROUP)

    @cached_property
    def slugs(self):
        """The addresses of its skills."""
        return tuple(skill.slug for skill in self.skills)

    @cached_property
    def keys(self):
        """The keys of all counts that are of it: its own, and those of its skills."""
        return tuple(dict.fromkeys((self.key, *self.slugs)))

    @property
    def in_a_sentence(self):
        """Its name within a sentence: "a cloud", but "Java or Scala"."""
        first_word = self.name.split()[0]
        if not self.is_group or first_word in {skill.name for skill in self.skills}:
            return self.name
        return self.name[0].lower() + self.name[1:]


@dataclass(frozen=True)
class Needs:
    """The needs of a vocabulary, each found by the id or the address of a skill, or by its key."""

    by_skill: dict[int, Need]
    by_key: dict[str, Need]

    @classmethod
    def read(cls):
        """Returns the Needs of the whole vocabulary; one query."""
        columns = ("group__slug", "group__name", "slug", "name", "kind", "pk")
        return cls.of(Skill.objects.values_list(*columns))

    @classmethod
    def of_skills(cls, skills):
        """Returns the Needs of some skills that are read with their groups."""
        return cls.of(
            (
                skill.group and skill.group.slug,
                skill.group and skill.group.name,
                *(skill.slug, skill.name, skill.kind, skill.pk),
            )
            for skill in skills
        )

    @classmethod
    def of(cls, rows):
        """Returns the Needs of (group's slug, group's name, slug, name, kind, id) of skills."""
        by_skill, by_key = {}, {}
        for key, found in groupby(sorted(rows, key=_in_order), key=_key):
            members = list(found)
            _, group, _, name, kind, _ = members[0]
            skills = tuple(Name(*member[2:4]) for member in members)
            need = Need(key, group or name, kind, skills)
            by_key.update(dict.fromkeys(need.keys, need))
            by_skill.update((member[-1], need) for member in members)
        return cls(by_skill, by_key)


# By the state of content (portal/page_cache.py).
kept_needs = once_a_version(Needs.read)


def _key(row):
    group, _, slug, *_ = row
    return f"{GROUP}{group}" if group else slug


def _in_order(row):
    return _key(row), row[3].casefold()


@dataclass(frozen=True)
class Known:
    """What pages know of needs: those of the vocabulary, and the adverts of all roles."""

    needs: Needs
    adverts: AdvertsByRole

    @classmethod
    def of(cls, content_generation=None):
        """Returns what is Known; two queries for each state of content (portal/page_cache.py).

        Without a state it is read each time.
        """
        return cls(kept_needs(content_generation), kept_adverts(content_generation))


@dataclass(frozen=True)
class Claim:
    """What a role says of a need: its profile by a word, its adverts by their share."""

    role: Role
    # "core", "useful", or "": the profile does not name it.
    word: str
    # Those of the need's skills that the profile names.
    named: tuple[str, ...]
    # None: not measured.
    asked: Asked | None
    # Whether adverts of any kind that speak for the role surely ask for it.
    is_asked_for: bool

    @property
    def share(self):
        return self.asked.share if self.asked else None

    @property
    def at(self):
        """Where its mark stands in a chart."""
        return f"{round(100 * self.asked.share)}%"

    @property
    def words(self):
        """What its mark says."""
        return self.word or "not named"


@dataclass(frozen=True)
class ComparedNeed:
    """A need with the Claim of each of the roles."""

    need: Need
    claims: tuple[Claim, ...]

    @cached_property
    def measured(self):
        """The claims that have a share."""
        return [claim for claim in self.claims if claim.asked]

    @cached_property
    def is_measured(self):
        return bool(self.measured)

    @cached_property
    def named_by(self):
        """The claims of the roles whose profiles name it."""
        return [claim for claim in self.claims if claim.word]

    @cached_property
    def is_core(self):
        return any(claim.word == RoleSkill.Need.CORE for claim in self.claims)

    @cached_property
    def alone(self):
        """The one role whose profile names it, if no other's adverts surely ask for it; or None."""
        if len(self.named_by) != 1:
            return None
        others = [claim for claim in self.claims if not claim.word]
        return None if any(claim.is_asked_for for claim in others) else self.named_by[0].role

    @cached_property
    def most(self):
        """The claim with the highest share."""
        return max(self.measured, key=lambda claim: claim.share)

    @cached_property
    def least(self):
        """The claim with the lowest share."""
        return min(self.measured, key=lambda claim: claim.share)

    @cached_property
    def gap(self):
        """How far apart the highest and the lowest share are, from 0 to 1."""
        return self.most.share - self.least.share

    @cached_property
    def is_apart(self):
        """Whether it is asked for surely more often of one role than of another."""
        return len(self.measured) > 1 and is_more(self.least, self.most)

    @property
    def is_unclear(self):
        """Whether its shares lie apart, but by no more than chance explains."""
        return self.gap >= NOTABLE_GAP and not self.is_apart

    @cached_property
    def named(self):
        """The skills of a group that profiles name, or the first ones; () of a single skill."""
        if not self.need.is_group:
            return ()
        slugs = {slug for claim in self.claims for slug in claim.named}
        named = [skill for skill in self.need.skills if skill.slug in slugs]
        return tuple(named or self.need.skills)[:NAMED_OF_A_GROUP]


def is_more(start, end):
    """Tells whether adverts ask for a need more often of `end`: ten points, and beyond chance."""
    if start.asked is None or end.asked is None:
        return False
    return end.share - start.share >= NOTABLE_GAP and end.asked.exceeds(start.asked)


def compare_needs(roles: Sequence[Role], known: Known):
    """Returns (the Adverts that speak for each role, a ComparedNeed for each need of any of them).

    A need is of a role where its profile names it, or its adverts surely ask for it. Core needs
    come first, then by name.
    """
    speaking = known.adverts.speaking_for(roles)
    profiles = [_named_in(role.needs.all(), known.needs) for role in roles]
    keys = {key for profile in profiles for key in profile}
    keys.update(
        need.key
        for adverts in speaking
        if adverts
        for need, _ in surely_asked(adverts, known.needs)
    )
    of_every_kind = [known.adverts.of_every_kind(role) for role in roles]
    columns = list(zip(roles, profiles, speaking, of_every_kind, strict=True))
    compared = [
        ComparedNeed(need, tuple(_claim(need, *column) for column in columns))
        for need in map(known.needs.by_key.__getitem__, keys)
    ]
    compared.sort(key=lambda each: (not each.is_core, each.need.name.casefold()))
    return speaking, compared


def asked_of(adverts, needs):
    """Returns {skill id: (its Need, Asked)} of those of some Needs that Adverts measure.

    Without adverts, nothing is measured.
    """
    if adverts is None:
        return {}
    asked = {pk: (need, adverts.asked(need)) for pk, need in needs.by_skill.items()}
    return {pk: pair for pk, pair in asked.items() if pair[1]}


def _claim(need, role, profile, adverts, of_every_kind):
    word, named = profile.get(need.key, ("", []))
    asked = {each.kind: each.asked(need) for each in of_every_kind}
    return Claim(
        role,
        word,
        tuple(named),
        asked[adverts.kind] if adverts else None,
        any(each.is_asked_for for each in asked.values() if each),
    )


def _named_in(needs_of_role, needs):
    """Returns {key of a need: (word, [addresses of the named skills])} of a role's RoleSkills."""
    named = {}
    for each in needs_of_role:
        key = needs.by_skill[each.skill_id].key
        word, slugs = named.get(key, (each.need, []))
        if each.need == RoleSkill.Need.CORE:
            word = each.need
        named[key] = word, [*slugs, each.skill.slug]
    return named


def surely_asked(adverts, needs):
    """Returns (Need, Asked) of what adverts surely ask for, the most asked first.

    A need is one of some Needs; of its counts the most is taken.
    """
    by_key = needs.by_key
    found = {by_key[key].key: by_key[key] for key in adverts.surely_asked if key in by_key}
    asked = [(need, adverts.asked(need)) for need in found.values()]
    return sorted((pair for pair in asked if pair[1]), key=lambda pair: -pair[1].listings)


@dataclass(frozen=True)
class ChartGroup:
    """Needs under one heading of a chart, in order."""

    heading: str
    needs: tuple[ComparedNeed, ...]


@dataclass(frozen=True)
class Chart:
    """How often adverts ask for the measured needs: those asked for most, and the others."""

    roles: tuple[Role, ...]
    adverts: tuple[Adverts | None, ...]
    first: tuple[ChartGroup, ...]
    rest: tuple[ChartGroup, ...]
    size: int
    # How many needs are shown at most; None: all of them.
    most: int | None = None
    # A role with fewer adverts has no share.
    fewest: int = MIN_LISTINGS_FOR_SHARES

    def __bool__(self):
        return self.size > 0

    @property
    def is_pair(self):
        return len(self.roles) == 2

    @property
    def left_out(self):
        """How many needs, those asked for least, only the files of the comparison have."""
        return max(0, self.size - self.most) if self.most else 0

    @property
    def spoken_for(self):
        """(role, the Adverts that speak for it or None) of each role."""
        return list(zip(self.roles, self.adverts, strict=True))

    @property
    def different_adverts(self):
        """The Adverts that speak for any of the roles, each once."""
        return list({each.role: each for each in self.adverts if each}.values())

    @property
    def is_stacked(self):
        """Whether the same adverts speak for both roles, so that their marks share a place."""
        return self.is_pair and all(self.adverts) and len(self.different_adverts) == 1

    @property
    def is_past(self):
        return any(each and each.is_past for each in self.adverts)

    @property
    def source(self):
        """The first of the adverts that there are: all are of one kind, and of one snapshot."""
        return next((each for each in self.adverts if each), None)


def chart(roles, adverts, compared, differences_only=False):
    """Returns the Chart of roles, of what compare_needs() returned."""
    measured = [each for each in compared if each.is_measured]
    if differences_only:
        measured = [each for each in measured if each.is_apart]
    measured.sort(key=lambda each: -each.most.share)
    most = None if len(roles) == 2 else SHOWN_OF_MANY
    halves = measured[:SHOWN_AT_FIRST], measured[SHOWN_AT_FIRST:most]
    first, rest = (_chart_groups(roles, adverts, half) for half in halves)
    return Chart(tuple(roles), adverts, first, rest, len(measured), most)


def _chart_groups(roles, adverts, compared):
    """Returns the ChartGroups of needs, each sorted by gap, then by share."""
    apart = [each for each in compared if each.is_apart]
    unclear = [each for each in compared if each.is_unclear]
    others = [each for each in compared if not each.is_apart and not each.is_unclear]
    same = _words_for_the_same(adverts)
    groups = [
        ("Ten points or more apart", apart),
        ("Too few adverts to tell", unclear),
        (same, others),
    ]
    if len(roles) == 2:
        more, less = (
            (f"More for {role}", [each for each in apart if each.most.role == role])
            for role in reversed(roles)
        )
        groups = [more, (same, others), ("Too few adverts to tell", unclear), less]
    return tuple(
        ChartGroup(heading, tuple(sorted(found, key=lambda each: (-each.gap, -each.most.share))))
        for heading, found in groups
        if found
    )


def _words_for_the_same(adverts):
    """Returns the heading of needs whose shares are not apart."""
    counted = [each.role for each in adverts if each]
    if len(counted) == 1:
        return f"Counted for {counted[0]} only"
    if len(set(counted)) == 1:
        return "Measured by the same adverts"
    return "About the same"


@dataclass(frozen=True)
class LearnLine:
    """A need that the adverts of one role ask for surely more often than those of another."""

    compared: ComparedNeed
    start: Claim
    end: Claim
    # Those of the second role.
    adverts: Adverts

    @property
    def need(self):
        return self.compared.need

    @property
    def asked(self):
        """How many adverts of the second role ask for it, and how many do at this moment."""
        return self.adverts.asked(self.need)

    @property
    def gap(self):
        return self.end.share - self.start.share

    @property
    def is_more_of_it(self):
        """Whether the first role's profile names it as core already."""
        return self.start.word == RoleSkill.Need.CORE


@dataclass(frozen=True)
class Learning:
    """What somebody in one role learns for another: by their adverts, and as editors judge."""

    start: Role
    end: Role
    measured: tuple[LearnLine, ...]
    # What only the second profile names and no adverts can tell.
    judged: tuple[ComparedNeed, ...]
    # Why nothing is measured; "" where something is.
    finding: str

    @property
    def core(self):
        return [each for each in self.judged if each.is_core]

    @property
    def useful(self):
        return [each for each in self.judged if not each.is_core]


def learnings(roles, adverts, compared):
    """Returns the Learning from each role of a pair to the other, there and back."""
    nothing_apart = not any(each.is_apart for each in compared)
    return [
        _learning(roles, adverts, compared, start, end, nothing_apart)
        for start, end in permutations((0, 1))
    ]


def _learning(roles, adverts, compared, start, end, nothing_apart):
    lines = [
        LearnLine(each, each.claims[start], each.claims[end], adverts[end])
        for each in compared
        if is_more(each.claims[start], each.claims[end])
    ]
    lines.sort(key=lambda line: -line.gap)
    is_same = adverts[0] is not None and adverts[0] == adverts[1]
    judged = tuple(
        each
        for each in compared
        if each.alone == roles[end] and (is_same or len(each.measured) < 2)
    )
    finding = "" if lines else _finding(roles, adverts, roles[end], nothing_apart)
    return Learning(roles[start], roles[end], tuple(lines[:MOST_TO_LEARN]), judged, finding)


def _finding(roles, adverts, end, nothing_apart):
    """Returns why no need is measured to be asked for more often of a role."""
    uncounted = [str(role) for role, each in zip(roles, adverts, strict=True) if not each]
    if uncounted:
        return f"Too few adverts for {' and '.join(uncounted)} were counted to tell."
    if adverts[0] == adverts[1]:
        return "Both roles are measured by the same adverts, which cannot tell them apart."
    if nothing_apart:
        return "The tools are the same: adverts ask for none clearly more often in either role."
    return f"No tool or language is clearly asked for more often in {end} adverts."


@dataclass(frozen=True)
class Split:
    """Needs by whose profile names them: each in exactly one place."""

    shared: tuple[ComparedNeed, ...]
    # Named by some, or by one while another's adverts surely ask for it.
    some: tuple[ComparedNeed, ...]
    only: tuple[tuple[Role, tuple[ComparedNeed, ...]], ...]

    @property
    def size(self):
        return len(self.shared) + len(self.some) + sum(len(alone) for _, alone in self.only)


def split(roles, compared):
    """Returns the Split of those of the needs that any profile names."""
    named = [each for each in compared if each.named_by]
    shared = [each for each in named if len(each.named_by) == len(roles)]
    partly = [each for each in named if len(each.named_by) < len(roles)]
    some = [each for each in partly if each.alone is None]
    only = tuple((role, tuple(each for each in named if each.alone == role)) for role in roles)
    return Split(tuple(shared), tuple(some), only)


def in_a_sentence(roles, compared):
    """Returns what sets roles apart: by their adverts where these differ, else by profiles."""
    if len(roles) == 2 and any(each.is_apart for each in compared):
        return _by_adverts(roles, compared)
    found = split(roles, compared)
    apart = [
        f"only {role}’s names {_listed(core[:NAMED_IN_A_SENTENCE])}"
        for role, alone in found.only
        if (core := [each for each in alone if each.is_core])
    ]
    share = f"Their profiles share {len(found.shared)} of the {found.size} needs they name"
    return "; ".join([share, *apart]) + "."


def _by_adverts(roles, compared):
    lines = []
    for position, role in enumerate(roles):
        more = [each for each in compared if each.is_apart and each.most is each.claims[position]]
        more.sort(key=lambda each: -each.gap)
        if more:
            ask = "ask more often for" if not lines else "for"
            lines.append(f"{role} adverts {ask} {_listed(more[:NAMED_IN_A_SENTENCE])}")
    return "; ".join(lines) + "."


def _listed(compared):
    """Returns names as a sentence has them: "R, SQL and a BI tool"."""
    *others, last = [each.need.in_a_sentence for each in compared]
    return f"{', '.join(others)} and {last}" if others else last
