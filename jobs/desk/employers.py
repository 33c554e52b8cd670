"""Employers under the names that adverts give them."""

from django.db import transaction

from careers.editing.merging import check_merge, lead_addresses_to

from ..models import EmployerName


@transaction.atomic
def merge_employers(employer, into):
    """Merges an employer into another one, which takes over its listings, sources and names."""
    check_merge(employer, into)
    employer.listings.update(employer=into)
    employer.sources.update(employer=into)
    names = [employer.name, *employer.other_names.values_list("name", flat=True)]
    lead_addresses_to(into, employer)
    employer.delete()
    add_names(into, names)


def add_names(employer, names):
    """Adds other names to an employer, but for those that it has."""
    known = {employer.name.casefold()}
    known |= {other.name.casefold() for other in employer.other_names.all()}
    new = {name.casefold(): name for name in names if name.casefold() not in known}
    EmployerName.objects.bulk_create(
        EmployerName(employer=employer, name=name) for name in new.values()
    )
