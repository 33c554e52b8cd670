"""Merging what two people made of one text: each one's work is kept, point by point.

`base` is the text from which both began, `mine` and `theirs` what each made of it. A point that
only one of them touched is as they left it. One that both touched differently is a Clash, for
somebody to decide. Pure functions; nothing here knows the database.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .documents import USEFUL, SectionShape, Shape

# Two points under different labels are the same point, renamed, if so much of them is alike.
ALIKE = 0.6


@dataclass(frozen=True)
class Clash:
    """A point, paragraph or line that both changed: as each has it now; "" where it is gone."""

    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """A text that holds both sides' work, and what is to be decided in it.

    Of a clash the text holds `mine`; where that is "", theirs, so that nothing is lost.
    """

    text: str
    clashes: tuple[Clash, ...] = ()


def merge(name: str, shape: Shape, base: str, mine: str, theirs: str) -> Merged:
    """Returns a document's field merged from two sides, in the way of its kind.

    >>> from .documents import ROLE
    >>> merge("tips", ROLE, "A: one", "A: two", "A: one\\nB: new").text
    'A: two\\nB: new'
    """
    base, mine, theirs = map(_with_line_ends, (base, mine, theirs))
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    section = next((each for each in shape.sections if each.name == name), None)
    if section:
        return merge_section(section, base, mine, theirs)
    if name in shape.lists:
        return merge_lines(base, mine, theirs)
    return Merged(mine, (Clash(mine, theirs),))


def merge_section(section: SectionShape, base: str, mine: str, theirs: str) -> Merged:
    """Returns a section merged by its paragraphs or by its points."""
    merge_it = merge_prose if section.is_prose else merge_points
    return merge_it(base, mine, theirs)


def merge_points(base: str, mine: str, theirs: str) -> Merged:
    """Returns points merged, one a line; a label says which point is which.

    >>> merge_points("A: one\\nB: two", "A: mine\\nB: two", "A: one\\nB: theirs\\nC: new")
    Merged(text='A: mine\\nB: theirs\\nC: new', clashes=())
    >>> merge_points("A: one", "A: mine", "A: theirs")
    Merged(text='A: mine', clashes=(Clash(mine='A: mine', theirs='A: theirs'),))
    >>> merge_points("A: one\\nB: two", "B: two", "A: one, longer\\nB: two")
    Merged(text='A: one, longer\\nB: two', clashes=(Clash(mine='', theirs='A: one, longer'),))
    """
    sides = [_points(text) for text in (base, mine, theirs)]
    return _merge(*sides, key=_label, is_same=_are_alike, joint="\n")


def merge_lines(base: str, mine: str, theirs: str) -> Merged:
    """Returns the items of a list merged, one a line.

    >>> merge_lines("a\\nb", "a\\nb\\nmine", "theirs\\na").text
    'theirs\\na\\nmine'
    """
    sides = [_points(text) for text in (base, mine, theirs)]
    return _merge(*sides, key=str.casefold, is_same=lambda one, other: False, joint="\n")


def merge_prose(base: str, mine: str, theirs: str) -> Merged:
    """Returns prose merged, paragraph by paragraph; what stands in the place of one is that one.

    >>> merge_prose("One.\\n\\nTwo.", "First.\\n\\nTwo.", "One.\\n\\nTwo.\\n\\nThree.").text
    'First.\\n\\nTwo.\\n\\nThree.'
    >>> merge_prose("One.", "Mine.", "Theirs.").clashes
    (Clash(mine='Mine.', theirs='Theirs.'),)
    """
    sides = [_paragraphs(text) for text in (base, mine, theirs)]
    return _merge(*sides, key=str, is_same=lambda one, other: True, joint="\n\n")


def merge_fields(
    shape: Shape, base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, Merged]:
    """Returns {name: Merged} of all fields that either side has; one that is missing is ""."""
    names = [name for name in shape.names if name in mine or name in theirs]
    return {
        name: merge(name, shape, *(side.get(name, "") for side in (base, mine, theirs)))
        for name in names
    }


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _points(text: str) -> list[str]:
    lines = (line.strip().removeprefix("- ") for line in text.splitlines())
    return [line for line in lines if line]


def _paragraphs(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


def _label(point: str) -> str:
    """Returns what tells a point from others; a line without a label is told by all of it.

    >>> _label("Python (useful): Every day."), _label("No colon")
    ('python', 'no colon')
    """
    return point.partition(":")[0].strip().removesuffix(USEFUL).strip().casefold()


def _are_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


Unit = tuple[str, int]  # ("base", 3): the fourth of the base; ("mine", 0), ("theirs", 0): new ones


def _merge(
    base: Sequence[str],
    mine: Sequence[str],
    theirs: Sequence[str],
    *,
    key: Callable[[str], str],
    is_same: Callable[[str, str], bool],
    joint: str,
) -> Merged:
    """Returns two sequences merged: `is_same` tells whether one was rewritten as another."""
    in_mine, in_theirs = (_aligned(base, side, key, is_same) for side in (mine, theirs))
    my_units = _units("mine", mine, in_mine)
    their_units = _as_mine(_units("theirs", theirs, in_theirs), mine, theirs, in_mine, key)
    ours = dict(zip(my_units, mine, strict=True))
    others = dict(zip(their_units, theirs, strict=True))
    chosen, clashes = [], []
    for unit in _ordered(my_units, their_units):
        side, at = unit
        before = base[at] if side == "base" else None
        text, clash = _decide(before, ours.get(unit), others.get(unit), is_new=before is None)
        chosen += [text] if text else []
        clashes += [clash] if clash else []
    return Merged(joint.join(chosen), tuple(clashes))


def _decide(before, ours, other, *, is_new):
    """Returns (text, Clash) of one unit; None stands for a side that does not have it."""
    if is_new and (ours is None or other is None):
        return ours or other, None
    if ours == other or other == before:
        return ours, None
    if ours == before:
        return other, None
    return ours or other, Clash(ours or "", other or "")


def _aligned(base, side, key, is_same):
    """Returns {place in side: place in base} of the units that are the same, changed or not."""
    found: dict[int, int] = {}
    blocks = SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks()
    for block in blocks:
        found |= {block.b + n: block.a + n for n in range(block.size)}
    _pair(found, base, side, str)
    _pair(found, base, side, key)
    start_a = start_b = 0
    for block in blocks:  # what stands between the same neighbours, in order
        gap_a = [a for a in range(start_a, block.a) if a not in found.values()]
        gap_b = [b for b in range(start_b, block.b) if b not in found]
        found |= {b: a for a, b in zip(gap_a, gap_b, strict=False) if is_same(base[a], side[b])}
        start_a, start_b = block.a + block.size, block.b + block.size
    return found


def _pair(found, base, side, key):
    """Adds to {place in side: place in base} the units with the same key, the first ones first."""
    taken = set(found.values())
    free: dict[str, list[int]] = {}
    for a in reversed(range(len(base))):
        if a not in taken:
            free.setdefault(key(base[a]), []).append(a)
    for b, text in enumerate(side):
        if b not in found and free.get(key(text)):
            found[b] = free[key(text)].pop()


def _units(name, side, found) -> list[Unit]:
    return [("base", found[n]) if n in found else (name, n) for n in range(len(side))]


def _as_mine(units, mine, theirs, in_mine, key) -> list[Unit]:
    """Returns their units; one that both added, by its key, is named as mine is."""
    added = {key(text): ("mine", n) for n, text in enumerate(mine) if n not in in_mine}
    return [
        added.pop(key(theirs[at]), (side, at)) if side == "theirs" else (side, at)
        for side, at in units
    ]


def _ordered(mine: list[Unit], theirs: list[Unit]) -> list[Unit]:
    """Returns the units of both in one order: that of whoever moved any, mine if both did."""
    kept = [unit for unit in mine if unit[0] == "base"]
    first, second = (theirs, mine) if kept == sorted(kept) else (mine, theirs)
    order, placed = list(first), set(first)
    for n, unit in enumerate(second):
        if unit not in placed:
            before = second[n - 1] if n else None  # placed by now
            order.insert(order.index(before) + 1 if before else 0, unit)
            placed.add(unit)
    return order
