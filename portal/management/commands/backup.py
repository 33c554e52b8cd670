"""Writes a verified backup of the database into a folder, and thins out the older ones."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from portal.backups import BackupError, backup, thin


class Command(BaseCommand):
    help = (
        "Writes a backup of the database into a folder while the site is used, verifies it, and "
        "deletes older ones there, but for the newest of 7 days, 4 weeks and 6 months."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", help="Best one on another disk; it is made if need be.")
        parser.add_argument("--keep-all", action="store_true", help="Delete no older backup.")

    def handle(self, *, folder, keep_all, **options):
        began = monotonic()
        try:
            path, manifest = backup(folder)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from None
        deleted = 0 if keep_all else thin(folder)
        self.stdout.write(
            f"{path}: {sum(manifest.rows.values()):,} rows, {path.stat().st_size / 1e6:,.1f} MB, "
            f"verified, in {monotonic() - began:.1f} s. {deleted} older ones deleted."
        )
