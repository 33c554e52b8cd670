"""Checks texts: those of a folder in the starter's form, or of one document while it is written.

They say what could not be loaded or published, what says the same twice, and what is thin. An error
must be mended, a warning is for an editor to judge. Nothing here asks the database; models only
lend the rules of their fields.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import chain
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import slugify

from ..models import (
    PAIR_SEPARATOR,
    Comparison,
    EvidenceKind,
    Reference,
    Role,
    Skill,
    SkillGroup,
)
from ..snapshots import evidence_files
from ..snapshots.aggregates import Cell
from . import documents, publishing
from .documents import COMPARISON, ROLE, DocumentError, Shape, paragraphs
from .sameness import AlikePoints, Passage, SharedTexts, point_texts, words
from .starter_loader import REFERENCE_KEYS, SKILL_KEYS, group_slug

STOCK_PHRASES = Path(__file__).with_name("stock_phrases.txt")

STALE_AFTER = timedelta(days=365)  # since somebody read a reference
DEFINITION_WORDS = 60
FEWEST_POINTS = {
    "responsibilities": 5, "skills": 6, "education": 3, "tools": 3, "industries": 3, "tips": 5,
    "learn_first": publishing.MOST_TO_LEARN_FIRST,
}  # fmt: skip
PLAIN_SENTENCES = (3, 4)  # the fewest and the most in plain words
ROLE_LISTS = ("related", "before", "after", "roles", "stand_in")
SENTENCE_KEYS = ("summary", "difference")

Entries = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a file of the folder, or with a section of a document, in words."""

    file: str
    message: str
    is_error: bool = True
    section: str = ""
    # The document that says the same, if it is that.
    owner: Hashable = None


warning = partial(Finding, is_error=False)


@dataclass(frozen=True)
class Document:
    """A role or a comparison: its file within the folder, its shape and what it says."""

    file: str
    shape: Shape
    content: documents.Content

    @property
    def fields(self) -> Mapping[str, str]:
        return self.content.fields

    @property
    def slug(self) -> str:
        """The name of the file without its ending."""
        return Path(self.file).stem

    @property
    def prose(self) -> dict[str, str]:
        return prose_of(self.fields, self.shape)

    @property
    def lines(self) -> tuple[str, ...]:
        """Its paragraphs, and its points without their labels and lists of names."""
        return tuple(line for _, line in passages_of(self.content, self.shape))


