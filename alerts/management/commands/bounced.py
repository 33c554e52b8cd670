"""Deletes an address to which mail cannot be delivered, as a bounce says."""

from django.core.management.base import BaseCommand

from alerts.subscriptions import erase


class Command(BaseCommand):
    help = "Deletes all alerts of an address whose mail has bounced for good."

    def add_arguments(self, parser):
        parser.add_argument("address", help="the address, as the bounce names it")

    def handle(self, *, address, **options):
        # Not repeated, as what commands say is kept in logs.
        self.stdout.write(f"Deleted the alerts of this address: {erase(address.strip())}.")
