"""Which open listings name no skill beyond some, or just one: a single pass over all of them.

Only listings that name enough skills count: of what names one or two, little is known.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from .columns import as_array, as_bitmap
from .facets import LEAST_SKILLS, PAGE_SIZE


@dataclass(frozen=True)
class SkillFit:
    """How the open listings that count stand to some skills, and a page of them, newest first."""

    # How many listings count.
    counted: int
    # How many of these name no other skill, and how many just one.
    ready: int
    near: int
    # [(the id of a skill, how many listings lack only that)], the most first.
    opens: list[tuple[int, int]]
    # The page: its number, how many there are, of how many listings, their ids.
    page: int
    pages: int
    total: int
    pks: list[int]
    # {listing: the id of the one skill that it lacks}
    lacks: dict[int, int]
    # {listing: the addresses of its skills, those first that most listings name}
    skills: dict[int, list[str]]


def skill_fit(index, directory, held, *, is_near, lacking, page):
    """Returns the SkillFit of the skills with the ids `held`.

    Its page has listings that are ready, or, if `is_near`, that lack one skill: any one, or the one
    with the id `lacking`.
    """
    column = index.facets["skill"]
    is_held = np.zeros(len(column.values), bool)
    is_held[[column.codes[skill] for skill in held if skill in column.codes]] = True
    slots, lacking_counts = _lacking(index, column.forward, is_held)
    ready, near = slots[lacking_counts == 0], slots[lacking_counts == 1]
    missing = _the_one_missing(column.forward, near, is_held)
    shown = ready
    if is_near:
        shown = near if lacking is None else near[missing == column.codes.get(lacking, -1)]
    pages = max(1, ceil(len(shown) / PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    on_page = index.orders["newest"].slice(as_bitmap(shown), start, start + PAGE_SIZE)
    found = np.array(on_page, int)
    pks = index.pk[found].tolist()
    return SkillFit(
        counted=len(slots),
        ready=len(ready),
        near=len(near),
        opens=_most_first(column, missing),
        page=page,
        pages=pages,
        total=len(shown),
        pks=pks,
        lacks=_lacks(column, pks, found, near, missing) if is_near else {},
        skills=dict(zip(pks, directory.skill_slugs(column.values_of(found)), strict=True)),
    )


def _lacking(index, forward, is_held):
    """Returns (the live slots that count, how many skills each of them lacks)."""
    slots = as_array(index.live)
    starts, ends = forward.ends[slots], forward.ends[slots + 1]
    counts = ends - starts >= LEAST_SKILLS
    slots, starts, ends = slots[counts], starts[counts], ends[counts]
    lacking_before = np.zeros(forward.used + 1, np.uint32)
    np.cumsum(~is_held[forward.codes[: forward.used]], out=lacking_before[1:])
    return slots, lacking_before[ends] - lacking_before[starts]


def _the_one_missing(forward, near, is_held):
    """Returns the code of the one skill that each of the slots lacks, in their order."""
    codes = forward.codes_of(near)
    return codes[~is_held[codes]]


def _most_first(column, codes):
    """Returns [(the id of a skill, how often its code is there)], the most first."""
    counts = np.bincount(codes, minlength=len(column.values))
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return [(column.values[code], int(counts[code])) for code in order.tolist()]


def _lacks(column, pks, found, near, missing):
    """Returns {listing: the id of the skill that it lacks} of the slots of a page."""
    codes = missing[np.searchsorted(near, found)].tolist()
    return {pk: column.values[code] for pk, code in zip(pks, codes, strict=True)}
