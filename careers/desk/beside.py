"""What stands beside a text while it is written: what keeps it from being published, what to look
at again, and what the role's adverts ask for. Warnings inform; only publishing is strict.

With script the panel follows the text; without, it is of what the page shows. Its figures are those
that are stored (Evidence, SnapshotRole): no listing is read.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django import forms
from django.forms.widgets import Script
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from ..editing import content_checks, documents, publishing, readability
from ..editing.content_checks import Others
from ..matching.titles import normalise_title
from ..models import Comparison, Role, RoleSkill, Skill
from ..pages.adverts import Adverts, read_adverts
from ..pages.demand import Need, Needs, surely_asked
from ..pages.evidence import Asked
from . import uses
from .uses import change_url

# Longer texts are no documents, and are not looked at while somebody writes; in characters.
LONGEST_TEXT = 60_000
MOST_UNNAMED = 8
MOST_TITLES = 6
# A title is offered if so many adverts have it, and this part of all that are counted.
FEWEST_ADVERTS, SMALLEST_PART = 5, 0.005
# Prose of fewer words has no grade worth telling.
WORDS_FOR_A_GRADE = 20


class Place(NamedTuple):
    """A document that says the same: its name and its page in the admin."""

    name: str
    url: str

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Note:
    """What is said of a text: in which field, by its label and its name, and of what document."""

    label: str
    name: str
    message: str
    owner: Place | None = None


@dataclass(frozen=True)
class AskedNeed:
    """A need of the role's adverts, and how the text names it: "core", "useful" or not at all."""

    need: Need
    # None: not measured.
    asked: Asked | None
    word: str = ""

    @property
    def percent_wide(self):
        """How wide its bar is, of 100."""
        return round(100 * self.asked.share)

    @property
    def section(self):
        """The section in which it would be named."""
        return "tools" if self.need.kind == Skill.Kind.TOOL else "skills"

    @property
    def skill(self):
        """The name of its first skill: what a label links by."""
        return self.need.skills[0].name


@dataclass(frozen=True)
class Linked:
    """The names in the labels and lists of a section: those that link, and those that do not."""

    label: str
    name: str
    known: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass
class Beside:
    """All that is said of a document's text; nothing, if it is too long."""

    is_too_long: bool = False
    errors: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    # (label, grade) of the prose that is long enough.
    grades: list[tuple[str, float]] = field(default_factory=list)
    grade_max: int = readability.GRADE_MAX
    adverts: Adverts | None = None
    stands_in: bool = False
    unnamed: list[AskedNeed] = field(default_factory=list)
    named: list[AskedNeed] = field(default_factory=list)
    not_measured: list[str] = field(default_factory=list)
    # (title, adverts) under which the role is advertised and which it does not name.
    titles: list[tuple[str, int]] = field(default_factory=list)
    linked: list[Linked] = field(default_factory=list)


def read_beside(document, fields):
    """Returns what is said of a document whose fields have some texts: Beside.

    The document may be unsaved. At most eight queries, whatever there is.
    """
    shape = document.shape
    texts = _texts(fields, shape)
    if sum(map(len, texts.values())) > LONGEST_TEXT:
        return Beside(is_too_long=True)
    content, faulty = documents.read_faulty(texts, shape)
    labels = _labels(document)
    roles = list(Role.objects.order_by("pk"))
    citable = publishing.Citable.read(document)
    beside = Beside()
    found = (
        faulty,
        publishing.missing_links(content, document, citable),
        publishing.publishing_problems(content, document, citable),
    )
    beside.errors = _notes(labels, found)
    others = _others(document, roles)
    findings = content_checks.check_document(
        content, shape, others, citable.read_on, timezone.localdate()
    )
    beside.warnings = [
        Note(labels[each.section], each.section, each.message, each.owner) for each in findings
    ]
    beside.grades = _grades(content, shape, labels)
    if isinstance(document, Role):
        _add_evidence(beside, document, content, labels, citable)
    return beside


def _texts(fields, shape):
    """Returns the texts of fields as documents.write() takes them."""
    return {name: (fields.get(name) or "").replace("\0", "") for name in shape.names}


def _notes(labels, found):
    """Returns the Notes of several {field: sentences}, each once: two rules may say the same."""
    return list(
        dict.fromkeys(
            Note(labels.get(name, name), name, sentence)
            for problems in found
            for name, sentences in problems.items()
            for sentence in sentences
        )
    )


def _labels(document):
    """Returns {field: its label}, as the writing page has them."""
    labels = {
        name: document._meta.get_field(name).verbose_name.capitalize()
        for name in document.shape.keys
        if name not in ("other_titles", "roles")
    }
    sections = {section.name: section.heading for section in document.shape.sections}
    return labels | {"other_titles": "Also known as", "roles": "The pair"} | sections


