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
            f"Mails sent: {done.sent}; alerts without news: {done.quiet}; mails to be tried "
            f"again: {done.postponed}. Deleted: addresses that were refused for good: "
            f"{done.refused}; sign-ups that were never confirmed: {done.never_confirmed}."
        )
        if done.in_doubt:
            self.stderr.write(
                f"Mails in doubt, which may have gone out or not: {done.in_doubt}. The admin lists "
                "them; their jobs come with the next mail."
            )
        if done.ended_early:
            self.stderr.write(f"{done.ended_early} The rest stays due.")
