"""The one place where pulled listings are written: what came in -> Listing rows and the receipt.

An editor's `locked_fields` hold column names, "places", "skills" and "closed_at"; a pull leaves
those as they are.
"""

from itertools import chain, count

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from ..models import Employer, Listing, ListingPlace, Pull
from .drafts import PLAIN, read
from .records import Parsed

MISSES_TO_CLOSE = 2
# Where so many listings are open, an editor looks at it when more than half of them vanish.
ENOUGH_TO_HOLD = 10
WHAT_TO_DO = "Nothing was written. Check the source; if they did close, import with --accept."

# What a changed advert brings up to date. The day of posting stays the first one we were told.
COLUMNS = PLAIN | {"employer", "role", "pay_usd_min", "pay_usd_max"}
# Columns that make sense together only: a lock on one of them is a lock on all.
TOGETHER = (
    {"role", "role_reason"},
    {"body_html", "body_text"},
    {"pay_min", "pay_max", "pay_currency", "pay_period", "pay_usd_min", "pay_usd_max"},
)

ListingSkill = Listing.skills.through


def load(pull: Pull, parsed: Parsed, *, accept=False):
    """
    Writes what one pull of a source brought, and the pull's receipt.

    A listing that is missing for the second time closes. If more than half of the open ones are
    missing, or all, the pull is held and nothing but its receipt is written; unless an editor
    says `accept`: then the missing ones close at once. Adverts are read before the write begins.
    """
    source, now = pull.source, timezone.now()
    drafts, refused = read(source, parsed.listings, now)
    listed = {raw.external_id for raw in parsed.listings} - {row.reference for row in refused}
    refused += parsed.refused
    mentioned = listed | {row.reference for row in refused}

    with transaction.atomic():
        stored = source.listings.select_for_update().defer("body_html", "body_text")
        rows = {row.external_id: row for row in stored}
        present = [rows[number] for number in listed & rows.keys()]
        absent = [row for number, row in rows.items() if number not in mentioned]
        reason = "" if accept else _reason_to_hold(rows.values(), absent, listed)
        if reason:
            finish(pull, Pull.State.HELD, reason)
            return
        _set_employers(drafts)
        new = _create([draft for draft in drafts if draft.number not in rows])
        changed = _update([draft for draft in drafts if draft.number in rows], rows, now)
        reopened = _confirm(present, now)
        closed = _miss(absent, 1 if accept else MISSES_TO_CLOSE, now)
        finish(
            pull,
            Pull.State.GOOD,
            "\n".join(f"{row.reference}: {row.reason}" for row in refused),
            new=len(new),
            changed=len(changed),
            unchanged=len({row.pk for row in present} - changed - reopened),
            closed=len(closed),
            reopened=len(reopened),
            refused=len(refused),
        )


def finish(pull: Pull, state, problems="", **counts):
    """Completes and saves the receipt of a pull."""
    pull.state, pull.problems, pull.finished_at = state, problems, timezone.now()
    for name, number in counts.items():
        setattr(pull, name, number)
    pull.save()


def employers_called(names):
    """The employer of each name, made where none is called so; case does not matter."""
    known = {employer.name.lower(): employer for employer in Employer.objects.all()}
    slugs = {employer.slug for employer in known.values()}
    for name in names:
        if name.lower() not in known:
            employer = Employer.objects.create(name=name, slug=_free_slug(name, slugs))
            known[name.lower()] = employer
            slugs.add(employer.slug)
    return {name: known[name.lower()] for name in names}


def _free_slug(name, taken):
    slug = slugify(name)[:70].strip("-") or "employer"
    numbered = (f"{slug}-{number}" for number in count(2))
    return next(each for each in chain([slug], numbered) if each not in taken)


def _reason_to_hold(rows, absent, listed):
    """Why an editor should look before anything closes; "" if there is no reason."""
    was_open = sum(row.is_open for row in rows)
    missing = sum(row.is_open for row in absent)
    if was_open and not listed:
        return f"It has no advert to take, but {was_open} listings are open here. {WHAT_TO_DO}"
    if was_open >= ENOUGH_TO_HOLD and missing * 2 > was_open:
        return f"It lacks {missing} of {was_open} listings that are open here. {WHAT_TO_DO}"
    return ""


def _set_employers(drafts):
    employers = employers_called([draft.employer_name for draft in drafts])
    for draft in drafts:
        draft.listing.employer = employers[draft.employer_name]


def _create(drafts):
    """Adds new listings; returns them."""
    listings = Listing.objects.bulk_create([draft.listing for draft in drafts])
    pairs = list(zip(listings, drafts, strict=True))
    _add_places(pairs)
    _add_skills(pairs)
    return listings


def _update(drafts, rows, now):
    """Brings stored listings up to date, but for what an editor locked; returns their keys."""
    stored = Listing.objects.in_bulk([rows[draft.number].pk for draft in drafts])
    pairs = [(stored[rows[draft.number].pk], draft) for draft in drafts]
    columns = {"content_hash", "updated_at"}
    for row, draft in pairs:
        columns |= _copy(draft.listing, row)
        row.content_hash, row.updated_at = draft.listing.content_hash, now
    Listing.objects.bulk_update(stored.values(), columns, batch_size=100)

    placed = [(row, draft) for row, draft in pairs if "places" not in row.locked_fields]
    ListingPlace.objects.filter(listing__in=[row for row, _ in placed]).delete()
    _add_places(placed)
    skilled = [(row, draft) for row, draft in pairs if "skills" not in row.locked_fields]
    ListingSkill.objects.filter(listing__in=[row for row, _ in skilled]).delete()
    _add_skills(skilled)
    return set(stored)


def _copy(listing, row):
    """Copies to the stored row what differs and is not locked; returns the names of it."""
    copied = set()
    for name in COLUMNS - _locked(row):
        stored_as = Listing._meta.get_field(name).attname  # "role_id": nothing need be fetched
        if getattr(row, stored_as) != getattr(listing, stored_as):
            setattr(row, stored_as, getattr(listing, stored_as))
            copied.add(name)
    return copied


def _locked(row):
    locked = set(row.locked_fields)
    return locked.union(*(columns for columns in TOGETHER if columns & locked))


def _add_places(pairs):
    for listing, draft in pairs:
        for place in draft.places:
            place.listing = listing
    ListingPlace.objects.bulk_create(place for _, draft in pairs for place in draft.places)


def _add_skills(pairs):
    ListingSkill.objects.bulk_create(
        ListingSkill(listing=listing, skill=skill)
        for listing, draft in pairs
        for skill in draft.skills
    )


def _confirm(rows, now):
    """Notes that the source still lists these; returns the keys of those that came back."""
    returned = {row.pk for row in rows if row.closed_at and "closed_at" not in row.locked_fields}
    keys = [row.pk for row in rows]
    Listing.objects.filter(pk__in=keys).update(confirmed_at=now, missed_pulls=0)
    Listing.objects.filter(pk__in=returned).update(closed_at=None, updated_at=now)
    return returned


def _miss(rows, misses_to_close, now):
    """Notes that the source lacks these; returns the keys of those that close by it."""
    missed = [row for row in rows if not row.closed_at and "closed_at" not in row.locked_fields]
    closed = {row.pk for row in missed if row.missed_pulls + 1 >= misses_to_close}
    keys = [row.pk for row in missed]
    Listing.objects.filter(pk__in=keys).update(missed_pulls=F("missed_pulls") + 1)
    Listing.objects.filter(pk__in=closed).update(closed_at=now, updated_at=now)
    return closed
