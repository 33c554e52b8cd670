"""Deletes what is kept only for a while; cron or systemd run it once a day."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import SignIn
from alerts.limits import forget_old
from alerts.subscriptions import forget_never_confirmed
from careers.models import WorkingCopy


class Command(BaseCommand):
    help = (
        "Deletes sessions that have ended, tries to sign in after 90 days, working copies that "
        "nobody has changed for 30 days, and of e-mail alerts what was never confirmed or is not "
        "needed any more."
    )

    def handle(self, **options):
        call_command("clearsessions")
        tries, _ = SignIn.objects.outdated().delete()
        WorkingCopy.objects.outdated().delete()
        forget_old()
        forget_never_confirmed()
        self.stdout.write(f"Deleted {tries} old tries to sign in, and the sessions that had ended.")
