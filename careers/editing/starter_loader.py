"""Loads the content the portal starts with (careers/starter) and leaves what an editor touched.

A document is the starter's own as long as its newest revision carries STARTER_NOTE; a skill or a
reference as long as nobody saved it in the admin; figures as long as nobody took in a file of their
reference.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from ..models import (
    PAIR_SEPARATOR,
    Comparison,
    FormerAddress,
    Reference,
    Role,
    Skill,
    SkillGroup,
    Snapshot,
    SnapshotRole,
)
from ..snapshots import evidence_files, storing
from . import documents, publishing

STARTER = Path(__file__).parents[1] / "starter"
STARTER_NOTE = "Starter content"

SKILL_KEYS = ("slug", "kind", "aliases", "related", "group")
REFERENCE_KEYS = ("title", "publisher", "url", "year", "retrieved", "note", "notice")


@dataclass
class Loaded:
    """What a load did: how many texts and files of figures were new, changed, left alone."""

    new: int = 0
    changed: int = 0
    left_alone: int = 0

    def __str__(self):
        if not (self.new or self.changed):
            words = "Starter content is loaded already"
        else:
            words = f"Starter content: {self.new} new, {self.changed} changed"
        return words + (f", {self.left_alone} left as edited." if self.left_alone else ".")


@transaction.atomic
def load_starter(folder=STARTER):
    """Loads every file of the folder and returns a Loaded; a second load changes nothing."""
    loaded = load_documents(folder)
    load_evidence(folder, loaded)
    return loaded


@transaction.atomic
def load_documents(folder=STARTER):
    """Loads the texts of the folder, without the figures; returns a Loaded."""
    loaded = Loaded()
    _load_references(folder, loaded)
    _load_skills(folder, loaded)
    for path in sorted((folder / "roles").glob("*.md")):
        _load_role(path, loaded)
    for path in sorted((folder / "comparisons").glob("*.md")):
        _load_comparison(path, loaded)
    if loaded.new or loaded.changed:
        publishing.relink()
    return loaded


def load_evidence(folder, loaded):
    """Stores the figures of the folder's evidence files; those that an operator took in stay."""
    for path in sorted((folder / "evidence").glob("*.json")):
        header, cells = evidence_files.read(path)
        key = header["reference"]
        reference = Reference.objects.by_address([key]).get(key)
        if reference is None:  # an editor has deleted it
            loaded.left_alone += 1
            continue
        if storing.is_stored(header, cells, reference):
            continue
        old = Snapshot.objects.filter(reference=reference).first()
        if old and not old.from_starter:
            loaded.left_alone += 1
            continue
        loaded.new += not old
        loaded.changed += bool(old)
        storing.store(header, cells, reference, from_starter=True)
    _write_notes(folder / "evidence" / "notes.md")


def _write_notes(path):
    """Writes beside the starter's figures what readers should know of a role's adverts.

    Its headings are the key of a reference and the slug of a role: ## data-jobs-2023, head-of-data
    """
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    notes = documents.parse_entries(text, ())
    counted = SnapshotRole.objects.filter(snapshot__from_starter=True)
    changed = []
    for row in counted.select_related("role", "snapshot__reference"):
        entry = notes.get(f"{row.snapshot.reference.key}, {row.role.slug}", {})
        note, row.note = row.note, entry.get("text", "")
        if note != row.note:
            changed.append(row)
    SnapshotRole.objects.bulk_update(changed, ["note"])


def _load_references(folder, loaded):
    entries = documents.parse_entries(
        (folder / "references.md").read_text(encoding="utf-8"), REFERENCE_KEYS
    )
    for key, entry in entries.items():
        values = {name: entry.get(name, "") for name in ("title", "publisher", "url", "note")}
        values["notice"] = entry.get("notice", "")
        values["year"] = int(entry["year"])
        values["retrieved_on"] = date.fromisoformat(entry["retrieved"])
        _write_row(Reference, key, values, loaded)


