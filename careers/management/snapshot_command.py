"""What the commands share that count a file of adverts or wages."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careers.models import Reference
from careers.snapshots import evidence_files, storing
from careers.snapshots.tables import Table, TableError, sha256_of


class SnapshotCommand(BaseCommand):
    """Counts a file, and replaces what is stored of its reference whole.

    A command says its own `name`, the `kind` of figures, the `licence` of its files and their
    `columns`, and counts a table.
    """

    name = kind = licence = ""
    columns = ()

    def count(self, table):
        """Returns the Aggregates of a table."""
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="A table (CSV), gzipped or not.")
        parser.add_argument(
            "--reference",
            required=True,
            metavar="KEY",
            help="The key of the reference that the file is; its older figures are replaced.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be kept, and store nothing."
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="Print rows, kept, refused by reason, and each role's titles as JSON.",
        )
        parser.add_argument(
            "--write",
            type=Path,
            metavar="FOLDER",
            help="Write the figures into files of this folder, in place of storing them.",
        )

    def handle(self, *, file, reference, dry_run, write, **options):
        document = self._reference(reference)
        if write and not write.is_dir():
            raise CommandError(f"There is no folder {str(write)!r}. Make it, or name another.")
        try:
            counted = self.count(Table(file, self.columns))
            header = {
                "kind": str(self.kind),
                "licence": self.licence,
                "credit": document.notice or str(document),
                "reference": reference,
                "command": f"manage.py {self.name} {file.name} --reference {reference}",
                "file": {"name": file.name, "sha256": sha256_of(file)},
                "made_on": timezone.now().date().isoformat(),
                **evidence_files.counts_of(counted),
            }
        except TableError as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        if not counted.cells:
            raise CommandError(
                f"{_in_words(file, counted)} That makes no figure at all. Nothing was changed."
            )
        done = self._keep(header, counted.cells, document, dry_run, write)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(counted), ensure_ascii=False))
        else:
            self.stdout.write(f"{_in_words(file, counted)} {done}")

    def _reference(self, key):
        document = Reference.objects.by_address([key]).get(key)
        if document is None:
            raise CommandError(
                f"There is no reference {key!r}. Add it in the admin (Careers, References), or to "
                "careers/starter/references.md and run load_starter. Nothing was changed."
            )
        snapshot = getattr(document, "snapshot", None)
        if snapshot and snapshot.kind != self.kind:
            raise CommandError(
                f"{key!r} is the reference of another kind of figures "
                f"({snapshot.get_kind_display().lower()}). Nothing was changed."
            )
        return document

    def _keep(self, header, cells, document, dry_run, folder):
        """Stores or writes the figures as asked; returns in words what was done."""
        if dry_run:
            return "Nothing was stored, as asked."
        if folder:
            return f"Written: {', '.join(map(str, evidence_files.write(header, cells, folder)))}."
        if storing.is_stored(header, cells, document):
            return "These figures are stored already; nothing was changed."
        storing.store(header, cells, document)
        return f"Stored: {len(cells):,} figures of pay."


def _as_json(counted):
    return {
        "rows": counted.rows,
        "kept": counted.kept,
        "refused": evidence_files.most_first(counted.refused),
        "roles": {
            slug: {"n": role.n, "titles": evidence_files.most_first(role.titles)}
            for slug, role in sorted(counted.roles.items())
        },
    }


def _in_words(file, counted):
    words = f"{file.name}: {counted.rows:,} rows in, {counted.kept:,} kept, "
    words += f"{counted.refused.total():,} refused{_reasons(counted.refused)}."
    if counted.pay_refused:
        words += f" Kept without their pay: {counted.pay_refused.total():,}"
        words += f"{_reasons(counted.pay_refused)}."
    return words


def _reasons(counts):
    """Returns “ (reason: n; reason: n)”, the most first; "" for none."""
    said = "; ".join(f"{why}: {n:,}" for why, n in evidence_files.most_first(counts).items())
    return f" ({said})" if said else ""
