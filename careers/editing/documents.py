"""Editorial documents: one Markdown form for starter files, revisions, export and import.

A document is front matter, then sections. Prose sections are paragraphs; the others hold one
point a line, `- Label: explanation`. In a column the same point stands without its dash::

    ---
    title: Data Analyst
    ---

    ## Responsibilities
    - Reporting: Keep the weekly figures right.

`parse` and `write` are inverses. Nothing here knows the database.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

USEFUL = "(useful)"
LABEL_MAX = 60
LIST_SEPARATOR = "; "

_CITATION = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)*)\]")
_DIGIT = re.compile(r"\d")
# Pay, a percentage or a head count.
_FIGURE = re.compile(
    r"[$£€¥₹]\s?\d"
    r"|\b[A-Z]{3}\s?\d[\d,.]*"
    r"|\d[\d,.]*\s?(?:[kK]\b|%|percent\b|per cent\b|dollars\b|euros\b|pounds\b)"
    r"|\d[\d,.]*\s(?:[a-z]+\s){0,2}(?:people|employees|workers|staff|jobs|posts|openings|positions"
    r"|vacancies|members|analysts|engineers|scientists|managers|developers)\b"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"'‘“(]?[A-Z])")


class DocumentError(ValueError):
    """A text that is not a document: `problems` says where and what, one sentence each."""

    def __init__(self, problems: Iterable[str]):
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True)
class SectionShape:
    """One section of a kind of document: its column, its heading, whether it is prose or points.

    Without a required section a document is not published.
    """

    name: str
    heading: str
    is_prose: bool = False
    is_required: bool = False


@dataclass(frozen=True)
class Shape:
    """What a kind of document holds: the keys of its front matter and its sections, in order.

    `lists` are those of its keys that hold several items; every other one holds one line.
    """

    keys: tuple[str, ...]
    lists: tuple[str, ...]
    sections: tuple[SectionShape, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All fields of the document, front matter first."""
        return self.keys + tuple(section.name for section in self.sections)


ROLE = Shape(
    keys=(
        *("title", "family", "track", "summary", "other_titles", "related", "before", "after"),
        *("occupation", "occupation_fit", "occupation_reason", "stand_in"),
    ),
    lists=("other_titles", "related", "before", "after"),
    sections=(
        SectionShape("plain", "In plain words", is_prose=True),
        SectionShape("definition", "Definition", is_prose=True, is_required=True),
        SectionShape("responsibilities", "Responsibilities"),
        SectionShape("skills", "Skills"),
        SectionShape("education", "Education"),
        SectionShape("tools", "Tools"),
        SectionShape("industries", "Industries"),
        SectionShape("outlook", "Outlook", is_prose=True),
        SectionShape("tips", "Tips"),
        SectionShape("first_year", "First year", is_prose=True),
        SectionShape("learn_first", "Learn first"),
        SectionShape("choose_if", "Choose if", is_prose=True),
    ),
)
COMPARISON = Shape(
    keys=("roles", "decision", "difference"),
    lists=("roles",),
    sections=(
        SectionShape("introduction", "Introduction", is_prose=True, is_required=True),
        SectionShape("differs_most", "What differs most"),
        SectionShape("moving", "Moving between them", is_prose=True),
        SectionShape("conclusion", "Conclusion", is_prose=True),
    ),
)


@dataclass(frozen=True)
class Point:
    """One line of a section: a label and what it means."""

    label: str
    text: str

    @property
    def is_useful(self) -> bool:
        """Whether the label marks a skill or tool as useful rather than core."""
        return self.label.endswith(USEFUL)

    @property
    def name(self) -> str:
        """The label without its `(useful)`."""
        return self.label.removesuffix(USEFUL).strip()


@dataclass(frozen=True)
class Content:
    """What a document says: its whole text, its fields, and the points of each section of points.

    Only `parse` makes one, so a Content is always a good document.
    """

    text: str
    fields: Mapping[str, str]
    points: Mapping[str, tuple[Point, ...]]


def parse_points(text: str) -> tuple[Point, ...]:
    """Returns the points of a section's column, one a line.

    Raises DocumentError, which names each line that is none.

    >>> parse_points("Reporting: Keep the weekly figures right.")
    (Point(label='Reporting', text='Keep the weekly figures right.'),)
    """
    _, problems = split_lines(text, is_prose=False)
    if problems:
        raise DocumentError(problems)
    return good_points(text)


