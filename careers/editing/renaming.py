"""New addresses and names for what is public already: the old ones lead on for good."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import (
    Comparison,
    Evidence,
    EvidenceWeek,
    FormerAddress,
    Role,
    Skill,
    Snapshot,
    SnapshotRole,
)
from . import documents

# The columns of a role that name others by their addresses.
NEIGHBOURS = ("related", "before", "after", "stand_in")
# What keeps {a skill's address: a count}.
COUNTED = (Evidence, EvidenceWeek, SnapshotRole)


def check_address(row, address):
    """Raises ValidationError for an address that a row may not take.

    That is one that is malformed, of another row, or leads to another row.
    """
    model = type(row)
    model._meta.get_field(model.address_field).clean(address, row)
    owner = model.objects.by_address([address]).get(address)
    if owner is None or owner.pk == row.pk:
        return
    if getattr(owner, model.address_field) == address:
        raise ValidationError(f"“{owner}” is at this address. Choose another one.")
    raise ValidationError(
        f"This address leads to “{owner}”, which had it before. Choose another one."
    )


@transaction.atomic
def change_address(row, address):
    """Gives a row another address; its old one leads there from now on, and all that names it.

    Raises ValidationError if the row may not have it (check_address).
    """
    check_address(row, address)
    field = type(row).address_field
    old = getattr(row, field)
    if old == address:
        return
    setattr(row, field, address)
    row.save(update_fields=[field])
    FormerAddress.objects.free(row)
    FormerAddress.objects.keep(row, old)
    lead_on(type(row), {old: address})


def lead_on(model, now: Mapping[str, str]):
    """Writes what addresses lead to now wherever rows keep them: {old address: address}."""
    if model is Role:
        for role in Role.objects.all():
            name_neighbours_as_now(role, now)
        order_pairs()
    elif model is Skill:
        name_counts_as_now(now)


def name_neighbours_as_now(role, now):
    """Writes the present addresses of the roles that a role's columns name, each once."""
    changed = neighbours_as_now(role, now)
    if changed:
        Role.objects.filter(pk=role.pk).update(**changed)


def neighbours_as_now(role, now):
    """Returns {column: text} of a role's columns that name a role by an address it had before."""
    texts = {}
    for name in NEIGHBOURS:
        slugs = documents.parse_list(getattr(role, name))
        current = dict.fromkeys(now.get(slug, slug) for slug in slugs)
        current.pop(role.slug, None)  # a role that was merged into this one
        if tuple(current) != slugs:
            texts[name] = documents.LIST_SEPARATOR.join(current)
    return texts


def set_neighbours_as_now(role, now=None):
    """Sets, unsaved, a role's columns to the present addresses of the roles that they name.

    `now` is {a former address: the present one} of roles, if that was read before.
    """
    now = _now_of_neighbours(role) if now is None else now
    for name, text in neighbours_as_now(role, now).items():
        setattr(role, name, text)


def _now_of_neighbours(role):
    slugs = [slug for name in NEIGHBOURS for slug in documents.parse_list(getattr(role, name))]
    found = Role.objects.only("slug").by_address(slugs)
    return {slug: each.slug for slug, each in found.items()}


def order_pairs():
    """Puts the roles of each comparison into the order of their addresses, which pairs go by."""
    for pair in Comparison.objects.select_related("first", "second"):
        first, second = pair.roles
        if first != pair.first:
            Comparison.objects.filter(pk=pair.pk).update(first=first, second=second)


def name_counts_as_now(now):
    """Writes the present addresses of skills into all that was counted of them."""
    for model in COUNTED:
        for old in now:
            for row in model.objects.filter(skills__has_key=old):
                row.skills = counts_as_now(row.skills, now)
                row.save(update_fields=["skills"])
    for snapshot in Snapshot.objects.all():
        measured = list(dict.fromkeys(now.get(slug, slug) for slug in snapshot.measured))
        if measured != snapshot.measured:
            snapshot.measured = measured
            snapshot.save(update_fields=["measured"])


def counts_as_now(counts, now):
    """Returns {address: count} by the present addresses.

    Where two were counted that are one now, nobody knows how many adverts name both: the larger
    count stays, which is what there is at least.

    >>> counts_as_now({"postgres": 3, "postgresql": 8, "r": 1}, {"postgres": "postgresql"})
    {'postgresql': 8, 'r': 1}
    """
    found = {}
    for slug, count in counts.items():
        slug = now.get(slug, slug)
        found[slug] = max(count, found.get(slug, 0))
    return found


def with_old_name(names: str, old: str, new: str) -> str:
    """Returns other names, one a line, with the old one of what is called `new` from now on.

    >>> with_old_name("Postgre", "Postgres", "PostgreSQL")
    'Postgre\\nPostgres'
    >>> with_old_name("", "Sql", "SQL")
    ''
    """
    known = documents.parse_list(names)
    if not old or old.casefold() in {name.casefold() for name in (*known, new)}:
        return names
    return "\n".join((*known, old))
