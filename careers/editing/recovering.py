"""Documents that are deleted, and brought back as drafts with all that was written."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime

from ..models import Comparison, DeletedDocument, FormerAddress, Revision, Role
from . import merging, renaming

# The columns that a new row cannot do without.
IDENTITY = ("slug", "title", "family", "track")


@transaction.atomic
def delete(document, by=None):
    """Deletes a document (merging.delete), and keeps its revisions so that it can be recovered."""
    is_role = isinstance(document, Role)
    DeletedDocument.objects.create(
        kind=document._meta.model_name,
        title=str(document),
        address=document.slug,
        identity={name: getattr(document, name) for name in IDENTITY}
        if is_role
        else {"first": document.first.slug, "second": document.second.slug},
        revisions=[
            {
                "text": each.text,
                "author": each.author and each.author.username,
                "note": each.note,
                "created_at": each.created_at.isoformat(),
            }
            for each in document.revisions.select_related("author").order_by("pk")
        ],
        deleted_by=by,
    )
    merging.delete(document)


@transaction.atomic
def recover(deleted, users):
    """Makes a draft of a deleted document, with all its revisions; returns it.

    `users` finds authors by their names. Raises ValidationError where its place is taken.
    """
    made = _role_of(deleted) if deleted.kind == "role" else _comparison_of(deleted)
    FormerAddress.objects.free(made)
    names = {each["author"] for each in deleted.revisions}
    authors = {user.username: user for user in users.filter(username__in=names - {None})}
    Revision.objects.bulk_create(
        Revision(
            **{deleted.kind: made},
            text=each["text"],
            note=each["note"],
            author=authors.get(each["author"]),
            created_at=parse_datetime(each["created_at"]),
        )
        for each in deleted.revisions
    )
    deleted.delete()
    return made


def _role_of(deleted):
    role = Role(**deleted.identity)
    renaming.check_address(role, role.slug)
    role.full_clean()
    role.save()
    return role


def _comparison_of(deleted):
    slugs = deleted.identity.values()
    roles = Role.objects.by_address(slugs)
    if missing := [slug for slug in slugs if slug not in roles]:
        raise ValidationError(f"There is no role at {' or '.join(missing)} any more.")
    first, second = sorted((roles[slug] for slug in slugs), key=lambda role: role.slug)
    comparison = Comparison(first=first, second=second)
    comparison.full_clean()
    comparison.save()
    return comparison
