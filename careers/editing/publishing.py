"""
Drafts, publishing and their rules: the only code that writes the columns of a document.

Saving adds a Revision; publishing parses one into the columns; previewing parses without saving.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ..models import OtherTitle, Reference, Role, RoleSkill, Skill
from . import documents

REVIEW_AFTER = timedelta(days=365)


class StaleRevision(Exception):
    """Somebody saved since this editor began: `theirs` is the newest revision, `yours` the text."""

    def __init__(self, theirs, yours):
        self.theirs, self.yours = theirs, yours
        super().__init__(
            f"“{theirs.role or theirs.comparison}” was saved by {theirs.author or 'a command'} at "
            f"{theirs.created_at:%H:%M on %d %B %Y}, after you opened it. Nothing was saved."
        )


class NotPublishable(Exception):
    """A document breaks a rule of publishing: `problems` maps a field to its sentences."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(s for found in problems.values() for s in found))


@transaction.atomic
def save_draft(document, text, *, author=None, base=None, note=""):
    """
    Adds a revision holding `text` and returns it; public pages do not change.

    `base` is the id of the revision the editor began with (None: a new document, or do not ask).
    Raises StaleRevision when a newer one exists, DocumentError when the text is no document.
    """
    documents.parse(text, document.shape)
    type(document).objects.select_for_update().get(pk=document.pk)
    newest = document.revisions.newest()
    if base is not None and newest is not None and newest.pk != base:
        raise StaleRevision(newest, text)
    return document.revisions.create(text=text, author=author, note=note)


@transaction.atomic
def publish(document, revision=None, at=None):
    """
    Parses a revision (the newest, unless given) into the document's columns and makes it public.

    Raises NotPublishable when the text breaks a rule, and then changes nothing.
    """
    revision = revision or document.revisions.newest()
    fields = documents.parse(revision.text, document.shape)
    problems = publishing_problems(fields, document)
    if problems:
        raise NotPublishable(problems)
    now = at or timezone.now()
    fill(document, fields)
    if revision != document.live_revision:
        document.reviewed_by = document.reviewed_at = None  # nobody has reviewed this text yet
    document.live_revision = revision
    document.published_at = document.published_at or now
    document.review_by = document.review_by or (now + REVIEW_AFTER).date()
    document.full_clean(exclude=["live_revision"])
    document.save()
    if isinstance(document, Role):
        _write_other_titles(document, fields)
        _write_needs(document)


def unpublish(document):
    """Takes a document off the public pages; its columns and revisions stay."""
    document.published_at = None
    document.save(update_fields=["published_at"])


def mark_reviewed(document, reviewer):
    """Records that an editor has read the published document and stands by it."""
    document.reviewed_by, document.reviewed_at = reviewer, timezone.now()
    document.review_by = (document.reviewed_at + REVIEW_AFTER).date()
    document.save(update_fields=["reviewed_by", "reviewed_at", "review_by"])


def restore(document, revision, *, author=None):
    """Adds an old revision's text as a new draft."""
    note = f"Restored from {revision.created_at:%d %B %Y %H:%M}"
    return save_draft(document, revision.text, author=author, note=note)


def fill(document, fields):
    """Sets a document's columns, unsaved, from the fields of its Markdown form."""
    own = {field.name for field in document._meta.concrete_fields}
    for name in document.shape.names:
        if name in own:
            setattr(document, name, fields[name])
    return document


def newest_fields(document):
    """The fields of a document's newest revision; {} where it has none."""
    newest = document.revisions.newest()
    return documents.parse(newest.text, document.shape) if newest else {}


def needs_of(role, vocabulary):
    """
    The skills that a role's `skills` and `tools` columns name, as unsaved RoleSkills.

    `vocabulary` maps case-folded names to Skills (SkillQuerySet.named). The first mention counts.
    """
    needs = {}
    for part in RoleSkill.Part.values:
        for point in documents.parse_points(getattr(role, part)):
            for name in documents.point_names(point):
                skill = vocabulary.get(name.casefold())
                if skill and skill.pk not in needs:
                    need = RoleSkill.Need.USEFUL if point.is_useful else RoleSkill.Need.CORE
                    needs[skill.pk] = RoleSkill(
                        role=role, skill=skill, need=need, part=part, position=len(needs)
                    )
    return list(needs.values())


def unknown_names(role, vocabulary):
    """The names in `skills` labels and `tools` lists that the vocabulary lacks, in order."""
    names = [point.name for point in documents.parse_points(role.skills)]
    names += [
        name
        for point in documents.parse_points(role.tools)
        for name in documents.listed_names(point.text)
    ]
    pieces = (piece.strip() for name in names for piece in name.split(","))
    return list(dict.fromkeys(name for name in pieces if name.casefold() not in vocabulary))


def publishing_problems(fields, document):
    """
    What keeps the fields of a document from being published: {field: [sentence, ...]}.

    The rules: the first section is written, every figure cites a reference, every cited reference
    exists, and (for a role) no other title belongs to another role.
    """
    known = set(Reference.objects.values_list("key", flat=True))
    first = document.shape.sections[0]
    problems = {
        section.name: _section_problems(section, fields[section.name], known, section == first)
        for section in document.shape.sections
    }
    if isinstance(document, Role):
        problems["other_titles"] = _taken_titles(fields, document)
    return {name: found for name, found in problems.items() if found}


def _section_problems(section, text, known, is_required):
    problems = []
    if is_required and not text.strip():
        problems.append(f"“{section.heading}” is empty; write it before publishing.")
    problems += [
        f"This has a figure without a reference: “{sentence}” "
        "Add the key of one in brackets, like [bls-data-scientists]."
        for sentence in documents.uncited_figures(text, any_number=section.name == "outlook")
    ]
    missing = [key for key in documents.citations(text) if key not in known]
    if missing:
        problems.append(
            f"“{section.heading}” cites unknown references: {', '.join(missing)}. "
            "Add them under Careers › References, or correct the keys."
        )
    return problems


def _taken_titles(fields, role):
    names = [name.casefold() for name in documents.parse_list(fields["other_titles"])]
    other_roles = OtherTitle.objects.exclude(role_id=role.pk).select_related("role")
    owners = {title.name.casefold(): title.role for title in other_roles}
    owners |= {other.title.casefold(): other for other in Role.objects.exclude(pk=role.pk)}
    return [
        f"“{name}” already belongs to {owners[name]}; a title belongs to one role only."
        for name in names
        if name in owners
    ]


def _write_other_titles(role, fields):
    role.other_titles.all().delete()
    names = documents.parse_list(fields["other_titles"])
    OtherTitle.objects.bulk_create(OtherTitle(role=role, name=name) for name in names)


def _write_needs(role, vocabulary=None):
    role.needs.all().delete()
    named = Skill.objects.named() if vocabulary is None else vocabulary
    RoleSkill.objects.bulk_create(needs_of(role, named))


@transaction.atomic
def relink():
    """Links every public profile to the vocabulary anew: a name or alias has come or gone."""
    vocabulary = Skill.objects.named()
    for role in Role.objects.exclude(live_revision=None):
        _write_needs(role, vocabulary)


def preview_of(document, fields):
    """A document as publishing would make it: an unsaved copy. Nothing is saved."""
    preview = type(document)(pk=document.pk)
    for field in document._meta.concrete_fields:
        setattr(preview, field.attname, getattr(document, field.attname))
    return fill(preview, fields)
