"""Landing pages: boards that are worth finding in a search engine, each with words of its own.

Every other board narrows one of them, and names it as its canonical page.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from careers.models import Role, Skill
from careers.pages.addresses import address_of
from careers.pages.kept import each_once_a_version

from .. import engine
from ..engine.facets import FACETS, UNKNOWN
from .headings import heading
from .labels import Labels
from .query import BoardQuery

# The filters that make a landing page. The most special come first: a board narrows the
# first of these that it fulfils.
KINDS = (
    ("role", "country"),
    ("role", "workplace"),
    ("role",),
    ("employer",),
    ("skill",),
    (),
)
# What narrows one of them to others, which it leads to.
BELOW = {(): ("role",), ("role",): ("workplace", "country")}
# With fewer listings a board is not worth finding.
MIN_LISTINGS = 5
MOST_ASKED = 5
# Of fewer jobs figures say nothing.
MIN_LISTINGS_FOR_FIGURES = 10


@dataclass(frozen=True)
class About:
    """What is written about a role or a skill, and where to read on."""

    text: str
    address: str
    label: str


@dataclass(frozen=True)
class Landing:
    """A landing page: what it is called, and the filters that make it."""

    heading: str
    query: BoardQuery
    about: About | None = None

    @property
    def address(self):
        return self.query.address()

    @property
    def summary(self):
        """The page in a sentence or two, for search engines."""
        about = self.about and self.about.text
        return f"{self.heading}. {about or 'Filtered by role, skill, level, pay and place.'}"


class Narrower(NamedTuple):
    """A landing page just below another one."""

    heading: str
    address: str
    count: int


@dataclass(frozen=True)
class Figures:
    """What the jobs that fit have in common."""

    total: int
    # How many of them state pay; None where the filters say it already.
    stating_pay: int | None
    # (label, slug, how many jobs ask for it) of the skills that are asked for most.
    asked: list[tuple[str, str, int]]


def landing(query, labels, version):
    """Returns the Landing that a board is or narrows; at most one query for a version of content.

    `version` is Engine.content_generation; None: nothing is kept.
    """
    filters = canonical_filters(query)
    name = next((name for name in filters if name in ABOUT), None)
    about = ABOUT[name](*filters[name], labels, version) if name else None
    return Landing(heading(filters, labels), filters, about)


def is_landing(query, total):
    """Tells whether a board with so many listings is a landing page: no filter beyond, and enough
    listings. All open jobs are always worth finding; employers have pages of their own.
    """
    is_enough = total >= (MIN_LISTINGS if query else 1)
    return is_enough and query == canonical_filters(query) and "employer" not in query


def narrower(query, answer, labels):
    """Returns the Narrower landing pages that one with an Answer leads to."""
    return [
        Narrower(heading(each, labels), each.address(), count)
        for name in BELOW.get(tuple(query), ())
        for each, count in _below(query, name, answer.counts[name], labels)
    ]


def landing_paths():
    """Returns the path of every landing page but that of all jobs; a page leads to each."""
    board = engine.current()
    labels = Labels(board.directory)
    roles, skills = (
        [each for each, _ in _below(BoardQuery(), name, board.counts(name), labels)]
        for name in ("role", "skill")
    )
    found = [*roles, *skills]
    for query in roles:
        (slug,) = query["role"]
        for name in BELOW["role",]:
            counts = board.counts(name, role=board.directory.roles.ids[slug])
            counted = counts[: FACETS[name].counted]
            found += [each for each, _ in _below(query, name, counted, labels)]
    return [query.address() for query in found]


def _below(query, name, counts, labels):
    """Yields (the query with one more value of a facet, its count) of each landing page."""
    for counted, count in counts:
        value = labels.value(name, counted)
        narrowed = query.with_values(name, value or UNKNOWN)
        if is_landing(narrowed, count):
            yield narrowed, count


def canonical_filters(query):
    """Returns the filters of the landing page that a board is or narrows, as a BoardQuery."""
    single = {
        name: values for name, values in query.items() if len(values) == 1 and UNKNOWN not in values
    }
    if single.get("workplace") != ("remote",):
        single.pop("workplace", None)
    kind = next(kind for kind in KINDS if single.keys() >= set(kind))
    return BoardQuery({name: single[name] for name in kind})


def figures(answer, query, labels):
    """Returns the Figures of an Answer; None of few jobs, whose cards say it."""
    if answer.total < MIN_LISTINGS_FOR_FIGURES:
        return None
    says_pay = "pay" in query or "pay_unknown" in query
    not_stating = dict(answer.counts["pay"]).get(UNKNOWN, 0)
    return Figures(
        answer.total,
        None if says_pay else answer.total - not_stating,
        _most_asked(answer, query, labels),
    )


def _most_asked(answer, query, labels):
    slugs = ((labels.value("skill", pk), count) for pk, count in answer.counts["skill"])
    unasked = [(slug, n) for slug, n in slugs if slug and not query.has("skill", slug)]
    return [(labels.label("skill", slug), slug, count) for slug, count in unasked[:MOST_ASKED]]


def _about_role(slug, labels, version):
    label = f"What a {labels.label('role', slug)} does"
    return About(
        _what_roles_do([slug], version).get(slug, ""),
        address_of("careers:role_detail", slug),
        label,
    )


def _about_skill(slug, labels, version):
    label = f"Who needs {labels.label('skill', slug)}"
    return About(
        _what_skills_are([slug], version).get(slug, ""),
        address_of("careers:skill_detail", slug),
        label,
    )


@each_once_a_version
def _what_roles_do(slugs):
    written = Role.objects.filter(slug__in=slugs).values_list("slug", "summary", "definition")
    return {slug: summary or first_sentence(definition) for slug, summary, definition in written}


@each_once_a_version
def _what_skills_are(slugs):
    written = Skill.objects.filter(slug__in=slugs).values_list("slug", "description")
    return {slug: first_sentence(description) for slug, description in written}


ABOUT = {"role": _about_role, "skill": _about_skill}


def first_sentence(text):
    """Returns the first sentence of a text, without references.

    >>> first_sentence("Counts what happened [bls-data]. Then tells. ")
    'Counts what happened.'
    """
    plain = re.sub(r"\s*\[[\w-]+\]", "", text.strip())
    return re.split(r"(?<=[.!?])\s", plain, maxsplit=1)[0]
