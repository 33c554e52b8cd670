"""Does what is to be done regularly; cron or systemd run it every ten minutes."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from careers.editing.scheduling import publish_due
from careers.feedback import forget_senders
from jobs.engine import changes
from jobs.evidence import gather
from jobs.importing.pipeline import mark_interrupted, pull_due
from jobs.importing.receipts import receipt
from jobs.management.progress import progress_on
from jobs.models import SAMPLES, Pull, Source
from jobs.samples import load_samples


class Command(BaseCommand):
    help = (
        "Publishes what editors have scheduled, reads the sources that are due, confirms the "
        "sample listings, counts the evidence, prunes the log of changes and forgets who sent "
        "feedback, once. Runs may overlap: none takes a source that another one is reading."
    )

    def handle(self, **options):
        self._publish_due()
        if interrupted := mark_interrupted():
            self.stderr.write(f"{interrupted} of the earlier pulls had been interrupted.")
        states = [self._say(done) for done in pull_due(progress=progress_on(self.stderr))]
        if Source.objects.filter(kind=SAMPLES, is_active=True).exists():
            self.stdout.write(load_samples())
        roles = gather()
        changes.prune(connection)
        forget_senders()
        self.stdout.write(f"Read {len(states)} due sources. Evidence is counted for {roles} roles.")
        if failed := states.count(Pull.State.FAILED):
            raise CommandError(f"{failed} of {len(states)} pulls failed.")

    def _publish_due(self):
        for document, refused in publish_due():
            if refused:
                self.stderr.write(f"“{document}” was due, and cannot be published: {refused}")
            else:
                self.stdout.write(f"Published “{document}”, as it was scheduled.")

    def _say(self, done):
        out = self.stdout if done.state == Pull.State.GOOD else self.stderr
        out.write(receipt(done))
        return done.state
