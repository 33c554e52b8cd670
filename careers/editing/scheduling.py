"""Publishing at a moment that an editor has chosen; the command run_due does it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..models import Revision
from .documents import DocumentError
from .publishing import NotPublishable, publish, publishing_problems


@transaction.atomic
def schedule(document, at):
    """Lets the newest revision of a document be published at a moment; returns the revision.

    One at a time waits: an earlier choice is taken back. Raises NotPublishable if its text breaks a
    rule of publishing now.
    """
    newest = document.revisions.newest()
    if problems := publishing_problems(newest.content, document):
        raise NotPublishable(problems)
    unschedule(document)
    newest.publish_at = at
    newest.save(update_fields=["publish_at"])
    return newest


def unschedule(document):
    """Takes back what was chosen for a document; returns whether something was."""
    return bool(document.revisions.scheduled().update(publish_at=None))


def publish_due():
    """Publishes each revision whose moment has come; yields (document, why not, "" if it was).

    What cannot be published any more, as a name was taken meanwhile, stays as it is and is tried
    again: editors see it on the desk as overdue.
    """
    for revision in Revision.objects.due(timezone.now()):
        refused = _publish(revision)
        if refused is not None:
            yield revision.document, refused


@transaction.atomic
def _publish(revision):
    """Publishes a revision; returns "", why it cannot be, or None if it waits no longer."""
    document = revision.document
    # Taken back, or published by another run, since it was read.
    held = type(document).objects.select_for_update().get(pk=document.pk)
    if not held.revisions.scheduled().filter(pk=revision.pk).exists():
        return None
    try:
        publish(held, revision)
    except (NotPublishable, DocumentError) as refused:
        return str(refused)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""
