"""What differs between two states of a document, by its sections, in words. No queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from optimistic.diffs import word_diff

from .documents import Content, SectionShape, Shape

# Lines that have less in common are another line, and not the same one in other words.
ALIKE = 0.4


@dataclass(frozen=True)
class Line:
    """A line of a section that differs, as (kind, words) pieces: kind is same, ins or del."""

    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """A section, or a field of the front matter, that differs."""

    heading: str
    lines: tuple[Line, ...]
    # None of a field, which is no section.
    section: SectionShape | None = None

    @property
    def count(self):
        return len(self.lines)


def parts_between(
    old: Content, new: Content, shape: Shape, labels: Mapping[str, str]
) -> list[Part]:
    """Returns the Parts that differ between two contents, in the order of the document.

    `labels` are what people call the fields of the front matter.

    >>> from .documents import COMPARISON, parse, write
    >>> one, other = (parse(write({"introduction": text}, COMPARISON), COMPARISON)
    ...               for text in ("They sit apart.", "They sit together."))
    >>> (part,) = parts_between(one, other, COMPARISON, {})
    >>> part.heading, part.lines[0].pieces
    ('Introduction', (('same', 'They sit '), ('del', 'apart'), ('ins', 'together'), ('same', '.')))
    """
    fields = [(name, labels.get(name, name), None) for name in shape.keys]
    fields += [(section.name, section.heading, section) for section in shape.sections]
    return [
        Part(heading, tuple(_lines(old.fields[name], new.fields[name])), section)
        for name, heading, section in fields
        if old.fields[name] != new.fields[name]
    ]


def _lines(before: str, after: str) -> Iterator[Line]:
    old, new = before.splitlines(), after.splitlines()
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _replaced(old[i:j], new[k:m])


def _replaced(old: list[str], new: list[str]) -> Iterator[Line]:
    """Yields the lines of a stretch that differs: each new one with the old one most like it."""
    left = [line for line in old if line.strip()]
    for line in filter(str.strip, new):
        alike = max(left, key=lambda each: _likeness(each, line), default=None)
        if alike is None or _likeness(alike, line) < ALIKE:
            yield Line((("ins", line),))
            continue
        for gone in left[: left.index(alike)]:
            yield Line((("del", gone),))
        left = left[left.index(alike) + 1 :]
        yield Line(tuple(word_diff(alike, line)))
    for gone in left:
        yield Line((("del", gone),))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