def _others(document, roles):
    """Returns what the public texts of all other documents say; one query."""
    others = Others()
    for row in (*roles, *Comparison.objects.select_related("first", "second").order_by("pk")):
        is_own = isinstance(document, type(row)) and row.pk == document.pk
        if row.live_revision_id and not is_own:
            others.add(Place(str(row), change_url(row)), _content_of(row), row.shape)
    return others


def _content_of(row):
    """Returns what the columns of a document say, as Content."""
    fields = {name: getattr(row, name, "") for name in row.shape.names if name != "other_titles"}
    fields |= {name: "" for name in row.shape.names if name not in fields}
    points = {
        section.name: documents.good_points(fields[section.name])
        for section in row.shape.sections
        if not section.is_prose
    }
    return documents.Content("", fields, points)


def _grades(content, shape, labels):
    return [
        (labels[section.name], readability.grade(content.fields[section.name]))
        for section in shape.sections
        if section.is_prose and len(content.fields[section.name].split()) >= WORDS_FOR_A_GRADE
    ]


# --- of roles ----------------------------------------------------------------------------------


def _add_evidence(beside, role, content, labels, citable):
    """Adds what the adverts of a role ask for, what they call it, and which names link."""
    vocabulary = Skill.objects.named()
    preview = publishing.preview_of(role, content, citable)
    needs = Needs.of_skills({skill.pk: skill for skill in vocabulary.values()}.values())
    named = {}
    for each in publishing.needs_of(preview, content.points, vocabulary):
        key = needs.by_skill[each.skill_id].key
        if named.get(key) != RoleSkill.Need.CORE:
            named[key] = each.need
    (adverts,) = read_adverts().speaking_for([preview])
    beside.linked = _linked(content.points, vocabulary, labels)
    if adverts is None:
        return
    beside.adverts, beside.stands_in = adverts, adverts.stands_in_for(preview)
    asked = [AskedNeed(*pair) for pair in surely_asked(adverts, needs)]
    beside.unnamed = [each for each in asked if each.need.key not in named][:MOST_UNNAMED]
    for key, word in named.items():
        need = needs.by_key[key]
        figure = adverts.asked(need)
        if figure:
            beside.named.append(AskedNeed(need, figure, word))
        else:
            beside.not_measured.append(need.name)
    beside.named.sort(key=lambda each: -each.asked.share)
    if role.pk:
        beside.titles = _titles(role, content)


def _titles(role, content):
    """Returns (title, adverts) of what counted adverts call a role and its profile does not."""
    own = {content.fields["title"], *documents.parse_list(content.fields["other_titles"])}
    known = {normalise_title(title) for title in own}
    counted = Counter()
    spelt = {}
    rows = uses.counted_adverts(role)
    fewest = max(FEWEST_ADVERTS, SMALLEST_PART * sum(row.n for row in rows))
    for row in rows:
        for title, adverts in row.titles.items():
            name = normalise_title(title)
            if name and name not in known:
                spelt.setdefault(name, title)
                counted[name] += adverts
    return [
        (spelt[name], adverts)
        for name, adverts in counted.most_common(MOST_TITLES)
        if adverts >= fewest
    ]


def _linked(points, vocabulary, labels):
    """Returns the Linked of the two sections whose names link to the vocabulary."""
    found = []
    for part in RoleSkill.Part.values:
        names = [name for point in points[part] for name in documents.point_names(point)]
        known = [
            vocabulary[name.casefold()].name for name in names if name.casefold() in vocabulary
        ]
        of_part = dict.fromkeys(RoleSkill.Part.values, ()) | {part: points[part]}
        unknown = publishing.unknown_names(of_part, vocabulary)
        if known or unknown:
            found.append(Linked(labels[part], part, tuple(dict.fromkeys(known)), tuple(unknown)))
    return found


# --- the page ----------------------------------------------------------------------------------


class BesidePages:
    """What the writing page has beside the text; it stands before WritingAdmin."""

    def get_urls(self):
        pages = [("<int:pk>/beside/", "beside"), ("add/beside/", "beside_new")]
        own = [
            path(route, self.admin_site.admin_view(self.beside), name=self._page_name(name))
            for route, name in pages
        ]
        return own + super().get_urls()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if self._may_write(request, obj):
            form, names = context["adminform"].form, self.model.shape.names
            fields = {name: form[name].value() for name in names if name in form.fields}
            context |= {
                "beside": read_beside(obj or self.model(), fields),
                "beside_url": self._url_of("beside", obj),
                "media": context["media"] + forms.Media(js=[Script("js/beside.js", type="module")]),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def beside(self, request, pk=None):
        """Answers a text that is being written with what is said of it."""
        document = self._written_document(request, pk)
        fields = {name: request.POST.get(name, "") for name in self.model.shape.names}
        context = {"beside": read_beside(document or self.model(), fields), "opts": self.opts}
        return TemplateResponse(request, "admin/careers/_beside.html", context)
