"""The one place where pulled listings are written: what came in -> Listing rows and the receipt.

An editor's `locked_fields` hold column names, "places", "skills" and "closed_at"; a pull leaves
those as they are.
"""

import json
import zlib
from collections.abc import Collection
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain, count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from ..models import Employer, Listing, ListingPlace, Pull, Source
from .drafts import (
    PLAIN,
    Draft,
    Reading,
    as_given,
    from_given,
    in_words,
    read,
    read_as_before,
    reader_of,
)
from .records import Parsed, Refused

MISSES_TO_CLOSE = 2
# Where so many listings are open, an editor looks at it when more than half of them vanish.
ENOUGH_TO_HOLD = 10
WHAT_TO_DO = (
    "Nothing was written. Check the source; if they did close, accept this pull in the admin, "
    "or import with --accept."
)
# What a receipt names of each thing that a held pull would do.
NAMED = 50
# How many listings are read anew in one transaction.
AT_ONCE = 200

# What a changed advert brings up to date. The day of posting stays the first one we were told.
COLUMNS = PLAIN | {"employer", "role", "pay_usd_min", "pay_usd_max"}
# Columns that make sense together only: a lock on one of them is a lock on all.
TOGETHER = (
    {"role", "role_reason"},
    {"body_html", "body_text"},
    {"pay_min", "pay_max", "pay_currency", "pay_period", "pay_usd_min", "pay_usd_max"},
)

# What a plan reads of every listing of its source.
PLANNED = ("source", "external_id", "title", "confirmed_at", "closes_at", "closed_at")
PLANNED += ("missed_pulls", "locked_fields", "content_hash")

ListingSkill = Listing.skills.through


class Overtaken(Exception):
    """This pull took so long that another one was started in its place."""


@dataclass(frozen=True)
class Memory:
    """By what the next pull of a source will see that nothing has changed; empty if by nothing."""

    etag: str = ""
    last_modified: str = ""
    read_as: str = ""
    body_hash: str = ""


NO_MEMORY = Memory()


@dataclass(frozen=True)
class Change:
    """A stored listing, its new draft, and the names of what differs and is not locked."""

    row: Listing
    draft: Draft
    names: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """What a reading would do to the listings of its source."""

    reading: Reading
    new: Collection[Draft]
    updates: Collection[Change]
    present: Collection[Listing]
    returning: Collection[Listing]
    missed: Collection[Listing]
    unmatched: Collection[Listing]
    closing: Collection[Listing]

    @property
    def changes(self):
        return [update for update in self.updates if update.names]

    def counts(self):
        """What the receipt says of it."""
        moved = {change.row.pk for change in self.changes} | {row.pk for row in self.returning}
        listed = {row.pk for row in self.present if row.external_id in self.reading.listed}
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

    def in_words(self):
        """One line for each listing that it would touch, at most NAMED of a kind."""
        lists = {
            "New": [f"{draft.number} {draft.listing.title}" for draft in self.new],
            "Changed": [f"{_name(each.row)} ({_named(each.names)})" for each in self.changes],
            "Closed": [_name(row) for row in self.closing],
            "Reopened": [_name(row) for row in self.returning],
        }
        lines = []
        for kind, names in lists.items():
            lines += [f"{kind}: {name}" for name in names[:NAMED]]
            if len(names) > NAMED:
                lines.append(f"{kind}: {len(names) - NAMED:,} more")
        return "\n".join(lines)


@dataclass
class ReadAnew:
    """What came of reading the stored adverts once more."""

    read: int = 0
    changed: int = 0
    # They came in before adverts were kept as given; the next pull of their source keeps them.
    not_kept: int = 0
    problems: list[str] = field(default_factory=list)


def load(pull: Pull, parsed: Parsed, *, accept=False, keep="", memory=NO_MEMORY, progress=None):
    """
    Writes what one pull of a source brought, and the pull's receipt.

    A listing that is missing for the second time closes. If more than half of the open ones are
    missing, or all, the pull is held and nothing but its receipt is written; unless an editor
    says `accept`: then the missing ones close at once. Adverts are read before the write begins.
    """
    keep = keep or pull.source.keep
    reading = read(pull.source, parsed, pull.started_at, keep, progress)
    with _writing(pull):
        plan = _plan(pull.source, reading, accept)
        held, reason = (0, "") if accept else _reason_to_hold(plan)
        if reason:
            words = _plan(pull.source, reading, accept=True).in_words()
            adverts = pack(parsed, keep)
            finish(pull, Pull.State.HELD, reason, held=held, would_change=words, adverts=adverts)
        else:
            _carry_out(pull, plan, memory)


