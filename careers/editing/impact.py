"""What a change would change, before it is made: each address whose answer differs, old and new.

The change is made in a copy of the content in memory (in_memory.py). The rows that differ within it
say which addresses can differ (the site's own rule, portal/impact.py); these are asked before and
after. So the list holds what really differs, and whatever the rule forgets is missing.

Where a merge moves very many listings it is made in the database instead, in a transaction that is
taken back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf
from time import monotonic, sleep, thread_time
from typing import NamedTuple, Protocol

from django.db import models, transaction
from django.utils import timezone

from ..matching.titles import TitleMatcher
from ..models import (
    Comparison,
    Evidence,
    EvidenceAnswer,
    EvidenceWeek,
    FormerAddress,
    OtherTitle,
    Role,
    RoleSkill,
    Skill,
    SkillGroup,
    Snapshot,
    SnapshotRole,
)
from .in_memory import Copy

# Rows that are known by their number; those of others are written anew, with others.
NUMBERED = (Role, Comparison, Skill, SkillGroup, Snapshot)
# Whose rows say which role they are of.
OF_ROLES = (OtherTitle, RoleSkill, Evidence, EvidenceAnswer, EvidenceWeek, SnapshotRole)
SHOWN = (*NUMBERED, *OF_ROLES, FormerAddress, Skill.related.through)
# What is counted of adverts.
COUNTED = (Snapshot, Evidence, EvidenceWeek, SnapshotRole)
# What pages say of a role where they lead to it.
FACE = ("slug", "title", "family", "published_at", "stand_in", "occupation", "occupation_fit")
# For so long a transaction in the database holds what others may want to write to.
SECONDS_HELD = 0.7
# For as long as who waits for SQLite's lock pauses between two tries, and a little more.
SECONDS_LEFT_TO_OTHERS = 0.12
# More addresses than so many cannot be asked in a second.
ADDRESSES_A_SECOND = 200
# The newest open listings whose titles are read again.
MOST_TITLES = 2_000


class State(NamedTuple):
    """All content that pages show, but texts of references: {model: {digest: row}}."""

    rows: dict[type[models.Model], dict[str, dict]]

    @classmethod
    def read(cls):
        """Reads it; a query for each model."""
        return cls({model: _rows_of(model) for model in SHOWN})

    def by_id(self, model):
        return {row["id"]: row for row in self.rows[model].values()}

    def published_roles(self):
        """Returns {id: row} of the roles that visitors see."""
        now, roles = timezone.now(), self.by_id(Role)
        return {
            pk: row
            for pk, row in roles.items()
            if row["published_at"] is not None and row["published_at"] <= now
        }


def _rows_of(model):
    found = {}
    for row in model._base_manager.values():
        shown = row if model in NUMBERED else {name: row[name] for name in row if name != "id"}
        found[repr(shown)] = row
    return found


@dataclass(frozen=True)
class Touched:
    """What a change has written, by the content before and after it."""

    before: State
    after: State
    # Listings that it gives another role or other skills.
    listings: tuple[int, ...] = ()

    def rows(self, *found) -> list[dict]:
        """Returns the rows of some models that differ, as they were and as they would be."""
        return [
            row
            for model in found
            for one, other in ((self.before, self.after), (self.after, self.before))
            for digest, row in one.rows[model].items()
            if digest not in other.rows[model]
        ]

    @cached_property
    def roles(self):
        """The ids of roles whose own page says something else."""
        return {row["id"] for row in self.rows(Role)} | {
            row["role_id"] for row in self.rows(*OF_ROLES)
        }

    @cached_property
    def has_new_faces(self):
        """Whether a role is called, placed or counted elsewhere, comes or goes."""
        faces = [
            {tuple(row[name] for name in ("id", *FACE)) for row in state.by_id(Role).values()}
            for state in (self.before, self.after)
        ]
        return faces[0] != faces[1]

    @cached_property
    def has_new_counts(self):
        return bool(self.rows(*COUNTED))

    @cached_property
    def pairs(self):
        """The pairs of ids of roles of whose comparisons something differs."""
        return {frozenset((row["first_id"], row["second_id"])) for row in self.rows(Comparison)}

    @cached_property
    def entries(self):
        """The ids of skills whose entry in the vocabulary, or whose group, differs."""
        groups = {row["id"] for row in self.rows(SkillGroup)}
        changed = {row["id"] for row in self.rows(Skill)}
        groups |= {row["group_id"] for row in self.rows(Skill)} - {None}
        return changed | {
            pk
            for state in (self.before, self.after)
            for pk, row in state.by_id(Skill).items()
            if row["group_id"] in groups
        }

    @cached_property
    def skills(self):
        """The ids of skills whose page differs: entries, those that name them, and needs."""
        through = Skill.related.through
        named = {row["skill_id"] for row in self.rows(RoleSkill)} | self.entries
        changed = {row["id"] for row in self.rows(Skill)}
        for row in self.rows(through):
            named |= {row["from_skill_id"], row["to_skill_id"]}
        for state in (self.before, self.after):
            for row in state.rows[through].values():
                if row["from_skill_id"] in changed:
                    named.add(row["to_skill_id"])
        return named


class Answer(NamedTuple):
    """What an address answers: its status, where it leads, and a digest of its body."""

    status: int
    leads_to: str
    digest: bytes


class Candidate(NamedTuple):
    """An address that may differ, and what kind of page it is, as a heading."""

    kind: str
    address: str


class Rematched(NamedTuple):
    """An open listing whose title would name another role, or none, when it is read again."""

    title: str
    address: str
    before: str
    after: str


class Site(Protocol):
    """The public site, as the app that has all its addresses knows it (portal/impact.py)."""

    def copy(self, board: object, moved: tuple[int, ...]) -> Copy | None:
        """Returns a new copy of all that pages show; of listings only those that a change moves.

        None where these are too many.
        """

    def listings(self, board: object, addresses: Iterable[str]) -> list[models.QuerySet]:
        """Returns the rows of listings that some addresses show."""

    def candidates(self, touched: Touched) -> list[Candidate]:
        """Returns every address that can differ, the most important first."""

    def board(self) -> object:
        """Returns what knows the listings as they are now."""

    def board_within(self, board: object, moved: tuple[int, ...]) -> object:
        """Returns what knows them within a change, which gives some other roles or skills."""

    def answering(
        self, board: object, version: object
    ) -> AbstractContextManager[Callable[[str], Answer]]:
        """Yields what asks an address; what pages share is read once for each version."""

    def page(self, address: str):
        """Returns the response of an address, within `answering`."""

    def open_titles(self, limit: int) -> Iterable[tuple[str, str]]:
        """Returns (title, address) of the newest open listings."""


_sites: list[Site] = []


def register(site: Site) -> None:
    """Makes a site the one whose addresses are asked."""
    _sites[:] = [site]


@dataclass(frozen=True)
class Change:
    """A change that somebody may make: what makes it, and what it is, in words."""

    words: str
    make: Callable[[], object]
    # A role or a skill whose listings it gives to another one.
    moves: Role | Skill | None = None

    def moved_listings(self):
        return tuple(self.moves.listings.values_list("pk", flat=True)) if self.moves else ()


class Difference(NamedTuple):
    """An address that would answer something else."""

    kind: str
    address: str
    before: Answer
    after: Answer

    @property
    def words(self):
        """What becomes of it, in a word or two."""
        if self.after.leads_to and self.after.leads_to != self.before.leads_to:
            return f"leads to {self.after.leads_to}"
        if self.before.status != 200 and self.after.status == 200:
            return "new"
        if self.before.status == 200 and self.after.status != 200:
            return "gone"
        return "changes"


@dataclass(frozen=True)
class Impact:
    """What a change would change; `left` counts what there was no time to look at, by kind."""

    differences: list[Difference]
    rematched: list[Rematched]
    looked_at: int
    left: dict[str, int]

    def by_kind(self):
        """Returns [(kind, its Differences)] in the order in which they were looked at."""
        kinds = dict.fromkeys(each.kind for each in self.differences)
        return [(kind, [each for each in self.differences if each.kind == kind]) for kind in kinds]


@dataclass(frozen=True)
class Trial:
    """A change that is tried in a copy, or in the database itself where there is none."""

    site: Site
    # What knows the listings as they are.
    board: object
    change: Change
    moved: tuple[int, ...]
    copy: Copy | None = None

    def in_place(self):
        """Returns a block within which pages are asked, and the change is made."""
        return self.copy.in_place() if self.copy else nullcontext()

    @contextmanager
    def made(self):
        """Makes the change, and takes it back at the end of the block."""
        with self.in_place(), transaction.atomic():
            self.change.make()
            yield
            transaction.set_rollback(True)

    def touched(self):
        """Returns what the change has Touched."""
        with self.in_place():
            before = State.read()
        with self.made():
            return Touched(before, State.read(), self.moved)

    def show(self, addresses):
        """Takes in the listings that some addresses show."""
        if self.copy:
            self.copy.take_in(*self.site.listings(self.board, addresses))

    @contextmanager
    def before(self):
        """Yields what asks addresses as they are."""
        with self.in_place(), self.site.answering(self.board, object()) as ask:
            yield ask

    @contextmanager
    def after(self, version):
        """Yields what asks addresses as they would be."""
        with self.made():
            board = self.site.board_within(self.board, self.moved)
            with self.site.answering(board, version) as ask:
                yield ask

    @property
    def seconds_held(self):
        """For how long the change may be made at a time."""
        return inf if self.copy else SECONDS_HELD

    def pause(self):
        """Lets others write who wait for what the change holds."""
        if not self.copy:
            sleep(SECONDS_LEFT_TO_OTHERS)


@contextmanager
def trial_of(change: Change) -> Iterator[Trial]:
    """Yields a Trial of a change."""
    (site,) = _sites
    board, moved = site.board(), change.moved_listings()
    copy = site.copy(board, moved)
    with closing(copy) if copy else nullcontext():
        yield Trial(site, board, change, moved, copy)


def impact_of(change: Change, most_seconds: float = inf) -> Impact:
    """Returns the Impact of a change: what can be looked at in so much of this thread's time.

    Raises whatever the change raises.
    """
    with trial_of(change) as trial:
        touched = trial.touched()
        todo = trial.site.candidates(touched)
        first = todo[: ceil(min(most_seconds * ADDRESSES_A_SECOND, len(todo)))]
        trial.show([each.address for each in first])
        # First all as they would be, then all as they are: what pages share is read once for each.
        new = _answers_after(trial, first, most_seconds / 2)
        with trial.before() as ask:
            old = {each: ask(each.address) for each in new}
        rematched = _rematched(trial.site, touched)
    differences = [
        Difference(*each, old[each], new[each]) for each in new if old[each] != new[each]
    ]
    left = Counter(each.kind for each in todo[len(new) :])
    return Impact(differences, rematched, len(new), dict(left))


def _answers_after(trial, todo, most_seconds):
    """Returns {Candidate: its Answer} within a change, of as many as there is time for."""
    version, answers, began = object(), {}, thread_time()

    def is_over():
        return thread_time() - began >= most_seconds

    while len(answers) < len(todo) and not is_over():
        if answers:
            trial.pause()
        until = monotonic() + trial.seconds_held
        with trial.after(version) as ask:
            for each in todo[len(answers) :]:
                answers[each] = ask(each.address)
                if monotonic() > until or is_over():
                    break
    return answers


def page_after(change: Change, address: str):
    """Returns the response of an address as a change would make it."""
    with trial_of(change) as trial:
        trial.show([address])
        with trial.after(object()):
            return trial.site.page(address)


def page_before_and_after(change: Change, address: str):
    """Returns the responses of an address as it is, and as a change would make it."""
    with trial_of(change) as trial:
        trial.show([address])
        with trial.before():
            before = trial.site.page(address)
        with trial.after(object()):
            return before, trial.site.page(address)


def _rematched(site, touched):
    """Returns the open listings whose titles name another role, among MOST_TITLES of them."""
    old, new = (_titles(state) for state in (touched.before, touched.after))
    if old == new:
        return []
    matchers = [TitleMatcher(dict(names)) for names in (old, new)]
    found = []
    for title, address in site.open_titles(MOST_TITLES):
        matches = [matcher.match(title) for matcher in matchers]
        before, after = (match.slug if match else "" for match in matches)
        if before != after:
            found.append(Rematched(title, address, before, after))
    return found


def _titles(state):
    """Returns {(title or other title, the title of its role)} of public roles."""
    roles = state.published_roles()
    titles = {(row["title"], row["title"]) for row in roles.values()}
    others = state.rows[OtherTitle].values()
    return titles | {
        (row["name"], roles[row["role_id"]]["title"]) for row in others if row["role_id"] in roles
    }