@dataclass
class FolderContent:
    """What a folder holds, as far as it can be read: {file: problems} are its bad lines."""

    files: dict[str, str] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    skills: Entries = field(default_factory=dict)
    references: Entries = field(default_factory=dict)
    # All figures that a reference publishes for whole nations, by its key.
    official: dict[str, set[Decimal | int]] = field(default_factory=dict)
    # {code: title} of the occupations that have official wages.
    occupations: dict[str, str] = field(default_factory=dict)
    problems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # The keys of the references that have evidence files.
    figures: set[str] = field(default_factory=set)

    @property
    def roles(self) -> list[Document]:
        return [document for document in self.documents if document.shape is ROLE]

    @property
    def comparisons(self) -> list[Document]:
        return [document for document in self.documents if document.shape is COMPARISON]

    @property
    def vocabulary(self) -> dict[str, str]:
        """Every name and alias, case-folded, with the heading of its entry."""
        return {name.casefold(): heading for heading, name in _names(self.skills)}

    @property
    def texts(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """All running text, {place: (file, lines)}: a place is a document or an entry."""
        texts = {document.file: (document.file, document.lines) for document in self.documents}
        for name, entry in self.skills.items():
            texts[f"skills.md, “{name}”"] = "skills.md", paragraphs(entry["text"])
        return texts


def check(folder: Path) -> list[Finding]:
    """Returns all findings on the texts of a folder, by file, errors first.

    Without a readable vocabulary and references only the bad lines are found: every name in the
    documents would look unknown.
    """
    content = read_folder(folder)
    findings = [
        Finding(file, problem) for file, found in content.problems.items() for problem in found
    ]
    if not {"skills.md", "references.md"} & content.problems.keys():
        findings += chain.from_iterable(rule(content) for rule in RULES)
    return sorted(findings, key=lambda finding: (finding.file, not finding.is_error))


def read_folder(folder: Path) -> FolderContent:
    """Returns the content of a folder; a file that cannot be read leaves its problems."""
    content = FolderContent(figures={path.stem for path in folder.glob("evidence/*.json")})
    single = [folder / "skills.md", folder / "references.md"]
    for path in [*sorted(folder.glob("*/*.md")), *single]:
        file = path.relative_to(folder).as_posix()
        try:
            content.files[file] = path.read_text(encoding="utf-8")
            _take(content, file, content.files[file])
        except DocumentError as error:
            content.problems[file] = error.problems
        except FileNotFoundError:
            content.problems[file] = ("This file is missing; docs/content.md has its form.",)
    for path in folder.glob("evidence/*.json"):
        header, cells = evidence_files.read(path)
        if header["kind"] == EvidenceKind.OFFICIAL:
            content.official[header["reference"]] = _national(cells)
            content.occupations |= header["occupations"]
    return content


def _national(cells: Iterable[Cell]) -> set[Decimal | int]:
    """Returns all figures of cells that stand for whole nations."""
    return {
        figure
        for cell in cells
        if not cell.area
        for figure in (cell.n, cell.p10, cell.p25, cell.p50, cell.p75, cell.p90)
        if figure is not None
    }


def _take(content: FolderContent, file: str, text: str) -> None:
    match Path(file).parts[0]:
        case "skills.md":
            content.skills = documents.parse_entries(text, SKILL_KEYS)
        case "references.md":
            content.references = documents.parse_entries(text, REFERENCE_KEYS)
        case "roles":
            content.documents.append(Document(file, ROLE, documents.parse(text, ROLE)))
        case "comparisons":
            content.documents.append(Document(file, COMPARISON, documents.parse(text, COMPARISON)))


# --- errors: what could not be loaded or published ---------------------------------------------


def _wrong_fields(content: FolderContent) -> Iterator[Finding]:
    for role in content.roles:
        row: Model = publishing.fill(Role(slug=role.slug), role.content)
        yield from _field_findings(role.file, "", row)
    for comparison in content.comparisons:
        row = publishing.fill(Comparison(), comparison.content)
        yield from _field_findings(comparison.file, "", row, exclude={"first", "second"})
    for name, entry in content.skills.items():
        row = Skill(name=name, slug=_slug(name, entry), kind=entry.get("kind", ""))
        yield from _field_findings("skills.md", f"“{name}”, ", row)
    for name in {entry["group"] for entry in content.skills.values() if "group" in entry}:
        group = SkillGroup(name=name, slug=group_slug(name))
        yield from _field_findings("skills.md", f"group “{name}”, ", group)
    for key, entry in content.references.items():
        given = {name: entry.get(name, "") for name in ("title", "publisher", "url")}
        row = Reference(key=key, retrieved_on=entry.get("retrieved", ""), **given)
        yield from _field_findings("references.md", f"“{key}”, ", row, exclude={"year"})


def _field_findings(
    file: str, place: str, row: Model, exclude: Collection[str] = ()
) -> Iterator[Finding]:
    """Yields what the fields of an unsaved row say of their values."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        choices = {column.name: dict(column.flatchoices) for column in row._meta.fields}
        for name, messages in error.message_dict.items():
            hint = f" Choose one of: {', '.join(choices[name])}." if choices[name] else ""
            yield Finding(file, f"{place}{name}: {' '.join(messages)}{hint}")


def _wrong_years(content: FolderContent) -> Iterator[Finding]:
    for key, entry in content.references.items():
        year = entry.get("year", "")
        if not re.fullmatch(r"(?:19|20|21)\d\d", year):
            message = f"“{key}”, year: {year!r} is no year. Give the year with four digits."
            yield Finding("references.md", message)


def _empty_sections(content: FolderContent) -> Iterator[Finding]:
    for document in content.documents:
        for section in document.shape.sections:
            if not document.fields[section.name]:
                yield Finding(document.file, f"“{section.heading}” is empty; write this section.")


def _uncited_figures(content: FolderContent) -> Iterator[Finding]:
    for document in content.documents:
        for name, text in document.prose.items():
            for sentence in documents.uncited_figures(text, any_number=name == "outlook"):
                yield Finding(
                    document.file,
                    f"This has a figure without a reference: “{sentence}” "
                    "Add the key of one in brackets, like [bls-data-scientists].",
                )


def _misquoted_figures(content: FolderContent) -> Iterator[Finding]:
    for document in content.documents:
        for text in document.prose.values():
            for figure in documents.misquoted(text, content.official):
                yield Finding(document.file, publishing.misquotation(figure))


def _marked_labels(content: FolderContent) -> Iterator[Finding]:
    for document in content.documents:
        for points in document.content.points.values():
            for problem in publishing.mark_problems(points):
                yield Finding(document.file, problem)


def _wrong_occupations(content: FolderContent) -> Iterator[Finding]:
    for role in content.roles:
        for problem in chain.from_iterable(publishing.occupation_problems(role.fields).values()):
            yield Finding(role.file, problem)
        code = role.fields["occupation"]
        if code and content.occupations and code not in content.occupations:
            message = f"The occupation {code!r} has no wages in the folder evidence. Correct it."
            yield Finding(role.file, message)


def _hard_words_and_wrong_routes(content: FolderContent) -> Iterator[Finding]:
    for role in content.roles:
        for rule in (publishing.plain_problems, publishing.route_problems):
            for problem in rule(role.content):
                yield Finding(role.file, problem)


def _unknown_references(content: FolderContent) -> Iterator[Finding]:
    for document in content.documents:
        for key in _cited(document):
            if key not in content.references:
                message = f"[{key}] is not in references.md. Add it there, or correct the key."
                yield Finding(document.file, message)


def _dead_roles(content: FolderContent) -> Iterator[Finding]:
    for document in content.documents:
        for key in ROLE_LISTS:
            for slug in documents.parse_list(document.fields.get(key, "")):
                if f"roles/{slug}.md" not in content.files:
                    message = f"“{key}” names {slug!r}, but there is no file roles/{slug}.md."
                    yield Finding(document.file, message)


def _misnamed_comparisons(content: FolderContent) -> Iterator[Finding]:
    for comparison in content.comparisons:
        slugs = documents.parse_list(comparison.fields["roles"])
        name = PAIR_SEPARATOR.join(sorted(slugs))
        if len(slugs) != 2:
            message = f"“roles” names {len(slugs)} roles; name two, with a semicolon between."
            yield Finding(comparison.file, message)
        elif name != comparison.slug:
            message = f"Call this file {name}.md, after its roles in alphabetical order."
            yield Finding(comparison.file, message)


def _unknown_skills(content: FolderContent) -> Iterator[Finding]:
    vocabulary = content.vocabulary
    for role in content.roles:
        for name in publishing.unknown_names(role.content.points, vocabulary):
            message = f"{name!r} is not in skills.md. Add it there, or write it as an entry does."
            yield Finding(role.file, message)


def _titles_claimed_twice(content: FolderContent) -> Iterator[Finding]:
    claims = [
        (role.file, title)
        for role in content.roles
        for title in (role.fields["title"], *documents.parse_list(role.fields["other_titles"]))
    ]
    for file, title, owner in _claimed_twice(claims):
        message = f"“{title}” already belongs to {owner}; a title belongs to one role only."
        yield Finding(file, message)


def _names_claimed_twice(content: FolderContent) -> Iterator[Finding]:
    for claimant, name, owner in _claimed_twice(_names(content.skills)):
        message = f"“{claimant}” claims “{name}”, which already belongs to “{owner}”."
        yield Finding("skills.md", message)
    slugs = [(name, _slug(name, entry)) for name, entry in content.skills.items()]
    for claimant, slug, owner in _claimed_twice(slugs):
        message = f"“{claimant}” has the address {slug!r} of “{owner}”; give it a slug of its own."
        yield Finding("skills.md", message)


def _dead_skills(content: FolderContent) -> Iterator[Finding]:
    for name, entry in content.skills.items():
        for other in documents.parse_list(entry.get("related", "")):
            if other not in content.skills:
                message = f"“{name}” is related to {other!r}, which is not the name of an entry."
                yield Finding("skills.md", message)


# --- errors: what is said twice, or by everybody -----------------------------------------------


def _shared_words(content: FolderContent) -> Iterator[Finding]:
    texts = SharedTexts()
    for place, (file, lines) in content.texts.items():
        passages = [Passage("", line) for line in lines]
        for shared in texts.shared_with(passages):
            message = f"{place} says “{shared.passage}”, as {shared.place} does."
            yield Finding(file, f"{message} Say it once, or in other words.")
        texts.add(place, passages)


def _stock_phrases(content: FolderContent) -> Iterator[Finding]:
    own = {file: text for file, text in content.files.items() if file != "references.md"}
    for file, text in own.items():
        for problem in stock_phrases(text):
            yield Finding(file, problem)


def stock_phrases(text: str) -> Iterator[str]:
    """Yields what stock phrases a text has, by its lines, as sentences."""
    for number, line in enumerate(text.splitlines(), start=1):
        said = f" {' '.join(words(line))} "
        for phrase in _phrases():
            if f" {phrase} " in said:
                yield f"Line {number} has the stock phrase “{phrase}”. Say what is meant."


@cache
def _phrases() -> list[str]:
    return [" ".join(words(line)) for line in _lines_of(STOCK_PHRASES)]


# --- warnings ----------------------------------------------------------------------------------


def _thin_sections(content: FolderContent) -> Iterator[Finding]:
    for role in content.roles:
        for name, problem in thin_sections(role.fields):
            yield warning(role.file, f"“{name}” {problem}")


def thin_sections(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yields (section, what it has too little of) of what a profile says."""
    for name, fewest in FEWEST_POINTS.items():
        points = len(fields[name].splitlines())
        if 0 < points < fewest:
            yield name, f"has few points: {points}; {fewest} are usual."
    length = len(words(fields["definition"]))
    if 0 < length < DEFINITION_WORDS:
        yield "definition", f"is short: {length} words; {DEFINITION_WORDS} are usual."
    sentences = len(documents.sentences(fields["plain"]))
    if sentences and not PLAIN_SENTENCES[0] <= sentences <= PLAIN_SENTENCES[1]:
        yield "plain", f"has {sentences} sentences; three or four are usual."
    if fields["outlook"] and not re.search(r"\d", fields["outlook"]):
        yield "outlook", "has no figure; add one, with its reference."


def _alike_points(content: FolderContent) -> Iterator[Finding]:
    points = AlikePoints()
    for role in content.roles:
        passages = point_passages(role.content.points)
        for found in points.alike_to(passages):
            yield warning(role.file, f"{found.words} in {found.place}.")
        points.add(role.file, passages)


def _unused_skills(content: FolderContent) -> Iterator[Finding]:
    vocabulary = content.vocabulary
    named = {
        vocabulary.get(name.casefold())
        for role in content.roles
        for part in ("skills", "tools")
        for point in documents.parse_points(role.fields[part])
        for name in documents.point_names(point)
    }
    for name in content.skills:
        if name not in named:
            yield warning("skills.md", f"No role names “{name}”.")


def _unused_references(content: FolderContent) -> Iterator[Finding]:
    cited = {key for document in content.documents for key in _cited(document)}
    cited |= content.figures
    for key in content.references:
        if key not in cited:
            yield warning("references.md", f"No text cites [{key}].")


# --- one document, while it is written ---------------------------------------------------------


def check_document(
    content: documents.Content,
    shape: Shape,
    others: "Others",
    read_on: Mapping[str, date],
    today: date,
) -> Iterator[Finding]:
    """Yields what an editor may want to mend in a document, as warnings by section.

    `others` is what all other documents say, `read_on` when each reference was last read. What
    keeps a document from being published is for publishing.publishing_problems() to say.
    """
    fields = content.fields
    prose = prose_of(fields, shape)
    for section in shape.sections:
        if not fields[section.name].strip() and not section.is_required:
            yield _note(section.name, "is not written yet.")
    for name, text in prose.items():
        for problem in stock_phrases(text):
            yield _note(name, problem)
        for key in documents.citations(text):
            if key in read_on and today - read_on[key] > STALE_AFTER:
                day = f"{read_on[key]:%d %B %Y}".lstrip("0")
                yield _note(name, f"cites [{key}], which was last read on {day}. Read it again.")
    if shape is ROLE:
        for name, problem in thin_sections(fields):
            yield _note(name, problem)
    told = set()
    for shared in others.texts.shared_with(passages_of(content, shape)):
        told.add((shared.section, shared.place))
        message = f"says “{shared.passage}”, as {shared.place} does."
        yield replace(_note(shared.section, message), owner=shared.place)
    if shape is ROLE:
        for found in others.points.alike_to(point_passages(content.points)):
            if (found.section, found.place) not in told:
                note = _note(found.section, f"{found.words} in {found.place}.")
                yield replace(note, owner=found.place)


def _note(section: str, message: str) -> Finding:
    return Finding("", message, is_error=False, section=section)


@dataclass
class Others:
    """What other documents say: none of it twice."""

    texts: SharedTexts = field(default_factory=SharedTexts)
    points: AlikePoints = field(default_factory=AlikePoints)

    def add(self, place: Hashable, content: documents.Content, shape: Shape) -> None:
        """Adds a document; a place is what findings name it by."""
        self.texts.add(place, passages_of(content, shape))
        if shape is ROLE:
            self.points.add(place, point_passages(content.points))


# --- what the rules share ----------------------------------------------------------------------


def prose_of(fields: Mapping[str, str], shape: Shape) -> dict[str, str]:
    """Returns the fields of a document that readers read, {name: text}: no title and no lists."""
    sections = {section.name: fields[section.name] for section in shape.sections}
    return {key: fields[key] for key in SENTENCE_KEYS if key in fields} | sections


def passages_of(content: documents.Content, shape: Shape) -> list[Passage]:
    """Returns the paragraphs of a document, and its points without labels and lists of names."""
    points = content.points
    return [
        Passage(name, line)
        for name, text in prose_of(content.fields, shape).items()
        for line in (point_texts(name, points[name]) if name in points else paragraphs(text))
    ]


def point_passages(points: Mapping[str, Iterable[documents.Point]]) -> list[Passage]:
    """Returns what points say, without their labels and lists of names."""
    return [
        Passage(name, text)
        for name, of_section in points.items()
        for text in point_texts(name, of_section)
    ]


def _names(skills: Entries) -> list[tuple[str, str]]:
    """Returns each (heading, name) of a vocabulary: the heading itself, and its aliases."""
    return [
        (heading, name)
        for heading, entry in skills.items()
        for name in (heading, *documents.parse_list(entry.get("aliases", "")))
    ]


def _slug(name: str, entry: dict[str, str]) -> str:
    return entry.get("slug") or slugify(name)


def _cited(document: Document) -> tuple[str, ...]:
    return documents.citations("\n".join(document.prose.values()))


def _claimed_twice(claims: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yields (claimant, name, its first owner) of each name that is claimed again."""
    owners: dict[str, str] = {}
    for claimant, name in claims:
        if name.casefold() in owners:
            yield claimant, name, owners[name.casefold()]
        owners.setdefault(name.casefold(), claimant)


def _lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


RULES = (
    _wrong_fields,
    _wrong_years,
    _empty_sections,
    _uncited_figures,
    _misquoted_figures,
    _marked_labels,
    _wrong_occupations,
    _hard_words_and_wrong_routes,
    _unknown_references,
    _dead_roles,
    _misnamed_comparisons,
    _unknown_skills,
    _titles_claimed_twice,
    _names_claimed_twice,
    _dead_skills,
    _shared_words,
    _stock_phrases,
    _thin_sections,
    _alike_points,
    _unused_skills,
    _unused_references,
)
