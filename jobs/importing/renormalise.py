"""Reads stored adverts once more, so that better reading reaches listings that are stored."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..models import Listing, Source
from .drafts import advert_reader, error_in_words
from .load import STORED_COLUMNS, as_stored, updates_of, write_updates
from .records import from_given

LISTINGS_PER_TRANSACTION = 200


@dataclass
class RenormaliseResult:
    """What came of reading the stored adverts once more."""

    read: int = 0
    changed: int = 0
    # They came in before adverts were kept as given; the next pull of their source keeps them.
    not_kept: int = 0
    problems: list[str] = field(default_factory=list)


def renormalise(progress=None) -> RenormaliseResult:
    """Reads every stored advert as its source gave it; writes what differs and is not locked.

    So it reaches also listings that their sources never change, or no longer list.
    """
    pulled = Listing.objects.exclude(source=None)
    result = RenormaliseResult(not_kept=pulled.filter(as_given__isnull=True).count())
    total = pulled.filter(as_given__isnull=False).count()
    for source in Source.objects.select_related("employer"):
        reader = advert_reader(source, timezone.now())
        kept = source.listings.filter(as_given__isnull=False).order_by("pk")
        keys = list(kept.values_list("pk", flat=True))
        for start in range(0, len(keys), LISTINGS_PER_TRANSACTION):
            if progress:
                progress(result.read, total)
            _renormalise(reader, keys[start : start + LISTINGS_PER_TRANSACTION], result)
    return result


def _renormalise(reader, keys, result):
    drafts, hashes = [], {}
    listings = Listing.objects.filter(pk__in=keys).defer("body_html", "body_text")
    for listing in listings:
        hashes[listing.external_id] = listing.content_hash
        try:
            drafts.append(reader.draft(from_given(listing.as_given), listing))
        except ValidationError as error:
            name = f"{listing.external_id} {listing.title}"
            result.problems.append(f"{reader.source}, {name}: {error_in_words(error)}")
    with transaction.atomic():
        locked = Listing.objects.filter(pk__in=keys).order_by("pk").select_for_update()
        # One that a pull has changed meanwhile is newer than what was read here.
        same = [
            row
            for row in locked.only(*STORED_COLUMNS)
            if row.content_hash == hashes.get(row.external_id)
        ]
        updates = updates_of(drafts, {row.external_id: as_stored(row) for row in same})
        write_updates(updates, timezone.now())
    result.read += len(hashes)
    result.changed += sum(bool(update.fields) for update in updates)
