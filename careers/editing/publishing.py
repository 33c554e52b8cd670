"""Drafts, publishing and their rules: the only code that writes the columns of a document.

Saving adds a Revision; publishing writes what one says into the columns; a preview is an unsaved
copy. A text is read once, into a documents.Content, and handed on.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.utils import timezone

from ..models import (
    SENTENCE_MAX,
    Decision,
    EvidenceKind,
    Fit,
    FormerAddress,
    OtherTitle,
    Reference,
    Role,
    RoleSkill,
    Skill,
    Withdrawal,
)
from . import documents, links, marks, readability
from .renaming import set_neighbours_as_now

REVIEW_AFTER = timedelta(days=365)
# A code of the Standard Occupational Classification, which BLS counts wages by.
OCCUPATION = re.compile(r"\d\d-\d{4}")
MOST_TO_LEARN_FIRST = 3
NO_ROW = 0  # a primary key that no row has


class StaleRevision(Exception):
    """Somebody saved after this editor began: `theirs` is the newest revision, `yours` the text."""

    def __init__(self, theirs, yours):
        self.theirs, self.yours = theirs, yours
        super().__init__(
            f"“{theirs.role or theirs.comparison}” was saved by {theirs.author or 'a command'} at "
            f"{theirs.created_at:%H:%M on %d %B %Y}, after you opened it. Nothing was saved."
        )


class PublishedAnew(Exception):
    """What is public of a document is not what an editor saw who decides about it."""

    def __init__(self, document):
        super().__init__(
            f"“{document}” was published anew, or unpublished, since you opened it, and nothing "
            "was done. Read what is public now, and decide again."
        )


class NotPublishable(Exception):
    """A document breaks a rule of publishing: `problems` maps a field to its sentences."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(s for found in problems.values() for s in found))


@transaction.atomic
def save_draft(document, content, *, author=None, base=None, note="", review_by=None):
    """Adds a revision with the text of a Content and returns it; public pages do not change.

    `review_by` is for the document once this is published. `base` is the id of the revision with
    which the editor began (None: do not ask). Raises StaleRevision if there is a newer one.
    """
    type(document).objects.select_for_update().get(pk=document.pk)
    newest = document.revisions.newest()
    if base is not None and newest is not None and newest.pk != base:
        raise StaleRevision(newest, content.text)
    revision = document.revisions.create(
        text=content.text, author=author, note=note, review_by=review_by
    )
    revision.content = content
    return revision


@transaction.atomic
def publish(document, revision=None, at=None):
    """Writes a revision (the newest, unless given) into the document's columns: it is public.

    Raises NotPublishable if the text breaks a rule, and then changes nothing.
    """
    revision = revision or document.revisions.newest()
    content = revision.content
    problems = publishing_problems(content, document)
    if problems:
        raise NotPublishable(problems)
    now = at or timezone.now()
    fill(document, content)
    _take_back_withdrawal(document)
    live = document.live_revision
    if live is None or revision.text != live.text:
        document.reviewed_by = document.reviewed_at = None  # nobody has reviewed this text yet
    if revision != live:
        document.review_by = revision.review_by or document.review_by
    document.live_revision = revision
    document.published_at = document.published_at or now
    document.review_by = document.review_by or (now + REVIEW_AFTER).date()
    document.full_clean(exclude=["live_revision"])
    document.save()
    # An older text that was to come later would undo this one.
    document.revisions.scheduled().filter(pk__lte=revision.pk).update(publish_at=None)
    if isinstance(document, Role):
        _write_other_titles(document, content)
        _write_needs(document, content.points, Skill.objects.named())


def put_in_place(document, content):
    """Writes a Content into a document's columns and makes it public, whatever it says.

    For a preview, in a copy (in_memory.py).
    """
    fill(document, content)
    _take_back_withdrawal(document)
    document.published_at = document.published_at or timezone.now()
    document.save()
    if isinstance(document, Role):
        _write_needs(document, content.points, Skill.objects.named())
        if not _taken_titles(content, document, Citable.read(document)):
            _write_other_titles(document, content)


def _take_back_withdrawal(document):
    """Takes back, unsaved, that a document was withdrawn: its address is its own again."""
    document.withdrawn = document.notice = ""
    if isinstance(document, Role):
        set_neighbours_as_now(document)
    else:
        document.merged_into = None
    FormerAddress.objects.free(document)


