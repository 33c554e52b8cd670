"""Writes what a pull brought, Listing rows and the receipt, in one short transaction.

plan.py decides what is to be written. An editor's `locked_fields` hold column names, "places",
"skills" and "closed_at"; a pull leaves those as they are.
"""

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain, count, islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from careers.models import FormerAddress

from ..models import Employer, Listing, ListingPlace, Pull, Source
from .drafts import ROW_FIELDS, VALUE_COLUMNS, prepared, read_adverts, unchanged_reading
from .plan import Stored, Update, changed_fields, decide
from .receipts import counts_with, finish, in_lines, would_change, would_close
from .records import Parsed, pack

# What a changed advert brings up to date. The day of posting stays the first one we were told.
PULLED_COLUMNS = VALUE_COLUMNS | {"employer", "role", "pay_usd_min", "pay_usd_max"}
# Those that can be compared as they stand in the row: "role" as role_id.
COMPARED = {name: Listing._meta.get_field(name).attname for name in PULLED_COLUMNS - {"employer"}}

# What a plan looks at.
STORED_COLUMNS = ("source", "external_id", "title", "confirmed_at", "closes_at", "closed_at")
STORED_COLUMNS += ("missed_pulls", "locked_fields", "content_hash")

# SQLite takes no more in one statement, where it was built long ago.
VALUES_PER_STATEMENT = 999

ListingSkill = Listing.skills.through
AS_GIVEN = [Listing._meta.get_field("as_given")]


class Superseded(Exception):
    """This pull took so long that another one was started in its place."""


@dataclass(frozen=True)
class Validators:
    """By what the next pull of a source sees that nothing has changed; empty if by nothing."""

    etag: str = ""
    last_modified: str = ""
    read_as: str = ""
    body_hash: str = ""


NO_VALIDATORS = Validators()


def load(
    pull: Pull, parsed: Parsed, *, accept=False, keep="", validators=NO_VALIDATORS, progress=None
):
    """Writes what one pull of a source brought, and the pull's receipt.

    A pull that is held (plan.py says when) closes nothing until an editor says `accept`. Adverts
    are read before the write begins.
    """
    keep = keep or pull.source.keep
    reading = read_adverts(pull.source, parsed, pull.started_at, keep, progress)
    with _writing(pull):
        planned = _planner(pull.source, reading)
        plan = planned(accept=accept)
        if plan.hold:
            waiting = {"held": plan.hold.listings, "adverts": pack(parsed, keep)}
            waiting["would_change"] = would_close(planned(accept=True))
            _write(pull, plan, NO_VALIDATORS)
            problems = in_lines(plan.hold.reason, reading.problems)
            finish(pull, Pull.State.HELD, problems, **waiting, **plan.counts())
        else:
            _carry_out(pull, plan, validators if reading.is_whole else NO_VALIDATORS)


def confirm(pull: Pull, last: Pull, *, accept=False, validators: Validators):
    """Writes a pull that brought the very same as the last good one, and its receipt."""
    with _writing(pull):
        planned = _planner(pull.source, unchanged_reading(last))
        _carry_out(pull, planned(accept=accept), validators)


def preview(pull: Pull, parsed: Parsed, *, accept=False, keep="", progress=None):
    """Completes an unsaved receipt with what `load` would do, and writes nothing."""
    keep = keep or pull.source.keep
    reading = read_adverts(pull.source, parsed, pull.started_at, keep, progress)
    planned = _planner(pull.source, reading)
    plan = planned(accept=accept)
    pull.state = Pull.State.HELD if plan.hold else Pull.State.GOOD
    pull.problems = in_lines(plan.hold.reason if plan.hold else "", reading.problems)
    closings = would_close(planned(accept=True)) if plan.hold else ""
    pull.would_change = in_lines(would_change(plan), closings)
    pull.held = plan.hold.listings if plan.hold else 0
    for name, number in plan.counts().items():
        setattr(pull, name, number)


def employers_called(names):
    """Returns the employer of each name, made where none is called so; case does not matter."""
    known = Employer.objects.by_name()
    slugs = {employer.slug for employer in known.values()}
    slugs |= set(FormerAddress.objects.of(Employer).values_list("slug", flat=True))
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


# --- what is stored, for the plan --------------------------------------------------------------


def _planner(source, reading):
    """Reads the stored listings; returns `decide` for them. In a transaction they are locked."""
    rows = source.listings.order_by("pk").only(*STORED_COLUMNS)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update()
    stored = {row.external_id: as_stored(row) for row in rows}
    updates = updates_of(reading.drafts, stored)
    return partial(decide, reading, stored, updates, is_last_n=source.is_last_n)


def as_stored(row: Listing):
    """Returns what a plan looks at in a listing."""
    return Stored(
        pk=row.pk,
        number=row.external_id,
        title=row.title,
        is_open=row.is_open,
        is_closed=row.closed_at is not None,
        missed_pulls=row.missed_pulls,
        locked_fields=frozenset(row.locked_fields),
    )


def updates_of(drafts, stored):
    """Returns what each draft changes in the listing that is stored under its number."""
    drafts = [draft for draft in drafts if draft.number in stored]
    whole = Listing.objects.select_related("employer")
    whole = whole.prefetch_related("places", "skills", "employer__other_names")
    rows = whole.in_bulk([stored[draft.number].pk for draft in drafts])
    return [_update(stored[draft.number], rows, draft) for draft in drafts]


