"""Loads the invented listings that a new site shows."""

from django.core.management.base import BaseCommand

from jobs.samples import load_samples


class Command(BaseCommand):
    help = (
        "Loads 600 invented listings, marked as samples on every page, or confirms them. Those "
        "that were removed stay away unless --again asks for them."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="Bring back what was removed or deleted."
        )

    def handle(self, *, again, **options):
        self.stdout.write(load_samples(again=again))