def good_points(text: str) -> tuple[Point, ...]:
    """Returns the points of a section's column, without lines that are none."""
    good, _ = split_lines(text, is_prose=False)
    return tuple(_point(line) for line in good if line.strip())


def check_prose(text: str) -> None:
    """Raises DocumentError where a line of prose would open a section of the document."""
    _, problems = split_lines(text, is_prose=True)
    if problems:
        raise DocumentError(problems)


def split_lines(text: str, is_prose: bool) -> tuple[list[str], list[str]]:
    """Returns (a section's lines, with "" for bad ones, and what is wrong with these).

    >>> split_lines("SQL: Tables\\nPython", is_prose=False)[0]
    ['SQL: Tables', '']
    """
    good, problems = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        problem = ""
        if line.strip():
            problem = _prose_problem(line) if is_prose else _point_problem(line)
        if problem:
            problems.append(f"Line {number} {problem}")
        good.append("" if problem else line)
    return good, problems


def read_faulty(fields: Mapping[str, str], shape: Shape) -> tuple[Content, dict[str, list[str]]]:
    """Returns (what a document says with its good lines only, {section: what is wrong in others}).

    For texts that are being written.
    """
    good, problems = dict(fields), {}
    for section in shape.sections:
        text = fields.get(section.name, "")
        lines, problems[section.name] = split_lines(text, section.is_prose)
        good[section.name] = "\n".join(lines)
    found = {name: sentences for name, sentences in problems.items() if sentences}
    return parse(write(good, shape), shape), found


def _point(line: str) -> Point:
    label, _, explanation = line.removeprefix("- ").partition(":")
    return Point(label.strip(), explanation.strip())


def _point_problem(line: str) -> str:
    """Returns what is wrong with a line of points; "" where nothing is."""
    label, colon, explanation = line.removeprefix("- ").partition(":")
    if not colon or not label.strip() or not explanation.strip():
        return f"is not a point: {line.strip()[:80]!r}. Write it as “Label: explanation”."
    if len(label.strip()) > LABEL_MAX:
        return f"has a label of {len(label.strip())} characters; {LABEL_MAX} is the most."
    return ""


def _prose_problem(line: str) -> str:
    if line.startswith("## "):
        return "starts with “## ”, which only a section's heading may."
    return ""


def is_no_point(line: str) -> bool:
    """Tells whether a line of a section of points is none."""
    return bool(_point_problem(line))


def parse_list(text: str) -> tuple[str, ...]:
    """Returns the items of a list in front matter or a textarea, split at semicolons and lines.

    >>> parse_list("BI dev; Power BI developer")
    ('BI dev', 'Power BI developer')
    """
    items = (item.strip() for item in re.split(r";|\n", text))
    return tuple(dict.fromkeys(item for item in items if item))