@transaction.atomic
def unpublish(document, live=None):
    """Takes a document off the public pages; its columns and revisions stay.

    `live` is the key of the revision that an editor saw there (None: do not ask). Raises
    PublishedAnew if it is another one by now.
    """
    _hold(document, live)
    document.published_at = None
    document.save(update_fields=["published_at"])
    document.revisions.scheduled().update(publish_at=None)


@transaction.atomic
def mark_reviewed(document, reviewer, live=None):
    """Records that an editor has read the published document and stands by it.

    `live` and PublishedAnew are as in unpublish().
    """
    _hold(document, live)
    document.reviewed_by, document.reviewed_at = reviewer, timezone.now()
    document.review_by = (document.reviewed_at + REVIEW_AFTER).date()
    document.save(update_fields=["reviewed_by", "reviewed_at", "review_by"])


@transaction.atomic
def tell_readers(document, text, day, author=None):
    """Adds to what the public page of a document says of its changes."""
    held = _held(document)
    told = {"on": day.isoformat(), "text": text, "author": author and author.get_username()}
    notes = [told, *held.change_notes]
    _write_notes(held, sorted(notes, key=lambda each: each["on"], reverse=True))


@transaction.atomic
def take_back(document, on, text):
    """Takes what readers were told of a change away."""
    held = _held(document)
    said = (on, text)
    _write_notes(held, [e for e in held.change_notes if (e["on"], e["text"]) != said])


def _write_notes(document, notes):
    document.change_notes = notes
    document.save(update_fields=["change_notes"])


def _held(document):
    """Returns a document as it is now, locked for this transaction."""
    return type(document).objects.select_for_update().get(pk=document.pk)


def _hold(document, live):
    """Locks a document for this transaction; PublishedAnew if another revision is public."""
    held = _held(document)
    if live is not None and not (held.is_published and held.live_revision_id == live):
        raise PublishedAnew(document)


def restore(document, revision, *, section=None, author=None, base=None):
    """Adds an old revision's text as a new draft; DocumentError if it is no document any more.

    Of one section (documents.SectionShape), where it is named: the rest stays as the newest draft
    has it. `base` and StaleRevision are as in save_draft().
    """
    content, what = revision.content, "Restored"
    if section is not None:
        newest = document.revisions.newest().content
        fields = {**newest.fields, section.name: content.fields[section.name]}
        content = documents.parse(documents.write(fields, document.shape), document.shape)
        what = f"{section.heading} restored"
    note = f"{what} from {revision.created_at:%d %B %Y %H:%M}"
    return save_draft(document, content, author=author, note=note, base=base)


def fill(document, content):
    """Sets a document's columns, unsaved, to what a Content says; returns the document."""
    own = {field.name for field in document._meta.concrete_fields}
    for name in document.shape.names:
        if name in own:
            setattr(document, name, content.fields[name])
    return document


def needs_of(role, points, vocabulary):
    """Returns the skills that the points of `skills` and `tools` name, as unsaved RoleSkills.

    `vocabulary` maps case-folded names to Skills (SkillQuerySet.named). The first mention counts.
    """
    needs = {}
    for part in RoleSkill.Part.values:
        for point in points[part]:
            for name in documents.point_names(point):
                skill = vocabulary.get(name.casefold())
                if skill and skill.pk not in needs:
                    need = RoleSkill.Need.USEFUL if point.is_useful else RoleSkill.Need.CORE
                    needs[skill.pk] = RoleSkill(
                        role=role, skill=skill, need=need, part=part, position=len(needs)
                    )
    return list(needs.values())


def unknown_names(points, vocabulary):
    """Returns the names in labels of `skills` and lists of `tools` that the vocabulary lacks."""
    names = [point.name for point in points["skills"]]
    names += [name for point in points["tools"] for name in documents.listed_names(point.text)]
    pieces = (piece.strip() for name in names for piece in name.split(","))
    return list(dict.fromkeys(name for name in pieces if name.casefold() not in vocabulary))


