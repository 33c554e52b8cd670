"""Brings a site's database to what this version needs; `make run` begins with it."""

import sys

from django.core.management import call_command, execute_from_command_line
from django.core.management.base import BaseCommand
from django.urls import reverse

WHERE = """
  The site:     http://{address}/
  Its admin:    http://{address}{admin}   (make admin makes an editor's login)
"""


class Command(BaseCommand):
    help = (
        "Migrates the database, then loads the starter content and the sample listings, as the "
        "commands migrate, load_starter and load_samples do, in one process."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--serve", metavar="PORT", help="Then start the development server on this port."
        )

    def handle(self, *, serve, **options):
        # With the checks, which refuse a database that this version did not make.
        call_command("migrate", verbosity=0, skip_checks=False)
        call_command("load_starter", stdout=self.stdout)
        call_command("load_samples", stdout=self.stdout)
        if serve:
            address, admin = f"127.0.0.1:{serve}", reverse("admin:index")
            self.stdout.write(WHERE.format(address=address, admin=admin))
            # The server starts itself once more to watch the code, with the arguments it finds.
            sys.argv[1:] = ["runserver", serve]
            execute_from_command_line(sys.argv)
