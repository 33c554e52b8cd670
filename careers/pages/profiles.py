"""
A document as a page reads it: sections of paragraphs and lines, with skills and references linked.

Small frozen values, made from columns without a query; templates only loop over them.
"""

from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import mark_safe

from ..editing import documents
from ..models import Reference, Skill
from .evidence import Asked


@dataclass(frozen=True)
class Citation:
    """One place that cites a reference: its number on the page, and its own anchor."""

    number: int
    anchor: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text, with the skill it links to or the citation that follows it."""

    text: str
    skill: Skill | None = None
    citation: Citation | None = None


class Text(tuple):
    """
    Pieces in a row. In a template it prints as HTML, which for the hundreds of pieces of a
    comparison is many times faster than a loop of templates.
    """

    def __str__(self):
        return mark_safe("".join(map(_html, self)))

    __html__ = __str__

    def __add__(self, other):
        return Text((*self, *other))


def _html(piece):
    """A piece as HTML: its text escaped, linked to its skill, followed by its citation."""
    html = escape(piece.text)
    if piece.skill:
        html = f'<a href="{escape(piece.skill.get_absolute_url())}">{html}</a>'
    if piece.citation:
        number, anchor = piece.citation.number, piece.citation.anchor
        html += (
            f'<sup><a class="cite" id="{anchor}" href="#reference-{number}">'
            f'<span class="visually-hidden">Reference </span>{number}</a></sup>'
        )
    return html


@dataclass(frozen=True)
class Line:
    """A point, ready to print."""

    label: Text
    text: Text
    is_useful: bool = False
    asked: tuple[tuple[Skill, Asked], ...] = ()

    def __str__(self):
        """The line as HTML, for the same reason as Text."""
        useful = '<span class="tag">useful</span> ' if self.is_useful else ""
        label = f'<span class="label">{self.label}</span>'
        return mark_safe(f'{label}{useful}<span class="names">{self.text}</span>{self._asked()}')

    def _asked(self):
        """How often listings ask for each of its skills; the skill is named if there are more."""
        form = "{1}" if len(self.asked) == 1 else "{0}: {1}"
        words = (escape(form.format(skill.name, asked)) for skill, asked in self.asked)
        return "".join(f'<span class="asked">{each}</span>' for each in words)


@dataclass(frozen=True)
class Section:
    """A section of a document: paragraphs when it is prose, lines otherwise."""

    name: str
    heading: str
    paragraphs: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()

    def __bool__(self):
        return bool(self.paragraphs or self.lines)

    def __str__(self):
        """The section as HTML, for the same reason as Text."""
        prose = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        lines = "".join(f"<li>{line}</li>" for line in self.lines)
        points = f'<ul class="points" role="list">{lines}</ul>' if lines else ""
        return mark_safe(prose + points or '<p class="quiet">Nothing is written here yet.</p>')


@dataclass(frozen=True)
class Cited:
    """A reference in a page's list, with the anchors of the places that cite it."""

    number: int
    reference: Reference
    anchors: tuple[str, ...]


@dataclass
class Citations:
    """Numbers the references of one page in the order in which its texts cite them."""

    references: dict[str, Reference] = field(default_factory=dict)
    anchors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def for_documents(cls, *found):
        """The references that any section of the documents cites; one query."""
        texts = [
            getattr(document, section.name)
            for document in found
            for section in document.shape.sections
        ]
        keys = {key for text in texts for key in documents.citations(text)}
        return cls({r.key: r for r in Reference.objects.filter(key__in=keys)})

    def cite(self, key):
        """The next citation of a reference; None for a key that has none."""
        if key not in self.references:
            return None
        places = self.anchors.setdefault(key, [])
        number = list(self.anchors).index(key) + 1
        places.append(f"cite-{number}-{len(places) + 1}")
        return Citation(number, places[-1])

    @property
    def cited(self):
        """The page's references, numbered."""
        return [
            Cited(number, self.references[key], tuple(anchors))
            for number, (key, anchors) in enumerate(self.anchors.items(), start=1)
        ]


# Names are linked in these sections only: in prose, "Go" and "R" mislead.
LINKED = ("skills", "tools")


@dataclass
class Reader:
    """Reads a document's columns into sections; links each of `skills` where it is first named."""

    citations: Citations
    skills: dict[str, Skill] = field(default_factory=dict)
    asked: dict[int, Asked] = field(default_factory=dict)

    def section(self, document, section):
        """One section of the document's shape, ready to print."""
        text = getattr(document, section.name)
        if section.is_prose:
            prose = tuple(self.prose(block) for block in documents.paragraphs(text))
            return Section(section.name, section.heading, paragraphs=prose)
        read = self.linked_line if section.name in LINKED else self.line
        lines = tuple(read(point) for point in documents.parse_points(text))
        return Section(section.name, section.heading, lines=lines)

    def line(self, point):
        return Line(Text([Piece(point.label)]), self.prose(point.text))

    def linked_line(self, point):
        """A point of skills or tools: the names in its label and its list are links."""
        listed = ", ".join(documents.listed_names(point.text))
        names, rest = "", point.text
        if listed and point.text.startswith(listed):
            names, rest = listed, point.text.removeprefix(listed)
        label, linked = self.names(point.name), self.names(names)
        first = [piece.skill for piece in label + linked if piece.skill]
        asked = tuple((skill, self.asked[skill.pk]) for skill in first if skill.pk in self.asked)
        return Line(label, linked + self.prose(rest), point.is_useful, asked)

    def prose(self, text):
        return Text(
            Piece(words, citation=self.citations.cite(key) if key else None)
            for words, key in documents.split_citations(text)
        )

    def names(self, text):
        """Comma-separated names, each a link to the skill it names, its own case kept."""
        if not text:
            return Text()
        pieces = []
        for position, name in enumerate(text.split(", ")):
            if position:
                pieces.append(Piece(", "))
            pieces.append(Piece(name, skill=self.skills.pop(name.casefold(), None)))
        return Text(pieces)


def read(role, citations, asked=None):
    """
    The sections of a role's profile, by name; the role is read whole (RoleQuerySet.with_profile).

    `asked` (evidence.asked_for) puts under each line how often listings ask for its skills.
    """
    skills = {name.casefold(): need.skill for need in role.needs.all() for name in need.skill.names}
    return _read(role, Reader(citations, skills, asked or {}))


def read_comparison(comparison, citations):
    """The sections of a written comparison, by name."""
    return _read(comparison, Reader(citations))


def _read(document, reader):
    return {s.name: reader.section(document, s) for s in document.shape.sections}
