"""Restores a backup into the database that the settings name."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from portal.backups import BackupError, restore


class Command(BaseCommand):
    help = (
        "Restores a backup that the command backup has written, after verifying it, into an empty "
        "database. Stop the site before, and run migrate afterwards."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="The backup; its manifest (.json) is beside it.")
        parser.add_argument(
            "--replace", action="store_true", help="Replace a database that is not empty."
        )

    def handle(self, *, file, replace, **options):
        began = monotonic()
        try:
            manifest = restore(file, replace=replace)
        except (BackupError, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from None
        self.stdout.write(
            f"Restored {sum(manifest.rows.values()):,} rows of {manifest.made_at}, verified, in "
            f"{monotonic() - began:.1f} s. Now run manage.py migrate."
        )
