"""Sends the e-mail alerts that are due; cron or systemd run it every ten minutes."""

from django.core.management.base import BaseCommand

from alerts.sending import send_due


class Command(BaseCommand):
    help = (
        "Sends the e-mail alerts that are due, and deletes sign-ups that nobody confirmed. Runs "
        "may overlap or be killed: no mail goes out twice."
    )

    def handle(self, **options):
        done = send_due()
        self.stdout.write(
            f"Sent {done.sent} mails; {done.quiet} alerts had nothing new. "
            f"{done.postponed} mails will be tried again, {done.refused} addresses were refused "
            f"for good and deleted, {done.never_confirmed} sign-ups were never confirmed."
        )
        if done.in_doubt:
            self.stderr.write(
                f"{done.in_doubt} mails are in doubt: they may have gone out or not. Their jobs "
                "come with the next mail; the admin lists them."
            )
        if done.ended_early:
            self.stderr.write(f"{done.ended_early} The rest stays due.")