def paragraphs(text: str) -> tuple[str, ...]:
    """Returns the paragraphs of a prose section, each on one line."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def listed_names(text: str) -> tuple[str, ...]:
    """Returns the comma-separated names with which an explanation starts, up to a full stop.

    A piece of more than four words makes it prose, and prose lists nothing.

    >>> listed_names("Tableau, Power BI, Looker. Built to be read.")
    ('Tableau', 'Power BI', 'Looker')
    >>> listed_names("Explain to people who will not read the appendix, and be brief.")
    ()
    """
    first = re.split(r"\.(?:\s|$)", text, maxsplit=1)[0]
    names = tuple(name.strip() for name in first.split(",") if name.strip())
    return names if all(len(name.split()) <= 4 for name in names) else ()


def label_names(point: Point) -> tuple[str, ...]:
    """Returns the comma-separated names in the label of a point."""
    return tuple(name.strip() for name in point.name.split(",") if name.strip())


def point_names(point: Point) -> tuple[str, ...]:
    """Returns the names that a point of `skills` or `tools` may link: label first, then list."""
    return label_names(point) + listed_names(point.text)


def outline(point: Point) -> Point:
    """Returns a point with no more of its explanation than the names that it lists.

    >>> outline(Point("Charts", "Tableau, Power BI. Built to be read by somebody in a hurry."))
    Point(label='Charts', text='Tableau, Power BI.')
    >>> outline(Point("Banks", "Ask which of the loans that were refused would have been paid."))
    Point(label='Banks', text='')
    """
    names = ", ".join(listed_names(point.text))
    return Point(point.label, names and f"{names}.")


def citations(text: str) -> tuple[str, ...]:
    """Returns the keys of the references that a text cites, in order, each once.

    >>> citations("Growing by 34 percent [bls-data-scientists].")
    ('bls-data-scientists',)
    """
    return tuple(dict.fromkeys(_CITATION.findall(text)))


def split_citations(text: str) -> tuple[tuple[str, str], ...]:
    """Returns a text as (words, key) pieces: words, and the key of the reference cited after them.

    >>> split_citations("Growing [bls]. Slowly.")
    (('Growing', 'bls'), ('. Slowly.', ''))
    """
    if "[" not in text:
        return ((text, ""),) if text else ()
    parts = _CITATION.split(text)
    pieces = [
        (words.rstrip() if key else words, key)
        for words, key in zip(parts[::2], [*parts[1::2], ""], strict=True)
    ]
    return tuple(piece for piece in pieces if any(piece))


def sentences(text: str) -> tuple[str, ...]:
    """Returns the sentences of a text, split at the ends of lines and after full stops."""
    return tuple(
        sentence for line in text.splitlines() for sentence in _SENTENCE_END.split(line) if sentence
    )


def uncited_figures(text: str, *, any_number: bool = False) -> tuple[str, ...]:
    """Returns the sentences that hold a figure and cite nothing.

    A figure is pay, a percentage or a head count; with `any_number` every number is one.

    >>> uncited_figures("Pay rose 4 percent. It is 2 days a week. About 90 jobs [bls].")
    ('Pay rose 4 percent.',)
    >>> uncited_figures("It is 2 days a week.", any_number=True)
    ('It is 2 days a week.',)
    """
    pattern = _DIGIT if any_number else _FIGURE
    return tuple(
        sentence
        for sentence in sentences(text)
        if not citations(sentence) and pattern.search(sentence)
    )


def misquoted(text: str, published: Mapping[str, Collection[Decimal | int]]) -> tuple[str, ...]:
    """Returns the figures in front of a reference, as written, that the reference does not publish.

    `published` holds all figures of a reference by its key; other references are not asked. Only
    figures with thousands are read: shares and years are not among what is published.

    >>> misquoted("Half earn $120,230 and a tenth $1,990 [oews].", {"oews": {120230, 199130}})
    ('1,990',)
    """
    return tuple(
        figure
        for sentence in sentences(text)
        for words, key in split_citations(sentence)
        if key in published
        for figure in _THOUSANDS.findall(words)
        if int(figure.replace(",", "")) not in published[key]
    )


def parse(text: str, shape: Shape) -> Content:
    """Returns what a document says; front matter and sections that it lacks are "".

    Raises DocumentError, which names every line that does not belong.
    """
    reader = _Reader(shape)
    for number, line in enumerate(text.splitlines(), start=1):
        reader.read(number, line.rstrip())
    if reader.problems:
        raise DocumentError(reader.problems)
    points = {name: tuple(found) for name, found in reader.points.items()}
    return Content(text, reader.fields(), points)


def write(fields: Mapping[str, str], shape: Shape) -> str:
    """Returns the Markdown form of a document; `parse` reads it back to the same fields."""
    one_line = {key: _items if key in shape.lists else _sentence for key in shape.keys}
    front = [f"{key}: {one_line[key](fields.get(key, ''))}".rstrip() for key in shape.keys]
    blocks = ["\n".join(["---", *front, "---"])]
    for section in shape.sections:
        body = fields.get(section.name, "").strip().replace("\r\n", "\n")
        if not section.is_prose:
            lines = (line.strip().removeprefix("- ") for line in body.splitlines())
            body = "\n".join(f"- {line}" for line in lines if line)
        blocks.append(f"## {section.heading}\n{body}".rstrip())
    return "\n\n".join(blocks) + "\n"


def parse_entries(text: str, keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Returns the entries of a vocabulary or references: {heading: {key: value, "text": prose}}.

    An entry is `## Heading`, `key: value` lines, and paragraphs after a blank line. Raises
    DocumentError for a line before the first entry, an unknown key or a heading used twice.

    >>> parse_entries("## SQL\\nkind: language\\n\\nAsks tables.", ["kind"])
    {'SQL': {'kind': 'language', 'text': 'Asks tables.'}}
    """
    known = set(keys)
    entries: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    blocks = re.split(r"^## ", text, flags=re.MULTILINE)
    if blocks[0].strip():
        problems.append(f"Text stands before the first “## Heading”: {blocks[0].strip()[:60]!r}.")
    for block in blocks[1:]:
        head, _, prose = block.partition("\n\n")
        heading, *lines = head.strip().splitlines() or [""]
        if not heading:
            problems.append("A “## ” has no heading after it.")
        pairs = dict(line.partition(":")[::2] for line in lines)
        entry = {key.strip(): value.strip() for key, value in pairs.items()}
        problems += [f"{heading!r} has the unknown key {key!r}." for key in entry.keys() - known]
        if heading in entries:
            problems.append(f"{heading!r} stands here twice.")
        entries[heading] = entry | {"text": prose.strip()}
    if problems:
        raise DocumentError(problems)
    return entries


