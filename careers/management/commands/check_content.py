"""Checks the texts of the starter content, or of another folder in its form."""

from itertools import groupby
from operator import attrgetter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from careers.editing.content_checks import check
from careers.editing.starter_loader import STARTER


class Command(BaseCommand):
    help = "Finds what is wrong with the texts of a folder. Needs no database, changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=STARTER)

    def handle(self, *, folder, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {str(folder)!r}. Name one, or none.")
        findings = check(folder)
        for file, found in groupby(findings, key=attrgetter("file")):
            self.stdout.write(file)
            for finding in found:
                kind = "error" if finding.is_error else "warning"
                self.stdout.write(f"  {kind}: {finding.message}")
        errors = sum(finding.is_error for finding in findings)
        counts = f"Errors: {errors}, warnings: {len(findings) - errors}, in {folder}."
        if errors:
            raise CommandError(counts)
        self.stdout.write(counts)
