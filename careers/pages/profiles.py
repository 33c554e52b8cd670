"""A document as a page reads it: sections of paragraphs and lines, with what they link.

Small frozen values, made from columns without a query; templates/site/careers/_sections.html
prints them.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from ..editing import documents
from ..models import Comparison, Family, Reference, Role, Skill
from .demand import Need
from .evidence import Asked
from .kept import each_once_a_version


@dataclass(frozen=True)
class Citation:
    """One place that cites a reference: its number on the page, and its own anchor."""

    number: int
    anchor: str


class Piece(NamedTuple):
    """A stretch of text, with the skill it links to or the citation that follows it."""

    text: str
    skill: Skill | None = None
    citation: Citation | None = None


# Pieces in a row: a paragraph, a label or an explanation.
Text = tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """A point: its label, its explanation, and how often adverts ask for its needs."""

    label: Text
    text: Text
    is_useful: bool = False
    asked: tuple[tuple[Need, Asked], ...] = ()

    def names_only(self, skills):
        """Tells whether it names skills, and all of them have one of these addresses."""
        named = {piece.skill.slug for piece in (*self.label, *self.text) if piece.skill}
        return bool(named) and named <= skills


@dataclass(frozen=True)
class Section:
    """A section of a document: paragraphs when it is prose, lines otherwise."""

    name: str
    heading: str
    paragraphs: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()

    def __bool__(self):
        return bool(self.paragraphs or self.lines)


@dataclass(frozen=True)
class Cited:
    """A reference in a page's list, with the anchors of the places that cite it.

    A source of figures is described with the others on the page of open data.
    """

    number: int
    reference: Reference
    anchors: tuple[str, ...]
    is_source_of_figures: bool = False


def _read_references(keys):
    return Reference.objects.by_address(keys)


_kept_references = each_once_a_version(_read_references)


@dataclass
class Citations:
    """Numbers the references of one page in the order in which its texts cite them."""

    references: dict[str, Reference] = field(default_factory=dict)
    anchors: dict[str, list[str]] = field(default_factory=dict)
    # The keys of those from which figures were counted.
    sources: set[str] = field(default_factory=set)

    @classmethod
    def for_documents(cls, *found, content_generation=None):
        """Returns the Citations of all references that the documents cite; one query.

        None where they were all read in this state of content (portal/page_cache.py).
        """
        texts = [
            getattr(document, section.name)
            for document in found
            for section in document.shape.sections
        ]
        keys = {key for text in texts for key in documents.citations(text)}
        return cls(_kept_references(keys, content_generation))

    def cite(self, key):
        """Returns the next citation of a reference; None for a key without one."""
        if key not in self.references:
            return None
        reference = self.references[key]
        key = reference.key  # a text may cite it by one that it had before
        self.references[key] = reference
        places = self.anchors.setdefault(key, [])
        number = list(self.anchors).index(key) + 1
        places.append(f"cite-{number}-{len(places) + 1}")
        return Citation(number, places[-1])

    def cite_reference(self, reference):
        """Returns the next citation of a source of figures; None for None."""
        if reference is None:
            return None
        self.sources.add(reference.key)
        self.references.setdefault(reference.key, reference)
        return self.cite(reference.key)

    @property
    def cited(self):
        """The references that the page cites, in the order of their numbers."""
        return [
            Cited(number, self.references[key], tuple(anchors), key in self.sources)
            for number, (key, anchors) in enumerate(self.anchors.items(), start=1)
        ]


@dataclass(frozen=True)
class Extent:
    """How much of a document a page shows: which sections not at all, and which in outline.

    An outline is the first paragraph, or of each point its label and the names that it lists.
    """

    left_out: frozenset[str] = frozenset()
    outlined: frozenset[str] = frozenset()


WHOLE = Extent()

# Names are linked in these sections only: in prose, "Go" and "R" mislead.
LINKED = ("skills", "tools", "learn_first")
# Further down the page, this one links what the profile linked before.
LINKED_AGAIN = ("learn_first",)


@dataclass
class SectionBuilder:
    """Builds sections from a document's columns; links each of `skills` where it is first named."""

    citations: Citations
    skills: dict[str, Skill] = field(default_factory=dict)
    asked: dict[int, tuple[Need, Asked]] = field(default_factory=dict)
    extent: Extent = WHOLE
    # The names that are links by now.
    linked: set[str] = field(default_factory=set)

    def sections(self, document):
        """Returns the sections of a document, by name; what is left out cites nothing."""
        return {
            shape.name: self.section(document, shape)
            for shape in document.shape.sections
            if shape.name not in self.extent.left_out
        }

    def section(self, document, shape):
        """Returns the section of a document that a SectionShape describes."""
        text = getattr(document, shape.name)
        is_outlined = shape.name in self.extent.outlined
        if shape.is_prose:
            blocks = documents.paragraphs(text)[: 1 if is_outlined else None]
            prose = tuple(self.prose(block) for block in blocks)
            return Section(shape.name, shape.heading, paragraphs=prose)
        if shape.name in LINKED_AGAIN:
            self.linked.clear()
        build = self.linked_line if shape.name in LINKED else self.line
        points = documents.parse_points(text)
        if is_outlined:
            points = tuple(documents.outline(point) for point in points)
        lines = tuple(build(point) for point in points)
        return Section(shape.name, shape.heading, lines=lines)

    def line(self, point):
        """Returns a point as a Line without links."""
        return Line((Piece(point.label),), self.prose(point.text))

    def linked_line(self, point):
        """Returns a point of skills or tools: the names in its label and its list are links."""
        listed = ", ".join(documents.listed_names(point.text))
        names, rest = "", point.text
        if listed and point.text.startswith(listed):
            names, rest = listed, point.text.removeprefix(listed)
        label, linked = self.names(point.name), self.names(names)
        first = [piece.skill for piece in label + linked if piece.skill]
        asked = dict.fromkeys(self.asked[skill.pk] for skill in first if skill.pk in self.asked)
        return Line(label, linked + self.prose(rest), point.is_useful, tuple(asked))

    def prose(self, text):
        """Returns a text as Pieces, each with the citation that follows it."""
        return tuple(
            Piece(words, citation=self.citations.cite(key) if key else None)
            for words, key in documents.split_citations(text)
        )

    def names(self, text):
        """Returns comma-separated names as Pieces that link; each keeps its own case."""
        if not text:
            return ()
        pieces = []
        for position, name in enumerate(text.split(", ")):
            if position:
                pieces.append(Piece(", "))
            pieces.append(Piece(name, skill=self.first_named(name.casefold())))
        return tuple(pieces)

    def first_named(self, name):
        """Returns the skill of a case-folded name, unless the name is a link by now; else None."""
        skill = None if name in self.linked else self.skills.get(name)
        self.linked.add(name)
        return skill


