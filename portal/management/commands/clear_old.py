"""Deletes what is kept only for a while; cron or systemd run it once a day."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import SignIn
from careers.feedback import forget_senders


class Command(BaseCommand):
    help = (
        "Deletes sessions that have ended, tries to sign in after 90 days, and who sent feedback "
        "after an hour."
    )

    def handle(self, **options):
        call_command("clearsessions")
        tries, _ = SignIn.objects.outdated().delete()
        senders = forget_senders()
        self.stdout.write(f"Deleted {tries} old tries to sign in, {senders} senders of feedback.")
