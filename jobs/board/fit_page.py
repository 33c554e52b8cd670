"""What fits somebody's skills: roles, jobs that name nothing else, and what one skill more opens.

The skills are in the address, and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from careers.market import JobCard
from careers.models import Skill
from careers.pages.addresses import address_of
from careers.pages.demand import Known
from careers.pages.kept import once_a_version
from careers.pages.role_fits import RoleFit, role_fits

from ..engine.facets import LEAST_SKILLS
from .cards import cards
from .controls import Choice, PageLinks, page_links
from .per_version import kept_cards
from .query import page_number, path_with

if TYPE_CHECKING:
    # Its libraries are imported with the first question to the engine.
    from ..engine.skill_fit import SkillFit

PARAMETERS = ("skill", "find", "jobs", "lack", "page")
READY, NEAR = "ready", "near"
# The id of what no job names.
NO_SKILL = -1
# In this order skills are ticked: what adverts name most comes first.
KINDS = (Skill.Kind.LANGUAGE, Skill.Kind.TOOL, Skill.Kind.CONCEPT, Skill.Kind.ABILITY)
# So many skills are named that would open most, and so many roles before the others are folded.
MOST_OPENING, FIRST_ROLES = 10, 8


class SkillOption(NamedTuple):
    """A skill to tick, and how many open jobs name it."""

    slug: str
    name: str
    jobs: int


class Opening(NamedTuple):
    """A skill, how many jobs lack only it, and the addresses of these, and of the page with it."""

    slug: str
    name: str
    jobs: int
    address: str
    added: str


class FitJob(NamedTuple):
    """A job's card, and the one skill that it names and that is not held; "" where none is."""

    card: JobCard
    lacks: str


@dataclass(frozen=True)
class Vocabulary:
    """All skills as they are ticked and looked for."""

    # In the order of their names.
    skills: tuple[Skill, ...]
    # {name or alias, case-folded: the address of the skill}
    called: dict[str, str]

    @classmethod
    def read(cls):
        """Returns the Vocabulary of the moment; one query."""
        skills = tuple(Skill.objects.order_by("name").only("kind", "slug", "name", "aliases"))
        called = {name.casefold(): skill.slug for skill in skills for name in skill.names}
        return cls(skills, called)


# By the state of content (portal/page_cache.py).
kept_vocabulary = once_a_version(Vocabulary.read)


@dataclass(frozen=True)
class FitQuery:
    """What an address asks, with what is unknown left out, and the addresses of what is near."""

    skills: tuple[str, ...]
    find: str = ""
    # The one skill that listed jobs may lack; "" for any one.
    lack: str = ""
    is_near: bool = False

    def address(self, page=1, **changed):
        """Returns the address of the same with something changed."""
        asked = replace(self, **changed)
        pairs = [*(("skill", slug) for slug in asked.skills), ("find", asked.find), *asked.listed]
        known = [pair for pair in pairs if pair[1]]
        return path_with(address_of("jobs:fit"), known, page)

    @property
    def listed(self):
        """Which jobs are listed, as (parameter, value) pairs; none for those that are usual."""
        if self.lack:
            return [("lack", self.lack)]
        return [("jobs", NEAR)] if self.is_near else []


@dataclass(frozen=True)
class FitPage:
    """What the page shows; before a skill is chosen only what there is to choose from."""

    query: FitQuery
    # The skills that are held, and the others by kind, as far as they hold what is looked for.
    chosen: Sequence[SkillOption]
    groups: Sequence[tuple[str, Sequence[SkillOption]]]
    problems: Sequence[str]
    fit: "SkillFit | None" = None
    open_jobs: int = 0
    roles: Sequence[RoleFit] = ()
    opening: Sequence[Opening] = ()
    lists: Sequence[Choice] = ()
    jobs: Sequence[FitJob] = ()
    pages: PageLinks | None = None
    # What the one skill is called that all listed jobs lack.
    lacked: str = ""
    least_skills: int = LEAST_SKILLS
    first_roles: int = FIRST_ROLES


