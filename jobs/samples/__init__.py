"""The invented listings that a new site shows, and how they come and go."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from careers.models import Role
from jobs.importing.load import load
from jobs.importing.pipeline import SourceBusy, leased
from jobs.importing.receipts import receipt
from jobs.importing.records import Parsed
from jobs.models import SAMPLES, Employer, Listing, Pull, Source

from .invent import invent

NAME = "Sample listings"
# Well within the time after which unconfirmed listings close.
CONFIRM_EVERY = timedelta(days=1)


def load_samples(*, again=False):
    """Loads the sample listings, or confirms them, and says so in a sentence.

    Once removed they stay away, and one that an editor deleted stays deleted, until they are
    asked for `again`. Fields that an editor changed are locked, as with any source.
    """
    source = _source()
    try:
        with leased(source):
            return _load(source, again)
    except SourceBusy as error:
        return str(error)


def _load(source, again):
    if again and not source.is_active:
        source.is_active, source.created_at = True, timezone.now()
        source.save()
    if not source.is_active:
        return "Sample listings were removed; load_samples --again brings them back."
    last = None if again else source.pulls.filter(state=Pull.State.GOOD).first()
    if last and not _is_due(last):
        return "Sample listings are loaded already."
    listings = invent(source.created_at)
    if last:
        kept = set(source.listings.values_list("external_id", flat=True))
        listings = (raw for raw in listings if raw.external_id in kept)
    pull = Pull.objects.create(source=source)
    load(pull, Parsed(tuple(listings), ()), accept=True)
    return receipt(pull)


@transaction.atomic
def remove_samples():
    """Deletes the sample listings and the employers that offer nothing else.

    Returns how many listings and how many employers went. The source stays, switched off.
    """
    source = _source()
    source.is_active = False
    source.save()
    samples = Listing.objects.samples()
    employers = set(samples.values_list("employer", flat=True))
    _, deleted = samples.delete()
    invented = Employer.objects.filter(pk__in=employers, listings=None, sources=None)
    _, others = invented.delete()
    return deleted.get("jobs.Listing", 0), others.get("jobs.Employer", 0)


def _source():
    source, _ = Source.objects.get_or_create(kind=SAMPLES, defaults={"name": NAME})
    return source


def _is_due(last):
    """True if the last pull was a while ago, or a role was published after it."""
    roles = Role.objects.published().filter(published_at__gt=last.started_at)
    return last.started_at < timezone.now() - CONFIRM_EVERY or roles.exists()
