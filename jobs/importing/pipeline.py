"""The whole way of a listing: source -> fetch -> adapter -> drafts -> load, with a receipt."""

import logging

from django.db import transaction

from ..models import Employer, Pull, Source
from .adapters import UnknownKind, get_adapter
from .fetch import SourceUnavailable, fetch, read_file
from .load import employers_called, finish, load
from .records import PayloadError

logger = logging.getLogger(__name__)


def pull(source: Source, payload: bytes | None = None, *, accept=False) -> Pull:
    """
    Reads a source once, from its address unless its payload is given; returns the receipt.

    Whatever goes wrong makes a failed pull that says so and changes no listing. `accept` takes a
    pull that would be held because too much has vanished.
    """
    receipt = Pull.objects.create(source=source)
    try:
        adapter = get_adapter(source.kind)
        parsed = adapter.parse(_fetch(source) if payload is None else payload)
        load(receipt, parsed, accept=accept)
    except (UnknownKind, SourceUnavailable, PayloadError) as error:
        finish(receipt, Pull.State.FAILED, str(error))
    except Exception as error:  # one broken source must not stop the others
        logger.exception("The pull of %s broke off.", source)
        problem = f"It broke off: {error} ({type(error).__name__}). The log says where."
        finish(receipt, Pull.State.FAILED, problem)
    return receipt


def _fetch(source):
    if not source.url:
        raise SourceUnavailable("It has no address. Give it one in the admin, or import a --file.")
    return fetch(source.url)


def read_payload(path, kind) -> bytes:
    """
    The bytes of a file that its adapter can read: nothing need be made for one that it cannot.

    Raises UnknownKind, SourceUnavailable or PayloadError.
    """
    adapter = get_adapter(kind)
    payload = read_file(path)
    adapter.parse(payload)
    return payload


@transaction.atomic
def source_of(employer_name, kind) -> Source:
    """
    The source of that kind that belongs to the employer of that name; both are made if need be.

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


def receipt(pull: Pull) -> str:
    """What a pull did, in words."""
    if pull.state in (Pull.State.FAILED, Pull.State.HELD):
        return f"{pull.source}: {pull.get_state_display().lower()}. {pull.problems}"
    listings = pull.source.listings.open()
    matched = listings.exclude(role=None).count()
    return (
        f"{pull.source}: {pull.new} new, {pull.changed} changed, {pull.closed} closed, "
        f"{pull.unchanged} unchanged, {pull.reopened} reopened, {pull.refused} refused. "
        f"Open now: {listings.count()}, {matched} of them matched to a role."
    )