def fit_page(asked, board_engine, content_generation):
    """Returns the FitPage of a QueryDict; at most four queries."""
    directory = board_engine.directory.skills
    vocabulary = kept_vocabulary(content_generation)
    query, problems = _read(asked, directory, vocabulary)
    with board_engine.lock:  # all counts are of one moment
        open_jobs, _ = board_engine.newest(0)
        naming = dict(board_engine.counts("skill"))
        fit = board_engine.skill_fit(
            [directory.ids[slug] for slug in query.skills],
            is_near=query.is_near,
            lacking=directory.ids.get(query.lack, NO_SKILL) if query.lack else None,
            page=page_number(asked),
        )
    jobs_by_slug = {slug: naming.get(pk, 0) for slug, pk in directory.ids.items()}
    chosen, groups = _options(query, jobs_by_slug, vocabulary)
    if not query.skills:
        return FitPage(query, chosen, groups, problems)
    found = cards(fit.pks, fit.skills, directory.labels, kept_cards(board_engine.version))
    names = {pk: directory.labels[slug] for pk, slug in directory.slugs.items()}
    return FitPage(
        query=query,
        chosen=chosen,
        groups=groups,
        problems=problems,
        fit=fit,
        open_jobs=open_jobs,
        roles=role_fits(set(query.skills), Known.of(content_generation)),
        opening=_opening(fit, query, directory),
        lists=_lists(fit, query),
        jobs=[FitJob(card, names.get(fit.lacks.get(card.pk), "")) for card in found],
        pages=page_links(fit, query),
        lacked=directory.labels.get(query.lack, query.lack),
    )


def _read(asked, directory, vocabulary):
    """Returns (the FitQuery of a QueryDict, what is wrong with it, in sentences).

    A skill is given by its address, or by any of its names.
    """
    found = {
        given: now if now in directory else vocabulary.called.get(given.casefold(), "")
        for given in asked.getlist("skill")
        for now in [directory.current(given)]
    }
    problems = [
        f"“{given}” is not a skill that we know, so it is left out."
        for given, slug in found.items()
        if slug not in directory
    ]
    lack, jobs = directory.current(asked.get("lack", "")), asked.get("jobs", "")
    if lack and lack not in directory:
        problems.append(f"“{lack}” is not a skill that we know. No job lacks it.")
    if jobs not in ("", READY, NEAR):
        problems.append(f"There is no list of jobs called “{jobs}”; these are ready now.")
    skills = tuple(dict.fromkeys(slug for slug in found.values() if slug in directory))
    query = FitQuery(skills, asked.get("find", ""), lack, bool(lack) or jobs == NEAR)
    return query, tuple(problems)


def _options(query, jobs, vocabulary):
    """Returns (the SkillOptions that are chosen, [(kind, its other SkillOptions)]).

    `jobs` is {the address of a skill: how many open jobs name it}.
    """
    options = {
        skill.slug: SkillOption(skill.slug, skill.name, jobs.get(skill.slug, 0))
        for skill in vocabulary.skills
    }
    words = query.find.casefold().split()
    groups = []
    for kind in KINDS:
        others = [
            options[skill.slug]
            for skill in vocabulary.skills
            if skill.kind == kind and skill.slug not in query.skills and _is_called(skill, words)
        ]
        if others:
            groups.append((kind.label, sorted(others, key=lambda each: -each.jobs)))
    return [options[slug] for slug in query.skills if slug in options], groups


def _is_called(skill, words):
    """Says whether a skill has a name or an alias that holds all of some words."""
    return any(all(word in name.casefold() for word in words) for name in skill.names)


def _opening(fit, query, directory):
    """Returns the Openings of the skills that would open most."""
    slugs = [(directory.slugs.get(skill), jobs) for skill, jobs in fit.opens]
    named = [(jobs, directory.labels[slug], slug) for slug, jobs in slugs if slug]
    named.sort(key=lambda each: (-each[0], each[1]))
    return [
        Opening(
            slug,
            name,
            jobs,
            query.address(lack=slug),
            query.address(skills=(*query.skills, slug), lack="", is_near=False),
        )
        for jobs, name, slug in named[:MOST_OPENING]
    ]


def _lists(fit, query):
    """Returns the Choices of the two lists of jobs."""
    return [
        Choice(
            "Name nothing you lack",
            query.address(lack="", is_near=False),
            not query.is_near,
            fit.ready,
        ),
        Choice(
            "Name one skill you lack",
            query.address(lack="", is_near=True),
            query.is_near and not query.lack,
            fit.near,
        ),
    ]
