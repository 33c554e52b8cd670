"""Decides what a reading does to the listings of its source. Pure: neither database nor clock.

load.py reads what is stored, asks `decide`, and carries out the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .drafts import Draft, Reading

MISSES_TO_CLOSE = 2
# Where so many listings are open, an editor looks at it when more than half of them vanish.
MIN_OPEN_TO_HOLD = 10
WHAT_TO_DO = (
    "None of them was closed; what is new or changed was taken in. Check the source; if they did "
    "close, accept this pull in the admin, or import with --accept."
)

# Fields that make sense together only: a lock on one of them is a lock on all.
LOCK_GROUPS = (
    frozenset({"role", "role_reason"}),
    frozenset({"level", "level_reason"}),
    frozenset({"body_html", "body_text"}),
    frozenset(
        {"pay_min", "pay_max", "pay_currency", "pay_period", "pay_usd_min", "pay_usd_max"},
    ),
)


@dataclass(frozen=True)
class Stored:
    """A stored listing of the source, as far as a plan looks at it."""

    pk: int
    number: str
    title: str
    is_open: bool = True
    # It was taken down; one that is not may have ended all the same.
    is_closed: bool = False
    missed_pulls: int = 0
    locked_fields: frozenset[str] = frozenset()

    @property
    def may_close(self) -> bool:
        """Says whether its source may close it and open it again: not where an editor decided."""
        return "closed_at" not in self.locked_fields


@dataclass(frozen=True)
class Update:
    """A draft of a stored listing, with the names of the fields that it changes there."""

    stored: Stored
    draft: Draft
    fields: frozenset[str]
    # The advert itself is another one, though its listing may stay as it is.
    is_new_advert: bool = True


@dataclass(frozen=True)
class Hold:
    """Why an editor should look before listings close, and how many of them there are."""

    listings: int
    reason: str


@dataclass(frozen=True)
class Plan:
    """What a reading does to the listings of its source."""

    reading: Reading
    new: Sequence[Draft]
    updates: Sequence[Update]
    # Listings that the pull confirms, that it opens again, that it lacks, and that it closes.
    present: Sequence[Stored]
    returning: Sequence[Stored]
    missed: Sequence[Stored]
    closing: Sequence[Stored]
    hold: Hold | None

    @property
    def changes(self) -> list[Update]:
        """Returns the updates that change a field of their listing."""
        return [update for update in self.updates if update.fields]

    def counts(self) -> dict[str, int]:
        """Returns the numbers of its receipt."""
        moved = {update.stored.pk for update in self.changes} | {row.pk for row in self.returning}
        listed = {row.pk for row in self.present if row.number in self.reading.listed}
        return {
            "listed": len(self.reading.listed),
            "new": len(self.new),
            "changed": len(self.changes),
            "unchanged": len(listed - moved),
            "closed": len(self.closing),
            "reopened": len(self.returning),
            "refused": self.reading.refused,
            "left_out": self.reading.left_out,
        }


def decide(
    reading: Reading,
    stored: Mapping[str, Stored],
    updates: Sequence[Update],
    *,
    is_last_n: bool = False,
    accept: bool = False,
) -> Plan:
    """Decides what is new, changed, confirmed, reopened, missed, closed or held.

    `stored` holds every listing of the source by its number there, `updates` the drafts of those.
    A listing closes when it is missing for the second time, or at once where an editor said
    `accept`; nothing is held then. Of a plan with a hold only the closings wait: it lacks none and
    closes none. A source with `is_last_n` closes nothing by leaving it out.
    """
    present = [stored[number] for number in reading.listed & stored.keys()]
    closable = [row for row in stored.values() if row.may_close and not row.is_closed]
    unmatched = [row for row in closable if row.number in reading.unmatched]
    accounted = reading.listed | reading.set_aside | reading.unmatched
    missed = [row for row in closable if row.number not in accounted]
    if is_last_n:  # what dropped out of it may well be open
        present, missed = present + missed, []
    misses = 1 if accept else MISSES_TO_CLOSE
    overdue = [row for row in missed if row.missed_pulls + 1 >= misses]
    hold = None if accept else _hold(reading, [*present, *missed, *unmatched], missed)
    return Plan(
        reading=reading,
        new=[draft for draft in reading.drafts if draft.number not in stored],
        updates=updates,
        present=present,
        returning=[row for row in present if row.is_closed and row.may_close],
        missed=[] if hold else missed,
        closing=[] if hold else overdue + unmatched,
        hold=hold,
    )


def changed_fields(
    stored: Mapping[str, Any], told: Mapping[str, Any], locked: Iterable[str]
) -> frozenset[str]:
    """Returns the names of the fields that differ from what is stored and are not locked."""
    free = stored.keys() - with_lock_groups(locked)
    return frozenset(name for name in free if stored[name] != told[name])


def with_lock_groups(names: Iterable[str]) -> frozenset[str]:
    """Returns names of fields, with those that are locked together with them.

    >>> sorted(with_lock_groups(["title", "role"]))
    ['role', 'role_reason', 'title']
    """
    locked = frozenset(names)
    return locked.union(*(group for group in LOCK_GROUPS if group & locked))


def _hold(reading: Reading, known: Collection[Stored], missed: Collection[Stored]) -> Hold | None:
    """Returns why an editor should look at it first: all that is open has gone, or most of it."""
    was_open = sum(row.is_open for row in known)
    vanished = sum(row.is_open for row in missed)
    if was_open and not reading.listed:
        seen = f"It has no advert to take, but {was_open} listings are open here."
        return Hold(was_open, f"{seen} {WHAT_TO_DO}")
    if was_open >= MIN_OPEN_TO_HOLD and vanished * 2 > was_open:
        seen = f"It lacks {vanished} of {was_open} listings that are open here."
        return Hold(vanished, f"{seen} {WHAT_TO_DO}")
    return None
