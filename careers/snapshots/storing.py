"""Stores aggregates: those of a reference are replaced whole, or stay as they are."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from ..editing.renaming import counts_as_now
from ..models import (
    EvidenceKind,
    FormerAddress,
    PayCell,
    Reference,
    Role,
    Skill,
    Snapshot,
    SnapshotRole,
)
from .aggregates import Cell
from .evidence_files import Header, digest_of


def is_stored(header: Header, cells: list[Cell], reference: Reference) -> bool:
    """Says whether the same figures of a reference are stored already."""
    digest = digest_of(header, cells)
    return Snapshot.objects.filter(reference=reference, digest=digest).exists()


@transaction.atomic
def store(
    header: Header, cells: list[Cell], reference: Reference, *, from_starter: bool = False
) -> Snapshot:
    """Replaces what is stored of the reference; roles that are not there are left out.

    Roles and skills that have been renamed or merged since the file was counted are those of now.
    """
    now = _skills_now()
    Snapshot.objects.filter(reference=reference).delete()
    snapshot = Snapshot.objects.create(
        kind=header["kind"],
        reference=reference,
        made_on=date.fromisoformat(header["made_on"]),
        file_name=header["file"]["name"],
        file_sha256=header["file"]["sha256"],
        licence=header["licence"],
        rows=header["rows"],
        kept=header["kept"],
        refused=header["refused"],
        pay_refused=header["pay_refused"],
        measured=list(dict.fromkeys(now.get(slug, slug) for slug in header["measured"])),
        occupations=header["occupations"],
        digest=digest_of(header, cells),
        from_starter=from_starter,
    )
    is_official = header["kind"] == EvidenceKind.OFFICIAL
    subjects = set() if is_official else {cell.subject for cell in cells}
    named = Role.objects.only("slug").by_address(subjects | {*header["roles"]})
    roles = {slug: role.pk for slug, role in named.items()}
    SnapshotRole.objects.bulk_create(
        SnapshotRole(snapshot=snapshot, role_id=role, **of_role)
        for role, of_role in _by_role(header["roles"], roles, now).items()
    )
    subjects = _subjects(roles, subjects)
    PayCell.objects.bulk_create(
        PayCell(
            kind=header["kind"],
            snapshot=snapshot,
            role_id=None if is_official else roles[cell.subject],
            occupation=cell.subject if is_official else "",
            **{name: value for name, value in cell._asdict().items() if name != "subject"},
        )
        for cell in cells
        if is_official or cell.subject in subjects
    )
    return snapshot


def _skills_now() -> dict[str, str]:
    """Returns {a slug that a skill had before: its slug of now}; two queries at most."""
    former = FormerAddress.objects.of(Skill).values_list("slug", flat=True)
    return {old: skill.slug for old, skill in Skill.objects.by_address(former).items()}


def _by_role(counted: dict[str, Header], roles: dict[str, int], now: dict[str, str]) -> dict:
    """Returns {role id: what a file counts of it}; of roles that were merged, both together."""
    found: dict[int, Header] = {}
    for slug, of_role in counted.items():
        if slug not in roles:
            continue
        added = of_role | {"skills": counts_as_now(of_role["skills"], now)}
        if before := found.get(roles[slug]):
            added = {name: _sum(before[name], value) for name, value in added.items()}
        found[roles[slug]] = added
    return found


def _sum(one: Any, other: Any) -> Any:
    """Returns the sum of two numbers, or of two {name: number}."""
    return dict(Counter(one) + Counter(other)) if isinstance(one, dict) else one + other


def _subjects(roles: dict[str, int], subjects: Iterable[str]) -> set[str]:
    """Returns the roles whose pay is stored: of two that were merged since, the first by slug of
    the file, as percentiles of both together cannot be told.
    """
    of_role: dict[int, str] = {}
    for slug in sorted(subjects & roles.keys()):
        of_role.setdefault(roles[slug], slug)
    return set(of_role.values())