def confirm(pull: Pull, last: Pull, *, accept=False, memory: Memory):
    """Writes a pull that brought the very same as the last good one, and its receipt."""
    with _writing(pull):
        _carry_out(pull, _plan(pull.source, read_as_before(last), accept), memory)


def preview(pull: Pull, parsed: Parsed, *, accept=False, keep="", progress=None):
    """Completes an unsaved receipt with what `load` would do, and writes nothing."""
    keep = keep or pull.source.keep
    reading = read(pull.source, parsed, pull.started_at, keep, progress)
    plan = _plan(pull.source, reading, accept)
    held, reason = (0, "") if accept else _reason_to_hold(plan)
    pull.state = Pull.State.HELD if reason else Pull.State.GOOD
    pull.problems = reason or reading.problems
    pull.would_change = _plan(pull.source, reading, accept or bool(reason)).in_words()
    for name, number in ({"held": held} if reason else plan.counts()).items():
        setattr(pull, name, number)


def finish(pull: Pull, state, problems="", **values):
    """Completes and saves the receipt of a pull."""
    pull.state, pull.problems, pull.finished_at = state, problems, timezone.now()
    for name, value in values.items():
        setattr(pull, name, value)
    pull.save()


def pack(parsed: Parsed, keep) -> bytes:
    """What came in, small enough to wait with a held pull for an editor."""
    adverts = [as_given(raw) for raw in parsed.listings]
    refused = [[row.reference, row.reason] for row in parsed.refused]
    return zlib.compress(json.dumps([keep, adverts, refused]).encode())


def unpack(packed: bytes) -> tuple[Parsed, str]:
    """What came in with a held pull, and what of it is to be kept."""
    keep, adverts, refused = json.loads(zlib.decompress(packed))
    raws = tuple(from_given(each) for each in adverts)
    return Parsed(raws, tuple(Refused(*row) for row in refused)), keep


def employers_called(names):
    """The employer of each name, made where none is called so; case does not matter."""
    known = {_folded(employer.name): employer for employer in Employer.objects.all()}
    slugs = {employer.slug for employer in known.values()}
    for name in names:
        if _folded(name) not in known:
            made = {"name": name.strip(), "slug": _free_slug(name, slugs)}
            employer, _ = Employer.objects.called(name).get_or_create(defaults=made)
            known[_folded(name)] = employer
            slugs.add(employer.slug)
    return {name: known[_folded(name)] for name in names}


def _folded(name):
    return name.strip().casefold()


def _free_slug(name, taken):
    slug = slugify(name)[:70].strip("-") or "employer"
    numbered = (f"{slug}-{number}" for number in count(2))
    return next(each for each in chain([slug], numbered) if each not in taken)


# --- what a reading would do -------------------------------------------------------------------


def _plan(source, reading, accept):
    """Looks at the stored listings; inside a transaction nobody changes them meanwhile."""
    stored = source.listings.order_by("pk").only(*PLANNED)
    if transaction.get_connection().in_atomic_block:
        stored = stored.select_for_update()
    rows = {row.external_id: row for row in stored}
    listed = [rows[number] for number in reading.listed & rows.keys()]
    free = [row for row in rows.values() if not row.closed_at and _may_close(row)]
    unmatched = [row for row in free if row.external_id in reading.unmatched]
    accounted = reading.listed | reading.set_aside | reading.unmatched
    missed = [row for row in free if row.external_id not in accounted]
    needed = 1 if accept else MISSES_TO_CLOSE
    closing = [row for row in missed if row.missed_pulls + 1 >= needed]
    if source.is_last_n:  # what dropped out of it may well be open
        listed, missed, closing = listed + missed, [], []
    return Plan(
        reading=reading,
        new=[draft for draft in reading.drafts if draft.number not in rows],
        updates=_updates([draft for draft in reading.drafts if draft.number in rows], rows),
        present=listed,
        returning=[row for row in listed if row.closed_at and _may_close(row)],
        missed=missed,
        unmatched=unmatched,
        closing=closing + unmatched,
    )


