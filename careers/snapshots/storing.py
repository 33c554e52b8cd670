"""Stores aggregates: those of a reference are replaced whole, or stay as they are."""

from datetime import date

from django.db import transaction

from ..models import EvidenceKind, PayCell, Reference, Role, Snapshot, SnapshotRole
from .aggregates import Cell
from .evidence_files import Header, digest_of


def is_stored(header: Header, cells: list[Cell]) -> bool:
    """Says whether the same figures are stored already."""
    digest = digest_of(header, cells)
    return Snapshot.objects.filter(reference__key=header["reference"], digest=digest).exists()


@transaction.atomic
def store(
    header: Header, cells: list[Cell], reference: Reference, *, from_starter: bool = False
) -> Snapshot:
    """Replaces what is stored of the reference; roles that are not there are left out."""
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
        measured=header["measured"],
        occupations=header["occupations"],
        digest=digest_of(header, cells),
        from_starter=from_starter,
    )
    roles = dict(Role.objects.values_list("slug", "pk"))
    SnapshotRole.objects.bulk_create(
        SnapshotRole(snapshot=snapshot, role_id=roles[slug], **of_role)
        for slug, of_role in header["roles"].items()
        if slug in roles
    )
    is_official = header["kind"] == EvidenceKind.OFFICIAL
    PayCell.objects.bulk_create(
        PayCell(
            kind=header["kind"],
            snapshot=snapshot,
            role_id=None if is_official else roles[cell.subject],
            occupation=cell.subject if is_official else "",
            **{name: value for name, value in cell._asdict().items() if name != "subject"},
        )
        for cell in cells
        if is_official or cell.subject in roles
    )
    return snapshot
