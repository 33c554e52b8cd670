"""
Landing pages: boards that are worth finding in a search engine, each with words of its own.

Every other board narrows one of them, and names it as its canonical page.
"""

import re
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import mark_safe

from careers.models import Role, Skill

from ..engine.facets import UNKNOWN
from .prepared import Prepared
from .query import Applied

# The most special first: a board narrows the first of these that it fulfils.
KINDS = (
    ("role", "country"),
    ("role", "workplace"),
    ("role",),
    ("employer",),
    ("skill",),
)
MOST_ASKED = 5
# Of fewer jobs figures say nothing.
ENOUGH = 10
ROLE = Prepared(lambda pks: Role.objects.filter(pk__in=pks).values_list("summary", "definition"), 1)
SKILL = Prepared(lambda pks: Skill.objects.filter(pk__in=pks).values_list("description"), 1)


@dataclass(frozen=True)
class Landing:
    """A landing page: what it is called, and the filters that make it."""

    heading: str
    applied: Applied
    # What is written about its role or skill, and where to read on.
    lead: str = ""
    more: tuple[str, str] = ()

    @property
    def address(self):
        return self.applied.address()

    @property
    def summary(self):
        """The page in a sentence or two, for search engines."""
        return f"{self.heading}. {self.lead or 'Filtered by role, skill, level, pay and place.'}"


def landing(applied, wording):
    """The Landing that a board is or narrows; at most one query."""
    filters = narrowed(applied)
    words = {name: wording.label(name, value) for name, (value,) in filters.items()}
    heading = HEADINGS[tuple(filters)].format(**words)
    about = next(
        (ABOUT[name](*filters[name], wording.names) for name in filters if name in ABOUT), ()
    )
    return Landing(heading, filters, *about)


def narrowed(applied):
    """The filters of the landing page that a board is or narrows."""
    single = {
        name: values
        for name, values in applied.items()
        if len(values) == 1 and UNKNOWN not in values
    }
    if single.get("workplace") != ("remote",):
        single.pop("workplace", None)
    for kind in KINDS:
        if single.keys() >= set(kind):
            return Applied({name: single[name] for name in kind})
    return Applied()


HEADINGS = {
    ("role", "country"): "{role} jobs in {country}",
    ("role", "workplace"): "{workplace} {role} jobs",
    ("role",): "{role} jobs",
    ("employer",): "Jobs at {employer}",
    ("skill",): "Jobs that ask for {skill}",
    (): "Open jobs",
}


def figures(answer, applied, wording):
    """What the jobs that fit have in common, as HTML; "" of few, whose cards say it."""
    if answer.total < ENOUGH:
        return ""
    sentences = []
    if "pay" not in applied and "pay_unknown" not in applied:
        stating = answer.total - dict(answer.counts["pay"]).get(UNKNOWN, 0)
        sentences.append(f"{stating:,} of {answer.total:,} jobs state pay.")
    if asked := _most_asked(answer, applied, wording):
        sentences.append(f"Asked for most: {', '.join(asked)}.")
    return mark_safe(" ".join(sentences))


def _most_asked(answer, applied, wording):
    slugs = ((wording.value("skill", pk), count) for pk, count in answer.counts["skill"])
    others = [(slug, n) for slug, n in slugs if slug and not applied.has("skill", slug)]
    return [
        f'<a href="{reverse("careers:skill_detail", args=[slug])}">'
        f"{escape(wording.label('skill', slug))}</a> in {count:,}"
        for slug, count in others[:MOST_ASKED]
    ]


def _about_role(slug, names):
    ((summary, definition),) = ROLE.rows([names.roles.ids[slug]]) or [("", "")]
    address = reverse("careers:role_detail", args=[slug])
    words = summary or first_sentence(definition)
    return words, (address, f"What a {names.roles.labels[slug]} does")


def _about_skill(slug, names):
    ((description,),) = SKILL.rows([names.skills.ids[slug]]) or [("",)]
    address = reverse("careers:skill_detail", args=[slug])
    return first_sentence(description), (address, f"Who needs {names.skills.labels[slug]}")


ABOUT = {"role": _about_role, "skill": _about_skill}


def first_sentence(text):
    """
    The first sentence of a text, without references.

    >>> first_sentence("Counts what happened [bls-data]. Then tells. ")
    'Counts what happened.'
    """
    plain = re.sub(r"\s*\[[\w-]+\]", "", text.strip())
    return re.split(r"(?<=[.!?])\s", plain, maxsplit=1)[0]
