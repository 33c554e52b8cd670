"""Removes the invented listings that a new site shows."""

from django.core.management.base import BaseCommand

from jobs.samples import remove_samples


class Command(BaseCommand):
    help = (
        "Deletes every sample listing, and the invented employers that offer nothing else. "
        "They stay away until load_samples --again."
    )

    def handle(self, **options):
        listings, employers = remove_samples()
        self.stdout.write(f"Removed {listings} sample listings and {employers} invented employers.")
