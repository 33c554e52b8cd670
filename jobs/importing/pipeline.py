"""The whole way of a listing on one page: source -> fetch -> adapter -> drafts -> plan -> load.

Each pull leaves a receipt, whatever happens.
"""

import logging
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from ..models import LEASE, Employer, Pull, Source
from .adapters import UnknownKind, get_adapter
from .drafts import is_untouched_since, settings_digest
from .load import Superseded, Validators, confirm, employers_called, load, preview
from .payloads import Fetched, SourceUnavailable, read_file
from .receipts import finish
from .records import Parsed, PayloadError, Refused, unpack

logger = logging.getLogger(__name__)

MAX_JOBS = 20_000
# What is wrong with a source rather than with us.
SOURCE_PROBLEMS = (UnknownKind, SourceUnavailable, PayloadError)
BROKE_OFF = "Nothing of it was written; the log says where it broke off."
INTERRUPTED = "It was interrupted: nothing of it was written, and the next pull starts over."


class SourceBusy(Exception):
    """Another pull is reading the source; says until when at most."""


def pull(source: Source, payload=None, *, accept=False, keep="", progress=None) -> Pull:
    """Reads a source once, from its address unless its payload is given; returns the receipt.

    A payload in several pages is a list of them. Whatever goes wrong makes a failed pull that
    says so and changes no listing. `accept` closes what a pull would hold because too much has
    vanished; `keep` replaces what the source says is to be kept. Raises SourceBusy while another
    pull reads it.
    """
    with leased(source):
        return _pull(source, _pages(payload), accept, keep, progress)


def pull_due(*, only_asked=False, accept=False, keep="", progress=None):
    """Reads the sources that are due and that no other run has taken; yields their receipts.

    With `only_asked` those alone that an editor has asked for.
    """
    due = Source.objects.due(timezone.now())
    for source in due.asked() if only_asked else due:
        with suppress(SourceBusy), leased(source, only_if_due=True):
            accepts = accept or source.asked_for == Source.Asked.ACCEPT
            yield _pull(source, None, accepts, keep, progress)


def dry_run(source: Source, payload=None, *, accept=False, keep="", progress=None) -> Pull:
    """Returns a receipt, not saved, of what a pull would do; writes nothing."""
    receipt = Pull(source=source)
    try:
        pages = _pages(payload) or [_fetch(source).content]
        parsed = _parse(source.kind, pages)
        preview(receipt, parsed, accept=accept, keep=keep, progress=progress)
    except SOURCE_PROBLEMS as error:
        receipt.state, receipt.problems = Pull.State.FAILED, str(error)
    return receipt


def dry_run_due(**how):
    """Yields the receipts of dry runs of the sources that are due."""
    return (dry_run(source, **how) for source in Source.objects.due(timezone.now()))


@transaction.atomic
def dry_run_of_files(employer_name, kind, pages, **how):
    """Returns the receipt of a dry run; a source that did not exist does not exist after it."""
    receipt = dry_run(source_of(employer_name, kind), pages, **how)
    transaction.set_rollback(True)
    return receipt


def accept(receipt: Pull):
    """Closes what a pull lacks that waits for an editor.

    Raises SourceBusy while another pull reads its source.
    """
    with leased(receipt.source):
        receipt.refresh_from_db()
        if receipt.awaits_editor:
            parsed, keep = unpack(receipt.adverts)
            load(receipt, parsed, accept=True, keep=keep)


def reject(receipt: Pull):
    """Closes nothing that a pull lacks; its source is read again when it is due."""
    waiting = Pull.objects.filter(pk=receipt.pk, state=Pull.State.HELD)
    waiting.update(state=Pull.State.REJECTED, adverts=None)


@contextmanager
def leased(source: Source, *, only_if_due=False):
    """Takes a source for this run alone.

    Raises SourceBusy if another run has it, or has just done what was due. The lease ends by
    itself, so a run that was killed does not keep it.
    """
    now = timezone.now()
    until = now + LEASE
    free = Source.objects.due(now) if only_if_due else Source.objects.free(now)
    if not free.order_by().filter(pk=source.pk).update(leased_until=until):
        raise SourceBusy(
            f"{source} is being read by another run. Try again when that has ended, or in "
            f"{LEASE // timedelta(minutes=1)} minutes if it was killed."
        )
    try:
        source.refresh_from_db()
        mark_interrupted()
        yield
    finally:
        Source.objects.filter(pk=source.pk, leased_until=until).update(leased_until=None)


def mark_interrupted():
    """Completes the receipts of pulls that were killed; returns how many."""
    now = timezone.now()
    ended = {"state": Pull.State.INTERRUPTED, "finished_at": now, "problems": INTERRUPTED}
    return Pull.objects.abandoned(now).update(**ended)