def _may_close(row):
    """True if its source may close it and open it again; an editor may have said otherwise."""
    return "closed_at" not in row.locked_fields


def _updates(drafts, rows):
    """What each draft would change in the listing that is stored under its number."""
    whole = Listing.objects.select_related("employer").prefetch_related("places", "skills")
    stored = whole.in_bulk([rows[draft.number].pk for draft in drafts])
    pairs = [(stored[rows[draft.number].pk], draft) for draft in drafts]
    return [Change(row, draft, frozenset(_differences(row, draft))) for row, draft in pairs]


def _differences(row, draft):
    """The names of what a draft has otherwise than the stored row, and may change there."""
    for name in COLUMNS - {"employer"} - _locked(row):
        stored_as = Listing._meta.get_field(name).attname  # "role_id": nothing need be fetched
        if getattr(row, stored_as) != getattr(draft.listing, stored_as):
            yield name
    locked = row.locked_fields
    if "employer" not in locked and _folded(row.employer.name) != _folded(draft.employer_name):
        yield "employer"
    if "places" not in locked and _facts(row.places.all()) != _facts(draft.places):
        yield "places"
    if "skills" not in locked and set(row.skills.all()) != set(draft.skills):
        yield "skills"


def _facts(places):
    return [(place.kind, place.city, place.region, place.country) for place in places]


def _locked(row):
    locked = set(row.locked_fields)
    return locked.union(*(columns for columns in TOGETHER if columns & locked))


def _reason_to_hold(plan):
    """How many listings an editor should look at before they close, and why; (0, "") if none."""
    vanished = sum(row.is_open for row in plan.missed)
    was_open = sum(row.is_open for row in [*plan.present, *plan.missed, *plan.unmatched])
    if was_open and not plan.reading.listed:
        seen = f"It has no advert to take, but {was_open} listings are open here."
        return was_open, f"{seen} {WHAT_TO_DO}"
    if was_open >= ENOUGH_TO_HOLD and vanished * 2 > was_open:
        seen = f"It lacks {vanished} of {was_open} listings that are open here."
        return vanished, f"{seen} {WHAT_TO_DO}"
    return 0, ""


def _name(row):
    return f"{row.external_id} {row.title}"


def _named(names):
    return ", ".join(sorted(names))


# --- writing it --------------------------------------------------------------------------------


@contextmanager
def _writing(pull):
    """The one transaction of a pull, if its receipt still is as in hand; Overtaken if not."""
    with transaction.atomic():
        same = Pull.objects.filter(pk=pull.pk, state=pull.state)
        if not same.update(state=pull.state):
            raise Overtaken
        # What waited for an editor is out of date now.
        Pull.objects.filter(source=pull.source_id).exclude(adverts=None).update(adverts=None)
        yield


def _carry_out(pull, plan, memory):
    now = timezone.now()
    counts = plan.counts()
    _create(plan.new)
    _bring_up_to_date(plan.updates, now)
    _confirm(plan, pull.started_at)
    _miss(plan, now)
    Source.objects.filter(pk=pull.source_id).update(**asdict(memory))
    waited = {"adverts": None, "would_change": "", "held": 0}
    finish(pull, Pull.State.GOOD, plan.reading.problems, **waited, **counts)


def _create(drafts):
    employers = employers_called([draft.employer_name for draft in drafts])
    for draft in drafts:
        draft.listing.employer = employers[draft.employer_name]
    listings = Listing.objects.bulk_create([draft.listing for draft in drafts])
    pairs = list(zip(listings, drafts, strict=True))
    _add_places(pairs)
    _add_skills(pairs)


