from pathlib import Path

from django.core.management.base import BaseCommand

from careers.open_data import files


class Command(BaseCommand):
    help = "Writes the open data of this site into a folder, as /data/ has them."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        written = files.write(folder)
        self.stdout.write(f"Wrote {len(written)} files to {folder}.")