def _pull(source, pages, accept, keep, progress):
    receipt = Pull.objects.create(source=source)
    wait = timedelta(0)
    try:
        _take_in(receipt, pages, accept, keep, progress)
    except SOURCE_PROBLEMS as error:
        finish(receipt, Pull.State.FAILED, str(error))
        wait = timedelta(seconds=getattr(error, "retry_after", 0))
    except Superseded:
        receipt.refresh_from_db()
    except Exception as error:  # one broken source must not stop the others
        logger.exception("The pull of %s broke off.", source)
        finish(receipt, Pull.State.FAILED, f"It broke off: {error}. {BROKE_OFF}")
    except BaseException:  # Ctrl-C, or a server that ends its worker
        finish(receipt, Pull.State.INTERRUPTED, INTERRUPTED)
        raise
    if pages is None:
        usual = timedelta(hours=source.pull_every)
        next_pull_at = receipt.started_at + max(usual, wait)
        # Not before: what a killed pull was asked for is still to be done.
        Source.objects.filter(pk=source.pk).update(next_pull_at=next_pull_at, asked_for="")
    return receipt


def _take_in(receipt, pages, accept, keep, progress):
    source = receipt.source
    keep = keep or source.keep
    digest = settings_digest(source, keep)
    last = _last_comparable(source, digest)
    fetched = _fetch(source, last) if pages is None else Fetched()
    pages = [fetched.content] if pages is None else pages
    is_same = fetched.is_unchanged or (last and _body_hash(pages) == source.body_hash)
    body_hash = source.body_hash if is_same else _body_hash(pages)
    validators = Validators(fetched.etag, fetched.last_modified, digest, body_hash)
    if is_same:
        confirm(receipt, last, accept=accept, validators=validators)
    else:
        parsed = _parse(source.kind, pages)
        load(receipt, parsed, accept=accept, keep=keep, validators=validators, progress=progress)


def _last_comparable(source, digest):
    """Returns the last good pull, if only other bytes can make the next one differ from it.

    Returns None if roles, settings or listings have changed since, or if its bytes are not known.
    """
    if not source.body_hash or source.read_as != digest:
        return None
    last = source.pulls.good().first()
    return last if last and is_untouched_since(last) else None


def fetch(url, **validators):
    """Returns what fetch.fetch() does; the libraries of the web are imported when it is needed."""
    from .fetch import fetch as fetch_now

    return fetch_now(url, **validators)


def _fetch(source, last=None):
    if not source.url:
        raise SourceUnavailable("It has no address. Give it one in the admin, or import a --file.")
    if last is None:
        return fetch(source.url)
    return fetch(source.url, etag=source.etag, last_modified=source.last_modified)


def _pages(payload):
    return [payload] if isinstance(payload, bytes) else payload


def _body_hash(pages):
    return sha256(b"".join(sha256(page).digest() for page in pages)).hexdigest()


def _parse(kind, pages) -> Parsed:
    """Returns what the pages hold together; takes an advert that is on two of them once."""
    adapter = get_adapter(kind)
    parsed = [adapter.parse(page) for page in pages]
    number = sum(len(page.listings) + len(page.refused) for page in parsed)
    if number > MAX_JOBS:
        raise PayloadError(
            f"It holds {number:,} jobs, and no more than {MAX_JOBS:,} are read at once. "
            "Check the source's address, or divide it into several sources."
        )
    listings, refused = {}, [row for page in parsed for row in page.refused]
    notes = tuple(note for page in parsed for note in page.notes)
    for raw in (raw for page in parsed for raw in page.listings):
        if raw.external_id in listings:
            reason = "It stands on an earlier page already; that one is kept."
            refused.append(Refused(raw.external_id, reason))
        listings.setdefault(raw.external_id, raw)
    return Parsed(tuple(listings.values()), tuple(refused), notes)


def read_pages(paths, kind) -> list[bytes]:
    """Returns the bytes of files, once their adapter has read them without complaint.

    Raises UnknownKind, SourceUnavailable or PayloadError.
    """
    get_adapter(kind)
    pages = [read_file(path) for path in paths]
    _parse(kind, pages)
    return pages


@transaction.atomic
def source_of(employer_name, kind) -> Source:
    """Returns the source of that kind of the employer of that name; makes both if need be.

    Raises ValidationError for a name that no employer can have.
    """
    name = " ".join(employer_name.split())
    Employer(name=name).clean_fields(exclude={"slug"})
    employer = employers_called([name])[name]
    source = employer.sources.filter(kind=kind).order_by("pk").first()
    if source is None:
        source = Source(name=f"{employer} ({kind})", kind=kind, employer=employer)
        source.full_clean()
        source.save()
    return source
