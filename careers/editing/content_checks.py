"""Checks the texts of a folder in the starter's form: what could not be loaded or published, what
says the same twice, and what is thin.

An error must be mended, a warning is for an editor to judge. Nothing here asks the database; models
only lend the rules of their fields.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import chain, combinations, groupby
from operator import itemgetter
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
from .documents import COMPARISON, ROLE, DocumentError, Shape
from .starter_loader import REFERENCE_KEYS, SKILL_KEYS, group_slug

STOCK_PHRASES = Path(__file__).with_name("stock_phrases.txt")

WORDS_IN_A_ROW = 8  # so many words in a row belong to one text
SHORTEST_SHARED_SENTENCE = 5  # words; shorter ones may be said twice
ALIKE_POINTS = 80  # percent of their words that two points share
DEFINITION_WORDS = 60
FEWEST_POINTS = {
    "responsibilities": 5, "skills": 6, "education": 3, "tools": 3, "industries": 3, "tips": 5,
    "learn_first": publishing.MOST_TO_LEARN_FIRST,
}  # fmt: skip
PLAIN_SENTENCES = (3, 4)  # the fewest and the most in plain words
ROLE_LISTS = ("related", "before", "after", "roles", "stand_in")
SENTENCE_KEYS = ("summary", "difference")

_WORD = re.compile(r"\w+(?:[.,']\w+)*")

Entries = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a file of the folder, in words."""

    file: str
    message: str
    is_error: bool = True


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
        """The fields that readers read, {name: text}: not its title and its lists."""
        sections = {section.name: self.fields[section.name] for section in self.shape.sections}
        return {key: self.fields[key] for key in SENTENCE_KEYS if key in self.fields} | sections

    @property
    def lines(self) -> tuple[str, ...]:
        """Its paragraphs, and its points without their labels and lists of names."""
        points = self.content.points
        return tuple(
            line
            for name, text in self.prose.items()
            for line in (
                point_texts(name, points[name]) if name in points else documents.paragraphs(text)
            )
        )


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
            texts[f"skills.md, “{name}”"] = "skills.md", documents.paragraphs(entry["text"])
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


# --- words -------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """Returns the words of a text, case-folded; no punctuation, no keys of references.

    >>> words("Well-kept tables don’t lie [bls]: 1,000 of them.")
    ['well', 'kept', 'tables', "don't", 'lie', '1,000', 'of', 'them']
    """
    plain = " ".join(piece for piece, _ in documents.split_citations(text))
    return _WORD.findall(plain.replace("’", "'").casefold())


def sequences(text: str, length: int = WORDS_IN_A_ROW) -> list[str]:
    """Returns every run of `length` words in a line of a text, in order.

    >>> sequences("Ask for the table.", length=3)
    ['ask for the', 'for the table']
    """
    return [
        " ".join(line[start : start + length])
        for line in map(words, text.splitlines())
        for start in range(len(line) - length + 1)
    ]


def alike(first: frozenset[str], second: frozenset[str]) -> float:
    """Returns how much of their words two points share, in percent.

    >>> alike(frozenset({"keep", "it"}), frozenset({"keep", "on"}))
    50.0
    """
    return 200 * len(first & second) / (len(first) + len(second))


def point_texts(section: str, points: Iterable[documents.Point]) -> list[str]:
    """Returns what points say after their labels, and in `tools` after their lists of names.

    >>> point_texts("tools", [documents.Point("Dashboards", "Tableau, Looker. Built to be read.")])
    ['Built to be read.']
    """
    texts = [point.text for point in points]
    if section == "tools":
        return [said.partition(". ")[2] if documents.listed_names(said) else said for said in texts]
    return texts


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


def _shared_sentences(content: FolderContent) -> Iterator[Finding]:
    """Yields sentences that are too short to be found as a shared sequence."""
    first: dict[str, str] = {}
    for place, (file, lines) in content.texts.items():
        for sentence in chain.from_iterable(map(documents.sentences, lines)):
            said = words(sentence)
            if SHORTEST_SHARED_SENTENCE <= len(said) < WORDS_IN_A_ROW:
                owner = first.setdefault(" ".join(said), place)
                if owner != place:
                    yield Finding(file, _says_again(place, sentence, owner))


def _shared_sequences(content: FolderContent) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for place, (file, lines) in content.texts.items():
        for line in lines:
            owned = [(first.setdefault(said, place), said) for said in sequences(line)]
            for owner, run in groupby(owned, key=itemgetter(0)):
                if owner != place:
                    passage = _joined([said for _, said in run])
                    yield Finding(file, _says_again(place, passage, owner))


def _joined(run: list[str]) -> str:
    """Returns the passage that overlapping sequences make."""
    return " ".join([run[0], *(said.rsplit(" ", 1)[1] for said in run[1:])])


def _says_again(place: str, passage: str, owner: str) -> str:
    return f"{place} says “{passage}”, as {owner} does. Say it once, or in other words."


def _stock_phrases(content: FolderContent) -> Iterator[Finding]:
    phrases = [" ".join(words(line)) for line in _lines_of(STOCK_PHRASES)]
    own = {file: text for file, text in content.files.items() if file != "references.md"}
    for file, text in own.items():
        for number, line in enumerate(text.splitlines(), start=1):
            said = f" {' '.join(words(line))} "
            for phrase in phrases:
                if f" {phrase} " in said:
                    message = f"Line {number} has the stock phrase “{phrase}”. Say what is meant."
                    yield Finding(file, message)


# --- warnings ----------------------------------------------------------------------------------


def _thin_sections(content: FolderContent) -> Iterator[Finding]:
    for role in content.roles:
        for name, fewest in FEWEST_POINTS.items():
            points = len(role.fields[name].splitlines())
            if 0 < points < fewest:
                yield warning(role.file, f"“{name}” has few points: {points}; {fewest} are usual.")
        length = len(words(role.fields["definition"]))
        if 0 < length < DEFINITION_WORDS:
            message = f"“definition” is short: {length} words; {DEFINITION_WORDS} are usual."
            yield warning(role.file, message)
        sentences = len(documents.sentences(role.fields["plain"]))
        if sentences and not PLAIN_SENTENCES[0] <= sentences <= PLAIN_SENTENCES[1]:
            message = f"“plain” has {sentences} sentences; three or four are usual."
            yield warning(role.file, message)
        if role.fields["outlook"] and not re.search(r"\d", role.fields["outlook"]):
            yield warning(role.file, "“outlook” has no figure; add one, with its reference.")


def _alike_points(content: FolderContent) -> Iterator[Finding]:
    points = [
        (role.file, text, frozenset(words(text)))
        for role in content.roles
        for name, of_section in role.content.points.items()
        for text in point_texts(name, of_section)
        if words(text)
    ]
    for (owner, old, first), (file, new, second) in combinations(points, 2):
        percent = alike(first, second)
        if percent >= ALIKE_POINTS and file != owner:
            message = f"“{new}” is {percent:.0f} percent like “{old}” in {owner}."
            yield warning(file, message)


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


# --- what the rules share ----------------------------------------------------------------------


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
    _shared_sentences,
    _shared_sequences,
    _stock_phrases,
    _thin_sections,
    _alike_points,
    _unused_skills,
    _unused_references,
)