@dataclass(frozen=True)
class Citable:
    """What the texts of a document may name: references by their keys, and roles."""

    # {the key of a reference: when it was last read}
    read_on: dict
    # {the key that a reference had before: the one that it has now}
    former: dict
    # {a key: all figures that its reference publishes}
    official: dict
    # The addresses of the other roles, the former ones too.
    slugs: set
    # {an address that a role had before: the one that it has now}
    now: dict
    # {a title or other title of another role in small letters: the title of that role}
    titles: dict

    @classmethod
    def read(cls, document):
        """Returns what a document may name; three queries."""
        columns = ("pk", "slug", "title", "withdrawn", "other_titles__name")
        roles = list(Role.objects.values_list(*columns, named=True))
        own = document.pk if isinstance(document, Role) else None
        others = [row for row in roles if row.pk != own]
        present = {row.pk: row.slug for row in roles}
        slugs = {row.slug for row in others}
        standing = [row for row in others if row.withdrawn != Withdrawal.MERGED]
        names = [(row.other_titles__name, row.title) for row in others]
        names += [(row.title, row.title) for row in standing]
        titles = {name.casefold(): title for name, title in names if name}
        keys, read_on, official = read_references()
        leading = FormerAddress.objects.filter(kind__in=("role", "reference"))
        former, now = {}, {}
        for kind, slug, target in leading.values_list("kind", "slug", "target_id"):
            if kind == "role":
                slugs.add(slug)
                if target in present:
                    now[slug] = present[target]
            elif target in keys:
                former[slug] = keys[target]
        official |= {old: official[key] for old, key in former.items() if key in official}
        return cls(read_on, former, official, slugs, now, titles)

    @property
    def keys(self):
        return self.read_on.keys() | self.former.keys()


def publishing_problems(content, document, citable=None):
    """Returns what keeps a document's Content from being published: {field: [sentence, ...]}.

    The rules: required sections are written, every figure cites a reference, every cited reference
    exists and publishes the figure if it holds official wages, no label begins with the mark of a
    list, and (for a role) plain words are plain, what to learn first is of its skills, no other
    title belongs to another role and an official occupation says how it fits and why; a
    comparison's decision is a known one. `citable` is what it may name, if that was read before.
    """
    citable = citable or Citable.read(document)
    problems = {
        section.name: _section_problems(section, content.fields[section.name], citable)
        for section in document.shape.sections
    }
    for section in document.shape.sections:
        if section.is_required and not content.fields[section.name].strip():
            empty = f"“{section.heading}” is empty; write it before publishing."
            problems[section.name].insert(0, empty)
    for name, points in content.points.items():
        problems[name] += mark_problems(points)
    if isinstance(document, Role):
        problems["plain"] += plain_problems(content)
        problems["learn_first"] += route_problems(content)
        problems["other_titles"] = _taken_titles(content, document, citable)
        problems |= occupation_problems(content.fields)
    else:
        problems |= decision_problems(content.fields)
    return {name: found for name, found in problems.items() if found}


def missing_links(content, document, citable=None):
    """Returns what a document names that is not there: {field: [sentence with its line, ...]}.

    Roles by their addresses, which a starter folder may load later, and references by their keys;
    former ones lead on. `citable` is as in publishing_problems().
    """
    citable = citable or Citable.read(document)
    found = {}
    for name in links.ROLE_FIELDS:
        text = content.fields.get(name, "")
        listed = "\n".join(documents.parse_list(text))
        found[name] = links.unknown_roles(listed, citable.slugs)
    for section in document.shape.sections:
        text = content.fields[section.name]
        found[section.name] = links.unknown_references(text, citable.keys)
    return {name: sentences for name, sentences in found.items() if sentences}


def read_references():
    """Returns what the references are, by three dicts; one query.

    They are {id: key}, {key: when it was last read}, and {key: all figures that it publishes for
    whole nations} of those that hold official wages.
    """
    is_national = Q(snapshot__cells__kind=EvidenceKind.OFFICIAL, snapshot__cells__area="")
    columns = ("n", "p10", "p25", "p50", "p75", "p90")
    rows = Reference.objects.annotate(
        wages=FilteredRelation("snapshot__cells", condition=is_national)
    ).values_list("pk", "key", "retrieved_on", *(f"wages__{name}" for name in columns))
    keys, read_on, official = {}, {}, {}
    for pk, key, day, *published in rows:
        keys[pk], read_on[key] = key, day
        figures = [figure for figure in published if figure is not None]
        if figures:
            official.setdefault(key, set()).update(figures)
    return keys, read_on, official


def misquotation(figure):
    """Returns what is wrong with a figure that its reference does not publish."""
    return (
        f"The reference does not publish {figure}: the figure is mistyped or of an older year. "
        "Take it from the source as it is now."
    )