def _load_skills(folder, loaded):
    entries = documents.parse_entries(
        (folder / "skills.md").read_text(encoding="utf-8"), SKILL_KEYS
    )
    slugs = {name: entry.get("slug") or slugify(name) for name, entry in entries.items()}
    groups = _load_groups(entries, loaded)
    for name, entry in entries.items():
        aliases = "\n".join(documents.parse_list(entry.get("aliases", "")))
        values = {"name": name, "kind": entry["kind"], "aliases": aliases}
        values["group"] = groups.get(entry.get("group"))
        _write_row(Skill, slugs[name], values | {"description": entry["text"]}, loaded)
    _relate_skills(entries, slugs)


def _load_groups(entries, loaded):
    """Writes the groups that entries name; returns {name: SkillGroup}."""
    names = sorted({entry["group"] for entry in entries.values() if "group" in entry})
    for name in names:
        _write_row(SkillGroup, group_slug(name), {"name": name}, loaded)
    found = SkillGroup.objects.in_bulk([group_slug(name) for name in names], field_name="slug")
    return {name: found[group_slug(name)] for name in names}


def group_slug(name):
    """Returns the address of a group, which does without the article of its name.

    >>> group_slug("A cloud"), group_slug("Java or Scala")
    ('cloud', 'java-or-scala')
    """
    return slugify(re.sub("^an? ", "", name, flags=re.IGNORECASE))


def _relate_skills(entries, slugs):
    skills = Skill.objects.prefetch_related("related").by_address(slugs.values())
    for name, entry in entries.items():
        skill = skills.get(slugs[name])
        if skill and not skill.is_edited:
            others = documents.parse_list(entry.get("related", ""))
            wanted = {skills[slugs[other]] for other in others if slugs[other] in skills}
            new = wanted - {skill, *skill.related.all()}
            if new:
                skill.related.add(*new)


def _write_row(model, address, values, loaded):
    """Creates the row, or brings it up to the file unless an editor has saved or deleted it."""
    row = model.objects.by_address([address]).get(address)
    if row is None and FormerAddress.objects.is_gone(model, address):
        loaded.left_alone += 1
        return
    row = row or model(**{model.address_field: address})
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return
    if row.is_edited:
        loaded.left_alone += 1
        return
    loaded.changed += bool(row.pk)
    loaded.new += not row.pk
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


def _load_role(path, loaded):
    content = documents.parse(path.read_text(encoding="utf-8"), documents.ROLE)
    values = {name: content.fields[name] for name in ("title", "family", "track")}
    if FormerAddress.objects.is_gone(Role, path.stem):
        loaded.left_alone += 1
        return
    role = Role.objects.by_address([path.stem]).get(path.stem)
    is_new = role is None
    role = role or Role.objects.create(slug=path.stem, **values)
    _load_document(role, content, is_new, loaded)


def _load_comparison(path, loaded):
    content = documents.parse(path.read_text(encoding="utf-8"), documents.COMPARISON)
    slugs = documents.parse_list(content.fields["roles"])
    roles = sorted(set(Role.objects.by_address(slugs).values()), key=lambda role: role.slug)
    pair = PAIR_SEPARATOR.join(role.slug for role in roles)
    if len(roles) < 2 or FormerAddress.objects.is_gone(Comparison, pair):
        loaded.left_alone += 1
        return
    comparison, is_new = Comparison.objects.get_or_create(first=roles[0], second=roles[1])
    _load_document(comparison, content, is_new, loaded)


def _load_document(document, content, is_new, loaded):
    """Saves and publishes the text, unless it is the newest or an editor has written since."""
    newest = document.revisions.newest()
    if newest and newest.text == content.text:
        return
    is_edited = newest and (newest.author_id or newest.note != STARTER_NOTE)
    if is_edited or document.withdrawn:
        loaded.left_alone += 1
        return
    loaded.new += is_new
    loaded.changed += not is_new
    revision = publishing.save_draft(document, content, note=STARTER_NOTE)
    publishing.publish(document, revision)