def _read_roles(slugs):
    """Returns {slug: role} of those that are published, read whole (RoleQuerySet.with_profile).

    By a slug that a role had before, too: its own tells that it has another one now.
    """
    return Role.objects.published().with_profile().by_address(slugs)


def _read_comparisons(pairs):
    """Returns {pair: the published comparison of two roles, or None} by sets of their ids.

    Or the one that was merged into another, `merged_into`, which is published.
    """
    ids = {pk for pair in pairs for pk in pair}
    found = Comparison.objects.published_or_merged().filter(first__in=ids, second__in=ids)
    written = {frozenset((each.first_id, each.second_id)): each for each in found}
    return {pair: written.get(pair) for pair in pairs}


def _read_comparison_cards(roles):
    """Returns {role: its published comparisons, as their cards show them} by ids."""
    cards = {pk: [] for pk in roles}
    for each in Comparison.objects.published().of(roles).with_card():
        for pk in cards.keys() & {each.first_id, each.second_id}:
            cards[pk].append(each)
    return cards


# By the slugs of roles, by pairs of their ids, and by their ids; and by the state of content
# (portal/page_cache.py).
published_roles = each_once_a_version(_read_roles)
published_comparisons = each_once_a_version(_read_comparisons)
comparison_cards = each_once_a_version(_read_comparison_cards)


def sections_of(role, citations, asked=None, needs=None, extent=WHOLE):
    """Returns the sections of a role's profile, by name.

    `needs` are its RoleSkills; unless given (a preview gives them), those that were read with it
    (RoleQuerySet.with_profile). `asked` (demand.asked_of) puts under each line how often adverts
    ask for its skills, once for a group. `extent` says what is left out.
    """
    needs = role.needs.all() if needs is None else needs
    skills = {name.casefold(): need.skill for need in needs for name in need.skill.names}
    return SectionBuilder(citations, skills, asked or {}, extent).sections(role)


def sections_of_comparison(comparison, citations):
    """Returns the sections of a written comparison, by name."""
    return SectionBuilder(citations).sections(comparison)


def by_family(roles):
    """Returns [(the label of a family, its roles)] in the order of the families."""
    families = {family: [] for family in Family.values}
    for role in roles:
        families[role.family].append(role)
    return [(Family(family).label, found) for family, found in families.items() if found]