def _section_problems(section, text, citable):
    problems = [
        f"This has a figure without a reference: “{sentence}” "
        "Add the key of one in brackets, like [bls-data-scientists]."
        for sentence in documents.uncited_figures(text, any_number=section.name == "outlook")
    ]
    problems += [misquotation(figure) for figure in documents.misquoted(text, citable.official)]
    missing = links.unknown_references(text, citable.keys)
    if missing:
        missing.append("Add them under Careers › References, or correct the keys.")
    return problems + missing


def _taken_titles(content, role, citable):
    names = [name.casefold() for name in documents.parse_list(content.fields["other_titles"])]
    return [
        f"“{name}” already belongs to {citable.titles[name]}; a title belongs to one role only."
        for name in names
        if name in citable.titles
    ]


def mark_problems(points):
    """Returns which labels of points begin with the mark of a list, as sentences."""
    return [
        f"“{label}” begins with the mark of a list. Write the label without it."
        for label in marks.marked_labels(points)
    ]


def plain_problems(content):
    """Returns what is too hard in a role's plain words, as sentences."""
    grade = readability.grade(content.fields["plain"])
    if grade <= readability.GRADE_MAX:
        return []
    return [
        f"“In plain words” reads at grade {grade:.1f}; {readability.GRADE_MAX} is the most. "
        "Make its sentences shorter, and take words with fewer syllables."
    ]


def route_problems(content):
    """Returns what is wrong with what a role's profile says to learn first, as sentences."""
    points = content.points["learn_first"]
    named = {
        name.casefold()
        for part in RoleSkill.Part.values
        for point in content.points[part]
        for name in documents.point_names(point)
    }
    problems = [
        f"“Learn first” names {name!r}, which neither Skills nor Tools does. Add it there, or "
        "write it as they do."
        for point in points
        for name in documents.label_names(point)
        if name.casefold() not in named
    ]
    if len(points) > MOST_TO_LEARN_FIRST:
        problems.append(
            f"“Learn first” has {len(points)} points; {MOST_TO_LEARN_FIRST} are the most."
        )
    return problems


def occupation_problems(fields):
    """Returns what is wrong with what a profile says of its official occupation, by field."""
    code, fit, reason = (
        fields[name] for name in ("occupation", "occupation_fit", "occupation_reason")
    )
    problems = {}
    if code and not OCCUPATION.fullmatch(code):
        problems["occupation"] = [f"{code!r} is no code of an occupation; write it like 15-2051."]
    if bool(code) != bool(fit) or (fit and fit not in Fit.values):
        known = " or ".join(Fit.values)
        problems["occupation_fit"] = [
            f"The fit is {fit!r}; say {known} where there is an occupation, and nothing elsewhere."
        ]
    if code and not reason:
        problems["occupation_reason"] = ["Say in a sentence why this occupation fits the role."]
    elif len(reason) > SENTENCE_MAX:
        problems["occupation_reason"] = [
            f"The reason has {len(reason)} characters; {SENTENCE_MAX} is the most."
        ]
    return problems


def decision_problems(fields):
    """Returns what is wrong with the decision that a comparison belongs to, by field."""
    decision = fields["decision"]
    if not decision or decision in Decision.values:
        return {}
    known = ", ".join(Decision.values)
    return {"decision": [f"The decision is {decision!r}; say one of {known}, or nothing."]}


def _write_other_titles(role, content):
    role.other_titles.all().delete()
    names = documents.parse_list(content.fields["other_titles"])
    OtherTitle.objects.bulk_create(OtherTitle(role=role, name=name) for name in names)


def _write_needs(role, points, vocabulary):
    role.needs.all().delete()
    RoleSkill.objects.bulk_create(needs_of(role, points, vocabulary))


@transaction.atomic
def relink():
    """Links every profile's columns to the vocabulary again: a name or alias has come or gone."""
    vocabulary = Skill.objects.named()
    for role in Role.objects.exclude(live_revision=None):
        points = {
            part: documents.parse_points(getattr(role, part)) for part in RoleSkill.Part.values
        }
        _write_needs(role, points, vocabulary)


def preview_of(document, content, citable=None):
    """Returns an unsaved copy of a document, as publishing the Content would make it.

    The copy of a document that is not saved yet has the key NO_ROW: its relations are empty.
    `citable` is what the document may name, if that was read before.
    """
    columns = {
        field.attname: getattr(document, field.attname) for field in document._meta.concrete_fields
    }
    preview = fill(type(document)(**columns | {"id": document.pk or NO_ROW}), content)
    if isinstance(preview, Role):
        set_neighbours_as_now(preview, citable and citable.now)
    return preview
