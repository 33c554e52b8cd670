"""Two that are one: everything of the one moves to the other, and its address leads there."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import (
    Comparison,
    Document,
    EvidenceAnswer,
    FormerAddress,
    OtherTitle,
    Role,
    Skill,
    Withdrawal,
)
from . import documents, publishing
from .renaming import lead_on, with_old_name


def check_merge(row, into):
    """Raises ValidationError where a row cannot be merged into another one."""
    if row.pk == into.pk:
        raise ValidationError(f"“{row}” cannot be merged into itself. Choose another one.")
    if isinstance(into, Role | Comparison) and not into.is_published:
        raise ValidationError(
            f"“{into}” is not public, so nothing can lead to it. Publish it first."
        )


def lead_addresses_to(into, row):
    """Lets all addresses of a row, present and former, lead to another one."""
    FormerAddress.objects.leading_to(row).update(target_id=into.pk)
    FormerAddress.objects.keep(into, getattr(row, row.address_field))


@transaction.atomic
def merge_skills(skill, into):
    """Merges a skill into another one, which takes over its names, listings, roles and figures."""
    check_merge(skill, into)
    _move_links(Skill.listings.rel.field, skill, into)
    into.related.add(*skill.related.exclude(pk=into.pk))
    answered = EvidenceAnswer.objects.filter(skill=into).values("role")
    skill.evidence_answers.exclude(role__in=answered).update(skill=into)
    skill.needed_by.all().delete()
    lead_addresses_to(into, skill)
    lead_on(Skill, {skill.slug: into.slug})
    skill.delete()
    for name in skill.names:
        into.aliases = with_old_name(into.aliases, name, into.name)
    into.is_edited = True  # starter content leaves it alone from now on
    into.save(update_fields=["aliases", "is_edited"])
    publishing.relink()


def _move_links(field, row, into):
    """Moves the links of a many-to-many field that lead to a row to another one, each once."""
    links, column = field.remote_field.through.objects, field.m2m_reverse_field_name()
    owner = field.m2m_field_name()
    has_both = links.filter(**{column: into}).values(owner)
    links.filter(**{column: row}).exclude(**{f"{owner}__in": has_both}).update(**{column: into})
    links.filter(**{column: row}).delete()


@transaction.atomic
def merge_references(reference, into):
    """Merges a reference into another one: texts that cite it cite that one, figures are its."""
    check_merge(reference, into)
    if hasattr(reference, "snapshot") and hasattr(into, "snapshot"):
        raise ValidationError(
            f"Both have figures of their own, so “{reference}” cannot be merged into the other."
        )
    if hasattr(reference, "snapshot"):
        reference.snapshot.reference = into
        reference.snapshot.save(update_fields=["reference"])
    lead_addresses_to(into, reference)
    reference.delete()
    into.is_edited = True
    into.save(update_fields=["is_edited"])


@transaction.atomic
def merge_roles(role, into, author=None):
    """Withdraws a role as merged into a published one, which takes over its titles, listings,
    neighbours and adverts. Its own text and revisions stay, for editors.

    `author` is who merges them: the other role gets a revision with its titles.
    """
    check_merge(role, into)
    _withdraw(role, Withdrawal.MERGED)
    lead_addresses_to(into, role)
    lead_on(Role, {role.slug: into.slug})
    role.listings.update(role=into, role_reason=f"“{role}” was merged into it"[:200])
    answered = EvidenceAnswer.objects.filter(role=into).values("skill")
    role.evidence_answers.exclude(skill__in=answered).update(role=into)
    _move_titles(role, into, author)
    _add_adverts(role, into)
    _add_weeks(role, into)


def _move_titles(role, into, author):
    """Makes all titles of a role other titles of another one, and of its newest text."""
    titles = [role.title, *role.other_titles.values_list("name", flat=True)]
    role.other_titles.all().delete()
    known = {title.casefold() for title in into.titles}
    new = [title for title in titles if title.casefold() not in known]
    OtherTitle.objects.bulk_create(OtherTitle(role=into, name=title) for title in new)
    newest = into.revisions.newest()
    names = newest.content.fields["other_titles"]
    for title in titles:
        names = with_old_name(names, title, into.title)
    text = documents.write(newest.content.fields | {"other_titles": names}, Role.shape)
    content, note = documents.parse(text, Role.shape), f"“{role}” was merged into it"
    revision = publishing.save_draft(into, content, author=author, note=note)
    if newest == into.live_revision:
        Role.objects.filter(pk=into.pk).update(live_revision=revision)


def _add_adverts(role, into):
    """Adds what files count of a role's adverts to another one's; no advert is of both."""
    theirs = {each.snapshot_id: each for each in into.snapshot_roles.all()}
    for counted in role.snapshot_roles.all():
        total = theirs.get(counted.snapshot_id)
        if total is None:
            counted.role = into
            counted.save(update_fields=["role"])
            continue
        total.n += counted.n
        total.n_with_skills += counted.n_with_skills
        total.titles = dict(Counter(total.titles) + Counter(counted.titles))
        total.skills = dict(Counter(total.skills) + Counter(counted.skills))
        total.save()
        counted.delete()


def _add_weeks(role, into):
    """Adds what a role's listings said in past weeks to another one's.

    Pay of both together cannot be told from their quartiles, so where both state some, that of the
    role with more listings stays.
    """
    theirs = {each.week: each for each in into.evidence_weeks.all()}
    for week in role.evidence_weeks.all():
        total = theirs.get(week.week)
        if total is None:
            week.role = into
            week.save(update_fields=["role"])
            continue
        total.pay = max((total, week), key=lambda each: (bool(each.pay), each.listings)).pay
        total.listings += week.listings
        total.skills = dict(Counter(total.skills) + Counter(week.skills))
        total.save()
        week.delete()


@transaction.atomic
def merge_comparisons(comparison, into):
    """Withdraws a comparison as merged into a published one, whose page stands for it."""
    check_merge(comparison, into)
    comparison.merged.update(merged_into=into)
    comparison.merged_into = into
    comparison.save(update_fields=["merged_into"])
    _withdraw(comparison, Withdrawal.MERGED)


def withdraw_in_error(document):
    """Takes a document off the public pages for good: its address says that it is gone."""
    _withdraw(document, Withdrawal.ERROR)


def mark_outdated(document, notice):
    """Lets the page of a public document say, in a notice, that it is out of date."""
    document.withdrawn, document.notice = Withdrawal.OUTDATED, notice
    document.save(update_fields=["withdrawn", "notice"])


def _withdraw(document, why):
    document.withdrawn, document.notice, document.published_at = why, "", None
    document.save(update_fields=["withdrawn", "notice", "published_at"])
    document.revisions.scheduled().update(publish_at=None)


@transaction.atomic
def delete(row):
    """Deletes a row. Its address says so, and starter content does not bring it back.

    Unless it is of a draft that nobody has seen, or leads to what the row was merged into.
    """
    address = getattr(row, row.address_field)
    was_seen = not isinstance(row, Document) or row.live_revision_id
    if was_seen and not FormerAddress.objects.targets(type(row), {address}):
        FormerAddress.objects.keep(row, address)
    row.delete()
