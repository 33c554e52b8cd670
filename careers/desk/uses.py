"""Where roles, comparisons, skills and references are used: what editors see before they change."""

from itertools import product
from typing import NamedTuple

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse

from ..editing.renaming import NEIGHBOURS
from ..models import Comparison, Document, FormerAddress, Role, SnapshotRole


class Use(NamedTuple):
    """Where something is used, in words, and a page that shows it; "" where there is none."""

    words: str
    url: str = ""

    def __str__(self):
        return self.words


def change_url(row):
    """Returns the address of a row's form in the admin; of a document, its writing page."""
    page = "write" if isinstance(row, Document) else "change"
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def of_role(role):
    """Returns where a role is used; four queries."""
    return [*_listings(role.listings), *pairs_of(role), *_naming(role), *_adverts_of(role)]


def pairs_of(role):
    """Returns the comparisons that a role takes part in."""
    pairs = Comparison.objects.of([role]).select_related("first", "second")
    return [Use(f"Comparison: {pair}", change_url(pair)) for pair in pairs]


def of_comparison(comparison):
    """Returns the comparisons that were merged into one."""
    merged = comparison.merged.select_related("first", "second")
    return [Use(f"“{each}” was merged into it", change_url(each)) for each in merged]


def of_skill(skill):
    """Returns where a skill is used; four queries."""
    count = SnapshotRole.objects.filter(skills__has_key=skill.slug).count()
    counted = [Use(f"Counted in the adverts of {count} roles")] if count else []
    answers = skill.evidence_answers.select_related("role")
    answered = [Use(f"An answer about {each.role}", change_url(each)) for each in answers]
    return [*keeping_skill(skill), *counted, *answered]


def keeping_skill(skill):
    """Returns the profiles and listings because of which a skill is not deleted; two queries."""
    needs = skill.needed_by.select_related("role").order_by("role__title")
    roles = [Use(f"{need.role} ({need.need})", change_url(need.role)) for need in needs]
    # Without the listings themselves: of a hundred thousand, joining them takes 50 ms.
    return [*roles, *_listings(skill.listings.through.objects.filter(skill=skill))]


def of_reference(reference):
    """Returns what cites a reference, and its figures; four queries."""
    cited = [Use(f"Cited by {each}", change_url(each)) for each in citing(reference)]
    figures = [Use("Figures counted of a file")] if hasattr(reference, "snapshot") else []
    return [*cited, *figures]


def citing(reference):
    """Returns the documents whose columns cite a reference, by its key or one that it had."""
    former = FormerAddress.objects.leading_to(reference).values_list("slug", flat=True)
    keys = [reference.key, *former]
    pairs = Comparison.objects.select_related("first", "second")
    return [*Role.objects.filter(_cites(Role, keys)), *pairs.filter(_cites(Comparison, keys))]


def _cites(model, keys):
    cites = Q()
    for section, key in product(model.shape.sections, keys):
        cites |= Q(**{f"{section.name}__contains": f"[{key}]"})
    return cites


def _listings(found):
    count = found.count()
    return [Use(f"{count:,} listing{'' if count == 1 else 's'}")] if count else []


def _naming(role):
    """Returns the roles whose profiles name a role as a step, as related or as a stand-in."""
    named = Q()
    for name in NEIGHBOURS:
        named |= Q(**{f"{name}__contains": role.slug})
    return [
        Use(f"Named by the profile of {each}", change_url(each))
        for each in Role.objects.filter(named).exclude(pk=role.pk)
        if role.slug in (*each.nearby, each.stand_in)
    ]


def _adverts_of(role):
    return [
        Use(f"{each.n:,} adverts counted in {each.snapshot.reference.title}")
        for each in counted_adverts(role)
    ]


def counted_adverts(role):
    """Returns the SnapshotRoles of a role; a query the first time that a page asks."""
    rows = SnapshotRole.objects.select_related("snapshot__reference")
    prefetch_related_objects([role], Prefetch("snapshot_roles", rows))
    return role.snapshot_roles.all()