def _update(stored, rows, draft):
    row, told = rows[stored.pk], draft.listing
    skill_ids = [skill.pk for skill in row.skills.all()]
    before = _values(row, row.employer.name, row.places.all(), skill_ids)
    told_name = row.employer.name if row.employer.is_called(draft.employer_name) else None
    after = _values(told, told_name or draft.employer_name, draft.places, draft.skill_ids)
    return Update(
        stored,
        draft,
        fields=changed_fields(before, after, stored.locked_fields),
        is_new_advert=(row.content_hash, row.as_given) != (told.content_hash, told.as_given),
    )


def _values(listing, employer_name, places, skill_ids):
    """Returns all that a pull keeps up to date, in values that can be compared."""
    values = {name: getattr(listing, attribute) for name, attribute in COMPARED.items()}
    facts = [(place.kind, place.city, place.region, place.country) for place in places]
    linked = {"places": facts, "skills": set(skill_ids)}
    return values | linked | {"employer": _folded(employer_name)}


# --- writing it --------------------------------------------------------------------------------


@contextmanager
def _writing(pull):
    """Opens the one transaction of a pull; Superseded if its receipt is not as in hand any more."""
    with transaction.atomic():
        same = Pull.objects.filter(pk=pull.pk, state=pull.state)
        if not same.update(state=pull.state):
            raise Superseded
        # What waited for an editor is out of date now.
        Pull.objects.filter(source=pull.source_id).exclude(adverts=None).update(adverts=None)
        yield


def _carry_out(pull, plan, validators):
    _write(pull, plan, validators)
    waited = {"adverts": None, "would_change": "", "held": 0}
    counts = counts_with(pull, plan)
    finish(pull, Pull.State.GOOD, plan.reading.problems, **waited, **counts)


def _write(pull, plan, validators):
    now = timezone.now()
    _create(pull.source, plan.new)
    write_updates(plan.updates, now)
    _confirm(plan, pull.started_at)
    _miss(plan, now)
    Source.objects.filter(pk=pull.source_id).update(**asdict(validators))


def _create(source, drafts):
    employers = employers_called([draft.employer_name for draft in drafts])
    columns = ["employer_id", "as_given", *(field.column for field in ROW_FIELDS)]
    rows = (
        [employers[draft.employer_name].pk, *prepared(draft.listing, AS_GIVEN), *draft.row]
        for draft in drafts
    )
    _insert(Listing, columns, rows)
    keys = dict(source.listings.values_list("external_id", "pk"))
    pairs = [(keys[draft.number], draft) for draft in drafts]
    _add_places(pairs)
    _add_skills(pairs)


def write_updates(updates, now):
    """Writes what differs in stored listings, and their adverts as they are now."""
    updates = [update for update in updates if update.fields or update.is_new_advert]
    renamed = [update.draft.employer_name for update in updates if "employer" in update.fields]
    employers = employers_called(renamed) if renamed else {}
    for update in updates:
        _write_columns(update, employers, now)
    placed = [(each.stored.pk, each.draft) for each in updates if "places" in each.fields]
    ListingPlace.objects.filter(listing__in=[pk for pk, _ in placed]).delete()
    _add_places(placed)
    skilled = [(each.stored.pk, each.draft) for each in updates if "skills" in each.fields]
    ListingSkill.objects.filter(listing__in=[pk for pk, _ in skilled]).delete()
    _add_skills(skilled)


def _write_columns(update, employers, now):
    """Writes the columns of one listing; a row at a time is ten times faster than bulk_update."""
    draft = update.draft.listing
    values = {name: getattr(draft, name) for name in update.fields & COMPARED.keys()}
    values |= {"content_hash": draft.content_hash, "as_given": draft.as_given}
    if "employer" in update.fields:
        values["employer"] = employers[update.draft.employer_name]
    if update.fields:
        values["updated_at"] = now
    Listing.objects.filter(pk=update.stored.pk).update(**values)


def _add_places(pairs):
    columns = ["kind", "city", "region", "country"]
    places = ((pk, place) for pk, draft in pairs for place in draft.places)
    rows = ([pk, *(getattr(place, name) for name in columns)] for pk, place in places)
    _insert(ListingPlace, ["listing_id", *columns], rows)


def _add_skills(pairs):
    links = ((pk, skill_id) for pk, draft in pairs for skill_id in draft.skill_ids)
    _insert(ListingSkill, ["listing_id", "skill_id"], links)


def _insert(model, columns, rows):
    """Inserts rows of values as the database takes them; bulk_create would make each once more."""
    rows = iter(rows)
    connection = transaction.get_connection()
    table, *names = map(connection.ops.quote_name, [model._meta.db_table, *columns])
    marks = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        while batch := list(islice(rows, VALUES_PER_STATEMENT // len(columns))):
            values = ", ".join([marks] * len(batch))
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES {values}"
            cursor.execute(statement, list(chain.from_iterable(batch)))


def _confirm(plan, at):
    """Notes that the source still lists these, and opens again those that came back."""
    _listings(plan.present).update(confirmed_at=at, missed_pulls=0)
    _listings(plan.returning).update(closed_at=None, reposts=F("reposts") + 1)


def _miss(plan, now):
    """Notes that the source lacks these, and closes those that have to."""
    _listings(plan.missed).update(missed_pulls=F("missed_pulls") + 1)
    _listings(plan.closing).update(closed_at=now)


def _listings(stored):
    return Listing.objects.filter(pk__in=[row.pk for row in stored])