def _bring_up_to_date(updates, now):
    """Writes what differs in stored listings, and how their adverts stand now."""
    updates = [update for update in updates if update.names or _is_retold(update)]
    renamed = [each.draft.employer_name for each in updates if "employer" in each.names]
    employers = employers_called(renamed) if renamed else {}
    for update in updates:
        _rewrite(update, employers, now)
    placed = [(each.row, each.draft) for each in updates if "places" in each.names]
    ListingPlace.objects.filter(listing__in=[row for row, _ in placed]).delete()
    _add_places(placed)
    skilled = [(each.row, each.draft) for each in updates if "skills" in each.names]
    ListingSkill.objects.filter(listing__in=[row for row, _ in skilled]).delete()
    _add_skills(skilled)


def _is_retold(update):
    """True if the advert reads otherwise now, though its listing stays as it is."""
    row, draft = update.row, update.draft.listing
    return (row.content_hash, row.as_given) != (draft.content_hash, draft.as_given)


def _rewrite(update, employers, now):
    """Writes the columns of one listing; a row at a time is ten times faster than bulk_update."""
    draft = update.draft.listing
    values = {name: getattr(draft, name) for name in update.names & COLUMNS - {"employer"}}
    values |= {"content_hash": draft.content_hash, "as_given": draft.as_given}
    if "employer" in update.names:
        values["employer"] = employers[update.draft.employer_name]
    if update.names:
        values["updated_at"] = now
    Listing.objects.filter(pk=update.row.pk).update(**values)


def _add_places(pairs):
    for listing, draft in pairs:
        for place in draft.places:
            place.listing = listing
    ListingPlace.objects.bulk_create(place for _, draft in pairs for place in draft.places)


def _add_skills(pairs):
    ListingSkill.objects.bulk_create(
        ListingSkill(listing_id=listing.pk, skill_id=skill.pk)
        for listing, draft in pairs
        for skill in draft.skills
    )


def _confirm(plan, at):
    """Notes that the source still lists these, and opens again those that came back."""
    keys = [row.pk for row in plan.present]
    Listing.objects.filter(pk__in=keys).update(confirmed_at=at, missed_pulls=0)
    keys = [row.pk for row in plan.returning]
    Listing.objects.filter(pk__in=keys).update(closed_at=None)


def _miss(plan, now):
    """Notes that the source lacks these, and closes those that have to."""
    keys = [row.pk for row in plan.missed]
    Listing.objects.filter(pk__in=keys).update(missed_pulls=F("missed_pulls") + 1)
    keys = [row.pk for row in plan.closing]
    Listing.objects.filter(pk__in=keys).update(closed_at=now)


# --- reading anew what is stored ---------------------------------------------------------------


def renormalise(progress=None) -> ReadAnew:
    """
    Reads every advert anew as its source gave it, and writes what now differs and is not locked.

    So better reading reaches listings that their sources never change, or no longer list.
    """
    pulled = Listing.objects.exclude(source=None)
    done = ReadAnew(not_kept=pulled.filter(as_given__isnull=True).count())
    total = pulled.filter(as_given__isnull=False).count()
    for source in Source.objects.select_related("employer"):
        reader = reader_of(source, timezone.now())
        kept = source.listings.filter(as_given__isnull=False).order_by("pk")
        keys = list(kept.values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            if progress:
                progress(done.read, total)
            _read_anew(reader, keys[start : start + AT_ONCE], done)
    return done


def _read_anew(reader, keys, done):
    drafts, hashes = [], {}
    listings = Listing.objects.filter(pk__in=keys).defer("body_html", "body_text")
    for listing in listings:
        hashes[listing.external_id] = listing.content_hash
        try:
            drafts.append(reader.draft(from_given(listing.as_given), listing))
        except ValidationError as error:
            done.problems.append(f"{reader.source}, {_name(listing)}: {in_words(error)}")
    with transaction.atomic():
        locked = Listing.objects.filter(pk__in=keys).order_by("pk").select_for_update()
        # One that a pull has changed meanwhile is newer than what was read here.
        rows = {row.external_id: row for row in locked.only(*PLANNED)}
        same = {n: row for n, row in rows.items() if row.content_hash == hashes.get(n)}
        updates = _updates([draft for draft in drafts if draft.number in same], same)
        _bring_up_to_date(updates, timezone.now())
    done.read += len(hashes)
    done.changed += sum(bool(update.names) for update in updates)
