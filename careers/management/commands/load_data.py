from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from careers.open_data.loading import UnfitData, load


class Command(BaseCommand):
    help = (
        "Replaces all figures of this site by the open data in a folder, which another site "
        "published or dump_data wrote. Files that are not whole change nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        try:
            self.stdout.write(str(load(folder)))
        except UnfitData as error:
            raise CommandError(str(error)) from error