def _sentence(text: str) -> str:
    """Returns a text that goes on over lines as one line."""
    return " ".join(text.split())


def _items(text: str) -> str:
    """Returns the items of a list, one a line, as one line that keeps them apart."""
    return LIST_SEPARATOR.join(line.strip(" ;") for line in text.splitlines() if line.strip(" ;"))


@dataclass
class _Reader:
    """Reads a document line by line and remembers what was wrong with which line."""

    shape: Shape
    problems: list[str] = field(default_factory=list)
    front: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    points: dict[str, list[Point]] = field(init=False)
    in_front: bool = False
    section: SectionShape | None = None

    def __post_init__(self) -> None:
        self.points = {section.name: [] for section in self.shape.sections if not section.is_prose}

    def read(self, number: int, line: str) -> None:
        if number == 1 or self.in_front:
            self._read_front(number, line)
        elif line.startswith("## "):
            self._open(number, line.removeprefix("## ").strip())
        elif self.section:
            self._read_body(number, line)
        elif line:
            self.problems.append(f"Line {number} stands before the first “## Section”: {line!r}.")

    def _read_front(self, number: int, line: str) -> None:
        if line == "---":
            self.in_front = not self.in_front
            return
        key, colon, value = line.partition(":")
        if number == 1:
            self.problems.append("Line 1 must be “---”, the start of the front matter.")
        elif not colon:
            self.problems.append(f"Line {number} is not “key: value”: {line!r}.")
        elif key.strip() not in self.shape.keys:
            known = ", ".join(self.shape.keys)
            self.problems.append(f"Line {number} has the unknown key {key!r}. Known keys: {known}.")
        else:
            self.front[key.strip()] = value.strip()

    def _open(self, number: int, heading: str) -> None:
        by_heading = {section.heading: section for section in self.shape.sections}
        self.section = by_heading.get(heading)
        if self.section is None:
            known = ", ".join(by_heading)
            self.problems.append(
                f"Line {number} opens the unknown section {heading!r}. Sections are: {known}."
            )
        elif heading in self.lines:
            self.problems.append(f"Line {number} opens the section {heading!r} a second time.")
        else:
            self.lines[heading] = []

    def _read_body(self, number: int, line: str) -> None:
        assert self.section is not None
        if not self.section.is_prose and line:
            problem = _point_problem(line)
            if problem:
                self.problems.append(f"Line {number} {problem}")
            else:
                self.points[self.section.name].append(_point(line))
            line = line.removeprefix("- ")
        self.lines.setdefault(self.section.heading, []).append(line)

    def fields(self) -> dict[str, str]:
        """Returns what stands under each key and heading, as the columns keep it."""
        found = {key: self.front.get(key, "") for key in self.shape.keys}
        for section in self.shape.sections:
            body = "\n".join(self.lines.get(section.heading, [])).strip()
            if not section.is_prose:
                body = "\n".join(line for line in body.splitlines() if line)
            found[section.name] = body
        return found
